"""Dates as they are written: is the day in the calendar, and does it fall on the weekday that stands beside it?

Nothing is known here of what happened on the day, and nothing need be: the calendar decides.
"""

import re
from collections.abc import Iterator
from functools import cache

from regesta.compare.making import Value, beside
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Time

__all__ = ["written_dates"]

IMPOSSIBLE = "impossible"
"""The flag of a time that names a day which no calendar has."""

_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}(?![\d,])")
_BESIDE = re.compile(r",? \(?(?:which (?:was|is) )?an? |,? \(", re.IGNORECASE)
_BEFORE = re.compile(r"(?:,? the| \()\s?", re.IGNORECASE)


def written_dates(reading: Reading) -> Iterator[Claim]:
    """Each day that is written with its year, and the weekday that is written with it.

    A date whose year is not written is no claim: the year would be a guess, and so the weekday.
    """
    for place, time in enumerate(reading.times):
        if time.type not in ("DATE", "TIME") or not _YEAR.search(time.quote) or time.alternatives:
            continue
        if IMPOSSIBLE in time.flags and time.first is None:
            yield _written(reading, time, Value(text=time.quote))
        elif time.first is not None and time.first == time.last:  # a day, or a clock time of it
            yield _written(reading, time, Value(first=time.first, last=time.last, grain="day"))
            yield from _weekday(reading, place, time)


def _written(reading: Reading, time: Time, value: Value) -> Claim:
    return beside(reading, time, time, "written_date", value)


def _weekday(reading: Reading, place: int, time: Time) -> Iterator[Claim]:
    """The weekday inside the date, or of a time beside it: "19 May 2023, a Friday"."""
    around = reading.times[max(0, place - 1) : place] + reading.times[place + 1 : place + 2]
    for stated in (time, *(other for other in around if _is_beside(reading, time, other))):
        if named := _days().search(stated.quote):
            yield beside(reading, stated, time, "weekday", Value(text=named[0].capitalize()))
            return


def _is_beside(reading: Reading, time: Time, other: Time) -> bool:
    if not _days().fullmatch(other.quote):
        return False
    if other.start < time.start:
        return bool(_BEFORE.fullmatch(reading.text(other.end, time.start)))
    return bool(_BESIDE.fullmatch(reading.text(time.end, other.start)))


@cache
def _days() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().words.weekday)})\b", re.IGNORECASE)
