"""Words that the event rules share: inflection, and the classes and cues of `lexicon/event_words.toml`."""

import re
from functools import cache
from typing import Any

from regesta import lexicon
from regesta.extract.parse import Word

__all__ = ["demonyms", "is_people", "noun_forms", "phrases", "verb_forms", "words"]

VOWELS = "aeiou"
SHORT = 5
"""Longer nouns are told by their ending."""


@cache
def _vocabulary() -> dict[str, Any]:
    return lexicon.read(lexicon.folder() / "event_words.toml")


@cache
def words(name: str) -> frozenset[str]:
    """A class of words, in lower case."""
    return frozenset(_vocabulary()["classes"][name])


def is_people(word: Word) -> bool:
    """Whether a noun stands for people, by the list or by its ending."""
    if word.lemma in words("people"):
        return True
    named = word.pos == "NOUN" and word.lemma not in words("no_people")
    return named and len(word.lemma) > SHORT and word.lemma.endswith(tuple(sorted(words("people_endings"))))


@cache
def phrases(section: str, name: str) -> tuple[str, ...]:
    """A list of phrases, in the order of the file."""
    return tuple(_vocabulary()[section][name])


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {forms[0]: tuple(forms) for forms in _vocabulary()["inflections"]["forms"]}


@cache
def demonyms() -> frozenset[str]:
    """The words for the people of a state, which are also its adjectives."""
    rules = lexicon.read(lexicon.folder() / "entities" / "countries.toml")["rules"]
    return frozenset(word for rule in rules for word in rule.get("demonyms", ()))


@cache
def verb_forms(verb: str) -> tuple[str, ...]:
    """All forms of a verb, after the spelling rules or the list of those that do not follow them.

    Where the stress decides whether a consonant is doubled, both spellings are given: nobody writes the other one.
    """
    if verb in _irregular():
        return _irregular()[verb]
    if _ends_in_y(verb):
        return verb, f"{verb[:-1]}ies", f"{verb}ing", f"{verb[:-1]}ied"
    if verb.endswith("e"):
        present = f"{verb}ing" if verb.endswith("ee") else f"{verb[:-1]}ing"
        return verb, f"{verb}s", present, f"{verb}d"
    doubled = (f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed") if _may_double(verb) else ()
    return (verb, _with_s(verb), f"{verb}ing", f"{verb}ed", *doubled)


def noun_forms(noun: str) -> tuple[str, ...]:
    """A noun with its plural."""
    return (noun,) if noun.endswith("s") and not noun.endswith("ss") else (noun, _with_s(noun))


def _may_double(verb: str) -> bool:
    return re.search(r"(?:^|[^aeiou])[aeiou][^aeiouwxy]$", verb) is not None


def _with_s(word: str) -> str:
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in VOWELS
