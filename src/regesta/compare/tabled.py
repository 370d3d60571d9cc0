"""Tables whose last row adds up the rows above it: each column is a sum and its parts.

The text of a table has one line for each cell and a blank line after its head. A table is only read where every row has
as many cells as the head; where a cell is missing, nothing says to which column the others belong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from regesta.compare.effects import leading, named_effect
from regesta.compare.making import beside, claim, frame_at, number
from regesta.compare.reading import Reading, within
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.tables import Claim, Figure, Passage

__all__ = ["tabled"]

LEAST_ROWS = 3
"""A head, and two rows that are added up, before the total."""

Row = Sequence[Passage]


def tabled(reading: Reading) -> Iterator[Claim]:
    """The cells of every column that its last row adds up, as parts, and the cell of that row as their sum."""
    for table in _tables(reading):
        head, *rows = table
        labels = [row[0].quote for row in rows]
        if len(table) <= LEAST_ROWS or not _is_total(labels[-1]) or any(map(_is_apart, labels[:-1])):
            continue
        for column in range(1, len(head)):
            if not _is_apart(head[column].quote):
                yield from _column(reading, [row[column] for row in rows])
                yield from _effect(reading, head[column], rows[-1][column])


def _column(reading: Reading, cells: Row) -> Iterator[Claim]:
    """A column in which every cell is one number, all of one unit."""
    figures = [figure for cell in cells if (figure := _figure(reading, cell))]
    if len(figures) < len(cells) or len({(figure.unit, figure.comparator) for figure in figures}) > 1:
        return
    if figures[0].unit_kind == "percent":
        return
    *parts, total = figures
    for figure, name in ((total, "sum_total"), *((part, "sum_part") for part in parts)):
        yield beside(reading, figure, total, name, number(reading, figure))


def _effect(reading: Reading, head: Passage, cell: Passage) -> Iterator[Claim]:
    """The total of a column that counts what a happening did: that of the happening which the document is about."""
    figure, name = _figure(reading, cell), named_effect(head.quote)
    event = leading(reading, cell) if figure and name and figure.unit is None else None
    if figure and name and event:
        frame = replace(frame_at(reading, figure), as_of=reading.as_of_figure(figure))
        yield claim(reading, figure, f"event:{event.cluster_id}", name, number(reading, figure, "1"), frame)


def _figure(reading: Reading, cell: Passage) -> Figure | None:
    """The number of a cell, when it holds one number and at most its unit."""
    held = within(reading.figures, cell)
    whole = len(held) == 1 and held[0].low is not None and not cell.quote.replace(held[0].quote, "", 1).strip(" *~")
    return held[0] if whole else None


def _is_total(label: str) -> bool:
    return label.strip(" :*").lower() in vocabulary().lists.total


def _is_apart(label: str) -> bool:
    """Whether a row or a column by this name is not added up with others."""
    return "%" in label or _is_total(label) or has_word(label, vocabulary().lists.not_added)


def _tables(reading: Reading) -> Iterator[list[Row]]:
    """Each table as rows of cells, the head first."""
    cells: list[Passage] = []
    for cell in reading.cells:
        if cells and reading.text(cells[-1].end, cell.start).strip():
            yield from _rows(reading, cells)
            cells = []
        cells.append(cell)
    yield from _rows(reading, cells)


def _rows(reading: Reading, cells: Sequence[Passage]) -> Iterator[list[Row]]:
    gaps = (reading.text(left.end, right.start) for left, right in pairwise(cells))
    width = next((place for place, gap in enumerate(gaps, start=1) if gap.count("\n") > 1), 0)
    if width > 1 and len(cells) % width == 0:
        yield [cells[start : start + width] for start in range(0, len(cells), width)]
