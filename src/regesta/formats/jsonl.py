"""JSON Lines: each line that is an object with a text is a document of its own.

The canonical text is the string of the first field that has one, its escapes `transformed`, all else `verbatim`.
Half of a surrogate pair, which no text can hold, is U+FFFD.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from regesta.errors import DocumentError
from regesta.formats.base import MetadataName, Metadatum, Parsed
from regesta.formats.json_spans import Node, parse, string_runs
from regesta.spans import Kind, OffsetMap, Piece, Segment, Span
from regesta.text.encoding import Decoded, decode
from regesta.text.passages import title_of

__all__ = ["JsonLines"]

_LINE = re.compile(r"[^\r\n]+")
_TEXTS = ("text", "content", "body", "article", "article_body", "articleBody", "full_text")
"""Fields that hold the text, best first."""
_FIELDS: Mapping[MetadataName, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors"),
    "published": ("published", "published_at", "publication_date", "datePublished", "date_published", "date"),
    "updated": ("updated", "updated_at", "modified", "dateModified", "date_modified"),
    "language": ("language", "lang"),
    "site": ("site", "publisher", "source"),
    "url": ("url", "link"),
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class JsonLines:
    """Files of one JSON object on each line."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    media_type = "application/x-ndjson"

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The text of each line, its `part_path` the number of the line, from 1.

        Lines that give no text are named in `unreadable` of the first text.

        Raises:
            DocumentError: as `decode` does; `empty` when no line has a text, with what is wrong with the first.
        """
        decoded = decode(data, declared)
        nodes, unreadable = _nodes(decoded.text)
        if not nodes:
            raise DocumentError("empty", f"no line has a text: {unreadable[0]}")
        for index, (number, node) in enumerate(nodes):
            yield _parsed(number, node, decoded, () if index else tuple(unreadable))

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The bytes of the ranges, decoded, and each escape as a JSON string of its own."""
        return "".join(_shown(data[s.start : s.end].decode(encoding), s.kind) for s in segments)


def _shown(written: str, kind: Kind) -> str:
    if kind == "verbatim":
        return written
    shown = str(json.loads(f'"{written}"'))
    return "\ufffd" if "\ud800" <= shown <= "\udfff" else shown


def _nodes(source: str) -> tuple[list[tuple[int, Node]], list[str]]:
    """The objects that have a text, each with the number of its line, and what is wrong with the other lines."""
    nodes: list[tuple[int, Node]] = []
    unreadable: list[str] = []
    number, at = 1, 0
    for match in _LINE.finditer(source):
        number, at = number + _line_ends(source, at, match.start()), match.end()
        if not match[0].strip():
            continue
        try:
            node = parse(source, match.start(), match.end())
        except ValueError as error:
            unreadable.append(f"line {number} is not JSON: {error}")
            continue
        if _text(node) is None:
            unreadable.append(f"line {number} has no text field ({', '.join(_TEXTS[:4])})")
        else:
            nodes.append((number, node))
    return nodes, unreadable or ["it is blank"] * (not nodes)


def _line_ends(source: str, start: int, end: int) -> int:
    """How many lines end between two lines that are not empty."""
    between = source[start:end]
    return len(between) - between.count("\r\n")


def _text(node: Node) -> Node | None:
    found = (node.get(name) for name in _TEXTS)
    return next((n for n in found if n is not None and isinstance(n.value, str) and n.value.strip()), None)


def _parsed(number: int, node: Node, decoded: Decoded, unreadable: tuple[str, ...]) -> Parsed:
    field = _text(node)
    if field is None:
        raise DocumentError("empty", f"line {number} has no text")
    text, offset_map = _string(decoded.text, field)
    metadata = tuple(_metadata(node, decoded.map))
    titles = (item.value for item in metadata if item.name == "title")
    languages = (item.value.replace("_", "-") for item in metadata if item.name == "language")
    return Parsed(
        part_path=str(number),
        text=text,
        offset_map=offset_map.then(decoded.map),
        blocks=None,
        encoding=decoded.encoding,
        encoding_basis=decoded.basis,
        title=next(titles, None) or title_of(text),
        language=next((tag for tag in languages if _TAG.fullmatch(tag)), None),
        metadata=metadata,
        unreadable=unreadable,
    )


def _string(source: str, field: Node) -> tuple[str, OffsetMap]:
    """The text of a string and its map to the source."""
    out: list[str] = []
    pieces: list[Piece] = []
    at = 0
    written = source[field.start : field.end]
    for start, end, escape in string_runs(written):
        text = written[start:end] if escape is None else escape
        kind: Kind = "verbatim" if escape is None else "transformed"
        out.append(text)
        pieces.append(Piece(at, at + len(text), field.start + start, field.start + end, kind))
        at += len(text)
    return "".join(out), OffsetMap(pieces)


def _metadata(node: Node, to_bytes: OffsetMap) -> Iterator[Metadatum]:
    for name, fields in _FIELDS.items():
        for field in (found for key in fields if (found := node.get(key)) is not None):
            for item in field.items():
                value = str(item.value).strip() if isinstance(item.value, str | int) else ""
                if value and not isinstance(item.value, bool):
                    segments = to_bytes.segments(Span(item.start, item.end))
                    yield Metadatum(name, value, "field", Span(segments[0].start, segments[-1].end))
