"""The stretches at the edge of another: the first nine months of 1989, the last week of March, the year to June."""

import calendar
from datetime import date, timedelta

from regesta.extract.times.points import Amount, Point, week_of

__all__ = ["Days", "ending", "nth", "starting"]

Days = tuple[date, date]
"""First and last day."""

_DAYS = {"D": 1, "W": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
_THURSDAY = 4


def starting(day: date, amount: Amount) -> Days | None:
    """The days of the stretch of an amount that begins on `day`; None for a fraction, or beyond the years 1 to 9999."""
    after = _moved(day.toordinal(), amount, 1)
    return (day, date.fromordinal(after - 1)) if after else None


def ending(day: date, amount: Amount) -> Days | None:
    """The days of the stretch that ends on `day`."""
    first = _moved(day.toordinal() + 1, amount, -1)
    return (date.fromordinal(first), day) if first else None


def nth(days: Days, unit: str, number: int, weekday: int | None = None) -> Point | None:
    """The `number`-th day, week, month or year of a stretch (-1: the last); None when it has none.

    A week belongs to the stretch in which its Thursday lies, as in ISO 8601. With `weekday` it is the `number`-th of
    those days; 0 is the week that the stretch begins in.
    """
    if number == 0:
        return week_of(days[0]) if unit == "W" else None
    edge = days[0] if number > 0 else days[1]
    steps = number - 1 if number > 0 else number + 1
    if weekday or unit == "W":
        back = (edge.isoweekday() - (weekday or _THURSDAY)) % 7
        edge += timedelta(days=(7 - back) % 7 if number > 0 else -back)
        steps *= 7 if weekday else 1
    moved = _moved(edge.toordinal(), Amount(abs(steps), unit), 1 if steps > 0 else -1)
    day = date.fromordinal(moved) if moved else None
    if day is None or not days[0] <= day <= days[1]:
        return None
    match unit:
        case "D":
            return Point("day", day.year, day.month, day.day)
        case "W":
            return week_of(day)
        case "M":
            return Point("month", day.year, day.month)
    return Point("year", day.year) if unit == "Y" else None


def _moved(ordinal: int, amount: Amount, sign: int) -> int | None:
    """The ordinal of the day that lies so far away."""
    if amount.count is None or amount.count != int(amount.count):
        return None
    count = sign * int(amount.count)
    if amount.unit in _DAYS:
        moved = ordinal + count * _DAYS[amount.unit]
        return moved if 1 <= moved <= date.max.toordinal() else None
    if amount.unit not in _MONTHS or not 1 <= ordinal <= date.max.toordinal():
        return None
    day = date.fromordinal(ordinal)
    year, month = divmod(12 * day.year + day.month - 1 + count * _MONTHS[amount.unit], 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).toordinal()
