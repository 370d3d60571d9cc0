"""Which leaves of a page are its main text, from how its text is laid out.

The main text is looked for in one element: the one whose text agrees best with the prose of the page. With *prose* the
characters of leaves that are sentences and no links, that is the element for which

    2 * prose(element) / (text(element) + prose(page))

is greatest: the F1 of taking all its text for the prose of the page. A small element misses prose, a large one takes
menus and lists of links along. Elements whose names say that they are furniture count for nothing, unless they hold
most of the prose of the page: then what their names say is of the page and not of them. Inside the element what is
mostly links goes, and what stands alone without being a sentence.

Text density as the sign of main text: F. Sun, D. Song, L. Liao, DOM based content extraction via text density, SIGIR
2011; here as an agreement, which needs no threshold. Time is linear in the leaves and elements.
"""

from collections.abc import Sequence

from regesta.formats.html_blocks import Leaf
from regesta.formats.html_elements import Element
from regesta.text.lines import ends_sentence

__all__ = ["is_links", "is_prose", "main_leaves"]

_LONG = 80
"""Characters from which text without links is prose however it ends."""
_SENTENCE = 25
"""Characters from which it is where it ends a sentence."""
_TEXT = frozenset({"p", "pre", "blockquote"})
"""Elements that hold text and no parts of a page."""
_TEASER = 400
_NAMED = 1.15
_MOST = 0.5
"""The share of the prose of the page from which the words of an element say nothing against it."""


def is_links(leaf: Leaf) -> bool:
    """Whether most of a leaf stands in links."""
    return 2 * leaf.linked > len(leaf.text)


def is_prose(leaf: Leaf) -> bool:
    """Whether a leaf is sentences rather than a label, a link or a heading."""
    length = len(leaf.text)
    if length < _SENTENCE or is_links(leaf) or leaf.around.kind.kind in ("title", "heading"):
        return False
    return length - leaf.linked >= _LONG or ends_sentence(leaf.text)


def main_leaves(leaves: Sequence[Leaf], elements: Sequence[Element]) -> list[bool]:
    """For each leaf whether it is a part of the main text; all false where the page has no prose.

    Args:
        leaves: all of a page, in order.
        elements: all structural elements of the page, each after the one that holds it.
    """
    prose = [is_prose(leaf) and not leaf.around.certain for leaf in leaves]
    beside = _beside(leaves, prose, elements)
    teasers = _teasers(leaves, elements)
    beside = [skip or (leaf.around.number in teasers) for skip, leaf in zip(beside, leaves, strict=True)]
    body = _body(leaves, prose, beside, elements)
    inside = _inside(body, elements)
    flows = {leaf.around.number for leaf, is_prose in zip(leaves, prose, strict=True) if is_prose}
    kept = [
        inside[leaf.around.number] and not beside[i] and _belongs(leaf, flows=leaf.around.number in flows)
        for i, leaf in enumerate(leaves)
    ]
    return _with_text(leaves, prose, kept)


def _beside(leaves: Sequence[Leaf], prose: Sequence[bool], elements: Sequence[Element]) -> list[bool]:
    """For each leaf whether it is furniture by the element around it that says so."""
    held = _sums(leaves, [len(leaf.text) if is_prose else 0 for leaf, is_prose in zip(leaves, prose, strict=True)], elements)
    most = _MOST * held[0]
    return [
        leaf.around.certain or (leaf.around.furniture is not None and held[leaf.around.meant] <= most)
        for leaf in leaves
    ]


def _body(
    leaves: Sequence[Leaf], prose: Sequence[bool], beside: Sequence[bool], elements: Sequence[Element]
) -> Element:
    """The element whose text agrees best with the prose of the page; of equals the innermost."""
    sizes = [0 if skip else len(leaf.text) for leaf, skip in zip(leaves, beside, strict=True)]
    text = _sums(leaves, sizes, elements)
    good = _sums(leaves, [size if is_prose else 0 for size, is_prose in zip(sizes, prose, strict=True)], elements)
    return max(
        [element for element in elements if element.name not in _TEXT],
        key=lambda e: ((_NAMED if e.names_body else 1.0) * good[e.number] / max(1, text[e.number] + good[0]), e.number),
    )


def _teasers(leaves: Sequence[Leaf], elements: Sequence[Element]) -> set[int]:
    """The numbers of elements that are small and have a heading that leads elsewhere, and of all in them."""
    text = _sums(leaves, [len(leaf.text) for leaf in leaves], elements)
    found: set[int] = set()
    for leaf in leaves:
        outer = leaf.around.outer
        if leaf.around.kind.kind == "heading" and is_links(leaf) and outer is not None:
            if text[outer.number] == len(leaf.text) and outer.outer is not None:
                outer = outer.outer
            if text[outer.number] <= _TEASER:
                found.add(outer.number)
    for element in elements:
        if element.outer is not None and element.outer.number in found:
            found.add(element.number)
    return found


def _sums(leaves: Sequence[Leaf], sizes: Sequence[int], elements: Sequence[Element]) -> list[int]:
    """For each element the sum over the leaves in it."""
    sums = [0] * len(elements)
    for leaf, size in zip(leaves, sizes, strict=True):
        sums[leaf.around.number] += size
    for element in reversed(elements):
        if element.outer is not None:
            sums[element.outer.number] += sums[element.number]
    return sums


def _inside(body: Element, elements: Sequence[Element]) -> list[bool]:
    """For each element whether it is the body or in it."""
    inside = [False] * len(elements)
    for element in elements:
        inside[element.number] = element is body or (element.outer is not None and inside[element.outer.number])
    return inside


def _belongs(leaf: Leaf, *, flows: bool) -> bool:
    """Whether a leaf of the body is no link, and no label that stands alone."""
    if is_links(leaf):
        return False
    return flows or leaf.around.name in _TEXT or leaf.around.kind.kind != "paragraph" or is_prose(leaf)


def _with_text(leaves: Sequence[Leaf], prose: Sequence[bool], kept: Sequence[bool]) -> list[bool]:
    """What was kept, without headings that nothing follows."""
    out = list(kept)
    follows = False
    for index in range(len(leaves) - 1, -1, -1):
        if leaves[index].around.kind.kind == "heading":
            out[index] = out[index] and follows
            follows = False
        elif kept[index]:
            follows = True
    return out
