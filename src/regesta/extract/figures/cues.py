"""What the words around a figure say of it: hedges, up or down, whose age it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.nouns import is_plural, singular
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["ages", "casualties", "directed", "directing", "hedged", "levels"]

_FILLER = r"(?:\s+(?:an?|the|just|well|now|only|another|a\s+further|further|additional|total\s+of))*"
_RECORD = (
    r"(?:\s+(?:an?\s+(?:record|whopping|further|staggering|modest|mere|massive|total\s+of)"
    r"|the|just|well|now|only|another|further|additional|by))*"
)
_BE = re.compile(r"(?:\s+(?:were|was|are|is|have been|had been|has been|being|people))*\s+", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages|ages?\s+of|at\s+age|turn(?:s|ed|ing)?|(?:died|dies|dead)\s+at|aged\s+between"
    r"|life\s+expectancy(?:\s+\w+){0,5}?\s+(?:is|was|of)(?:\s+(?:about|around|nearly))?)\s+$",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"\bwho\s+(?:is|was|turned|turns|has\s+turned)\s+(?:only\s+|just\s+)?$", re.IGNORECASE)
_NEXT_AGE = re.compile(r"(?:,\s+|,?\s+(?:and|or|to)\s+)(?:aged?\s+)?", re.IGNORECASE)
_HE_IS = re.compile(r"\b(?:he|she|I)\s+(?:is|was|will\s+be)\s+(?:now\s+|only\s+|just\s+)?$", re.IGNORECASE)
_HE_IS_END = re.compile(r"[.,;)]|\s+(?:by|when|and|in|on|at)\b|$")
_NAME = re.compile(r"\b(?:[A-Z][^\W\d_]+|[Hh]e|[Ss]he),\s$")
_ALL_AGED = re.compile(
    r"\b(?:children|people|persons|adults|anyone|everyone|someone|those|men|women|boys|girls|kids|voters|residents|pupils"
    r"|drivers|passengers|patients)\s+(?:aged\s+)?(?:under|over|below|above)\s+$",
    re.IGNORECASE,
)
_AGE_END = re.compile(r",|;|\.?$|\)|\s+(?:and|or|from)\b")
_OLDEST = 120
_PREPOSITIONS = frozenset({"about", "around", "over", "above", "under", "below", "beyond", "passed"})
_THE = re.compile(r"\s+(?:the|these|those)\s+", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)


def hedged(scene: Scene, draft: Draft) -> Draft:
    """The draft with its comparator and the bounds that follow from it; the cue stands outside its span."""
    after = _hedge_after().match(scene.text, draft.span.end, scene.sentence.end)
    before = _hedge_before().search(*scene.before(draft.span.start, 40))
    match = after if after and (before is None or _sign_of(before) == "~") else before
    if match is None:
        return draft
    sign = _sign_of(match)
    if _is_preposition(scene, draft, match) or _is_end(scene, draft, match):
        return draft
    return replace(
        draft,
        comparator=sign,
        low=None if sign.startswith("<") else draft.low,
        high=None if sign.startswith(">") else draft.high,
        evidence=(*draft.evidence, ("comparator", Span(match.start("cue"), match.end("cue")))),
    )


def _is_preposition(scene: Scene, draft: Draft, match: re.Match[str]) -> bool:
    """Whether the cue is of place or time: "over ten years", "around the 37 m skeleton"."""
    cue = match["cue"].lower()
    if draft.unit_kind == "duration" and cue == "over":
        return True
    return cue in _PREPOSITIONS and _THE.fullmatch(scene.text, match.end("cue"), draft.span.start) is not None


def _is_end(scene: Scene, draft: Draft, match: re.Match[str]) -> bool:
    """Whether the cue is of the first end of a range alone: "from up to 250 to 290"."""
    led = _ENDS.search(*scene.before(match.start("cue"), 16)) is not None
    return led and "range" in draft.flags and _sign_of(match) != "~" and match.end("cue") <= draft.span.start


def _sign_of(match: re.Match[str]) -> str:
    return _signs()[" ".join(match["cue"].lower().split())]


def directed(scene: Scene, draft: Draft) -> Draft:
    """The draft with up or down, where a word right before it (but for a hedge) says that something moved by it."""
    match = directing(scene, draft) or _moving(scene, draft)
    if match is None or draft.direction or draft.unit_kind in ("age", "duration") or draft.number.form == "fraction":
        return draft
    cue = Span(match.start("cue"), match.end("cue"))
    words = vocabulary().directions
    way = "up" if match["cue"].lower() in (*words.up, *words.moves_up) else "down"
    return replace(draft, direction=way, evidence=(*draft.evidence, ("direction", cue)))


def directing(scene: Scene, draft: Draft) -> re.Match[str] | None:
    """The word right before a figure that says that something moved, as the group `cue`."""
    found = _direction().search(*scene.before(draft.span.start, 48))
    particle = found is not None and found["cue"].lower() == "up"
    return None if particle and found and _phrasal().search(*scene.before(found.start("cue"), 16)) else found


def _moving(scene: Scene, draft: Draft) -> re.Match[str] | None:
    """The word that says that something named between it and the figure moved: "cut the forecast by 5%"."""
    return _moved_by().search(*scene.before(draft.span.start, 80))


def casualties(scene: Scene, draft: Draft) -> Draft:
    """The draft as people, where a word like "killed" follows or is its noun: "Twelve killed", "12 dead"."""
    if draft.counted is not None and draft.counted.of(scene.text).lower() in vocabulary().nouns.casualties:
        return replace(draft, rule_id="figures.casualties", unit_name="person", measured=draft.counted)
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


def levels(scene: Scene, draft: Draft) -> Draft:
    """The draft as a count, where the sentence says of what it is the number: "the number of cars rose to 300"."""
    if not draft.bare or draft.number.form not in ("digits", "words"):
        return draft
    match = _number_of().search(*scene.before(draft.span.start, 120))
    if match is None:
        return draft
    cue = Span(*match.span("noun" if match["noun"] else "toll"))
    if match["noun"] and not is_plural(match["noun"]):
        return draft
    harmed = match["noun"] and match["noun"].lower() in vocabulary().nouns.casualties
    name = "person" if match["toll"] or harmed else singular(match["noun"])
    made = replace(draft, rule_id="figures.level", unit="1", unit_kind="count", unit_name=name, unit_span=cue)
    return replace(made, evidence=(*draft.evidence, ("unit_name", cue)))


def ages(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the ages among them: "aged 44", "a girl of nine", "Hague, 44, said", "aged 17 and 19"."""
    out: list[Draft] = []
    for draft in drafts:
        before = out[-1] if out else None
        told = _could_be_age(draft) and (_is_age(scene, draft) or _is_next_age(scene, before, draft))
        out.append(_as_age(draft) if told else draft)
    return out


def _could_be_age(draft: Draft) -> bool:
    whole = all(b is not None and b == b.to_integral_value() and 0 < b <= _OLDEST for b in (draft.low, draft.high))
    return draft.bare and whole and draft.number.form in ("digits", "words") and draft.number.scale == 1


def _is_age(scene: Scene, draft: Draft) -> bool:
    before, end, limit = scene.before(draft.span.start, 70), draft.span.end, scene.sentence.end
    if _AGED.search(*before) or _ALL_AGED.search(*before):
        return True
    ended = _AGE_END.match(scene.text, end, limit) is not None
    if draft.number.form == "digits" and _HE_IS.search(*before) and _HE_IS_END.match(scene.text, end, limit):
        return True
    if draft.low != draft.high or not (ended or _person_of().search(*before)):
        return False
    known = _NAME.search(*before) or _person_comma().search(*before)
    named = draft.number.form == "digits" and known is not None
    return named or _WHO_IS.search(*before) is not None or _person_of().search(*before) is not None


def _is_next_age(scene: Scene, before: Draft | None, draft: Draft) -> bool:
    if before is None or before.unit_kind != "age":
        return False
    return _NEXT_AGE.fullmatch(scene.text, before.span.end, draft.span.start) is not None


def _as_age(draft: Draft) -> Draft:
    return replace(draft, rule_id="figures.age", unit="a", unit_kind="age", unit_name="year of age")


@cache
def _person_of() -> re.Pattern[str]:
    """A single person before "of" and an age: "a girl of"; not a parent, who may have as many children."""
    nouns = vocabulary().nouns
    persons = {*nouns.aged, *nouns.people} - {*nouns.parents}
    return re.compile(rf"\b(?:an?|the|another|his|her)\s+(?:\w+\s+)?{either(persons)}\s+of\s+$", re.IGNORECASE)


@cache
def _person_comma() -> re.Pattern[str]:
    """A single person before a comma and an age: "the driver, "."""
    nouns = vocabulary().nouns
    persons = either({*nouns.aged, *nouns.people})
    return re.compile(rf"\b(?:an?|the|another|his|her|their|its)\s+(?:\w+\s+)?{persons},\s$", re.IGNORECASE)


@cache
def _number_of() -> re.Pattern[str]:
    """What says that a bare number counts: "the number of people killed has risen to", "the toll stands at"."""
    counting = vocabulary().counting
    tolls = either(counting.people)
    said = rf"(?:[^.;:!?\d\"“”]{{0,60}}?\s)?(?:{either(counting.verbs)})(?:\s+(?:to|at))?"
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    return re.compile(
        rf"\b(?:numbers?\s+of\s+(?:the\s+)?(?P<noun>[^\W\d_]+)|(?P<toll>{tolls}))\b{said}(?:\s+{hedges})?\s+$",
        re.IGNORECASE,
    )


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
    filler = rf"{_RECORD}(?:\s+{hedges})?{_RECORD}"
    return re.compile(rf"(?<!\w)(?P<cue>{cues})(?:\s+by)?{filler}\s+$", re.IGNORECASE)


@cache
def _moved_by() -> re.Pattern[str]:
    words = vocabulary().directions
    hedges = either(cue for comparator in vocabulary().comparators for cue in comparator.before)
    cues = either([*words.moves_up, *words.moves_down])
    return re.compile(
        rf"(?<!\w)(?P<cue>{cues})(?:\s+[\w'’-]+){{1,5}}?\s+by(?:\s+{hedges})?{_RECORD}\s+$", re.IGNORECASE
    )


@cache
def _phrasal() -> re.Pattern[str]:
    """A verb with which "up" says nothing of height: "gave up", "ended up"."""
    return re.compile(rf"(?<!\w){either(vocabulary().directions.with_particle)}\s+$", re.IGNORECASE)


@cache
def _casualty() -> re.Pattern[str]:
    return re.compile(rf"{_BE.pattern}(?P<cue>{either(vocabulary().nouns.casualties)})(?!\w)", re.IGNORECASE)
