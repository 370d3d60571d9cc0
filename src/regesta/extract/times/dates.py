"""Dates that are named by their own numbers: from a match to the point of the calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from regesta.extract.times.forms import Ambiguous, At, Calendar, Form, Mention
from regesta.extract.times.patterns import Match
from regesta.extract.times.points import Grain, Point
from regesta.spans import Span

__all__ = [
    "calendar_form",
    "iso_form",
    "iso_moment_form",
    "month_quarter_form",
    "numeric_form",
    "part_of_year",
    "point_of",
    "year_month_of",
]

_PIVOT = 50  # a two-digit year from here on is of the 1900s
_MONTHS = 12
_DECADES_FROM = 2000  # "the 1800s" is a century, "the 2000s" may still be a decade
_PARTS: dict[str, tuple[Grain, int]] = {
    "month": ("month", _MONTHS),
    "season": ("season", 4),
    "quarter": ("quarter", 4),
    "semester": ("half", 2),
}
"""The parts of a year by their names in patterns, with the highest number that each has."""


def calendar_form(match: Match) -> Form | None:
    """The date that the parts year, month, day, season, quarter, decade or century name, with its weekday."""
    point = point_of(match, "")
    if point is None or not _is_plausible(match, point):
        return None
    return Calendar(point, match.number("weekday"))


def _is_plausible(match: Match, point: Point) -> bool:
    """Whether a rule that must tell years from numbers takes this for one: the settings `low`, `high`, `not_round`."""
    low, high = match.rule.settings.get("low"), match.rule.settings.get("high")
    if point.year is None or not isinstance(low, int) or not isinstance(high, int):
        return True
    return low <= point.year <= high and point.year % 100 != 0


def point_of(match: Match, end: str) -> Point | None:
    """The point that the parts of one end (`a_`, `b_`, or empty) name."""
    for part, maker in _COARSE.items():
        if (number := match.number(end + part)) is not None:
            return maker(match, number)
    year, month, day = _year(match, end), match.number(end + "month"), match.number(end + "day")
    if not _is_year(year):
        return None
    if day is not None:
        return Point("day", year, month, day) if 1 <= day <= 31 else None
    if any(match.number(end + part) for part in _PARTS):
        return part_of_year(match, end, year)
    return Point("year", year)


def part_of_year(match: Match, end: str = "", year: int | None = None) -> Point | None:
    """The month, season, quarter or half that the parts of one end name; None for the fifth quarter."""
    for part, (grain, most) in _PARTS.items():
        if number := match.number(end + part):
            if number > most:
                return None
            return Point("month", year, number) if grain == "month" else Point(grain, year, part=number)
    return None


def _year(match: Match, end: str) -> int | None:
    short = match.number(end + "short_year")
    if short is not None:
        return short + (1900 if short >= _PIVOT else 2000) if short < 100 else 0
    year = match.number(end + "year")
    return None if year is None else year * (match.number("era") or 1)


def _is_year(year: int | None) -> bool:
    return year is None or 1 <= abs(year) <= date.max.year


def _decade(match: Match, number: int) -> Point | None:
    if era := match.number("era"):
        return Point("decade", era * number)
    if 1000 <= number < _DECADES_FROM and number % 100 == 0:  # the 1800s
        return Point("century", number)
    return Point("decade", number if number >= 1000 else 1900 + number)


def _century(match: Match, number: int) -> Point | None:
    if not 1 <= number <= 30:
        return None
    era = match.number("era") or 1
    return Point("century", (number - 1) * 100 if era > 0 else -number * 100)


_COARSE: dict[str, Callable[[Match, int], Point | None]] = {"decade": _decade, "century": _century}


def month_quarter_form(match: Match) -> Form | None:
    """The September quarter: the one that ends then."""
    month = match.number("month") or 1
    return Calendar(Point("quarter", match.number("year"), part=(month + 2) // 3))


def iso_form(match: Match) -> Form | None:
    """2022-04-10."""
    year, month, day = (int(part) for part in str(match.word("date")).split("-"))
    return Calendar(Point("day", year, month, day)) if year else None


def iso_moment_form(match: Match) -> Form | None:
    """2022-04-10T16:08Z."""
    written = str(match.word("date"))
    day, clock = written.split("T")
    year, month, number = (int(part) for part in day.split("-"))
    bare = clock.removesuffix("Z").split("+")[0].split("-")[0]
    return At(f"T{clock}", bare, on=Calendar(Point("day", year, month, number))) if year else None


def numeric_form(match: Match) -> Form | None:
    """Day and month in either order; where both can be, neither is chosen."""
    one, two, last = (int(part) for part in str(match.word("date")).replace(".", "/").replace("-", "/").split("/"))
    year = last if last >= 100 else last + (1900 if last >= _PIVOT else 2000)
    readings = [
        Point("day", year, month, day)
        for month, day in dict.fromkeys([(one, two), (two, one)])
        if 1 <= month <= _MONTHS and 1 <= day <= 31
    ]
    if len(readings) > 1:
        return Ambiguous(tuple(readings))
    return Calendar(readings[0]) if readings else None


def year_month_of(match: Match) -> list[Mention]:
    """2022-04 is a month; 2005-09 the years from 2005 to 2009, though it may be a month."""
    year, part = (int(part) for part in str(match.word("date")).split("-"))
    month, rule_id = Point("month", year, part), f"times.{match.rule.id}"
    span, later = match.tokens.span(match.first, match.last), year - year % 100 + part
    if later <= year:
        return [Mention(span, rule_id, Calendar(month))]
    first = Mention(Span(span.start, span.start + 4), rule_id, Calendar(Point("year", year), other=month), pair=1)
    last = Mention(Span(span.start + 5, span.end), rule_id, Calendar(Point("year", later), other=month), pair=-1)
    return [first, replace(last, year_span=first.span)]
