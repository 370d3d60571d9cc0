"""report/validation.html: every expectation on the tables of a run, and for each row that fails, the passage.

One static page with its own stylesheet and no script; everything that comes from documents is escaped.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from regesta.report.places import Place, Places
from regesta.report.summary import VALIDATION
from regesta.store import Workspace
from regesta.tables import SEVERITIES

__all__ = ["GROUPS", "PAGE", "group_of", "in_words", "validation_page", "write_validation_page"]

PAGE = "report/validation.html"
"""Where the page stands in the folder of a run."""

GROUPS = {
    "structure": "Every table has the columns, types of values and ranges of the data model.",
    "references": "Every id that a row names is the id of a row.",
    "provenance": "Every quote is the text at its place, and the raw file gives it back.",
    "consistency": "What disagrees is reported, once, and every check says what it compared.",
}

_EXPECTED = {
    "expect_table_columns_to_match_ordered_list": ("structure", "the columns are those of the data model, in order"),
    "expect_column_values_to_not_be_null": ("structure", "always has a value"),
    "expect_column_values_to_be_unique": ("structure", "no value twice"),
    "expect_compound_columns_to_be_unique": ("structure", "no row twice"),
    "expect_column_values_to_be_in_set": ("structure", "one of the values that the column may have"),
    "expect_column_values_to_be_between": ("structure", "in the range that the column may have"),
    "expect_column_pair_values_a_to_be_greater_than_b": ("structure", "the second is not before the first"),
    "refers_to": ("references", "names a row of"),
    "column_of_its_table": ("references", "is a column of the fact's table"),
    "quote_is_text": ("provenance", "is the text at its place"),
    "span_is_in_text": ("provenance", "is a place in the text"),
    "context_is_text": ("provenance", "is the text around the quote"),
    "is_hash_of_text": ("provenance", "is the hash of the text"),
    "raw_gives_quote": ("provenance", "the raw file, decoded without the offset map, gives the quote"),
    "raw_gives_text": ("provenance", "the raw file, decoded without the offset map, gives the text"),
    "disagreement_is_a_conflict": ("consistency", "a comparison that does not agree is a conflict"),
    "conflict_is_a_disagreement": ("consistency", "a conflict is a comparison that does not agree"),
    "no_open_conflict": ("consistency", "is no open conflict, in the comparisons of"),
    "is_compared": ("consistency", "a check compared the claim with something"),
    "check_compared_something": ("consistency", "the check found something to compare"),
}
"""By the first word of its name: the group of an expectation, and what it expects."""

_SHOWN = 25
"""Failing rows shown of each expectation; validation.json names all."""

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class _Failing:
    """A row that fails, with the passages that it is about."""

    id: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """An expectation with its result. `more` counts the failing rows that are not shown."""

    table: str
    column: str
    expected: str
    severity: str
    success: bool
    checked: int
    failing: int
    error: str | None
    rows: tuple[_Failing, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The expectations of one kind: failures first, the gravest before the others."""

    name: str
    about: str
    lines: tuple[_Line, ...]

    @property
    def failed(self) -> tuple[_Line, ...]:
        """Those that do not hold."""
        return tuple(line for line in self.lines if not line.success)


def write_validation_page(workspace: Workspace) -> None:
    """Write the page beside the report, from the validation and the tables of the run that is being built."""
    validation = json.loads((workspace.path / VALIDATION).read_text(encoding="utf-8"))
    (workspace.path / PAGE).parent.mkdir(exist_ok=True)
    workspace.write_file(PAGE, validation_page(validation, workspace.arrow))


def validation_page(validation: Mapping[str, Any], arrow: Callable[[str], Any]) -> str:
    """The page as HTML.

    Args:
        validation: what validation.json holds; groups with failures stand first.
        arrow: gives a table of the run by its name; only asked when something fails.
    """
    places = Places(arrow)
    lines: dict[str, list[_Line]] = {name: [] for name in GROUPS}
    for result in validation["results"]:
        lines[group_of(result["expectation"])].append(_line(result, places))
    style = (_TEMPLATES / "validation.css").read_text(encoding="utf-8")
    groups = [_Group(name, GROUPS[name], tuple(sorted(held, key=_order))) for name, held in lines.items()]
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("validation.html").render(
        summary=validation["summary"].partition(":")[0],
        worst=validation["worst"],
        groups=sorted(groups, key=lambda group: not group.failed),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def group_of(expectation: str) -> str:
    """The group of an expectation; one that is not known here is about structure when it is Great Expectations' own."""
    known = _EXPECTED.get(expectation.partition(" ")[0])
    if known:
        return known[0]
    return "structure" if expectation.startswith("expect_") else "consistency"


def in_words(expectation: str) -> str:
    """What an expectation expects."""
    name, _, rest = expectation.partition(" ")
    known = _EXPECTED.get(name)
    return f"{known[1] if known else name.replace('_', ' ')} {rest}".rstrip()


def _line(result: Mapping[str, Any], places: Places) -> _Line:
    ids: Sequence[str] = result["failing_ids"]
    return _Line(
        table=result["suite"],
        column=result["column"],
        expected=in_words(result["expectation"]),
        severity=result["severity"],
        success=result["success"],
        checked=result["checked"],
        failing=result["failing"],
        error=result["error"],
        rows=tuple(_Failing(name, tuple(places.of(name))) for name in ids[:_SHOWN]),
        more=max(0, len(ids) - _SHOWN),
    )


def _order(line: _Line) -> tuple[bool, int, str, str, str]:
    return line.success, -SEVERITIES.index(line.severity), line.table, line.column, line.expected
