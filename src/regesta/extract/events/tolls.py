"""The figures that count who was harmed in an event.

A figure counts people harmed when it says so itself ("13 dead"), or when a word of harm governs it ("killed 13
people"). It belongs to an event when that word is the trigger, has the trigger as its cause ("the blast killed 13",
"13 died in the blast"), or hangs on the clause of the trigger ("a bomb exploded, killing 13").
"""

from collections.abc import Iterator

from regesta.extract.events.hits import Hit
from regesta.extract.events.scene import Scene
from regesta.extract.events.tree import Tree, is_verb
from regesta.extract.events.words import phrases, words
from regesta.extract.parse import Word
from regesta.spans import Span
from regesta.tables import Figure

__all__ = ["toll"]

CAUSE = frozenset({"nsubj", "nsubjpass", "agent", "pobj", "prep", "conj", "appos", "dobj", "attr", "pcomp"})
"""Relations over which a trigger is what harmed."""

SHARED = frozenset({"advcl", "relcl", "acl", "conj", "xcomp", "prep", "pcomp"})
"""Relations over which a clause of harm tells of the clause above it."""


def toll(hit: Hit) -> list[Figure]:
    """The figures of those harmed in the event, with the parts of those figures."""
    harmed = [f for f in hit.scene.figures if (word := harm_of(hit.scene, f)) and _belongs(hit, word)]
    whole = {figure.figure_id for figure in harmed}
    return [f for f in hit.scene.figures if f.figure_id in whole or f.part_of in whole]


def harm_of(scene: Scene, figure: Figure) -> Word | None:
    """The word of harm that a figure of people hangs on; None when they were not harmed, or the figure is a part."""
    if figure.unit_kind not in ("count", None) or figure.part_of is not None:
        return None
    counted = scene.top(Span(figure.start, figure.end))
    if counted is not None and _is_somebody_elses(scene.tree, counted):
        return None
    if figure.measured_start is not None and figure.measured_end is not None:
        measured = scene.top(Span(figure.measured_start, figure.measured_end))
        if measured is not None and _is_harm(measured):
            return measured
    return next((word for word in _around(scene.tree, counted) if _is_harm(word)), None) if counted else None


def _is_somebody_elses(tree: Tree, counted: Word) -> bool:
    """Whether a figure counts those who did harm ("two officers shot a man"), or describes who was hurt.

    "a father of two" is one man; "the lives of two" are two.
    """
    here: Word | None = counted
    while here is not None and not is_verb(here):
        above = tree.head(here)
        if here.dep == "agent" or above is None:
            return here.dep == "agent"
        if here.dep == "prep" and here.text.lower() in ("by", "of") and not is_verb(above):
            share = above.pos == "NUM" or above.lemma in words("shares") or above.lemma in words("tallies")
            return not (share or _is_harm(above))
        if here.dep == "nsubj" and is_verb(above):
            return not tree.is_passive(above) and bool(tree.undergoers(above)) and above.lemma in words("doing_harm")
        here = above
    return False


def _around(tree: Tree, top: Word) -> Iterator[Word]:
    """The head of a figure, what stands below it, and the words over it as far as its clause goes."""
    yield top
    yield from tree.children(top, "amod", "acl", "relcl")
    here = top
    while (above := tree.head(here)) is not None and here.dep not in ("relcl", "advcl", "ccomp"):
        yield above
        if is_verb(above):
            yield from tree.children(above, "acomp", "oprd", "xcomp", "ccomp")
            return
        yield from tree.children(above, "amod")
        here = above


def _is_harm(word: Word) -> bool:
    return word.text.lower() in phrases("victims", "harm")


def _belongs(hit: Hit, harm: Word) -> bool:
    """Whether a word of harm tells of the event."""
    if harm.index in hit.words:
        return True
    verb = harm if is_verb(harm) else (hit.tree.clause_verb(harm) or harm)
    mine = {hit.head.index, *([hit.clause_verb.index] if hit.clause_verb else [])}
    return harm.head in hit.words or _is_cause(hit, {verb.index, harm.index}) or _hangs_on(hit, verb, mine)


def _is_cause(hit: Hit, harm: set[int]) -> bool:
    """Whether the trigger plays a part in the clause of harm: as its subject, its agent, behind "in"."""
    here = hit.head
    while (here.dep in CAUSE or _is_occasion(hit.tree, here)) and here.head != here.index:
        here = hit.tree.parse.words[here.head]
        if here.index in harm:
            return True
        if is_verb(here) and not _is_occasion(hit.tree, here):
            return False
    return False


def _is_occasion(tree: Tree, verb: Word) -> bool:
    """Whether a clause says when or how something came about: "died when a ferry sank"."""
    if verb.dep != "advcl":
        return False
    return any(w.text.lower() in ("when", "as", "after") for w in tree.children(verb, "mark", "advmod"))


def _hangs_on(hit: Hit, verb: Word, mine: set[int]) -> bool:
    """Whether the clause of harm tells of the trigger's clause: "..., killing 13", "... and 13 were killed"."""
    here = verb
    while here.dep in SHARED and here.head != here.index:
        here = hit.tree.parse.words[here.head]
        if here.index in mine:
            return hit.verbal or here.index == hit.head.index or _may_cause(hit)
    return False


def _may_cause(hit: Hit) -> bool:
    """Whether a noun is what its clause is about, rather than what somebody speaks of in it."""
    verb = hit.clause_verb
    light = verb is not None and verb.lemma in words("happening_verbs")
    above = hit.tree.head(hit.head)
    behind = hit.head.dep == "pobj" and above is not None and above.text.lower() in words("causing")
    return hit.head.dep in ("nsubj", "nsubjpass") or light or behind
