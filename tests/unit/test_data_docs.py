"""Great Expectations' Data Docs without a network: whole, escaped, the same every time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regesta.store import Run, Workspace
from regesta.tables import TABLES
from regesta.validate import CheckResult, Validation, write_data_docs
from regesta.validate.data_docs import PLACE, data_docs
from regesta.validate.suites import build_suites


class Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def result(expectation: str, column: str, *ids: str, error: str | None = None, suite: str = "figures") -> CheckResult:
    return CheckResult(
        suite=suite,
        expectation=expectation,
        column=column,
        severity="critical",
        success=not ids and error is None,
        checked=25,
        failing=len(ids),
        failing_ids=ids,
        error=error,
    )


@pytest.fixture(scope="module")
def validation(shipped_run: Run) -> Validation:
    """What was found in the run on the shipped sources."""
    results = json.loads((shipped_run.path / "validation.json").read_text(encoding="utf-8"))["results"]
    return Validation(tuple(CheckResult(**{**one, "failing_ids": tuple(one["failing_ids"])}) for one in results))


@pytest.fixture(scope="module")
def pages(validation: Validation) -> dict[str, str]:
    return data_docs(validation)


def test_a_page_for_every_table_and_an_index_of_all(pages: dict[str, str]) -> None:
    assert list(pages) == ["index.html", *(f"{name}.html" for name in TABLES)]
    links = [attributes["href"] for tag, attributes in Page(pages["index.html"]).tags if tag == "a"]
    assert links == ["../../report/validation.html", *(f"{name}.html" for name in TABLES)]


def test_every_expectation_is_on_the_page_of_its_table(pages: dict[str, str], validation: Validation) -> None:
    for name in TABLES:
        asked = sum(one.suite == name for one in validation.results)
        assert (
            len(re.findall(r"fa-check-circle|fa-times|fa-exclamation", pages[f"{name}.html"].split("<main>")[1]))
            == asked
        )


def test_expectations_are_told_in_the_words_of_great_expectations(pages: dict[str, str]) -> None:
    text = " ".join(Page(pages["times.html"]).text.split())
    assert "values must belong to this set: DATE TIME DURATION SET" in text
    assert "values must be unique" in text
    assert "Must have these columns in this order: time_id" in text


def test_every_expectation_of_the_suites_is_found_again(pages: dict[str, str]) -> None:
    """Those of the suites stand under their column; only frames have a heading with what is asked of them."""
    for name, suite in build_suites().items():
        headings = re.findall(r"<h2[^>]*>\s*(.*?)\s*</h2>", pages[f"{name}.html"], re.DOTALL)
        assert "Table-Level Expectations" in headings
        assert not [heading for heading in headings if "expect_" in heading]
        for entry in suite["expectations"]:
            assert entry["kwargs"].get("column", "Table-Level Expectations") in headings


def test_failing_rows_are_named() -> None:
    page = data_docs(Validation((result("quote_is_text", "quote", "fig_1", "fig_2"),)))["figures.html"]
    text = Page(page).text
    assert "quote: quote_is_text" in text
    assert "fig_1" in text
    assert "fig_2" in text
    assert "2 unexpected values found" in text
    assert "✗" in page


def test_what_could_not_be_judged_says_so_and_claims_nothing() -> None:
    broken = Validation((result("expect_column_values_to_not_be_null", "quote", error="no column <quote>"),))
    page = data_docs(broken)["figures.html"]
    assert "no column <quote>" in Page(page).text
    assert "100%" not in page.split("<main>")[1]
    assert page == data_docs(broken)["figures.html"]


def test_what_may_come_from_documents_is_escaped() -> None:
    evil = '<script>alert("1")</script><img src=x>'
    results = (result("quote_is_text", "quote", evil), result("raw_gives_quote", "segments", error=evil))
    page = data_docs(Validation(results))["figures.html"]
    assert not {"script", "img"} & {tag for tag, _ in Page(page).tags}
    assert Page(page).text.count(evil) >= 2


def test_choices_with_signs_of_markup_are_text(pages: dict[str, str]) -> None:
    assert "= ~ > >= < <=" in " ".join(Page(pages["figures.html"]).text.split())


def test_nothing_comes_from_the_network_or_runs(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert "://" not in html
        for tag, attributes in Page(html).tags:
            assert tag not in {"script", "link", "img", "iframe"}
            assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_links_lead_to_pages(pages: dict[str, str]) -> None:
    for html in pages.values():
        links = {str(attributes["href"]) for tag, attributes in Page(html).tags if tag == "a"}
        assert {link for link in links if not link.startswith("..")} <= set(pages)


def test_the_same_results_give_the_same_bytes(validation: Validation, pages: dict[str, str], tmp_path: Path) -> None:
    write_data_docs(Workspace(tmp_path), validation)
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / PLACE).iterdir()}
    assert written == pages
