"""report/validation.html: every expectation is there, every failing row leads to its passage, nothing else runs."""

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regesta.report.places import Place, Places, anchor
from regesta.report.validation_page import GROUPS, PAGE, group_of, in_words, validation_page, write_validation_page
from regesta.store import Run, Workspace
from regesta.tables import TABLES, Claim, ComparisonClaim, Conflict, Document, EventArgument, Evidence, Figure, Passage
from regesta.validate.results import CheckResult, Validation

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """A page as a browser reads it: tags in order, whether they nest, and the text outside of the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data

    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.tags if tag == "a"]


def result(expectation: str = "quote_is_text", *ids: str, **given: Any) -> CheckResult:
    told = {"suite": "figures", "column": "quote", "severity": "critical", "checked": 9, "error": None, **given}
    failing = given.get("failing", len(ids))
    return CheckResult(
        expectation=expectation,
        success=not failing and told["error"] is None,
        failing_ids=ids,
        **{**told, "failing": failing},
    )


def page(*results: CheckResult, arrow: Callable[[str], Any]) -> str:
    return validation_page(json.loads(Validation(tuple(sorted(results))).to_json()), arrow)


def nothing_asked(name: str) -> Any:
    pytest.fail(f"{name} was read although nothing fails")


def changed(run: Run, **tables: Callable[[pa.Table], pa.Table]) -> Callable[[str], pa.Table]:
    """The tables of a run, some of them changed."""
    return lambda name: tables.get(name, lambda table: table)(run.table(name))


def with_cells(column: str, change: Callable[[Any], Any]) -> Callable[[pa.Table], pa.Table]:
    def changing(table: pa.Table) -> pa.Table:
        index = table.column_names.index(column)
        cells = [change(cell) for cell in table.column(column).to_pylist()]
        return table.set_column(index, column, pa.array(cells, table.schema.field(index).type))

    return changing


class TestPage:
    def test_a_run_where_all_holds(self, shipped_run: Run) -> None:
        validation = json.loads((shipped_run.path / "validation.json").read_text(encoding="utf-8"))
        held = [found for found in validation["results"] if found["success"]]
        html = validation_page(
            {"summary": f"{len(held)} expectations, all hold", "worst": None, "results": held}, nothing_asked
        )
        found = Page(html)
        assert sum(tag == "tr" for tag, _ in found.tags) == len(held) + len(GROUPS)
        assert f"{len(held)} expectations, all hold" in found.text
        assert "article" not in [tag for tag, _ in found.tags]
        for name in GROUPS:
            assert ("section", {"id": name, "aria-labelledby": f"{name}-title"}) in found.tags

    def test_a_failing_row_leads_to_its_passage(self, shipped_run: Run) -> None:
        figure = shipped_run.rows(Figure)[0]
        document = next(d for d in shipped_run.rows(Document) if d.doc_id == figure.doc_id)
        html = page(result("quote_is_text", figure.figure_id), arrow=shipped_run.table)
        found = Page(html)
        assert f"documents/{figure.doc_id}.html#{figure.figure_id}" in found.links()
        assert f"<mark>{figure.quote}</mark>" in html
        assert document.text[figure.end : figure.end + 20].split()[0] in found.text
        assert "1 of 9 fail" in found.text
        assert "1 failed" in found.text

    def test_what_stands_at_the_place_is_shown_beside_a_wrong_quote(self, shipped_run: Run) -> None:
        figure = shipped_run.rows(Figure)[0]
        arrow = changed(shipped_run, figures=with_cells("quote", lambda _: "<i>wrong</i> & \u202eold"))
        html = page(result("quote_is_text", figure.figure_id), arrow=arrow)
        assert "<mark>&lt;i&gt;wrong&lt;/i&gt; &amp; \u202eold</mark>" in html
        assert f"the text has “{figure.quote}”" in " ".join(Page(html).text.split())

    def test_texts_of_documents_are_escaped_wherever_they_stand(self, shipped_run: Run) -> None:
        evil = '</style><script>alert("1")</script><img src=x onerror=alert(2)>'
        figure = shipped_run.rows(Figure)[0]
        arrow = changed(
            shipped_run,
            documents=lambda table: with_cells("title", lambda _: evil)(with_cells("text", lambda t: evil + t)(table)),
        )
        html = page(
            result("quote_is_text", figure.figure_id, error=evil, column=evil, suite=evil),
            result(evil, evil),
            arrow=arrow,
        )
        tags = [tag for tag, _ in Page(html).tags]
        assert "script" not in tags
        assert "img" not in tags
        assert tags.count("style") == 1
        assert "alert(" in Page(html).text

    def test_many_failing_rows_are_shown_in_part(self, shipped_run: Run) -> None:
        ids = [f"fig_{number:03}" for number in range(100)]
        html = page(result("quote_is_text", *ids), arrow=shipped_run.table)
        assert "fig_024" in html
        assert "fig_025" not in html
        assert "And 75 more" in html
        assert '<a href="../validation.json">' in html

    def test_failures_come_first_the_gravest_before_the_others(self, shipped_run: Run) -> None:
        html = page(
            result("raw_gives_quote", "fig_1", severity="info", column="a"),
            result("quote_is_text", column="b"),
            result("span_is_in_text", "fig_2", column="c"),
            arrow=shipped_run.table,
        )
        table = html[html.index("<tbody>") :]
        assert table.index("figures.c") < table.index("figures.a") < table.index("figures.b")

    def test_what_could_not_be_judged_says_why(self, shipped_run: Run) -> None:
        html = page(result("quote_is_text", error="no such column", checked=0, failing=1), arrow=shipped_run.table)
        assert "Not judged: no such column" in html
        assert "nothing</td>" in html

    def test_a_run_without_results_has_a_page(self) -> None:
        assert "0 expectations, all hold" in page(arrow=nothing_asked)

    def test_it_is_the_same_every_time(self, shipped_run: Run) -> None:
        results = [result("quote_is_text", "fig_1", "fig_2"), result("refers_to times.time_id", "fig_3")]
        assert page(*results, arrow=shipped_run.table) == page(*results, arrow=shipped_run.table)


class TestSafety:
    @pytest.fixture
    def html(self, shipped_run: Run) -> str:
        return page(result("quote_is_text", shipped_run.rows(Figure)[0].figure_id), arrow=shipped_run.table)

    def test_the_policy_allows_nothing_but_our_style(self, html: str) -> None:
        policy = next(
            str(a["content"]) for tag, a in Page(html).tags if a.get("http-equiv") == "Content-Security-Policy"
        )
        style = html[html.index("<style>") + len("<style>") : html.index("</style>")]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy.split("; ") == [
            "default-src 'none'",
            f"style-src 'sha256-{digest}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]

    def test_nothing_is_loaded_and_nothing_is_styled_in_place(self, html: str) -> None:
        for tag, attributes in Page(html).tags:
            assert tag not in {"script", "link", "img", "iframe"}
            assert not {name for name in attributes if name == "style" or name.startswith("on")}
        assert "://" not in html
        assert "url(" not in html

    def test_links_stay_in_the_run(self, html: str) -> None:
        assert [link for link in Page(html).links() if re.match(r"[a-z]+:|/", link)] == []


class TestGroups:
    def test_every_expectation_of_a_run_is_known(self, shipped_run: Run) -> None:
        results = json.loads((shipped_run.path / "validation.json").read_text(encoding="utf-8"))["results"]
        names = {found["expectation"] for found in results}
        assert {group_of(name) for name in names} == set(GROUPS)
        assert [name for name in sorted(names) if "_" in in_words(name).partition(" of ")[0]] == []

    @pytest.mark.parametrize(
        ("expectation", "group", "words"),
        [
            ("expect_column_values_to_be_unique", "structure", "no value twice"),
            ("refers_to times.time_id", "references", "names a row of times.time_id"),
            ("raw_gives_text", "provenance", "the raw file, decoded without the offset map, gives the text"),
            ("expect_something_new", "structure", "expect something new"),
            ("parts_add_up", "consistency", "parts add up"),
        ],
    )
    def test_groups_and_words(self, expectation: str, group: str, words: str) -> None:
        assert (group_of(expectation), in_words(expectation)) == (group, words)


class TestPlaces:
    def test_anchors(self) -> None:
        assert anchor("doc_1", "fig_1") == "documents/doc_1.html#fig_1"
        assert anchor("doc_1") == "documents/doc_1.html"
        assert anchor('../x"y', 'a"b') == "documents/..%2Fx%22y.html#a%22b"

    def test_a_claim_leads_to_itself(self, shipped_run: Run) -> None:
        claim = shipped_run.rows(Claim)[0]
        (place,) = Places(shipped_run.table).of(claim.claim_id)
        assert place.href == anchor(claim.doc_id, claim.claim_id)

    def test_what_has_no_highlight_of_its_own_leads_to_the_fact_that_it_is_for(self, shipped_run: Run) -> None:
        argument, evidence = shipped_run.rows(EventArgument)[0], shipped_run.rows(Evidence)[0]
        places = Places(shipped_run.table)
        (place,) = places.of(argument.argument_id)
        assert place.href == anchor(argument.doc_id, argument.event_id)
        assert (place.quote, place.text) == (argument.quote, None)
        assert places.of(evidence.evidence_id)[0].href == anchor(evidence.doc_id, evidence.fact_id)

    def test_a_passage_leads_to_the_page_of_its_document(self, shipped_run: Run) -> None:
        passage = shipped_run.rows(Passage)[0]
        assert Places(shipped_run.table).of(passage.passage_id)[0].href == anchor(passage.doc_id)

    def test_a_conflict_leads_to_both_of_its_statements(self, shipped_run: Run) -> None:
        conflict = shipped_run.rows(Conflict)[0]
        claims = {
            link.claim_id for link in shipped_run.rows(ComparisonClaim) if link.comparison_id == conflict.comparison_id
        }
        told = {claim.quote for claim in shipped_run.rows(Claim) if claim.claim_id in claims}
        places = Places(shipped_run.table)
        assert {place.quote for place in places.of(conflict.conflict_id)} == told
        assert places.of(conflict.comparison_id) == places.of(conflict.conflict_id)

    def test_a_link_leads_to_what_it_links(self, shipped_run: Run) -> None:
        link = shipped_run.rows(ComparisonClaim)[0]
        places = Places(shipped_run.table)
        found = places.of(f"{link.comparison_id} {link.claim_id}")
        assert found == places.of(link.comparison_id)

    def test_a_document_leads_to_its_page(self, shipped_run: Run) -> None:
        document = shipped_run.rows(Document)[0]
        (place,) = Places(shipped_run.table).of(document.doc_id)
        assert (place.href, place.title) == (anchor(document.doc_id), document.title)

    @pytest.mark.parametrize(
        "identifier", ["", "null", "fig_nope", "date_conflict", "cmp_nope clm_nope", "cnf_nope", "x y"]
    )
    def test_what_is_nowhere_leads_nowhere(self, shipped_run: Run, identifier: str) -> None:
        assert Places(shipped_run.table).of(identifier) == []

    def test_a_span_outside_of_the_text_is_shown_with_the_context_of_its_row(self, shipped_run: Run) -> None:
        figure = shipped_run.rows(Figure)[0]
        arrow = changed(shipped_run, figures=with_cells("start", lambda start: start + 10**6))
        (place,) = Places(arrow).of(figure.figure_id)
        assert place == Place(place.title, place.href, figure.prefix, figure.quote, figure.suffix, "")

    @pytest.mark.parametrize("column", ["doc_id", "start", "end", "quote", "prefix"])
    def test_rows_with_nothing_where_something_should_be(self, shipped_run: Run, column: str) -> None:
        figure = shipped_run.rows(Figure)[0]
        arrow = changed(shipped_run, figures=with_cells(column, lambda _: None))
        places = Places(arrow).of(figure.figure_id)
        assert len(places) == (0 if column == "doc_id" else 1)

    @pytest.mark.parametrize("table", sorted(TABLES))
    def test_tables_that_lack_columns(self, shipped_run: Run, table: str) -> None:
        arrow = changed(shipped_run, **{table: lambda held: held.select(held.column_names[-1:])})
        ids = [shipped_run.rows(Figure)[0].figure_id, shipped_run.rows(Conflict)[0].conflict_id]
        for identifier in ids:
            assert isinstance(Places(arrow).of(identifier), list)


def test_it_is_written_into_a_run_that_is_being_built(shipped_run: Run, tmp_path: Path) -> None:
    shutil.copytree(shipped_run.path, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "report", ignore_errors=True)
    work = Workspace(tmp_path / "run")
    figures = work.arrow("figures")
    pq.write_table(with_cells("quote", lambda _: "wrong")(figures), work.file("figures"))
    found = Validation((result("quote_is_text", figures.column("figure_id")[0].as_py()),))
    work.write_file("validation.json", found.to_json())
    write_validation_page(work)
    html = (work.path / PAGE).read_text(encoding="utf-8")
    assert "<mark>wrong</mark>" in html
    Page(html)
