"""Great Expectations' Data Docs of a run, for reading without a network: validation/gx in the run folder.

What an expectation says and what was observed is rendered by Great Expectations. Its own pages take their style, their
scripts and even their index from the network, and hold the time of the run; here the sections stand in pages of ours,
with a stylesheet and an index of ours, and the same results give the same bytes.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from regesta.store import Workspace
from regesta.tables import TABLES
from regesta.validate.files import FOLDER, read_suite
from regesta.validate.judge import library
from regesta.validate.results import CheckResult, Validation

__all__ = ["PLACE", "data_docs", "write_data_docs"]

PLACE = "validation/gx"
"""The folder of the pages in the folder of a run."""

_SHOWN = 20
"""Failing rows that a page names of each expectation."""

_ALL_TRUE = "expect_column_values_to_be_in_set"
"""What is asked of a frame: see `regesta.validate.judge`."""

_Asked = Mapping[tuple[str, str], dict[str, Any]]

_DEAD = re.compile(
    r' (?:style|onclick|id|data-[a-z-]+)="[^"]*"'
    r"| id=[\w-]+(?= class)"
    r"|<a [^>]*aria-controls=[^>]*>[^<]*</a>"
)
"""What needs scripts and styles that are not there, and names that chance gives."""

_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1c1a; --dim: #5c5952; --line: #dcd8cf; --link: #1a4f8b;
  --good: #1f6b3a; --bad: #a12622; --badge: #ece8df; }
@media (prefers-color-scheme: dark) { :root { --paper: #171614; --ink: #ece9e2; --dim: #aca79c; --line: #3a3833;
  --link: #8fbcf2; --good: #7fcf9a; --bad: #f08f88; --badge: #2d2b27; } }
body { margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 76rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
a { color: var(--link); }
h1 { margin: .3rem 0; font-size: 1.9rem; }
h2 { margin: 1.6rem 0 .2rem; font-size: 1.1rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th, td:first-child:not(:only-child), td:last-child:not(:only-child) { white-space: nowrap; }
th { color: var(--dim); }
th:first-child:not(:only-child) { width: 8rem; }
th:last-child:not(:only-child) { width: 10rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.badge { padding: .05rem .35rem; border-radius: .25rem; background: var(--badge);
  font: .88em/1.4 ui-monospace, Menlo, Consolas, monospace; }
.text-success, .text-success::before { color: var(--good); }
.text-danger, .text-danger::before { color: var(--bad); }
.text-warning::before { color: var(--bad); }
.fa-check-circle::before { content: "✓ holds"; font-style: normal; }
.fa-times::before { content: "✗ fails"; font-style: normal; }
.fa-exclamation-triangle::before { content: "! not judged"; font-style: normal; }
.table-responsive { overflow-x: auto; }
"""


def write_data_docs(workspace: Workspace, validation: Validation) -> None:
    """Write the pages into the run that is being built."""
    (workspace.path / PLACE).mkdir(parents=True, exist_ok=True)
    for name, page in data_docs(validation).items():
        workspace.write_file(f"{PLACE}/{name}", page)


def data_docs(validation: Validation) -> dict[str, str]:
    """The pages by their file name: index.html, and one for every table that was judged."""
    by_table = {name: [result for result in validation.results if result.suite == name] for name in TABLES}
    judged = {name: results for name, results in by_table.items() if results}
    render = _Renderer.start()
    pages = {f"{name}.html": _page(name, render.table(name, results)) for name, results in judged.items()}
    return {"index.html": _page("Data Docs", _index(judged), up="../../report/validation.html"), **pages}


def _index(judged: Mapping[str, list[CheckResult]]) -> str:
    rows = "".join(
        f'<tr><td><a href="{name}.html">{name}</a></td><td class="number">{len(results):,}</td>'
        f'<td class="number">{sum(not result.success for result in results):,}</td></tr>\n'
        for name, results in judged.items()
    )
    head = '<tr><th scope="col">Table</th><th scope="col" class="number">Expectations</th>'
    return (
        f'<table><thead>{head}<th scope="col" class="number">Failed</th></tr></thead>\n<tbody>\n{rows}</tbody></table>'
    )


def _page(title: str, body: str, up: str = "index.html") -> str:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · Great Expectations · Regesta</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<nav aria-label="Pages"><a href="{up}">{"Validation" if up != "index.html" else "All tables"}</a></nav>\n'
        f"<h1>{escape(title)}</h1>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


@dataclass(frozen=True, slots=True)
class _Renderer:
    """Great Expectations' renderers, which take seconds to load."""

    section: Any
    view: Any
    configuration: Any
    result: Any

    @classmethod
    def start(cls) -> "_Renderer":
        library()
        from great_expectations.core import ExpectationValidationResult
        from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
        from great_expectations.render.renderer import ValidationResultsColumnSectionRenderer
        from great_expectations.render.view import DefaultJinjaSectionView

        section, view = ValidationResultsColumnSectionRenderer(), DefaultJinjaSectionView()
        return cls(section, view, ExpectationConfiguration, ExpectationValidationResult)

    def table(self, name: str, results: Iterable[CheckResult]) -> str:
        """The sections of a table: what is about the table as a whole, then column by column."""
        asked = _kwargs(name)
        headed = sorted((_heading(result, asked), result) for result in results)
        sections = [[result for _, result in group] for _, group in groupby(headed, key=lambda pair: pair[0])]
        return "\n".join(self._section(number, group, asked) for number, group in enumerate(sections, start=1))

    def _section(self, number: int, results: list[CheckResult], asked: _Asked) -> str:
        content = self.section.render([self._judged(result, asked) for result in results]).to_json_dict()
        html = str(self.view.render({"section": content, "section_loop": {"index": number}}))
        return _DEAD.sub("", html).replace("<h5", "<h2").replace("</h5>", "</h2>")

    def _judged(self, result: CheckResult, asked: _Asked) -> Any:
        """A result as Great Expectations would hold it; ids are escaped here, since it escapes no sampled values."""
        kind, kwargs = result.expectation, asked.get((result.expectation, result.column))
        if kwargs is None:
            kind, kwargs = _ALL_TRUE, {"column": _heading(result, asked), "value_set": [True]}
        config = self.configuration(type=kind, kwargs=kwargs, severity=result.severity)
        found: dict[str, Any] = {
            "element_count": result.checked,
            "unexpected_count": result.failing,
            "unexpected_percent": 100 * result.failing / max(1, result.checked),
            "partial_unexpected_list": [escape(name) for name in result.failing_ids[:_SHOWN]],
        }
        raised = {"raised_exception": bool(result.error), "exception_message": result.error, "exception_traceback": ""}
        observed = {} if result.error else found
        return self.result(success=result.success, expectation_config=config, result=observed, exception_info=raised)


def _heading(result: CheckResult, asked: _Asked) -> str:
    """The column under which an expectation is shown; empty when it is about several, or the table.

    A frame has a heading of its own, since all that is asked of it is that it is true.
    """
    if (result.expectation, result.column) not in asked:
        return f"{result.column}: {result.expectation}"
    return "" if "," in result.column else result.column


def _kwargs(table: str) -> _Asked:
    """The arguments of the expectations in the suite of a table, by their type and columns."""
    written = read_suite(FOLDER / f"{table}.json")["expectations"]
    return {(entry["type"], ", ".join(_columns(entry))): entry["kwargs"] for entry in written}


def _columns(entry: Mapping[str, Any]) -> Iterator[str]:
    kwargs = entry["kwargs"]
    yield from (kwargs[name] for name in ("column", "column_B", "column_A") if name in kwargs)
    if "unique" in entry["type"]:
        yield from kwargs.get("column_list", ())
