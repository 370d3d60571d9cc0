"""The slots of a trigger filled, role by role, as its rule asks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regesta.extract.events.anaphora import Mention
from regesta.extract.events.places import PLACES, places
from regesta.extract.events.rules import ACTING
from regesta.extract.events.slots import Hit, mentions_at
from regesta.extract.events.words import cues, words
from regesta.spans import Span
from regesta.tables import Entity, Figure

__all__ = ["PAIR_ROLES", "Filler", "fill"]

PAIR_ROLES = ("actor", "recipient")
HARM_REACH = 3
"""Tokens beside a figure in which a word of harm says what it counts, when the figure itself does not."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: a span and the row behind it."""

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
    out = [filler for role, span in hit.groups for filler in _group(hit, role, span)]
    for role, positions in hit.trigger.slots.items():
        if any(filler.role == role for filler in out):
            continue
        for position in positions:
            found = _distinct(f for f in _at(hit, role, position) if not _taken(f, out))
            if found:
                out += found
                break
    return out


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


def _group(hit: Hit, role: str, span: Span) -> Iterator[Filler]:
    """The mention that a named group of the pattern matched."""
    for token in hit.scene.between(span.start, span.end):
        if token.mention:
            yield from _fillers(role, [token.mention])


def _at(hit: Hit, role: str, position: str) -> list[Filler]:
    kinds = tuple(hit.trigger.kinds.get(role, ACTING))
    if position == "place":
        return list(_fillers(role, [m for m in places(hit) if m.kind in hit.trigger.kinds.get(role, PLACES)]))
    if position == "money":
        return _worth(hit, role)
    if position == "toll":
        return [Filler(role, Span(f.start, f.end), figure=f) for f in _toll(hit)]
    if position == "partner":
        return [Filler(role, hit.partner)] if hit.partner else []
    found = list(_fillers(role, mentions_at(hit, position, kinds)))
    return _shared(found) if position == "pair" else found


def _fillers(role: str, found: Iterable[Mention]) -> Iterator[Filler]:
    for mention in found:
        for entity in mention.entities:
            yield Filler(role, mention.span, entity)


def _shared(found: Sequence[Filler]) -> list[Filler]:
    """Two that do something together are its actor and recipient; any further one takes part.

    Where one word stands for all of them ("the two states"), nobody is the one or the other: each takes part.
    """
    if len({filler.span for filler in found}) == 1:
        return [Filler("participant", filler.span, filler.entity) for filler in found]
    roles = [*PAIR_ROLES, *["participant"] * len(found)]
    return [Filler(role, filler.span, filler.entity) for role, filler in zip(roles, found, strict=False)]


def _worth(hit: Hit, role: str) -> list[Filler]:
    """The sum of money nearest to the trigger in its clause."""
    clause = hit.scene.clause(hit.extent)
    sums = [
        figure
        for figure in hit.scene.figures
        if figure.unit_kind == "currency" and clause.covers(Span(figure.start, figure.end))
    ]
    nearest = min(sums, key=lambda f: (abs(f.start - hit.extent.end), f.start), default=None)
    return [Filler(role, Span(nearest.start, nearest.end), figure=nearest)] if nearest else []


def _toll(hit: Hit) -> list[Figure]:
    """The figures of the sentence that count people harmed, with the parts of those figures."""
    harmed = [figure for figure in hit.scene.figures if _counts_harmed(hit, figure)]
    whole = {figure.figure_id for figure in harmed}
    return [f for f in hit.scene.figures if f.figure_id in whole or f.part_of in whole]


def _counts_harmed(hit: Hit, figure: Figure) -> bool:
    if figure.unit_kind not in ("count", None):
        return False
    if figure.measured:
        return _harm(figure.measured)
    scene = hit.scene
    left, right = scene.last_before(figure.start) + 1, scene.first_at(figure.end)
    before = [token.word for token in scene.tokens[max(0, left - HARM_REACH) : left]]
    after = [token.word for token in scene.tokens[right : right + HARM_REACH]]
    return any(_harm(" ".join(near)) for near in (before, after) if not words("prepositions").intersection(near))


def _harm(text: str) -> bool:
    return not set(re.findall(r"[a-z]+", text.lower())).isdisjoint(cues("victims", "harm"))
