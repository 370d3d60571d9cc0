"""Which happenings of different documents are one.

A happening is a cluster of mentions inside one document; what it is depends on that document alone. Two of them join
when they are of one family and what they share weighs enough: the day, the place, the parties, the object, a figure,
the incident that their documents report, the places around them. To join too much is the worse error, so joining is
greedy, best pair first, and a group never holds two happenings of one document or two that exclude each other by their
days. Two cases need no common day, so that their dates can be compared: what happens only once for its parties (the
recognition of a state), and what they do so seldom that two within some weeks are one (the fall of a government).

Blocking: only happenings that share family and a feature, with days that are near, are scored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from regesta.compare.reading import PARTIES, Reading, state_of
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Cluster, Entity, Event, Merge, decimal_text

__all__ = ["THRESHOLD", "Happening", "happenings", "join", "members"]

THRESHOLD = Decimal(3)
WEIGHTS = {
    "place": Decimal("1.5"),
    "party": Decimal(1),
    "object": Decimal(1),
    "figure": Decimal(1),
    "incident": Decimal(1),
    "setting": Decimal(1),
    "country": Decimal(1),
}
SAME_DAY, SAME_MONTH, NEAR_DAYS, OTHER_PLACE, SUBJECT = Decimal(2), Decimal(1), Decimal(1), Decimal(-2), Decimal(1)
NEAR, FEW, MONTH = 2, 3, 31
"""Days: between happenings whose dates nearly fit, of a date that says nearly a day, and one that says a month."""

TELLING = 10
"""Smaller numbers are shared by chance."""

LEAD = 250
"""Characters at the beginning of a document that say where its happenings are."""

REALISED = ("asserted", "reported", "alleged")
ROLES = {**dict.fromkeys(PARTIES, "party"), "place": "place", "object": "object"}
ONCE_EACH = ("setting", "country")
"""Kinds of features that count once, however many are shared, and only where no place is."""

Feature = tuple[str, str]
Related = frozenset[tuple[str, str]]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Happening:
    """A cluster of mentions inside one document, with what it can be recognised by.

    `family` also holds whether it is said to have happened; `once` names a happening of which there is only one,
    `seldom` one of which there is one in so many days.
    """

    cluster_id: str
    doc_id: str
    family: str
    once: str | None
    seldom: tuple[str, int] | None
    days: Days | None
    features: frozenset[Feature]


def happenings(reading: Reading, claims: Iterable[Claim], incident: str) -> list[Happening]:
    """The happenings of one document, by cluster id; `claims` are those of the document."""
    mentions: dict[str, list[Event]] = defaultdict(list)
    for event in reading.events:
        mentions[event.cluster_id].append(event)
    figures: dict[str, set[Feature]] = defaultdict(set)
    for claim in claims:
        if claim.scope is None and claim.low is not None and claim.low == claim.high and claim.low >= TELLING:
            figures[claim.subject].add(("figure", f"{claim.property} {decimal_text(claim.low)}"))
    around = {("setting", name) for name in _places(reading, 0, LEAD)} | {("incident", incident)}
    return [
        _happening(reading, cluster, events, frozenset(figures[f"event:{cluster}"]), frozenset(around))
        for cluster, events in sorted(mentions.items())
    ]


def join(found: Iterable[Happening], related: Related = frozenset()) -> tuple[dict[str, str], list[Merge]]:
    """The cluster over all documents of each cluster inside one, and the pairs that were joined, with reasons.

    `related` are the pairs of documents that are about one subject.
    """
    known = {happening.cluster_id: happening for happening in found}
    candidates = sorted(_candidates(sorted(known.values(), key=lambda h: h.cluster_id), related), key=_best_first)
    group = {key: [happening] for key, happening in known.items()}
    for merge in candidates:
        left, right = group[merge.left_id], group[merge.right_id]
        if left is not right and _may_join(left, right):
            joined = left + right
            group.update((happening.cluster_id, joined) for happening in joined)
    of = {key: min(happening.cluster_id for happening in held) for key, held in group.items()}
    return of, [merge for merge in candidates if of[merge.left_id] == of[merge.right_id]]


def members(reading: Reading, of: Mapping[str, str]) -> Iterator[Cluster]:
    """The mentions of a document as members of the clusters over all documents."""
    for event in reading.events:
        yield Cluster(cluster_id=of[event.cluster_id], event_id=event.event_id, doc_id=event.doc_id)


def _happening(
    reading: Reading, cluster: str, events: Sequence[Event], figures: frozenset[Feature], around: frozenset[Feature]
) -> Happening:
    family = vocabulary().family(events[0].type)
    realised = "realised" if events[0].status in REALISED else "not realised"
    own = {feature for event in events for feature in _features(reading, event)}
    if family in vocabulary().words.salient:
        own |= around | {("setting", name) for event in events for name in _beside(reading, event)}
    return Happening(
        cluster_id=cluster,
        doc_id=events[0].doc_id,
        family=f"{family} {realised}",
        once=next((key for event in events if (key := _once(reading, event))), None),
        seldom=next((rule for event in events if (rule := _seldom(reading, event))), None),
        days=_days(events),
        features=figures | own,
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


def _seldom(reading: Reading, event: Event) -> tuple[str, int] | None:
    rule = vocabulary().seldom.get(event.type)
    if rule is None or event.status not in REALISED:
        return None
    if rule.of == "pair":
        named = reading.parties(event, PARTIES) or reading.pair_of(event) or _parties_before(reading, event)
        return (" ".join((event.type, *named)), rule.days) if len(named) == len(("one", "other")) else None
    people = {e.linked_id or e.quote.casefold() for e in reading.fillers(event, PARTIES) if e.kind == "person"}
    return (f"{event.type} {min(people)}", rule.days) if len(people) == 1 else None


def _parties_before(reading: Reading, event: Event) -> list[str]:
    """The pair of states that the text told of last before an event that names nobody: "the agreement took effect"."""
    pairs = [event_type for event_type, rule in vocabulary().seldom.items() if rule.of == "pair"]
    before = [e for e in reading.events if e.type in pairs and e.start < event.start and e.status in REALISED]
    named = [reading.parties(earlier, PARTIES) for earlier in sorted(before, key=lambda e: e.start)]
    return next((states for states in reversed(named) if len(states) == len(("one", "other"))), [])


def _days(events: Sequence[Event]) -> Days | None:
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


def _beside(reading: Reading, event: Event) -> Iterator[str]:
    sentence = reading.sentence(event.start)
    if sentence:
        yield from _places(reading, sentence.start, sentence.end)


def _places(reading: Reading, start: int, end: int) -> Iterator[str]:
    """The places named between two characters, but for that of a dateline: from there it is only reported."""
    for entity in reading.entities:
        inside = start <= entity.start and entity.end <= end
        if inside and entity.kind in ("place", "division") and not _from_there(reading, entity):
            yield _name(entity)


def _from_there(reading: Reading, entity: Entity) -> bool:
    return any(dateline.start <= entity.start < dateline.end for dateline in reading.datelines)


def _name(entity: Entity) -> str:
    return entity.linked_id or entity.quote.casefold()


def _candidates(found: Sequence[Happening], related: Related) -> Iterator[Merge]:
    """Every pair that weighs enough, once, the smaller id left."""
    blocks: dict[tuple[str, ...], list[Happening]] = defaultdict(list)
    for happening in found:
        for key in _keys(happening):
            blocks[key].append(happening)
    pairs: dict[tuple[str, str], Merge] = {}
    for key, block in sorted(blocks.items()):
        for left, right in _PAIRS.get(key[0], _near)(block):
            low, high = sorted((left.cluster_id, right.cluster_id))
            if (low, high) not in pairs and (merge := _scored(left, right, related)):
                pairs[low, high] = merge
    yield from pairs.values()


def _all(block: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    return combinations(block, 2)


def _undated(block: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """The pairs of which one at least has no date."""
    for left in block:
        yield from (
            (left, right) for right in block if not left.days and (right.days or left.cluster_id < right.cluster_id)
        )


_PAIRS: Mapping[str, Callable[[Sequence[Happening]], Iterator[tuple[Happening, Happening]]]] = {
    "once": _all,
    "undated": _undated,
}
"""How the happenings of a block are paired, by the kind of its key; others by their days."""


def _keys(happening: Happening) -> Iterator[tuple[str, ...]]:
    """The blocks of a happening; one that nobody dates is held against those of its incident, or figure."""
    if happening.once:
        yield "once", happening.once
        return
    for kind, name in sorted(happening.features):
        if kind in ("incident", "figure"):
            yield "undated", happening.family, name
        if happening.days and (kind != "country" or _width(happening) <= MONTH):
            yield happening.family, kind, name
    if happening.seldom and happening.days:
        yield "seldom", happening.seldom[0]


def _width(happening: Happening) -> int:
    return (happening.days[1] - happening.days[0]).days + 1 if happening.days else 0


def _near(block: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """The pairs of a block whose days may be near enough, by a sweep over first days."""
    active: list[Happening] = []
    slack = max(happening.seldom[1] if happening.seldom else NEAR for happening in block)
    for happening in sorted(block, key=lambda h: (h.days or (), h.cluster_id)):
        active = [other for other in active if _gap(other, happening) <= slack]
        yield from ((other, happening) for other in active if other.doc_id != happening.doc_id)
        active.append(happening)


def _gap(left: Happening, right: Happening) -> int:
    """The days from the end of the one to the beginning of the other; 0 where they overlap, or one has no date."""
    if not left.days or not right.days:
        return 0
    return max((max(left.days[0], right.days[0]) - min(left.days[1], right.days[1])).days, 0)


def _scored(left: Happening, right: Happening, related: Related) -> Merge | None:
    if left.doc_id == right.doc_id and not left.once:
        return None
    reasons = list(_reasons(left, right, related))
    score = sum((weight for weight, _ in reasons), Decimal(0))
    if score < THRESHOLD or (not left.once and _excluded(left, right)):
        return None
    low, high = sorted((left.cluster_id, right.cluster_id))
    return Merge(left_id=low, right_id=high, score=score, reasons=[reason for _, reason in reasons])


def _reasons(left: Happening, right: Happening, related: Related) -> Iterator[tuple[Decimal, str]]:
    if left.once:
        yield THRESHOLD, f"happens once: {left.once.strip()}"
    elif _both_seldom(left, right) and left.seldom:
        yield THRESHOLD, f"happens once in {left.seldom[1]} days: {left.seldom[0]}"
    else:
        yield from _shared_days(left, right)
        yield from _shared_features(left, right)
        if _is_salient(left) and tuple(sorted((left.doc_id, right.doc_id))) in related:
            yield from _one_subject(left, right)


def _both_seldom(left: Happening, right: Happening) -> bool:
    """Whether both are one thing that its parties do seldom, and near enough."""
    if left.seldom is None or left.seldom != right.seldom or not left.days or not right.days:
        return False
    return _gap(left, right) <= left.seldom[1] and max(_width(left), _width(right)) <= MONTH


def _shared_days(left: Happening, right: Happening) -> Iterator[tuple[Decimal, str]]:
    if not left.days or not right.days:
        return
    width, later = max(_width(left), _width(right)), max(left.days[0], right.days[0])
    if gap := _gap(left, right):
        yield NEAR_DAYS, f"days that are {gap} apart: {left.days[0]}, {right.days[0]}"
    elif width <= FEW:
        yield SAME_DAY, f"same day: {later}"
    elif width <= MONTH:
        yield SAME_MONTH, f"overlapping days of one month: {later}"


def _shared_features(left: Happening, right: Happening) -> Iterator[tuple[Decimal, str]]:
    """What both name; what is around them, or a country, only where that is all; another place weighs against."""
    shared = sorted(left.features & right.features)
    fine = [feature for feature in shared if feature[0] not in ONCE_EACH]
    yield from ((WEIGHTS[kind], f"same {kind}: {name}") for kind, name in fine)
    if not any(kind in ("place", "party", "object") for kind, _ in fine):
        coarse = sorted((feature for feature in shared if feature[0] in ONCE_EACH), reverse=True)
        yield from ((WEIGHTS[kind], f"same {kind}: {name}") for kind, name in coarse[:1])
    placed = [{name for kind, name in h.features if kind == "place"} for h in (left, right)]
    if all(placed) and placed[0].isdisjoint(placed[1]):
        yield OTHER_PLACE, f"other place: {min(placed[0])}, {min(placed[1])}"


def _is_salient(happening: Happening) -> bool:
    return happening.family.partition(" ")[0] in vocabulary().words.salient


def _one_subject(left: Happening, right: Happening) -> Iterator[tuple[Decimal, str]]:
    """That the documents are about one subject counts where nothing says that they report one incident."""
    if not any(kind == "incident" for kind, _ in left.features & right.features):
        yield SUBJECT, "documents about one subject"


def _may_join(left: Sequence[Happening], right: Sequence[Happening]) -> bool:
    """Whether no two of the one and the other group exclude each other."""
    if left[0].once:
        return True
    return not any(a.doc_id == b.doc_id or _excluded(a, b, among=True) for a in left for b in right)


def _excluded(left: Happening, right: Happening, *, among: bool = False) -> bool:
    """Whether two happenings cannot be one by their days.

    Days that nearly fit are no obstacle for two that share a figure; `among` others of their groups, which have reasons
    of their own, the next day is none for anybody: much goes on overnight.
    """
    gap = _gap(left, right)
    if not gap or _both_seldom(left, right) or (among and gap == 1):
        return False
    return gap > NEAR or not any(kind == "figure" for kind, _ in left.features & right.features)


def _best_first(merge: Merge) -> tuple[Decimal, str, str]:
    return -merge.score, merge.left_id, merge.right_id
