"""Mentions of those who act: the entities of a document, and the plain words that stand for them.

"he", "his government" stand for the last person named; "the two countries", "both sides", "between them" for the last
two states. Where nobody was named before, such a word stands for nobody.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from regesta.extract.base import Doc
from regesta.extract.events.words import cues, demonyms
from regesta.spans import Span
from regesta.tables import Entity

__all__ = ["Mention", "mentions"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters that name one entity, or stand for entities named before (`anaphoric`)."""

    span: Span
    kind: str
    entities: tuple[Entity, ...]
    anaphoric: bool = False

    @property
    def start(self) -> int:
        """First character in the document."""
        return self.span.start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.span.end


def mentions(doc: Doc, entities: Sequence[Entity]) -> list[Mention]:
    """All mentions in order, without overlap; of entities that begin at one place the longest counts."""
    named: list[Mention] = []
    for entity in sorted(entities, key=lambda e: (e.start, -e.end, e.entity_id)):
        if not named or entity.start >= named[-1].end:
            named.append(Mention(Span(entity.start, entity.end), _kind(entity), (entity,)))
    return sorted([*named, *_anaphors(doc.text, named)], key=lambda m: m.span)


def _kind(entity: Entity) -> str:
    """The entity's kind; a capital and a demonym, which fill other slots than a name, have their own."""
    if entity.rule_id.startswith("entities.capitals."):
        return "capital"
    return "demonym" if entity.kind == "country" and entity.quote in demonyms() else entity.kind


def _anaphors(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    for match in _pattern().finditer(text):
        kind = match.lastgroup or ""
        span = Span(*match.span(kind))
        known = bisect_right(named, span.start, key=lambda m: m.end)
        if known < len(named) and named[known].span.overlaps(span):
            continue
        before = (named[index].entities[0] for index in range(known - 1, -1, -1))
        if meant := _person(before) if kind == "person" else _pair(before):
            yield Mention(span, "person" if kind == "person" else "country", meant, anaphoric=True)


@cache
def _pattern() -> re.Pattern[str]:
    person, numbers, nouns, contexts = (
        "|".join(sorted(cues("anaphors", name), key=lambda cue: (-len(cue), cue)))
        for name in ("person", "pair_numbers", "pair_nouns", "pair_contexts")
    )
    return re.compile(
        rf"(?<!\w)(?:(?P<person>{person})|(?P<pair>(?:{numbers})\s+(?:{nouns}))|(?:{contexts})\s+(?P<them>them|other))(?!\w)",
        re.IGNORECASE,
    )


def _person(backwards: Iterable[Entity]) -> tuple[Entity, ...]:
    return next(((entity,) for entity in backwards if entity.kind == "person"), ())


def _pair(backwards: Iterable[Entity]) -> tuple[Entity, ...]:
    """The last two different states, in the order of the text."""
    last: list[Entity] = []
    for entity in backwards:
        if entity.country and entity.country not in [e.country for e in last]:
            last.append(entity)
        if len(last) == 2:
            return tuple(reversed(last))
    return ()
