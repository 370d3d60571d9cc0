"""Every fact of every source: its quote is in the text, and an independent decoder finds it in the raw bytes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from regesta.formats import BUILTIN
from regesta.store import Run
from regesta.tables import TABLES, Document, Evidence, Fact, Source, columns

FORMATS = {form.name: form for form in BUILTIN}
FACTS = {name: row_class for name, row_class in TABLES.items() if issubclass(row_class, Fact)}


SHIPPED = ("shipped_run", "seeds")
ARTICLE = pytest.param(("article_run", "article_folder"), marks=pytest.mark.article)


@pytest.fixture(scope="module", params=[SHIPPED, ARTICLE], ids=["shipped", "article"])
def read(request: pytest.FixtureRequest) -> tuple[Run, Path]:
    """A run and the folder of its sources."""
    run, folder = request.param
    return request.getfixturevalue(run), request.getfixturevalue(folder)


@pytest.fixture(scope="module")
def run(read: tuple[Run, Path]) -> Run:
    return read[0]


@pytest.fixture(scope="module")
def raw(read: tuple[Run, Path]) -> dict[str, bytes]:
    """The bytes of each document, from the sources themselves and not from the run."""
    run, folder = read
    files = {source.blob: folder / str(source.file) for source in run.rows(Source)}
    return {document.doc_id: files[document.blob].read_bytes() for document in run.rows(Document)}


def facts(run: Run) -> Iterator[Fact]:
    for row_class in FACTS.values():
        yield from run.rows(row_class)


def test_documents_are_named_by_their_bytes(run: Run, raw: dict[str, bytes]) -> None:
    for document in run.rows(Document):
        assert hashlib.sha256(raw[document.doc_id]).hexdigest() == document.blob


def test_every_quote_is_its_span_and_its_bytes(run: Run, raw: dict[str, bytes]) -> None:
    documents = {document.doc_id: document for document in run.rows(Document)}
    checked = 0
    for fact in facts(run):
        document = documents[fact.doc_id]
        assert document.text[fact.start : fact.end] == fact.quote
        assert document.text[: fact.start].endswith(fact.prefix)
        assert document.text[fact.end :].startswith(fact.suffix)
        decoded = FORMATS[document.format].decode_segments(raw[fact.doc_id], document.encoding, fact.segments)
        assert decoded == fact.quote
        checked += 1
    assert checked > 200


def test_no_character_of_a_plain_text_is_lost(run: Run) -> None:
    for document in run.rows(Document):
        if document.format == "plain":
            assert sum(piece.source_end - piece.source_start for piece in document.offset_map) == next(
                source.bytes for source in run.rows(Source) if source.blob == document.blob
            )


def test_evidence_belongs_to_a_column_of_a_fact(run: Run) -> None:
    assert run.rows(Evidence)
    for evidence in run.rows(Evidence):
        fact = run.find(evidence.fact_id)
        assert evidence.column in {column.name for column in columns(type(fact))}


@pytest.mark.parametrize("table", TABLES)
def test_tables_open_everywhere_with_the_same_counts_and_types(shipped_run: Run, table: str) -> None:
    path = shipped_run.path / f"{table}.parquet"
    arrow = shipped_run.table(table)
    in_pandas = pd.read_parquet(path, dtype_backend="pyarrow")
    in_polars = pl.read_parquet(path)
    in_duckdb = duckdb.sql(f"select * from '{path}'").to_arrow_table()
    assert len(in_pandas) == in_polars.height == in_duckdb.num_rows == arrow.num_rows
    assert list(in_pandas.columns) == in_polars.columns == in_duckdb.column_names == arrow.column_names
    for name in arrow.column_names:
        kind = family(arrow.schema.field(name).type)
        assert family(pa.Table.from_pandas(in_pandas[[name]], preserve_index=False).schema.field(name).type) == kind
        assert family(in_polars.select(name).to_arrow().schema.field(name).type) == kind
        assert family(in_duckdb.schema.field(name).type) == kind


def family(kind: pa.DataType) -> str:
    """The type without what readers are free to choose: the width of offsets, the names of list items."""
    if pa.types.is_large_string(kind) or pa.types.is_string(kind) or pa.types.is_string_view(kind):
        return "string"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list<{family(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {family(field.type)}' for field in kind)}>"
    return str(kind)
