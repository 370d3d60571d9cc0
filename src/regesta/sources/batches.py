"""Reading as work on batches of blobs, each blob cached: a second run reads only what changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from regesta import lexicon
from regesta.config import Config
from regesta.errors import DocumentError, QuarantineError, RunError
from regesta.formats import BUILTIN
from regesta.sources.dating import DATING_KINDS, document_time
from regesta.sources.documents import document_title, links, read_documents, refusal, refused
from regesta.sources.fetch import file_name
from regesta.sources.locate import ingest
from regesta.store import Blobs, Cache, Workspace, batched, code_version, library_versions, rows_of, table_name
from regesta.tables import Document, Issue, Metadata, Passage, Row, Source

__all__ = ["Reading", "gather", "ingest_sources", "plan", "read_batch"]

R = TypeVar("R", bound=Row)
Tables = Mapping[str, pa.Table]
"""What the cache holds of one blob, by table."""

_CODE = ("regesta.sources", "regesta.formats", "regesta.text", "regesta.spans", "regesta.tables", "regesta.lexicon")


@dataclass(frozen=True, slots=True)
class Reading:
    """One blob to read, and the key under which the cache holds what it gave."""

    blob: str
    file: str
    language: str | None
    charset: str | None
    bytes: int
    key: str


def ingest_sources(config: Config, work: Workspace) -> None:
    """Find what the index lists and keep the bytes: writes `sources`; raises SourceIndexError and ConfigError."""
    found = ingest(config, Blobs(config.blobs))
    work.write("sources", found.sources)
    work.write("issues", found.issues)


def plan(config: Config, work: Workspace) -> list[list[Reading]]:
    """The blobs that the cache does not know, in batches of about `config.batch_characters` bytes."""
    cache = Cache(config.cache)
    todo = {item.key: item for item in map(_reading, work.read(Source)) if item and not _known(config, cache, item)}
    return batched(list(todo.values()), lambda item: item.bytes, config.batch_characters)


def read_batch(config: Config, batch: Sequence[Reading]) -> int:
    """Read each blob of a batch into the cache; returns the number of rows. Any process can do it."""
    cache, blobs, made = Cache(config.cache), Blobs(config.blobs), 0
    for item in batch:
        rows = _read(blobs.get(item.blob), item)
        cache.put(item.key, rows)
        made += len(rows)
    return made


def gather(config: Config, work: Workspace) -> None:
    """Write what was read (`documents`, `metadata`, `passages`, `source_documents`), and what became of each source.

    Raises:
        QuarantineError: more than `config.max_quarantined` of the sources that are there could not be read.
    """
    sources: list[Source] = []
    issues: list[Issue] = []
    by_blob: dict[str, Tables] = {}
    for listed, tables in _gathered(config, work):
        source = listed
        refusals = [issue for issue in _rows(Issue, [tables]) if issue.doc_id is None]
        if refusals:
            source, told = refused(listed, refusals[0])
            issues.append(told)
        elif listed.blob:
            source = replace(listed, media_type=_media_type(tables))
            by_blob.setdefault(listed.blob, tables)
        sources.append(source)
    read = list(by_blob.values())
    metadata = _rows(Metadata, read)
    documents, doubts = _dated(_rows(Document, read), _opening(read), metadata, sources)
    work.write("sources", sources)
    work.write("documents", documents)
    work.write("metadata", metadata)
    work.write_gathered("passages", [tables["passages"] for tables in read if "passages" in tables])
    work.write("source_documents", links(sources, documents))
    work.append("issues", [*issues, *doubts, *_rows(Issue, read)])
    _check_quarantined(config, sources)


def _rows(row_class: type[R], read: Iterable[Tables]) -> list[R]:
    name = table_name(row_class)
    parts = [tables[name] for tables in read if name in tables]
    return rows_of(row_class, pa.concat_tables(parts)) if parts else []


def _opening(read: Sequence[Tables]) -> list[Passage]:
    """The passages by which a document may be dated."""
    parts = [tables["passages"] for tables in read if "passages" in tables]
    if not parts:
        return []
    passages = pa.concat_tables(parts)
    return rows_of(Passage, passages.filter(pc.is_in(passages["kind"], pa.array(DATING_KINDS))))


def _reading(source: Source) -> Reading | None:
    if source.blob is None or source.status not in ("ingested", "duplicate"):
        return None
    file = source.file or file_name(source.final_url or "", source.media_type)
    name = file.rpartition("/")[2]
    made_with = (code_version(*_CODE), lexicon.version(), library_versions())
    key = Cache.key("read", source.blob, name, source.language, source.charset, *made_with)
    return Reading(source.blob, file, source.language, source.charset, source.bytes or 0, key)


def _known(config: Config, cache: Cache, item: Reading) -> bool:
    """Whether the cache holds what the blob gave; with `config.retry` a refusal does not count."""
    if not config.retry:
        return item.key in cache
    return any(isinstance(row, Document) for row in cache.get(item.key) or [])


def _read(data: bytes, item: Reading) -> list[Row]:
    try:
        return read_documents(
            item.blob, data, item.file, item.language, code_version=code_version(*_CODE), charset=item.charset
        )
    except DocumentError as error:
        return [refusal(item.blob, error)]


def _gathered(config: Config, work: Workspace) -> Iterator[tuple[Source, Tables]]:
    """Each source with the tables that its blob gave; none for a source that was not read."""
    cache = Cache(config.cache)
    for source in work.read(Source):
        item = _reading(source)
        tables = cache.tables(item.key) if item else {}
        if tables is None:
            raise RunError(f"what {source.source_id} gave is not in {config.cache}; was it removed during the run?")
        yield source, tables


def _media_type(tables: Tables) -> str | None:
    name = tables["documents"]["format"][0].as_py() if "documents" in tables else None
    return next((form.media_type for form in BUILTIN if form.name == name), None)


def _dated(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    metadata: Sequence[Metadata],
    sources: Sequence[Source],
) -> tuple[list[Document], list[Issue]]:
    """The documents with title and dates, and what is doubtful about the dates."""
    dated: list[Document] = []
    issues: list[Issue] = []
    by_blob, by_document = defaultdict[str | None, list[Source]](list), defaultdict[str, list[Passage]](list)
    said_of = defaultdict[str, list[Metadata]](list)
    for source in sources:
        by_blob[source.blob].append(source)
    for passage in passages:
        by_document[passage.doc_id].append(passage)
    for said in metadata:
        said_of[said.doc_id].append(said)
    for document in documents:
        mine = by_blob[document.blob]
        titled = document_title(document, mine)
        row, doubts = document_time(titled, mine, by_document[document.doc_id], said_of[document.doc_id])
        dated.append(row)
        issues.extend(doubts)
    return dated, issues


def _check_quarantined(config: Config, sources: Sequence[Source]) -> None:
    there = [source for source in sources if source.status != "missing"]
    out = [source for source in there if source.status == "quarantined"]
    if len(out) > config.max_quarantined * len(there):
        reasons = "; ".join(f"{source.source_id}: {source.reason}" for source in out[:5])
        raise QuarantineError(
            f"{len(out)} of {len(there)} sources could not be read, more than max_quarantined = "
            f"{config.max_quarantined} allows: {reasons}"
        )
