"""The words, shapes and patterns of `lexicon/times.toml`, checked and ready for use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.lexicon import Rule

__all__ = ["FILE", "Shape", "TimeRule", "Vocabulary", "rules", "vocabulary"]

FILE = lexicon.folder() / "times.toml"


class TimeRule(Rule):
    """A pattern over token kinds, and the form that a match has.

    `pattern` holds kinds and terms (capitals), `name:` before a part that the form reads, and the operators of regular
    expressions; of its alternatives the first that fits counts, so the longer stands first. `before`, `not_before`,
    `not_after` list kinds that must, or must not, stand beside the match. `a` and `b` are the names of the two ends in
    a pattern that makes two rows. `settings` are read by the form.
    """

    form: str
    pattern: str
    before: str = ""
    not_before: str = ""
    not_after: str = ""
    settings: Mapping[str, str | int] = Field(default_factory=dict)


class Shape(BaseModel):
    """What a run of digits may look like, and the kinds of its tokens.

    `regex` must match the whole run. With one kind the run is one token; with more, each group of the regex is one.
    `low` and `high` bound the value of a run that is one number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    regex: str
    kinds: tuple[str, ...]
    low: int | None = None
    high: int | None = None


class _File(BaseModel):
    """The whole of times.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capitalised: tuple[str, ...]
    cues: tuple[str, ...]
    words: Mapping[str, Mapping[str, str | int | float]]
    tenses: Mapping[str, tuple[str, ...]]
    saying: tuple[str, ...]
    shapes: tuple[Shape, ...]
    terms: Mapping[str, str]
    rules: tuple[object, ...]  # read by `lexicon.load`, whose errors name the entry


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Kind and value of every known word (lower case), and what a scan needs besides.

    `capitalised` are kinds whose words count only with a capital; `cues` are kinds without one of which a sentence
    holds no temporal expression; `terms` are names for parts of patterns; `tenses` are words of verbs that look back
    (-1) or ahead (1); `saying` are words beside a quotation.
    """

    words: Mapping[str, tuple[str, str | int | float]]
    capitalised: frozenset[str]
    cues: frozenset[str]
    shapes: tuple[tuple[re.Pattern[str], Shape], ...]
    terms: Mapping[str, str]
    tenses: Mapping[str, int]
    saying: tuple[str, ...]


@cache
def _file() -> _File:
    try:
        return _File.model_validate(lexicon.read(FILE))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LexiconError(f"{where}: {first['msg']}", file=FILE) from error


@cache
def rules() -> tuple[TimeRule, ...]:
    """The rules in the order of the file; of two equally long matches the earlier rule wins."""
    return lexicon.load(FILE, TimeRule)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary; raises LexiconError when a word is given twice."""
    file = _file()
    words: dict[str, tuple[str, str | int | float]] = {}
    for kind, entries in file.words.items():
        for word, value in entries.items():
            if word in words:
                raise LexiconError(f"[words.{kind}] {word}: already a {words[word][0]}", file=FILE)
            words[word] = (kind, value)
    shapes = tuple((re.compile(shape.regex), shape) for shape in file.shapes)
    tenses = {word: sign for name, sign in (("past", -1), ("future", 1)) for word in file.tenses[name]}
    return Vocabulary(words, frozenset(file.capitalised), frozenset(file.cues), shapes, file.terms, tenses, file.saying)
