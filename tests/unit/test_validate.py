"""Clean tables pass; every kind of damage is found, on the right row, with the right severity."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, get_origin

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regesta.extract.base import Doc
from regesta.formats import for_file
from regesta.sources.documents import map_pieces
from regesta.spans import Span
from regesta.store import Blobs, Texts, Workspace, schema, to_arrow
from regesta.tables import (
    TABLES,
    Attribution,
    Claim,
    ClaimCount,
    Cluster,
    Comparison,
    ComparisonClaim,
    Conflict,
    Document,
    Entity,
    Event,
    EventArgument,
    Evidence,
    Figure,
    Issue,
    Passage,
    Row,
    Source,
    SourceDocument,
    Support,
    Time,
    columns,
)
from regesta.validate import CheckResult, Validation, validate
from regesta.validate.frames import Frame, row_ids
from regesta.validate.judge import Judge
from regesta.validate.quotes import against_documents

# code points, UTF-16 units, bytes and what a reader sees all differ before the spans; the flag is two code points
PLAIN = (
    "\ufeff“Cafe\u0301” 👩🏽‍🔬🇵🇰: "
    "in 1950 Pakistan recognised China; from 1951 at most 13 people, 9 of them workers, said “Ali”."
)
MARKED = "# Trade &amp; aid\n\nIn *19*50 the 9&nbsp;workers met in caf\\_e, 👍 *he*re.\r\n"

Tables = dict[str, list[Row]]


def filled(row_class: type[Row], **given: Any) -> Row:
    """A row with empty lists, and the columns that are given."""
    lists = {column.name: [] for column in columns(row_class) if get_origin(column.type) is list}
    return row_class(**{**lists, **given})


class Text:
    """A document, and facts that point at its first characters of that wording."""

    def __init__(self, number: int, name: str, data: bytes) -> None:
        form = for_file(name, data)
        parsed = next(iter(form.read(data)))
        digest = hashlib.sha256(parsed.text.encode()).hexdigest()
        self.doc = Doc(
            doc_id=f"doc_{number}",
            text=parsed.text,
            text_sha256=digest,
            offset_map=parsed.offset_map,
            passages=[],
        )
        self.row = Document(
            doc_id=f"doc_{number}",
            blob=hashlib.sha256(data).hexdigest(),
            part_path="",
            text=parsed.text,
            text_sha256=digest,
            offset_map=map_pieces(parsed.offset_map),
            language="en",
            encoding=parsed.encoding,
            encoding_basis="utf-8",
            format=form.name,
            code_version="test",
        )

    def span(self, quote: str) -> Span:
        start = self.doc.text.index(quote)
        return Span(start, start + len(quote))

    def fact(self, row_class: type[Row], quote: str, **given: Any) -> Row:
        return filled(row_class, **self.doc.provenance(self.span(quote), "test.rule"), **given)

    def place(self, name: str, quote: str) -> dict[str, Any]:
        """The columns of a second span, with its quote."""
        span = self.span(quote)
        return {f"{name}_start": span.start, f"{name}_end": span.end, name: quote}


def clean_tables(plain: Text, marked: Text) -> Tables:
    """A few rows of every kind, in which all holds."""
    year = {"type": "DATE", "grain": "year", "basis": "explicit"}
    claim = {"subject": "rel:CHN-PAK", "property": "start", "status": "asserted", "polarity": "positive"}
    compared = {"check": "dates", "subject": "rel:CHN-PAK", "property": "start", "expected": "1950", "observed": "1951"}
    value = {"comparator": "=", "value_start": plain.span("13").start, "value_end": plain.span("13").end}
    nine = {"comparator": "=", "value_start": plain.span("9 ").start, "value_end": plain.span("9 ").end}
    seen = {"n_values": 2, "support": [Support("1950", 1), Support("1951", 1)], "explanation": "They differ."}
    same = {"check": "dates", "subject": "rel:CHN-PAK", "property": "start"}
    issue = {"stage": "check", "severity": "info", "message": "Nothing to compare."}
    rows = [
        *(filled(Source, source_id=f"s{n}", status="ingested") for n in (1, 2, 3)),
        *(SourceDocument(source_id=f"s{n}", doc_id=f"doc_{1 + n // 2}") for n in (1, 2, 3)),
        plain.row,
        marked.row,
        plain.fact(Passage, plain.doc.text, passage_id="psg_1", kind="sentence"),
        marked.fact(Passage, "Trade & aid", passage_id="psg_2", kind="heading"),
        marked.fact(Passage, marked.doc.text.strip(), passage_id="psg_3", kind="paragraph"),
        plain.fact(Time, "1950", time_id="tim_1", first=date(1950, 1, 1), last=date(1950, 12, 31), **year),
        plain.fact(Time, "1951", time_id="tim_2", **year),
        marked.fact(Time, "1950", time_id="tim_3", **year),
        plain.fact(
            Figure,
            "13 people",
            figure_id="fig_1",
            high=Decimal(13),
            as_of=["tim_2"],
            **value,
            **plain.place("counted", "people"),
        ),
        plain.fact(Figure, "9 of them", figure_id="fig_2", low=Decimal(9), high=Decimal(9), part_of="fig_1", **nine),
        plain.fact(Entity, "Pakistan", entity_id="ent_1", kind="country"),
        plain.fact(Entity, "China", entity_id="ent_2", kind="country"),
        plain.fact(
            Attribution,
            "said",
            attribution_id="att_1",
            content_start=0,
            content_end=9,
            depth=1,
            **plain.place("speaker", "Ali"),
        ),
        plain.fact(
            Event,
            "recognised",
            event_id="evt_1",
            type="X:RECOGNITION",
            status="asserted",
            polarity="positive",
            cluster_id="evt_1",
        ),
        marked.fact(
            Event, "met", event_id="evt_2", type="X:MEETING", status="asserted", polarity="positive", cluster_id="evt_2"
        ),
        plain.fact(EventArgument, "China", argument_id="arg_1", event_id="evt_1", role="recipient", entity_id="ent_2"),
        plain.fact(Evidence, "in", evidence_id="evd_1", fact_id="evt_1", column="first"),
        marked.fact(Evidence, "caf_e, 👍 here", evidence_id="evd_2", fact_id="tim_3", column="first"),
        *(
            plain.fact(Claim, quote, claim_id=f"clm_{quote}", fact_id="evt_1", copy_group="doc_1", **claim)
            for quote in ("1950", "1951", "9")
        ),
        Comparison(**compared, comparison_id="cmp_1", agrees=False, verdict="conflict", parameters=[], explanation="x"),
        Comparison(**compared, comparison_id="cmp_2", agrees=True, verdict="agree", parameters=[], explanation="x"),
        ComparisonClaim(comparison_id="cmp_1", claim_id="clm_1950", role="left"),
        ComparisonClaim(comparison_id="cmp_1", claim_id="clm_1951", role="right"),
        Conflict(
            conflict_id="cnf_1",
            comparison_id="cmp_1",
            severity="error",
            status="explained",
            verdict="milestone_differs",
            measured="2 of 3 real (news)",
            **same,
            **seen,
        ),
        Cluster(cluster_id="evt_1", event_id="evt_1", doc_id="doc_1"),
        ClaimCount(doc_id="doc_1", made=3),
        Issue(
            issue_id="iss_1",
            code="ambiguous",
            doc_id="doc_1",
            quote="13",
            start=value["value_start"],
            end=value["value_end"],
            **issue,
        ),
        Issue(issue_id="iss_2", code="missing", **issue),
    ]
    return {name: [row for row in rows if type(row) is row_class] for name, row_class in TABLES.items()}


@pytest.fixture(scope="module")
def texts() -> tuple[Text, Text]:
    return Text(1, "a.txt", PLAIN.encode()), Text(2, "b.md", MARKED.encode())


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    kept = Blobs(tmp_path_factory.mktemp("blobs"))
    for text in (PLAIN, MARKED):
        kept.put(text.encode())
    return kept


def written(folder: Path, tables: Tables) -> Workspace:
    work = Workspace.create(folder)
    for name, rows in tables.items():
        work.write(name, rows)
    return work


@pytest.fixture(scope="module")
def clean(texts: tuple[Text, Text], blobs: Blobs, tmp_path_factory: pytest.TempPathFactory) -> Validation:
    return validate(written(tmp_path_factory.mktemp("clean"), clean_tables(*texts)), blobs)


def test_clean_tables_hold(clean: Validation) -> None:
    assert clean.failed == ()
    assert clean.worst is None
    assert clean.summary_line() == f"{len(clean.results)} expectations, all hold"


def test_every_table_is_judged_and_every_rule_has_its_denominator(clean: Validation) -> None:
    assert {result.suite for result in clean.results} == set(TABLES)
    checked = {(r.suite, r.expectation, r.column): r.checked for r in clean.results}
    assert checked["times", "quote_is_text", "quote"] == 3
    assert checked["evidence", "raw_gives_quote", "segments"] == 2
    assert checked["documents", "raw_gives_text", "offset_map"] == 2
    assert checked["figures", "refers_to times.time_id", "as_of"] == 1
    assert checked["figures", "refers_to figures.figure_id", "part_of"] == 1
    assert checked["figures", "expect_column_pair_values_a_to_be_greater_than_b", "low, high"] == 1
    assert checked["times", "expect_column_values_to_not_be_null", "quote"] == 3
    assert checked["times", "expect_table_columns_to_match_ordered_list", ""] == 1
    assert checked["source_documents", "expect_compound_columns_to_be_unique", "source_id, doc_id"] == 3
    assert checked["comparisons", "disagreement_is_a_conflict", "agrees"] == 1
    assert checked["comparisons", "check_compared_something", "check"] == 1
    assert checked["merges", "refers_to events.event_id", "left_id"] == 0


def test_every_declared_reference_is_followed(clean: Validation) -> None:
    followed = {(r.suite, r.column) for r in clean.results if r.expectation.startswith("refers_to ")}
    declared = {(name, c.name) for name, row in TABLES.items() for c in columns(row) if c.col.refers_to}
    assert followed == declared | {("evidence", "fact_id"), ("claims", "fact_id")}


def test_json_is_sorted_native_and_the_same_again(clean: Validation) -> None:
    read = json.loads(clean.to_json())
    assert (read["worst"], read["summary"]) == (None, clean.summary_line())
    assert set(read["results"][0]) == {field.name for field in fields(CheckResult)}
    assert (
        clean.to_json()
        == Validation(
            tuple(CheckResult(**{**r, "failing_ids": tuple(r["failing_ids"])}) for r in read["results"])
        ).to_json()
    )
    places = [(r["suite"], r["expectation"], r["column"]) for r in read["results"]]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


class Damage(NamedTuple):
    """Cells of one row that are changed, and what fails: (table, expectation, column) with the row's id."""

    what: str
    table: str
    row: str
    cells: dict[str, Any]
    fails: dict[tuple[str, str, str], str]
    severity: str = "critical"


def raw(start: int, end: int) -> dict[str, Any]:
    return {"unit": "byte", "page": None, "start": start, "end": end, "kind": "verbatim"}


THUMB = MARKED.encode().index("👍".encode())
AT_4_YEAR = PLAIN.removeprefix("\ufeff").index("1951")
LISTED = "expect_column_values_to_be_in_set"
ORDERED = "expect_column_pair_values_a_to_be_greater_than_b"
NO_NULL = "expect_column_values_to_not_be_null"

DAMAGES = [
    Damage(
        "a quote that is not there",
        "times",
        "tim_1",
        {"quote": "1949"},
        {("times", "quote_is_text", "quote"): "tim_1", ("times", "raw_gives_quote", "segments"): "tim_1"},
    ),
    Damage(
        "a span that is one off",
        "times",
        "tim_2",
        {"start": AT_4_YEAR + 1, "end": AT_4_YEAR + 5},
        {("times", "quote_is_text", "quote"): "tim_2", ("times", "context_is_text", "prefix, suffix"): "tim_2"},
    ),
    Damage(
        "another prefix",
        "event_arguments",
        "arg_1",
        {"prefix": "recognized "},
        {("event_arguments", "context_is_text", "prefix, suffix"): "arg_1"},
    ),
    Damage(
        "another suffix",
        "attributions",
        "att_1",
        {"suffix": ""},
        {("attributions", "context_is_text", "prefix, suffix"): "att_1"},
    ),
    Damage(
        "segments that point elsewhere",
        "passages",
        "psg_2",
        {"segments": [raw(2, 8)]},
        {("passages", "raw_gives_quote", "segments"): "psg_2"},
    ),
    Damage(
        "segments that cut a character",
        "evidence",
        "evd_2",
        {"segments": [raw(THUMB + 1, THUMB + 3)]},
        {("evidence", "raw_gives_quote", "segments"): "evd_2"},
    ),
    Damage("no segments", "claims", "clm_9", {"segments": []}, {("claims", "raw_gives_quote", "segments"): "clm_9"}),
    Damage(
        "a reference to nothing",
        "figures",
        "fig_2",
        {"part_of": "fig_9"},
        {("figures", "refers_to figures.figure_id", "part_of"): "fig_2"},
    ),
    Damage(
        "one of a list of references to nothing",
        "figures",
        "fig_1",
        {"as_of": ["tim_2", "tim_9"]},
        {("figures", "refers_to times.time_id", "as_of"): "fig_1"},
    ),
    Damage(
        "evidence for a fact that is not there",
        "evidence",
        "evd_1",
        {"fact_id": "tim_9"},
        {("evidence", "refers_to its table", "fact_id"): "evd_1"},
    ),
    Damage(
        "evidence for a column that is not there",
        "evidence",
        "evd_2",
        {"column": "colour"},
        {("evidence", "column_of_its_table", "column"): "evd_2"},
    ),
    Damage(
        "a claim of something that has no table",
        "claims",
        "clm_1951",
        {"fact_id": "xyz_1"},
        {("claims", "refers_to its table", "fact_id"): "clm_1951"},
    ),
    Damage(
        "a fact of a document that is not there",
        "events",
        "evt_1",
        {"doc_id": "doc_9"},
        {
            ("events", "refers_to documents.doc_id", "doc_id"): "evt_1",
            ("events", "quote_is_text", "quote"): "evt_1",
            ("events", "context_is_text", "prefix, suffix"): "evt_1",
            ("events", "raw_gives_quote", "segments"): "evt_1",
        },
    ),
    Damage(
        "an id that stands twice",
        "entities",
        "ent_2",
        {"entity_id": "ent_1"},
        {
            ("entities", "expect_column_values_to_be_unique", "entity_id"): "ent_1",
            ("event_arguments", "refers_to entities.entity_id", "entity_id"): "arg_1",
        },
    ),
    Damage("a null", "events", "evt_2", {"type": None}, {("events", NO_NULL, "type"): "evt_2"}),
    Damage("a null list", "figures", "fig_2", {"flags": None}, {("figures", NO_NULL, "flags"): "fig_2"}),
    Damage("an unknown kind", "passages", "psg_3", {"kind": "aside"}, {("passages", LISTED, "kind"): "psg_3"}),
    Damage(
        "a number that is too small",
        "attributions",
        "att_1",
        {"depth": 0},
        {("attributions", "expect_column_values_to_be_between", "depth"): "att_1"},
    ),
    Damage(
        "a second span outside the text",
        "attributions",
        "att_1",
        {"content_end": 1_000_000},
        {("attributions", "span_is_in_text", "content_end"): "att_1"},
    ),
    Damage(
        "the quote of a second span",
        "figures",
        "fig_1",
        {"counted": "persons"},
        {("figures", "quote_is_text", "counted"): "fig_1"},
    ),
    Damage(
        "an empty span",
        "times",
        "tim_3",
        {"end": 3},
        {
            ("times", ORDERED, "start, end"): "tim_3",
            ("times", "quote_is_text", "quote"): "tim_3",
            ("times", "context_is_text", "prefix, suffix"): "tim_3",
        },
    ),
    Damage(
        "bounds in the wrong order",
        "figures",
        "fig_2",
        {"high": Decimal("8.5")},
        {("figures", ORDERED, "low, high"): "fig_2"},
    ),
    Damage(
        "days in the wrong order",
        "times",
        "tim_1",
        {"first": date(1951, 1, 1)},
        {("times", ORDERED, "first, last"): "tim_1"},
    ),
    Damage(
        "a disagreement that is no conflict, a conflict that is no disagreement",
        "conflicts",
        "cnf_1",
        {"comparison_id": "cmp_2"},
        {
            ("conflicts", "conflict_is_a_disagreement", "comparison_id"): "cnf_1",
            ("comparisons", "disagreement_is_a_conflict", "agrees"): "cmp_1",
        },
    ),
    Damage(
        "a claim that was removed",
        "claim_counts",
        "doc_1",
        {"made": 4},
        {("claim_counts", "no_claim_is_removed", "made"): "doc_1"},
    ),
    Damage(
        "a row of a link table that stands twice",
        "comparison_claims",
        "cmp_1 clm_1951",
        {"claim_id": "clm_1950", "role": "left"},
        {
            (
                "comparison_claims",
                "expect_compound_columns_to_be_unique",
                "comparison_id, claim_id, role",
            ): "cmp_1 clm_1950"
        },
    ),
    Damage(
        "a link to nothing",
        "source_documents",
        "s3 doc_2",
        {"doc_id": "doc_9"},
        {("source_documents", "refers_to documents.doc_id", "doc_id"): "s3 doc_9"},
    ),
    Damage(
        "the hash of another text",
        "documents",
        "doc_2",
        {"text_sha256": "0" * 64},
        {("documents", "is_hash_of_text", "text_sha256"): "doc_2"},
    ),
    Damage(
        "a map that leaves out the file's first characters",
        "documents",
        "doc_1",
        {"offset_map": []},
        {("documents", "raw_gives_text", "offset_map"): "doc_1"},
    ),
    Damage(
        "the quote of an issue", "issues", "iss_1", {"quote": "14"}, {("issues", "quote_is_text", "quote"): "iss_1"}
    ),
    Damage(
        "a check that had nothing to compare",
        "issues",
        "iss_2",
        {"code": "compared_nothing", "rule_id": "figures"},
        {("comparisons", "check_compared_something", "check"): "figures"},
        "info",
    ),
]


def spoil(table: str, rows: list[Row]) -> pa.Table:
    """The rows with every damage of their table, in a file that takes any null."""
    cells = to_arrow(table, rows).to_pylist()
    names = row_ids(table, to_arrow(table, rows))
    for damage in (damage for damage in DAMAGES if damage.table == table):
        cells[names.index(damage.row)].update(damage.cells)
    return pa.Table.from_pylist(cells, pa.schema([field.with_nullable(True) for field in schema(table)]))


@pytest.fixture(scope="module")
def damaged(texts: tuple[Text, Text], blobs: Blobs, tmp_path_factory: pytest.TempPathFactory) -> Validation:
    work = Workspace.create(tmp_path_factory.mktemp("damaged"))
    for name, rows in clean_tables(*texts).items():
        pq.write_table(spoil(name, rows), work.file(name))
    return validate(work, blobs)


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.what for damage in DAMAGES])
def test_damage_is_found_on_its_row(damaged: Validation, damage: Damage) -> None:
    found = {(r.suite, r.expectation, r.column): r for r in damaged.failed}
    for place, row in damage.fails.items():
        assert row in found[place].failing_ids
        assert found[place].severity == damage.severity
        assert 0 < found[place].failing <= found[place].checked


def test_nothing_else_fails(damaged: Validation) -> None:
    expected: dict[tuple[str, str, str], set[str]] = {}
    for damage in DAMAGES:
        for place, row in damage.fails.items():
            expected.setdefault(place, set()).add(row)
    assert {(r.suite, r.expectation, r.column): set(r.failing_ids) for r in damaged.failed} == expected
    assert damaged.worst == "critical"


def test_a_table_without_a_column_is_a_failure_and_no_crash(
    texts: tuple[Text, Text], blobs: Blobs, tmp_path: Path
) -> None:
    work = written(tmp_path, clean_tables(*texts))
    pq.write_table(work.arrow("entities").drop_columns(["kind"]), work.file("entities"))
    failed = validate(work, blobs).failed
    assert {(r.expectation, r.column) for r in failed} == {
        ("expect_table_columns_to_match_ordered_list", ""),
        (NO_NULL, "kind"),
        (LISTED, "kind"),
    }
    assert {r.suite for r in failed} == {"entities"}
    assert all("kind" in (r.error or "") for r in failed if r.column)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge.start()


def test_every_failing_id_is_listed_however_many(judge: Judge) -> None:
    rows = [filled(Source, source_id=f"s{n:03}", status="odd" if n else "missing") for n in range(301)]
    (failed,) = [result for result in judge.table("sources", to_arrow("sources", rows)) if not result.success]
    assert (failed.expectation, failed.checked, failed.failing) == (LISTED, 301, 300)
    assert failed.failing_ids == tuple(f"s{n:03}" for n in range(1, 301))


def test_every_failing_id_of_a_frame_is_listed_however_many(judge: Judge) -> None:
    ids = [f"tim_{n:03}" for n in range(500)]
    ok = [None, True, *[False] * 498]
    (failed,) = judge.frames([Frame(suite="times", expectation="holds", column="quote", ids=ids, ok=ok)])
    assert (failed.success, failed.checked, failed.failing) == (False, 499, 498)
    assert failed.failing_ids == tuple(ids[2:])


def test_frames_about_the_same_rows_keep_their_names_and_severities(judge: Judge) -> None:
    frames = [
        Frame(suite="times", expectation=f"e{n}", column=f"c{n}", severity=severity, ids=["a", "b"], ok=ok)
        for n, (severity, ok) in enumerate(
            [("info", [True, False]), ("critical", [True, True]), ("warning", [False, None])]
        )
    ]
    found = {(r.expectation, r.column, r.severity, r.checked, r.failing_ids) for r in judge.frames(frames)}
    assert found == {
        ("e0", "c0", "info", 2, ("b",)),
        ("e1", "c1", "critical", 2, ()),
        ("e2", "c2", "warning", 1, ("a",)),
    }


def test_it_says_nothing_and_leaves_nothing(
    judge: Judge, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [filled(Source, source_id="s", status="odd"), filled(Source, source_id="s", status="missing")]
    assert len([r for r in Judge.start().table("sources", to_arrow("sources", rows)) if not r.success]) == 2
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def verdicts(frames: Iterator[Frame]) -> dict[tuple[str, str, str], list[bool | None]]:
    return {(frame.suite, frame.expectation, frame.column): frame.ok for frame in frames}


def arrow(tables: Tables) -> dict[str, pa.Table]:
    return {name: to_arrow(name, rows) for name, rows in tables.items()}


def test_each_blob_is_read_once(texts: tuple[Text, Text], blobs: Blobs) -> None:
    tables = clean_tables(*texts)
    tables["documents"].append(replace(texts[0].row, doc_id="doc_0"))
    reads: list[str] = []

    class Watched(Blobs):
        def get(self, sha: str) -> bytes:
            reads.append(sha)
            return blobs.get(sha)

    found = verdicts(against_documents(arrow(tables), Watched(blobs.folder)))
    assert {holds for ok in found.values() for holds in ok} == {True, None}
    assert sorted(reads) == sorted({document.blob for document in tables["documents"]})


@pytest.mark.parametrize("broken", ["missing", "changed"])
def test_without_its_blob_nothing_of_a_document_decodes(texts: tuple[Text, Text], tmp_path: Path, broken: str) -> None:
    kept = Blobs(tmp_path)
    kept.put(MARKED.encode())
    if broken == "changed":
        sha = kept.put(PLAIN.encode())
        next(tmp_path.rglob(sha)).write_text("another text")
    found = verdicts(against_documents(arrow(clean_tables(*texts)), kept))
    assert found["times", "raw_gives_quote", "segments"] == [False, False, True]
    assert found["times", "quote_is_text", "quote"] == [True, True, True]
    assert found["documents", "raw_gives_text", "offset_map"] == [False, True]


def test_what_did_not_change_is_not_judged_again(texts: tuple[Text, Text], blobs: Blobs, tmp_path: Path) -> None:
    tables, kept = clean_tables(*texts), Texts(tmp_path)
    tables["times"][0] = replace(tables["times"][0], quote="1905")
    reads: list[str] = []

    class Watched(Blobs):
        def get(self, sha: str) -> bytes:
            reads.append(sha)
            return blobs.get(sha)

    def judged() -> dict[tuple[str, str, str], list[bool | None]]:
        reads.clear()
        return verdicts(against_documents(arrow(tables), Watched(blobs.folder), kept))

    first = judged()
    assert first == verdicts(against_documents(arrow(tables), blobs))
    assert first["times", "quote_is_text", "quote"] == [False, True, True]
    assert (judged(), reads) == (first, [])
    tables["times"][0] = replace(tables["times"][0], quote="1950")
    assert judged()["times", "quote_is_text", "quote"] == [True, True, True]
    assert reads == [tables["documents"][0].blob]
    for file in tmp_path.rglob("*"):
        if file.is_file():
            file.write_bytes(b"[true]")
    assert judged()["times", "quote_is_text", "quote"] == [True, True, True]
    assert len(reads) == 2


def result(**given: Any) -> CheckResult:
    usual = {"suite": "times", "expectation": "quote_is_text", "column": "quote", "severity": "critical"}
    return CheckResult(**{**usual, "success": False, "checked": 9, "failing": 1, "failing_ids": ("tim_1",), **given})


def test_the_summary_names_the_gravest_first() -> None:
    told = Validation(
        (
            result(suite="a", column="b", severity="info"),
            result(failing=5, failing_ids=("t1", "t2", "t3", "t4", "t5")),
            result(success=True, failing=0, failing_ids=()),
        )
    )
    assert told.summary_line() == (
        "3 expectations, 2 failed (1 critical, 1 info): times.quote quote_is_text (5 of 9: t1, t2, t3, ...); "
        "a.b quote_is_text (1 of 9: tim_1)"
    )
    assert told.worst == "critical"
    assert Validation(told.results[:1]).worst == "info"


def test_the_summary_says_how_many_more_failed_and_what_was_not_judged() -> None:
    told = Validation(tuple(result(suite=f"t{n}", failing_ids=(), error="no such column") for n in range(5)))
    assert told.summary_line() == (
        "5 expectations, 5 failed (critical): t0.quote quote_is_text (not judged: no such column); "
        "t1.quote quote_is_text (not judged: no such column); t2.quote quote_is_text (not judged: no such column); "
        "and 2 more"
    )
