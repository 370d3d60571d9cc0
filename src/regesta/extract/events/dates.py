"""When an event happened: the nearest date of its clause, else a date of the sentence that no other event claims.

A date that belongs to the cue of a report ("police said on Tuesday") dates the report, and a distance counted from the
event ("one day after the overthrow") dates something else. Intervals are never narrower than the text.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from regesta.extract.events.scene import Scene
from regesta.extract.events.slots import Hit
from regesta.extract.events.words import words
from regesta.spans import Span
from regesta.tables import Attribution, Time

__all__ = ["Dated", "covering", "dated"]


@dataclass(frozen=True, slots=True)
class Dated:
    """An interval of days with the times that state it. `basis` is a value of `events.time_basis`."""

    first: date
    last: date
    grain: str | None
    basis: str
    times: tuple[Time, ...]


def covering(hit: Hit) -> Attribution | None:
    """The innermost attribution whose content holds the trigger."""
    around = [
        a
        for a in hit.scene.attributions
        if a.content_start <= hit.span.start and hit.span.end <= a.content_end and not _is_cue(hit, a)
    ]
    return min(around, key=lambda a: (a.content_end - a.content_start, -a.depth, a.attribution_id), default=None)


def dated(hit: Hit, others: Sequence[Span]) -> Dated | None:
    """The date of a hit; `others` are the triggers of the other events of the sentence."""
    usable = [time for time in hit.scene.times if _usable(hit, time)]
    clause = hit.scene.clause(hit.extent)
    inside = [time for time in usable if clause.covers(Span(time.start, time.end))]
    if inside:
        return _interval(_nearest(hit, inside), usable, "clause")
    if _behind_temporal(hit):
        return None
    free = [time for time in usable if not _claimed(hit.scene, time, others)]
    return _interval(_nearest(hit, free), usable, "sentence") if free else None


def _usable(hit: Hit, time: Time) -> bool:
    if time.first is None or time.last is None or time.type not in ("DATE", "TIME"):
        return False
    if time.anchor_start is not None and time.anchor_end is not None and time.basis == "event":
        anchored = Span(time.anchor_start, time.anchor_end)
        if anchored.overlaps(hit.extent) or Span(time.start, time.end).overlaps(hit.extent):
            return False
    return not _dates_report(hit, time)


def _dates_report(hit: Hit, time: Time) -> bool:
    """Whether the date is that of the saying: right behind a cue, or outside what the speaker says."""
    speech = covering(hit)
    if speech and not (speech.content_start <= time.start and time.end <= speech.content_end):
        return True
    return any(
        not _is_cue(hit, a)
        and 0 <= time.start - a.end <= len(" late on ")
        and _only_prepositions(hit.scene, a.end, time)
        for a in hit.scene.attributions
    )


def _only_prepositions(scene: Scene, left: int, time: Time) -> bool:
    return all(token.word in words("prepositions") for token in scene.between(left, time.start))


def _is_cue(hit: Hit, attribution: Attribution) -> bool:
    return Span(attribution.start, attribution.end).overlaps(hit.span)


def _behind_temporal(hit: Hit) -> bool:
    """Whether the trigger is what something else is dated by: "after the fall of ..."."""
    tokens = hit.scene.tokens
    for index in range(hit.before, max(-1, hit.before - 6), -1):
        if tokens[index].word in ("after", "before", "since", "following", "until", "despite"):
            return True
        if tokens[index].word in words("prepositions") or tokens[index].word == ",":
            return False
    return False


def _claimed(scene: Scene, time: Time, others: Iterable[Span]) -> bool:
    clause = scene.clause(Span(time.start, time.end))
    return any(clause.covers(other) for other in others)


def _nearest(hit: Hit, times: Sequence[Time]) -> Time:
    """The nearest time; one beyond a comma, as in an aside, is farther than any without."""
    commas = [token.span.start for token in hit.scene.tokens if token.word == ","]

    def distance(time: Time) -> tuple[int, int, int]:
        behind = time.start >= hit.extent.end
        left, right = (hit.extent.end, time.start) if behind else (time.end, hit.extent.start)
        return max(0, bisect_left(commas, right) - bisect_left(commas, left)), right - left, time.start

    return min(times, key=distance)


def _interval(time: Time, usable: Sequence[Time], basis: str) -> Dated | None:
    """The time, or the whole range of which it is one end."""
    ends = [t for t in usable if t.range_id == time.range_id] if time.range_id else [time]
    firsts, lasts = [t.first for t in ends if t.first], [t.last for t in ends if t.last]
    return Dated(min(firsts), max(lasts), time.grain, basis, tuple(ends))
