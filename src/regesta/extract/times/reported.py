"""What a report reports on: the quarter or month that was named last, and whose year a fiscal year is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from regesta.extract.times.edges import Days, ending, starting
from regesta.extract.times.forms import Calendar, Edge, Mention
from regesta.extract.times.points import Amount, Grain, Point, interval, shift, widen
from regesta.extract.times.readings import Reading
from regesta.extract.times.years import Anchor
from regesta.spans import Span

__all__ = ["FiscalYear", "Periods"]

_PERIODS = ("quarter", "half", "month")
_YEAR = Amount(1, "Y")
_REPORTS = 3  # the month by which the year before has been reported on


class Periods:
    """The months, quarters and half-years that the text has named, the latest of each grain."""

    def __init__(self) -> None:
        self._told: dict[Grain, Anchor] = {}

    def add(self, anchor: Anchor) -> None:
        """Let the text report on a period; anything else is passed over."""
        if anchor.point.grain in _PERIODS:
            self._told.pop(anchor.point.grain, None)
            self._told[anchor.point.grain] = anchor

    def latest(self, grain: Grain | None = None, paragraph: Span | None = None) -> Anchor | None:
        """The period of a grain (None: of any) that was named last; with `paragraph`, only if it was named there."""
        told = [anchor for known, anchor in self._told.items() if grain in (None, known)]
        return told[-1] if told and paragraph in (None, told[-1].paragraph) else None

    def reported(self, grain: Grain | None, dct: Anchor | None, tense: int = 0) -> Anchor | None:
        """The same, or for a quarter the last one that was over on the day of writing; for a year see `_year`."""
        if grain == "year":
            return self._year(dct, tense)
        told = self.latest(grain)
        if told or dct is None or grain != "quarter":
            return told
        quarter = widen(dct.point, "quarter")
        before = shift(quarter, Amount(1, "Q"), -1) if quarter else None
        return replace(dct, point=before) if before else None

    def _year(self, dct: Anchor | None, tense: int) -> Anchor | None:
        """The year of the quarter that was named last, else that of writing; its first weeks report on the last one."""
        told = self.latest("quarter") or dct
        if told is None or told.point.year is None:
            return None
        before = told is dct and tense < 0 and (told.point.month or _REPORTS) < _REPORTS
        return replace(told, point=Point("year", told.point.year - before))


class FiscalYear:
    """The books of whom the document reports on, where it says when their year ends ("fiscal year ended June 30").

    A fiscal year has the number of the year in which it ends.
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        ends = {end for mention in mentions if (end := _year_end(mention))}
        self._end = ends.pop() if len(ends) == 1 else None

    def applied(self, reading: Reading) -> Reading:
        """The reading of a fiscal year or quarter: its days where they are known, else none."""
        days = self._days(reading.point) if reading.point and not reading.days else reading.days
        return replace(reading, days=days, flags=(*reading.flags, "fiscal"))

    def _days(self, point: Point) -> Days | None:
        if self._end is None or point.year is None:
            return None
        of_year = interval(Point("month", point.year, self._end[0]))
        year = ending(min(of_year[1], date(point.year, *self._end)), _YEAR) if of_year else None
        if year is None or point.grain == "year":
            return year
        if point.grain != "quarter" or point.part is None:
            return None
        before = starting(year[0], Amount(3 * (point.part - 1), "M"))
        return starting(date.fromordinal(before[1].toordinal() + 1), Amount(3, "M")) if before else None


def _year_end(mention: Mention) -> tuple[int, int] | None:
    """Month and day of "the fiscal year ended June 30"."""
    form = mention.form
    if not isinstance(form, Edge) or not form.ends or not mention.fiscal or not isinstance(form.of, Calendar):
        return None
    month, day = form.of.point.month, form.of.point.day
    return (month, day) if month and day else None
