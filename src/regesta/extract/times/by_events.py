"""A second look, once events are dated: "one day after the overthrow" becomes a day where the overthrow has one.

Times are read before events, since events are dated by them. What is counted from an event is therefore left open at
first, and filled here with the event's own date as evidence. The id of such a row stays that of the open reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from regesta.extract.base import Doc
from regesta.extract.times.anchors import Anchor, again
from regesta.extract.times.points import Point, edtf, interval, of_dates, timex
from regesta.spans import Span
from regesta.tables import Event, Evidence, Row, Time

__all__ = ["dated_by_events"]


def dated_by_events(doc: Doc) -> None:
    """Fill the dates that are counted from an event of `doc` which has one, and add the evidence for them."""
    dates = _dates(doc)
    for index, row in enumerate(doc.found["times"]):
        if isinstance(row, Time) and row.basis == "event" and row.first is None and row.anchor_start is not None:
            made = list(_dated(doc, row, dates))
            if made:
                doc.found["times"][index], *evidence = made
                doc.found["evidence"] += evidence


def _dates(doc: Doc) -> dict[str, list[Evidence]]:
    """The evidence for the date of each event."""
    found: dict[str, list[Evidence]] = {}
    for row in doc.rows(Evidence):
        if row.column == "first":
            found.setdefault(row.fact_id, []).append(row)
    return found


def _dated(doc: Doc, time: Time, dates: dict[str, list[Evidence]]) -> Iterator[Row]:
    """The time with its date, and evidence; nothing when the event has no date of its own, or several."""
    anchor = Span(time.anchor_start or 0, time.anchor_end or 0)
    events = [event for event in doc.rows(Event) if Span(event.start, event.end).overlaps(anchor)]
    told = [event for event in events if event.first and not _borrows(doc, time, dates.get(event.event_id, ()))]
    days = {(event.first, event.last) for event in told}
    if len(days) != 1 or time.expr is None:
        return
    first, last = days.pop()
    point = of_dates(first, last) if first and last else None
    found = again(time.expr, Anchor(point, "event", anchor)).point if point else None
    if found is None:
        return
    yield _filled(time, found)
    spans = {Span(row.start, row.end) for row in chain.from_iterable(dates.get(event.event_id, ()) for event in told)}
    for span in sorted(spans, key=lambda span: span.start):
        yield doc.evidence(time, "value", span, time.rule_id)


def _borrows(doc: Doc, time: Time, evidence: Iterable[Evidence]) -> bool:
    """Whether the event is dated by what stands before the time in its sentence: "On 5 May, a day after the vote"."""
    sentence = next((s.span for s in doc.sentences() if s.span.start <= time.start < s.span.end), None)
    return sentence is not None and any(sentence.start <= row.start < time.start for row in evidence)


def _filled(time: Time, point: Point) -> Time:
    days = interval(point) or (None, None)
    return replace(
        time, type="DATE", value=timex(point), edtf=edtf(point), first=days[0], last=days[1], grain=point.grain
    )
