"""Formats: which file is read by which, and the nasty corners of Markdown."""

import pytest

from regesta.errors import DocumentError
from regesta.formats import BUILTIN, Parsed, for_file, rules
from regesta.formats.markdown import Markdown
from regesta.formats.plain import Plain
from regesta.spans import Span
from regesta.text.passages import passages


def markdown(source: str | bytes) -> Parsed:
    [parsed] = Markdown().read(source if isinstance(source, bytes) else source.encode())
    return parsed


def blocks(source: str) -> list[tuple[str, str]]:
    parsed = markdown(source)
    return [(block.kind, block.span.of(parsed.text)) for block in parsed.blocks or ()]


def hold(data: bytes, parsed: Parsed, width: int = 9) -> None:
    """Every short span, and the whole, comes back from the raw ranges."""
    spans = [Span(0, len(parsed.text))]
    spans += [Span(i, min(i + n, len(parsed.text))) for i in range(len(parsed.text)) for n in range(1, width)]
    for span in spans:
        segments = parsed.offset_map.segments(span)
        assert Markdown().decode_segments(data, parsed.encoding, segments) == span.of(parsed.text)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.txt", "plain"), ("b/c.TEXT", "plain"), ("x.md", "markdown"), ("x.Markdown", "markdown")]
)
def test_the_end_of_the_name_decides(name: str, expected: str) -> None:
    assert for_file(name, b"abc").name == expected


@pytest.mark.parametrize(
    ("name", "data"), [("a.exe", b"abc"), ("README", b"abc"), ("a.txt", b"%PDF-1.7"), ("a.md", b"PK\x03\x04abc")]
)
def test_other_files_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        for_file(name, data)
    assert caught.value.code == "unknown_format"


def test_names_and_suffixes_are_given_once() -> None:
    assert len({known.name for known in BUILTIN}) == len(BUILTIN)
    suffixes = [suffix for known in BUILTIN for suffix in known.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.casefold() and suffix.startswith(".") for suffix in suffixes)


class TestPlain:
    def test_the_text_is_the_file(self) -> None:
        text = "A title\r\n\u00a0\r\nIt *fell* &amp; rose.\r\n"
        [parsed] = Plain().read(text.encode())
        assert (parsed.text, parsed.blocks, parsed.part_path, parsed.title) == (text, None, "", "A title")
        assert (parsed.encoding, parsed.encoding_basis) == ("utf-8", "utf-8")
        segments = parsed.offset_map.segments(Span(0, len(text)))
        assert [(s.start, s.end) for s in segments] == [(0, len(text.encode()))]

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(DocumentError):
            list(Plain().read(b"\n"))


CASES = {
    "nested emphasis": ("a ***b** c* __d__ *e **f***", "a b c d e f"),
    "strikethrough": ("a ~~b~~ ~~~c~~", "a b ~c"),
    "no emphasis": ("2 * 3 * 4, snake_case_word, **", "2 * 3 * 4, snake_case_word, **"),
    "references": ("AT&amp;T &copy; &#65;&#x42; &nosuch; & b", "AT&T © AB &nosuch; & b"),
    "a reference to two characters stays": ("a &ngE; b", "a &ngE; b"),
    "escapes": (r"\*no\* \\ \q \[x\]", r"*no* \ \q [x]"),
    "code": ("`a *b*` ``c ` d`` ` `` `` e", "a *b* c ` d `   e"),
    "code over two lines": ("> x `a\n> b` y", "x a\nb y"),
    "links": ("[a (b)](http://x/(y) 'z') [c][d] [d] [e]\n\n[d]: /u", "a (b) c d [e]"),
    "link with emphasis": ("[*a* `b]` c](/u)d", "a b] cd"),
    "autolink": ("<http://a.b/%20c> <d@e.fg>", "http://a.b/%20c d@e.fg"),
    "image": ("see ![a *b* [c](d)](e) f", "see a b c f"),
    "html": ("a<br>b <b>c</b> <!-- d --> e", "a\nb c  e"),
    "html block": ("<div>\n<p>a &lt; b</p><p>c</p>\n</div>", "a < b\nc"),
    "inline script": ("a <script>hidden(*1*) <b>2</b>\n<br>`3`</script>b <STYLE>x {}</STYLE > c", "a b  c"),
    "script without an end": ("a<script> hidden()\n\nb", "a\n\nb"),
    "script": ("a\n\n<script>\nhidden()\n</script>\n\nb", "a\n\nb"),
    "hard breaks": ("a  \nb\\\nc\nd", "a\nb\nc\nd"),
    "windows lines": ("a\r\nb\r\n\r\n> c\r\n> d\r\n", "a\r\nb\r\n\r\nc\r\nd"),
    "old mac lines": ("a\rb\r\rc", "a\rb\r\rc"),
    "emoji and mark": ("\ufeff# É 😀\n\n*x*é", "É 😀\n\nxé"),
    "headings": ("# a #\n\nb\n===\n\n## #c# ##\n\nd\n-", "a\n\nb\n\n#c#\n\nd"),
    "quotes": ("> a\nlazy\n>\n> > b", "a\nlazy\n\nb"),
    "lists": ("1. a\n   b\n2) c\n\n   - d\n     * e\n\n       f", "a\nb\nc\n\nd\ne\n\nf"),
    "tabs": ("-\ta\n\n\t\tb\n\n  c", "a\n\nb\n\nc"),
    "code blocks": ("    a\n\n     b\n\n```py\n\tc\n\n```", "a\n\n b\n\n\tc\n"),
    "an open fence": ("~~~\na\n  b", "a\n  b"),
    "table": ("| a | b\\|c |\n|---|:-:|\n| *d* | `e\\|f` |\n| g |\n", "a\nb|c\n\nd\ne|f\ng"),
    "table without bars": ("> a | b\n> --|--\n> c \\\\| d | e", "a\nb\n\nc | d\ne"),
    "table with the same cells": ("|  | a | a |\n|-|-|-|\n| a |  | a |", "a\na\n\na\na"),
    "rule": ("a\n\n***\n\nb", "a\n\nb"),
    "front matter": ("---\ntitle: x\n---\n# a", "---\ntitle: x\n---\na"),
    "a null": ("a\0b *c*" + " word" * 100, "a\0b c" + " word" * 100),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_markdown(name: str) -> None:
    source, text = CASES[name]
    parsed = markdown(source)
    assert parsed.text == text.removeprefix("\ufeff")
    hold(source.encode(), parsed)


@pytest.mark.parametrize("name", sorted(CASES))
def test_blocks_hold_all_that_can_be_seen(name: str) -> None:
    parsed = markdown(CASES[name][0])
    covered = [False] * len(parsed.text)
    for block in parsed.blocks or ():
        covered[block.span.start : block.span.end] = [True] * len(block.span)
    left = [c for c, seen in zip(parsed.text, covered, strict=True) if not seen]
    assert "".join(left).strip() == ""


def test_kinds_of_blocks() -> None:
    source = "A\n=\n\n# B\n\np\n\n- i\n  1. j\n\n> q\n\n|h|\n|-|\n|c|\n"
    assert blocks(source) == [
        ("title", "A"),
        ("heading", "B"),
        ("paragraph", "p"),
        ("list_item", "i"),
        ("list_item", "j"),
        ("paragraph", "q"),
        ("quotation", "q"),
        ("table_cell", "h"),
        ("table_cell", "c"),
    ]
    assert markdown(source).title == "A"


def test_kinds_of_segments() -> None:
    source = "a *b* &amp; c<br>d"
    parsed = markdown(source)
    kinds = [(s.kind, source[s.start : s.end]) for s in parsed.offset_map.segments(Span(0, len(parsed.text)))]
    assert kinds == [
        ("verbatim", "a "),
        ("verbatim", "b"),
        ("verbatim", " "),
        ("transformed", "&amp;"),
        ("verbatim", " c"),
        ("synthetic", ""),
        ("verbatim", "d"),
    ]


def test_furniture_of_a_page_in_markdown() -> None:
    parsed = markdown("# A title\n\n[Share](/s)\n\n2 years ago\n\nIt fell.")
    rows = passages("doc_1", parsed.text, parsed.offset_map, parsed.blocks)
    assert [r.kind for r in rows if r.kind != "sentence"] == ["title", "furniture", "furniture", "paragraph"]


def test_sixteen_bit_markdown() -> None:
    data = "\ufeff# É\n\n*x* 😀 &amp; “y”".encode("utf-16-le")
    parsed = markdown(data)
    assert (parsed.text, parsed.encoding, parsed.encoding_basis) == ("É\n\nx 😀 & “y”", "utf-16-le", "bom")
    hold(data, parsed)


@pytest.mark.parametrize("source", ["", "---\n", "[a]: /u\n", "<!-- a -->\n", "***\n"])
def test_a_file_of_nothing_but_markup_is_refused(source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        markdown(source)
    assert caught.value.code == "empty"


RULES = {rule_id: rule for rule_id, rule in rules().items() if rule_id.startswith("markdown.")}


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_rules_do_what_their_examples_say(rule_id: str) -> None:
    rule = RULES[rule_id]
    for example in rule.examples:
        parsed = markdown(example.text)
        made = [b for b in parsed.blocks or () if b.rule_id == rule_id]
        assert (example.quote, example.expected["kind"]) in [(b.span.of(parsed.text), b.kind) for b in made]
    for text in rule.counter_examples:
        assert rule_id not in [block.rule_id for block in markdown(text).blocks or ()]
