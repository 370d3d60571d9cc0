"""Mentions of those who act: the entities of a document, and the plain words that stand for them.

"he", "his government" stand for the last person named; "the two countries", "both sides", "between them" for the last
two states. Where nobody was named before, such a word stands for nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from regesta.extract.base import Doc
from regesta.extract.events.words import demonyms, phrases
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
    """What stands for others, found in one sweep that keeps who was named last."""
    person: tuple[Entity, ...] = ()
    states: tuple[Entity, ...] = ()
    known = 0
    for match in _pattern().finditer(text):
        kind = match.lastgroup or ""
        span = Span(*match.span(kind))
        while known < len(named) and named[known].end <= span.start:
            entity = named[known].entities[0]
            person = (entity,) if entity.kind == "person" else person
            states = _last_two(states, entity)
            known += 1
        if known < len(named) and named[known].span.overlaps(span):
            continue
        if kind == "person" and person:
            yield Mention(span, "person", person, anaphoric=True)
        elif kind != "person" and len(states) == 2:
            yield Mention(span, "country", states, anaphoric=True)


@cache
def _pattern() -> re.Pattern[str]:
    person, numbers, nouns, contexts = (
        "|".join(sorted(phrases("anaphors", name), key=lambda cue: (-len(cue), cue)))
        for name in ("person", "pair_numbers", "pair_nouns", "pair_contexts")
    )
    return re.compile(
        rf"(?<!\w)(?:(?P<person>{person})|(?P<pair>(?:{numbers})\s+(?:{nouns}))|(?:{contexts})\s+(?P<them>them|other))(?!\w)",
        re.IGNORECASE,
    )


def _last_two(states: tuple[Entity, ...], entity: Entity) -> tuple[Entity, ...]:
    """The last two different states, in the order of the text, when `entity` is named behind `states`."""
    if not entity.country:
        return states
    return (*(state for state in states if state.country != entity.country), entity)[-2:]
