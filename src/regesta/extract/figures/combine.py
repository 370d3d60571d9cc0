"""Joins drafts of one sentence: ranges, lists that share a unit, conversions in brackets, parts and sums."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from regesta.extract.figures.cues import directing
from regesta.extract.figures.drafts import Draft, Scene, counting
from regesta.extract.figures.nouns import noun_phrase
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["conversions", "elided", "lists", "parts", "ranges", "sums"]

_TO = re.compile(r"\s*(?:-|–|—|-?\s?\bto-?)\s*", re.IGNORECASE)
_HYPHEN = re.compile(r"[-–—:]")
_AND = re.compile(r"-?\s*,?\s+(?:and|or|&)\s+|-?\s*,\s*", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|nearly\s+)?$", re.IGNORECASE)
_WHEN_TO = re.compile(r"\s+(?:in|on|at)\s+[\w.: ]{1,30}?\s+to\s+(?:about\s+|around\s+)?", re.IGNORECASE)
_OF_THE = re.compile(r"\s+of\s+(?:the|its|their|his|her|those|these|our)\s+", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\s*(?::|\(|\s[–—-]|—)\s*")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+\s?/?\s?[-−–])\s*|\s+plus\s+or\s+minus\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_RISEN_BY = re.compile(r"\bby\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_BRACKET = re.compile(r"\s?[(\[]\s?(?:about |around )?")
_OF_THEM_BE = re.compile(r"\s+(?:(?:was|were|are|is|being)\s+)?")
_GOES_ON = re.compile(
    r"[,;)]?\s+(?:in|by|at|on|from|to|for|with|through|via|who|whom|that|which|were|was|are|is|have|had|did|last|this|next"
    r"|the\s+(?:year|month|week|day)|a\s+year|more)\b|\s*[.;]?$",
    re.IGNORECASE,
)
_ELISION = 120
"""Characters over which a unit may be left out."""

_EXACT = (Decimal(0), Decimal(0))
_GAP = 12
_LIST = 2
"""Kinds of people that make a sum."""

_NEAREST = 8
"""Figures before a part among which its whole is looked for."""


def ranges(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "8 to 16 metres", "$10 to $15 billion", "between 8 and 16" as one each.

    A magnitude or a unit that stands only with the second number holds for the first too, unless that would turn the
    range round. Two bare numbers with a hyphen are a score, and dropped.
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
    low = _shared(left, right)
    if low.low is None or right.high is None:
        return None
    fallen = low.low > right.high and _FROM.search(*scene.before(left.span.start, 16))
    named = right if left.bare or right.rule_id == "figures.rate" else left
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
    if left.unit and right.unit and right.unit.startswith(f"{left.unit}/"):
        return True
    return left.key == right.key or (left.bare and left.rule_id != "figures.fraction") or right.bare


def _joins(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether the words between two numbers make a range of them."""
    text = scene.text
    if _TO.fullmatch(text, left.span.end, right.span.start):
        moved = not left.bare and _is_step(scene, left, right)
        apart = right.bare and not left.bare and not _BETWEEN.search(*scene.before(left.span.start, 16))
        return not moved and not apart
    if _BETWEEN.search(*scene.before(left.span.start, 16)) and _AND.fullmatch(text, left.span.end, right.span.start):
        return "," not in text[left.span.end : right.span.start]
    step = (right.number.mantissa - left.number.mantissa) == 1 and right.number.mantissa <= 20
    return step and left.bare and _OR.fullmatch(text, left.span.end, right.span.start) is not None


def _is_step(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether the first of two figures is a step to the second: "by $5 to $40", "rose $2 to $58"."""
    before = scene.before(left.span.start, 24)
    if _RISEN_BY.search(*before):
        return True
    units = {draft.unit_span.of(scene.text).lower() for draft in (left, right) if draft.unit_span}
    two = left.unit_kind == "currency" or len(units) > 1
    return two and not right.bare and directing(scene, left) is not None


def _moved(scene: Scene, left: Draft, right: Draft) -> bool:
    """Whether they are the ends of a way with a time said between them: "from 20 km in 2008 to 29 km"."""
    led = _FROM.search(*scene.before(left.span.start, 16))
    return led is not None and _WHEN_TO.fullmatch(scene.text, left.span.end, right.span.start) is not None


def _shared(left: Draft, right: Draft) -> Draft:
    """The left draft with the magnitude of the right one, where it has none and is not larger without it."""
    scale, at = right.number.scale, right.number.scale_start
    if left.number.scale != 1 or at is None or left.low is None or left.high is None:
        return left
    if left.number.mantissa > right.number.mantissa:
        return left
    return replace(
        left,
        low=left.low * scale,
        high=left.high * scale,
        off=(left.number.last * scale / 2, left.number.last * scale / 2),
        evidence=(*left.evidence, ("low", Span(at, right.number.end))),
    )


def _is_score(scene: Scene, draft: Draft) -> bool:
    """Whether it is two bare numbers with a hyphen: "2-0"."""
    if "range" not in draft.flags or not draft.bare:
        return False
    between = draft.value.of(scene.text)
    return _HYPHEN.search(between) is not None and " " not in between


def lists(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the unit and magnitude of the last member of a list given to the others: "5 and 6 kg".

    In "five of the 12 clerks" the first counts clerks too, and is a part of the second.
    """
    out = list(drafts)
    for index in range(len(out) - 2, -1, -1):
        left, right = out[index], out[index + 1]
        if not left.bare or left.low is None or right.unit_span is None or right.span.start - left.span.end > _GAP:
            continue
        if _OF_THE.fullmatch(scene.text, left.span.end, right.span.start) and left.number.form != "fraction":
            out[index] = replace(_named(left, right, right.unit_span), whole=right.span)
            continue
        follows = right.unit_span.start >= right.value.end or any(name == "unit" for name, _ in right.evidence)
        if (
            follows
            and right.rule_id != "figures.fraction"
            and _AND.fullmatch(scene.text, left.span.end, right.span.start)
        ):
            out[index] = _carried(left, right, right.unit_span)
    return out


def _carried(left: Draft, right: Draft, unit: Span) -> Draft:
    left = left if right.unit_kind == "count" else _shared(left, right)
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
    between = scene.text[named.span.end : draft.span.start]
    joined = _joined().search(between) if len(between) <= _ELISION else None
    if joined is None or draft.low == 1 or not _GOES_ON.match(scene.text, draft.span.end, scene.sentence.end):
        return draft
    if joined["by"] and not _RISEN_BY.search(*scene.before(named.span.start, 24)):
        return draft
    return _named(draft, named, named.unit_span)


def conversions(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "76 km (47 mi)" marked: the second says the same quantity again, in another unit."""
    marked = {
        right.span
        for left, right in pairwise(drafts)
        if left.unit_kind == right.unit_kind
        and left.unit_kind in ("currency", "physical")
        and left.unit != right.unit
        and _BRACKET.fullmatch(scene.text, left.span.end, right.span.start)
    }
    return [replace(d, flags=(*d.flags, "conversion")) if d.span in marked else d for d in drafts]


def parts(scene: Scene, drafts: Sequence[Draft], earlier: Sequence[Draft]) -> list[Draft]:
    """The drafts with each part tied to its whole: "13 people were killed, including 10 Chinese".

    The whole is the nearest count before the part, in the sentence or (`earlier`) in the one before, that is not
    smaller. A part with no noun of its own counts what follows ("of whom nine were Chinese") or what the whole counts.
    """
    out: list[Draft] = []
    for draft in drafts:
        if draft.whole is not None:
            out.append(draft)
            continue
        cue_after = _after().match(scene.text, draft.span.end, scene.sentence.end)
        if _before().search(*scene.before(draft.span.start, 40)):
            whole = _whole(draft, out)
            start = draft.span.end
        elif cue_after:
            whole = _whole(draft, [*earlier, *out])
            start = cue_after.end()
        else:
            whole = None
            start = 0
        out.append(draft if whole is None else _part(scene, draft, whole, start))
    return out


def _whole(part: Draft, before: Sequence[Draft]) -> Draft | None:
    if part.low is None or part.unit_kind not in (None, "count") or part.rule_id == "figures.fraction":
        return None
    for draft in reversed(before[-_NEAREST:]):
        if draft.unit_kind == "count" and draft.whole is None:
            upper = draft.high if draft.high is not None else draft.low
            return draft if upper is not None and upper >= part.low else None
    return None


def _part(scene: Scene, part: Draft, whole: Draft, start: int) -> Draft:
    if part.counted is not None:
        return replace(part, whole=whole.span)
    verb = _OF_THEM_BE.match(scene.text, start, scene.sentence.end)
    noun = noun_phrase(scene.text, verb.end(), scene.sentence.end) if verb else None
    part = replace(part, rule_id="figures.part", whole=whole.span)
    if noun is not None:
        return counting(scene, part, noun)
    evidence = (("unit_name", whole.counted),) if whole.counted else ()
    return replace(part, unit="1", unit_kind="count", unit_name=whole.unit_name, evidence=(*part.evidence, *evidence))


def sums(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with a figure for the sum of people that are listed by kind: "two men and a girl" are three people.

    The members are parts of the sum, or of the count that announces them ("three people: two men and a girl"); one with
    an article ("a girl") has no figure of its own.
    """
    out: list[Draft] = []
    index = 0
    while index < len(drafts):
        members = _people(scene, drafts, index)
        announced = bool(members and out) and _ANNOUNCED.fullmatch(scene.text, out[-1].span.end, members[0].span.start)
        made = _sum(scene, members) if members else None
        if made is not None and announced and out[-1].unit_kind == "count":
            members = [replace(member, whole=out[-1].span) for member in members]
        elif made is not None:
            out.append(made)
            members = [replace(member, whole=made.span) for member in members]
        out.extend(members or [drafts[index]])
        index += max(1, len(members))
    return out


def _people(scene: Scene, drafts: Sequence[Draft], index: int) -> list[Draft]:
    """The counts of people from `index` on that are one list."""
    members: list[Draft] = []
    for draft in drafts[index:]:
        start = members[-1].span.end if members else draft.span.start
        if not _is_people(draft) or not _listed().fullmatch(scene.text, start, draft.span.start):
            break
        members.append(draft)
    return members


def _is_people(draft: Draft) -> bool:
    exact = draft.unit_kind == "count" and draft.unit == "1" and draft.low is not None and draft.low == draft.high
    own = draft.counted is not None and draft.counted.end == draft.span.end
    return exact and own and draft.whole is None and draft.unit_name in vocabulary().nouns.people


def _sum(scene: Scene, members: Sequence[Draft]) -> Draft | None:
    """The sum of counts with the single people listed beside and between them; None when they are only one kind."""
    first, last = members[0], members[-1]
    ahead = _single_ahead().search(*scene.before(first.span.start, 60))
    behind = _singles().match(scene.text, last.span.end, scene.sentence.end)
    span = Span(ahead.start("one") if ahead else first.span.start, behind.end() if behind else last.span.end)
    between = [Span(left.span.end, right.span.start) for left, right in pairwise(members)]
    aside = [Span(span.start, first.span.start), *between, Span(last.span.end, span.end)]
    singles = sum(len(_single().findall(gap.of(scene.text))) for gap in aside)
    closed = ahead or behind or " and " in f" {scene.text[members[-2:][0].span.end : last.span.start]} "
    if singles + len(members) < _LIST or not closed:
        return None
    total = sum((member.low for member in members if member.low is not None), Decimal(singles))
    return replace(
        first,
        number=replace(first.number, end=last.number.end),
        span=span,
        value=Span(first.value.start, last.value.end),
        low=total,
        high=total,
        off=_EXACT,
        rule_id="figures.sum",
        unit_name="person",
        counted=span,
        unit_span=None,
        evidence=(),
        flags=("sum",),
    )


@cache
def _person() -> str:
    return rf"(?:[^\W\d_]+\s+)?{either(vocabulary().nouns.people)}(?!\w)"


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:an?|another|his|her|their)\s+{_person()}", re.IGNORECASE)


@cache
def _singles() -> re.Pattern[str]:
    """Single people that end a list: ", a child and a nurse"."""
    return re.compile(rf"(?:,\s+{_single().pattern})*,?\s+and\s+{_single().pattern}", re.IGNORECASE)


@cache
def _single_ahead() -> re.Pattern[str]:
    return re.compile(rf"(?P<one>(?:{_single().pattern}(?:,\s+|,?\s+and\s+))+)$", re.IGNORECASE)


@cache
def _listed() -> re.Pattern[str]:
    """What stands between two counts of a list: a comma, "and", single people; nothing before the first."""
    return re.compile(
        rf"(?:(?:,\s+(?:and\s+)?|\s+and\s+){_single().pattern})*(?:,\s+(?:and\s+)?|\s+and\s+)|", re.IGNORECASE
    )


@cache
def _joined() -> re.Pattern[str]:
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    small = rf"(?:{hedges}\s+)?"
    return re.compile(
        rf"(?:^|[\s,;])(?:and|but|while|or|then)\s+(?:(?P<by>[^,;]{{1,40}}\sby\s)?{small})$", re.IGNORECASE
    )


@cache
def _before() -> re.Pattern[str]:
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    cues = either(vocabulary().parts.before)
    return re.compile(rf"(?<!\w){cues}\s+(?:{hedges}\s+)?(?:the\s+)?$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s+{either(vocabulary().parts.after)}(?!\w)", re.IGNORECASE)
