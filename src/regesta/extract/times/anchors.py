"""The second pass: what each mention means in its document.

The anchor of a relative form is the document's time (DCT) or the date that the text has reached; which of them is
decided once for each document from its own dates (`is_narrative`). There is no third: where neither is there, the
value stays open. Never a clock.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from regesta.errors import InvariantError
from regesta.extract.times.edges import ending, nth, starting
from regesta.extract.times.expressions import expression_of
from regesta.extract.times.forms import (
    Ambiguous,
    At,
    Calendar,
    Edge,
    Form,
    Length,
    Mention,
    Named,
    Nearest,
    OfEvent,
    Reference,
    Repeated,
    Reported,
    Same,
    Shift,
    Within,
)
from regesta.extract.times.names import fixed_day, hijri_day, named
from regesta.extract.times.place import Place, is_a_place
from regesta.extract.times.points import (
    Amount,
    Point,
    day_of,
    duration,
    interval,
    is_possible,
    minus,
    shift,
    timex,
    unknown,
    week_of,
    widen,
)
from regesta.extract.times.quotes import Quotes
from regesta.extract.times.readings import (
    Reading,
    Writing,
    later_clock,
    moved,
    vaguely,
    weekend,
    without_anchor,
    year_of,
)
from regesta.extract.times.reported import FiscalYear
from regesta.extract.times.years import Anchor, year_beside
from regesta.spans import Span

__all__ = ["Anchor", "Reading", "again", "is_narrative", "resolve"]

_FAR = 1  # years between a date and the DCT that news seldom leaves
_MANY = 3  # dates that show a habit
_UNREPORTED: dict[str | None, str] = {"quarter": "XXXX-QX", "year": "XXXX"}
_COMPARED = frozenset({"W", "M", "Q", "Y"})
_NEAR = frozenset({"D", "W"})


def is_narrative(mentions: Sequence[Mention], dct: Point | None) -> bool:
    """Whether the text tells of times far from its own: most of its years lie more than a year from the DCT."""
    if dct is None or dct.year is None:
        return True
    points = [m.form.point for m in mentions if isinstance(m.form, Calendar)]
    years = [point.year for point in points if point.year is not None and is_a_place(point)]
    far = sum(1 for year in years if abs(year - dct.year) > _FAR)
    spoken = sum(1 for mention in mentions if _is_of_today(mention.form))
    return far >= _MANY and 2 * far > len(years) + spoken


def _is_of_today(form: Form) -> bool:
    """Whether it is what one says of the days around the day of writing: yesterday, on Friday."""
    return (isinstance(form, Shift) and form.base == "dct") or (isinstance(form, Nearest) and form.weekday is not None)


def resolve(mentions: Sequence[tuple[Mention, Span]], dct: Anchor | None, text: str) -> list[Reading]:
    """The reading of every mention, in their order.

    Args:
        mentions: each with the span of its paragraph, in the order of the text.
        dct: the document's time, if it is known.
        text: the document, to see what stands between two mentions.
    """
    every = [mention for mention, _ in mentions]
    place = Place(dct, narrative=is_narrative(every, dct.point if dct else None))
    reader = _Reader(place)
    writing = Writing(every, dct, text)
    fiscal = FiscalYear(every)
    quotes = Quotes(mentions, text)
    readings: list[Reading] = []
    for index, (mention, paragraph) in enumerate(mentions):
        place.enters(paragraph)
        follower = every[index + 1] if index + 1 < len(every) else None
        if follower and text[mention.span.end : follower.span.start].strip():
            follower = None
        quote = quotes.around(index)
        quoted = quote is not None
        here = reader.spoken_on(quotes.day_of_speech(index, quote)) if quote else reader
        reading = writing.decided(here.reading(mention, follower, quoted=quoted), mention)
        reading = fiscal.applied(reading) if mention.fiscal else _checked(reading, mention)
        if mention.pair < 0 and isinstance(mention.form, Nearest):
            reading = _not_before(readings[index + mention.pair], reading)
        reader.goes_on(mention, reading, quoted=quoted)
        readings.append(reading)
    return readings


def again(expression: str, anchor: Anchor) -> Reading:
    """What an expression (a cell of `times.expr`) means when everything is counted from another date, or an event's.

    Raises:
        InputLineError: it is not an expression.
    """
    read = expression_of(expression)
    form = read.form
    if isinstance(form, OfEvent):
        form = Shift("dct", form.amount, form.sign, counted=True)
    place = Place(anchor, narrative=False)
    place.previous = anchor
    reading = _Reader(place).reading(Mention(anchor.span or Span(0, 1), "", form, tense=read.tense))
    return FiscalYear(()).applied(reading) if read.fiscal else reading


def _not_before(left: Reading, right: Reading) -> Reading:
    """The weekday that ends a range (Thursday to Monday): the first one after the weekday that begins it."""
    first, last = (day_of(end.point) if end.point else None for end in (left, right))
    if first is None or last is None or right.point is None or last >= first:
        return right
    point = shift(right.point, Amount(1, "W"), 1)
    return replace(right, value=timex(point), point=point) if point else right


def _checked(reading: Reading, mention: Mention) -> Reading:
    """The reading, flagged where the weekday beside a date is not the one that it has."""
    day = day_of(reading.point) if reading.point else None
    if not isinstance(mention.form, Calendar) or day is None or mention.form.weekday in (None, day.isoweekday()):
        return reading
    return replace(reading, flags=(*reading.flags, "weekday_mismatch"))


class _Reader:
    """Reads mentions at one place of the document."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def spoken_on(self, day: Mention | None) -> "_Reader":
        """The reader of one who speaks on a day; without one, the same as before."""
        point = self.reading(day).point if day else None
        if day is None or point is None or day_of(point) is None:
            return self
        return _Reader(self.place.spoken_on(Anchor(replace(point, daytime=None), "speech", day.span)))

    def reading(self, mention: Mention, follower: Mention | None = None, *, quoted: bool = False) -> Reading:
        """What a mention means here; `follower` is the next one, when nothing stands between them."""
        form = mention.form
        match form:
            case Calendar():
                return self._calendar(form, mention)
            case OfEvent():
                return self._of_event(form, follower)
            case Shift():
                return self._shift(form, quoted=quoted)
            case Within():
                return self._within(form, mention)
            case Named():
                return self._named(form, mention)
            case At():
                return self._at(form, mention)
        return self._beside(form, mention)

    def _beside(self, form: Form, mention: Mention) -> Reading:
        match form:
            case Nearest():
                return self._nearest(form, mention.tense)
            case Same():
                return self._same(form)
            case Reported():
                return self._reported(form, mention.tense)
            case Edge():
                return self._edge(form, mention)
            case Ambiguous() | Length() | Repeated() | Reference():
                return without_anchor(form)
        raise InvariantError(f"no reading for {form!r}")

    # --- dates by their own numbers

    def _calendar(self, form: Calendar, mention: Mention) -> Reading:
        point, basis, anchor = form.point, "explicit", mention.year_span
        if point.year is None:
            completed, near = self._completed(point, mention.tense)
            if near is None or completed is None or not is_possible(completed):
                return Reading("DATE", timex(point), "unresolved", point)
            point, basis, anchor = completed, near.basis, near.year_span
        if not is_possible(point):
            return Reading("DATE", None, basis, None, anchor, flags=("impossible",))
        return Reading("DATE", timex(point), basis, point, anchor)

    def _completed(self, point: Point, tense: int) -> tuple[Point | None, Anchor | None]:
        """The point with its year, and the anchor that gives it."""
        if point.grain == "day" and point.month is None:
            return self._day_of_month(point)
        if self.place.narrative and (found := self.place.told.nearest(point)) is not None:
            return replace(point, year=found[1]), found[0]
        previous = self.place.previous
        beside = previous and previous.paragraph == self.place.paragraph and previous.point.month
        near = previous if beside and not tense else self.place.dct or previous
        if near is None:
            return None, None
        return replace(point, year=year_beside(point, near.point, tense if near is self.place.dct else 0)), near

    def _day_of_month(self, point: Point) -> tuple[Point | None, Anchor | None]:
        """The 20th: of the month that the text has got to."""
        previous = self.place.previous
        if previous is None or previous.point.month is None:
            return None, None
        return replace(point, year=previous.point.year, month=previous.point.month), previous

    # --- relative dates

    def _shift(self, form: Shift, *, quoted: bool = False) -> Reading:
        offset = minus(duration(form.amount), form.sign) if form.amount.count or form.counted else None
        if self.place.narrative and self.place.dct and form.base == "dct":
            return self._spoken(form, quoted=quoted)
        if form.counted and form.amount.count is None and form.base == "now":  # "several years ago"
            return Reading("DATE", "PAST_REF" if form.sign < 0 else "FUTURE_REF", "explicit", offset=offset)
        if compared := self._compared(form):
            return replace(compared, offset=offset)
        if self.place.clock and form.base == "previous" and (moment := later_clock(self.place.clock.point, form)):
            return Reading("TIME", timex(moment), self.place.clock.basis, moment, self.place.clock.span, offset)
        anchor = self._shifted_from(form)
        point = moved(anchor.point, form) if anchor else None
        if anchor is None or point is None:
            return Reading("DATE", vaguely(anchor, form), "unresolved", offset=offset)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span, offset)

    def _shifted_from(self, form: Shift) -> Anchor | None:
        if form.base == "previous" and form.amount.unit == "Q" and not self.place.narrative:
            return self.place.periods.reported("quarter", self.place.dct)
        if form.base == "previous" and form.amount.unit in _NEAR and not self.place.narrative and self.place.focus:
            return self.place.focus
        anchor = self.place.base(form.base)
        if anchor is None and form.sign < 0 and form.amount.unit in _COMPARED:
            return self.place.dct  # "a year earlier", in news that names no other date
        return anchor

    def _compared(self, form: Shift) -> Reading | None:
        """A year ago, beside a quarter that the news reports on: the same quarter of that year."""
        told = None if self.place.narrative else self.place.periods.latest(None, self.place.paragraph)
        if told is None or not form.counted or form.amount != Amount(1, "Y") or form.sign > 0:
            return None
        if told.point.grain == "month" and form.base == "now":
            return None
        return self._part_of(told.point, form, told)

    def _part_of(self, part: Point, outer: Shift, told: Anchor) -> Reading:
        point = replace(part, year=(part.year or 0) + outer.sign * int(outer.amount.count or 0))
        return Reading("DATE", timex(point), told.basis, point, told.span)

    def _reported(self, form: Reported, tense: int) -> Reading:
        if form.grain == "year" and self.place.narrative:
            return self._shift(Shift("now", Amount(0, "Y"), 1))
        anchor = self.place.periods.reported(form.grain, self.place.dct, tense)
        if anchor is None:
            return Reading("DATE", _UNREPORTED.get(form.grain, "XXXX-XX-XX"), "unresolved")
        return Reading("DATE", timex(anchor.point), anchor.basis, anchor.point, anchor.span)

    def _edge(self, form: Edge, mention: Mention) -> Reading:
        """The first nine months of 1989: a length with its days; the last week of March: a date."""
        outer = self.reading(replace(mention, form=form.of, year_span=None)) if form.of else None
        days = (
            outer.days or (interval(outer.point) if outer.point and is_possible(outer.point) else None)
            if outer
            else None
        )
        one = form.amount.count == 1
        if outer is None or days is None:
            value = unknown(form.amount) if one else duration(form.amount)
            return Reading("DATE" if one else "DURATION", value, "unresolved" if one else "explicit")
        anchor = mention.year_span or outer.anchor
        if form.ends:
            return self._ending(form, days[1], replace(outer, anchor=anchor))
        if one:
            point = nth(days, form.amount.unit, form.nth, form.weekday)
            value = timex(point) if point else unknown(form.amount)
            return Reading("DATE", value, outer.basis if point else "unresolved", point, anchor)
        own = starting(days[0], form.amount) if form.nth > 0 else ending(days[1], form.amount)
        return Reading("DURATION", duration(form.amount), outer.basis, None, anchor, days=own)

    def _ending(self, form: Edge, end: date, outer: Reading) -> Reading:
        own = ending(end, form.amount)
        grain = form.amount.grain
        if form.amount.count != 1 or grain is None:
            return replace(outer, type="DURATION", value=duration(form.amount), point=None, days=own)
        point = week_of(end) if grain == "week" else widen(Point("day", end.year, end.month, end.day), grain)
        return replace(outer, value=timex(point) if point else unknown(form.amount), point=point, days=own)

    def _spoken(self, form: Shift, *, quoted: bool) -> Reading:
        """Today, where other times are told: the reader's own, or that of a speaker whose day nobody knows."""
        if form.amount.count or quoted:
            return Reading("DATE", unknown(form.amount), "unresolved")
        return Reading("DATE", "PRESENT_REF", "explicit")

    def _within(self, form: Within, mention: Mention) -> Reading:
        if isinstance(form.inner, Reported):
            return self._parallel(form.inner, form.outer, mention)
        outer = self.reading(replace(mention, form=form.outer))
        if form.inner.grain == "week":
            point = replace(outer.point, daytime=form.inner.daytime) if outer.point else None
            value = timex(point) if point else f"XXXX-WXX{form.inner.daytime}"
            return replace(outer, value=value, point=point, offset=None)
        point = replace(form.inner, year=outer.point.year if outer.point else None)
        if not is_possible(point):
            return replace(outer, value=None, point=None, offset=None, flags=("impossible",))
        return replace(outer, value=timex(point), point=point if outer.point else None, offset=None)

    def _parallel(self, inner: Reported, outer: Shift | Calendar, mention: Mention) -> Reading:
        """The same quarter a year ago; where no quarter was named, a year ago."""
        told = None if self.place.narrative else self.place.periods.reported(inner.grain, self.place.dct)
        year = self.reading(replace(mention, form=outer))
        if told is None:
            return year
        if isinstance(outer, Calendar):
            point = replace(told.point, year=outer.point.year)
            return Reading("DATE", timex(point), told.basis, point, told.span)
        return replace(self._part_of(told.point, outer, told), offset=year.offset)

    def _nearest(self, form: Nearest, tense: int) -> Reading:
        anchor = self.place.base(form.base)
        if form.weekday is not None:
            return self._weekday(form.weekday, form.sign, anchor, tense)
        if anchor is None:
            return Reading("DATE", timex(form.point), "unresolved", form.point)
        point = weekend(anchor.point, tense) if form.point.grain == "week" else None
        point = point or replace(form.point, year=year_of(form, anchor.point))
        if not is_possible(point):
            return Reading("DATE", timex(form.point), "unresolved", form.point)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _weekday(self, weekday: int, sign: int | None, anchor: Anchor | None, tense: int) -> Reading:
        day = day_of(anchor.point) if anchor else None
        unresolved = Reading("DATE", f"XXXX-WXX-{weekday}", "unresolved")
        if anchor is None or day is None:
            return unresolved
        back = (day.isoweekday() - weekday) % 7
        ahead = (weekday - day.isoweekday()) % 7
        days = {None: ahead if tense > 0 else -back, -1: -(back or 7), 0: ahead, 1: 7 - back}[sign]
        point = shift(anchor.point, Amount(abs(days), "D"), -1 if days < 0 else 1)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span) if point else unresolved

    def _same(self, form: Same) -> Reading:
        """That time: the date before it in the paragraph (one further off may not be meant), else that of "the day"."""
        anchor = self.place.focus or self.place.previous
        if anchor is None or anchor.paragraph != self.place.paragraph:
            anchor = self.place.dct if form.base == "now" and not self.place.narrative else None
        if anchor is None:
            return Reading("DATE", form.otherwise or "XXXX-XX-XX", "explicit" if form.otherwise else "unresolved")
        point = replace(anchor.point, daytime=None)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _named(self, form: Named, mention: Mention) -> Reading:
        if form.day is not None:
            point = hijri_day(form.name, form.day, form.year or 0)
            return Reading(
                "DATE", timex(point) if point else "XXXX-XX-XX", "explicit" if point else "unresolved", point
            )
        fixed = fixed_day(form.name)
        if fixed is not None:
            return self._calendar(Calendar(replace(fixed, year=form.year)), mention)
        anchor = None if form.year else self.place.base("now")
        year = form.year or (anchor.point.year if anchor else None)
        found = named(form.name, year) if year else None
        if found is None:
            return Reading("DATE", f"{year:04d}-XX-XX" if year else "XXXX-XX-XX", "unresolved")
        point, days = found
        basis = anchor.basis if anchor else "explicit"
        return Reading("DATE", timex(point), basis, point, anchor.year_span if anchor else None, days=days)

    def _at(self, form: At, mention: Mention) -> Reading:
        if form.on is None:
            outer = self._here()
        else:
            outer = self.reading(replace(mention, form=form.on))
            if form.day_span and outer.point:
                outer = replace(outer, anchor=form.day_span)
        if outer.point is None or outer.point.grain != "day":
            value = outer.value if outer.value and outer.value.count("-") == 2 else "XXXX-XX-XX"
            return replace(outer, type="TIME", value=f"{value}{form.daytime}", point=None, offset=None)
        point = replace(outer.point, daytime=form.daytime)
        return replace(outer, type="TIME", value=timex(point), point=point, offset=None)

    def _here(self) -> Reading:
        """The day of a clock time that stands alone: the one that the text has got to, else that of writing."""
        anchor = self.place.focus or self.place.base("now")
        if anchor is None or anchor.point.grain != "day":
            return Reading("DATE", "XXXX-XX-XX", "unresolved")
        point = replace(anchor.point, daytime=None)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _of_event(self, form: OfEvent, follower: Mention | None) -> Reading:
        """Counted from a date, where one follows; else from an event, which only the events can date."""
        offset = minus(duration(form.amount), form.sign)
        if follower and isinstance(follower.form, Calendar | Nearest | Named):
            base = self.reading(follower)
            point = shift(base.point, form.amount, form.sign) if base.point else None
            if point is not None:
                return Reading("DATE", timex(point), base.basis, point, follower.span, offset)
        basis = "event" if form.head else "unresolved"
        return Reading("DURATION", duration(form.amount), basis, None, form.head, offset)

    def goes_on(self, mention: Mention, reading: Reading, *, quoted: bool = False) -> None:
        """Let a date that the text names be what the next one is counted from."""
        form = mention.form
        if isinstance(form, Edge) and form.of and not form.ends:  # "the first ten months of 1915" is a place in 1915
            outer = replace(mention, form=form.of)
            self.goes_on(outer, self.reading(outer), quoted=quoted)
        self.place.goes_on(mention, reading, quoted=quoted)
