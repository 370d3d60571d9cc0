"""Every check against its case file: true conflicts that it must find, look-alikes that it must not accuse.

A case has documents, as conftest.py describes them, or only a text (and when it was published) that is read by the
extractors. `values` are what was expected and what was observed; the verdict is that of the comparison.
"""

import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regesta.compare import checks, compare
from regesta.tables import EXPLAINED, Comparison, Conflict, Issue, Row

HERE = Path(__file__).parent
NAMES = [check.name for check in checks.load()]
INNOCENT = ("agree", "nothing", *EXPLAINED)


def cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["cases"])


CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}")
    for name in NAMES
    if (HERE / f"{name}.toml").exists()
    for case in cases(name)
]


@pytest.mark.parametrize("name", NAMES)
def test_every_check_has_three_conflicts_and_three_look_alikes(name: str) -> None:
    assert (HERE / f"{name}.toml").exists(), f"write tests/checks/{name}.toml"
    kinds = Counter("innocent" if case["verdict"] in INNOCENT else case["verdict"] for case in cases(name))
    assert kinds["conflict"] >= 3
    assert kinds["innocent"] >= 3


def test_every_case_file_belongs_to_a_check() -> None:
    assert sorted(path.stem for path in HERE.glob("*.toml")) == NAMES


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name: str, case: dict[str, Any], tables: Callable[..., dict[str, list[Row]]]) -> None:
    alone = [{"title": "A report", "read": True, **{key: case[key] for key in ("text", "published") if key in case}}]
    rows = compare(tables(case.get("documents", alone)))
    wanted = case.get("property")
    made = [
        row
        for row in rows
        if isinstance(row, Comparison) and row.check == name and (wanted is None or row.property == wanted)
    ]
    if case["verdict"] == "nothing":
        assert made == []
        assert wanted or any(
            isinstance(row, Issue) and row.code == "compared_nothing" and row.rule_id == name for row in rows
        )
        return
    found = {(row.verdict, *sorted((row.expected, row.observed))) for row in made}
    assert (case["verdict"], *sorted(value.replace("nothing", "") for value in case["values"])) in found
    accused = [row for row in rows if isinstance(row, Conflict) and row.check == name and row.status == "open"]
    assert {row.verdict for row in accused} == {case["verdict"]} & {"conflict", "undetermined"}
    if "scope" in case:
        assert all(f"(only {case['scope']})" in row.explanation for row in accused)
