"""Names the part of speech of the words before a figure by word lists, endings and place: enough to find a subject.

No parser stands behind this. A word is what the lists of `lexicon/figures.toml` [clauses] say; a word in none of them
is a noun unless its ending and its neighbours make a verb of it ("sales surged 5%", but "the surged sales").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from regesta.extract.figures.vocabulary import vocabulary
from regesta.spans import Span

__all__ = ["Word", "tagged"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]+\.){2,}|[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\W|$))?|[,()\[\]]|[;:—–\"“”]|\s-+\s|[.!?](?=\s|$)"
)
_MARKS = {",": "comma", "(": "open", "[": "open", ")": "close", "]": "close"}
_ENDINGS = {"ly": "adverb", "ed": "verb?", "ing": "participle?"}
_BREAKS = frozenset(';:—–"“”.!?-')
_OBJECT_STARTS = frozenset(["figure", "determiner", "pronoun", "to", "preposition", "adverb", "when"])
_ALONE = frozenset({"that", "this", "these", "those", "most", "some", "all", "both", "many", "several", "each"})
"""Determiners that may also stand for a noun."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its part of speech.

    `tag`: noun (also an adjective), verb, participle (-ing), auxiliary, to, preposition, determiner, pronoun,
    relative, conjunction, subordinator, adverb, when (a word of the calendar), figure, comma, open, close, stop.
    """

    span: Span
    text: str
    tag: str


def tagged(text: str, start: int, end: int, figures: Sequence[Span]) -> list[Word]:
    """The words between two offsets; those inside one of `figures` (sorted) are one word each with the tag figure."""
    words = list(_first_pass(text, start, end, figures))
    return [_settled(words, index) for index in range(len(words))]


def _first_pass(text: str, start: int, end: int, figures: Sequence[Span]) -> Iterable[Word]:
    at = start
    for figure in figures:
        yield from _plain(text, at, min(figure.start, end))
        if figure.start < end:
            yield Word(figure, "", "figure")
            at = figure.end
    yield from _plain(text, at, end)


def _plain(text: str, start: int, end: int) -> Iterable[Word]:
    for match in _TOKEN.finditer(text, start, end):
        yield Word(Span(*match.span()), match[0], _listed(match[0]))


def _listed(word: str) -> str:
    """What the lists say of a word, else what its form says; "verb?" and the like are for its neighbours to decide."""
    if word in _MARKS:
        return _MARKS[word]
    if word.strip() in _BREAKS or not word.strip(" -"):
        return "stop"
    return _tags().get(word.lower()) or _by_form(word)


def _by_form(word: str) -> str:
    if word[0].isdigit():
        return "when" if len(word) == len("2022") else "noun"
    if word[0].isupper() or "-" in word:
        return "noun"
    if len(word) == 1:
        return "stop"
    tags = (tag for ending, tag in _ENDINGS.items() if word.endswith(ending) and len(word) > len(ending) + 2)
    return next(tags, "noun")


def _settled(words: Sequence[Word], index: int) -> Word:
    word = words[index]
    before = words[index - 1].tag if index else "stop"
    after = words[index + 1].tag if index + 1 < len(words) else "figure"
    if word.text.lower() == "that":
        return _as(word, _of_that(before, after))
    if word.tag == "verb?":
        whole = index > 0 and words[index - 1].text.lower() in _ALONE and after in _OBJECT_STARTS
        return _as(word, "noun" if before in ("determiner", "preposition") and not whole else "verb")
    if word.tag == "participle?":
        moved = after in _OBJECT_STARTS or before == "auxiliary"
        return _as(word, "participle" if moved and before != "determiner" else "noun")
    if word.tag == "plain verb":
        return _as(word, "verb" if _plain_verb(words, index, before, after) else "noun")
    if word.tag == "verb in s":
        that = index > 0 and words[index - 1].text.lower() == "that"
        led = that or before in ("noun", "relative", "pronoun", "close", "comma", "adverb", "when")
        of = index + 1 < len(words) and words[index + 1].text.lower() == "of"
        return _as(word, "verb" if led and after in _OBJECT_STARTS and not of else "noun")
    return word


def _of_that(before: str, after: str) -> str:
    """What "that" is: "a squad that contained", "said that sales", "that squad"."""
    if after in ("auxiliary", "verb", "verb?", "verb in s"):
        return "relative"
    return "subordinator" if before == "verb" else "determiner"


def _plain_verb(words: Sequence[Word], index: int, before: str, after: str) -> bool:
    """Whether a word that is a noun or the plain form of a verb is a verb: "to rise", "prices rise 5%"."""
    if before in ("to", "auxiliary", "pronoun", "relative"):
        return True
    if before == "adverb":
        return after in _OBJECT_STARTS
    plural = before == "noun" and words[index - 1].text.endswith("s") and not words[index - 1].text.endswith("'s")
    return plural and after in _OBJECT_STARTS


def _as(word: Word, tag: str) -> Word:
    return Word(word.span, word.text, tag)


@cache
def _tags() -> dict[str, str]:
    """The tag of every listed word; an earlier list wins."""
    lists = vocabulary().clauses
    verbs = [(word, "plain verb") for word in lists.verbs]
    forms = [(_third(word), "verb in s") for word in lists.verbs]
    tags = [
        (lists.auxiliaries, "auxiliary"),
        (lists.prepositions, "preposition"),
        (lists.determiners, "determiner"),
        (lists.pronouns, "pronoun"),
        (lists.relatives, "relative"),
        (lists.conjunctions, "conjunction"),
        (lists.subordinators, "subordinator"),
        (lists.adverbs, "adverb"),
        (lists.calendar, "when"),
        (lists.irregular, "verb"),
        (lists.adjectives_in_ed, "noun"),
    ]
    listed = [(word, tag) for words, tag in tags for word in words]
    numerals = vocabulary().numerals
    numbers = [(word, "figure") for word in (*numerals.ones, *numerals.tens)]
    return dict([*verbs, *forms, *reversed(listed), *numbers, ("to", "to")])


def _third(verb: str) -> str:
    """The form of a verb after "he", "she", "it"."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s")
