"""What every extractor sees, and the one way in which it makes rows.

An extractor never reads files, clocks or settings. It works on the characters of `Doc.text` as they are, and gives
rows in which `quote == text[start:end]` holds by construction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from regesta.errors import InvariantError
from regesta.extract.parse import Parses
from regesta.lexicon import Rule
from regesta.spans import OffsetMap, Span, context
from regesta.tables import TABLES, Evidence, Fact, Issue, Passage, Row, content_id, key_column

__all__ = ["FACT_PREFIX", "Doc", "Extractor", "Sentence", "check_order"]

RowT = TypeVar("RowT", bound=Row)

FACT_PREFIX = {
    "times": "tim",
    "figures": "fig",
    "entities": "ent",
    "attributions": "att",
    "events": "evt",
    "event_arguments": "arg",
}
"""The id prefix of each table that extractors fill."""

BODY_KINDS = frozenset({"paragraph", "list_item", "table_cell", "quotation"})
"""Passages whose sentences state things; titles and headings only announce them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the passage it lies in.

    `kind` is the kind of that passage; `paragraph` is its span; `section` the heading above it, if any.
    """

    span: Span
    kind: str
    paragraph: Span
    section: str | None

    @property
    def is_body(self) -> bool:
        """Whether it states things, rather than announces them as a title or heading does."""
        return self.kind in BODY_KINDS


@dataclass(slots=True, kw_only=True)
class Doc:
    """One document as extractors see it, with what the extractors before have found.

    `published` is an interval of days (first, last) or None; it is never filled from a clock. `found` holds the rows
    by table name, each list in the order of the text. `parses` gives the dependency parse of a sentence to who asks.
    """

    doc_id: str
    text: str
    text_sha256: str
    offset_map: OffsetMap
    passages: Sequence[Passage]
    published: tuple[date | None, date | None] | None = None
    published_basis: str | None = None
    found: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    parses: Parses = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.parses = Parses(self.text)

    def sentences(self) -> list[Sentence]:
        """All sentences outside furniture, in order, with the passage around each."""
        # a dateline may open a paragraph: only what does not lie inside the block before it is a block
        around: list[Passage] = []
        for passage in self.passages:
            inner = bool(around) and passage.start < around[-1].end
            if not inner and passage.kind not in ("sentence", "furniture", "quotation"):
                around.append(passage)
        out, index = [], 0
        for passage in self.passages:
            if passage.kind != "sentence":
                continue
            while index + 1 < len(around) and around[index].end <= passage.start:
                index += 1
            owner = around[index] if index < len(around) and around[index].end >= passage.end else passage
            kind = "paragraph" if owner is passage else owner.kind
            out.append(Sentence(Span(passage.start, passage.end), kind, Span(owner.start, owner.end), owner.section))
        return out

    def rows(self, row_class: type[RowT]) -> list[RowT]:
        """What was found so far of one table, in the order of the text."""
        name = next(name for name, known in TABLES.items() if known is row_class)
        return [row for row in self.found[name] if isinstance(row, row_class)]

    def provenance(self, span: Span, rule_id: str) -> dict[str, Any]:
        """The columns that every `Fact` has, for the characters of `span`."""
        if not len(span) or span.end > len(self.text):
            raise InvariantError(f"{rule_id}: no characters at [{span.start}, {span.end}) of {self.doc_id}")
        prefix, suffix = context(self.text, span)
        return {
            "doc_id": self.doc_id,
            "start": span.start,
            "end": span.end,
            "quote": span.of(self.text),
            "prefix": prefix,
            "suffix": suffix,
            "segments": self.offset_map.segments(span),
            "rule_id": rule_id,
        }

    def fact_id(self, table: str, span: Span, rule_id: str, value: object) -> str:
        """The id of a fact: a hash of document, text, kind, span, rule and value."""
        return content_id(
            FACT_PREFIX[table], self.doc_id, self.text_sha256, table, span.start, span.end, rule_id, value
        )

    def evidence(self, fact: Fact, column: str, span: Span, rule_id: str) -> Evidence:
        """The characters behind one derived cell of a fact, where they are not those of the fact itself."""
        key = key_column(type(fact))
        fact_id = getattr(fact, key) if key else ""
        return Evidence(
            evidence_id=content_id("evd", fact_id, column, span.start, span.end, rule_id),
            fact_id=fact_id,
            column=column,
            **self.provenance(span, rule_id),
        )

    def issue(self, severity: str, code: str, message: str, span: Span, rule_id: str | None = None) -> Issue:
        """An abstention or an ambiguity at `span`, of one rule where one abstained."""
        return Issue(
            issue_id=content_id("iss", "extract", code, self.doc_id, span.start, span.end, rule_id),
            stage="extract",
            severity=severity,
            code=code,
            message=message,
            doc_id=self.doc_id,
            start=span.start,
            end=span.end,
            quote=span.of(self.text),
            rule_id=rule_id,
        )


class Extractor(Protocol):
    """Finds the rows of one or more tables in a document.

    `needs` and `gives` are table names; the order of extractors is checked at start-up. `rules` holds every rule that
    the extractor may name in a `rule_id`, by that id.
    """

    @property
    def name(self) -> str:
        """How messages call it."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """Tables that must be filled before."""
        ...

    @property
    def gives(self) -> frozenset[str]:
        """Tables that it fills."""
        ...

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Its rules by their full ids."""
        ...

    def extract(self, doc: Doc) -> Iterable[Row]:
        """Rows of the tables in `gives`, and of `evidence` and `issues`."""
        ...


def check_order(extractors: Sequence[Extractor]) -> None:
    """Raise InvariantError when an extractor needs what no earlier one gives."""
    given: set[str] = {"documents", "passages"}
    for extractor in extractors:
        if missing := sorted(extractor.needs - given):
            raise InvariantError(f"extractor {extractor.name} needs {', '.join(missing)} before anybody gives it")
        given |= extractor.gives
