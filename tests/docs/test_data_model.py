"""docs/data-model.md says what the row classes say."""

import re

import pytest

from regesta.report.data_model import PATH, data_model
from regesta.tables import TABLES, columns


def sections() -> dict[str, str]:
    parts = re.split(r"^## (\w+)$", data_model(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_committed_page_is_the_generated_one() -> None:
    assert PATH.read_text(encoding="utf-8") == data_model(), "run: make suites"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained(table: str) -> None:
    told = sections()[table] + (sections()["Facts"] if "[Facts]" in sections()[table] else "")
    assert sorted(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == sorted(c.name for c in columns(TABLES[table]))


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("times", "| `time_id` | text | content hash | unique |"),
        ("times", "| `type` | text | TIMEX3 type | one of `DATE`, `TIME`, `DURATION`, `SET` |"),
        ("figures", "| `low` | decimal, null | lower bound; null is open |  |"),
        ("figures", "| `as_of` | list of text | times that say when it held | stands in [times](#times).`time_id` |"),
        ("Facts", "| `end` | integer | one past the last character | at least 1 |"),
        (
            "Facts",
            "| `segments` | list of [Segment](#segment) | the ranges of the raw file that the quote comes from |  |",
        ),
        ("Records", "| `page` | integer, null |"),
    ],
)
def test_types_nulls_and_rules(table: str, line: str) -> None:
    assert line in sections()[table].splitlines()


def test_every_link_leads_somewhere() -> None:
    page = data_model()
    headings = {heading.lower() for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= headings


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for section in re.split(r"\n\n", data_model()):
        rows = [line for line in section.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1
