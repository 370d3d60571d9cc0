"""The rules of HTML: `lexicon/html.toml`, read when first used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from regesta import lexicon
from regesta.lexicon import Rule

__all__ = ["HtmlRule", "Vocabulary", "by_id", "metadata_names", "rules", "vocabulary", "words_of"]

_FILE = lexicon.folder() / "html.toml"
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAMING = ("class", "id", "rel", "role", "itemprop")
"""Attributes whose values people make of words that say what an element is."""
_NO_WORDS: frozenset[str] = frozenset()


class HtmlRule(Rule):
    """What the text of some elements is; the head of the file explains the columns."""

    kind: str
    elements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    overrules: bool = False

    @property
    def rule_id(self) -> str:
        """The full id that rows carry."""
        return f"html.{self.id}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The rules by what they look at; of two rules with the same word the first in the file has it."""

    structure: Mapping[str, HtmlRule]
    """By element: what the text directly in it is."""
    furniture_elements: Mapping[str, HtmlRule]
    furniture_roles: Mapping[str, HtmlRule]
    furniture_words: Mapping[str, HtmlRule]
    inline: frozenset[str]
    """Words that say something of the text around, also on an element inside a line."""
    whole: frozenset[str]
    of: frozenset[str]
    part: frozenset[str]

    def names_article(self, words: frozenset[str]) -> bool:
        """Whether words of an element say that it holds the text of an article."""
        return bool(words & self.whole or (words & self.of and words & self.part))


@cache
def rules() -> tuple[HtmlRule, ...]:
    """The rules, in the order of the file."""
    return lexicon.load(_FILE, HtmlRule)


@cache
def by_id() -> Mapping[str, HtmlRule]:
    """The rules by the id that they have in the file."""
    return {rule.id: rule for rule in rules()}


@cache
def vocabulary() -> Vocabulary:
    """The rules as they are looked up."""
    furniture = [rule for rule in reversed(rules()) if rule.kind == "furniture"]
    others = [rule for rule in reversed(rules()) if rule.kind != "furniture"]
    return Vocabulary(
        structure={name: rule for rule in others for name in rule.elements},
        furniture_elements={name: rule for rule in furniture for name in rule.elements},
        furniture_roles={role: rule for rule in furniture for role in rule.roles},
        furniture_words={word: rule for rule in furniture for word in rule.words},
        inline=frozenset(word for rule in others for word in rule.words),
        **{key: frozenset(words) for key, words in lexicon.read(_FILE)["layout"].items()},
    )


@cache
def metadata_names() -> Mapping[str, Mapping[str, Any]]:
    """For each place of metadata, the names used there and what of ours they are."""
    found: Mapping[str, Mapping[str, Any]] = lexicon.read(_FILE)["metadata"]
    return found


def words_of(attributes: Mapping[str, str]) -> frozenset[str]:
    """The words, in lower case, of the attributes that people name things in."""
    named = [attributes[name] for name in _NAMING if name in attributes]
    return _words(" ".join(named)) if named else _NO_WORDS


@lru_cache(maxsize=16384)
def _words(value: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(value))
