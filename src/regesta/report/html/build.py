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
from regesta.store import Run
from regesta.tables import SEVERITIES, Issue, Source, SourceDocument

__all__ = ["build_report"]

_HERE = Path(__file__).parent
_STATIC = ("report.css", "report.js")
_NOTES_SHOWN = 50
_IN_PAYLOAD = (*KINDS, "event_arguments", "evidence", "claims")

Titles = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _SourceLine:
    """A line of the index with the documents that it gave."""

    source: Source
    documents: tuple[str, ...]


def build_report(run: Run, folder: Path) -> None:
    """Write the report of a run as static pages: index.html is the first. The same run gives the same bytes.

    Args:
        run: the run; one that is not published yet will do, when its manifest has `run_id` and `files`.
        folder: where the pages go; made when it is not there. Files of the same names are replaced.

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
        _document(folder, run, leaflet, titles, stated, issues)


def _document(
    folder: Path,
    run: Run,
    leaflet: Leaflet,
    titles: Titles,
    stated: Mapping[str, Mapping[str, Sequence[str]]],
    issues: Mapping[str, Sequence[Issue]],
) -> None:
    document = leaflet.document
    doc_id = str(document["doc_id"])
    rows: dict[str, Sequence[Mapping[str, Any]]] = {name: leaflet.rows[name] for name in _IN_PAYLOAD}
    cards: dict[str, Sequence[str]] = {}
    for row in rows["claims"]:
        cards |= stated.get(row["claim_id"], {})
    rows["claims"] = [{**row, "conflicts": [*stated.get(row["claim_id"], ())]} for row in rows["claims"]]
    _write(
        folder,
        "document.html",
        f"documents/{doc_id}.html",
        run_id=run.run_id,
        root="../",
        document=document,
        titles=titles.get(doc_id, ()),
        published=days(document["published_first"], document["published_last"]),
        updated=days(document["updated_first"], document["updated_last"]),
        counts={table: (kind, len(rows[table])) for table, kind in KINDS.items()},
        issues=issues.get(doc_id, ()),
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
        "validation": json.loads(file.read_text(encoding="utf-8"))["summary"] if file.exists() else None,
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


def _write(folder: Path, template: str, name: str | None = None, **values: Any) -> None:
    page = _environment().get_template(template).render(values)
    (folder / (name or template)).write_text(page, encoding="utf-8", errors="replace", newline="\n")


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
