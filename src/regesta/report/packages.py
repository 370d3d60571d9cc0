"""The two descriptions of a run by which other tools find and check what is in it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from regesta.report.crate import CRATE, crate
from regesta.report.datapackage import datapackage
from regesta.store import Workspace
from regesta.store.manifest import files_in
from regesta.validate.files import encoded

__all__ = ["DATAPACKAGE", "write_packages"]

DATAPACKAGE = "datapackage.json"
"""Its name, which the standard prescribes."""

_DAYS = ("published_first", "updated_first")


def write_packages(workspace: Workspace, inputs: Mapping[str, Any]) -> None:
    """Write datapackage.json and ro-crate-metadata.json; the last thing before publishing, since they hold hashes.

    Args:
        workspace: the run with all its other files.
        inputs: what the run was made from, as its manifest will say; its hash is the run's id.
    """
    workspace.write_file(DATAPACKAGE, encoded(datapackage(files_in(workspace.path), inputs)))
    workspace.write_file(CRATE, encoded(crate(files_in(workspace.path), inputs, _newest(workspace))))


def _newest(workspace: Workspace) -> date | None:
    """The newest day on which a document can at the earliest have been published or updated."""
    days = pq.read_table(workspace.file("documents"), columns=list(_DAYS))
    found = (pc.max(days.column(name)).as_py() for name in _DAYS)
    return max((day for day in found if day is not None), default=None)
