"""Rows built from short texts and stand-off quotes, as case files write them.

A document of a case is `title`, `published` (a day, month or year; absent is unknown) and `text`. With `read = true`
the extractors find the facts; `updated` and `metadata` (name, date) are other dates of it. Else each fact is written
down and points at its characters by `quote`, the first place of it in the text at or after the quote `after`:

    entities      quote = code of a state, or {kind, id, country}: every place of the quote is a mention
    times         {quote, date} or {quote, offset, anchor} or {quote, duration, offset}
    figures       {quote, low, high, comparator, measured, noun, unit, kind, part_of, direction, as_of}
    events        {quote, type, date, basis, status, polarity, same_as, <role>: quote or quotes}
    attributions  {quote, speaker, speaker_id, content, said}
    cells         quotes: the cells of tables, in the order of the text
"""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.spans import OffsetMap, Span
from regesta.tables import (
    TABLES,
    Attribution,
    Document,
    Entity,
    Event,
    EventArgument,
    Figure,
    Metadata,
    Passage,
    Row,
    Time,
    content_id,
)

ROLES = ("actor", "recipient", "participant", "place", "object", "value", "victims")
Tables = dict[str, list[Row]]


def days(value: str | None) -> tuple[date | None, date | None, str | None]:
    """First day, last day and grain of "2011-03-05", "2011-03", "2011" or "2011-03-05/2011-03-07"."""
    if not value:
        return None, None, None
    if "/" in value:
        first, last = (days(part) for part in value.split("/"))
        return first[0], last[1], first[2]
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31), "year"
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1]), "month"
    return date(*parts), date(*parts), "day"


class Builder:
    """The rows of one document of a case."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = case
        text = case["text"]
        digest = sha256(text.encode()).hexdigest()
        doc_id = content_id("doc", digest, case["title"])
        self.doc = Doc(
            doc_id=doc_id,
            text=text,
            text_sha256=digest,
            offset_map=OffsetMap.identity(len(text), "byte"),
            passages=[],
        )
        self.ids: dict[str, str] = {}

    def rows(self) -> Iterator[Row]:
        yield self.document()
        yield from (self.metadata(place, **told) for place, told in enumerate(self.case.get("metadata", [])))
        yield from self.read() if self.case.get("read") else self.written()

    def read(self) -> Iterator[Row]:
        """What the extractors find in the text, as of the day of publication."""
        doc = document(self.doc.text)
        first, last, _ = days(self.case.get("published"))
        self.doc.passages, self.doc.published = doc.passages, (first, last) if first else doc.published
        self.doc.published_basis = "index" if first else doc.published_basis
        yield from (replace(passage, doc_id=self.doc.doc_id) for passage in doc.passages)
        yield from (row for rows in extract_document(self.doc).found.values() for row in rows)

    def written(self) -> Iterator[Row]:
        yield from self.sentences()
        yield from self.cells()
        for quote, told in self.case.get("entities", {}).items():
            yield from self.mentions(quote, told)
        yield from (self.time(**told) for told in self.case.get("times", []))
        yield from (self.figure(**told) for told in self.case.get("figures", []))
        yield from (self.attribution(**told) for told in self.case.get("attributions", []))
        for told in self.case.get("events", []):
            yield from self.event(dict(told))

    def document(self) -> Document:
        first, last, _ = days(self.case.get("published"))
        return Document(
            doc_id=self.doc.doc_id,
            blob=self.doc.text_sha256,
            part_path="",
            title=self.case["title"],
            text=self.doc.text,
            text_sha256=self.doc.text_sha256,
            offset_map=[],
            language="en",
            encoding="utf-8",
            encoding_basis="utf-8",
            published_first=first,
            published_last=last,
            published_basis="index" if first else None,
            updated_first=days(self.case.get("updated"))[0],
            updated_last=days(self.case.get("updated"))[1],
            updated_basis="metadata" if "updated" in self.case else None,
            format="text",
            code_version="test",
        )

    def metadata(self, place: int, name: str, date: str) -> Metadata:
        first, last, _ = days(date)
        made = content_id("met", self.doc.doc_id, name, place)
        return Metadata(
            metadata_id=made,
            doc_id=self.doc.doc_id,
            name=name,
            value=date,
            source="meta",
            rank=place,
            first=first,
            last=last,
            raw=date,
            segments=[],
        )

    def sentences(self) -> Iterator[Passage]:
        for match in re.finditer(r"\S.*?(?:[.!?]”?(?=\s|$)|$)", self.doc.text, re.MULTILINE):
            where = self.doc.provenance(Span(*match.span()), "test.sentence")
            yield Passage(passage_id=content_id("psg", self.doc.doc_id, match.start()), kind="sentence", **where)

    def cells(self) -> Iterator[Passage]:
        end = 0
        for quote in self.case.get("cells", []):
            start = self.doc.text.index(quote, end)
            end = start + len(quote)
            where = self.doc.provenance(Span(start, end), "test.cell")
            yield Passage(passage_id=content_id("psg", self.doc.doc_id, start), kind="table_cell", **where)

    def span(self, quote: str, after: str | None = None) -> Span:
        beyond = self.doc.text.index(after) + len(after) if after else 0
        start = self.doc.text.index(quote, beyond)
        return Span(start, start + len(quote))

    def fact(self, table: str, quote: str, after: str | None = None) -> dict[str, Any]:
        span = self.span(quote, after)
        key = {"times": "time", "figures": "figure", "attributions": "attribution"}[table]
        made = self.doc.fact_id(table, span, "test.rule", quote)
        self.ids[quote] = made
        return {f"{key}_id": made, **self.doc.provenance(span, "test.rule")}

    def mentions(self, quote: str, told: str | Mapping[str, str]) -> Iterator[Entity]:
        state = {"kind": "country", "id": told, "country": told} if isinstance(told, str) else told
        for match in re.finditer(rf"\b{re.escape(quote)}\b", self.doc.text):
            span = Span(*match.span())
            made = self.doc.fact_id("entities", span, "test.rule", quote)
            self.ids.setdefault(quote, made)
            yield Entity(
                entity_id=made,
                kind=state["kind"],
                linked_id=state.get("id"),
                country=state.get("country"),
                candidates=[],
                **self.doc.provenance(span, "test.rule"),
            )

    def time(self, quote: str, after: str | None = None, **told: str) -> Time:
        first, last, grain = days(told.get("date"))
        anchor = self.span(told["anchor"]) if "anchor" in told else None
        return Time(
            **self.fact("times", quote, after),
            type="DURATION" if "duration" in told else "DATE",
            value=told.get("duration", told.get("date")),
            first=first,
            last=last,
            grain=grain,
            mod=told.get("mod"),
            basis="explicit" if first else "event" if anchor else None,
            anchor_start=anchor.start if anchor else None,
            anchor_end=anchor.end if anchor else None,
            offset=told.get("offset"),
            alternatives=[],
            flags=[],
        )

    def figure(self, quote: str, number: str | None = None, low: str = "", high: str = "", **told: Any) -> Figure:
        written = self.span(number or quote.split()[0], None)
        fact = self.fact("figures", quote)
        start = fact["start"] + quote.index(number or quote.split()[0])
        value = low or re.sub(r"[^\d.]", "", quote.split()[0])
        comparator = told.get("comparator", "=")
        return Figure(
            **fact,
            low=None if comparator in ("<", "<=") else Decimal(value),
            high=None if comparator in (">", ">=") else Decimal(high or value),
            rounds_from=Decimal(told["rounds"][0]) if "rounds" in told else None,
            rounds_to=Decimal(told["rounds"][1]) if "rounds" in told else None,
            comparator=comparator,
            direction=told.get("direction"),
            unit=told.get("unit"),
            unit_name=told.get("noun"),
            unit_kind=told.get("kind", "count") or None,
            value_start=start,
            value_end=start + len(written),
            measured=told.get("measured"),
            as_of=[self.ids[told["as_of"]]] if "as_of" in told else [],
            part_of=self.ids[told["part_of"]] if "part_of" in told else None,
            alternatives=[],
            flags=[],
        )

    def attribution(self, quote: str, speaker: str, content: str, **told: str) -> Attribution:
        first, last, _ = days(told.get("said"))
        what = self.span(content)
        who = self.doc.text.rindex(speaker, 0, self.span(quote, told.get("after")).start)
        return Attribution(
            **self.fact("attributions", quote, told.get("after")),
            speaker=speaker,
            speaker_start=who,
            speaker_end=who + len(speaker),
            speaker_id=told.get("speaker_id"),
            content_start=what.start,
            content_end=what.end,
            said_first=first,
            said_last=last,
            depth=1,
        )

    def event(self, told: dict[str, Any]) -> Iterator[Row]:
        span = self.span(told["quote"], told.get("after"))
        event_id = self.doc.fact_id("events", span, "test.rule", told["type"])
        self.ids[told.get("name", told["quote"])] = event_id
        first, last, grain = days(told.get("date"))
        yield Event(
            **self.doc.provenance(span, "test.rule"),
            event_id=event_id,
            type=told["type"],
            first=first,
            last=last,
            grain=grain,
            time_basis=told.get("basis", "clause") if first else None,
            status=told.get("status", "asserted"),
            polarity=told.get("polarity", "positive"),
            attribution_id=self.ids[told["said"]] if "said" in told else None,
            cluster_id=self.ids[told["same_as"]] if "same_as" in told else event_id,
        )
        for role in ROLES:
            for quote in [told[role]] if isinstance(told.get(role), str) else told.get(role, []):
                yield self.argument(event_id, role, quote)

    def argument(self, event_id: str, role: str, quote: str) -> EventArgument:
        key = "figure_id" if role in ("victims", "value") else "entity_id"
        return EventArgument(
            **self.doc.provenance(self.span(quote), "test.rule"),
            argument_id=content_id("arg", event_id, role, quote),
            event_id=event_id,
            role=role,
            **{key: self.ids[quote]},
        )


@pytest.fixture(scope="session")
def tables() -> Callable[..., Tables]:
    """Documents, as case files write them, to rows by table."""

    def build(documents: list[Mapping[str, Any]]) -> Tables:
        rows = [row for document in documents for row in Builder(document).rows()]
        return {name: [row for row in rows if type(row) is row_class] for name, row_class in TABLES.items()}

    return build
