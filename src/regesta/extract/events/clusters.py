"""Mentions of one happening inside a document, put together.

Titles and headings give no event that the body does not tell: a mention in one counts where it joins a group of the
body, by a party, a place or a toll that both name; the first such group, since titles tell what comes first.

Two mentions of one type and milestone belong together when nothing that they say differs (dates, fillers of a role,
sums, realised or not) and they share a key filler, or when the later one points back ("the attack").
An undated mention takes the date of its cluster, or of the event to which its sentence ties it.

A group keeps what all its members agree on, so that a draft is held against the group and not against each member.
Groups are found by labels: the parties and sums that they name, alone and with their date. Only the last `RECENT`
mentions under a label are looked at, so that the work grows with the text and not with its square.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from regesta.extract.events.dates import Dated
from regesta.extract.events.find import Draft
from regesta.tables import Entity

__all__ = ["Group", "grouped"]

KEY_ROLES = ("actor", "recipient")
REALISED = frozenset({"asserted", "reported"})
RECENT = 32
"""Mentions under one label that a new one is held against: one who reads on keeps no more of them in mind."""

Label = tuple[Hashable, ...]
ANY: Label = ()
"""What every mention bears."""


@dataclass(frozen=True, slots=True)
class _Party:
    """One who fills a key role: the labels that it bears, and those of which one is borne by what is the same."""

    is_state: bool
    names: frozenset[Label]
    answers: frozenset[Label]

    @classmethod
    def of(cls, entity: Entity) -> "_Party":
        return cls(entity.kind == "country", _names(entity), _answers(entity))


Pair = tuple[tuple[_Party, ...], tuple[_Party, ...]]
"""Who fills the key roles."""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a draft says, as far as it decides where it belongs.

    `names` and `answers` are those of all its parties; `marks` are its places and tolls, which many happenings share.
    """

    draft: Draft
    pair: Pair
    sums: frozenset[Label]
    names: frozenset[Label]
    answers: frozenset[Label]
    marks: frozenset[Label]

    @classmethod
    def of(cls, draft: Draft) -> "_Profile":
        actors, recipients = (_parties(draft, role) for role in KEY_ROLES)
        parties = [*actors, *recipients]
        figures = [filler.figure for filler in draft.filled("value") if filler.figure]
        sums: frozenset[Label] = frozenset(("sum", str(f.low), str(f.high), str(f.unit)) for f in figures)
        names = sums.union(*(party.names for party in parties))
        answers = sums.union(*(party.answers for party in parties))
        return cls(draft, (actors, recipients), sums, names, answers, _marks(draft))

    @property
    def realised(self) -> bool:
        """Whether it is said to have happened."""
        return self.draft.status in REALISED

    @property
    def plural(self) -> bool:
        """Whether the trigger is a plural."""
        return self.draft.hit.span.of(self.draft.hit.scene.doc.text).lower().endswith("s")

    def keys(self, labels: Iterable[Label]) -> Iterator[Label]:
        """The labels with the type, alone and with the date; marks count with the date only."""
        for label in labels:
            yield (self.draft.type, label)
        if self.draft.date:
            for label in (*labels, *self.marks):
                yield (self.draft.type, label, self.draft.date.first, self.draft.date.last)

    def marked(self) -> Iterator[Label]:
        """The marks with the type."""
        for mark in self.marks:
            yield (self.draft.type, mark)


@dataclass(slots=True)
class Group:
    """Drafts of one happening, in the order of the text, and what they agree on.

    `first` and `last` are the latest first and the earliest last day of the members: what shares a day with each of
    them begins by `last` and ends from `first` on. `ordinal` and `used` number the first and the last member.
    """

    ordinal: int
    realised: bool
    members: list[Draft] = field(default_factory=list)
    used: int = 0
    plural: bool = False
    first: date = date.min
    last: date = date.max
    sums: frozenset[Label] = frozenset()
    pair: Pair = ((), ())

    @property
    def date(self) -> Dated | None:
        """The first date that a member states."""
        stated = [m.date for m in self.members if m.date and m.date.basis not in ("event", "discourse")]
        return next(iter(stated), None)

    def fits(self, new: _Profile) -> bool:
        """Whether a draft that shares a filler, or points back, belongs here."""
        if new.draft.anaphor:
            alike = new.plural == self.plural or new.draft.hit.verbal
        else:
            alike = new.realised == self.realised
        step = self.members[0].milestone == new.draft.milestone
        return (
            alike and step and self._dates_meet(new) and self._sums_meet(new) and _meet(self.pair, new.pair) is not None
        )

    def add(self, new: _Profile, ordinal: int) -> None:
        """Take a draft that fits."""
        self.members.append(new.draft)
        self.used, self.plural = ordinal, new.plural
        if new.draft.date:
            self.first = max(self.first, new.draft.date.first or date.min)
            self.last = min(self.last, new.draft.date.last or date.max)
        self.sums = (self.sums & new.sums) if self.sums and new.sums else (self.sums | new.sums)
        self.pair = _meet(self.pair, new.pair) or new.pair

    def _dates_meet(self, new: _Profile) -> bool:
        stated = new.draft.date
        if stated is None:
            return True
        return (stated.first or date.min) <= self.last and (stated.last or date.max) >= self.first

    def _sums_meet(self, new: _Profile) -> bool:
        return not new.sums or not self.sums or not new.sums.isdisjoint(self.sums)


def grouped(told: Iterable[Draft], headed: Iterable[Draft]) -> list[Group]:
    """The groups of the drafts of a document, in the order of their first members; members get the group's date.

    `told` are those of its body, `headed` those of its titles and headings.
    """
    groups: list[Group] = []
    known: dict[Label, list[Group]] = defaultdict(list)
    for ordinal, draft in enumerate(told):
        new = _Profile.of(draft)
        home = _home(new, known)
        if home is None:
            home = Group(ordinal, new.realised)
            groups.append(home)
        home.add(new, ordinal)
        for key in (*new.keys((ANY, *new.names)), *new.marked()):
            known[key].append(home)
    for draft in headed:
        new = _Profile.of(draft)
        home = _found(new, (*new.keys(new.answers), *new.marked()), known, lambda group: group.ordinal)
        if home is not None:
            home.add(new, home.used)
    for group in groups:
        _share_date(group)
    for member in [member for group in groups for member in group.members]:
        _share_tied(member)
    return groups


def _home(new: _Profile, known: dict[Label, list[Group]]) -> Group | None:
    """The latest group that the draft belongs to; one that does not point back must share a label with it."""
    labels = (ANY, *new.answers) if new.draft.anaphor else new.answers
    return _found(new, new.keys(labels), known, lambda group: -group.used)


def _found(
    new: _Profile, keys: Iterable[Label], known: dict[Label, list[Group]], rank: Callable[[Group], int]
) -> Group | None:
    near = {group.ordinal: group for key in keys for group in known.get(key, ())[-RECENT:]}
    return next((group for group in sorted(near.values(), key=rank) if group.fits(new)), None)


def _marks(draft: Draft) -> frozenset[Label]:
    """The places and tolls that a draft names."""
    places = {("place", f.entity.linked_id or f.entity.quote.lower()) for f in draft.filled("place") if f.entity}
    tolls = {("toll", str(f.figure.low), str(f.figure.high)) for f in draft.filled("victims") if f.figure}
    return frozenset(places | tolls)


def _parties(draft: Draft, role: str) -> tuple[_Party, ...]:
    """Who fills a key role; those who take part together may each be the one or the other."""
    fillers = draft.filled(role) or draft.filled("participant")
    return tuple(_Party.of(filler.entity) for filler in fillers if filler.entity and _is_known(filler.entity))


def _is_known(entity: Entity) -> bool:
    """Whether a mention tells who it is: `rebels` tells nothing, `Chinese troops` only for which state they act."""
    return entity.linked_id is not None or entity.country_basis != "inferred"


def _meet(old: Pair, new: Pair) -> Pair | None:
    """The fillers that two mentions have in common, also when they name the pair in the other order; None if none."""
    straight = _common(old[0], new[0]), _common(old[1], new[1])
    if straight[0] is not None and straight[1] is not None:
        return straight[0], straight[1]
    if not (new[0] and new[1] and old[0] and old[1]):
        return None
    swapped = _common(old[0], new[1]), _common(old[1], new[0])
    return (swapped[0], swapped[1]) if swapped[0] is not None and swapped[1] is not None else None


def _common(old: Sequence[_Party], new: Sequence[_Party]) -> tuple[_Party, ...] | None:
    """Those of two fillings of one role that are the same; the other one where one says nothing; None if none are."""
    if not old or not new:
        return tuple(old or new)
    same = {_narrower(a, b): None for a in old for b in new if not a.names.isdisjoint(b.answers)}
    return tuple(same) or None


def _narrower(left: _Party, right: _Party) -> _Party:
    """The one who acts for a state rather than the state."""
    return right if left.is_state else left


def _names(entity: Entity) -> frozenset[Label]:
    """The labels that a mention bears: whom it links to, the state that it is or acts for, its words."""
    words = entity.quote.lower()
    if not entity.linked_id:
        return frozenset({("unlinked", words)} | ({("acts for", entity.country)} if entity.country else set()))
    bond = "state" if entity.kind == "country" else "acts for"
    return frozenset({("is", entity.linked_id), ("linked", words), (bond, entity.country or entity.linked_id)})


def _answers(entity: Entity) -> frozenset[Label]:
    """The labels of which one must be borne by what is the same party.

    A state is the same as who acts for it; two who act for one state are not the same.
    """
    words = entity.quote.lower()
    if not entity.linked_id:
        return frozenset(
            {("unlinked", words), ("linked", words), *([("state", entity.country)] if entity.country else ())}
        )
    own: set[Label] = {("is", entity.linked_id), ("unlinked", words)}
    if entity.country:
        own |= {("state", entity.country)}
        own |= {("acts for", entity.country)} if entity.kind == "country" else set()
    return frozenset(own)


def _share_date(group: Group) -> None:
    known = group.date
    if known is None:
        return
    for member in group.members:
        if not member.unread and (member.date is None or member.date.basis == "discourse"):
            member.date = replace(known, basis="event")


def _share_tied(member: Draft) -> None:
    """Give an undated mention the date that it has from another event of its sentence."""
    if member.tie is None or (member.date is not None and member.date.basis != "discourse"):
        return
    other, tie = member.tie
    if other.date is not None and other.date.basis != "discourse":
        member.date = tie.dated(other.date) or member.date
