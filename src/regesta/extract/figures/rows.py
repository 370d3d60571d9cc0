"""Turns drafts into rows of `figures`, with `evidence` for derived cells and `issues` for what was left open."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from regesta.extract.base import Doc
from regesta.extract.figures.drafts import Draft
from regesta.spans import Span
from regesta.tables import Figure, Row, Time

__all__ = ["rows"]

Held = tuple[int, int, str]
"""Start, end and id of a time that may say when a figure held."""

_MOST = Decimal(10) ** 29
_PLACES = Decimal("1e-9")
"""What decimal128(38, 9) holds: 29 digits before the point, 9 after it."""

_WIDE = Context(prec=60)

_TOLD_BEFORE = re.compile(r"\bas\s+(?:of|at)\s+(?:the\s+)?$", re.IGNORECASE)
_STOP = re.compile(r"[.!?]\s")
_FAR = 200
"""Characters after "As of 1 May" in which its sentence may hold figures."""

_AS_OF = re.compile(r"\s*,?\s+(?:in|on|at|by|as of|at the end of|by the end of|in early|in late)\s+(?:the\s+)?")


def rows(doc: Doc, drafts: Sequence[Draft], times: Sequence[Time]) -> Iterator[Row]:
    """The rows of drafts, in their order; a number that does not fit or cannot be read is an issue."""
    ids = {draft.span: _id(doc, draft) for draft in drafts if draft.number.form != "unreadable" and _fits(draft)}
    held = sorted((time.start, time.end, time.time_id) for time in times if time.type in ("DATE", "TIME"))
    for draft in drafts:
        if draft.number.form == "unreadable":
            yield doc.issue(
                "info", "unreadable_number", "a number that can be read in several ways", draft.span, draft.rule_id
            )
            continue
        if not _fits(draft):
            yield doc.issue("warning", "number_too_large", "a number that no column holds", draft.span, draft.rule_id)
            continue
        held_at = _told_behind(doc.text, draft.span.end, held) or _told_before(doc.text, draft.span.start, held)
        figure = _figure(doc, draft, ids, held_at)
        yield figure
        for column, span in dict.fromkeys(_evidence(draft, held_at)):
            yield doc.evidence(figure, column, span, draft.rule_id)
        if draft.alternatives:
            names = ", ".join(draft.alternatives)
            yield doc.issue("info", "ambiguous_unit", f"the unit could also be {names}", draft.span, draft.rule_id)


def _fits(draft: Draft) -> bool:
    """Whether the bounds fit into decimal128(38, 9)."""
    bounds = [value for value in (draft.low, draft.high) if value is not None]
    return all(abs(value) < _MOST and value == value.quantize(_PLACES, context=_WIDE) for value in bounds)


def _id(doc: Doc, draft: Draft) -> str:
    value = (draft.low, draft.high, draft.comparator, draft.unit, draft.unit_name)
    return doc.fact_id("figures", draft.span, draft.rule_id, value)


def _evidence(draft: Draft, held_at: Held | None) -> Iterator[tuple[str, Span]]:
    """Columns with the span that they come from: those of the draft, its unit, and the time that it holds at."""
    yield from draft.evidence
    if draft.unit_span is not None and draft.unit_span != draft.counted:
        yield "unit", draft.unit_span
    if held_at is not None:
        yield "as_of", Span(held_at[0], held_at[1])


def _figure(doc: Doc, draft: Draft, ids: dict[Span, str], held_at: Held | None) -> Figure:
    counted, measured = draft.counted, draft.measured
    least, most = _as_written(draft)
    return Figure(
        **doc.provenance(draft.span, draft.rule_id),
        figure_id=ids[draft.span],
        low=_plain(draft.low),
        high=_plain(draft.high),
        rounds_from=least,
        rounds_to=most,
        comparator=draft.comparator,
        direction=draft.direction,
        unit=draft.unit,
        unit_name=draft.unit_name,
        unit_kind=draft.unit_kind,
        value_start=draft.value.start,
        value_end=draft.value.end,
        counted=counted.of(doc.text) if counted else None,
        counted_start=counted.start if counted else None,
        counted_end=counted.end if counted else None,
        measured=measured.of(doc.text) if measured else None,
        measured_start=measured.start if measured else None,
        measured_end=measured.end if measured else None,
        as_of=[held_at[2]] if held_at else [],
        part_of=ids.get(draft.whole) if draft.whole else None,
        alternatives=list(draft.alternatives),
        flags=list(draft.flags),
    )


def _told_behind(text: str, end: int, held: Sequence[Held]) -> Held | None:
    """The time right behind a figure: "300 people in 2019"."""
    led = _AS_OF.match(text, end)
    index = bisect_left(held, (led.end(), 0, "")) if led else len(held)
    return held[index] if led and index < len(held) and held[index][0] == led.end() else None


def _told_before(text: str, start: int, held: Sequence[Held]) -> Held | None:
    """The time of which the sentence says that it holds: "As of 1 May, 300 people had left"."""
    first, behind = bisect_left(held, (start - _FAR, 0, "")), bisect_left(held, (start, 0, ""))
    for time in reversed(held[first:behind]):
        if _TOLD_BEFORE.search(text, max(0, time[0] - 12), time[0]) and not _STOP.search(text, time[0], start):
            return time
    return None


def _as_written(draft: Draft) -> tuple[Decimal | None, Decimal | None]:
    """From where to where a number rounds to the digits, widened to nine places; nothing where it is exact."""
    bounds = [bound for bound in (draft.low, draft.high) if bound is not None]
    if not any(draft.off):
        return None, None
    least = _WIDE.subtract(bounds[0], draft.off[0]).quantize(_PLACES, ROUND_FLOOR, _WIDE)
    most = _WIDE.add(bounds[-1], draft.off[1]).quantize(_PLACES, ROUND_CEILING, _WIDE)
    return _plain(max(least, _PLACES - _MOST)), _plain(min(most, _MOST - _PLACES))


def _plain(value: Decimal | None) -> Decimal | None:
    """The value without zeros at its end and without an exponent."""
    if value is None:
        return None
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
