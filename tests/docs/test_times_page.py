"""Each example of docs/times.md holds."""

import re
from datetime import date
from pathlib import Path

import pytest

from regesta.extract.annotate import document
from regesta.extract.times import Times
from regesta.tables import Time

PAGE = (Path(__file__).parents[2] / "docs" / "times.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, str, str, dict[str, str]]]:
    """Text, day of writing, quote, and the columns that the heading of the table names."""
    out = []
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        heads, _, *lines = [
            [cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in block.splitlines()
        ]
        names = [head.strip() for head in heads]
        out += [
            (text, written, quote, dict(zip(names[3:], rest, strict=True))) for text, written, quote, *rest in lines
        ]
    return out


def times(text: str, written: str = "-") -> list[Time]:
    published = None if written == "-" else date.fromisoformat(written)
    return [row for row in Times().extract(document(text, published, furniture=False)) if isinstance(row, Time)]


def shown(time: Time, column: str) -> str:
    value = getattr(time, column)
    return (", ".join(value) if isinstance(value, list) else value) or "-"


@pytest.mark.parametrize(("text", "written", "quote", "columns"), examples(), ids=[e[0][:40] for e in examples()])
def test_example(text: str, written: str, quote: str, columns: dict[str, str]) -> None:
    found = times(text, written)
    (time,) = [time for time in found if time.quote == quote] or [None]
    assert time is not None, f"found {[(t.quote, t.value) for t in found]}"
    assert {column: shown(time, column) for column in columns} == columns


@pytest.mark.parametrize(
    "text", re.findall(r"^- (.*\.)$", PAGE.split("Nothing is found")[1].split("\n## ")[0], re.MULTILINE)
)
def test_nothing_is_found(text: str) -> None:
    assert [time.quote for time in times(text)] == []


def test_the_page_has_examples_of_each_kind() -> None:
    assert len(examples()) >= 30
