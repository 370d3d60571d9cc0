"""The rows of a document's page as compact JSON, for the script of the page.

    {"values": [...], "tables": {"times": {"columns": [...], "rows": [[distance, length, cell, ...], ...]}, ...}}

`distance` is that from the start of the row before, `length` that of the quote, both in characters. A cell is the
index of its value in `values`, where every value stands once; index 0 is null. Columns in which a page holds nothing
are left out. `place` says where in the raw file a row stands: see `place`.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from regesta.tables import decimal_text

__all__ = ["encoded", "payload", "place"]

_UNSAFE = re.compile("[<\u2028\u2029\ud800-\udfff]")

Rows = Sequence[Mapping[str, Any]]


class _Values:
    """Values, each once; the more often one is used, the shorter its index."""

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}
        self._used: Counter[str] = Counter()

    def key(self, value: object) -> str | None:
        """What stands for a value until all are known; None for nothing."""
        if value in (None, []):
            return None
        plain = _plain(value)
        key = f"\x00{plain}" if type(plain) is str else json.dumps(plain, sort_keys=True)
        self._held.setdefault(key, plain)
        self._used[key] += 1
        return key

    def ordered(self) -> tuple[list[Any], dict[str | None, int]]:
        """The values, null first, and the index of each key."""
        keys = [key for key, _ in self._used.most_common()]
        return [None, *(self._held[key] for key in keys)], {None: 0, **{key: n for n, key in enumerate(keys, start=1)}}


def payload(tables: Mapping[str, Rows]) -> dict[str, Any]:
    """The rows of some tables, each sorted by `start`, as the value to be written as JSON."""
    values = _Values()
    keyed = {name: _keyed(values, rows) for name, rows in tables.items() if rows}
    held, index = values.ordered()
    return {
        "tables": {
            name: {"columns": columns, "rows": [[*span, *(index[key] for key in keys)] for span, keys in rows]}
            for name, (columns, rows) in keyed.items()
        },
        "values": held,
    }


def encoded(value: object) -> str:
    """JSON that can stand in a `script` element: no `<`, so that nothing in it can end the element or begin a comment.

    Lone surrogates, which UTF-8 cannot hold, are written as escapes.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def place(row: Mapping[str, Any]) -> int | list[int] | str:
    """Where the quote of a row stands in the raw file, as short as can be.

    A number when it has as many bytes as characters: what must be added to their offsets. `[first byte, one past the
    last]` when it is one range of bytes, else words.
    """
    segments = row["segments"]
    if len(segments) != 1 or segments[0]["unit"] != "byte" or segments[0]["kind"] != "verbatim":
        return "; ".join(map(_range, segments))
    start, end = segments[0]["start"], segments[0]["end"]
    by = start - row["start"]
    return int(by) if by == end - row["end"] else [start, end]


def _range(segment: Mapping[str, Any]) -> str:
    page = "" if segment["page"] is None else f"page {segment['page']}, "
    kind = "" if segment["kind"] == "verbatim" else f" ({segment['kind']})"
    unit = str(segment["unit"]).replace("_", " ")
    return f"{page}{unit}s {segment['start']}–{segment['end']}{kind}"


def _keyed(values: _Values, rows: Rows) -> tuple[list[str], list[tuple[tuple[int, int], list[str | None]]]]:
    """The columns of a table, and for each row its distance from the one before, its length and its cells."""
    placed = [{**row, "segments": place(row)} if "segments" in row else row for row in rows]
    columns = [name for name in placed[0] if name not in ("start", "end") and _holds(placed, name)]
    starts = [0, *(row["start"] for row in placed)]
    out = [
        ((row["start"] - before, row["end"] - row["start"]), [values.key(row[name]) for name in columns])
        for before, row in zip(starts, placed, strict=False)
    ]
    return ["place" if name == "segments" else name for name in columns], out


def _holds(rows: Rows, column: str) -> bool:
    return any(row[column] not in (None, []) for row in rows)


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value.isoformat() if isinstance(value, date) else value
