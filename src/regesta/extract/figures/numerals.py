"""Finds the numbers of a text, in digits and in words, where they stand: the text is never rewritten.

Digits may be grouped the Western (1,234,567), Indian (12,34,567), continental (1.234.567,8) or spaced way (10 000; also
80, 000 with zeros only). A number with one comma that groups nothing (1,5) is not read: it may be a decimal or a list.
Number words are read by the grammar in `grammar`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from regesta.extract.figures.vocabulary import either, vocabulary

__all__ = ["LONGEST_RUN", "Token", "decimal_of", "tokens"]

LONGEST_RUN = 28
"""Characters of digits and separators up to which a number is read; arithmetic with the default context is exact."""

_SPACE = r"[ \u00a0\u202f\u2009]"
_RUN = r"(?:(?<![\w.])\.)?\d+(?:[.,]\d+)*"
_SPACED_RUN = (
    rf"(?<![\w.,])[1-9]\d{{0,2}}(?:(?:{_SPACE}\d{{3}}){{1,6}}(?:[.,]\d{{1,2}})?|(?:{_SPACE}?,{_SPACE}000){{1,6}})"
    rf"(?![.,]?\d|{_SPACE}\d)"
)
_DIGITS = re.compile(_RUN)
_ONE_GROUP = re.compile(r"\d+ (?!000)\d{3}")
_GOES_ON = re.compile(r"\s?(?:[^\W\d_]|[%°€£¥])")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? $", re.IGNORECASE)
_WESTERN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+")
_SPACED = re.compile(rf"\d{{1,3}}(?:(?:{_SPACE}?,{_SPACE}|{_SPACE})\d{{3}})+(?:[.,]\d{{1,2}})?")
_SEPARATORS = dict.fromkeys(map(ord, " ,\u00a0\u202f\u2009"))
_PLAIN = re.compile(r"\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a number.

    `kind`: digits, one (0 to 19), ten, hundred, dozen, scale, plural, fraction, sign (a character such as ½),
    unreadable (digits that do not make one number).
    """

    kind: str
    value: Decimal
    start: int
    end: int


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The number tokens between two offsets of a text, in order; takes time linear in the length."""
    worth = _worth()
    for match in _scanner().finditer(text, start, end):
        if match.lastgroup == "spaced" and not _is_one_number(text, match):
            yield from (_digits(run) for run in _DIGITS.finditer(text, match.start(), match.end()))
        elif match.lastgroup in ("digits", "spaced"):
            yield _digits(match)
        else:
            kind, worth_of_word = worth[match[0].lower()]
            yield Token(kind, worth_of_word, match.start(), match.end())


def _digits(match: re.Match[str]) -> Token:
    value = decimal_of(match[0])
    kind = "digits" if value is not None else "unreadable"
    return Token(kind, value or Decimal(0), match.start(), match.end())


def _is_one_number(text: str, match: re.Match[str]) -> bool:
    """Whether digits that are grouped by spaces are one number: not of "on May 12 300 people met".

    A single group that is not of zeros needs a word or a sign after it, or a sign of money before it.
    """
    start, end = match.span()
    if _MONTH.search(text, max(0, start - 12), start):
        return False
    alone = _ONE_GROUP.fullmatch(match[0]) is not None
    return not alone or _GOES_ON.match(text, end) is not None or text[max(0, start - 1) : start] in ("$", "€", "£", "¥")


def decimal_of(run: str) -> Decimal | None:
    """The exact value of digits with separators, or None when they do not make one number."""
    if len(run) > LONGEST_RUN:
        return None
    if _PLAIN.fullmatch(run):
        return Decimal(run)
    if _WESTERN.fullmatch(run) or _INDIAN.fullmatch(run):
        return Decimal(run.replace(",", ""))
    if _CONTINENTAL.fullmatch(run):
        return Decimal(run.replace(".", "").replace(",", "."))
    if _SPACED.fullmatch(run):
        return Decimal(re.sub(r",(?=\d{1,2}$)", ".", run).translate(_SEPARATORS))
    return None


@cache
def _worth() -> dict[str, tuple[str, Decimal]]:
    """What each number word is and is worth."""
    words = vocabulary().numerals
    return {
        **{word: ("one", Decimal(value)) for word, value in words.ones.items()},
        **{word: ("ten", Decimal(value)) for word, value in words.tens.items()},
        **{word: ("fraction", 1 / Decimal(parts)) for word, parts in words.fractions.items()},
        **{sign: ("sign", Decimal(value)) for sign, value in words.signs.items()},
        **{word: ("plural", value) for word, value in words.plurals.items()},
        **{word: ("scale", value) for word, value in words.scales.items()},
        "hundred": ("hundred", Decimal(100)),
        "dozen": ("dozen", Decimal(12)),
    }


@cache
def _scanner() -> re.Pattern[str]:
    worth = _worth()
    signs = "".join(word for word, (kind, _) in worth.items() if kind == "sign")
    words = either(word for word, (kind, _) in worth.items() if kind != "sign")
    return re.compile(
        rf"(?P<spaced>{_SPACED_RUN})|(?P<digits>{_RUN})|(?P<sign>[{signs}])|\b(?P<word>{words})\b", re.IGNORECASE
    )
