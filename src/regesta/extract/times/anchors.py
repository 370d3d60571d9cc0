"""The second pass: what each mention means in its document.

The anchor of a relative form is the document's time (DCT) or the date that the text has reached; which of them is
decided once for each document from its own dates (`is_narrative`). There is no third: where neither is there, the
value stays open. Never a clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from regesta.extract.times.forms import (
    Ambiguous,
    At,
    Calendar,
    Form,
    Length,
    Mention,
    Nearest,
    OfEvent,
    Reference,
    Repeated,
    Shift,
    Within,
)
from regesta.extract.times.points import (
    Amount,
    Point,
    day_of,
    duration,
    edtf,
    is_possible,
    minus,
    shift,
    timex,
    unknown,
    widen,
)
from regesta.spans import Span

__all__ = ["Anchor", "Reading", "is_narrative", "resolve"]

_FAR = 1  # years between a date and the DCT that news seldom leaves
_MANY = 3
_SEASON_MONTHS = (4, 7, 10, 1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that others are counted from, with where it stands (`span`) and where its year stands (`year_span`)."""

    point: Point
    basis: str
    span: Span | None = None
    year_span: Span | None = None
    paragraph: Span | None = None


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


def is_narrative(mentions: Sequence[Mention], dct: Point | None) -> bool:
    """Whether the text tells of times far from its own: most of its years lie more than a year from the DCT."""
    if dct is None or dct.year is None:
        return True
    points = [m.form.point for m in mentions if isinstance(m.form, Calendar) and m.form.point.year]
    years = [point.year for point in points if point.year and point.grain not in ("decade", "century")]
    far = sum(1 for year in years if abs(year - dct.year) > _FAR)
    return far >= _MANY and 2 * far > len(years)


def resolve(mentions: Sequence[tuple[Mention, Span]], dct: Anchor | None, text: str) -> list[Reading]:
    """The reading of every mention, in their order.

    Args:
        mentions: each with the span of its paragraph, in the order of the text.
        dct: the document's time, if it is known.
        text: the document, to see what stands between two mentions.
    """
    narrative = is_narrative([mention for mention, _ in mentions], dct.point if dct else None)
    state = _State(dct, narrative)
    readings = []
    for index, (mention, paragraph) in enumerate(mentions):
        state.paragraph = paragraph
        follower = mentions[index + 1][0] if index + 1 < len(mentions) else None
        if follower and text[mention.span.end : follower.span.start].strip():
            follower = None
        reading = state.reading(mention, follower)
        state.moves_to(mention, reading)
        readings.append(reading)
    return readings


class _State:
    """The anchors as they stand at one place of the document."""

    def __init__(self, dct: Anchor | None, narrative: bool) -> None:  # noqa: FBT001 a private constructor
        self.dct = dct
        self.narrative = narrative
        self.previous: Anchor | None = None
        self.paragraph: Span | None = None

    def reading(self, mention: Mention, follower: Mention | None) -> Reading:
        form = mention.form
        match form:
            case Calendar():
                return self._calendar(form, mention)
            case OfEvent():
                return self._of_event(form, follower)
            case _:
                return self._simple(form)

    def _simple(self, form: Form) -> Reading:
        match form:
            case Ambiguous():
                readings = [edtf(point) for point in form.readings] + ([form.years] if form.years else [])
                return Reading("DATE", None, "explicit", alternatives=tuple(readings), flags=("ambiguous",))
            case Length():
                offset = minus(duration(form.amount), form.sign) if form.sign else None
                return Reading("DURATION", duration(form.amount), "explicit", offset=offset)
            case Repeated():
                return Reading("SET", form.value, "explicit")
            case Reference():
                return Reading("DATE", form.value, "explicit")
            case _:
                return self._relative(form)

    def _relative(self, form: Form) -> Reading:
        match form:
            case Shift():
                return self._shift(form)
            case Within():
                return self._within(form)
            case Nearest():
                return self._nearest(form)
            case At():
                return self._at(form)
            case _:
                raise TypeError(form)

    # --- dates by their own numbers

    def _calendar(self, form: Calendar, mention: Mention) -> Reading:
        point, basis, anchor = form.point, "explicit", mention.year_span
        if point.year is None:
            near = self._for_year()
            if near is None:
                return Reading("DATE", timex(point), "unresolved", point)
            point = replace(point, year=self._year(point, near))
            basis, anchor = near.basis, near.year_span
        if not is_possible(point):
            return Reading("DATE", None, basis, None, anchor, flags=("impossible",))
        return Reading("DATE", timex(point), basis, point, anchor)

    def _for_year(self) -> Anchor | None:
        """The anchor that gives a year: the date before it in a narrative or in the paragraph, else the DCT."""
        previous = self.previous
        if previous and (self.narrative or (previous.paragraph == self.paragraph and previous.point.month)):
            return previous
        return self.dct or previous

    def _year(self, point: Point, near: Anchor) -> int:
        """The year in which the point is nearest to the anchor; the anchor's own when that has no month."""
        year = near.point.year or 0
        month = point.month or (_SEASON_MONTHS[point.part - 1] if point.part else None)
        if month is None or near.point.month is None:
            return year
        import os

        V = os.environ.get("V", "0")
        if V == "0" or not self.narrative:
            return min((year, year - 1, year + 1), key=lambda y: abs(12 * (y - year) + month - (near.point.month or 0)))
        back = near.point.month - month
        if back >= int(V):
            return year + 1
        if -back >= int(os.environ.get("W", "99")):
            return year - 1
        return year

    # --- relative dates

    def _base(self, base: str) -> Anchor | None:
        return self.previous if base == "previous" or (self.narrative and self.dct) else self.dct

    def _shift(self, form: Shift) -> Reading:
        offset = minus(duration(form.amount), form.sign) if form.amount.count or form.counted else None
        anchor = self._base(form.base)
        if anchor is None:
            return Reading("DATE", unknown(form.amount), "unresolved", offset=offset)
        point = _moved(anchor.point, form)
        if point is None:
            return Reading("DATE", unknown(form.amount), "unresolved", offset=offset)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span, offset)

    def _within(self, form: Within) -> Reading:
        outer = self._shift(form.outer)
        point = replace(form.inner, year=outer.point.year if outer.point else None)
        if not is_possible(point):
            return replace(outer, value=None, point=None, offset=None, flags=("impossible",))
        return replace(outer, value=timex(point), point=point if outer.point else None, offset=None)

    def _nearest(self, form: Nearest) -> Reading:
        anchor = self._base("dct")
        if form.weekday is not None:
            return self._weekday(form.weekday, form.sign, anchor)
        if anchor is None:
            return Reading("DATE", timex(form.point), "unresolved", form.point)
        point = replace(form.point, year=_beside(form, anchor.point))
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _weekday(self, weekday: int, sign: int | None, anchor: Anchor | None) -> Reading:
        day = day_of(anchor.point) if anchor else None
        if anchor is None or day is None:
            return Reading("DATE", f"XXXX-WXX-{weekday}", "unresolved")
        back = (day.isoweekday() - weekday) % 7
        days = {None: -back, -1: -(back or 7), 0: -back if back == 0 else 7 - back, 1: 7 - back}[sign]
        moved = day + timedelta(days=days)
        point = Point("day", moved.year, moved.month, moved.day)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _at(self, form: At) -> Reading:
        anchor = self._base("dct")
        if form.weekday is not None:
            outer = self._weekday(form.weekday, None, anchor)
        else:
            outer = self._shift(Shift("dct", Amount(abs(form.days), "D"), -1 if form.days < 0 else 1))
        if outer.point is None:
            return replace(outer, type="TIME", value=f"{outer.value}{form.daytime}", offset=None)
        point = replace(outer.point, daytime=form.daytime)
        return replace(outer, type="TIME", value=timex(point), point=point, offset=None)

    def _of_event(self, form: OfEvent, follower: Mention | None) -> Reading:
        """Counted from a date, where one follows; else from an event, which only the events can date."""
        offset = minus(duration(form.amount), form.sign)
        if follower and isinstance(follower.form, Calendar):
            base = self._calendar(follower.form, follower)
            point = shift(base.point, form.amount, form.sign) if base.point else None
            if point is not None:
                return Reading("DATE", timex(point), base.basis, point, follower.span, offset)
        basis = "event" if form.head else "unresolved"
        return Reading("DATE", unknown(form.amount), basis, None, form.head, offset)

    # --- where the text has got to

    def moves_to(self, mention: Mention, reading: Reading) -> None:
        """Let a date that the text names be what the next one is counted from."""
        point = reading.point
        if point is None or point.year is None or point.grain in ("decade", "century") or reading.type != "DATE":
            return
        import os

        U = os.environ.get("U", "")
        if point.grain == "year" and isinstance(mention.form, Calendar) and self.narrative and self.previous:
            if "a" in U and self.previous.paragraph == self.paragraph and self.previous.point.grain != "year":
                return
            if "b" in U and self.previous.point.grain != "year":
                return
            if "c" in U and mention.rule_id == "times.year":
                return
            if "d" in U and point.year == self.previous.point.year:
                return
        if isinstance(mention.form, Calendar):
            year_span = reading.anchor or (mention.span if reading.basis == "explicit" else None)
        elif isinstance(mention.form, Shift | OfEvent) and reading.basis == "previous_date":
            year_span = self.previous.year_span if self.previous else None
        else:
            return
        self.previous = Anchor(point, "previous_date", mention.span, year_span, self.paragraph)


def _moved(point: Point, form: Shift) -> Point | None:
    if form.counted:
        return shift(point, form.amount, form.sign)
    grain = form.amount.grain
    whole = widen(point, grain) if grain else None
    return shift(whole, form.amount, form.sign) if whole and form.amount.count else whole


def _beside(form: Nearest, anchor: Point) -> int:
    """The year of the last, this or next month or season, seen from the anchor."""
    year = anchor.year or 0
    month = form.point.month or _SEASON_MONTHS[(form.point.part or 1) - 1]
    now = anchor.month or month
    if form.sign == -1:
        return year if month < now else year - 1
    return year if form.sign == 0 or month > now else year + 1
