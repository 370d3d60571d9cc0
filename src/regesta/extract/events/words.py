"""Words that the event rules share: inflection, and the classes and cues of `lexicon/event_words.toml`."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from regesta import lexicon

__all__ = ["cues", "demonyms", "inflected", "number", "participles", "plural", "words"]

VOWELS = "aeiou"


@cache
def _vocabulary() -> dict[str, Any]:
    return lexicon.read(lexicon.folder() / "event_words.toml")


@cache
def words(name: str) -> frozenset[str]:
    """A class of words, in lower case."""
    return frozenset(_vocabulary()["classes"][name])


@cache
def cues(section: str, name: str) -> tuple[str, ...]:
    """A list of cues, in lower case, in the order of the file."""
    return tuple(_vocabulary()[section][name])


@cache
def number(section: str, name: str) -> int:
    """A setting of the vocabulary."""
    return int(_vocabulary()[section][name])


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {forms[0]: tuple(forms) for forms in _vocabulary()["inflections"]["forms"]}


@cache
def demonyms() -> frozenset[str]:
    """The words for the people of a state, which are also its adjectives."""
    rules = lexicon.read(lexicon.folder() / "entities" / "countries.toml")["rules"]
    return frozenset(word for rule in rules for word in rule.get("demonyms", ()))


def inflected(verbs: Iterable[str]) -> list[str]:
    """All forms of the verbs; of a phrase ("step down") the first word is inflected."""
    out = []
    for verb in verbs:
        first, space, rest = verb.partition(" ")
        out += [form + space + rest for form in _forms(first)]
    return out


def participles(verb_form: str) -> bool:
    """Whether a form can be a past participle: what a passive needs."""
    first = verb_form.partition(" ")[0]
    return first.endswith("ed") or first in {forms[-1] for forms in _irregular().values()}


def plural(nouns: Iterable[str]) -> list[str]:
    """The nouns with their plurals; of a phrase the last word is inflected."""
    out = []
    for noun in nouns:
        out += [noun] if noun.endswith("s") else [noun, _with_s(noun)]
    return out


def _forms(verb: str) -> tuple[str, ...]:
    if verb in _irregular():
        return _irregular()[verb]
    stem = verb.removesuffix("e")
    past = f"{verb[:-1]}ied" if _ends_in_y(verb) else f"{stem}ed"
    return verb, _with_s(verb), f"{stem}ing", past


def _with_s(word: str) -> str:
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in VOWELS
