"""What holds for the times of any text."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timing import assert_grows_evenly

from regesta.extract.base import Doc
from regesta.extract.times import Times
from regesta.extract.times.expressions import expression_of, written
from regesta.extract.times.forms import Mention
from regesta.extract.times.points import Point, interval, is_possible
from regesta.extract.times.reading import read
from regesta.extract.times.tokens import scan
from regesta.extract.times.vocabulary import vocabulary
from regesta.spans import OffsetMap, Span
from regesta.tables import Row, Time
from regesta.text.passages import passages

NUMBERS = [
    "1",
    "10",
    "31",
    "45",
    "1947",
    "2022",
    "9999",
    "03/04/2022",
    "2015-02-30",
    "1939-45",
    "16:08",
    "'82",
    "1950s",
]
MARKS = [",", ".", "-", "–", "(", ")", "’", "s", "Käse", "e\u0301", "🙂", "\u00a0", "the attack", "$"]
PIECES = st.one_of(st.sampled_from(sorted(vocabulary().words)), st.sampled_from(NUMBERS), st.sampled_from(MARKS))
TEXTS = st.lists(
    st.tuples(PIECES, st.sampled_from([" ", "  ", "\n", "\r\n", "-", ""]), st.booleans()), max_size=25
).map(lambda pieces: "".join((word.capitalize() if big else word) + gap for word, gap, big in pieces))
DATES = st.none() | st.dates()


def found(text: str, published: date | None = None) -> list[Row]:
    offsets = OffsetMap.identity(len(text))
    days = None if published is None else (published, published)
    digest = hashlib.sha256(text.encode()).hexdigest()
    spans = passages("doc_test", text, offsets, furniture=False)
    return list(
        Times().extract(
            Doc(
                doc_id="doc_test",
                text=text,
                text_sha256=digest,
                offset_map=offsets,
                passages=spans,
                published=days,
            )
        )
    )


def times(text: str, published: date | None = None) -> list[Time]:
    return [row for row in found(text, published) if isinstance(row, Time)]


@settings(max_examples=300, deadline=None)
@given(TEXTS, DATES)
def test_rows_are_sound(text: str, published: date | None) -> None:
    rows = found(text, published)
    rules = Times().rules
    end = 0
    for time in (row for row in rows if isinstance(row, Time)):
        assert text[time.start : time.end] == time.quote
        assert time.quote == time.quote.strip()
        assert time.start >= end, "two times share characters"
        end = time.end
        assert time.rule_id in rules
        assert (time.first is None) == (time.last is None)
        assert time.first is None or time.last is None or time.first <= time.last
        assert time.value is not None or time.flags
        assert (time.basis == "unresolved") <= (time.first is None)
    ids = [row.time_id for row in rows if isinstance(row, Time)]
    assert len(set(ids)) == len(ids)


@settings(max_examples=100, deadline=None)
@given(TEXTS, DATES)
def test_a_paragraph_before_shifts_the_spans_and_nothing_else(text: str, published: date | None) -> None:
    before = "Nobody was there.\n\n"

    def plain(time: Time, by: int) -> tuple[object, ...]:
        moved = replace(time, start=time.start - by, end=time.end - by)
        return (moved.start, moved.end, moved.quote, moved.value, moved.edtf, moved.first, moved.last, moved.basis)

    body = f"It was so. {text}"
    assert [plain(t, 0) for t in times(body, published)] == [
        plain(t, len(before)) for t in times(before + body, published)
    ]


@settings(max_examples=100, deadline=None)
@given(TEXTS, DATES)
def test_an_expression_is_read_back(text: str, published: date | None) -> None:
    for time in times(text, published):
        assert time.expr is not None
        expression = expression_of(time.expr)
        places = {"tense": expression.tense, "fiscal": expression.fiscal}
        assert written(Mention(Span(0, 1), "", expression.form, **places)) == time.expr


EXPLICIT = st.lists(
    st.sampled_from(
        [
            "They met on April 10, 2022.",
            "It fell on 10 April 1950, and on 11 May 1951.",
            "It grew from 1939 to 1945.",
            "Sales of August 2019 fell.",
            "It was built in the 19th century.",
            "In 480 BC it fell.",
            "The spring of 1915 was wet.",
        ]
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(EXPLICIT, DATES, st.integers(1, 5))
def test_a_paragraph_break_changes_no_explicit_date(sentences: list[str], published: date | None, at: int) -> None:
    whole, split = " ".join(sentences), " ".join(sentences[:at]) + "\n\n" + " ".join(sentences[at:])

    def plain(text: str) -> list[tuple[str, str | None, str | None]]:
        return [(time.quote, time.value, time.edtf) for time in times(text, published) if time.basis == "explicit"]

    assert plain(whole) == plain(split)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("“It began on April 10, 2022,” he said.", "April 10, 2022"),
        ("It began on April\u00a010,\u00a02022 in Kabul.", "April\u00a010,\u00a02022"),
        ("Le cafe\u0301 opened on 10 April 2022.", "10 April 2022"),
        ("🙂🙂 It opened on 10 April 2022 🙂.", "10 April 2022"),
        ("It opened.\r\nOn 10 April 2022\r\nit closed.", "10 April 2022"),
    ],
)
def test_offsets_are_exact(text: str, quote: str) -> None:
    (time,) = times(text)
    assert text[time.start : time.end] == time.quote == quote
    assert time.value == "2022-04-10"


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_a_possible_day_is_its_own_interval(year: int, month: int, day: int) -> None:
    point = Point("day", year, month, day)
    if is_possible(point):
        days = interval(point)
        assert days is not None
        assert days[0] == days[1]
        assert (days[0].year, days[0].month, days[0].day) == (year, month, day)


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "the ",
        "2022 ",
        "one hundred and ",
        "a few of ",
        "1-",
        "day after the ",
        "May ",
        "from 1 to ",
        "x",
        "late in the ",
    ],
)
def test_a_megabyte_takes_linear_time(piece: str) -> None:
    def reading(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))

        def work() -> None:
            tokens = scan(text, Span(0, len(text)))
            if tokens is not None:
                read(tokens)

        return work

    assert_grows_evenly(reading, 125_000, 1_000_000)
