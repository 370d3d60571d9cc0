"""The report in Chromium, from disk, with the network off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regesta.store import Run
from regesta.tables import Claim, Conflict, Document, Event, Source, SourceDocument, Time

pytestmark = pytest.mark.xdist_group("browser")
Open = Callable[..., Any]
Url = Callable[[str], str]
PAGES = ("index.html", "conflicts.html", "timeline.html", "sources.html")


def doc_id(run: Run, source_id: str) -> str:
    return next(link.doc_id for link in run.rows(SourceDocument) if link.source_id == source_id)


def lit(page: Any) -> str:
    """The characters that the reader points at, in their order."""
    return str(page.evaluate("[...document.querySelectorAll('.text .on')].map(e => e.textContent).join('')"))


def test_the_overview_counts_sources_and_tells_conflicts(open_page: Open) -> None:
    page = open_page("index.html")
    assert "3 sources ingested" in page.inner_text("main")
    assert "1 source missing" in page.inner_text("main")
    assert page.locator(".short li").count() >= 1
    page.get_by_role("link", name="Sources").click()
    assert page.locator("#sources > li:visible").count() == 4
    page.select_option("select[name=status]", "missing")
    assert page.locator("#sources > li:visible").count() == 1
    assert "no sources folder" in page.inner_text("#sources > li:visible .reason")
    assert "gone.txt" in page.inner_text("#sources > li:visible")


def test_conflicts_are_filtered(open_page: Open) -> None:
    page = open_page("conflicts.html")
    cards = page.locator(".card:visible")
    total = cards.count()
    assert total >= 2
    page.fill("input[name=text]", "diplomatic 1952")
    assert 1 <= cards.count() < total
    assert all("1952" in text for text in cards.all_inner_texts())
    assert page.inner_text("[data-found]") == f"{cards.count()} cards"
    page.fill("input[name=text]", "")
    page.select_option("select[name=check]", "date_conflict")
    assert set(cards.evaluate_all("all => all.map(card => card.dataset.check)")) == {"date_conflict"}
    page.fill("input[name=text]", "no such word")
    assert cards.count() == 0


def test_conflicts_of_severity_info_are_shown_to_who_asks(open_page: Open, hard_run: Run, url_of: Url) -> None:
    page = open_page("index.html")
    assert "1 open of severity info is shown there only when asked for" in page.inner_text("main")
    page.goto(url_of("conflicts.html"))
    shown = "all => all.map(card => card.dataset.severity)"
    cards = page.locator(".card:visible")
    assert "info" not in cards.evaluate_all(shown)
    before = cards.count()
    page.check("text=Also 1 of severity info")
    assert cards.evaluate_all(shown).count("info") == 1
    assert page.inner_text("[data-found]") == f"{before + 1} cards"
    page.uncheck("text=Also 1 of severity info")
    page.select_option("select[name=severity]", "info")
    assert cards.evaluate_all(shown) == ["info"]
    (quiet,) = [row.conflict_id for row in hard_run.rows(Conflict) if row.severity == "info"]
    page.goto(url_of("index.html"))
    page.goto(url_of(f"conflicts.html#{quiet}"))
    assert page.locator(f"#{quiet}:visible").count() == 1


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("emoji", "21 May 1951", "established diplomatic relations"),
        ("plain", "3 June 1952", "established diplomatic relations"),
        ("hostile", "4 July 1953", "established diplomatic relations"),
    ],
)
def test_a_conflict_leads_to_the_right_characters(
    open_page: Open, hard_run: Run, source: str, value: str, words: str
) -> None:
    page = open_page("conflicts.html")
    document = doc_id(hard_run, source)
    card = page.locator(".card", has_text="Diplomatic relations").first
    said = card.locator(".statements > li", has=page.locator(f'a[href*="{document}"]')).first
    assert said.locator("mark.value").all_inner_texts() == [value]
    assert said.locator("mark.said").all_inner_texts() == [words]
    said.get_by_role("link", name="Read in the document").click()
    page.wait_for_selector(".text .on")
    assert lit(page) == words
    assert page.evaluate("[...document.querySelectorAll('.text .why')].map(e => e.textContent)") == [value]
    assert page.locator(".text .on").first.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    assert "Where it stands" in page.inner_text(".panel")
    page.locator(".panel a").first.click()
    page.wait_for_selector(".card")
    assert page.locator(".card:focus").count() == 1


def test_every_row_of_every_document_finds_its_characters(open_page: Open, hard_run: Run, url_of: Url) -> None:
    texts = {document.doc_id: document.text for document in hard_run.rows(Document)}
    page = open_page(PAGES[0])
    for document in sorted(texts):
        page.goto(url_of(f"documents/{document}.html"))
        assert page.evaluate("document.querySelector('.text').textContent") == texts[document]
    rows = [*hard_run.rows(Time), *hard_run.rows(Event), *hard_run.rows(Claim)]
    assert len(rows) >= 12
    for row in rows:
        identifier = getattr(row, {Time: "time_id", Event: "event_id", Claim: "claim_id"}[type(row)])
        page.goto(url_of(f"documents/{row.doc_id}.html#{identifier}"))
        page.wait_for_selector(".panel section")
        assert lit(page) == row.quote
        assert f"{row.start}–{row.end}" in page.inner_text(".panel section >> nth=0")


def test_a_highlight_leads_to_its_row(open_page: Open, hard_run: Run) -> None:
    document = doc_id(hard_run, "emoji")
    page = open_page(f"documents/{document}.html")
    time = next(t for t in hard_run.rows(Time) if t.doc_id == document and t.quote == "21 May 1951")
    page.locator("mark", has_text="21 May 1951").click()
    panel = page.inner_text(".panel section >> nth=0")
    place = time.segments[0]
    for expected in ("1951-05-21", time.rule_id, time.time_id, f"bytes {place.start}–{place.end}"):
        assert expected in panel
    assert lit(page) == "21 May 1951"
    page.get_by_label("Close").click()
    assert page.locator(".panel:visible").count() == 0
    assert lit(page) == ""


def test_kinds_can_be_switched_off(open_page: Open, hard_run: Run) -> None:
    page = open_page(f"documents/{doc_id(hard_run, 'emoji')}.html")
    before = page.locator(".text mark[role=button]").count()
    page.uncheck("input[name=n]")
    assert page.locator(".text mark[role=button]").count() < before
    assert page.locator(".furniture").inner_text().startswith("Share")
    assert page.locator(".furniture mark").count() == 0


def test_the_keyboard_is_enough(open_page: Open, hard_run: Run) -> None:
    page = open_page(f"documents/{doc_id(hard_run, 'emoji')}.html")
    focused = "document.activeElement.textContent"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.text') !== null"):
            break
    first = page.evaluate(focused)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    second = page.evaluate(focused)
    assert second != first
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel section")
    assert second in lit(page)
    page.keyboard.press("Escape")
    assert page.locator(".panel:visible").count() == 0
    assert page.evaluate(focused) == second
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == first


def test_nothing_from_a_document_is_markup(open_page: Open, hard_run: Run, url_of: Url) -> None:
    page = open_page(PAGES[0])
    for name in (*PAGES, f"documents/{doc_id(hard_run, 'hostile')}.html"):
        page.goto(url_of(name))
        assert page.title().endswith("Regesta")
        assert page.title() != "pwned"
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.locator("main b:text-is('Bad'), main img").count() == 0
        assert page.locator("script").count() == (2 if "/" in name else 1)


def test_an_injected_script_or_style_would_not_run(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.pwned = true";
        document.body.append(script); document.body.setAttribute("style", "color: red"); }"""
    )
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert sum("Content Security Policy" in text for text in refused) == 2
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_screens_do_not_scroll_sideways(open_page: Open, hard_run: Run, url_of: Url, scheme: str) -> None:
    claim = next(claim for claim in hard_run.rows(Claim))
    page = open_page(PAGES[0], width=390, color_scheme=scheme)
    for name in (*PAGES, f"documents/{claim.doc_id}.html#{claim.claim_id}"):
        page.goto(url_of(name))
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Open, hard_run: Run, url_of: Url, axe: str, scheme: str) -> None:
    claim = next(claim for claim in hard_run.rows(Claim))
    page = open_page(PAGES[0], color_scheme=scheme, bypass_csp=True)
    for name in (*PAGES, f"documents/{claim.doc_id}.html#{claim.claim_id}"):
        page.goto(url_of(name))
        page.evaluate(axe)
        found = page.evaluate("axe.run({preload: false}).then(r => r.violations)")
        grave = [
            (v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert grave == [], name


def test_every_link_leads_somewhere(site: Path, hard_run: Run) -> None:
    for page in sorted(site.rglob("*.html")):
        for link in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), (page.name, link)
    assert {source.status for source in hard_run.rows(Source)} == {"ingested", "missing"}
