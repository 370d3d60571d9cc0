"""The committed suites: generated from the row classes, understood by Great Expectations to the last line."""

import json
from pathlib import Path

import pytest

from regesta.errors import CheckError
from regesta.tables import TABLES
from regesta.validate.files import FOLDER, encoded
from regesta.validate.judge import typed_suite
from regesta.validate.suites import build_suites, write_suites


def expectations(table: str, kind: str) -> list[dict]:
    return [e["kwargs"] for e in build_suites()[table]["expectations"] if e["type"] == kind]


def test_the_committed_suites_are_the_generated_ones() -> None:
    committed = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert committed == {name: encoded(suite) for name, suite in build_suites().items()}, "run: make suites"


def test_writing_gives_the_same_bytes_and_removes_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "gone.json").write_text("{}")
    write_suites(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FOLDER.glob("*.json")
    }
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_expectation_of_a_committed_suite_is_understood(table: str) -> None:
    suite = typed_suite(FOLDER / f"{table}.json")
    written = json.loads((FOLDER / f"{table}.json").read_text())["expectations"]
    assert [(e.expectation_type, e.severity.value) for e in suite.expectations] == [
        (e["type"], "critical") for e in written
    ]


def test_what_a_row_class_declares_is_expected() -> None:
    nulls = expectations("times", "expect_column_values_to_not_be_null")
    assert {"column": "quote"} in nulls
    assert {"column": "segments"} in nulls
    assert {"column": "value"} not in nulls
    assert expectations("conflicts", "expect_column_values_to_be_unique") == [
        {"column": "conflict_id"},
        {"column": "comparison_id"},
    ]
    assert {"column": "depth", "min_value": 1} in expectations("attributions", "expect_column_values_to_be_between")
    choices = expectations("sources", "expect_column_values_to_be_in_set")
    assert choices == [{"column": "status", "value_set": ["ingested", "missing", "quarantined", "duplicate"]}]
    assert expectations("merges", "expect_compound_columns_to_be_unique") == [
        {"column_list": ["left_id", "right_id", "score"]}
    ]


@pytest.mark.parametrize(
    ("table", "pairs"),
    [
        ("times", {("start", "end", False), ("anchor_start", "anchor_end", False), ("first", "last", True)}),
        ("claims", {("start", "end", False), ("low", "high", True), ("first", "last", True)}),
        ("documents", {("published_first", "published_last", True), ("updated_first", "updated_last", True)}),
        ("issues", {("start", "end", True)}),
    ],
)
def test_the_ends_of_intervals_are_in_order(table: str, pairs: set) -> None:
    found = expectations(table, "expect_column_pair_values_a_to_be_greater_than_b")
    assert pairs <= {(pair["column_B"], pair["column_A"], pair["or_equal"]) for pair in found}
    assert all(pair["ignore_row_if"] == "either_value_is_missing" for pair in found)


def suite_of(path: Path, *entries: object) -> Path:
    path.write_text(json.dumps({"name": path.stem, "expectations": entries, "meta": {}}))
    return path


NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}, "severity": "critical"}


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([NOT_NULL, {**NOT_NULL, "type": "expect_column_values_to_be_nice"}], "expect_column_values_to_be_nice"),
        ([{**NOT_NULL, "kwargs": {"colour": "a"}}], "cannot be made"),
        ([{**NOT_NULL, "severity": "terrible"}], "cannot be made"),
        ([{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}}], "severity"),
    ],
)
def test_what_is_not_understood_is_an_error_that_names_the_file(tmp_path: Path, entries: list, told: str) -> None:
    with pytest.raises(CheckError, match=told) as error:
        typed_suite(suite_of(tmp_path / "times.json", *entries))
    assert str(error.value).startswith(f"{tmp_path / 'times.json'}: ")


def test_an_expectation_that_is_lost_without_a_word_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import great_expectations as gx

    whole = gx.ExpectationSuite
    monkeypatch.setattr(gx, "ExpectationSuite", lambda name, expectations: whole(name, expectations[1:]))
    with pytest.raises(CheckError, match=r"times\.json: 2 expectations, of which 1 were understood"):
        typed_suite(suite_of(tmp_path / "times.json", NOT_NULL, {**NOT_NULL, "kwargs": {"column": "b"}}))


@pytest.mark.parametrize(("text", "told"), [(None, "is missing"), ("{", "not JSON"), ("[]", "no list of expectations")])
def test_a_file_that_is_no_suite_is_an_error(tmp_path: Path, text: str | None, told: str) -> None:
    if text is not None:
        (tmp_path / "times.json").write_text(text)
    with pytest.raises(CheckError, match=told):
        typed_suite(tmp_path / "times.json")
