"""Every format, whatever the file: spans come back from raw ranges, and nothing that can be seen is lost."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from regesta.errors import DocumentError
from regesta.formats import BUILTIN, Format, Parsed
from regesta.formats.markdown import Markdown
from regesta.spans import Span
from regesta.text.passages import passages

NOISE = st.text(alphabet="ab \n\t*_~`[]()!<>&;#-+|\\\"'1.:=/é😀\u00a0", max_size=40)
WORDS = st.text(alphabet="abé😀“1 ", min_size=1, max_size=8)
INLINE = st.recursive(
    st.one_of(
        WORDS,
        st.sampled_from(["&amp;", "&copy;", "\\*", "\\|", "  \n", "\\\n", "\n", "<br>", "<i>", "*", "`", "|", "[a]"]),
    ),
    lambda inner: st.one_of(
        st.builds("*{}*".format, inner),
        st.builds("**{}**".format, inner),
        st.builds("~~{}~~".format, inner),
        st.builds("`{}`".format, inner),
        st.builds("[{}](/u(v) 'w')".format, inner),
        st.builds("![{}](<x y>)".format, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=6,
)
LEAF = st.one_of(
    INLINE,
    st.builds("# {}".format, WORDS),
    st.builds("{}\n---".format, WORDS),
    st.builds("```\n{}\n```".format, INLINE),
    st.builds("    {}".format, WORDS),
    st.builds("| {} | {} |\n|---|---|\n| {} | {} |".format, WORDS, WORDS, INLINE, INLINE),
    st.builds("<div>\n{}\n</div>".format, WORDS),
    NOISE,
)


def indented(prefix: str, block: str) -> str:
    first, *rest = block.split("\n")
    return "\n".join([prefix + first, *(" " * len(prefix) + line if prefix != "> " else "> " + line for line in rest)])


DOCUMENT = st.builds(
    "".join,
    st.lists(
        st.recursive(LEAF, lambda inner: st.builds(indented, st.sampled_from(["> ", "- ", "12. "]), inner)).map(
            "{}\n\n".format
        ),
        min_size=1,
        max_size=4,
    ),
)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def parsed_by(known: Format, data: bytes) -> Parsed | None:
    try:
        [parsed] = known.read(data)
    except DocumentError:
        return None
    return parsed


@pytest.mark.parametrize("known", BUILTIN, ids=lambda known: known.name)
@settings(deadline=None)
@given(source=st.one_of(DOCUMENT, NOISE), end=LINE_ENDS, codec=st.sampled_from(["utf-8", "utf-16"]), data=st.data())
def test_any_span_comes_back_from_the_raw_ranges(
    known: Format, source: str, end: str, codec: str, data: st.DataObject
) -> None:
    raw = source.replace("\n", end).encode(codec)
    parsed = parsed_by(known, raw)
    if parsed is None:
        return
    start = data.draw(st.integers(0, len(parsed.text)))
    for span in (Span(0, len(parsed.text)), Span(start, data.draw(st.integers(start, len(parsed.text))))):
        segments = parsed.offset_map.segments(span)
        assert known.decode_segments(raw, parsed.encoding, segments) == span.of(parsed.text)
        assert all(s.unit == "byte" and 0 <= s.start <= s.end <= len(raw) for s in segments)
    ordered = [(p.source_start, p.source_end) for p in parsed.offset_map.pieces]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize("known", BUILTIN, ids=lambda known: known.name)
@settings(deadline=None)
@given(source=st.one_of(DOCUMENT, NOISE))
def test_blocks_and_sentences_hold_all_that_can_be_seen(known: Format, source: str) -> None:
    parsed = parsed_by(known, source.encode())
    if parsed is None:
        return
    covered = [False] * len(parsed.text)
    for row in passages("doc_1", parsed.text, parsed.offset_map, parsed.blocks):
        assert row.quote == parsed.text[row.start : row.end] != ""
        covered[row.start : row.end] = [True] * (row.end - row.start)
    left = [c for c, seen in zip(parsed.text, covered, strict=True) if not seen]
    assert "".join(left).strip() == ""


class Shown(HTMLParser):
    """What a reader sees of a rendered page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(dict(attrs).get("alt") or "" if tag == "img" else "")


def rendered(source: str) -> str:
    shown = Shown()
    shown.feed(MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(source))
    shown.close()
    return "".join("".join(shown.parts).split())


@settings(max_examples=300, deadline=None)
@given(source=st.one_of(DOCUMENT, NOISE).map(lambda text: text.replace("<", "(").replace("&", "+")))
@example(source="> a | b\n> --|--\n> c \\\\| d | e")
@example(source="- \tfoo\n\n\t\tbar\n")
@example(source="# a # a #")
def test_markdown_shows_what_a_renderer_shows(source: str) -> None:
    parsed = parsed_by(Markdown(), source.encode())
    text = "" if parsed is None else parsed.text
    assert "".join(text.split()) == rendered(source)
