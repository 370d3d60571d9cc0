"""When a document was published, by what else than the one date that was chosen; and what is dated by that date.

A page may say another day in its metadata than its text does, or have been updated since. Then what it calls "Friday"
may be another Friday, and what it tells may have happened after its date.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from regesta.compare.reading import rows_of
from regesta.tables import Document, EventArgument, Metadata, Row, Time

__all__ = ["OtherDay", "dated_by_document", "other_days"]

_RECKONED = re.compile(r"\b(?:now|dct)\b")
"""In the expression of a time: the day is counted from that of the document, which gives "15 May" its year alone."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """Another day of a document, what it is called, and how many days after the chosen one it is."""

    name: str
    first: date
    last: date
    later_by: int


def other_days(tables: Mapping[str, list[Row]]) -> dict[str, tuple[OtherDay, ...]]:
    """By document, the days of its publication or update that are not the one that was chosen."""
    stated: dict[str, list[Metadata]] = defaultdict(list)
    for row in rows_of(tables, "metadata", Metadata):
        if row.name in ("published", "updated"):
            stated[row.doc_id].append(row)
    found = {d.doc_id: tuple(_others(d, stated[d.doc_id])) for d in rows_of(tables, "documents", Document)}
    return {doc_id: days for doc_id, days in found.items() if days}


def _others(document: Document, stated: list[Metadata]) -> Iterator[OtherDay]:
    chosen = document.published_first
    if chosen is None:
        return
    named = [(f"{row.name} ({row.source})", row.first, row.last) for row in stated]
    named.append(("updated", document.updated_first, document.updated_last))
    for name, first, last in named:
        if first and last and (first, last) != (chosen, document.published_last):
            yield OtherDay(name, first, last, (first - chosen).days)


def dated_by_document(tables: Mapping[str, list[Row]]) -> frozenset[str]:
    """The events whose day was reckoned from the day of their document: "on Friday", "last week"."""
    times = rows_of(tables, "times", Time)
    relative = {time.time_id for time in times if time.basis == "dct" and _RECKONED.search(time.expr or "")}
    return frozenset(a.event_id for a in rows_of(tables, "event_arguments", EventArgument) if a.time_id in relative)
