"""Whether the verb beside an expression looks back or ahead: a light cue, without a tagger.

The nearest verb before the expression in its sentence decides ("will report on Friday" looks ahead, "was sold in
May" back); where none stands before it, the nearest one behind.
"""

from bisect import bisect_left, bisect_right

from regesta.extract.times.tokens import Tokens, scan
from regesta.extract.times.vocabulary import vocabulary
from regesta.spans import Span

__all__ = ["tense_at", "told_as_past"]

_REACH = 24  # words; a verb further off belongs to something else
_SHORTEST = 5  # letters of a participle in -ed


def tense_at(tokens: Tokens, first: int, last: int) -> int:
    """-1 when the verb beside the tokens `first` to `last` is in a past tense, 1 when it looks ahead, else 0."""
    for index in range(first - 1, max(first - _REACH, -1), -1):
        if cue := _cue(tokens, index):
            return cue
    for index in range(last, min(last + _REACH, len(tokens.codes))):
        if cue := _cue(tokens, index):
            return cue
    return 0


def told_as_past(text: str, sentence: Span, at: Span) -> bool:
    """Whether the verb beside an expression (`at`, inside `sentence`) is in a past tense."""
    tokens = scan(text, sentence)
    if tokens is None:
        return False
    return tense_at(tokens, bisect_right(tokens.starts, at.start) - 1, bisect_left(tokens.starts, at.end)) < 0


def _cue(tokens: Tokens, index: int) -> int:
    word, before = tokens.surface(index).lower(), tokens.surface(index - 1).lower() if index else ""
    if word == "be":
        return 1 if before == "to" else 0
    if before == "be":  # "to be held", "will be announced": the words before say where that lies
        return 0
    known = vocabulary().tenses
    if word in known:
        return known[word]
    return -1 if len(word) >= _SHORTEST and word.endswith("ed") and not word.endswith("eed") else 0
