"""From mentions and their readings to rows: times, the evidence behind their years, and issues."""

from collections.abc import Iterator, Sequence
from datetime import date

from regesta.extract.base import Doc
from regesta.extract.times.anchors import Reading
from regesta.extract.times.expressions import written
from regesta.extract.times.forms import At, Length, Mention, OfEvent, Shift
from regesta.extract.times.points import day_of, edtf, interval
from regesta.spans import Span
from regesta.tables import Issue, Row, Time

__all__ = ["rows"]

_CLOCK_GRAINS = {"TH": "hour", "TM": "minute", "TS": "second"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rows(doc: Doc, mentions: Sequence[Mention], readings: Sequence[Reading]) -> Iterator[Row]:
    """The rows of all mentions; the two ends of a range share the id of the first as `range_id`."""
    for index, (mention, reading) in enumerate(zip(mentions, readings, strict=True)):
        first_end = index + min(mention.pair, 0)
        range_id = _time_id(doc, mentions[first_end], readings[first_end]) if mention.pair else None
        time = _time(doc, mention, reading, range_id)
        yield time
        if reading.anchor and reading.point and not reading.anchor.overlaps(mention.span):
            yield doc.evidence(time, "value", reading.anchor, mention.rule_id)
        if mention.weekday_span and "weekday_mismatch" in reading.flags:
            yield doc.evidence(time, "flags", mention.weekday_span, mention.rule_id)
        yield from _issues(doc, mention, reading)


def _time_id(doc: Doc, mention: Mention, reading: Reading) -> str:
    return doc.fact_id("times", mention.span, mention.rule_id, reading.value)


def _time(doc: Doc, mention: Mention, reading: Reading, range_id: str | None) -> Time:
    days, form = _days(reading) or (None, None), mention.form
    return Time(
        time_id=_time_id(doc, mention, reading),
        type=reading.type,
        value=reading.value,
        edtf=_edtf(reading),
        first=days[0],
        last=days[1],
        clock=form.clock if isinstance(form, At) else None,
        zone=form.zone if isinstance(form, At) else None,
        grain=_grain(mention, reading),
        mod=mention.mod,
        basis=reading.basis,
        anchor_start=reading.anchor.start if reading.anchor else None,
        anchor_end=reading.anchor.end if reading.anchor else None,
        range_id=range_id,
        offset=reading.offset,
        expr=written(mention),
        alternatives=list(reading.alternatives),
        flags=list(reading.flags),
        **doc.provenance(mention.span, mention.rule_id),
    )


def _days(reading: Reading) -> tuple[date, date] | None:
    """First and last day; of a fiscal year only where somebody says when it ends."""
    if reading.days or reading.point is None or "fiscal" in reading.flags:
        return reading.days
    return interval(reading.point)


def _edtf(reading: Reading) -> str | None:
    days = reading.days
    if days and days[0] != days[1]:
        return f"{days[0].isoformat()}/{days[1].isoformat()}"
    return edtf(reading.point) if reading.point and "fiscal" not in reading.flags else None


def _grain(mention: Mention, reading: Reading) -> str | None:
    form = mention.form
    if isinstance(form, At) and form.clock:
        return "minute"
    if reading.point is not None:
        return None if reading.point.grain == "half" else reading.point.grain
    if isinstance(form, Length | OfEvent | Shift):
        return form.amount.grain or _CLOCK_GRAINS.get(form.amount.unit)
    return None


def _issues(doc: Doc, mention: Mention, reading: Reading) -> Iterator[Issue]:
    quote = mention.span.of(doc.text)
    if "impossible" in reading.flags:
        yield _issue(doc, mention, "warning", "impossible_date", f"The calendar has no such day: {quote}.")
    if "ambiguous" in reading.flags:
        either = " or ".join(reading.alternatives)
        yield _issue(doc, mention, "warning", "ambiguous_date", f"{quote} may mean {either}.")
    if reading.basis == "unresolved":
        yield _issue(doc, mention, "info", "no_anchor", f"Nothing in the document says from when {quote} is counted.")
    day = day_of(reading.point) if reading.point and "weekday_mismatch" in reading.flags else None
    if day and mention.weekday_span:
        said, real = mention.weekday_span.of(doc.text), _WEEKDAYS[day.isoweekday() - 1]
        message = f"The text says {said}, but {day.isoformat()} is a {real}."
        yield _issue(doc, mention, "warning", "weekday_mismatch", message)


def _issue(doc: Doc, mention: Mention, severity: str, code: str, message: str) -> Issue:
    return doc.issue(severity, code, message, Span(mention.span.start, mention.span.end), mention.rule_id)
