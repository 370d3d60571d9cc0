"""What the words around a figure say of it: hedges, up or down, whose age it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["age", "casualties", "directed", "hedged"]

_FILLER = r"(?:\s+(?:an?|the|just|well|now|only|another|a\s+further|further|additional|total\s+of))*"
_BE = re.compile(r"(?:\s+(?:were|was|are|is|have been|had been|has been|being|people))*\s+", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages?\s+of|at\s+age|turn(?:s|ed|ing)?"
    r"|life\s+expectancy(?:\s+\w+){0,5}?\s+(?:is|was|of)(?:\s+(?:about|around|nearly))?)\s+$",
    re.IGNORECASE,
)
_HE_IS = re.compile(r"\b(?:he|she|I)\s+(?:is|was|will\s+be)\s+(?:now\s+|only\s+|just\s+)?$", re.IGNORECASE)
_HE_IS_END = re.compile(r"[.,;)]|\s+(?:by|when|and|in|on|at)\b|$")
_NAME = re.compile(r"\b[A-Z][^\W\d_]+,\s$")
_AGE_END = re.compile(r",|\.?$|\)|\s+and\b")
_OLDEST = 120


def hedged(scene: Scene, draft: Draft) -> Draft:
    """The draft with its comparator and the bounds that follow from it; the cue stands outside its span."""
    before = _hedge_before().search(*scene.before(draft.span.start, 40))
    match = before or _hedge_after().match(scene.text, draft.span.end, scene.sentence.end)
    if match is None:
        return draft
    sign = _signs()[" ".join(match["cue"].lower().split())]
    if draft.unit_kind == "duration" and match["cue"].lower() == "over":
        return draft
    return replace(
        draft,
        comparator=sign,
        low=None if sign.startswith("<") else draft.low,
        high=None if sign.startswith(">") else draft.high,
        evidence=(*draft.evidence, ("comparator", Span(match.start("cue"), match.end("cue")))),
    )


def directed(scene: Scene, draft: Draft) -> Draft:
    """The draft with up or down, where a word right before it (but for a hedge) says that something moved by it."""
    match = _direction().search(*scene.before(draft.span.start, 48))
    if match is None or draft.direction or draft.unit_kind in ("age", "duration") or draft.number.form == "fraction":
        return draft
    cue = Span(match.start("cue"), match.end("cue"))
    way = "up" if match["cue"].lower() in vocabulary().directions.up else "down"
    return replace(draft, direction=way, evidence=(*draft.evidence, ("direction", cue)))


def casualties(scene: Scene, draft: Draft) -> Draft:
    """The draft as people, where it has no noun and a word like "killed" follows: "Twelve killed"."""
    if not draft.bare or draft.number.form == "fraction":
        return draft
    match = _casualty().match(scene.text, draft.span.end, scene.sentence.end)
    if match is None:
        return draft
    cue = Span(match.start("cue"), match.end("cue"))
    return replace(
        draft,
        rule_id="figures.casualties",
        unit="1",
        unit_kind="count",
        unit_name="person",
        measured=cue,
        evidence=(*draft.evidence, ("unit_name", cue)),
    )


def age(scene: Scene, draft: Draft) -> Draft:
    """The draft as an age: "aged 44", or between commas after a name ("Hague, 44, said")."""
    whole = draft.low is not None and draft.low == draft.high and draft.low == draft.low.to_integral_value()
    if not draft.bare or draft.number.form != "digits" or not whole or not 0 < (draft.low or 0) <= _OLDEST:
        return draft
    if _AGED.search(*scene.before(draft.span.start, 70)):
        return _as_age(draft)
    he_is = _HE_IS.search(*scene.before(draft.span.start, 24))
    if he_is and _HE_IS_END.match(scene.text, draft.span.end, scene.sentence.end):
        return _as_age(draft)
    named = _NAME.search(*scene.before(draft.span.start, 30))
    if named is None or not _AGE_END.match(scene.text, draft.span.end, scene.sentence.end):
        return draft
    return _as_age(draft)


def _as_age(draft: Draft) -> Draft:
    return replace(draft, rule_id="figures.age", unit="a", unit_kind="age", unit_name="year of age")


@cache
def _signs() -> Mapping[str, str]:
    return {
        cue.lower(): comparator.sign
        for comparator in vocabulary().comparators
        for cue in (*comparator.before, *comparator.after)
    }


@cache
def _hedge_before() -> re.Pattern[str]:
    cues = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    return re.compile(rf"(?<!\w)(?P<cue>{cues}){_FILLER}[\s(]*$", re.IGNORECASE)


@cache
def _hedge_after() -> re.Pattern[str]:
    cues = either(cue for comparator in vocabulary().comparators for cue in comparator.after)
    return re.compile(rf"\s?(?P<cue>{cues})(?!\w)", re.IGNORECASE)


@cache
def _direction() -> re.Pattern[str]:
    words = vocabulary().directions
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    cues = either([*words.up, *words.down])
    return re.compile(rf"(?<!\w)(?P<cue>{cues})(?:\s+by)?{_FILLER}(?:\s+{hedges})?{_FILLER}\s+$", re.IGNORECASE)


@cache
def _casualty() -> re.Pattern[str]:
    return re.compile(rf"{_BE.pattern}(?P<cue>{either(vocabulary().nouns.casualties)})(?!\w)", re.IGNORECASE)
