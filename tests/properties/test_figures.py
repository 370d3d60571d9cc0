"""What holds of figures in any text."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing import assert_grows_evenly, assert_within

from regesta.extract.base import Doc
from regesta.extract.figures import Figures
from regesta.extract.figures.grammar import numbers
from regesta.extract.figures.numerals import decimal_of
from regesta.spans import OffsetMap
from regesta.tables import Evidence, Figure, Passage

EXTRACTOR = Figures()
SHARES = ("figures.fraction", "figures.share")

WORDS = (
    "13 people|$6.4 billion|one hundred and|5|-| to |km|hundreds of|thousands|%|½|1,5|including|of whom|nine|killed|.|,"
    "|(|)|Rs|a dozen|half a|m|€|\u00a0|the|20|million|and|or"
)
PIECES = st.sampled_from(WORDS.split("|"))


def one_sentence(text: str) -> Doc:
    def passage(kind: str) -> Passage:
        return Passage(
            doc_id="doc_test",
            start=0,
            end=len(text),
            quote=text,
            prefix="",
            suffix="",
            segments=[],
            rule_id="test",
            passage_id=kind,
            kind=kind,
        )

    return Doc(
        doc_id="doc_test",
        text=text,
        text_sha256="0" * 64,
        offset_map=OffsetMap.identity(len(text)),
        passages=[passage("paragraph"), passage("sentence")],
    )


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), min_size=1, max_size=25))
def test_every_span_is_in_the_text_and_every_bound_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    rows = list(EXTRACTOR.extract(one_sentence(text)))
    found = [row for row in rows if isinstance(row, Figure)]
    ids = {figure.figure_id for figure in found}
    assert len(ids) == len(found)
    for figure in found:
        assert figure.quote == text[figure.start : figure.end]
        assert figure.start <= figure.value_start < figure.value_end <= figure.end
        assert figure.low is not None or figure.high is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.part_of is None or figure.part_of in ids
        numerator = figure.unit.split("/")[0] if figure.unit else None
        assert (figure.unit_kind == "count") == (numerator == "1" and figure.rule_id not in SHARES)
    assert all(row.fact_id in ids for row in rows if isinstance(row, Evidence))


@given(st.lists(PIECES, min_size=1, max_size=25))
def test_only_a_sum_overlaps_and_only_its_parts(pieces: list[str]) -> None:
    rows = [row for row in EXTRACTOR.extract(one_sentence(" ".join(pieces))) if isinstance(row, Figure)]
    sums = {row.figure_id: row for row in rows if "sum" in row.flags}
    for row in rows:
        if row.part_of in sums:
            assert sums[row.part_of].start <= row.start < row.end <= sums[row.part_of].end
    found = [row for row in rows if row.figure_id not in sums]
    for left, right in pairwise(found):
        assert left.end <= right.start


@given(st.integers(0, 10**20))
def test_grouped_digits_are_exact(value: int) -> None:
    assert decimal_of(f"{value:,}") == decimal_of(str(value)) == Decimal(value)


@given(st.integers(1, 999_999))
def test_number_words_are_read_back(value: int) -> None:
    text = in_words(value)
    [number] = numbers(text, 0, len(text))
    assert (number.start, number.end, number.low) == (0, len(text), value)


@pytest.mark.parametrize("piece", ["1", "1,", ",", "one hundred and ", "1 ", "$1 ", "1 000 ", "80, 000", '5" '])
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    assert_grows_evenly(lambda size: reading(piece * (size // len(piece))), 10_000, 80_000)


@pytest.mark.parametrize("piece", ["1", "1,", "one hundred and "])
def test_a_megabyte_takes_seconds(piece: str) -> None:
    assert_within(reading(piece * (1_000_000 // len(piece))), 20)


def reading(text: str) -> Callable[[], object]:
    doc = one_sentence(text)
    return lambda: list(EXTRACTOR.extract(doc))


def in_words(value: int) -> str:
    """British number words of 1 to 999,999."""
    thousands, rest = divmod(value, 1000)
    words = [f"{below_thousand(thousands)} thousand"] if thousands else []
    if rest:
        words.append(("and " if thousands and rest < 100 else "") + below_thousand(rest))
    return " ".join(words)


def below_thousand(value: int) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    names = [*ones.split(), "seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    hundreds, rest = divmod(value, 100)
    small = names[rest] if rest < 20 else tens[rest // 10 - 2] + (f"-{names[rest % 10]}" if rest % 10 else "")
    if not hundreds:
        return small
    return f"{names[hundreds]} hundred" + (f" and {small}" if rest else "")
