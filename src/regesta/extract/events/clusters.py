"""Mentions of one happening inside a document, put together.

Two mentions of one type belong together when nothing that they say differs (dates, fillers of a role, sums, realised
or not) and they share a key filler, or when the later one points back ("the attack"). An undated mention takes the
date of its cluster.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from regesta.extract.events.dates import Dated
from regesta.extract.events.fill import Filler
from regesta.extract.events.find import Draft
from regesta.tables import Entity

__all__ = ["Group", "grouped"]

KEY_ROLES = ("actor", "recipient")
REALISED = frozenset({"asserted", "reported"})


@dataclass(slots=True)
class Group:
    """Drafts of one happening, in the order of the text."""

    members: list[Draft] = field(default_factory=list)

    @property
    def date(self) -> Dated | None:
        """The first date that a member states."""
        return next((m.date for m in self.members if m.date and m.date.basis != "event"), None)


def grouped(found: Iterable[Draft]) -> list[Group]:
    """The groups of the drafts of a document, in the order of their first members; members get the group's date."""
    groups: list[Group] = []
    for draft in found:
        home = _home(draft, groups)
        if home is None:
            groups.append(Group([draft]))
        else:
            home.members.append(draft)
    for group in groups:
        _share_date(group)
    return groups


def _home(draft: Draft, groups: Sequence[Group]) -> Group | None:
    """The latest group that the draft belongs to."""
    for group in sorted(groups, key=lambda g: g.members[-1].hit.span, reverse=True):
        if group.members[0].type == draft.type and _fits(draft, group):
            return group
    return None


def _fits(draft: Draft, group: Group) -> bool:
    if not all(_compatible(draft, member) for member in group.members):
        return False
    if draft.anaphor:
        return _plural(draft) == _plural(group.members[-1]) or draft.hit.verbal
    same_mode = (draft.status in REALISED) == (group.members[0].status in REALISED)
    return same_mode and any(_shares(draft, member) for member in group.members)


def _compatible(draft: Draft, member: Draft) -> bool:
    if draft.date and member.date and (draft.date.first > member.date.last or member.date.first > draft.date.last):
        return False
    if _sums(draft) and _sums(member) and _sums(draft).isdisjoint(_sums(member)):
        return False
    return all(_agree(draft.filled(role), member.filled(role)) for role in KEY_ROLES) or _swapped(draft, member)


def _agree(left: Sequence[Filler], right: Sequence[Filler]) -> bool:
    return not left or not right or any(_same(a.entity, b.entity) for a in left for b in right)


def _swapped(draft: Draft, member: Draft) -> bool:
    """Whether the two name the same pair in the other order."""
    actor, recipient = (draft.filled(role) for role in KEY_ROLES)
    return bool(actor and recipient) and all(
        _agree(mine, member.filled(role)) and member.filled(role)
        for mine, role in ((actor, "recipient"), (recipient, "actor"))
    )


def _shares(draft: Draft, member: Draft) -> bool:
    return any(_same(a.entity, b.entity) for a in draft.filled(*KEY_ROLES) for b in member.filled(*KEY_ROLES)) or bool(
        _sums(draft) & _sums(member)
    )


def _same(left: Entity | None, right: Entity | None) -> bool:
    if left is None or right is None:
        return False
    if left.linked_id and right.linked_id:
        acts_for = "country" in (left.kind, right.kind) and left.country is not None and left.country == right.country
        return left.linked_id == right.linked_id or acts_for
    return left.quote.lower() == right.quote.lower()


def _sums(draft: Draft) -> frozenset[tuple[str, str, str]]:
    figures = [filler.figure for filler in draft.filled("value") if filler.figure]
    return frozenset((str(f.low), str(f.high), str(f.unit)) for f in figures)


def _plural(draft: Draft) -> bool:
    return draft.hit.span.of(draft.hit.scene.doc.text).lower().endswith("s")


def _share_date(group: Group) -> None:
    known = group.date
    if known is None:
        return
    for member in group.members:
        if member.date is None:
            member.date = replace(known, basis="event")
