"""What a mention means, apart from the anchors of its document: readings, and steps on the calendar from one point."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from regesta.extract.times.forms import (
    Ambiguous,
    At,
    Calendar,
    Form,
    Length,
    Mention,
    Nearest,
    Reference,
    Repeated,
    Shift,
)
from regesta.extract.times.points import (
    DECADE,
    Amount,
    Point,
    day_of,
    duration,
    edtf,
    minus,
    shift,
    timex,
    unknown,
    widen,
)
from regesta.extract.times.years import Anchor, month_of
from regesta.spans import Span

__all__ = ["Reading", "Writing", "ambiguous", "moved", "vaguely", "weekend", "without_anchor", "year_of"]

_ROUND_UNITS = {"DE": DECADE, "CE": 100}
_ISO_DAY, _ISO_MONTH = "times.iso_day", "times.year_month"
_NUMERIC = re.compile(r"([0-9]{1,2})[/.-][0-9]{1,2}[/.-][0-9]{2}")
_CLOCK = re.compile(r"T([0-9]{2}):([0-9]{2})(?::[0-9]{2})?Z?")
_MINUTES = {"TH": 60, "TM": 1}
_OF_DAY = 24 * 60
_DECEMBER, _SATURDAY = 12, 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mention means: the cells of its row that do not come from the span."""

    type: str
    value: str | None
    basis: str
    point: Point | None = None
    anchor: Span | None = None
    offset: str | None = None
    alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    """First and last day, where they are not those of the point (an Islamic month)."""


def without_anchor(form: Ambiguous | Length | Repeated | Reference) -> Reading:
    """What a form means in any document."""
    match form:
        case Ambiguous():
            return ambiguous(form.readings)
        case Length():
            offset = minus(duration(form.amount), form.sign) if form.sign else None
            return Reading("DURATION", duration(form.amount), "explicit", offset=offset)
        case Repeated():
            return Reading("SET", form.value, "explicit")
        case Reference():
            return Reading(form.type, form.value, "explicit")


def ambiguous(readings: Sequence[Point]) -> Reading:
    """None of several readings."""
    return Reading("DATE", None, "explicit", alternatives=tuple(map(edtf, readings)), flags=("ambiguous",))


def moved(point: Point, form: Shift) -> Point | None:
    """The stretch that a shift means, seen from a point; None when it is finer than the point, or not known."""
    amount = form.amount
    if form.counted:
        if amount.count is not None and amount.unit in _ROUND_UNITS:  # a decade ago is ten years ago
            amount = Amount(amount.count * _ROUND_UNITS[amount.unit], "Y")
        return shift(point, amount, form.sign)
    if amount.unit == "D" and not amount.count and point.grain == "month":
        return replace(point, grain="day")
    whole = widen(point, amount.grain) if amount.grain else None
    return shift(whole, amount, form.sign) if whole and amount.count else whole


def later_clock(point: Point, form: Shift) -> Point | None:
    """The clock time that lies hours or minutes from another; None where either is not exact."""
    clock, day = _CLOCK.fullmatch(point.daytime or ""), day_of(point)
    size = _MINUTES.get(form.amount.unit)
    if clock is None or day is None or size is None or form.amount.count is None:
        return None
    minutes = 60 * int(clock[1]) + int(clock[2]) + form.sign * round(size * form.amount.count)
    other = shift(replace(point, daytime=None), Amount(abs(minutes // _OF_DAY), "D"), -1 if minutes < 0 else 1)
    if other is None:
        return None
    hour, minute = divmod(minutes % _OF_DAY, 60)
    return replace(other, daytime=f"T{hour:02d}:{minute:02d}")


def vaguely(anchor: Anchor | None, form: Shift) -> str:
    """What is known of a date some days or weeks from a month: the year, unless they may lie in another one."""
    grain = form.amount.grain
    value = unknown(form.amount)
    month = anchor.point.month if anchor else None
    if anchor is None or month is None or grain not in ("day", "week") or not 1 < month < _DECEMBER:
        return value
    return timex(Point(grain, anchor.point.year))


def year_of(form: Nearest, anchor: Point) -> int:
    """The year of the last, this or next month, season or day of a month, seen from the anchor."""
    year = anchor.year or 0
    month = month_of(form.point) or 1
    now, then = (month_of(anchor) or month, 0), (month, 0)
    if form.point.day and anchor.day:
        now, then = (now[0], anchor.day), (month, form.point.day)
    if form.sign == -1:
        return year if then < now else year - 1
    return year if form.sign == 0 or then > now else year + 1


def weekend(anchor: Point, tense: int) -> Point | None:
    """The weekend of the week of a day, or for a verb in the past the one that was over by then."""
    day, week = day_of(anchor), widen(anchor, "week")
    if day is None or week is None:
        return None
    over = shift(week, Amount(1, "W"), -1) if tense < 0 and day.isoweekday() < _SATURDAY else week
    return replace(over, daytime="-WE") if over else None


class Writing:
    """How the document writes dates: which of day and month stands first, and whether months are 2022-04."""

    def __init__(self, mentions: Sequence[Mention], dct: Anchor | None, text: str) -> None:
        points = [m.form.point for m in mentions if isinstance(m.form, Calendar)] + ([dct.point] if dct else [])
        self._told = {edtf(point) for point in points if point.grain == "day" and point.year is not None}
        written = [_NUMERIC.match(m.span.of(text)) for m in mentions if isinstance(_day_of(m), Calendar)]
        orders = {int(numbers[1]) > 12 for numbers in written if numbers}
        self._day_first = orders.pop() if len(orders) == 1 else None
        self._iso = any(_is_iso(mention) for mention in mentions)

    def decided(self, reading: Reading, mention: Mention) -> Reading:
        """The reading of 03/04/2022 or 2009-10 that the rest of the document bears out, or the same as before."""
        if isinstance(mention.form, Calendar) and mention.form.other:
            readings = (mention.form.other, mention.form.point)
            return ambiguous(readings) if self._iso else replace(reading, alternatives=(edtf(readings[0]),))
        if not isinstance(mention.form, Ambiguous):
            return reading
        month_first, day_first = mention.form.readings
        told = [point for point in mention.form.readings if edtf(point) in self._told]
        if len(told) == 1:
            point = told[0]
        elif self._day_first is not None:
            point = day_first if self._day_first else month_first
        else:
            return reading
        others = tuple(edtf(other) for other in mention.form.readings if other != point)
        return Reading("DATE", timex(point), "explicit", point, alternatives=others)


def _day_of(mention: Mention) -> Form | None:
    """The form of a date, also of one with a clock time beside it."""
    return mention.form.on if isinstance(mention.form, At) else mention.form


def _is_iso(mention: Mention) -> bool:
    """Whether it is a day or month as ISO 8601 writes it, and nothing else."""
    return mention.rule_id == _ISO_DAY or (mention.rule_id == _ISO_MONTH and not mention.pair)
