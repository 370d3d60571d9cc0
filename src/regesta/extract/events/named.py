"""Whom or what a phrase names: by its head, by an apposition, by who owns it, or without a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from regesta.extract.entities import is_role
from regesta.extract.events.anaphora import Mention
from regesta.extract.events.hits import Hit
from regesta.extract.events.words import is_people, words
from regesta.extract.parse import Word
from regesta.spans import Span
from regesta.tables import Entity

__all__ = ["Named", "each_once", "is_somebody", "names_in", "phrase"]

BESIDE = ("amod", "compound", "nmod", "poss", "nummod")
OWNING = ("of", "from", "in", "for", "at")
"""Behind these stands whom an office or body belongs to: "the president of Iran", "officials in Kabul"."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a phrase names: a mention, or words without a name (`entities` is empty)."""

    span: Span
    kind: str
    entities: tuple[Entity, ...] = ()

    @classmethod
    def by(cls, mention: Mention) -> "Named":
        """What a mention names."""
        return cls(mention.span, mention.kind, mention.entities)


def names_in(hit: Hit, head: Word, kinds: Sequence[str], *, itself: bool = False) -> list[Named]:
    """What a phrase and those joined to it name."""
    every = [word for word in hit.tree.joined(head) if word.index not in hit.words or _is_agent(hit, word)]
    return each_once(name for word in every for name in _name(hit, word, kinds, itself=itself))


def _is_agent(hit: Hit, word: Word) -> bool:
    """Whether a word of the trigger is who does it: "troops massed"."""
    return word is hit.partner and hit.trigger.rule.partner_at == "subject"


def _name(hit: Hit, word: Word, kinds: Sequence[str], *, itself: bool) -> list[Named]:
    """Whom a phrase names: by its head, by an apposition, by who owns it, or without a name.

    With `itself` only the head and its apposition count, and a state in "the Kenyan Republic".
    """
    tree, mentions = hit.tree, hit.scene.mentions
    here = mentions.get(word.index)
    if here is not None and _fits(here, kinds):
        return [_apposed(hit, word, here, kinds) or _with_owner(hit, word, here)]
    whole = not itself or word.lemma in words("state_nouns")
    below = [*tree.children(word, "appos"), *(tree.children(word, *BESIDE) if whole else ())]
    owners = tree.objects_of(word, *OWNING) if whole and word.lemma not in words("target") else ()
    for other in chain(below, (w for each in below for w in tree.children(each)), owners):
        named = [
            (each, mention)
            for each in tree.joined(other)
            if (mention := mentions.get(each.index)) and _fits(mention, kinds) and each.index not in hit.words
        ]
        if named and not (named[0][1].anaphoric and is_people(word)):
            return [_apposed(hit, each, mention, kinds) or _with_head(hit, word, mention) for each, mention in named]
    return [] if itself else _unnamed(hit, word, kinds)


def _fits(mention: Mention, kinds: Sequence[str]) -> bool:
    """Whether a mention is of one of the kinds; those of a state are people, and people with their state are it."""
    if mention.kind in kinds:
        return True
    entity = mention.entities[0]
    is_people = is_role(entity.rule_id) or mention.kind == "demonym"
    return is_people and ("people" in kinds or ("demonym" in kinds and entity.country_basis == "stated"))


def _apposed(hit: Hit, word: Word, mention: Mention, kinds: Sequence[str]) -> Named | None:
    """The name behind somebody without one: "the minister, Liv Aasen"."""
    if not is_role(mention.entities[0].rule_id):
        return None
    names = (hit.scene.mentions.get(each.index) for each in hit.tree.children(word, "appos"))
    return next((Named.by(m) for m in names if m is not None and m.kind in kinds and not m.anaphoric), None)


def _with_owner(hit: Hit, word: Word, mention: Mention) -> Named:
    """The mention; of those who act without a name with the state beside them ("Kenya's police", "police of Kenya")."""
    named, entity = Named.by(mention), mention.entities[0]
    if not is_role(entity.rule_id):
        return named
    beside = [*hit.tree.children(word, "poss"), *hit.tree.objects_of(word, *OWNING)]
    owners = [
        m for each in beside if (m := hit.scene.mentions.get(each.index)) and m.entities[0].country == entity.country
    ]
    spans = [named.span, *(owner.span for owner in owners)]
    return replace(named, span=Span(min(s.start for s in spans), max(s.end for s in spans)))


def _with_head(hit: Hit, head: Word, mention: Mention) -> Named:
    """The mention; with its phrase where that is about people who act for it ("officials of the Taliban")."""
    named = Named.by(mention)
    acts = is_people(head) or head.lemma in words("target") or is_somebody(hit, head)
    if mention.kind == "person" or not acts:
        return named
    whole = phrase(hit, head)
    return replace(named, span=Span(min(whole.start, named.span.start), max(whole.end, named.span.end)))


def _unnamed(hit: Hit, word: Word, kinds: Sequence[str]) -> list[Named]:
    """People or things without a known name: "opposition supporters", "a convoy", "they", "hundreds of workers"."""
    for kind in ("people", "target"):
        known = is_people(word) if kind == "people" else word.lemma in words(kind)
        if kind in kinds and (known or (kind == "people" and is_somebody(hit, word))):
            return [Named(phrase(hit, word), kind)]
    if word.lemma in words("shares") or word.pos == "NUM":
        for whole in hit.tree.objects_of(word, "of"):
            return _name(hit, whole, kinds, itself=False)
    return []


def is_somebody(hit: Hit, word: Word) -> bool:
    """Whether a pronoun or a name that no list holds stands for somebody."""
    if word.text.lower() in words("persons"):
        return True
    named = word.pos == "PROPN" and word.text[0].isupper()
    if hit.tree.opens(word) and not hit.tree.children(word, "compound"):
        return False
    return named and not any(Span(t.start, t.end).overlaps(word.span) for t in hit.scene.times)


def phrase(hit: Hit, word: Word) -> Span:
    """A noun with the nouns that are joined to it on the left."""
    joined = [w.span.start for w in hit.tree.children(word, "compound") if w.index < word.index]
    return Span(min([word.span.start, *joined]), word.span.end)


def each_once(found: Iterable[Named]) -> list[Named]:
    """The names without a second one of the same characters."""
    return list({name.span: name for name in found}.values())
