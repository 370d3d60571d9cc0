"""Every example of docs/figures.md is so."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from regesta.extract.base import Doc
from regesta.extract.figures import Figures
from regesta.spans import OffsetMap
from regesta.tables import Figure
from regesta.text.passages import passages

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
EXAMPLES, _, _ = PAGE.read_text(encoding="utf-8").partition("## What was measured")
ROWS = [
    tuple(cell.strip() for cell in row)
    for row in re.findall(r"^\| (.*?) \| (.*?) \|(.*?)\|$", EXAMPLES, re.MULTILINE)
    if row[0] != "Text"
]
EXTRACTOR = Figures()


def figures(text: str) -> list[Figure]:
    offset_map = OffsetMap.identity(len(text))
    doc = Doc(
        doc_id="doc_page",
        text=text,
        text_sha256="0" * 64,
        offset_map=offset_map,
        passages=passages("doc_page", text, offset_map, furniture=False),
    )
    return [row for row in EXTRACTOR.extract(doc) if isinstance(row, Figure)]


def shown(value: object) -> str:
    if value is None:
        return "null"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def test_the_page_has_examples() -> None:
    assert len(ROWS) >= 25


@pytest.mark.parametrize(("text", "quote", "columns"), ROWS)
def test_an_example_is_so(text: str, quote: str, columns: str) -> None:
    found = {figure.quote: figure for figure in figures(text)}
    if quote == "nothing":
        assert found == {}
        return
    told = dict(column.strip().split("=", 1) for column in columns.split(";"))
    assert {name: shown(getattr(found[quote], name)) for name in told} == told
