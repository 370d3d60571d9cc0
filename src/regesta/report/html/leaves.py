"""Text cut where anything begins or ends, so that a browser needs no offsets.

Offsets in a text are code points, a browser counts UTF-16 units: what is cut here, at build time, needs no counting
there. Spans may nest, cross or be equal: a leaf is a longest stretch in which nothing begins or ends.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

__all__ = ["Leaf", "Marked", "escaped", "leaves", "markup"]

_UNWRITABLE = re.compile("[\x00\r\ud800-\udfff]")
"""What an HTML parser would change, or what UTF-8 cannot hold."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Characters `start` to `end`, and the class that marks them; an empty class only cuts the text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch in which nothing begins or ends, with the classes of all that covers it, sorted, each once."""

    start: int
    end: int
    kinds: tuple[str, ...]


def leaves(start: int, end: int, marked: Iterable[Marked]) -> Iterator[Leaf]:
    """The leaves that tile [start, end), in order; what lies outside is cut off."""
    inside = [m for m in marked if m.start < end and m.end > start]
    cuts = {start, end}
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for mark in inside:
        first, last = max(start, mark.start), min(end, mark.end)
        cuts |= {first, last}
        if mark.kind and first < last:
            opens.setdefault(first, []).append(mark.kind)
            closes.setdefault(last, []).append(mark.kind)
    active: dict[str, int] = {}
    ordered = sorted(cuts)
    for left, right in pairwise(ordered):
        for kind in closes.get(left, ()):
            active[kind] -= 1
        for kind in opens.get(left, ()):
            active[kind] = active.get(kind, 0) + 1
        yield Leaf(left, right, tuple(sorted(kind for kind, count in active.items() if count)))


def markup(text: str, found: Iterable[Leaf]) -> str:
    """The leaves as HTML: `mark` where something covers them; each becomes exactly one text node of the page."""
    out: list[str] = []
    bare = False
    for leaf in found:
        body = escaped(text[leaf.start : leaf.end])
        if leaf.kinds:
            kinds = leaf.kinds[0] if len(leaf.kinds) == 1 else f'"{" ".join(leaf.kinds)}"'
            out.append(f"<mark class={kinds}>{body}</mark>")
        else:
            # two bare neighbours would become one text node
            out.append(f"<span>{body}</span>" if bare else body)
        bare = not leaf.kinds
    return "".join(out)


def escaped(text: str) -> str:
    """Text of a document for the body of a page, as many code points long as before when it is parsed again.

    A carriage return is written as a reference, since parsers would drop it; NUL, which no page may hold, becomes its
    symbol, and a lone surrogate the replacement character.
    """
    return _UNWRITABLE.sub(lambda found: _STAND_INS.get(found[0], "\ufffd"), escape(text))


_STAND_INS = {"\r": "&#13;", "\x00": "\u2400"}
