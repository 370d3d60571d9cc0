"""What an expression means before anybody knows when it was written: a small tree of operators.

A form keeps what the words say (the 10th of April; two days before the anchor; the Friday nearest to it) and leaves
what they do not say to `anchors`, so that it can be resolved again under another anchor. After SCATE.
"""

from dataclasses import dataclass
from typing import Literal

from regesta.extract.times.points import Amount, Grain, Point
from regesta.spans import Span

__all__ = [
    "Ambiguous",
    "At",
    "Calendar",
    "Edge",
    "Form",
    "Length",
    "Mention",
    "Named",
    "Nearest",
    "OfEvent",
    "Reference",
    "Repeated",
    "Reported",
    "Same",
    "Shift",
    "Within",
]

Base = Literal["dct", "now", "previous"]
"""What a relative form is counted from: the time of writing ("yesterday"), the time that the text has got to
("the next day"), or whichever of them the document counts from ("last year")."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A stretch named by its own numbers; without a year, one of many. `weekday` (1 is Monday) should agree with it.

    `other` is a reading that prose hardly ever means: the month 2009-10, for the years.
    """

    point: Point
    weekday: int | None = None
    other: Point | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two readings of one writing: 03/04/2022."""

    readings: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """The stretch that lies `amount` after (`sign` 1) or before (-1) the base: yesterday, last year, two days later."""

    base: Base
    amount: Amount
    sign: int
    counted: bool = False
    """Whether the words count from the anchor (a year ago) rather than name the stretch beside it (last year)."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The quarter, half-year or month that the text reports on; `grain` None is any of them (the latest period)."""

    grain: Grain | None


@dataclass(frozen=True, slots=True)
class Within:
    """A part of another stretch: the third quarter of last year; of the same quarter a year ago."""

    outer: Shift | Calendar
    inner: Point | Reported


@dataclass(frozen=True, slots=True)
class Nearest:
    """The last, this or next (`sign` -1, 0, 1) weekday (1 is Monday), month or season; None: a weekday alone."""

    point: Point
    sign: int | None
    weekday: int | None = None
    base: Base = "now"


@dataclass(frozen=True, slots=True)
class OfEvent:
    """The stretch that lies `amount` after or before an event: one day after the overthrow."""

    amount: Amount
    sign: int
    head: Span | None


@dataclass(frozen=True, slots=True)
class Length:
    """A duration. `sign` -1 says that it ends at the anchor (the past 70 years), 1 that it begins there."""

    amount: Amount
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """The first nine months of 1989; the second week of May, the last one (`nth` -1), the week of 2 May (0).

    With `ends` the stretch lies before the end of `of`: the nine months ended Sept. 30. `of` None: not yet joined with
    what follows.
    """

    amount: Amount
    nth: int
    of: "Form | None" = None
    ends: bool = False
    weekday: int | None = None
    """The `nth` of which weekday (1 is Monday), where it is one: the first Monday of May."""


@dataclass(frozen=True, slots=True)
class Same:
    """The time that the text has got to (that time, at the same time); with the base "now", that of writing else."""

    base: Base = "previous"
    otherwise: str | None = None
    """The value where the text has got nowhere: "at this time" is the present."""


@dataclass(frozen=True, slots=True)
class Named:
    """A named day or month (see `names`), of a year or of the nearest one; `day` is that of an Islamic month."""

    name: str
    year: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class At:
    """A clock time or part of the day (`daytime`, a TIMEX3 suffix) on a day: the intersection of the two.

    `on` is the form of the day; None: the one that the text has got to. `day_span` is where that day stands, if that
    is outside the expression ("at 11 a.m. on 11 November").
    """

    daytime: str
    clock: str | None = None
    zone: str | None = None
    on: "Form | None" = None
    day_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A set: daily, every Monday; `value` in TIMEX3."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that no anchor changes: PRESENT_REF, PAST_REF, FUTURE_REF, or any night."""

    value: str
    type: str = "DATE"


Form = (
    Calendar
    | Ambiguous
    | Shift
    | Within
    | Reported
    | Nearest
    | OfEvent
    | Length
    | Edge
    | Same
    | Named
    | At
    | Repeated
    | Reference
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A temporal expression as it was read, not yet resolved.

    `year_span` is where the year stands when that is outside the expression (the first end of a range); `pair` is the
    place of the other end of its range in the list of mentions, relative to this one (1 or -1; 0: no range). `tense` is
    that of the verb beside it: -1 past, 1 future, 0 unknown. `scope` names the kind of document (news, narrative) in
    which alone it counts; an `aside` never moves what the text has got to.
    """

    span: Span
    rule_id: str
    form: Form
    mod: str | None = None
    year_span: Span | None = None
    pair: int = 0
    tense: int = 0
    scope: str | None = None
    aside: bool = False
    partial: bool = False
    """Whether it is one only together with the date beside it (the night of ..., the first week of ...)."""
    weekday_span: Span | None = None
    """Where the weekday of a date stands."""
    fiscal: bool = False
    """Whether its year is that of somebody's books."""
