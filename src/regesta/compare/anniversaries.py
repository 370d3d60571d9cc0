"""Anniversaries: "the 60th anniversary of relations, in 2011" says that they began 60 years before.

The day that is counted from is that of the sentence, if it has one beside the date of what is remembered; else it is
some day of the year before or after the document's. What is only coming is not counted: nobody says when it comes.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from regesta.compare.making import Value, claim, frame_at, passage_subject
from regesta.compare.reading import Days, Reading, within
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.spans import Span
from regesta.tables import Claim, Event, Passage, Time

__all__ = ["anniversaries", "is_only_remembered"]

REACH = 60
"""Characters behind "the anniversary of" in which stands what is remembered."""

STATED = ("explicit", "dct")
"""What a date must rest on, to be the day of an anniversary."""

_ANY = re.compile(r"nniversary|enten|ubilee")
"""Part of every word for an anniversary: a quick look, before the slow one."""

_DIGITS = r"\d{1,3}(?:st|nd|rd|th)"
_YEAR = re.compile(r"\s(?:the|its|their|that|this)?\s?(?=[12]\d{3}\b)")
_REMEMBERED = re.compile(r"anniversary of(?:\s[\w-]+){0,4}\s$", re.IGNORECASE)
_WHOLE_YEARS = re.compile(r"P(\d{1,4})Y")
_OF = re.compile(r" of (?:[\w-]+ ){0,3}?[\w-]+(?: [\w-]+)?")
_CLAUSE = re.compile(r",\s(?:which|that|when|who|in which|where)\b")


def anniversaries(reading: Reading) -> Iterator[Claim]:
    """The years that anniversaries count, and the year that stands beside what is remembered."""
    for sentence in reading.sentences if _ANY.search(reading.document.text) else ():
        for found in _anniversary().finditer(sentence.quote):
            if not has_word(sentence.quote[: found.start()].lower(), _coming()):
                yield from _counted(reading, sentence, found)
    yield from _years_of(reading)


def _years_of(reading: Reading) -> Iterator[Claim]:
    """Years of a relation that are marked: "In 2011 the two countries celebrated 60 years of friendship"."""
    for time in reading.times:
        told = _WHOLE_YEARS.fullmatch(time.value or "")
        sentence = reading.sentence(time.start) if told and not time.mod else None
        if told is None or sentence is None:
            continue
        behind = _OF.match(reading.text(time.end, sentence.end))
        if behind is None or not has_word(behind[0].lower(), vocabulary().words.relation):
            continue
        pair, day = reading.pair(time.start), _day(reading, sentence, [])
        if pair and day and not has_word(reading.text(sentence.start, time.start).lower(), _coming()):
            value = Value(low=Decimal(told[1]), high=Decimal(told[1]), comparator="=", unit="a", text=time.quote)
            frame = replace(frame_at(reading, time), as_of=day)
            yield claim(reading, time, f"rel:{'-'.join(pair)}", "relations_elapsed", value, frame)


def _coming() -> tuple[str, ...]:
    return vocabulary().anniversaries.coming


def is_only_remembered(reading: Reading, event: Event) -> bool:
    """Whether a mention is that of what an anniversary remembers, so that a date beside it may be the anniversary's."""
    sentence = reading.sentence(event.start)
    if sentence is None or not _REMEMBERED.search(reading.text(sentence.start, event.start)):
        return False
    own = _own_times(reading, event)
    return not any(_CLAUSE.search(reading.text(event.end, time.start)) for time in own if time.start >= event.end)


def _counted(reading: Reading, sentence: Passage, found: re.Match[str]) -> Iterator[Claim]:
    years = _years(found["number"] or found["name"])
    value = Value(low=years, high=years, comparator="=", unit="a", text=found[0])
    end = sentence.start + found.end()
    behind = reading.text(end, min(sentence.end, end + REACH))
    year = _YEAR.match(behind)
    own = next(
        (t for t in reading.times if year and t.start == end + year.end() and t.first and t.grain == "year"), None
    )
    pair = reading.pair(end)
    if own is not None:
        subject, name, ours = passage_subject(sentence), "date_offset", [own]
        value_of_year = Value(first=own.first, last=own.last, grain=own.grain)
        yield claim(reading, own, subject, "date", value_of_year, frame_at(reading, own))
    elif pair is not None and has_word(behind, vocabulary().words.relation):
        subject, name, ours = f"rel:{'-'.join(pair)}", "relations_elapsed", []
    elif (event := _remembered(reading, Span(end, end + len(behind)))) is not None:
        subject, name, ours = f"event:{event.cluster_id}", "date_offset", _own_times(reading, event)
    else:
        return
    if (day := _day(reading, sentence, ours)) is not None:
        frame = replace(frame_at(reading, sentence), as_of=day)
        yield claim(reading, sentence, subject, name, value, frame)


def _remembered(reading: Reading, behind: Span) -> Event | None:
    """The mention that stands there, else the one happening of the document that is called by one of the words."""
    here = [e for e in reading.events if behind.start <= e.start and e.end <= behind.end]
    if here:
        return here[0]
    words = [word.lower() for word in re.findall(r"[^\W\d]{4,}", reading.text(behind.start, behind.end))[:3]]
    called = [e for e in reading.events if set(words) & set(e.quote.lower().split())]
    return called[0] if len({event.cluster_id for event in called}) == 1 else None


def _own_times(reading: Reading, event: Event) -> list[Time]:
    held = {argument.time_id for argument in reading.arguments.get(event.event_id, []) if argument.time_id}
    return [time for time in reading.times if time.time_id in held]


def _day(reading: Reading, sentence: Passage, ours: list[Time]) -> Days | None:
    """When the anniversary is; None where two dates of the sentence could be its day."""
    inside = within(reading.times, sentence)
    dates = [time for time in inside if time.type == "DATE" and time.first and time.last]
    others = [time for time in dates if time not in ours] or dates
    if len(others) == 1 and others[0].basis in STATED:
        return others[0].first, others[0].last
    said = reading.days_said(Span(sentence.start, sentence.end))
    if others or said[0] is None or said[1] is None:
        return None
    return date(said[0].year - 1, 1, 1), date(said[1].year + 1, 12, 31)


def _years(written: str) -> Decimal:
    digits = re.match(r"\d+", written)
    return Decimal(digits[0]) if digits else Decimal(vocabulary().anniversaries.years[written.lower()])


@cache
def _anniversary() -> re.Pattern[str]:
    known = vocabulary().anniversaries
    ordinals = "|".join(word for word in known.years if word not in known.alone)
    alone = "|".join(known.alone)
    return re.compile(
        rf"\b(?:(?P<number>{_DIGITS}|{ordinals})[\s-](?:\w+\s)?anniversary|(?P<name>{alone})) of\b", re.IGNORECASE
    )
