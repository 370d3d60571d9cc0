"""One document with all that was found in it, arranged for the making of claims."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from regesta.compare.vocabulary import has_word, vocabulary
from regesta.extract.bounds import content_bound
from regesta.spans import Span
from regesta.tables import (
    Attribution,
    Document,
    Entity,
    Event,
    EventArgument,
    Fact,
    Figure,
    Metadata,
    Passage,
    Row,
    Time,
    sort_key,
)

__all__ = ["HARM", "PARTIES", "REALISED", "Days", "Reading", "has_own_date", "rows_of", "state_of", "within"]

RowT = TypeVar("RowT", bound=Row)
FactT = TypeVar("FactT", bound=Fact)
Days = tuple[date | None, date | None]
"""An interval of days; None is an open or unknown end."""

PARTIES = ("actor", "recipient", "participant")
"""The roles of those who do something with each other."""


REALISED = ("asserted", "reported")
"""How it is said of what happened."""

HARM = "harm"
"""The family of attacks, disasters and deaths."""

STEM = 5
"""Letters of a word by which its forms are one."""

LEAD = 40
"""Characters before a noun in which its article stands."""

_DEFINITE = re.compile(r"\b(?:the|this|these)(?: [\w’'-]+){0,2} $", re.IGNORECASE)


BORROWED = ("event", "discourse")
"""Bases of a date that another mention of the happening, or the text before, states."""


def has_own_date(event: Event) -> bool:
    """Whether a mention is dated by its own words."""
    return bool(event.first or event.last) and event.time_basis not in BORROWED


def rows_of(tables: Mapping[str, list[Row]], table: str, row_class: type[RowT]) -> list[RowT]:
    """The rows of one table, in the order in which they are published; empty when the table is not given."""
    return sorted((row for row in tables.get(table, []) if isinstance(row, row_class)), key=sort_key)


def state_of(entity: Entity) -> str | None:
    """The alpha-3 code of the state that an entity is or acts for; not of one where it only is."""
    if entity.country_basis in ("home", "inferred"):
        return None
    return entity.country or (entity.linked_id if entity.kind == "country" else None)


def within(facts: Sequence[FactT], around: Span | Fact) -> list[FactT]:
    """The facts that stand wholly inside a span or another fact; they must be in the order of the text."""
    left = bisect_left(facts, around.start, key=lambda fact: fact.start)
    right = bisect_right(facts, around.end, key=lambda fact: fact.start)
    return [fact for fact in facts[left:right] if fact.end <= around.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The facts of one document, each list in the order of the text."""

    document: Document
    sentences: list[Passage] = field(default_factory=list)
    datelines: list[Passage] = field(default_factory=list)
    cells: list[Passage] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    arguments: dict[str, list[EventArgument]] = field(default_factory=dict)
    """The arguments of each event, by its id."""
    corrections: frozenset[str] = frozenset()
    """The texts that the file itself marks as correction notes."""
    _figures: dict[str, Figure] = field(default_factory=dict, init=False, repr=False)
    _entities: dict[str, Entity] = field(default_factory=dict, init=False, repr=False)
    _attributions: dict[str, Attribution] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._figures.update((figure.figure_id, figure) for figure in self.figures)
        self._entities.update((entity.entity_id, entity) for entity in self.entities)
        self._attributions.update((said.attribution_id, said) for said in self.attributions)

    @classmethod
    def of_all(cls, tables: Mapping[str, list[Row]]) -> Iterator["Reading"]:
        """One reading of each document, by document id."""
        passages = rows_of(tables, "passages", Passage)
        sentences = _by_document(p for p in passages if p.kind == "sentence")
        datelines = _by_document(p for p in passages if p.kind == "dateline")
        cells = _by_document(p for p in passages if p.kind == "table_cell")
        times = _by_document(rows_of(tables, "times", Time))
        figures = _by_document(rows_of(tables, "figures", Figure))
        entities = _by_document(rows_of(tables, "entities", Entity))
        attributions = _by_document(rows_of(tables, "attributions", Attribution))
        events = _by_document(rows_of(tables, "events", Event))
        arguments: dict[str, list[EventArgument]] = defaultdict(list)
        for argument in rows_of(tables, "event_arguments", EventArgument):
            arguments[argument.event_id].append(argument)
        corrections: dict[str, set[str]] = defaultdict(set)
        for told in rows_of(tables, "metadata", Metadata):
            if told.name == "correction":
                corrections[told.doc_id].add(told.value)
        for document in rows_of(tables, "documents", Document):
            key = document.doc_id
            yield cls(
                document=document,
                sentences=sentences[key],
                datelines=datelines[key],
                cells=cells[key],
                times=times[key],
                figures=figures[key],
                entities=entities[key],
                attributions=attributions[key],
                events=_told_as_one(events[key], arguments, sentences[key], document.text),
                arguments={event.event_id: arguments[event.event_id] for event in events[key]},
                corrections=frozenset(corrections[key]),
            )

    def sentence(self, at: int) -> Passage | None:
        """The sentence around a character."""
        index = bisect_right(self.sentences, at, key=lambda sentence: sentence.start) - 1
        return self.sentences[index] if index >= 0 and at < self.sentences[index].end else None

    def text(self, start: int, end: int) -> str:
        """Characters of the document."""
        return self.document.text[start:end]

    def figure(self, figure_id: str | None) -> Figure | None:
        """A figure by its id."""
        return self._figures.get(figure_id or "")

    def attribution(self, attribution_id: str | None) -> Attribution | None:
        """An attribution by its id."""
        return self._attributions.get(attribution_id or "")

    def fillers(self, event: Event, roles: Iterable[str]) -> list[Entity]:
        """The entities that fill some roles of an event."""
        wanted = {a.entity_id for a in self.arguments.get(event.event_id, []) if a.role in roles}
        found = (self._entities[entity_id] for entity_id in wanted if entity_id in self._entities)
        return sorted(found, key=sort_key)

    def states(self, start: int, end: int) -> list[str]:
        """The states that are named, or acted for, between two characters; sorted."""
        return sorted({state for state in map(state_of, within(self.entities, Span(start, end))) if state})

    def pair(self, at: int, known: Iterable[str] = ()) -> tuple[str, str] | None:
        """The two states that a statement is about; None when they are not exactly two.

        `known` are states that are certain. Else the sentence says who the two are, or it refers back
        ("the two countries") to the nearest sentence before it that names two.
        """
        certain = set(known)
        if len(certain) > 1:
            return _two(sorted(certain), set())
        here = self.sentence(at)
        if here is None:
            return None
        named = self.states(here.start, here.end)
        if found := _two(named, certain):
            return found
        if len(named) > 1 or not has_word(here.quote, vocabulary().words.pair):
            return None
        before = (self.states(s.start, s.end) for s in reversed(self.sentences) if s.end <= here.start)
        nearest = next((states for states in before if len(states) > 1), [])
        return _two(nearest, certain | set(named))

    def pair_of(self, event: Event) -> tuple[str, str] | None:
        """The two states between which an event happened."""
        return self.pair(event.start, self.parties(event, PARTIES))

    def parties(self, event: Event, roles: Iterable[str]) -> list[str]:
        """The states that fill some roles of an event, or act in them; sorted."""
        return sorted({state for entity in self.fillers(event, roles) if (state := state_of(entity))})

    def side(self, event: Event) -> str | None:
        """Whose act a recognition is: A may recognise B in another year than B recognises A."""
        actors = self.parties(event, ("actor",)) if event.type == "X:RECOGNITION" else []
        return actors[0] if len(actors) == 1 else None

    def as_of(self) -> Days:
        """For which day the document speaks: its publication, else not before the latest thing that it reports."""
        if self.document.published_first or self.document.published_last:
            return self.document.published_first, self.document.published_last
        latest = content_bound(self.events)
        return (latest.first if latest else None), None

    def as_of_figure(self, figure: Figure) -> Days:
        """For which day a figure holds: the dates that it is given for, else the day of the document."""
        held = [time for time in self.times if time.time_id in figure.as_of and time.first and time.last]
        if not held:
            return self.as_of()
        return min(t.first for t in held if t.first), max(t.last for t in held if t.last)

    def speech(self, span: Span) -> list[Attribution]:
        """The attributions that a span stands in, outermost first: by what is said, else by the cue in its sentence."""
        said = [a for a in self.attributions if a.content_start <= span.start and span.end <= a.content_end]
        sentence = self.sentence(span.start)
        if not said and sentence:
            said = [a for a in self.attributions if sentence.start <= a.start < sentence.end]
        return sorted(said, key=lambda a: (a.depth, a.start))

    def days_said(self, span: Span) -> Days:
        """When the words of a span were said: the day of the speech that they stand in, else of the document."""
        for attribution in reversed(self.speech(span)):
            dated = next((a for a in self._before(attribution) if a.said_first and a.said_last), None)
            if dated:
                return dated.said_first, dated.said_last
        return self.as_of()

    def _before(self, attribution: Attribution) -> Iterator[Attribution]:
        """The attribution and what the same speaker said before it in the same section, nearest first."""
        yield attribution
        section = self._section(attribution)
        for earlier in reversed([a for a in self.attributions if a.start < attribution.start]):
            if self._section(earlier) == section and _same_speaker(earlier, attribution):
                yield earlier

    def _section(self, fact: Fact) -> str | None:
        sentence = self.sentence(fact.start)
        return sentence.section if sentence else None


def _told_as_one(
    events: list[Event], arguments: Mapping[str, list[EventArgument]], sentences: Sequence[Passage], text: str
) -> list[Event]:
    """The events, those that nobody dates joined with the happening that their words point back to.

    "It killed nine" and "the flood killed nine" tell what the flood did; "the floods" of one sentence and "the flood
    struck on 16 May" of another are one flood, where the document dates one only.
    """
    joined = {**_once_told(events, text)}
    for event in events:
        if not has_own_date(event) and (cause := _cause(event, events, arguments, sentences, text)):
            joined[event.cluster_id] = joined.get(cause, cause)
    return [replace(event, cluster_id=joined.get(event.cluster_id, event.cluster_id)) for event in events]


def _once_told(events: Sequence[Event], text: str) -> dict[str, str]:
    """The only dated happening of its kind, by each that nobody dates and that is mostly one in an incident."""
    dated: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if has_own_date(event):
            dated[_kind(event)].add(event.cluster_id)
    undated = {event.cluster_id for event in events} - {key for keys in dated.values() for key in keys}
    meant: dict[str, str] = {}
    for event in events:
        only = dated.get(_kind(event), set())
        if event.cluster_id in undated and len(only) == 1 and _points_back(event, text):
            meant[event.cluster_id] = min(only)
    return meant


def _cause(
    event: Event,
    events: Sequence[Event],
    arguments: Mapping[str, list[EventArgument]],
    sentences: Sequence[Passage],
    text: str,
) -> str | None:
    """The one disaster or attack that did a harm: what "it" stands for in the sentence before, or "the quake"."""
    actors = [a for a in arguments.get(event.event_id, []) if a.role == "actor"]
    if len(actors) != 1 or not _is_harm(event):
        return None
    word = actors[0].quote.lower().split()[-1]
    if word in vocabulary().words.thing:
        before = [sentence.start for sentence in sentences if sentence.end <= event.start]
        since = before[-1] if before else 0
        told = [e for e in events if since <= e.start < event.start and _is_harm(e)]
        found = {e.cluster_id for e in told} if not any(_is_another(text, e.start) for e in told) else set()
    elif actors[0].quote.lower().startswith("the ") or _is_definite(text, actors[0].start):
        found = {e.cluster_id for e in events if _is_harm(e) and e.quote.lower()[:STEM] == word[:STEM]}
    else:
        return None
    return min(found) if len(found) == 1 and event.cluster_id not in found else None


def _is_harm(event: Event) -> bool:
    return vocabulary().family(event.type) == HARM and event.status in REALISED


def _kind(event: Event) -> str:
    """By what two mentions may be one: their type, whether they happened, and the stem of the word that names them."""
    return f"{event.type} {event.status in REALISED} {event.quote.lower()[:STEM]}"


def _points_back(event: Event, text: str) -> bool:
    """Whether a mention is one of a happening that is known: "the floods", "this week's flood", "the deadly blast"."""
    return vocabulary().family(event.type) in vocabulary().words.salient and _is_definite(text, event.start)


def _is_definite(text: str, at: int) -> bool:
    """Whether a noun has "the", and no word that tells it from others of the kind: "the last major quake"."""
    return _DEFINITE.search(text[max(0, at - LEAD) : at]) is not None and not _is_another(text, at)


def _is_another(text: str, at: int) -> bool:
    beside = text[max(0, at - LEAD // 2) : at]
    return has_word(beside, (*vocabulary().retold.another, *vocabulary().lists.ordinals))


def _same_speaker(earlier: Attribution, later: Attribution) -> bool:
    if earlier.speaker_id and later.speaker_id:
        return earlier.speaker_id == later.speaker_id
    if earlier.speaker is None or later.speaker is None:
        return False
    return earlier.speaker == later.speaker or later.speaker.lower() in vocabulary().words.pronoun


def _two(states: list[str], certain: set[str]) -> tuple[str, str] | None:
    return (states[0], states[1]) if len(states) == 2 and certain <= set(states) else None


def _by_document(rows: Iterable[FactT]) -> dict[str, list[FactT]]:
    out: dict[str, list[FactT]] = defaultdict(list)
    for row in rows:
        out[row.doc_id].append(row)
    return out
