"""Extraction as work on batches of documents, each document cached: a second run extracts only what changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pyarrow as pa

from regesta import lexicon
from regesta.config import Config
from regesta.errors import RunError
from regesta.extract.base import Doc
from regesta.extract.bounds import CONTENT, bounded
from regesta.extract.document import BUILTIN, extract_document
from regesta.spans import OffsetMap, Piece
from regesta.store import Cache, Workspace, batched, code_version, library_versions, rows_of
from regesta.tables import Document, Event, Issue, Passage

__all__ = ["GIVEN", "Extraction", "doc_of", "extract_batch", "gather", "plan"]

GIVEN = (*sorted(set().union(*(extractor.gives for extractor in BUILTIN))), "evidence")
"""The tables that extractors fill."""

_BEGINNING = len("doc_") + 2
"""Characters of an id by which documents are bundled: some hundred bundles, however many documents there are."""

_CODE = ("regesta.extract", "regesta.spans", "regesta.tables", "regesta.lexicon")


@dataclass(frozen=True, slots=True)
class Extraction:
    """One document to extract from, and the key under which the cache holds its facts."""

    doc_id: str
    key: str
    characters: int


def plan(config: Config, work: Workspace) -> list[list[Extraction]]:
    """The documents whose facts are not in the cache, in batches of about `config.batch_characters`."""
    cache = Cache(config.cache)
    changed = [items for key, items in _bundles(_extractions(cache, work.read(Document))) if key not in cache]
    todo = [item for items in changed for item in items if item.key not in cache]
    return batched(todo, lambda item: item.characters, config.batch_characters)


def extract_batch(config: Config, work: Workspace, batch: Sequence[Extraction]) -> int:
    """Extract from each document of a batch into the cache; returns the number of rows. Any process can do it."""
    cache, made = Cache(config.cache), 0
    ids = [item.doc_id for item in batch]
    documents = {row.doc_id: row for row in work.read(Document, ids)}
    passages = {doc_id: list(rows) for doc_id, rows in groupby(work.read(Passage, ids), lambda row: row.doc_id)}
    for item in batch:
        doc = extract_document(doc_of(documents[item.doc_id], passages.get(item.doc_id, [])))
        rows = [row for found in doc.found.values() for row in found]
        cache.put(item.key, rows)
        made += len(rows)
    return made


def gather(config: Config, work: Workspace) -> None:
    """Write the tables that extractors fill, from the cache, and what the content of documents says of their dates."""
    cache, found = Cache(config.cache), defaultdict[str, list[pa.Table]](list)
    documents = work.read(Document)
    for key, items in _bundles(_extractions(cache, documents)):
        for name, table in _bundle(config, cache, key, items).items():
            found[name].append(table)
    for name in GIVEN:
        work.write_gathered(name, found[name])
    issues = [row for table in found["issues"] for row in rows_of(Issue, table)]
    work.append("issues", [*issues, *_bound(work, documents)])


def _bundles(items: Iterable[Extraction]) -> Iterator[tuple[str, list[Extraction]]]:
    """Documents whose ids begin alike, with the key under which the cache holds the facts of all of them."""
    for _, group in groupby(sorted(items, key=lambda item: item.doc_id), lambda item: item.doc_id[:_BEGINNING]):
        held = list(group)
        yield Cache.key("bundle", [item.key for item in held]), held


def _bundle(config: Config, cache: Cache, key: str, items: Sequence[Extraction]) -> Mapping[str, pa.Table]:
    """The facts of a bundle: as they were gathered before, when no document of it changed."""
    held = cache.tables(key)
    if held is None:
        parts = defaultdict[str, list[pa.Table]](list)
        for item in items:
            for name, table in _facts(config, cache, item).items():
                parts[name].append(table)
        held = {name: pa.concat_tables(tables).combine_chunks() for name, tables in parts.items()}
        cache.put_tables(key, held)
    return held


def _facts(config: Config, cache: Cache, item: Extraction) -> dict[str, pa.Table]:
    held = cache.tables(item.key)
    if held is None:
        raise RunError(f"the facts of {item.doc_id} are not in {config.cache}; was it removed during the run?")
    return held


def _bound(work: Workspace, documents: Sequence[Document]) -> list[Issue]:
    """Date the documents of which only their events tell when they were written; what is doubtful comes back."""
    told = defaultdict[str, list[Event]](list)
    for event in work.read(Event):
        told[event.doc_id].append(event)
    found = [bounded(document, told[document.doc_id]) for document in documents]
    if any(dated != document for document, (dated, _) in zip(documents, found, strict=True)):
        work.write("documents", [dated for dated, _ in found])
    return [issue for _, issue in found if issue]


def doc_of(document: Document, passages: Sequence[Passage]) -> Doc:
    """What the extractors see of a document that was read."""
    pieces = (Piece(p.start, p.end, p.source_start, p.source_end, p.kind, p.page) for p in document.offset_map)
    first, last, basis = _creation_time(document)
    return Doc(
        doc_id=document.doc_id,
        text=document.text,
        text_sha256=document.text_sha256,
        offset_map=OffsetMap(pieces, document.offset_map[0].unit if document.offset_map else "byte"),
        passages=passages,
        published=None if (first, last) == (None, None) else (first, last),
        published_basis=basis,
    )


def _creation_time(document: Document) -> tuple[date | None, date | None, str | None]:
    """First and last day and basis of the publication; a bound by content came from extraction and is none."""
    if document.published_basis == CONTENT:
        return None, None, None
    return document.published_first, document.published_last, document.published_basis


def _extractions(cache: Cache, documents: Sequence[Document]) -> Iterator[Extraction]:
    code = code_version(*_CODE)
    for row in documents:
        published = [str(part) for part in _creation_time(row)]
        key = cache.key("extract", row.doc_id, row.text_sha256, published, code, lexicon.version(), library_versions())
        yield Extraction(row.doc_id, key, len(row.text))
