"""How long something lasted, from when to when, and what happened during what.

A length is only held against a stretch of days where the words between them leave no doubt that both are those of one
thing: "the ten-day strike from 3 to 7 May", "it lasted three days, from 1 to 5 May".
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from regesta.compare.making import Frame, Value, claim, frame_at, passage_subject
from regesta.compare.order import both_real
from regesta.compare.reading import Reading, within
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Event, Passage, Time

__all__ = ["DURING", "lasting"]

DURING = "during"
"""The property: its subject happened while the happening that `via` names did."""

_LENGTH = re.compile(r"P(?P<amount>\d{1,5})(?P<unit>[DWMY])")
_UNITS = {"D": "d", "W": "wk", "M": "mo", "Y": "a"}
_FINE = {"day": "DWMY", "month": "MY", "year": "Y", None: ""}
"""By the grain of a stretch: the lengths that it can be held against."""

_NOUN = r"[-\s]\w+(?:\s\w+){0,2}?"
_WHERE = r"(?:\s(?:in|at|on|of|near)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+)?)?"


def lasting(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document."""
    for sentence in reading.sentences:
        yield from _lengths(reading, sentence, within(reading.times, sentence))
    yield from _during(reading)


def _lengths(reading: Reading, sentence: Passage, times: list[Time]) -> Iterator[Claim]:
    """The one length of a sentence, and the one stretch of days beside it."""
    lengths = [time for time in times if time.type == "DURATION"]
    dates = [time for time in times if time.type == "DATE"]
    if len(lengths) != 1 or len(dates) != len(("from", "to")):
        return
    length, (begin, end) = lengths[0], dates
    told = _LENGTH.fullmatch(length.value or "")
    if told is None or length.mod or told["unit"] not in _FINE[_grain(reading, begin, end)]:
        return
    if _is_said_of_it(reading, sentence, length, begin, end):
        subject, amount, frame = passage_subject(length), Decimal(told["amount"]), frame_at(reading, length)
        value = Value(first=begin.first, last=end.last, grain=begin.grain, text=reading.text(begin.start, end.end))
        yield claim(reading, begin, subject, "stretch", value, frame)
        value = Value(low=amount, high=amount, comparator="=", unit=_UNITS[told["unit"]], text=length.quote)
        yield claim(reading, length, subject, "lasted", value, frame)


def _grain(reading: Reading, begin: Time, end: Time) -> str | None:
    """The grain of the first and the last of something; None when two dates are not that."""
    ranged = begin.range_id is not None and begin.range_id == end.range_id
    if not ranged and not _ended().fullmatch(reading.text(begin.end, end.start)):
        return None
    ordered = begin.first is not None and end.last is not None and begin.first <= end.last
    return begin.grain if ordered and begin.grain == end.grain and begin.grain in _FINE else None


def _is_said_of_it(reading: Reading, sentence: Passage, length: Time, begin: Time, end: Time) -> bool:
    if _elsewhere().match(reading.text(length.end, sentence.end)):
        return False
    if length.start >= end.end:
        return _behind().fullmatch(reading.text(end.end, length.start)) is not None
    before, between = reading.text(sentence.start, length.start), reading.text(length.end, begin.start)
    verb = _lasted().search(before) is not None and _opened().fullmatch(between) is not None
    return length.end <= begin.start and (verb or _adjective().fullmatch(between) is not None)


@cache
def _lasted() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_verbs()})(?:\s(?:for|only|just|exactly|all))*\s$")


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(rf"{_WHERE},?\s\(?(?:from|between)?\s?")


@cache
def _adjective() -> re.Pattern[str]:
    return re.compile(
        rf"{_NOUN}{_WHERE}(?:\s(?:{_verbs()})|\s(?:was|were|is)\s(?:held|staged))?{_WHERE},?\s\(?(?:from|of)?\s?"
    )


@cache
def _behind() -> re.Pattern[str]:
    after = r"after|a total of|a period of|a stretch of|in all|altogether"
    return re.compile(
        rf"\)?,?\s(?:and\s|it\s|which\s|thus\s)*(?:{_verbs()}|{after})\s(?:for\s|only\s|just\s|exactly\s)*"
    )


@cache
def _elsewhere() -> re.Pattern[str]:
    """Behind a length: it is a distance, or comes again and again."""
    return re.compile(r"\s(?:after|before|later|earlier|longer|more|less|ago|a|an|each|every|per|into|from now)\b")


@cache
def _ended() -> re.Pattern[str]:
    return re.compile(rf",?\sand\s(?:it\s|was\s|had\s)*(?:{'|'.join(vocabulary().lasting.ended)})(?:\s(?:on|in|by))?\s")


def _verbs() -> str:
    return "|".join(vocabulary().lasting.lasted)


def _during(reading: Reading) -> Iterator[Claim]:
    """What a sentence puts inside a happening: "A during B", "During B, A"."""
    for left, right in pairwise(reading.events):
        if left.cluster_id == right.cluster_id or not both_real(left, right):
            continue
        if found := _inside(reading, left, right):
            part, whole = found
            value = Value(text=reading.text(left.start, right.end))
            frame = Frame(status=part.status, attribution_id=part.attribution_id)
            via = f"event:{whole.cluster_id}"
            yield claim(reading, part, f"event:{part.cluster_id}", DURING, value, frame, via=via)


def _inside(reading: Reading, left: Event, right: Event) -> tuple[Event, Event] | None:
    """The part and the whole; None when the words between them say nothing of the kind."""
    if _while().fullmatch(reading.text(left.end, right.start)):
        return left, right
    sentence = reading.sentence(left.start)
    opened = (
        sentence is not None
        and right.start < sentence.end
        and _opening().fullmatch(reading.text(sentence.start, left.start))
    )
    return (right, left) if opened and _no_stop().fullmatch(reading.text(left.end, right.start)) else None


@cache
def _while() -> re.Pattern[str]:
    return re.compile(rf"[^,;:.]{{0,40}}\s(?:{'|'.join(vocabulary().lasting.during)})\s[^,;:.]{{0,30}}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(vocabulary().lasting.during)})\s[^,;:.]{{0,30}}", re.IGNORECASE)


@cache
def _no_stop() -> re.Pattern[str]:
    return re.compile(r"[^;:.]{0,80}")
