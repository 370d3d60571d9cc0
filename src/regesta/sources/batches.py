"""Reading as work on batches of blobs, each blob cached: a second run reads only what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from regesta import lexicon
from regesta.config import Config
from regesta.errors import QuarantineError, RunError
from regesta.sources.documents import document_time, read_documents
from regesta.store import Blobs, Cache, Workspace, batched, code_version
from regesta.tables import Document, Issue, Passage, Row, Source, SourceDocument

__all__ = ["READ", "Reading", "gather", "plan", "read_batch"]

READ = ("sources", "source_documents", "documents", "passages")
"""The tables that reading fills."""

_CODE = ("regesta.sources", "regesta.formats", "regesta.text", "regesta.spans", "regesta.tables", "regesta.lexicon")


@dataclass(frozen=True, slots=True)
class Reading:
    """One blob to read, and the key under which the cache holds its documents."""

    blob: str
    file: str
    language: str | None
    key: str
    bytes: int


def plan(config: Config, work: Workspace) -> list[list[Reading]]:
    """The blobs whose documents are not in the cache, in batches of about `config.batch_characters` bytes."""
    cache = Cache(config.cache)
    todo = {item.key: item for source in work.read(Source) if (item := _reading(cache, source))}
    missing = [item for item in todo.values() if item.key not in cache]
    return batched(missing, lambda item: item.bytes, config.batch_characters)


def read_batch(config: Config, batch: Sequence[Reading]) -> int:
    """Read each blob of a batch into the cache; returns the number of documents. Any process can do it."""
    cache, blobs, made = Cache(config.cache), Blobs(config.cache), 0
    for item in batch:
        rows = read_documents(item.blob, blobs.get(item.blob), item.file, item.language)
        cache.put(item.key, rows)
        made += sum(isinstance(row, Document) for row in rows)
    return made


def gather(config: Config, work: Workspace) -> None:
    """Write `documents`, `passages` and `source_documents`, and what became of every source.

    Raises:
        QuarantineError: more than `config.max_quarantined` of the sources that are there could not be read.
    """
    cache = Cache(config.cache)
    rows, readers = list[Row](), dict[str, list[Source]]()
    documents: dict[str, Document] = {}
    for source, found in _found(config, cache, work):
        mine = [row for row in found if isinstance(row, Document)]
        rows.append(_read_source(source, mine, found))
        for document in mine:
            rows.append(SourceDocument(source_id=source.source_id, doc_id=document.doc_id))
            readers.setdefault(document.doc_id, []).append(source)
            if document.doc_id not in documents:
                rows.extend(row for row in found if _belongs(row, document.doc_id))
                documents[document.doc_id] = document
        rows.extend(_of_source(row, source) for row in found if isinstance(row, Issue) and row.doc_id is None)
    for document in documents.values():
        passages = [row for row in rows if isinstance(row, Passage) and row.doc_id == document.doc_id]
        dated, issues = document_time(document, readers[document.doc_id], passages)
        rows.extend([dated, *issues])
    work.add(rows, READ)
    _check_quarantined(config, work)
