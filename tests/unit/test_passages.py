"""Passages of plain text: what belongs together, what a line is, and that nothing is lost."""

import hashlib
from itertools import pairwise

import pytest
from tests.timing import assert_within

from regesta.extract.base import Doc
from regesta.spans import OffsetMap, Span
from regesta.tables import Passage, content_id
from regesta.text.passages import RULES, Block, passages, title_of

LONG = "The committee met in the evening and talked about the road for as long as anybody had patience"


def read(text: str, *, furniture: bool = True, blocks: list[Block] | None = None) -> list[Passage]:
    return passages("doc_1", text, OffsetMap.identity(len(text)), blocks, furniture=furniture)


def found(text: str, *kinds: str, furniture: bool = True) -> list[tuple[str, str]]:
    return [(p.kind, p.quote) for p in read(text, furniture=furniture) if not kinds or p.kind in kinds]


def blocks(text: str, *, furniture: bool = True) -> list[tuple[str, str]]:
    return [(k, q) for k, q in found(text, furniture=furniture) if k not in ("sentence", "quotation")]


def sentences(text: str) -> list[str]:
    return [quote for _, quote in found(text, "sentence")]


class TestParagraphs:
    @pytest.mark.parametrize("blank", ["\n\n", "\n \u00a0\n", "\r\n\r\n", "\n\u200b\n", "\n\n\n\t\n", "\u2029"])
    def test_blank_lines_separate(self, blank: str) -> None:
        assert blocks(f"One came.{blank}Two came.") == [("paragraph", "One came."), ("paragraph", "Two came.")]

    def test_a_paragraph_folded_to_a_width_is_one(self) -> None:
        text = (
            "The talks took place in a small town near the border, and\n"
            "went on for three days. Nobody spoke about what was said.\n"
            "The ministers left by car; the others, it is said, walked\n"
            "home."
        )
        assert blocks(text) == [("paragraph", text)]

    def test_a_date_between_folded_paragraphs_is_a_line_of_its_own(self) -> None:
        text = (
            "The road that the two countries had planned was opened at\n"
            "last.\n"
            "14 July 2021\n"
            "It was closed again when the snow came from the mountains\n"
            "on the day after."
        )
        assert [kind for kind, _ in blocks(text)] == ["paragraph", "dateline", "paragraph"]

    def test_one_line_is_one_paragraph_where_lines_are_not_folded(self) -> None:
        text = f"{LONG}, said one.\nNobody answered.\n{LONG} and for the dam, said another of them.\nIt was late."
        assert [quote for _, quote in blocks(text)] == text.split("\n")

    def test_paragraphs_without_blank_lines_between_them(self) -> None:
        text = (
            "The talks took place in a small town near the border, and\n"
            "went on for three days.\n"
            "Nobody spoke about what was said, and the ministers left\n"
            "by car."
        )
        first, second = text[: text.index("Nobody") - 1], text[text.index("Nobody") :]
        assert blocks(text) == [("paragraph", first), ("paragraph", second)]

    def test_a_short_line_before_a_long_one_is_its_own(self) -> None:
        assert blocks(f"A title\n\nIt began.\n\nThe road\n{LONG}.")[2:] == [
            ("heading", "The road"),
            ("paragraph", f"{LONG}."),
        ]

    def test_an_unfinished_line_goes_on_in_lower_case(self) -> None:
        assert blocks("It was the first\nof many.") == [("paragraph", "It was the first\nof many.")]

    def test_buttons_in_a_row_stay_apart(self) -> None:
        assert blocks("Print\nShare\n12\n2 years ago") == [
            ("furniture", "Print"),
            ("furniture", "Share"),
            ("furniture", "12"),
            ("furniture", "2 years ago"),
        ]


class TestKinds:
    def test_a_page_with_everything(self) -> None:
        text = (
            "Does the Fall Matter?\n\n2 years ago\n\nBy Jane Doe\n\n21 May 2021\n\n12\n\nPrint\n\n"
            "LAHORE, May 20 (Wire) — It does. He said so.\n\nThe road\n\n- first, snow\n- then rain\n\nRead more"
        )
        assert blocks(text) == [
            ("title", "Does the Fall Matter?"),
            ("furniture", "2 years ago"),
            ("byline", "By Jane Doe"),
            ("dateline", "21 May 2021"),
            ("furniture", "12"),
            ("furniture", "Print"),
            ("paragraph", "LAHORE, May 20 (Wire) — It does. He said so."),
            ("dateline", "LAHORE, May 20 (Wire) —"),
            ("heading", "The road"),
            ("list_item", "- first, snow"),
            ("list_item", "- then rain"),
            ("furniture", "Read more"),
        ]

    def test_section_is_the_last_heading(self) -> None:
        rows = read("A title\n\nOne came.\n\nRoads\n\nTwo came. Three came.\n\nPower\n\nFour came.")
        assert {p.quote: p.section for p in rows if p.kind == "sentence"} == {
            "A title": None,
            "One came.": None,
            "Roads": None,
            "Two came.": "Roads",
            "Three came.": "Roads",
            "Power": None,
            "Four came.": "Power",
        }

    @pytest.mark.parametrize(
        "text",
        [
            "13 people were killed in the attack",
            "One sentence came first.\n\nAnother came after it.",
            "Year 1947\n\nBy land\n\nlast line",
        ],
    )
    def test_no_heading_without_prose_after_it(self, text: str) -> None:
        assert "heading" not in [kind for kind, _ in blocks(text)]

    def test_one_line_alone_is_no_title(self) -> None:
        assert blocks("Imran Khan fell") == [("paragraph", "Imran Khan fell")]
        assert title_of("Imran Khan fell") is None
        assert title_of("Khan falls\n\nHe fell in April.") == "Khan falls"

    def test_quotations_are_marked_with_their_quotes(self) -> None:
        text = 'He said, “Go. Now.” She: "No," and left.\n\n“Not closed. A 5\' 10" plank.'
        assert found(text, "quotation") == [("quotation", "“Go. Now.”"), ("quotation", '"No,"')]

    def test_without_furniture_its_lines_are_paragraphs(self) -> None:
        text = "A title\n\nPrint\n\n2 years ago\n\nThe bus fell."
        assert blocks(text, furniture=False) == [
            ("title", "A title"),
            ("paragraph", "Print"),
            ("paragraph", "2 years ago"),
            ("paragraph", "The bus fell."),
        ]
        assert "2 years ago" in [q for k, q in found(text, furniture=False) if k == "sentence"]

    def test_furniture_has_no_sentences(self) -> None:
        assert sentences("A title\n\nPrint\n\nThe bus fell.") == ["A title", "The bus fell."]


class TestSentences:
    def test_they_are_trimmed_and_never_cross_a_paragraph(self) -> None:
        assert sentences("  Mr. Khan left at 5 p.m. yesterday. He went\nhome.\u00a0\n\nand so on") == [
            "Mr. Khan left at 5 p.m. yesterday.",
            "He went\nhome.",
            "and so on",
        ]

    def test_they_cover_a_dateline(self) -> None:
        assert (
            sentences("LAHORE, May 20, 2021 (Wire) - It fell. It rose.")[0] == "LAHORE, May 20, 2021 (Wire) - It fell."
        )

    def test_the_marker_of_an_item_is_not_part_of_them(self) -> None:
        assert sentences("1. Build the dam.\n2. Guard it.") == ["Build the dam.", "Guard it."]

    def test_every_visible_character_of_what_is_no_furniture_is_in_one(self) -> None:
        text = f"A title\n\nOne “came. Two” came? Ok.. {LONG}\n{LONG} (so. It. Is)\n\n“a.\nb\n\nc!!\n\n…"
        covered = "".join(sentences(text))
        assert "".join(covered.split()) == "".join(text.split())

    def test_extractors_see_the_block_around_each(self) -> None:
        text = "A title\n\nLAHORE, May 20 (Wire) - It fell. It rose.\n\nRoads\n\nThey grew."
        doc = Doc(
            doc_id="doc_1", text=text, text_sha256="", offset_map=OffsetMap.identity(len(text)), passages=read(text)
        )
        assert [(s.span.of(text), s.kind, s.paragraph.of(text)[:6], s.section) for s in doc.sentences()] == [
            ("A title", "title", "A titl", None),
            ("LAHORE, May 20 (Wire) - It fell.", "paragraph", "LAHORE", None),
            ("It rose.", "paragraph", "LAHORE", None),
            ("Roads", "heading", "Roads", None),
            ("They grew.", "paragraph", "They g", "Roads"),
        ]

    @pytest.mark.parametrize("unit", ["word ", "x", "“", "« ", "A. ", "One came. ", "\u00a0. ", "😀 "])
    def test_an_endless_line_takes_linear_time(self, unit: str) -> None:
        text = (unit * 1_000_000)[:300_000]
        assert_within(lambda: read(text), 10)
        rows = read(text)
        assert rows[0].kind == "paragraph"
        assert rows[0].quote == text.strip()


class TestRows:
    TEXT = "A title\n\nLAHORE (Wire) - He said, “It fell. It rose.” Then he left.\n\nRoads\n\nThey grew."

    def test_provenance(self) -> None:
        for row in read(self.TEXT):
            assert row.quote == self.TEXT[row.start : row.end] == row.quote.strip() != ""
            assert row.prefix == self.TEXT[max(0, row.start - 32) : row.start]
            assert row.suffix == self.TEXT[row.end : row.end + 32]
            assert [(s.start, s.end) for s in row.segments] == [(row.start, row.end)]
            assert row.rule_id in RULES

    def test_ids_are_hashes_of_the_place(self) -> None:
        rows = read(self.TEXT)
        sha = hashlib.sha256(self.TEXT.encode()).hexdigest()
        for row in rows:
            parts = ("doc_1", sha, row.kind, row.start, row.end, row.rule_id)
            assert row.passage_id == content_id("psg", *parts)
        assert len({row.passage_id for row in rows}) == len(rows)

    def test_order(self) -> None:
        keys = [(row.start, -row.end, row.kind) for row in read(self.TEXT)]
        assert keys == sorted(keys)

    def test_blocks_of_one_text_lie_beside_each_other(self) -> None:
        rows = [r for r in read(self.TEXT) if r.kind in ("title", "heading", "paragraph")]
        assert all(left.end <= right.start for left, right in pairwise(rows))

    def test_given_blocks_are_kept_and_paragraphs_looked_at(self) -> None:
        text = "Share\nHead\nIt fell."
        given = [
            Block(Span(0, 5), "paragraph", "markdown.paragraph"),
            Block(Span(6, 10), "heading", "markdown.heading"),
            Block(Span(11, 19), "table_cell", "markdown.table_cell"),
        ]
        assert [(r.kind, r.rule_id, r.section) for r in read(text, blocks=given) if r.kind != "sentence"] == [
            ("furniture", "furniture.controls", None),
            ("heading", "markdown.heading", None),
            ("table_cell", "markdown.table_cell", "Head"),
        ]

    def test_no_text_no_rows(self) -> None:
        assert read("") == read(" \n\u00a0\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ended at 3 p.m. EST yesterday. They left.", ["It ended at 3 p.m. EST yesterday.", "They left."]),
        ("It ended at 3 p.m. Friday.", ["It ended at 3 p.m. Friday."]),
        ("It ended at 3 p.m. Nov. 9 in Kabul.", ["It ended at 3 p.m. Nov. 9 in Kabul."]),
        ("It ended at 3 a.m. Kabul time.", ["It ended at 3 a.m. Kabul time."]),
        ("It ended at 3 p.m. The men left.", ["It ended at 3 p.m.", "The men left."]),
    ],
)
def test_a_clock_time_ends_no_sentence_where_it_goes_on(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
