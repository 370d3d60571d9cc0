"""HTML, CSV and JSON Lines, whatever the file: spans come back from raw ranges, and nothing that is shown is lost."""

import csv
import io
import json
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.errors import DocumentError
from regesta.formats import Format, Parsed
from regesta.formats.csv_rows import Csv
from regesta.formats.html import Html
from regesta.formats.html_blocks import compact
from regesta.formats.jsonl import JsonLines
from regesta.spans import Span

WORDS = st.text(alphabet="abé😀“1 .\u00a0", min_size=1, max_size=12)
REFERENCES = st.sampled_from(
    ["&amp;", "&lt;", "&nbsp;", "&#8217;", "&copy2", "&nosuch;", "&#x1f600;", "&ngE;", "&#10;"]
)
BLOCKS = ["p", "div", "h1", "h2", "li", "ul", "td", "tr", "table", "blockquote", "article", "nav", "section", "pre"]
INLINE = ["b", "i", "a", "span", "time", "code"]
TAGS = st.builds(
    "<{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from([*BLOCKS, *INLINE, "br", "script", "svg"])
)
NOISE = st.text(alphabet="<>/!-&;#=\"' abp\n\r\t", max_size=20)
SOUP = st.lists(st.one_of(WORDS, REFERENCES, TAGS, NOISE), max_size=25).map("".join)
TREE = st.recursive(
    st.one_of(WORDS, REFERENCES),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["p", "div", "h2", "li", "blockquote", "section", "b", "i", "em"]),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)
CELLS = st.text(alphabet='ab",;\n\r é😀1', max_size=6)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def parsed_by(known: Format, data: bytes) -> list[Parsed]:
    try:
        return list(known.read(data))
    except DocumentError as error:
        if error.code == "misaligned":
            raise
        return []


def hold(known: Format, data: bytes, parsed: Parsed, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(parsed.text)))
    for span in (Span(0, len(parsed.text)), Span(start, draw.draw(st.integers(start, len(parsed.text))))):
        segments = parsed.offset_map.segments(span)
        assert known.decode_segments(data, parsed.encoding, segments) == span.of(parsed.text)


@settings(deadline=None, max_examples=200)
@given(source=st.one_of(SOUP, TREE), end=LINE_ENDS, codec=st.sampled_from(["utf-8", "utf-16"]), data=st.data())
def test_any_page_comes_back_from_the_raw_ranges(source: str, end: str, codec: str, data: st.DataObject) -> None:
    raw = f"<html>\n<body>{source}\n".replace("\n", end).encode(codec)
    for parsed in parsed_by(Html(), raw):
        hold(Html(), raw, parsed, data)
        assert all(0 <= item.raw.start < item.raw.end <= len(raw) for item in parsed.metadata)


@settings(deadline=None)
@given(source=SOUP)
def test_blocks_tile_what_is_shown(source: str) -> None:
    for parsed in parsed_by(Html(), source.encode()):
        inner = [block for block in parsed.blocks or () if block.kind != "quotation"]
        spans = [block.span for block in inner]
        assert all(left.end <= right.start for left, right in pairwise(spans))
        assert compact("".join(span.of(parsed.text) for span in spans)) == compact(parsed.text)


class Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


@settings(deadline=None, max_examples=200)
@given(source=TREE)
def test_a_page_shows_what_another_parser_shows(source: str) -> None:
    shown = Shown()
    shown.feed(source.replace("&ngE;", "&amp;ngE;"))
    shown.close()
    text = "".join(parsed.text for parsed in parsed_by(Html(), source.encode()))
    assert compact(text) == compact("".join(shown.parts))


@settings(deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_cells_are_those_of_the_standard_library(rows: list[list[str]]) -> None:
    rows = [["a", "b"], *rows]  # a header, which no other delimiter cuts: without one, ";;" in a cell could be borders
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    wanted = [cell.strip() for row in rows for cell in row if cell.strip()]
    found = [
        block.span.of(parsed.text)
        for parsed in parsed_by(Csv(), written.getvalue().encode())
        for block in parsed.blocks or ()
    ]
    assert found == wanted


@settings(deadline=None)
@given(source=st.text(alphabet='ab",;\n\r\t|é😀1', max_size=30), data=st.data())
def test_any_table_comes_back_from_the_raw_ranges(source: str, data: st.DataObject) -> None:
    for parsed in parsed_by(Csv(), source.encode()):
        hold(Csv(), source.encode(), parsed, data)


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=20), max_size=4), ascii_only=st.booleans(), data=st.data())
def test_texts_are_those_of_the_standard_library(texts: list[str], ascii_only: bool, data: st.DataObject) -> None:
    raw = "\n".join(json.dumps({"text": text}, ensure_ascii=ascii_only) for text in texts).encode()
    found = parsed_by(JsonLines(), raw)
    assert [parsed.text for parsed in found] == [text for text in texts if text.strip()] or not found
    for parsed in found:
        hold(JsonLines(), raw, parsed, data)
