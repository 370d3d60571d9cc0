"""Who a pronoun or a description means: what the text has said so far."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from regesta.extract.attributions.subjects import Phrase, is_plural, noun_of
from regesta.extract.attributions.vocabulary import words
from regesta.spans import Span
from regesta.tables import Entity

__all__ = ["PRONOUNS", "REACH", "Discourse", "Speaker"]

PERSON_PRONOUNS = frozenset(("he", "she", "him", "her", "his"))
MYSELF = frozenset(("i", "my", "me"))
THING_PRONOUNS = frozenset(("it", "its"))
PLURAL_PRONOUNS = frozenset(("they", "them", "their"))
OTHER_PRONOUNS = PLURAL_PRONOUNS | frozenset(("i", "we", "my", "our", "me", "us", "who", "which"))
PRONOUNS = PERSON_PRONOUNS | THING_PRONOUNS | OTHER_PRONOUNS
PUBLICATIONS = ("entities.publications.", "entities.patterns.publication")
REACH = 200
"""So many mentions back, and no further, a pronoun or a description is looked for."""
LAST = 3
"""So many speakers back a pronoun may mean one without a name."""
LATELY = 20
"""So many sayings back it is looked whether a name stands only in what somebody says."""
NAMED = re.compile(r"(?:[A-Z][\w'’-]+\s+){1,4}[A-Z][\w'’-]+")
NOBODY = frozenset(("one", "another", "he", "she", "it", "who"))
BODIES = frozenset(("organisation", "group", "country"))

SeenT = TypeVar("SeenT")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: the characters that name it, the entity it is, and where another expression stands for it (`via`).

    `description` is the mention of somebody without a name that the characters end in.
    """

    span: Span
    entity: Entity | None
    via: Span | None = None
    resolved: bool = True
    description: Entity | None = None

    @property
    def place(self) -> int:
        """Where it was last spoken of."""
        return self.via.start if self.via else self.span.start

    @property
    def linked_id(self) -> str | None:
        """The id of the speaker, when it is a linked entity."""
        known = self.entity or self.description
        return known.linked_id if known else None


@dataclass(slots=True)
class Discourse:
    """The speakers and the entities of a document up to some place.

    Entities inside quotation marks are not what the text around them speaks of.
    """

    text: str
    entities: list[Entity]
    descriptions: Mapping[int, Entity] = field(default_factory=dict)
    """Mentions of those without a name, by where they end."""
    speakers: list[Speaker] = field(default_factory=list)
    recent: list[tuple[int, Entity]] = field(default_factory=list)
    """Entities that pronouns and descriptions were found to mean, with the place of those."""
    myself: Speaker | None = None
    """Who says "I" outside quotation marks: the speaker of a paragraph of an interview."""
    said: list[Span] = field(default_factory=list)
    """What is said without quotation marks: a person who is named there alone is not who speaks next."""

    def speaker(self, phrase: Phrase, head: Phrase | None = None, before: Phrase | None = None) -> Speaker:
        """The speaker that a phrase names, looked up in what came before it.

        `head` is the subject of the sentence where the phrase is a tag inside it: in `The army left, it said, at noon`
        the pronoun means that subject, if it fits. `before` is the subject of the clause before the sentence: in `The
        minister left. He said that it was late` the pronoun means it, if nobody else is known.
        """
        if phrase.entity is not None:
            return self._said_by(phrase.entity, None)
        word = phrase.span.of(self.text).lower()
        if word in MYSELF and self.myself is not None:
            return replace(self.myself, via=phrase.span)
        is_head = word in THING_PRONOUNS or word in PLURAL_PRONOUNS
        if is_head and head is not None and head.whole.end <= phrase.span.start and self._is_meant(head, word):
            return Speaker(head.span, head.entity, via=phrase.span)
        unnamed = self._unnamed(phrase.span.start, word)
        meant = self._meant(phrase.span, word, spoken=unnamed is not None)
        if unnamed is not None and (meant is None or unnamed.place > self._place(meant, phrase.span.start)):
            return replace(unnamed, via=phrase.span)
        if meant is not None:
            self.recent.append((phrase.span.start, meant))
            return self._said_by(meant, phrase.span)
        if before is not None and self._is_meant(before, word):
            return Speaker(before.span, before.entity, via=phrase.span)
        described = self.descriptions.get(phrase.span.end)
        return Speaker(phrase.span, None, resolved=word not in PRONOUNS, description=described)

    def _is_meant(self, head: Phrase, word: str) -> bool:
        """Whether a pronoun may mean the subject of a clause, which need not have spoken before."""
        is_body = head.entity is not None and head.entity.kind in BODIES
        noun = noun_of(head.span.of(self.text))
        speaks = is_body or {noun, noun.removesuffix("s")} & (words().bodies | words().people | words().holders)
        return bool(speaks) and self._fits(Speaker(head.span, None), word)

    def _unnamed(self, before: int, pronoun: str) -> Speaker | None:
        """The last speaker that has no name and fits: `a spokesman for the government`, `the police`, `the bill`."""
        last = [s for s in islice(reversed(self.speakers), LAST) if s.span.start < before and s.resolved]
        return next((s for s in last if s.entity is None and self._fits(s, pronoun)), None)

    def _fits(self, speaker: Speaker, pronoun: str) -> bool:
        name = speaker.span.of(self.text)
        noun = noun_of(name)
        is_person = noun in words().holders | words().people or NAMED.fullmatch(name) is not None
        if pronoun in PLURAL_PRONOUNS:
            return is_plural(name)
        if pronoun in THING_PRONOUNS:
            return not is_person and not is_plural(name) and noun not in NOBODY
        return pronoun in PERSON_PRONOUNS and (is_person or noun in NOBODY)

    def _place(self, entity: Entity, before: int) -> int:
        """Where an entity was last meant."""
        return next((at for at, other in _back(self.recent) if other is entity and at < before), entity.start)

    def _said_by(self, entity: Entity, via: Span | None) -> Speaker:
        """An entity as the speaker; for another expression the last place where it was named as one, if it was."""
        named = entity if via is None else next((s.entity for s in _back(self.speakers) if _names(s, entity)), entity)
        named = named or entity
        return Speaker(Span(named.start, named.end), named, via)

    def _meant(self, span: Span, word: str, *, spoken: bool) -> Entity | None:
        """The entity that a pronoun or a description means; with `spoken`, "it" is only a body that has spoken."""
        if word in PERSON_PRONOUNS:
            apart = self._last(span.start, lambda e: e.kind == "person" and not self._is_told(e))
            return apart or self._last(span.start, lambda e: e.kind == "person")
        if word in THING_PRONOUNS:
            return self._last_body(span.start, spoken=spoken)
        return None if word in OTHER_PRONOUNS else self._described(span)

    def _is_told(self, entity: Entity) -> bool:
        place = Span(entity.start, entity.end)
        return any(said.covers(place) for said in islice(reversed(self.said), LATELY))

    def _described(self, span: Span) -> Entity | None:
        """`The French magazine`, `the Chinese foreign minister`: the last that fits."""
        parts = re.findall(r"\w+", span.of(self.text).lower())
        if len(parts) < 2 or parts[0] not in ("the", "this"):
            return None
        if parts[-1] in words().publications:
            return self._last(span.start, lambda e: e.rule_id.startswith(PUBLICATIONS))
        if parts[-1] not in words().holders:
            return None
        described = self.descriptions.get(span.end)
        states = [e.country for e in self.entities if span.start <= e.start and e.end <= span.end]
        states += [described.country] if described is not None and described.country_basis == "stated" else []
        country = states[0] if states else None
        return self._last(
            span.start,
            lambda e: (
                e.kind == "person"
                and (e.office or "").lower().endswith(parts[-1])
                and (country is None or e.country == country)
            ),
        )

    def _last_body(self, before: int, *, spoken: bool) -> Entity | None:
        """The last speaker that is no person; else the last body that was named."""
        speakers = (s.entity for s in _back(self.speakers) if s.span.start < before)
        said = next((entity for entity in speakers if entity and entity.kind in BODIES), None)
        return said if said or spoken else self._last(before, lambda e: e.kind in BODIES)

    def _last(self, before: int, fits: Callable[[Entity], bool]) -> Entity | None:
        """The entity nearest before a place that fits, counting what pronouns and descriptions meant."""
        index = bisect_left(self.entities, before, key=lambda e: e.start)
        nearest = range(index - 1, max(-1, index - 1 - REACH), -1)
        named = next((self.entities[i] for i in nearest if fits(self.entities[i])), None)
        meant = next(((at, e) for at, e in _back(self.recent) if at < before and fits(e)), None)
        if named is None or (meant is not None and meant[0] > named.start):
            return meant[1] if meant else None
        return named


def _names(speaker: Speaker, entity: Entity) -> bool:
    """Whether a speaker is an entity, and named itself."""
    same = speaker.entity is entity or (entity.linked_id is not None and speaker.linked_id == entity.linked_id)
    return same and speaker.via is None


def _back(seen: Sequence[SeenT]) -> Iterator[SeenT]:
    """The last `REACH` of them, the latest first."""
    return islice(reversed(seen), REACH)
