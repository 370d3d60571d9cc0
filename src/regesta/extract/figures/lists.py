"""Gives a number that leaves out its unit or noun that of a neighbour: "5 and 6 kg", "7 cars and 5 by bus"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.ranges import AND, RISEN_BY, shared
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["elided", "lists"]

_OF_THE = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|those|these|our)\s+)?", re.IGNORECASE)
_OF_ALL = re.compile(r"\bof\s+(?:(?:the|its|their|his|her|those|these|our|all)\s+)*$", re.IGNORECASE)
_COMMA = re.compile(r",\s+")
_GOES_ON = re.compile(
    r"[,;)]?\s+(?:in|by|at|on|from|to|for|with|through|via|who|whom|that|which|were|was|are|is|have|had|did|last|this|next"
    r"|\w+\s+(?:years?|months?|weeks?|days?)|the\s+(?:year|month|week|day)|a\s+year|more)\b|\s*[.;]?$",
    re.IGNORECASE,
)
_ELISION = 120
"""Characters over which a unit may be left out."""

_GAP = 12


def lists(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the unit and magnitude of the last member of a list given to the others: "5 and 6 kg".

    In "five of the 12 clerks" the first counts clerks too, and is a part of the second.
    """
    out = list(drafts)
    for index in range(len(out) - 2, -1, -1):
        left, right = out[index], out[index + 1]
        if _shares_magnitude(scene, left, right):
            out[index] = shared(left, right)
            continue
        if not left.bare or left.low is None or right.unit_span is None or right.span.start - left.span.end > _GAP:
            continue
        if _OF_THE.fullmatch(scene.text, left.span.end, right.span.start) and left.number.form != "fraction":
            out[index] = replace(_named(left, right, right.unit_span), whole=right.span)
            continue
        follows = right.unit_span.start >= right.value.end or any(name == "unit" for name, _ in right.evidence)
        if (
            follows
            and right.rule_id != "figures.fraction"
            and AND.fullmatch(scene.text, left.span.end, right.span.start)
        ):
            out[index] = _carried(left, right, right.unit_span)
    return out


def _shares_magnitude(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether the magnitude of the last of a list of amounts holds for one before: "$2, $3 and $4 million"."""
    money = left.unit_kind == "currency" and left.key == right.key
    return money and AND.fullmatch(scene.text, left.span.end, right.span.start) is not None


def _carried(left: Draft, right: Draft, unit: Span) -> Draft:
    counts = right.unit_kind == "count" and {left.number.form, right.number.form} != {"digits"}
    left = left if counts else shared(left, right)
    return _named(left, right, unit)


def _named(left: Draft, right: Draft, unit: Span) -> Draft:
    """The left draft with the unit of the right one, which stands at `unit`."""
    return replace(
        left,
        rule_id=right.rule_id,
        unit=right.unit,
        unit_name=right.unit_name,
        unit_kind=right.unit_kind,
        unit_span=unit,
        counted=right.counted,
        alternatives=right.alternatives,
        evidence=(*left.evidence, ("unit", unit)),
    )


def elided(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the unit or noun of the figure before given to a number that leaves it out.

    "68,400 people came and 95,800 who wrote", "435 homes by auction and 187 by tender", "A rose by 2% and B by 1": it
    follows the joining word, and what follows it goes on without a noun.
    """
    out: list[Draft] = []
    for draft in drafts:
        whole = out[-1] if out else None
        out.append(_elided(scene, whole, draft) if whole is not None and draft.bare else draft)
    return out


def _elided(scene: Scene, named: Draft, draft: Draft) -> Draft:
    if named.unit_span is None or named.unit_kind in ("age", "duration") or draft.number.form in ("fraction", "plural"):
        return draft
    if named.unit_kind == "count" and _is_of_all(scene, named, draft):
        return replace(_named(draft, named, named.unit_span), whole=named.span)
    between = scene.text[named.span.end : draft.span.start]
    joined = _joined().search(between) if len(between) <= _ELISION else None
    one = draft.low == 1 and draft.number.form == "words"
    if joined is None or one or not _GOES_ON.match(scene.text, draft.span.end, scene.sentence.end):
        return draft
    if joined["by"] and not RISEN_BY.search(*scene.before(named.span.start, 24)):
        return draft
    return _named(draft, named, named.unit_span)


def _is_of_all(scene: Scene, named: Draft, draft: Draft) -> bool:
    """Whether a number behind a comma is a part of the whole that begins the clause: "of the 50 states, 20 agreed"."""
    if not _OF_ALL.search(*scene.before(named.span.start, 24)) or draft.low is None or named.low is None:
        return False
    return draft.low <= named.low and _COMMA.fullmatch(scene.text, named.span.end, draft.span.start) is not None


@cache
def _joined() -> re.Pattern[str]:
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    small = rf"(?:{hedges}\s+)?"
    return re.compile(
        rf"(?:^|[\s,;])(?:and|but|while|or|then|(?:up\s+|down\s+)?from|compared\s+with|against)\s+(?:(?P<by>[^,;]{{1,40}}\sby\s)?{small})$",
        re.IGNORECASE,
    )
