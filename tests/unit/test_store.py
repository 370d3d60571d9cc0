"""Rows in Arrow and Parquet, the workspace of a run, blobs and the cache."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regesta.errors import InvariantError, RunError
from regesta.spans import Segment
from regesta.store import Blobs, Cache, Texts, Workspace, code_version, from_arrow, schema, to_arrow, write_parquet
from regesta.store.rows import ROW_GROUP
from regesta.tables import TABLES, Evidence, Figure, Merge, Passage, Row, SourceDocument, Time, columns


def fact(start=4, **more):
    return {
        "doc_id": "doc_1",
        "start": start,
        "end": start + 4,
        "quote": "1951",
        "prefix": "in ",
        "suffix": ".",
        "segments": [Segment("byte", None, start, start + 4, "verbatim")],
        "rule_id": "times.year",
        **more,
    }


def a_time(number=1, **more):
    given = {"time_id": f"tim_{number:020x}", "type": "DATE", "alternatives": [], "flags": [], **fact(4 + 9 * number)}
    return Time(**{**given, **more})


def a_figure(**more):
    given = {
        "figure_id": "fig_1",
        "comparator": "=",
        "value_start": 4,
        "value_end": 6,
        "as_of": [],
        "alternatives": [],
        "flags": [],
        **fact(),
    }
    return Figure(**{**given, **more})


class TestSchema:
    def test_every_declared_column_stands_in_it_in_order(self):
        for name, row_class in TABLES.items():
            assert schema(name).names == [c.name for c in columns(row_class)]

    @pytest.mark.parametrize(
        ("table", "column", "expected"),
        [
            ("times", "quote", pa.string()),
            ("times", "start", pa.int64()),
            ("times", "first", pa.date32()),
            ("comparisons", "agrees", pa.bool_()),
            ("figures", "low", pa.decimal128(38, 9)),
            ("figures", "as_of", pa.list_(pa.field("element", pa.string(), nullable=False))),
            (
                "figures",
                "segments",
                pa.list_(
                    pa.field(
                        "element",
                        pa.struct(
                            [
                                pa.field("unit", pa.string(), nullable=False),
                                pa.field("page", pa.int64()),
                                pa.field("start", pa.int64(), nullable=False),
                                pa.field("end", pa.int64(), nullable=False),
                                pa.field("kind", pa.string(), nullable=False),
                            ]
                        ),
                        nullable=False,
                    )
                ),
            ),
        ],
    )
    def test_types_are_projected(self, table, column, expected):
        assert schema(table).field(column).type == expected

    def test_nullability_and_meaning_come_from_the_column(self):
        for c in columns(Time):
            field = schema("times").field(c.name)
            assert (field.nullable, field.metadata) == (c.nullable, {b"doc": c.col.doc.encode()})

    def test_its_metadata_names_the_table_and_nothing_that_changes(self):
        assert schema("times").metadata == {b"regesta.table": b"times", b"regesta.format": b"1"}

    def test_an_unknown_table_is_refused(self):
        with pytest.raises(InvariantError, match="no table tides"):
            schema("tides")


class TestToArrow:
    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (a_figure(low=Decimal("0.0000000001")), "figures.low of fig_1: .*data loss"),
            (a_figure(high=Decimal(10) ** 29), "figures.high of fig_1: "),
            (a_figure(high=Decimal("NaN")), "figures.high of fig_1: "),
            (a_figure(low=13), "figures.low of fig_1: int is not Decimal"),
            (a_figure(comparator=None), "figures.comparator of fig_1: null is not allowed"),
            (a_figure(start=True), "figures.start of fig_1: bool is not int"),
            (a_figure(start=2**63), "figures.start of fig_1: "),
            (a_figure(quote=b"1951"), "figures.quote of fig_1: bytes is not str"),
            (a_figure(quote="\ud800"), "figures.quote of fig_1: .*surrogates"),
            (a_figure(as_of=["tim_1", None]), "figures.as_of of fig_1: null is not allowed"),
            (a_figure(as_of=("tim_1",)), "figures.as_of of fig_1: tuple is not list"),
            (a_figure(segments=[Segment("byte", None, 0, None, "verbatim")]), "figures.segments of fig_1: null"),
            (a_figure(segments=[("byte", None, 0, 1, "verbatim")]), "figures.segments of fig_1: tuple is not Segment"),
        ],
    )
    def test_what_does_not_fit_raises_and_names_the_cell(self, row, message):
        with pytest.raises(InvariantError, match=message):
            to_arrow("figures", [a_figure(figure_id="fig_0", low=Decimal(1)), row])

    def test_a_datetime_is_not_cut_to_its_date(self):
        with pytest.raises(InvariantError, match=r"times\.first of tim_.*: datetime is not date"):
            to_arrow("times", [a_time(first=datetime(2022, 4, 10, 12, 30))])  # noqa: DTZ001 - naive on purpose

    def test_a_link_table_names_the_row_by_its_number(self):
        rows = [SourceDocument(source_id="a", doc_id="doc_1"), SourceDocument(source_id="b", doc_id=None)]
        with pytest.raises(InvariantError, match=r"source_documents\.doc_id of row 1: null is not allowed"):
            to_arrow("source_documents", rows)

    def test_rows_of_another_table_are_refused(self):
        with pytest.raises(InvariantError, match="figures: Time is not its row class"):
            to_arrow("figures", [a_time()])

    def test_no_rows_make_an_empty_table_with_all_columns(self):
        assert to_arrow("figures", []).schema.equals(schema("figures"), check_metadata=True)


class TestFromArrow:
    def test_decimals_lose_the_zeros_of_the_column_and_nothing_else(self):
        figures = [a_figure(low=Decimal(text)) for text in ("6.4", "13", "1E+2", "0", "-0.000000001")]
        back = from_arrow("figures", to_arrow("figures", figures))
        assert back == figures
        assert [str(row.low) for row in back] == ["6.4", "13", "100", "0", "-1E-9"]

    def test_a_part_of_a_table_gives_its_own_lists(self):
        rows = [a_time(n, alternatives=[str(i) for i in range(n)]) for n in range(5)]
        assert from_arrow("times", to_arrow("times", rows).slice(2, 2)) == rows[2:4]

    def test_columns_of_another_version_are_refused(self):
        data = to_arrow("times", [a_time()])
        with pytest.raises(RunError, match=r"times: the columns are not those .*mood: string where mod: string"):
            from_arrow("times", data.rename_columns([n if n != "mod" else "mood" for n in data.column_names]))
        with pytest.raises(RunError, match="columns, not"):
            from_arrow("times", data.drop_columns(["flags"]))


class TestParquet:
    def test_the_schema_comes_back_with_its_metadata(self, tmp_path):
        write_parquet(tmp_path / "times.parquet", to_arrow("times", [a_time()]))
        assert pq.read_schema(tmp_path / "times.parquet").equals(schema("times"), check_metadata=True)

    def test_it_is_zstd_in_row_groups_of_one_size(self, tmp_path):
        rows = [SourceDocument(source_id=f"s{n:06}", doc_id="doc_1") for n in range(ROW_GROUP + 1)]
        write_parquet(tmp_path / "links.parquet", to_arrow("source_documents", rows))
        metadata = pq.read_metadata(tmp_path / "links.parquet")
        assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [ROW_GROUP, 1]
        assert metadata.row_group(0).column(0).compression == "ZSTD"

    def test_the_bytes_do_not_depend_on_how_the_table_was_put_together(self, tmp_path):
        parts = [to_arrow("times", [a_time(n)]) for n in range(40)]
        write_parquet(tmp_path / "one", to_arrow("times", [a_time(n) for n in range(40)]))
        write_parquet(tmp_path / "many", pa.concat_tables(parts))
        assert (tmp_path / "one").read_bytes() == (tmp_path / "many").read_bytes()


class TestWorkspace:
    def test_rows_are_sorted_and_come_back(self, tmp_path):
        workspace = Workspace.create(tmp_path)
        rows = [a_time(n) for n in (3, 1, 2)]
        workspace.write("times", rows)
        assert workspace.read(Time) == [rows[1], rows[2], rows[0]] == workspace.rows("times")
        assert workspace.arrow("times").num_rows == 3
        assert workspace.file("times") == workspace.path / "times.parquet"

    def test_the_order_of_the_rows_does_not_change_the_bytes(self, tmp_path):
        one, other = Workspace.create(tmp_path), Workspace.create(tmp_path)
        rows = [a_time(n) for n in range(9)]
        one.write("times", rows)
        other.write("times", reversed(rows))
        assert one.file("times").read_bytes() == other.file("times").read_bytes()

    def test_a_key_given_twice_is_refused(self, tmp_path):
        workspace = Workspace.create(tmp_path)
        with pytest.raises(InvariantError, match=r"times: 2 rows have the time_id tim_0+1"):
            workspace.write("times", [a_time(1), a_time(2), a_time(1, start=40)])
        assert not workspace.file("times").exists()

    def test_gathered_tables_give_the_bytes_of_their_rows(self, tmp_path):
        one, other = Workspace.create(tmp_path), Workspace.create(tmp_path)
        rows = [a_time(n, start=n % 4) for n in range(9)]
        one.write("times", rows)
        other.write_gathered("times", [to_arrow("times", rows[5:]), to_arrow("times", []), to_arrow("times", rows[:5])])
        assert one.file("times").read_bytes() == other.file("times").read_bytes()
        other.write_gathered("times", [])
        assert other.read(Time) == []

    def test_a_key_gathered_twice_is_refused(self, tmp_path):
        workspace = Workspace.create(tmp_path)
        parts = [to_arrow("times", [a_time(n)]) for n in (1, 2, 1)]
        with pytest.raises(InvariantError, match=r"times: 2 rows have the time_id tim_0+1"):
            workspace.write_gathered("times", parts)
        assert not workspace.file("times").exists()

    def test_a_link_given_twice_is_refused(self, tmp_path):
        link = SourceDocument(source_id="a", doc_id="doc_1")
        with pytest.raises(InvariantError, match="source_documents: 2 rows have the columns"):
            Workspace.create(tmp_path).write("source_documents", [link, link])

    def test_two_links_of_one_source_are_two_rows(self, tmp_path):
        workspace = Workspace.create(tmp_path)
        workspace.write("source_documents", [SourceDocument(source_id="a", doc_id=d) for d in ("doc_2", "doc_1")])
        assert [row.doc_id for row in workspace.read(SourceDocument)] == ["doc_1", "doc_2"]

    def test_a_table_that_no_stage_wrote_is_said_to_be_missing(self, tmp_path):
        with pytest.raises(RunError, match="claims: no stage has written it yet"):
            Workspace.create(tmp_path).arrow("claims")

    def test_an_unknown_table_or_row_class_is_refused(self, tmp_path):
        workspace = Workspace.create(tmp_path)
        with pytest.raises(InvariantError, match="no table tides"):
            workspace.write("tides", [])
        with pytest.raises(InvariantError, match="Row is the row of no table"):
            workspace.read(Row)

    def test_others_may_read_what_will_be_published(self, tmp_path):
        ours = tmp_path / "ours"
        ours.mkdir()
        assert Workspace.create(tmp_path).path.stat().st_mode == ours.stat().st_mode

    def test_folders_of_this_process_are_kept_and_discard_removes_one(self, tmp_path):
        one, other = Workspace.create(tmp_path), Workspace.create(tmp_path)
        assert one.path != other.path
        assert one.path.is_dir()
        one.discard()
        assert not one.path.exists()
        assert other.path.is_dir()

    def test_the_folder_of_a_living_process_is_kept_and_that_of_a_dead_one_removed(self, tmp_path):
        code = "import sys\nfrom pathlib import Path\nfrom regesta.store import Workspace\n"
        code += "path = Workspace.create(Path(sys.argv[1])).path\n(path / 'half.parquet').touch()\n"
        code += "print(path, flush=True)\nsys.stdin.read()\n"
        command = [sys.executable, "-c", code, str(tmp_path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            theirs = type(tmp_path)(other.stdout.readline().strip())
            mine = Workspace.create(tmp_path)
            assert (theirs / "half.parquet").exists()
            other.send_signal(signal.SIGKILL)
        Workspace.create(tmp_path)
        assert not theirs.exists()
        assert mine.path.is_dir()

    def test_creating_waits_for_whoever_holds_the_lock_of_the_runs(self, tmp_path):
        code = "import sys\nfrom pathlib import Path\nfrom regesta.store import Workspace\n"
        code += "print(flush=True)\nWorkspace.create(Path(sys.argv[1]))\nprint('done')\n"
        held = os.open(tmp_path / ".lock", os.O_RDWR | os.O_CREAT)
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, "-c", code, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
            other.stdout.readline()
            time.sleep(0.2)
            assert other.poll() is None
            os.close(held)
            assert other.communicate()[0] == "done\n"


class TestBlobs:
    def test_bytes_come_back_by_their_hash(self, tmp_path):
        blobs = Blobs(tmp_path)
        sha = blobs.put(b"1951")
        assert sha == "3510a92fc7dd04f69b1aeeef5489ef168dbf1d9c4d528b8f4af4240a8b295ab4"
        assert blobs.get(sha) == b"1951"
        assert blobs.put(b"1951") == sha
        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha]

    def test_a_blob_that_is_missing_or_changed_is_an_error(self, tmp_path):
        blobs = Blobs(tmp_path)
        with pytest.raises(RunError, match=r"blob abc is not in"):
            blobs.get("abc")
        sha = blobs.put(b"1951")
        (tmp_path / sha[:2] / sha).write_bytes(b"1950")
        with pytest.raises(RunError, match="was changed"):
            blobs.get(sha)
        assert blobs.get(blobs.put(b"1951")) == b"1951"

    def test_a_write_that_fails_leaves_nothing(self, tmp_path, monkeypatch):
        def fail(*_):
            raise OSError("disk full")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            Blobs(tmp_path).put(b"1951")
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]


class TestCache:
    def rows(self):
        evidence = Evidence(evidence_id="evd_1", fact_id="tim_1", column="first", **fact())
        passage = Passage(passage_id="psg_1", kind="sentence", **fact())
        return [a_time(2), evidence, passage, a_time(1, first=date(1951, 5, 21))]

    def test_rows_come_back_table_by_table(self, tmp_path):
        cache, rows = Cache(tmp_path), self.rows()
        cache.put("k1", rows)
        assert cache.get("k1") == [rows[2], rows[0], rows[3], rows[1]]
        assert Cache(tmp_path).get("k1") == cache.get("k1")

    def test_no_rows_are_not_a_miss(self, tmp_path):
        cache = Cache(tmp_path)
        assert cache.get("k1") is None
        cache.put("k1", [])
        assert cache.get("k1") == []

    @pytest.mark.parametrize("keep", [0, 5, 20, 50, 100, -1])
    def test_a_file_that_was_cut_is_a_miss_and_is_replaced(self, tmp_path, keep):
        cache = Cache(tmp_path)
        cache.put("k1", self.rows())
        (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
        file.write_bytes(file.read_bytes()[:keep])
        assert cache.get("k1") is None
        cache.put("k1", self.rows())
        assert len(cache.get("k1")) == 4

    def test_a_file_that_was_changed_or_is_of_another_key_is_a_miss(self, tmp_path):
        cache = Cache(tmp_path)
        cache.put("k1", self.rows())
        cache.put("k2", [])
        one, other = tmp_path / "k1" / "k1", tmp_path / "k2" / "k2"
        other.write_bytes(one.read_bytes())
        assert cache.get("k2") is None
        data = bytearray(one.read_bytes())
        data[-3] ^= 1
        one.write_bytes(data)
        assert cache.get("k1") is None
        one.unlink()
        one.mkdir()
        assert cache.get("k1") is None

    def test_rows_of_other_columns_are_a_miss(self, tmp_path, monkeypatch):
        cache = Cache(tmp_path)
        cache.put("k1", [Merge(left_id="a", right_id="b", score=Decimal(1), reasons=[])])
        changed = schema("merges").remove(0)
        monkeypatch.setattr("regesta.store.rows._schema", lambda _: changed)
        assert cache.get("k1") is None

    def test_a_key_depends_on_every_part_and_on_their_borders(self):
        keys = [Cache.key(*parts) for parts in (("a", "b"), ("ab",), ("a", "b", None), ("b", "a"), ("a", "b", 1))]
        assert len({*keys}) == len(keys)
        assert Cache.key("a", {"x": 1, "y": 2}) == Cache.key("a", {"y": 2, "x": 1})


class TestCodeVersion:
    @pytest.fixture
    def package(self, tmp_path, monkeypatch):
        folder = tmp_path / "some_stage"
        (folder / "deep").mkdir(parents=True)
        for name in ("__init__.py", "one.py", "deep/__init__.py", "notes.txt"):
            (folder / name).write_text(f"# {name}\n")
        monkeypatch.syspath_prepend(tmp_path)
        code_version.cache_clear()
        return folder

    def version(self):
        code_version.cache_clear()
        return code_version("some_stage")

    def test_it_changes_with_the_code_and_with_nothing_else(self, package):
        before = self.version()
        (package / "notes.txt").write_text("other")
        assert self.version() == before
        (package / "deep" / "__init__.py").write_text("x = 1\n")
        changed = self.version()
        assert changed != before
        (package / "one.py").rename(package / "two.py")
        assert self.version() not in (before, changed)

    def test_modules_and_packages_of_the_library_have_one(self):
        versions = [code_version("regesta.tables"), code_version("regesta.text"), code_version("regesta.spans")]
        versions.append(code_version("regesta.tables", "regesta.spans"))
        assert len({*versions}) == 4

    @pytest.mark.parametrize("name", ["regesta.nowhere", "nowhere.at.all"])
    def test_an_unknown_module_is_refused(self, name):
        with pytest.raises(InvariantError, match=f"no module {name}"):
            code_version(name)


class TestTexts:
    def test_a_text_comes_back_under_its_key_alone(self, tmp_path):
        texts = Texts(tmp_path)
        key, other = texts.key("page", 1), texts.key("page", 2)
        texts.put(key, "“Ja” \U0001f600 \ud800\r\n")
        assert texts.get(key) == "“Ja” \U0001f600 \ud800\r\n"
        assert texts.get(other) is None

    @pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"x", lambda _: b""])
    def test_a_file_that_was_cut_or_changed_is_a_miss(self, tmp_path, damage):
        texts = Texts(tmp_path)
        key = texts.key("page")
        texts.put(key, "a page")
        [file] = [path for path in tmp_path.rglob("*") if path.is_file()]
        file.write_bytes(damage(file.read_bytes()))
        assert texts.get(key) is None
