"""Which leaves of a page are its main text: trafilatura says it, and what it says is found again in the source.

Its text is only compared, never kept: each of its lines is looked for, without white space, in the text of the leaves,
in order; a leaf is main when half of it was found. So every character of our text stands where the page has it.

Trafilatura: A. Barbaresi, Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction,
ACL-IJCNLP 2021, demonstrations.
"""

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from regesta.formats.html_blocks import Leaf, compact

__all__ = ["classified", "found_again"]

_LARGEST = 4_000_000
"""Characters of a page; a longer one is not classified: it is no news page, and its parsing would take minutes."""
_LONG = 25
"""Compact characters from which a line is its own evidence; a shorter one must stand near the line before."""
_REACH = 2_000
_CHUNK = 40
_SEARCHES = 64
"""Searches through the whole page; each costs its length, so their number is held."""


def classified(source: str) -> list[str]:
    """The lines of the main text as trafilatura gives them, cells of tables apart; none where it finds none."""
    if len(source) > _LARGEST:
        return []
    try:
        text = _extractor()(source, fast=True, include_comments=False) or ""
    except (ValueError, RecursionError):
        return []
    return [part for line in text.split("\n") for part in _cells(line)]


@cache
def _extractor() -> Callable[..., str | None]:
    """Trafilatura's function; a slow import, and most sources are no pages."""
    from trafilatura import extract

    # that a page has no main text is no error: the page is read without it
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract


def _cells(line: str) -> list[str]:
    """A line without the marks that trafilatura puts before items and around cells."""
    line = line.strip()
    if line.startswith("|"):
        return [cell for cell in line.split("|") if cell.strip(" -")]
    return [line.removeprefix("- ")] if line else []


def found_again(lines: Sequence[str], leaves: Sequence[Leaf]) -> list[bool]:
    """For each leaf whether at least half of it is in the lines; takes time linear in the page."""
    search = _Search([leaf.key for leaf in leaves])
    for line in lines:
        key = compact(line)
        if key and not search.take(key):
            for start in range(0, len(key) - _CHUNK // 2, _CHUNK):
                search.take(key[start : start + _CHUNK], chunk=True)
    return [2 * covered >= len(leaf.key) for covered, leaf in zip(search.covered, leaves, strict=True)]


@dataclass(slots=True)
class _Search:
    """Looks for lines in the text of all leaves, from where the last was found."""

    keys: Sequence[str]
    stream: str = field(init=False)
    starts: list[int] = field(init=False)
    whole: dict[str, list[int]] = field(init=False)
    """Where the leaves begin whose text is exactly this."""
    covered: list[int] = field(init=False)
    reached: int = 0
    searches: int = 0

    def __post_init__(self) -> None:
        self.stream = "".join(self.keys)
        self.starts = [0, *accumulate(map(len, self.keys))][:-1]
        self.covered = [0] * len(self.keys)
        self.whole = {}
        for start, key in zip(self.starts, self.keys, strict=True):
            self.whole.setdefault(key, []).append(start)

    def take(self, key: str, *, chunk: bool = False) -> bool:
        """Mark a line as found, and whether it was."""
        at = next((at for at in self._places(key, chunk=chunk) if at >= 0), -1)
        if at < 0:
            return False
        if at >= self.reached:
            self.reached = at + len(key)
        self._mark(at, at + len(key))
        return True

    def _places(self, key: str, *, chunk: bool) -> Iterator[int]:
        """Where the line may stand, best first; -1 for nowhere."""
        far = len(key) >= _LONG and not chunk
        known = self.whole.get(key, [])
        after = known[bisect_left(known, self.reached) :][:1]
        yield from (at for at in after if far or at <= self.reached + _REACH)
        yield self.stream.find(key, self.reached, self.reached + _REACH + len(key))
        if far:
            yield from known[:1]
            self.searches += 1
            if self.searches <= _SEARCHES:
                yield self.stream.find(key, self.reached)
                yield self.stream.find(key)

    def _mark(self, start: int, end: int) -> None:
        index = bisect_right(self.starts, start) - 1
        while index < len(self.starts) and self.starts[index] < end:
            left, right = self.starts[index], self.starts[index] + len(self.keys[index])
            self.covered[index] += max(0, min(right, end) - max(left, start))
            index += 1
