"""Lines, and which of them belong to one paragraph.

Blank lines always separate (a line of no-break spaces is blank). Inside a run of lines that are not blank, a line
break is either a *wrap*, where a paragraph was folded to a width, or the end of a paragraph. Folding is greedy: a line
was broken because the first word of the next did not fit. So a break after which that word would have fitted into the
longest line of the run is no wrap.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from regesta.spans import Span

__all__ = ["ends_sentence", "lines", "paragraphs", "trimmed"]

_NARROWEST, _WIDEST = 40, 200
"""Widths, in characters, to which people fold text."""

# zero-width spaces, joiners and a stray byte order mark show nothing, and are not white space to `str.isspace`
_VISIBLE = re.compile(r"[^\s\u200b\u2060\ufeff]")
_EDGE = "\u200b\u2060\ufeff"
_END = re.compile(r"[.!?:;…。！？؟۔।။][\"'”’»」』）)\]]*$")


def trimmed(text: str, span: Span) -> Span:
    """The span without the white space (and characters that show nothing) at both ends."""
    body = span.of(text)
    if body.isascii() and body == body.strip():
        return span if body else Span(span.start, span.start)
    left = _VISIBLE.search(body)
    if left is None:
        return Span(span.start, span.start)
    end = len(body)
    while body[end - 1].isspace() or body[end - 1] in _EDGE:
        end -= 1
    return Span(span.start + left.start(), span.start + end)


def ends_sentence(text: str) -> bool:
    """Whether the text ends in a mark that closes a sentence or a clause."""
    return _END.search(text[-8:]) is not None


def lines(text: str) -> Iterator[Span]:
    """All lines of the text, each without the white space around it; blank ones are empty spans."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield trimmed(text, Span(at, at + len(line)))
        at += len(line)


def paragraphs(text: str, stands_alone: Callable[[str], bool], opens_item: Callable[[str], bool]) -> Iterator[Span]:
    """The paragraphs of a plain text, in order, without the white space around them.

    Args:
        text: the text.
        stands_alone: whether a line is a paragraph of its own by what it says (a date, a button).
        opens_item: whether a line begins an item of a list.
    """
    for blank, run in groupby(lines(text), key=lambda line: not len(line)):
        if not blank:
            yield from _paragraphs_of_run(text, list(run), stands_alone, opens_item)


def _paragraphs_of_run(
    text: str, run: Sequence[Span], stands_alone: Callable[[str], bool], opens_item: Callable[[str], bool]
) -> Iterator[Span]:
    """The paragraphs of lines that no blank line separates."""
    written = [line.of(text) for line in run]
    full = _full_breaks(written)
    evidence = sum(full[i] and not ends_sentence(written[i]) for i in range(len(full)))
    start = run[0].start
    for i, is_full in enumerate(full):
        before, after = written[i], written[i + 1]
        open_end = not ends_sentence(before)
        # the break itself is no evidence for how the others are to be read
        if is_full and evidence - open_end > 0:
            joins = not opens_item(after)
        elif stands_alone(before) or stands_alone(after) or opens_item(after):
            joins = False
        else:
            joins = open_end and (is_full or after[0].islower())
        if not joins:
            yield Span(start, run[i].end)
            start = run[i + 1].start
    yield Span(start, run[-1].end)


def _full_breaks(written: Sequence[str]) -> list[bool]:
    """For each line but the last, whether the next line's first word would not have fitted on it."""
    width = max(map(len, written))
    if not _NARROWEST <= width <= _WIDEST:
        return [False] * (len(written) - 1)
    return [len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in pairwise(written)]
