"""Reading a published run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from regesta.errors import RunError
from regesta.store.manifest import Files, damage, read_manifest, unlisted
from regesta.store.rows import from_arrow, read_parquet, rows_of, table_name
from regesta.tables import TABLES, Row, key_column, table_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Run", "read_run"]

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Run:
    """A published run. Its tables are also attributes: `run.events` is `run.frame("events")`."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def run_id(self) -> str:
        """Hash of what the run was made from."""
        return str(self.manifest["run_id"])

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the run, in the order in which the stages fill them."""
        return tuple(name for name in TABLES if f"{name}.parquet" in self.manifest["files"])

    def table(self, name: str, where: pc.Expression | None = None) -> pa.Table:
        """A table as Arrow, or its rows that a condition holds for; raises RunError when the run has none."""
        return read_parquet(self._file(name), where)

    def frame(self, name: str) -> "pd.DataFrame":
        """A table as a pandas frame whose columns keep their Arrow types; raises RunError when there is none."""
        import pandas as pd

        frame: pd.DataFrame = self.table(name).to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def rows(self, row_class: type[R], where: pc.Expression | None = None) -> list[R]:
        """A table as rows, or those that a condition holds for: to make them of all takes seconds in a large run.

        Raises:
            RunError: the run has no such table, or one of another version of Regesta.
        """
        return rows_of(row_class, self.table(table_name(row_class), where))

    def find(self, identifier: str) -> Row:
        """The row with that id; raises RunError when there is none."""
        table = table_of(identifier)
        key = key_column(TABLES[table]) if table else None
        if table is None or key is None:
            raise RunError(f"{identifier} is not the id of a row")
        found = from_arrow(table, read_parquet(self._file(table), filters=[(key, "==", identifier)]))
        if not found:
            raise RunError(f"{identifier} is not in the {table} of run {self.run_id}")
        return found[0]

    def verify(self) -> list[str]:
        """What is wrong with the files of the run, a sentence each; empty when all are as the manifest says."""
        files: Files = self.manifest["files"]
        wrong = [f"{name} is {state}" for name, state in damage(self.path, files).items()]
        return wrong + [f"{name} is not in the manifest" for name in unlisted(self.path, files)]

    def __getattr__(self, name: str) -> "pd.DataFrame":
        if name not in TABLES:
            raise AttributeError(f"a run has no table or attribute {name}")
        return self.frame(name)

    def _file(self, name: str) -> Path:
        if name not in self.tables:
            raise RunError(f"run {self.run_id} has no table {name}")
        return self.path / f"{name}.parquet"


def read_run(path: str | Path) -> Run:
    """Open a run: its folder, or the link `latest`, which is followed once.

    Raises:
        RunError: there is nothing, or no manifest, or files that the manifest lists are missing; names what.
    """
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise RunError(f"there is no run at {path}")
    manifest = read_manifest(folder)
    missing = sorted(name for name in manifest["files"] if not (folder / name).is_file())
    if missing:
        raise RunError(f"run {folder} is not whole: {', '.join(missing)} missing")
    return Run(folder, manifest)
