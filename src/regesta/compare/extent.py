"""How far a number reaches, by the words beside it: with or without the attacker, in two places, promised or paid.

Such words make no number wrong; they say why two numbers of one happening may differ. Each is a claim of its own, which
is compared with nothing: explainers look it up by the number that it stands beside.
"""

import re
from collections.abc import Iterator
from functools import cache

from regesta.compare.making import Value, claim, frame_at, passage_subject
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Event, Figure

__all__ = ["EVERYWHERE", "EXTENT", "SEVERAL", "WITH", "WITHOUT", "extents"]

EXTENT = "extent"
"""The property: `low` is the number, `text` the words beside it, `scope` what they mean, `via` the happening."""

WITH, WITHOUT, SEVERAL, EVERYWHERE = "with", "without", "several", "everywhere"

_COUNTS = {"": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NAMES = r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?"
_PLACES = re.compile(rf"\b(?:in|at|across|around)\s{_NAMES}(?:,\s{_NAMES})*,?\sand\s(?:in\s)?{_NAMES}")


def extents(reading: Reading, figure: Figure, event: Event) -> Iterator[Claim]:
    """What the words beside a number of an event say of its reach."""
    sentence = reading.sentence(figure.start)
    if sentence is None or figure.low is None or figure.low != figure.high:
        return
    behind, whole = reading.text(figure.end, sentence.end), sentence.quote
    for scope, words in (*_people(behind), *_reach(whole), *_stage(whole)):
        value = Value(low=figure.low, high=figure.high, comparator="=", unit=figure.unit, text=words)
        via = f"event:{event.cluster_id}"
        yield claim(
            reading, figure, passage_subject(figure), EXTENT, value, frame_at(reading, figure), via=via, scope=scope
        )


def _people(behind: str) -> Iterator[tuple[str, str]]:
    """Those who did it, or died with it, who are in the number or beside it: "with 1", "without 2"."""
    for kind, pattern in ((WITH, _with()), (WITHOUT, _without()), (WITHOUT, _oneself())):
        if found := pattern.match(behind):
            yield f"{kind} {_COUNTS[(found['number'] or '').lower()]}", found["who"]


def _reach(sentence: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in ((SEVERAL, _several()), (SEVERAL, _PLACES), (EVERYWHERE, _everywhere())):
        if found := pattern.search(sentence):
            yield kind, found[0]


def _stage(sentence: str) -> Iterator[tuple[str, str]]:
    """What became of money, where the sentence says one thing only."""
    stages = {kind: pattern.search(sentence) for kind, pattern in _stages().items()}
    named = [(kind, found[0]) for kind, found in stages.items() if found]
    if len(named) == 1:
        yield named[0]


@cache
def _with() -> re.Pattern[str]:
    return re.compile(rf"[^.;]{{0,40}}?,?\s(?:including|counting|among them)\s{_who()}", re.IGNORECASE)


@cache
def _without() -> re.Pattern[str]:
    cues = "|".join(vocabulary().extent.without)
    verb = r"(?!\s(?:was|were|is|are|has|have|had|fled|escaped|remain|then|shot|who|that|of|in)\b)"
    return re.compile(rf"[^.;,]{{0,40}}?,?\s(?:{cues})\s{_who()}{verb}", re.IGNORECASE)


@cache
def _oneself() -> re.Pattern[str]:
    cues = "|".join(vocabulary().extent.oneself)
    return re.compile(rf"[^.;]{{0,60}}?\s(?P<who>(?:{cues})\s(?:him|her)self)(?P<number>)\b", re.IGNORECASE)


def _who() -> str:
    numbers = "|".join(filter(None, _COUNTS))
    roles = "|".join(vocabulary().extent.apart)
    return rf"(?P<who>(?:(?:the|its|his|her|their|a|an)\s)?(?:(?P<number>{numbers})\s)?(?:\w+\s)?(?:{roles})s?)\b"


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().extent.several)})\b", re.IGNORECASE)


@cache
def _everywhere() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().extent.everywhere)})\b", re.IGNORECASE)


@cache
def _stages() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for kind, words in vocabulary().stages.items()
    }
