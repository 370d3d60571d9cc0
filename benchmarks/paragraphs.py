"""Precision and recall of events in the news paragraphs, and in the article where it is there, slot by slot.

What counts as right is said in data/README.md.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path

from benchmarks import gold
from benchmarks.gold import PARTIES, Argument, Mention, Saying
from benchmarks.tally import Score
from regesta.config import SOURCES_VARIABLE
from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.sources.index import read_index
from regesta.spans import Span
from regesta.tables import Attribution, Entity, Event, EventArgument

__all__ = [
    "ARTICLE_GROUP",
    "GROUPS",
    "MEASURES",
    "Filler",
    "Found",
    "Note",
    "measure",
    "noted",
    "score_events",
    "score_sayings",
    "silent",
]

GROUPS = ("paragraphs open", "paragraphs holdout")
ARTICLE_GROUP = "article"
SLOT_MEASURES = {
    "actor": "actor",
    "recipient": "recipient",
    "participant": "recipient",
    "place": "place",
    "victims": "figures",
    "value": "figures",
}
"""The measure in which a slot is counted."""
MEASURES = (
    "type",
    *dict.fromkeys(SLOT_MEASURES.values()),
    "country",
    "status",
    "negative",
    "speaker",
    "date",
    "cluster",
)
TOGETHER = frozenset(
    {"AGREE", "CONSULT", "COOPERATE", "X:DEAL_SIGNED", "X:MEETING", "X:RELATIONS_BEGIN", "X:RELATIONS_ESTABLISHED"}
)
"""Types whose parties do the same: which of them is the actor is a matter of word order."""

Scores = Mapping[str, Score]
Note = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Filler:
    """Who or what was found in a slot, or as a speaker."""

    span: Span
    quote: str
    id: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An event that was found, with what the measures ask of it."""

    span: Span
    quote: str
    type: str
    status: str = "asserted"
    polarity: str = "positive"
    first: date | None = None
    last: date | None = None
    cluster: str | None = None
    speaker: Filler | None = None
    slots: tuple[tuple[str, Filler], ...] = ()


def measure(index: Path, errors: list[str]) -> dict[str, dict[str, Score]]:
    """Scores by group and measure; what is wrong in open paragraphs and the article is added to `errors`.

    Args:
        index: the index of the sources, which names the file of the article.
        errors: sentences for people.

    Raises:
        GoldError: gold does not fit its text.
    """
    scores = {group: {name: Score() for name in MEASURES} for group in GROUPS}
    for paragraph in gold.load_paragraphs():
        doc = extract_document(document(paragraph.text, paragraph.published))
        note = silent if paragraph.holdout else partial(noted, errors, paragraph.id)
        score_events(scores[GROUPS[paragraph.holdout]], paragraph.events, found_events(doc), note)
    if (text := _article(index)) is not None:
        scores[ARTICLE_GROUP] = _measure_article(text, errors)
    return scores


def found_events(doc: Doc) -> list[Found]:
    """The events of a document through which the extractors have gone, in the order of the text."""
    entities = {row.entity_id: row for row in doc.rows(Entity)}
    speakers = {row.attribution_id: _speaker(row) for row in doc.rows(Attribution)}
    slots: dict[str, list[tuple[str, Filler]]] = {}
    for row in doc.rows(EventArgument):
        if row.role in SLOT_MEASURES:
            slots.setdefault(row.event_id, []).append((row.role, _filler(row, entities.get(row.entity_id or ""))))
    return [
        Found(
            Span(row.start, row.end),
            row.quote,
            row.type,
            row.status,
            row.polarity,
            row.first,
            row.last,
            row.cluster_id,
            speakers.get(row.attribution_id or ""),
            tuple(slots.get(row.event_id, ())),
        )
        for row in doc.rows(Event)
    ]


def score_events(scores: Scores, wanted: Sequence[Mention], found: Sequence[Found], note: Note) -> None:
    """Count what was found in one text; optional events and what was found for them are counted nowhere."""
    pairs = _pairs(wanted, found)
    excused = {id(row) for entry, row in pairs if entry.optional}
    rows = [row for row in found if id(row) not in excused]
    due = [entry for entry in wanted if not entry.optional]
    pairs = [(entry, row) for entry, row in pairs if not entry.optional]
    scores["type"].add(len(pairs), len(rows), len(due))
    _note_types(pairs, due, rows, note)
    _score_slots(scores, wanted, pairs, due, rows, note)
    _score_countries(scores["country"], pairs, due, rows)
    _score_said(scores, pairs, due, rows, note)
    _score_clusters(scores["cluster"], pairs, due, rows)


def score_sayings(score: Score, wanted: Sequence[Saying], doc: Doc, note: Note) -> None:
    """A saying is found when it lies in what an attribution says is said, and right when the speaker is."""
    right = found = 0
    for entry in wanted:
        around = [row for row in doc.rows(Attribution) if row.content_start <= entry.start < row.content_end]
        hit = any(fills(entry.speaker, _speaker(row)) for row in around)
        right, found = right + hit, found + bool(around)
        if not hit:
            note("said", "wrong" if around else "missed", f"{entry.quote!r} is said by {entry.speaker.quote!r}")
    score.add(right, found, len(wanted))


def fills(entry: Argument, filler: Filler) -> bool:
    """Whether it is the one that gold means: on its characters, by its linked id, or under the same last word."""
    linked = entry.id is not None and entry.id == filler.id
    return entry.span.overlaps(filler.span) or linked or _last_word(entry.quote) == _last_word(filler.quote)


def _measure_article(text: str, errors: list[str]) -> dict[str, Score]:
    read = gold.load_article(text)
    doc = extract_document(document(text, furniture=True))
    scores = {name: Score() for name in (*MEASURES, "said")}
    note = partial(noted, errors, ARTICLE_GROUP)
    score_events(scores, read.reading, found_events(doc), note)
    score_sayings(scores["said"], read.said, doc, note)
    return scores


def _article(index: Path) -> str | None:
    """The text of the article, from the folder of the index or one that REGESTA_SOURCES names."""
    name = next(entry.file for entry in read_index(index).entries if entry.source_id == gold.ARTICLE)
    listed = [Path(part) for part in os.environ.get(SOURCES_VARIABLE, "").split(os.pathsep) if part]
    files = (folder / (name or "") for folder in (*listed, index.parent))
    return next((file.read_text(encoding="utf-8") for file in files if file.is_file()), None)


def noted(errors: list[str], name: str, kind: str, what: str, text: str) -> None:
    """Keep an error for people."""
    errors.append(f"{kind:8} {what:9} {name}: {' '.join(text.split())}")


def silent(kind: str, what: str, text: str) -> None:
    """Errors of what is held out are not to be looked at."""


def _filler(row: EventArgument, entity: Entity | None) -> Filler:
    linked, country = (entity.linked_id, entity.country) if entity else (None, None)
    return Filler(Span(row.start, row.end), row.quote, linked, country)


def _speaker(row: Attribution) -> Filler:
    return Filler(Span(row.speaker_start, row.speaker_end), row.speaker, row.speaker_id)


def _last_word(text: str) -> str:
    return text.casefold().removesuffix("'s").removesuffix("’s").split()[-1]


def _pairs(wanted: Sequence[Mention], found: Sequence[Found]) -> list[tuple[Mention, Found]]:
    """Each event with the trigger of its type that overlaps it, one for one; optional ones come last."""
    unused, pairs = list(found), []
    for entry in sorted(wanted, key=lambda entry: entry.optional):
        types = (entry.type, *entry.also)
        row = next((row for row in unused if row.type in types and row.span.overlaps(entry.span)), None)
        if row is not None:
            unused.remove(row)
            pairs.append((entry, row))
    return pairs


Pairs = Sequence[tuple[Mention, Found]]


def _note_types(pairs: Pairs, due: Sequence[Mention], rows: Sequence[Found], note: Note) -> None:
    hit = {id(entry) for entry, _ in pairs}
    used = {id(row) for _, row in pairs}
    for entry in due:
        if id(entry) not in hit:
            note("type", "missed", f"{entry.type} {entry.quote!r}")
    for row in rows:
        if id(row) not in used:
            note("type", "spurious", f"{row.type} {row.quote!r}")


def _score_slots(
    scores: Scores,
    wanted: Sequence[Mention],
    pairs: Pairs,
    due: Sequence[Mention],
    rows: Sequence[Found],
    note: Note,
) -> None:
    for entry in due:
        for role, _ in entry.arguments():
            scores[SLOT_MEASURES[role]].add(0, 0, 1)
    used = {id(row) for _, row in pairs}
    for row in rows:
        if id(row) not in used:
            for role, _ in row.slots:
                scores[SLOT_MEASURES[role]].add(0, 1, 0)
    for entry, row in pairs:
        elsewhere = [other for other in wanted if entry.cluster and other.cluster == entry.cluster]
        _score_fillers(scores, entry, row, elsewhere, note)


def _score_fillers(scores: Scores, entry: Mention, row: Found, elsewhere: Sequence[Mention], note: Note) -> None:
    """`elsewhere` are the mentions of the same happening, whose fillers are no error here."""
    left = list(row.slots)
    for role, argument in entry.arguments():
        hit = next((one for one in left if _same_role(entry, role, one[0]) and fills(argument, one[1])), None)
        if hit is None:
            note(role, "missed", f"{entry.type} {entry.quote!r}: {argument.quote!r}")
            continue
        left.remove(hit)
        scores[SLOT_MEASURES[role]].add(1, 1, 0)
    known = [(other, role, argument) for other in elsewhere for role, argument in other.arguments()]
    for role, filler in left:
        if not any(_same_role(other, name, role) and fills(argument, filler) for other, name, argument in known):
            scores[SLOT_MEASURES[role]].add(0, 1, 0)
            note(role, "spurious", f"{entry.type} {entry.quote!r}: {filler.quote!r}")


def _same_role(entry: Mention, wanted: str, given: str) -> bool:
    joint = entry.type in TOGETHER or "participant" in (wanted, given)
    return wanted == given or (joint and {wanted, given} <= set(PARTIES))


def _score_countries(score: Score, pairs: Pairs, due: Sequence[Mention], rows: Sequence[Found]) -> None:
    for entry, row in pairs:
        together = entry.type in TOGETHER
        both = _countries(entry.arguments(), together=together) & _countries(row.slots, together=together)
        score.add(both.total(), 0, 0)
    score.add(0, sum(_countries(row.slots, together=False).total() for row in rows), 0)
    score.add(0, 0, sum(_countries(entry.arguments(), together=False).total() for entry in due))


def _countries(slots: Iterable[tuple[str, Argument | Filler]], *, together: bool) -> Counter[tuple[str, str]]:
    """The states for which parties act, by role; the roles of those who act together are one."""
    parties = [(role, filler.country) for role, filler in slots if role in PARTIES]
    return Counter((PARTIES[0] if together else role, country) for role, country in parties if country)


def _score_said(scores: Scores, pairs: Pairs, due: Sequence[Mention], rows: Sequence[Found], note: Note) -> None:
    """Status, polarity, speaker and days."""
    stated = negative = spoken = dated = 0
    for entry, row in pairs:
        same_days = (row.first, row.last) == (entry.first, entry.last)
        right = entry.speaker is not None and row.speaker is not None and fills(entry.speaker, row.speaker)
        stated += row.status == entry.status
        negative += row.polarity == entry.polarity == "negative"
        spoken += right
        dated += same_days and _is_dated(entry)
        for name, is_wrong, want, have in (
            ("status", row.status != entry.status, entry.status, row.status),
            ("polarity", row.polarity != entry.polarity, entry.polarity, row.polarity),
            ("speaker", not right and entry.speaker != row.speaker, _quote(entry.speaker), _quote(row.speaker)),
            ("date", not same_days, f"{entry.first}/{entry.last}", f"{row.first}/{row.last}"),
        ):
            if is_wrong:
                note(name, "wrong", f"{entry.type} {entry.quote!r} is {want}, not {have}")
    scores["status"].add(stated, len(rows), len(due))
    scores["negative"].add(negative, _count(rows, _is_negative), _count(due, _is_negative))
    scores["speaker"].add(spoken, _count(rows, _has_speaker), _count(due, _has_speaker))
    scores["date"].add(dated, _count(rows, _is_dated), _count(due, _is_dated))


def _count(events: Sequence[Mention | Found], test: Callable[[Mention | Found], bool]) -> int:
    return sum(test(event) for event in events)


def _is_negative(event: Mention | Found) -> bool:
    return event.polarity == "negative"


def _has_speaker(event: Mention | Found) -> bool:
    return event.speaker is not None


def _is_dated(event: Mention | Found) -> bool:
    return (event.first, event.last) != (None, None)


def _quote(somebody: Argument | Filler | None) -> str | None:
    return somebody.quote if somebody else None


def _score_clusters(score: Score, pairs: Pairs, due: Sequence[Mention], rows: Sequence[Found]) -> None:
    """Pairs of mentions of one happening."""
    both = ((one, other) for one, other in combinations(pairs, 2) if _one_happening(one[0], other[0]))
    right = sum(_one_happening(one, other) for (_, one), (_, other) in both)
    score.add(right, _joined(rows), _joined(due))


def _joined(events: Sequence[Mention | Found]) -> int:
    return sum(_one_happening(one, other) for one, other in combinations(events, 2))


def _one_happening(one: Mention | Found, other: Mention | Found) -> bool:
    return one.cluster is not None and one.cluster == other.cluster
