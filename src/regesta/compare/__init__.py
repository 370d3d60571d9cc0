"""Claims, which of them are about one thing, and where they disagree.

    facts ─▶ claims (document by document) ─▶ clusters, copies (across documents) ─▶ checks ─▶ explainers ─▶ conflicts
                                                                                           └─▶ resolutions (a view)

Nothing is removed on the way: every claim stays a row, every comparison is a row, every one that does not agree is a
row of `conflicts`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from regesta.compare.alike import told_alike
from regesta.compare.checks import connect, load, run
from regesta.compare.claims import RELATION, claims_of, event_subject
from regesta.compare.clusters import Happening, happenings, join, members
from regesta.compare.comparable import representatives
from regesta.compare.conflicts import Ledger, compared_nothing
from regesta.compare.copies import find_copies
from regesta.compare.corrections import taken_back
from regesta.compare.explain import Around
from regesta.compare.incidents import find_alike, incident_rows
from regesta.compare.publication import dated_by_document, other_days
from regesta.compare.ranking import Record
from regesta.compare.reading import Reading, rows_of
from regesta.compare.resolve import resolutions
from regesta.compare.vocabulary import state_name
from regesta.store import from_arrow
from regesta.tables import (
    Attribution,
    Claim,
    ClaimCount,
    Comparison,
    ComparisonClaim,
    Document,
    Event,
    Figure,
    Row,
)

__all__ = ["GIVES", "NEEDS", "compare", "facts"]

NEEDS = (
    "sources",
    "source_documents",
    "documents",
    "metadata",
    "passages",
    "times",
    "figures",
    "entities",
    "attributions",
    "events",
    "event_arguments",
)
"""The tables that claims are made from."""

PASSAGES = ("sentence", "dateline", "table_cell", "byline")
"""The kinds of passages that are looked at."""

GIVES = (
    "claims",
    "copies",
    "incidents",
    "clusters",
    "merges",
    "comparisons",
    "comparison_claims",
    "conflicts",
    "resolutions",
    "resolution_claims",
    "claim_counts",
    "issues",
)
"""The tables whose rows come out."""


def facts(arrow: Callable[[str], pa.Table]) -> dict[str, list[Row]]:
    """The rows of the tables in `NEEDS` as far as comparing looks at them: half of a large run's rows it does not.

    Args:
        arrow: gives a table by its name.

    Returns:
        Rows by table: of passages those of `PASSAGES`, documents without their maps.
    """
    tables = {name: arrow(name) for name in NEEDS}
    passages, documents = tables["passages"], tables["documents"]
    tables["passages"] = passages.filter(pc.is_in(passages["kind"], pa.array(PASSAGES)))
    place = documents.schema.get_field_index("offset_map")
    field = documents.schema.field(place)
    tables["documents"] = documents.set_column(place, field, pa.array([[]] * documents.num_rows, field.type))
    return {name: from_arrow(name, table) for name, table in tables.items()}


def compare(tables: Mapping[str, list[Row]]) -> list[Row]:
    """Every claim of the facts, and what the checks say about them.

    Args:
        tables: the rows of the tables in `NEEDS`; one that is missing counts as empty. Their order does not matter.

    Returns:
        Rows of the tables in `GIVES`; the issues are those of stage check.

    Raises:
        CheckError: the file of a check is wrong; nothing is compared then.
    """
    checks = load()
    readings = {reading.document.doc_id: reading for reading in Reading.of_all(tables)}
    reported, related = find_alike(list(readings.values()))
    copies = find_copies(list(readings.values()), tables)
    found: list[Happening] = []
    stated: list[Claim] = []
    for doc_id, reading in readings.items():
        own = list(claims_of(reading))
        found += happenings(reading, own, reported[doc_id])
        stated += own
    stated += told_alike(readings.values(), reported, related)
    made = Counter(claim.doc_id for claim in stated)
    counts = [ClaimCount(doc_id=doc_id, made=made[doc_id]) for doc_id in readings]
    of, merges = join(found, related)
    linked = [member for reading in readings.values() for member in members(reading, of)]
    placed = [replace(c, subject=_across(c.subject, of), via=c.via and _across(c.via, of)) for c in stated]
    marked = list(copies.marked(placed, readings))
    taken = taken_back(marked, readings, copies.groups, copies.rows)
    claims = [replace(c, superseded_by=taken[c.claim_id].doc_id) if c.claim_id in taken else c for c in marked]
    home = {claim.claim_id: claim.subject for claim in stated}
    compared = {claim.claim_id: claim for claim in representatives(claims, home)}
    ledger = Ledger(
        claims=compared,
        titles={d.doc_id: d.title or "untitled" for d in rows_of(tables, "documents", Document)},
        labels=dict(_labels(claims, (e for reading in readings.values() for e in reading.events), of)),
        around=Around(
            claims=tuple(compared.values()),
            rising=frozenset(_rising(claims, rows_of(tables, "figures", Figure))),
            taken=taken,
            other_days=other_days(tables),
            by_document=dated_by_document(tables),
        ),
    )
    judged: list[Row] = []
    with connect(claims, list(compared.values()), copies.origins) as connection:
        for check in checks:
            groups = run(check, connection)
            judged += ledger.rows(check, groups) if groups else [compared_nothing(check)]
    said = rows_of(tables, "attributions", Attribution)
    record = Record.of(compared.values(), said, [reading.document for reading in readings.values()])
    view = resolutions(compared, _with_claims(judged), record)
    return [*claims, *counts, *copies.rows, *incident_rows(reported), *linked, *merges, *judged, *view]


def _with_claims(judged: Sequence[Row]) -> Iterator[tuple[Comparison, Sequence[str]]]:
    """The comparisons with the ids of their claims."""
    claims: dict[str, list[str]] = defaultdict(list)
    for row in judged:
        if isinstance(row, ComparisonClaim):
            claims[row.comparison_id].append(row.claim_id)
    return ((row, claims[row.comparison_id]) for row in judged if isinstance(row, Comparison))


def _across(subject: str, of: Mapping[str, str]) -> str:
    """The subject over all documents of a subject inside one."""
    kind, _, cluster = subject.partition(":")
    return event_subject(of[cluster]) if kind == "event" else subject


def _rising(claims: Iterable[Claim], figures: Iterable[Figure]) -> Iterator[str]:
    """The facts whose text says that the number went up: "rose to 14", "14, up from nine"."""
    yield from (figure.figure_id for figure in figures if figure.direction == "up")
    yield from (claim.fact_id for claim in claims if claim.property == "level_after" and claim.via == "up")


def _labels(claims: Iterable[Claim], events: Iterable[Event], of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """How each subject is called in a sentence: the states, or the word that names the happening."""
    for claim in claims:
        if claim.subject.startswith(RELATION):
            yield claim.subject, " and ".join(map(state_name, claim.subject.removeprefix(RELATION).split("-")))
    for event in sorted(events, key=lambda event: event.event_id, reverse=True):
        yield event_subject(of[event.cluster_id]), f"the event “{event.quote}”"
