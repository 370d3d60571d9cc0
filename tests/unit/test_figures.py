"""Figures: numbers, units, counted nouns, hedges, parts, and what is no figure."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.extract.base import Doc
from regesta.extract.figures import Figures
from regesta.extract.figures.conversion import convert, factors
from regesta.extract.figures.grammar import numbers
from regesta.extract.figures.numerals import decimal_of
from regesta.extract.figures.units import unit_table
from regesta.spans import OffsetMap, Span
from regesta.tables import Evidence, Figure, Issue, Row, Time
from regesta.text.passages import passages


def document(text: str) -> Doc:
    offset_map = OffsetMap.identity(len(text))
    return Doc(
        doc_id="doc_test",
        text=text,
        text_sha256="0" * 64,
        offset_map=offset_map,
        passages=passages("doc_test", text, offset_map, furniture=False),
    )


def date_at(doc: Doc, quote: str, kind: str = "DATE") -> Time:
    start = doc.text.index(quote)
    span = Span(start, start + len(quote))
    return Time(
        **doc.provenance(span, "times.test"),
        time_id=f"tim_{start}",
        type=kind,
        first=date(2022, 1, 1),
        alternatives=[],
        flags=[],
    )


def rows(text: str, *times: tuple[str, str], extractor: Figures | None = None) -> list[Row]:
    doc = document(text)
    doc.found["times"] = [date_at(doc, quote, kind) for quote, kind in times]
    return list((extractor or Figures()).extract(doc))


def figures(text: str, *times: tuple[str, str]) -> list[Figure]:
    return [row for row in rows(text, *times) if isinstance(row, Figure)]


def quotes(text: str, *times: tuple[str, str]) -> list[str]:
    return [figure.quote for figure in figures(text, *times)]


def only(text: str, *times: tuple[str, str]) -> Figure:
    [figure] = figures(text, *times)
    return figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("thirteen", "13"),
        ("twenty-one", "21"),
        ("twenty-one hundred", "2100"),
        ("one hundred and five", "105"),
        ("two million three hundred thousand", "2300000"),
        ("half a million", "500000"),
        ("quarter million", "250000"),
        ("three quarters of a million", "750000"),
        ("one and a half million", "1500000"),
        ("one point five million", "1500000"),
        ("a dozen", "12"),
        ("a hundred", "100"),
        ("4 hundred million", "400000000"),
        ("35 lakh", "3500000"),
        ("2 crore", "20000000"),
        ("2½", "2.5"),
        ("10 1/2", "10.5"),
        ("1,334.20", "1334.2"),
        ("12,34,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("1\u00a0500\u00a0000", "1500000"),
    ],
)
def test_a_number_keeps_its_span_and_exact_value(text: str, value: str) -> None:
    sentence = f"So {text} it is"
    [number] = numbers(sentence, 0, len(sentence))
    assert sentence[number.start : number.end] == text
    assert number.low == number.high == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 12, 120),
        ("tens of thousands", 10_000, 100_000),
        ("hundreds of thousands", 100_000, 1_000_000),
        ("millions", 1_000_000, 10_000_000),
    ],
)
def test_plural_magnitudes_are_intervals(text: str, low: int, high: int) -> None:
    [number] = numbers(text, 0, len(text))
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "rounds_from", "rounds_to"),
    [
        ("A deal worth $6.4 billion.", "6350000000", "6450000000"),
        ("A deal worth $46 billion.", "45500000000", "46500000000"),
        ("A deal worth $46bn.", "45500000000", "46500000000"),
        ("It lasted 7.50 km.", "7.495", "7.505"),
        ("It took three million dollars.", "2500000", "3500000"),
        ("It took a million dollars.", "500000", "1500000"),
        ("It took one point five million dollars.", "1450000", "1550000"),
        ("It took two million three hundred thousand dollars.", "2299500", "2300500"),
        ("They want $10 to $15 billion.", "9500000000", "15500000000"),
        ("It weighs 5.5 to 6.25 kg.", "5.45", "6.255"),
        ("More than $6.4 billion was lent.", "6350000000", "6450000000"),
        ("The mass is 1.99×10^20 kilograms.", "198500000000000000000", "199500000000000000000"),
        ("It fell to -3.5 °C there.", "-3.55", "-3.45"),
        ("At least 13 people met.", None, None),
        ("It sold 1,300 cars.", None, None),
        ("Thirteen people met.", None, None),
        ("Dozens of people met.", None, None),
        ("It took half a million dollars.", None, None),
        ("He is 6 ft 2 tall.", None, None),
        ("It is 5 ± 0.3 mm thick.", None, None),
        ("Two men and a girl were killed.", None, None),
    ],
)
def test_the_digits_say_how_far_a_number_was_rounded(text: str, rounds_from: str | None, rounds_to: str | None) -> None:
    figure = figures(text)[0]
    wanted = [None if end is None else Decimal(end) for end in (rounds_from, rounds_to)]
    assert [figure.rounds_from, figure.rounds_to] == wanted


@pytest.mark.parametrize("text", ["several hundred", "the third man", "the half", "someone", "a tenth planet"])
def test_words_that_are_no_numbers(text: str) -> None:
    assert numbers(text, 0, len(text)) == []


@pytest.mark.parametrize("run", ["1,5", "2.3.1", "192.168.1.2", "1,2,3", "12.5.2021", "9" * 61])
def test_digits_that_are_not_one_number(run: str) -> None:
    assert decimal_of(run) is None


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit", "name"),
    [
        ("The site is 7 km away.", "7 km", "7", "km", "kilometre"),
        ("A deal worth $6.4 billion.", "$6.4 billion", "6400000000", "USD", "dollar"),
        ("They paid US $58.24 then.", "US $58.24", "58.24", "USD", "dollar"),
        ("It cost RM79 there.", "RM79", "79", "MYR", "Malaysian ringgit"),
        ("It made 43.6m people poor.", "43.6m people", "43600000", "1", "person"),
        ("A boat 43.6m long.", "43.6m", "43.6", "m", "metre"),
        ("They owe $2.5m now.", "$2.5m", "2500000", "USD", "dollar"),
        ("A 640bhp engine.", "640bhp", "640", "[HP]", "horsepower"),
        ("It fell to -50 degrees Celsius.", "-50 degrees Celsius", "-50", "Cel", "degree Celsius"),
        ("It fell by 40 per cent.", "40 per cent", "40", "%", "percent"),
        ("A park of 32 sq km.", "32 sq km", "32", "km2", "square kilometre"),
        ("Friends for 70 years now.", "70 years", "70", "a", "year"),
        ("A bone 2,900 years old.", "2,900 years old", "2900", "a", "year of age"),
        ("They ship 3,000 tests a day.", "3,000 tests a day", "3000", "1/d", "test per day"),
    ],
)
def test_units(text: str, quote: str, value: str, unit: str, name: str) -> None:
    figure = only(text)
    assert (figure.quote, figure.low, figure.unit, figure.unit_name) == (quote, Decimal(value), unit, name)
    assert figure.low == figure.high
    assert text[figure.value_start : figure.value_end] in figure.quote


def test_a_dollar_follows_the_document() -> None:
    assert only("They promised $46 billion.").alternatives == []
    elsewhere = only("They promised $46 billion.\n\nAn office in Sydney said so.")
    assert (elsewhere.unit, elsewhere.alternatives) == ("USD", ["AUD"])
    here = only("The council of Sydney promised $46 billion.")
    assert (here.unit, here.alternatives, here.flags) == ("AUD", ["USD"], ["currency_by_cue"])


def test_a_rupee_of_nowhere_keeps_its_alternatives() -> None:
    found = rows("They paid 35 lakh rupees.")
    figure = next(row for row in found if isinstance(row, Figure))
    assert (figure.unit, figure.unit_name, figure.unit_kind) == (None, "rupee", "currency")
    assert figure.alternatives == ["PKR", "INR", "LKR", "NPR"]
    assert [row.code for row in found if isinstance(row, Issue)] == ["ambiguous_unit"]


@pytest.mark.parametrize(
    ("text", "quote", "counted", "name"),
    [
        ("There 13 people met.", "13 people", "people", "person"),
        ("They lost 14 first-team players there.", "14 first-team players", "first-team players", "player"),
        ("Tens of thousands of Uyghur Muslims.", "Tens of thousands of Uyghur Muslims", "Uyghur Muslims", "Muslim"),
        ("He named four areas for work.", "four areas", "areas", "area"),
        ("They saw 10 Chinese there.", "10 Chinese", "Chinese", "Chinese"),
        ("They sent 10 Chinese engineers there.", "10 Chinese engineers", "Chinese engineers", "engineer"),
        ("A total of 5M old and new books.", "5M old and new books", "old and new books", "book"),
        ("They found one solution.", "one solution", "solution", "solution"),
        ("A 12-person team came.", "12-person", "person", "person"),
    ],
)  # fmt: skip
def test_counted_nouns(text: str, quote: str, counted: str, name: str) -> None:
    figure = only(text)
    assert (figure.quote, figure.counted, figure.unit_name) == (quote, counted, name)
    assert (figure.unit, figure.unit_kind) == ("1", "count")
    assert figure.counted_start is not None
    assert text[figure.counted_start : figure.counted_end] == counted


@pytest.mark.parametrize(
    ("text", "low", "high", "comparator"),
    [
        ("About 13 people met.", 13, 13, "~"),
        ("Nearly 300 people met.", 300, 300, "~"),
        ("At least 13 people met.", 13, None, ">="),
        ("No fewer than 13 people met.", 13, None, ">="),
        ("More than 13 people met.", 13, None, ">"),
        ("They have up to 13 people.", None, 13, "<="),
        ("Fewer than 13 people met.", None, 13, "<"),
        ("There were 13 people or more.", 13, None, ">="),
        ("In all 13 people met.", 13, 13, "="),
    ],
)
def test_hedges_set_the_bounds_and_stand_outside(text: str, low: int | None, high: int | None, comparator: str) -> None:
    figure = only(text)
    assert (figure.quote, figure.low, figure.high, figure.comparator) == (figure.quote, low, high, comparator)
    assert figure.quote in ("13 people", "300 people")


@pytest.mark.parametrize(
    ("text", "quote", "low", "high"),
    [
        ("Waves of 8 to 16 metres.", "8 to 16 metres", 8, 16),
        ("Waves of 8-16 metres.", "8-16 metres", 8, 16),
        ("Between 8 and 16 metres of snow.", "8 and 16 metres", 8, 16),
        ("A bid of $10 to $15 billion.", "$10 to $15 billion", 10**10, 15 * 10**9),
        ("A bid of $200 to $4 million.", "$200 to $4 million", 200, 4_000_000),
        ("It took two or three years.", "two or three years", 2, 3),
    ],
)
def test_ranges(text: str, quote: str, low: int, high: int) -> None:
    figure = only(text)
    assert (figure.quote, figure.low, figure.high) == (quote, low, high)


def test_an_increment_and_a_level_are_two_figures() -> None:
    text = "The deficit increased by $43.6 billion to $419.2 billion."
    assert [(f.quote, f.direction) for f in figures(text)] == [("$43.6 billion", "up"), ("$419.2 billion", None)]


def test_a_list_shares_its_unit_and_says_where_it_stands() -> None:
    found = rows("He bought 5 and 6 kg of rice.")
    assert [(f.quote, f.unit) for f in found if isinstance(f, Figure)] == [("5", "kg"), ("6 kg", "kg")]
    assert ("unit", "kg") in [(e.column, e.quote) for e in found if isinstance(e, Evidence)]


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("He is 5 feet 2 inches tall.", "5 feet 2 inches", "5.166666667"),
        ("It took 2 hours 30 minutes.", "2 hours 30 minutes", "2.5"),
        ("They paid 15 dollars 50.", "15 dollars 50", "15.5"),
        ("Nine out of ten shops closed.", "Nine out of ten", "0.9"),
        ("It was off by 4e-3 mm.", "4e-3 mm", "0.004"),
        ("The 1520 sq m hall is let.", "1520 sq m", "1520"),
    ],
)
def test_two_numbers_that_are_one_figure(text: str, quote: str, value: str) -> None:
    figure = only(text)
    assert (figure.quote, figure.low) == (quote, Decimal(value))


@pytest.mark.parametrize(
    "text", ["They lost five in 12 games.", "He stood 6 feet from 2 men.", "Add 2 x 1024 MB to it."]
)
def test_two_numbers_that_stay_two(text: str) -> None:
    assert all("compound" not in f.flags and f.rule_id != "figures.share" and f.low < 2000 for f in figures(text))


@pytest.mark.parametrize(
    ("text", "quote", "measured"),
    [
        ("The price of oil fell by 5% to $40.", "5%", "price of oil"),
        ("The price of oil fell by 5% to $40.", "$40", "price of oil"),
        ("The deficit, which had grown, reached $5 billion.", "$5 billion", "deficit"),
        ("They expected exports of cars to rise by 5%.", "5%", "exports of cars"),
        ("A squad that contained 17 players left.", "17 players", "squad"),
        ("He drove at a speed of 22 miles per hour.", "22 miles per hour", "speed"),
        ("There are 17 players here.", "17 players", None),
    ],
)
def test_what_is_measured_by_its_place(text: str, quote: str, measured: str | None) -> None:
    assert {figure.quote: figure.measured for figure in figures(text)}[quote] == measured


def test_a_conversion_is_marked() -> None:
    first, second = figures("The border is 76 km (47 mi) long.")
    assert (first.flags, second.flags) == ([], ["conversion"])


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("In it 13 people were killed, including 10 Chinese.", "10 Chinese", "Chinese"),
        ("In it 13 people were killed, of whom nine were Chinese.", "nine", "Chinese"),
        ("In it 13 people were killed, among them 9 engineers.", "9 engineers", "engineer"),
        ("In it 13 people were killed. Nine of them were Chinese.", "Nine", "Chinese"),
        ("In it 13 people were killed, including at least 10 Chinese.", "10 Chinese", "Chinese"),
    ],
)
def test_a_part_knows_its_whole(text: str, part: str, name: str) -> None:
    whole, figure = figures(text)
    assert (whole.quote, whole.measured, whole.part_of) == ("13 people", "killed", None)
    assert (figure.quote, figure.unit_name, figure.part_of) == (part, name, whole.figure_id)


def test_an_age_and_a_larger_number_are_no_part() -> None:
    for text in ("In it 13 people died, including 6-year-old Maria.", "In it 13 people died, including 40 Chinese."):
        assert [figure.part_of for figure in figures(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "quote", "measured", "name"),
    [
        ("Twelve killed as bus falls into ravine", "Twelve", "killed", "person"),
        ("It plunged into a ravine, killing 12 people.", "12 people", "killing", "person"),
        ("He said that 28 people were injured.", "28 people", "injured", "person"),
        ("Update: toll in Dasu bus attack rises to 13", "13", "toll", "person"),
        ("They promised to invest $46 billion there.", "$46 billion", "invest", "dollar"),
        ("It is 76 km from the common border.", "76 km", "border", "kilometre"),
        ("They own 13% of the company.", "13%", "company", "percent"),
    ],
)
def test_what_is_measured(text: str, quote: str, measured: str, name: str | None) -> None:
    figure = only(text)
    assert (figure.quote, figure.measured, figure.unit_name) == (quote, measured, name)


def test_nothing_is_measured_where_nothing_says_so() -> None:
    assert only("So 7 km away, then.").measured is None


@pytest.mark.parametrize(
    "text",
    [
        "It was the 70th anniversary of it.",
        "They met in 1951 there.",
        "The 2018 sales were good.",
        "Version 2.3.1 came out.",
        "See page 12 and section 427.",
        "They won 2-0 there.",
        "Call 020 7946 0018 now.",
        "He has an iPhone 11 now.",
        "She left the Fortune 100 list.",
        "One of its allies left.",
        "No one knows it.",
        "One day after it they met.",
        "It came in at 10:45 there.",
        "The XC40 and COVID-19 came.",
        "In the second half of it they met.",
        "Meet us at 49 Zorro Ranch Road then.",
        "The two met again.",
        "3. They met again.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert quotes(text) == []


def test_a_date_is_no_figure_and_a_duration_is() -> None:
    assert quotes("They met on 13 March in all.", ("13 March", "DATE")) == []
    assert quotes("One day after it they met.", ("One day after it", "DATE")) == []
    assert quotes("They met for one day only.", ("one day", "DURATION")) == ["one day"]
    assert quotes("Friends for the past 70 years.", ("the past 70 years", "DURATION")) == ["70 years"]


def test_the_time_that_follows_says_as_of_when() -> None:
    assert only("They signed a deal worth $9 billion in 2019.", ("2019", "DATE")).as_of == ["tim_39"]


def test_furniture_gives_no_figure() -> None:
    text = "A title of some words here\n\n2 years ago\n\n12\n\nPrint\n\nShare\n\nIn it 13 people met on a hill there.\n"
    doc = document(text)
    doc.passages = passages("doc_test", text, doc.offset_map)
    assert [row.quote for row in Figures().extract(doc) if isinstance(row, Figure)] == ["13 people"]


def test_what_cannot_be_read_or_held_is_an_issue() -> None:
    codes = [
        row.code
        for row in rows(
            "A value of 1,5 litres.\n\nAnd " + "9" * 35 + " litres.\n\nAnd " + "9" * 24 + " billion litres."
        )
        if isinstance(row, Issue)
    ]
    assert codes == ["unreadable_number", "unreadable_number", "number_too_large"]


def test_every_rule_is_known_and_every_row_names_one() -> None:
    extractor = Figures()
    for rule_id, rule in extractor.rules.items():
        for example in rule.examples:
            found = rows(example.text, extractor=extractor)
            assert rule_id in {row.rule_id for row in found if isinstance(row, Figure)}, example.text
            assert {getattr(row, "rule_id", None) for row in found} <= extractor.rules.keys()


def test_a_unit_is_added_in_one_entry(tmp_path: Path) -> None:
    entry = """
[[rules]]
id = "furlong"
code = "[fur_us]"
name = "furlong"
kind = "physical"
surfaces = ["furlong"]
examples = [{ text = "A race of 8 furlongs.", quote = "8 furlongs", unit = "[fur_us]" }]
"""
    shipped = (lexicon.folder() / "units.toml").read_text(encoding="utf-8")
    path = tmp_path / "units.toml"
    path.write_text(shipped + entry, encoding="utf-8")
    found = rows("A race of 8 furlongs.", extractor=Figures(unit_table(path)))
    assert [(row.quote, row.unit) for row in found if isinstance(row, Figure)] == [("8 furlongs", "[fur_us]")]
    assert quotes("A race of 8 furlongs.") == ["8 furlongs"]
    assert only("A race of 8 furlongs.").unit_kind == "count"


def test_a_surface_that_two_units_claim_is_refused(tmp_path: Path) -> None:
    shipped = (lexicon.folder() / "units.toml").read_text(encoding="utf-8")
    path = tmp_path / "units.toml"
    path.write_text(shipped.replace('surfaces = ["acre"]', 'surfaces = ["acre", "mile"]'), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"units\.toml: .*belongs to another unit"):
        unit_table(path)
    assert tomllib.loads(shipped)["prefixes"]["kilo"] == "k"


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "unit"),
    [
        ("The pipe measured 5 ± 0.3 mm.", "5 ± 0.3 mm", "4.7", "5.3", "mm"),
        ("A pen costs 5 +/- 2 dollars.", "5 +/- 2 dollars", "3", "7", "USD"),
        ("The plot is 40 plus or minus 5 acres.", "40 plus or minus 5 acres", "35", "45", "[acr_us]"),
    ],
)
def test_a_tolerance_makes_an_interval(text: str, quote: str, low: str, high: str, unit: str) -> None:
    figure = only(text)
    assert (figure.quote, figure.low, figure.high, figure.unit) == (quote, Decimal(low), Decimal(high), unit)
    assert figure.flags == ["plus_minus"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Tin rose $2 to $58.24 on Monday.", ["$2", "$58.24"]),
        ("Rates fell 5.5 percentage points to 3.2 per cent.", ["5.5 percentage points", "3.2 per cent"]),
        ("Fares rose from $2 to $3 there.", ["$2 to $3"]),
        ("Wages rose 2 to 3 percent there.", ["2 to 3 percent"]),
    ],
)
def test_a_step_and_a_level_are_two_and_a_range_is_one(text: str, quoted: list[str]) -> None:
    assert quotes(text) == quoted


@pytest.mark.parametrize(
    ("text", "quote", "unit", "name"),
    [
        ("Then 400 people came by bus and 90 who had walked.", "90", "1", "person"),
        ("They sold 35 flats at auction and 18 by tender.", "18", "1", "flat"),
        ("Tin rose by 2 percent and zinc fell by 3.", "3", "%", "percent"),
        ("It had 35 flats and 18 shops.", "18 shops", "1", "shop"),
        ("He sold 35 flats, and it closed at 180.", "180", None, None),
    ],
)
def test_a_number_that_leaves_out_its_noun(text: str, quote: str, unit: str | None, name: str | None) -> None:
    figure = figures(text)[-1]
    assert (figure.quote, figure.unit, figure.unit_name) == (quote, unit, name)


@pytest.mark.parametrize(
    ("text", "sums", "parts"),
    [
        ("Two men and a girl were killed.", ["Two men and a girl"], ["Two men"]),
        ("A nurse and two guards were hurt.", ["A nurse and two guards"], ["two guards"]),
        (
            "Two guards, three nurses and a pilot left.",
            ["Two guards, three nurses and a pilot"],
            ["Two guards", "three nurses"],
        ),
        ("Two men and three dogs left.", [], []),
        ("Two men left, a girl stayed.", [], []),
    ],
)
def test_people_that_are_listed_are_summed(text: str, sums: list[str], parts: list[str]) -> None:
    found = figures(text)
    whole = {figure.figure_id for figure in found if "sum" in figure.flags}
    assert [figure.quote for figure in found if figure.figure_id in whole] == sums
    assert [figure.quote for figure in found if figure.part_of in whole] == parts


def test_a_sum_measures_what_happened_to_all() -> None:
    [whole] = [figure for figure in figures("Two men and a girl were killed.") if "sum" in figure.flags]
    assert (whole.low, whole.unit_name, whole.measured) == (3, "person", "killed")


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Ana Ruiz, 34, was there.", ["34"]),
        ("The 34-year-old was there.", ["34-year-old"]),
        ("Children aged 5 to 11 may come.", ["5 to 11"]),
        ("The pair, aged 17 and 19, fled.", ["17", "19"]),
        ("A boy of 12 and a girl of nine were found.", ["12", "nine"]),
        ("Maria, who was 10, cried.", ["10"]),
        ("She died at 87.", ["87"]),
        ("Nobody over the age of 21 came.", ["21"]),
        ("A team of 12 and a bag of nine were found.", []),
        ("They aimed at 87 of them.", []),
    ],
)
def test_ages(text: str, ages: list[str]) -> None:
    assert [figure.quote for figure in figures(text) if figure.unit_kind == "age"] == ages


def test_a_word_of_harm_as_noun_counts_people() -> None:
    dead, injured = figures("There were 12 dead and 30 injured.")
    assert (dead.unit_name, dead.measured, dead.counted) == ("person", "dead", "dead")
    assert (injured.unit_name, injured.measured) == ("person", "injured")


def test_a_part_may_be_said_by_how_badly() -> None:
    whole, part = figures("Five people were hurt, one critically.")
    assert (part.quote, part.unit_name, part.part_of) == ("one", "person", whole.figure_id)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("It takes about 500 or more.", (500, None, ">=")),
        ("It takes less than or equal to 40 litres.", (None, 40, "<=")),
        ("It is for ages 12 and up.", (12, None, ">=")),
        ("A tower of 90 metres or higher.", (90, None, ">=")),
        ("The load is >= 30 kg.", (30, None, ">=")),
    ],
)
def test_hedges_on_both_sides_and_signs(text: str, bounds: tuple[int | None, int | None, str]) -> None:
    figure = only(text)
    assert (figure.low, figure.high, figure.comparator) == bounds


@pytest.mark.parametrize(
    ("text", "quote", "name", "counted"),
    [
        ("A third of the voters agreed.", "A third", "share of voters", "voters"),
        ("Seven out of ten people agree.", "Seven out of ten", "share of people", "people"),
        ("They repaired half of the 1,200 homes.", "half", "share of homes", "homes"),
        ("They own a quarter of it.", "a quarter", None, None),
    ],
)
def test_a_share_counts_its_noun(text: str, quote: str, name: str | None, counted: str | None) -> None:
    share = figures(text)[0]
    assert (share.quote, share.unit_name, share.counted, share.measured) == (quote, name, counted, None)


def test_a_share_of_a_count_is_a_part_of_it() -> None:
    share, whole = figures("They repaired half of the 1,200 homes.")
    assert (share.part_of, whole.quote) == (whole.figure_id, "1,200 homes")


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("The 11 member trade agreement was signed.", "11 member", "member"),
        ("The index stood at 1,334 last week.", "1,334", None),
        ("It trades on 14 times earnings.", "14", None),
    ],
)
def test_a_noun_that_only_the_parse_finds(text: str, quote: str, name: str | None) -> None:
    figure = figures(text)[0]
    assert (figure.quote, figure.unit_name) == (quote, name)


def test_what_recurs_is_a_duration() -> None:
    assert quotes("They meet every 33 years there.", ("every 33 years", "SET")) == ["33 years"]


@pytest.mark.parametrize(
    ("value", "unit", "to", "wanted"),
    [
        ("76", "km", "[mi_i]", "47.224"),
        ("20", "Cel", "[degF]", "68.000"),
        ("5", "USD/kg", "USD/[lb_av]", "2.268"),
        ("100", "g/L", "kg/m3", "100.000"),
        ("1", "a", "d", "365.250"),
    ],
)
def test_amounts_convert(value: str, unit: str, to: str, wanted: str) -> None:
    converted = convert(Decimal(value), unit, to)
    assert converted is not None
    assert converted.quantize(Decimal("0.001")) == Decimal(wanted)


@pytest.mark.parametrize(
    ("unit", "to"), [("USD", "EUR"), ("km", "kg"), ("1", "%"), ("unit", "section"), ("USD/kg", "EUR/kg")]
)
def test_what_does_not_convert(unit: str, to: str) -> None:
    assert convert(Decimal(5), unit, to) is None


def test_units_of_one_dimension_share_their_base() -> None:
    found = factors(["km", "[mi_i]", "km/h", "[mi_i]/h", "Cel", "USD", "nonsense"])
    assert found["km"] == (found["[mi_i]"][0], Decimal(1000))
    assert found["[mi_i]"][1] == Decimal("1609.344")
    assert found["km/h"][0] == found["[mi_i]/h"][0]
    assert set(found) == {"km", "[mi_i]", "km/h", "[mi_i]/h"}


def test_every_unit_of_the_closed_list_is_one_of_pint() -> None:
    for code in unit_table().pint:
        assert convert(Decimal(1), code, code) == 1, code


def test_units_say_what_they_are_called_elsewhere() -> None:
    known = unit_table().same_as
    assert (known["km"], known["USD"]) == (("qudt:KiloM",), ("wikidata:Q4917",))


def test_one_entry_also_adds_the_conversion(tmp_path: Path) -> None:
    entry = """
[[rules]]
id = "furlong"
code = "[fur_us]"
name = "furlong"
kind = "physical"
surfaces = ["furlong"]
pint = "furlong"
examples = [{ text = "A race of 8 furlongs.", quote = "8 furlongs", unit = "[fur_us]" }]
"""
    path = tmp_path / "units.toml"
    path.write_text((lexicon.folder() / "units.toml").read_text(encoding="utf-8") + entry, encoding="utf-8")
    converted = convert(Decimal(8), "[fur_us]", "[mi_i]", unit_table(path))
    assert converted is not None
    assert round(converted, 3) == 1


def test_an_ordinal_is_no_weight() -> None:
    assert quotes("He lives on the 71st floor there.") == []
