"""The lexicon of names, offices and patterns, as a trie over words.

`names()` joins every file under `lexicon/entities`: lists of names (one file for each kind of thing), offices, the head
nouns by which a name that no list holds is known, and the nouns for those who act without a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.lexicon import Rule

__all__ = [
    "Entry", "Leaders", "Leaf", "Name", "Node", "Office", "Pattern", "Role", "RoleWords", "Words", "adjectives",
    "entries", "every", "names", "names_of", "persons_alone", "portfolio_words", "role_words", "rules", "slug",
    "tokens", "words",
]  # fmt: skip

KINDS = {
    "countries": "country",
    "divisions": "division",
    "capitals": "place",
    "places": "place",
    "organisations": "organisation",
    "institutions": "organisation",
    "parties": "organisation",
    "publications": "organisation",
    "groups": "group",
    "persons": "person",
}
"""The lists of names, and what each of their entries is."""

SHORT = 4
"""A name with fewer letters is not looked for in capitals: IRA is no Ira."""

TOKEN = re.compile(r"\w+|[^\w\s]")
SAME = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‐": "-", "‑": "-"}
"""Punctuation that is written in several ways."""

LEAF = ""
"""The key under which a node holds what ends there; no word is empty."""


class Name(Rule):
    """An entry of a list of names.

    `names` and `demonyms` are its own; `shared` and `shared_demonyms` are those that another entry has too. The linked
    id is `code`, else the id as a slug (in capitals for a country). `personal`: also a name of people. `generic`: other
    states have a body of that name too, so that only a document about its state, or about none, means it.
    `home` is the state in which a body is at home without acting for it. `type` is that of a first-level division.
    `alone`: words by which the world calls a person. `not_before` and `not_after` are words beside which it means
    something else.
    """

    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    shared_demonyms: tuple[str, ...] = ()
    code: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    home: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    type: str | None = Field(default=None, pattern=r"^[a-z ]+$")
    surname: str | None = None
    alone: tuple[str, ...] = ()
    personal: bool = False
    generic: bool = False
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class Leaders(Rule):
    """Who has led a state, or spoken for it: each of `leaders` is one person by one or more names.

    The id is the code of the state. `alone`: words of a name by which the world calls the person. `common`: those whose
    names many people bear, so that they are of the state only where the text says more of it.
    """

    leaders: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


class Office(Rule):
    """An office or a form of address that stands beside a name.

    `unnamed`: with a state beside it, or the article, it means its holder without a name ("the Kenyan president").
    `of_portfolio`: of these words also those with a portfolio before them ("energy minister").
    """

    words: tuple[str, ...] = Field(min_length=1)
    acts_for_state: bool = True
    of_portfolio: tuple[str, ...] = ()
    unnamed: bool = False
    is_title: bool = False


class Pattern(Rule):
    """A way in which a name that no list holds is known; `heads` are the nouns that it ends in."""

    kind: str | None = None
    heads: tuple[str, ...] = ()
    tail: bool = False
    lower_case: bool = False
    in_headings: bool = False


class Role(Rule):
    """Those who act without a name; `heads` are the nouns.

    `of_portfolio`: nouns with a portfolio before them ("water ministry"). `at_home`: a place named beside them tells
    their state.
    """

    kind: Literal["organisation", "group", "person"]
    heads: tuple[str, ...] = ()
    of_portfolio: tuple[str, ...] = ()
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface in the trie stands for: a name, an office, the head noun of a pattern, a noun of those who act.

    `names` are those of one person, when the rule names several; `is_common`: many people have that name.
    """

    role: Literal["name", "office", "head", "actor"]
    rule_id: str
    kind: str = ""
    linked_id: str | None = None
    country: str | None = None
    rule: Rule | None = None
    names: tuple[str, ...] = ()
    is_common: bool = False

    @property
    def basis(self) -> str:
        """How its country is known."""
        return "home" if isinstance(self.rule, Name) and self.rule.home else "listed"

    @property
    def file(self) -> str:
        """The list that the entry stands in."""
        return self.rule_id.split(".")[1]


Leaf = tuple[Entry, ...]
Node = dict[str, Any]
"""Words to nodes; under `LEAF` a `Leaf`."""


@dataclass(frozen=True, slots=True)
class Words:
    """Vocabulary of patterns.toml that makes no fact of its own."""

    function: frozenset[str]
    place_prepositions: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    surnames_too: frozenset[str]
    given: frozenset[str]
    office_modifiers: frozenset[str]
    not_persons: frozenset[str]
    speaking: frozenset[str]
    family_name_first: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Vocabulary of roles.toml that makes no fact of its own."""

    portfolios: frozenset[str]
    modifiers: frozenset[str]
    loose: frozenset[str]
    not_in_office: frozenset[str]
    parts: frozenset[str]
    owners: frozenset[str]
    locatives: frozenset[str]
    directions: frozenset[str]
    places: frozenset[str]


def tokens(text: str) -> list[str]:
    """The words and punctuation marks of a name, marks in one spelling."""
    return [SAME.get(token, token) for token in TOKEN.findall(text)]


def slug(name: str) -> str:
    """`Inter-Services Intelligence` to `inter-services-intelligence`; accents and apostrophes fall."""
    plain = unicodedata.normalize("NFKD", re.sub("['’.]", "", name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _file(name: str) -> Path:
    return lexicon.folder() / "entities" / f"{name}.toml"


@cache
def words() -> Words:
    """The vocabulary of patterns.toml."""
    section = lexicon.read(_file("patterns"))["words"]
    return Words(**{name: frozenset(values) for name, values in section.items()})


@cache
def role_words() -> RoleWords:
    """The vocabulary of roles.toml."""
    section = lexicon.read(_file("roles"))["words"]
    return RoleWords(**{name: frozenset(values) for name, values in section.items()})


@cache
def adjectives() -> frozenset[tuple[str, ...]]:
    """The words for the people of a state or division, in tokens."""
    rules_ = (entry.rule for entry in entries().values() if isinstance(entry.rule, Name))
    return frozenset(tuple(tokens(word)) for rule in rules_ for word in (*rule.demonyms, *rule.shared_demonyms))


@cache
def portfolio_words() -> frozenset[str]:
    """The words of all portfolios."""
    return frozenset(word for portfolio in role_words().portfolios for word in portfolio.lower().split())


@cache
def every() -> tuple[Entry, ...]:
    """Every entry of every list, office, pattern and role; a rule that names several persons has one for each."""
    return (*_named(), *_leaders(), *_offices(), *_patterns(), *_roles())


@cache
def entries() -> Mapping[str, Entry]:
    """The entries by rule id."""
    return {entry.rule_id: entry for entry in every()}


@cache
def persons_alone() -> Mapping[str, tuple[Entry, ...]]:
    """The listed persons whom one word of their name is enough to call, by that word."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in every():
        spoken = entry.rule.alone if isinstance(entry.rule, Name | Leaders) else ()
        for word in spoken:
            if any(word in tokens(name) for name in names_of(entry)):
                found[word] = (*found.get(word, ()), entry)
    return found


def names_of(entry: Entry) -> tuple[str, ...]:
    """The names under which a listed entry is looked for."""
    return entry.names or (entry.rule.names if isinstance(entry.rule, Name) else ())


def rules() -> dict[str, Rule]:
    """The rules behind `entries`, by rule id."""
    return {rule_id: entry.rule for rule_id, entry in entries().items() if entry.rule is not None}


def _named() -> Iterator[Entry]:
    for file, kind in KINDS.items():
        for rule in lexicon.load(_file(file), Name):
            linked = rule.code or (rule.id.upper() if kind == "country" else rule.id.replace("_", "-"))
            country = linked if kind == "country" else rule.country or rule.home
            if kind == "division" and rule.type is None:
                raise LexiconError(f"[[rules]] {rule.id}: a division has a type", file=_file(file))
            yield Entry("name", f"entities.{file}.{rule.id}", kind, linked, country, rule)


def _leaders() -> Iterator[Entry]:
    for rule in lexicon.load(_file("leaders"), Leaders):
        for named in rule.leaders:
            is_common = named[0] in rule.common
            state = rule.id.upper()
            rule_id = f"entities.leaders.{rule.id}"
            yield Entry("name", rule_id, "person", slug(named[0]), state, rule, named, is_common)


def _offices() -> Iterator[Entry]:
    for rule in lexicon.load(_file("offices"), Office):
        yield Entry("office", f"entities.offices.{rule.id}", "person", rule=rule)


def _patterns() -> Iterator[Entry]:
    for rule in lexicon.load(_file("patterns"), Pattern):
        yield Entry("head", f"entities.patterns.{rule.id}", rule.kind or "", rule=rule)


def _roles() -> Iterator[Entry]:
    for rule in lexicon.load(_file("roles"), Role):
        yield Entry("actor", f"entities.roles.{rule.id}", rule.kind, rule=rule)


@cache
def names() -> Node:
    """The trie of all surfaces.

    Raises:
        LexiconError: a surface that two entries have and do not both call `shared`.
    """
    root: Node = {}
    owners: dict[str, Entry] = {}
    for entry in every():
        for surface, shared in _surfaces(entry):
            owner = owners.setdefault(surface, entry)
            if owner is not entry and not shared:
                raise LexiconError(
                    f"[[rules]] {entry.rule_id}: {surface!r} is also a surface of {owner.rule_id}",
                    file=_file(entry.file),
                )
            _insert(root, surface, entry)
    return root


def _insert(root: Node, surface: str, entry: Entry) -> None:
    node = root
    for word in tokens(surface):
        node = node.setdefault(word, {})
    leaf: Leaf = node.get(LEAF, ())
    if entry not in leaf:
        node[LEAF] = (*leaf, entry)


def _surfaces(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The forms under which an entry is looked for, and whether it may share them."""
    rule = entry.rule
    if isinstance(rule, Name):
        yield from ((form, False) for form in _with_capitals((*rule.names, *rule.demonyms)))
        yield from ((form, True) for form in (*rule.shared, *rule.shared_demonyms))
    elif isinstance(rule, Leaders):
        yield from ((form, False) for form in entry.names)
    elif isinstance(rule, Office):
        of_all = _of_portfolios(rule.of_portfolio)
        yield from ((form, False) for word in dict.fromkeys((*rule.words, *of_all)) for form in _cased(word))
    elif isinstance(rule, Role):
        yield from ((form, False) for form in dict.fromkeys((*rule.heads, *_of_portfolios(rule.of_portfolio))))
    elif isinstance(rule, Pattern):
        yield from ((form, False) for form in rule.heads)
        if rule.lower_case:
            yield from ((form.lower(), False) for form in rule.heads)


def _of_portfolios(nouns: Iterable[str]) -> list[str]:
    """`minister` to `energy minister`, `trade minister` ..."""
    return [f"{portfolio} {noun}" for noun in nouns for portfolio in sorted(role_words().portfolios)]


def _with_capitals(surfaces: Iterable[str]) -> Iterator[str]:
    for surface in surfaces:
        yield surface
        if sum(map(str.isalpha, surface)) >= SHORT and surface.upper() != surface:
            yield surface.upper()


def _cased(office: str) -> Iterator[str]:
    """`foreign ministry spokesman`, and with capitals as they are written: all, the first, all but the last."""
    parts = [part.capitalize() for part in office.split(" ")]
    title = " ".join(parts)
    hyphenated = re.sub(r"-[a-z]", lambda match: match.group().upper(), title)
    first = office[0].upper() + office[1:]
    all_but_last = " ".join([*parts[:-1], parts[-1].lower()])
    yield from dict.fromkeys((office, title, hyphenated, first, all_but_last))
