"""Rows to Arrow and back: the schemas are projected from the row classes of `regesta.tables`.

str is string, int is int64, bool is bool, date is date32, Decimal is decimal128(38, 9), list[X] is list<X>, a
dataclass inside a row is a struct, a Literal is the string it stands for. A value that does not fit is never rounded,
cut or cast: it raises.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Context, Decimal
from functools import cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from regesta.errors import InvariantError, RunError
from regesta.tables import TABLES, Row, columns, key_column

__all__ = [
    "DECIMAL",
    "FORMAT",
    "ROW_GROUP",
    "among",
    "fingerprint",
    "from_arrow",
    "read_parquet",
    "rows_of",
    "schema",
    "table_name",
    "to_arrow",
    "write_parquet",
]

FORMAT = "1"
"""Version of the published tables: raised when a column that stands changes its meaning."""

ROW_GROUP = 16_384
"""Rows of a Parquet row group: of documents, some hundred megabytes of text at most."""

DECIMAL = pa.decimal128(38, 9)

_EXACT = Context(prec=38)
_SCALARS: dict[Any, Any] = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    Decimal: DECIMAL,
}
_MISFIT = (ValueError, TypeError, OverflowError)
"""What Arrow raises for a value outside its type (ArrowInvalid is a ValueError)."""

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class _Part:
    """A field of a record inside a row: `kind` is its Python type without `| None`."""

    name: str
    kind: Any
    nullable: bool


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table: columns as the row class declares them, each with its `doc` as field metadata.

    The schema's own metadata (`regesta.table`, `regesta.format`) is the same in every run.

    Raises:
        InvariantError: there is no such table, or a column has a type that has no Arrow type.
    """
    if table not in TABLES:
        raise InvariantError(f"there is no table {table}")
    return _schema(table)


@cache
def _schema(table: str) -> pa.Schema:
    declared = [
        pa.field(c.name, _arrow_type(c.type, nullable=c.nullable), nullable=c.nullable, metadata={"doc": c.col.doc})
        for c in columns(TABLES[table])
    ]
    return pa.schema(declared, metadata={"regesta.table": table, "regesta.format": FORMAT})


def table_name(row_class: type[Row]) -> str:
    """The table that a row class is the row of; raises InvariantError when it is of none."""
    for name, known in TABLES.items():
        if known is row_class:
            return name
    raise InvariantError(f"{row_class.__name__} is the row of no table")


def to_arrow(table: str, rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table, in their order.

    Raises:
        InvariantError: a value does not fit its column (a decimal that decimal128(38, 9) cannot hold exactly, a null
            where none is allowed, another type); the message names table, row and column.
    """
    held, row_class = list(rows), TABLES.get(table, Row)
    if strangers := sorted({type(row).__name__ for row in held} - {row_class.__name__}):
        raise InvariantError(f"{table}: {', '.join(strangers)} is not its row class")
    arrow = schema(table)
    arrays = [_column_array(table, held, c.name, c.type, nullable=c.nullable) for c in columns(row_class)]
    return pa.Table.from_arrays(arrays, schema=arrow)


def from_arrow(table: str, data: pa.Table) -> list[Row]:
    """The rows of an Arrow table: the ones that `to_arrow` was given. Decimals come without trailing zeros.

    Raises:
        RunError: the columns are not those of this version of Regesta.
    """
    expected = schema(table)
    if not data.schema.equals(expected):
        raise RunError(f"{table}: the columns are not those of this version of Regesta ({_difference(data, expected)})")
    row_class = TABLES[table]
    names = [c.name for c in columns(row_class)]
    cells = [
        [value for chunk in data.column(c.name).chunks for value in _values(c.type, chunk)] for c in columns(row_class)
    ]
    return [row_class(**dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True)]


def rows_of(row_class: type[R], data: pa.Table) -> list[R]:
    """`from_arrow` for a row class, so that a type checker knows what comes back."""
    return cast("list[R]", from_arrow(table_name(row_class), data))


def fingerprint(tables: Iterable[pa.Table]) -> str:
    """Hash of the values of some tables, in their order: the same for the same rows, wherever they were cut from."""
    digest = hashlib.sha256()
    for table in tables:
        for batch in table.combine_chunks().to_batches():
            digest.update(batch.serialize())
        digest.update(b"\0")
    return digest.hexdigest()


def among(column: str, values: Iterable[str]) -> pc.Expression:
    """The condition that a column of text has one of some values."""
    return pc.field(column).isin(pa.array(sorted(set(values)), pa.string()))


def write_parquet(path: Path, data: pa.Table) -> None:
    """Write a table and wait until it is on the disk: zstd, fixed row groups, the same bytes for the same table.

    The bytes also depend on the version of pyarrow, which stands in the file.
    """
    with path.open("wb") as file:
        pq.write_table(data.combine_chunks(), file, compression="zstd", row_group_size=ROW_GROUP, version="2.6")
        file.flush()
        os.fsync(file.fileno())


def read_parquet(path: Path, filters: Any = None) -> pa.Table:
    """A table as it was written, or the rows that conditions hold for; raises RunError when it is missing or broken."""
    try:
        return pq.read_table(path, filters=filters, partitioning=None)
    except FileNotFoundError as error:
        raise RunError(f"{path} is missing") from error
    except (OSError, pa.ArrowInvalid) as error:
        raise RunError(f"{path} cannot be read: {error}") from error


def _arrow_type(kind: Any, *, nullable: bool = False) -> pa.DataType:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if get_origin(kind) is Literal:
        return pa.string()
    if nullable:
        raise InvariantError(f"{kind} | None: a list or a record is never null; an empty list says it")
    if get_origin(kind) is list:
        return pa.list_(pa.field("element", _arrow_type(get_args(kind)[0]), nullable=False))
    if _is_record(kind):
        parts = _parts(kind)
        return pa.struct([pa.field(p.name, _arrow_type(p.kind, nullable=p.nullable), p.nullable) for p in parts])
    raise InvariantError(f"{kind} has no Arrow type")


def _is_record(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _parts(record: Any) -> tuple[_Part, ...]:
    hints = get_type_hints(record)
    return tuple(_part(f.name, hints[f.name]) for f in fields(record))


def _part(name: str, hint: Any) -> _Part:
    if get_origin(hint) not in (Union, UnionType):
        return _Part(name, hint, nullable=False)
    bare = next(arg for arg in get_args(hint) if arg is not NoneType)
    return _Part(name, bare, nullable=NoneType in get_args(hint))


def _column_array(table: str, rows: list[Row], name: str, kind: Any, *, nullable: bool) -> pa.Array:
    try:
        return _array(kind, [getattr(row, name) for row in rows], nullable=nullable)
    except _MISFIT as error:
        # only now is each value tried alone, to name the first that does not fit
        for number, row in enumerate(rows):
            if reason := _misfit(kind, getattr(row, name), nullable=nullable):
                raise InvariantError(f"{table}.{name} of {_label(row, number)}: {reason}") from error
        raise InvariantError(f"{table}.{name}: {error}") from error


def _misfit(kind: Any, value: object, *, nullable: bool) -> str | None:
    """Why a value does not fit, or None when it does."""
    try:
        _array(kind, [value], nullable=nullable)
    except _MISFIT as error:
        return str(error)
    return None


def _label(row: Row, number: int) -> str:
    key = key_column(type(row))
    return str(getattr(row, key)) if key else f"row {number}"


def _array(kind: Any, values: list[Any], *, nullable: bool) -> pa.Array:
    """Values of one declared type as an array, column by column down into lists and records."""
    _check_types(kind, values, nullable=nullable)
    if get_origin(kind) is list:
        items = _array(get_args(kind)[0], list(chain.from_iterable(values)), nullable=False)
        ends = pa.array(accumulate(map(len, values), initial=0), pa.int32())
        return pa.ListArray.from_arrays(ends, items, type=_arrow_type(kind))
    if _is_record(kind):
        arrays = [_array(p.kind, [getattr(v, p.name) for v in values], nullable=p.nullable) for p in _parts(kind)]
        return pa.StructArray.from_arrays(arrays, fields=list(_arrow_type(kind)))
    return pa.array(values, _arrow_type(kind))


def _check_types(kind: Any, values: list[Any], *, nullable: bool) -> None:
    """Exact types: Arrow itself would take bytes for text, a datetime for its date, a number for a decimal."""
    expected = str if get_origin(kind) is Literal else get_origin(kind) or kind
    for found in set(map(type, values)) - {expected}:
        if found is NoneType and not nullable:
            raise ValueError("null is not allowed")
        if found is not NoneType:
            raise ValueError(f"{found.__name__} is not {expected.__name__}")


def _values(kind: Any, array: pa.Array) -> list[Any]:
    """What `_array` was given."""
    if get_origin(kind) is list:
        items = _values(get_args(kind)[0], array.flatten())
        ends = accumulate(array.value_lengths().to_pylist(), initial=0)
        return [items[start:end] for start, end in pairwise(ends)]
    if _is_record(kind):
        parts = _parts(kind)
        cells = [_values(part.kind, child) for part, child in zip(parts, array.flatten(), strict=True)]
        names = [part.name for part in parts]
        return [kind(**dict(zip(names, record, strict=True))) for record in zip(*cells, strict=True)]
    if kind is Decimal:
        return [None if value is None else _trimmed(value) for value in array.to_pylist()]
    return list(array.to_pylist())


def _trimmed(value: Decimal) -> Decimal:
    """13.000000000 as 13 and 1E+1 as 10: as a text would write it."""
    shortest = value.normalize(_EXACT)
    return shortest if shortest.as_tuple().exponent in range(-9, 1) else shortest.quantize(Decimal(1), context=_EXACT)


def _difference(data: pa.Table, expected: pa.Schema) -> str:
    """The first column that is not as expected."""
    for found, field in zip(data.schema, expected, strict=False):
        if not found.equals(field):
            return f"{found.name}: {found.type} where {field.name}: {field.type} was expected"
    return f"{len(data.schema)} columns, not {len(expected)}"
