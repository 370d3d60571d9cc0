"""Plain text: the canonical text is the decoded file, every character of it."""

from collections.abc import Iterator, Sequence

from regesta.formats.base import Parsed
from regesta.spans import Segment
from regesta.text.encoding import decode
from regesta.text.passages import title_of

__all__ = ["Plain"]


class Plain:
    """Text files without markup."""

    name = "plain"
    suffixes: tuple[str, ...] = (".txt", ".text")
    media_type = "text/plain"

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The one text of the file; raises DocumentError as `decode` does."""
        decoded = decode(data, declared)
        yield Parsed(
            text=decoded.text,
            offset_map=decoded.map,
            blocks=None,
            encoding=decoded.encoding,
            encoding_basis=decoded.basis,
            title=title_of(decoded.text),
        )

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The bytes of the ranges, decoded."""
        return "".join(data[segment.start : segment.end].decode(encoding) for segment in segments)
