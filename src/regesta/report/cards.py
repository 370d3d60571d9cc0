"""Conflicts as cards: what disagrees, with every statement in its own words beside the others."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pyarrow.compute as pc

from regesta.compare.vocabulary import state_name, subject_name
from regesta.store import Run, among, rows_of
from regesta.tables import (
    SEVERITIES,
    Claim,
    ComparisonClaim,
    Conflict,
    Passage,
    Resolution,
    ResolutionClaim,
    Source,
    SourceDocument,
    decimal_text,
)

__all__ = ["Card", "Deck", "Reader", "Statement", "cards", "claim_value", "days", "resolved", "views_of"]


_TITLED = {"sum_part": "parts", "written_date": "weekday"}
"""What a property is called in a title, where its name says only how the check uses it."""

_SIDE = 90
"""Characters of a sentence that are shown before a quote, and after it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One value with who states it and where. `sentence` is the sentence around the quote, its long sides cut."""

    value: str
    sources: tuple[str, ...]
    speaker: str | None
    sentence: str
    quote: str
    via: str | None
    """The milestone or role through which it is claimed."""
    as_of: str
    """The days for which it can be meant; empty when they are not known."""
    claimed_as: str
    """How sure the text is: asserted, reported, alleged ..."""
    superseded_by: str | None
    """The document in which its own publisher takes it back."""
    claim_id: str
    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Card:
    """The conflicts of one check about one property of one subject, of one status and verdict."""

    check: str
    subject: str
    claimed: str
    scope: str | None
    status: str
    verdict: str
    severity: str
    measured: str
    """How often the check was right when a person read its open conflicts."""
    conflicts: tuple[Conflict, ...]
    statements: tuple[Statement, ...]
    resolutions: tuple[Resolution, ...]
    """Which of the values comes first by the policy of their measure: a view, never what is true."""

    @property
    def title(self) -> str:
        """What disagrees, in words; of a single passage, its own."""
        scope = f" ({state_name(self.scope)})" if self.scope else ""
        return f"{_TITLED.get(self.claimed, self.claimed).replace('_', ' ')}{scope} of {self.subject}"

    def is_of(self, **wanted: str | None) -> bool:
        """Whether its columns have the values that are wanted; None asks for none."""
        return all(value in (None, getattr(self, name)) for name, value in wanted.items())

    def has(self, source_id: str | None) -> bool:
        """Whether a source states one of the values; None asks for none."""
        return source_id is None or any(source_id in statement.sources for statement in self.statements)

    def says(self, text: str) -> bool:
        """Whether a text stands in the title, a statement, a speaker or an explanation; case does not count."""
        told = [self.title, *self.explanations, *self.reviews]
        told += [part for s in self.statements for part in (s.value, s.sentence, s.speaker or "")]
        return any(text.casefold() in part.casefold() for part in told)

    @property
    def quiet(self) -> bool:
        """Whether it is of the lowest severity, which is shown only to who asks for it."""
        return self.severity == SEVERITIES[0]

    @property
    def reviews(self) -> tuple[str, ...]:
        """The reasons of a reviewer, each once."""
        return tuple(dict.fromkeys(conflict.review for conflict in self.conflicts if conflict.review))

    @property
    def explanations(self) -> tuple[str, ...]:
        """The sentences of its conflicts, each once."""
        return tuple(dict.fromkeys(conflict.explanation for conflict in self.conflicts))


class Reader:
    """Looks things up in a run for a person: sources of a document, the sentence around a span, names of subjects."""

    def __init__(self, run: Run) -> None:
        self._sources: dict[str, list[str]] = defaultdict(list)
        for link in run.rows(SourceDocument):
            self._sources[link.doc_id].append(link.source_id)
        self._titles = {source.source_id: source.title for source in run.rows(Source)}
        self._passages = run.table("passages", pc.field("kind") == "sentence").combine_chunks()
        self._places = self._passages["doc_id"].to_pylist()
        self._sentences: dict[str, list[Passage]] = {}
        told = run.table("events").select(["event_id", "type", "quote", "first", "last", "grain"])
        self._events = {event["event_id"]: event for event in told.to_pylist()}

    def sources(self, doc_id: str) -> tuple[str, ...]:
        """The ids of the sources that gave a document."""
        return tuple(sorted(self._sources[doc_id]))

    def sentence(self, doc_id: str, start: int, end: int) -> str:
        """The sentence around a span on one line, long sides cut; empty when no sentence covers the span's start."""
        found = self._sentence(doc_id, start)
        if found is None:
            return ""
        before, after = found.quote[: start - found.start], found.quote[end - found.start :]
        return " ".join(f"{_last(before)}{found.quote[start - found.start : end - found.start]}{_first(after)}".split())

    def bounds(self, doc_id: str, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a span begins and ends; the span itself when no sentence covers its start."""
        found = self._sentence(doc_id, start)
        return (start, end) if found is None else (found.start, max(found.end, end))

    def subject(self, subject: str, *, dated: bool = True) -> str:
        """A subject in words: `event:evt_...` becomes the type, trigger and, if `dated`, date of the event."""
        event = self._events.get(subject.removeprefix("event:"))
        if event is None:
            return subject_name(subject)
        day = interval(event["first"], event["last"], event["grain"]) if dated else ""
        kind = event["type"].removeprefix("X:").lower().replace("_", " ")
        return f"{kind} ({event['quote']}{', ' + day if day else ''})"

    def _sentence(self, doc_id: str, at: int) -> Passage | None:
        """The sentence around a character; only the sentences of documents that are asked for become rows."""
        if doc_id not in self._sentences:
            first, last = bisect_left(self._places, doc_id), bisect_right(self._places, doc_id)
            self._sentences[doc_id] = rows_of(Passage, self._passages.slice(first, last - first))
        return next((s for s in self._sentences[doc_id] if s.start <= at < s.end), None)


class Deck:
    """The conflicts of some statuses, grouped as cards show them, gravest first: a card is made when it is drawn."""

    def __init__(self, run: Run, statuses: Iterable[str] = ("open",), reader: Reader | None = None) -> None:
        self._run, self._reader = run, reader
        wanted = run.rows(Conflict, among("status", statuses))
        compared = among("comparison_id", (conflict.comparison_id for conflict in wanted))
        links = run.rows(ComparisonClaim, compared)
        named = run.rows(Claim, among("claim_id", (link.claim_id for link in links)))
        claims = {claim.claim_id: claim for claim in named}
        self._members: dict[str, list[Claim]] = defaultdict(list)
        for link in links:
            self._members[link.comparison_id].append(claims[link.claim_id])
        groups: dict[tuple[str, ...], list[Conflict]] = defaultdict(list)
        for conflict in wanted:
            scope = self._members[conflict.comparison_id][0].scope or ""
            key = (conflict.check, conflict.subject, conflict.property, scope, conflict.status, conflict.verdict)
            groups[key].append(conflict)
        self.groups = sorted(groups.values(), key=_gravest_first)

    def severities(self) -> list[str]:
        """The severity of each card, in their order."""
        return [_severity(group) for group in self.groups]

    def draw(self, most: int | None = None) -> list[Card]:
        """The first cards, or all."""
        reader = self._reader or Reader(self._run)
        views = resolved(self._run)
        drawn = self.groups[:most]
        return [_card(reader, group, [self._members[c.comparison_id] for c in group], views) for group in drawn]


def cards(run: Run, statuses: Iterable[str] = ("open",), reader: Reader | None = None) -> list[Card]:
    """The cards of a run, gravest first, then by subject and property; `reader` saves making one of this run."""
    return Deck(run, statuses, reader).draw()


def _severity(group: Sequence[Conflict]) -> str:
    return max((conflict.severity for conflict in group), key=SEVERITIES.index)


def _gravest_first(group: Sequence[Conflict]) -> tuple[int, str, str, str]:
    first = group[0]
    return -SEVERITIES.index(_severity(group)), first.check, first.property, first.conflict_id


def resolved(run: Run) -> dict[str, Resolution]:
    """The resolution that each claim stands in, by its id; most claims stand in none."""
    made = {row.resolution_id: row for row in run.rows(Resolution)}
    return {row.claim_id: made[row.resolution_id] for row in run.rows(ResolutionClaim)}


def views_of(claims: Iterable[str], views: Mapping[str, Resolution]) -> tuple[Resolution, ...]:
    """The resolutions that some claims stand in, each once, in the order of the claims."""
    found = [views[claim] for claim in claims if claim in views]
    return tuple({view.resolution_id: view for view in found}.values())


def claim_value(claim: Claim) -> str:
    """The value of a claim as a person writes it: a date no finer than its grain, or a number with its unit."""
    if claim.low is not None or claim.high is not None:
        unit = "" if claim.unit in (None, "1") else f" {claim.unit}"
        return f"{_numbers(claim.low, claim.high)}{unit}"
    return interval(claim.first, claim.last, claim.grain) or claim.text or "unknown"


def days(first: date | None, last: date | None) -> str:
    """`interval` for dates that have no grain: a whole year or month is written as one, an open end in words."""
    if first is None or last is None:
        known = [f"{first} or later"] if first else [f"{last} or earlier"] if last else []
        return "".join(known)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and (first.month, last.month) == (1, 12):
        return interval(first, last, "year")
    return interval(first, last, "month" if whole else None)


def interval(first: date | None, last: date | None, grain: str | None) -> str:
    """An interval of days as text no finer than its grain; empty when both ends are unknown."""
    if first and last and first != last:
        if grain == "year" and first.year == last.year:
            return f"{first.year:04d}"
        if grain == "month" and (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}"
        return f"{first.isoformat()}/{last.isoformat()}"
    return "/".join(day.isoformat() for day in dict.fromkeys((first, last)) if day)


def _card(
    reader: Reader,
    conflicts: Sequence[Conflict],
    sides: Sequence[Sequence[Claim]],
    views: Mapping[str, Resolution],
) -> Card:
    first = conflicts[0]
    claims = {claim.claim_id: claim for side in sides for claim in side}
    ordered = sorted(claims.values(), key=lambda c: (_place(c), reader.sources(c.doc_id), c.start))
    return Card(
        check=first.check,
        subject=_subject(reader, first.subject, sides[0]),
        claimed=first.property,
        scope=sides[0][0].scope,
        status=first.status,
        verdict=first.verdict,
        severity=_severity(conflicts),
        measured=first.measured,
        conflicts=tuple(conflicts),
        statements=tuple(_statement(reader, claim) for claim in ordered),
        resolutions=views_of((claim.claim_id for claim in ordered), views),
    )


def _subject(reader: Reader, subject: str, claims: Sequence[Claim]) -> str:
    """The subject in words; a passage is named by what it says, that is by the one claim held against the rest."""
    often = Counter(claim.property for claim in claims)
    single = min(reversed(claims), key=lambda claim: often[claim.property])
    return f"“{single.quote}”" if subject.startswith("text:") else reader.subject(subject)


def _place(claim: Claim) -> tuple[Decimal, date]:
    """Where the value stands among others: numbers by size, dates by time."""
    return claim.low or claim.high or Decimal(0), claim.first or claim.last or date.min


def _last(text: str) -> str:
    """The end of a text, from a word on, with an ellipsis when something was cut."""
    return text if len(text) <= _SIDE else f"… {text[-_SIDE:].partition(' ')[2]}"


def _first(text: str) -> str:
    """The beginning of a text, up to a word, with an ellipsis when something was cut."""
    return text if len(text) <= _SIDE else f"{text[:_SIDE].rpartition(' ')[0]} …"


def _statement(reader: Reader, claim: Claim) -> Statement:
    return Statement(
        value=claim_value(claim),
        sources=reader.sources(claim.doc_id),
        speaker=claim.speaker,
        sentence=reader.sentence(claim.doc_id, claim.start, claim.end) or claim.quote,
        quote=claim.quote,
        via=claim.via,
        as_of=days(claim.as_of_first, claim.as_of_last),
        claimed_as=claim.status,
        superseded_by=claim.superseded_by,
        claim_id=claim.claim_id,
        doc_id=claim.doc_id,
        start=claim.start,
        end=claim.end,
    )


def _numbers(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"at most {_number(high)}"
    if high is None:
        return f"at least {_number(low)}"
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _number(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{Decimal(decimal_text(value)):,f}"
