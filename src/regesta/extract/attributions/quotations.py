"""Quotation marks of a paragraph, and the part of a sentence that a cue stands in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from regesta.spans import Span
from regesta.tables import Entity, Time

__all__ = ["Quotation", "Quotations", "Scope", "quotations"]

OPENING, CLOSING, STRAIGHT = "“", "”", '"'
REACH = 120
"""Characters between a quotation and the verb that belongs to it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks (`inner`), and with them (`outer`)."""

    outer: Span
    inner: Span


def quotations(text: str, paragraph: Span) -> list[Quotation]:
    """The outermost quotations of a paragraph, in order.

    A curly quotation that is not closed runs to the end of the paragraph (the next paragraph opens it again); an odd
    straight mark opens nothing.
    """
    found: list[Quotation] = []
    opened: int | None = None
    for offset in range(paragraph.start, paragraph.end):
        mark = text[offset]
        if opened is None and mark in (OPENING, STRAIGHT):
            opened = offset
        elif opened is not None and mark == (CLOSING if text[opened] == OPENING else STRAIGHT):
            found.append(Quotation(Span(opened, offset + 1), Span(opened + 1, offset)))
            opened = None
    if opened is not None and text[opened] == OPENING and opened + 1 < paragraph.end:
        found.append(Quotation(Span(opened, paragraph.end), Span(opened + 1, paragraph.end)))
    return found


class Quotations:
    """The quotations of a paragraph, looked up by place."""

    def __init__(self, text: str, paragraph: Span) -> None:
        self._found = quotations(text, paragraph)
        self._starts = [quotation.inner.start for quotation in self._found]

    def around(self, offset: int) -> Quotation | None:
        """The quotation that an offset lies in."""
        index = bisect_right(self._starts, offset) - 1
        return self._found[index] if index >= 0 and offset < self._found[index].inner.end else None

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
    shortly before it that are not around the cue; `entities` and `times` those of the sentence.
    """

    text: str
    bounds: Span
    quotations: Sequence[Quotation]
    entities: Sequence[Entity]
    times: Sequence[Time]
    is_quoted: bool
    floor: int = 0
    """Where the cue before in the sentence ends: no subject reaches back over it."""

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
