"""The event rules: one TOML file per type.

A rule names its triggers by part of speech: `verbs`, `nouns`, `adjectives`. Of a phrase among the verbs ("pull out",
"put on alert") the first word is the verb and the others hang on it; of one among the nouns ("car bomb", "vote of no
confidence") all words stand together. `partner` holds the second part of a two-part trigger (sign + deal): a noun or
an infinitive ("to invest") that the first part governs, or its subject (`partner_at`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.lexicon import Rule

__all__ = ["ACTING", "KINDS", "ROLES", "EventRule", "EventType", "event_rules", "event_types"]

ROLES = ("actor", "recipient", "participant", "place", "object", "value", "victims")

STATES = ("country", "capital", "demonym")
"""A state by its name, the seat of its government, or its people; `state` in a type file."""

NAMED = (*STATES, "division", "organisation", "person", "group")

ACTING = (*NAMED, "people")
"""Kinds of filler that can do something; `people` are those without a name ("police", "the protesters")."""

KINDS = (*ACTING, "state", "place", "target")
"""All kinds of filler; a `target` is a thing that can be harmed ("a convoy")."""

NEEDS = (*ROLES, "date", "named", "anaphor", "earlier", "recalled")
POSITION = re.compile(
    r"subject|object|bound|pair|possessive|modifier|partner|of|by|with|between|to|in|for|from|against|on|at|into|through|over"
    r"|about|along|near|place|money|toll"
)


class Heading(BaseModel):
    """The head of a type file: what the type is, and what its rules share unless they say otherwise.

    `never`: phrases in which a trigger word means something else ("heart attack"). `intended`: the name that PLOVER
    gives to the announcement that one will do it. `covers`: what the trigger governs is only what is promised, asked or
    refused, which PLOVER does not code: `kept` as an event that has not happened, or `dropped`; or it is what somebody
    is blamed for, praised for or protests against, and `told` as it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    plover: str | None = None
    intended: str | None = None
    cameo: str | None = None
    family: str | None = None
    milestone: str | None = None
    note: str = Field(min_length=1)
    slots: Mapping[str, tuple[str, ...]] = {}
    kinds: Mapping[str, tuple[str, ...]] = {}
    itself: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    covers: Literal["kept", "dropped", "told"] | None = None
    never: tuple[str, ...] = ()


class EventRule(Rule):
    """One way in which a text names an event of the type.

    `slots`: role to positions, the first that is filled wins. `kinds`: role to the kinds of filler. `itself`: roles of
    which the filler must be what the phrase is about (`the recognition of Palau`, not `of Palau's problems`).
    `complement`: the trigger must govern one of these (`duty`: that another must, `another`: another to do it).
    `denied`: the trigger must be what one is not willing to do ("would not accept"), and the negation is part of it.

    `requires`: each entry must hold; alternatives are parted by `|`: a role, `date`, `named` (the Sewol disaster),
    `anaphor` (the attack, spoken of before), `earlier` (a sentence before has an event of the type, and this one
    belongs to it), `recalled` (the next sentence opens with "the" and one of the words of `recalled`). Nothing is
    needed where the words alone tell all. `yields_to`: types of which no trigger may stand in the same sentence.
    """

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    partner_at: Literal["object", "subject"] = "object"
    complement: tuple[Literal["infinitive", "clause", "gerund", "duty", "another"], ...] = ()
    denied: bool = False
    slots: Mapping[str, tuple[str, ...]] = {}
    kinds: Mapping[str, tuple[str, ...]] = {}
    itself: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    status: Literal["promised", "planned", "alleged", "hypothetical"] | None = None
    plover: str | None = None
    cameo: str | None = None
    family: str | None = None
    milestone: str | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """A type file: its heading, and its rules by rule id."""

    name: str
    heading: Heading
    rules: Mapping[str, EventRule]


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


def _read(path: Path) -> EventType:
    head = {key: value for key, value in lexicon.read(path).items() if key != "rules"}
    try:
        heading = Heading.model_validate(head)
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path) from error
    rules = lexicon.load(path, EventRule)
    for rule in rules:
        if problem := _problem(heading, rule):
            raise LexiconError(f"[[rules]] {rule.id}: {problem}", file=path)
    return EventType(path.stem, heading, {f"events.{path.stem}.{rule.id}": rule for rule in rules})


def _problem(heading: Heading, rule: EventRule) -> str | None:
    """What the two models together cannot mean."""
    if not (rule.verbs or rule.nouns or rule.adjectives):
        return "give verbs, nouns or adjectives"
    for need in rule.requires or heading.requires:
        if not set(need.split("|")) <= set(NEEDS):
            return f"requires: {need!r} is not known"
    for role, positions in {**heading.slots, **rule.slots}.items():
        if role not in ROLES or not all(POSITION.fullmatch(position) for position in positions):
            return f"slots: {role} = {list(positions)} is not known"
    for role, kinds in {**heading.kinds, **rule.kinds}.items():
        if role not in ROLES or not set(kinds) <= set(KINDS):
            return f"kinds: {role} = {list(kinds)} is not known"
    return None
