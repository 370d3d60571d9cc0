"""Puts number tokens together: "twenty-one hundred", "half a million", "one point five million", "a dozen".

Conventions:
- a plural magnitude is an interval from one of it to ten: "hundreds of thousands" is 100,000 to 1,000,000, "dozens"
  is 12 to 120;
- a magnitude needs a count or an article before it: "several hundred" is no number;
- a fraction needs a count or an article, or a magnitude after it: "two-thirds", "half a million", "a third of"; its
  value is rounded to nine places.

Each token is looked at a fixed number of times, so that reading takes time linear in the tokens.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from regesta.extract.figures.numerals import Token, tokens
from regesta.spans import Span

__all__ = ["Number", "numbers"]

_GAP = 12
_ARTICLE = re.compile(r"\ban?[\s-]+$", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+|\s+(?:the|a|an)\s+", re.IGNORECASE)
_SLASHED = re.compile(r"(?:(?<=\d)[\s-]+(\d{1,2})|(?<=\d))[/⁄](\d{1,3})(?![\d/⁄])")
_POWER = re.compile(
    r"(?:\s?[x×·⋅]\s?10(?P<ten>(?:\^|\*\*)[-−–+]?\d{1,2}|[−–]\d{1,2}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"|[x×]10(?P<tight>-\d{1,2})|[eE](?P<e>[-−+]?\d{1,2}))(?![\w.^])"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−–", "0123456789-+--")
_JOINTS = {"", " ", "-", "- "}
_PLACES = Decimal("1e-9")
_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `low` to `high` (the same, but for "dozens"), over the characters `start` to `end`.

    `mantissa` is the value without the magnitude `scale`, whose word or letters stand at `scale_at`.
    `form`: digits, words, plural (an interval), fraction, unreadable. `last` is what the last written place of the
    mantissa is worth (0.1 in "6.4 billion"), zero where nothing was rounded to a place.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    form: str
    mantissa: Decimal
    scale: Decimal = Decimal(1)
    scale_at: Span | None = None
    last: Decimal = Decimal(0)

    @property
    def half(self) -> Decimal:
        """Half of the last written place, as far as a decimal point or a magnitude shows that the number is rounded."""
        place = self.last * self.scale
        return place / 2 if place != 1 else Decimal(0)

    def scaled(self, by: Decimal, start: int, end: int) -> "Number":
        """The number with a magnitude, which stands at `start` to `end`."""
        return replace(
            self, low=self.low * by, high=self.high * by, scale=self.scale * by, scale_at=Span(start, end), end=end
        )


def _last_place(value: Decimal) -> Decimal:
    """What the last digit of a number as written is worth: 0.1 of "6.4", one of an integer."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def numbers(text: str, start: int, end: int) -> list[Number]:
    """The numbers between two offsets, in the order of the text."""
    reader = _Reader(text, list(tokens(text, start, end)), start)
    found, index = [], 0
    while index < len(reader.tokens):
        number, index = reader.number(index)
        if number is not None:
            found.append(number)
    return found


@dataclass(slots=True)
class _Value:
    """A value being read: where it starts, what it is so far, and the index of the next token."""

    start: int
    value: Decimal
    next: int
    form: str
    end: int | None = None
    last: Decimal = Decimal(0)


class _Reader:
    """A recursive-descent reader over the tokens of a stretch of text."""

    def __init__(self, text: str, found: Sequence[Token], floor: int) -> None:
        self.text = text
        self.tokens = found
        self.floor = floor

    def number(self, index: int) -> tuple[Number | None, int]:
        """The number that begins with the token at `index`, if one does, and the index to go on with."""
        token = self.tokens[index]
        if token.kind == "unreadable":
            return Number(token.start, token.end, Decimal(0), Decimal(0), "unreadable", Decimal(0)), index + 1
        if token.kind == "plural":
            return self._plural(index)
        value = self._fraction(index) or self._group(index)
        if value is None:
            return None, index + 1
        return self._scaled(value)

    def _gap(self, index: int) -> str | None:
        """The characters between token `index` and the next, small and with single spaces; None when far apart."""
        if index < 0 or index + 1 >= len(self.tokens):
            return None
        start, end = self.tokens[index].end, self.tokens[index + 1].start
        return " ".join(self.text[start:end].lower().split(" ")) if end - start <= _GAP else None

    def _joined(self, index: int, kind: str) -> bool:
        """Whether the token at `index` is of a kind and follows the one before with nothing but a space or hyphen."""
        if not 0 < index < len(self.tokens) or self.tokens[index].kind != kind:
            return False
        gap = self._gap(index - 1)
        return gap is not None and (gap in _JOINTS or gap.isspace())

    def _article(self, start: int) -> int | None:
        """Where the article before `start` begins, if there is one."""
        match = _ARTICLE.search(self.text, max(self.floor, start - 6), start)
        return match.start() if match else None

    def _plural(self, index: int) -> tuple[Number | None, int]:
        token = self.tokens[index]
        low, end, after = token.value, token.end, index + 1
        while self._gap(after - 1) == " of " and self.tokens[after].kind == "plural":
            low, end, after = low * self.tokens[after].value, self.tokens[after].end, after + 1
        if token.value == 10 and after == index + 1 and not self.text.startswith(" of ", end):
            return None, after
        return Number(token.start, end, low, low * 10, "plural", low), after

    def _fraction(self, index: int) -> _Value | None:
        """A share: "two-thirds", "a third of", "half a million", "three quarters of a billion"."""
        token = self.tokens[index]
        if token.kind == "one" and self._joined(index + 1, "fraction") and self._is_share(index + 1, token.value):
            return self._of_scale(
                _Value(token.start, token.value * self.tokens[index + 1].value, index + 2, "fraction")
            )
        if token.kind != "fraction":
            return None
        article = self._article(token.start)
        half = token.value == Decimal("0.5")
        followed = bool(_OF.match(self.text, token.end)) if half else self.text.startswith(" of ", token.end)
        if self._joined(index + 1, "scale") or (followed and (half or article is not None)):
            start = token.start if article is None or half else article
            return self._of_scale(_Value(start, token.value, index + 1, "fraction"))
        return None

    def _is_share(self, index: int, count: Decimal) -> bool:
        """Whether the fraction word at `index` is one after its count: "two thirds", "one third", not "two third"."""
        plural = self.text[self.tokens[index].end - 1] in "sS"
        return plural if count > 1 else not plural

    def _of_scale(self, value: _Value) -> _Value:
        """Passes over "a", "of a" between a fraction and its magnitude."""
        gap = self._gap(value.next - 1)
        if gap in (" a ", " of a ") and self.tokens[value.next].kind in ("scale", "dozen"):
            return replace(value, value=value.value * self.tokens[value.next].value, next=value.next + 1, form="words")
        return value

    def _group(self, index: int) -> _Value | None:
        """A number below a magnitude: digits, "thirteen", "twenty-one hundred and five", "a dozen"."""
        value = self._small(index)
        if value is None:
            return None
        self._point(value)
        self._half(value)
        if self._joined(value.next, "hundred"):
            value.value, value.next = value.value * 100, value.next + 1
            self._tail(value)
        elif self._joined(value.next, "dozen"):
            value.value, value.next = value.value * 12, value.next + 1
        return value

    def _small(self, index: int) -> _Value | None:
        token = self.tokens[index]
        if token.kind in ("digits", "sign"):
            return self._digits(index)
        if token.kind in ("one", "ten"):
            return self._below_hundred(index)
        article = self._article(token.start)
        if token.kind not in ("hundred", "scale", "dozen") or article is None:
            return None
        last = token.value if token.kind == "scale" else Decimal(1)
        value = _Value(article, token.value, index + 1, "words", last=last)
        if token.kind == "hundred":
            self._tail(value)
        return value

    def _digits(self, index: int) -> _Value:
        token = self.tokens[index]
        value = _Value(token.start, token.value, index + 1, "digits", last=_last_place(token.value))
        if token.kind == "digits" and self._joined(index + 1, "sign"):
            return replace(value, value=token.value + self.tokens[index + 1].value, next=index + 2, last=Decimal(0))
        power = _POWER.match(self.text, token.end) if token.kind == "digits" else None
        if power:
            return self._powered(value, power)
        slashed = _SLASHED.match(self.text, token.end)
        if token.kind == "digits" and slashed and int(slashed[2]):
            return self._slashed(value, slashed)
        return value

    def _slashed(self, value: _Value, match: re.Match[str]) -> _Value:
        """The value with "1/4", or "1/2" after "10": the tokens of the fraction belong to the number."""
        part = Decimal(match[1] or value.value) / Decimal(match[2])
        while value.next < len(self.tokens) and self.tokens[value.next].start < match.end():
            value.next += 1
        return replace(value, value=value.value + part if match[1] else part, form="fraction", last=Decimal(0))

    def _powered(self, value: _Value, match: re.Match[str]) -> _Value:
        """The value times a power of ten: "1.99×10^30", "4e-3"."""
        power = int((match["ten"] or match["tight"] or match["e"]).lstrip("^*").translate(_SUPERSCRIPT))
        while value.next < len(self.tokens) and self.tokens[value.next].start < match.end():
            value.next += 1
        return replace(value, value=value.value.scaleb(power), end=match.end(), last=value.last.scaleb(power))

    def _below_hundred(self, index: int) -> _Value:
        token = self.tokens[index]
        value = _Value(token.start, token.value, index + 1, "words", last=Decimal(1))
        if token.kind == "ten" and self._joined(index + 1, "one") and 0 < self.tokens[index + 1].value < 10:
            value.value, value.next = value.value + self.tokens[index + 1].value, index + 2
        return value

    def _point(self, value: _Value) -> None:
        """Adds the digits after a point, which are named one by one: "one point five"."""
        place = Decimal("0.1")
        while value.form == "words" and self._gap(value.next - 1) == (" point " if place == Decimal("0.1") else " "):
            token = self.tokens[value.next]
            if token.kind != "one" or token.value > 9:
                return
            value.value, value.next, value.last = value.value + token.value * place, value.next + 1, place
            place /= 10

    def _half(self, value: _Value) -> None:
        """Adds the part of "one and a half", "three and two thirds"."""
        gap, at = self._gap(value.next - 1), value.next
        if gap == " and a " and self.tokens[at].kind == "fraction":
            value.last, value.next = self.tokens[at].value, at + 1
            value.value += value.last
        elif gap == " and " and self.tokens[at].kind == "one" and self._joined(at + 1, "fraction"):
            count, part = self.tokens[at].value, self.tokens[at + 1]
            if self._is_share(at + 1, count) and not self.text.startswith(" of ", part.end):
                value.value, value.last, value.next = (
                    value.value + (count * part.value).quantize(_PLACES),
                    part.value,
                    at + 2,
                )

    def _tail(self, value: _Value) -> None:
        """What follows a hundred: "and five", "thirty-one"; not what is itself a count of hundreds."""
        at = value.next
        joined = self._gap(at - 1) in (" ", " and ", "-")
        if not joined or value.form != "words" or self.tokens[at].kind not in ("one", "ten"):
            return
        tail = self._below_hundred(at)
        if not self._joined(tail.next, "hundred"):
            value.value, value.next = value.value + tail.value, tail.next

    def _scaled(self, value: _Value) -> tuple[Number, int]:
        """The value with its magnitudes and what they add: "two million three hundred thousand"."""
        mantissa, scale, last = value.value, Decimal(1), value.next
        while self._joined(last, "scale") or (last == value.next and self._joined(last, "plural")):
            scale, last = scale * self.tokens[last].value, last + 1
        total, limit = mantissa * scale, scale
        scale_at = Span(self.tokens[value.next].start, self.tokens[last - 1].end) if last > value.next else None
        while limit > 1 and value.form == "words" and (more := self._addend(last, limit)):
            total, limit, last = total + more[0], more[1], more[2]
        total = total.quantize(_PLACES, context=_WIDE) if value.form == "fraction" else total
        end = value.end if value.end is not None and last == value.next else self.tokens[last - 1].end
        place = value.last * limit / scale
        return Number(value.start, end, total, total, value.form, mantissa, scale, scale_at, place), last

    def _addend(self, index: int, limit: Decimal) -> tuple[Decimal, Decimal, int] | None:
        """A group below `limit` that is added: its value, its own magnitude, the next index."""
        if self._gap(index - 1) not in (" ", " and ") or self.tokens[index].kind not in ("one", "ten"):
            return None
        group = self._group(index)
        if group is None:
            return None
        scale, last = Decimal(1), group.next
        while self._joined(last, "scale"):
            scale, last = scale * self.tokens[last].value, last + 1
        added = group.value * scale
        return (added, scale, last) if added < limit else None
