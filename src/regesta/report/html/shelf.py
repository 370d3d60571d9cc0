"""The rows of a run, document by document, without holding more than those of one as Python objects."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa

from regesta.store import Run, fingerprint
from regesta.tables import TABLES, key_column

__all__ = ["TABLES_SHOWN", "Leaflet", "leaflets"]

TABLES_SHOWN = (
    "times",
    "figures",
    "entities",
    "attributions",
    "events",
    "event_arguments",
    "evidence",
    "claims",
    "passages",
)
"""The tables of facts that a document's page is made from."""

_LEFT_OUT = ("prefix", "suffix", "quote")
"""Columns that the text itself shows."""


class Leaflet:
    """A document with its facts; nothing is made of their rows before somebody asks for it."""

    def __init__(self, document: pa.Table, tables: Mapping[str, pa.Table]) -> None:
        self._document = document
        self._tables = tables

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """Its row without the map."""
        return dict(self._document.to_pylist()[0])

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """The rows of its facts by table, in the order of the text."""
        return {name: table.drop_columns(["doc_id"]).to_pylist() for name, table in self._tables.items()}

    @cached_property
    def doc_id(self) -> str:
        """Its id."""
        return str(self._document["doc_id"][0])

    def claims(self) -> list[str]:
        """The ids of its claims."""
        return list(self._tables["claims"]["claim_id"].to_pylist())

    def fingerprint(self) -> str:
        """Hash of all that the page shows of it: the same for the same rows, whatever else is in the run."""
        return fingerprint((self._document, *self._tables.values()))


def leaflets(run: Run) -> Iterator[Leaflet]:
    """Every document of a run with its facts, sorted by doc_id."""
    documents = run.table("documents").drop_columns(["offset_map"])
    tables = {name: run.table(name).drop_columns(_left_out(name)).combine_chunks() for name in TABLES_SHOWN}
    # the tables of a run are sorted by document
    places = {name: table["doc_id"].to_pylist() for name, table in tables.items()}
    for at, doc_id in enumerate(documents["doc_id"].to_pylist()):
        mine = {name: _slice(table, places[name], doc_id) for name, table in tables.items()}
        yield Leaflet(documents.slice(at, 1), mine)


def _left_out(table: str) -> list[str]:
    """What a page does without: of a slot only the filler is shown, of a passage only its place and kind."""
    keyless = table in ("passages", "event_arguments", "evidence")
    key = [key_column(TABLES[table]) or ""] if keyless else []
    raw = ["segments", "rule_id"] if table in ("passages", "event_arguments") else []
    return [*_LEFT_OUT, *key, *raw]


def _slice(table: pa.Table, doc_ids: list[str], doc_id: str) -> pa.Table:
    start, end = bisect_left(doc_ids, doc_id), bisect_right(doc_ids, doc_id)
    return table.slice(start, end - start)
