"""Triggers found in a sentence, their slots filled: drafts of events, before clusters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regesta.extract.events.dates import Dated, Owners, bounded_by, covering, dated, is_unread
from regesta.extract.events.hits import Hit
from regesta.extract.events.scene import Scene
from regesta.extract.events.slots import PAIR_ROLES, Filler, fill
from regesta.extract.events.status import (
    Mood,
    governors,
    is_background,
    is_helped,
    is_known,
    is_tried,
    is_wish,
    mood,
    polarity,
    status,
)
from regesta.extract.events.ties import Tie, ties
from regesta.extract.events.triggers import Lexis
from regesta.extract.events.words import words
from regesta.tables import Attribution

__all__ = ["Draft", "drafts"]


@dataclass(slots=True)
class Draft:
    """An event before it is a row.

    `anaphor`: it points back to an event of its type that was spoken of before. `coding`: as what PLOVER would code
    it: as `done`, as `intended`, or as `none`, when it is only asked for, promised, wished, denied, or background.
    `unread`: it has a date that could not be read. `tie`: another event of the sentence, and how far from it this lies.
    """

    hit: Hit
    fillers: list[Filler]
    speech: Attribution | None
    mood: Mood
    status: str
    polarity: str
    date: Dated | None
    anaphor: bool
    coding: str = "done"
    unread: bool = False
    tie: tuple["Draft", Tie] | None = None

    @property
    def type(self) -> str:
        """The event type."""
        return self.hit.trigger.type.heading.type

    @property
    def milestone(self) -> str | None:
        """Which step of its kind it is ("charged", "verdict")."""
        return self.hit.trigger.rule.milestone or self.hit.trigger.type.heading.milestone

    def filled(self, *roles: str) -> list[Filler]:
        """The fillers of some roles."""
        return [filler for filler in self.fillers if filler.role in roles]


def drafts(scene: Scene, lexis: Lexis, earlier: frozenset[str]) -> list[Draft]:
    """The events of a sentence in the order of the text; `earlier` holds the types of the sentences before."""
    found = _drafted((Hit(scene, match) for match in lexis.matches(scene.tree)), earlier)
    chosen = _apart([draft for draft in found if _holds(draft, earlier, dates=bool(scene.times))])
    for draft in chosen:
        _join(draft, chosen)
    standing = [draft for draft in chosen if not _yields(draft, chosen)]
    owners = Owners(scene, [draft.hit for draft in standing])
    for draft in chosen:
        others = [other.hit for other in standing if other is not draft]
        draft.date = dated(draft.hit, owners, others)
        draft.unread = is_unread(draft.hit, owners)
    kept = [draft for draft in chosen if _holds(draft, earlier, dates=draft.date is not None)]
    kept = [draft for draft in kept if not _yields(draft, kept)]
    kept = [draft for draft in kept if _uncovered(draft, kept)]
    _set_back(kept)
    for number, tie in ties([draft.hit for draft in kept]):
        kept[number].tie = kept[number].tie or (kept[tie.other], tie)
    for draft in kept:
        draft.date = draft.date or bounded_by(draft.speech, draft.mood, past=_is_past(draft.hit))
    return kept


def _drafted(hits: Iterable[Hit], earlier: frozenset[str]) -> Iterator[Draft]:
    """The drafts of hits in the order of the text; each may point back to those before it."""
    known = earlier
    for hit in hits:
        if is_helped(hit):
            continue
        draft = _draft(hit, known)
        yield draft
        if _holds(draft, earlier, dates=bool(hit.scene.times)):
            known |= {draft.type}


def _draft(hit: Hit, earlier: frozenset[str]) -> Draft:
    speech, here = covering(hit), mood(hit)
    known = hit.is_definite() or _is_of_it(hit)
    points_back = known and not hit.named and hit.trigger.type.heading.type in earlier
    draft = Draft(
        hit, fill(hit), speech, here, status(hit, here, speech), polarity(hit, here, speech), None,
        anaphor=points_back or "earlier" in hit.trigger.requires,
    )  # fmt: skip
    draft.coding = _coding(draft)
    if is_wish(hit):
        _unhappen(draft)
    return draft


def _is_of_it(hit: Hit) -> bool:
    """Whether a noun says what was spoken of before is: "It is the third coup"."""
    verb = hit.clause_verb
    subject = hit.tree.subject(verb) if hit.head.dep == "attr" and verb is not None else None
    return subject is not None and subject.text.lower() in words("pointing")


def _coding(draft: Draft) -> str:
    """As what PLOVER codes what a sentence tells by itself."""
    if draft.polarity == "negative":
        return "none"
    if draft.status in ("planned", "promised"):
        return "intended"
    return "done" if draft.status != "hypothetical" or is_tried(draft.hit) else "none"


def _unhappen(draft: Draft) -> None:
    """Make the draft one of something that has not happened."""
    draft.coding = "none"
    if draft.status in ("asserted", "reported"):
        draft.status = "hypothetical"


def _holds(draft: Draft, earlier: frozenset[str], *, dates: bool) -> bool:
    """Whether all is there that the rule requires."""
    held = {filler.role for filler in draft.fillers}
    conditions = {
        "date": dates,
        "named": draft.hit.named,
        "anaphor": draft.anaphor,
        "earlier": draft.type in earlier,
        "recalled": _recalled(draft.hit),
    }
    held |= {name for name, holds in conditions.items() if holds}
    held |= set(PAIR_ROLES) if "participant" in held else set()
    held |= {"actor"} if dates and _leaves_actor_out(draft.hit) else set()
    return all(held.intersection(need.split("|")) for need in draft.hit.trigger.requires)


def _leaves_actor_out(hit: Hit) -> bool:
    """Whether a passive verb tells what was done to something, and not by whom: "the draft was rejected in 2009"."""
    slots = {**hit.trigger.type.heading.slots, **hit.trigger.rule.slots}
    alone = hit.trigger.requires == ("actor",)
    done = alone and "recipient" in slots and "subject" in slots.get("actor", ())
    return done and hit.verbal and hit.head.tag == "VBN" and hit.tree.is_passive(hit.head)


def _recalled(hit: Hit) -> bool:
    """Whether the next sentence opens with "the" and a word that tells what it was: "The attack ..."."""
    if not hit.trigger.rule.recalled:
        return False
    named = "|".join(map(re.escape, hit.trigger.rule.recalled))
    follows = re.compile(rf"\s+(?:The|This) (?:\w+ )?(?:{named})\b")
    return follows.match(hit.scene.doc.text, hit.scene.sentence.span.end) is not None


def _apart(found: Iterable[Draft]) -> list[Draft]:
    """Drafts that share no word: the one with more words wins, then the one that asks for more.

    What is asked for or promised may be an event beside the asking: "ordered the arrest".
    """
    chosen: list[Draft] = []
    taken: set[int] = set()
    for draft in sorted(found, key=_rank):
        if taken.isdisjoint(draft.hit.words):
            chosen.append(draft)
            taken |= draft.hit.own_words
    return sorted(chosen, key=lambda d: d.hit.span)


def _rank(draft: Draft) -> tuple[int, bool, bool, int]:
    trigger = draft.hit.trigger
    return -len(draft.hit.words), not trigger.rule.denied, not trigger.partners, -len(trigger.requires)


def _yields(draft: Draft, others: Iterable[Draft]) -> bool:
    """Whether the sentence has an event of a type, by another rule, to which the draft's rule gives way."""
    rule = draft.hit.trigger.rule
    return any(other.hit.trigger.rule is not rule and other.type in rule.yields_to for other in others)


def _join(draft: Draft, others: Sequence[Draft]) -> None:
    """Let a verb that says more of another event of the sentence point back to it: "marched to protest"."""
    draft.anaphor = draft.anaphor or _says_more(draft, others)
    tree, verb = draft.hit.tree, draft.hit.head
    aim = verb.dep in ("advcl", "xcomp") and any(w.tag == "TO" for w in tree.children(verb, "aux"))
    first = tree.head(verb) if aim else None
    for other in others:
        if first is not None and other is not draft and other.type == draft.type and first.index in other.hit.words:
            draft.anaphor, draft.status, draft.coding = True, other.status, "none"


def _says_more(draft: Draft, others: Iterable[Draft]) -> bool:
    """Whether a verb says more of an event that is its subject: "the attack targeted a bus"."""
    subjects = {word.index for word in draft.hit.tree.doers(draft.hit.head)} if draft.hit.verbal else set()
    return any(other.type == draft.type and not subjects.isdisjoint(other.hit.words) for other in others)


def _uncovered(draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether the draft is an event of its own; what another event asks for or promises becomes one to come."""
    if is_known(draft.hit):
        return True
    over = {word.index for word in governors(draft.hit)}
    above = [other for other in others if not over.isdisjoint(other.hit.words)]
    covers = {other.hit.trigger.type.heading.covers for other in above}
    if _is_sworn(draft, above):
        draft.coding = "intended"
        for other in above:
            other.coding = "none"
    elif "dropped" in covers:
        return False
    elif "kept" in covers:
        _unhappen(draft)
    elif "told" in covers:
        draft.coding = "none"
    return True


def _is_sworn(draft: Draft, above: Sequence[Draft]) -> bool:
    """Whether what one promises is a threat: "vowed to attack"."""
    hostile = draft.hit.trigger.type.heading.intended == "THREATEN"
    return hostile and bool(above) and all(other.hit.trigger.rule.status == "promised" for other in above)


def _set_back(kept: Sequence[Draft]) -> None:
    """Leave uncoded what is only background of the event that the sentence reports."""
    if any(draft.coding != "none" and not is_background(draft.hit) for draft in kept):
        for draft in kept:
            draft.coding = "none" if is_background(draft.hit) else draft.coding


def _is_past(hit: Hit) -> bool:
    """Whether the verb of the event stands in the past, or what it says is told by a noun."""
    verb = hit.clause_verb
    if verb is None:
        return False
    return verb.tag in ("VBD", "VBN") and not hit.tree.children(verb, "mark")
