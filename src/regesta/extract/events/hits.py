"""A trigger found in a scene, as all who fill its slots see it."""

from dataclasses import dataclass
from functools import cached_property

from regesta.extract.events.scene import Scene
from regesta.extract.events.tree import Tree
from regesta.extract.events.triggers import Match, Trigger
from regesta.extract.events.words import words
from regesta.extract.parse import Word
from regesta.spans import Span

__all__ = ["Hit"]

LONGEST = 40
"""Characters of a trigger that is shown whole; of a longer one only the naming part is."""

OWNER = frozenset({"poss"})


@dataclass(frozen=True)
class Hit:
    """A trigger in a scene: `head` is the word that the tree is asked about, `span` what the event's row shows."""

    scene: Scene
    match: Match

    @property
    def trigger(self) -> Trigger:
        """The phrase of a rule that was found."""
        return self.match.trigger

    @property
    def tree(self) -> Tree:
        """The parse of the sentence."""
        return self.scene.tree

    @property
    def head(self) -> Word:
        """The head of the trigger."""
        return self.match.head

    @property
    def partner(self) -> Word | None:
        """The second part of a two-part trigger."""
        return self.match.partner

    @property
    def verbal(self) -> bool:
        """Whether the head is a verb."""
        return self.trigger.pos == "verb"

    @cached_property
    def words(self) -> frozenset[int]:
        """The words of the trigger."""
        return self.match.phrase | self.match.partner_phrase

    @property
    def own_words(self) -> frozenset[int]:
        """The words of the trigger that belong to no other event."""
        return self.match.phrase if self.trigger.type.heading.covers == "kept" else self.words

    @cached_property
    def span(self) -> Span:
        """All words of the trigger; where they stand far apart, the partner, else the head alone.

        A partner that is the subject is what it happens to, and not part of the trigger.
        """
        partner = self.match.partner_phrase if self.trigger.rule.partner_at == "object" else frozenset()
        choices = (self.match.phrase | partner, partner or self.match.phrase)
        spans = [self._around(words_) for words_ in choices]
        return next((span for span in spans if len(span) <= LONGEST), self.head.span)

    def _around(self, numbers: frozenset[int]) -> Span:
        parse = self.tree.parse.words
        return Span(parse[min(numbers)].span.start, parse[max(numbers)].span.end)

    @property
    def particles(self) -> list[Word]:
        """The words of the trigger beside its head, in the order of the text."""
        return [self.tree.parse.words[i] for i in sorted(self.words) if i != self.head.index]

    @cached_property
    def clause_verb(self) -> Word | None:
        """The verb of the clause in which a noun plays a part; the head, when that is a verb."""
        return self.head if self.verbal else self.tree.clause_verb(self.head)

    @cached_property
    def named(self) -> bool:
        """Whether a noun carries a name of its own: "the Sewol disaster"."""
        if self.trigger.pos != "noun":
            return False
        below = self.tree.children(self.head, "compound", "nmod", "amod")
        return any(w.index not in self.words and w.text[0].isupper() and w.pos == "PROPN" for w in below)

    def is_definite(self, *, owned: bool = False) -> bool:
        """Whether a noun is one that the reader knows: "the attack", "these talks"; `owned`: or "X's attack".

        What is so named is taken to have happened, whatever the clause goes on to say ("may explain his statements").
        """
        if self.trigger.pos != "noun":
            return False
        below = self.tree.children(self.head)
        return any(
            (w.dep == "det" and w.text.lower() in words("definite")) or (owned and w.dep in OWNER) for w in below
        )
