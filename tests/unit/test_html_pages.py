"""The pages written for this project: their main text, and every character found again by another decoder."""

import pytest
from benchmarks.html import HERE, MAIN, f1, without_title

from regesta.formats import Parsed
from regesta.formats.html import Html
from regesta.spans import Span

PAGES = sorted((HERE / "pages").glob("*.html"))


def read(name: str) -> tuple[bytes, Parsed]:
    data = (HERE / "pages" / name).read_bytes()
    [parsed] = Html().read(data)
    return data, parsed


def score(name: str) -> float:
    _, parsed = read(name)
    gold = (HERE / "pages" / name).with_suffix(".txt").read_text(encoding="utf-8")
    found = "\n".join(b.span.of(parsed.text) for b in parsed.blocks or () if b.kind in MAIN)
    return f1(found, without_title(gold, parsed.title))[0]


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page(name: str) -> None:
    data, parsed = read(name)
    length = len(parsed.text)
    for span in (Span(0, length), *(block.span for block in parsed.blocks or ())):
        segments = parsed.offset_map.segments(span)
        assert Html().decode_segments(data, parsed.encoding, segments) == span.of(parsed.text)
    assert score(name) > 0.9


def test_all_pages() -> None:
    assert len(PAGES) >= 12
    assert sum(score(page.name) for page in PAGES) / len(PAGES) > 0.97
