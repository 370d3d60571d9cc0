"""The same conflicts, in the same order, with the same ids, in whatever order documents, facts and claims come."""

import random
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.compare import checks, compare
from regesta.compare.comparable import representatives
from regesta.compare.conflicts import Ledger
from regesta.compare.explain import Around
from regesta.tables import Claim, Conflict, Row

HERE = Path(__file__).parent
Tables = dict[str, list[Row]]


@pytest.fixture(scope="module")
def many(tables: Callable[..., Tables]) -> Tables:
    """The documents of three case files: dates, ages, numbers."""
    names = ("date_conflict", "age_conflict", "figure_conflict")
    cases = [case for name in names for case in tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["cases"]]
    documents = [document for case in cases for document in case.get("documents", [])]
    return tables([{**document, "title": f"{n} {document['title']}"} for n, document in enumerate(documents)])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_documents_and_facts_changes_nothing(many: Tables, seed: int) -> None:
    rows = compare(many)
    assert sum(isinstance(row, Conflict) for row in rows) > 10
    chance = random.Random(seed)
    shuffled = {name: chance.sample(held, len(held)) for name, held in many.items()}
    names = chance.sample(sorted(shuffled), len(shuffled))
    assert compare({name: shuffled[name] for name in names}) == rows


Drawn = tuple[int, int, int, int, str]
"""Subject, document, value, day, property."""


def claims_of(numbers: Sequence[Drawn]) -> list[Claim]:
    """Claims of few subjects and values, so that they meet."""
    out = []
    for n, (subject, document, value, day, name) in enumerate(numbers):
        days = {"first": date(2001, 1, 1 + value), "last": date(2001, 1, 1 + value), "grain": "day"}
        number = {"low": Decimal(value), "high": Decimal(value), "comparator": "=", "unit": "1", "text": str(value)}
        out.append(
            Claim(
                claim_id=f"clm_{n:03}",
                fact_id=f"fig_{n}",
                subject=f"event:evt_{subject}",
                property=name,
                status="asserted",
                polarity="positive",
                copy_group=f"doc_{document}",
                as_of_first=date(2001, 2, 1 + day),
                as_of_last=date(2001, 2, 1 + day),
                doc_id=f"doc_{document}",
                start=n,
                end=n + 1,
                quote=str(value),
                prefix="",
                suffix="",
                segments=[],
                rule_id="r",
                **(days if name == "date" else number),  # type: ignore[arg-type]
            )
        )
    return out


CHECKS = [check for check in checks.load() if check.name in ("date_conflict", "figure_conflict", "falling_tally")]


def judged(claims: Sequence[Claim]) -> list[Row]:
    compared = {c.claim_id: c for c in representatives(claims, {c.claim_id: c.subject for c in claims})}
    titles = {f"doc_{n}": f"D{n}" for n in range(3)}
    around = Around(claims=tuple(compared.values()))
    ledger = Ledger(claims=compared, titles=titles, labels={}, around=around)
    with checks.connect(list(claims), list(compared.values()), {}) as connection:
        return [row for check in CHECKS for row in ledger.rows(check, checks.run(check, connection))]


numbers = st.tuples(
    st.integers(0, 1), st.integers(0, 2), st.integers(1, 4), st.integers(0, 2), st.sampled_from(["date", "killed"])
)


@settings(max_examples=25)
@given(st.lists(numbers, min_size=2, max_size=9), st.randoms())
def test_the_order_of_claims_changes_nothing(drawn: list[Drawn], chance: random.Random) -> None:
    claims = claims_of(drawn)
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert judged(shuffled) == judged(claims)
