"""Figures that are written as two numbers: "6 ft 2", "thirteen dollars and forty-five cents", "one in five"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.vocabulary import Compound, vocabulary
from regesta.spans import Span

__all__ = ["compounds", "shares"]

_PLACES = Decimal("1e-9")
_WIDE = Context(prec=60)
_ROUND = frozenset(Decimal(n) for n in (10, 20, 100, 1000, 10_000, 100_000, 1_000_000))
_SMALL = 10
_IN = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?", re.IGNORECASE)
_NEXT = re.compile(r"\s?(?:,\s|and\s)?|-")
_CENTS = re.compile(r"\s")
_AFTER_CENTS = re.compile(r"(?:[.,;)]|\s+(?:a|per|each)\b|$)")


def shares(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "one in five Germans", "nine out of ten" as one fraction each, its value rounded to nine places.

    "in" needs a one before it or a round number after it; "out of" any smaller number before it.
    """
    return _folded(drafts, lambda left, right: _share(scene, left, right))


def _folded(drafts: Sequence[Draft], join: Callable[[Draft, Draft], Draft | None]) -> list[Draft]:
    """The drafts with neighbours that `join` puts together as one."""
    out: list[Draft] = []
    for draft in drafts:
        joined = join(out[-1], draft) if out else None
        if joined is None:
            out.append(draft)
        else:
            out[-1] = joined
    return out


def _share(scene: Scene, left: Draft, right: Draft) -> Draft | None:
    joint = _IN.fullmatch(scene.text, left.span.end, right.value.start)
    if joint is None or not left.bare or right.unit_kind not in (None, "count"):
        return None
    count, of = left.low, right.low
    if count is None or of is None or count != left.high or of != right.high or not 0 < count < of:
        return None
    few = of <= _SMALL and right.unit_name in (*vocabulary().nouns.people, "voter", "household", "family")
    if "out" not in joint[0].lower() and count != 1 and of not in _ROUND and not few:
        return None
    value = (count / of).quantize(_PLACES, context=_WIDE)
    span = Span(left.span.start, right.value.end)
    number = replace(left.number, end=right.value.end, low=value, high=value, form="fraction", mantissa=value)
    return Draft(
        number=number, span=span, value=span, low=value, high=value, rule_id="figures.share", measured=right.counted
    )


def compounds(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "6 ft 2 in", "5 hours 30 minutes", "15 dollars 50" as one each, in the larger unit."""
    return _folded(drafts, lambda left, right: _compound(scene, left, right))


def _compound(scene: Scene, left: Draft, right: Draft) -> Draft | None:
    gap = scene.text[left.span.end : right.span.start]
    rule = _rules().get(left.unit or "")
    if rule is None or not _NEXT.fullmatch(gap) or not _whole(left) or right.low is None or right.low != right.high:
        return None
    end = _end_of_minor(scene, rule, right, gap)
    if end is None or left.low is None or not 0 < right.low < rule.parts:
        return None
    value = left.low + (right.low / rule.parts).quantize(_PLACES, context=_WIDE)
    span = Span(left.span.start, end)
    value_span = Span(left.value.start, right.value.end)
    return replace(
        left,
        span=span,
        value=value_span,
        low=value,
        high=value,
        off=(Decimal(0), Decimal(0)),
        flags=tuple(sorted({*left.flags, "compound"})),
    )


def _whole(draft: Draft) -> bool:
    return draft.low is not None and draft.low == draft.high and draft.low == draft.low.to_integral_value()


def _end_of_minor(scene: Scene, rule: Compound, minor: Draft, gap: str) -> int | None:
    """Where the smaller number ends with its unit, which may be left out after the larger one; None if it is none."""
    if minor.unit in rule.minor:
        return minor.span.end
    if gap == "-" and rule.bare == "always":
        return minor.value.end  # "a 6-foot-7 player"
    if not minor.bare or "," in gap or "and" in gap:
        return None
    named = _short(rule.short).match(scene.text, minor.value.end) if rule.short else None
    if named:
        return named.end()
    if rule.bare == "always":
        return minor.value.end
    two = minor.number.form == "words" or minor.value.end - minor.value.start == len("50")
    at_end = _AFTER_CENTS.match(scene.text, minor.value.end, scene.sentence.end) is not None
    return minor.value.end if rule.bare == "at_end" and two and at_end and _CENTS.fullmatch(gap) else None


@cache
def _rules() -> dict[str, Compound]:
    return {major: rule for rule in vocabulary().compounds for major in rule.major}


@cache
def _short(surface: str) -> re.Pattern[str]:
    return re.compile(rf"\s?{re.escape(surface)}(?!\w)")
