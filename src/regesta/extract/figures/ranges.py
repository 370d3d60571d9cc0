"""Joins the two ends of a range: "8 to 16 metres", "between 8 and 16", "more than 20 but fewer than 30", "5 ± 0.3"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from regesta.extract.figures.cues import directing
from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["AND", "RISEN_BY", "bounded", "ranges", "shared"]

_TO = re.compile(r"\s*(?:-|–|—|-?\s?\b(?:to|through|thru)-?)\s*|~|～|\s[~～]\s", re.IGNORECASE)
_HYPHEN = re.compile(r"[-–—:]")
AND = re.compile(r"-?\s*,?\s+(?:and|or|&)\s+|-?\s*,\s*", re.IGNORECASE)
_HEDGED = (
    r"(?:about\s+|around\s+|nearly\s+|roughly\s+|some\s+|as\s+(?:little|few|low|much|many|high)\s+as\s+|up\s+to\s+)?"
)
_FROM = re.compile(rf"\bfrom\s+{_HEDGED}$", re.IGNORECASE)
_WHEN_TO = re.compile(rf"\s+(?:in|on|at)\s+[\w.: ]{{1,30}}?\s+to\s+{_HEDGED}", re.IGNORECASE)
_TO_HEDGED = re.compile(rf"\s+to\s+{_HEDGED}", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_PLUS_MINUS = re.compile(r"\s*(?:±|\+\s?/?\s?[-−–])\s*|\s+plus\s+or\s+minus\s+", re.IGNORECASE)
_BETWEEN = re.compile(rf"\b(?:between|from)\s+{_HEDGED}$", re.IGNORECASE)
RISEN_BY = re.compile(r"\bby\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_BUT = re.compile(r",?\s+(?:but|and|yet)\s+(?:(?:is|are|was|were|it|they)\s+){0,2}", re.IGNORECASE)
_EXACT = (Decimal(0), Decimal(0))
_GAP = 12
_SCORED = 1000


def ranges(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "8 to 16 metres", "$10 to $15 billion", "between 8 and 16" as one each.

    A magnitude or a unit that stands only with the second number holds for the first too, unless that would turn the
    range round. Scores are dropped: two bare numbers with a hyphen ("2-0"), or with "to" in falling order or after a
    word of votes and games ("a vote of 51 to 49", "lost 1 to 3").
    """
    out: list[Draft] = []
    for draft in drafts:
        joined = _range(scene, out[-1], draft) if out else None
        if joined is None:
            out.append(draft)
        else:
            out[-1] = joined
    return [draft for draft in out if not _is_score(scene, draft)]


def _range(scene: Scene, left: Draft, right: Draft) -> Draft | None:
    if left.low is None or right.low is None:
        return None
    if _PLUS_MINUS.fullmatch(scene.text, left.span.end, right.number.start):
        return _plus_minus(left, right)
    moved = _moved(scene, left, right)
    if right.span.start - left.span.end > _GAP and not moved:
        return None
    if left.low != left.high or right.low != right.high or not _one_unit(left, right):
        return None
    if not moved and not _joins(scene, left, right):
        return None
    low = shared(left, right)
    if low.low is None or right.high is None:
        return None
    fallen = low.low > right.high and _FROM.search(*scene.before(left.span.start, 16))
    named = right if left.bare or (right.rule_id == "figures.rate" != left.rule_id) else left
    return replace(
        named,
        number=left.number,
        span=Span(left.span.start, right.span.end),
        value=Span(left.value.start, right.value.end),
        low=min(low.low, right.high),
        high=max(low.low, right.high),
        off=(low.off[0], right.off[1]) if low.low <= right.high else (right.off[1], low.off[0]),
        direction="down" if fallen else named.direction,
        evidence=(*low.evidence, *right.evidence),
        flags=tuple(sorted({*named.flags, "range"})),
    )


def _plus_minus(left: Draft, right: Draft) -> Draft | None:
    """The interval of "5 ± 0.3 mm"; the tolerance is in the unit of the number."""
    if left.low is None or right.high is None or left.low != left.high or right.low != right.high:
        return None
    if not left.bare and not right.bare and left.key != right.key:
        return None
    off = abs(right.high)
    return replace(
        right if left.bare else left,
        number=left.number,
        span=Span(left.span.start, right.span.end),
        value=Span(left.value.start, right.value.end),
        low=left.low - off,
        high=left.low + off,
        off=_EXACT,
        direction=left.direction,
        flags=tuple(sorted({*left.flags, *right.flags, "plus_minus"})),
    )


def _one_unit(left: Draft, right: Draft) -> bool:
    """Whether two numbers can be the ends of one range."""
    if left.number.form == "fraction" != right.number.form or left.whole or right.whole:
        return False
    units = sorted((left.unit or "", right.unit or ""), key=len)
    if units[0] and units[1].startswith(f"{units[0]}/"):
        return True
    return left.key == right.key or (left.bare and left.rule_id != "figures.fraction") or right.bare


def _joins(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether the words between two numbers make a range of them."""
    text = scene.text
    if _TO.fullmatch(text, left.span.end, right.span.start):
        moved = not left.bare and _is_step(scene, left, right)
        apart = right.bare and not left.bare and not _BETWEEN.search(*scene.before(left.span.start, 16))
        return not moved and not apart
    if _BETWEEN.search(*scene.before(left.span.start, 16)) and AND.fullmatch(text, left.span.end, right.span.start):
        return "," not in text[left.span.end : right.span.start]
    step = (right.number.mantissa - left.number.mantissa) == 1 and right.number.mantissa <= 20
    return step and left.bare and _OR.fullmatch(text, left.span.end, right.span.start) is not None


def _is_step(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether the first of two figures is a step to the second: "by $5 to $40", "rose $2 to $58"."""
    before = scene.before(left.span.start, 24)
    if RISEN_BY.search(*before):
        return True
    units = {draft.unit_span.of(scene.text).lower() for draft in (left, right) if draft.unit_span}
    two = left.unit_kind == "currency" or len(units) > 1
    return two and not right.bare and directing(scene, left) is not None


def _moved(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether they are the ends of a way with a time said between them: "from 20 km in 2008 to 29 km"."""
    led = _FROM.search(*scene.before(left.span.start, 16))
    return led is not None and _WHEN_TO.fullmatch(scene.text, left.span.end, right.span.start) is not None


def shared(left: Draft, right: Draft) -> Draft:
    """The left draft with the magnitude of the right one, where it has none and is not larger without it."""
    scale, at = right.number.scale, right.number.scale_at
    if left.number.scale != 1 or at is None or left.low is None or left.high is None:
        return left
    if left.number.mantissa > right.number.mantissa:
        return left
    return replace(
        left,
        number=replace(left.number, scale=scale, scale_at=at),
        low=left.low * scale,
        high=left.high * scale,
        off=(left.number.last * scale / 2, left.number.last * scale / 2),
        evidence=(*left.evidence, ("low", at)),
    )


def _is_score(scene: Scene, draft: Draft) -> bool:
    """Whether it is two bare numbers that count two sides: "2-0", "a vote of 51 to 49"."""
    if "range" not in draft.flags or not draft.bare:
        return False
    between = draft.value.of(scene.text)
    if " " not in between:
        return _HYPHEN.search(between) is not None and not _is_wide(draft)
    falls = draft.number.low == draft.high and draft.low != draft.high
    if " to " not in between or _FROM.search(*scene.before(draft.span.start, 40)):
        return False
    return falls or _of_sides().search(*scene.before(draft.span.start, 40)) is not None


def _is_wide(draft: Draft) -> bool:
    """Whether both ends are more than games are played to: "1500-5000", "5k-20k"."""
    return draft.low is not None and draft.number.low >= _SCORED and draft.number.low == draft.low


def bounded(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "more than 20 but fewer than 30 people" as one each, from the lower bound to the upper."""
    out: list[Draft] = []
    for draft in drafts:
        joined = _bounded(scene, out[-1], draft) if out else None
        if joined is None:
            out.append(draft)
        else:
            out[-1] = joined
    return out


def _bounded(scene: Scene, left: Draft, right: Draft) -> Draft | None:
    cues = [[span for column, span in draft.evidence if column == "comparator"] for draft in (left, right)]
    lower, upper = (left, right) if left.low is not None else (right, left)
    ends = (lower.low, upper.high)
    if ends[0] is None or ends[1] is None or lower.high is not None or upper.low is not None or not all(cues):
        return None
    gap_start, gap_end = max(left.span.end, cues[0][0].end), min(right.span.start, cues[1][0].start)
    if not _one_unit(left, right) or not _BUT.fullmatch(scene.text, gap_start, gap_end) or ends[0] >= ends[1]:
        return None
    named = right if left.bare else left
    told = [pair for pair in named.evidence if pair[0] != "comparator"]
    columns = ("low", "high") if lower is left else ("high", "low")
    return replace(
        named,
        number=left.number,
        span=Span(left.span.start, right.span.end),
        value=Span(left.value.start, right.value.end),
        low=ends[0],
        high=ends[1],
        off=(lower.off[0], upper.off[1]),
        comparator="=",
        evidence=(*told, (columns[0], cues[0][0]), (columns[1], cues[1][0])),
        flags=tuple(sorted({*left.flags, *right.flags, "range"})),
    )


@cache
def _of_sides() -> re.Pattern[str]:
    """A word of votes, games and odds, and what may stand between it and the numbers."""
    return re.compile(rf"(?<!\w){either(vocabulary().refusals.sides)}(?:\s+[a-z]+){{0,3}}\s+$", re.IGNORECASE)
