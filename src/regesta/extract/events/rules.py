"""The event rules: one TOML file per type, read into patterns over a masked sentence.

A trigger is given by `verbs`, `nouns` (with a `partner` for two-part triggers such as sign ... deal) or a `pattern`.
In a pattern `{country}`, `{state}`, `{person}`, `{actor}`, `{place}`, `{time}`, `{money}` stand for a mention, and a
group named like a role fills that slot; the group `trigger` is the trigger's span, else the whole match is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.extract.events.words import inflected, plural
from regesta.lexicon import Rule

__all__ = ["ACTING", "MASKS", "ROLES", "EventRule", "EventType", "Trigger", "event_rules", "event_types", "triggers"]

ROLES = ("actor", "recipient", "participant", "place", "object", "value", "victims")

MASKS = {
    "country": "\ue000",
    "capital": "\ue009",
    "demonym": "\ue00a",
    "division": "\ue001",
    "place": "\ue002",
    "organisation": "\ue003",
    "person": "\ue004",
    "group": "\ue005",
    "time": "\ue006",
    "figure": "\ue007",
    "money": "\ue008",
}
"""The private-use character that stands for every character of a mention of that kind."""

STATES = ("country", "capital", "demonym")
"""A state by its name, the seat of its government, or its people; `state` in a type file."""

ACTING = (*STATES, "division", "organisation", "person", "group")
"""Kinds of mention that can do something."""

WORD = "[\\w\ue000-\ue00a'’-]+"
POSITION = (
    r"^(subject|object|pair|possessive|modifier|partner|of|by|with|between|to|in|for|from|against|on|at|into|through"
    r"|place|money|toll)$"
)


class Heading(BaseModel):
    """The head of a type file: what the type is, and what its rules share unless they say otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    plover: str | None = None
    cameo: str | None = None
    family: str | None = None
    milestone: str | None = None
    note: str = Field(min_length=1)
    slots: Mapping[str, tuple[str, ...]] = {}
    kinds: Mapping[str, tuple[str, ...]] = {}
    requires: tuple[str, ...] = ()


class EventRule(Rule):
    """One way in which a text names an event of the type.

    `requires`: each entry must hold; alternatives are parted by `|`: a role, `date`, `named` (the Sewol disaster),
    `anaphor` (the attack, spoken of before), `earlier` (a sentence before has an event of the type, and this one
    belongs to it), `recalled` (the next sentence opens with "the" and one of the words of `recalled`). Nothing is
    needed where the words alone tell all. `yields_to`: types of which no trigger may stand in the same sentence.
    """

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    pattern: str | None = None
    within: int = 5
    slots: Mapping[str, tuple[str, ...]] = {}
    kinds: Mapping[str, tuple[str, ...]] = {}
    requires: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    status: Literal["promised", "planned", "alleged", "hypothetical"] | None = None
    cameo: str | None = None
    milestone: str | None = None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class EventType:
    """A type file: its heading, and its rules by rule id."""

    name: str
    heading: Heading
    rules: Mapping[str, EventRule]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule compiled: what to search a masked sentence for. `verbal` tells what the first part of the match is."""

    rule_id: str
    type: EventType
    rule: EventRule
    regex: re.Pattern[str]
    verbal: bool
    reversed: bool = False
    cues: frozenset[str] = frozenset()
    """First words of the forms, in lower case: a sentence without any of them cannot match. Empty for a pattern."""

    @property
    def slots(self) -> Mapping[str, tuple[str, ...]]:
        """Role to the positions that may fill it, the first that does wins."""
        return {**self.type.heading.slots, **self.rule.slots}

    @property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Role to the kinds of mention that may fill it."""
        given = {**self.type.heading.kinds, **self.rule.kinds}
        return {
            role: tuple(k for kind in kinds for k in (STATES if kind == "state" else (kind,)))
            for role, kinds in given.items()
        }

    @property
    def requires(self) -> tuple[str, ...]:
        """What must be there for the trigger to fire."""
        return self.rule.requires or self.type.heading.requires


@cache
def event_types(folder: Path | None = None) -> tuple[EventType, ...]:
    """The types of a folder of rule files (default: the shipped ones), in the order of their file names.

    Raises:
        LexiconError: a file is not TOML or does not follow the form; names file and entry.
    """
    home = lexicon.folder() / "events" if folder is None else folder
    return tuple(_read(path) for path in sorted(home.glob("*.toml")))


def event_rules(types: Iterable[EventType]) -> dict[str, Rule]:
    """Every rule of the types by its rule id."""
    return {rule_id: rule for kind in types for rule_id, rule in kind.rules.items()}


def triggers(types: Iterable[EventType]) -> tuple[Trigger, ...]:
    """The compiled triggers of the types, in their order."""
    return tuple(
        trigger for kind in types for rule_id, rule in kind.rules.items() for trigger in _compiled(kind, rule_id, rule)
    )


def _read(path: Path) -> EventType:
    head = {key: value for key, value in lexicon.read(path).items() if key != "rules"}
    try:
        heading = Heading.model_validate(head)
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path) from error
    rules = lexicon.load(path, EventRule)
    for rule in rules:
        _check(path, heading, rule)
    return EventType(path.stem, heading, {f"events.{path.stem}.{rule.id}": rule for rule in rules})


def _check(path: Path, heading: Heading, rule: EventRule) -> None:
    """Raise LexiconError for what the two models together cannot mean."""
    known = {*ROLES, "date", "named", "anaphor", "earlier", "recalled"}
    for need in rule.requires or heading.requires:
        if not set(need.split("|")) <= known:
            raise LexiconError(f"[[rules]] {rule.id}: requires: {need!r} is not known", file=path)
    for role, positions in {**heading.slots, **rule.slots}.items():
        if role not in ROLES or not all(re.match(POSITION, position) for position in positions):
            raise LexiconError(f"[[rules]] {rule.id}: slots: {role} = {list(positions)} is not known", file=path)
    if bool(rule.pattern) == bool(rule.verbs or rule.nouns):
        raise LexiconError(f"[[rules]] {rule.id}: give verbs or nouns, or else a pattern", file=path)


def _compiled(kind: EventType, rule_id: str, rule: EventRule) -> Iterator[Trigger]:
    if rule.pattern:
        yield Trigger(rule_id, kind, rule, re.compile(rf"(?<![\w-])(?:{_masked(rule.pattern)})(?!\w)"), verbal=False)
    for verbal, forms in ((True, inflected(rule.verbs)), (False, plural(rule.nouns))):
        if not forms:
            continue
        cues = frozenset(re.split(r"[^a-z]", form.lower())[0] for form in forms)
        for regex, turned in _regexes(rule, forms, verbal=verbal):
            yield Trigger(rule_id, kind, rule, re.compile(regex), verbal, turned, cues)


def _regexes(rule: EventRule, forms: Sequence[str], *, verbal: bool) -> Iterator[tuple[str, bool]]:
    """The patterns of a trigger, and whether its parts change places there ("a deal was signed")."""
    head = f"(?P<head>{_any(forms, capital=rule.capital)})"
    if not rule.partner:
        yield rf"(?<![\w-]){head}(?![\w-])", False
        return
    partner = f"(?P<partner>{_any(plural(rule.partner), capital=rule.capital)})"
    gap = rf"(?:[ \t\n“\"]+{WORD}){{0,{rule.within}}}?[ \t\n]+"
    yield rf"(?<![\w-]){head}{gap}{partner}(?![\w-])", False
    if verbal:
        yield rf"(?<![\w-]){partner}{gap}{head}(?![\w-])", True


def _masked(pattern: str) -> str:
    classes: dict[str, Any] = {kind: f"{mark}+" for kind, mark in MASKS.items()}
    classes["actor"] = "[" + "".join(MASKS[kind] for kind in ACTING) + "]+"
    classes["state"] = "[" + "".join(MASKS[kind] for kind in STATES) + "]+"
    return re.sub(r"\{([a-z]+)\}", lambda m: classes[m.group(1)] if m.group(1) in classes else m.group(0), pattern)


def _any(forms: Iterable[str], *, capital: bool) -> str:
    """An alternation, longest first; the first letter may be a capital (the caller checks where)."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    if capital:
        return "|".join(re.escape(form) for form in ordered)
    return "|".join(f"[{form[0]}{form[0].upper()}]{re.escape(form[1:])}" for form in ordered)
