"""The number and unit of a length of time: two days, a couple of weeks, one hundred and fifty years, several months."""

from regesta.extract.times.patterns import Match
from regesta.extract.times.points import Amount

__all__ = ["amount_of"]

_HUNDRED, _THOUSAND = 100, 1000
_HALF = 0.5


def amount_of(match: Match) -> Amount | None:
    """The amount that the parts `count` and `unit` name; without a count, one year and many years."""
    unit = match.word("unit")
    if unit is None:
        return None
    place = match.parts.get("count")
    if place is None:
        return Amount(1 if match.is_kind("unit", "UNIT") else None, unit)
    return Amount(_number(match.tokens.values[place[0] : place[1]]), unit)


def _number(values: list[str | int | float]) -> float | None:
    """The number that the values of the tokens make (1 100 50 is 150); None for "several"."""
    if "X" in values:
        return None
    numbers = [value for value in values if isinstance(value, int | float)]
    half = _HALF if _HALF in numbers[1:] else 0
    if half:  # "two and a half": neither the half nor its article is in the whole number
        numbers = numbers[:-2]
    elif len(numbers) > 1 and numbers[0] == 1:  # "a dozen", "a couple of", "one hundred"
        numbers = numbers[1:]
    total: float = 0
    group: float = 0
    for number in numbers:
        if number == _THOUSAND:
            total, group = total + (group or 1) * _THOUSAND, 0
        else:
            group = (group or 1) * _HUNDRED if number == _HUNDRED else group + number
    return total + group + half
