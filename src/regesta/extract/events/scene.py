"""A sentence as the event rules see it: its parse, with the mentions, times, figures and reports in it.

All offsets here are those of the document.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from regesta.extract.base import Doc, Sentence
from regesta.extract.events.anaphora import Mention, mentions
from regesta.extract.events.tree import Tree
from regesta.extract.parse import Parse, Word
from regesta.spans import Span
from regesta.tables import Attribution, Entity, Figure, Time

__all__ = ["Scene", "scenes"]

Placed = TypeVar("Placed", Mention, Time, Figure)

DATELINE = re.compile(r"[A-Z][A-Z .'’-]+,[^\n]{0,80}?\s[-–—]\s")
"""PESHAWAR, Pakistan, July 14, 2021 (Agency) - : where and when the report was written, not what it reports."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One parsed body sentence; `start` is where its statements begin (behind a dateline).

    `mentions` gives the mention that a word belongs to, by the index of the word.
    """

    doc: Doc
    sentence: Sentence
    start: int
    tree: Tree
    mentions: Mapping[int, Mention]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    attributions: tuple[Attribution, ...]

    def words_in(self, span: Span) -> Sequence[Word]:
        """The words that overlap a span."""
        words = self.tree.parse.words
        first = bisect_right(words, span.start, key=lambda word: word.span.end)
        return words[first : bisect_left(words, span.end, key=lambda word: word.span.start)]

    def top(self, span: Span) -> Word | None:
        """The head of the words in a span."""
        inside = self.words_in(span)
        numbers = {word.index for word in inside}
        return next((w for w in reversed(inside) if w.head not in numbers or w.head == w.index), None)


def scenes(doc: Doc, may_match: Callable[[str], bool]) -> Iterator[Scene]:
    """The sentences in which something may have happened, those of titles and headings as well."""
    sentences = doc.sentences()
    chosen = [i for i, s in enumerate(sentences) if may_match(s.span.of(doc.text))]
    parses = doc.parses.of([sentences[i].span for i in chosen])
    times, figures, known = doc.rows(Time), doc.rows(Figure), mentions(doc, doc.rows(Entity))
    said = _spoken(sentences, doc.rows(Attribution))
    for index, parse in zip(chosen, parses, strict=True):
        if parse is not None:
            span = sentences[index].span
            yield _scene(
                doc, sentences[index], parse, _inside(known, span), _inside(times, span), _inside(figures, span),
                said[index],
            )  # fmt: skip


def _spoken(sentences: Sequence[Sentence], attributions: Iterable[Attribution]) -> dict[int, list[Attribution]]:
    """By the index of a sentence, the attributions of which some content lies in it."""
    out: dict[int, list[Attribution]] = defaultdict(list)
    for attribution in attributions:
        index = bisect_right(sentences, attribution.content_start, key=lambda s: s.span.end)
        while index < len(sentences) and sentences[index].span.start < attribution.content_end:
            out[index].append(attribution)
            index += 1
    return out


def _scene(
    doc: Doc,
    sentence: Sentence,
    parse: Parse,
    found: Sequence[Mention],
    times: Sequence[Time],
    figures: Sequence[Figure],
    attributions: Sequence[Attribution],
) -> Scene:
    dateline = DATELINE.match(sentence.span.of(doc.text))
    start = sentence.span.start + (dateline.end() if dateline else 0)
    by_word: dict[int, Mention] = {}
    scene = Scene(
        doc, sentence, start, Tree(parse, start, titled=not sentence.is_body), by_word,
        tuple(t for t in times if t.start >= start), tuple(figures), tuple(attributions),
    )  # fmt: skip
    for mention in found:
        if mention.start >= start:
            by_word.update((word.index, mention) for word in scene.words_in(mention.span))
    return scene


def _inside(rows: Sequence[Placed], span: Span) -> list[Placed]:
    first = bisect_left(rows, span.start, key=lambda row: row.start)
    after = bisect_left(rows, span.end, key=lambda row: row.start)
    return [row for row in rows[first:after] if row.end <= span.end]
