"""An HTML page as leaves: the stretches of text between two borders of blocks, with where each character stands.

The tokenizer is that of the WHATWG standard (turbohtml); a small stack of the open structural elements takes the place
of the tree, so that malformed pages cost no more than others. Offsets count the code points of the decoded page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import takewhile

import turbohtml
from turbohtml import Token, TokenType

from regesta.formats.html_elements import STRUCTURAL, Element, Stack
from regesta.formats.html_places import Places
from regesta.formats.html_rules import vocabulary, words_of

__all__ = ["Leaf", "Page", "Part", "Tag", "TimeTag", "compact", "read_page"]

_WHITE = re.compile(r"[\t\n\r\f][\t\n\r\f ]*| [\t\n\r\f ]+")
"""White space that a browser shows as one space, other than one space."""
_SPACE = " \t\n\r\f"
_TELLING = frozenset({"br", "html", "link", "meta", "script", "time", "title"})
_NOT_SHOWN = re.compile(r"(?i)display *: *none|visibility *: *hidden")
_NOTHING: Mapping[str, str] = {}
_NO_WORDS: frozenset[str] = frozenset()
_NEAR = 4
"""Parts of a leaf that are kept as what stands before a `time` element."""
_NOTHING_SEEN = r"\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd"
_INVISIBLE = re.compile(f"[{_NOTHING_SEEN}]+")
_VISIBLE = re.compile(f"[^{_NOTHING_SEEN}]")

Part = tuple[int, int, str | None]
"""Characters `start` to `end` of the page, and what they show: None for themselves; an empty range is put in."""


def compact(text: str) -> str:
    """The text without white space and characters that show nothing: what two readings of a page share."""
    return _INVISIBLE.sub("", text)


@dataclass(frozen=True, slots=True)
class TimeTag:
    """A `time` element: its `datetime`, its range, words of its attributes, and the text of the leaf before it."""

    value: str | None
    start: int
    end: int
    words: frozenset[str]
    before: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the head, or one that carries `itemprop`: evidence about the page."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int


@dataclass(slots=True)
class Leaf:
    """Text between two borders of blocks, never blank; `around` is the innermost structural element that holds it."""

    around: Element
    parts: list[Part]
    text: str
    linked: int
    """Characters of the text that stand in links."""
    words: frozenset[str]
    """Words of the attributes of inline elements in it."""
    times: tuple[TimeTag, ...]

    @property
    def key(self) -> str:
        """The text, compact."""
        return compact(self.text)

    @property
    def source(self) -> tuple[int, int]:
        """The characters of the page from the first to the last."""
        return self.parts[0][0], self.parts[-1][1]


@dataclass(slots=True)
class Page:
    """What the tokens of a page give: the leaves in order, tags that say something about it, and JSON-LD blocks."""

    source: str
    leaves: list[Leaf] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    json_ld: list[tuple[int, int]] = field(default_factory=list)
    title: tuple[int, int] | None = None
    """The range of the content of the first `title` element."""
    elements: list[Element] = field(default_factory=list)
    """The structural elements, each after the one that holds it."""


def read_page(source: str) -> Page:
    """The leaves and tags of a page, in time linear in its length.

    Raises:
        DocumentError: `misaligned`, when a token of the tokenizer is not where it says in the source.
    """
    places = Places(source)
    reader = _Reader(Page(source), places)
    text, start, end, reference = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG, TokenType.CHARACTER_REFERENCE
    for token in turbohtml.tokenize(source, resolve_references=False, capture_source=True):
        kind = token.type
        if kind is text:
            reader.text(token)
        elif kind is start:
            reader.opened(token, token.tag or "")
        elif kind is end:
            reader.closed(token, token.tag or "")
        elif kind is reference:
            reader.reference(token, token.data or "")
    reader.flush()
    reader.page.elements = reader.stack.all
    return reader.page


@dataclass(slots=True)
class _Reader:
    """Takes the tokens of one page in order."""

    page: Page
    places: Places
    stack: Stack = field(default_factory=Stack)
    parts: list[Part] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    times: list[TimeTag] = field(default_factory=list)
    linked: int = 0
    in_link: bool = False
    after_space: bool = True
    """Whether what was written last in this leaf shows as a space, or nothing was."""
    raw: str | None = None
    """`title` or `json-ld` while the content of that element is read."""
    time: TimeTag | None = None

    def text(self, token: Token) -> None:
        """Characters of the page."""
        top = self.stack.top
        if top.hidden and self.raw is None:
            return
        data = token.data or ""
        if self.raw is not None:
            self._raw_text(*self.places.of(token, data))
        elif self.parts or top.preformatted or data.strip(_SPACE):
            self._shown(*self.places.of(token, data))

    def reference(self, token: Token, shown: str) -> None:
        """A character reference; one that is not one character, or is read in two ways, is kept as it stands."""
        start, end = self.places.of(token, token.source or "")
        if self.raw is not None:
            self._raw_text(start, end)
            return
        if self.stack.top.hidden:
            return
        # the tokenizer takes what follows a reference without semicolon with it
        rest = 0 if shown[-1:] == ";" else _common_end(self.page.source[start:end], shown)
        middle, shown = end - rest, shown[: len(shown) - rest]
        if len(shown) != 1 or unescape(self.page.source[start:middle]) != shown:
            self._shown(start, middle)
        elif shown in _SPACE:
            self._white(start, middle)
        else:
            self._add(start, middle, shown)
        self._shown(middle, end)

    def opened(self, token: Token, name: str) -> None:
        """A start tag."""
        structural = name in STRUCTURAL
        telling = name in _TELLING
        if name == "a":
            self.in_link = True
        if not (structural or telling) and (self.stack.top.hidden or not token.attrs):
            return
        given = {key: value or "" for key, value in token.attrs} if token.attrs else _NOTHING
        words = _words(given) if given else _NO_WORDS
        if telling or "itemprop" in given:
            self._telling(name, given, words, *self.places.of(token, token.source or ""))
        if structural:
            self._border()
            self.stack.open(name, given.get("role", ""), words)
        elif words and not self.stack.top.hidden and not vocabulary().inline.isdisjoint(words):
            self.words |= words & vocabulary().inline

    def closed(self, token: Token, name: str) -> None:
        """An end tag."""
        self.raw = None
        if name in STRUCTURAL:
            self._border()
            self.stack.close(name)
        elif name == "a":
            self.in_link = False
        elif name == "br":
            self._line_break(self.places.of(token, token.source or "")[1])
        elif name == "time" and self.time is not None:
            self.times.append(replace(self.time, end=self.places.of(token, token.source or "")[1]))
            self.time = None

    def _border(self) -> None:
        if self.parts or self.words or self.times:
            self.flush()

    def flush(self) -> None:
        """End the leaf, and keep it unless it is blank."""
        self._trim(breaks=True)
        if self.parts:
            self._keep()
        self.parts, self.words, self.times = [], set(), []
        self.linked, self.after_space = 0, True

    def _trim(self, *, breaks: bool) -> None:
        """Take away white space at the end, line breaks too if told so."""
        source = self.page.source
        while self.parts:
            start, end, shown = self.parts[-1]
            if start == end and not breaks:
                return
            text = source[start:end] if shown is None else shown
            kept = text.rstrip(_SPACE)
            if kept:
                if shown is None and len(kept) < len(text):
                    self.parts[-1] = (start, start + len(kept), None)
                return
            self.parts.pop()

    def _keep(self) -> None:
        text = self._written(self.parts)
        if _VISIBLE.search(text):
            words, times = frozenset(self.words), tuple(self.times)
            self.page.leaves.append(Leaf(self.stack.top, self.parts, text, self.linked, words, times))

    def _written(self, parts: list[Part]) -> str:
        source = self.page.source
        if len(parts) == 1 and parts[0][2] is None:
            return source[parts[0][0] : parts[0][1]]
        return "".join(source[start:end] if shown is None else shown for start, end, shown in parts)

    def _telling(self, name: str, given: Mapping[str, str], words: frozenset[str], start: int, end: int) -> None:
        """A tag that breaks the line, or says something of the page or of the text around."""
        if name in ("meta", "link", "html") or "itemprop" in given:
            self.page.tags.append(Tag(name, given, start, end))
        if name == "br":
            self._line_break(end)
        elif name == "time":
            self.time = TimeTag(given.get("datetime"), start, end, words, self._written(self.parts[-_NEAR:]))
        elif name == "title" and self.page.title is None and not self.stack.is_open("svg"):
            self.raw = "title"
        elif name == "script" and given.get("type", "").strip().lower().startswith("application/ld+json"):
            self.raw = "json-ld"

    def _raw_text(self, start: int, end: int) -> None:
        if self.raw == "json-ld":
            self.page.json_ld.append((start, end))
        else:
            first = start if self.page.title is None else self.page.title[0]
            self.page.title = (first, end)

    def _shown(self, start: int, end: int) -> None:
        source, at = self.page.source, start
        if self.stack.top.preformatted:
            first = start if self.parts else start + len(source[start:end]) - len(source[start:end].lstrip("\r\n"))
            if first < end:
                self._add(first, end, None)
            return
        while (match := _WHITE.search(source, at, end)) is not None:
            self._run(at, match.start())
            self._white(match.start(), match.end())
            at = match.end()
        self._run(at, end)

    def _run(self, start: int, end: int) -> None:
        """Characters without white space but single spaces."""
        if start < end and self.after_space and self.page.source[start] == " ":
            start += 1
        if start < end:
            self._add(start, end, None)
            self.after_space = self.page.source[end - 1] == " "

    def _white(self, start: int, end: int) -> None:
        if not self.after_space:
            self._add(start, end, " ")
            self.after_space = True

    def _add(self, start: int, end: int, shown: str | None) -> None:
        self.parts.append((start, end, shown))
        self.after_space = False
        if self.in_link:
            self.linked += end - start if shown is None else len(shown)

    def _line_break(self, at: int) -> None:
        """One `br` breaks the line, a second one ends the leaf."""
        self._trim(breaks=False)
        if self.parts and self.parts[-1][2] == "\n":
            self.flush()
        elif self.parts:
            self.parts.append((at, at, "\n"))
            self.after_space = True


def _words(given: Mapping[str, str]) -> frozenset[str]:
    """The words of the attributes; one that says that the element is not shown counts as `hidden`."""
    words = words_of(given)
    if "hidden" in given or ("style" in given and _NOT_SHOWN.search(given["style"])):
        return words | {"hidden"}
    return words


def _common_end(one: str, other: str) -> int:
    """How many characters two texts share at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
