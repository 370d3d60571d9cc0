"""Where in a Markdown file the visible characters of one piece of inline text stand.

Two small maps, composed: the parser's *content* of a paragraph, heading or cell to the file (`paragraph_map`,
`cell_maps`), and the visible stretches of the content (`visible`), found by walking the parser's tokens beside it.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from regesta.spans import OffsetMap, Piece, Span, edit

__all__ = ["LINE_END", "MisalignedError", "Visible", "cell_maps", "content_map", "parser", "visible", "visible_html"]

LINE_END = re.compile(r"\r\n?|\n")
_BREAK = re.compile(r"[ \t]*\\?\n[ \t]*")
_ESCAPED_PIPE = re.compile(r"\\\|")
_PHRASE = (
    *("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong"),
    *("sub", "sup", "u"),
)
"""Elements of HTML that do not break the line."""
_HTML = re.compile(
    r"(?P<hidden><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z)|<![a-z][^>]*>)"
    r"|(?P<tag></?(?P<name>[a-z][\w-]*)[^<>]*>)"
    r"|(?P<reference>&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,31});)",
    re.DOTALL | re.IGNORECASE,
)

_RAW = re.compile(r"<(script|style)\b")

Visible = tuple[Span, str | None]
"""A stretch of content and what it stands for: None for itself; an empty stretch is where a line break is put in."""


class MisalignedError(ValueError):
    """The tokens do not lie along the content as they should: the source is to be kept as it stands."""


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, whose link and image tokens say where they end (`meta["end"]`)."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    markdown.inline.ruler.at("link", _with_end(link))
    markdown.inline.ruler.at("image", _with_end(image))
    return markdown


def _with_end(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def rule_with_end(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of inline rules
        found = rule(state, silent)
        if found and not silent:
            state.tokens[-1].meta["end"] = state.pos
        return found

    return rule_with_end


def content_map(content: str, source: str, lines: Sequence[Span], first_line: int) -> OffsetMap:
    """The map of a content that was made of whole lines, without what containers put before them, to the source.

    Args:
        content: what the parser gives, lines separated by a line feed.
        source: the text that was parsed.
        lines: all its lines, without their ends.
        first_line: index of the line from which the content begins.

    Raises:
        MisalignedError: a line of the content is not the end of its line in the source.
    """
    pieces: list[Piece] = []
    at = 0
    for index, part in enumerate(content.split("\n")):
        if index:
            end = lines[first_line + index - 1].end
            pieces.append(Piece(at, at + 1, end, _after_line_end(source, end)))
            at += 1
        if part:
            pieces += _line_pieces(part, source, lines[first_line + index], at)
            at += len(part)
    return OffsetMap(pieces)


def _after_line_end(source: str, position: int) -> int:
    match = LINE_END.match(source, position)
    if match is None:
        raise MisalignedError(f"no line ends at {position}")
    return match.end()


def _line_pieces(part: str, source: str, line: Span, at: int) -> Iterator[Piece]:
    """A line of content: white space that the parser made (from a tab) or cut off at its end stays without origin."""
    body = line.of(source).replace("\0", "\ufffd")
    core, lead = (part, 0) if body.endswith(part) else (part.strip(), len(part) - len(part.lstrip()))
    # only the marks that close a heading, and white space, stand after the content of a line
    found = body.rfind(core)
    if found < 0:
        raise MisalignedError(f"no {part!r} in the line at {line.start}")
    start, end = line.start + found, line.start + found + len(core)
    begin, stop = at + lead, at + lead + len(core)
    if lead:
        yield Piece(at, begin, start, start, "synthetic")
    if core:
        yield Piece(begin, stop, start, end)
    if stop < at + len(part):
        yield Piece(stop, at + len(part), end, end, "synthetic")


def cell_maps(contents: Sequence[str], source: str, line: Span) -> list[OffsetMap]:
    """The maps of the contents of one table row's cells to the source.

    Raises:
        MisalignedError: the cells do not stand in the line as they should.
    """
    raw = list(_raw_cells(source, line))
    for skipped in (0, 1):
        maps = [_cell_map(content, source, cell) for content, cell in zip(contents, raw[skipped:], strict=False)]
        missing = any(contents[len(maps) :])
        if not missing and None not in maps:
            return [found for found in maps if found is not None]
    raise MisalignedError(f"no such cells in the line at {line.start}")


def _raw_cells(source: str, line: Span) -> Iterator[Span]:
    start = at = line.start
    while at < line.end:
        pipe = source.find("|", at, line.end)
        if pipe < 0:
            break
        # as the parser does, only the character before the bar is looked at
        if pipe == line.start or source[pipe - 1] != "\\":
            yield Span(start, pipe)
            start = pipe + 1
        at = pipe + 1
    yield Span(start, line.end)


def _cell_map(content: str, source: str, cell: Span) -> OffsetMap | None:
    """The map of a cell's content, which is the end of the cell; None when it is not."""
    if not content:
        return OffsetMap([])
    raw = cell.of(source)
    text, unescaped = edit(raw, [(Span(*match.span()), "|") for match in _ESCAPED_PIPE.finditer(raw)])
    start = len(text.rstrip()) - len(content)
    if not text[max(start, 0) :].startswith(content.replace("\ufffd", "\0") if "\0" in raw else content):
        return None
    placed = OffsetMap([Piece(0, len(content), start, start + len(content))])
    return placed.then(unescaped).then(OffsetMap([Piece(0, len(raw), cell.start, cell.end)]))


def visible(tokens: Sequence[Token], content: str) -> list[Visible]:
    """The stretches of an inline content that a reader sees, in order.

    Raises:
        MisalignedError: a token is not where the content has it.
    """
    walk = _Walk(content)
    walk.over(tokens, 0)
    return walk.out


@dataclass(slots=True)
class _Walk:
    """A walk along the content, token by token: each token says how many characters it takes."""

    content: str
    at: int = 0
    out: list[Visible] = field(default_factory=list)
    hidden: str | None = None
    """The end tag up to which nothing is seen: that of a script or a style."""

    def over(self, tokens: Sequence[Token], base: int) -> None:
        """Walk over tokens whose recorded ends count from `base`."""
        automatic = False
        for token in tokens:
            if token.info == "auto":
                automatic = token.type == "link_open"
                if automatic:
                    self._automatic_link()
            elif not automatic:
                self._step(token, base)

    def _step(self, token: Token, base: int) -> None:
        if token.type == "text":
            self._take(token.content, token.content)
        elif token.type == "text_special":
            self._take(token.markup, _resolved(token))
        elif token.type == "code_inline":
            self._code(token)
        elif token.type == "image":
            self.at += 2
            self.over(token.children or [], self.at)
            self.at = base + token.meta["end"]
        elif token.type == "link_close":
            self.at = base + token.meta["end"]
        else:
            self._mark(token)

    def _mark(self, token: Token) -> None:
        """What shows nothing, or a line break."""
        if token.type in ("softbreak", "hardbreak"):
            match = _BREAK.match(self.content, self.at)
            if match is None:
                raise MisalignedError(f"no line break at {self.at}")
            feed = self.content.index("\n", self.at)
            self._show(Span(feed, feed + 1))
            self.at = match.end()
        elif token.type == "html_inline":
            self._tag(token.content)
        else:
            self._skip("[" if token.type == "link_open" else token.markup)

    def _tag(self, written: str) -> None:
        tag = written.lower()
        if self.hidden:
            self.hidden = None if tag.startswith(self.hidden) else self.hidden
        elif found := _RAW.match(tag):
            self.hidden = f"</{found[1]}"
        elif tag.startswith("<br"):
            self._show(Span(self.at, self.at), "\n")
        self._skip(written)

    def _show(self, span: Span, shown: str | None = None) -> None:
        if not self.hidden:
            self.out.append((span, shown))

    def _take(self, written: str, shown: str) -> None:
        start = self.at
        self._skip(written)
        if written:
            self._show(Span(start, self.at), None if shown == written else shown)

    def _skip(self, written: str) -> None:
        if not self.content.startswith(written, self.at):
            raise MisalignedError(f"no {written!r} at {self.at}")
        self.at += len(written)

    def _automatic_link(self) -> None:
        end = self.content.find(">", self.at)
        if end < 0:
            raise MisalignedError(f"no link ends after {self.at}")
        self._show(Span(self.at + 1, end))
        self.at = end + 1

    def _code(self, token: Token) -> None:
        """A code span: the source between the marks, its own line breaks kept."""
        self._skip(token.markup)
        start = self.at
        padded = self.content.startswith((" " + token.content[:1], "\n" + token.content[:1]), start)
        for pad in (0, 1) if padded else (0,):
            end = start + pad + len(token.content)
            inner = self.content[start + pad : end].replace("\n", " ")
            if inner == token.content and self.content.startswith(token.markup, end + pad):
                self._show(Span(start + pad, end))
                self.at = end + pad + len(token.markup)
                return
        raise MisalignedError(f"no code at {start}")


def _resolved(token: Token) -> str:
    """What an escape or a character reference stands for; itself where that is not exactly one character."""
    shown = html.unescape(token.markup) if token.info == "entity" else token.content
    return shown if len(shown) == 1 else token.markup


def visible_html(content: str) -> list[Visible]:
    """The stretches of a block of HTML that a reader sees: tags, comments, scripts and styles left out."""
    out: list[Visible] = []
    at = 0
    for match in _HTML.finditer(content):
        if match.start() > at:
            out.append((Span(at, match.start()), None))
        at = match.end()
        if match["reference"]:
            shown = html.unescape(match["reference"])
            out.append((Span(*match.span()), shown if len(shown) == 1 else None))
        elif match["tag"] and match["name"].lower() not in _PHRASE:
            out.append((Span(at, at), "\n"))
    if at < len(content):
        out.append((Span(at, len(content)), None))
    return out
