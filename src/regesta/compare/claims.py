"""What one document claims: facts that stand beside each other become values of properties of subjects.

Nothing here looks at another document. The subject of an event's claims is its cluster inside the document
(`event:<event id>`); `compare` later replaces that by the cluster over all documents. Ids of claims depend on neither.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from regesta.compare.anniversaries import anniversaries, is_only_remembered
from regesta.compare.counted import changes, counted, is_agent, is_part
from regesta.compare.effects import effects, happening_here, is_harm, is_more
from regesta.compare.extent import extents
from regesta.compare.firsts import firsts
from regesta.compare.lasting import lasting
from regesta.compare.making import Frame, Value, claim, exactly, frame_of, number
from regesta.compare.named import named
from regesta.compare.order import orders
from regesta.compare.places import places
from regesta.compare.reading import Reading, has_own_date, state_of, within
from regesta.compare.relative import elapsed_years, offsets
from regesta.compare.retold import retold
from regesta.compare.sizes import sizes
from regesta.compare.tabled import tabled
from regesta.compare.told import told
from regesta.compare.vocabulary import AS_SUCH, vocabulary
from regesta.compare.written import written_dates
from regesta.spans import Span
from regesta.tables import Claim, Event, Fact, Figure

__all__ = ["RELATION", "claims_of", "event_subject", "relation_subject"]

RELATION = "rel:"
"""How the subject of a relation of two states begins."""


def claims_of(reading: Reading) -> Iterator[Claim]:
    """Every claim of one document; each points at the event, figure or time that states it."""
    yield from _dates(reading)
    yield from _figures(reading)
    yield from _offsets(reading)
    yield from _elapsed(reading)
    yield from written_dates(reading)
    yield from counted(reading)
    yield from tabled(reading)
    yield from named(reading)
    yield from orders(reading)
    yield from retold(reading)
    yield from effects(reading)
    yield from anniversaries(reading)
    yield from sizes(reading)
    yield from places(reading)
    yield from lasting(reading)
    yield from told(reading)
    yield from firsts(reading)


def event_subject(cluster_id: str) -> str:
    """The subject of claims about a happening."""
    return f"event:{cluster_id}"


def relation_subject(pair: tuple[str, str]) -> str:
    """The subject of claims about the relation of two states."""
    return RELATION + "-".join(pair)


def _dates(reading: Reading) -> Iterator[Claim]:
    """The day of each happening, and what it dates in the relation of two states.

    A date that a mention only has from elsewhere is not stated by it, and is no claim.
    """
    dated = [event for event in reading.events if has_own_date(event)]
    for event in dated:
        if _is_dated_by_another(reading, event, dated) or is_only_remembered(reading, event):
            continue
        value = Value(first=event.first, last=event.last, grain=event.grain)
        frame = frame_of(event)
        yield claim(reading, event, event_subject(event.cluster_id), "date", value, frame)
        yield from _relation_dates(reading, event, value, frame)


def _relation_dates(reading: Reading, event: Event, value: Value, frame: Frame) -> Iterator[Claim]:
    milestone = vocabulary().milestones.get(event.type)
    pair = reading.pair_of(event) if milestone else None
    if milestone is None or pair is None:
        return
    subject = relation_subject(pair)
    via = None if milestone == AS_SUCH else milestone
    yield claim(reading, event, subject, "relations_start", value, frame, via=via)
    if via is not None:
        yield claim(reading, event, subject, milestone, value, frame, via=reading.side(event))


def _is_dated_by_another(reading: Reading, event: Event, dated: list[Event]) -> bool:
    """Whether the start of relations has its date only from a milestone that the same sentence dates.

    "It began with the founding in 1947, and recognition in 1950" says that relations began in 1947; 1950 dates the
    recognition.
    """
    milestones = vocabulary().milestones
    sentence = reading.sentence(event.start)
    if milestones.get(event.type) != AS_SUCH or sentence is None:
        return False
    return any(
        milestones.get(other.type, AS_SUCH) != AS_SUCH
        and sentence.start <= other.start < sentence.end
        and (other.first, other.last) == (event.first, event.last)
        for other in dated
    )


def _figures(reading: Reading) -> Iterator[Claim]:
    """The victims and the worth of each happening; a part, or a level before, is of the happening of its whole."""
    owners = _owners(reading)
    before = dict(_levels_before(reading))
    for figure in reading.figures:
        key = figure.figure_id if figure.figure_id in owners else figure.part_of or before.get(figure.figure_id, "")
        event, role = owners.get(key, (None, ""))
        if event is None:
            continue
        made = (
            _victims(reading, figure, event, reading.figure(key))
            if role == "victims"
            else _worth(reading, figure, event)
        )
        yield from _with_extents(reading, figure, event, made)


def _with_extents(reading: Reading, figure: Figure, event: Event, made: Iterator[Claim]) -> Iterator[Claim]:
    """The claims of a figure; beside that of a whole, how far it reaches."""
    for one in made:
        yield one
        if one.scope is None:
            yield from extents(reading, figure, event)


def _owners(reading: Reading) -> dict[str, tuple[Event, str]]:
    """The happening that each figure belongs to, and its role there: the nearest that it is a slot of."""
    slots = [
        (_distance(argument, event), argument.figure_id, event, argument.role)
        for event in reading.events
        for argument in reading.arguments.get(event.event_id, [])
        if argument.figure_id and argument.role in ("victims", "value")
    ]
    owners: dict[str, tuple[Event, str]] = {}
    for _, key, event, role in sorted(slots, key=lambda slot: slot[0]):
        owners.setdefault(key or "", (event, role))
    owners.update((figure.figure_id, (event, "victims")) for figure, event in _casualties_beside(reading, set(owners)))
    return owners


def _casualties_beside(reading: Reading, owned: Collection[str]) -> Iterator[tuple[Figure, Event]]:
    """Numbers of dead or injured that are no slot of an event, with the only harm of their sentence."""
    told = [e for e in reading.events if is_harm(e)]
    for sentence in reading.sentences:
        here = happening_here(told, sentence)
        for figure in reading.figures if len(here) == 1 else ():
            inside = sentence.start <= figure.start < sentence.end and figure.figure_id not in owned
            whole = figure.part_of is None and not is_more(reading, figure)
            if inside and whole and vocabulary().measure(figure.measured or ""):
                yield figure, here[0]


def _levels_before(reading: Reading) -> Iterator[tuple[str, str]]:
    """What a number was before, by the id of that number, and what it is: "14 dead, up from nine"."""
    for left, right in pairwise(reading.figures):
        sentence = reading.sentence(left.start)
        if sentence and right.end <= sentence.end and (found := changes(reading, sentence, left, right)):
            yield found[0].figure_id, found[1].figure_id


def _distance(fact: Fact, event: Event) -> int:
    return max(fact.start - event.end, event.start - fact.end, 0)


def _victims(reading: Reading, figure: Figure, event: Event, slot: Figure | None) -> Iterator[Claim]:
    """The victims that a figure counts; `slot` is that of the event: itself, its whole, or what it rose to."""
    measure = _measure(reading, figure, event, slot)
    scope = _scope(reading, figure)
    part = figure.part_of or is_part(reading, figure)
    if measure is None or (part and scope is None) or is_agent(reading, figure):
        return
    yield _number(reading, figure, event, measure, scope=scope, unit="1")


def _worth(reading: Reading, figure: Figure, event: Event) -> Iterator[Claim]:
    if figure.unit_kind == "currency" and figure.part_of is None:
        yield _number(reading, figure, event, "value", scope=None, unit=figure.unit)


def _number(reading: Reading, figure: Figure, event: Event, name: str, *, scope: str | None, unit: str | None) -> Claim:
    frame, value = frame_of(event, reading.as_of_figure(figure)), number(reading, figure, unit)
    return claim(reading, figure, event_subject(event.cluster_id), name, value, frame, scope=scope)


def _measure(reading: Reading, figure: Figure, event: Event, slot: Figure | None) -> str | None:
    """What the victims suffered: as the figure says, else as the figure that it is a part of, or belongs to, says."""
    whole = reading.figure(figure.part_of) or slot
    cue = figure.measured or (whole.measured if whole else None) or event.quote
    return vocabulary().measure(cue)


def _scope(reading: Reading, figure: Figure) -> str | None:
    """Which part of all victims a figure counts: a state's code, else the noun; None when it counts everybody.

    Also a figure that is said to be no part counts one when its noun is narrower than "people".
    """
    end = max(figure.end, figure.counted_end or figure.end)
    named = [e for e in within(reading.entities, Span(figure.start, end)) if e.kind in ("country", "group")]
    states = sorted({state for entity in named if (state := state_of(entity))})
    if states:
        return "+".join(states)
    noun = (figure.unit_name or figure.counted or "").lower()
    return None if not noun or noun in vocabulary().words.everybody else noun


def _offsets(reading: Reading) -> Iterator[Claim]:
    """Distances: "on 11 April, one day after the vote" puts the vote one day before 11 April."""
    for offset in offsets(reading):
        value = exactly(offset.amount, offset.time.quote, unit=offset.unit, comparator=offset.comparator)
        frame = frame_of(offset.event, (offset.said_of.first, offset.said_of.last))
        yield claim(reading, offset.time, event_subject(offset.event.cluster_id), "date_offset", value, frame)


def _elapsed(reading: Reading) -> Iterator[Claim]:
    """Lengths: "their friendship of the past 70 years" has relations begin 70 years before it is said."""
    for elapsed in elapsed_years(reading):
        value = exactly(elapsed.amount, elapsed.time.quote, unit="a", comparator=elapsed.comparator)
        status = "reported" if elapsed.attribution_id else "asserted"
        frame = Frame(status=status, attribution_id=elapsed.attribution_id, as_of=elapsed.said)
        yield claim(reading, elapsed.time, relation_subject(elapsed.pair), "relations_elapsed", value, frame)
