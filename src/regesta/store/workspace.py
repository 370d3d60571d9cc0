"""A run while it is being built: a hidden folder among the runs, with one Parquet file per table."""

import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from regesta.errors import InvariantError, RunError
from regesta.store.files import locked, try_lock
from regesta.store.manifest import files_in
from regesta.store.rows import from_arrow, read_parquet, rows_of, schema, table_name, to_arrow, write_parquet
from regesta.store.run import Run
from regesta.tables import TABLES, Row, columns, key_column, order_columns, sort_key

__all__ = ["BUILDING", "ISSUES", "Workspace"]

ISSUES = "issues"
"""The one table to which several stages add."""

BUILDING = ".building-"
"""How the name of an unpublished folder begins."""

R = TypeVar("R", bound=Row)

_HELD: dict[Path, int] = {}
"""The folders that this process builds, each with the descriptor whose lock says so to other processes."""

_NUMBERS = count(1)
"""Never the same path twice, so that a workspace that is gone cannot be taken for a new one."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder in which the stages leave their tables; `regesta.store.publish` makes a run of it."""

    path: Path

    @classmethod
    def create(cls, runs: Path) -> Self:
        """A fresh folder inside `runs`, which belongs to this process until it is published, discarded or dead.

        Folders that dead processes left are removed on the way; those of living ones are not touched.
        """
        runs.mkdir(parents=True, exist_ok=True)
        home = runs.resolve()
        with locked(home):
            _remove_abandoned(home)
            names = (home / f"{BUILDING}{os.getpid()}-{number}" for number in _NUMBERS)
            path = next(path for path in names if not path.exists())
            path.mkdir()
            held = try_lock(path)
        if held is None:
            raise InvariantError(f"{path} was taken by somebody who did not wait for the lock of {home}")
        _HELD[path] = held
        return cls(path)

    def file(self, table: str) -> Path:
        """Where a table is kept; raises InvariantError when there is no such table."""
        if table not in TABLES:
            raise InvariantError(f"there is no table {table}")
        return self.path / f"{table}.parquet"

    def write(self, table: str, rows: Iterable[Row]) -> None:
        """Write a whole table, sorted, in place of what it held.

        Raises:
            InvariantError: a value does not fit its column, or two rows have one key.
        """
        ordered = sorted(rows, key=sort_key)
        data = to_arrow(table, ordered)
        _check_keys(table, ordered)
        write_parquet(self.file(table), data)

    def write_gathered(self, table: str, parts: Iterable[pa.Table]) -> None:
        """`write` for rows that are Arrow tables already: the parts, each with the columns of `table`, as one table.

        Raises:
            InvariantError: two rows have one key.
        """
        order = order_columns(TABLES[table])
        data = pa.concat_tables([schema(table).empty_table(), *parts]).combine_chunks()
        ordered = data.sort_by([(name, "ascending") for name in order])
        key = ordered[order[-1]]
        if pc.count_distinct(key).as_py() != len(key):
            times, value = max((count, value) for value, count in Counter(key.to_pylist()).items())
            raise InvariantError(f"{table}: {times} rows have the {order[-1]} {value}")
        write_parquet(self.file(table), ordered)

    def write_all(self, tables: Collection[str], rows: Iterable[Row]) -> None:
        """Write several whole tables from the rows of all; rows of `issues` are added to those that are there.

        Raises:
            InvariantError: a row belongs to none of the tables, or see `write`.
        """
        sorted_out: dict[str, list[Row]] = {table: [] for table in tables if table != ISSUES}
        issues: list[Row] = []
        for row in rows:
            name = table_name(type(row))
            if name not in sorted_out and name != ISSUES:
                raise InvariantError(f"a row of {name} among those of {', '.join(tables)}")
            (issues if name == ISSUES else sorted_out[name]).append(row)
        for table, held in sorted_out.items():
            self.write(table, held)
        self.append(ISSUES, issues)

    def append(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to what an earlier stage may have written; the same row twice is one, so a stage can be retried."""
        before = self.rows(table) if self.file(table).exists() else []
        self.write(table, {sort_key(row): row for row in (*before, *rows)}.values())

    def write_file(self, name: str, text: str) -> None:
        """Write a file that is no table, in UTF-8."""
        (self.path / name).write_text(text, encoding="utf-8", newline="\n")

    def arrow(self, table: str, doc_ids: Collection[str] | None = None) -> pa.Table:
        """A table that a stage has written, or its rows of some documents; raises RunError when none has."""
        file = self.file(table)
        if not file.exists():
            raise RunError(f"{table}: no stage has written it yet")
        return read_parquet(file, None if doc_ids is None else [("doc_id", "in", sorted(doc_ids))])

    def read(self, row_class: type[R], doc_ids: Collection[str] | None = None) -> list[R]:
        """The rows of a table that a stage has written, or those of some documents; raises RunError when none has."""
        return rows_of(row_class, self.arrow(table_name(row_class), doc_ids))

    def rows(self, table: str) -> list[Row]:
        """`read` by the name of the table."""
        return from_arrow(table, self.arrow(table))

    def as_run(self, run_id: str) -> Run:
        """The tables so far, read as those of a run of that id."""
        return Run(self.path, {"run_id": run_id, "files": files_in(self.path)})

    def discard(self) -> None:
        """Remove the folder with all that is in it; nothing happens when it was published or is gone."""
        if self.path.exists():
            shutil.rmtree(self.path)
        self.release()

    def release(self) -> None:
        """Give up the folder, which is another's now (a published run) or gone."""
        held = _HELD.pop(self.path, None)
        if held is not None:
            os.close(held)


def _remove_abandoned(runs: Path) -> None:
    """Remove building folders whose process is dead. Only to be called by who holds the lock of `runs`."""
    for path in sorted(runs.glob(f"{BUILDING}*")):
        held = try_lock(path)
        if held is not None:
            shutil.rmtree(path)
            os.close(held)


def _check_keys(table: str, rows: list[Row]) -> None:
    for column, value, times in _repeated(table, rows):
        raise InvariantError(f"{table}: {times} rows have the {column} {value}")


def _repeated(table: str, rows: list[Row]) -> Iterator[tuple[str, object, int]]:
    """Columns that should be unique, with a value that is not; for a link table, the row as a whole."""
    row_class = TABLES[table]
    seen: dict[str, Iterable[object]] = {
        c.name: [getattr(row, c.name) for row in rows] for c in columns(row_class) if c.col.unique
    }
    if key_column(row_class) is None:
        seen["columns"] = map(sort_key, rows)
    for column, values in seen.items():
        for value, times in Counter(values).most_common(1):
            if times > 1:
                yield column, value, times
