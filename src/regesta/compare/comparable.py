"""What of the claims is compared, and the value of each in a form that SQL can compare.

Inside a document one claim stands for all that say the same: the first in the text. Denials, and what is only
imagined, are not compared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, localcontext
from typing import Any

import pyarrow as pa

from regesta.store import to_arrow
from regesta.tables import Claim

__all__ = ["arrow", "bounds", "representatives", "shown", "supporters", "value_key"]

MODALITIES = {"asserted": "real", "reported": "real", "alleged": "real", "promised": "promised", "planned": "planned"}
"""By status: only claims of one modality are compared, hypothetical ones never."""

COMPUTED = ("date_offset", "relations_elapsed")
"""Properties whose value says nothing without the day that it is counted from."""

ADDED = ("sum_part",)
"""Properties of which every claim counts, also where two say the same."""

QUANTUM = Decimal("1E-9")
"""The resolution of numbers in tables: a half-open interval ends one quantum early."""

LIMIT = Decimal("1E29")
"""Numbers from here on do not fit decimal128(38, 9)."""

WIDE = 60
"""Digits of a reckoning, so that nothing is lost before it is cut to the resolution."""

APPROXIMATELY = Decimal("0.1")
"""The share by which "about" may miss."""

_WORDS = {">=": "at least ", ">": "more than ", "<=": "at most ", "<": "less than ", "~": "about "}


def representatives(claims: Iterable[Claim], home: Mapping[str, str]) -> list[Claim]:
    """One claim of each document, subject, property, via, scope and value; sorted by claim id.

    `home` gives the subject of each claim inside its document, so that another document changes no choice.
    """
    chosen: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.end, c.claim_id)):
        modality = MODALITIES.get(claim.status)
        if modality is None or claim.polarity == "negative":
            continue
        as_of = (claim.as_of_first, claim.as_of_last) if claim.property in COMPUTED else ()
        one = claim.claim_id if claim.property in ADDED else None
        what = (one, claim.doc_id, home[claim.claim_id], claim.property, claim.via, claim.scope, modality)
        chosen.setdefault((*what, claim.unit, shown(claim), as_of), claim)
    return sorted(chosen.values(), key=lambda c: c.claim_id)


def arrow(claims: list[Claim]) -> pa.Table:
    """The claims as a table with four more columns.

    `value` is the value as people write it, `modality` says in which world it holds, `least` and `most` are the bounds
    of a number (inclusive, null is open) after rounding and hedging.
    """
    number = pa.decimal128(38, 9)
    extra: dict[str, tuple[pa.DataType, Callable[[Claim], Any]]] = {
        "value": (pa.string(), shown),
        "modality": (pa.string(), lambda claim: MODALITIES[claim.status]),
        "least": (number, lambda claim: bounds(claim)[0]),
        "most": (number, lambda claim: bounds(claim)[1]),
    }
    table = to_arrow("claims", claims)
    for name, (kind, value) in extra.items():
        table = table.append_column(name, pa.array([value(claim) for claim in claims], kind))
    return table


def shown(claim: Claim) -> str:
    """The value as people write it: 1950-01-04, 1951, 2022-03-20/2022-03-23, 13, at least 13, 6,400,000,000 USD."""
    if claim.first or claim.last:
        return _days(claim)
    low, high = claim.low, claim.high
    unit = f" {claim.unit}" if claim.unit and claim.unit != "1" else ""
    if low is not None and high is not None and low != high:
        return f"{_plain(low)} to {_plain(high)}{unit}"
    number = low if low is not None else high
    if number is None:
        return claim.text or ""
    return f"{_WORDS.get(claim.comparator or '=', '')}{_plain(number)}{unit}"


def value_key(claim: Claim) -> tuple[object, ...]:
    """What a claim says of what: claims that share it say the same."""
    return claim.subject, claim.property, claim.scope, claim.unit, shown(claim)


def supporters(claims: Iterable[Claim]) -> dict[tuple[object, ...], set[str]]:
    """The independent sources of each value (by its key)."""
    groups: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for claim in claims:
        groups[value_key(claim)].add(claim.copy_group)
    return groups


def _days(claim: Claim) -> str:
    first, last = claim.first, claim.last
    if first is None or last is None or first == last:
        return f"{first or '..'}" if first == last else f"{first or '..'}/{last or '..'}"
    next_day = last + timedelta(days=1) if last < last.max else last
    if (first.month, first.day, next_day.month, next_day.day) == (1, 1, 1, 1) and next_day.year == first.year + 1:
        return f"{first:%Y}"
    if first.day == next_day.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first}/{last}"


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bounds(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a number can mean, from its digits as written and its hedge.

    "6.4 billion" is at least 6.35 and less than 6.45 billion; "about" allows a tenth; "more than" and "at least" are
    open above.
    """
    with localcontext() as context:
        context.prec = WIDE
        least, most = _bounds(claim)
        return _fitting(least), _fitting(most)


def _bounds(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    low, high = claim.low, claim.high
    if low is None or high is None:
        least = low + QUANTUM if low is not None and claim.comparator == ">" else low
        most = high - QUANTUM if high is not None and claim.comparator == "<" else high
        return least, most
    least = low if claim.rounds_from is None else claim.rounds_from
    most = high if claim.rounds_to is None else claim.rounds_to - QUANTUM
    if claim.comparator == "~":
        return min(least, low - abs(low) * APPROXIMATELY), max(most, high + abs(high) * APPROXIMATELY)
    return least, most


def _fitting(bound: Decimal | None) -> Decimal | None:
    """A bound at the resolution of the tables; one that they cannot hold is open."""
    return None if bound is None or abs(bound) >= LIMIT else bound.quantize(QUANTUM)
