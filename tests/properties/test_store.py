"""Whatever rows the row classes allow: what is written is what is read, and the same rows have the same bytes."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regesta.store import Cache, from_arrow, to_arrow, write_parquet
from regesta.store.rows import read_parquet
from regesta.tables import TABLES, Merge, Row, columns

PLAIN = {
    str: st.text(st.characters(codec="utf-8"), max_size=12),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    date: st.dates(),
    Decimal: st.integers(-(10**38) + 1, 10**38 - 1).map(lambda units: Decimal(f"{units}e-9")),
}
MANY = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a declared type."""
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is list:
        return st.lists(values(get_args(kind)[0]), max_size=3)
    if NoneType in get_args(kind):
        return st.none() | values(get_args(kind)[0])
    if kind in PLAIN:
        return PLAIN[kind]
    hints = get_type_hints(kind)
    return st.builds(kind, **{f.name: values(hints[f.name]) for f in fields(kind)})


def rows(row_class: type[Row]) -> st.SearchStrategy[list[Row]]:
    cells = {c.name: st.none() | values(c.type) if c.nullable else values(c.type) for c in columns(row_class)}
    return st.lists(st.builds(row_class, **cells), max_size=5)


@pytest.mark.parametrize("table", TABLES)
def test_reading_gives_the_rows_that_were_written(table, tmp_path):
    file = tmp_path / "table.parquet"

    @MANY
    @given(rows(TABLES[table]))
    def check(given_rows):
        data = to_arrow(table, given_rows)
        assert from_arrow(table, data) == given_rows
        write_parquet(file, data)
        first = file.read_bytes()
        assert from_arrow(table, read_parquet(file)) == given_rows
        write_parquet(file, to_arrow(table, given_rows))
        assert file.read_bytes() == first

    check()


@MANY
@given(st.lists(st.sampled_from(sorted(TABLES)).flatmap(lambda name: rows(TABLES[name])), max_size=4))
def test_the_cache_gives_back_what_it_was_given(tmp_path_factory, lists):
    cache = Cache(tmp_path_factory.mktemp("cache", numbered=True))
    given_rows = [row for some in lists for row in some]
    cache.put("ab", given_rows)
    in_order = [row for row_class in TABLES.values() for row in given_rows if type(row) is row_class]
    assert cache.get("ab") == in_order


@MANY
@given(PLAIN[Decimal])
def test_a_decimal_comes_back_as_a_text_would_write_it(value):
    merge = Merge(left_id="a", right_id="b", score=value, reasons=[])
    (back,) = from_arrow("merges", to_arrow("merges", [merge]))
    assert format(back.score, "f") == format(value, "f").rstrip("0").rstrip(".")
    assert "E+" not in str(back.score)
