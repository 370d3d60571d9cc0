"""A sentence as the event rules see it: masked text, tokens, and the mentions in it.

The masked text has the length of the sentence; every character of a mention is replaced by the private-use character
of its kind, so that a pattern sees "{country} and {country} established diplomatic relations".
All offsets here are those of the document.
"""

import re
from bisect import bisect_left, bisect_right
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
    """One body sentence; `start` is where its statements begin (behind a dateline)."""

    doc: Doc
    sentence: Sentence
    start: int
    masked: str
    tokens: tuple[Token, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    attributions: tuple[Attribution, ...]

    def first_at(self, offset: int) -> int:
        """Index of the first token that starts at or after `offset`."""
        return bisect_left(self.tokens, offset, key=lambda token: token.span.start)

    def last_before(self, offset: int) -> int:
        """Index of the last token that ends at or before `offset`; -1 when there is none."""
        return bisect_right(self.tokens, offset, key=lambda token: token.span.end) - 1

    def clause(self, span: Span) -> Span:
        """The stretch around `span` without a clause opener, a hard mark, or ", and" in it.

        An opener right before the span ("after the fall") belongs to the clause that it opens.
        """
        left, right = self.sentence.span.start, self.sentence.span.end
        for index, token in enumerate(self.tokens):
            if not self._opens(index):
                continue
            if token.span.start <= span.start:
                left = token.span.start
            elif token.span.start >= span.end:
                right = token.span.start
                break
        return Span(max(left, self.start), max(right, span.end))

    def _opens(self, index: int) -> bool:
        token = self.tokens[index]
        if token.word in HARD or token.word in words("openers"):
            return True
        return token.word == "," and index + 1 < len(self.tokens) and self.tokens[index + 1].word in ("and", "but")

    def between(self, left: int, right: int) -> Iterator[Token]:
        """The tokens wholly inside the characters `left` to `right`."""
        for token in self.tokens[self.first_at(left) :]:
            if token.span.end > right:
                return
            yield token


def scenes(doc: Doc) -> Iterator[Scene]:
    """The body sentences of a document; headings and titles give no event."""
    entities, times, figures = doc.rows(Entity), doc.rows(Time), doc.rows(Figure)
    attributions = doc.rows(Attribution)
    known = mentions(doc, entities)
    for sentence in doc.sentences():
        if sentence.is_body:
            yield _scene(
                doc,
                sentence,
                _inside(known, sentence.span),
                _inside(times, sentence.span),
                _inside(figures, sentence.span),
                [
                    a
                    for a in attributions
                    if a.content_start < sentence.span.end and sentence.span.start < a.content_end
                ],
            )


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
    return Scene(
        doc, sentence, start, shown, _tokens(shown, sentence.span.start, start, taken),
        tuple(t for t in times if t.start >= start), tuple(figures), tuple(attributions),
    )  # fmt: skip


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
