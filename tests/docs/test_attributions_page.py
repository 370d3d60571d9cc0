"""Every example of docs/attributions.md is so."""

import re
from pathlib import Path

import pytest

from regesta.extract.annotate import document
from regesta.extract.document import extract_document, extractors_for
from regesta.tables import Attribution

PAGE = Path(__file__).parents[2] / "docs" / "attributions.md"
ROWS = [
    row
    for row in re.findall(r"^\| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    if row[0] != "text"
]


def test_the_page_has_examples() -> None:
    assert len(ROWS) >= 25


@pytest.mark.parametrize(("text", "cue", "speaker", "said", "depth"), ROWS)
def test_an_example_is_so(text: str, cue: str, speaker: str, said: str, depth: str) -> None:
    doc = extract_document(document(text), extractors_for({"attributions"}))
    rows = sorted((row for row in doc.rows(Attribution) if row.quote == cue), key=lambda row: row.content_start)
    assert {(row.speaker or "-", str(row.depth)) for row in rows} == {(speaker, depth)}
    assert " + ".join(text[row.content_start : row.content_end] for row in rows) == said
