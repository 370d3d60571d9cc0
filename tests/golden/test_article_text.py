"""The article as text: its lines, its headings and its furniture, by offset and hash, never its sentences."""

import hashlib

import pytest

from regesta.formats import for_file
from regesta.spans import Span
from regesta.tables import Passage
from regesta.text.passages import passages

pytestmark = pytest.mark.article

NAME = "000_70436040ae9e7bba.txt"
BYTES, CHARACTERS = 9883, 9819
SHA256 = "134c555b509af335c25061598b165c750dbca7d4138308648cd5ea767e6ae595"
TITLE = (0, 78)
FURNITURE = [(80, 91), (93, 95), (97, 102), (104, 109)]
HEADINGS = [(1233, 1257), (3630, 3647), (5037, 5063), (7513, 7528)]
NBSP_LINES = [1230, 3627, 5034, 7510]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def text(article: bytes) -> str:
    [parsed] = for_file(NAME, article).read(article)
    return parsed.text


@pytest.fixture(scope="module")
def rows(article: bytes) -> list[Passage]:
    [parsed] = for_file(NAME, article).read(article)
    return passages("doc_article", parsed.text, parsed.offset_map, parsed.blocks)


def spans(rows: list[Passage], kind: str) -> list[tuple[int, int]]:
    return [(row.start, row.end) for row in rows if row.kind == kind]


def test_no_character_is_lost(article: bytes, text: str) -> None:
    assert (len(article), hashlib.sha256(article).hexdigest()) == (BYTES, SHA256)
    assert len(text) == CHARACTERS
    assert text.encode() == article


def test_every_passage_comes_back_from_the_raw_ranges(article: bytes, text: str, rows: list[Passage]) -> None:
    plain = for_file(NAME, article)
    for row in rows:
        assert row.quote == text[row.start : row.end]
        assert plain.decode_segments(article, "utf-8", row.segments) == row.quote


def test_title_headings_and_furniture(rows: list[Passage]) -> None:
    assert spans(rows, "title") == [TITLE]
    assert spans(rows, "furniture") == FURNITURE
    assert spans(rows, "heading") == HEADINGS
    assert [digest(row.quote) for row in rows if row.kind == "heading"] == [
        "85d8df1cce01b116",
        "968e19faf91e8f6a",
        "b853da60c6780784",
        "53292cd3dfc0591a",
    ]
    assert [row.quote for row in rows if row.kind == "furniture"] == ["2 years ago", "12", "Print", "Share"]


def test_all_other_lines_are_paragraphs(text: str, rows: list[Passage]) -> None:
    assert len(spans(rows, "paragraph")) == 41
    assert {row.kind for row in rows} == {"title", "furniture", "heading", "paragraph", "quotation", "sentence"}
    covered = {at for row in rows for at in range(row.start, row.end)}
    assert not "".join(c for at, c in enumerate(text) if at not in covered).strip()


def test_lines_of_no_break_spaces_separate(text: str, rows: list[Passage]) -> None:
    for at in NBSP_LINES:
        assert text[at] == "\u00a0"
        assert not any(row.start <= at < row.end for row in rows)


def test_quotations(rows: list[Passage]) -> None:
    quotations = [row for row in rows if row.kind == "quotation"]
    assert len(quotations) == 14
    assert all(row.quote.startswith("“") and row.quote.endswith("”") for row in quotations)


def test_sections_follow_the_headings(text: str, rows: list[Passage]) -> None:
    for row in rows:
        above = [Span(*span) for span in HEADINGS if span[1] < row.start]
        if row.kind in ("paragraph", "quotation") or (row.kind == "sentence" and (row.start, row.end) not in HEADINGS):
            assert row.section == (above[-1].of(text) if above else None)


def test_sentences_stay_inside_their_paragraph(rows: list[Passage]) -> None:
    around = [Span(row.start, row.end) for row in rows if row.kind in ("title", "heading", "paragraph")]
    sentences = [Span(row.start, row.end) for row in rows if row.kind == "sentence"]
    assert all(any(block.covers(sentence) for block in around) for sentence in sentences)
    assert len(sentences) == 47
    assert not any(span.overlaps(Span(*furniture)) for span in sentences for furniture in FURNITURE)
