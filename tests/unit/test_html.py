"""HTML: kinds of blocks, the map, metadata with their evidence, and the nasty corners of pages."""

import pytest
from tests.timing import assert_grows_evenly

from regesta.errors import DocumentError
from regesta.formats import Parsed
from regesta.formats.html import Html
from regesta.formats.html_rules import by_id
from regesta.spans import Span
from regesta.text.passages import passages

PROSE = "<p>The dam on the upper river was opened on Monday by the minister.</p>"


def read(source: str | bytes, declared: str | None = None) -> Parsed:
    [parsed] = Html().read(source if isinstance(source, bytes) else source.encode(), declared)
    return parsed


def blocks(source: str) -> list[tuple[str, str]]:
    parsed = read(source)
    return [(block.kind, block.span.of(parsed.text)) for block in parsed.blocks or ()]


def hold(data: bytes, parsed: Parsed) -> None:
    """Every short span, and the whole, comes back from the raw ranges."""
    length = len(parsed.text)
    for span in (Span(0, length), *(Span(i, min(i + n, length)) for i in range(length) for n in range(1, 6))):
        segments = parsed.offset_map.segments(span)
        assert Html().decode_segments(data, parsed.encoding, segments) == span.of(parsed.text)


def said(parsed: Parsed, data: bytes, name: str) -> list[tuple[str, str, str]]:
    """What is said about one thing: source, value, and the raw evidence."""
    return [
        (item.source, item.value, data[item.raw.start : item.raw.end].decode(parsed.encoding))
        for item in parsed.metadata
        if item.name == name
    ]


NEWS = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset=utf-8><title>The dam is open &mdash; Daily River</title>
<meta property="og:title" content="The dam is open">
<meta content="2021-05-22T10:00:00Z" property="article:modified_time">
<meta name="author" content="https://river.example/jane"><link rel=canonical href="https://river.example/dam">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "BreadcrumbList", "name": "x"},
 {"@type": "NewsArticle", "headline": "The dam is \\"open\\"", "datePublished": "2021-05-21",
  "author": [{"@type": "Person", "name": "Jane D\\u00f6e"}, {"name": "Ali Khan"}],
  "publisher": {"name": "Daily River"}}]}
</script></head>
<body class="has-sidebar nav-open"><header><a href=/>Daily River</a>
<nav><ul><li><a href=/>Home</a><li>World</ul></nav></header>
<main><article><h1>The dam is open</h1><p class=byline>By <a rel=author>Jane Döe</a></p>
<p>Published <time datetime="2021-05-21T08:00">21 May 2021</time> | Updated:
<time datetime="2021-05-22">22 May 2021</time></p>
<div class="share-bar"><ul><li>Facebook<li>Pinterest</ul></div>
<p>The dam on the upper river was opened on Monday by the minister, who said that&nbsp;it had cost $6.4 billion&hellip;
   and <b>76 km</b> of road.</p><script>var hidden = "<p>no text</p>";</script>
<h2>The cost</h2>
<blockquote><p>We paid for it ourselves, all of it.</p>
<p>Nobody helped us to build the dam &amp; the road.</p></blockquote>
<table><tr><th>District<th>Dead</tr><tr><td>Swat<td>13</tr><tr><td>Dir<td>20</tr></table>
<ul><li>A road is built.<li>A port is built.</ul>
<p>It was the third dam on the river since 1951, and the largest by far.<br>Nobody was invited.<br><br>The others are in
ruins, said the engineers who had looked at them.</p>
<p class=correction>An earlier version gave another day.</p>
<aside class=related><h3>Related</h3><ul><li><a href=x>A dam is shut, 3 March 2020</a></li></ul></aside>
</article></main><footer>© 2021 Daily River. All rights reserved.</footer></body></html>"""


def test_a_news_page() -> None:
    assert blocks(NEWS) == [
        ("furniture", "Daily River"),
        ("furniture", "Home\nWorld"),
        ("title", "The dam is open"),
        ("byline", "By Jane Döe"),
        ("dateline", "Published 21 May 2021 | Updated: 22 May 2021"),
        ("furniture", "Facebook\nPinterest"),
        (
            "paragraph",
            "The dam on the upper river was opened on Monday by the minister, who said that\u00a0it had cost"
            " $6.4 billion… and 76 km of road.",
        ),
        ("heading", "The cost"),
        ("quotation", "We paid for it ourselves, all of it.\n\nNobody helped us to build the dam & the road."),
        ("paragraph", "We paid for it ourselves, all of it."),
        ("paragraph", "Nobody helped us to build the dam & the road."),
        *(("table_cell", cell) for cell in ("District", "Dead", "Swat", "13", "Dir", "20")),
        ("list_item", "A road is built."),
        ("list_item", "A port is built."),
        ("paragraph", "It was the third dam on the river since 1951, and the largest by far.\nNobody was invited."),
        ("paragraph", "The others are in ruins, said the engineers who had looked at them."),
        ("paragraph", "An earlier version gave another day."),
        ("furniture", "Related\nA dam is shut, 3 March 2020"),
        ("furniture", "© 2021 Daily River. All rights reserved."),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-8-sig"])
def test_every_character_comes_back_from_its_bytes(end: str, codec: str) -> None:
    data = NEWS.replace("\n", end).encode(codec)
    parsed = read(data)
    assert parsed.text == read(NEWS).text
    hold(data, parsed)


def test_metadata_with_their_evidence() -> None:
    data = NEWS.encode()
    parsed = read(data)
    assert (parsed.title, parsed.language) == ("The dam is open", "en-GB")
    assert said(parsed, data, "title") == [
        ("json-ld", 'The dam is "open"', r"The dam is \"open\""),
        ("opengraph", "The dam is open", '<meta property="og:title" content="The dam is open">'),
        ("meta", "The dam is open — Daily River", "The dam is open &mdash; Daily River"),
        ("page", "The dam is open", "The dam is open"),
    ]
    assert [(source, value) for source, value, _ in said(parsed, data, "byline")] == [
        ("json-ld", "Jane Döe"),
        ("json-ld", "Ali Khan"),
        ("page", "Jane Döe"),
    ]
    assert said(parsed, data, "published")[:2] == [
        ("json-ld", "2021-05-21", "2021-05-21"),
        ("time", "2021-05-21T08:00", '<time datetime="2021-05-21T08:00">21 May 2021</time>'),
    ]
    assert [(source, value) for source, value, _ in said(parsed, data, "updated")] == [
        ("opengraph", "2021-05-22T10:00:00Z"),
        ("time", "2021-05-22"),
        ("page", "22 May 2021"),
    ]
    sentence = "An earlier version gave another day."
    assert said(parsed, data, "correction") == [("page", sentence, sentence)]
    assert [value for _, value, _ in said(parsed, data, "site")] == ["Daily River"]
    assert [value for _, value, _ in said(parsed, data, "url")] == ["https://river.example/dam"]


def test_a_relative_age_is_no_date() -> None:
    parsed = read(f"<h1>The dam is open</h1><p><time datetime='2021-05-21'>2 years ago</time></p>{PROSE}")
    assert [item for item in parsed.metadata if item.name == "published"] == []


def test_broken_json_ld_says_nothing() -> None:
    deep = "[" * 100_000
    for block in ('{"@type": "Article", "headline": }', deep, '{"@type": 3}', "", "null"):
        parsed = read(f"<script type='application/ld+json'>{block}</script>{PROSE}")
        assert parsed.metadata == ()


TEXTS = {
    "references": ("AT&amp;T &copy; &#65;&#x42;&copy2 &nosuch; & b &#x80;", "AT&T © AB©2 &nosuch; & b €"),
    "a reference that is read in two ways stays": ("a &#xFFFF; b", "a &#xFFFF; b"),
    "white space": ("  a\n\t b<b> c </b> d&#10;&#32;e  ", "a b c d e"),
    "a no-break space stays": ("a&nbsp; b \u00a0c", "a\u00a0 b \u00a0c"),
    "comments and declarations": ("a<!-- <p>x --> b<![CDATA[ c ]]>d<?e?>", "a bd"),
    "signs that open nothing": ("a < b <3 c> d", "a < b <3 c> d"),
    "attributes with signs": ('a <i title="<p>x>">b</i>', "a b"),
    "an end tag that closes nothing": ("a</div></p>b</td>c", "a\n\nb\n\nc"),
    "paragraphs without ends": ("<p>a<p>b<div>c", "a\n\nb\n\nc"),
    "items without ends": ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "a\nb\nc\nd\n\ne"),
    "cells without ends": ("<table><tr><td>a<td>b<tr><td>c</table>d", "a\nb\n\nc\n\nd"),
    "an end tag inside a cell": ("<div><table><tr><td>a</div>b<td>c</table>d", "a\nb\nc\n\nd"),
    "hidden elements": ("a<style>x</style><template><p>y</template><noscript>z</noscript>b", "a\n\nb"),
    "an open drawing": ("a<svg><title>x</title><text>y<p>b</p>", "a\n\nb"),
    "an open script hides the rest": ("a<script>b<p>c", "a"),
    "line breaks": ("a<br>b<br/>\n<br>c </br>d", "a\nb\n\nc\nd"),
    "code": ("<pre>\n a\n  b &lt;c&gt;</pre>", " a\n  b <c>"),
    "emoji": ("<p>\U0001f600 &#128512;é</p>", "\U0001f600 \U0001f600é"),
    "upper case": ("<P>a<BR>b</P><SCRIPT>x</SCRIPT>", "a\nb"),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_text(name: str) -> None:
    source, text = TEXTS[name]
    parsed = read(f"<body>{source}")
    assert parsed.text == text
    hold(f"<body>{source}".encode(), parsed)


@pytest.mark.parametrize(
    "source",
    ["<html></html>", "<script>document.write('x')</script>", "<!-- x -->", "<noscript>x</noscript>", "<p> </p>"],
)
def test_a_page_that_shows_nothing_is_refused(source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(source)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    ("label", "declared", "codec"),
    [
        ("iso-8859-1", None, "cp1252"),
        ("windows-1252", None, "cp1252"),
        ("x-unknown", "latin-1", "cp1252"),
        ("utf-8", "iso-8859-2", "iso-8859-2"),
    ],
)
def test_the_declared_encoding_as_the_web_means_it(label: str, declared: str | None, codec: str) -> None:
    text = "Döe" if codec == "iso-8859-2" else "“Döe”"
    data = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{text} was there.</p>'.encode(
        codec
    )
    parsed = read(data, declared)
    codec = {"iso-8859-2": "iso8859-2"}.get(codec, codec)
    assert (parsed.text, parsed.encoding, parsed.encoding_basis) == (f"{text} was there.", codec, "declared")
    hold(data, parsed)


def test_the_heading_that_is_the_title() -> None:
    page = f"<title>The dam is open - River</title><h1>River</h1><h1>The dam is open</h1>{PROSE}<h1>More</h1>{PROSE}"
    assert [text for kind, text in blocks(page) if kind == "title"] == ["The dam is open"]


def test_text_of_a_page_without_prose_is_kept() -> None:
    assert ("paragraph", "Short.") in blocks("<p>Short.</p>")
    assert ("furniture", "Home") in blocks(f"<nav>Home</nav>{PROSE}")


def test_the_first_of_two_equal_paragraphs_may_be_furniture() -> None:
    page = (
        f"<div class=teaser><a href=x>The dam is open</a></div><h1>The dam is open</h1>{PROSE}<p>It is the third.</p>"
    )
    assert [kind for kind, text in blocks(page) if text == "The dam is open"] == ["furniture", "title"]


def test_passages_of_a_page() -> None:
    parsed = read(NEWS)
    rows = passages("doc_1", parsed.text, parsed.offset_map, parsed.blocks)
    sentences = [row.quote for row in rows if row.kind == "sentence"]
    assert "The others are in ruins, said the engineers who had looked at them." in sentences
    assert not any("Pinterest" in sentence or "World" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    "unit", ["<div>", "<li>a", "<a>b", "<p>word word.</p>", "<td>c<table>", "&amp;", "</p>", "<b>x"]
)
def test_time_grows_with_the_page(unit: str) -> None:
    assert_grows_evenly(lambda times: lambda: read(PROSE + unit * times), 1_500, 6_000)


RULES = by_id()


@pytest.mark.parametrize("name", sorted(RULES))
def test_rules_do_what_their_examples_say(name: str) -> None:
    rule = RULES[name]
    for example in rule.examples:
        parsed = read(example.text)
        made = [(b.span.of(parsed.text), b.kind) for b in parsed.blocks or () if b.rule_id == rule.rule_id]
        assert (example.quote, example.expected["kind"]) in made
    for text in rule.counter_examples:
        assert rule.rule_id not in [block.rule_id for block in read(text).blocks or ()]


SAID = "The dam on the upper river was opened on Monday by the minister."
LINKS = "<ul>" + "<li><a href=x>Another page of the paper</a>" * 5 + "</ul>"


@pytest.mark.parametrize(
    ("page", "main"),
    [
        pytest.param(
            f"<div>{LINKS}</div><div class=promo><p>Buy a boat, they say.</p></div>"
            f"<div id=x>{PROSE}<p>Nobody came.</div>",
            [SAID, "Nobody came."],
            id="text between menus and advertisements",
        ),
        pytest.param(
            f"<div class='sidebar-left story'>{PROSE}<p>Nobody came.</p></div>",
            [SAID, "Nobody came."],
            id="a wrapper whose words say that it is furniture",
        ),
        pytest.param(
            f"{PROSE * 3}<div><h3><a href=x>A dam is shut</a></h3>"
            "<p>It was shut on a Friday, and nobody saw it.</p></div>",
            [SAID] * 3,
            id="a teaser of another page",
        ),
        pytest.param(
            f"{PROSE}<table><tr><td><a href=x>Swat</a><td>13<tr><td>Dir<td>20</table>"
            "<ol><li>Counted by the ministry.</ol>",
            [
                SAID,
                *("Swat", "13", "Dir", "20"),
                "Counted by the ministry.",
            ],
            id="a table of data, linked cells and all",
        ),
        pytest.param(
            f"<table><tr><td>Home<br>World<td>{PROSE * 4}<td>Chess</table>",
            [SAID] * 4,
            id="a page laid out as a table, without links",
        ),
        pytest.param(
            f"<table><tr><td><a href=x>Home</a><td>{PROSE * 4}<td><a href=x>Chess</a></table>",
            [SAID] * 4,
            id="a page laid out as a table",
        ),
        pytest.param(
            f"{PROSE}<div hidden><p>Sent, and thank you very much.</p></div>"
            "<div style='DISPLAY:none'><p>Nothing found.</div>",
            [SAID],
            id="what is not shown",
        ),
        pytest.param(
            f"<article>{PROSE}<h2>More</h2><ul><li><a href=x>A dam is shut</a></ul></article>",
            [SAID],
            id="a heading over links alone",
        ),
    ],
)
def test_the_main_text(page: str, main: list[str]) -> None:
    assert [text for kind, text in blocks(page) if kind != "furniture"] == main
