"""Stretches of the calendar, and how TIMEX3, EDTF and intervals of days write them.

A `Point` is nothing but what is known: a grain and the numbers down to it. Years count as historians do: 1 BC is -1
and there is no year 0. Nothing here reads a text.

Values follow TIMEX3 as TempEval-3 used it and EDTF (ISO 8601-2:2019).
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

__all__ = [
    "DECADE",
    "Amount",
    "Grain",
    "Point",
    "amount_of_iso",
    "day_of",
    "duration",
    "edtf",
    "interval",
    "is_possible",
    "minus",
    "of_dates",
    "point_of_timex",
    "shift",
    "timex",
    "unknown",
    "week_of",
    "widen",
]

Grain = Literal["day", "week", "month", "quarter", "half", "season", "year", "decade", "century"]

DECADE = 10
_ROUND = ("decade", "century")
_SEASONS = ("SP", "SU", "FA", "WI")
_EDTF_SEASON, _EDTF_QUARTER = 20, 32
# Meteorological and astronomical seasons of the north together; a winter may be the one that begins or ends the year.
_SEASON_DAYS = (((0, 3, 1), (0, 6, 21)), ((0, 6, 1), (0, 9, 23)), ((0, 9, 1), (0, 12, 22)), ((-1, 12, 1), (1, 3, 21)))
_YEARS = {"Y": 1, "DE": DECADE, "CE": 100}
_MONTHS = {"M": 1, "Q": 3}
_WEEKEND = "-WE"
_EDTF_HALF = 39
# what half of a unit is in whole ones: half an hour, half a century
_HALVES = {"CE": (50, "Y"), "DE": (5, "Y"), "Y": (6, "M"), "D": (12, "TH"), "TH": (30, "TM"), "TM": (30, "TS")}
_WEEK = 7
_DAYS = {"D": 1, "W": _WEEK}
_VALUE = re.compile(
    r"(?P<bc>BC)?(?P<year>XXXX|[0-9]{2,4})(?:-(?P<rest>W(?:XX|[0-9]{2})|[QH][X0-9]|SP|SU|FA|WI|(?:XX|[0-9]{2})(?:-(?:XX|[0-9]{2}))?))?"
    r"(?:(?P<weekend>-WE)|(?P<daytime>T.+))?"
)
_LENGTH = re.compile(r"(-?)P(T?)([0-9.]+|X)([A-Z]+)")
_UNIT_GRAIN: dict[str, Grain] = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time: `count` (None is an unknown number) of a unit (D, W, M, Q, Y, DE, CE; TH, TM, TS for PT)."""

    count: float | None
    unit: str

    @property
    def grain(self) -> Grain | None:
        """The grain of a date that is this far from another; None for hours and less."""
        return _UNIT_GRAIN.get(self.unit)


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar. `part` is the number of the ISO week, quarter or season inside the year.

    `year` None is a year that is not known. A decade or century is named by its first year (1950, 1800).
    `daytime` is a TIMEX3 suffix such as T16:08Z or TMO; of a week, -WE is its end.
    """

    grain: Grain
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: int | None = None
    daytime: str | None = None


def is_possible(point: Point) -> bool:
    """Whether the calendar has such a day (any leap year will do where there is no year); there is no year 0."""
    if point.year == 0 and point.grain not in _ROUND:
        return False
    if point.month is None or point.day is None:
        return True
    year = 2000 if point.year is None else _astronomical(point.year)
    return 1 <= point.day <= calendar.monthrange(year, point.month)[1]


def timex(point: Point) -> str:
    """The TIMEX3 value: 2022-04-10, 195, 2008-W35, 1915-SP, BC0480, XXXX-04-10."""
    if point.year is None:
        year = "XXXX"
    else:
        digits = {"decade": 3, "century": 2}.get(point.grain, 4)
        # the 4th century BC is 400 to 301: BC03, as the 19th is 18
        named = abs(point.year) - (1 if point.grain == "century" and point.year < 0 else 0)
        year = ("BC" if point.year < 0 else "") + f"{named:04d}"[:digits]
    return year + _inside(point) + (point.daytime or "")


def point_of_timex(value: str) -> Point:
    """The point that `timex` wrote; raises ValueError for anything else."""
    match = _VALUE.fullmatch(value)
    if match is None:
        raise ValueError(f"not the value of a date: {value!r}")
    grain, year = _year_of(match["year"], -1 if match["bc"] else 1)
    daytime, rest = match["daytime"] or match["weekend"], match["rest"] or ""
    if rest in _SEASONS:
        return Point("season", year, part=_SEASONS.index(rest) + 1)
    if rest.startswith("W"):
        return Point("week", year, part=_known(rest[1:]), daytime=daytime)
    if rest[:1] in "QH" and rest:
        return Point("quarter" if rest[0] == "Q" else "half", year, part=_known(rest[1:]))
    if len(rest) > 2:
        return Point("day", year, _known(rest[:2]), _known(rest[3:]), daytime=daytime)
    return Point("month", year, _known(rest)) if rest else Point(grain, year)


def _year_of(digits: str, era: int) -> tuple[Grain, int | None]:
    """The year, or the first one of a decade (195) or century (18; BC03, which is 400 BC)."""
    if digits == "XXXX":
        return "year", None
    grain: Grain = {3: "decade", 2: "century"}.get(len(digits), "year")  # type: ignore[assignment]
    number = int(digits.ljust(4, "0"))
    return grain, era * (number + 100 if grain == "century" and era < 0 else number)


def _known(digits: str) -> int | None:
    return None if digits.startswith("X") else int(digits)


def _inside(point: Point) -> str:
    """What stands behind the year in TIMEX3; an unknown part is written XX."""
    match point.grain:
        case "day":
            return f"-{_two(point.month)}-{_two(point.day)}"
        case "month":
            return f"-{_two(point.month)}"
        case "week":
            return f"-W{_two(point.part)}"
        case "quarter":
            return f"-Q{point.part or 'X'}"
        case "half":
            return f"-H{point.part or 'X'}"
        case "season":
            return f"-{_SEASONS[(point.part or 1) - 1]}"
        case _:
            return ""


def _two(number: int | None) -> str:
    return "XX" if number is None else f"{number:02d}"


def edtf(point: Point) -> str:
    """The EDTF string. A week, which EDTF does not have, is written as the interval of its days."""
    year = _edtf_year(point)
    match point.grain:
        case "season":
            return f"{year}-{_EDTF_SEASON + (point.part or 1)}"
        case "quarter":
            return f"{year}-{_EDTF_QUARTER + point.part}" if point.part else year
        case "half":
            return f"{year}-{_EDTF_HALF + point.part}" if point.part else year
        case "week":
            days = interval(point)
            return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else year
        case _:
            return year + _inside(point)


def _edtf_year(point: Point) -> str:
    if point.year is None:
        return "XXXX"
    year = _astronomical(point.year)
    keep = {"decade": 3, "century": 2}.get(point.grain, 4)
    return ("-" if year < 0 else "") + f"{abs(year):04d}"[:keep].ljust(4, "X")


def _astronomical(year: int) -> int:
    return year + 1 if year < 0 else year


def interval(point: Point) -> tuple[date, date] | None:
    """First and last day that the point can mean; None when the year is unknown or outside 1 to 9999."""
    year = point.year
    first_year = 0 if point.grain in _ROUND else date.min.year
    if year is None or not first_year <= year <= date.max.year:
        return None
    if point.part is not None:
        return _interval_of_part(point, year, point.part)
    if point.month is not None:
        first = date(year, point.month, point.day or 1)
        return first, (first if point.day else _last_of_month(year, point.month))
    # "the 19th century" may be 1800 to 1899 or 1801 to 1900
    more = {"decade": DECADE - 1, "century": 100}.get(point.grain, 0)
    return _date(year, 1, 1), _date(year + more, 12, 31)


def _interval_of_part(point: Point, year: int, part: int) -> tuple[date, date]:
    if point.grain == "week":
        monday = date.fromisocalendar(year, part, 1)
        return monday + timedelta(days=5 if point.daytime == _WEEKEND else 0), monday + timedelta(days=6)
    if point.grain in ("quarter", "half"):
        months = 3 if point.grain == "quarter" else 6
        return date(year, months * (part - 1) + 1, 1), _last_of_month(year, months * part)
    (y1, m1, d1), (y2, m2, d2) = _SEASON_DAYS[part - 1]
    return _date(year + y1, m1, d1), _date(year + y2, m2, d2)


def _date(year: int, month: int, day: int) -> date:
    """The day, with the year kept within 1 to 9999."""
    return date(min(max(year, date.min.year), date.max.year), month, day)


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def of_dates(first: date, last: date) -> Point | None:
    """The point that holds all the days from `first` to `last`: a day, a month or a year; None over two years."""
    if first.year != last.year:
        return None
    if first == last:
        return Point("day", first.year, first.month, first.day)
    return Point("month", first.year, first.month) if first.month == last.month else Point("year", first.year)


def day_of(point: Point) -> date | None:
    """The one day that the point is, if it is one."""
    days = interval(point) if point.grain == "day" and point.day and is_possible(point) else None
    return days[0] if days else None


def week_of(day: date) -> Point:
    """The ISO week of a day."""
    year, week, _ = day.isocalendar()
    return Point("week", year, part=week)


def shift(point: Point, amount: Amount, sign: int) -> Point | None:
    """The point `amount` later (`sign` 1) or earlier (-1), at the grain of the amount.

    None when the point is coarser than the amount, the amount unknown or below a day, or the years run out.
    """
    grain = amount.grain
    if grain is None or amount.count is None or point.year is None:
        return None
    count = sign * int(amount.count)
    if amount.unit in _YEARS:
        return _shift_years(point, count * _YEARS[amount.unit], grain)
    if amount.unit in _MONTHS:
        return _shift_months(point, count * _MONTHS[amount.unit], grain)
    if point.grain == "week" and amount.unit == "W":
        days = interval(point)
        monday = _day_after(days[0], count * _DAYS["W"]) if days else None
        return week_of(monday) if monday else None
    day = day_of(point)
    moved = _day_after(day, count * _DAYS[amount.unit]) if day else None
    return Point("day", moved.year, moved.month, moved.day) if moved else None


def _day_after(day: date, days: int) -> date | None:
    ordinal = day.toordinal() + days
    # a week at either end may lie in a year that no date has
    return date.fromordinal(ordinal) if _WEEK <= ordinal <= date.max.toordinal() - _WEEK else None


def _same_era(year: int, other: int) -> bool:
    """Whether the other year exists and lies on the same side of the era as `year`."""
    return other != 0 and (year < 0) == (other < 0) and abs(other) <= date.max.year


def _shift_years(point: Point, years: int, grain: Grain) -> Point | None:
    year = (point.year or 0) + years
    if point.year is None or not _same_era(point.year, year):
        return None
    size = {"decade": DECADE, "century": 100}.get(grain, 1)
    return Point(grain, year - year % size)


def _shift_months(point: Point, months: int, grain: Grain) -> Point | None:
    month = 3 * point.part - 2 if point.grain == "quarter" and point.part else point.month
    if month is None or point.year is None:
        return None
    year, month = divmod(12 * point.year + month - 1 + months, 12)
    if not _same_era(point.year, year):
        return None
    if grain == "quarter":
        return Point("quarter", year, part=month // 3 + 1)
    return Point("month", year, month + 1)


def widen(point: Point, grain: Grain) -> Point | None:
    """The week, month, quarter, year, decade or century that holds the point; None when the point is coarser."""
    if grain == point.grain:
        return replace(point, daytime=None)
    if point.year is None:
        return None
    match grain:
        case "week":
            day = day_of(point)
            return week_of(day) if day else None
        case "month":
            return Point("month", point.year, point.month) if point.month else None
        case "quarter":
            return Point("quarter", point.year, part=(point.month + 2) // 3) if point.month else None
        case "year":
            return Point("year", point.year) if point.grain not in _ROUND else None
        case "decade" | "century":
            return _shift_years(point, 0, grain)
        case _:
            return None


def unknown(amount: Amount) -> str:
    """The TIMEX3 value of a date of which only the grain is known: XXXX-XX-XX, XXXX-XX, XXXX."""
    grain = amount.grain
    return "XXXX-XX-XX" if grain is None else timex(Point(grain))


def duration(amount: Amount) -> str:
    """The TIMEX3 (ISO 8601) duration: P70Y, PT30M, PXW, P1DE."""
    if amount.count == 0.5 and amount.unit in _HALVES:
        whole, unit = _HALVES[amount.unit]
        amount = Amount(whole, unit)
    prefix = "PT" if amount.unit.startswith("T") else "P"
    count = amount.count
    number = "X" if count is None else str(int(count)) if count == int(count) else f"{count:g}"
    return f"{prefix}{number}{amount.unit.removeprefix('T')}"


def amount_of_iso(text: str) -> tuple[Amount, int]:
    """The amount and sign of what `duration` and `minus` wrote; raises ValueError for anything else."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(f"not a length of time: {text!r}")
    count = None if match[3] == "X" else float(match[3])
    return Amount(int(count) if count is not None and count == int(count) else count, match[2] + match[4]), -1 if match[
        1
    ] else 1


def minus(text: str, sign: int) -> str:
    """A signed ISO 8601 distance."""
    return f"-{text}" if sign < 0 else text
