"""The slots of a trigger, role by role, filled from the tree as its rule asks.

A position is a place in the tree: `subject` (who does it, in the active and the passive, inherited over "and signed",
"by signing", "urged X to sign"), `object` (to whom it is done), a preposition (`of`, `with` ...), `between` (X and Y),
`possessive` (X's fall), `modifier` (Chinese aid), `pair` (two that do it together), `partner` (the second part of a
two-part trigger), `place`, `money`, `toll`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from regesta.extract.events.hits import Hit
from regesta.extract.events.named import Named, each_once, is_somebody, names_in, phrase
from regesta.extract.events.rules import ACTING, STATES
from regesta.extract.events.tolls import toll
from regesta.extract.events.words import words
from regesta.extract.parse import Word
from regesta.spans import Span
from regesta.tables import Entity, Figure

__all__ = ["PAIR_ROLES", "PLACES", "Filler", "fill"]

PAIR_ROLES = ("actor", "recipient")
PLACES = ("country", "capital", "division", "place")
"""Kinds of mention that can be where something happens."""

NARROW = ("division", "place", "capital")
"""Those of them that beside a noun tell where, not who: "the Kabul bombing", not "the Kenyan attack"."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: a span and the row behind it; neither entity nor figure for somebody without a name."""

    role: str
    span: Span
    entity: Entity | None = None
    figure: Figure | None = None

    @property
    def antecedent(self) -> Span | None:
        """Where the entity is named, when the span only stands for it ("he", "them")."""
        if self.entity is None or (self.entity.start, self.entity.end) == (self.span.start, self.span.end):
            return None
        return Span(self.entity.start, self.entity.end)


def fill(hit: Hit) -> list[Filler]:
    """The fillers of a hit, in the order of its roles. An entity fills one slot; a slot may have several fillers."""
    out: list[Filler] = []
    rule, heading = hit.trigger.rule, hit.trigger.type.heading
    for role, positions in {**heading.slots, **rule.slots}.items():
        if any(filler.role == role for filler in out):
            continue
        kinds = _kinds(rule.kinds.get(role) or heading.kinds.get(role) or (PLACES if role == "place" else ACTING))
        for position in positions:
            found = _distinct(f for f in _at(hit, role, position, kinds) if not _taken(f, out))
            if found:
                out += found
                break
    return out


def _kinds(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(k for kind in given for k in (STATES if kind == "state" else (kind,)))


def _distinct(found: Iterable[Filler]) -> list[Filler]:
    """The fillers without a second mention of the same linked entity."""
    out: dict[object, Filler] = {}
    for filler in found:
        linked = filler.entity.linked_id if filler.entity else None
        out.setdefault((filler.role, linked) if linked else filler.span, filler)
    return list(out.values())


def _taken(new: Filler, others: Iterable[Filler]) -> bool:
    """Whether a filler is there already, or is the other party of the event under another word ("Khan", "him")."""
    return any(
        (new.span, new.entity) == (other.span, other.entity)
        or (new.role in PAIR_ROLES and other.role in PAIR_ROLES and _same_person(new.entity, other.entity))
        for other in others
    )


def _same_person(left: Entity | None, right: Entity | None) -> bool:
    if left is None or right is None or left.kind != "person":
        return False
    return left.linked_id is not None and left.linked_id == right.linked_id


def _at(hit: Hit, role: str, position: str, kinds: Sequence[str]) -> list[Filler]:
    if position == "money":
        return _worth(hit, role)
    if position == "toll":
        return [Filler(role, Span(f.start, f.end), figure=f) for f in toll(hit)]
    if position == "partner":
        return [Filler(role, hit.partner.span)] if hit.partner else []
    if position == "place":
        return list(_fillers(role, _places(hit, kinds)))
    itself = role in (*hit.trigger.rule.itself, *hit.trigger.type.heading.itself)
    if position == "pair":
        return _shared(_fillers(role, _pair(hit, kinds)))
    found = (name for word in _heads(hit, position) for name in names_in(hit, word, kinds, itself=itself))
    return list(_fillers(role, found))


def _fillers(role: str, found: Iterable[Named]) -> Iterator[Filler]:
    for name in found:
        for entity in name.entities:
            yield Filler(role, name.span, entity)
        if not name.entities:
            yield Filler(role, name.span)


def _shared(found: Iterable[Filler]) -> list[Filler]:
    """Two that do something together are its actor and recipient; any further one takes part.

    Where one word stands for all of them ("the two states"), nobody is the one or the other: each takes part.
    """
    fillers = list(found)
    if len({filler.span for filler in fillers}) == 1:
        return [Filler("participant", filler.span, filler.entity) for filler in fillers]
    roles = [*PAIR_ROLES, *["participant"] * len(fillers)]
    return [Filler(role, filler.span, filler.entity) for role, filler in zip(roles, fillers, strict=False)]


def _heads(hit: Hit, position: str) -> Iterable[Word]:
    """The heads of the phrases in a position."""
    return POSITIONS[position](hit) if position in POSITIONS else _behind(hit, position)


def _subject(hit: Hit) -> list[Word]:
    """Who does it; of a noun, who does what the verb over it says ("Japan imposed sanctions")."""
    tree, verb, above = hit.tree, hit.clause_verb, hit.tree.head(hit.head)
    if hit.trigger.pos == "adjective":
        return [s for v in (hit.head, above) if v and (s := tree.subject(v))][:1]
    meanwhile = hit.head.dep == "pobj" and above is not None and above.text.lower() in words("meanwhile")
    governed = hit.verbal or hit.head.dep in ("dobj", "attr", "nsubjpass") or meanwhile
    return tree.doers(verb) if verb and governed else []


def _object(hit: Hit) -> list[Word]:
    found = hit.tree.undergoers(hit.head) if hit.verbal else list(hit.tree.objects_of(hit.head, "of"))
    return [word for word in found if word.index not in hit.words]


def _possessive(hit: Hit) -> list[Word]:
    """X in "X's sudden fall", "the beginning of X's rule", "his ouster"."""
    return [w for each in _parts(hit) for w in hit.tree.children(each, "poss")]


def _modifier(hit: Hit) -> list[Word]:
    """X in "Chinese military aid", "the X regime's recognition"."""
    return [
        w
        for each in _parts(hit)
        for w in hit.tree.children(each, "amod", "compound", "nmod", "poss")
        if w.index not in hit.words and (w.index in hit.scene.mentions or w.pos == "NOUN") and w.lemma != "terrorist"
    ]


def _parts(hit: Hit) -> list[Word]:
    return [hit.head, hit.partner] if hit.partner else [hit.head]


def _behind(hit: Hit, preposition: str) -> list[Word]:
    """What stands behind a preposition: on the trigger, on its partner, or elsewhere in the clause."""
    tree = hit.tree
    direct = [w for each in (*hit.particles, *_parts(hit)) for w in _objects(hit, each, preposition)]
    if direct or preposition == "of":
        return direct
    for top in (*_parts(hit), *_hosts(hit)):
        found = [
            pobj
            for word in tree.within_clause(top)
            if word.text.lower() == preposition
            and word.index not in hit.words
            and word.dep in ("prep", "agent", "dative")
            for pobj in tree.children(word, "pobj")
        ]
        if found:
            return found[:1]
    return []


def _objects(hit: Hit, word: Word, preposition: str) -> Iterator[Word]:
    """The words behind a preposition that hangs on a word of the trigger, or is one."""
    if word.text.lower() == preposition and word.dep in ("prep", "agent"):
        yield from hit.tree.children(word, "pobj")
    yield from (w for w in hit.tree.objects_of(word, preposition) if w.index not in hit.words)


def _hosts(hit: Hit) -> list[Word]:
    """The verb of which a noun is subject or object: "the talks were held with China"."""
    verb = hit.clause_verb
    direct = hit.head.dep in ("nsubj", "nsubjpass", "dobj", "attr")
    return [verb] if verb is not None and verb is not hit.head and direct else []


def _bound(hit: Hit) -> list[Word]:
    """Who must do what the trigger says: "said that X must leave"."""
    clauses = hit.tree.children(hit.head, "ccomp")
    subjects = [w for clause in clauses for w in hit.tree.children(clause, "nsubj", "nsubjpass")]
    return [word for word in subjects if word.pos != "PRON"]


POSITIONS: dict[str, Callable[[Hit], Iterable[Word]]] = {
    "subject": _subject,
    "object": _object,
    "possessive": _possessive,
    "modifier": _modifier,
    "bound": _bound,
}


def _pair(hit: Hit, kinds: Sequence[str]) -> list[Named]:
    """Two or more that do something together, from the first position that holds them."""
    for heads in (_behind(hit, "between"), _subject(hit), _possessive(hit), _modifier(hit)):
        found = each_once(name for word in heads for name in names_in(hit, word, kinds))
        if sum(max(1, len(name.entities)) for name in found) > 1:
            return found
    return []


def _places(hit: Hit, kinds: Sequence[str]) -> list[Named]:
    """The places behind "in", "at", "near" ... on the trigger, else on the verb over it, with those they lie in."""
    verbs = _hosts(hit)
    shared = [w for verb in (verbs or [hit.head]) for w in hit.tree.children(verb, "conj") if hit.tree.subject(w)]
    for top in (hit.head, *verbs, *shared):
        words_ = hit.tree.within_clause(top, participles=top in shared)
        found = [name for word in words_ for name in _place(hit, word, kinds)]
        if found:
            return each_once(found)
    struck = [w for verb in verbs if verb.lemma in words("striking_verbs") for w in hit.tree.undergoers(verb)]
    beside = [(word, PLACES) for word in struck] + [(word, NARROW) for word in _modifier(hit)]
    return [
        Named.by(mention)
        for word, allowed in beside
        if (mention := hit.scene.mentions.get(word.index)) and mention.kind in allowed and mention.kind in kinds
    ]


def _place(hit: Hit, word: Word, kinds: Sequence[str]) -> Iterator[Named]:
    """The places that stand behind a preposition of place."""
    preposition = word.text.lower()
    if word.dep not in ("prep", "prt", "advmod") or preposition not in (*words("places"), "on"):
        return
    wanted = ("place",) if preposition == "on" else kinds
    for pobj in hit.tree.children(word, "pobj"):
        inside = [hit.scene.mentions.get(each.index) for each in hit.tree.within_clause(pobj)]
        named = [Named.by(m) for m in inside if m is not None and m.kind in wanted and not m.anaphoric]
        yield from named
        if not named and "place" in kinds and preposition != "on" and _is_place(hit, pobj):
            yield Named(phrase(hit, pobj), "place")


def _is_place(hit: Hit, word: Word) -> bool:
    """Whether a phrase without a known name tells where: "in the market", "at Konna"."""
    if word.index in hit.scene.mentions:
        return False
    return word.lemma in words("target") or (word.pos == "PROPN" and is_somebody(hit, word))


def _worth(hit: Hit, role: str) -> list[Filler]:
    """The sum of money in the clause that is nearest behind the trigger."""
    inside = {w.index for top in (hit.head, *_hosts(hit)) for w in hit.tree.within_clause(top)}
    if hit.partner is not None:
        inside |= {w.index for w in hit.tree.parse.subtree(hit.partner)}
    sums = [f for f in hit.scene.figures if f.unit_kind == "currency" and _within(hit, f, inside)]
    nearest = min(sums, key=lambda f: (abs(f.start - hit.span.end), f.start), default=None)
    return [Filler(role, Span(nearest.start, nearest.end), figure=nearest)] if nearest else []


def _within(hit: Hit, figure: Figure, inside: set[int]) -> bool:
    top = hit.scene.top(Span(figure.start, figure.end))
    return top is not None and top.index in inside
