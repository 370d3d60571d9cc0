"""The open structural elements of a page, without a tree: enough to know what holds a stretch of text.

An end tag closes what it names and all inside it; one that names nothing open does nothing. Tags that the standard
lets authors leave out (of paragraphs, items, rows, cells) are closed by what follows. Every step costs the same
however deep the page is nested.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from regesta.formats.html_rules import HtmlRule, by_id, vocabulary

__all__ = ["STRUCTURAL", "Element", "Stack"]

_BLOCK_NAMES = """
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup
    option p pre search section summary table tbody td tfoot th thead tr ul xmp
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HIDDEN_NAMES = """
    applet audio canvas datalist head iframe map noembed noframes noscript object rp script select style svg template
    textarea title video
"""
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_FOREIGN = frozenset({"svg", "select", "head"})
"""What is hidden in these ends where a block of the page begins: their end tag was forgotten."""
STRUCTURAL = _BLOCKS | _HIDDEN
"""Elements whose tags are borders: between blocks, or of what is hidden."""
_NO_WORDS: frozenset[str] = frozenset()
_VOID = frozenset({"hr"})
_PREFORMATTED = frozenset({"pre", "listing", "xmp"})
_CELLS = frozenset({"td", "th", "caption"})
_WHOLE = frozenset({"html", "body", "main", "article"})
"""Their classes speak of the page and not of one part."""

_PARAGRAPH_STAYS = frozenset({"button", "legend", "summary", "option"})
_IMPLIED: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody", "tfoot"}),
    "thead": frozenset({"td", "th", "tr", "thead", "tbody", "tfoot"}),
    "tfoot": frozenset({"td", "th", "tr", "thead", "tbody", "tfoot"}),
}
"""What a start tag closes, if it is innermost once the paragraph is closed."""
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", *_WHOLE})
"""Their end tags close through the borders of cells."""


@dataclass(slots=True, eq=False)
class Element:
    """A structural element and what it says of the text in it."""

    name: str
    kind: HtmlRule
    outer: "Element | None" = None
    """The element that holds it."""
    number: int = 0
    """How many elements begin before it."""
    furniture: HtmlRule | None = None
    """The rule of furniture of the innermost element around that has one."""
    meant: int = 0
    """The number of the element that has that rule."""
    names_article: bool = False
    """Whether its words name the text of an article."""
    certain: bool = False
    """Whether some rule of furniture around holds however the text is laid out."""
    words: frozenset[str] = frozenset()
    """Words that say what its text is; those of the elements around too, up to the nearest that holds prose."""
    quote: int = 0
    """The number of the outermost `blockquote`, 0 outside."""
    row: int = 0
    """The number of the table row, 0 outside."""
    hidden: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class Stack:
    """The open structural elements, outermost first."""

    all: list[Element] = field(default_factory=lambda: [Element("", by_id()["paragraph"])])
    """Every element of the page, each after the one that holds it."""
    elements: list[Element] = field(init=False)
    top: Element = field(init=False)
    """The innermost open element."""
    counts: list[defaultdict[str, int]] = field(default_factory=lambda: [defaultdict(int)])
    """How often each name is open; one counter for the page and one for each open cell."""
    total: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.elements = self.all[:]
        self.top = self.all[0]

    def is_open(self, name: str) -> bool:
        """Whether an element of this name is open."""
        return self.total[name] > 0

    def open(self, name: str, role: str, words: frozenset[str]) -> None:
        """A structural start tag.

        Args:
            name: of the element.
            role: its `role`.
            words: those of its attributes.
        """
        self._close_implied(name)
        if name not in _VOID:
            self.top = self._element(name, role, words)
            self.all.append(self.top)
            self.elements.append(self.top)
            if name in _CELLS:
                self.counts.append(defaultdict(int))
            self.counts[-1][name] += 1
            self.total[name] += 1

    def close(self, name: str) -> None:
        """A structural end tag."""
        open_here = self.total if name in _TABLE_PARTS else self.counts[-1]
        if open_here[name]:
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        name = self.elements.pop().name
        self.top = self.elements[-1]
        self.counts[-1][name] -= 1
        self.total[name] -= 1
        if name in _CELLS:
            self.counts.pop()
        return name

    def _close_implied(self, name: str) -> None:
        if name in _BLOCKS:
            while self.top.name in _FOREIGN and not (self.top.name == "select" and name in ("option", "optgroup")):
                self._pop()
            if self.top.name == "p" and name not in _PARAGRAPH_STAYS:
                self._pop()
        implied = _IMPLIED.get(name)
        while implied is not None and self.top.name in implied:
            self._pop()

    def _element(self, name: str, role: str, words: frozenset[str]) -> Element:
        outer, number = self.top, len(self.all)
        furniture, certain, telling, names_article = _meaning(name, role, words)
        inherited = _NO_WORDS if outer.name in _WHOLE else outer.words
        return Element(
            name,
            _kind(name, outer.kind),
            outer,
            number,
            furniture or outer.furniture,
            outer.meant if furniture is None else number,
            names_article,
            certain or outer.certain,
            telling | inherited if telling else inherited,
            outer.quote or (number if name == "blockquote" else 0),
            number if name == "tr" else 0 if name == "table" else outer.row,
            outer.hidden or name in _HIDDEN,
            outer.preformatted or name in _PREFORMATTED,
        )


def _kind(name: str, outer: HtmlRule) -> HtmlRule:
    """The kind of the text directly in an element: a paragraph in an item is a part of the item."""
    if name == "p" and outer.kind == "list_item":
        return outer
    return vocabulary().structure.get(name, outer)


class _Meaning(NamedTuple):
    """What name, role and words of an element say."""

    furniture: HtmlRule | None
    """The rule of furniture that it meets."""
    certain: bool
    """Whether that rule overrules the layout."""
    telling: frozenset[str]
    """Its words on the text around."""
    names_article: bool


@lru_cache(maxsize=4096)
def _meaning(name: str, role: str, words: frozenset[str]) -> _Meaning:
    known = vocabulary()
    rule = known.furniture_elements.get(name) or known.furniture_roles.get(role)
    certain = rule is not None and rule.overrules
    if rule is None and name not in _WHOLE:
        named = words & known.furniture_words.keys()
        rule = known.furniture_words[min(named)] if named else None
    return _Meaning(rule, certain, words & known.inline, known.names_article(words))
