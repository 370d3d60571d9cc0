"""The noun that a number counts: found by its plural ending and by what ends a noun phrase, without a parser."""

import re
from functools import cache

from regesta.extract.figures.vocabulary import vocabulary
from regesta.spans import Span

__all__ = ["is_adverb", "is_plural", "is_stop", "noun_phrase", "plural", "singular", "words_after"]

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.&/-][^\W_]+)*(?:['’]s\b)?")
_SPACE = re.compile(r"[ \t\u00a0\u202f]+|[ \t]*\r?\n(?![ \t]*\r?\n)[ \t]*")
_OBJECT = re.compile(r"\s+(?:it|them|him|her|us|the|an?|his|their|its|that)\b")
_ENDINGS = ("children", "people")
_SPAN = 5
"""Words within which a plural must come."""


def singular(noun: str) -> str:
    """The English singular of a plural noun; other words come back as they are."""
    lower = noun.lower()
    irregular = vocabulary().nouns.irregular
    if lower in irregular:
        return irregular[lower]
    ending = next((word for word in _ENDINGS if lower.endswith(word)), None)
    if ending is not None:
        return noun[: -len(ending)] + irregular[ending]
    if _is_men(lower):
        return noun[:-2] + "an"
    if len(lower) < 4 or lower.endswith(("ss", "us", "is")) or not lower.endswith("s"):
        return noun
    if lower.endswith("ies"):
        return noun[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes", "tzes")) or _is_of_us(lower):
        return noun[:-2]
    return noun[:-1]


def _is_men(noun: str) -> bool:
    """Whether it is a plural in -men: "crewmen", not "specimen"."""
    return noun.endswith("men") and len(noun) > len("women") and noun not in vocabulary().nouns.not_men


def _is_of_us(noun: str) -> bool:
    """Whether it is a plural of a noun in -us: "campuses", not "causes" or "excuses"."""
    stem = noun.removesuffix("uses")
    return stem != noun and stem[-1:] not in "aeiou" and noun not in vocabulary().nouns.not_us


def plural(noun: str) -> str:
    """The regular English plural of a noun, for the surfaces of units."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def is_stop(word: str) -> bool:
    """Whether a word ends a noun phrase."""
    return word.lower() in _stops()


def is_adverb(word: str) -> bool:
    """Whether a word is an adverb by its ending."""
    lower = word.lower()
    return lower.endswith("ly") and len(lower) > len("only") and lower not in vocabulary().nouns.not_adverbs


def words_after(text: str, start: int, limit: int, most: int) -> list[Span]:
    """Up to `most` words that follow an offset with nothing but white space between them.

    None of them is a stop, but for an "and" or "or" after the first: it may join modifiers ("digital and physical
    sales").
    """
    found: list[Span] = []
    at = start
    while len(found) < most:
        gap = _SPACE.match(text, at, limit)
        word = _WORD.match(text, gap.end() if gap else at, limit)
        if word is None or (gap is None and found) or (is_stop(word[0]) and not (found and _joins_modifiers(word))):
            break
        found.append(Span(word.start(), word.end()))
        at = word.end()
        if word[0].endswith(("'s", "’s")):
            break
    return found


def _joins_modifiers(word: re.Match[str]) -> bool:
    return word[0] in ("and", "or")


def noun_phrase(text: str, start: int, limit: int, *, one: bool = False) -> Span | None:
    """The noun that a number ending at `start` counts, with its modifiers.

    It ends with the first plural (or the plurals in a row), or with the name of a people ("10 Chinese"); after "one"
    it is the words up to the end of the phrase.
    """
    words = words_after(text, start, limit, _SPAN)
    if not words:
        return None
    if one:
        ends = next(
            (i for i, word in enumerate(words) if i > 1 or is_stop(word.of(text)) or is_plural(word.of(text))), 2
        )
        alone = words[: min(len(words), ends)]
        return Span(words[0].start, alone[-1].end) if alone and not is_adverb(alone[-1].of(text)) else None
    last = next((i for i, word in enumerate(words) if is_plural(word.of(text))), None)
    if last is None:
        return words[0] if words[0].of(text) in vocabulary().nouns.demonyms else None
    while last + 1 < len(words) and is_plural(words[last + 1].of(text)) and not _governs(text, words[last + 1], limit):
        last += 1
    return Span(words[0].start, words[last].end)


def _governs(text: str, word: Span, limit: int) -> bool:
    """Whether a word in -s after a plural is its verb, since an object follows: "19 fouls proves it"."""
    return _OBJECT.match(text, word.end, limit) is not None


def is_plural(word: str) -> bool:
    """Whether a word is a plural noun by its ending, or one without an ending that counts like one ("people")."""
    lower = word.lower()
    nouns = vocabulary().nouns
    if lower in nouns.irregular or lower.endswith(_ENDINGS) or _is_men(lower):
        return True
    if lower in nouns.not_plural or len(lower) < 4 or "'" in lower or "’" in lower or "." in lower:
        return False
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is"))


@cache
def _stops() -> frozenset[str]:
    return frozenset(vocabulary().nouns.stops)
