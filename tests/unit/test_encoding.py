"""Decoding: which evidence wins, that nothing is lost, and that every character knows its bytes."""

import codecs

import pytest
from tests.timing import assert_within

from regesta.errors import DocumentError
from regesta.spans import Span
from regesta.text.encoding import Basis, Decoded, decode

ENGLISH = (
    "The minister said that the agreement, signed in the evening, was worth £20 million. “We are very pleased,” "
    "he told reporters at the café beside the river – and left. Nobody knew what the neighbours’ answer would be. "
) * 6


def bytes_of_each_character(decoded: Decoded, data: bytes) -> list[str]:
    out = []
    for at in range(len(decoded.text)):
        [segment] = decoded.map.segments(Span(at, at + 1))
        assert (segment.unit, segment.kind, segment.page) == ("byte", "verbatim", None)
        out.append(data[segment.start : segment.end].decode(decoded.encoding))
    return out


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "basis"),
    [
        (ENGLISH.encode(), None, "utf-8", "utf-8"),
        (ENGLISH.encode(), "latin-1", "utf-8", "utf-8"),
        (codecs.BOM_UTF8 + ENGLISH.encode(), None, "utf-8", "bom"),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), "utf-8", "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), None, "utf-16-be", "bom"),
        (codecs.BOM_UTF32_LE + ENGLISH.encode("utf-32-le"), None, "utf-32-le", "bom"),
        (ENGLISH.encode("cp1252"), "windows-1252", "cp1252", "declared"),
        (ENGLISH.encode("cp1252"), None, "cp1252", "detected"),
        (ENGLISH.encode("cp1252"), "no-such-codec", "cp1252", "detected"),
        (ENGLISH.encode("cp1252"), "ascii", "cp1252", "detected"),
        (ENGLISH.encode("cp1252"), "base64", "cp1252", "detected"),
        (ENGLISH.encode("utf-16-le"), None, "utf-16-le", "detected"),
        (ENGLISH.encode("utf-16-le"), "utf-16", "utf-16-le", "declared"),
        ("日本語のテキスト abc。".encode("shift_jis"), "shift_jis", "shift_jis", "declared"),
        ("国际 text 关系。".encode("gb18030"), "gb18030", "gb18030", "declared"),
    ],
)
def test_which_evidence_wins(data: bytes, declared: str | None, encoding: str, basis: Basis) -> None:
    decoded = decode(data, declared)
    assert (decoded.encoding, decoded.basis) == (encoding, basis)
    assert "".join(bytes_of_each_character(decoded, data)) == decoded.text
    assert bytes_of_each_character(decoded, data) == list(decoded.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_characters_outside_the_first_plane_and_line_ends_stay(encoding: str) -> None:
    text = "a\u00a0é\r\n“😀” \U0001f1f5\U0001f1f0 e\u0301\r\n"
    data = "\ufeff".encode(encoding) + text.encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.basis) == (text, "bom")
    assert bytes_of_each_character(decoded, data) == list(text)


def test_the_mark_is_in_no_range() -> None:
    decoded = decode(codecs.BOM_UTF8 + b"abc")
    assert decoded.text == "abc"
    assert [(s.start, s.end) for s in decoded.map.segments(Span(0, 3))] == [(3, 6)]


def test_runs_of_one_width_are_one_piece() -> None:
    assert len(decode(b"plain ascii, a thousand times " * 1000).map.pieces) == 1
    assert len(decode("quoted “word” here".encode()).map.pieces) == 5


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u00a0\n".encode(), codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_empty_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "data",
    [
        bytes(400),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(32)) * 30,
        b"text that goes on " + b"\x01\x02\x03" * 20,
    ],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.code == "binary"


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        decode(codecs.BOM_UTF8 + b"caf\xe9 au lait")
    assert caught.value.code == "undecodable"


def test_a_codec_that_does_not_give_its_bytes_back_is_not_used() -> None:
    # UTF-7 writes the same text in more than one way
    data = b"+AGE- is a letter, caf\xe9"
    assert decode(data, "utf-7").basis == "detected"


def test_megabytes_take_seconds() -> None:
    data = ("The fall of “one” minister – and the rise of another.\r\n" * 60_000).encode()
    assert_within(lambda: decode(data), 10)
    assert decode(data).map.pieces[-1].source_end == len(data)
