"""HTML: the canonical text is what the page shows, made of runs of the source, so that every character has its bytes.

A run of white space that shows as one space, and a character reference, are `transformed`; the line breaks between
blocks, and that of a `br`, are `synthetic`; all else is `verbatim`. Nothing that the page shows is left out: what is
not the main text is labelled furniture.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from html import unescape

from regesta.errors import DocumentError
from regesta.formats.base import Metadatum, Parsed
from regesta.formats.html_blocks import Leaf, read_page
from regesta.formats.html_kinds import Label, labels
from regesta.formats.html_main import main_leaves
from regesta.formats.html_metadata import Told, declared_metadata, shown_metadata
from regesta.formats.html_rules import by_id
from regesta.spans import Kind, Piece, Segment, Span
from regesta.text.encoding import decode
from regesta.text.lines import trimmed
from regesta.text.passages import Block

__all__ = ["Html"]

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LITTLE = 2_000
"""Characters of script or markup; there are pages with megabytes of them."""
_HEAD = 4096
"""Bytes among which a page declares its encoding (the standard: 1024)."""
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}
"""What the web means by a label (WHATWG, Encoding)."""


class Html:
    """Pages of the web."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_type = "text/html"

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The one text of the page, with what its head says about it.

        Raises:
            DocumentError: as `decode` does; `empty` also when the page shows no text, `misaligned` when the positions
                of the tokenizer do not hold.
        """
        decoded = decode(data, _declared(data, declared))
        page = read_page(decoded.text)
        if not page.leaves:
            script = " without its scripts" if b"<script" in data.lower() else ""
            raise DocumentError("empty", f"the page shows no text{script}")
        told = list(declared_metadata(page))
        titles = [item.value for item in told if item.name == "title"]
        kinds = labels(page.leaves, main_leaves(page.leaves, page.elements), titles)
        writer = _Writer(decoded.text)
        writer.write(page.leaves, kinds)
        told += shown_metadata(page.leaves, kinds)
        to_bytes = decoded.map_of(_needed(page.leaves, told))
        metadata = tuple(item.in_bytes(to_bytes) for item in sorted(told, key=lambda item: item.rank))
        yield Parsed(
            text="".join(writer.out),
            offset_map=to_bytes.carried(writer.pieces),
            blocks=tuple(writer.blocks),
            encoding=decoded.encoding,
            encoding_basis=decoded.basis,
            title=_title(page.leaves, kinds, metadata),
            language=_language(metadata),
            metadata=metadata,
        )

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The bytes of the ranges, decoded; references and white space as a browser shows them."""
        return "".join(_shown(data[s.start : s.end].decode(encoding), s.kind) for s in segments)


def _needed(leaves: Sequence[Leaf], told: Sequence[Told]) -> Iterator[Span]:
    """What of the page must be found again in its bytes, with what lies between if that is little."""
    ranges = merge((leaf.source for leaf in leaves), sorted((item.start, item.end) for item in told))
    first, last = next(ranges)
    for start, end in ranges:
        if start > last + _LITTLE:
            yield Span(first, last)
            first = start
        last = max(last, end)
    yield Span(first, last)


def _shown(written: str, kind: Kind) -> str:
    if kind == "synthetic":
        return "\n"
    if kind == "verbatim":
        return written
    resolved = unescape(written)
    return resolved if resolved.strip(" \t\n\r\f") else " "


def _declared(data: bytes, declared: str | None) -> str | None:
    """The encoding that the sender, else the page names, as the web means it."""
    if declared is None:
        found = _CHARSET.search(data, 0, _HEAD)
        declared = None if found is None else found[1].decode("ascii")
    return None if declared is None else _MEANT.get(declared.strip().lower(), declared)


def _title(leaves: Sequence[Leaf], kinds: Sequence[Label], metadata: Sequence[Metadatum]) -> str | None:
    """The title that the page shows, else the best that it declares."""
    shown = (leaf.text for leaf, (kind, _) in zip(leaves, kinds, strict=True) if kind == "title")
    return next(shown, None) or next((item.value for item in metadata if item.name == "title"), None)


def _language(metadata: Sequence[Metadatum]) -> str | None:
    """The language of the page: what its tags say before what was written for others."""
    stated = [item for item in metadata if item.name == "language"]
    stated.sort(key=lambda item: item.source != "meta")
    tags = (item.value.replace("_", "-") for item in stated)
    return next((tag for tag in tags if _LANGUAGE.fullmatch(tag)), None)


@dataclass(slots=True)
class _Writer:
    """Writes the leaves one after the other."""

    source: str
    out: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    quotations: list[Block] = field(default_factory=list)
    length: int = 0

    def write(self, leaves: Sequence[Leaf], kinds: Sequence[Label]) -> None:
        """Write all leaves; neighbours that are furniture of one rule become one block."""
        before: tuple[Leaf, Label] | None = None
        for leaf, label in zip(leaves, kinds, strict=True):
            joined = before is not None and label == before[1] and label[0] == "furniture"
            if before is not None:
                self._gap(before[0], _breaks(before[0], leaf, joined=joined))
            span = self._leaf(leaf)
            if joined:
                span = Span(self.blocks.pop().span.start, span.end)
            self.blocks.append(Block(span, *label))
            if leaf.around.quote and label[0] != "furniture":
                self._quote(span, leaf, before)
            before = leaf, label
        self.blocks = sorted([*self.blocks, *self.quotations], key=lambda block: (block.span.start, -block.span.end))

    def _leaf(self, leaf: Leaf) -> Span:
        start = self.length
        self.out.append(leaf.text)
        for part in leaf.parts:
            self._map(*part)
        return trimmed(leaf.text, Span(0, len(leaf.text))).shift(start)

    def _gap(self, after: Leaf, breaks: int) -> None:
        at = after.parts[-1][1]
        self.out.append("\n" * breaks)
        self._map(at, at, "\n" * breaks)

    def _map(self, start: int, end: int, shown: str | None) -> None:
        kind: Kind = "verbatim" if shown is None else "transformed" if start < end else "synthetic"
        reached = self.length + (end - start if shown is None else len(shown))
        self.pieces.append(Piece(self.length, reached, start, end, kind))
        self.length = reached

    def _quote(self, span: Span, leaf: Leaf, before: tuple[Leaf, Label] | None) -> None:
        """A block around the leaves of one `blockquote`, as far as they are main text."""
        rule = by_id()["quotation"]
        if before is not None and before[0].around.quote == leaf.around.quote and before[1][0] != "furniture":
            span = Span(self.quotations.pop().span.start, span.end)
        self.quotations.append(Block(span, rule.kind, rule.rule_id))


def _breaks(before: Leaf, leaf: Leaf, *, joined: bool) -> int:
    """Line breaks between two leaves: one inside a list, a row and furniture, else two."""
    in_row = before.around.row != 0 and before.around.row == leaf.around.row
    in_list = before.around.kind.kind == leaf.around.kind.kind == "list_item"
    return 1 if joined or in_row or in_list else 2
