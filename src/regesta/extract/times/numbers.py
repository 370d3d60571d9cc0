"""The number and unit of a length of time: two days, a couple of weeks, one hundred and fifty years, several months."""

from itertools import pairwise

from regesta.extract.times.patterns import Match
from regesta.extract.times.points import Amount
from regesta.extract.times.tokens import Value

__all__ = ["amount_of", "number"]

_TENS, _HUNDRED, _THOUSAND = 20, 100, 1000
_HALF = 0.5
_FORTNIGHT = "FN"
_UNKNOWN = ("X", "APPROX")  # several; some
_FRACTIONS = {"1/2": 0.5, "1/3": 1 / 3, "2/3": 2 / 3, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75}
_SINGULAR = ("UNIT", "UNIT_LONG", "QUARTER")


def amount_of(match: Match) -> Amount | None:
    """The amount that the parts `count` and `unit` name; without a count, one year and many years.

    A part `plus` is a half that stands behind the unit: a year and a half.
    """
    unit = match.word("unit")
    if unit is None:
        return None
    place = match.parts.get("count")
    if place is None:
        count: float | None = 1 if any(match.is_kind("unit", kind) for kind in _SINGULAR) else None
    else:
        values = match.tokens.values[place[0] : place[1]]
        if not _is_number(values):
            return None
        count = number(values)
    if match.parts.get("plus") and count is not None:
        count += _HALF
    if unit == _FORTNIGHT:
        return Amount(None if count is None else 2 * count, "W")
    return Amount(count, unit)


def _is_number(values: list[Value]) -> bool:
    """Whether spelt numbers follow each other as in one number: twenty two, but not "nine two"."""
    return not any(
        isinstance(one, int) and isinstance(two, int) and 1 < one < _TENS and two < _HUNDRED and two > 1
        for one, two in pairwise(values)
    )


def number(values: list[Value]) -> float | None:
    """The number that the values of the tokens make (1 100 50 is 150); None for "several"."""
    if any(value in _UNKNOWN for value in values):
        return None
    if values == [1, _HALF]:  # "a half", where "1 1/2" is more
        return _HALF
    numbers = [_FRACTIONS.get(value, 0) if isinstance(value, str) else value for value in values if value != ""]
    part = next((value for value in numbers if 0 < value < 1), 0)
    whole = [value for value in numbers if value >= 1]
    if part:
        whole = whole[: numbers.index(part)]
        if len(whole) > 1 and whole[-1] == 1 and len(numbers) > 2:  # "two and a half": the article is no number
            whole = whole[:-1]
        if numbers[0] == part:  # "half a century"
            whole = []
    elif len(whole) > 1 and whole[0] == 1:  # "a dozen", "a couple of", "one hundred", "another two"
        whole = whole[1:]
    return _sum(whole) + part


def _sum(numbers: list[int | float]) -> float:
    total: float = 0
    group: float = 0
    for value in numbers:
        if value == _THOUSAND:
            total, group = total + (group or 1) * _THOUSAND, 0
        else:
            group = (group or 1) * _HUNDRED if value == _HUNDRED else group + value
    return total + group
