"""The words by which facts become claims: `lexicon/comparison.toml`, checked when it is read."""

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta import lexicon
from regesta.errors import LexiconError

__all__ = ["AS_SUCH", "Vocabulary", "has_word", "state_name", "subject_name", "vocabulary"]

AS_SUCH = "as_such"
"""The milestone of an event that dates the start of relations itself."""


class Words(BaseModel):
    """Lists of words, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    everybody: tuple[str, ...]
    relation: tuple[str, ...]
    pair: tuple[str, ...]
    pronoun: tuple[str, ...]
    thing: tuple[str, ...]
    apposition: tuple[str, ...]
    weekday: tuple[str, ...]
    another_time: tuple[str, ...]
    sole_office: tuple[str, ...]
    not_in_office: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    before_that: tuple[str, ...]
    after_that: tuple[str, ...]
    distance: tuple[str, ...]
    handover: tuple[str, ...]
    no_place: tuple[str, ...]
    salient: tuple[str, ...]


class Lists(BaseModel):
    """Words beside a number that others belong to, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hedges: tuple[str, ...]
    agent: tuple[str, ...]
    including: tuple[str, ...]
    of_them: tuple[str, ...]
    vague: tuple[str, ...]
    open: tuple[str, ...]
    total: tuple[str, ...]
    not_added: tuple[str, ...]
    points: tuple[str, ...]
    ordinals: tuple[str, ...]


class Changes(BaseModel):
    """Verbs of change, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    up: tuple[str, ...]
    down: tuple[str, ...]
    upside_down: tuple[str, ...]


class Retold(BaseModel):
    """Words by which a text points back to a thing and gives its value once more, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    the: tuple[str, ...]
    no_the: tuple[str, ...]
    worth: tuple[str, ...]
    another: tuple[str, ...]
    changed: tuple[str, ...]
    in_all: tuple[str, ...]
    cost: tuple[str, ...]
    took_place: tuple[str, ...]
    not_yet: tuple[str, ...]
    noun_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    irregular: dict[str, tuple[str, ...]]


class Effect(BaseModel):
    """What is counted, and the words of a sentence that say what became of it, in lower case; no words: any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nouns: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...]


class Lasting(BaseModel):
    """Words about how long something lasted, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lasted: tuple[str, ...]
    ended: tuple[str, ...]
    during: tuple[str, ...]


class Anniversaries(BaseModel):
    """Ordinals and names of anniversaries with their years, and words of what is still to come; in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: dict[str, int]
    alone: tuple[str, ...]
    coming: tuple[str, ...]


class Dimension(BaseModel):
    """The adjectives and nouns of a dimension, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]


class Sizes(BaseModel):
    """Words about the sizes of things, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borders: tuple[str, ...]
    dimensions: dict[str, Dimension]


class KindOfPlace(BaseModel):
    """The words for a kind of place, and the types of ISO 3166-2 that they may be used of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    types: tuple[str, ...] = ()


class Extent(BaseModel):
    """Words that say whom a number counts, and where; in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    apart: tuple[str, ...]
    without: tuple[str, ...]
    oneself: tuple[str, ...]
    several: tuple[str, ...]
    everywhere: tuple[str, ...]


class Telling(BaseModel):
    """Words about how something is told, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deeds: tuple[str, ...]
    alleging: tuple[str, ...]
    settled: tuple[str, ...]
    relays: tuple[str, ...]
    certain: tuple[str, ...]
    nobody: tuple[str, ...]
    back: tuple[str, ...]
    no_first: tuple[str, ...]


class Happening(BaseModel):
    """The nouns for happenings of one kind, and the beginnings of all words that can mean one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nouns: tuple[str, ...]
    words: tuple[str, ...]


class Seldom(BaseModel):
    """Whose happening it is (a pair of states, one person), and within how many days there is only one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Literal["pair", "person"]
    days: int = Field(ge=1)


class Vocabulary(BaseModel):
    """What `lexicon/comparison.toml` says; the file explains each section."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    milestones: dict[str, str]
    once: dict[str, Literal["pair", "state"]]
    seldom: dict[str, Seldom]
    measures: dict[str, tuple[str, ...]]
    effects: dict[str, Effect]
    words: Words
    lists: Lists
    changes: Changes
    retold: Retold
    lasting: Lasting
    anniversaries: Anniversaries
    kinds_of_places: dict[str, KindOfPlace]
    named_like_their_capital: tuple[str, ...]
    sizes: Sizes
    extent: Extent
    stages: dict[str, tuple[str, ...]]
    telling: Telling
    happenings: dict[str, Happening]
    families: dict[str, tuple[str, ...]]
    names: dict[str, str]
    agencies: dict[str, tuple[str, ...]]

    def family(self, event_type: str) -> str:
        """The family of an event type: the types that may name one happening."""
        return next((name for name, types in self.families.items() if event_type in types), event_type)

    @property
    def tolls(self) -> frozenset[str]:
        """What is counted while a happening unfolds: a later number may be higher."""
        return frozenset((*self.measures, *self.effects))

    def happenings_called(self, noun: str) -> list[str]:
        """The kinds of happenings for which a noun stands."""
        return [kind for kind, told in self.happenings.items() if noun.lower() in told.nouns]

    def agency(self, credit: str) -> str | None:
        """The news agency that a byline or dateline names, alone or behind "by"; None when it names none."""
        name = credit.strip().casefold().removeprefix("by ").strip(" .")
        return next((agency for agency, names in self.agencies.items() if name in names), None)

    def measure(self, cue: str) -> str | None:
        """What a number of victims counts, from the words beside it; None when they name nothing, or two things."""
        named = [name for name, words in self.measures.items() if has_word(cue, words)]
        return named[0] if len(named) == 1 else None


@cache
def vocabulary() -> Vocabulary:
    """The words, read once.

    Raises:
        LexiconError: the file is not TOML, or a section is missing or unknown.
    """
    path = lexicon.folder() / "comparison.toml"
    try:
        return Vocabulary.model_validate(lexicon.read(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path) from error


def has_word(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words (or phrases, in lower case) stands in the text as a word of its own."""
    return _pattern(words).search(text.lower()) is not None


def state_name(code: str) -> str:
    """What a state is called in a sentence for a person; the code itself when no list has it."""
    return _states().get(code, code)


def subject_name(subject: str) -> str:
    """What a subject that is no happening is called in a sentence.

    "Kenya and Peru" of `rel:KEN-PER`, "Ada Lovelace" of `person:ada-lovelace`, "mayor of Lima" of
    `office:mayor of Lima`, "the contract" of `retold:contract at 17`; a subject that is only a passage is "it".
    """
    kind, _, name = subject.partition(":")
    if kind == "rel":
        return " and ".join(map(state_name, name.split("-")))
    if kind == "person":
        return name.replace("-", " ").title()
    if kind == "retold":
        return "the " + name.rpartition(" at ")[0]
    passage = {"text": "it", "alike": "what both tell alike", "quote": f"“{name}”"}
    return {**passage, "first": f"“first {name}”", "words": name.title()}.get(kind, name)


@cache
def _states() -> dict[str, str]:
    entries = lexicon.read(lexicon.folder() / "entities" / "countries.toml")["rules"]
    return {entry.get("code", entry["id"].upper()): entry["names"][0] for entry in entries}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b")
