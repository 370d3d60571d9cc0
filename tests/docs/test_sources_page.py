"""docs/sources.md says what is so; what is not held here is held by tests/unit of sources, downloads and dates."""

import re
from pathlib import Path
from typing import get_args

import pytest

from regesta.config import Config
from regesta.sources.dating import metadata_days
from regesta.sources.index import COLUMNS, read_index
from regesta.sources.locate import State
from regesta.sources.web import REDIRECTS
from regesta.tables import DATE_BASES, METADATA_SOURCES

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
INDEXES = re.findall(r"^```markdown\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def first_column(heading: str) -> list[str]:
    """The code in the first cells of the first table of a section."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize(("example", "ids"), [(0, ["bus-both", "bus-page", "bus-wire"]), (1, ["bus", "bus-falls"])])
def test_the_examples_are_read(example: int, ids: list[str], tmp_path: Path) -> None:
    (tmp_path / "INDEX.md").write_text(f"# Ours\n\n{INDEXES[example]}", encoding="utf-8")
    assert [entry.source_id for entry in read_index(tmp_path / "INDEX.md").entries] == ids


def test_the_example_has_every_column() -> None:
    header = INDEXES[0].splitlines()[0]
    assert {name.strip() for name in header.strip("|").split("|")} == set(COLUMNS)


def test_every_status_is_explained() -> None:
    # a link stops the run, so it is no status that is shown
    assert set(first_column("What becomes of a source")) == {*get_args(State), "fetched", "no_hash"} - {"link"}


def test_the_bases_of_a_date_are_in_their_order() -> None:
    assert first_column("Dated") == list(DATE_BASES)


def test_settings_that_are_named_exist() -> None:
    named = {"fetch_seconds", "max_bytes", "max_quarantined", "allow_private", "sources", "fetch"}
    assert named <= set(Config.model_fields)
    assert all(f"`{name}" in PAGE for name in named)
    assert Config().allow_private is False


def test_facts() -> None:
    assert REDIRECTS == 10
    assert len(METADATA_SOURCES) == 6
    assert all(metadata_days(text) is None for text in ("2 years ago", "3 hours ago", "1970-01-01", "07/04/2021"))
