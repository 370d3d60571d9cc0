"""Ties figures of one sentence: parts to their whole, a conversion in brackets to what it says again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from regesta.extract.figures.drafts import Draft, Scene, counting
from regesta.extract.figures.nouns import noun_phrase
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["conversions", "converted", "parts"]

_BRACKET = re.compile(r"\s?[(\[]\s?(?:about |around )?")
_SLASH = re.compile(r"\s?[/,;]\s?")
_OF_THEM_BE = re.compile(r"\s+(?:(?:was|were|are|is|being)\s+)?")
_NEAREST = 8
"""Figures before a part among which its whole is looked for."""


def conversions(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "76 km (47 mi)" marked: the second says the same quantity again, in another unit.

    So does a third: "300 hp (224 kW / 304 PS)".
    """
    marked: set[Span] = set()
    for left, right in pairwise(drafts):
        if left.unit_kind != right.unit_kind or left.unit_kind not in ("currency", "physical"):
            continue
        opened = _BRACKET.fullmatch(scene.text, left.span.end, right.span.start) and left.unit != right.unit
        goes_on = left.span in marked and _SLASH.fullmatch(scene.text, left.span.end, right.span.start)
        if opened or goes_on:
            marked.add(right.span)
    return [replace(d, flags=(*d.flags, "conversion")) if d.span in marked else d for d in drafts]


def converted(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which a conversion in brackets measures, and is hedged and directed as, the figure before it."""
    out: list[Draft] = []
    for draft in drafts:
        same = bool(out) and "conversion" in draft.flags
        out.append(_as_before(out[-1], draft) if same else draft)
    return out


def _as_before(told: Draft, draft: Draft) -> Draft:
    draft = replace(draft, measured=told.measured)
    if draft.direction is None and told.direction is not None:
        draft = replace(draft, direction=told.direction, evidence=(*draft.evidence, *_cues(told, "direction")))
    if draft.comparator != "=" or told.comparator == "=":
        return draft
    return replace(
        draft,
        comparator=told.comparator,
        low=None if told.low is None else draft.low,
        high=None if told.high is None else draft.high,
        evidence=(*draft.evidence, *_cues(told, "comparator")),
    )


def _cues(draft: Draft, column: str) -> list[tuple[str, Span]]:
    return [pair for pair in draft.evidence if pair[0] == column]


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
        cue_before = _before().search(*scene.before(draft.span.start, 40))
        cue = cue_before or cue_after
        whole = _whole(draft, out if cue_before else [*earlier, *out]) if cue else None
        if whole is None or cue is None:
            out.append(draft)
            continue
        part = _part(scene, draft, whole, draft.span.end if cue_before else cue.end())
        out.append(replace(part, evidence=(*part.evidence, ("part_of", Span(*cue.span("cue"))))))
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


@cache
def _before() -> re.Pattern[str]:
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    cues = either(vocabulary().parts.before)
    return re.compile(rf"(?<!\w)(?P<cue>{cues}),?\s+(?:{hedges}\s+)?(?:the\s+)?$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s+(?P<cue>{either(vocabulary().parts.after)})(?!\w)", re.IGNORECASE)
