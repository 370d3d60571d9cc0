"""The plain cases of the times extractor, and what must not be taken for a time."""

import hashlib
from datetime import date

import pytest

from regesta.errors import InputLineError
from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.extract.times import Times, range_days
from regesta.extract.times.anchors import Anchor, again, resolve
from regesta.extract.times.points import Amount, Point, edtf, interval, shift, timex
from regesta.extract.times.reading import read
from regesta.extract.times.tokens import scan
from regesta.spans import OffsetMap, Span
from regesta.tables import Evidence, Issue, Row, Time
from regesta.text.passages import passages

DAY = date(2022, 4, 14)  # a Thursday


def doc(text: str, published: date | None = None, basis: str | None = None) -> Doc:
    offsets = OffsetMap.identity(len(text))
    return Doc(
        doc_id="doc_test",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        offset_map=offsets,
        passages=passages("doc_test", text, offsets, furniture=False),
        published=None if published is None else (published, published),
        published_basis=basis,
    )


def rows(text: str, published: date | None = None, basis: str | None = None) -> list[Row]:
    return list(Times().extract(doc(text, published, basis)))


def times(text: str, published: date | None = None) -> list[Time]:
    return [row for row in rows(text, published) if isinstance(row, Time)]


def values(text: str, published: date | None = None) -> list[tuple[str, str | None]]:
    return [(time.quote, time.value) for time in times(text, published)]


def codes(text: str, published: date | None = None) -> list[str]:
    return [row.code for row in rows(text, published) if isinstance(row, Issue)]


@pytest.mark.parametrize(
    "written",
    [
        "April 10, 2022",
        "Apr. 10, 2022",
        "10 April 2022",
        "10 Apr. 2022",
        "10th of April, 2022",
        "April 10th, 2022",
        "2022-04-10",
        "Sunday, April 10, 2022",
    ],
)
def test_an_explicit_day_in_every_usual_order(written: str) -> None:
    (time,) = times(f"The vote of {written} was lost.")
    assert (time.quote, time.value, time.edtf) == (written, "2022-04-10", "2022-04-10")
    assert time.first == time.last == date(2022, 4, 10)
    assert (time.type, time.grain, time.basis, time.flags) == ("DATE", "day", "explicit", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was founded in 1947.", [("1947", "1947")]),
        ("They have met since 1950.", [("1950", "1950")]),
        ("It came in August 2019.", [("August 2019", "2019-08")]),
        ("It grew in the 1950s.", [("the 1950s", "195")]),
        ("It was built in the 19th century.", [("the 19th century", "18")]),
        ("It fell in 480 BC.", [("480 BC", "BC0480")]),
        ("It took two days.", [("two days", "P2D")]),
        ("It took one hundred and fifty years.", [("one hundred and fifty years", "P150Y")]),
        ("It took a couple of weeks.", [("a couple of weeks", "P2W")]),
        ("It took two-and-a-half years.", [("two-and-a-half years", "P2.5Y")]),
        ("It took several months.", [("several months", "PXM")]),
        ("He is currently in Kabul.", [("currently", "PRESENT_REF")]),
        ("The fall of 1989 was wet.", [("The fall of 1989", "1989-FA")]),
    ],
)
def test_plain_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You may march on, said the man who sat in the sun.",
        "Theresa May spoke in the house.",
        "The fall of Imran Khan was watched.",
        "The second of the two men left.",
        "12",
        "There were 1945 people in the hall.",
        "About 1950 soldiers marched in.",
        "It paid $1950 for it.",
        "The Russell 2000 Index rose.",
        "Use version 1.2.3 or 4.10.2022.1 of it.",
        "Call 555-2009 or 020-7946-0958.",
        "They won 3-2 and then 10-12.",
        "They won 3–4 on penalties.",
        "She is 20 years old, a 20-year-old woman.",
        "Model x2019 and 2019x are cars.",
        "The Sunday Telegraph reported it.",
        "2019" * 20,
    ],
)
def test_what_is_not_a_time(text: str) -> None:
    assert values(text) == []


def test_a_range_is_two_linked_rows_and_one_interval() -> None:
    found = rows("They met between March 20 and 23, 2022, in Kabul.")
    first, last = (row for row in found if isinstance(row, Time))
    assert [(t.quote, t.value) for t in (first, last)] == [("March 20", "2022-03-20"), ("23, 2022", "2022-03-23")]
    assert first.range_id == last.range_id is not None
    assert range_days([last, first]) == {first.range_id: (date(2022, 3, 20), date(2022, 3, 23))}


def test_the_year_that_another_end_gives_is_evidence() -> None:
    text = "They met between March 20 and 23, 2022, in Kabul."
    (evidence,) = (row for row in rows(text) if isinstance(row, Evidence))
    first = times(text)[0]
    assert (evidence.fact_id, evidence.column, evidence.quote) == (first.time_id, "value", "2022")
    assert first.anchor_start is not None
    assert text[first.anchor_start : first.anchor_end] == "2022"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The war lasted from 1939 to 1945.", "1939", "1945"),
        ("The war of 1939-45 was long.", "1939", "1945"),
        ("The war (1939–1945) was long.", "1939", "1945"),
        ("It was built between 1947 and 1951.", "1947", "1951"),
        ("The 2009-10 season was long.", "2009", "2010"),
        ("The 2014/15 season was long.", "2014", "2015"),
        ("The battle of 3-4 June 1942 was lost.", "1942-06-03", "1942-06-04"),
        ("Talks ran from 10 to 14 April 2022.", "2022-04-10", "2022-04-14"),
        ("Talks ran from April 10 to May 3, 2022.", "2022-04-10", "2022-05-03"),
        ("It ran from 26 December to 4 August 1952.", "1951-12-26", "1952-08-04"),
        ("Sales from January to March 2020 fell.", "2020-01", "2020-03"),
        ("It ran from 18 August 2018 until 10 April 2022.", "2018-08-18", "2022-04-10"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    found = times(text)
    assert [time.value for time in found] == [first, last]
    assert found[0].range_id == found[1].range_id is not None


def test_two_years_that_may_be_a_month_are_one_interval_unless_the_document_writes_months() -> None:
    first, last = times("The 2009-10 season was long.")
    assert range_days([first, last]) == {first.range_id: (date(2009, 1, 1), date(2010, 12, 31))}
    assert [time.alternatives for time in (first, last)] == [["2009-10"], ["2009-10"]]
    first, last, _ = times("Costs of 2009-10 were low, those of 2022-04 high.")
    assert [(time.value, time.flags) for time in (first, last)] == [(None, ["ambiguous"]), (None, ["ambiguous"])]


def test_a_list_of_days_is_no_range() -> None:
    found = times("He spoke on March 20 and 23, 2022.")
    assert [(time.value, time.range_id) for time in found] == [("2022-03-20", None), ("2022-03-23", None)]


@pytest.mark.parametrize(
    ("text", "quote", "offset", "head", "value"),
    [
        ("One day after the overthrow of the king, they spoke.", "One day after", "P1D", "overthrow", "P1D"),
        ("They left two days after the attack, he said.", "two days after", "P2D", "attack", "P2D"),
        ("They left two days before the bus attack killed 12.", "two days before", "-P2D", "attack", "P2D"),
        ("Bread ran out 10 days into the siege.", "10 days into", "P10D", "siege", "P10D"),
        ("He wrote three years after Khan’s ouster.", "three years after", "P3Y", "ouster", "P3Y"),
        ("He spoke a week after taking office.", "a week after", "P1W", "taking", "P1W"),
        ("He spoke two months after the fall of the king.", "two months after", "P2M", "fall", "P2M"),
    ],
)
def test_an_offset_from_an_event_is_never_counted_from_the_day_of_writing(
    text: str, quote: str, offset: str, head: str, value: str
) -> None:
    time = times(text, DAY)[0]
    assert (time.quote, time.value, time.basis, time.offset) == (quote, value, "event", offset)
    assert (time.type, time.first, time.edtf) == ("DURATION", None, None)
    assert time.anchor_start is not None
    assert text[time.anchor_start : time.anchor_end] == head


def test_an_offset_from_a_date_is_that_date() -> None:
    text = "They left two days after 14 July 2021."
    time = times(text, DAY)[0]
    assert (time.value, time.basis, time.offset) == ("2021-07-16", "explicit", "P2D")
    assert text[time.anchor_start or 0 : time.anchor_end] == "14 July 2021"


def test_the_past_70_years_point_back() -> None:
    (time,) = times("They were friends for the past 70 years.")
    assert (time.quote, time.type, time.value, time.offset) == ("the past 70 years", "DURATION", "P70Y", "-P70Y")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The board met today.", "2022-04-14"),
        ("The board met yesterday.", "2022-04-13"),
        ("The board meets tomorrow.", "2022-04-15"),
        ("The board met on Thursday.", "2022-04-14"),
        ("The board met on Friday.", "2022-04-08"),
        ("The board meets next Friday.", "2022-04-15"),
        ("The board met last week.", "2022-W14"),
        ("The board meets next month.", "2022-05"),
        ("The board met last year.", "2021"),
        ("The board met two years ago.", "2020"),
        ("The board met on April 10.", "2022-04-10"),
        ("The board met on 11 December.", "2021-12-11"),
        ("The board met in January.", "2022-01"),
        ("It grew in the third quarter of last year.", "2021-Q3"),
    ],
)
def test_relative_to_the_day_of_writing(text: str, value: str) -> None:
    (time,) = times(text, DAY)
    assert (time.value, time.basis) == (value, "dct")


@pytest.mark.parametrize(
    "text", ["He fell yesterday.", "He fell on Friday.", "He fell last year.", "He fell on May 3."]
)
def test_without_an_anchor_nothing_is_guessed(text: str) -> None:
    (time,) = times(text)
    assert time.basis == "unresolved"
    assert time.first is time.last is None
    assert str(time.value).startswith("XXXX")
    assert codes(text) == ["no_anchor"]


def test_a_year_comes_from_the_date_before() -> None:
    text = "It began on 3 May 1941.\n\nOn 17 September it rained. Six days later it was over."
    began, rained, over = times(text)
    assert [time.value for time in (began, rained, over)] == ["1941-05-03", "1941-09-17", "1941-09-23"]
    assert [time.basis for time in (rained, over)] == ["previous_date", "previous_date"]
    evidence = [row for row in rows(text) if isinstance(row, Evidence)]
    assert [(row.fact_id, row.quote) for row in evidence] == [
        (rained.time_id, "3 May 1941"),
        (over.time_id, "17 September"),
    ]


def test_a_narrative_goes_on_from_december_to_january() -> None:
    text = "It began on 3 May 1941 and went on until 7 December 1941. In January, they fled in the spring of 1942."
    assert times(text, date(2009, 12, 19))[2].value == "1942-01"


def test_a_dateline_that_gives_the_day_of_writing_is_its_anchor() -> None:
    text = "LAHORE, April 14, 2022 (Wire) - The board met yesterday."
    found = [row for row in rows(text, DAY, "dateline") if isinstance(row, Time)]
    assert found[1].value == "2022-04-13"
    assert text[found[1].anchor_start or 0 : found[1].anchor_end] == "April 14, 2022"


@pytest.mark.parametrize("written", ["31 June 2015", "29 February 2015", "February 30, 2016", "2015-02-29"])
def test_an_impossible_day_is_kept_and_reported(written: str) -> None:
    (time,) = times(f"It was signed on {written}.")
    assert (time.quote, time.value, time.edtf, time.first, time.flags) == (written, None, None, None, ["impossible"])
    assert codes(f"It was signed on {written}.") == ["impossible_date"]


def test_29_february_in_a_leap_year() -> None:
    assert values("It was signed on 29 February 2016.") == [("29 February 2016", "2016-02-29")]


def test_day_and_month_in_either_order_are_both_kept() -> None:
    (time,) = times("It was signed on 03/04/2022.")
    assert (time.value, time.edtf, time.flags) == (None, None, ["ambiguous"])
    assert time.alternatives == ["2022-03-04", "2022-04-03"]
    assert codes("It was signed on 03/04/2022.") == ["ambiguous_date"]
    assert values("It was signed on 04/04/2022 or 25/04/2022.") == [
        ("04/04/2022", "2022-04-04"),
        ("25/04/2022", "2022-04-25"),
    ]


def test_a_weekday_that_contradicts_its_date_is_reported() -> None:
    assert codes("The vote of Monday, April 11, 2022 was lost.") == []
    text = "The vote of Friday, April 11, 2022 was lost."
    assert codes(text) == ["weekday_mismatch"]
    (time,) = times(text)
    (evidence,) = (row for row in rows(text) if isinstance(row, Evidence))
    assert (time.value, time.flags) == ("2022-04-11", ["weekday_mismatch"])
    assert (evidence.fact_id, evidence.column, evidence.quote) == (time.time_id, "flags", "Friday")


@pytest.mark.parametrize(
    ("point", "value", "string", "first", "last"),
    [
        (Point("day", 2022, 4, 10), "2022-04-10", "2022-04-10", "2022-04-10", "2022-04-10"),
        (Point("month", 2022, 2), "2022-02", "2022-02", "2022-02-01", "2022-02-28"),
        (Point("week", 2020, part=53), "2020-W53", "2020-12-28/2021-01-03", "2020-12-28", "2021-01-03"),
        (Point("quarter", 2019, part=3), "2019-Q3", "2019-35", "2019-07-01", "2019-09-30"),
        (Point("season", 1941, part=4), "1941-WI", "1941-24", "1940-12-01", "1942-03-21"),
        (Point("decade", 1950), "195", "195X", "1950-01-01", "1959-12-31"),
        (Point("century", 1800), "18", "18XX", "1800-01-01", "1900-12-31"),
        (Point("year", -480), "BC0480", "-0479", None, None),
        (Point("day", None, 4, 10), "XXXX-04-10", "XXXX-04-10", None, None),
    ],
)
def test_how_points_are_written(point: Point, value: str, string: str, first: str | None, last: str | None) -> None:
    days = interval(point)
    assert (timex(point), edtf(point)) == (value, string)
    assert (None, None) if days is None else (days[0].isoformat(), days[1].isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("point", "amount", "sign", "expected"),
    [
        (Point("day", 2022, 4, 10), Amount(1, "D"), 1, "2022-04-11"),
        (Point("day", 2021, 1, 31), Amount(1, "M"), 1, "2021-02"),
        (Point("month", 2021, 1), Amount(1, "M"), -1, "2020-12"),
        (Point("year", -480), Amount(1, "Y"), 1, "BC0479"),
        (Point("year", -1), Amount(1, "Y"), 1, None),
        (Point("year", 1950), Amount(2, "D"), 1, None),
        (Point("day", 9999, 12, 30), Amount(3, "D"), 1, None),
        (Point("day", 2022, 4, 10), Amount(None, "D"), 1, None),
    ],
)
def test_shifting(point: Point, amount: Amount, sign: int, expected: str | None) -> None:
    moved = shift(point, amount, sign)
    assert (timex(moved) if moved else None) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The board will meet on Friday.", "2022-04-15"),
        ("The board is to be named on Friday.", "2022-04-15"),
        ("The board, which was named on Friday, will meet.", "2022-04-08"),
        ("It will open in March.", "2023-03"),
        ("It was opened in May.", "2021-05"),
        ("It was opened on 20 April.", "2021-04-20"),
        ("It is due to open on 10 April.", "2023-04-10"),
        ("Profit fell in the fourth quarter.", "2021-Q4"),
    ],
)
def test_the_tense_says_which_way_a_date_lies(text: str, value: str) -> None:
    assert [time.value for time in times(text, DAY)] == [value]


def test_a_narrative_comes_back_from_an_aside() -> None:
    told = "It began on 9 September 1944 and went on until 20 October 1944. Budapest fell in February 1945.\n\n"
    text = told + "By the start of August, others had gone."
    assert times(text, date(2009, 12, 19))[3].value == "1944-08"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At 11 a.m. on 11 November 1918 it ended.",
            [("11 a.m.", "1918-11-11T11:00"), ("11 November 1918", "1918-11-11")],
        ),
        ("It ended at 15:00 GMT Saturday.", [("15:00 GMT Saturday", "2022-04-09T15:00Z")]),
        ("It ended at 16:00 UTC today.", [("16:00 UTC today", "2022-04-14T16:00Z")]),
        ("It ended on the night of April 12.", [("the night of April 12", "2022-04-12TNI")]),
        ("At 0800 UTC, it opened.", [("0800 UTC", "2022-04-14T08:00Z")]),
    ],
)
def test_clock_times_have_their_day(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, DAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The revolt (499-493 BC) was long.", ["BC0499", "BC0493"]),
        ("It lasted from 499 to 493 BC.", ["BC0499", "BC0493"]),
        ("It grew in the 470s BC.", ["BC047"]),
        ("It was built in the 4th century BC.", ["BC03"]),
        ("It fell in 492 BC. The following year it rose.", ["BC0492", "BC0491"]),
    ],
)
def test_years_before_christ_count_down(text: str, expected: list[str]) -> None:
    assert [time.value for time in times(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 2 1/2 years.", "P2.5Y"),
        ("It took 2½ years.", "P2.5Y"),
        ("It took a minute and a half.", "PT1.5M"),
        ("It took half a century.", "P50Y"),
        ("It took a fortnight.", "P2W"),
        ("It took six straight days.", "P6D"),
        ("It took another seven months.", "P7M"),
        ("It took some 19 days.", "P19D"),
    ],
)
def test_lengths(text: str, expected: str) -> None:
    assert [(time.type, time.value) for time in times(text)] == [("DURATION", expected)]


def test_the_rest_of_the_document_decides_the_order_of_day_and_month() -> None:
    assert values("It was signed on 03/04/2022 and sealed on 25/04/2022.")[0] == ("03/04/2022", "2022-04-03")
    assert values("It was signed on 03/04/2022 and sealed on 04/25/2022.")[0] == ("03/04/2022", "2022-03-04")
    assert values("It was signed on 7/8/07.", date(2007, 7, 8)) == [("7/8/07", "2007-07-08")]
    assert codes("It was signed on 03/04/2022, 25/04/2022 and 04/25/2022.") == ["ambiguous_date"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It ended on Easter 1916.", "1916-04-23", "1916-04-23"),
        ("It ended by Christmas 1963.", "1963-12-25", "1963-12-25"),
        ("It is dated 10 Muharram 1445.", "2023-07-28", "2023-07-28"),
        ("It ended in Ramadan 2022.", "2022-04-02", "2022-05-01"),
    ],
)
def test_named_days(text: str, first: str, last: str) -> None:
    (time,) = times(text)
    assert (str(time.first), str(time.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "values", "basis"),
    [
        ('"We met last Friday," the minister said on Monday.', ["2022-04-08", "2022-04-11"], "speech"),
        ('"We go tomorrow," he told the board on 3 March 2022.', ["2022-03-04", "2022-03-03"], "speech"),
        ('"We met last Friday," the minister said.', ["2022-04-08"], "dct"),
        ('"We met last week." Nothing was heard on Monday.', ["2022-W14", "2022-04-11"], "dct"),
    ],
)
def test_what_is_quoted_is_counted_from_the_day_of_the_speech(text: str, values: list[str], basis: str) -> None:
    found = times(text, DAY)
    assert [time.value for time in found] == values
    assert found[0].basis == basis
    if basis == "speech":
        assert (found[0].anchor_start, found[0].anchor_end) == (found[1].start, found[1].end)


def test_a_day_of_speech_before_the_quotation() -> None:
    found = times('On Monday, the minister said: "We met last Friday, and today we leave."', DAY)
    assert [time.value for time in found] == ["2022-04-11", "2022-04-08", "2022-04-11"]


def test_a_fiscal_year_has_days_only_where_the_text_says_when_it_ends() -> None:
    (time,) = times("Sales rose in fiscal 2021.")
    assert (time.value, time.flags, time.first, time.edtf) == ("2021", ["fiscal"], None, None)
    found = times(
        "Sales rose in fiscal 2021 and in the second quarter of fiscal 2020. The fiscal year ended June 30.", DAY
    )
    assert [(str(time.first), str(time.last)) for time in found[:3]] == [
        ("2020-07-01", "2021-06-30"),
        ("2019-10-01", "2019-12-31"),
        ("2020-07-01", "2021-06-30"),
    ]


EVENTS = "A bomb attack killed 12 people in Kabul on 3 May 2020. "


@pytest.mark.parametrize(
    ("text", "value", "first"),
    [
        (EVENTS + "Two days after the attack, the minister fled.", "2020-05-05", "2020-05-05"),
        (EVENTS + "Two years before the attack, the minister fled.", "2018", "2018-01-01"),
        ("Two days after the attack, the minister fled.", "P2D", "None"),
        ("On 5 May 2021, two days after the attack, the minister fled.", "P2D", "None"),
    ],
)
def test_a_distance_from_an_event_is_a_date_where_the_event_has_one(text: str, value: str, first: str) -> None:
    found = extract_document(document(text, DAY, furniture=False))
    (time,) = (time for time in found.rows(Time) if time.basis == "event")
    assert (time.value, str(time.first)) == (value, first)
    evidence = [row.quote for row in found.rows(Evidence) if row.fact_id == time.time_id]
    assert evidence == (["3 May 2020"] if time.first else [])


def test_a_form_can_be_resolved_again_under_another_anchor() -> None:
    text = "The board met two years ago."
    tokens = scan(text, Span(0, len(text)))
    assert tokens is not None
    mentions = [(mention, Span(0, len(text))) for mention in read(tokens)]
    readings = [resolve(mentions, Anchor(Point("day", year, 4, 14), "dct"), text) for year in (2011, 2022)]
    assert [reading.value for (reading,) in readings] == ["2009", "2020"]


@pytest.mark.parametrize(
    ("text", "expr", "value"),
    [
        ("The board met two years ago.", "shift(now, -P2Y)", "2009"),
        ("The board met yesterday.", "last(D, dct)", "2011-04-13"),
        ("The board met on Friday.", "past(nearest(XXXX-WXX-5, now))", "2011-04-08"),
        ("The board will meet on Friday.", "future(nearest(XXXX-WXX-5, now))", "2011-04-15"),
        ("It grew in the third quarter of last year.", "intersect(last(Y, now), XXXX-Q3)", "2010-Q3"),
        ("They met over the weekend.", "past(nearest(XXXX-WXX-WE, now))", "2011-W14-WE"),
        ("It fell in the last week of March 2009.", "nth(-1, P1W, 2009-03)", "2009-W13"),
        ("It ended at 15:00 GMT Saturday.", "past(intersect(nearest(XXXX-WXX-6, now), T15:00Z))", "2011-04-09T15:00Z"),
        ("Two days after the attack they met.", "shift(event, P2D)", "2011-04-16"),
        ("They were friends for the past 70 years.", "between(shift(now, -P70Y), now)", "P70Y"),
        ("Sales rose in fiscal 2021.", "fiscal(2021)", "2021"),
    ],
)
def test_the_expression_of_a_row_can_be_resolved_under_another_day(text: str, expr: str, value: str) -> None:
    (time,) = times(text, DAY)
    assert time.expr == expr
    assert again(expr, Anchor(Point("day", 2011, 4, 14), "dct")).value == value


@pytest.mark.parametrize(
    "text", ["", "soon", "shift(now)", "shift(now, -P2Y", "past()", "intersect(2009, every(P1D))", "1+1"]
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(InputLineError, match="not an expression"):
        again(text, Anchor(Point("day", 2011, 4, 14), "dct"))


@pytest.mark.article
def test_the_article(article_doc: Doc) -> None:
    found = [row for row in Times().extract(article_doc) if isinstance(row, Time)]
    assert [(time.start, time.value) for time in found if time.grain in ("day", "month", "year") and time.first] == [
        (162, "2022-04-10"),
        (872, "1947"),
        (954, "1950"),
        (1496, "2022-04-14"),
        (2028, "2022-03-20"),
        (2041, "2022-03-23"),
        (3694, "2018-08-18"),
        (3975, "2019"),
        (4008, "2018"),
        (4280, "2019-08"),
        (4732, "2019-01-20"),
        (5068, "2021-06-07"),
        (5974, "2019-01"),
        (7031, "2021-05-21"),
        (7221, "1951"),
        (7727, "2022-03-23"),
        (8958, "2021-07-14"),
        (9571, "2022-04-11"),
    ]
    others = [(time.start, time.value, time.basis) for time in found if not time.first]
    assert others == [
        (1005, "XXXX-XX-XX", "unresolved"),
        (5003, "XXXX-XX-XX", "unresolved"),
        (6236, "XXXX-XX-XX", "unresolved"),
        (7490, "P70Y", "explicit"),
        (9587, "P1D", "event"),
    ]


def test_a_clock_may_have_a_full_stop() -> None:
    assert values("The storm came on 16 May 2013 03.31 BST.")[-1][1] == "2013-05-16T03:31"
