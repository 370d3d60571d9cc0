"""Finding what the index lists, reading each file once, and the rows of `sources`.

A message never names a folder: the same sources give the same tables on every machine.
"""

import hashlib
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from regesta.config import Config
from regesta.errors import ConfigError, SourceIndexError
from regesta.sources.fetch import Download, Downloads
from regesta.sources.index import Entry, read_index, row_with_hash
from regesta.tables import Issue, Source, content_id

__all__ = ["BlobStore", "Ingested", "Located", "SourceStatus", "folders", "ingest", "locate", "status"]

State = Literal[
    "found", "missing", "not_fetched", "unreachable", "changed", "too_large", "empty", "unreadable", "refused", "link"
]

_ABSENT = ("missing", "not_fetched", "unreachable")
"""States of what may be there another time; any other but `found` quarantines a source."""

_SEVERITIES = {**dict.fromkeys(_ABSENT, "warning"), "no_hash": "info", "duplicate": "info"}
"""Severity of an issue by its code; those that are not here quarantine a source and are errors."""


class BlobStore(Protocol):
    """Where raw bytes are kept."""

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their sha256."""
        ...


@dataclass(frozen=True, slots=True)
class Located:
    """What became of the search for one entry.

    `data` and `sha256` are those of the file or download when it was read (state `found`, `changed`, `empty`); `size`
    is in bytes; `reason` says why the state is not `found`; `download` is the record that was used, if one was.
    """

    entry: Entry
    state: State
    reason: str | None = None
    path: Path | None = None
    size: int | None = None
    data: bytes | None = field(default=None, repr=False)
    sha256: str | None = None
    download: Download | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """The rows of `sources`, sorted by id, and what a person should know about them."""

    sources: list[Source]
    issues: list[Issue]

    @property
    def notes(self) -> list[str]:
        """One line for each issue, for the end of a run."""
        return [issue.message for issue in self.issues]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One line of `regesta sources`.

    `status`: found, fetched, no_hash, missing, not_fetched, unreachable, changed, too_large, empty, unreadable,
    refused; `detail`: where it was found, or what is the matter, or the hash to paste; `line` is the line of the index.
    """

    source_id: str
    file: str | None
    url: str | None
    status: str
    detail: str | None
    line: int


class _LinkError(Exception):
    """A symbolic link stands in the way: its path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def folders(config: Config) -> tuple[Path, ...]:
    """The folders in which files are looked for, in order: those of the settings, then the index's own.

    Raises:
        ConfigError: a folder of the settings is not there.
    """
    for folder in config.sources:
        if not folder.is_dir():
            raise ConfigError(f"sources: {folder} is not a folder")
    return (*config.sources, config.index.parent)


def locate(
    entry: Entry, folders: Sequence[Path], *, max_bytes: int | None = None, downloads: Downloads | None = None
) -> Located:
    """Look for a listed file in each folder, in order, and read the first that is there.

    Where there is none, what was downloaded from the listed address takes its place; nothing is downloaded here.
    Symbolic links below a folder are refused (state `link`); the folder itself may be one. Never raises for what is
    wrong with a file: that is the state.
    """
    path: Path | None = None
    try:
        path = _found(entry, folders)
        if path is not None:
            return _read(entry, path, max_bytes)
        return _downloaded(entry, downloads, max_bytes)
    except _LinkError as link:
        return Located(entry, "link", f"{link.path.name} is a symbolic link", link.path)
    except OSError as error:
        return Located(entry, "unreadable", f"cannot be read: {error.strerror}", path)


def ingest(config: Config, blobs: BlobStore) -> Ingested:
    """Read all that the index lists; the bytes of what can be used go to `blobs`.

    Addresses of which nothing is known yet are downloaded first, with `config.retry` also those that gave nothing of
    use; later runs use the records.

    A source whose bytes are those of one with a smaller id is a duplicate: it has the same blob, so the same documents.

    Raises:
        SourceIndexError: the index is wrong, or a symbolic link stands below a sources folder.
        ConfigError: a folder of the settings is not there.
    """
    sources: list[Source] = []
    issues: list[Issue] = []
    holders: dict[str, str] = {}
    _fetch(config)
    for found in _locate_all(config):
        holder = holders.get(found.sha256 or "") if found.state == "found" else None
        if found.state == "found" and found.data is not None and holder is None:
            holders[blobs.put(found.data)] = found.entry.source_id
        sources.append(_source(found, holder))
        issues.extend(_issues(found, holder))
    return Ingested(sources, issues)


def status(config: Config) -> list[SourceStatus]:
    """What is listed, and whether it is there and unchanged, sorted by id; raises what `ingest` raises."""
    return [_status(found) for found in _locate_all(config)]


def _fetch(config: Config) -> None:
    """Download the addresses that a run needs and that no record speaks of."""
    places, downloads = folders(config), Downloads.of(config)
    listed = [entry for entry in read_index(config.index).entries if entry.url and not _is_there(entry, places)]
    downloads.ask(entry.url for entry in listed if entry.url and _is_wanted(entry, downloads, retry=config.retry))


def _is_there(entry: Entry, folders: Sequence[Path]) -> bool:
    try:
        return _found(entry, folders) is not None
    except (_LinkError, OSError):  # something is there, and `locate` says what is the matter
        return True


def _is_wanted(entry: Entry, downloads: Downloads, *, retry: bool) -> bool:
    record = downloads.known(entry.url or "")
    return record is None or (retry and (not record.bytes or entry.sha256 not in (None, record.sha256)))


def _locate_all(config: Config) -> Iterator[Located]:
    index, places, downloads = read_index(config.index), folders(config), Downloads.of(config)
    for entry in index.entries:
        found = locate(entry, places, max_bytes=config.max_bytes, downloads=downloads)
        if found.state == "link":
            raise SourceIndexError(f"{entry.file}: {found.reason}", file=index.path, line=entry.line)
        yield found


def _found(entry: Entry, folders: Sequence[Path]) -> Path | None:
    """The path of a listed file in the first folder that has it; raises _LinkError and OSError."""
    file = entry.file
    return next((path for folder in folders if (path := _below(folder, file))), None) if file else None


def _below(folder: Path, file: str) -> Path | None:
    """The path of `file` below a folder, None when it is not there; raises _LinkError and OSError."""
    here = folder
    for name in file.split("/"):
        child = _child(here, name)
        if child is None:
            return None
        if child.is_symlink():
            raise _LinkError(child)
        here = child
    return here


def _child(folder: Path, name: str) -> Path | None:
    """What a folder holds under a name, whatever Unicode form the file system keeps names in."""
    try:
        (folder / name).lstat()
    except (FileNotFoundError, NotADirectoryError):
        if name.isascii() or not folder.is_dir():
            return None
        return next((c for c in sorted(folder.iterdir()) if unicodedata.normalize("NFC", c.name) == name), None)
    return folder / name


def _read(entry: Entry, path: Path, max_bytes: int | None) -> Located:
    info = path.stat()
    size = info.st_size
    if not stat.S_ISREG(info.st_mode):
        return Located(entry, "unreadable", "is a folder or a device, not a file", path)
    if max_bytes is not None and size > max_bytes:
        return _too_large(entry, size, max_bytes, path)
    return replace(_judged(entry, path.read_bytes()), path=path)


def _downloaded(entry: Entry, downloads: Downloads | None, max_bytes: int | None) -> Located:
    """What was downloaded for an entry whose file is not there."""
    lost = "the file is in no sources folder" if entry.file else None
    if entry.url is None:
        return Located(entry, "missing", lost)
    lost = f"{lost}, and the address" if lost else "the address"
    record = downloads.known(entry.url) if downloads else None
    if downloads is None or record is None:
        return Located(entry, "not_fetched", f"{lost} was not fetched yet")
    data = downloads.data(record)
    if data is None:
        again = "; `regesta run --retry` asks again" if record.state == "unreachable" else ""
        return Located(entry, _STATES[record.state], f"{lost} {record.reason}{again}", download=record)
    if max_bytes is not None and len(data) > max_bytes:
        return _too_large(entry, len(data), max_bytes, None)
    return replace(_judged(entry, data), download=record)


_STATES: dict[str, State] = {"unreachable": "unreachable", "refused": "refused", "too_large": "too_large"}
"""What a failed download means for its source."""


def _too_large(entry: Entry, size: int, max_bytes: int, path: Path | None) -> Located:
    return Located(entry, "too_large", f"has {size} bytes, more than max_bytes = {max_bytes}", path, size)


def _judged(entry: Entry, data: bytes) -> Located:
    """Bytes that were read, held against what the index lists."""
    sha = hashlib.sha256(data).hexdigest()
    if not data:
        return Located(entry, "empty", "the file is empty", None, 0, data, sha)
    if entry.sha256 is not None and sha != entry.sha256:
        return Located(entry, "changed", f"its sha256 is {sha}, the index lists another", None, len(data), data, sha)
    return Located(entry, "found", None, None, len(data), data, sha)


def _source(found: Located, holder: str | None) -> Source:
    entry = found.entry
    kept = found.state == "found"
    record = found.download if kept else None
    outcome = "missing" if found.state in _ABSENT else "quarantined"
    if kept:
        outcome = "ingested" if holder is None else "duplicate"
    return Source(
        source_id=entry.source_id,
        file=entry.file,
        url=entry.url,
        media_type=record.media_type if record else None,
        blob=found.sha256 if kept else None,
        bytes=found.size,
        final_url=record.final_url if record else None,
        charset=record.charset if record else None,
        retrieved=record.day if record else None,
        title=entry.title,
        publisher=entry.publisher,
        published=entry.published,
        language=entry.language,
        licence=entry.licence,
        extra=list(entry.extra),
        status=outcome,
        reason=found.reason if holder is None else f"has the same bytes as {holder}",
    )


def _issues(found: Located, holder: str | None) -> Iterator[Issue]:
    if found.reason is not None:
        yield _issue(found.entry, found.state, found.reason)
    if holder is not None:
        yield _issue(found.entry, "duplicate", f"has the same bytes as {holder}")
    if (line := _to_paste(found)) is not None:
        yield _issue(found.entry, "no_hash", line)


def _issue(entry: Entry, code: str, message: str) -> Issue:
    name = f"{entry.source_id} ({entry.file or entry.url})"
    return Issue(
        issue_id=content_id("iss", "ingest", code, entry.source_id),
        stage="ingest",
        severity=_SEVERITIES.get(code, "error"),
        code=code,
        message=f"{name}: {message}",
        source_id=entry.source_id,
    )


def _to_paste(found: Located) -> str | None:
    if found.state != "found" or found.entry.sha256 is not None:
        return None
    return f"no sha256 is listed; paste into the index: {row_with_hash(found.entry, found.sha256 or '')}"


def _status(found: Located) -> SourceStatus:
    entry, line, record = found.entry, _to_paste(found), found.download
    shown: str = "no_hash" if line else found.state
    detail = line or found.reason or str(found.path)
    if record is not None and found.state == "found":
        shown, detail = "fetched", "; ".join(filter(None, [f"on {record.day} from {record.final_url}", line]))
    return SourceStatus(
        source_id=entry.source_id, file=entry.file, url=entry.url, status=shown, detail=detail, line=entry.line
    )
