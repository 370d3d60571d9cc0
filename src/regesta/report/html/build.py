"""The pages of a run, from templates: what is here chooses what they show, the templates say how."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from regesta.report.cards import Reader, days
from regesta.report.html.payload import encoded, payload
from regesta.report.html.reader import KINDS, text_html
from regesta.report.html.shelf import Leaflet, leaflets
from regesta.report.html.statements import anchors, card_views
from regesta.report.html.timeline import timeline
from regesta.report.summary import COUNTED, VALIDATION, check_counts
from regesta.store import Run, Texts, code_version
from regesta.tables import SEVERITIES, Issue, Source, SourceDocument, as_plain

__all__ = ["build_report"]

_HERE = Path(__file__).parent
_STATIC = ("report.css", "report.js")
_NOTES_SHOWN = 50
_IN_PAYLOAD = (*KINDS, "event_arguments", "evidence", "claims")

Titles = Mapping[str, tuple[str, ...]]
Stated = Mapping[str, Mapping[str, Sequence[str]]]
"""For each claim the cards that it stands in, by their anchor."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What a document's page shows that is not in the rows of its facts."""

    titles: tuple[str, ...]
    stated: Stated
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _SourceLine:
    """A line of the index with the documents that it gave."""

    source: Source
    documents: tuple[str, ...]


def build_report(run: Run, folder: Path, pages: Texts | None = None) -> None:
    """Write the report of a run as static pages: index.html is the first. The same run gives the same bytes.

    Args:
        run: the run; one that is not published yet will do, when its manifest has `run_id` and `files`.
        folder: where the pages go; made when it is not there. Files of the same names are replaced.
        pages: pages of documents that earlier runs made; those whose rows have not changed are not made again.

    Raises:
        RunError: a table of the run is missing.
    """
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for name in _STATIC:
        (folder / name).write_bytes((_HERE / "static" / name).read_bytes())
    sources, links, reader = run.rows(Source), run.rows(SourceDocument), Reader(run)
    titles = _titles(sources, links)
    views, more = card_views(run, reader, titles)
    stated = anchors(views)
    disputed = anchors([view for view in views if view.card.status == "open"])
    common = {"run_id": run.run_id, "root": ""}
    _write(folder, "index.html", **common, **_overview(run, sources), views=views, more=more)
    _write(folder, "conflicts.html", **common, views=views, more=more, choices=_choices(views))
    _write(folder, "timeline.html", **common, timeline=timeline(run, reader, disputed))
    _write(folder, "sources.html", **common, lines=_lines(sources, links), statuses=_statuses(sources))
    issues = _issues(run)
    for leaflet in leaflets(run):
        doc_id = leaflet.doc_id
        around = _Around(titles.get(doc_id, ()), _cards(stated, leaflet.claims()), tuple(issues.get(doc_id, ())))
        page = _kept(pages, leaflet, around) if pages else _document(leaflet, around)
        (folder / "documents" / f"{doc_id}.html").write_text(page, encoding="utf-8", errors="replace", newline="\n")


def _cards(stated: Stated, claims: Sequence[str]) -> Stated:
    return {claim_id: stated[claim_id] for claim_id in claims if claim_id in stated}


def _kept(pages: Texts, leaflet: Leaflet, around: _Around) -> str:
    key = pages.key(_page_code(), leaflet.fingerprint(), as_plain(around))
    page = pages.get(key)
    if page is None:
        page = _document(leaflet, around)
        pages.put(key, page)
    return page


@cache
def _page_code() -> str:
    return code_version("regesta.report", "regesta.tables")


def _document(leaflet: Leaflet, around: _Around) -> str:
    document = leaflet.document
    rows: dict[str, Sequence[Mapping[str, Any]]] = {name: leaflet.rows[name] for name in _IN_PAYLOAD}
    cards: dict[str, Sequence[str]] = {}
    for said in around.stated.values():
        cards |= said
    rows["claims"] = [{**row, "conflicts": [*around.stated.get(row["claim_id"], ())]} for row in rows["claims"]]
    return _rendered(
        "document.html",
        root="../",
        document=document,
        titles=around.titles,
        published=days(document["published_first"], document["published_last"]),
        updated=days(document["updated_first"], document["updated_last"]),
        counts={table: (kind, len(rows[table])) for table, kind in KINDS.items()},
        issues=around.issues,
        text=text_html(leaflet),
        data=Markup(encoded({**payload(rows), "cards": cards})),  # noqa: S704 - `encoded` leaves nothing that could end the element
    )


def _overview(run: Run, sources: Sequence[Source]) -> dict[str, Any]:
    issues = sorted(run.rows(Issue), key=lambda i: (-SEVERITIES.index(i.severity), i.code, i.message, i.issue_id))
    file = run.path / VALIDATION
    return {
        "statuses": _statuses(sources),
        "counts": {name: run.table(name).num_rows for name in COUNTED},
        "checks": check_counts(run),
        "issues": issues[:_NOTES_SHOWN],
        "issues_more": max(0, len(issues) - _NOTES_SHOWN),
        "validation": json.loads(file.read_text(encoding="utf-8"))["summary"].partition(":")[0]
        if file.exists()
        else None,
    }


def _choices(views: Sequence[Any]) -> dict[str, list[str]]:
    """What a reader can filter conflicts by."""
    return {
        "statuses": sorted({view.card.status for view in views}),
        "verdicts": sorted({view.card.verdict for view in views}),
        "checks": sorted({view.card.check for view in views}),
        "severities": [s for s in reversed(SEVERITIES) if any(view.card.severity == s for view in views)],
    }


def _titles(sources: Sequence[Source], links: Sequence[SourceDocument]) -> Titles:
    names = {s.source_id: f"{s.title or s.source_id}{f' ({s.publisher})' if s.publisher else ''}" for s in sources}
    out: dict[str, list[str]] = defaultdict(list)
    for link in sorted(links, key=lambda found: (found.doc_id, found.source_id)):
        out[link.doc_id].append(names[link.source_id])
    return {doc_id: tuple(held) for doc_id, held in out.items()}


def _lines(sources: Sequence[Source], links: Sequence[SourceDocument]) -> list[_SourceLine]:
    documents: dict[str, list[str]] = defaultdict(list)
    for link in links:
        documents[link.source_id].append(link.doc_id)
    return [_SourceLine(s, tuple(sorted(documents[s.source_id]))) for s in sources]


def _statuses(sources: Sequence[Source]) -> dict[str, int]:
    return dict(sorted(Counter(source.status for source in sources).items()))


def _issues(run: Run) -> dict[str, list[Issue]]:
    out: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(run.rows(Issue), key=lambda i: (i.start or 0, i.issue_id)):
        if issue.doc_id:
            out[issue.doc_id].append(issue)
    return out


def _write(folder: Path, template: str, **values: Any) -> None:
    (folder / template).write_text(_rendered(template, **values), encoding="utf-8", errors="replace", newline="\n")


def _rendered(template: str, **values: Any) -> str:
    return str(_environment().get_template(template).render(values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["words"] = lambda name: str(name).replace("_", " ")
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment
