"""CSV and JSON Lines: cells and texts with their exact bytes, and what is wrong with a line."""

import json

import pytest
from tests.timing import assert_grows_evenly

from regesta.errors import DocumentError
from regesta.formats import Parsed
from regesta.formats.csv_rows import Csv, rules
from regesta.formats.jsonl import JsonLines
from regesta.spans import Span


def table(source: str | bytes) -> Parsed:
    [parsed] = Csv().read(source if isinstance(source, bytes) else source.encode())
    return parsed


def lines(source: str | bytes) -> list[Parsed]:
    return list(JsonLines().read(source if isinstance(source, bytes) else source.encode()))


def hold(known: Csv | JsonLines, data: bytes, parsed: Parsed) -> None:
    """Every short span, and the whole, comes back from the raw ranges."""
    length = len(parsed.text)
    for span in (Span(0, length), *(Span(i, min(i + n, length)) for i in range(length) for n in range(1, 6))):
        segments = parsed.offset_map.segments(span)
        assert known.decode_segments(data, parsed.encoding, segments) == span.of(parsed.text)


TABLES = {
    "plain": ("District,Dead\nSwat,13\nDir,20\n", "District\nDead\n\nSwat\n13\n\nDir\n20"),
    "windows lines": ("a,b\r\nc,d", "a\nb\n\nc\nd"),
    "quoted": ('"a ""b"" c","d,e"\r\n"f\r\ng",h\n', 'a "b" c\nd,e\n\nf\r\ng\nh'),
    "empty cells and rows": ("a,,b\n\n,,\nc,\n", "a\nb\n\nc"),
    "white space": (" a , b\n c\t,d ", "a\nb\n\nc\nd"),
    "semicolons": ("a;b;1,5\nc;d;2,6\n", "a\nb\n1,5\n\nc\nd\n2,6"),
    "tabs": ("a\tb c\nd\te, f\n", "a\nb c\n\nd\ne, f"),
    "bars": ("a|b\nc|d\n", "a\nb\n\nc\nd"),
    "one column": ("a\nb\n", "a\n\nb"),
    "a quote that is never closed": ('a,"b\nc,d\n', 'a\n"b\n\nc\nd'),
    "something after the quote": ('"a" b,c\n', '"a" b\nc'),
    "emoji": ("é😀,“x”\n", "é😀\n“x”"),
}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", sorted(TABLES))
def test_table(name: str, codec: str) -> None:
    source, text = TABLES[name]
    parsed = table(source.encode(codec))
    assert parsed.text == text
    hold(Csv(), source.encode(codec), parsed)


def test_the_bytes_of_a_cell() -> None:
    data = b'\xef\xbb\xbfDistrict;Note\r\nSw\xc3\xa4t;"the ""old"" count"\r\n'
    parsed = table(data)
    cells = [block.span for block in parsed.blocks or ()]
    assert [(s.kind, data[s.start : s.end]) for s in parsed.offset_map.segments(cells[3])] == [
        ("verbatim", b"the "),
        ("transformed", b'""'),
        ("verbatim", b"old"),
        ("transformed", b'""'),
        ("verbatim", b" count"),
    ]


def test_heads_are_names() -> None:
    def heads(source: str) -> list[str]:
        parsed = table(source)
        return [b.span.of(parsed.text) for b in parsed.blocks or () if b.rule_id == "csv.head"]

    assert heads("Year,Cost in $\n1947,13\n") == ["Year", "Cost in $"]
    assert heads("Swat,13\nDir,20\n") == []
    assert heads("Year,Dead\n") == []
    assert heads("Year,\n1947,13\n") == []


@pytest.mark.parametrize("source", [",,\n,,\n", '""\n', " ; \n"])
def test_a_table_without_text_is_refused(source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        table(source)
    assert caught.value.code == "empty"


@pytest.mark.parametrize("unit", ["a,b\n", '"', '"a', '""', ",", 'a,"b\n'])
def test_time_grows_with_the_table(unit: str) -> None:
    assert_grows_evenly(lambda times: lambda: table("x,y\n" + unit * times), 5_000, 20_000)


@pytest.mark.parametrize("name", sorted(rules()))
def test_rules_do_what_their_examples_say(name: str) -> None:
    rule_id, rule = f"csv.{name}", rules()[name]
    for example in rule.examples:
        parsed = table(example.text)
        made = [(b.span.of(parsed.text), b.kind) for b in parsed.blocks or () if b.rule_id == rule_id]
        assert (example.quote, example.expected["kind"]) in made
    for text in rule.counter_examples:
        assert rule_id not in [block.rule_id for block in table(text).blocks or ()]


TEXT = 'He said:\n"The dam—é 😀—is\\open".\u2028\tEnd'


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_with_escapes(codec: str, ascii_only: bool) -> None:
    row = {"id": 1, "other": {"text": "x"}, "text": TEXT}
    data = json.dumps(row, ensure_ascii=ascii_only).encode(codec)
    [parsed] = lines(data)
    assert (parsed.text, parsed.part_path, parsed.blocks) == (TEXT, "1", None)
    hold(JsonLines(), data, parsed)


def test_escapes_that_no_text_can_hold() -> None:
    data = rb'{"text": "a \ud83d\ude00 \ud83d b \ude00\ud83d c \/ \u0041"}'
    [parsed] = lines(data)
    assert parsed.text == "a 😀 \ufffd b \ufffd\ufffd c / A"
    hold(JsonLines(), data, parsed)


def test_each_line_is_a_document() -> None:
    data = (
        b'\n{"text": "First one."}\r\n\r\n{"body": " ", "article": "Second one.", "headline": "Two", '
        b'"published": "2021-05-21", "lang": "en_GB", "url": "https://a.example/2", "authors": ["A", "B"]}\n'
    )
    first, second = lines(data)
    assert [(p.part_path, p.text) for p in (first, second)] == [("2", "First one."), ("4", "Second one.")]
    assert (second.title, second.language, first.metadata) == ("Two", "en-GB", ())
    assert [(m.name, m.value, data[m.raw.start : m.raw.end]) for m in second.metadata] == [
        ("title", "Two", b"Two"),
        ("byline", "A", b"A"),
        ("byline", "B", b"B"),
        ("published", "2021-05-21", b"2021-05-21"),
        ("language", "en_GB", b"en_GB"),
        ("url", "https://a.example/2", b"https://a.example/2"),
    ]
    assert {m.source for m in second.metadata} == {"field"}


def test_bad_lines_are_named_and_the_others_kept() -> None:
    good, other = lines(b'{"text": "a"}\n{"text": \n[1, 2]\n{"text": 5}\n{"text": "b"}\n')
    assert (good.text, other.text, other.unreadable) == ("a", "b", ())
    assert [message.split()[:2] for message in good.unreadable] == [["line", "2"], ["line", "3"], ["line", "4"]]


@pytest.mark.parametrize("source", ['{"a": "b"}', "not JSON", '{"text": ""}', "[" * 5_000, '"text"'])
def test_a_file_without_a_text_is_refused(source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        lines(source)
    assert caught.value.code == "empty"
    assert "line 1" in str(caught.value)
