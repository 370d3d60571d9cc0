"""Offset maps: they tile, they give back what they came from, they cover, and they compose in any order."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from regesta.errors import InvariantError
from regesta.spans import CONTEXT, OffsetMap, Piece, Span, context, edit
from regesta.text.encoding import decode

TEXT = st.text(alphabet="ab \n“é😀", max_size=30)
INSERTS, REMOVES, REPLACES = "insert", "remove", "replace"
Change = tuple[Span, str]


@st.composite
def changes(draw: st.DrawFn, text: str, kinds: tuple[str, ...] = (INSERTS, REMOVES, REPLACES)) -> list[Change]:
    out: list[Change] = []
    at = 0
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(at, len(text)))
        kind = draw(st.sampled_from(kinds))
        end = start if kind == INSERTS else draw(st.integers(start, min(start + 4, len(text))))
        if kind != INSERTS and start == end:
            continue
        out.append((Span(start, end), "" if kind == REMOVES else draw(st.text(alphabet="XYZ", min_size=1, max_size=3))))
        at = end
    return out


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Change]]:
    text = draw(TEXT)
    return text, draw(changes(text))


@st.composite
def chain(draw: st.DrawFn, kinds: tuple[str, ...]) -> tuple[str, list[tuple[str, OffsetMap]]]:
    """A text, and three edits one after the other, each with its text and its map to the text before."""
    first = text = draw(TEXT)
    steps = []
    for _ in range(3):
        text, offset_map = edit(text, draw(changes(text, kinds)))
        steps.append((text, offset_map))
    return first, steps


def origins(offset_map: OffsetMap) -> list[tuple[int, int, str]]:
    """Source range and kind, character by character."""
    return [
        (piece.source_start, piece.source_end, piece.kind)
        for at in range(offset_map.target_length)
        for piece in offset_map.overlapping(Span(at, at + 1))
    ]


@settings(deadline=None)
@given(edited())
def test_pieces_tile_the_new_text(case: tuple[str, list[Change]]) -> None:
    text, offset_map = edit(*case)
    reached = 0
    for piece in offset_map.pieces:
        assert piece.start == reached < piece.end
        reached = piece.end
    assert reached == len(text) == offset_map.target_length
    assert len(origins(offset_map)) == len(text)


@settings(deadline=None)
@given(edited())
def test_source_is_used_or_removed_and_nothing_twice(case: tuple[str, list[Change]]) -> None:
    source, changed = case
    _, offset_map = edit(source, changed)
    used = [Span(p.source_start, p.source_end) for p in offset_map.pieces if p.source_end > p.source_start]
    everything = sorted(used + offset_map.removed(len(source)))
    assert "".join(span.of(source) for span in everything) == source


@settings(deadline=None)
@given(edited())
def test_verbatim_characters_are_those_of_the_source(case: tuple[str, list[Change]]) -> None:
    source, changed = case
    text, offset_map = edit(source, changed)
    for at, (start, end, kind) in enumerate(origins(offset_map)):
        assert (kind == "verbatim") == (end - start == 1 and not any(s.start <= start < s.end for s, _ in changed))
        if kind == "verbatim":
            assert text[at] == source[start]


@settings(deadline=None)
@given(edited())
def test_an_edit_can_be_undone_from_its_map(case: tuple[str, list[Change]]) -> None:
    source, changed = case
    text, offset_map = edit(source, changed)
    back = []
    reached = 0
    for piece in offset_map.pieces:
        back.append(source[reached : piece.source_start])
        verbatim = piece.kind == "verbatim"
        back.append(text[piece.start : piece.end] if verbatim else source[piece.source_start : piece.source_end])
        reached = piece.source_end
    assert "".join([*back, source[reached:]]) == source


@settings(deadline=None)
@given(edited(), st.data())
def test_segments_of_a_span_cover_the_origin_of_each_of_its_characters(
    case: tuple[str, list[Change]], data: st.DataObject
) -> None:
    text, offset_map = edit(*case)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    segments = offset_map.segments(span)
    for at in range(span.start, span.end):
        origin = origins(offset_map)[at]
        assert any(s.start <= origin[0] and origin[1] <= s.end and s.kind == origin[2] for s in segments)
    assert bool(segments) == bool(len(span))


@settings(deadline=None)
@given(st.text(alphabet="ab é“😀", max_size=40), st.data())
def test_segments_of_verbatim_text_decode_to_the_quote(text: str, data: st.DataObject) -> None:
    assume(text.strip())
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    raw = text.encode()
    assert "".join(raw[s.start : s.end].decode() for s in decode(raw).map.segments(span)) == span.of(text)


@settings(deadline=None)
@given(chain((INSERTS, REMOVES)))
def test_then_is_associative_where_nothing_is_replaced(case: tuple[str, list[tuple[str, OffsetMap]]]) -> None:
    (_, a), (_, b), (_, c) = reversed(case[1])
    assert a.then(b).then(c) == a.then(b.then(c))


@settings(deadline=None)
@given(chain((REPLACES,)))
def test_then_is_associative_where_everything_is_replaced(case: tuple[str, list[tuple[str, OffsetMap]]]) -> None:
    (_, a), (_, b), (_, c) = reversed(case[1])
    assert a.then(b).then(c) == a.then(b.then(c))


@settings(deadline=None)
@given(chain((INSERTS, REMOVES, REPLACES)))
def test_then_keeps_verbatim_origins_in_any_order(case: tuple[str, list[tuple[str, OffsetMap]]]) -> None:
    first, steps = case
    (text, a), (_, b), (_, c) = reversed(steps)
    left, right = origins(a.then(b).then(c)), origins(a.then(b.then(c)))
    assert len(left) == len(right) == len(text)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        assert ("verbatim" in one) == ("verbatim" in other)
        if "verbatim" in one:
            assert one == other
            assert first[one[0]] == text[at]


@settings(deadline=None)
@given(chain((INSERTS, REMOVES, REPLACES)))
def test_a_composed_map_covers_the_chain_of_its_maps(case: tuple[str, list[tuple[str, OffsetMap]]]) -> None:
    (text, a), (_, b), _ = reversed(case[1])
    for at, (start, end, _kind) in enumerate(origins(a.then(b))):
        middle = origins(a)[at]
        for further in origins(b)[middle[0] : middle[1]]:
            assert start <= further[0]
            assert further[1] <= end
    assert a.then(b).target_length == len(text)


@settings(deadline=None)
@given(TEXT, st.data())
def test_composing_with_bytes_gives_the_bytes(source: str, data: st.DataObject) -> None:
    assume(source.strip())
    raw = ("\ufeff" + source).encode("utf-8")
    text, offset_map = edit(source, data.draw(changes(source, (REMOVES,))))
    to_bytes = offset_map.then(decode(raw).map)
    assert to_bytes.unit == "byte"
    assert "".join(raw[s.start : s.end].decode() for s in to_bytes.segments(Span(0, len(text)))) == text


@settings(deadline=None)
@given(TEXT)
def test_identity_changes_nothing(text: str) -> None:
    identity = OffsetMap.identity(len(text))
    assert edit(text, []) == (text, identity)
    _, offset_map = edit(text, [(Span(0, 0), "X")])
    assert offset_map.then(identity) == offset_map
    assert OffsetMap.identity(len(text) + 1).then(offset_map) == offset_map


def test_wide_source_units_compose_character_by_character() -> None:
    wide = OffsetMap([Piece(0, 2, 0, 4)])
    assert wide.then(OffsetMap.identity(4, "byte")) == OffsetMap([Piece(0, 2, 0, 4)], "byte")
    broken = edit("abcd", [(Span(2, 3), "")])[1]
    # the second pair lost its first half: what is left is no whole character any more
    with pytest.raises(InvariantError):
        wide.then(broken)


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(InvariantError, match="leaves a text of 3"):
        OffsetMap.identity(3).segments(Span(2, 4))


@pytest.mark.parametrize(
    "pieces",
    [
        [Piece(1, 2, 0, 1)],
        [Piece(0, 1, 0, 1), Piece(2, 3, 1, 2)],
        [Piece(0, 2, 0, 3)],
        [Piece(0, 1, 0, 1, "synthetic")],
        [Piece(0, 1, 3, 3, "transformed")],
        [Piece(0, 0, 0, 0, "synthetic")],
    ],
)
def test_what_is_no_map_is_refused(pieces: list[Piece]) -> None:
    with pytest.raises(InvariantError):
        OffsetMap(pieces)


def test_changes_out_of_order_are_refused() -> None:
    with pytest.raises(InvariantError, match="out of order at 0"):
        edit("abc", [(Span(1, 2), "x"), (Span(0, 1), "y")])


def test_context_stops_at_the_ends_of_the_text() -> None:
    text = "a" * 40 + "QUOTE" + "b" * 3
    assert context(text, Span(40, 45)) == ("a" * CONTEXT, "bbb")
