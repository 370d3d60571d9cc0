"""One linear scan of a sentence into typed tokens with raw offsets.

A token is a word, a run of digits with what joins them, or one other character. Its kind is one of the vocabulary's,
or WORD, NAME, PLURAL, COMMA ... for what the vocabulary does not know. Only white space stands between tokens.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from regesta.extract.times.vocabulary import vocabulary
from regesta.spans import Span

__all__ = ["OPEN_KINDS", "Tokens", "Value", "kind_code", "scan"]

Value = str | int | float

_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?(?![\w:])"
    r"|(?:(?<!\w)['’‘](?=[0-9]{2}s?(?!\w)))?"  # '82
    r"[0-9]+(?:(?:[-–—/:.]|,(?=[0-9]{3}(?![0-9])))[0-9]+)*(?:[^\W\d_]\w*)?"  # 2022-04-10, 10,000, 1939–45, 1950s, 10th
    r"|[^\W\d_](?:\.[^\W\d_](?!\w))+\.?"  # p.m., B.C.
    r"|[^\W\d_]\w*"
    r"|\S"
)
_DIGITS = frozenset("0123456789")
_APOSTROPHES = "'’‘"
_LONGEST = 26  # digits and marks; no date is longer, and int() of a long run is not linear
_MARKS = {
    ",": "COMMA",
    ".": "DOT",
    "-": "DASH",
    "–": "DASH",
    "—": "LONG_DASH",
    "(": "OPEN",
    "[": "OPEN",
    ")": "CLOSE",
    "]": "CLOSE",
    "'": "APOSTROPHE",
    "’": "APOSTROPHE",
    "‘": "APOSTROPHE",
    "%": "COUNTED",
    ";": "SEMICOLON",
    ":": "COLON",
    "/": "SLASH",
}
OPEN_KINDS = frozenset({"NAME", "WORD", "PLURAL", "OTHER", "SPACED_DASH", *_MARKS.values()})
"""The kinds of tokens that the vocabulary does not know."""

_FIRST_CODE = 0x100  # kinds become characters from here on, so that `re` can match sequences of kinds
_codes: dict[str, str] = {}
_MASS_ENDINGS = ("ss", "us", "is")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one stretch of text: `codes` has one character for each, its kind (see `kind_code`)."""

    text: str
    codes: str
    starts: list[int]
    ends: list[int]
    values: list[Value]

    def span(self, first: int, last: int) -> Span:
        """The characters of the tokens `first` to `last` (half-open)."""
        return Span(self.starts[first], self.ends[last - 1])

    def surface(self, index: int) -> str:
        """The characters of one token."""
        return self.text[self.starts[index] : self.ends[index]]


def kind_code(kind: str) -> str:
    """The one character that stands for a kind of token inside `Tokens.codes`."""
    return _codes.setdefault(kind, chr(_FIRST_CODE + len(_codes)))


def scan(text: str, span: Span) -> Tokens | None:
    """The tokens of `text` in `span`, or None when no word there can be part of a temporal expression."""
    codes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Value] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        for code, value, first, last in _classify(match[0]) if end - start < _LONGEST else _OTHER:
            codes.append(code)
            values.append(value)
            starts.append(start + first)
            ends.append(start + last if last else end)
        if codes[-1] == _DASH and text[start - 1 : start].isspace() and text[end : end + 1].isspace():
            codes[-1] = _SPACED_DASH
    joined = "".join(codes)
    return Tokens(text, joined, starts, ends, values) if _cue().search(joined) else None


@cache
def _cue() -> re.Pattern[str]:
    return re.compile("[" + "".join(kind_code(kind) for kind in sorted(vocabulary().cues)) + "]")


_DASH, _SPACED_DASH = kind_code("DASH"), kind_code("SPACED_DASH")
_Parts = tuple[tuple[str, Value, int, int], ...]
"""Code, value, and place inside the token's characters; an end of 0 is the end of them all."""

_OTHER: _Parts = ((kind_code("WORD"), "", 0, 0),)


@lru_cache(maxsize=1 << 16)
def _classify(surface: str) -> _Parts:
    if surface.lstrip(_APOSTROPHES)[:1] in _DIGITS:
        return _number(surface) or _OTHER
    if not surface[0].isalpha():
        return ((kind_code(_MARKS.get(surface, "OTHER")), "", 0, 0),)
    if surface[-1] in _DIGITS and (parts := _number(surface)):  # FY2021
        return parts
    kind, value = _word(surface)
    return ((kind_code(kind), value, 0, 0),)


def _word(surface: str) -> tuple[str, Value]:
    known = vocabulary()
    lower = surface.lower().replace(".", "")
    entry = known.words.get(lower)
    if entry and (entry[0] not in known.capitalised or surface[0].isupper()):
        return entry
    if surface[0].isupper():
        return "NAME", surface
    plural = lower.endswith("s") and len(lower) > 3 and not lower.endswith(_MASS_ENDINGS)
    return ("PLURAL" if plural else "WORD"), lower


def _number(surface: str) -> _Parts | None:
    for regex, shape in vocabulary().shapes:
        match = regex.fullmatch(surface)
        if match is None:
            continue
        if len(shape.kinds) > 1:
            return tuple(
                (kind_code(kind), _value(match[group]), *match.span(group))
                for group, kind in enumerate(shape.kinds, start=1)
            )
        value = _value(match[1] if match.re.groups else surface)
        if shape.low is None or (isinstance(value, int | float) and shape.low <= value <= (shape.high or value)):
            return ((kind_code(shape.kinds[0]), value, 0, 0),)
    return None


def _value(digits: str) -> Value:
    if word := vocabulary().words.get(digits.lower()):
        return word[1]
    plain = digits.replace(",", "")
    if plain.isdigit():
        return int(plain)
    return float(plain) if plain.replace(".", "", 1).isdigit() else plain
