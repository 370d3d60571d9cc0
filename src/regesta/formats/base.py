"""What a format is: bytes in, texts with their maps out, and a second way back to check the maps by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from regesta.spans import OffsetMap, Segment
from regesta.text.passages import Block

__all__ = ["Format", "Parsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One text of a file.

    `part_path` is its place inside the file, empty where the file is one text; `text` is the canonical text, which
    `offset_map` carries down to bytes; `blocks` is None where the format knows no structure; `encoding` and
    `encoding_basis` say how the bytes were decoded; `title` and `language` are null where the file does not say.
    """

    part_path: str = ""
    text: str
    offset_map: OffsetMap
    blocks: tuple[Block, ...] | None
    encoding: str
    encoding_basis: str
    title: str | None = None
    language: str | None = None


class Format(Protocol):
    """A kind of file. To add one: a module here, and its name in `BUILTIN`."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str

    def read(self, data: bytes) -> Iterator[Parsed]:
        """The texts of a file; raises DocumentError when there is none to be had."""
        ...

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The characters that raw ranges stand for, found without the offset map that gave the ranges."""
        ...
