"""Every fact against its document: the text at its spans, and what the raw ranges decode to without the offset map."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, TypeVar

import pyarrow as pa

from regesta.errors import RunError
from regesta.formats import BUILTIN
from regesta.spans import Segment, Span, context
from regesta.store import Blobs, Texts, code_version, fingerprint
from regesta.tables import TABLES, Fact, Row, columns
from regesta.validate.frames import Frame, Tables, row_ids

__all__ = ["against_documents"]

V = TypeVar("V")

BEGINNING = len("doc_") + 2
"""Characters of an id by which documents are bundled."""

BLOBS_HELD = 8
"""Blobs in memory at a time: the documents of one may be in many bundles."""

_CODE = ("regesta.validate", "regesta.formats", "regesta.text", "regesta.spans", "regesta.tables")
_SAID = {"1": True, "0": False, "-": None}
"""How verdicts are kept."""

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


_Read = Callable[[str], bytes | None]
"""The bytes of a blob; None when they cannot be had."""

_Judges = Mapping[str, tuple[_Judge, ...]]


Verdicts = dict[str, list[list[bool | None]]]
"""By table, for each of its judges, what it says of every row."""


def against_documents(tables: Tables, blobs: Blobs, kept: Texts | None = None) -> Iterator[Frame]:
    """What every row with a place in a document says of that place, true or not.

    Documents are judged in bundles. `kept` holds what was said of bundles in earlier runs: one whose documents and rows
    are the same, byte for byte, is not judged again. A row whose document or blob is not there fails.
    """
    judges = {name: held for name, row_class in TABLES.items() if (held := tuple(_judges(row_class)))}
    ids: dict[str, list[str]] = {name: [] for name in judges}
    verdicts: Verdicts = {name: [[] for _ in held] for name, held in judges.items()}
    read = lru_cache(BLOBS_HELD)(partial(_bytes, blobs))
    for bundle in _bundles({name: tables[name] for name in {**judges, "documents": ()}}):
        said = _kept(bundle, read, judges, kept) if kept else _judged(bundle, read, judges)
        for name in judges:
            ids[name] += row_ids(name, bundle[name])
            for whole, part in zip(verdicts[name], said[name], strict=True):
                whole.extend(part)
    for name, held in judges.items():
        for judge, ok in zip(held, verdicts[name], strict=True):
            yield Frame(suite=name, expectation=judge.expectation, column=judge.column, ids=ids[name], ok=ok)


def _bundles(tables: Tables) -> Iterator[Tables]:
    """The tables cut into documents whose ids begin alike: some hundred bundles, however many documents there are."""
    places = {name: _places(_beginnings(table)) for name, table in tables.items()}
    for beginning in sorted(set().union(*places.values())):
        yield {
            name: pa.concat_tables([table.slice(0, 0), *(table.slice(*at) for at in places[name].get(beginning, ()))])
            for name, table in tables.items()
        }


def _beginnings(table: Any) -> list[str]:
    return [(doc_id or "")[:BEGINNING] for doc_id in table.column("doc_id").to_pylist()]


def _kept(bundle: Tables, read: _Read, judges: _Judges, kept: Texts) -> Verdicts:
    key = kept.key("provenance", code_version(*_CODE), fingerprint(bundle.values()))
    held = kept.get(key)
    if held is not None:
        return {name: [[_SAID[letter] for letter in row] for row in rows] for name, rows in json.loads(held).items()}
    said = _judged(bundle, read, judges)
    letters = {verdict: letter for letter, verdict in _SAID.items()}
    kept.put(
        key, json.dumps({name: ["".join(letters[one] for one in row) for row in rows] for name, rows in said.items()})
    )
    return said


def _judged(tables: Tables, read: _Read, judges: _Judges) -> Verdicts:
    """One document and one blob at a time."""
    said: Verdicts = {name: [[None] * tables[name].num_rows for _ in held] for name, held in judges.items()}
    places = {name: _places(tables[name].column("doc_id").to_pylist()) for name in judges}

    def judge(home: _Home, name: str, start: int, length: int) -> None:
        rows = tables[name].slice(start, length).to_pylist()
        for number, asked in enumerate(judges[name]):
            said[name][number][start : start + length] = [asked.holds(home, row) for row in rows]

    for home in _homes(tables["documents"], read):
        for name in judges:
            for place in places[name].pop(home.doc_id, ()):
                judge(home, name, *place)
    for name in judges:
        for place in (place for left in places[name].values() for place in left):
            judge(_NOWHERE, name, *place)
    return said


def _places(values: list[V]) -> dict[V, list[tuple[int, int]]]:
    """Where the rows of each value stand, as (first row, number of rows): one stretch each in a sorted table."""
    places: dict[V, list[tuple[int, int]]] = defaultdict(list)
    start = 0
    for value, run in groupby(values):
        length = len(list(run))
        places[value].append((start, length))
        start += length
    return places


def _homes(documents: Any, read: _Read) -> Iterator[_Home]:
    names = [str(blob) for blob in documents.column("blob").to_pylist()]
    for blob, rows in groupby(sorted(range(len(names)), key=names.__getitem__), key=names.__getitem__):
        raw = read(blob)
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
