"""What docs/consistency.md says of copies, incidents, clusters and policies is what the code does."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from regesta.compare import clusters, copies, incidents
from regesta.compare.explain import ALWAYS
from regesta.compare.policies import Policy, policies
from regesta.tables import RANKS, Resolution, columns

PAGE = (Path(__file__).parents[2] / "docs" / "consistency.md").read_text(encoding="utf-8")
PARTS = {part.partition("\n")[0]: " ".join(part.split()) for part in re.split(r"^#+ ", PAGE, flags=re.MULTILINE)}


def rows(part: str) -> list[tuple[str, ...]]:
    """The cells of the tables of a part, without their heads."""
    text = re.split(rf"^#+ {part}$", PAGE, flags=re.MULTILINE)[1].split("\n#")[0]
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [tuple(c.strip() for c in line.strip("|").split("|")) for t in tables for line in t.splitlines()[2:]]


def test_copies() -> None:
    assert copies.SHARE == 0.5
    said = f"at least half of its {copies.SHINGLE}-word shingles, and at least {copies.ENOUGH} of them"
    assert said in PARTS["Copies, versions and corrections"]


def test_corrections() -> None:
    assert " and ".join(f"`{name}`" for name in ALWAYS) in PARTS["Copies, versions and corrections"]


def test_incidents() -> None:
    alike = f"a weight of {incidents.NAMES}) is above {incidents.THRESHOLD}"
    assert f"{alike} and their days are at most {incidents.WINDOW} apart" in PARTS["Incidents"]
    assert f"about one subject from a likeness of {incidents.RELATED}" in PARTS["Incidents"]


def test_clusters() -> None:
    assert f"weighs {clusters.THRESHOLD} or more" in PARTS["Clusters"]
    assert {shared: Decimal(weight) for shared, weight in rows("Clusters")} == {
        "same day": clusters.SAME_DAY,
        "days of one month that overlap": clusters.SAME_MONTH,
        f"days at most {clusters.NEAR} apart": clusters.NEAR_DAYS,
        **clusters.WEIGHTS,
        "places that are not the same": clusters.OTHER_PLACE,
        "documents about one subject, where no incident is": clusters.SUBJECT,
    }


def test_criteria() -> None:
    words = {(f"`{name}`", said.says, f"{said.counts}s") for name, said in policies().criteria.items()}
    assert words <= set(rows("Resolution"))


@pytest.mark.parametrize("policy", policies().policies, ids=lambda policy: policy.id)
def test_policies(policy: Policy) -> None:
    order = ", ".join(f"{step.by} ({step.margin})" if step.margin > 1 else step.by for step in policy.order)
    named = ", ".join(f"`{name}`" for name in policy.properties)
    assert (f"`{policy.id}`: {policy.why}", named, order) in rows("Resolution")


def test_what_a_resolution_says() -> None:
    assert all(f"`{rank}`" in PARTS["Resolution"] for rank in RANKS)
    [verdicts] = [column.col.choices for column in columns(Resolution) if column.name == "verdict"]
    assert all(f"`{verdict}`" in PARTS["Resolution"] for verdict in verdicts)
    [within] = {step.within for policy in policies().policies for step in policy.order if step.within}
    assert f"a report of more than {within} days" in PARTS["Resolution"]
