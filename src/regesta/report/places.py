"""From the id of a row to the passage that it is about, and the link that leads there in the report.

The rows may be broken in any way: that is what is being reported. What cannot be found is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote as quoted

from regesta.tables import TABLES, key_column, table_of

__all__ = ["Place", "Places", "anchor"]

_AROUND = 80
"""Characters shown before and after a quote."""

_STANDS_FOR = {"evidence": "fact_id", "event_arguments": "event_id"}
"""By table: the column that names the fact whose highlight shows a row that has none of its own."""

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: the quote of a row in its context.

    `text` is what really stands at its place when that is not the quote: empty where the text has no such place.
    """

    title: str
    href: str
    before: str
    quote: str
    after: str
    text: str | None


def anchor(doc_id: str, fact_id: str | None = None) -> str:
    """Where a fact is highlighted, relative to the folder of the report: `documents/<doc_id>.html#<fact_id>`."""
    page = f"documents/{quoted(doc_id, safe='')}.html"
    return f"{page}#{quoted(fact_id, safe='')}" if fact_id else page


class Places:
    """The passages of a run; `arrow` gives a table by its name, and each is asked for once, when first needed."""

    def __init__(self, arrow: Callable[[str], Any]) -> None:
        self._table = cache(arrow)
        self._rows: dict[str, dict[str, int]] = {}

    def of(self, identifier: str) -> list[Place]:
        """The passages of a row, or of all rows that a row without an id of its own links (ids joined by a space)."""
        found = [place for part in identifier.split(" ") for place in self._of(part)]
        return list(dict.fromkeys(found))

    def _of(self, identifier: str) -> Iterator[Place]:
        table = table_of(identifier)
        row = self._row(table, identifier) if table else None
        if row is None:
            return
        if table in ("comparisons", "conflicts"):
            yield from (place for claim in self._claims(row.get("comparison_id")) for place in self._of(claim))
        elif row.get("doc_id"):
            yield self._place(identifier, row)

    def _row(self, table: str, identifier: str) -> Cells | None:
        """The first row with that id, without the texts of whole documents unless it is one."""
        data, key = self._table(table), key_column(TABLES[table])
        if key is None or key not in data.column_names:
            return None
        if table not in self._rows:
            ids = data.column(key).to_pylist()
            self._rows[table] = {found: number for number, found in reversed(list(enumerate(ids)))}
        number = self._rows[table].get(identifier)
        return None if number is None else dict(data.slice(number, 1).to_pylist()[0])

    def _claims(self, comparison_id: str | None) -> list[str]:
        return sorted(self._compared.get(comparison_id, ()))

    @cached_property
    def _compared(self) -> dict[str | None, list[str]]:
        """The claims of each comparison."""
        found: dict[str | None, list[str]] = defaultdict(list)
        for link in self._table("comparison_claims").to_pylist():
            found[link.get("comparison_id")].append(str(link.get("claim_id")))
        return found

    def _place(self, identifier: str, row: Cells) -> Place:
        doc_id = str(row["doc_id"])
        home = row if identifier == doc_id else self._row("documents", doc_id) or {}
        before, text, after = _around(home.get("text") or "", row.get("start"), row.get("end"))
        quote = row.get("quote")
        return Place(
            title=str(home.get("title") or doc_id),
            href=anchor(doc_id, _shown_at(identifier, row)),
            before=before or str(row.get("prefix") or ""),
            quote=str(text if quote is None else quote),
            after=after or str(row.get("suffix") or ""),
            text=None if quote is None or text == quote else text,
        )


def _shown_at(identifier: str, row: Cells) -> str | None:
    """The fact whose highlight shows a row; None when only the page of its document does."""
    table = str(table_of(identifier))
    if table in ("documents", "metadata", "passages", "issues"):
        return None
    return str(row.get(_STANDS_FOR.get(table, "")) or identifier)


def _around(text: str, start: object, end: object) -> tuple[str, str, str]:
    """What stands before, at, and after a span of a text; nothing when it is no span of it."""
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        return "", "", ""
    return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
