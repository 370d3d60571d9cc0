"""Precision and recall of what Regesta finds in the shipped sources, against gold, and how fast each stage is."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

from benchmarks import accounts, gold, paragraphs
from benchmarks.gold import ROOT, Conflicts, Expected, Gold, LookAlike, Place, Side
from benchmarks.tally import Score
from regesta import annotate, pipeline
from regesta.config import Config
from regesta.extract.parse import Parses
from regesta.report.cards import claim_value
from regesta.sources.index import read_index
from regesta.spans import Span
from regesta.store import Workspace
from regesta.tables import (
    Attribution,
    Claim,
    Comparison,
    ComparisonClaim,
    Conflict,
    Document,
    Event,
    Fact,
    Figure,
    Passage,
    SourceDocument,
    Time,
)

__all__ = ["GROUPS", "MEASURES", "Accusation", "Outcome", "measure", "score_conflicts"]

GROUPS = ("open", "holdout")
MEASURES = (
    "times.span",
    "times.value",
    "figures.span",
    "figures.value",
    "events.type",
    "events.date",
    "events.status",
    "speakers.span",
    "conflicts",
)
F = TypeVar("F", bound=Fact)
P = TypeVar("P", bound=Place)
T = TypeVar("T")
Sides = frozenset[tuple[str, str]]
"""The two sides of a conflict, each a value and the source that gives it."""


@dataclass(frozen=True, slots=True)
class Accusation:
    """A row of `conflicts`: its sides, its verdict, and the check that made it."""

    sides: Sides
    verdict: str
    check: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores by group and measure, seconds of CPU by stage, and what went wrong in open sources, for people.

    `scores` are of the shipped sources, `events` of the news paragraphs and, where it is there, of the article,
    `accounts` of the paragraphs in which people speak; `checks` are the parts of the score of conflicts that each
    check has, by group.
    """

    scores: Mapping[str, Mapping[str, Score]]
    characters: int
    seconds: Mapping[str, float]
    errors: list[str] = field(default_factory=list)
    events: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)
    checks: Mapping[str, dict[str, Score]] = field(default_factory=lambda: {group: {} for group in GROUPS})

    def figures(self) -> dict[str, dict[str, float]]:
        """The F1 of every measure, by group, without those of the article, which not everybody has."""
        shipped = {group: self.events[group] for group in paragraphs.GROUPS if group in self.events}
        groups = {**self.scores, **shipped, **self.accounts}
        return {group: {name: score.f1 for name, score in named.items()} for group, named in groups.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found in the shipped sources; `rows` are by source."""

    times: dict[str, list[Time]]
    figures: dict[str, list[Figure]]
    events: dict[str, list[Event]]
    speakers: dict[str, list[Attribution]]
    accusations: list[Accusation]


def measure(index: Path = ROOT / "seeds" / "INDEX.md") -> Outcome:
    """Run all stages on the shipped sources, from nothing and in one process, and score them.

    Raises:
        GoldError: gold is missing or does not fit its text.
    """
    texts = gold.texts(gold.sources(index))
    known = gold.load(texts)
    conflicts = gold.load_conflicts(known)
    found, seconds = _run(index)
    errors: list[str] = []
    outcome = Outcome(
        scores={group: {name: Score() for name in MEASURES} for group in GROUPS},
        characters=sum(map(len, texts.values())),
        seconds=seconds,
        errors=errors,
        events=paragraphs.measure(index, errors),
        accounts=accounts.measure(errors),
    )
    for source_id, annotated in known.items():
        _score_source(outcome, found, source_id, annotated)
    score_conflicts(outcome, found.accusations, conflicts, known)
    return outcome


def _run(index: Path) -> tuple[Found, dict[str, float]]:
    """What the stages find, and the CPU seconds of each; lexicons and libraries are loaded before the clock starts."""
    annotate("On 4 May 2021 two people were killed in an attack in Kabul, police said.")
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        alone = _shipped_alone(index, Path(folder))
        config = Config.model_validate({"index": alone, "out": Path(folder) / "out", "workers": 1})
        with pipeline.building(config) as work, pipeline.Workers(1) as workers:
            pipeline.ingest(config, work)
            stages: dict[str, Callable[[], None]] = {
                "normalise": partial(pipeline.normalise, config, work, workers.each),
                "extract": partial(pipeline.extract, config, work, workers.each),
                "compare": partial(pipeline.compare_claims, config, work),
            }
            with _parsing() as parsing:
                for name, stage in stages.items():
                    begin = time.process_time()
                    stage()
                    seconds[name] = time.process_time() - begin
                    seconds |= {"- parse": sum(parsing)} if name == "extract" else {}
            return _found(work), seconds


@contextmanager
def _parsing() -> Iterator[list[float]]:
    """The CPU seconds of every call for parses or names, while it is open: a part of those of the stage."""
    kept = (Parses.of, Parses.names)
    spent: list[float] = []

    def clocked(method: Callable[[Parses, Sequence[Span]], T]) -> Callable[[Parses, Sequence[Span]], T]:
        def call(parses: Parses, spans: Sequence[Span]) -> T:
            begin = time.process_time()
            try:
                return method(parses, spans)
            finally:
                spent.append(time.process_time() - begin)

        return call

    try:
        Parses.of, Parses.names = clocked(kept[0]), clocked(kept[1])  # type: ignore[method-assign]
        yield spent
    finally:
        Parses.of, Parses.names = kept  # type: ignore[method-assign]


def _shipped_alone(index: Path, folder: Path) -> Path:
    """A copy of the index beside the shipped sources, without the others and without what is not shipped."""
    listed = [entry for entry in read_index(index).entries if entry.licence == gold.SHIPPED and entry.file]
    columns = ("id", "file", "title", "published")
    rows = [[entry.source_id, entry.file or "", entry.title or "", entry.published or ""] for entry in listed]
    for _, file, *_ in rows:
        (folder / file).write_bytes((index.parent / file).read_bytes())
    lines = [" | ".join(cells) for cells in (columns, ["-"] * len(columns), *rows)]
    path = folder / index.name
    path.write_text("".join(f"| {line} |\n" for line in lines), encoding="utf-8")
    return path


def _found(work: Workspace) -> Found:
    source = {link.doc_id: link.source_id for link in work.read(SourceDocument)}
    if unread := sorted(set(source) - {document.doc_id for document in work.read(Document)}):
        raise gold.GoldError(f"not read: {', '.join(unread)}")
    return Found(
        times=_by_source(source, work.read(Time)),
        figures=_by_source(source, work.read(Figure)),
        events=_by_source(source, _told(work)),
        speakers=_by_source(source, work.read(Attribution)),
        accusations=list(_accusations(source, work)),
    )


def _told(work: Workspace) -> list[Event]:
    """The events of the body: gold has none in titles and headings."""
    headed: dict[str, list[Span]] = defaultdict(list)
    for passage in work.read(Passage):
        if passage.kind in ("title", "heading"):
            headed[passage.doc_id].append(_span(passage))
    return [
        event for event in work.read(Event) if not any(span.overlaps(_span(event)) for span in headed[event.doc_id])
    ]


def _by_source(source: Mapping[str, str], rows: Iterable[F]) -> dict[str, list[F]]:
    grouped: dict[str, list[F]] = {source_id: [] for source_id in source.values()}
    for row in rows:
        grouped[source[row.doc_id]].append(row)
    return grouped


def _accusations(source: Mapping[str, str], work: Workspace) -> Iterator[Accusation]:
    claims = {claim.claim_id: claim for claim in work.read(Claim)}
    sides: dict[str, set[tuple[str, str]]] = {}
    for link in work.read(ComparisonClaim):
        claim = claims[link.claim_id]
        sides.setdefault(link.comparison_id, set()).add((_value(claim_value(claim)), source[claim.doc_id]))
    computed = {row.comparison_id: row for row in work.read(Comparison)}
    for conflict in work.read(Conflict):
        held = sides[conflict.comparison_id]
        if len(held) > len(("left", "right")):  # parts that were added up: what they come to, against what is said
            row, (_, where) = computed[conflict.comparison_id], min(held)
            held = {(_value(row.expected), where), (_value(row.observed), where)}
        yield Accusation(frozenset(held), conflict.verdict, conflict.check)


def _value(written: str) -> str:
    return written.replace(",", "")


def _score_source(outcome: Outcome, found: Found, source_id: str, annotated: Gold) -> None:
    group = GROUPS[annotated.holdout]
    scores = outcome.scores[group]
    note = partial(_note, outcome.errors, source_id, group)
    _score_times(scores, annotated.times, found.times[source_id], note)
    _score_figures(scores, annotated.figures, found.figures[source_id], note)
    _score_events(scores, annotated.events, found.events[source_id], note)
    speakers = {(row.speaker_start, row.speaker_end) for row in found.speakers[source_id]}
    wanted = {(entry.start, entry.end) for entry in annotated.speakers}
    scores["speakers.span"].add(len(speakers & wanted), len(speakers), len(wanted))
    for entry in annotated.speakers:
        if (entry.start, entry.end) not in speakers:
            note("speakers", "missed", entry.quote)


Note = Callable[[str, str, str], None]


def _note(errors: list[str], source_id: str, group: str, kind: str, what: str, text: str) -> None:
    """Keep an error for people, unless the source is held out: those are not to be looked at."""
    if group == "open":
        errors.append(f"{kind:8} {what:9} {source_id}: {' '.join(text.split())}")


def _score_times(scores: Mapping[str, Score], wanted: Sequence[gold.Time], rows: Sequence[Time], note: Note) -> None:
    pairs = _same_span(wanted, rows)
    right = [entry for entry, row in pairs if row.value == entry.value]
    scores["times.span"].add(len(pairs), len(rows), len(wanted))
    scores["times.value"].add(len(right), len(rows), len(wanted))
    _note_spans("times", pairs, wanted, rows, note)
    for entry, row in pairs:
        if row.value != entry.value:
            note("times", "value", f"{entry.quote!r} is {entry.value}, not {row.value}")


def _score_figures(
    scores: Mapping[str, Score], wanted: Sequence[gold.Figure], rows: Sequence[Figure], note: Note
) -> None:
    pairs = _same_span(wanted, rows)
    right = [(entry, row) for entry, row in pairs if _same_figure(entry, row)]
    scores["figures.span"].add(len(pairs), len(rows), len(wanted))
    scores["figures.value"].add(len(right), len(rows), len(wanted))
    _note_spans("figures", pairs, wanted, rows, note)
    for entry, row in pairs:
        if not _same_figure(entry, row):
            is_not = f"[{row.low}, {row.high}] {row.unit or '-'} {row.unit_name or '-'}"
            note("figures", "value", f"{entry.quote!r} is [{entry.low}, {entry.high}] {entry.unit}, not {is_not}")


def _same_figure(entry: gold.Figure, row: Figure) -> bool:
    """Same bounds, and the same unit by code or by name."""
    return (entry.low, entry.high) == (row.low, row.high) and entry.unit in (row.unit, row.unit_name)


def _score_events(scores: Mapping[str, Score], wanted: Sequence[gold.Event], rows: Sequence[Event], note: Note) -> None:
    """A mention is found when a trigger of its type overlaps it; date and status are asked of these."""
    unused = list(rows)
    dated = stated = right = 0
    for entry in wanted:
        row = next((row for row in unused if row.type == entry.type and _span(row).overlaps(entry.span)), None)
        if row is None:
            note("events", "missed", f"{entry.type} {entry.quote!r}")
            continue
        unused.remove(row)
        right += 1
        same_days = (row.first, row.last) == (entry.first, entry.last)
        same_status = (row.status, row.polarity) == (entry.status, entry.polarity)
        dated, stated = dated + same_days, stated + same_status
        if not same_days:
            note("events", "date", f"{entry.quote!r} is {entry.first}/{entry.last}, not {row.first}/{row.last}")
        if not same_status:
            note("events", "status", f"{entry.quote!r} is {entry.status}, not {row.status}")
    for row in unused:
        note("events", "spurious", f"{row.type} {row.quote!r}")
    for name, count in (("events.type", right), ("events.date", dated), ("events.status", stated)):
        scores[name].add(count, len(rows), len(wanted))


def _span(row: Fact) -> Span:
    return Span(row.start, row.end)


def _same_span(wanted: Sequence[P], rows: Sequence[F]) -> list[tuple[P, F]]:
    at = {(row.start, row.end): row for row in rows}
    return [(entry, at[entry.start, entry.end]) for entry in wanted if (entry.start, entry.end) in at]


def _note_spans(
    kind: str, pairs: Sequence[tuple[Place, Fact]], wanted: Sequence[Place], rows: Sequence[Fact], note: Note
) -> None:
    matched = {(entry.start, entry.end) for entry, _ in pairs}
    for entry in wanted:
        if (entry.start, entry.end) not in matched:
            note(kind, "missed", entry.quote)
    for row in rows:
        if (row.start, row.end) not in matched:
            note(kind, "spurious", row.quote)


def score_conflicts(
    outcome: Outcome, accusations: Sequence[Accusation], conflicts: Conflicts, known: Mapping[str, Gold]
) -> None:
    """An expected conflict is found when a row has its values, its sources and its verdict, under whatever property.

    A false accusation is an open conflict that is not expected as one; the same sides count once.
    """
    made = {(accusation.sides, accusation.verdict) for accusation in accusations}
    for wanted in conflicts.expected:
        group = _group(wanted.names(), known)
        hit = any((sides, wanted.verdict) in made for sides in _sides(wanted.left, wanted.right))
        _add(outcome, group, wanted.check, (int(hit), int(hit), 1))
        if not hit:
            _note(outcome.errors, wanted.about, group, "conflict", "missed", f"{wanted.verdict}: {_shown(wanted)}")
    due = {sides for wanted in conflicts.expected if wanted.verdict == "conflict" for sides in _pairs(wanted)}
    known_as = {sides: f"expected as {pair.verdict}" for pair in conflicts.expected for sides in _pairs(pair)}
    known_as |= {sides: f"look-alike, {pair.kind}" for pair in conflicts.lookalikes for sides in _pairs(pair)}
    for sides in sorted({sides for sides, verdict in made if verdict == "conflict"} - due, key=sorted):
        group = _group({source for _, source in sides}, known)
        _add(outcome, group, min(a.check for a in accusations if a.sides == sides), (0, 1, 0))
        values = " against ".join(f"{value} ({source})" for value, source in sorted(sides))
        _note(outcome.errors, known_as.get(sides, "not in gold"), group, "conflict", "false", values)


def _add(outcome: Outcome, group: str, check: str, counts: tuple[int, int, int]) -> None:
    outcome.scores[group]["conflicts"].add(*counts)
    outcome.checks[group].setdefault(check, Score()).add(*counts)


def _pairs(pair: Expected | LookAlike) -> Iterator[Sides]:
    return _sides(pair.left, pair.right)


def _sides(left: Side, right: Side) -> Iterator[Sides]:
    for one, other in product(left.sources, right.sources):
        yield frozenset({(_value(left.value), one), (_value(right.value), other)})


def _group(names: Iterable[str], known: Mapping[str, Gold]) -> str:
    """Held out as soon as one of the sources is."""
    return GROUPS[any(known[name].holdout for name in names)]


def _shown(pair: Expected) -> str:
    left, right = (f"{side.value} ({', '.join(side.sources)})" for side in (pair.left, pair.right))
    return f"{left} against {right}"
