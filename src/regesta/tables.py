"""The tables of a run: one frozen row class each.

Everything else is projected from these classes: the Arrow schema (`regesta.store`), the Great Expectations suite
(`regesta.validate`) and docs/data-model.md. A column is `Annotated[type, Col(what it means, what must hold)]`;
`| None` means that null is allowed.

This module imports nothing but the standard library, so that `annotate` stays light.
"""

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Context, Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from regesta.spans import Kind, Segment, Unit

__all__ = [
    "CLAIM_ROLES",
    "CONFLICT_STATUS",
    "EXPLAINED",
    "GRAINS",
    "PASSAGE_KINDS",
    "RANKS",
    "SEVERITIES",
    "STATUSES",
    "TABLES",
    "UNRESOLVED",
    "VERDICTS",
    "Attribution",
    "Claim",
    "ClaimCount",
    "Cluster",
    "Col",
    "Column",
    "Comparison",
    "ComparisonClaim",
    "Conflict",
    "Copy",
    "Document",
    "Entity",
    "Event",
    "EventArgument",
    "Evidence",
    "Fact",
    "Figure",
    "Incident",
    "Issue",
    "MapPiece",
    "Merge",
    "Metadata",
    "Parameter",
    "Passage",
    "Resolution",
    "ResolutionClaim",
    "Review",
    "Row",
    "Source",
    "SourceDocument",
    "Support",
    "Time",
    "as_plain",
    "columns",
    "content_id",
    "decimal_text",
    "key_column",
    "order_columns",
    "sort_key",
    "table_of",
]

SEVERITIES = ("info", "warning", "error", "critical")
PASSAGE_KINDS = (
    "title",
    "byline",
    "dateline",
    "heading",
    "paragraph",
    "sentence",
    "quotation",
    "list_item",
    "table_cell",
    "furniture",
)
COUNTRY_BASES = ("listed", "home", "stated", "inferred")
GRAINS = ("second", "minute", "hour", "day", "week", "month", "quarter", "season", "year", "decade", "century")
STATUSES = ("asserted", "reported", "alleged", "promised", "planned", "hypothetical")
DATE_BASES = ("index", "metadata", "dateline", "content")
METADATA_NAMES = ("title", "byline", "published", "updated", "correction", "language", "site", "url")
METADATA_SOURCES = ("json-ld", "opengraph", "meta", "time", "page", "field")
COMPARATORS = ("=", "~", ">", ">=", "<", "<=")
EXPLAINED = (
    "correction",
    "version",
    "granularity",
    "rounding",
    "unit_conversion",
    "update",
    "inclusion",
    "composite",
    "ageing",
    "milestone_differs",
    "scope_differs",
    "identity_suspect",
    "metadata_suspect",
)
VERDICTS = ("agree", *EXPLAINED, "conflict", "undetermined")
CLAIM_ROLES = ("left", "right", "premise", "statement", "part", "whole", "earlier", "later")
CONFLICT_STATUS = ("open", "explained", "accepted", "suppressed")
RANKS = ("preferred", "normal", "deprecated")
UNRESOLVED = ("margin", "milestones")


@dataclass(frozen=True, slots=True)
class Col:
    """What a column means and what must hold in it."""

    doc: str
    unique: bool = False
    minimum: int | None = None
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    """`table.column` in which every value that is not null must stand."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name and a value, both text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MapPiece:
    """Characters `start` to `end` of the text come from `source_start` to `source_end` of the blob."""

    start: int
    end: int
    unit: Unit
    page: int | None
    source_start: int
    source_end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Support:
    """One of the values of a conflict and how many independent sources state it."""

    value: str
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Row):
    """A row that points at the characters that state it."""

    doc_id: Annotated[str, Col("the document it stands in", refers_to="documents.doc_id")]
    start: Annotated[int, Col("first character in the document's text (code points)", minimum=0)]
    end: Annotated[int, Col("one past the last character", minimum=1)]
    quote: Annotated[str, Col("text[start:end], verbatim")]
    prefix: Annotated[str, Col("up to 32 characters before the quote")]
    suffix: Annotated[str, Col("up to 32 characters after the quote")]
    segments: Annotated[list[Segment], Col("the ranges of the raw file that the quote comes from")]
    rule_id: Annotated[str, Col("the rule that made the row: <lexicon file>.<entry>")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Row):
    """A line of the index."""

    source_id: Annotated[str, Col("id of the line, given or from the file name", unique=True)]
    file: Annotated[str | None, Col("file as listed, relative to a sources folder")] = None
    url: Annotated[str | None, Col("address as listed")] = None
    media_type: Annotated[str | None, Col("what the format says the file is")] = None
    blob: Annotated[str | None, Col("sha256 of the bytes")] = None
    bytes: Annotated[int | None, Col("size of the file", minimum=0)] = None
    final_url: Annotated[str | None, Col("address that gave the bytes, after redirects; null for a file")] = None
    charset: Annotated[str | None, Col("encoding that the server declared for a download")] = None
    retrieved: Annotated[date | None, Col("day of the download (UTC), by its own record; null for a file")] = None
    title: Annotated[str | None, Col("as listed")] = None
    publisher: Annotated[str | None, Col("as listed")] = None
    published: Annotated[str | None, Col("date as listed (EDTF level 0)")] = None
    language: Annotated[str | None, Col("as listed (BCP 47)")] = None
    licence: Annotated[str | None, Col("as listed")] = None
    extra: Annotated[list[Parameter], Col("columns of the index that Regesta does not know")]
    status: Annotated[str, Col("what became of it", choices=("ingested", "missing", "quarantined", "duplicate"))]
    reason: Annotated[str | None, Col("why, when it was not ingested")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument(Row):
    """Which source gave which document: two publishers of the same bytes are two sources of one document."""

    source_id: Annotated[str, Col("the source", refers_to="sources.source_id")]
    doc_id: Annotated[str, Col("the document", refers_to="documents.doc_id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Row):
    """A document that was read: one text in a blob."""

    doc_id: Annotated[str, Col("hash of blob and part path", unique=True)]
    blob: Annotated[str, Col("sha256 of the raw bytes")]
    part_path: Annotated[str, Col("place inside the blob (a zip member, a mail part); empty for a plain file")]
    parent_doc_id: Annotated[str | None, Col("the document it is a part of", refers_to="documents.doc_id")] = None
    title: Annotated[str | None, Col("title as the document gives it, else as the index lists it")] = None
    text: Annotated[str, Col("canonical text: all offsets count its code points")]
    text_sha256: Annotated[str, Col("sha256 of the text in UTF-8")]
    offset_map: Annotated[list[MapPiece], Col("where in the blob each character comes from")]
    language: Annotated[str, Col("BCP 47")]
    encoding: Annotated[str, Col("codec that decodes the bytes")]
    encoding_basis: Annotated[str, Col("how it was found", choices=("bom", "utf-8", "declared", "detected"))]
    published_first: Annotated[date | None, Col("first possible day of publication")] = None
    published_last: Annotated[date | None, Col("last possible day of publication")] = None
    published_basis: Annotated[
        str | None, Col("what says so; content gives a first day only, and dates nothing relative", choices=DATE_BASES)
    ] = None
    published_from: Annotated[str | None, Col("id of the source, metadata row, passage or event that says so")] = None
    updated_first: Annotated[date | None, Col("first possible day of the last update")] = None
    updated_last: Annotated[date | None, Col("last possible day of the last update")] = None
    updated_basis: Annotated[str | None, Col("what says so", choices=("metadata", "dateline"))] = None
    updated_from: Annotated[str | None, Col("id of the metadata row or passage that says so")] = None
    retrieved_first: Annotated[date | None, Col("first possible day of the download")] = None
    retrieved_last: Annotated[date | None, Col("last possible day of the download")] = None
    retrieved_basis: Annotated[str | None, Col("what says so", choices=("download",))] = None
    format: Annotated[str, Col("name of the format that read it")]
    code_version: Annotated[str, Col("hash of the code that read it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata(Row):
    """One thing that a file says about a document of it, outside or inside its text. Sources may disagree."""

    metadata_id: Annotated[str, Col("content hash", unique=True)]
    doc_id: Annotated[str, Col("the document that it is about", refers_to="documents.doc_id")]
    name: Annotated[str, Col("what is said of it", choices=METADATA_NAMES)]
    value: Annotated[str, Col("what is said, escapes resolved; a date is as written")]
    source: Annotated[str, Col("where in the file", choices=METADATA_SOURCES)]
    rank: Annotated[int, Col("0 for the best source of this name, then 1, 2 ...", minimum=0)]
    first: Annotated[date | None, Col("first day of a date; null when it is none or has no fixed day")] = None
    last: Annotated[date | None, Col("last day of a date")] = None
    raw: Annotated[str, Col("the evidence in the file, decoded, nothing resolved")]
    segments: Annotated[list[Segment], Col("its range in the file")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Fact):
    """A stretch of a document. Sentences lie inside other passages; furniture gives no facts."""

    passage_id: Annotated[str, Col("content hash", unique=True)]
    kind: Annotated[str, Col("what it is", choices=PASSAGE_KINDS)]
    section: Annotated[str | None, Col("the heading that it stands under")] = None
    page: Annotated[int | None, Col("page, where the file has pages", minimum=1)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Fact):
    """A temporal expression, after TIMEX3 (as TempEval-3 used it) and EDTF."""

    time_id: Annotated[str, Col("content hash", unique=True)]
    type: Annotated[str, Col("TIMEX3 type", choices=("DATE", "TIME", "DURATION", "SET"))]
    value: Annotated[str | None, Col("TIMEX3 value; null when it cannot be known")] = None
    edtf: Annotated[str | None, Col("EDTF, authoritative; null when it is not a date")] = None
    first: Annotated[date | None, Col("first day it can mean; null outside the years 1 to 9999")] = None
    last: Annotated[date | None, Col("last day it can mean")] = None
    clock: Annotated[str | None, Col("clock time, HH:MM or HH:MM:SS")] = None
    zone: Annotated[str | None, Col("time zone as written")] = None
    grain: Annotated[str | None, Col("how fine it is", choices=GRAINS)] = None
    mod: Annotated[str | None, Col("TIMEX3 modifier (START, MID, END, APPROX, MORE_THAN ...)")] = None
    basis: Annotated[
        str | None,
        Col(
            "what the value rests on",
            choices=("explicit", "dct", "speech", "previous_date", "section", "event", "unresolved"),
        ),
    ] = None
    anchor_start: Annotated[int | None, Col("span of the anchor that completed it", minimum=0)] = None
    anchor_end: Annotated[int | None, Col("end of that span", minimum=1)] = None
    range_id: Annotated[str | None, Col("shared by the two ends of one range")] = None
    offset: Annotated[
        str | None, Col("signed ISO 8601 distance from the anchor: P1D (a day after it), -P70Y (70 years back from it)")
    ] = None
    expr: Annotated[
        str | None, Col("what the words say, whatever the anchor: shift(now, -P2Y); see extract/times/expressions.py")
    ] = None
    alternatives: Annotated[list[str], Col("other readings (EDTF), when the text does not decide")]
    flags: Annotated[list[str], Col("ambiguous, fiscal, impossible, weekday_mismatch")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A number with what it counts. Its span is number with unit or counted noun; cues stand outside."""

    figure_id: Annotated[str, Col("content hash", unique=True)]
    low: Annotated[Decimal | None, Col("lower bound; null is open")] = None
    high: Annotated[Decimal | None, Col("upper bound; null is open")] = None
    rounds_from: Annotated[
        Decimal | None, Col("least value that rounds to the digits: 6.35 billion for 6.4 billion; null is exact")
    ] = None
    rounds_to: Annotated[Decimal | None, Col("least value above that rounds to other digits; null is exact")] = None
    comparator: Annotated[str, Col("how the text hedges", choices=COMPARATORS)]
    direction: Annotated[str | None, Col("up or down, when the text says so", choices=("up", "down"))] = None
    unit: Annotated[str | None, Col("UCUM code or ISO 4217; null for a bare number")] = None
    unit_name: Annotated[str | None, Col("English singular name; the counted noun for counts")] = None
    unit_kind: Annotated[
        str | None, Col("what the unit is", choices=("count", "currency", "physical", "percent", "age", "duration"))
    ] = None
    value_start: Annotated[int, Col("span of the number itself", minimum=0)]
    value_end: Annotated[int, Col("end of that span", minimum=1)]
    counted: Annotated[str | None, Col("the noun counted, as written")] = None
    counted_start: Annotated[int | None, Col("its span", minimum=0)] = None
    counted_end: Annotated[int | None, Col("end of that span", minimum=1)] = None
    measured: Annotated[str | None, Col("what it is a quantity of, as written (deaths, border, deal)")] = None
    measured_start: Annotated[int | None, Col("its span", minimum=0)] = None
    measured_end: Annotated[int | None, Col("end of that span", minimum=1)] = None
    as_of: Annotated[list[str], Col("times that say when it held", refers_to="times.time_id")]
    part_of: Annotated[str | None, Col("the figure that it is a part of", refers_to="figures.figure_id")] = None
    alternatives: Annotated[list[str], Col("other units, when the text does not decide")]
    flags: Annotated[list[str], Col("what a reader should know")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Fact):
    """A mention of somebody or some place."""

    entity_id: Annotated[str, Col("content hash", unique=True)]
    kind: Annotated[str, Col("what it is", choices=("country", "division", "place", "organisation", "person", "group"))]
    linked_id: Annotated[str | None, Col("ISO 3166-1 alpha-3, ISO 3166-2, or a slug; null when not known")] = None
    country: Annotated[str | None, Col("alpha-3 code of the state that it is or acts for")] = None
    country_basis: Annotated[
        str | None,
        Col(
            "listed: it acts for it, as the lexicon says; home: it is only at home there; stated in the text; "
            "inferred from the place named",
            choices=COUNTRY_BASES,
        ),
    ] = None
    place_type: Annotated[
        str | None, Col("type of a first-level division in ISO 3166-2 (province, state, region ...)")
    ] = None
    office: Annotated[str | None, Col("office held, as the text says")] = None
    candidates: Annotated[list[str], Col("linked ids that it could have, when the text does not decide")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Fact):
    """Who says something. The row's span is the cue ("said", "according to"); hearsay ("reportedly") has no speaker.

    What is said in two parts, with the speaker between them, is two rows with one cue.
    """

    attribution_id: Annotated[str, Col("content hash", unique=True)]
    speaker: Annotated[str | None, Col("the speaker, as written; null where nobody is named")]
    speaker_start: Annotated[int | None, Col("span of the speaker", minimum=0)]
    speaker_end: Annotated[int | None, Col("end of that span", minimum=1)]
    speaker_id: Annotated[str | None, Col("linked id of the speaker")] = None
    content_start: Annotated[int, Col("span of what is said", minimum=0)]
    content_end: Annotated[int, Col("end of that span", minimum=1)]
    said_first: Annotated[date | None, Col("first day on which it can have been said")] = None
    said_last: Annotated[date | None, Col("last such day")] = None
    depth: Annotated[int, Col("1 for the document's own report, 2 for a report in a report", minimum=1)]
    parent_id: Annotated[str | None, Col("the attribution around it", refers_to="attributions.attribution_id")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """A mention of something that happened, or is said to. Its span is the trigger."""

    event_id: Annotated[str, Col("content hash", unique=True)]
    type: Annotated[str, Col("event type: a PLOVER name or an X: extension")]
    plover: Annotated[
        str | None,
        Col("PLOVER type of the act that the sentence reports or announces; null for background"),
    ] = None
    cameo: Annotated[str | None, Col("CAMEO code, where the trigger has one")] = None
    family: Annotated[str | None, Col("milestone family (relations, deal, leadership ...)")] = None
    milestone: Annotated[str | None, Col("which milestone of the family")] = None
    first: Annotated[date | None, Col("first day on which it can have happened")] = None
    last: Annotated[date | None, Col("last such day")] = None
    grain: Annotated[str | None, Col("how fine the date is", choices=GRAINS)] = None
    time_basis: Annotated[
        str | None, Col("where the date comes from", choices=("clause", "sentence", "event", "discourse"))
    ] = None
    status: Annotated[str, Col("how sure the text is", choices=STATUSES)]
    polarity: Annotated[str, Col("a denial is negative", choices=("positive", "negative"))]
    attribution_id: Annotated[str | None, Col("who says so", refers_to="attributions.attribution_id")] = None
    cluster_id: Annotated[str, Col("same happening inside the document", refers_to="events.event_id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventArgument(Fact):
    """A slot of an event. The row's span is the filler."""

    argument_id: Annotated[str, Col("content hash", unique=True)]
    event_id: Annotated[str, Col("the event", refers_to="events.event_id")]
    role: Annotated[
        str,
        Col("the slot", choices=("actor", "recipient", "participant", "place", "object", "value", "victims", "time")),
    ]
    entity_id: Annotated[str | None, Col("the filler, when it is an entity", refers_to="entities.entity_id")] = None
    figure_id: Annotated[str | None, Col("the filler, when it is a figure", refers_to="figures.figure_id")] = None
    time_id: Annotated[str | None, Col("the filler, when it is a time", refers_to="times.time_id")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Fact):
    """The characters behind one derived cell, where they are not all those of the fact itself."""

    evidence_id: Annotated[str, Col("content hash", unique=True)]
    fact_id: Annotated[str, Col("the fact (its id names its table)")]
    column: Annotated[str, Col("the column of the fact")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Fact):
    """One value of one property of one subject, as one passage states it. Never removed by reconciling."""

    claim_id: Annotated[str, Col("content hash, the same in every run", unique=True)]
    fact_id: Annotated[str, Col("the event, figure or time that states it")]
    subject: Annotated[str, Col("an event cluster, an entity, or a relation of two (rel:CHN-PAK)")]
    property: Annotated[str, Col("what is claimed of the subject")]
    first: Annotated[date | None, Col("value as an interval of days")] = None
    last: Annotated[date | None, Col("its end")] = None
    grain: Annotated[str | None, Col("how fine the dates are", choices=GRAINS)] = None
    low: Annotated[Decimal | None, Col("value as an interval of numbers")] = None
    high: Annotated[Decimal | None, Col("its end")] = None
    rounds_from: Annotated[Decimal | None, Col("least number that rounds to the digits; null is exact")] = None
    rounds_to: Annotated[Decimal | None, Col("least number above that rounds to other digits")] = None
    comparator: Annotated[str | None, Col("how the text hedges", choices=COMPARATORS)] = None
    unit: Annotated[str | None, Col("unit of the numbers")] = None
    text: Annotated[str | None, Col("value as text")] = None
    via: Annotated[str | None, Col("the milestone or role through which it is claimed")] = None
    scope: Annotated[str | None, Col("which part of the whole it counts (CHN: the Chinese); null is the whole")] = None
    as_of_first: Annotated[date | None, Col("first day for which the value can be meant")] = None
    as_of_last: Annotated[date | None, Col("last such day")] = None
    status: Annotated[str, Col("how sure the text is", choices=STATUSES)]
    polarity: Annotated[str, Col("a denial is negative", choices=("positive", "negative"))]
    attribution_id: Annotated[str | None, Col("who says so", refers_to="attributions.attribution_id")] = None
    speaker: Annotated[str | None, Col("who says so, as written; null is the document itself")] = None
    copy_group: Annotated[
        str, Col("claims of one origin share it: one publisher or agency, and whoever copied the sentence from there")
    ]
    copied_from: Annotated[
        str | None, Col("the oldest document that has the sentence; as_of is its day", refers_to="documents.doc_id")
    ] = None
    superseded_by: Annotated[
        str | None,
        Col("the document in which its own publisher takes it back or has another", refers_to="documents.doc_id"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Row):
    """A sentence that was copied from an older document."""

    passage_id: Annotated[str, Col("the sentence", unique=True, refers_to="passages.passage_id")]
    doc_id: Annotated[str, Col("its document", refers_to="documents.doc_id")]
    of_doc_id: Annotated[str, Col("the oldest document that has most of it", refers_to="documents.doc_id")]
    kind: Annotated[
        str, Col("version when both documents have one origin and most of their text", choices=("copy", "version"))
    ]
    share: Annotated[Decimal, Col("the part of its five-word shingles that stand there")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Row):
    """Which documents report the same incident, by their words, names and days."""

    incident_id: Annotated[str, Col("smallest document id in it", refers_to="documents.doc_id")]
    doc_id: Annotated[str, Col("the document", unique=True, refers_to="documents.doc_id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Row):
    """Which event mentions, of any document, are the same happening."""

    cluster_id: Annotated[str, Col("smallest event id in it", refers_to="events.event_id")]
    event_id: Annotated[str, Col("the member", unique=True, refers_to="events.event_id")]
    doc_id: Annotated[str, Col("its document", refers_to="documents.doc_id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Row):
    """Two event clusters of two documents that were taken for the same happening, and why."""

    left_id: Annotated[str, Col("cluster inside its document", refers_to="events.event_id")]
    right_id: Annotated[str, Col("cluster inside its document", refers_to="events.event_id")]
    score: Annotated[Decimal, Col("sum of the weights of the reasons")]
    reasons: Annotated[list[str], Col("what they share")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Row):
    """Claims that a check put together, whether they agree or not: the denominator of every check."""

    comparison_id: Annotated[str, Col("hash of check, property and the claims", unique=True)]
    check: Annotated[str, Col("the check: a file of expectations/consistency")]
    subject: Annotated[str, Col("whom or what the claims are about")]
    property: Annotated[str, Col("what is claimed")]
    agrees: Annotated[bool, Col("whether the values can both be true as they stand")]
    verdict: Annotated[str, Col("agree, what explains the difference, conflict, or undetermined", choices=VERDICTS)]
    expected: Annotated[str, Col("the one value")]
    observed: Annotated[str, Col("the other value")]
    parameters: Annotated[list[Parameter], Col("what decided the verdict")]
    explanation: Annotated[str, Col("one sentence for a person")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonClaim(Row):
    """The part that a claim plays in a comparison."""

    comparison_id: Annotated[str, Col("the comparison", refers_to="comparisons.comparison_id")]
    claim_id: Annotated[str, Col("the claim", refers_to="claims.claim_id")]
    role: Annotated[str, Col("the part that it plays", choices=CLAIM_ROLES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Row):
    """A comparison that does not agree. Nothing is dropped, nothing is silently resolved."""

    conflict_id: Annotated[str, Col("hash of check, property and the claims", unique=True)]
    comparison_id: Annotated[str, Col("the comparison", unique=True, refers_to="comparisons.comparison_id")]
    check: Annotated[str, Col("the check that found it")]
    severity: Annotated[str, Col("how much it matters", choices=SEVERITIES)]
    status: Annotated[str, Col("open, or explained, or what a reviewer decided", choices=CONFLICT_STATUS)]
    verdict: Annotated[str, Col("what explains it, conflict, or undetermined", choices=VERDICTS[1:])]
    subject: Annotated[str, Col("whom or what the claims are about")]
    property: Annotated[str, Col("what is claimed")]
    n_values: Annotated[int, Col("how many different values", minimum=1)]
    support: Annotated[list[Support], Col("each value with the number of independent sources behind it")]
    measured: Annotated[str, Col("how many open conflicts of this check were real when a person read them, and where")]
    explanation: Annotated[str, Col("one sentence for a person")]
    review: Annotated[str | None, Col("the reason of the reviewer who decided its status")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Row):
    """Which of several values of one thing comes first by a stated policy. A view: it changes no other row.

    There is one for all claims that checks compared with each other as values of one thing, where they are not all the
    same value. That a value comes first does not make it true.
    """

    resolution_id: Annotated[str, Col("hash of policy, property and the claims", unique=True)]
    subject: Annotated[str, Col("whom or what the claims are about")]
    property: Annotated[str, Col("what is claimed")]
    policy: Annotated[str, Col("the policy: an entry of lexicon/resolution.toml")]
    verdict: Annotated[str, Col("whether a value comes first", choices=("resolved", "undetermined"))]
    value: Annotated[str | None, Col("the value that comes first, as people write it")] = None
    claim_id: Annotated[str | None, Col("the claim that states it best", refers_to="claims.claim_id")] = None
    decided_by: Annotated[str | None, Col("the criterion that left it alone")] = None
    margin: Annotated[
        int | None, Col("by how much, in what the criterion counts: speakers, steps, sources, days", minimum=1)
    ] = None
    reason: Annotated[
        str | None,
        Col("why none comes first: too little tells them apart, or they are of two milestones", choices=UNRESOLVED),
    ] = None
    n_values: Annotated[int, Col("how many different values", minimum=2)]
    explanation: Annotated[str, Col("one sentence for a person")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionClaim(Row):
    """Where a claim stands in a resolution, and what it was ranked by."""

    resolution_id: Annotated[str, Col("the resolution", refers_to="resolutions.resolution_id")]
    claim_id: Annotated[str, Col("the claim", unique=True, refers_to="claims.claim_id")]
    rank: Annotated[
        str,
        Col(
            "preferred states the value that comes first, normal may be true beside it, deprecated may not",
            choices=RANKS,
        ),
    ]
    ranks: Annotated[list[Parameter], Col("what each criterion of the policy found for its value, in their order")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCount(Row):
    """How many claims a document makes, counted before anything was compared: as many are in `claims`."""

    doc_id: Annotated[str, Col("the document", unique=True, refers_to="documents.doc_id")]
    made: Annotated[int, Col("how many claims it makes", minimum=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Row):
    """A cell that a person decided about, with what stood in it before."""

    review_id: Annotated[str, Col("content hash", unique=True)]
    row_id: Annotated[str, Col("the conflict or fact (its id names its table)")]
    column: Annotated[str, Col("the column")]
    before: Annotated[str | None, Col("what the run found")]
    after: Annotated[str | None, Col("what stands there now")]
    reason: Annotated[str, Col("why, in the words of the reviewer")]
    by: Annotated[str | None, Col("who decided")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Row):
    """Something a person should know: a quarantined file, an ambiguity, an abstention."""

    issue_id: Annotated[str, Col("content hash", unique=True)]
    stage: Annotated[str, Col("where it was found", choices=("ingest", "normalise", "extract", "check", "validate"))]
    severity: Annotated[str, Col("how much it matters", choices=SEVERITIES)]
    code: Annotated[str, Col("short name of the kind of issue, snake_case")]
    message: Annotated[str, Col("one sentence for a person")]
    source_id: Annotated[str | None, Col("the source", refers_to="sources.source_id")] = None
    doc_id: Annotated[str | None, Col("the document", refers_to="documents.doc_id")] = None
    start: Annotated[int | None, Col("span in the document's text", minimum=0)] = None
    end: Annotated[int | None, Col("end of that span", minimum=0)] = None
    quote: Annotated[str | None, Col("text[start:end]")] = None
    rule_id: Annotated[str | None, Col("the rule that abstained")] = None


TABLES: dict[str, type[Row]] = {
    "sources": Source,
    "source_documents": SourceDocument,
    "documents": Document,
    "metadata": Metadata,
    "passages": Passage,
    "times": Time,
    "figures": Figure,
    "entities": Entity,
    "attributions": Attribution,
    "events": Event,
    "event_arguments": EventArgument,
    "evidence": Evidence,
    "claims": Claim,
    "comparisons": Comparison,
    "comparison_claims": ComparisonClaim,
    "conflicts": Conflict,
    "resolutions": Resolution,
    "resolution_claims": ResolutionClaim,
    "claim_counts": ClaimCount,
    "copies": Copy,
    "incidents": Incident,
    "clusters": Cluster,
    "merges": Merge,
    "reviews": Review,
    "issues": Issue,
}
"""Every table by name, in the order in which the stages fill them."""

_PREFIXES = {
    "doc": "documents",
    "met": "metadata",
    "psg": "passages",
    "tim": "times",
    "fig": "figures",
    "ent": "entities",
    "att": "attributions",
    "evt": "events",
    "arg": "event_arguments",
    "evd": "evidence",
    "clm": "claims",
    "cmp": "comparisons",
    "cnf": "conflicts",
    "res": "resolutions",
    "rev": "reviews",
    "iss": "issues",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the row class declares it: `type` is the Python type without `| None`."""

    name: str
    type: Any
    nullable: bool
    col: Col


def columns(row: type[Row]) -> tuple[Column, ...]:
    """The columns of a row class: its own key first, then the others as declared."""
    if row.__name__ not in _COLUMNS:
        _COLUMNS[row.__name__] = _declared(row)
    return _COLUMNS[row.__name__]


_COLUMNS: dict[str, tuple[Column, ...]] = {}


def _declared(row: type[Row]) -> tuple[Column, ...]:
    hints = get_type_hints(row, include_extras=True)
    own = [f.name for f in fields(row) if f.name in row.__annotations__]
    names = [*own[:1], *(f.name for f in fields(row) if f.name not in own[:1])]
    return tuple(_column(name, hints[name]) for name in names)


def _column(name: str, hint: Any) -> Column:
    declared, col = get_args(hint)[:2]
    nullable = get_origin(declared) in (Union, UnionType) and NoneType in get_args(declared)
    bare = next(arg for arg in get_args(declared) if arg is not NoneType) if nullable else declared
    return Column(name, bare, nullable, col)


def key_column(row: type[Row]) -> str | None:
    """The name of the column that identifies a row, or None for a pure link table."""
    if row.__name__ not in _KEYS:
        _KEYS[row.__name__] = next((c.name for c in columns(row) if c.col.unique), None)
    return _KEYS[row.__name__]


_KEYS: dict[str, str | None] = {}


def sort_key(row: Row) -> tuple[Any, ...]:
    """The order of rows in every published table: by document, then place in it, then id."""
    key = key_column(type(row))
    identity = getattr(row, key) if key else tuple(str(getattr(row, c.name)) for c in columns(type(row)))
    if isinstance(row, Fact):
        return (row.doc_id, row.start, row.end, identity)
    return ("", 0, 0, identity)


def order_columns(row: type[Row]) -> tuple[str, ...]:
    """The columns by which `sort_key` orders the rows of a table that has a key; the key is the last of them."""
    key = key_column(row)
    place = ("doc_id", "start", "end") if issubclass(row, Fact) else ()
    return (*place, key) if key else tuple(c.name for c in columns(row))


def content_id(prefix: str, *parts: object) -> str:
    """`<prefix>_<20 hex digits>`: the same for the same parts, whatever the run, machine or order.

    `prefix` is one of those that `table_of` knows; 80 bits of sha256 keep a billion ids apart.
    """
    digest = hashlib.sha256("\x1f".join(_plain(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}_{digest.hexdigest()[:20]}"


def table_of(identifier: str) -> str | None:
    """The table that an id belongs to, by its prefix; None when it is no id of ours."""
    return _PREFIXES.get(identifier.partition("_")[0])


def _plain(part: object) -> str:
    if isinstance(part, list | tuple):
        return "\x1d" + "\x1e".join(_plain(p) for p in part)
    if is_dataclass(part):
        return _plain([getattr(part, f.name) for f in fields(part)])
    if isinstance(part, Decimal):
        return decimal_text(part)
    return "\x00" if part is None else str(part)


_EXACT = Context(prec=38)
"""As many digits as a column holds; Decimal's own default is 28."""


def decimal_text(value: Decimal) -> str:
    """The exact number without an exponent and without zeros that say nothing: 6400000000, 0.1."""
    return format(_EXACT.normalize(value), "f")


def as_plain(value: object) -> Any:
    """A row, or what a row may hold, as plain values for JSON: dates in ISO 8601, decimals as text, exactly."""
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: as_plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int) else str(value)
