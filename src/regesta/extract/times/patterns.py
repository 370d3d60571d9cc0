"""Patterns over token kinds: the rules of the lexicon as regular expressions over `Tokens.codes`, longest match.

After PTime and SynTime: what a temporal expression looks like is a matter of some thirty kinds of token.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from functools import cache

from regesta.errors import LexiconError
from regesta.extract.times.tokens import OPEN_KINDS, Tokens, Value, kind_code
from regesta.extract.times.vocabulary import FILE, TimeRule, rules, vocabulary

__all__ = ["Match", "matches"]

_NAME = re.compile(r"(?P<part>[a-z][a-z_]*):|(?P<word>[A-Z][A-Z0-9_]*)|(?P<space>\s+)|(?P<operator>[()|?*+{}0-9,=!<])")
_GROUP_NAME = re.compile(r"\(\?P<[a-z0-9_]+>")
_MARKED = re.compile(r"(?P<name>[a-z_]+?)\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the tokens `first` to `last` (half-open), with the token range of each named part."""

    rule: TimeRule
    tokens: Tokens
    first: int
    last: int
    parts: dict[str, tuple[int, int]]

    def value(self, part: str) -> Value | None:
        """The value of the first token of a part; None when the match has no such part."""
        place = self.parts.get(part)
        return None if place is None else self.tokens.values[place[0]]

    def is_kind(self, part: str, kind: str) -> bool:
        """Whether the first token of a part is of a kind."""
        place = self.parts.get(part)
        return place is not None and self.tokens.codes[place[0]] == kind_code(kind)

    def number(self, part: str) -> int | None:
        """The same, when it is a whole number."""
        value = self.value(part)
        return value if isinstance(value, int) else None

    def word(self, part: str) -> str | None:
        """The same, when it is text."""
        value = self.value(part)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: TimeRule
    regex: re.Pattern[str]
    order: int


def matches(tokens: Tokens) -> Generator[list[Match], int | None, None]:
    """From left to right, the matches that begin at one token, longest first; the caller sends back where to go on.

    The generator takes by `send` the token at which the next search begins, or None to go on one token further.
    """
    anywhere = _anywhere()
    place = 0
    while (found := anywhere.search(tokens.codes, place)) is not None:
        goes_on = yield _at(tokens, found.start())
        place = found.start() + 1 if goes_on is None else goes_on


def _at(tokens: Tokens, place: int) -> list[Match]:
    found = []
    for pattern in _patterns_by_code().get(tokens.codes[place], ()):
        match = pattern.regex.match(tokens.codes, place)
        if match is not None:
            found.append((-match.end(), pattern.order, pattern.rule, match))
    found.sort(key=lambda entry: entry[:2])
    return [Match(rule, tokens, m.start(), m.end(), _parts(m)) for _, _, rule, m in found]


def _parts(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    spans = {}
    for name, value in match.groupdict().items():
        if value:
            marked = _MARKED.fullmatch(name)
            spans[marked["name"] if marked else name] = match.span(name)
    return spans


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(_Pattern(rule, re.compile(_regex(rule)), order) for order, rule in enumerate(rules()))


@cache
def _anywhere() -> re.Pattern[str]:
    """Every place at which some rule fits."""
    return re.compile("|".join(f"(?:{_GROUP_NAME.sub('(?:', _regex(rule))})" for rule in rules()))


@cache
def _patterns_by_code() -> dict[str, tuple[_Pattern, ...]]:
    """The patterns that can begin with each code; a pattern begins with any code of its text, to be simple."""
    by_code: dict[str, list[_Pattern]] = {}
    for pattern in _patterns():
        for code in sorted(set(filter(_is_code, pattern.regex.pattern))):
            by_code.setdefault(code, []).append(pattern)
    return {code: tuple(patterns) for code, patterns in by_code.items()}


def _is_code(character: str) -> bool:
    return ord(character) > 0xFF


def _regex(rule: TimeRule) -> str:
    """The rule as a regular expression over codes."""
    behind = _one_of(rule, rule.before, "(?<={})") + _one_of(rule, rule.not_before, "(?<!{})")
    return behind + _compiled(rule.pattern, rule.id) + _one_of(rule, rule.not_after, "(?!{})")


def _one_of(rule: TimeRule, kinds: str, look: str) -> str:
    codes = "".join(_code(kind, rule.id) for kind in kinds.split())
    return look.format(f"[{codes}]") if codes else ""


def _compiled(pattern: str, where: str) -> str:
    out: list[str] = []
    count = 0
    place = 0
    source = _expanded(pattern, where)
    pending = ""
    while place < len(source):
        match = _NAME.match(source, place)
        if match is None:
            raise LexiconError(f"[[rules]] {where}: unreadable pattern at {source[place:]!r}", file=FILE)
        place = match.end()
        if match["part"]:
            count += 1
            pending = f"(?P<{match['part']}{count}>"
        elif match["word"]:
            code = _code(match["word"], where)
            out.append(f"{pending}{code})" if pending else code)
            pending = ""
        elif match["operator"]:
            out.append(pending if pending and match["operator"] == "(" else match["operator"])
            pending = ""
    return f"(?:{''.join(out)})"


def _code(kind: str, where: str) -> str:
    if kind not in _kinds():
        raise LexiconError(f"[[rules]] {where}: no token has the kind {kind}", file=FILE)
    return kind_code(kind)


@cache
def _kinds() -> frozenset[str]:
    known = vocabulary()
    shaped = (kind for _, shape in known.shapes for kind in shape.kinds)
    return frozenset({*OPEN_KINDS, *(kind for kind, _ in known.words.values()), *shaped})


def _expanded(pattern: str, where: str, depth: int = 0) -> str:
    """The pattern with every term replaced by what it stands for, in brackets."""
    terms = vocabulary().terms
    if depth > len(terms):
        raise LexiconError(f"[[rules]] {where}: a term that holds itself", file=FILE)

    def replacement(match: re.Match[str]) -> str:
        word = match[0]
        return f"({_expanded(terms[word], where, depth + 1)})" if word in terms else word

    return re.sub(r"\b[A-Z][A-Z0-9_]*\b", replacement, pattern)
