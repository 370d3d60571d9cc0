"""Where the text has got to: the dates that the next expression may be counted from."""

from copy import copy
from dataclasses import replace

from regesta.extract.times.forms import At, Base, Calendar, Mention, OfEvent, Reported, Shift, Within
from regesta.extract.times.points import Point
from regesta.extract.times.readings import Reading
from regesta.extract.times.reported import Periods
from regesta.extract.times.years import Anchor, Told
from regesta.spans import Span

__all__ = ["Place", "is_a_place"]


class Place:
    """The anchors as they stand at one place of the document.

    `dct` is the document's time; `previous` the latest date that the text goes on from, `focus` the latest day and
    `clock` the latest clock time, in news those of the paragraph; `told` and `periods` are what it told before.
    """

    def __init__(self, dct: Anchor | None, *, narrative: bool) -> None:
        self.dct = dct
        self.narrative = narrative
        self.told = Told()
        self.periods = Periods()
        self.previous: Anchor | None = None
        self.focus: Anchor | None = None
        self.clock: Anchor | None = None
        self.paragraph: Span | None = None

    def enters(self, paragraph: Span) -> None:
        """Go to the next mention; what news has in focus ends with the paragraph."""
        if paragraph != self.paragraph:
            self.clock = None
            if not self.narrative:
                self.focus = None
        self.paragraph = paragraph

    def spoken_on(self, day: Anchor) -> "Place":
        """The anchors as they stand for one who speaks on a day."""
        speaker = copy(self)
        speaker.narrative, speaker.dct = False, day
        return speaker

    def base(self, base: Base) -> Anchor | None:
        """Writing about other times, "last year" and "two years ago" are counted from where the text has got to."""
        back = base == "previous" or (base == "now" and self.narrative and self.dct is not None)
        return self.previous if back else self.dct

    def goes_on(self, mention: Mention, reading: Reading, *, quoted: bool = False) -> None:
        """Let a date that the text names be what the next one is counted from."""
        point = reading.point
        if point is None or not is_a_place(point) or mention.aside:
            return
        if isinstance(mention.form, Calendar | Within | Reported):
            self.periods.add(Anchor(point, "previous_date", mention.span, None, self.paragraph))
        if point.grain == "day" and point.day is not None:
            self.focus = Anchor(
                point, "previous_date" if reading.basis != "dct" else "dct", mention.span, None, self.paragraph
            )
        if reading.type == "TIME":
            self.clock = Anchor(point, "previous_date", mention.span, None, self.paragraph)
            if not isinstance(mention.form, At):
                return
        self._moves_to(mention, replace(reading, point=replace(point, daytime=None)), quoted=quoted)

    def _moves_to(self, mention: Mention, reading: Reading, *, quoted: bool) -> None:
        point = reading.point
        if point is None:
            return
        if isinstance(mention.form, Calendar):
            year_span = reading.anchor or (mention.span if reading.basis == "explicit" else None)
        elif self.narrative and reading.basis in ("previous_date", "explicit"):
            year_span = self.previous.year_span if self.previous else mention.span
        elif isinstance(mention.form, Shift | OfEvent) and reading.basis == "previous_date":
            year_span = self.previous.year_span if self.previous else None
        else:
            return
        anchor = Anchor(point, "previous_date", mention.span, year_span, self.paragraph)
        if not quoted:
            self.told.add(anchor)
        if not self._is_aside(point):
            self.previous = anchor

    def _is_aside(self, point: Point) -> bool:
        """Whether a bare year leaves the text where it is: that year already, or a paragraph that tells of days."""
        previous = self.previous
        if point.grain != "year" or previous is None or previous.point.grain == "year":
            return False
        return self.narrative and (previous.paragraph == self.paragraph or previous.point.year == point.year)


def is_a_place(point: Point) -> bool:
    """Whether a text can go on from the point: it has a year and is no longer than one."""
    return point.year is not None and point.grain not in ("decade", "century")
