"""When an event happened: the date that the tree ties to it, else the only one that nothing else can claim.

A date belongs to the first trigger, report or verb over it in the tree. What belongs to a report ("police said on
Tuesday") dates the report, a distance counted from the event ("one day after the overthrow") dates something else, and
"before", "since" give bounds. Intervals are never narrower than the text; where several readings are left there is no
date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from regesta.extract.events.hits import Hit
from regesta.extract.events.scene import Scene
from regesta.extract.events.status import Mood
from regesta.extract.events.tree import is_verb
from regesta.extract.events.words import words
from regesta.extract.parse import Word
from regesta.spans import Span
from regesta.tables import Attribution, Time

__all__ = ["Dated", "Owners", "bounded_by", "covering", "dated", "is_unread"]

LINKED = frozenset({"conj", "xcomp", "advcl", "prep", "pcomp", "relcl"})
"""Relations over which a verb without a date of its own shares that of the verb above it."""


BESIDE = frozenset({"compound", "nummod", "amod", "nmod", "poss"})
NAMING = frozenset({"nsubj", "nsubjpass", "dobj", "appos", "compound"})
"""A date that stands beside a noun in these parts only says who or what it is: "a 1950s film star"."""

FLAT = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON", "PART", "NUM"})
"""What may stand between a noun and its date."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An interval of days, open where the text gives no bound. `basis` is a value of `events.time_basis`."""

    first: date | None
    last: date | None
    grain: str | None
    basis: str
    times: tuple[Time, ...]


class Owners:
    """Which word of a sentence each of its times belongs to: a trigger, a cue of a report, or a verb."""

    def __init__(self, scene: Scene, hits: Sequence[Hit]) -> None:
        self._scene = scene
        self._triggers = {index for hit in hits for index in hit.words}
        self._cues = _cues(scene) - self._triggers
        self.by_time: Mapping[str, Word] = {
            time.time_id: owner for time in scene.times if _is_date(time) and (owner := self.owner(time)) is not None
        }

    def owner(self, time: Time) -> Word | None:
        """The word that a time belongs to, also one that could not be read."""
        here = self._hook(time)
        noun = self._scene.tree.head(here) if here is not None and here.dep in BESIDE else None
        if noun is not None and noun.index not in self._triggers and self._is_naming(noun):
            return noun
        while here is not None and not (here.index in self._triggers or here.index in self._cues or is_verb(here)):
            here = self._scene.tree.head(here)
        return here

    def _is_naming(self, noun: Word) -> bool:
        """Whether the date beside a noun says which one it is, and not when all this was: "of the 1972 break-in"."""
        above = self._scene.tree.head(noun)
        inside = noun.dep == "pobj" and above is not None and above.text.lower() not in words("places")
        return inside or noun.dep in NAMING

    def _hook(self, time: Time) -> Word | None:
        """The word that the date hangs on: its preposition where it has one, whatever the parser made of the date."""
        inside = self._scene.words_in(Span(time.start, time.end))
        if inside and inside[0].index:
            before = self._scene.tree.parse.words[inside[0].index - 1]
            if before.pos == "ADP" and before.dep == "prep":
                return before
        return self._scene.top(Span(time.start, time.end))

    def of(self, time: Time) -> Word | None:
        """The word that a time belongs to."""
        return self.by_time.get(time.time_id)

    def is_cue(self, word: Word) -> bool:
        """Whether a word is that of a report: its date is the report's."""
        return word.index in self._cues

    def is_trigger(self, word: Word) -> bool:
        """Whether a word belongs to a trigger."""
        return word.index in self._triggers


def covering(hit: Hit) -> Attribution | None:
    """The innermost attribution whose content holds the trigger; hearsay gives way to somebody who is named."""
    around = [
        a
        for a in hit.scene.attributions
        if a.content_start <= hit.span.start and hit.span.end <= a.content_end
        and not Span(a.start, a.end).overlaps(hit.span)
    ]  # fmt: skip
    return min(
        around,
        key=lambda a: (a.speaker is None, a.content_end - a.content_start, -a.depth, a.attribution_id),
        default=None,
    )


def dated(hit: Hit, owners: Owners, others: Sequence[Hit]) -> Dated | None:
    """The date of a hit; `others` are the other events of the sentence."""
    usable = [time for time in hit.scene.times if _is_usable(hit, time, owners)]
    own = [time for time in usable if _is_own(hit, owners.of(time)) or _is_beside(hit, time, owners)]
    if own:
        return _interval(hit, _nearest(hit, own), usable, "clause")
    shared = [time for time in usable if _is_shared(hit, owners, time) or _is_lead(hit, owners, time)]
    if shared:
        return _interval(hit, _nearest(hit, shared), usable, "sentence")
    free = [time for time in usable if not _is_claimed(owners.of(time), owners)]
    alone = len({time.range_id or time.time_id for time in usable}) == 1 and not others
    return _interval(hit, free[0], usable, "sentence") if free and alone and _in_main_clause(hit) else None


def is_unread(hit: Hit, owners: Owners) -> bool:
    """Whether the event has a date that could not be read: it has none from elsewhere."""
    return any(
        time.type in ("DATE", "TIME") and time.first is None and time.last is None and _is_own(hit, owners.owner(time))
        for time in hit.scene.times
    )


def bounded_by(speech: Attribution | None, here: Mood, *, past: bool) -> Dated | None:
    """What a dated report says of an undated past: it is not after the report."""
    if speech is None or speech.said_last is None or here.level or here.future or not past:
        return None
    return Dated(None, speech.said_last, None, "discourse", ())


def _is_date(time: Time) -> bool:
    return time.first is not None and time.last is not None and time.type in ("DATE", "TIME")


def _is_usable(hit: Hit, time: Time, owners: Owners) -> bool:
    owner = owners.of(time)
    if not _is_date(time) or (owner is not None and (owners.is_cue(owner) or _is_said_by(hit, owner))):
        return False
    if not hit.verbal and _before(hit, time)[-1:] == ["since"]:  # "the first visit since 2019"
        return False
    if time.anchor_start is not None and time.anchor_end is not None and time.basis == "event":
        anchored = Span(time.anchor_start, time.anchor_end)
        if anchored.overlaps(hit.span) or Span(time.start, time.end).overlaps(hit.span):
            return False
    speech = covering(hit)
    return speech is None or (speech.content_start <= time.start and time.end <= speech.content_end)


def _is_said_by(hit: Hit, owner: Word) -> bool:
    """Whether what a verb says, knows or decides is that the event came about: its date is not that of the event."""
    here = hit.clause_verb
    while here is not None and here.index != owner.index:
        if here.dep == "ccomp":
            return any(word.index == owner.index for word in hit.tree.parse.ancestors(here))
        here = hit.tree.head(here)
    return False


def _is_own(hit: Hit, owner: Word | None) -> bool:
    """Whether a date hangs on the trigger, or on the verb of which the trigger is what happens."""
    if owner is None:
        return False
    if owner.index in hit.words:
        return True
    if hit.verbal or not is_verb(owner):
        return False
    if hit.tree.subject(owner) is hit.head or _is_scene_of(hit, owner):
        return True
    verb = hit.clause_verb
    return verb is not None and owner.index == verb.index and _happens(hit, verb)


def _is_scene_of(hit: Hit, verb: Word) -> bool:
    """Whether a relative clause tells what went on in the event: "the raid, in which two men died in May"."""
    if verb.dep != "relcl" or hit.tree.head(verb) is not hit.head:
        return False
    within = [w for w in hit.tree.children(verb, "prep") if w.text.lower() in ("in", "during", "at")]
    return any(pobj.text.lower() == "which" for w in within for pobj in hit.tree.children(w, "pobj"))


def _happens(hit: Hit, verb: Word) -> bool:
    """Whether what a verb says takes place with what a noun in its clause names: "held talks", "died in the blast"."""
    above = hit.tree.head(hit.head)
    if hit.head.dep == "pobj" and above is not None:
        return verb.lemma in words("harming_verbs") or above.text.lower() in words("meanwhile")
    return verb.lemma in words("happening_verbs")


def _is_beside(hit: Hit, time: Time, owners: Owners) -> bool:
    """Whether a date stands right beside a noun whose clause it dates as well, wherever the parser hung it.

    "began with the founding of Palau in 1947"; "spoke on 3 May, during a visit".
    """
    owner = owners.of(time)
    if hit.verbal or owner is None:
        return False
    above, parse = hit.tree.head(hit.head), hit.tree.parse
    if time.end <= hit.head.span.start:
        left = above is not None and above.text.lower() in words("meanwhile") and above.span.start >= time.end
        between = hit.scene.words_in(Span(time.end, above.span.start)) if left and above else []
        return left and all(word.pos == "PUNCT" for word in between)
    between = parse.words[hit.head.index + 1 : next(iter(hit.scene.words_in(Span(time.start, time.end)))).index]
    flat = all(word.pos in FLAT or word.text.lower() in ("of", "on", "in") for word in between)
    close = bool(between) and between[-1].text.lower() in ("in", "of") and not owners.is_cue(owner)
    return flat and (close or owner.lemma in words("happening_verbs"))


def _is_lead(hit: Hit, owners: Owners, time: Time) -> bool:
    """Whether a date stands alone before what the sentence tells: "3 May 2020: Kenya attacked Chile"."""
    verb, owner = hit.clause_verb, owners.of(time)
    if not _opens(hit, time) or (owner is not None and owners.is_trigger(owner)):
        return False
    if verb is None:
        return hit.head.dep in ("ROOT", "appos")
    return verb.dep not in ("relcl", "acl", "pcomp") and not hit.tree.children(verb, "mark")


def _is_shared(hit: Hit, owners: Owners, time: Time) -> bool:
    """Whether a date stands before the verb that the trigger's verb is joined to: "On 3 May they met and signed"."""
    here, owner = hit.clause_verb, owners.of(time)
    if owner is None or here is None or not _takes_over(hit, here):
        return False
    while here.dep in LINKED and (above := hit.tree.head(here)) is not None:
        apart = _has_subject(hit, here) and not (_opens(hit, time) or (here.tag == above.tag == "VBD"))
        if apart or not _goes_along(hit, here):
            return False
        here = above
        if Span(time.start, time.end).overlaps(here.span):
            return True
        if here.index == owner.index:
            return time.end <= hit.span.start or not owners.is_trigger(owner)
    return False


def _has_subject(hit: Hit, verb: Word) -> bool:
    """Whether a verb that is joined to another has a subject of its own, and with it dates of its own."""
    return verb.dep == "conj" and bool(hit.tree.children(verb, "nsubj", "nsubjpass"))


def _opens(hit: Hit, time: Time) -> bool:
    """Whether a date opens the sentence, alone or behind a preposition."""
    first = hit.scene.words_in(Span(time.start, time.end))[0]
    before = [w for w in hit.tree.parse.words[: first.index] if w.span.start >= hit.scene.start]
    return all(word.pos in ("ADP", "PUNCT", "ADV", "SYM", "X") for word in before)


def _goes_along(hit: Hit, verb: Word) -> bool:
    """Whether a clause tells of the same time as the one over it: "in May, when they met"."""
    return _starts_with_when(hit, verb) or (verb.dep != "relcl" and not hit.tree.children(verb, "mark"))


def _takes_over(hit: Hit, verb: Word) -> bool:
    return hit.verbal or hit.head.dep in ("dobj", "nsubj", "nsubjpass") or verb.lemma in words("happening_verbs")


def _is_claimed(owner: Word | None, owners: Owners) -> bool:
    if owner is None:
        return False
    aside = owner.dep in ("acl", "relcl", "advcl") or not is_verb(owner)
    return aside or owners.is_trigger(owner) or owners.is_cue(owner)


def _in_main_clause(hit: Hit) -> bool:
    """Whether the trigger is what the sentence tells, not what something else is dated or explained by."""
    verb = hit.clause_verb
    if verb is None or (not hit.verbal and hit.head.dep not in ("dobj", "nsubj", "nsubjpass")):
        return False
    return verb.dep in ("ROOT", "ccomp", "conj") and not hit.is_definite(owned=True)


def _nearest(hit: Hit, times: Sequence[Time]) -> Time:
    return min(times, key=lambda t: (max(t.start - hit.span.end, hit.span.start - t.end), t.start))


def _interval(hit: Hit, time: Time, usable: Sequence[Time], basis: str) -> Dated:
    """The time, or the whole range of which it is one end; open on one side behind "before" and "since"."""
    ends = tuple(t for t in usable if t.range_id == time.range_id) if time.range_id else _joined(hit, time, usable)
    firsts, lasts = [t.first for t in ends if t.first], [t.last for t in ends if t.last]
    first, last = min(firsts), max(lasts)
    side = _side(hit, time) if len(ends) == 1 and not _begins_then(hit, time) else None
    return Dated(None if side == "last" else first, None if side == "first" else last, time.grain, basis, ends)


def _begins_then(hit: Hit, time: Time) -> bool:
    """Whether a clause tells what came at the date before it: "until 1997, when a court convicted him"."""
    verb = hit.clause_verb
    return verb is not None and time.end <= verb.span.start and _starts_with_when(hit, verb)


def _starts_with_when(hit: Hit, verb: Word) -> bool:
    return any(w.text.lower() == "when" for w in hit.tree.children(verb, "advmod", "mark"))


def _joined(hit: Hit, time: Time, usable: Sequence[Time]) -> tuple[Time, ...]:
    """A day with the next one that "and" joins to it: "on 2 and 3 May"."""
    for other in usable:
        near = (
            abs((other.first or date.min) - (time.first or date.min)).days == 1 and other.grain == time.grain == "day"
        )
        first, last = sorted((time, other), key=lambda t: t.start)
        between = hit.scene.doc.text[first.end : last.start].strip().lower()
        if near and between == "and":
            return first, last
    return (time,)


def _side(hit: Hit, time: Time) -> str | None:
    """Which bound a single date gives, by the word before it."""
    top = hit.scene.top(Span(time.start, time.end))
    above = hit.tree.head(top) if top is not None else None
    ahead = _before(hit, time)
    near = [*ahead[-1:], *([above.text.lower()] if above else [])]
    if ahead == ["as", "of"] or not words("before_words").isdisjoint(near):
        return "last"
    return None if words("after_words").isdisjoint(near) else "first"


def _before(hit: Hit, time: Time) -> list[str]:
    """The two words before a date."""
    first = hit.scene.words_in(Span(time.start, time.end))[0].index
    return [word.text.lower() for word in hit.tree.parse.words[max(0, first - 2) : first]]


def _cues(scene: Scene) -> set[int]:
    """The words of reports in the sentence."""
    return {word.index for a in scene.attributions for word in scene.words_in(Span(a.start, a.end))}
