"""docs/data-model.md, generated from the row classes: `python -m regesta.report.data_model` writes it anew."""

import inspect
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import regesta
from regesta.spans import Segment
from regesta.tables import TABLES, Column, Fact, MapPiece, Parameter, Row, Support, columns

__all__ = ["PATH", "data_model"]

PATH = Path(regesta.__file__).parents[2] / "docs" / "data-model.md"
"""Where the page stands in a clone."""

_INTRODUCTION = """\
# Data model

Generated from the row classes in `src/regesta/tables.py`; `make suites` writes it anew.

A run is a folder with one Parquet file (zstd) per table below, sorted by document, place in it and id, and
`manifest.json` with the sha256 of each. The files say themselves which types their columns have and what they mean.

| type | Arrow |
|---|---|
| text | string |
| integer | int64 |
| decimal | decimal128(38, 9), exact |
| date | date32 |
| boolean | bool |
| list of X | list of X, never null: an empty list says that there is none |

Offsets count Unicode code points of `documents.text`, from 0; `start` is the first character and `end` one past the
last. Ids are hashes of content: the same in every run that finds the same. A column that is not marked *null* always
has a value. Of two columns that bound something (`start` and `end`, `low` and `high`, `first` and `last`) the second is
never before the first. What must hold is checked in every run: by `expectations/suites` within a table, by
`src/regesta/validate` between tables, texts and raw files.
"""

_FACTS = """\
## Facts

A fact points at the characters that state it. Every table marked *facts* begins with its id, goes on with these
columns, and ends with its own.
"""

_RECORDS = """\
## Records

Values with parts (Arrow structs), as they stand in lists.
"""

_TYPES = {str: "text", int: "integer", Decimal: "decimal", date: "date", bool: "boolean"}
_COLUMNS = "| column | type | meaning | must hold |\n|---|---|---|---|"


def data_model() -> str:
    """The page: every table with its columns, their types, what they mean and what must hold in them."""
    parts = [_INTRODUCTION, _contents(), _FACTS, _table(columns(Fact))]
    for name, row_class in TABLES.items():
        parts += [f"## {name}\n", _about(row_class), _table(_own(row_class))]
    parts.append(_RECORDS)
    for record in (Segment, MapPiece, Parameter, Support):
        parts += [f"### {record.__name__}\n", f"{inspect.getdoc(record)}\n", _record(record)]
    return "\n".join(parts)


def _contents() -> str:
    rows = (f"| [{name}](#{name}) | {_first_sentence(row_class)} |" for name, row_class in TABLES.items())
    return "\n".join(["| table | a row is |", "|---|---|", *rows, ""])


def _about(row_class: type[Row]) -> str:
    facts = "*[Facts](#facts).* " if issubclass(row_class, Fact) else ""
    return f"{facts}{inspect.getdoc(row_class)}\n"


def _first_sentence(row_class: type[Row]) -> str:
    told = (inspect.getdoc(row_class) or "").partition(". ")[0].rstrip(".")
    return told[:1].lower() + told[1:]


def _own(row_class: type[Row]) -> list[Column]:
    """The columns that are not those of every fact."""
    shared = {column.name for column in columns(Fact)} if issubclass(row_class, Fact) else set()
    return [column for column in columns(row_class) if column.name not in shared]


def _table(declared: list[Column] | tuple[Column, ...]) -> str:
    rows = (
        f"| `{column.name}` | {_type(column.type)}{', null' if column.nullable else ''} | {_escaped(column.col.doc)} "
        f"| {'; '.join(_rules(column))} |"
        for column in declared
    )
    return "\n".join([_COLUMNS, *rows, ""])


def _rules(column: Column) -> Iterator[str]:
    if column.col.unique:
        yield "unique"
    if column.col.minimum is not None:
        yield f"at least {column.col.minimum}"
    if column.col.choices:
        yield "one of " + ", ".join(f"`{choice}`" for choice in column.col.choices)
    if column.col.refers_to:
        table, _, key = column.col.refers_to.partition(".")
        yield f"stands in [{table}](#{table}).`{key}`"


def _record(record: type) -> str:
    hints = get_type_hints(record)
    rows = (f"| `{field.name}` | {_optional(hints[field.name])} |" for field in fields(record))
    return "\n".join(["| part | type |", "|---|---|", *rows, ""])


def _optional(hint: Any) -> str:
    if get_origin(hint) not in (Union, UnionType):
        return _type(hint)
    return f"{_type(next(arg for arg in get_args(hint) if arg is not NoneType))}, null"


def _type(kind: Any) -> str:
    if get_origin(kind) is list:
        return f"list of {_type(get_args(kind)[0])}"
    if get_origin(kind) is Literal:
        return "text: " + ", ".join(f"`{choice}`" for choice in get_args(kind))
    return _TYPES.get(kind) or f"[{kind.__name__}](#{kind.__name__.lower()})"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PATH.write_text(data_model(), encoding="utf-8", newline="\n")
    print(f"{len(TABLES)} tables written to {PATH}")
