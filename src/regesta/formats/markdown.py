"""Markdown: the canonical text is made of runs of the source, so that every character has its bytes.

Markup is left out; character references and escapes are `transformed`; a line break that the source does not have is
`synthetic`. What cannot be aligned is kept as it stands in the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from regesta import lexicon
from regesta.errors import DocumentError
from regesta.formats.base import Parsed
from regesta.formats.markdown_inline import (
    LINE_END,
    MisalignedError,
    Visible,
    cell_maps,
    content_map,
    parser,
    visible,
    visible_html,
)
from regesta.lexicon import Rule
from regesta.spans import Kind, OffsetMap, Piece, Segment, Span
from regesta.text.encoding import decode
from regesta.text.lines import trimmed
from regesta.text.passages import Block

__all__ = ["Markdown", "MarkdownRule", "rules"]

_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n?|\n)[\w-]+:.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


class MarkdownRule(Rule):
    """The kind of passage that a structure of Markdown is."""

    kind: str
    token: str


class Markdown:
    """CommonMark files, with tables and strikethrough."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")
    media_type = "text/markdown"

    def read(self, data: bytes, declared: str | None = None) -> Iterator[Parsed]:
        """The one text of the file.

        Raises:
            DocumentError: as `decode` does; `empty` also when there is nothing but markup.
        """
        decoded = decode(data, declared)
        reader = _Reader(decoded.text)
        reader.read()
        if not reader.blocks:
            raise DocumentError("empty", "the file has markup but no text")
        text = "".join(reader.out)
        titles = (block.span.of(text) for block in reader.blocks if block.kind == "title")
        yield Parsed(
            text=text,
            offset_map=OffsetMap(reader.pieces).then(decoded.map),
            blocks=tuple(reader.blocks),
            encoding=decoded.encoding,
            encoding_basis=decoded.basis,
            title=next(titles, None),
        )

    def decode_segments(self, data: bytes, encoding: str, segments: Sequence[Segment]) -> str:
        """The bytes of the ranges, decoded; escapes and references resolved, a line feed for what was put in."""
        return "".join(_shown(data[s.start : s.end].decode(encoding), s.kind) for s in segments)


def _shown(written: str, kind: Kind) -> str:
    if kind == "synthetic":
        return "\n"
    if kind == "verbatim":
        return written
    return written[-1] if written.startswith("\\") else unescape(written)


@cache
def rules() -> dict[str, MarkdownRule]:
    """The rules by the name of the token that they are about."""
    return {rule.token: rule for rule in lexicon.load(lexicon.folder() / "markdown.toml", MarkdownRule)}


@cache
def _parser() -> MarkdownIt:
    return parser()


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of the text, and the characters of the source that they come from."""

    text: str
    start: int
    end: int
    kind: Kind = "verbatim"


@dataclass(slots=True)
class _Reader:
    """Reads one source text, block by block, and writes the canonical text as it goes."""

    source: str
    out: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    reached: int = 0
    """One past the last character of the source that was used."""
    lines: list[Span] = field(default_factory=list)

    def read(self) -> None:
        """Read all of it."""
        front = _FRONT_MATTER.match(self.source)
        begin = 0
        if front is not None:
            begin = front.end()
            self._write([_Run(front[0], 0, begin)], rules()["front_matter"])
        self.lines = _lines(self.source, begin)
        self._blocks(_parser().parse(self.source[begin:]))
        self.blocks.sort(key=lambda block: (block.span.start, -block.span.end))

    def _blocks(self, tokens: Sequence[Token]) -> None:
        """Write the leaves among the block tokens; `opened` holds the containers around, each with where it began."""
        opened: list[tuple[Token, int]] = []
        row: Iterator[OffsetMap] = iter(())
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                row = iter(self._row(tokens, index))
            if token.nesting > 0:
                opened.append((token, len(self.blocks)))
            elif token.nesting < 0:
                container, first = opened.pop()
                if container.type == "blockquote_open":
                    self._enclose(first)
            else:
                self._leaf(token, [container for container, _ in opened], row)

    def _row(self, tokens: Sequence[Token], opening: int) -> list[OffsetMap]:
        """The maps of the cells of the row that the token at `opening` opens; none when they cannot be aligned."""
        row = takewhile(lambda token: token.type != "tr_close", map(tokens.__getitem__, range(opening, len(tokens))))
        contents = [token.content for token in row if token.type == "inline"]
        try:
            return cell_maps(contents, self.source, self.lines[_first_line(tokens[opening])])
        except MisalignedError:
            return []

    def _leaf(self, token: Token, around: Sequence[Token], row: Iterator[OffsetMap]) -> None:
        rule = _rule_of(token, around)
        if rule is None:
            return
        if rule.kind == "title" and any(block.kind == "title" for block in self.blocks):
            rule = rules()["heading_open"]
        try:
            runs = self._aligned(token, row if rule.kind == "table_cell" else None)
        except MisalignedError:
            runs = self._as_it_stands(token)
        self._write(runs, rule)

    def _aligned(self, token: Token, row: Iterator[OffsetMap] | None) -> list[_Run]:
        content = token.content
        if token.type == "inline":
            shown = visible(token.children or [], content)
        elif token.type == "html_block":
            shown = visible_html(content)
        else:
            shown = [(Span(0, len(content)), None)]
        if row is not None:
            where = next(row, None)
            if where is None and content:
                raise MisalignedError("a row without its cells")
        else:
            where = content_map(content.removesuffix("\n"), self.source, self.lines, _first_line(token))
        return [] if where is None else list(self._runs(content, shown, where))

    def _runs(self, content: str, shown: Sequence[Visible], where: OffsetMap) -> Iterator[_Run]:
        """The visible stretches of a content as runs of the source."""
        at = self.reached
        for span, instead in shown:
            if not len(span):
                yield _Run("\n", at, at, "synthetic")
                continue
            parts = list(where.overlapping(Span(span.start, min(span.end, where.target_length))))
            if instead is not None:
                yield _Run(instead, parts[0].source_start, parts[-1].source_end, "transformed")
            else:
                yield from (_run(part, content, self.source) for part in parts if part.kind != "synthetic")
            at = parts[-1].source_end if parts else at

    def _as_it_stands(self, token: Token) -> list[_Run]:
        """All of the token's lines that were not written yet."""
        first, last = token.map or (0, 0)
        start, end = max(self.reached, self.lines[first].start), self.lines[last - 1].end
        return [_Run(self.source[start:end], start, end)] if start < end else []

    def _write(self, runs: Sequence[_Run], rule: MarkdownRule) -> None:
        """Write one block, unless it shows nothing or its source was written with a block before."""
        runs = _without_blank_ends(runs)
        if not runs or runs[0].start < self.reached:
            return
        self._separate(runs[0].start)
        start, first = self.length, len(self.out)
        for run in runs:
            self._put(run)
        span = trimmed("".join(self.out[first:]), Span(0, self.length - start)).shift(start)
        self.blocks.append(Block(span, rule.kind, f"markdown.{rule.id}"))

    def _separate(self, position: int) -> None:
        """One or two line breaks before the next block: those of the source, where it has some."""
        if not self.out:
            return
        ends = list(LINE_END.finditer(self.source, self.reached, position))[:2]
        for match in ends:
            self._put(_Run(match[0], match.start(), match.end()))
        if not ends:
            self._put(_Run("\n", self.reached, self.reached, "synthetic"))

    def _put(self, run: _Run) -> None:
        if run.kind == "synthetic" and self.out[-1].endswith(("\n", "\r")):
            return
        self.out.append(run.text)
        self.pieces.append(Piece(self.length, self.length + len(run.text), run.start, run.end, run.kind))
        self.length += len(run.text)
        self.reached = max(self.reached, run.end)

    def _enclose(self, first: int) -> None:
        """A block around those written since `first`."""
        inside = self.blocks[first:]
        if inside:
            rule = rules()["blockquote_open"]
            span = Span(inside[0].span.start, max(block.span.end for block in inside))
            self.blocks.append(Block(span, rule.kind, f"markdown.{rule.id}"))


def _lines(source: str, begin: int) -> list[Span]:
    """The lines from `begin`, without their ends, as CommonMark counts them."""
    out, at = [], begin
    for match in LINE_END.finditer(source, begin):
        out.append(Span(at, match.start()))
        at = match.end()
    return [*out, Span(at, len(source))]


def _without_blank_ends(runs: Sequence[_Run]) -> Sequence[_Run]:
    """The runs without those at both ends that show nothing."""
    shown = [index for index, run in enumerate(runs) if run.text.strip()]
    return runs[shown[0] : shown[-1] + 1] if shown else []


def _first_line(token: Token) -> int:
    """The line on which the content of a token begins; that of a fenced block begins after the fence."""
    if token.map is None:
        raise MisalignedError(f"{token.type} has no lines")
    return token.map[0] + (token.type == "fence")


def _rule_of(token: Token, around: Sequence[Token]) -> MarkdownRule | None:
    """The rule of the innermost structure that says what a leaf is; None for what has no text."""
    if token.type in ("fence", "code_block", "html_block"):
        return rules()[token.type]
    if token.type != "inline":
        return None
    for container in reversed(around):
        name = "h1" if container.tag == "h1" else container.type
        if name in rules() and name not in ("blockquote_open", "paragraph_open"):
            return rules()[name]
    return rules()["paragraph_open"]


def _run(part: Piece, content: str, source: str) -> _Run:
    text = source[part.source_start : part.source_end] if part.kind == "verbatim" else content[part.start : part.end]
    return _Run(text, part.source_start, part.source_end, part.kind)
