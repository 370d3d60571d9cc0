"""Triggers found in a sentence, their slots filled: drafts of events, before dates and clusters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regesta.extract.events.dates import Dated, covering, dated
from regesta.extract.events.fill import PAIR_ROLES, Filler, fill
from regesta.extract.events.rules import Trigger
from regesta.extract.events.scene import HARD, Scene
from regesta.extract.events.slots import Hit, with_voice
from regesta.extract.events.status import is_definite, polarity, status
from regesta.extract.events.words import words
from regesta.spans import Span
from regesta.tables import Attribution

__all__ = ["Draft", "drafts"]

LONGEST = 40
"""Characters of a trigger that is shown whole; of a longer one only the naming part is."""


@dataclass(slots=True)
class Draft:
    """An event before it is a row. `anaphor`: it points back to an event of its type that was spoken of before."""

    hit: Hit
    fillers: list[Filler]
    speech: Attribution | None
    status: str
    polarity: str
    date: Dated | None
    anaphor: bool
    named: bool

    @property
    def type(self) -> str:
        """The event type."""
        return self.hit.trigger.type.heading.type

    def filled(self, *roles: str) -> list[Filler]:
        """The fillers of some roles."""
        return [filler for filler in self.fillers if filler.role in roles]


def drafts(scene: Scene, triggers: Sequence[Trigger], earlier: frozenset[str]) -> list[Draft]:
    """The events of a sentence in the order of the text; `earlier` holds the types of the sentences before."""
    found = _drafted(sorted(_hits(scene, triggers), key=lambda hit: hit.span), earlier)
    chosen = _apart([draft for draft in found if _holds(draft, earlier, dates=bool(scene.times))])
    standing = [draft for draft in chosen if not _yields(draft, chosen)]
    for draft in chosen:
        others = [other.hit.span for other in standing if other is not draft]
        draft.date = dated(draft.hit, others)
    kept = [draft for draft in chosen if _holds(draft, earlier, dates=draft.date is not None)]
    return [draft for draft in kept if not _yields(draft, kept)]


def _drafted(hits: Iterable[Hit], earlier: frozenset[str]) -> list[Draft]:
    """The drafts of hits in the order of the text; each may point back to those before it."""
    out: list[Draft] = []
    known = earlier
    for hit in hits:
        draft = _draft(hit, known)
        out.append(draft)
        if _holds(draft, earlier, dates=bool(hit.scene.times)):
            known |= {draft.type}
    return out


def _yields(draft: Draft, others: Iterable[Draft]) -> bool:
    """Whether the sentence has an event of a type, by another rule, to which the draft's rule gives way."""
    rule = draft.hit.trigger.rule
    return any(other.hit.trigger.rule is not rule and other.type in rule.yields_to for other in others)


def _hits(scene: Scene, triggers: Iterable[Trigger]) -> Iterator[Hit]:
    present = frozenset(re.findall(r"[a-z]+", scene.masked.lower()))
    begin = scene.start - scene.sentence.span.start
    for trigger in triggers:
        if trigger.cues and not trigger.cues & present:
            continue
        for match in trigger.regex.finditer(scene.masked, begin):
            hit = _hit(scene, trigger, match)
            if _cased(scene, trigger, match) and not (trigger.verbal and _is_no_event(hit)):
                yield with_voice(hit)


def _cased(scene: Scene, trigger: Trigger, match: re.Match[str]) -> bool:
    """A capital is allowed where a sentence or a quotation begins: "March" and "Attack" elsewhere are names."""
    if trigger.rule.pattern or trigger.rule.capital or not match.group()[0].isupper():
        return True
    before = scene.last_before(match.start() + scene.sentence.span.start)
    return before < 0 or scene.tokens[before].word in HARD


def _is_no_event(hit: Hit) -> bool:
    """Whether the form of a verb tells of nothing that happened."""
    return _is_noun(hit) or _is_wish(hit) or _is_aim(hit)


def _is_noun(hit: Hit) -> bool:
    """Whether the form of a verb stands where only a noun or an adjective can: "the accused", "in order"."""
    before = hit.scene.last_before(hit.head.start)
    if before < 0 or hit.head.of(hit.scene.doc.text).endswith("ing"):
        return False
    word = hit.scene.tokens[before].word
    return word in words("articles") or word in ("'s", "’s") or (word in words("prepositions") and word != "to")


def _is_wish(hit: Hit) -> bool:
    """Whether the verb only says what another wants ("agreed to sign"), not what happened ("was forced to resign")."""
    tokens, before = hit.scene.tokens, hit.scene.last_before(hit.head.start)
    if before < 0 or tokens[before].word != "to":
        return False
    return before == 0 or tokens[before - 1].word not in words("implicatives")


def _is_aim(hit: Hit) -> bool:
    """Whether the verb only says what somebody is supported or helped in: "supports Kenya in defending its coast"."""
    tokens, before = hit.scene.tokens, hit.scene.last_before(hit.head.start)
    if not hit.head.of(hit.scene.doc.text).endswith("ing") or before < 0 or tokens[before].word != "in":
        return False
    clause = hit.scene.clause(hit.extent)
    return any(token.word in words("helping") for token in hit.scene.between(clause.start, hit.head.start))


def _hit(scene: Scene, trigger: Trigger, match: re.Match[str]) -> Hit:
    offset = scene.sentence.span.start
    groups = {name: Span(*match.span(name)).shift(offset) for name, text in match.groupdict().items() if text}
    extent = Span(*match.span()).shift(offset)
    head, partner = groups.pop("head", extent), groups.pop("partner", None)
    shown = extent = groups.pop("trigger", extent)
    if partner is not None and len(extent) > LONGEST:
        shown = partner
    return Hit(trigger, scene, extent, head, shown, partner, tuple(sorted(groups.items())))


def _draft(hit: Hit, earlier: frozenset[str]) -> Draft:
    speech = covering(hit)
    named, definite = _named(hit), is_definite(hit)
    points_back = definite and not named and hit.trigger.type.heading.type in earlier
    return Draft(
        hit, fill(hit), speech, status(hit, speech), polarity(hit, speech), None,
        anaphor=points_back or "earlier" in hit.trigger.requires, named=named,
    )  # fmt: skip


def _holds(draft: Draft, earlier: frozenset[str], *, dates: bool) -> bool:
    held = {filler.role for filler in draft.fillers}
    conditions = {
        "date": dates,
        "named": draft.named,
        "anaphor": draft.anaphor,
        "earlier": draft.type in earlier,
        "recalled": _recalled(draft.hit),
    }
    held |= {name for name, holds in conditions.items() if holds}
    held |= set(PAIR_ROLES) if "participant" in held else set()
    return all(held.intersection(need.split("|")) for need in draft.hit.trigger.requires)


def _recalled(hit: Hit) -> bool:
    """Whether the next sentence opens with "the" and a word that tells what it was: "The attack ..."."""
    if not hit.trigger.rule.recalled:
        return False
    named = "|".join(map(re.escape, hit.trigger.rule.recalled))
    return (
        re.compile(rf"\s+(?:The|This) (?:\w+ )?(?:{named})\b").match(hit.scene.doc.text, hit.scene.sentence.span.end)
        is not None
    )


def _apart(found: Iterable[Draft]) -> list[Draft]:
    """Drafts without overlap: the longest trigger wins, then the one that asks for more."""
    chosen: list[Draft] = []
    for draft in sorted(found, key=lambda d: (-len(d.hit.extent), -len(d.hit.trigger.requires))):
        if not any(draft.hit.extent.overlaps(other.hit.extent) for other in chosen):
            chosen.append(draft)
    return sorted(chosen, key=lambda d: d.hit.span)


def _named(hit: Hit) -> bool:
    """Whether a noun carries a name of its own: "the Sewol disaster"."""
    if hit.trigger.verbal:
        return False
    text, tokens = hit.scene.doc.text, hit.scene.tokens
    for index in range(hit.before, max(-1, hit.before - 3), -1):
        token = tokens[index]
        if token.word in words("determiners") or not (token.masked or token.word[:1].isalpha()):
            return False
        if text[token.span.start].isupper() and index > 0:
            return True
    return False
