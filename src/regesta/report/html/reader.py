"""The text of a document as HTML: its passages as blocks, its facts as marks inside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from markupsafe import Markup

from regesta.report.html.leaves import Leaf, Marked, leaves, markup
from regesta.report.html.shelf import Leaflet

__all__ = ["KINDS", "text_html"]

KINDS = {"times": "t", "figures": "f", "entities": "n", "attributions": "s", "events": "e"}
"""The tables that are highlighted, each with its class."""

_INLINE = ("sentence", "quotation")
"""Passages that lie inside others."""

_GAP = "gap"
_CELL = "table_cell"


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    kind: str


def text_html(leaflet: Leaflet) -> Markup:
    """The whole text: every character of it stands in a text node, so that a script can count them."""
    text: str = leaflet.document["text"]
    blocks = list(_blocks(text, leaflet.rows["passages"]))
    found = iter(list(leaves(0, len(text), [*_marked(leaflet.rows), *(Marked(b.start, b.end, "") for b in blocks)])))
    out: list[str] = []
    held = next(found, None)
    opens, closes = _borders(_tables(text, blocks))
    for index, block in enumerate(blocks):
        inside: list[Leaf] = []
        while held is not None and held.end <= block.end:
            inside.append(held)
            held = next(found, None)
        out += (opens.get(index, ""), _block(block, markup(text, inside)), closes.get(index, ""))
    return Markup("".join(out))  # noqa: S704 - `markup` escapes


def _tables(text: str, blocks: Sequence[_Block]) -> Iterator[list[list[int]]]:
    """The tables of a text as rows of cells, each by its place among the blocks.

    A blank line ends a row; where none stands between rows, they are as long as the first.
    """
    for is_table, run in groupby(range(len(blocks)), lambda i: _is_of_table(blocks, i)):
        if not is_table:
            continue
        rows: list[list[int]] = [[]]
        for index in run:
            if blocks[index].kind == _CELL:
                rows[-1].append(index)
            elif "\n\n" in text[blocks[index].start : blocks[index].end]:
                rows.append([])
        width = len(rows[0])
        yield [row[at : at + width] for row in rows for at in range(0, len(row), width)]


def _is_of_table(blocks: Sequence[_Block], index: int) -> bool:
    """Whether a block is a cell, or what lies between two."""
    near = [blocks[i].kind for i in (index - 1, index, index + 1) if 0 <= i < len(blocks)]
    return blocks[index].kind == _CELL or near == [_CELL, _GAP, _CELL]


def _borders(tables: Iterable[list[list[int]]]) -> tuple[dict[int, str], dict[int, str]]:
    """What stands before and after the blocks that begin or end tables and rows."""
    opens: dict[int, str] = defaultdict(str)
    closes: dict[int, str] = defaultdict(str)
    for rows in tables:
        opens[rows[0][0]] += "<div class=table>"
        for row in rows:
            opens[row[0]] += "<div class=row>"
            closes[row[-1]] += "</div>"
        closes[rows[-1][-1]] += "</div>"
    return opens, closes


def _marked(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Marked]:
    for table, kind in KINDS.items():
        yield from (Marked(row["start"], row["end"], kind) for row in rows[table])
    for row in chain(rows["event_arguments"], rows["evidence"], rows["claims"]):
        yield Marked(row["start"], row["end"], "")


def _blocks(text: str, passages: Sequence[Mapping[str, Any]]) -> Iterator[_Block]:
    """The outermost passages and what lies between them: they tile the text."""
    at = 0
    for row in passages:
        if row["kind"] in _INLINE or row["start"] < at:
            continue
        if row["start"] > at:
            yield _between(text, at, row["start"])
        yield _Block(row["start"], row["end"], row["kind"])
        at = row["end"]
    if at < len(text):
        yield _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> _Block:
    """White space between passages is kept but not shown; anything else is a paragraph."""
    return _Block(start, end, "paragraph" if text[start:end].strip() else _GAP)


def _block(block: _Block, body: str) -> str:
    if block.kind == _GAP:
        return f"<i hidden>{body}</i>"
    tag = "h3" if block.kind == "heading" else "p"
    label = f' class="{block.kind}"' if block.kind not in ("paragraph", "heading") else ""
    return f"<{tag}{label}>{body}</{tag}>"
