"""Every fact against its document: the text at its spans, and what the raw ranges decode to without the offset map."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from regesta.errors import RunError
from regesta.formats import BUILTIN
from regesta.spans import Segment, Span, context
from regesta.store import Blobs
from regesta.tables import TABLES, Fact, Row, columns
from regesta.validate.frames import Frame, Tables, row_ids

__all__ = ["against_documents"]

_FORMATS = {known.name: known for known in BUILTIN}

Cells = Mapping[str, Any]
"""A row as Arrow gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """The document of a row; `raw` is None when its blob cannot be had."""

    doc_id: str | None = None
    text: str = ""
    raw: bytes | None = None
    encoding: str = ""
    format: str = ""

    def at(self, start: int | None, end: int | None) -> str | None:
        """The characters of a span, or None when it is no span of the text."""
        if start is None or end is None or not 0 <= start <= end <= len(self.text):
            return None
        return self.text[start:end]

    def decoded(self, segments: Iterable[Segment]) -> str | None:
        """The characters that raw ranges stand for, or None when there are none."""
        known = _FORMATS.get(self.format)
        if known is None or self.raw is None:
            return None
        try:
            return known.decode_segments(self.raw, self.encoding, list(segments))
        except (ValueError, LookupError):  # half a character, no such codec, nothing in the range
            return None


_NOWHERE = _Home()


@dataclass(frozen=True, slots=True)
class _Judge:
    """Something that must hold in a row; None says that the row has nothing that could be wrong."""

    expectation: str
    column: str
    holds: Callable[[_Home, Cells], bool | None]


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The rows of a table that were judged so far."""

    suite: str
    judges: tuple[_Judge, ...]
    ids: list[str] = field(default_factory=list)
    verdicts: dict[_Judge, list[bool | None]] = field(default_factory=lambda: defaultdict(list))

    def judge(self, home: _Home, rows: Any) -> None:
        self.ids.extend(row_ids(self.suite, rows))
        for row in rows.to_pylist():
            for judge in self.judges:
                self.verdicts[judge].append(judge.holds(home, row))

    def frames(self) -> Iterator[Frame]:
        for judge in self.judges:
            ok = self.verdicts[judge]
            yield Frame(suite=self.suite, expectation=judge.expectation, column=judge.column, ids=self.ids, ok=ok)


def against_documents(tables: Tables, blobs: Blobs) -> Iterator[Frame]:
    """What every row with a place in a document says of that place, true or not.

    One document and one blob at a time; each blob is read once. A row whose document or blob is not there fails.
    """
    judges = {name: tuple(_judges(row_class)) for name, row_class in TABLES.items()}
    ledgers = {name: _Ledger(name, held) for name, held in judges.items() if held}
    places = {name: _places(tables[name].column("doc_id").to_pylist()) for name in ledgers}
    for home in _homes(tables["documents"], blobs):
        for name, ledger in ledgers.items():
            for start, length in places[name].pop(home.doc_id, ()):
                ledger.judge(home, tables[name].slice(start, length))
    for name, ledger in ledgers.items():
        for start, length in (place for left in places[name].values() for place in left):
            ledger.judge(_NOWHERE, tables[name].slice(start, length))
        yield from ledger.frames()


def _places(doc_ids: list[str | None]) -> dict[str | None, list[tuple[int, int]]]:
    """Where the rows of each document stand, as (first row, number of rows): one stretch each in a sorted table."""
    places: dict[str | None, list[tuple[int, int]]] = defaultdict(list)
    start = 0
    for doc_id, run in groupby(doc_ids):
        length = len(list(run))
        places[doc_id].append((start, length))
        start += length
    return places


def _homes(documents: Any, blobs: Blobs) -> Iterator[_Home]:
    names = [str(blob) for blob in documents.column("blob").to_pylist()]
    for blob, rows in groupby(sorted(range(len(names)), key=names.__getitem__), key=names.__getitem__):
        raw = _bytes(blobs, blob)
        for row in rows:
            cells = documents.slice(row, 1).to_pylist()[0]
            yield _Home(
                doc_id=cells["doc_id"],
                text=cells["text"] or "",
                raw=raw,
                encoding=str(cells["encoding"]),
                format=str(cells["format"]),
            )


def _bytes(blobs: Blobs, blob: str) -> bytes | None:
    try:
        return blobs.get(blob)
    except RunError:
        return None


def _judges(row_class: type[Row]) -> Iterator[_Judge]:
    names = [column.name for column in columns(row_class)]
    if "text_sha256" in names:
        yield _Judge("is_hash_of_text", "text_sha256", _hash_is_of_text)
        yield _Judge("raw_gives_text", "offset_map", _raw_gives_text)
    for name in names:
        stem = name.removesuffix("start")
        if name.endswith("start") and f"{stem}end" in names:
            quoted = "quote" if not stem else stem.removesuffix("_")
            yield _of_span(name, f"{stem}end", quoted if quoted in names else None)
    if {"raw", "segments"} <= set(names):
        yield _Judge("raw_gives_quote", "raw", _raw_stands_in_file)
    if issubclass(row_class, Fact):
        yield _Judge("context_is_text", "prefix, suffix", _context_is_text)
        yield _Judge("raw_gives_quote", "segments", _raw_gives_quote)


def _of_span(start: str, end: str, quoted: str | None) -> _Judge:
    """That a span lies in the text, and is what is quoted from it where the row has a quote."""

    def holds(home: _Home, row: Cells) -> bool | None:
        quote = row[quoted] if quoted else None
        if (row[start], row[end], quote) == (None, None, None):
            return None
        found = home.at(row[start], row[end])
        return found is not None and (quoted is None or found == quote)

    return _Judge("quote_is_text", quoted, holds) if quoted else _Judge("span_is_in_text", end, holds)


def _context_is_text(home: _Home, row: Cells) -> bool:
    if home.at(row["start"], row["end"]) is None:
        return False
    return context(home.text, Span(row["start"], row["end"])) == (row["prefix"], row["suffix"])


def _raw_gives_quote(home: _Home, row: Cells) -> bool:
    quote: str | None = row["quote"]
    return quote is not None and home.decoded(Segment(**segment) for segment in row["segments"] or ()) == quote


def _raw_stands_in_file(home: _Home, row: Cells) -> bool:
    """Of what stands in the file outside the text: nothing is resolved, so the codec alone gives it back."""
    if home.raw is None:
        return False
    data = b"".join(home.raw[segment["start"] : segment["end"]] for segment in row["segments"] or ())
    try:
        return bool(data.decode(home.encoding) == row["raw"])
    except (ValueError, LookupError):
        return False


def _raw_gives_text(home: _Home, row: Cells) -> bool:
    pieces = row["offset_map"] or ()
    segments = (Segment(p["unit"], p["page"], p["source_start"], p["source_end"], p["kind"]) for p in pieces)
    return home.decoded(segments) == home.text


def _hash_is_of_text(home: _Home, row: Cells) -> bool:
    return bool(hashlib.sha256(home.text.encode("utf-8", "surrogatepass")).hexdigest() == row["text_sha256"])
