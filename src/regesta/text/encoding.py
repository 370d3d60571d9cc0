"""From bytes to text, with the byte range of every character.

The order of evidence is: byte order mark, strict UTF-8, what the sender declared, then detection by chardet. Nothing
is replaced or normalised: a file that cannot be decoded without loss is refused.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Literal

from regesta.errors import DocumentError
from regesta.spans import OffsetMap, Piece, Span

__all__ = ["Basis", "Decoded", "decode"]

Basis = Literal["bom", "utf-8", "declared", "detected"]

# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
"""Codecs that would write a mark of their own, and what they mean for bytes that have none."""

_CONTROL = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_CONTROL_SHARE = 0.01
"""Text has next to no control characters; bytes of programs and pictures have many."""


@dataclass(frozen=True)
class Decoded:
    """A decoded file.

    `encoding` is the codec that decodes the bytes (never one that expects a byte order mark), `basis` how it was
    found, `start` the byte at which the text begins: after a byte order mark, which is in neither text nor map.
    """

    text: str
    encoding: str
    basis: Basis
    start: int = 0

    @cached_property
    def map(self) -> OffsetMap:
        """From code points of `text` to byte ranges of the file."""
        return self.map_of([Span(0, len(self.text))])

    def map_of(self, spans: Iterable[Span]) -> OffsetMap:
        """The same for a text of which little is needed, and faster: exact for these spans only.

        Args:
            spans: in order, without overlap. What lies between two is `transformed`, and never divided.
        """
        return OffsetMap(self._pieces(spans), "byte")

    def _pieces(self, spans: Iterable[Span]) -> Iterator[Piece]:
        at, reached = 0, self.start
        for span in (*spans, Span(len(self.text), len(self.text))):
            if at < span.start:
                end = reached + len(self.text[at : span.start].encode(self.encoding))
                yield Piece(at, span.start, reached, end, "transformed")
                reached = end
            for start, end, width in _runs(self.text, span, self.encoding):
                after = reached + (end - start) * width
                yield Piece(start, end, reached, after)
                reached = after
            at = span.end


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a file without losing or changing a character.

    Args:
        data: the raw bytes.
        declared: the codec that a header or an index names, if any; it counts only where the bytes do not decide.

    Raises:
        DocumentError: `empty` (no character but white space), `binary` (not text), `undecodable` (no codec gives the
            bytes back).
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise DocumentError("binary" if b"\x00" in data else "empty", "the file has no text")
    for encoding, basis, start in _candidates(data, declared):
        found = _attempt(data, encoding, basis, start)
        if found is not None:
            return _checked(found)
    raise DocumentError("undecodable", "no encoding decodes the file without loss")


def _candidates(data: bytes, declared: str | None) -> Iterator[tuple[str, Basis, int]]:
    """Codecs to try, best evidence first, with the byte at which the text begins."""
    marks = [(encoding, len(mark)) for mark, encoding in _MARKS if data.startswith(mark)]
    if marks:
        yield from ((encoding, "bom", start) for encoding, start in marks)
        return
    # UTF-16 of English is also valid UTF-8, with a NUL beside every letter
    if data.count(0) <= _CONTROL_SHARE * len(data):
        yield "utf-8", "utf-8", 0
    if declared is not None and (known := _codec(declared)) is not None:
        yield known, "declared", 0
    yield _detected(data), "detected", 0


def _codec(name: str) -> str | None:
    """The normal name of a codec, None when there is none of that name."""
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    return _WITHOUT_MARK.get(found, found)


def _detected(data: bytes) -> str:
    """What chardet takes the bytes for; raises DocumentError when it takes them for no text."""
    import chardet  # a slow import, and most files are UTF-8

    answer = chardet.detect(data, prefer_superset=True, compat_names=False)
    name = answer["encoding"]
    if name is None:
        raise DocumentError("binary", f"the file is not text but {answer['mime_type']}")
    return _codec(name) or name


def _attempt(data: bytes, encoding: str, basis: Basis, start: int) -> Decoded | None:
    """The decoded file, None when the codec fails or does not give the bytes back."""
    body = data[start:]
    try:
        text = body.decode(encoding)
        back = _written(text, encoding, one_each=len(text) == len(body))
    except (UnicodeError, LookupError):
        return None
    return Decoded(text, encoding, basis, start) if back == body else None


def _written(text: str, encoding: str, *, one_each: bool) -> bytes:
    """The text encoded again, run by run as the map has it.

    An encoding of Unicode, and one with a byte for each character, keeps no state: there the whole is as good.
    """
    if one_each or _width_classes(encoding) is not None:
        return text.encode(encoding)
    runs = _runs(text, Span(0, len(text)), encoding)
    return b"".join(text[start:end].encode(encoding) for start, end, _ in runs)


def _checked(found: Decoded) -> Decoded:
    # what cannot be written in ASCII is no control character, and becomes a question mark
    written = found.text.encode("ascii", "replace")
    if len(written) - len(written.translate(None, _CONTROL)) > _CONTROL_SHARE * len(written):
        raise DocumentError("binary", f"the file decodes as {found.encoding} but has the control characters of no text")
    if not found.text.strip():
        raise DocumentError("empty", "the file has no text")
    return found


def _runs(text: str, span: Span, encoding: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and width in bytes of the runs of characters of a span that are equally wide."""
    part = span.of(text)
    classes = _width_classes(encoding)
    if classes is _UTF_8 and part.isascii():
        yield from [(span.start, span.end, 1)] if part else []
    elif classes is not None:
        for match in classes.finditer(text, span.start, span.end):
            start, end = match.span()
            yield start, end, len(text[start].encode(encoding))
    else:
        widths = {character: len(character.encode(encoding)) for character in sorted(set(part))}
        start = span.start
        for width, run in groupby(map(widths.__getitem__, part)):
            end = start + sum(1 for _ in run)
            yield start, end, width
            start = end


_UTF_8 = re.compile("[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+|[\U00010000-\U0010ffff]+")


@cache
def _width_classes(encoding: str) -> re.Pattern[str] | None:
    """A pattern that matches maximal runs of equally wide characters in a Unicode encoding; None for other codecs."""
    if encoding == "utf-8":
        return _UTF_8
    if encoding.startswith("utf-16"):
        return re.compile("[\x00-\uffff]+|[\U00010000-\U0010ffff]+")
    return None
