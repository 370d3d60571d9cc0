"""How sure the text is of an event, and whether it denies it: read up the tree from the trigger.

Each word over the trigger may lower what stands below it: modals, conditions, purposes, plans, promises, fears,
allegations, refusals (`[status]` in `lexicon/event_words.toml`, after the classes of FactBank). A speaker lowers
asserted to reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from regesta.extract.events.hits import Hit
from regesta.extract.events.tree import ARGUMENTS, Tree, is_verb
from regesta.extract.events.words import phrases, words
from regesta.extract.parse import Word
from regesta.tables import Attribution

__all__ = [
    "Mood",
    "first_joined",
    "governors",
    "is_background",
    "is_helped",
    "is_known",
    "is_tried",
    "is_wish",
    "mood",
    "polarity",
    "status",
]

LEVELS = ("hypothetical", "promised", "planned", "alleged")
"""What wins over what when several words speak of one event."""

OPENED = frozenset({"advcl", "relcl", "appos", "parataxis", "csubj"})
"""Relations over which a clause is not governed: it tells of something of its own."""

DEPENDENT = ARGUMENTS | {"xcomp", "ccomp", "pcomp", "acl", "conj", "acomp", "amod", "compound"}
"""Relations over which a word is governed by the one above it."""


@dataclass(frozen=True, slots=True)
class Mood:
    """What the words over a trigger say: the level, if any, whether it may come yet ("would"), and negation."""

    level: str | None
    future: bool
    negative: bool


NOTHING = Mood(level=None, future=False, negative=False)


def status(hit: Hit, here: Mood, speech: Attribution | None) -> str:
    """One of `tables.STATUSES`. A rule's own status (a promise) gives way to the words over it."""
    if here.level:
        return here.level
    if here.future:
        return "planned" if speech else "hypothetical"
    if hit.trigger.rule.status:
        return hit.trigger.rule.status
    if speech is None:
        return "asserted"
    if _says(speech, "withholding_cues"):
        return "hypothetical"
    return "alleged" if _says(speech, "alleging_cues") else "reported"


def polarity(hit: Hit, here: Mood, speech: Attribution | None) -> str:
    """`negative` for a denial or a negated trigger, else `positive`."""
    denied = here.negative != hit.trigger.rule.denied
    if speech is not None and _says(speech, "denying_cues") and not _says(speech, "withholding_cues"):
        denied = not denied
    return "negative" if denied else "positive"


def mood(hit: Hit) -> Mood:
    """What the words around and over the trigger say of it.

    What the reader knows is taken to have happened, whatever governs it.
    """
    tree = hit.tree
    levels = {level for level in LEVELS if any(w.lemma in phrases("status", level) for w in _marks(tree, hit.head))}
    negative, future = tree.is_negated([word for word in (hit.head, hit.partner) if word and not is_verb(word)]), False
    if not is_known(hit):
        for word, below in _path(hit):
            if word is hit.head or below.dep != "conj":
                above = _said_by(tree, word, None if word is hit.head else below)
                levels |= {above.level} if above.level else set()
                future, negative = future or above.future, negative != above.negative
    elif hit.head.dep == "dobj" and (verb := hit.clause_verb) and verb.lemma == "deny":
        negative = not negative
    return Mood(next((level for level in LEVELS if level in levels), None), future, negative)


def is_known(hit: Hit) -> bool:
    """Whether a noun is one that the reader knows, "the attack" or "X's attack", and not one asked for."""
    if not hit.is_definite(owned=True):
        return False
    above = hit.tree.head(hit.head)
    if hit.head.dep == "pobj" and above is not None and above.text.lower() == "for":
        above = hit.tree.head(above)
    elif hit.head.dep != "dobj":
        return True
    return above is None or above.lemma not in words("asking")


def _said_by(tree: Tree, word: Word, below: Word | None) -> Mood:
    """What a word says of the trigger: by its own auxiliaries, and by what it means for what it governs."""
    own = _of_verb(tree, word) if is_verb(word) else NOTHING
    if below is None or not _governs(word, below):
        return own
    level = own.level or next((level for level in LEVELS if word.lemma in phrases("status", level)), None)
    return Mood(level, own.future, own.negative != (word.lemma in phrases("status", "refusing")))


def is_tried(hit: Hit) -> bool:
    """Whether something is only tried, which is an act of its kind whatever comes of it: "tried to hack a server"."""
    return any(above.lemma in phrases("status", "tried") for above in governors(hit))


def is_background(hit: Hit) -> bool:
    """Whether the trigger only says who or what the sentence is about, or when it happened.

    "whom Kenya blames", "the man shot on Friday", "after Chile withdrew".
    """
    verb = hit.clause_verb
    while verb is not None:
        if verb.dep in ("relcl", "acl") or (verb.dep == "advcl" and hit.tree.children(verb, "mark", "advmod")):
            return True
        above = hit.tree.head(verb) if verb.dep in ("conj", "xcomp", "pcomp", "advcl", "ccomp") else None
        while above is not None and not is_verb(above):
            above = hit.tree.head(above)
        verb = above
    return False


def is_wish(hit: Hit) -> bool:
    """Whether an infinitive only says what somebody wants, tries or is asked to do ("hopes to sign")."""
    if not hit.verbal:
        return False
    head = first_joined(hit)
    above = hit.tree.head(head)
    if above is None or not any(w.tag == "TO" for w in hit.tree.children(head, "aux")):
        return False
    if is_tried(hit):
        return False
    carried = (*phrases("status", "planned"), *phrases("status", "promised"), *phrases("status", "refusing"))
    return above.lemma not in (*carried, *phrases("status", "implicative"))


def is_helped(hit: Hit) -> bool:
    """Whether a verb only says in what somebody is supported: "supports Kenya in defending its coast"."""
    head = first_joined(hit)
    above = hit.tree.head(head) if head.dep == "pcomp" else None
    helped = hit.tree.head(above) if above is not None and above.text.lower() == "in" else None
    return helped is not None and helped.lemma in words("helping")


def first_joined(hit: Hit) -> Word:
    """The first of the verbs that the trigger is joined to, the trigger itself when it is joined to none."""
    head = hit.head
    while head.dep == "conj" and (above := hit.tree.head(head)) is not None and is_verb(above):
        head = above
    return head


def governors(hit: Hit) -> Iterator[Word]:
    """The words that govern the trigger as what they are about: "demanded a halt", "promised to attack"."""
    for word, below in _path(hit):
        if word.index != hit.head.index and below.dep not in ("nsubj", "nsubjpass", "agent"):
            yield word


def _path(hit: Hit) -> Iterator[tuple[Word, Word]]:
    """The words over the trigger up to where a clause of its own begins, each with the one below it on the way."""
    here = below = hit.head
    while True:
        yield here, below
        above = hit.tree.head(here)
        if above is None or here.dep not in DEPENDENT or _is_told(hit.tree, here, above):
            return
        here, below = above, here


def _is_told(tree: Tree, clause: Word, above: Word) -> bool:
    """Whether a clause is what somebody says or knows, which stands for itself: "may say that X attacked"."""
    if clause.dep == "conj" and is_verb(clause):
        return bool(tree.children(clause, "nsubj", "nsubjpass"))
    if clause.dep == "ccomp" and clause.index < above.index:
        return True
    if clause.dep == "acl":
        return not any(w.tag == "TO" for w in tree.children(clause, "aux"))
    if clause.dep != "ccomp":
        return False
    return above.lemma not in {
        word for level in (*LEVELS, "refusing", "implicative") for word in phrases("status", level)
    }


def _of_verb(tree: Tree, verb: Word) -> Mood:
    """What a verb's own auxiliaries, conjunction and adverbs say."""
    level, future = None, False
    for auxiliary in tree.auxiliaries(verb):
        word = auxiliary.text.lower()
        if word in phrases("status", "modals"):
            level = "hypothetical"
        elif word in phrases("status", "future"):
            level = level or "planned"
        future = future or word in phrases("status", "future_if_said")
    if _is_conditional(tree, verb):
        level = "hypothetical"
    return Mood(level, future, tree.is_negated([verb]) or _has_no_subject(tree, verb))


def _is_conditional(tree: Tree, verb: Word) -> bool:
    """Whether a verb stands in an if-clause, or in an infinitive that says what something is for."""
    if any(w.text.lower() in words("conditions") for w in tree.children(verb, "mark", "advmod")):
        return True
    aim = any(w.tag == "TO" for w in tree.children(verb, "aux"))
    return aim and verb.dep in ("advcl", "acl", "relcl")


def _has_no_subject(tree: Tree, verb: Word) -> bool:
    """Whether nobody does it: "no troops were sent"."""
    parts = tree.children(verb, "nsubj", "nsubjpass", "dobj")
    return tree.is_negated(parts) or any(w.text.lower() in words("negations") for w in parts)


def _marks(tree: Tree, word: Word) -> list[Word]:
    """Adverbs and adjectives on the trigger itself: "allegedly attacked", "the planned visit"."""
    return tree.children(word, "advmod", "amod")


def _governs(word: Word, below: Word) -> bool:
    """Whether a word is about what stands below it, rather than done by it."""
    if below.dep in ("nsubj", "agent", "nsubjpass"):
        return word.pos == "ADJ"
    return below.dep != "dobj" or word.lemma not in words("addressing")


def _says(speech: Attribution, name: str) -> bool:
    return not set(speech.quote.lower().split()).isdisjoint(phrases("status", name))
