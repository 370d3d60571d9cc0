"""Sentences of the classes in which taggers of newswire and history lose most, by the conventions of TimeML."""

from datetime import date

import pytest

from regesta.extract.annotate import document
from regesta.extract.times import Times
from regesta.tables import Time

Found = list[tuple[str, str]]
Case = tuple[str, str, Found]

CLASSES: dict[str, list[Case]] = {
    "the quarter and the year before it, in earnings": [
        (
            "1989-11-02",
            "Profit in the third quarter rose from the year-earlier quarter.",
            [("the third quarter", "1989-Q3"), ("the year-earlier quarter", "1988-Q3")],
        ),
        (
            "1989-11-02",
            "Sales in the latest quarter rose to $70 million from $60 million a year earlier.",
            [("the latest quarter", "1989-Q3"), ("a year earlier", "1988-Q3")],
        ),
        (
            "1989-11-02",
            "Third-quarter net fell to $3 million from $4 million a year ago.",
            [("Third-quarter", "1989-Q3"), ("a year ago", "1988-Q3")],
        ),
        (
            "1989-11-02",
            "In the third quarter it sold nine. In the year-ago period it had sold ten.",
            [("the third quarter", "1989-Q3"), ("the year-ago period", "1988-Q3")],
        ),
        ("1989-11-02", "Earnings for the quarter fell.", [("the quarter", "1989-Q3")]),
        ("1989-11-02", "It rose from the previous quarter.", [("the previous quarter", "1989-Q2")]),
        (
            "1989-11-02",
            "It rose from the same quarter a year earlier.",
            [("the same quarter a year earlier", "1988-Q3")],
        ),
        ("1989-11-02", "The fourth quarter of last year was good.", [("The fourth quarter of last year", "1988-Q4")]),
        ("1989-11-02", "In last year's third quarter it lost money.", [("last year's third quarter", "1988-Q3")]),
        ("1989-11-02", "In 1988's fourth quarter it rose.", [("1988's fourth quarter", "1988-Q4")]),
        ("1989-11-02", "In the first half of the year, sales grew.", [("the first half of the year", "1989-H1")]),
        ("1989-11-02", "For the first nine months, net rose 4%.", [("the first nine months", "P9M")]),
        (
            "1989-11-02",
            "For the nine months ended Sept. 30, net rose 4%.",
            [("the nine months", "P9M"), ("Sept. 30", "1989-09-30")],
        ),
        (
            "1989-11-02",
            "For the fiscal year ended June 30, the firm had a loss.",
            [("the fiscal year", "1989"), ("June 30", "1989-06-30")],
        ),
        ("1989-11-02", "In fiscal 1990's first quarter, profit rose.", [("fiscal 1990's first quarter", "1990-Q1")]),
        ("1989-11-02", "It rose from the prior year.", [("the prior year", "1988")]),
        ("1989-11-02", "It rose from the year before.", [("the year before", "1988")]),
        ("1989-11-02", "It was flat from a month earlier.", [("a month earlier", "1989-10")]),
        ("1989-11-02", "The current year looks weak.", [("The current year", "1989")]),
        ("1989-11-02", "It will be shut by year end.", [("year end", "1989")]),
        ("1989-11-02", "It will be shut before year-end.", [("year-end", "1989")]),
    ],
    "vague lengths and references": [
        ("1989-11-02", "Its shares have slid in recent weeks.", [("recent weeks", "PXW")]),
        ("1989-11-02", "In recent years, banks have grown.", [("recent years", "PXY")]),
        ("1989-11-02", "The bank has recently cut its rate.", [("recently", "PAST_REF")]),
        ("1989-11-02", "The rate is now 8%.", [("now", "PRESENT_REF")]),
        ("1989-11-02", "The firm currently has 50 workers.", [("currently", "PRESENT_REF")]),
        ("1989-11-02", "They won't do so in the near future.", [("the near future", "FUTURE_REF")]),
        ("1989-11-02", "The firm may do so in the future.", [("the future", "FUTURE_REF")]),
        ("1989-11-02", "He left years ago.", [("years ago", "PAST_REF")]),
        ("1989-11-02", "He left several years ago.", [("several years ago", "PAST_REF")]),
        ("1989-11-02", "Over the next several years, it will grow.", [("the next several years", "PXY")]),
        ("1989-11-02", "In the weeks ahead, it will decide.", [("the weeks ahead", "PXW")]),
        ("1989-11-02", "For months, he had been hunted.", [("months", "PXM")]),
        ("1989-11-02", "The strike lasted weeks.", [("weeks", "PXW")]),
        ("1989-11-02", "These days it is quiet.", [("These days", "PRESENT_REF")]),
        ("1989-11-02", "No vote is needed at this time.", [("this time", "PRESENT_REF")]),
    ],
    "point or length": [
        ("1989-11-02", "Five years ago, he ran the bank.", [("Five years ago", "1984")]),
        ("1989-11-02", "Some five years ago the bank was sold.", [("Some five years ago", "1984")]),
        ("1989-11-02", "He left nearly two years ago.", [("nearly two years ago", "1987")]),
        ("1989-11-02", "It fell in the past week.", [("the past week", "P1W")]),
        ("1989-11-02", "Over the past two decades it has grown.", [("the past two decades", "P2DE")]),
        ("1989-11-02", "In the last year, it has fallen.", [("the last year", "P1Y")]),
        ("1989-11-02", "It was the worst fall in 20 years.", [("20 years", "P20Y")]),
        ("1989-11-02", "In two weeks, it will end.", [("two weeks", "P2W")]),
        ("1989-11-02", "Two weeks from now it will end.", [("Two weeks from now", "1989-11-16")]),
        ("1989-11-02", "They left two days after the attack.", [("two days after", "P2D")]),
    ],
    "weekdays, weeks and weekends": [
        ("1998-02-26", "He spoke Friday.", [("Friday", "1998-02-20")]),
        ("1998-02-26", "He will speak Friday.", [("Friday", "1998-02-27")]),
        ("1998-02-26", "He said rain would ease on Friday.", [("Friday", "1998-02-27")]),
        ("1998-02-26", "The board meets on Tuesday.", [("Tuesday", "1998-03-03")]),
        ("1998-02-26", "He spoke Friday, Feb. 20.", [("Friday, Feb. 20", "1998-02-20")]),
        ("1998-02-26", "They met last Friday.", [("last Friday", "1998-02-20")]),
        ("1998-02-26", "They will meet next Tuesday.", [("next Tuesday", "1998-03-03")]),
        ("1998-02-26", "They met over the weekend.", [("the weekend", "1998-W08-WE")]),
        ("1998-02-26", "They will meet over the weekend.", [("the weekend", "1998-W09-WE")]),
        ("1998-02-26", "The deal was signed this week.", [("this week", "1998-W09")]),
        ("1998-02-26", "Early next week, he will leave.", [("Early next week", "1998-W10")]),
        ("1998-02-26", "He left on Wednesday last week.", [("Wednesday last week", "1998-02-18")]),
        ("1998-02-26", "It will end a week from Friday.", [("a week from", "1998-03-06"), ("Friday", "1998-02-27")]),
        ("1998-02-26", "He was seen late Tuesday.", [("late Tuesday", "1998-02-24")]),
    ],
    "a clock time on its day": [
        ("1998-02-26", "Trading halted at 3 p.m. EST yesterday.", [("3 p.m. EST yesterday", "1998-02-25T15:00")]),
        (
            "1998-02-26",
            "The shuttle is set to lift off at 9:34 a.m. EST Saturday.",
            [("9:34 a.m. EST Saturday", "1998-02-28T09:34")],
        ),
        ("1998-02-26", "It closed at noon Wednesday.", [("noon Wednesday", "1998-02-25T12:00")]),
        ("1998-02-26", "He was found Tuesday night.", [("Tuesday night", "1998-02-24TNI")]),
        ("1998-02-26", "He will arrive Tuesday night.", [("Tuesday night", "1998-03-03TNI")]),
        ("1998-02-26", "He arrived last night.", [("last night", "1998-02-25TNI")]),
        ("1998-02-26", "He left on the morning of Feb. 20.", [("the morning of Feb. 20", "1998-02-20TMO")]),
        ("1998-02-26", "They met at 7 in the evening.", [("7 in the evening", "1998-02-26T19:00")]),
        ("1998-02-26", "It was seven o'clock.", [("seven o'clock", "1998-02-26T07:00")]),
        (
            "1998-02-26",
            "Police came at 10:30 p.m. Two hours later he was found.",
            [("10:30 p.m.", "1998-02-26T22:30"), ("Two hours later", "1998-02-27T00:30")],
        ),
        ("1998-02-26", "It fell in the small hours of Sunday.", [("the small hours of Sunday", "1998-02-22TMO")]),
    ],
    "sets": [
        ("1998-02-26", "It pays 10 cents a share quarterly.", [("quarterly", "P1Q")]),
        ("1998-02-26", "The firm has 600 daily flights.", [("daily", "P1D")]),
        ("1998-02-26", "It sells 3,000 cars a month.", [("a month", "P1M")]),
        ("1998-02-26", "It sells 3,000 cars per month.", [("per month", "P1M")]),
        ("1998-02-26", "It pumps 2 million barrels a day.", [("a day", "P1D")]),
        ("1998-02-26", "It is sold twice a week.", [("twice a week", "P1W")]),
        ("1998-02-26", "They come here every summer.", [("every summer", "XXXX-SU")]),
        ("1998-02-26", "Every two weeks they meet.", [("Every two weeks", "P2W")]),
        ("1998-02-26", "Every other week he goes.", [("Every other week", "P2W")]),
        ("1998-02-26", "They meet on Mondays.", [("Mondays", "XXXX-WXX-1")]),
        ("1998-02-26", "Each Sunday he goes to church.", [("Each Sunday", "XXXX-WXX-7")]),
    ],
    "fractions and idioms": [
        ("1998-02-26", "He waited half an hour.", [("half an hour", "PT30M")]),
        ("1998-02-26", "He waited an hour and a half.", [("an hour and a half", "PT1.5H")]),
        ("1998-02-26", "It took 2 1/2 years.", [("2 1/2 years", "P2.5Y")]),
        ("1998-02-26", "It took six and one-half years.", [("six and one-half years", "P6.5Y")]),
        ("1998-02-26", "It took a couple of years.", [("a couple of years", "P2Y")]),
        ("1998-02-26", "It took a month-and-a-half.", [("a month-and-a-half", "P1.5M")]),
        ("1998-02-26", "It took a fortnight.", [("a fortnight", "P2W")]),
        ("1998-02-26", "It took half a decade.", [("half a decade", "P5Y")]),
        ("1998-02-26", "A dozen years ago he left.", [("A dozen years ago", "1986")]),
    ],
    "ends of years and centuries": [
        (
            "1998-02-26",
            "It ran from December to February 1997.",
            [("December", "1996-12"), ("February 1997", "1997-02")],
        ),
        ("1998-02-26", "It fell in the winter of 1942.", [("the winter of 1942", "1942-WI")]),
        (
            "1998-02-26",
            "It fell in 492 BC. The following year it rose.",
            [("492 BC", "BC0492"), ("The following year", "BC0491")],
        ),
        ("1998-02-26", "It grew in the 18th and 19th centuries.", [("the 18th", "17"), ("19th centuries", "18")]),
        ("1998-02-26", "It grew in the 1800s.", [("the 1800s", "18")]),
        ("1998-02-26", "It grew in the late 19th century.", [("the late 19th century", "18")]),
        ("1998-02-26", "He kept to pre-1914 maps.", [("pre-1914", "1914")]),
        ("1998-02-26", "The bonds of the mid-1980s fell.", [("the mid-1980s", "198")]),
        ("1998-02-26", "It votes on the first Monday of May.", [("the first Monday of May", "1998-05-04")]),
        ("1998-02-26", "The last week of January was cold.", [("The last week of January", "1998-W05")]),
    ],
}


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [case for cases in CLASSES.values() for case in cases],
    ids=lambda value: str(value)[:40],
)
def test_a_sentence_of_a_class_in_which_taggers_lose(written: str, text: str, expected: Found) -> None:
    found = Times().extract(document(text, date.fromisoformat(written), furniture=False))
    assert [(time.quote, time.value) for time in found if isinstance(time, Time)] == expected
