"""Which happenings of different documents are one.

A happening is a cluster of mentions inside one document; what it is depends on that document alone. Two of them join
when they are of one family, their dates can be the same, and what they share (place, party, object, country) weighs
enough. Joining is greedy, best pair first, and a group never holds two happenings of one document or two dates that
exclude each other: to join too much is the worse error. What happens only once for its parties (the recognition of a
state) joins by its parties, so that its dates can be compared.

Blocking: only happenings that share family and a feature, with dates that overlap, are scored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from regesta.compare.reading import PARTIES, Reading, state_of
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Cluster, Entity, Event, Merge

__all__ = ["THRESHOLD", "Happening", "happenings", "join", "members"]

THRESHOLD = Decimal(3)
WEIGHTS = {"place": Decimal("1.5"), "party": Decimal(1), "object": Decimal(1)}
SAME_DAY, SAME_MONTH, SAME_COUNTRY, OTHER_PLACE = Decimal(2), Decimal(1), Decimal(1), Decimal(-1)
MONTH = 31
"""Days."""

REALISED = ("asserted", "reported")
ROLES = {**dict.fromkeys(PARTIES, "party"), "place": "place", "object": "object"}
Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Happening:
    """A cluster of mentions inside one document, with what it can be recognised by.

    `family` also holds whether it is said to have happened; `once` names a happening of which there is only one.
    """

    cluster_id: str
    doc_id: str
    family: str
    once: str | None
    days: tuple[date, date] | None
    features: frozenset[Feature]


def happenings(reading: Reading) -> list[Happening]:
    """The happenings of one document, by cluster id."""
    mentions: dict[str, list[Event]] = defaultdict(list)
    for event in reading.events:
        mentions[event.cluster_id].append(event)
    return [_happening(reading, cluster, events) for cluster, events in sorted(mentions.items())]


def join(found: Iterable[Happening]) -> tuple[dict[str, str], list[Merge]]:
    """The cluster over all documents of each cluster inside one, and the pairs that were joined, with reasons."""
    known = {happening.cluster_id: happening for happening in found}
    candidates = sorted(_candidates(sorted(known.values(), key=lambda h: h.cluster_id)), key=_best_first)
    group = {key: [happening] for key, happening in known.items()}
    for merge in candidates:
        left, right = group[merge.left_id], group[merge.right_id]
        if left is not right and _may_join(left, right):
            joined = left + right
            group.update((happening.cluster_id, joined) for happening in joined)
    of = {key: min(happening.cluster_id for happening in held) for key, held in group.items()}
    return of, [merge for merge in candidates if of[merge.left_id] == of[merge.right_id]]


def members(reading: Reading, of: dict[str, str]) -> Iterator[Cluster]:
    """The mentions of a document as members of the clusters over all documents."""
    for event in reading.events:
        yield Cluster(cluster_id=of[event.cluster_id], event_id=event.event_id, doc_id=event.doc_id)


def _happening(reading: Reading, cluster: str, events: Sequence[Event]) -> Happening:
    realised = "realised" if events[0].status in REALISED else "not realised"
    return Happening(
        cluster_id=cluster,
        doc_id=events[0].doc_id,
        family=f"{vocabulary().family(events[0].type)} {realised}",
        once=next((key for event in events if (key := _once(reading, event))), None),
        days=_days(events),
        features=frozenset(feature for event in events for feature in _features(reading, event)),
    )


def _once(reading: Reading, event: Event) -> str | None:
    kind = vocabulary().once.get(event.type)
    if kind == "pair":
        pair = reading.pair_of(event)
        return pair and " ".join((event.type, *pair, reading.side(event) or ""))
    if kind == "state":
        states = reading.parties(event, (*PARTIES, "object")) or reading.parties(event, ("place",))
        return f"{event.type} {states[0]}" if len(states) == 1 else None
    return None


def _days(events: Sequence[Event]) -> tuple[date, date] | None:
    """The narrowest date that a mention gives; the earliest of equals."""
    dated = [(e.first, e.last) for e in events if e.first and e.last]
    return min(dated, key=lambda days: (days[1] - days[0], days[0]), default=None)


def _features(reading: Reading, event: Event) -> Iterator[Feature]:
    filled: dict[str, str] = {a.entity_id: a.role for a in reading.arguments.get(event.event_id, []) if a.entity_id}
    for entity in reading.entities:
        kind = ROLES.get(filled.get(entity.entity_id, ""))
        if kind is None:
            continue
        if state := state_of(entity):
            yield "country", state
        if kind != "place" or entity.kind != "country":
            yield kind, _name(entity)


def _name(entity: Entity) -> str:
    return entity.linked_id or entity.quote.casefold()


def _candidates(found: Sequence[Happening]) -> Iterator[Merge]:
    """Every pair that weighs enough, once, the smaller id left."""
    blocks: dict[tuple[str, ...], list[Happening]] = defaultdict(list)
    for happening in found:
        if happening.once:
            blocks["once", happening.once].append(happening)
        elif happening.days:
            for feature in sorted(happening.features):
                blocks[happening.family, *feature].append(happening)
    pairs: dict[tuple[str, str], Merge] = {}
    for key, block in sorted(blocks.items()):
        for left, right in combinations(block, 2) if key[0] == "once" else _overlapping(block):
            low, high = sorted((left.cluster_id, right.cluster_id))
            if (low, high) not in pairs and (merge := _scored(left, right, low, high)):
                pairs[low, high] = merge
    yield from pairs.values()


def _overlapping(block: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """The pairs of a block whose dates overlap, by a sweep over first days."""
    active: list[Happening] = []
    for happening in sorted((h for h in block if h.days), key=lambda h: (h.days or (), h.cluster_id)):
        active = [other for other in active if _same_days(other, happening)]
        yield from ((other, happening) for other in active if other.doc_id != happening.doc_id)
        active.append(happening)


def _scored(left: Happening, right: Happening, low: str, high: str) -> Merge | None:
    if left.once:
        return Merge(left_id=low, right_id=high, score=THRESHOLD, reasons=[f"happens once: {left.once.strip()}"])
    reasons = [*_shared_days(left, right), *_shared_features(left, right)]
    score = sum((weight for weight, _ in reasons), Decimal(0))
    if score < THRESHOLD:
        return None
    return Merge(left_id=low, right_id=high, score=score, reasons=[reason for _, reason in reasons])


def _shared_days(left: Happening, right: Happening) -> Iterator[tuple[Decimal, str]]:
    if left.days and right.days:
        width = max((last - first).days + 1 for first, last in (left.days, right.days))
        if width == 1:
            yield SAME_DAY, f"same day: {left.days[0]}"
        elif width <= MONTH:
            yield SAME_MONTH, f"overlapping days of one month: {max(left.days[0], right.days[0])}"


def _shared_features(left: Happening, right: Happening) -> Iterator[tuple[Decimal, str]]:
    """What both name; a country only where they share nothing finer, and another place weighs against."""
    shared = sorted(left.features & right.features)
    finer = [feature for feature in shared if feature[0] != "country"]
    for kind, name in finer:
        yield WEIGHTS[kind], f"same {kind}: {name}"
    if shared and not finer:
        yield SAME_COUNTRY, f"same country: {shared[0][1]}"
    placed = [{name for kind, name in h.features if kind == "place"} for h in (left, right)]
    if all(placed) and placed[0].isdisjoint(placed[1]):
        yield OTHER_PLACE, f"other place: {min(placed[0])}, {min(placed[1])}"


def _may_join(left: Sequence[Happening], right: Sequence[Happening]) -> bool:
    """Whether no two of the one and the other group exclude each other."""
    if left[0].once:
        return True
    return all(a.doc_id != b.doc_id and _same_days(a, b) for a in left for b in right)


def _same_days(left: Happening, right: Happening) -> bool:
    return bool(left.days and right.days and left.days[0] <= right.days[1] and right.days[0] <= left.days[1])


def _best_first(merge: Merge) -> tuple[Decimal, str, str]:
    return -merge.score, merge.left_id, merge.right_id
