"""Sentences, by the rules of sentencex (Wikimedia; a boundary list and abbreviations for each language)."""

import re
from collections.abc import Iterator
from itertools import accumulate

import sentencex

from regesta.spans import Span
from regesta.text.lines import trimmed

__all__ = ["sentences"]

_LANGUAGE = "en"
_CLOCK = re.compile(r"\b[ap]\.m\.\s+$")
_CLOCK_GOES_ON = re.compile(
    r"(?:[ECMP][SD]T|GMT|UTC|BST|CES?T|IST|JST|PKT)\b|\w+ time\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:\b|[a-z]+\b)\.? [0-9]"
)
_WINDOW = 10_000
"""Characters given to sentencex at once: its search for closing quotes is quadratic."""


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one paragraph, in order, without the white space around them.

    Args:
        text: the whole text.
        span: the paragraph in it. Line breaks inside are taken for wrapping, never for the end of a sentence.
    """
    body = span.of(text)
    start = 0
    for end in _ends(body):
        found = trimmed(text, Span(span.start + start, span.start + end))
        if len(found):
            yield found
        start = end


def _ends(body: str) -> Iterator[int]:
    """Where sentences end; the last end is that of the body. A window goes on at the last end of the one before."""
    at = 0
    while at < len(body):
        window = body[at : at + _WINDOW]
        reached = at + len(window)
        inner = [at + end for end in _boundaries(window) if end < len(window)]
        yield from inner
        if reached == len(body):
            yield reached
            return
        at = inner[-1] if inner else reached


def _boundaries(window: str) -> list[int]:
    """Ends of the parts that sentencex cuts the window into; none where the parts do not tile it."""
    parts = sentencex.segment(_LANGUAGE, window)
    ends = list(accumulate(map(len, parts))) if "".join(parts) == window else []
    return [end for end in ends if not _inside_clock(window, end)]


def _inside_clock(window: str, end: int) -> bool:
    """Whether the end is only the full stop of "3 p.m." in "3 p.m. EST" or "3 p.m. Friday"."""
    return bool(_CLOCK.search(window, max(0, end - 8), end) and _CLOCK_GOES_ON.match(window, end))
