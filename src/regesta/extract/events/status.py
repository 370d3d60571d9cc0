"""How sure the text is of an event, and whether it denies it.

Cues stand left of the trigger in its clause (modals, plans, promises, allegations, negation); a speaker lowers
asserted to reported. Cue words: `lexicon/event_words.toml`, after the classes of FactBank.
"""

import re
from functools import cache

from regesta.extract.events.slots import Hit
from regesta.extract.events.words import cues, number, words
from regesta.tables import Attribution

__all__ = ["is_definite", "polarity", "status"]

OWNERS = frozenset({"'s", "’s"})
LEVELS = ("hypothetical", "planned", "promised", "alleged")


def status(hit: Hit, speech: Attribution | None) -> str:
    """One of `tables.STATUSES`. A rule's own status (a promise) gives way to the cues of the clause."""
    left = _left(hit)
    for level in LEVELS[-1:] if is_definite(hit, owned=True) else LEVELS:
        if _cue("status", level).search(left):
            return level
    if not is_definite(hit, owned=True) and _cue("status", "future_if_said").search(left):
        return "planned" if speech else "hypothetical"
    if hit.trigger.rule.status:
        return hit.trigger.rule.status
    if speech is None:
        return "asserted"
    return "alleged" if _says(speech, "alleging_cues") else "reported"


def polarity(hit: Hit, speech: Attribution | None) -> str:
    """`negative` for a denial or a negated trigger, else `positive`."""
    near = " ".join(_left(hit).split()[-number("status", "reach") :])
    denied = _cue("status", "negative").search(near) is not None
    if speech is not None and _says(speech, "denying_cues"):
        denied = not denied
    return "negative" if denied else "positive"


def is_definite(hit: Hit, *, owned: bool = False) -> bool:
    """Whether a noun is one that the reader knows: "the attack", "these important meetings"; `owned`: or "X's attack".

    What is so named is taken to have happened, whatever the clause goes on to say ("may explain his statements").
    """
    if hit.trigger.verbal:
        return False
    tokens = hit.scene.tokens
    for index in range(hit.before, max(-1, hit.before - 4), -1):
        if tokens[index].word in words("definite") or (owned and tokens[index].word in OWNERS):
            return True
        if not tokens[index].word[:1].isalpha() or tokens[index].word in words("prepositions"):
            return False
    return False


def _left(hit: Hit) -> str:
    """The masked text of the clause before the trigger, in lower case: a month is no modal verb."""
    offset = hit.scene.sentence.span.start
    clause = hit.scene.clause(hit.extent)
    return hit.scene.masked[clause.start - offset : hit.extent.start - offset].lower()


def _says(speech: Attribution, name: str) -> bool:
    return _cue("status", name).search(speech.quote.lower()) is not None


@cache
def _cue(section: str, name: str) -> re.Pattern[str]:
    found = "|".join(re.escape(cue) for cue in cues(section, name) if cue != "n't")
    contracted = r"|n['’]t(?!\w)" if "n't" in cues(section, name) else ""
    return re.compile(rf"(?<!\w)(?:{found})(?!\w){contracted}")
