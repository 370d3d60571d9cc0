"""Finds the unit of a number: the words, symbols and currency signs of `lexicon/units.toml` around it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.extract.figures.nouns import plural
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.lexicon import Rule
from regesta.spans import Span

__all__ = ["Chooser", "Unit", "UnitTable", "unit_table"]

Kind = Literal["currency", "physical", "percent", "age", "duration"]

_CODE = re.compile(r"[A-Z]{3}")

_BEFORE = 10
"""Characters before a number in which its currency sign is looked for."""


class UnitRule(Rule):
    """An entry of `[[rules]]`: one unit, or one for each of its decimal prefixes ("{}metre")."""

    code: str
    name: str
    kind: Kind
    surfaces: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    pint: str | None = None
    same_as: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ("",)


class Member(BaseModel):
    """One unit of a family, and the words of a document that speak for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: Kind = "currency"
    cues: tuple[str, ...]


class FamilyRule(Rule):
    """An entry of `[[families]]`: a sign or word that several units share.

    `cued` are letters after a number and a space that are a unit only if the sentence has a cue of a member ("12 C").
    """

    name: str
    default: str | None = None
    surfaces: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    cued: tuple[str, ...] = ()
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as found. A family has members and no code until `resolved`; `alternatives` are codes.

    `factor` is the magnitude that is written onto the code ("MEUR 12").
    """

    rule_id: str
    code: str | None
    name: str
    kind: str | None
    members: tuple[Member, ...] = ()
    alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every surface of every unit, ready to match.

    `pint` gives the unit of pint for a code that converts, `same_as` what a code is called elsewhere ("qudt:KiloM").
    """

    rules: Mapping[str, Rule]
    surfaces: Mapping[str, Unit]
    symbols: Mapping[str, Unit]
    glued: Mapping[str, Unit]
    before: Mapping[str, Unit]
    cued: Mapping[str, Unit]
    finders: Mapping[str, re.Pattern[str]]
    pint: Mapping[str, str]
    same_as: Mapping[str, tuple[str, ...]]

    def after(self, text: str, start: int, limit: int) -> tuple[Unit, Span] | None:
        """The unit whose surface follows the number that ends at `start`, with the surface's span."""
        for kind, lookup in (("surfaces", self.surfaces), ("symbols", self.symbols), ("glued", self.glued)):
            match = self.finders[kind].match(text, start, limit)
            if match:
                key = _key(match[1]) if kind == "surfaces" else " ".join(match[1].split())
                return lookup[key], Span(match.start(1), match.end(1))
        return None

    def letter(self, text: str, start: int, limit: int) -> tuple[Unit, Span] | None:
        """The family whose letter follows the number that ends at `start`: a unit only where the sentence says so."""
        match = self.finders["cued"].match(text, start, limit)
        return (self.cued[match[1]], Span(match.start(1), match.end(1))) if match else None

    def ahead(self, text: str, start: int, floor: int) -> tuple[Unit, Span] | None:
        """The currency whose sign or code stands before the number that starts at `start`, with the sign's span."""
        if text[max(floor, start - 2) : start].strip()[-1:].isdigit():
            return None
        match = self.finders["before"].search(text, max(floor, start - _BEFORE), start)
        unit = self.before[_key(match[1])] if match else None
        if match is None or unit is None or _is_word(match[1], unit):
            return None
        return unit, Span(match.start(1), match.end(1))


class Chooser:
    """Decides between the units that share a sign, by the words of one document (see the families in units.toml)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cued: dict[str, tuple[Member, ...]] = {}

    def resolved(self, unit: Unit, around: Span, near: Span) -> Unit:
        """The member of a family that the document, or else the default, speaks for.

        A unit that is no family comes back as it is. Where nothing decides, `code` is None and all candidates are
        alternatives. A member takes the place of the default only if a cue of it stands in `around`; of several that
        the document speaks for, the one with a cue in `near` is chosen.
        """
        if not unit.members:
            return unit
        cued = self._members(unit)
        usual = next((member for member in unit.members if member.code == unit.code), None)
        if len(cued) == 1 and (usual is None or self._speaks(unit, cued[0], around)):
            others = () if usual is None or usual is cued[0] else (usual.code,)
            return _chosen(unit, cued[0], others, ("currency_by_cue",) if usual is not cued[0] else ())
        if usual is not None:
            return _chosen(unit, usual, tuple(member.code for member in cued if member is not usual), ())
        if (close := self.spoken(unit, near)) is not None:
            return close
        candidates = tuple(member.code for member in cued or unit.members)
        kinds = {member.kind for member in unit.members}
        return replace(unit, members=(), alternatives=candidates, kind=kinds.pop() if len(kinds) == 1 else None)

    def spoken(self, unit: Unit, around: Span) -> Unit | None:
        """The one member of a family with a cue in `around`; None where there is none, or more than one."""
        cued = [member for member in unit.members if self._speaks(unit, member, around)]
        return _chosen(unit, cued[0], (), ()) if len(cued) == 1 else None

    def _members(self, unit: Unit) -> tuple[Member, ...]:
        """The members with a cue anywhere in the document; looked for once."""
        if unit.rule_id not in self._cued:
            self._cued[unit.rule_id] = tuple(m for m in unit.members if _cue(m.cues, unit.name).search(self._text))
        return self._cued[unit.rule_id]

    def _speaks(self, unit: Unit, member: Member, around: Span) -> bool:
        return _cue(member.cues, unit.name).search(self._text, around.start, around.end) is not None


def _is_word(sign: str, unit: Unit) -> bool:
    """Whether a code that is not in capitals is rather a word: "try 5", "pen 7", "Mars 2"; but "usd 5" is money."""
    known = unit.factor == 1 and (len(sign) != len("USD") or unit.code in vocabulary().numerals.magnified)
    return not known and sign.isalpha() and not sign[-3:].isupper()


def _chosen(unit: Unit, member: Member, others: tuple[str, ...], flags: tuple[str, ...]) -> Unit:
    return Unit(unit.rule_id, member.code, member.name, member.kind, (), others, flags)


@cache
def _cue(cues: tuple[str, ...], name: str) -> re.Pattern[str]:
    """Any of the cues, but not inside the name of a currency: "Australian dollars ($7.5 million)" contrasts two."""
    return re.compile(rf"(?<!\w){either(cues)}(?!\w)(?!\s+{re.escape(name)})")


@cache
def unit_table(path: Path | None = None) -> UnitTable:
    """The units of a rule file, `lexicon/units.toml` unless told otherwise.

    Raises:
        LexiconError: an entry is wrong, or two entries claim the same surface.
    """
    path = path or lexicon.folder() / "units.toml"
    units = lexicon.load(path, UnitRule)
    families = lexicon.load(path, FamilyRule, "families")
    letters = lexicon.read(path).get("prefixes", {})
    gather = _Gatherer(path)
    for rule in units:
        for prefix in rule.prefixes:
            if prefix not in letters:
                raise LexiconError(f"[[rules]] {rule.id}: {prefix!r} is not in [prefixes]", file=path)
            gather.unit(rule, prefix, letters[prefix])
    for family in families:
        gather.family(family)
    known: dict[str, Rule] = {f"units.{rule.id}": rule for rule in (*units, *families)}
    return UnitTable(
        rules=known,
        **gather.tables,
        finders=_finders(gather.tables),
        pint=gather.pint,
        same_as=gather.same_as,
    )


class _Gatherer:
    """Collects surfaces, and refuses one that two units claim."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables: dict[str, dict[str, Unit]] = {"surfaces": {}, "symbols": {}, "glued": {}, "before": {}, "cued": {}}
        self.pint: dict[str, str] = {}
        self.same_as: dict[str, tuple[str, ...]] = {}

    def unit(self, rule: UnitRule, prefix: str, letter: str) -> None:
        """The surfaces of a unit with one of its prefixes."""
        unit = Unit(f"units.{rule.id}", _filled(rule.code, letter), _filled(rule.name, prefix), rule.kind)
        code = _filled(rule.code, letter)
        if rule.pint is not None and self.pint.setdefault(code, _filled(rule.pint, prefix)) != _filled(
            rule.pint, prefix
        ):
            raise LexiconError(f"[[rules]] {rule.id}: {code} converts as {self.pint[code]} already", file=self.path)
        if rule.same_as:
            self.same_as[code] = tuple(_filled(name, prefix.capitalize()) for name in rule.same_as)
        self._add("surfaces", _both(_filled(surface, prefix) for surface in rule.surfaces), unit)
        for table, surfaces in (("symbols", rule.symbols), ("glued", rule.glued), ("before", rule.before)):
            for sign in _letters(letter):
                self._add(table, (_filled(surface, sign) for surface in surfaces), unit)
        if rule.kind == "currency":
            self._magnified(rule, unit)

    def _magnified(self, rule: UnitRule, unit: Unit) -> None:
        """The codes of a currency with a magnitude written onto them, which stand on either side: MEUR, kEUR."""
        words = vocabulary().numerals
        for letter, factor in words.on_codes.items():
            times = replace(unit, factor=factor)
            codes = [letter + code for code in rule.before if code in words.magnified]
            self._add("before", codes, times)
            self._add("symbols", codes, times)

    def family(self, rule: FamilyRule) -> None:
        """The surfaces of a family."""
        unit = Unit(f"units.{rule.id}", rule.default, rule.name, None, rule.members)
        self._add("surfaces", _both(rule.surfaces), unit)
        self._add("symbols", rule.symbols, unit)
        self._add("before", rule.before, unit)
        self._add("cued", rule.cued, unit)

    def _add(self, table: str, surfaces: Iterable[str], unit: Unit) -> None:
        key: Callable[[str], str] = str if table in ("symbols", "glued", "cued") else _key
        for surface in surfaces:
            if self.tables[table].setdefault(key(surface), unit) != unit:
                raise LexiconError(f"{unit.rule_id}: {surface!r} belongs to another unit", file=self.path)


def _filled(pattern: str, prefix: str) -> str:
    """A code, name or surface with its prefix in place; other curly braces are UCUM's own."""
    return pattern.replace("{}", prefix)


def _both(surfaces: Iterable[str]) -> Iterator[str]:
    """Each surface in the singular and in the plural, which may show in its first word: "degrees Celsius"."""
    for surface in surfaces:
        yield surface
        if _CODE.fullmatch(surface):
            continue  # GBP, but not Gbps
        yield plural(surface)
        first, space, rest = surface.partition(" ")
        yield plural(first) + space + rest
        noun, per, rest = surface.partition(" per ")
        yield plural(noun) + per + rest


def _letters(letter: str) -> tuple[str, ...]:
    """The ways to write a prefix: micro has two signs beside UCUM's u."""
    return ("u", "µ", "μ") if letter == "u" else (letter,)


def _key(surface: str) -> str:
    """A surface in lower case with single spaces: how words are looked up."""
    return " ".join(surface.lower().replace("-", " ").split())


def _finders(tables: Mapping[str, Mapping[str, Unit]]) -> dict[str, re.Pattern[str]]:
    space = r"[ \u00a0\u202f]"
    words = either(tables["surfaces"]).replace(r"\s+", r"[\s\-]+")
    return {
        "surfaces": re.compile(rf"[\s-]{{0,2}}({words})(?!\w)", re.IGNORECASE),
        "symbols": re.compile(rf"(?:{space}|-)?({either(tables['symbols'])})(?![\w²³°])"),
        "glued": re.compile(rf"({either(tables['glued'])})(?![\w²³°])"),
        "cued": re.compile(rf"{space}({either(tables['cued'])})(?![\w²³°'’])"),
        "before": re.compile(rf"(?<![^\W_])({either(tables['before'])}){space}?$", re.IGNORECASE),
    }
