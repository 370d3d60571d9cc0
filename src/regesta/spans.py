"""Spans of text, and the maps that carry them back to the raw file.

Offsets in a text are Python `str` code points; offsets in a file are bytes (or, for PDF, characters of a page).
All ranges are half-open. An `OffsetMap` says for every character of a *target* text where in its *source* it comes
from; maps compose, so each step of normalising returns its own small map.

After W3C Web Annotation (position selector and quote selector) and the tiling idea of
"every character belongs to exactly one piece".
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple, Self

from regesta.errors import InvariantError

__all__ = ["CONTEXT", "Kind", "OffsetMap", "Piece", "Segment", "Span", "Unit", "context", "edit"]

Kind = Literal["verbatim", "transformed", "synthetic"]
Unit = Literal["char", "byte", "pdf_char"]

CONTEXT = 32
"""Characters kept before and after a quote."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (half-open, code points) of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InvariantError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> "Span":
        """The same span in a text that has `by` more characters before it."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


def context(text: str, span: Span) -> tuple[str, str]:
    """The up to 32 characters before and after a span: the prefix and suffix of a W3C TextQuoteSelector."""
    return text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]


@dataclass(frozen=True, slots=True)
class Segment:
    """One range of the raw file that a span comes from.

    `kind`: `verbatim` (decoding the range gives the characters), `transformed` (one written form was replaced by
    another: an entity, CRLF), `synthetic` (the character is ours; the range is empty and says where it was put).
    `page` is null where the file has no pages.
    """

    unit: Unit
    page: int | None
    start: int
    end: int
    kind: Kind


class Piece(NamedTuple):
    """Target characters `start` to `end` come from `source_start` to `source_end`.

    In a `verbatim` piece each target character takes the same number of source units (its `width`).
    """

    start: int
    end: int
    source_start: int
    source_end: int
    kind: Kind = "verbatim"
    page: int | None = None

    @property
    def width(self) -> int:
        """Source units of one target character (verbatim pieces only)."""
        return (self.source_end - self.source_start) // (self.end - self.start)

    def cut(self, start: int, end: int) -> "Piece":
        """The part of the piece that makes the target characters `start` to `end`, which it must hold.

        A transformed piece cannot be divided in its source: any part of it comes from the whole source range.
        """
        if self.kind != "verbatim":
            return Piece(start, end, self.source_start, self.source_end, self.kind, self.page)
        first = self.source_start + (start - self.start) * self.width
        return Piece(start, end, first, first + (end - start) * self.width, self.kind, self.page)


class OffsetMap:
    """Where each character of a target text comes from in its source.

    The pieces tile the target: the first starts at 0, each starts where the one before ends. What no piece covers in
    the source was left out of the target.
    """

    __slots__ = ("_starts", "pieces", "unit")

    def __init__(self, pieces: Iterable[Piece], unit: Unit = "char") -> None:
        self.pieces: tuple[Piece, ...] = tuple(_joined(pieces))
        self.unit: Unit = unit
        self._starts = [piece.start for piece in self.pieces]
        self._check()

    @classmethod
    def identity(cls, length: int, unit: Unit = "char") -> Self:
        """The map of a text that is its own source."""
        return cls([Piece(0, length, 0, length)] if length else [], unit)

    @property
    def target_length(self) -> int:
        """Characters of the target."""
        return self.pieces[-1].end if self.pieces else 0

    def overlapping(self, span: Span) -> Iterator[Piece]:
        """The parts of pieces that make the span, in the order of the target."""
        if span.end > self.target_length:
            raise InvariantError(f"span [{span.start}, {span.end}) leaves a text of {self.target_length} characters")
        first = max(0, bisect_right(self._starts, span.start) - 1)
        for index in range(first, len(self.pieces)):
            piece = self.pieces[index]
            start, end = max(piece.start, span.start), min(piece.end, span.end)
            if start >= end:
                return
            yield piece if (start, end) == (piece.start, piece.end) else piece.cut(start, end)

    def segments(self, span: Span) -> list[Segment]:
        """The source ranges that the span comes from; neighbours of one kind are joined."""
        out: list[Segment] = []
        for piece in self.overlapping(span):
            last = out[-1] if out else None
            joins = (
                last is not None
                and last.kind == piece.kind == "verbatim"
                and last.page == piece.page
                and last.end == piece.source_start
            )
            if last is not None and joins:
                out[-1] = replace(last, end=piece.source_end)
            else:
                segment = Segment(self.unit, piece.page, piece.source_start, piece.source_end, piece.kind)
                if segment != last or segment.kind == "synthetic":
                    out.append(segment)
        return out

    def then(self, earlier: "OffsetMap") -> "OffsetMap":
        """This map after `earlier`: this one's source is the target of `earlier`.

        The result has the unit of `earlier`. `(a.then(b)).then(c)` equals `a.then(b.then(c))`, but for the width of a
        transformed piece that spans a place where an earlier step removed or inserted: it covers its origin in both.
        """
        return earlier.carried(self.pieces)

    def carried(self, pieces: Iterable[Piece]) -> "OffsetMap":
        """The map that pieces over the target of this one make over its source."""
        return OffsetMap(_composed(pieces, self), self.unit)

    def holding(self, start: int, end: int) -> Piece | None:
        """The verbatim piece that makes all of the target characters `start` to `end`; None if no one piece does."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or end > self.pieces[index].end or self.pieces[index].kind != "verbatim":
            return None
        return self.pieces[index]

    def removed(self, source_length: int) -> list[Span]:
        """The source ranges that no piece covers, in order: what normalising left out."""
        covered = sorted((p.source_start, p.source_end) for p in self.pieces if p.source_end > p.source_start)
        gaps, reached = [], 0
        for start, end in covered:
            if start > reached:
                gaps.append(Span(reached, start))
            reached = max(reached, end)
        if reached < source_length:
            gaps.append(Span(reached, source_length))
        return gaps

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and (self.pieces, self.unit) == (other.pieces, other.unit)

    def __hash__(self) -> int:
        return hash((self.pieces, self.unit))

    def __repr__(self) -> str:
        return f"OffsetMap({list(self.pieces)!r}, unit={self.unit!r})"

    def _check(self) -> None:
        if self.pieces and self.pieces[0].start != 0:
            raise InvariantError("an offset map does not begin at 0")
        for left, right in pairwise(self.pieces):
            if left.end != right.start:
                raise InvariantError(f"an offset map does not tile its text: {left} then {right}")
        for piece in self.pieces:
            source = piece.source_end - piece.source_start
            if piece.end <= piece.start or piece.source_start < 0 or source < 0:
                raise InvariantError(f"not a piece: {piece}")
            if piece.kind == "verbatim" and (source == 0 or source % (piece.end - piece.start)):
                raise InvariantError(f"a verbatim piece must have a whole width: {piece}")
            if (piece.kind == "synthetic") != (source == 0):
                raise InvariantError(f"synthetic pieces, and no others, have an empty source: {piece}")


def edit(text: str, changes: Sequence[tuple[Span, str]]) -> tuple[str, OffsetMap]:
    """Replace spans of `text`, in order and without overlap; returns the new text and its map to `text`.

    An empty replacement removes, an empty span inserts (synthetic), anything else is `transformed`.
    """
    out: list[str] = []
    pieces: list[Piece] = []
    at = reached = 0

    def add(new: str, source: Span, kind: Kind) -> None:
        nonlocal at
        if new:
            out.append(new)
            pieces.append(Piece(at, at + len(new), source.start, source.end, kind))
            at += len(new)

    for span, new in changes:
        if span.start < reached:
            raise InvariantError(f"changes overlap or are out of order at {span.start}")
        add(text[reached : span.start], Span(reached, span.start), "verbatim")
        add(new, span, "transformed" if len(span) else "synthetic")
        reached = span.end
    add(text[reached:], Span(reached, len(text)), "verbatim")
    return "".join(out), OffsetMap(pieces)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces in one form, so that equal maps have equal pieces.

    Verbatim neighbours of one width are joined; synthetic pieces are of one character, so that segments count them.
    """
    held: Piece | None = None
    for piece in pieces:
        if held is not None:
            if _continues(held, piece):
                held = Piece(held.start, piece.end, held.source_start, piece.source_end, "verbatim", held.page)
                continue
            yield held
            held = None
        if piece.kind == "synthetic" and piece.end - piece.start > 1:
            yield from (piece.cut(at, at + 1) for at in range(piece.start, piece.end))
        else:
            held = piece
    if held is not None:
        yield held


def _continues(held: Piece, piece: Piece) -> bool:
    """Whether two pieces are one verbatim piece that was cut."""
    return (
        held.source_end == piece.source_start
        and held.kind == piece.kind == "verbatim"
        and held.end == piece.start
        and held.page == piece.page
        and held.width == piece.width
    )


def _composed(pieces: Iterable[Piece], earlier: OffsetMap) -> Iterator[Piece]:
    """The pieces over the source of `earlier`; most lie in one piece of it, and are only moved."""
    for piece in pieces:
        first, last = piece.source_start, piece.source_end
        # a synthetic character stands after what precedes it
        held = earlier.holding(first if first < last else first - 1, last)
        if held is None:
            yield from _through(piece, earlier)
        else:
            width, by = held.width, held.source_start - held.start * held.width
            page = held.page if first < last else piece.page
            yield Piece(piece.start, piece.end, first * width + by, last * width + by, piece.kind, page)


def _through(piece: Piece, earlier: OffsetMap) -> Iterator[Piece]:
    """One piece, whose source is the target of `earlier`, as pieces over the source of `earlier`."""
    if piece.kind == "synthetic":
        point = _point(piece.source_start, earlier)
        yield piece._replace(source_start=point, source_end=point)
        return
    parts = earlier.overlapping(Span(piece.source_start, piece.source_end))
    if piece.kind == "transformed":
        yield _hull(piece, list(parts))
    elif piece.width == 1:
        by = piece.start - piece.source_start
        for part in parts:
            yield Piece(part.start + by, part.end + by, part.source_start, part.source_end, part.kind, part.page)
    else:
        for start in range(piece.start, piece.end):
            one = piece.cut(start, start + 1)
            yield _hull(one, list(earlier.overlapping(Span(one.source_start, one.source_end))))


def _hull(piece: Piece, parts: Sequence[Piece]) -> Piece:
    """A piece that cannot be divided, over all that its source covers further back."""
    first, last = min(p.source_start for p in parts), max(p.source_end for p in parts)
    covered = sum(p.source_end - p.source_start for p in parts if p.kind == "verbatim")
    kind: Kind = "transformed"
    if last == first:
        kind = "synthetic"
    elif piece.kind == "verbatim" and covered == last - first:
        kind = "verbatim"
    return piece._replace(source_start=first, source_end=last, kind=kind, page=parts[0].page)


def _point(position: int, earlier: OffsetMap) -> int:
    """Where further back a synthetic character stands: after what precedes it (the one reading that composes)."""
    if position == 0:
        return 0
    return next(earlier.overlapping(Span(position - 1, position))).source_end
