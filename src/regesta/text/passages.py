"""Passages: the title, paragraphs, headings, lists, quotations, sentences and furniture of a text.

A format that knows its structure (Markdown) hands it in as blocks; for plain text the blocks are found here, by the
rules of `lexicon/furniture.toml`. Everything is labelled, nothing is removed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from regesta.spans import OffsetMap, Span, context
from regesta.tables import Passage, content_id
from regesta.text.lines import ends_sentence, paragraphs
from regesta.text.rules import RULES, Matcher, line_rules, scoped
from regesta.text.sentences import sentences

__all__ = ["RULES", "Block", "blocks_of", "passages", "title_of"]

_PARAGRAPH = "furniture.paragraph"
_OPENING = 160
"""Characters at the beginning of a paragraph in which a dateline is looked for."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of a known kind (one of `tables.PASSAGE_KINDS`), and the rule that says so.

    Blocks lie beside each other; only a block of kind `quotation` may lie around others.
    """

    span: Span
    kind: str
    rule_id: str


def passages(
    doc_id: str,
    text: str,
    offset_map: OffsetMap,
    blocks: Sequence[Block] | None = None,
    *,
    furniture: bool = True,
) -> list[Passage]:
    """The passages of a document, sorted by start, then the longer first.

    Args:
        doc_id: the document.
        text: its canonical text; all spans count its code points.
        offset_map: from that text to the raw file.
        blocks: the structure, where the format knows it; None lets it be found.
        furniture: whether lines may be labelled furniture; else such lines are paragraphs.

    Returns:
        Blocks, the datelines and quotations inside them, and the sentences of all that is not furniture. A sentence
        never crosses the border of its block.
    """
    found = list(blocks_of(text) if blocks is None else (_refined(text, block) for block in blocks))
    if not furniture:
        found = [replace(b, kind="paragraph", rule_id=_PARAGRAPH) if b.kind == "furniture" else b for b in found]
    builder = _Builder(doc_id, text, hashlib.sha256(text.encode()).hexdigest(), offset_map)
    rows = [builder.row(block, section) for block, section in _with_sections(text, found)]
    return sorted(rows, key=lambda row: (row.start, -row.end, row.kind, row.rule_id))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a plain text, in order: what its lines are by their words, their place and their neighbours."""
    spans = list(paragraphs(text, _stands_alone, _opens_item))
    alone = [_alone(span.of(text)) for span in spans]
    follows = _followers(text, spans, alone)
    out: list[Block] = []
    content_seen = False
    for index, span in enumerate(spans):
        matcher = alone[index] or _by_place(span.of(text), first=not content_seen, follows=follows[index])
        content_seen = content_seen or alone[index] is None
        out.append(Block(span, matcher.rule.kind, matcher.rule_id))
    return out


def title_of(text: str) -> str | None:
    """The title of a plain text, None where its first lines are not one."""
    return next((block.span.of(text) for block in blocks_of(text) if block.kind == "title"), None)


def _stands_alone(line: str) -> bool:
    return _alone(line) is not None


def _alone(line: str) -> Matcher | None:
    """The rule that names a line whatever stands around it."""
    return next((m for m in line_rules(alone=True) if m.matches(line)), None)


def _opens_item(line: str) -> bool:
    return any(m.rule.kind == "list_item" and m.matches(line) for m in line_rules(alone=False))


def _by_place(body: str, *, first: bool, follows: str | None) -> Matcher:
    """The first rule, of those that look at the neighbours too, that names a paragraph; the last takes everything."""
    return next(
        m
        for m in line_rules(alone=False)
        if (not m.rule.first or (first and follows is not None))
        and (m.rule.before is None or m.rule.before == follows)
        and m.matches(body)
    )


def _followers(text: str, spans: Sequence[Span], alone: Sequence[Matcher | None]) -> list[str | None]:
    """For each paragraph what follows it, furniture and dates left aside: `prose`, `line`, or None at the end."""
    out: list[str | None] = []
    following: str | None = None
    for span, matcher in zip(reversed(spans), reversed(alone), strict=True):
        out.append(following)
        if matcher is None:
            following = "prose" if _is_prose(span.of(text)) else "line"
    return out[::-1]


def _is_prose(body: str) -> bool:
    """Whether it is a paragraph or an item, rather than a line that announces one."""
    longest = max(m.rule.longest or 0 for m in line_rules(alone=False) if m.rule.before)
    return len(body) > longest or ends_sentence(body) or _opens_item(body)


def _refined(text: str, block: Block) -> Block:
    """A paragraph that a format found, as what its words say it is (a date, a button); other blocks as they are."""
    matcher = _alone(block.span.of(text)) if block.kind == "paragraph" else None
    return block if matcher is None else Block(block.span, matcher.rule.kind, matcher.rule_id)


def _with_sections(text: str, blocks: Iterable[Block]) -> Iterator[tuple[Block, str | None]]:
    """Blocks and what lies inside them, each with the heading that it stands under."""
    section: str | None = None
    for block in blocks:
        heads = block.kind in ("title", "heading")
        yield from ((part, None if heads else section) for part in (block, *_inside(text, block)))
        if block.kind == "heading":
            section = block.span.of(text)


def _inside(text: str, block: Block) -> Iterator[Block]:
    """The datelines, quotations and sentences inside a block."""
    if block.kind in ("furniture", "quotation"):
        return
    body = _body(text, block)
    if block.kind == "paragraph":
        yield from _openings(text, body)
    for matcher in scoped("inside"):
        for match in matcher.pattern.finditer(text, body.start, body.end):
            yield Block(Span(*match.span()), matcher.rule.kind, matcher.rule_id)
    for matcher in scoped("sentence"):
        yield from (Block(span, matcher.rule.kind, matcher.rule_id) for span in sentences(text, body))


def _body(text: str, block: Block) -> Span:
    """The part of a block that is cut into sentences: without the marker of a list item."""
    for matcher in line_rules(alone=False):
        if matcher.rule_id == block.rule_id and "body" in matcher.pattern.groupindex:
            match = matcher.pattern.fullmatch(text, block.span.start, block.span.end)
            return block.span if match is None else Span(*match.span("body"))
    return block.span


def _openings(text: str, body: Span) -> Iterator[Block]:
    for matcher in scoped("opening"):
        match = matcher.pattern.match(text, body.start, min(body.end, body.start + _OPENING))
        if match is not None:
            yield Block(Span(*match.span()), matcher.rule.kind, matcher.rule_id)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the rows of one document."""

    doc_id: str
    text: str
    text_sha256: str
    offset_map: OffsetMap

    def row(self, block: Block, section: str | None) -> Passage:
        span = block.span
        prefix, suffix = context(self.text, span)
        identity = (self.doc_id, self.text_sha256, block.kind, span.start, span.end, block.rule_id)
        return Passage(
            passage_id=content_id("psg", *identity),
            kind=block.kind,
            section=section,
            doc_id=self.doc_id,
            start=span.start,
            end=span.end,
            quote=span.of(self.text),
            prefix=prefix,
            suffix=suffix,
            segments=self.offset_map.segments(span),
            rule_id=block.rule_id,
        )
