"""Finds the unit of a number: the words, symbols and currency signs of `lexicon/units.toml` around it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.extract.figures.nouns import plural
from regesta.extract.figures.vocabulary import either
from regesta.lexicon import Rule
from regesta.spans import Span

__all__ = ["Member", "Unit", "UnitTable", "resolved", "unit_table"]

Kind = Literal["currency", "physical", "percent", "age", "duration"]

_LONGEST = 10
"""Characters before a number in which its currency sign is looked for."""


class UnitRule(Rule):
    """An entry of `[[rules]]`: one unit, or one with its decimal prefixes ("{}metre")."""

    code: str
    name: str
    kind: Kind
    surfaces: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ("",)


class Member(Rule.__base__):  # type: ignore[name-defined, misc]
    """One currency of a family, and the words of a document that speak for it."""

    code: str
    name: str
    cues: tuple[str, ...]


class FamilyRule(Rule):
    """An entry of `[[families]]`: a sign or word that several currencies share."""

    name: str
    default: str | None = None
    surfaces: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    members: tuple[Member, ...]
