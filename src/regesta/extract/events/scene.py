"""A sentence as the event rules see it: masked text, tokens, and the mentions in it.

The masked text has the length of the sentence; every character of a mention is replaced by the private-use character
of its kind, so that a pattern sees "{country} and {country} established diplomatic relations".
All offsets here are those of the document.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from regesta.extract.base import Doc, Sentence
from regesta.extract.events.anaphora import Mention, mentions
from regesta.extract.events.rules import MASKS
from regesta.extract.events.words import words
from regesta.spans import Span
from regesta.tables import Attribution, Entity, Figure, Time

__all__ = ["Scene", "Token", "scenes"]

Placed = TypeVar("Placed", Mention, Time, Figure)

TOKEN = re.compile("|".join(f"{mark}+" for mark in MASKS.values()) + r"|['’]s(?!\w)|\w+(?:-\w+)*(?:n['’]t)?|[^\w\s]")
HARD = frozenset(';:“”"—')
DATELINE = re.compile(r"[A-Z][A-Z .'’-]+,[^\n]{0,80}?\s[-–—]\s")
"""PESHAWAR, Pakistan, July 14, 2021 (Agency) - : where and when the report was written, not what it reports."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a punctuation mark or a whole mention. `word` is its text in lower case, empty for a mention."""

    span: Span
    word: str
    mention: Mention | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One body sentence; `start` is where its statements begin (behind a dateline), `bounds` where its clauses do."""

    doc: Doc
    sentence: Sentence
    start: int
    masked: str
    tokens: tuple[Token, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    attributions: tuple[Attribution, ...]
    bounds: tuple[int, ...]

    def first_at(self, offset: int) -> int:
        """Index of the first token that starts at or after `offset`."""
        return bisect_left(self.tokens, offset, key=lambda token: token.span.start)

    def last_before(self, offset: int) -> int:
        """Index of the last token that ends at or before `offset`; -1 when there is none."""
        return bisect_right(self.tokens, offset, key=lambda token: token.span.end) - 1

    def clause(self, span: Span) -> Span:
        """The stretch around `span` without a clause opener, a hard mark, ", and" or the end of an aside in it.

        An opener right before the span ("after the fall") belongs to the clause that it opens.
        """
        bounds = self.bounds
        before, after = bisect_right(bounds, span.start), bisect_left(bounds, span.end)
        left = bounds[before - 1] if before else self.start
        right = bounds[after] if after < len(bounds) else self.sentence.span.end
        return Span(max(left, self.start), max(right, span.end))

    def aside(self, comma: int) -> int | None:
        """Index of the comma that opens the aside (", which took place in May,") that the one at `comma` closes."""
        return _aside(self.tokens, comma)

    def between(self, left: int, right: int) -> Iterator[Token]:
        """The tokens wholly inside the characters `left` to `right`."""
        for token in self.tokens[self.first_at(left) :]:
            if token.span.end > right:
                return
            yield token


def scenes(doc: Doc) -> Iterator[Scene]:
    """The body sentences of a document; headings and titles give no event."""
    entities, times, figures = doc.rows(Entity), doc.rows(Time), doc.rows(Figure)
    known = mentions(doc, entities)
    sentences = doc.sentences()
    said = _spoken(sentences, doc.rows(Attribution))
    for index, sentence in enumerate(sentences):
        if sentence.is_body:
            yield _scene(
                doc,
                sentence,
                _inside(known, sentence.span),
                _inside(times, sentence.span),
                _inside(figures, sentence.span),
                said[index],
            )


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
    found: Sequence[Mention],
    times: Sequence[Time],
    figures: Sequence[Figure],
    attributions: Sequence[Attribution],
) -> Scene:
    text = sentence.span.of(doc.text)
    dateline = DATELINE.match(text)
    start = sentence.span.start + (dateline.end() if dateline else 0)
    taken: list[tuple[Span, str, Mention | None]] = [(m.span, m.kind, m) for m in found if m.span.start >= start]
    numbers = [(span, kind, None) for span, kind in _numbers(times, figures)]
    taken += [item for item in numbers if not any(item[0].overlaps(other[0]) for other in taken)]
    masked = list(text)
    for span, kind, _ in taken:
        masked[span.start - sentence.span.start : span.end - sentence.span.start] = MASKS[kind] * len(span)
    shown = "".join(masked)
    tokens = _tokens(shown, sentence.span.start, start, taken)
    return Scene(
        doc, sentence, start, shown, tokens,
        tuple(t for t in times if t.start >= start), tuple(figures), tuple(attributions),
        tuple(token.span.start for index, token in enumerate(tokens) if _opens(tokens, index)),
    )  # fmt: skip


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause begins at a token: an opener, a hard mark, ", and", the end of an aside."""
    token = tokens[index]
    if token.word in HARD or token.word in words("openers"):
        return True
    if token.word != ",":
        return False
    joins = index + 1 < len(tokens) and tokens[index + 1].word in ("and", "but")
    return joins or _aside(tokens, index) is not None


def _aside(tokens: Sequence[Token], comma: int) -> int | None:
    for index in range(comma - 2, -1, -1):
        if tokens[index].word == ",":
            return index if tokens[index + 1].word in words("relatives") else None
        if tokens[index].word in HARD:
            return None
    return None


def _numbers(times: Iterable[Time], figures: Iterable[Figure]) -> Iterator[tuple[Span, str]]:
    """What is masked of times and figures; the noun that a figure counts may be a trigger and stays."""
    for time in times:
        if time.basis != "event" and time.type in ("DATE", "TIME"):
            yield Span(time.start, time.end), "time"
    for figure in figures:
        if figure.unit_kind == "currency":
            yield Span(figure.start, figure.end), "money"
        else:
            yield Span(figure.value_start, figure.value_end), "figure"


def _tokens(
    masked: str, offset: int, start: int, taken: Sequence[tuple[Span, str, Mention | None]]
) -> tuple[Token, ...]:
    by_start = {span.start: (span, mention) for span, _, mention in taken}
    out = []
    for match in TOKEN.finditer(masked):
        span = Span(match.start() + offset, match.end() + offset)
        if span.start < start:
            continue
        if span.start in by_start:
            out.append(Token(by_start[span.start][0], "", by_start[span.start][1], masked=True))
        elif not match.group().startswith(tuple(MASKS.values())):
            out.append(Token(span, match.group().lower()))
    return tuple(out)


def _inside(rows: Sequence[Placed], span: Span) -> list[Placed]:
    first = bisect_left(rows, span.start, key=lambda row: row.start)
    after = bisect_left(rows, span.end, key=lambda row: row.start)
    return [row for row in rows[first:after] if row.end <= span.end]
