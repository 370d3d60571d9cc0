"""lexicon/attributions.toml, checked, and the patterns that are built from it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from pydantic import model_validator

from regesta import lexicon
from regesta.lexicon import Rule
from regesta.spans import Span

__all__ = [
    "Cue",
    "CueRule",
    "Words",
    "any_of",
    "cues",
    "enumeration",
    "next_speaker",
    "number_of_things",
    "rules",
    "words",
]

FILE = "attributions"
WORD = re.compile(r"\w+")

Frame = Literal[
    "quoted_as",
    "passive",
    "hearsay",
    "adverb",
    "according_to",
    "words_of",
    "put_it",
    "source",
    "nominal",
    "accusation",
    "naming",
    "whether",
    "verb",
    "enumeration",
    "turn",
]
FRAMES: tuple[str, ...] = get_args(Frame)
"""The frames in the order in which they are tried for one word: `quoted as saying` before `quoted`."""


class CueRule(Rule):
    """A class of verbs of speech, or a way of saying who says something that is not such a verb.

    `verbs` have a subject that speaks; `plurals` have a plural one, since the same form is a noun or an infinitive
    elsewhere; `participles` borrow the subject of the main clause; `phrases` are the words of other frames.

    What is said may follow without "that" or quotation marks (`bare`), as a noun (`noun`), as a number with its noun
    (`quantity`), behind "to" (`infinitive`), or is always a quotation (`direct`). `addressee`: somebody to whom it is
    said may stand between.
    """

    frame: Frame = "verb"
    verbs: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    bare: bool = False
    noun: bool = False
    infinitive: bool = False
    quantity: bool = False
    addressee: bool = False
    direct: bool = False

    @model_validator(mode="after")
    def _has_words(self) -> "CueRule":
        if not (self.forms() or self.frame in ("enumeration", "turn")):
            raise ValueError("has no words")
        return self

    def forms(self) -> tuple[str, ...]:
        """Every form by which its cue is found."""
        return (*self.verbs, *self.plurals, *self.participles, *self.phrases)


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
    bodies: frozenset[str]
    hearers: frozenset[str]
    occasions: frozenset[str]
    papers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule with its full id, and the form by which it was found."""

    rule_id: str
    rule: CueRule
    form: str


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


def cues(text: str, sentence: Span) -> Iterator[tuple[Span, tuple[Cue, ...]]]:
    """The words of a sentence that may be cues, in order, each with its readings in the order of `FRAMES`."""
    forms, at = _forms(), sentence.start
    for word in WORD.finditer(text, sentence.start, sentence.end):
        if word.start() < at or word[0] not in forms:
            continue
        for pattern, readings in forms[word[0]]:
            if match := pattern.match(text, word.start(), sentence.end):
                at = match.end()
                if "-" not in (text[word.start() - 1 : word.start()], text[at : at + 1]):  # "so-called" says nothing
                    yield Span(*match.span()), readings
                break


@cache
def _forms() -> Mapping[str, Sequence[tuple[re.Pattern[str], tuple[Cue, ...]]]]:
    """All forms by their first word, the longest first. A verb has no capital; what may begin a sentence has both."""
    found: dict[str, list[Cue]] = {}
    for rule_id, rule in sorted(rules().items(), key=lambda item: FRAMES.index(item[1].frame)):
        for form in rule.forms():
            cue = Cue(rule_id, rule, form)
            for written in {form, form if form in (*rule.verbs, *rule.plurals) else form[0].upper() + form[1:]}:
                found.setdefault(written, []).append(cue)
    by_word: dict[str, list[tuple[re.Pattern[str], tuple[Cue, ...]]]] = {}
    for form in sorted(found, key=lambda form: (-len(form), form)):
        by_word.setdefault(form.split()[0], []).append((re.compile(rf"{any_of([form])}\b"), tuple(found[form])))
    return by_word


def any_of(forms: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, whatever the white space in them."""
    return "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=lambda f: (-len(f), f)))


@cache
def enumeration() -> re.Pattern[str]:
    """`The third is that`, `The second point is to`, at the start of a sentence."""
    return re.compile(rf"The\s+(?:{any_of(words().ordinals)})(?:\s+\w+)?\s+(?:is|was)\s+(?:that|to)\b")


@cache
def next_speaker() -> re.Pattern[str]:
    """Where the words of one speaker end inside a sentence: `, according to`, `, adding`, `, but police said`, `;`."""
    participles = any_of(form for rule in rules().values() for form in rule.participles)
    sources = any_of(form for rule in rules().values() if rule.frame == "source" for form in rule.phrases)
    verbs = any_of(form for rule in rules().values() if rule.frame == "verb" for form in (*rule.verbs, *rule.plurals))
    joined = r"(?:but|while|whereas|though|although|and|yet)"
    return re.compile(
        rf",?\s+according\s+to\b|,\s+(?:{participles}|{sources})\b|;\s+(?!that\b)"
        rf"|,\s+{joined}\s+(?!that\b)(?:[\w'’-]+\s+){{1,5}}?(?:{verbs})\b"
    )


@cache
def number_of_things() -> re.Pattern[str]:
    """`four areas`, `three further conditions`: what makes a reader expect an enumeration."""
    return re.compile(rf"\b(?:{any_of(words().numbers)})\s+(?:\w+\s+){{0,2}}(?:{any_of(words().listed)})\b")
