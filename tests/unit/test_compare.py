"""The parts of comparing: values as people write them, bounds of numbers, check files, words."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.compare import checks, compare
from regesta.compare.comparable import bounds, representatives, shown
from regesta.compare.vocabulary import vocabulary
from regesta.errors import CheckError
from regesta.tables import TABLES, Claim, Issue

HEADER = (
    '-- severity = "warning"\n-- why = "w"\n-- description = "d"\n-- guards = "g"\n'
    '-- measured = { read = 3, real = 2, on = "o" }\n'
)
SELECT = "SELECT [a.claim_id] AS claims, a.value AS expected, a.value AS observed,\n"


def claim(start: int = 0, **columns: object) -> Claim:
    given_columns = {
        "claim_id": f"clm_{start}",
        "fact_id": "fig_1",
        "subject": "event:evt_1",
        "property": "killed",
        "status": "asserted",
        "polarity": "positive",
        "copy_group": "doc_1",
        "doc_id": "doc_1",
        "start": start,
        "end": start + 1,
        "quote": "x",
        "prefix": "",
        "suffix": "",
        "segments": [],
        "rule_id": "r",
    }
    return Claim(**{**given_columns, **columns})  # type: ignore[arg-type]


def number(text: str, value: str, comparator: str = "=", off: str | None = None) -> Claim:
    amount = Decimal(value)
    return claim(
        rounds_from=amount - Decimal(off) if off else None,
        rounds_to=amount + Decimal(off) if off else None,
        low=None if comparator.startswith("<") else amount,
        high=None if comparator.startswith(">") else amount,
        comparator=comparator,
        text=text,
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(1950, 1, 4), date(1950, 1, 4), "1950-01-04"),
        (date(1950, 1, 1), date(1950, 12, 31), "1950"),
        (date(1952, 2, 1), date(1952, 2, 29), "1952-02"),
        (date(2022, 3, 20), date(2022, 3, 23), "2022-03-20/2022-03-23"),
        (date(1950, 1, 1), date(1951, 12, 31), "1950-01-01/1951-12-31"),
        (date(9999, 1, 1), date(9999, 12, 31), "9999-01-01/9999-12-31"),
        (date(1950, 1, 1), None, "1950-01-01/.."),
        (None, date(1950, 1, 1), "../1950-01-01"),
    ],
)
def test_dates_are_shown_at_their_grain(first: date | None, last: date | None, expected: str) -> None:
    assert shown(claim(first=first, last=last)) == expected


@pytest.mark.parametrize(
    ("low", "high", "comparator", "unit", "expected"),
    [
        ("13", "13", "=", "1", "13"),
        ("13", None, ">=", "1", "at least 13"),
        (None, "13", "<", None, "less than 13"),
        ("6400000000", "6400000000", "~", "USD", "about 6,400,000,000 USD"),
        ("0.50", "0.50", "=", "km", "0.5 km"),
        ("3", "5", "=", "1", "3 to 5"),
        ("100.000", "100.000", "=", None, "100"),
    ],
)
def test_numbers_are_shown_with_hedge_and_unit(
    low: str | None, high: str | None, comparator: str, unit: str | None, expected: str
) -> None:
    made = claim(
        low=Decimal(low) if low else None, high=Decimal(high) if high else None, comparator=comparator, unit=unit
    )
    assert shown(made) == expected


@pytest.mark.parametrize(
    ("value", "comparator", "off", "least", "most"),
    [
        ("6400000000", "=", "50000000", "6350000000", "6449999999.999999999"),
        ("7.5", "=", "0.05", "7.45", "7.549999999"),
        ("13", "=", None, "13", "13"),
        ("13", ">=", None, "13", None),
        ("13", ">", None, "13.000000001", None),
        ("6.4", ">", "0.05", "6.400000001", None),
        ("13", "<=", None, None, "13"),
        ("13", "<", None, None, "12.999999999"),
        ("1000", "~", None, "900", "1100"),
        ("1", "~", "0.5", "0.5", "1.499999999"),
        ("99999999999999999999999999999", "~", None, "89999999999999999999999999999.1", None),
    ],
)
def test_bounds_are_of_rounding_and_hedge(
    value: str, comparator: str, off: str | None, least: str | None, most: str | None
) -> None:
    expected = (Decimal(least) if least else None, Decimal(most) if most else None)
    assert bounds(number(value, value, comparator, off=off)) == expected


@given(st.decimals(min_value="-1E28", max_value="1E28", places=8), st.sampled_from(["=", "~", ">", ">=", "<", "<="]))
def test_bounds_hold_the_number_and_fit_the_tables(value: Decimal, comparator: str) -> None:
    least, most = bounds(number(f"{value:f}", str(value), comparator))
    for bound in (least, most):
        assert bound is None or -bound.as_tuple().exponent <= 9  # type: ignore[operator]
    if comparator not in (">", "<"):
        assert least is None or least <= value
        assert most is None or value <= most


def test_one_claim_stands_for_all_that_say_the_same() -> None:
    said = [number("13", "13"), number("13", "13"), number("thirteen", "13"), number("14", "14")]
    claims = [
        claim(9 - place, low=made.low, high=made.high, comparator="=", text=made.text)
        for place, made in enumerate(said)
    ]
    kept = representatives(claims, {made.claim_id: made.subject for made in claims})
    assert [(made.start, made.low) for made in kept] == [(6, Decimal(14)), (7, Decimal(13))]


def test_denials_and_what_is_only_imagined_are_not_compared() -> None:
    claims = [claim(1, polarity="negative", low=Decimal(1)), claim(2, status="hypothetical", low=Decimal(1))]
    assert representatives(claims, {made.claim_id: made.subject for made in claims}) == []


def test_a_check_that_compared_nothing_says_so() -> None:
    rows = compare({name: [] for name in TABLES})
    assert [(type(row), row.rule_id) for row in rows if isinstance(row, Issue)] == [
        (Issue, check.name) for check in checks.load()
    ]
    assert len({row.issue_id for row in rows if isinstance(row, Issue)}) == len(checks.load())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("-- severity = \n" + SELECT, 1, "not TOML"),
        (HEADER.replace("warning", "critical") + SELECT, 1, "severity"),
        (HEADER + '-- colour = "red"\n' + SELECT, 6, "colour"),
        (HEADER + '-- explained_by = ["magic"]\n' + SELECT, 6, "no explainer is called magic"),
        (HEADER + '-- roles = ["accomplice"]\n' + SELECT, 6, "roles"),
        (HEADER.replace("real = 2", "real = 4") + SELECT, 5, "4 real of 3 read"),
        (HEADER + SELECT + "  a.missing AS agrees\nFROM comparable AS a\n", 7, "does not run"),
        (HEADER + SELECT + "  true AS agreed\nFROM comparable AS a\n", 6, "does not select agrees"),
        ("SELECT 1", 1, "severity"),
        (HEADER, 5, "holds no SQL"),
    ],
)
def test_a_wrong_check_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = tmp_path / "wrong.sql"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CheckError, match=message) as raised:
        checks.load(tmp_path)
    assert (raised.value.file, raised.value.line) == (file, line)


def test_a_folder_without_checks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="holds no check"):
        checks.load(tmp_path)


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("people killed", "killed"),
        ("Death toll", "killed"),
        ("wounded", "injured"),
        ("killed or injured", None),
        ("skilled", None),
    ],
)
def test_the_word_beside_a_number_of_victims_says_what_it_counts(cue: str, expected: str | None) -> None:
    assert vocabulary().measure(cue) == expected
