"""The text of a document as HTML: its passages as blocks, its facts as marks inside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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
    for block in blocks:
        inside: list[Leaf] = []
        while held is not None and held.end <= block.end:
            inside.append(held)
            held = next(found, None)
        out.append(_block(block, markup(text, inside)))
    return Markup("".join(out))  # noqa: S704 - `markup` escapes


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
