"""The second pass: what each mention means in its document.

The anchor of a relative form is the document's time (DCT) or the date that the text has reached; which of them is
decided once for each document from its own dates (`is_narrative`). There is no third: where neither is there, the
value stays open. Never a clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regesta.extract.times.forms import (
    Ambiguous,
    At,
    Base,
    Calendar,
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
_MANY = 3  # dates that show a habit
_DROP = 9  # months that a narrative does not go back
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
    points = [m.form.point for m in mentions if isinstance(m.form, Calendar)]
    years = [point.year for point in points if point.year is not None and _is_a_place(point)]
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
    state = _State(dct, narrative=narrative)
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

    def __init__(self, dct: Anchor | None, *, narrative: bool) -> None:
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
            case Shift():
                return self._shift(form)
            case Within():
                return self._within(form)
            case Nearest():
                return self._nearest(form)
            case At():
                return self._at(form)
        return _without_anchor(form)

    # --- dates by their own numbers

    def _calendar(self, form: Calendar, mention: Mention) -> Reading:
        point, basis, anchor = form.point, "explicit", mention.year_span
        if point.year is None:
            near = self._for_year()
            completed = replace(point, year=self._year(point, near)) if near else point
            if near is None or not is_possible(completed):  # 29 February, in a year that has none
                return Reading("DATE", timex(point), "unresolved", point)
            point, basis, anchor = completed, near.basis, near.year_span
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
        """The year of a date without one; the anchor's own when either has no month.

        A narrative goes on in the same year, unless it drops back by most of one (December, then January: the next).
        News means the year in which the date is nearest to the anchor.
        """
        year = near.point.year or 0
        month = point.month or (_SEASON_MONTHS[point.part - 1] if point.part else None)
        now = near.point.month
        if month is None or now is None:
            return year
        if self.narrative:
            return year + 1 if now - month >= _DROP else year
        return min((year, year - 1, year + 1), key=lambda other: abs(12 * (other - year) + month - now))

    # --- relative dates

    def _base(self, base: Base) -> Anchor | None:
        """Writing about other times, "last year" and "two years ago" are counted from where the text has got to."""
        return self.previous if base == "previous" or (base == "now" and self.narrative and self.dct) else self.dct

    def _shift(self, form: Shift) -> Reading:
        offset = minus(duration(form.amount), form.sign) if form.amount.count or form.counted else None
        anchor = self._base(form.base)
        point = _moved(anchor.point, form) if anchor else None
        if anchor is None or point is None:
            return Reading("DATE", unknown(form.amount), "unresolved", offset=offset)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span, offset)

    def _within(self, form: Within) -> Reading:
        outer = self._shift(form.outer)
        point = replace(form.inner, year=outer.point.year if outer.point else None)
        if not is_possible(point):
            return replace(outer, value=None, point=None, offset=None, flags=("impossible",))
        return replace(outer, value=timex(point), point=point if outer.point else None, offset=None)

    def _nearest(self, form: Nearest) -> Reading:
        anchor = self._base("now")
        if form.weekday is not None:
            return self._weekday(form.weekday, form.sign, anchor)
        if anchor is None:
            return Reading("DATE", timex(form.point), "unresolved", form.point)
        point = replace(form.point, year=_beside(form, anchor.point))
        if not is_possible(point):
            return Reading("DATE", timex(form.point), "unresolved", form.point)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span)

    def _weekday(self, weekday: int, sign: int | None, anchor: Anchor | None) -> Reading:
        day = day_of(anchor.point) if anchor else None
        unresolved = Reading("DATE", f"XXXX-WXX-{weekday}", "unresolved")
        if anchor is None or day is None:
            return unresolved
        back = (day.isoweekday() - weekday) % 7
        days = {None: -back, -1: -(back or 7), 0: -back if back == 0 else 7 - back, 1: 7 - back}[sign]
        point = shift(anchor.point, Amount(abs(days), "D"), -1 if days < 0 else 1)
        return Reading("DATE", timex(point), anchor.basis, point, anchor.span) if point else unresolved

    def _at(self, form: At) -> Reading:
        anchor = self._base("now")
        if form.weekday is not None:
            outer = self._weekday(form.weekday, None, anchor)
        else:
            outer = self._shift(Shift("now", Amount(abs(form.days), "D"), -1 if form.days < 0 else 1))
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
        if point is None or not _is_a_place(point) or reading.type != "DATE":
            return
        if self._is_aside(point):
            return
        if isinstance(mention.form, Calendar):
            year_span = reading.anchor or (mention.span if reading.basis == "explicit" else None)
        elif isinstance(mention.form, Shift | OfEvent) and reading.basis == "previous_date":
            year_span = self.previous.year_span if self.previous else None
        else:
            return
        self.previous = Anchor(point, "previous_date", mention.span, year_span, self.paragraph)

    def _is_aside(self, point: Point) -> bool:
        """Whether a bare year leaves the text where it is: that year already, or a paragraph that tells of days."""
        previous = self.previous
        if point.grain != "year" or previous is None or previous.point.grain == "year":
            return False
        return self.narrative and (previous.paragraph == self.paragraph or previous.point.year == point.year)


def _is_a_place(point: Point) -> bool:
    """Whether a text can go on from the point: it has a year and is no longer than one."""
    return point.year is not None and point.grain not in ("decade", "century")


def _without_anchor(form: Ambiguous | Length | Repeated | Reference) -> Reading:
    """What a form means in any document."""
    match form:
        case Ambiguous():
            readings = (*(edtf(point) for point in form.readings), *([form.years] if form.years else []))
            return Reading("DATE", None, "explicit", alternatives=readings, flags=("ambiguous",))
        case Length():
            offset = minus(duration(form.amount), form.sign) if form.sign else None
            return Reading("DURATION", duration(form.amount), "explicit", offset=offset)
        case Repeated():
            return Reading("SET", form.value, "explicit")
        case Reference():
            return Reading("DATE", form.value, "explicit")


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
