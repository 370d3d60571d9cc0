"""What changed between two runs: every kind of change is counted once, and nothing else is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from regesta.errors import RunError
from regesta.report.diff import Changes, Diff, Example, diff
from regesta.report.diff_text import render_diff
from regesta.store import Run, Workspace, publish, read_run
from regesta.tables import ComparisonClaim, Conflict, Figure, Row, Source, Support, table_of

Publisher = Callable[..., Run]


def source(source_id: str, **given: Any) -> Source:
    return Source(source_id=source_id, extra=[], **{"title": f"About {source_id}", "status": "ingested", **given})


def figure(number: int, quote: str, **given: Any) -> Figure:
    return Figure(
        **{
            "figure_id": f"fig_{number}",
            "low": Decimal(number),
            "high": Decimal(number),
            "comparator": "=",
            "value_start": 0,
            "value_end": 1,
            "as_of": [],
            "alternatives": [],
            "flags": [],
            "doc_id": "doc_1",
            "start": number,
            "end": number + len(quote),
            "quote": quote,
            "prefix": "",
            "suffix": "",
            "segments": [],
            "rule_id": "figures.count",
            **given,
        }
    )


def conflict(number: int, status: str = "open", verdict: str = "conflict") -> Conflict:
    return Conflict(
        conflict_id=f"cnf_{number}",
        comparison_id=f"cmp_{number}",
        check="date_conflict",
        severity="error",
        status=status,
        verdict=verdict,
        subject="rel:CHN-PAK",
        property="relations_start",
        n_values=2,
        support=[Support("1950", 1), Support("1951", 2)],
        measured="",
        explanation=f"Statement {number} differs.",
    )


NAMES = {Source: "sources", Figure: "figures", Conflict: "conflicts", ComparisonClaim: "comparison_claims"}


@pytest.fixture
def published(tmp_path: Path) -> Publisher:
    """A run that holds these rows, and an empty table of every other kind that these tests use."""

    def make(run_id: str, rows: Sequence[Row], **manifest: Any) -> Run:
        work = Workspace.create(tmp_path / "runs")
        for row_class, name in NAMES.items():
            work.write(name, [row for row in rows if type(row) is row_class])
        return read_run(publish(work, tmp_path / "runs", tmp_path / "latest", run_id, manifest).path)

    return make


def changes(found: Diff, name: str) -> Changes:
    return next(table for table in found.tables if table.what == name)


def counted(held: Changes) -> tuple[int, int, int, int, int]:
    return held.before, held.after, held.added, held.removed, held.changed


BEFORE = [source("a"), source("b", blob="1" * 64), figure(1, "13 people"), figure(2, "76 km"), conflict(1), conflict(2)]


def test_a_run_and_itself_do_not_differ(shipped_run: Run) -> None:
    found = diff(shipped_run, shipped_run)
    assert not found.any
    assert found.settings == ()
    assert {table.what for table in found.tables} == set(shipped_run.tables)
    assert all(table.before == table.after == shipped_run.table(table.what).num_rows for table in found.tables)
    assert found.open_conflicts.before > 0
    assert found.open_conflicts.examples == ()


def test_rows_come_go_and_change(published: Publisher) -> None:
    after = [
        source("b", blob="2" * 64),
        source("c"),
        figure(2, "76 km", flags=["odd"]),
        figure(3, "nine"),
        figure(4, "ten"),
    ]
    found = diff(published("one", BEFORE), published("two", after))
    assert counted(changes(found, "sources")) == (2, 2, 1, 1, 1)
    assert changes(found, "sources").examples == (
        Example("added", "c", "About c", ()),
        Example("removed", "a", "About a", ()),
        Example("changed", "b", "About b", ("blob",)),
    )
    assert counted(changes(found, "figures")) == (2, 3, 2, 1, 1)
    assert changes(found, "figures").examples[-1] == Example("changed", "fig_2", "76 km", ("flags",))
    assert found.any


def test_a_cell_that_becomes_null_is_a_change(published: Publisher) -> None:
    found = diff(published("one", [figure(1, "x", unit="km")]), published("two", [figure(1, "x")]))
    assert changes(found, "figures").examples == (Example("changed", "fig_1", "x", ("unit",)),)


def test_rows_in_lists_are_compared(published: Publisher) -> None:
    more = replace(conflict(1), support=[Support("1950", 1), Support("1951", 3)])
    found = diff(published("one", [conflict(1)]), published("two", [more]))
    assert changes(found, "conflicts").examples[0].columns == ("support",)
    assert not found.open_conflicts.any


def test_a_link_is_named_by_what_it_links(published: Publisher) -> None:
    link = ComparisonClaim(comparison_id="cmp_1", claim_id="clm_1", role="left")
    found = diff(published("one", [link]), published("two", [replace(link, role="right")]))
    assert changes(found, "comparison_claims").examples == (Example("changed", "cmp_1 clm_1", "", ("role",)),)


def test_conflicts_are_opened_closed_and_judged_anew(published: Publisher) -> None:
    before = [conflict(1), conflict(2), conflict(3), conflict(4), conflict(5, "explained", "update")]
    after = [
        conflict(1),
        conflict(2, "explained", "rounding"),
        conflict(4, verdict="undetermined"),
        conflict(5, "explained", "granularity"),
        conflict(6),
    ]
    found = diff(published("one", before), published("two", after)).open_conflicts
    assert counted(found) == (4, 3, 1, 2, 1)
    assert [(example.change, example.id, example.columns) for example in found.examples] == [
        ("added", "cnf_6", ()),
        ("removed", "cnf_2", ()),
        ("removed", "cnf_3", ()),
        ("changed", "cnf_4", ("verdict",)),
    ]
    assert found.examples[0].about == "Statement 6 differs."


def test_an_explained_conflict_that_opens_is_opened(published: Publisher) -> None:
    before, after = [conflict(1, "explained", "update")], [conflict(1)]
    found = diff(published("one", before), published("two", after))
    assert counted(found.open_conflicts) == (0, 1, 1, 0, 0)
    assert changes(found, "conflicts").examples[0].columns == ("status", "verdict")


def test_examples_are_the_smallest_ids_and_as_many_as_asked_for(published: Publisher) -> None:
    one, two = published("one", []), published("two", [figure(number, "x") for number in range(9)])
    assert [example.id for example in changes(diff(one, two, 4), "figures").examples] == [
        "fig_0",
        "fig_1",
        "fig_2",
        "fig_3",
    ]
    assert changes(diff(one, two, 0), "figures").examples == ()
    assert changes(diff(one, two, 0), "figures").added == 9


def test_what_the_runs_were_made_from(published: Publisher) -> None:
    before = {"code": "c1", "lexicon": "x", "versions": {"pyarrow": "1", "gone": "2"}, "settings": {"max_bytes": 5}}
    after = {"code": "c2", "lexicon": "x", "versions": {"pyarrow": "2", "new": "3"}, "settings": {"max_bytes": 5}}
    found = diff(published("one", [], **before), published("two", [], **after))
    assert [(setting.name, setting.before, setting.after) for setting in found.settings] == [
        ("code", "c1", "c2"),
        ("versions.gone", "2", None),
        ("versions.new", None, "3"),
        ("versions.pyarrow", "1", "2"),
    ]
    assert (found.before, found.after, found.any) == ("one", "two", False)


def test_a_table_that_only_one_run_has_is_empty_in_the_other(published: Publisher, tmp_path: Path) -> None:
    one = published("one", BEFORE)
    work = Workspace.create(tmp_path / "runs")
    work.write("figures", [figure(1, "13 people")])
    other = read_run(publish(work, tmp_path / "runs", tmp_path / "latest", "two", {}).path)
    assert counted(changes(diff(one, other), "sources")) == (2, 0, 0, 2, 0)
    assert counted(changes(diff(other, one), "sources")) == (0, 2, 2, 0, 0)
    assert counted(diff(one, other).open_conflicts) == (2, 0, 0, 2, 0)
    assert counted(diff(other, other).open_conflicts) == (0, 0, 0, 0, 0)


def test_columns_of_another_version_are_not_compared(published: Publisher) -> None:
    one, two = published("one", BEFORE), published("two", BEFORE)
    file = two.path / "figures.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["flags"]), file)
    assert not diff(one, two).any
    pq.write_table(pq.read_table(file).drop_columns(["figure_id"]), file)
    with pytest.raises(RunError, match="figures of run two has no column figure_id"):
        diff(one, two)


def test_a_quote_in_the_path_of_a_run_is_no_sql(published: Publisher, tmp_path: Path) -> None:
    run = published("one", BEFORE)
    moved = tmp_path / "o'ne [ab] *?"
    run.path.rename(moved)
    assert not diff(read_run(moved), read_run(moved)).any


def shown(found: Diff) -> str:
    console = Console(file=StringIO(), width=100)
    render_diff(found, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_text_says_what_changed_and_nothing_else(published: Publisher) -> None:
    after = [*BEFORE[:3], figure(9, "nine\nmen [bold]"), conflict(1), conflict(2)]
    text = shown(diff(published("one", BEFORE, code="a" * 64), published("two", after, code="b" * 64)))
    assert "one → two" in text
    assert f"code  {'a' * 12} → {'b' * 12}" in text
    assert "+ fig_9  nine men [bold]" in text
    assert "- fig_2  76 km" in text
    assert "sources" not in text
    assert shown(diff(published("one", BEFORE), published("three", BEFORE))).endswith("The tables are the same.\n")


LINKS = ("clusters", "incidents", "merges", "comparison_claims", "resolution_claims", "claim_counts")
"""Tables whose rows are named by those of others."""


def test_every_example_of_real_runs_is_a_row_of_its_table(shipped_run: Run, published: Publisher) -> None:
    found = diff(published("empty", []), shipped_run, 1)
    for table in found.tables:
        assert (table.added, table.removed) == (shipped_run.table(table.what).num_rows, 0)
        for example in table.examples:
            known = table_of(example.id)
            assert known is None or known == table.what or table.what in LINKS
