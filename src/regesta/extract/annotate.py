"""`regesta annotate`: one text in, its facts out, in the exchange format (JSON Lines).

The format is described in docs/annotate.md. Offsets are code points of the text as given.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from regesta.errors import InputLineError
from regesta.extract.base import Doc
from regesta.extract.document import extract_document, extractors_for
from regesta.sources.dating import dateline_date
from regesta.spans import OffsetMap
from regesta.tables import (
    Attribution,
    Entity,
    Event,
    EventArgument,
    Fact,
    Figure,
    Time,
    content_id,
    decimal_text,
)
from regesta.text.passages import passages

__all__ = ["KINDS", "annotate", "annotate_lines", "document", "to_json"]

_BYTE_ORDER_MARK = "\ufeff"
KINDS = ("times", "figures", "entities", "events")
_CHANGE = {"~": "approx", ">": "more", ">=": "more", "<": "less", "<=": "less", "=": "equal"}
_ARGUMENTS = ("actor", "recipient", "place")


def document(text: str, published: date | None = None, *, furniture: bool = False) -> Doc:
    """A document made of a text alone, ready for the extractors.

    Args:
        text: the canonical text; offsets count its code points.
        published: the document creation time (DCT); without it a dateline of the text gives it, else it is unknown.
        furniture: whether lines such as "Share" are labelled as furniture and then give no facts.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    doc_id = content_id("doc", digest, "")
    offsets = OffsetMap.identity(len(text))
    parts = passages(doc_id, text, offsets, furniture=furniture)
    basis = "index" if published else None
    interval = (published, published) if published else None
    if interval is None and (found := dateline_date(parts)):
        interval, basis = found, "dateline"
    return Doc(
        doc_id=doc_id,
        text=text,
        text_sha256=digest,
        offset_map=offsets,
        passages=parts,
        published=interval,
        published_basis=basis,
    )


def annotate(
    text: str,
    published: date | str | None = None,
    *,
    kinds: Collection[str] = KINDS,
    furniture: bool = False,
) -> dict[str, list[dict[str, Any]]]:
    """The times, figures, entities and events of a text, in the exchange format without `id`.

    Args:
        text: any text without lone surrogates.
        published: publication date (DCT), a date or "YYYY-MM-DD".
        kinds: which of `KINDS` to give.
        furniture: whether furniture ("Share", "2 years ago") is left out.

    Raises:
        InputLineError: an unknown kind, a bad date, a text with lone surrogates.
    """
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise InputLineError(f"unknown kinds: {', '.join(unknown)}; known are {', '.join(KINDS)}")
    _check_text(text)
    day = _date(published) if isinstance(published, str) else published
    doc = extract_document(document(text, day, furniture=furniture), extractors_for(kinds))
    made = _Exchange(doc)
    makers = {"times": made.times, "figures": made.figures, "entities": made.entities, "events": made.events}
    return {kind: makers[kind]() for kind in KINDS if kind in kinds}


def annotate_lines(lines: Iterable[str], *, furniture: bool = False) -> Iterator[dict[str, Any]]:
    """One answer for each line of JSON Lines, in order; blank lines are skipped.

    A bad line (not JSON, no id, an id given before, no text, a bad date, lone surrogates) gives `{"id", "error"}`.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identifier: object = None
        try:
            request = _request(line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line)
            identifier = _identifier(request)
            text = _checked(request, identifier, seen)
            yield {
                "id": identifier,
                **annotate(text, request.get("published"), kinds=request.get("kinds") or KINDS, furniture=furniture),
            }
        except InputLineError as error:
            yield {"id": identifier, "error": f"line {number}: {error}"}


def to_json(value: object) -> str:
    """One line of JSON; decimals are written as the exact numbers that they are, which the json module cannot do."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{encode_basestring(k)}: {to_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(to_json, value)) + "]"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    return json.dumps(value)


def _request(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputLineError(f"not JSON: {error}") from error
    if not isinstance(request, dict):
        raise InputLineError("not a JSON object")
    return request


def _refuse_constant(name: str) -> None:
    """Refuse what Python reads and JSON does not know: NaN, Infinity."""
    raise ValueError(f"{name} is no JSON value")


def _identifier(request: Mapping[str, Any]) -> str | int:
    identifier = request.get("id")
    if not isinstance(identifier, str | int) or isinstance(identifier, bool) or identifier == "":
        raise InputLineError("no id")
    if isinstance(identifier, str):
        _check_text(identifier, "the id")
    return identifier


def _checked(request: Mapping[str, Any], identifier: str | int, seen: set[str]) -> str:
    """The text of a request whose other fields are as they should be."""
    key = json.dumps(identifier)
    if key in seen:
        raise InputLineError(f"the id {identifier!r} was given before")
    seen.add(key)
    if not isinstance(request.get("text"), str):
        raise InputLineError("no text")
    published, kinds = request.get("published"), request.get("kinds")
    if published is not None and not isinstance(published, str):
        raise InputLineError("published is not a date of the form YYYY-MM-DD")
    if kinds is not None and not (isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds)):
        raise InputLineError("kinds is not a list of names")
    return str(request["text"])


def _check_text(text: str, what: str = "the text") -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputLineError(f"{what} has a lone surrogate at {error.start}") from error


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InputLineError(f"published is not a date of the form YYYY-MM-DD: {text!r}")
    return day


class _Exchange:
    """The rows of one document, written in the exchange format: ids become indices."""

    def __init__(self, doc: Doc) -> None:
        self._time_rows = doc.rows(Time)
        self._figure_rows = doc.rows(Figure)
        self._entity_rows = doc.rows(Entity)
        self._event_rows = doc.rows(Event)
        self._time_index = {row.time_id: i for i, row in enumerate(self._time_rows)}
        self._figure_index = {row.figure_id: i for i, row in enumerate(self._figure_rows)}
        self._entities = {row.entity_id: row for row in self._entity_rows}
        self._said = {row.attribution_id: row for row in doc.rows(Attribution)}
        self._arguments: dict[str, list[EventArgument]] = {}
        for argument in doc.rows(EventArgument):
            self._arguments.setdefault(argument.event_id, []).append(argument)

    def times(self) -> list[dict[str, Any]]:
        ranges = _numbered(row.range_id for row in self._time_rows)
        return [
            {
                **_place(row),
                "type": row.type,
                "value": row.value,
                "edtf": row.edtf,
                "first": _iso(row.first),
                "last": _iso(row.last),
                "grain": row.grain,
                "basis": row.basis,
                "anchor": None if row.anchor_start is None else [row.anchor_start, row.anchor_end],
                "range_id": ranges.get(row.range_id),
                "alternatives": row.alternatives,
                "flags": row.flags,
            }
            for row in self._time_rows
        ]

    def figures(self) -> list[dict[str, Any]]:
        return [
            {
                **_place(row),
                "low": row.low,
                "high": row.high,
                "comparator": row.comparator,
                "direction": row.direction,
                "change": row.direction or _CHANGE[row.comparator],
                "unit": row.unit,
                "unit_name": row.unit_name,
                "unit_kind": row.unit_kind,
                "counted": _part(row.counted, row.counted_start, row.counted_end),
                "measured": _part(row.measured, row.measured_start, row.measured_end),
                "value_start": row.value_start,
                "value_end": row.value_end,
                "as_of": [self._time_index[t] for t in row.as_of] or None,
                "part_of": None if row.part_of is None else self._figure_index[row.part_of],
                "alternatives": row.alternatives,
            }
            for row in self._figure_rows
        ]

    def entities(self) -> list[dict[str, Any]]:
        return [
            {**_place(row), "kind": row.kind, "id": row.linked_id, "country": row.country, "office": row.office}
            for row in self._entity_rows
        ]

    def events(self) -> list[dict[str, Any]]:
        clusters = _numbered(row.cluster_id for row in self._event_rows)
        return [self._event(row, clusters[row.cluster_id]) for row in self._event_rows]

    def _event(self, row: Event, cluster: int) -> dict[str, Any]:
        arguments = self._arguments.get(row.event_id, [])
        resigns = (row.type, row.plover) == ("X:LEADER_EXIT", "RETREAT")
        return {
            **_place(row),
            "type": row.type,
            "plover": row.plover,
            **{role: self._argument(arguments, role, resigns=resigns) for role in _ARGUMENTS},
            "first": _iso(row.first),
            "last": _iso(row.last),
            "times": [self._time_index[a.time_id] for a in arguments if a.time_id],
            "figures": [self._figure_index[a.figure_id] for a in arguments if a.figure_id],
            "status": row.status,
            "polarity": row.polarity,
            "attributed_to": self._speaker(row.attribution_id),
            "cluster": cluster,
            "rule_id": row.rule_id,
        }

    def _argument(self, arguments: Sequence[EventArgument], role: str, *, resigns: bool) -> dict[str, Any] | None:
        """The filler of a role; those who do something together are actor and recipient, in the order of the text.

        Who leaves an office is the recipient of that in the tables, however it came; who resigns does it, too.
        """
        joint = [a for a in arguments if a.role == "participant"]
        together = {"actor": joint[:1], "recipient": joint[1:2]}.get(role, [])
        leaving = [a for a in arguments if a.role == "recipient"] if resigns and role == "actor" else []
        first = next(iter([*(a for a in arguments if a.role == role), *together, *leaving]), None)
        if first is None:
            return None
        entity = self._entities.get(first.entity_id or "")
        return {
            "text": first.quote,
            "id": entity.linked_id if entity else None,
            "country": entity.country if entity else None,
            "start": first.start,
            "end": first.end,
        }

    def _speaker(self, attribution_id: str | None) -> dict[str, Any] | None:
        if attribution_id is None:
            return None
        said = self._said[attribution_id]
        if said.speaker is None:
            return None
        return {
            "text": said.speaker,
            "id": said.speaker_id,
            "start": said.speaker_start,
            "end": said.speaker_end,
            "cue": [said.start, said.end],
            "depth": said.depth,
        }


def _place(row: Fact) -> dict[str, Any]:
    return {"start": row.start, "end": row.end, "text": row.quote}


def _part(text: str | None, start: int | None, end: int | None) -> dict[str, Any] | None:
    return None if text is None else {"text": text, "start": start, "end": end}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _numbered(ids: Iterable[str | None]) -> dict[str | None, int]:
    """0, 1, 2 ... for each id, in the order of first appearance."""
    numbers: dict[str | None, int] = {}
    for identifier in ids:
        if identifier is not None:
            numbers.setdefault(identifier, len(numbers))
    return numbers
