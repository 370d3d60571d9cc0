"""The rows of a run, document by document, without holding more than a batch of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from regesta.store import Run
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

_BATCH = 64
"""Documents whose rows are held as Python objects at once."""

_LEFT_OUT = ("prefix", "suffix", "quote")
"""Columns that the text itself shows."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A document, as its row without the map, and the rows of its facts by table, in the order of the text."""

    document: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def leaflets(run: Run) -> Iterator[Leaflet]:
    """Every document of a run with its facts, sorted by doc_id."""
    documents = run.table("documents").drop_columns(["offset_map"])
    tables = {name: run.table(name).drop_columns(_left_out(name)) for name in TABLES_SHOWN}
    # the tables of a run are sorted by document
    places = {name: table["doc_id"].to_pylist() for name, table in tables.items()}
    for at in range(0, documents.num_rows, _BATCH):
        batch = documents.slice(at, _BATCH).to_pylist()
        first, last = batch[0]["doc_id"], batch[-1]["doc_id"]
        held = {name: _grouped(table, places[name], first, last) for name, table in tables.items()}
        for document in batch:
            yield Leaflet(document, {name: held[name].get(document["doc_id"], []) for name in TABLES_SHOWN})


def _left_out(table: str) -> list[str]:
    """What a page does without: of a slot only the filler is shown, of a passage only its place and kind."""
    keyless = table in ("passages", "event_arguments", "evidence")
    key = [key_column(TABLES[table]) or ""] if keyless else []
    raw = ["segments", "rule_id"] if table in ("passages", "event_arguments") else []
    return [*_LEFT_OUT, *key, *raw]


def _grouped(table: pa.Table, doc_ids: list[str], first: str, last: str) -> dict[str, list[dict[str, Any]]]:
    start, end = bisect_left(doc_ids, first), bisect_right(doc_ids, last)
    out: dict[str, list[dict[str, Any]]] = {}
    for row in table.slice(start, end - start).to_pylist():
        out.setdefault(row.pop("doc_id"), []).append(row)
    return out
