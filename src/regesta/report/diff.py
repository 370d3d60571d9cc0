"""What changed between two published runs.

Rows are matched by their ids, which are hashes of content: a fact that is found again has the same id in both runs.
DuckDB compares the files, so that the size of a run does not matter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from typing import Any

import duckdb

from regesta.errors import RunError
from regesta.store import Run
from regesta.tables import TABLES, columns, key_column

__all__ = ["Changes", "Diff", "Example", "Setting", "diff"]

_CONFLICTS = "conflicts"
_TOLD_BY = ("title", "explanation", "message", "quote")
"""The columns by which a person recognises a row, the first that its table has."""

_QUERIES = {
    "added": "from after_rows as here anti join before_rows using (row_id)",
    "removed": "from before_rows as here anti join after_rows using (row_id)",
    "changed": "from after_rows as here join before_rows as there using (row_id) where here.cells <> there.cells",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A row that was added, removed or changed: `columns` are those that hold something else now."""

    change: str
    id: str
    about: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows of a kind the runs have, and how many came, went or hold something else now."""

    what: str
    before: int
    after: int
    added: int
    removed: int
    changed: int
    examples: tuple[Example, ...]

    @property
    def any(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that a run was made from and that differs: a version, a setting, the rules, the code."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything in which two runs differ; `tables` has every table, changed or not.

    Among `open_conflicts` one that was opened is added, one that was closed (it is gone, or explained now) removed, and
    one that is open in both is changed when it has another verdict or severity.
    """

    before: str
    after: str
    settings: tuple[Setting, ...]
    tables: tuple[Changes, ...]
    open_conflicts: Changes

    @property
    def any(self) -> bool:
        """Whether anything in the tables is different."""
        return any(changes.any for changes in self.tables)


def diff(before: Run, after: Run, examples: int = 3) -> Diff:
    """What changed from one run to another, with up to so many examples of each change: those with the smallest ids.

    A table that one of the runs does not have counts as empty there.

    Raises:
        RunError: a table has not the columns that identify its rows: it is of another version of Regesta.
    """
    names = [name for name in TABLES if name in before.tables or name in after.tables]
    with duckdb.connect() as database:
        compared = _Compared(database, before, after, examples)
        return Diff(
            before=before.run_id,
            after=after.run_id,
            settings=tuple(_settings(before.manifest, after.manifest)),
            tables=tuple(compared.table(name) for name in names),
            open_conflicts=compared.open_conflicts(),
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two runs in a database, a table at a time, as before_rows and after_rows: id, what it is about, hashed cells."""

    database: duckdb.DuckDBPyConnection
    before: Run
    after: Run
    examples: int

    def table(self, name: str) -> Changes:
        """The rows of a table."""
        sides = {"before": self._open(self.before, name), "after": self._open(self.after, name)}
        return self._changes(name, name, sides)

    def open_conflicts(self) -> Changes:
        """The conflicts that are open: those that are not are as if they were not there."""
        sides = {"before": self._open(self.before, _CONFLICTS), "after": self._open(self.after, _CONFLICTS)}
        still = {side: rows and rows.filter("status = 'open'") for side, rows in sides.items()}
        return self._changes("open conflicts", _CONFLICTS, still, ("verdict", "severity"))

    def _open(self, run: Run, name: str) -> duckdb.DuckDBPyRelation | None:
        if name not in run.tables:
            return None
        rows = self.database.read_parquet(escape(str(run.path / f"{name}.parquet")))
        if missing := sorted(set(_identity(name)) - set(rows.columns)):
            raise RunError(
                f"{name} of run {run.run_id} has no column {missing[0]}: it is of another version of Regesta"
            )
        return rows

    def _changes(
        self,
        what: str,
        table: str,
        sides: Mapping[str, duckdb.DuckDBPyRelation | None],
        watched: Sequence[str] | None = None,
    ) -> Changes:
        cells = watched or _common([rows for rows in sides.values() if rows is not None])
        for side, rows in sides.items():
            self._load(f"{side}_rows", table, rows, cells)
        counts = {change: self._count(query) for change, query in _QUERIES.items()}
        examples = [example for change, query in _QUERIES.items() for example in self._examples(change, query, cells)]
        before, after = self._count("from before_rows"), self._count("from after_rows")
        return Changes(what=what, before=before, after=after, **counts, examples=tuple(examples))

    def _load(self, view: str, table: str, rows: duckdb.DuckDBPyRelation | None, cells: Sequence[str]) -> None:
        self.database.execute(f"create or replace temp table {view} (row_id varchar, about varchar, cells ubigint[])")
        if rows is not None:
            about = next((column for column in _TOLD_BY if column in rows.columns), "''")
            hashed = ", ".join(f'hash("{column}")' for column in cells)
            rows.project(f"concat_ws(' ', {', '.join(_identity(table))}), {about}, [{hashed}]").insert_into(view)

    def _count(self, query: str) -> int:
        return int(self.database.execute("select count(*) " + query).fetchall()[0][0])

    def _examples(self, change: str, query: str, names: Sequence[str]) -> Iterator[Example]:
        other = "there.cells" if change == "changed" else "here.cells"
        wanted = f"select here.row_id, here.about, here.cells, {other} {query} order by 1 limit {self.examples}"
        for row_id, about, here, there in self.database.execute(wanted).fetchall():
            differing = [name for name, left, right in zip(names, here, there, strict=True) if left != right]
            yield Example(change, row_id, about or "", tuple(differing))


def _identity(table: str) -> tuple[str, ...]:
    """The columns that name a row: its key, or for a link table the rows that it links."""
    key = key_column(TABLES[table])
    return (key,) if key else tuple(column.name for column in columns(TABLES[table]) if column.col.refers_to)


def _common(sides: Sequence[duckdb.DuckDBPyRelation]) -> list[str]:
    """The columns that all have, with the same type: those of another version are not compared."""
    described = [dict(zip(rows.columns, map(str, rows.types), strict=True)) for rows in sides]
    return [name for name, kind in described[0].items() if all(other.get(name) == kind for other in described)]


def _settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Setting]:
    left, right = dict(_flat(before)), dict(_flat(after))
    for name in sorted({*left, *right}):
        if left.get(name) != right.get(name):
            yield Setting(name, left.get(name), right.get(name))


def _flat(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a run was made from, but for its sources: they are a table."""
    for name in ("format", "code", "lexicon", "settings", "versions"):
        value = manifest.get(name)
        if isinstance(value, Mapping):
            yield from ((f"{name}.{part}", str(held)) for part, held in value.items())
        elif value is not None:
            yield name, str(value)
