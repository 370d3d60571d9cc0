"""What a person decided about a run: `review.toml` accepts, explains or suppresses conflicts, and corrects facts.

    [[conflicts]]
    id = "cnf_0f3a..."                     # as `regesta conflicts` and the report give it
    status = "accepted"                    # accepted, explained or suppressed
    reason = "The wire had 12 until Friday."
    by = "mk"                              # may be left out
    expect = ["12 people", "13 people"]    # the quotes of its statements

    [[facts]]
    id = "fig_91bc..."
    set = { low = 12, high = 12 }          # columns of the fact with their right values; `unset = ["high"]` empties one
    reason = "A dozen is 12 here."
    expect = ["a dozen people"]            # its quote

`expect` is the guard: an entry whose row is not there any more, or now quotes something else, is not applied, and an
issue of severity error says so (`review_stale`). Nothing is lost by a decision: table `reviews` keeps what stood in
each cell before. After the corrections of Our World in Data, whose guards fail when the source is mended.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from regesta.errors import ReviewError
from regesta.tables import (
    TABLES,
    Claim,
    Column,
    ComparisonClaim,
    Conflict,
    Fact,
    Issue,
    Review,
    Row,
    as_plain,
    columns,
    content_id,
    decimal_text,
    table_of,
)

__all__ = ["CORRECTABLE", "Decisions", "correct", "entry", "judge", "read"]

CORRECTABLE = ("times", "figures", "entities", "attributions", "events")
"""The tables whose facts a person may correct."""

_FIXED = frozenset(column.name for column in columns(Fact))
"""Where a fact stands is not a matter of opinion."""

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(conflicts|facts)[ \t]*\]\]", re.MULTILINE)
_LINE = re.compile(r"at line (\d+)")

R = TypeVar("R", bound=Row)
Tables = Mapping[str, Sequence[Row]]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str
    reason: str = Field(min_length=1)
    by: str | None = None
    expect: Annotated[tuple[str, ...], BeforeValidator(_several), Field(min_length=1)]
    line: int


class _OfConflict(_Entry):
    status: Literal["accepted", "explained", "suppressed"]


class _OfFact(_Entry):
    set: dict[str, Any] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """The entries of a review file, in the order of their lines."""

    conflicts: tuple[_OfConflict, ...] = ()
    facts: tuple[_OfFact, ...] = ()

    def as_input(self) -> list[Any]:
        """All that was decided as plain values, for the hash of a run's inputs."""
        return [as_plain(entry.model_dump()) for entry in (*self.conflicts, *self.facts)]


def read(path: Path) -> Decisions:
    """The decisions of a review file; none when there is no such file.

    Raises:
        ReviewError: it cannot be read, is not TOML, an entry lacks something or names what there is not, or two entries
            are about one row; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Decisions()
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"cannot be read: {error}", file=path) from error
    try:
        written = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        raise ReviewError(f"is not TOML: {error}", file=path, line=int(at[1]) if at else None) from error
    if strangers := sorted(set(written) - {"conflicts", "facts"}):
        raise ReviewError(f"there is no [[{strangers[0]}]]: [[conflicts]] and [[facts]] are read", file=path)
    lines: dict[str, list[int]] = {"conflicts": [], "facts": []}
    for header in _HEADER.finditer(text):
        lines[header[1]].append(text.count("\n", 0, header.start()) + 1)
    found = Decisions(
        tuple(_entries(_OfConflict, written.get("conflicts", []), lines["conflicts"], path)),
        tuple(_entries(_OfFact, written.get("facts", []), lines["facts"], path)),
    )
    _check(found, path)
    return found


def correct(decisions: Decisions, tables: Tables) -> tuple[dict[str, list[Row]], list[Row]]:
    """The facts as a person corrected them.

    Args:
        decisions: what was decided.
        tables: the rows of the tables in `CORRECTABLE`.

    Returns:
        The tables in which something changed, whole, and the rows of `reviews` and `issues` that say what was done.
    """
    changed: dict[str, list[Row]] = {}
    told: list[Row] = []
    for entry in decisions.facts:
        name = table_of(entry.id) or ""
        rows = changed.get(name) or list(tables[name])
        key = columns(TABLES[name])[0].name
        at = next((index for index, row in enumerate(rows) if getattr(row, key) == entry.id), None)
        fact = None if at is None else rows[at]
        if at is None or not isinstance(fact, Fact) or entry.expect != (fact.quote,):
            told.append(_stale(entry, None if not isinstance(fact, Fact) else (fact.quote,)))
            continue
        wanted = {**dict.fromkeys(entry.unset), **_values(entry, name)}
        told += [_review(entry, column, getattr(fact, column), value) for column, value in wanted.items()]
        rows[at] = replace(fact, **wanted)
        changed[name] = rows
    return changed, told


def judge(decisions: Decisions, rows: Sequence[Row]) -> list[Row]:
    """What comparing gave, with the conflicts as a person judged them, and the rows of `reviews` and `issues`."""
    quotes = _quotes(rows) if decisions.conflicts else {}
    by_id = {entry.id: entry for entry in decisions.conflicts}
    out: list[Row] = []
    for row in rows:
        entry = by_id.get(row.conflict_id) if isinstance(row, Conflict) else None
        if not isinstance(row, Conflict) or entry is None:
            out.append(row)
            continue
        stands = quotes[row.comparison_id]
        if set(entry.expect) != set(stands):
            out += [row, _stale(entry, stands)]
            continue
        out += [replace(row, status=entry.status, review=entry.reason)]
        out.append(_review(entry, "status", row.status, entry.status))
    there = {row.conflict_id for row in rows if isinstance(row, Conflict)}
    return [*out, *(_stale(entry, None) for entry in decisions.conflicts if entry.id not in there)]


def entry(conflict: Conflict, quotes: Sequence[str]) -> str:
    """An entry of a review file for a conflict, to be pasted and filled in."""
    expected = ", ".join(_toml(quote) for quote in quotes)
    return f'[[conflicts]]\nid = "{conflict.conflict_id}"\nstatus = "accepted"\nreason = ""\nexpect = [{expected}]\n'


def _entries(kind: type[_Entry], written: object, lines: Sequence[int], path: Path) -> Iterator[Any]:
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise ReviewError("conflicts and facts are lists of tables: write [[conflicts]], [[facts]]", file=path)
    for number, one in enumerate(written):
        line = lines[number] if len(lines) == len(written) else 1
        try:
            yield kind.model_validate({**one, "line": line})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise ReviewError(f"{one.get('id', 'entry')}: {where}: {first['msg']}", file=path, line=line) from error


def _check(found: Decisions, path: Path) -> None:
    seen: dict[str, int] = {}
    for entry in (*found.conflicts, *found.facts):
        if entry.id in seen:
            raise ReviewError(f"{entry.id} is decided in line {seen[entry.id]} already", file=path, line=entry.line)
        seen[entry.id] = entry.line
    for decided in found.conflicts:
        if table_of(decided.id) != "conflicts":
            raise ReviewError(f"{decided.id} is not the id of a conflict (cnf_...)", file=path, line=decided.line)
    for corrected in found.facts:
        _check_fact(corrected, path)


def _check_fact(entry: _OfFact, path: Path) -> None:
    name = table_of(entry.id)
    if name not in CORRECTABLE:
        raise ReviewError(f"{entry.id} is not the id of a fact in {', '.join(CORRECTABLE)}", file=path, line=entry.line)
    known = _correctable(name)
    if not entry.set and not entry.unset:
        raise ReviewError(f"{entry.id}: neither set nor unset names a column", file=path, line=entry.line)
    for column in (*entry.set, *entry.unset):
        if column not in known:
            raise ReviewError(
                f"{entry.id}: {column} cannot be corrected; of {name}, {', '.join(known)} can",
                file=path,
                line=entry.line,
            )
    if wrong := [column for column in entry.unset if not known[column].nullable or column in entry.set]:
        raise ReviewError(f"{entry.id}: {wrong[0]} cannot be unset", file=path, line=entry.line)
    try:
        _values(entry, name)
    except ValueError as error:
        raise ReviewError(f"{entry.id}: {error}", file=path, line=entry.line) from error


def _correctable(table: str) -> dict[str, Column]:
    """The columns of a table that hold one value of the fact itself: no key, no place, no list, no reference."""
    own = columns(TABLES[table])[1:]
    plain = (c for c in own if c.name not in _FIXED and not c.col.refers_to and get_origin(c.type) is not list)
    return {c.name: c for c in plain if not c.name.endswith(("_start", "_end", "_id"))}


def _values(entry: _OfFact, table: str) -> dict[str, Any]:
    known = _correctable(table)
    return {name: _value(known[name], value) for name, value in entry.set.items()}


def _value(column: Column, value: object) -> object:
    """A value as TOML gives it in the type of its column; raises ValueError when it is none of that column."""
    if column.type is Decimal and type(value) in (int, Decimal):
        return Decimal(str(value))
    kind = column.type if column.type in (date, int, Decimal) else str
    if type(value) is not kind:
        raise ValueError(f"{column.name} = {value!r} is not of type {kind.__name__}")
    if column.col.choices and value not in column.col.choices:
        raise ValueError(f"{column.name} = {value!r} is none of {', '.join(column.col.choices)}")
    return value


def _quotes(rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """The quotes of the claims of each comparison."""
    claims = {row.claim_id: row for row in rows if isinstance(row, Claim)}
    quoted: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row, ComparisonClaim):
            quoted.setdefault(row.comparison_id, []).append(claims[row.claim_id].quote)
    return {comparison: tuple(quotes) for comparison, quotes in quoted.items()}


def _review(entry: _Entry, column: str, before: object, after: object) -> Review:
    texts = [_text(value) for value in (before, after)]
    return Review(
        review_id=content_id("rev", entry.id, column, *texts),
        row_id=entry.id,
        column=column,
        before=texts[0],
        after=texts[1],
        reason=entry.reason,
        by=entry.by,
    )


def _text(value: object) -> str | None:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return None if value is None else str(as_plain(value))


def _stale(entry: _Entry, stands: Sequence[str] | None) -> Issue:
    """Why an entry was not applied."""
    quotes = ", ".join(f"“{quote}”" for quote in stands or ())
    gone = "this run has no such row: the text behind it changed, or it is found no more"
    why = f"it now quotes {quotes}" if quotes else gone
    return Issue(
        issue_id=content_id("iss", "check", "review_stale", entry.id),
        stage="check",
        severity="error",
        code="review_stale",
        message=f"The review in line {entry.line} of {entry.id} was not applied: {why}.",
    )


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
