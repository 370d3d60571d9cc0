"""CSV (RFC 4180): the canonical text is the cells in the order of the rows, each with its exact bytes.

Delimiters, quotation marks around cells and white space at their ends are left out; a doubled quotation mark is
`transformed`; the line breaks between cells (one) and between rows (two) are `synthetic`. The cells of the first row
are heads where they can be names: none empty, none a number, and another row follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from regesta import lexicon
from regesta.errors import DocumentError
from regesta.formats.base import Parsed
from regesta.lexicon import Rule
from regesta.spans import Kind, OffsetMap, Piece, Segment, Span
from regesta.text.encoding import decode
from regesta.text.lines import trimmed
from regesta.text.passages import Block

__all__ = ["Csv", "CsvRule", "rules"]

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 20
"""Rows by which the delimiter is chosen."""
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_NUMBER = re.compile(r"[-+−]?[\d.,  ]*\d[\d.,  ]*%?")


class CsvRule(Rule):
    """What a cell is."""

    kind: str


class Csv:
    """Tables with a row on each line."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv")
    media_type = "text/csv"

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The one text of the file.

        Raises:
            DocumentError: as `decode` does; `empty` also when every cell is blank.
        """
        decoded = decode(data, declared)
        writer = _Writer(decoded.text)
        writer.write(_rows(decoded.text, _delimiter(decoded.text)))
        if not writer.blocks:
            raise DocumentError("empty", "the table has no cell with text")
        yield Parsed(
            text="".join(writer.out),
            offset_map=OffsetMap(writer.pieces).then(decoded.map),
            blocks=tuple(writer.blocks),
            encoding=decoded.encoding,
            encoding_basis=decoded.basis,
        )

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The bytes of the ranges, decoded; a doubled quotation mark is one, a line feed for what was put in."""
        return "".join(_shown(data[s.start : s.end].decode(encoding), s.kind) for s in segments)


def _shown(written: str, kind: Kind) -> str:
    if kind == "synthetic":
        return "\n"
    return '"' if kind == "transformed" else written


@cache
def rules() -> dict[str, CsvRule]:
    """The rules by their id."""
    return {rule.id: rule for rule in lexicon.load(lexicon.folder() / "csv.toml", CsvRule)}


@dataclass(frozen=True, slots=True)
class _Cell:
    """The content of a cell in the source, quotation marks around it left out."""

    span: Span
    quoted: bool


def _delimiter(source: str) -> str:
    """The delimiter that cuts the first rows into the most cells, of those that cut all alike if one does."""

    def cut(delimiter: str) -> tuple[bool, int, int]:
        widths = [len(row) for row, _ in zip(_rows(source, delimiter), range(_SAMPLE), strict=False)]
        alike = min(widths, default=0) == max(widths, default=0) > 1
        return alike, sum(widths), -_DELIMITERS.index(delimiter)

    return max(_DELIMITERS, key=cut)


def _rows(source: str, delimiter: str) -> Iterator[list[_Cell]]:
    """The cells of each row that is not empty; linear in the source."""
    border = re.compile(rf"{re.escape(delimiter)}|\r\n?|\n|\Z")
    row: list[_Cell] = []
    at, closes = 0, True
    while at <= len(source):
        quoted = _QUOTED.match(source, at) if closes and source.startswith('"', at) else None
        closes = closes and (quoted is not None or not source.startswith('"', at))
        end = border.search(source, at if quoted is None else quoted.end())
        if end is None:
            raise AssertionError("the border matches the end")
        row.append(_cell(at, end.start(), quoted))
        at = end.end()
        if end[0] != delimiter:
            if len(row) > 1 or len(row[0].span):
                yield row
            row = []
            if not end[0]:
                return


def _cell(start: int, end: int, quoted: re.Match[str] | None) -> _Cell:
    """A cell; with something after its closing quotation mark it is kept as it stands."""
    if quoted is not None and quoted.end() == end:
        return _Cell(Span(start + 1, end - 1), quoted=True)
    return _Cell(Span(start, end), quoted=False)


@dataclass(slots=True)
class _Writer:
    source: str
    out: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    reached: int = 0

    def write(self, rows: Iterator[list[_Cell]]) -> None:
        """Write all rows; whether the first has the heads is known at the second."""
        first = next(rows, [])
        second = next(rows, None)
        self._row(first, "head" if second is not None and self._names(first) else "cell")
        if second is not None:
            self._row(second, "cell")
        for row in rows:
            self._row(row, "cell")

    def _names(self, row: Sequence[_Cell]) -> bool:
        cells = [cell.span.of(self.source).strip() for cell in row]
        return all(cell and not _NUMBER.fullmatch(cell) for cell in cells)

    def _row(self, row: Sequence[_Cell], rule_id: str) -> None:
        breaks = 2
        for cell in row:
            span = trimmed(self.source, cell.span)
            if len(span):
                self._cell(span, cell, rules()[rule_id], breaks)
                breaks = 1

    def _cell(self, span: Span, cell: _Cell, rule: CsvRule, breaks: int) -> None:
        if self.blocks:
            self._put("\n" * breaks, self.reached, self.reached, "synthetic")
        start, at = self.length, span.start
        doubled = re.finditer('""', span.of(self.source)) if cell.quoted else iter(())
        for match in doubled:
            mark = span.start + match.start()
            self._put(self.source[at:mark], at, mark, "verbatim")
            self._put('"', mark, mark + 2, "transformed")
            at = mark + 2
        self._put(self.source[at : span.end], at, span.end, "verbatim")
        self.blocks.append(Block(Span(start, self.length), rule.kind, f"csv.{rule.id}"))

    def _put(self, text: str, start: int, end: int, kind: Kind) -> None:
        if text:
            self.out.append(text)
            self.pieces.append(Piece(self.length, self.length + len(text), start, end, kind))
            self.length += len(text)
            self.reached = end
