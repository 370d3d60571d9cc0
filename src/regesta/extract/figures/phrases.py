"""Noun phrases by their place: what stands right before a word or a figure, where the tree of a sentence leads nowhere.

The tags of words are surer than the tree that a parser makes of them, so that "the price is" has its subject right
before the verb also where the tree hangs it elsewhere.
"""

from collections.abc import Sequence

from regesta.extract.figures.drafts import Draft
from regesta.extract.parse import Parse, Word
from regesta.spans import Span

__all__ = ["antecedent", "before", "gapped", "is_noun"]

_NOUNS = frozenset({"NOUN", "PROPN"})
_INNER = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "PRON", "PART", "CCONJ"})
_SKIPPED = frozenset({"ADV", "AUX", "PART"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OWN = frozenset({"PRP$", "DT"})
_MOST = 14
"""Words that a phrase with what hangs on it may have."""

_RELATIVE = frozenset({"that", "which", "who"})
_LEADING = frozenset({"by", "between", "at", "to", "from", "with"})


def is_noun(word: Word) -> bool:
    """Whether a word is tagged as a noun, or is written in capitals alone (MSRP), and has letters at all."""
    capitals = len(word.text) > 2 and word.text.isupper()
    return (word.pos in _NOUNS or capitals) and any(letter.isalpha() for letter in word.text)


def before(parse: Parse, drafts: Sequence[Draft], verb: Word) -> Span | None:
    """The noun phrase that ends right before a verb with its auxiliaries; what is between two commas is passed over."""
    end = verb.index - 1
    while end >= 0 and parse.words[end].pos in _SKIPPED:
        end -= 1
    if end >= 0 and parse.words[end].text == ",":
        end = _opening_comma(parse, end) - 1
    return _phrase(parse, drafts, end)


def antecedent(parse: Parse, drafts: Sequence[Draft], relative: Word) -> Span | None:
    """The noun phrase right before "that", "which" or "who"; None for other words."""
    if relative.text.lower() not in _RELATIVE:
        return None
    comma = relative.index > 0 and parse.words[relative.index - 1].text == ","
    return _phrase(parse, drafts, relative.index - 1 - comma, nearest=True)


def gapped(parse: Parse, drafts: Sequence[Draft], index: int) -> Span | None:
    """The noun phrase that stands for a clause whose verb is left out: "A rose by 5%, B by 6% and C 7%".

    It is right before the figure, and nothing but a comma or "and" is between it and the figure before.
    """
    if index == 0:
        return None
    first = parse.at(drafts[index].span.start)
    end = first.index - 1 if first is not None else -1
    while end >= 0 and (parse.words[end].pos in ("ADV", "SYM") or parse.words[end].text.lower() in _LEADING):
        end -= 1
    start = end
    while start >= 0 and _is_part(parse, drafts, start, end):
        start -= 1
    between = [word for word in parse.words[: start + 1] if word.span.start >= drafts[index - 1].span.end]
    while start < end and parse.words[start + 1].pos in ("CCONJ", "SCONJ"):
        start += 1
        between.append(parse.words[start])
    joined = all(word.text in (",", ";") or word.pos in ("CCONJ", "SCONJ") for word in between)
    return _cut(parse, start + 1, end) if between and joined else None


def _opening_comma(parse: Parse, closing: int) -> int:
    """The comma before the one at `closing`, with no finite verb between them; 0 where there is none."""
    for index in range(closing - 1, max(-1, closing - _MOST), -1):
        if parse.words[index].text == ",":
            return index
        if parse.words[index].tag in _FINITE:
            break
    return 0


def _phrase(parse: Parse, drafts: Sequence[Draft], end: int, *, nearest: bool = False) -> Span | None:
    """The noun phrase that ends at a word: without what hangs on it, or (`nearest`) what hangs on another itself."""
    start = end
    while start >= 0 and end - start < _MOST and _is_part(parse, drafts, start, end):
        if nearest and parse.words[start].pos == "ADP" and parse.words[start].text != "of":
            break
        start -= 1
    return _cut(parse, start + 1, end)


def _is_part(parse: Parse, drafts: Sequence[Draft], index: int, end: int) -> bool:
    word = parse.words[index]
    if any(draft.span.overlaps(word.span) for draft in drafts):
        return False
    return word.pos in _INNER or (index == end and is_noun(word))


def _cut(parse: Parse, start: int, end: int) -> Span | None:
    """The first noun phrase of a stretch of words with what follows "of"; its last article of its own begins it."""
    words = parse.words
    owned = [i for i in range(start + 1, end + 1) if words[i].tag in _OWN and words[i - 1].pos not in ("ADP", "DET")]
    start = owned[-1] if owned else start
    while start <= end and not is_noun(words[start]) and words[start].pos != "ADJ":
        start += 1
    stop = next(
        (i for i in range(start, end + 1) if words[i].pos in ("ADP", "PRON") and words[i].text != "of"), end + 1
    )
    while stop > start and not is_noun(words[stop - 1]):
        stop -= 1
    return Span(words[start].span.start, words[stop - 1].span.end) if stop > start else None
