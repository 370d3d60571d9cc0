"""Figures, class by class: each kind of number that is to be read or refused, with examples of its own."""

from decimal import Decimal

import pytest
from tests.unit.test_figures import figures, only, quotes, rows

from regesta.extract.figures.nouns import singular
from regesta.extract.figures.numerals import tokens
from regesta.tables import Evidence, Figure, Issue


def column(text: str, quote: str, name: str) -> object:
    """A column of the figure with a quote."""
    [figure] = [figure for figure in figures(text) if figure.quote == quote]
    return getattr(figure, name)


# The scanner


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("The fine was 10 000 dollars.", "10 000 dollars", "10000"),
        ("They shipped 816 000 t of ore.", "816 000 t", "816000"),
        ("Some 1 234 567 bottles broke.", "1 234 567 bottles", "1234567"),
        ("It drew 80, 000 spectators.", "80, 000 spectators", "80000"),
        ("It drew 1, 000, 000 spectators.", "1, 000, 000 spectators", "1000000"),
        ("A flat costs €12 500 there.", "€12 500", "12500"),
        ("The lake holds 12 345,5 litres.", "12 345,5 litres", "12345.5"),
        ("It sold 12,34,567 tickets.", "12,34,567 tickets", "1234567"),
        ("It sold 1.234.567 tickets.", "1.234.567 tickets", "1234567"),
        ("It sold 3 dozens of eggs.", "3 dozens of eggs", "36"),
        ("It owes three millions of dollars.", "three millions of dollars", "3000000"),
        ("It is five and a quarter miles long.", "five and a quarter miles", "5.25"),
        ("It is three and two thirds miles long.", "three and two thirds miles", "3.666666667"),
        ("It is -4/5 of a mile from sea level.", "-4/5 of a mile", "-0.8"),
        ("I want a hundred and two of those.", "a hundred and two", "102"),
        ("It fell to minus five.", "minus five", "-5"),
        ("Some 12 lakh voters came.", "12 lakh voters", "1200000"),
        ("A loan of 3 crore euros.", "3 crore euros", "30000000"),
        ("Rates of 2¼ miles.", "2¼ miles", "2.25"),
        ("It lost four point two five kilometres.", "four point two five kilometres", "4.25"),
        ("Thirty-six hundred voters came.", "Thirty-six hundred voters", "3600"),
    ],
)
def test_separators_and_words(text: str, quote: str, value: str) -> None:
    assert column(text, quote, "low") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In June 12 300 people left.", ["300 people"]),
        ("In 2019 300 people left.", ["300 people"]),
        ("They ran in lanes 1, 200 metres each.", ["1", "200 metres"]),
    ],
)
def test_spaces_that_group_nothing(text: str, found: list[str]) -> None:
    times = [(year, "DATE") for year in ("2019", "June 12") if year in text]
    assert quotes(text, *times) == found


def test_digits_with_a_last_group_that_is_too_short_are_several_numbers() -> None:
    text = "12 345 678 9"
    assert [text[token.start : token.end] for token in tokens(text, 0, len(text))] == ["12", "345", "678", "9"]


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("It won 75 USD million in damages.", "75 USD million", "75000000", "USD"),
        ("It won 75 EUR bn in damages.", "75 EUR bn", "75000000000", "EUR"),
        ("Sales of MEUR 12 were booked.", "MEUR 12", "12000000", "EUR"),
        ("Sales of 12 MEUR were booked.", "12 MEUR", "12000000", "EUR"),
        ("Sales of kCHF 900 were booked.", "kCHF 900", "900000", "CHF"),
        ("Sales of EUR12m were booked.", "EUR12m", "12000000", "EUR"),
        ("Sales of EUR 12m were booked.", "EUR 12m", "12000000", "EUR"),
        ("Sales of $2.5bn were booked.", "$2.5bn", "2500000000", "USD"),
        ("Sales of $2.5 bn were booked.", "$2.5 bn", "2500000000", "USD"),
        ("Sales of US$2.5bn were booked.", "US$2.5bn", "2500000000", "USD"),
        ("Sales of 2.5bn dollars were booked.", "2.5bn dollars", "2500000000", "USD"),
        ("It answers in 5 ms there.", "5 ms", "5", "ms"),
        ("The line carries 5 Gbps.", "5 Gbps", "5", "Gbit/s"),
        ("It draws 30 mA.", "30 mA", "30", "mA"),
        ("The road is 5 kms long.", "5 kms", "5", "km"),
        ("The weight is 20 (kg) in all.", "20 (kg)", "20", "kg"),
        ("It has 5 (five) rooms.", "5 (five) rooms", "5", "1"),
        ("It has twelve (12) rooms.", "twelve (12) rooms", "12", "1"),
        ("Its output is $2.174T.", "$2.174T", "2174000000000", "USD"),
        ("Sales of usd 12 were booked.", "usd 12", "12", "USD"),
        ("The peak is hundreds of miles away.", "hundreds of miles", "100", "[mi_i]"),
        ("The lake holds 4 km cubed of water.", "4 km cubed", "4", "km3"),
        ("It falls at 9.8 m/s².", "9.8 m/s²", "9.8", "m/s2"),
        ("Sales of $1MM were booked.", "$1MM", "1000000", "USD"),
        ("He paid 2.5m for the farm.", "2.5m", "2500000", None),
        ("A budget of 2.5m was agreed.", "2.5m", "2500000", None),
        ("Some 2.5m have fled.", "2.5m", "2500000", None),
        ("The app has 2.5m users.", "2.5m users", "2500000", "1"),
        ("He jumped 2.5m.", "2.5m", "2.5", "m"),
        ("The pool cost a lot and is 2.5m deep.", "2.5m", "2.5", "m"),
        ("The engine gives 640bhp.", "640bhp", "640", "[HP]"),
        ("The motor draws 8.5kW.", "8.5kW", "8.5", "kW"),
        ("Lunch was RM79.", "RM79", "79", "MYR"),
    ],
)
def test_magnitudes_and_units_that_are_letters(text: str, quote: str, value: str, unit: str | None) -> None:
    assert (column(text, quote, "low"), column(text, quote, "unit")) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Play two bars 5 times.",
        "On Mars 2 rovers drive.",
        "Ask Teur 12 about it.",
        "Let us try 5 more.",
        "He lost his pen 7 days ago.",
    ],
)
def test_words_that_are_no_codes(text: str) -> None:
    assert all(figure.unit_kind != "currency" for figure in figures(text))


def test_a_magnitude_on_a_code_has_its_evidence() -> None:
    found = rows("It won 75 USD million in damages.")
    [figure] = [row for row in found if isinstance(row, Figure)]
    assert [
        (row.column, row.quote) for row in found if isinstance(row, Evidence) and row.fact_id == figure.figure_id
    ] == [("low", "million"), ("unit", "USD")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The temperature reached 12 C at noon.", "Cel"),
        ("It was a warm day, with 31 C in the shade.", "Cel"),
        ("An oven at 350 F bakes it.", "[degF]"),
        ("The capacitor stores 2 F of capacitance.", "F"),
        ("Shares closed at 212 p.", "GBP/100"),
        ("He lives in block 12 C there.", None),
        ("The pupils of 7 F met.", None),
        ("The talk is on 40 p or so.", None),
    ],
)
def test_a_letter_is_a_unit_only_where_the_sentence_says_so(text: str, unit: str | None) -> None:
    found = [figure.unit for figure in figures(text)]
    assert found == [unit] if unit else not any(found)


def test_two_meanings_of_a_word_are_told_apart_by_what_stands_next_to_it() -> None:
    found = figures("He weighs 150 pounds and paid 20 pounds in London.")
    assert [figure.unit for figure in found] == ["[lb_av]", "GBP"]


@pytest.mark.parametrize(
    ("text", "quote", "evidence"),
    [
        (
            "The firm rose by about $3 million.",
            "$3 million",
            {("direction", "rose by"), ("comparator", "about"), ("unit", "$")},
        ),
        ("Forty were hurt, including six women.", "six women", {("part_of", "including")}),
        ("Forty were hurt, six of them badly.", "six", {("part_of", "of them")}),
        ("As of 1 May, 30 ships had left.", "30 ships", {("as_of", "1 May")}),
        ("It is 5 and 6 kg.", "5", {("unit", "kg")}),
    ],
)
def test_every_part_has_its_own_span(text: str, quote: str, evidence: set[tuple[str, str]]) -> None:
    found = rows(text, ("1 May", "DATE")) if "1 May" in text else rows(text)
    [figure] = [row for row in found if isinstance(row, Figure) and row.quote == quote]
    told = {(row.column, row.quote) for row in found if isinstance(row, Evidence) and row.fact_id == figure.figure_id}
    assert evidence <= told


# Refusals


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/2021/45%20report for more.",
        "See www.example.org/5km now.",
        "Visit example.com/top-10/page5 today.",
        "Write to sam.45@example.org now.",
        "Open the file summary-50%.pdf now.",
        "The photo is img_2019_20km.jpg there.",
        "The bill passed by a vote of 62 to 37.",
        "The home side won 4 to 2 there.",
        "They lost 1 to 3 in the rain.",
        "The judges ruled 6 to 3 against it.",
        "The odds were 10 to 1 against it.",
        "The ratio was 3 to 1.",
        "They were outnumbered 5 to 1 that day.",
        "They won 6-4, 6-3 and 7-5.",
        "Call 555-123-4567 or +44 20 7946 0958.",
        "The firm sits at 12 Market Street.",
        "See page 14, section 301 and item 9.",
        "Version 4.2.1 came out.",
        "They fly the Airbus 320 and the Boeing 747.",
        "Windows 10 was sold everywhere.",
        "It happened on 12 / 16 / 2008 there.",
        "It began at about 8 p. m. there.",
        "She dialled 999 at once.",
        "He was in his early 20's then.",
        "It burned in the 4500 block of East Street.",
        "Table 5 shows it.",
        "She was the 21st to finish and the third to win.",
    ],
)
def test_what_is_refused(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "quote", "unit"),
    [
        ('He said "we sold 40" and left.', "40", None),
        ("She said “we sold 40” and left.", "40", None),
        ('He said: "We came early. We sold 40" and left.', "40", None),
        ('The board is 40" wide.', '40"', "[in_i]"),
        ('He has a 12" record and "a disc of 7" too.', '12"', "[in_i]"),
        ('He has a 12" record and "a disc of 7" too.', "7", None),
        ("He said 'we sold 40' and left.", "40", None),
        ("The wall is 40' long.", "40'", "[ft_i]"),
    ],
)
def test_a_closing_quotation_mark_is_no_inch(text: str, quote: str, unit: str | None) -> None:
    assert column(text, quote, "unit") == unit


@pytest.mark.parametrize(
    ("text", "quote", "counted"),
    [
        ("Airlines grounded two new 737 Max jets.", "two new 737 Max jets", "new 737 Max jets"),
        ("They flew three old 747 freighters.", "three old 747 freighters", "old 747 freighters"),
        ("In the room 12 men slept.", "12 men", "men"),
        ("The top 10 banks met.", "10 banks", "banks"),
        ("They seized seven AK-47 assault rifles.", "seven AK-47 assault rifles", "AK-47 assault rifles"),
        ("One person threw a stone.", "One person", "person"),
        ("Of the ten runners, five won prizes.", "ten runners", "runners"),
        ("He had three punt returns.", "three punt returns", "punt returns"),
        ("They saw two gray whales.", "two gray whales", "gray whales"),
        ("More than 200,000 of the comments were late.", "200,000", "comments"),
        ("Three of the men left.", "Three", "men"),
    ],
)
def test_a_name_inside_what_is_counted(text: str, quote: str, counted: str) -> None:
    assert column(text, quote, "counted") == counted


@pytest.mark.parametrize(
    ("plural", "noun"),
    [
        ("crewmen", "crewman"),
        ("grandchildren", "grandchild"),
        ("townspeople", "townsperson"),
        ("specimens", "specimen"),
        ("campuses", "campus"),
        ("causes", "cause"),
        ("excuses", "excuse"),
        ("boxes", "box"),
        ("prizes", "prize"),
        ("headaches", "headache"),
        ("beaches", "beach"),
        ("cities", "city"),
    ],
)
def test_singulars(plural: str, noun: str) -> None:
    assert singular(plural) == noun


def test_what_is_not_whole_counts_nothing() -> None:
    figure = only("The 6.1 quake struck at night.")
    assert (figure.unit, figure.measured) == (None, "quake")


def test_digits_before_a_unit_are_no_name() -> None:
    assert quotes("He bought two 5 kg bags.") == ["5 kg"]


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("Two in three voters agreed.", "Two in three", "share of voters"),
        ("More than two in five workers left.", "two in five", "share of workers"),
    ],
)
def test_small_shares_of_people(text: str, quote: str, name: str) -> None:
    assert column(text, quote, "unit_name") == name


# Ranges and bounds


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "direction"),
    [
        ("More than 20 but fewer than 30 people met.", "20 but fewer than 30 people", 20, 30, None),
        ("At least 10 and at most 15 barns burned.", "10 and at most 15 barns", 10, 15, None),
        ("It weighs over 5 kg but under 8 kg.", "5 kg but under 8 kg", 5, 8, None),
        ("No fewer than 40 but no more than 60 votes.", "40 but no more than 60 votes", 40, 60, None),
        ("At most 100 and at least 20 apples.", "100 and at least 20 apples", 20, 100, None),
        ("It is larger than 20 and less or equal than 35.", "20 and less or equal than 35", 20, 35, None),
        ("It sells 1500-5000 a day.", "1500-5000", 1500, 5000, None),
        ("It sells 5k-20k units.", "5k-20k units", 5000, 20_000, None),
        ("Between 10 and 15 barns burned.", "10 and 15 barns", 10, 15, None),
        ("Between 10 to 15 barns burned.", "10 to 15 barns", 10, 15, None),
        ("It takes 20~100 seconds.", "20~100 seconds", 20, 100, None),
        ("Pupils of 20 through 100 kg may ride.", "20 through 100 kg", 20, 100, None),
        ("A share of 20 to 30 per cent.", "20 to 30 per cent", 20, 30, None),
        ("The share fell from 9 to 3 per cent.", "9 to 3 per cent", 3, 9, "down"),
        ("The score fell from 9 to 3.", "9 to 3", 3, 9, "down"),
        ("A share of 9 to 3 per cent.", "9 to 3 per cent", 3, 9, None),
        ("It goes from up to 250 miles to 290 miles.", "250 miles to 290 miles", 250, 290, None),
        ("Oil fell from $75 per barrel to $46.", "$75 per barrel to $46", 46, 75, "down"),
        ("An 8- to 16-meter dish.", "8- to 16-meter", 8, 16, None),
        ("They want $10 to $15 billion.", "$10 to $15 billion", 10_000_000_000, 15_000_000_000, None),
    ],
)
def test_ranges_have_both_ends(text: str, quote: str, low: int, high: int, direction: str | None) -> None:
    [figure] = [figure for figure in figures(text) if figure.quote == quote]
    assert (figure.low, figure.high, figure.direction, figure.comparator) == (low, high, direction, "=")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They sold 2, 3 and 4 million barrels.", [2_000_000, 3_000_000, 4_000_000]),
        ("Sales of $2, $3 and $4 million were booked.", [2_000_000, 3_000_000, 4_000_000]),
        ("Sales of $500 and $4 million were booked.", [500, 4_000_000]),
        ("He ran 5, 10 and 15 miles.", [5, 10, 15]),
    ],
)
def test_a_list_shares_its_magnitude(text: str, found: list[int]) -> None:
    assert [figure.low for figure in figures(text)] == found
    assert len({figure.unit for figure in figures(text)}) == 1


def test_both_bounds_have_their_evidence() -> None:
    found = rows("More than 20 but fewer than 30 people met.")
    told = [(row.column, row.quote) for row in found if isinstance(row, Evidence)]
    assert ("low", "More than") in told
    assert ("high", "fewer than") in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More than 30 but fewer than 20 people met.", ["30", "20 people"]),
        ("More than 20 met, but fewer than 30 stayed.", ["20", "30"]),
        ("It has more than 20 kg and less than 5 km.", ["20 kg", "5 km"]),
    ],
)
def test_bounds_of_two_things_stay_two(text: str, found: list[str]) -> None:
    assert quotes(text) == found


# Parts, conversions and ages


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("13 killed, including 10 Chinese", "10 Chinese", "Chinese"),
        ("5 hurt, one critically.", "one", "person"),
        ("Forty were hurt, six of them badly.", "six", "person"),
        ("Nine workers died, among them two women.", "two women", "woman"),
        ("Of the 50 states, 20 agreed.", "20", "state"),
        ("They have 900 workers; of these, 50 are women.", "50", "woman"),
    ],
)
def test_a_part_of_people_that_were_harmed(text: str, part: str, name: str) -> None:
    found = figures(text)
    [figure] = [figure for figure in found if figure.quote == part]
    assert figure.part_of == found[0].figure_id
    assert figure.unit_name == name


def test_a_conversion_is_hedged_and_directed_as_what_it_says_again() -> None:
    first, second, third = figures("The plant gives more than 300 hp (224 kW / 304 PS).")
    assert [figure.comparator for figure in (first, second, third)] == [">", ">", ">"]
    assert [figure.high for figure in (second, third)] == [None, None]
    assert [figure.flags for figure in (second, third)] == [["conversion"], ["conversion"]]
    fallen = figures("The lake fell by 3 metres (10 feet).")
    assert [figure.direction for figure in fallen] == ["down", "down"]


@pytest.mark.parametrize(
    ("text", "quote", "measured"),
    [
        ("The 34-year-old driver was hurt.", "34-year-old", "driver"),
        ("Ada Brook, 44, said so.", "44", "Ada Brook"),
        ("Sam Brook, aged 7, won.", "7", "Sam Brook"),
        ("The driver, 41, survived.", "41", "driver"),
        ("Admission is free for children under 5.", "5", "children"),
        ("The last was a farmer of 73 there.", "73", "farmer"),
        ("Players over the age of 21 may join.", "21", "Players"),
        ("Six were hurt, including 6-year-old Tim.", "6-year-old", "Tim"),
        ("He is the son of a boy of 12.", "12", "boy"),
    ],
)
def test_an_age_belongs_to_somebody(text: str, quote: str, measured: str) -> None:
    assert column(text, quote, "unit_kind") == "age"
    assert column(text, quote, "measured") == measured
    assert column(text, quote, "part_of") is None


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("The number of people killed in the storm has risen to 14, up from nine a week ago.", "14", "person"),
        ("The number of people killed in the storm has risen to 14, up from nine a week ago.", "nine", "person"),
        ("The number of cars fell to 300 from 400.", "300", "car"),
        ("The number of cars fell to 300 from 400.", "400", "car"),
        ("The death toll stands at about 1,200.", "1,200", "person"),
        ("It gave the number of dead as 16.", "16", "person"),
        ("The jobless rate rose to 5% from 4.", "4", "percent"),
        ("The index rose to 300.", "300", None),
    ],
)
def test_a_level_counts_what_it_is_the_number_of(text: str, quote: str, name: str | None) -> None:
    assert column(text, quote, "unit_name") == name


def test_a_mother_of_twelve_is_no_child() -> None:
    assert only("She is a mother of 12.").unit_kind is None


# Hedges and directions


@pytest.mark.parametrize(
    ("text", "quote", "direction"),
    [
        ("The defence gave up 300 yards.", "300 yards", None),
        ("The stock ended up 3%.", "3%", "up"),
        ("They cut the forecast by 5%.", "5%", "down"),
        ("The bank raised its own rate by about 2 per cent.", "2 per cent", "up"),
        ("They added a 30 degree turn.", "30 degree", None),
        ("Sales fell a record 20%.", "20%", "down"),
        ("Tin fell by 5%, zinc by 6%.", "6%", "down"),
        ("Tin rose by $5 to $90.", "$90", None),
    ],
)
def test_directions(text: str, quote: str, direction: str | None) -> None:
    assert column(text, quote, "direction") == direction


@pytest.mark.parametrize(
    ("text", "quote", "comparator"),
    [
        ("The show is around the 37 m skeleton.", "37 m", "="),
        ("It flew over the 37 m tower.", "37 m", "="),
        ("It weighs around 37 kg.", "37 kg", "~"),
        ("It lasted over ten years.", "ten years", "="),
        ("It is over ten miles long.", "ten miles", ">"),
        ("An average of 50 per cent is paid.", "50 per cent", "="),
    ],
)
def test_prepositions_are_no_hedges(text: str, quote: str, comparator: str) -> None:
    assert column(text, quote, "comparator") == comparator


# What is measured


@pytest.mark.parametrize(
    ("text", "quote", "measured"),
    [
        ("The average wage for nurses in the town is around $300.", "$300", "average wage"),
        ("He lives in a state that is about 90 miles wide.", "90 miles", "state"),
        ("Tin fell 5%, zinc by 6% and copper 7%.", "6%", "zinc"),
        ("Tin fell 5%, zinc by 6% and copper 7%.", "7%", "copper"),
        ("The comet passes every 33 years.", "33 years", None),
        ("It is one of the best screens.", "one", None),
        ("The firm says it will cost $40,000.", "$40,000", None),
        ("They paid $5 million for the licence.", "$5 million", "licence"),
        ("It hired 17 players over the age of 21.", "21", "players"),
        ("Ninety percent of the 288 candidates lost.", "Ninety percent", "candidates"),
        ("“They lost $300,000,” said a local trader.", "$300,000", None),
        ("The traders say they lost $300,000.", "$300,000", "traders"),
        ("It has ties with the bank, which is 43 percent state-owned.", "43 percent", "bank"),
        ("Stir four fillets (1 kg) in.", "1 kg", "fillets"),
        ("It can be charged using a socket in three hours.", "three hours", None),
        ("The tax will deal a blow of $4 million.", "$4 million", "blow"),
    ],
)
def test_what_is_measured_by_place_and_by_tree(text: str, quote: str, measured: str | None) -> None:
    assert column(text, quote, "measured") == measured


def test_as_of_when_a_whole_sentence_holds() -> None:
    first, second, third = figures(
        "As of 1 May, 30 ships had left and 12 ships had sunk. Then 9 ships sank.", ("1 May", "DATE")
    )
    assert first.as_of
    assert first.as_of == second.as_of
    assert third.as_of == []


def test_a_height_with_hyphens() -> None:
    assert only("He is 5-foot-8 tall.").quote == "5-foot-8"
    assert quotes("The 6-foot-7 players left.") == ["6-foot-7"]


def test_a_number_before_capitals_that_no_label_has() -> None:
    assert only("He had 0.5 WAR that season.").unit_name == "WAR"


def test_a_number_with_two_readings_is_an_issue() -> None:
    assert [row.code for row in rows("The bill was 1,5 million.") if isinstance(row, Issue)] == ["unreadable_number"]
