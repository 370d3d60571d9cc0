"""Dates as bars as wide as their uncertainty: a year has an axis of its months, what is longer an axis of years."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from regesta.report.cards import Reader, interval
from regesta.store import Run
from regesta.tables import Claim, Event

__all__ = ["Axis", "Bar", "Timeline", "timeline"]

BARS_SHOWN = 1500
"""Bars of a page: those that most documents state come first."""

_WIDTH = 1000
"""Units of an axis."""

_LEAST = 6
"""Units of the narrowest bar that can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One date of one happening: `x` and `width` in thousandths of its axis."""

    when: str
    what: str
    x: int
    width: int
    documents: int
    href: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of time with its bars; `ticks` are labels with their places in thousandths."""

    name: str
    ticks: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole axis, then a year at a time; `left_out` bars are not shown."""

    whole: Axis
    axes: tuple[Axis, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Dated:
    what: str
    first: date
    last: date
    when: str
    documents: int
    href: str
    disputed: bool


def timeline(run: Run, reader: Reader, disputed: Mapping[str, object]) -> Timeline:
    """The dated claims and events of a run; `disputed` holds the ids of claims that stand in a conflict.

    A claim about a passage, such as that a weekday goes with a date, dates nothing that happened.
    """
    are_dated = pc.field("first").is_valid() & pc.field("last").is_valid()
    claims = [claim for claim in run.rows(Claim, are_dated) if not claim.subject.startswith("text:")]
    told = {claim.fact_id for claim in claims}
    events = [event for event in run.rows(Event, are_dated) if event.event_id not in told]
    dated = [*_of_claims(reader, claims, disputed), *_of_events(events)]
    shown = sorted(dated, key=lambda d: (-d.documents, d.first, d.last, d.what, d.href))[:BARS_SHOWN]
    ordered = sorted(shown, key=lambda d: (d.first, d.last, d.what, d.href))
    years: dict[int | None, list[_Dated]] = defaultdict(list)
    for one in ordered:
        years[one.first.year if one.first.year == one.last.year else None].append(one)
    longer = years.pop(None, [])
    axes = [_year(year, held) for year, held in sorted(years.items()) if year is not None]
    if longer:
        axes.insert(0, _span("Over more than one year", longer))
    return Timeline(_span("All", ordered), tuple(axes), len(dated) - len(shown))


def _of_claims(reader: Reader, claims: Iterable[Claim], disputed: Mapping[str, object]) -> list[_Dated]:
    groups: dict[tuple[str, str, date | None, date | None], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject, claim.property, claim.first, claim.last].append(claim)
    return [_dated(reader, group, disputed) for group in groups.values()]


def _dated(reader: Reader, group: Sequence[Claim], disputed: Mapping[str, object]) -> _Dated:
    claim = min(group, key=lambda c: (c.doc_id, c.start, c.claim_id))
    assert claim.first is not None
    assert claim.last is not None
    name = claim.property.replace("_", " ")
    subject = reader.subject(claim.subject, dated=False)
    what = subject if claim.property == "date" else f"{name} of {subject}"
    return _Dated(
        what=what,
        first=claim.first,
        last=claim.last,
        when=interval(claim.first, claim.last, claim.grain),
        documents=len({c.doc_id for c in group}),
        href=f"documents/{claim.doc_id}.html#{claim.claim_id}",
        disputed=any(c.claim_id in disputed for c in group),
    )


def _of_events(events: Iterable[Event]) -> list[_Dated]:
    return [
        _Dated(
            what=f"{event.type.removeprefix('X:').lower().replace('_', ' ')} ({event.quote})",
            first=event.first,
            last=event.last,
            when=interval(event.first, event.last, event.grain),
            documents=1,
            href=f"documents/{event.doc_id}.html#{event.event_id}",
            disputed=False,
        )
        for event in events
        if event.first and event.last
    ]


def _year(year: int, held: Sequence[_Dated]) -> Axis:
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = last.toordinal() - first.toordinal() + 1
    months = (date(year, month, 1) for month in range(1, 13))
    ticks = tuple(((m.toordinal() - first.toordinal()) * _WIDTH // days, f"{m:%b}") for m in months)
    return Axis(f"{year:04d}", ticks, _bars(held, first, last))


def _span(name: str, held: Sequence[_Dated]) -> Axis:
    if not held:
        return Axis(name, (), ())
    first = date(min(d.first for d in held).year, 1, 1)
    last = date(max(d.last for d in held).year, 12, 31)
    days = last.toordinal() - first.toordinal() + 1
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (last.year - first.year) // s <= 8), 1000)
    years = range(-(-first.year // step) * step, last.year + 1, step)
    ticks = tuple(
        ((date(year, 1, 1).toordinal() - first.toordinal()) * _WIDTH // days, f"{year:04d}") for year in years if year
    )
    return Axis(name, ticks, _bars(held, first, last))


def _bars(held: Sequence[_Dated], first: date, last: date) -> tuple[Bar, ...]:
    days = last.toordinal() - first.toordinal() + 1
    out = []
    for one in held:
        x = (one.first.toordinal() - first.toordinal()) * _WIDTH // days
        width = max(_LEAST, (one.last.toordinal() - one.first.toordinal() + 1) * _WIDTH // days)
        out.append(
            Bar(
                when=one.when,
                what=one.what,
                x=min(x, _WIDTH - width),
                width=width,
                documents=one.documents,
                href=one.href,
                disputed=one.disputed,
            )
        )
    return tuple(out)
