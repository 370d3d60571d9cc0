"""The rules of passages: `lexicon/furniture.toml`, compiled when first used."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.lexicon import Rule

__all__ = ["RULES", "Matcher", "PassageRule", "line_rules", "rule_id", "scoped"]

_FILE = lexicon.folder() / "furniture.toml"
_FRAGMENT = re.compile(r"<<(\w+)>>")
_ALONE = frozenset({"furniture", "dateline", "byline"})

Scope = Literal["line", "opening", "inside", "sentence"]


class PassageRule(Rule):
    """How a passage of one kind is known; the head of the file explains the columns."""

    kind: str
    scope: Scope = "line"
    pattern: str = ""
    longest: int | None = None
    first: bool = False
    before: Literal["prose"] | None = None


@dataclass(frozen=True, slots=True)
class Matcher:
    """A rule with its compiled pattern."""

    rule: PassageRule
    pattern: re.Pattern[str]

    @property
    def rule_id(self) -> str:
        """The full id that rows carry."""
        return rule_id(self.rule)

    def matches(self, line: str) -> re.Match[str] | None:
        """The match of the whole line, None where it does not match or is too long."""
        if self.rule.longest is not None and len(line) > self.rule.longest:
            return None
        return self.pattern.fullmatch(line)


class _Rules(Mapping[str, Rule]):
    """The rules by their full id; the file is read at the first look."""

    def __getitem__(self, key: str) -> Rule:
        return _by_id()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_by_id())

    def __len__(self) -> int:
        return len(_by_id())


RULES: Mapping[str, Rule] = _Rules()
"""Every rule that a passage can name, by `furniture.<id>`."""


def rule_id(rule: Rule) -> str:
    """The full id of a rule of this file."""
    return f"furniture.{rule.id}"


@cache
def scoped(scope: Scope) -> tuple[Matcher, ...]:
    """The rules of a scope, in the order of the file."""
    return tuple(matcher for matcher in _matchers() if matcher.rule.scope == scope)


@cache
def line_rules(*, alone: bool) -> tuple[Matcher, ...]:
    """The rules for whole lines, in the order of the file: those that look at nothing else, or the others."""
    return tuple(matcher for matcher in scoped("line") if (matcher.rule.kind in _ALONE) is alone)


@cache
def _by_id() -> dict[str, Rule]:
    return {matcher.rule_id: matcher.rule for matcher in _matchers()}


@cache
def _matchers() -> tuple[Matcher, ...]:
    fragments = lexicon.read(_FILE).get("fragments", {})
    return tuple(Matcher(rule, _compiled(rule, fragments)) for rule in lexicon.load(_FILE, PassageRule))


def _compiled(rule: PassageRule, fragments: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(_FRAGMENT.sub(lambda match: fragments[match[1]], rule.pattern))
    except (re.error, KeyError) as error:
        raise LexiconError(f"[[rules]] {rule.id}: pattern: {error}", file=_FILE) from error
