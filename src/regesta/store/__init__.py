"""Where rows are kept: Parquet tables of a run, the cache of a later one, and publishing all or nothing."""

from regesta.store.cache import Blobs, Cache, Texts, batched, code_version, library_versions
from regesta.store.publishing import Published, publish
from regesta.store.rows import (
    FORMAT,
    among,
    fingerprint,
    from_arrow,
    rows_of,
    schema,
    table_name,
    to_arrow,
    write_parquet,
)
from regesta.store.run import Run, read_run
from regesta.store.workspace import Workspace

__all__ = [
    "FORMAT",
    "Blobs",
    "Cache",
    "Published",
    "Run",
    "Texts",
    "Workspace",
    "among",
    "batched",
    "code_version",
    "fingerprint",
    "from_arrow",
    "library_versions",
    "publish",
    "read_run",
    "rows_of",
    "schema",
    "table_name",
    "to_arrow",
    "write_parquet",
]
