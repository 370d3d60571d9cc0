"""What a format is: bytes in, texts with their maps out, and a second way back to check the maps by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from regesta.spans import OffsetMap, Segment, Span
from regesta.text.passages import Block

__all__ = ["Format", "MetadataName", "MetadataSource", "Metadatum", "Parsed"]

MetadataName = Literal["title", "byline", "published", "updated", "correction", "language", "site", "url"]
MetadataSource = Literal["json-ld", "opengraph", "meta", "time", "page", "field"]


@dataclass(frozen=True, slots=True)
class Metadatum:
    """One thing that a file says about a text of it, outside or inside that text.

    `value` is what is said, references and escapes resolved, white space around it cut off, else as written (a date is
    not read). `source` says where: a JSON-LD block, an OpenGraph property (`og:`, `article:`), another `meta` or `html`
    attribute, a `<time>` element, the visible page, or a field of a row. `raw` is the byte range of the evidence.
    """

    name: MetadataName
    value: str
    source: MetadataSource
    raw: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One text of a file.

    `part_path` is its place inside the file, empty where the file is one text; `text` is the canonical text, which
    `offset_map` carries down to bytes; `blocks` is None where the format knows no structure; `encoding` and
    `encoding_basis` say how the bytes were decoded; `title` and `language` are null where the file does not say.
    `metadata` is all that the file says of the text, best source first for each name; sources may disagree.
    `unreadable` tells what of the file could not be read while the rest could (at most on one text of a file).
    """

    part_path: str = ""
    text: str
    offset_map: OffsetMap
    blocks: tuple[Block, ...] | None
    encoding: str
    encoding_basis: str
    title: str | None = None
    language: str | None = None
    metadata: tuple[Metadatum, ...] = ()
    unreadable: tuple[str, ...] = ()


class Format(Protocol):
    """A kind of file. To add one: a module here, and its name in `BUILTIN`."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The texts of a file; raises DocumentError when there is none to be had.

        `declared` is the encoding that the sender named beside the file (the charset of a Content-Type), if any.
        """
        ...

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The characters that raw ranges stand for, found without the offset map that gave the ranges."""
        ...
