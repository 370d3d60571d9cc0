"""Dates that a text gives by arithmetic: "one day after the vote", "for the past 70 years".

The arithmetic itself is not done here: what is said becomes a claim, and a check computes what it implies.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from regesta.compare.reading import Days, Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.spans import Span
from regesta.tables import Event, Time

__all__ = ["Elapsed", "Offset", "elapsed_years", "offsets"]

_DISTANCE = re.compile(r"(?P<sign>[+-]?)P(?P<amount>\d{1,5})(?P<unit>[DWMY])")
_UNITS = {"D": (1, "d"), "W": (7, "d"), "M": (1, "mo"), "Y": (1, "a")}
"""ISO 8601 letter: how many of which UCUM unit."""

_HEDGES = {"APPROX": "~", "MORE_THAN": ">", "EQUAL_OR_MORE": ">=", "LESS_THAN": "<", "EQUAL_OR_LESS": "<="}
"""TIMEX3 modifiers as comparators; others (START, MID, END) do not hedge an amount."""


@dataclass(frozen=True, slots=True)
class Offset:
    """`time` says that `said_of` is `amount` units after `event`."""

    time: Time
    event: Event
    said_of: Time
    amount: int
    unit: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`time` says that the relation of a pair of states had lasted `amount` years on the days `said`."""

    time: Time
    pair: tuple[str, str]
    amount: int
    said: Days
    attribution_id: str | None
    comparator: str


def offsets(reading: Reading) -> Iterator[Offset]:
    """Distances from an event that the sentence also gives a date for, in apposition ("On 5 May, a day after ...").

    Without such a date, or without the event, nothing can be computed and nothing is returned.
    """
    for time in reading.times:
        distance = _distance(time)
        if time.basis != "event" or distance is None:
            continue
        event = _anchor(reading, time)
        said_of = _apposition(reading, time)
        if event is not None and said_of is not None:
            amount, unit = distance
            yield Offset(time, event, said_of, amount, unit, _HEDGES.get(time.mod or "", "="))


def elapsed_years(reading: Reading) -> Iterator[Elapsed]:
    """Years up to the day of speaking, in a sentence about the relation of two states."""
    for time in reading.times:
        distance = _distance(time)
        if (
            time.type != "DURATION"
            or time.basis == "event"
            or distance is None
            or distance[0] >= 0
            or distance[1] != "a"
        ):
            continue
        sentence = reading.sentence(time.start)
        pair = reading.pair(time.start)
        if sentence is None or pair is None or not has_word(sentence.quote, vocabulary().words.relation):
            continue
        span = Span(time.start, time.end)
        speech = reading.speech(span)
        speaker = speech[-1].attribution_id if speech else None
        hedge = _HEDGES.get(time.mod or "", "=")
        yield Elapsed(time, pair, -distance[0], reading.days_said(span), speaker, hedge)


def _distance(time: Time) -> tuple[int, str] | None:
    """The signed amount and UCUM unit of an offset; None when there is none, it is mixed (P1Y2M), or no history."""
    match = _DISTANCE.fullmatch(time.offset or "")
    if match is None:
        return None
    factor, unit = _UNITS[match["unit"]]
    return int(f"{match['sign']}{match['amount']}") * factor, unit


def _anchor(reading: Reading, time: Time) -> Event | None:
    """The event that the anchor of a time names; without an anchor, the first one that follows in the sentence."""
    if time.anchor_start is not None and time.anchor_end is not None:
        anchor = Span(time.anchor_start, time.anchor_end)
        return next((e for e in reading.events if anchor.overlaps(Span(e.start, e.end))), None)
    sentence = reading.sentence(time.start)
    if sentence is None:
        return None
    return next((e for e in reading.events if e.start >= time.start and e.end <= sentence.end), None)


def _apposition(reading: Reading, time: Time) -> Time | None:
    """The date that stands beside a distance: right before it, or after its anchor and a comma."""
    sentence = reading.sentence(time.start)
    if sentence is None:
        return None
    dates = [t for t in reading.times if t is not time and t.type == "DATE" and t.basis == "explicit" and t.first]
    before = [t for t in dates if sentence.start <= t.start and t.end <= time.start]
    if before and _beside().fullmatch(reading.text(before[-1].end, time.start)):
        return before[-1]
    reached = max(time.end, time.anchor_end or 0)
    after = next((t for t in dates if t.start >= reached and t.end <= sentence.end), None)
    if after and _after().fullmatch(reading.text(reached, after.start)):
        return after
    return None


@cache
def _beside() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in vocabulary().words.apposition)
    return re.compile(rf"[\s,;:()\u2013\u2014-]*(?:\b(?:{words})(?!\w)[\s,]*)*", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[^,;]{{0,60}}[,(\u2013\u2014]{_beside().pattern}", re.IGNORECASE)
