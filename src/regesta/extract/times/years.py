"""The year of a date that does not name one, from the dates that the document gives.

News counts from the day of writing: the year in which the date is past, ahead or nearest, as the verb says. A
narrative counts from the dates told before: it goes on from one of them by few months, seldom back, and rather from
the latest than from an earlier one. Of the years that this allows the cheapest is taken (`Told.nearest`).
"""

from collections import deque
from dataclasses import dataclass

from regesta.extract.times.points import Point
from regesta.spans import Span

__all__ = ["SEASON_MONTHS", "Anchor", "Told", "month_of", "year_beside"]

SEASON_MONTHS = (4, 7, 10, 1)
_KEPT = 6  # dates that a reader still has in mind
_BACK = 1.5  # what a month back costs, where a month ahead costs 1
_YEAR = 12.0
_OLDER = 1.0  # what each date told since costs
_BARE = 4.0  # what a year costs that stands without a month


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that others are counted from, with where it stands (`span`) and where its year stands (`year_span`)."""

    point: Point
    basis: str
    span: Span | None = None
    year_span: Span | None = None
    paragraph: Span | None = None


def month_of(point: Point) -> int | None:
    """The month that a month, day, season, quarter or half lies in or begins with; None for anything coarser."""
    if point.month is not None or point.part is None:
        return point.month
    match point.grain:
        case "season":
            return SEASON_MONTHS[point.part - 1]
        case "quarter":
            return 3 * point.part - 1
        case "half":
            return 6 * point.part - 3
    return None


def year_beside(point: Point, now: Point, tense: int) -> int:
    """The year in which `point` is the last one (`tense` -1), the next (1) or the nearest (0), seen from `now`."""
    year, month, here = now.year or 0, month_of(point), month_of(now)
    if month is None or here is None:
        return year
    if tense == 0:
        return min((year, year - 1, year + 1), key=lambda other: abs(12 * (other - year) + month - here))
    later = (month, point.day or 0) > (here, (now.day or 0) if point.day else 0)
    earlier = (month, point.day or 99) < (here, (now.day or 99) if point.day else 99)
    if tense < 0:
        return year - 1 if (later and month != here) or (later and point.day is not None) else year
    return year + 1 if (earlier and month != here) or (earlier and point.day is not None) else year


class Told:
    """The latest dates of a narrative."""

    def __init__(self) -> None:
        self._anchors: deque[Anchor] = deque(maxlen=_KEPT)

    def add(self, anchor: Anchor) -> None:
        """Let the text go on from a date."""
        self._anchors.append(anchor)

    def nearest(self, point: Point) -> tuple[Anchor, int] | None:
        """The date told from which the text gets to `point` most easily, and the year that `point` then has."""
        month = month_of(point)
        choices = [
            (cost + _OLDER * age, age, year, anchor)
            for age, anchor in enumerate(reversed(self._anchors))
            for cost, year in _steps(anchor, month)
        ]
        if not choices:
            return None
        _, _, year, anchor = min(choices, key=lambda choice: choice[:3])
        return anchor, year


def _steps(told: Anchor, month: int | None) -> list[tuple[float, int]]:
    """Cost and year of each way from a date told to a month."""
    year, here = told.point.year, month_of(told.point)
    if year is None:
        return []
    if month is None or here is None:
        return [(_BARE, year)]
    ahead = month - here
    steps = [(float(ahead) if ahead >= 0 else -ahead * _BACK, year)]
    if ahead < 0 and year + 1 != 0:
        steps.append((_YEAR + ahead, year + 1))
    return steps
