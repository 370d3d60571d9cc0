"""The words that the figures extractor goes by: `lexicon/figures.toml`, checked and compiled once."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.lexicon import Rule

__all__ = ["Comparator", "Measured", "Vocabulary", "either", "figure_rules", "vocabulary"]

Sign = Literal["~", ">", ">=", "<", "<="]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Numerals(_Section):
    """Number words and what each is worth; `short` are the magnitudes that are letters on a number (5bn, 5k).

    `on_codes` are those written onto one of the `magnified` codes of currencies (MEUR). `money` and `counted` are words
    before and after a number that make a short one of several meanings a magnitude ("paid 2.5m", "2.5m have fled"),
    unless one of `lengths` stands in the sentence.
    """

    ones: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, Decimal]
    plurals: dict[str, Decimal]
    fractions: dict[str, int]
    signs: dict[str, str]
    short: dict[str, Decimal]
    short_ambiguous: dict[str, Decimal]
    magnified: tuple[str, ...]
    on_codes: dict[str, Decimal]
    money: tuple[str, ...]
    counted: tuple[str, ...]
    lengths: tuple[str, ...]


class Comparator(_Section):
    """Cues that hedge a number, and the comparator they give."""

    sign: Sign
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Directions(_Section):
    """Words right before an amount that say that something went up or down by it.

    `moves_up` and `moves_down` have what they move between them and "by" ("cut the forecast by 5%"); "up" says
    nothing of that kind after a verb of `with_particle` ("gave up 500 yards").
    """

    up: tuple[str, ...]
    down: tuple[str, ...]
    moves_up: tuple[str, ...]
    moves_down: tuple[str, ...]
    with_particle: tuple[str, ...]


class Measured(_Section):
    """Words that name what a figure is a quantity of, and the kinds of figure they go with."""

    kinds: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Parts(_Section):
    """Words that make a figure a part of the one before it."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Refusals(_Section):
    """Words before or after a number that make it no figure."""

    labels: tuple[str, ...]
    labels_with_counts: tuple[str, ...]
    sides: tuple[str, ...]
    streets: tuple[str, ...]
    pronoun_before: tuple[str, ...]
    pronoun_nouns: tuple[str, ...]
    half_before: tuple[str, ...]
    hyphened: tuple[str, ...]
    rate_nouns: tuple[str, ...]
    prefixes: tuple[str, ...]


class Nouns(_Section):
    """What ends a noun phrase, nouns with an irregular plural, and peoples named by an adjective."""

    stops: tuple[str, ...]
    not_plural: tuple[str, ...]
    not_men: tuple[str, ...]
    not_us: tuple[str, ...]
    irregular: dict[str, str]
    demonyms: tuple[str, ...]
    casualties: tuple[str, ...]
    dimensions: tuple[str, ...]
    weak: tuple[str, ...]
    calendar: tuple[str, ...]
    people: tuple[str, ...]
    aged: tuple[str, ...]
    parents: tuple[str, ...]
    not_adverbs: tuple[str, ...]
    superlatives: tuple[str, ...]
    not_superlative: tuple[str, ...]


class Counting(_Section):
    """Words that say what a bare number counts: `people` name a number of them, `verbs` lead to the number."""

    people: tuple[str, ...]
    verbs: tuple[str, ...]


class Compound(_Section):
    """Two units that are written one after the other: `parts` of `minor` make one of `major`.

    `short` is a sign of the smaller one that counts only here; `bare` says when the smaller one may be left out.
    """

    major: tuple[str, ...]
    minor: tuple[str, ...]
    parts: int
    short: str | None = None
    bare: Literal["always", "at_end", "never"] = "never"


class Vocabulary(_Section):
    """The sections of the file that make no rows themselves."""

    numerals: Numerals
    comparators: tuple[Comparator, ...]
    directions: Directions
    measured: tuple[Measured, ...]
    parts: Parts
    refusals: Refusals
    nouns: Nouns
    counting: Counting
    compounds: tuple[Compound, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of `lexicon/figures.toml`; raises LexiconError when a section is wrong."""
    path = lexicon.folder() / "figures.toml"
    sections = {name: value for name, value in lexicon.read(path).items() if name != "rules"}
    try:
        return Vocabulary.model_validate(sections)
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path) from error


@cache
def figure_rules() -> Mapping[str, Rule]:
    """The rules of `lexicon/figures.toml` by rule id."""
    return {f"figures.{rule.id}": rule for rule in lexicon.load(lexicon.folder() / "figures.toml", Rule)}


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a space stands for any white space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"
