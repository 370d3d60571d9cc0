"""What the words around a figure say of it: hedges, up or down, what it measures, whose age it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.nouns import is_stop, phrase_after
from regesta.extract.figures.vocabulary import Measured, either, vocabulary
from regesta.spans import Span

__all__ = ["age", "casualties", "directed", "hedged", "measured"]

_FILLER = r"(?:\s+(?:an?|the|just|well|now|only|another|a\s+further|further|additional|total\s+of))*"
_NEAR = 70
"""Characters in which a word that names the measure may stand."""
_CLAUSE = re.compile(r"[.;:!?]\s|[“”\"]")
_OF = re.compile(r"\s+(?:of|in)\s+(?:(?:the|its|his|her|their|our|these|those|this|that|all|an?)\s+)*", re.IGNORECASE)
_BE = re.compile(r"(?:\s+(?:were|was|are|is|have been|had been|has been|being|people))*\s+", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[ \u00a0-]")
_AGED = re.compile(r"\b(?:aged?|ages?\s+of|at\s+age)\s+$", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][^\W\d_]+,\s$")
_AGE_END = re.compile(r",|\.?$|\)|\s+and\b")
_OLDEST = 120
_WORDS_BEFORE = re.compile(r"(?:[\w&'’./-]+[ \u00a0])+$")


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
    draft = replace(draft, direction=way, evidence=(*draft.evidence, ("direction", cue)))
    subject = None if draft.measured or draft.unit_kind == "count" else _subject(scene, cue.start)
    return replace(draft, measured=subject or draft.measured)


def measured(scene: Scene, draft: Draft, previous: int, following: int) -> Draft:
    """The draft with the words that say what it is a quantity of, if they are near; else without.

    `previous` and `following` are the end of the figure before and the start of the figure after it in the sentence.
    """
    kind = draft.unit_kind or "none"
    span = _cue(scene, draft, kind, previous, following)
    if span is None and kind in ("percent", "currency", "physical"):
        span = _of(scene, draft) or _attribute(scene, draft)
    elif span is None and draft.rule_id == "figures.fraction":
        span = _of(scene, draft)
    return replace(draft, measured=span) if span else draft


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
    if _AGED.search(*scene.before(draft.span.start, 16)):
        return _as_age(draft)
    named = _NAME.search(*scene.before(draft.span.start, 30))
    if named is None or not _AGE_END.match(scene.text, draft.span.end, scene.sentence.end):
        return draft
    return _as_age(draft)


def _as_age(draft: Draft) -> Draft:
    return replace(draft, rule_id="figures.age", unit="a", unit_kind="age", unit_name="year of age")


def _cue(scene: Scene, draft: Draft, kind: str, previous: int, following: int) -> Span | None:
    """The nearest word of the lexicon that names a measure of this kind, between the neighbouring figures."""
    text, span = scene.text, draft.span
    floor = max(scene.sentence.start, previous, span.start - _NEAR)
    roof = min(scene.sentence.end, following, span.end + _NEAR)
    breaks = list(_CLAUSE.finditer(text, floor, span.start))
    floor = breaks[-1].end() if breaks else floor
    stop = _CLAUSE.search(text, span.end, roof)
    before, after = _measures().get(kind, (None, None))
    last = list(before.finditer(text, floor, span.start))[-1:] if before else []
    first = after.search(text, span.end, stop.start() if stop else roof) if after else None
    found = [(span.start - match.end(), Span(*match.span())) for match in last]
    found += [(first.start() - span.end, Span(*first.span()))] if first else []
    return min(found)[1] if found else None


def _of(scene: Scene, draft: Draft) -> Span | None:
    """The words after "of": "13% of the economy", "54GB of data"."""
    match = _OF.match(scene.text, draft.span.end, scene.sentence.end)
    return phrase_after(scene.text, match.end(), scene.sentence.end) if match and "of" in match[0] else None


def _attribute(scene: Scene, draft: Draft) -> Span | None:
    """The noun that an amount stands before: "a 6.1-inch screen", "$800 rebates"."""
    if not _ATTRIBUTE.match(scene.text, draft.span.end, scene.sentence.end):
        return None
    phrase = phrase_after(scene.text, draft.span.end, scene.sentence.end)
    if phrase is None or phrase.of(scene.text).split()[0].lower() in vocabulary().nouns.dimensions:
        return None
    plural_unit = draft.unit_kind == "physical" and draft.unit_span and draft.unit_span.of(scene.text).endswith("s")
    return None if plural_unit else phrase


def _subject(scene: Scene, verb: int) -> Span | None:
    """The noun phrase right before the word that says up or down."""
    match = _WORDS_BEFORE.search(*scene.before(verb, 60))
    if match is None:
        return None
    words = [Span(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"\S+", match[0])]
    while words and is_stop(words[-1].of(scene.text)):
        words.pop()
    kept: list[Span] = []
    while words and len(kept) < 4 and not is_stop(words[-1].of(scene.text)):
        kept.insert(0, words.pop())
    return Span(kept[0].start, kept[-1].end) if kept else None


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


@cache
def _measures() -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """By kind of figure, what to look for before and after it."""
    by_kind: dict[str, Measured] = {kind: entry for entry in vocabulary().measured for kind in entry.kinds}
    return {kind: (_any(entry.before), _any(entry.after)) for kind, entry in by_kind.items()}


def _any(cues: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w){either(cues)}(?!\w)", re.IGNORECASE) if cues else None
