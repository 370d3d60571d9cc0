"""What must hold between rows, tables and raw files: judged here row by row, so that a suite only has to ask for true.

References are set operations of Arrow. Quotes are compared in Python: its offsets are the code points that the tables
count, and a slice costs the same wherever it lies in the text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

import pyarrow.compute as pc

from regesta.compare import checks
from regesta.tables import TABLES, Column, Row, columns, key_column, table_of

__all__ = ["Frame", "Tables", "between_tables", "identity", "row_ids"]

Tables = Mapping[str, Any]
"""Arrow tables by name: every one of `regesta.tables.TABLES`."""

COVERAGE = 0.05
"""The share of claims below which a run is told that hardly anything was comparable."""

FACT_REFERENCE = "fact_id"
"""A column whose values name rows of several tables: the prefix of the id says of which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """For each row, whether something holds; None where the row has nothing that could be wrong."""

    suite: str
    expectation: str
    column: str
    severity: str = "critical"
    mostly: float = 1.0
    """The share of the rows for which it must hold."""
    ids: list[str]
    ok: list[bool | None]

    def share(self) -> float:
        """The share of the rows that could be wrong and are not; all of none."""
        counts = Counter(self.ok)
        return counts[True] / (counts[True] + counts[False]) if counts[True] or counts[False] else 1.0


def identity(row_class: type[Row]) -> tuple[str, ...]:
    """The columns that name a row: its key, or for a link table the rows that it links."""
    key = key_column(row_class)
    return (key,) if key else tuple(c.name for c in columns(row_class) if c.col.refers_to)


def row_ids(name: str, table: Any) -> list[str]:
    """The name of each row, in their order; a null in it is written as null."""
    cells = [table.column(column).to_pylist() for column in identity(TABLES[name])]
    if len(cells) == 1:
        return ["null" if cell is None else str(cell) for cell in cells[0]]
    return [" ".join("null" if cell is None else str(cell) for cell in row) for row in zip(*cells, strict=True)]


def between_tables(tables: Tables) -> Iterator[Frame]:
    """References, evidence, disagreements and their conflicts, checks and what they compared."""
    yield from _references(tables)
    yield from _fact_references(tables)
    yield _evidence(tables["evidence"])
    yield from _disagreements(tables)
    yield _checks(tables)
    yield from _judged(tables)
    yield _coverage(tables)
    yield _all_kept(tables)


def _references(tables: Tables) -> Iterator[Frame]:
    for name, row_class in TABLES.items():
        referring = [column for column in columns(row_class) if column.col.refers_to]
        ids = row_ids(name, tables[name]) if referring else []
        for column in referring:
            ok = _found(tables[name].column(column.name).combine_chunks(), column, tables)
            yield Frame(suite=name, expectation=f"refers_to {column.col.refers_to}", column=column.name, ids=ids, ok=ok)


def _found(values: Any, column: Column, tables: Tables) -> list[bool | None]:
    table, _, key = str(column.col.refers_to).partition(".")
    there = tables[table].column(key).combine_chunks()
    if get_origin(column.type) is not list:
        return list(pc.if_else(pc.is_valid(values), pc.is_in(values, value_set=there), None).to_pylist())
    missing = pc.invert(pc.is_in(pc.list_flatten(values), value_set=there))
    wrong = set(pc.filter(pc.list_parent_indices(values), missing).to_pylist())
    return [row not in wrong if size else None for row, size in enumerate(pc.list_value_length(values).to_pylist())]


def _fact_references(tables: Tables) -> Iterator[Frame]:
    """Ids whose table only their prefix tells."""
    keys = {name: set(tables[name].column(key).to_pylist()) for name, key in _keyed()}
    for name, row_class in TABLES.items():
        names = [column.name for column in columns(row_class)]
        if FACT_REFERENCE not in names:
            continue
        ids, facts = row_ids(name, tables[name]), tables[name].column(FACT_REFERENCE).to_pylist()
        ok: list[bool | None] = [None if fact is None else fact in keys.get(table_of(fact) or "", ()) for fact in facts]
        yield Frame(suite=name, expectation="refers_to its table", column=FACT_REFERENCE, ids=ids, ok=ok)


def _evidence(evidence: Any) -> Frame:
    """The cell that evidence is for is a column of the fact's table."""
    names = {name: {column.name for column in columns(row_class)} for name, row_class in TABLES.items()}
    return Frame(
        suite="evidence",
        expectation="column_of_its_table",
        column="column",
        ids=row_ids("evidence", evidence),
        ok=[
            column in names.get(table_of(str(fact)) or "", ()) for fact, column in _pairs(evidence, "fact_id", "column")
        ],
    )


def _keyed() -> Iterator[tuple[str, str]]:
    for name, row_class in TABLES.items():
        key = key_column(row_class)
        if key:
            yield name, key


def _disagreements(tables: Tables) -> Iterator[Frame]:
    """Each comparison that does not agree is one conflict (that it is only one: its ids are unique), and no other."""
    compared = dict(_pairs(tables["comparisons"], "comparison_id", "agrees"))
    reported = list(_pairs(tables["conflicts"], "conflict_id", "comparison_id"))
    told = {comparison for _, comparison in reported}
    yield Frame(
        suite="comparisons",
        expectation="disagreement_is_a_conflict",
        column="agrees",
        ids=[str(comparison) for comparison in compared],
        ok=[None if agrees else comparison in told for comparison, agrees in compared.items()],
    )
    yield Frame(
        suite="conflicts",
        expectation="conflict_is_a_disagreement",
        column="comparison_id",
        ids=[str(conflict) for conflict, _ in reported],
        ok=[compared.get(comparison) is False for _, comparison in reported],
    )


def _checks(tables: Tables) -> Frame:
    """A check that had nothing to compare is silent for that reason only, which is worth knowing."""
    noted = _pairs(tables["issues"], "code", "rule_id")
    idle = {str(check) for code, check in noted if code == "compared_nothing"}
    busy: Iterable[str] = filter(None, pc.unique(tables["comparisons"].column("check")).to_pylist())
    known = sorted({*busy, *idle})
    return Frame(
        suite="comparisons",
        expectation="check_compared_something",
        column="check",
        severity="info",
        ids=known,
        ok=[check not in idle for check in known],
    )


def _judged(tables: Tables) -> Iterator[Frame]:
    """What each check compared is no open conflict: its rows are the denominator, its open conflicts the failures."""
    opened = {c for c, status in _pairs(tables["conflicts"], "comparison_id", "status") if status == "open"}
    compared: dict[str, list[str]] = defaultdict(list)
    for comparison, check in _pairs(tables["comparisons"], "comparison_id", "check"):
        compared[str(check)].append(str(comparison))
    headers = {check.name: check.header for check in checks.load()}
    for check, ids in sorted(compared.items()):
        header = headers.get(check)
        yield Frame(
            suite="comparisons",
            expectation=f"no_open_conflict {check}",
            column="verdict",
            severity="info" if header is None or header.severity == "info" else "warning",
            mostly=header.mostly if header else 1.0,
            ids=ids,
            ok=[comparison not in opened for comparison in ids],
        )


def _coverage(tables: Tables) -> Frame:
    """How many claims any check could compare with anything: what was not compared was not checked."""
    claims = tables["claims"].column("claim_id").to_pylist()
    compared = set(tables["comparison_claims"].column("claim_id").to_pylist())
    return Frame(
        suite="claims",
        expectation="is_compared",
        column="claim_id",
        severity="info",
        mostly=COVERAGE,
        ids=claims,
        ok=[claim in compared for claim in claims],
    )


def _all_kept(tables: Tables) -> Frame:
    """What sources disagree about is reconciled by rows that are added: as many claims are there as were made."""
    there = Counter(tables["claims"].column("doc_id").to_pylist())
    made = list(_pairs(tables["claim_counts"], "doc_id", "made"))
    return Frame(
        suite="claim_counts",
        expectation="no_claim_is_removed",
        column="made",
        ids=[doc_id for doc_id, _ in made],
        ok=[there[doc_id] == count for doc_id, count in made],
    )


def _pairs(table: Any, left: str, right: str) -> Iterator[tuple[Any, Any]]:
    return zip(table.column(left).to_pylist(), table.column(right).to_pylist(), strict=True)
