"""Sentences, by the rules of sentencex (Wikimedia; a boundary list and abbreviations for each language)."""

from collections.abc import Iterator
from itertools import accumulate

import sentencex

from regesta.spans import Span
from regesta.text.lines import trimmed

__all__ = ["sentences"]

_LANGUAGE = "en"
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
    return list(accumulate(map(len, parts))) if "".join(parts) == window else []
