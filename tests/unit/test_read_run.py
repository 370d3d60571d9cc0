"""Opening a published run, from Python and with the tools that people use."""

import json
from datetime import date
from decimal import Decimal

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regesta.errors import RunError
from regesta.spans import Segment
from regesta.store import Workspace, publish, read_run
from regesta.tables import TABLES, Claim, Figure, SourceDocument, Time


def fact(start, quote):
    return {
        "doc_id": "doc_1",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "prefix": "",
        "suffix": "",
        "segments": [
            Segment("byte", None, start, start + 2, "verbatim"),
            Segment("byte", 1, start + 3, start + 5, "verbatim"),
        ],
        "rule_id": "figures.money",
    }


FIGURES = [
    Figure(
        figure_id="fig_1",
        low=Decimal("6.4"),
        high=Decimal("6.4"),
        comparator="=",
        unit="USD",
        value_start=1,
        value_end=4,
        as_of=["tim_1"],
        alternatives=[],
        flags=[],
        **fact(0, "$6.4 billion"),
    ),
    Figure(
        figure_id="fig_2",
        low=Decimal(13),
        comparator=">=",
        value_start=40,
        value_end=42,
        as_of=[],
        alternatives=[],
        flags=[],
        **fact(40, "13 workers"),
    ),
]
TIMES = [
    Time(
        time_id="tim_1",
        type="DATE",
        first=date(1951, 5, 21),
        last=date(1951, 5, 21),
        alternatives=[],
        flags=[],
        **fact(20, "21 May 1951"),
    )
]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    workspace = Workspace.create(out / "runs")
    for table in TABLES:
        workspace.write(table, {"figures": FIGURES, "times": TIMES}.get(table, []))
    publish(workspace, out / "runs", out / "latest", "run1", {"lexicon": "ab"})
    return out


@pytest.fixture
def run(out):
    return read_run(out / "latest")


class TestRun:
    def test_it_says_what_it_is(self, run, out):
        assert (run.run_id, run.manifest["lexicon"]) == ("run1", "ab")
        assert run.path == (out / "runs" / "run1").resolve()
        assert run.tables == tuple(TABLES)

    def test_a_table_opens_as_arrow_as_rows_and_as_a_frame(self, run):
        assert run.table("figures").num_rows == 2
        assert run.rows(Figure) == FIGURES
        assert run.rows(Claim) == []
        assert list(run.frame("figures")["figure_id"]) == ["fig_1", "fig_2"]
        assert run.times.equals(run.frame("times"))

    def test_a_row_is_found_by_its_id(self, run):
        assert run.find("tim_1") == TIMES[0]
        assert run.find("fig_2") == FIGURES[1]

    @pytest.mark.parametrize(
        ("identifier", "message"),
        [
            ("fig_9", "fig_9 is not in the figures of run run1"),
            ("rel:CHN-PAK", "rel:CHN-PAK is not the id of a row"),
            ("", "is not the id"),
        ],
    )
    def test_a_row_that_is_not_there(self, run, identifier, message):
        with pytest.raises(RunError, match=message):
            run.find(identifier)

    def test_a_table_that_is_not_there(self, run):
        with pytest.raises(RunError, match="run run1 has no table tides"):
            run.table("tides")
        with pytest.raises(AttributeError, match="tides"):
            _ = run.tides


class TestNotWhole:
    @pytest.fixture
    def folder(self, tmp_path):
        workspace = Workspace.create(tmp_path / "runs")
        workspace.write("source_documents", [SourceDocument(source_id="a", doc_id="doc_1")])
        workspace.write("issues", [])
        return publish(workspace, tmp_path / "runs", tmp_path / "latest", "run1", {}).path

    def test_a_run_that_is_not_there(self, tmp_path):
        with pytest.raises(RunError, match=r"there is no run at .*latest"):
            read_run(tmp_path / "latest")

    def test_a_link_to_nowhere(self, tmp_path):
        (tmp_path / "latest").symlink_to("runs/run1")
        with pytest.raises(RunError, match=r"there is no run at .*latest"):
            read_run(tmp_path / "latest")

    def test_a_missing_manifest_and_missing_files_are_named(self, folder):
        (folder / "issues.parquet").unlink()
        with pytest.raises(RunError, match=r"not whole: issues\.parquet missing"):
            read_run(folder)
        (folder / "manifest.json").unlink()
        with pytest.raises(RunError, match=r"manifest\.json is missing"):
            read_run(folder)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": [], "run_id": "run1"}', "\x00"])
    def test_a_manifest_that_is_none(self, folder, text):
        (folder / "manifest.json").write_text(text)
        with pytest.raises(RunError, match=r"manifest\.json (cannot be read|is not the manifest)"):
            read_run(folder)

    def test_verify_names_what_is_wrong(self, folder):
        run = read_run(folder)
        assert run.verify() == []
        table = folder / "issues.parquet"
        table.write_bytes(table.read_bytes()[:-1])
        (folder / "source_documents.parquet").unlink()
        (folder / "notes.txt").touch()
        assert run.verify() == [
            "issues.parquet is changed",
            "source_documents.parquet is missing",
            "notes.txt is not in the manifest",
        ]
        with pytest.raises(RunError, match=r"issues\.parquet cannot be read"):
            run.table("issues")

    def test_a_table_of_another_version_still_opens_as_arrow(self, folder):
        other = pa.table({"source_id": ["a"]})
        pq.write_table(other, folder / "source_documents.parquet")
        assert read_run(folder).table("source_documents").num_rows == 1
        with pytest.raises(RunError, match="not those of this version"):
            read_run(folder).rows(SourceDocument)

    def test_the_link_is_followed_once(self, folder, tmp_path):
        run = read_run(tmp_path / "latest")
        workspace = Workspace.create(tmp_path / "runs")
        publish(workspace, tmp_path / "runs", tmp_path / "latest", "run2", {})
        assert run.table("source_documents").num_rows == 1
        assert read_run(tmp_path / "latest").tables == ()


class TestOtherTools:
    """The published files, opened by path: the same counts, types and values everywhere."""

    def test_counts(self, run):
        for name in run.tables:
            file = str(run.path / f"{name}.parquet")
            counts = {
                "arrow": run.table(name).num_rows,
                "pandas": len(run.frame(name)),
                "polars": pl.read_parquet(file).height,
                "duckdb": duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0],
            }
            assert set(counts.values()) == {{"figures": 2, "times": 1}.get(name, 0)}, (name, counts)

    def test_types(self, run):
        figures, times = (str(run.path / f"{name}.parquet") for name in ("figures", "times"))
        frame, other = run.frame("figures"), run.frame("times")
        assert [str(frame.dtypes[name]) for name in ("low", "start", "quote")] == [
            "decimal128(38, 9)[pyarrow]",
            "int64[pyarrow]",
            "string[pyarrow]",
        ]
        assert str(other.dtypes["first"]) == "date32[day][pyarrow]"

        polars = pl.read_parquet_schema(figures)
        assert (polars["low"], polars["start"], polars["quote"]) == (pl.Decimal(38, 9), pl.Int64, pl.String)
        assert polars["as_of"] == pl.List(pl.String)
        assert pl.read_parquet_schema(times)["first"] == pl.Date

        described = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{figures}'").fetchall()}
        assert (described["low"], described["start"], described["quote"]) == ("DECIMAL(38,9)", "BIGINT", "VARCHAR")
        segment = 'STRUCT(unit VARCHAR, page BIGINT, "start" BIGINT, "end" BIGINT, kind VARCHAR)[]'
        assert described["segments"] == segment
        assert duckdb.sql(f"SELECT typeof(first) FROM '{times}'").fetchall() == [("DATE",)]

    def test_values(self, run):
        figures = str(run.path / "figures.parquet")
        low = [Decimal("6.4"), Decimal(13)]
        assert list(run.frame("figures")["low"]) == low
        assert pl.read_parquet(figures)["low"].to_list() == low
        assert [row[0] for row in duckdb.sql(f"SELECT low FROM '{figures}'").fetchall()] == low
        assert pl.read_parquet(figures)["high"].to_list() == [low[0], None]

    def test_lists_of_records_can_be_unnested(self, run):
        figures = str(run.path / "figures.parquet")
        starts = pl.read_parquet(figures).select("segments").explode("segments").unnest("segments")["start"].to_list()
        sql = (
            f"SELECT s.start FROM (SELECT start AS fact, unnest(segments) AS s FROM '{figures}') ORDER BY fact, s.start"
        )
        assert starts == [row[0] for row in duckdb.sql(sql).fetchall()] == [0, 3, 40, 43]

    def test_the_manifest_is_plain_json(self, run):
        assert json.loads((run.path / "manifest.json").read_text(encoding="utf-8")) == dict(run.manifest)
