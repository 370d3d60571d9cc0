"""Named days and months: Christmas, Easter, Thanksgiving, Ramadan; and days of the Islamic calendar.

Days come from the `holidays` package (their English names in the United States, where most of them are defined),
Islamic months from `hijridate` (the Umm al-Qura calendar). Both are loaded when the first such name is read.
"""

from datetime import date, timedelta
from functools import lru_cache

from regesta.extract.times.points import Point

__all__ = ["NAMES", "fixed_day", "hijri_day", "named"]

_FIXED = {
    "christmas": (12, 25),
    "christmas_eve": (12, 24),
    "new_year": (1, 1),
    "new_year_eve": (12, 31),
    "halloween": (10, 31),
}
# The country whose public holidays hold the day, and the name that `holidays` gives it.
_MOVABLE = {
    "good_friday": ("NO", "Good Friday"),
    "easter": ("NO", "Easter Sunday"),
    "easter_monday": ("NO", "Easter Monday"),
    "pentecost": ("NO", "Pentecost"),
    "thanksgiving": ("US", "Thanksgiving Day"),
    "labor_day": ("US", "Labor Day"),
    "memorial_day": ("US", "Memorial Day"),
}
_HIJRI_MONTHS = {"muharram": 1, "safar": 2, "rajab": 7, "shaban": 8, "ramadan": 9, "shawwal": 10}
NAMES = frozenset({*_FIXED, *_MOVABLE, *_HIJRI_MONTHS})
"""The names that mean something."""

_HIJRI_YEARS = range(1343, 1501)  # those that hijridate knows: 1924 to 2077


def fixed_day(name: str) -> Point | None:
    """The month and day of a name that has the same ones every year."""
    month_day = _FIXED.get(name)
    return Point("day", None, *month_day) if month_day else None


@lru_cache(maxsize=1024)
def named(name: str, year: int) -> tuple[Point, tuple[date, date]] | None:
    """What a name means in a year of the common era, and its first and last day; None when nobody knows.

    An Islamic month is given by the Gregorian year that it begins in, or by its Islamic year.
    """
    if name in _HIJRI_MONTHS:
        return _hijri_month(_HIJRI_MONTHS[name], year)
    day = _day(name, year)
    return (Point("day", day.year, day.month, day.day), (day, day)) if day else None


def hijri_day(name: str, day: int, year: int) -> Point | None:
    """The Gregorian day of an Islamic one: 10 Muharram 1445."""
    from hijridate.convert import Hijri

    if year not in _HIJRI_YEARS:
        return None
    try:
        found = Hijri(year, _HIJRI_MONTHS[name], day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return Point("day", found.year, found.month, found.day)


def _day(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name]) if date.min.year <= year <= date.max.year else None
    import holidays

    country, known_as = _MOVABLE[name]
    days = holidays.country_holidays(country, years=year, language="en_US")
    found: list[date] = days.get_named(known_as, lookup="exact")
    return found[0] if found else None


def _hijri_month(month: int, year: int) -> tuple[Point, tuple[date, date]] | None:
    from hijridate.convert import Hijri

    islamic = year if year in _HIJRI_YEARS else _begins_in(month, year)
    if islamic not in _HIJRI_YEARS:
        return None
    first = Hijri(islamic, month, 1)
    begins = first.to_gregorian()
    days = date(begins.year, begins.month, begins.day), begins + timedelta(days=first.month_length() - 1)
    return Point("year", begins.year), days


def _begins_in(month: int, year: int) -> int:
    """The first Islamic year whose month begins in the Gregorian year; 0 when hijridate does not know it."""
    from hijridate.convert import Hijri

    near = round((year - 622) * 33 / 32)
    for islamic in range(near - 2, near + 3):
        if islamic in _HIJRI_YEARS and Hijri(islamic, month, 1).to_gregorian().year == year:
            return islamic
    return 0
