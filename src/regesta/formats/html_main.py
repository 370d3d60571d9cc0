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
_PARTS = _TEXT | {"ul", "ol", "dl", "li", "dt", "dd"}
"""Elements that are a part of a text, and never all of it."""
_MOST = 0.5
"""The share of the prose of the page from which the words of an element say nothing against it."""
_NAMED = 1.15
"""How much better an element does whose words name the text of an article."""
_TEASER = 400
"""Characters of the largest element that only leads to another page."""


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
    sizes = [0 if leaf.around.certain or not is_prose(leaf) else len(leaf.text) for leaf in leaves]
    beside = _beside(leaves, sizes, elements)
    inside = _within({_body(leaves, sizes, beside, elements)}, elements)
    flows = {leaf.around.number for leaf, prose in zip(leaves, sizes, strict=True) if prose}
    kept = [
        not skip and leaf.around.number in inside and _belongs(leaf, flows=leaf.around.number in flows)
        for leaf, skip in zip(leaves, beside, strict=True)
    ]
    return _without_idle_headings(leaves, kept)


def _beside(leaves: Sequence[Leaf], prose: Sequence[int], elements: Sequence[Element]) -> list[bool]:
    """For each leaf whether it is furniture by an element around it: by its words, or as a teaser of another page."""
    held = _sums(leaves, prose, elements)
    most = _MOST * held[0]
    teasers = _within(_teasers(leaves, elements), elements)
    return [
        leaf.around.certain
        or leaf.around.number in teasers
        or (leaf.around.furniture is not None and held[leaf.around.meant] <= most)
        for leaf in leaves
    ]


def _teasers(leaves: Sequence[Leaf], elements: Sequence[Element]) -> set[int]:
    """The small elements whose heading leads to another page."""
    text = _sums(leaves, [len(leaf.text) for leaf in leaves], elements)
    found = set()
    for leaf in leaves:
        around = leaf.around.outer
        if around is None or leaf.around.kind.kind != "heading" or not is_links(leaf):
            continue
        if text[around.number] == len(leaf.text) and around.outer is not None:
            around = around.outer
        if text[around.number] <= _TEASER:
            found.add(around.number)
    return found


def _body(leaves: Sequence[Leaf], prose: Sequence[int], beside: Sequence[bool], elements: Sequence[Element]) -> int:
    """The element whose text agrees best with the prose of the page; of equals the innermost."""
    text = _sums(leaves, [0 if skip else _weight(leaf) for leaf, skip in zip(leaves, beside, strict=True)], elements)
    good = _sums(leaves, [0 if skip else size for size, skip in zip(prose, beside, strict=True)], elements)

    def agreement(element: Element) -> tuple[float, int]:
        number = element.number
        share = good[number] / max(1, text[number] + good[0])
        return (_NAMED * share if element.names_article else share), number

    return max((element for element in elements if element.name not in _PARTS), key=agreement).number


def _weight(leaf: Leaf) -> int:
    """What a leaf counts in the text of an element: cells of data say nothing for or against it."""
    is_data = leaf.around.kind.kind == "table_cell" and not is_links(leaf) and not is_prose(leaf)
    return 0 if is_data else len(leaf.text)


def _sums(leaves: Sequence[Leaf], sizes: Sequence[int], elements: Sequence[Element]) -> list[int]:
    """For each element the sum over the leaves in it."""
    sums = [0] * len(elements)
    for leaf, size in zip(leaves, sizes, strict=True):
        sums[leaf.around.number] += size
    for element in reversed(elements):
        if element.outer is not None:
            sums[element.outer.number] += sums[element.number]
    return sums


def _within(numbers: set[int], elements: Sequence[Element]) -> set[int]:
    """The numbers of some elements and of all that they hold."""
    found = set(numbers)
    for element in elements:
        if element.outer is not None and element.outer.number in found:
            found.add(element.number)
    return found


def _belongs(leaf: Leaf, *, flows: bool) -> bool:
    """Whether a leaf of the body is no link, and no label that stands alone."""
    if is_links(leaf):
        return False
    return flows or leaf.around.name in _TEXT or leaf.around.kind.kind != "paragraph" or is_prose(leaf)


def _without_idle_headings(leaves: Sequence[Leaf], kept: Sequence[bool]) -> list[bool]:
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
