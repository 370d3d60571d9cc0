"""datapackage.json: a run as a Data Package, so that tools which know the standard can find and check its tables.

Written by hand after the Data Package standard (https://datapackage.org, version 2.0, in the forms that version 1 also
allows): tables, columns and keys are projected from the row classes.
"""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_origin

from regesta.store.manifest import Files
from regesta.tables import TABLES, Column, Row, columns, content_id, key_column

__all__ = ["PARQUET", "datapackage", "resource", "run_id"]

PARQUET = "application/vnd.apache.parquet"
"""Media type of the tables, as registered with IANA."""

_TYPES = {str: "string", int: "integer", Decimal: "number", date: "date", bool: "boolean"}
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]*")
_NOT_SAID = "notspecified"
_IN_WORDS = "other-closed"


def run_id(inputs: Mapping[str, Any]) -> str:
    """The id of the run that is made from these inputs: their hash."""
    return content_id("run", json.dumps(inputs, sort_keys=True))


def datapackage(files: Files, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptor of a run.

    Args:
        files: the files of the run by path, with `bytes` and `sha256`; those that are tables become resources.
        inputs: what the run was made from, as in its manifest.
    """
    listed = sorted(inputs["sources"], key=lambda source: str(source["source_id"]))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": run_id(inputs),
        "id": run_id(inputs),
        "title": f"Regesta run {run_id(inputs)}",
        "description": "Events, dates and figures from documents, each with the characters that state it, and where "
        "the documents disagree. Texts and quotes keep the licences of their sources.",
        "keywords": ["events", "provenance", "consistency", "temporal expressions", "quantities"],
        "licenses": _licences(listed),
        "sources": [_source(source) for source in listed],
        "resources": [resource(name, files[f"{name}.parquet"]) for name in TABLES if f"{name}.parquet" in files],
    }


def resource(table: str, file: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptor of one table, whose file has `bytes` and `sha256`."""
    row_class = TABLES[table]
    return {
        "name": table,
        "path": f"{table}.parquet",
        "type": "table",
        "title": table.replace("_", " "),
        "description": inspect.getdoc(row_class),
        "format": "parquet",
        "mediatype": PARQUET,
        "hash": f"sha256:{file['sha256']}",
        "bytes": file["bytes"],
        "schema": _schema(row_class),
    }


def _schema(row_class: type[Row]) -> dict[str, Any]:
    key = key_column(row_class)
    keys = [key] if key else [c.name for c in columns(row_class) if c.col.refers_to]
    return {
        "fields": [_field(column) for column in columns(row_class)],
        "missingValues": [],
        "primaryKey": keys,
        "foreignKeys": list(_foreign_keys(row_class)),
    }


def _field(column: Column) -> dict[str, Any]:
    is_list = get_origin(column.type) is list
    return {
        "name": column.name,
        "type": "array" if is_list else _TYPES[column.type],
        "description": column.col.doc,
        "constraints": dict(_constraints(column)),
    }


def _constraints(column: Column) -> Iterator[tuple[str, Any]]:
    yield "required", not column.nullable
    if column.col.unique:
        yield "unique", True
    if column.col.minimum is not None:
        yield "minimum", column.col.minimum
    if column.col.choices:
        yield "enum", list(column.col.choices)


def _foreign_keys(row_class: type[Row]) -> Iterator[dict[str, Any]]:
    """References of single values; the standard has none for lists. A table itself is named by an empty string."""
    for column in columns(row_class):
        if column.col.refers_to and get_origin(column.type) is not list:
            table, _, key = column.col.refers_to.partition(".")
            named = "" if TABLES[table] is row_class else table
            yield {"fields": [column.name], "reference": {"resource": named, "fields": [key]}}


def _licences(sources: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Every licence of a source, once: an identifier as it is, words as the closed licence that they may be."""
    return [
        {"name": _NOT_SAID, "title": "no licence is listed"}
        if told is None
        else {"name": told if _IDENTIFIER.fullmatch(told) else _IN_WORDS, "title": told}
        for told in sorted({source["licence"] for source in sources}, key=lambda told: (told is None, told))
    ]


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the index; beside `title` and `path` of the standard, what the index says of it."""
    named = ("source_id", "publisher", "published", "language", "licence", "media_type", "status", "reason")
    told = {name: source[name] for name in named if source[name] is not None}
    if source["url"]:
        told["path"] = source["url"]
    if source["blob"]:
        told["hash"] = f"sha256:{source['blob']}"
    return {"title": source["title"] or source["source_id"], **told}
