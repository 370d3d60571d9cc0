"""Quotation marks of a paragraph, and the part of a sentence that a cue stands in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from regesta.extract.parse import Parse, Parses
from regesta.spans import Span
from regesta.tables import Entity, Time

__all__ = ["MARKS", "Quotation", "Quotations", "Scope", "quotations"]

MARKS = '“”"«»„‘`'
"""Characters that open or close quotations and are nothing else, for patterns."""

CLOSING = {"“": "”", "«": "»", "„": "“”", "``": "''", '"': '"'}
"""What closes a quotation, by what opens it; single marks have rules of their own."""
REOPENED = ("“", "«")
"""Marks that open each paragraph of a quotation, and close only the last."""
MARK = re.compile(r"""``|''|[“”„«»]|(?<!\w)"|(?<![\w’)])‘(?=\S)|(?<![\w'’)])'(?=[A-Z“"])""")
SINGLE = ("‘", "'")
CLOSES_SINGLE = {
    "‘": (re.compile(r"(?<=[.,!?…])’(?!\w)|(?<=[^\ss])’(?![\w’])"), re.compile(r"(?<=\S)’(?!\w)")),
    "'": (re.compile(r"(?<=[.,!?…])'(?![\w'])"),),
}
"""What may close a single quotation, the surest first: a mark behind a word may be an apostrophe."""
LONGEST_SINGLE = 1_000
"""Characters of a single quotation: a mark that is not closed sooner is an apostrophe."""
LONGEST_LOW = 10_000
"""Characters of a quotation in „ or ``, each of which is looked for its end."""
REACH = 120
"""Characters between a quotation and the verb that belongs to it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks (`inner`), and with them (`outer`)."""

    outer: Span
    inner: Span


def quotations(text: str, paragraph: Span) -> list[Quotation]:
    """The outermost quotations of a paragraph, in order: “…”, "…", «…», „…“, ``…'', ‘…’, and '…' before a capital.

    A quotation in “ or « that is not closed runs to the end of the paragraph (the next paragraph opens it again); any
    other mark that is not closed opens nothing.
    """
    found: list[Quotation] = []
    at = paragraph.start
    while mark := MARK.search(text, at, paragraph.end):
        at = mark.end()
        if (quotation := _quotation(text, mark, paragraph.end)) is not None:
            found.append(quotation)
            at = quotation.outer.end
    return found


def _quotation(text: str, mark: re.Match[str], end: int) -> Quotation | None:
    opening = mark[0]
    if opening in SINGLE:
        limit = min(end, mark.end() + LONGEST_SINGLE)
        closes = (pattern.search(text, mark.end(), limit) for pattern in CLOSES_SINGLE[opening])
        closed = next((match.span() for match in closes if match), None)
    elif opening in CLOSING:
        limit = min(end, mark.end() + LONGEST_LOW) if opening in ("„", "``") else end
        closed = _closed(text, CLOSING[opening], mark.end(), limit)
    else:
        return None
    if closed is None and opening in REOPENED and mark.end() < end:
        closed = (end, end)
    if closed is None:
        return None
    return Quotation(Span(mark.start(), closed[1]), _stripped(text, mark.end(), closed[0]))


def _stripped(text: str, start: int, end: int) -> Span:
    """The characters without white space around them; all of them, when they are white space."""
    inner = text[start:end]
    if not inner.strip():
        return Span(start, end)
    return Span(start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip()))


def _closed(text: str, closing: str, start: int, end: int) -> tuple[int, int] | None:
    """The first of the closing marks; `''` is one mark, the others are single characters."""
    marks = (closing,) if closing == "''" else tuple(closing)
    places = [(at, at + len(mark)) for mark in marks if (at := text.find(mark, start, end)) >= 0]
    return min(places, default=None)


class Quotations:
    """The quotations of a paragraph, looked up by place."""

    def __init__(self, text: str, paragraph: Span) -> None:
        self._text = text
        self._found = quotations(text, paragraph)
        self._starts = [quotation.inner.start for quotation in self._found]

    def around(self, offset: int) -> Quotation | None:
        """The quotation that an offset lies in."""
        index = bisect_right(self._starts, offset) - 1
        return self._found[index] if index >= 0 and offset < self._found[index].inner.end else None

    def alone(self, sentences: Sequence[Span]) -> list[Quotation]:
        """The quotations that begin a sentence and end one, with nothing said beside them."""
        starts, ends = {sentence.start for sentence in sentences}, {sentence.end for sentence in sentences}
        return [q for q in self._found if q.outer.start in starts and self._closes(q.outer.end, ends)]

    def _closes(self, end: int, ends: set[int]) -> bool:
        return end in ends or (end + 1 in ends and self._text[end] in ".,;")

    def near(self, span: Span) -> list[Quotation]:
        """The quotations that begin in a span, and the ones before it that a verb in it may belong to."""
        first = index = bisect_left(self._starts, span.start)
        while first > 0 and span.start - self._found[first - 1].outer.end <= REACH:
            first -= 1
        return self._found[first : max(index, bisect_left(self._starts, span.end))]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the speaker and the content of one cue are looked for.

    `bounds` is the sentence, or what of it lies inside the quotation around the cue. `quotations` are those in it and
    shortly before it that are not around the cue; `entities` and `times` those of the sentence. `parses` gives the
    parse of the `sentence` to the few frames that need it.
    """

    text: str
    sentence: Span
    parses: Parses
    bounds: Span
    quotations: Sequence[Quotation]
    entities: Sequence[Entity]
    times: Sequence[Time]
    is_quoted: bool
    floor: int = 0
    """Where the cue before in the sentence ends: no subject reaches back over it."""

    def parse(self) -> Parse | None:
        """The parse of the sentence."""
        return self.parses.of([self.sentence])[0]

    def quoted_before(self, offset: int) -> Quotation | None:
        """The last quotation before `offset`, when no sentence ends between them."""
        before = [q for q in self.quotations if q.outer.end <= offset]
        if not before or offset - before[-1].outer.end > REACH:
            return None
        between = self.text[before[-1].outer.end : offset]
        return None if _ends(between) else before[-1]

    def quoted_after(self, offset: int) -> Quotation | None:
        """The first quotation that begins after `offset` in the sentence."""
        return next((q for q in self.quotations if offset <= q.outer.start < self.bounds.end), None)

    def entity_ending(self, offset: int) -> Entity | None:
        """The entity whose mention ends at `offset`."""
        return next((entity for entity in self.entities if entity.end == offset), None)

    def entities_in(self, span: Span) -> list[Entity]:
        """The entities whose mention lies in `span`."""
        return [entity for entity in self.entities if span.start <= entity.start and entity.end <= span.end]


def _ends(between: str) -> bool:
    """Whether a sentence ends in the text: a full stop before a space and a capital."""
    return any(
        mark in ".!?" and between[index + 1 : index + 2].isspace() and between[index + 2 : index + 3].isupper()
        for index, mark in enumerate(between)
    )
