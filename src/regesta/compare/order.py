"""Which happening came after which, and whether that fits the dates: a network of difference constraints.

Happenings and the calendar's origin are nodes. A date bounds a happening from both sides, "B after A" says that B did
not begin before A. Such a network can hold if it has no cycle of negative length (Dechter, Meiri and Pearl, Temporal
constraint networks, Artificial Intelligence 49, 1991); the claims on such a cycle are those that cannot all be true.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from regesta.compare.comparable import shown
from regesta.compare.making import Frame, Value, claim
from regesta.compare.reading import Reading, within
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Event, Passage

__all__ = ["AFTER", "both_real", "impossible_orders", "orders"]

AFTER = "after"
"""The property: its subject did not begin before the happening that `via` names."""

REALISED = ("asserted", "reported")
_ORIGIN = "calendar"


def orders(reading: Reading) -> Iterator[Claim]:
    """The orders that a text tells of two mentions: "A after B", "before A, B", "A. Before that, B"."""
    for left, right in pairwise(reading.events):
        if left.cluster_id == right.cluster_id or not both_real(left, right):
            continue
        way = _between(reading, left, right) or _opening(reading, left, right)
        if way:
            yield _told(reading, *((left, right) if way == "after" else (right, left)))
    for earlier, later in _back_to_the_last(reading):
        yield _told(reading, later, earlier)


def _told(reading: Reading, later: Event, earlier: Event) -> Claim:
    between = reading.text(min(later.start, earlier.start), max(later.end, earlier.end))
    value = Value(low=Decimal(0), comparator=">=", unit="d", text=between)
    frame = Frame(status=later.status, attribution_id=later.attribution_id)
    return claim(reading, later, f"event:{later.cluster_id}", AFTER, value, frame, via=f"event:{earlier.cluster_id}")


def _back_to_the_last(reading: Reading) -> Iterator[tuple[Event, Event]]:
    """The earlier and the later of two happenings, each alone in its sentence, of which one refers to the other."""
    for before, here in pairwise(reading.sentences):
        found = _back().search(here.quote)
        if found is None:
            continue
        last, this = _alone(reading, before), _alone(reading, here)
        if last and this and last.cluster_id != this.cluster_id and both_real(last, this):
            yield (this, last) if found.lastgroup == "before" else (last, this)


def _alone(reading: Reading, sentence: Passage) -> Event | None:
    """The one happening of a sentence that has a date."""
    inside = [event for event in within(reading.events, sentence) if event.first or event.last]
    return inside[0] if len({event.cluster_id for event in inside}) == 1 else None


def both_real(left: Event, right: Event) -> bool:
    """Whether both are told as things that happened."""
    return all(event.status in REALISED and event.polarity == "positive" for event in (left, right))


def _between(reading: Reading, left: Event, right: Event) -> str | None:
    """Whether the left happening is told to be after, or before, the right one."""
    found = _connector().fullmatch(reading.text(left.end, right.start))
    return found and _way(found["word"])


def _opening(reading: Reading, left: Event, right: Event) -> str | None:
    """The same where the sentence begins with it: "After the vote, the mayor resigned"."""
    sentence = reading.sentence(left.start)
    if sentence is None or right.start >= sentence.end:
        return None
    found = _opener().fullmatch(reading.text(sentence.start, left.start))
    comma = re.fullmatch(r"[^,;:.]{0,50},[^,;:.]{0,60}", reading.text(left.end, right.start))
    if not found or not comma:
        return None
    return "before" if _way(found["word"]) == "after" else "after"


def _way(word: str) -> str:
    return "before" if word.lower() in vocabulary().words.before else "after"


@cache
def _connector() -> re.Pattern[str]:
    """Few words, then the connector; no clause between, and no distance ("two days after"), which says more."""
    distance = "".join(f"(?<!{unit})(?<!{unit}s)" for unit in vocabulary().words.distance)
    return re.compile(rf"[^,;:.]{{0,40}}?{distance},?\s(?P<word>{_words()})\b[^,;:.]{{0,30}}", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"\W*(?P<word>{_words()})\b[^,;:.]{{0,30}}", re.IGNORECASE)


@cache
def _back() -> re.Pattern[str]:
    before, after = ("|".join(words) for words in (vocabulary().words.before_that, vocabulary().words.after_that))
    return re.compile(rf"\b(?:(?P<before>{before})|(?P<after>{after}))\b", re.IGNORECASE)


def _words() -> str:
    """The connectors as alternatives, the longer before those that they begin with."""
    return "|".join(sorted((*vocabulary().words.after, *vocabulary().words.before), key=len, reverse=True))


def impossible_orders(claims: Iterable[Claim]) -> list[tuple[list[str], str, str, bool]]:
    """Each order of happenings that dates can be held against: claim ids, what follows, what is said, whether it fits.

    The last claim is the date of the later happening; what follows from the others is the earliest day it can have.
    """
    known = sorted((c for c in claims if c.property in ("date", AFTER)), key=lambda c: c.claim_id)
    dated: dict[str, list[Claim]] = {}
    for claimed in known:
        if claimed.property == "date" and claimed.status in REALISED and (claimed.first or claimed.last):
            dated.setdefault(claimed.subject, []).append(claimed)
    after = [c for c in known if c.property == AFTER and c.via and c.via != c.subject]
    broken = list(_broken(dated, after))
    return [*_fitting(dated, after, {claim_id for cycle in broken for claim_id in cycle[0]}), *broken]


def _fitting(
    dated: dict[str, list[Claim]], after: Sequence[Claim], broken: set[str]
) -> Iterator[tuple[list[str], str, str, bool]]:
    """Orders with a date at both ends that hold: what the check compared and found no fault with."""
    for order in after:
        earlier, later = dated.get(order.via or ""), dated.get(order.subject)
        if earlier and later and order.claim_id not in broken:
            yield _group([earlier[0], order], later[0], fits=True)


def _broken(dated: dict[str, list[Claim]], after: Sequence[Claim]) -> Iterator[tuple[list[str], str, str, bool]]:
    """The negative cycles of the network, one after the other: each time without the order that closed the last."""
    orders_left = list(after)
    while orders_left and (cycle := _negative_cycle(dated, orders_left)):
        dates = [c for c in cycle if c.property == "date"]
        through = [c for c in cycle if c.property == AFTER]
        if not through:
            return
        yield _group([*dates[:-1], *through], dates[-1], fits=False)
        orders_left = [order for order in orders_left if order.claim_id != through[0].claim_id]


def _group(premises: Sequence[Claim], last: Claim, *, fits: bool) -> tuple[list[str], str, str, bool]:
    start = premises[0].first
    follows = f"{start} or later" if start else "no day"
    return [c.claim_id for c in (*premises, last)], follows, shown(last), fits


def _negative_cycle(dated: dict[str, list[Claim]], after: Sequence[Claim]) -> list[Claim]:
    """The claims of a cycle whose lengths come to less than nothing, the earliest date first; none when all fit."""
    import networkx  # type: ignore[import-untyped]  # takes a quarter of a second: only for who finds an order

    graph: Any = networkx.DiGraph()
    subjects = {subject for order in after for subject in (order.subject, str(order.via)) if subject in dated}
    for subject in sorted(subjects):
        for claimed in dated[subject]:
            if claimed.last:
                _add(graph, _ORIGIN, subject, (claimed.last - date.min).days, claimed)
            if claimed.first:
                _add(graph, subject, _ORIGIN, -(claimed.first - date.min).days, claimed)
    for order in after:
        _add(graph, order.subject, str(order.via), 0, order)
    try:
        nodes = networkx.find_negative_cycle(graph, _ORIGIN) if _ORIGIN in graph else []
    except networkx.NetworkXError:
        return []
    found = [graph.edges[edge]["claim"] for edge in pairwise(nodes)]
    return sorted(found, key=lambda c: (c.property != "date", -(c.first or date.min).toordinal(), c.claim_id))


def _add(graph: Any, source: str, target: str, length: int, claimed: Claim) -> None:
    """The tightest of the constraints between two nodes."""
    if not graph.has_edge(source, target) or length < graph.edges[source, target]["weight"]:
        graph.add_edge(source, target, weight=length, claim=claimed)
