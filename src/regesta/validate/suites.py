"""The expectations on each table, generated from its row class: `python -m regesta.validate.suites` writes them anew.

    column                        expectation
    any that is not `| None`      no nulls
    `unique`                      no value twice (a table without such a column: no row twice)
    `minimum`, `choices`          values in that range, in that set
    start, end · low, high        the second after the first, or equal where the pair is no span of a fact
    first, last

The files are what people read, change by changing the row classes, and can run with their own Great Expectations.
What one table cannot show by itself (references, quotes, raw ranges) is in `regesta.validate.frames`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_origin

from regesta.tables import TABLES, Column, Fact, Row, columns, key_column
from regesta.validate.files import FOLDER, encoded

__all__ = ["build_suites", "write_suites"]

PAIRS = (("start", "end"), ("low", "high"), ("first", "last"))
"""How the names of two columns that bound an interval end."""


def build_suites() -> dict[str, dict[str, Any]]:
    """A suite for every table, as JSON values in the format of Great Expectations 1.x; always the same."""
    return {
        name: {
            "name": name,
            "expectations": list(_expectations(row_class)),
            "meta": {"generated_by": "python -m regesta.validate.suites"},
        }
        for name, row_class in TABLES.items()
    }


def write_suites(folder: Path = FOLDER) -> None:
    """Write `<table>.json` for every table, and remove the suites of tables that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    suites = build_suites()
    for path in sorted(folder.glob("*.json")):
        if path.stem not in suites:
            path.unlink()
    for name, suite in suites.items():
        (folder / f"{name}.json").write_text(encoded(suite), encoding="utf-8", newline="\n")


def _expectations(row_class: type[Row]) -> Iterator[dict[str, Any]]:
    declared = columns(row_class)
    names = [column.name for column in declared]
    yield _expectation("expect_table_columns_to_match_ordered_list", column_list=names)
    if key_column(row_class) is None:
        plain = [column.name for column in declared if get_origin(column.type) is not list]
        yield _expectation("expect_compound_columns_to_be_unique", column_list=plain)
    for column in declared:
        yield from _of_column(column)
    for low, high in _pairs(names):
        yield _expectation(
            "expect_column_pair_values_a_to_be_greater_than_b",
            column_A=high,
            column_B=low,
            or_equal=not (high.endswith("end") and issubclass(row_class, Fact)),
            ignore_row_if="either_value_is_missing",
        )


def _of_column(column: Column) -> Iterator[dict[str, Any]]:
    if not column.nullable:
        yield _expectation("expect_column_values_to_not_be_null", column=column.name)
    if column.col.unique:
        yield _expectation("expect_column_values_to_be_unique", column=column.name)
    if column.col.minimum is not None:
        yield _expectation("expect_column_values_to_be_between", column=column.name, min_value=column.col.minimum)
    if column.col.choices:
        yield _expectation("expect_column_values_to_be_in_set", column=column.name, value_set=list(column.col.choices))


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    for first, last in PAIRS:
        for name in names:
            other = name.removesuffix(first) + last
            if name.endswith(first) and other in names:
                yield name, other


def _expectation(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": kind, "kwargs": kwargs, "severity": "critical"}


if __name__ == "__main__":
    write_suites()
    print(f"{len(TABLES)} suites written to {FOLDER}")
