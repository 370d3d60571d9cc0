"""Dates that one event of a sentence has from another: "when they met", "hours after the attack", "two days before".

What is told with "when", "while", "during" has the same date; so has what lies hours or minutes apart, as far as days
go. What lies a number of days or weeks apart is counted from the other. Plain "after" and "before" tell no date.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from regesta.extract.events.dates import Dated
from regesta.extract.events.hits import Hit
from regesta.extract.events.status import first_joined
from regesta.extract.events.tree import is_verb
from regesta.extract.events.words import phrases
from regesta.extract.parse import Word

__all__ = ["Tie", "ties"]

APART = re.compile(r"(?:\b([\w-]+)\s+)?\b(minute|hour|day|week)s?\s+\Z", re.IGNORECASE)
DIGITS = re.compile(r"\d{1,3}", re.ASCII)
DAYS = {"minute": 0, "hour": 0, "day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Tie:
    """That an event lies `days` after another, of which `other` is the number."""

    other: int
    days: int

    def dated(self, known: Dated) -> Dated | None:
        """The date that follows from that of the other; only whole days are counted on from."""
        if not self.days:
            return replace(known, basis="event")
        if known.first is None or known.first != known.last:
            return None
        there = _moved(known.first, self.days)
        return Dated(there, there, "day", "event", known.times) if there else None


def ties(hits: Sequence[Hit]) -> Iterator[tuple[int, Tie]]:
    """The ties between the events of a sentence, both ways; events are named by their place in `hits`."""
    for below, hit in enumerate(hits):
        found = _joint(hit)
        if found is None:
            continue
        joint, verb = found
        above = next((n for n, other in enumerate(hits) if n != below and _is_told_by(other, verb)), None)
        days = _apart(hit, joint)
        if above is not None and days is not None:
            yield below, Tie(above, -days)
            yield above, Tie(below, days)


def _joint(hit: Hit) -> tuple[Word, Word] | None:
    """The word that ties the event to the clause over it, and the verb of that clause."""
    tree, above = hit.tree, hit.tree.head(hit.head)
    if above is None:
        return None
    if not hit.verbal:
        verb = tree.clause_verb(above) if hit.head.dep == "pobj" else None
        return (above, verb) if verb is not None else None
    first = first_joined(hit)
    joints = [w for w in tree.children(first, "mark", "advmod") if w.index < first.index]
    joint = next((w for w in joints if w.text.lower() in _known()), None)
    above = tree.head(first) if first.dep in ("advcl", "relcl") else None
    verb = tree.clause_verb(above) if above is not None else None
    return (joint, verb) if joint and verb else None


def _known() -> Iterable[str]:
    return (*phrases("ties", "same"), *phrases("ties", "later"), *phrases("ties", "earlier"))


def _is_told_by(hit: Hit, verb: Word) -> bool:
    """Whether an event is what a verb says, or the subject of it."""
    if verb.index in hit.words:
        return True
    return not hit.verbal and hit.tree.subject(verb) is hit.head and is_verb(verb)


def _apart(hit: Hit, joint: Word) -> int | None:
    """How many days the clause over the event lies after it; None when the text does not say."""
    word = joint.text.lower()
    if word in phrases("ties", "same"):
        return 0
    before = hit.scene.doc.text[hit.scene.start : joint.span.start]
    match = APART.search(before)
    if match is None or word not in (*phrases("ties", "later"), *phrases("ties", "earlier")):
        return None
    days = DAYS[match[2].lower()]
    if days == 0:
        return 0
    counted = {number: n for n, number in enumerate(phrases("ties", "numbers"), start=1)}
    many = (match[1] or "").lower()
    number = int(many) if DIGITS.fullmatch(many) else counted.get("one" if many == "a" else many)
    if number is None:
        return None
    return number * days if word in phrases("ties", "later") else -number * days


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
