"""docs/consistency.md says of every check what the head of its file says, and of no other."""

import re
from pathlib import Path

import pytest

from regesta.compare import checks
from regesta.compare.checks import Check
from regesta.compare.explain import EXPLAINERS

PAGE = (Path(__file__).parents[2] / "docs" / "consistency.md").read_text(encoding="utf-8")
CHECKS = checks.load()


def test_the_page_has_a_section_for_each_check_and_no_other() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == [check.name for check in CHECKS]


def test_the_page_names_the_explainers_in_their_order() -> None:
    assert ", ".join(f"`{name}`" for name in EXPLAINERS) in PAGE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_section_says_what_the_head_of_the_check_says(check: Check) -> None:
    section = PAGE.partition(f"## {check.name}\n")[2].partition("\n## ")[0]
    head = check.header
    for said in (head.why, head.description, head.guards, head.severity, str(head.measured), *head.explained_by):
        assert said in section
