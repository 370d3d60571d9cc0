"""Converts amounts between units, through a closed list: the entries of `lexicon/units.toml` that name a unit of pint.

pint reads far more than is meant here ("unit" as a micro-nit, "section" as a square mile), so that it is never given a
word of a text: only the name that the entry of a code gives.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from regesta.extract.figures.units import UnitTable, unit_table

__all__ = ["convert", "factors"]


def convert(value: Decimal, unit: str, to: str, units: UnitTable | None = None) -> Decimal | None:
    """An amount in another unit, or None where the two do not convert.

    Args:
        value: the amount; it is reckoned with as the exact decimal that it is, to 28 digits.
        unit: its code as in the table `figures` (UCUM, or numerator/denominator for a rate).
        to: the code wanted. Money never converts, but the denominator of a price does: "USD/kg" to "USD/[lb_av]".
        units: the table whose codes are meant; the shipped one unless told otherwise.
    """
    known = (units or unit_table()).pint
    old, new = _expression(unit, to, known), _expression(to, unit, known)
    if old is None or new is None:
        return None
    from pint.errors import DimensionalityError

    try:
        converted: Decimal = _registry().Quantity(value, old).to(new).magnitude
    except DimensionalityError:
        return None
    return converted


def factors(codes: Iterable[str], units: UnitTable | None = None) -> dict[str, tuple[str, Decimal]]:
    """Of each code that converts: the base that it shares with others of its dimension, and how many of that it is.

    Codes that do not convert are left out, and those that no factor alone converts (degrees Celsius).
    """
    known = (units or unit_table()).pint
    names = {code: known[code] for code in codes if code in known}
    found = {}
    for code, name in sorted(names.items()):
        nothing, one = (_registry().Quantity(Decimal(amount), name).to_base_units() for amount in (0, 1))
        if nothing.magnitude == 0:
            found[code] = (str(one.units), one.magnitude)
    return found


def _expression(code: str, other: str, known: Any) -> str | None:
    """The unit of pint for a code; a numerator that both codes share (a currency, a noun) falls out."""
    numerator, slash, denominator = code.partition("/")
    if code in known:
        return str(known[code])
    if not slash or denominator not in known:
        return None
    if numerator in known:
        return f"({known[numerator]}) / ({known[denominator]})"
    return f"1 / ({known[denominator]})" if other.partition("/")[0] == numerator else None


@cache
def _registry() -> Any:
    import pint  # half a second that only those who convert should pay

    return pint.UnitRegistry(non_int_type=Decimal)
