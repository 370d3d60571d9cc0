"""lexicon/attributions.toml, checked, and the patterns that are built from it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import model_validator

from regesta import lexicon
from regesta.lexicon import Rule

__all__ = ["Cue", "CueRule", "Words", "cues", "enumeration", "next_speaker", "number_of_things", "rules", "words"]

FILE = "attributions"


class CueRule(Rule):
    """A class of verbs of speech, or a way of saying who says something that is not such a verb."""

    frame: Literal["verb", "according_to", "passive", "nominal", "enumeration"] = "verb"
    verbs: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    bare: bool = False
    addressee: bool = False

    @model_validator(mode="after")
    def _has_words(self) -> "CueRule":
        if not (self.verbs or self.nouns or self.frame in ("according_to", "enumeration")):
            raise ValueError("has neither verbs nor nouns")
        return self


@dataclass(frozen=True, slots=True)
class Words:
    """Vocabulary that makes no fact of its own."""

    not_sources: frozenset[str]
    listed: frozenset[str]
    numbers: frozenset[str]
    ordinals: frozenset[str]
    publications: frozenset[str]
    holders: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule and the pattern that finds its words; `participles` says which words of a verb borrow their subject."""

    rule_id: str
    rule: CueRule
    pattern: re.Pattern[str]


@cache
def rules() -> Mapping[str, CueRule]:
    """Every rule by its rule id."""
    loaded = lexicon.load(lexicon.folder() / f"{FILE}.toml", CueRule)
    return {f"{FILE}.{rule.id}": rule for rule in loaded}


@cache
def words() -> Words:
    """The vocabulary of the file."""
    section = lexicon.read(lexicon.folder() / f"{FILE}.toml")["words"]
    return Words(**{name: frozenset(values) for name, values in section.items()})


@cache
def cues() -> tuple[Cue, ...]:
    """The rules whose cue is found by its words, in the order of the file."""
    return tuple(_cues())


def _cues() -> Iterator[Cue]:
    for rule_id, rule in rules().items():
        if rule.frame == "verb":
            yield Cue(rule_id, rule, _any_of((*rule.verbs, *rule.participles)))
        elif rule.frame == "passive":
            yield Cue(rule_id, rule, _any_of(rule.verbs, after=r"\s+by"))
        elif rule.frame == "nominal":
            yield Cue(rule_id, rule, _any_of(rule.nouns, before=r"(?<=['’]s\s)"))
        elif rule.frame == "according_to":
            yield Cue(rule_id, rule, re.compile(r"\b[Aa]ccording\s+to\b"))


def _any_of(forms: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"{before}\b(?:{joined}){after}\b")


@cache
def enumeration() -> re.Pattern[str]:
    """`The third is that`, `The second point is to`, at the start of a sentence."""
    ordinals = "|".join(sorted(words().ordinals))
    return re.compile(rf"The\s+(?:{ordinals})(?:\s+\w+)?\s+(?:is|was)\s+(?:that|to)\b")


@cache
def next_speaker() -> re.Pattern[str]:
    """Where the words of one speaker end inside a sentence: `, according to`, `, adding`."""
    participles = "|".join(sorted(form.replace(" ", r"\s+") for rule in rules().values() for form in rule.participles))
    return re.compile(rf",?\s+according\s+to\b|,\s+(?:{participles})\b")


@cache
def number_of_things() -> re.Pattern[str]:
    """`four areas`, `three further conditions`: what makes a reader expect an enumeration."""
    numbers, listed = "|".join(sorted(words().numbers)), "|".join(sorted(words().listed))
    return re.compile(rf"\b(?:{numbers})\s+(?:\w+\s+){{0,2}}(?:{listed})\b")
