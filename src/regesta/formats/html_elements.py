"""The open structural elements of a page, without a tree: enough to know what holds a stretch of text.

An end tag closes what it names and all inside it; one that names nothing open does nothing. Tags that the standard
lets authors leave out (of paragraphs, items, rows, cells) are closed by what follows. Every step costs the same
however deep the page is nested.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from regesta.formats.html_rules import HtmlRule, by_id, vocabulary

__all__ = ["Element", "Stack"]

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
_VOID = frozenset({"hr"})
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


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A structural element and what it says of the text in it."""

    name: str
    kind: HtmlRule
    furniture: HtmlRule | None = None
    """The rule of furniture of the innermost element around that has one."""
    certain: bool = False
    """Whether some rule of furniture around holds whatever the classifier says."""
    words: frozenset[str] = frozenset()
    """Words that say what its text is; those of the elements around too, up to the nearest that holds prose."""
    quote: int = 0
    """The number of the outermost `blockquote`, 0 outside."""
    row: int = 0
    """The number of the table row, 0 outside."""
    article: int = 0
    """The number of the outermost `article` or `main`, 0 outside."""
    hidden: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class Stack:
    """The open structural elements, outermost first."""

    elements: list[Element] = field(default_factory=lambda: [Element("", by_id()["paragraph"])])
    counts: list[Counter[str]] = field(default_factory=lambda: [Counter()])
    """How often each name is open; one counter for the page and one for each open cell."""
    total: Counter[str] = field(default_factory=Counter)
    opened: int = 0

    @property
    def top(self) -> Element:
        """The innermost open element."""
        return self.elements[-1]

    @property
    def hidden(self) -> bool:
        """Whether a page does not show what stands here."""
        return self.elements[-1].hidden

    @property
    def beside(self) -> bool:
        """Whether what stands here is certainly no main text: hidden, or furniture by its element."""
        return self.elements[-1].hidden or self.elements[-1].certain

    def is_structural(self, name: str) -> bool:
        """Whether a tag of this name is a border: between blocks, or of what is hidden."""
        return name in _BLOCKS or name in _HIDDEN

    def is_open(self, name: str) -> bool:
        """Whether an element of this name is open."""
        return self.total[name] > 0

    def open(self, name: str, attributes: Mapping[str, str], words: frozenset[str]) -> None:
        """A structural start tag."""
        self._close_implied(name)
        if name not in _VOID:
            self.opened += 1
            self.elements.append(self._element(name, attributes, words))
            if name in _CELLS:
                self.counts.append(Counter())
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
        while self.top.name in _IMPLIED.get(name, ()):
            self._pop()

    def _element(self, name: str, attributes: Mapping[str, str], words: frozenset[str]) -> Element:
        outer, known = self.top, vocabulary()
        furniture, certain = self._furniture(name, attributes, words)
        return Element(
            name,
            kind=self._kind(name, outer),
            furniture=furniture or outer.furniture,
            certain=certain or outer.certain,
            words=(words & known.inline) | (outer.words if outer.name not in _WHOLE else frozenset()),
            quote=outer.quote or (self.opened if name == "blockquote" else 0),
            row=self.opened if name == "tr" else 0 if name == "table" else outer.row,
            article=outer.article or (self.opened if name in ("article", "main") else 0),
            hidden=outer.hidden or name in _HIDDEN,
            preformatted=outer.preformatted or name in ("pre", "listing", "xmp"),
        )

    @staticmethod
    def _kind(name: str, outer: Element) -> HtmlRule:
        """The kind of the text directly in an element: a paragraph in an item is a part of the item."""
        rule = vocabulary().structure.get(name)
        if rule is None or (name == "p" and outer.kind.kind == "list_item"):
            return outer.kind
        return rule

    @staticmethod
    def _furniture(name: str, attributes: Mapping[str, str], words: frozenset[str]) -> tuple[HtmlRule | None, bool]:
        """The rule of furniture that an element meets, and whether it overrules the classifier."""
        known = vocabulary()
        rule = known.furniture_elements.get(name) or known.furniture_roles.get(attributes.get("role", ""))
        if rule is not None:
            return rule, rule.overrules
        if name in _WHOLE or not words:
            return None, False
        meant = words & known.furniture_words.keys()
        return (known.furniture_words[min(meant)], False) if meant else (None, False)
