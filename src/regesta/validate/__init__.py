"""Validation: whether the tables are what they promise to be, with the ids of the rows that are not.

What documents say is not judged here (that is `regesta.compare`): a failure of severity critical is a mistake of ours.
"""

from regesta.store import Blobs, Texts, Workspace, schema
from regesta.tables import TABLES
from regesta.validate.data_docs import write_data_docs
from regesta.validate.frames import between_tables
from regesta.validate.judge import Judge
from regesta.validate.quotes import against_documents
from regesta.validate.results import CheckResult, Validation

__all__ = ["CheckResult", "Validation", "validate", "write_data_docs"]


def validate(workspace: Workspace, blobs: Blobs, kept: Texts | None = None) -> Validation:
    """Judge every table of a run: each by its suite, then what holds between tables, texts and raw files.

    `kept` holds what earlier runs found of documents that did not change since.
    When a table lacks columns, the suites alone are asked: their failures say so, and the rest could not be read.

    Raises:
        RunError: a table was not written.
        CheckError: a suite is missing, or not all of its expectations are known.
    """
    tables = {name: workspace.arrow(name) for name in TABLES}
    judge = Judge.start()
    results = [result for name, table in tables.items() for result in judge.table(name, table)]
    if all(set(schema(name).names) <= set(table.column_names) for name, table in tables.items()):
        results += judge.frames([*between_tables(tables), *against_documents(tables, blobs, kept)])
    return Validation(tuple(sorted(results)))
