"""The consistency checks: one SQL file each, with a TOML header in its leading comments.

    -- severity = "warning"
    -- why = "what a disagreement means"
    -- description = "what is compared with what"
    -- guards = "what is not compared, because it only looks alike"
    -- measured = { read = 33, real = 32, on = "the texts whose open conflicts a person read" }
    SELECT [a.claim_id, b.claim_id] AS claims, ... AS expected, ... AS observed, ... AS agrees
    FROM comparable AS a JOIN comparable AS b ON ...

A check reads the tables `claims` (all of them), `comparable` (one claim for all that say the same inside a document,
with `value`, `modality`, `least`, `most`; see `regesta.compare.comparable`), `units` (what converts), `origins` (who is
behind a document), and what no SQL can find: `orders` (`regesta.compare.order`) and `wordings`
(`regesta.compare.wordings`). It gives every group of one or more claims that it compared, also those that agree;
`agrees` is null where nothing can be computed.

The claims of a group play the `roles` of the header in their order (left and right, when it has none), the first role
as often as there are more claims than roles; the last claim is the one that is held against the others. `explained_by`
names the explainers that may speak for a disagreement; see `regesta.compare.explain`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Self

import duckdb
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

import regesta
from regesta.compare.comparable import arrow
from regesta.compare.corrections import rules
from regesta.compare.explain import EXPLAINERS
from regesta.compare.order import impossible_orders
from regesta.compare.policies import policies
from regesta.compare.vocabulary import vocabulary
from regesta.compare.wordings import wordings
from regesta.errors import CheckError
from regesta.extract.figures.conversion import factors
from regesta.store import to_arrow
from regesta.tables import Claim

__all__ = ["COLUMNS", "Check", "Group", "Header", "Measured", "check_rules", "connect", "folder", "load", "run"]

COLUMNS = ("claims", "expected", "observed", "agrees")
"""What every check selects."""

_MACROS = """
CREATE MACRO slips(a, b) AS a > 0 AND b > 0 AND list_contains(
    [1000, 1000000, 1000000000], round((greatest(a, b) / least(a, b))::DOUBLE, 1)
);
CREATE MACRO falls(a, b) AS a.property IN ('killed', 'injured') AND a.scope IS NULL AND b.scope IS NULL AND coalesce(
    (a.as_of_last < b.as_of_first AND a.least > b.most) OR (b.as_of_last < a.as_of_first AND b.least > a.most), false
);
"""
"""What more than one check asks of two numbers: is one the other times a thousand, a million, a billion; is a running
toll the lower the later."""

CONVERTED = ("quantity", "converted", "size")
"""Properties whose value is given in two units at once."""

Role = Literal["left", "right", "premise", "statement", "part", "whole", "earlier", "later"]
"""One of `regesta.tables.CLAIM_ROLES`."""

_ORIGINS = pa.schema([("doc_id", pa.string()), ("name", pa.string())])
_LINE = re.compile(r"LINE (\d+):|at line (\d+)")


class Measured(BaseModel):
    """How many open conflicts of a check a person read, how many were real, and in which texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: int = Field(ge=0)
    real: int = Field(ge=0)
    on: str = Field(min_length=1)

    @model_validator(mode="after")
    def _no_more_than_read(self) -> Self:
        if self.real > self.read:
            raise ValueError(f"{self.real} real of {self.read} read")
        return self

    def __str__(self) -> str:
        return f"{self.real} of {self.read} real ({self.on})" if self.read else f"not measured ({self.on})"


class Header(BaseModel):
    """What the head of a check says about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Literal["info", "warning", "error"]
    why: str = Field(min_length=1, description="why a disagreement matters")
    description: str = Field(min_length=1, description="what is compared with what")
    guards: str = Field(min_length=1, description="what is not compared, because it only looks alike")
    measured: Measured
    mostly: float = Field(1.0, gt=0, le=1, description="the share of comparisons that a run expects not to be open")
    wrong: str | None = Field(None, min_length=1, description="half a sentence: what a disagreement is")
    undecided: str = Field("what would decide it is not known", min_length=1)
    roles: tuple[Role, ...] = Field(("left", "right"), min_length=1)
    explained_by: tuple[str, ...] = ()

    @field_validator("explained_by")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := sorted(set(names) - set(EXPLAINERS)):
            raise ValueError(f"no explainer is called {', '.join(unknown)}")
        return names


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name is that of its file; `sql` is what follows the header, from `line` on."""

    name: str
    header: Header
    sql: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that a check put together; `agrees` is None where that cannot be computed."""

    claims: tuple[str, ...]
    expected: str | None
    observed: str | None
    agrees: bool | None


def folder() -> Path:
    """The folder of the checks: part of the package when installed, a link in a clone."""
    return Path(regesta.__file__).parent / "expectations" / "consistency"


def load(path: Path | None = None) -> tuple[Check, ...]:
    """The checks of a folder (default: ours), by name; each was tried on empty tables.

    Raises:
        CheckError: there is no check, a header is malformed, or SQL does not run or lacks a column; with file and line.
    """
    return _ours() if path is None else _loaded(path)


@cache
def _ours() -> tuple[Check, ...]:
    return _loaded(folder())


def _loaded(where: Path) -> tuple[Check, ...]:
    checks = tuple(_read(file) for file in sorted(where.glob("*.sql")))
    if not checks:
        raise CheckError("holds no check", file=where)
    with connect([], [], {}) as empty:
        for check in checks:
            _try(check, empty)
    return checks


def check_rules() -> None:
    """Read the checks and all words that comparing needs, so that a mistake in them is found before any work.

    Raises:
        CheckError: the file of a check is wrong.
        LexiconError: a file of words, policies or correction rules is.
    """
    vocabulary()
    policies()
    rules()
    load()


def connect(
    claims: Sequence[Claim], representatives: list[Claim], origins: Mapping[str, str]
) -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables that checks read; `origins` names who is behind each document."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    connection.register("claims", to_arrow("claims", claims))
    connection.register("comparable", arrow(representatives))
    connection.register("units", _units(representatives))
    connection.register("orders", _groups(impossible_orders(representatives)))
    connection.register("wordings", _groups(wordings(representatives)))
    connection.register("origins", pa.table({"doc_id": list(origins), "name": list(origins.values())}, _ORIGINS))
    connection.execute(_MACROS)
    return connection


def _groups(found: Sequence[tuple[list[str], str, str, bool]]) -> pa.Table:
    """Groups of claims that no SQL can find, as a check selects them."""
    kinds = (pa.list_(pa.string()), pa.string(), pa.string(), pa.bool_())
    columns = [pa.array([row[place] for row in found], kind) for place, kind in enumerate(kinds)]
    return pa.table(columns, names=list(COLUMNS))


def _units(representatives: Sequence[Claim]) -> pa.Table:
    """Every unit of the claims that converts: its code, its base unit, and how many of that it is."""
    known = factors({claim.unit for claim in representatives if claim.property in CONVERTED and claim.unit})
    return pa.table(
        {
            "code": pa.array(list(known), pa.string()),
            "base": pa.array([base for base, _ in known.values()], pa.string()),
            "factor": pa.array([float(factor) for _, factor in known.values()], pa.float64()),
        }
    )


def run(check: Check, connection: duckdb.DuckDBPyConnection) -> list[Group]:
    """Every group that the check compares, sorted; the same in whatever order the claims came."""
    found = connection.execute(check.sql)
    places = [[column[0] for column in found.description or []].index(name) for name in COLUMNS]
    rows = [[row[place] for place in places] for row in found.fetchall()]
    return sorted((Group(tuple(claims), *said) for claims, *said in rows), key=lambda group: group.claims)


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    lines = list(_head(text))
    head = "\n".join(lines)
    try:
        header = Header.model_validate(tomllib.loads(head))
    except tomllib.TOMLDecodeError as error:
        raise CheckError(f"the header is not TOML: {error}", file=path, line=_line(str(error))) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise CheckError(f"{name}: {first['msg']}", file=path, line=_line_of(head, name.partition(".")[0])) from error
    sql = "\n".join(text.splitlines()[len(lines) :])
    if not sql.strip():
        raise CheckError("holds no SQL", file=path, line=len(lines))
    return Check(path.stem, header, sql, path, len(lines) + 1)


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line.removeprefix("--").strip()


def _try(check: Check, empty: duckdb.DuckDBPyConnection) -> None:
    try:
        found = empty.execute(check.sql).description or []
    except duckdb.Error as error:
        line = check.line + _line(str(error)) - 1
        raise CheckError(f"does not run: {error}", file=check.path, line=line) from error
    selected = {column[0] for column in found}
    if missing := [name for name in COLUMNS if name not in selected]:
        line = check.line + _line_of(check.sql, "SELECT") - 1
        raise CheckError(f"does not select {', '.join(missing)}", file=check.path, line=line)


def _line(message: str) -> int:
    found = _LINE.search(message)
    return int(found[1] or found[2]) if found else 1


def _line_of(text: str, beginning: str) -> int:
    """The first line that begins with a word, else the first line."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.upper().startswith(beginning.upper())), 1)
