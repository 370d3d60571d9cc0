"""What a happening did, in numbers, beside its dead and injured: rivers out of their banks, roads cut, people who fled.

A number is one of these by what it counts and by a word beside it that says what became of that. It belongs to
the happening that its sentence tells of, else to the one that the document is about: the one with most mentions.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from regesta.compare.counted import is_part
from regesta.compare.making import claim, frame_at, number
from regesta.compare.reading import HARM, REALISED, Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.tables import Claim, Event, Figure, Passage

__all__ = ["effects", "happening_here", "is_harm", "is_more", "leading", "named_effect"]

BESIDE = 12
"""Characters beside a number in which a word says that it is another one."""


def effects(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document."""
    for sentence in reading.sentences:
        figures = [f for f in reading.figures if sentence.start <= f.start and f.end <= sentence.end]
        for place, figure in enumerate(figures):
            start = figures[place - 1].end if place else sentence.start
            end = figures[place + 1].start if place + 1 < len(figures) else sentence.end
            name = _effect(reading, figure, (start, end))
            event = leading(reading, sentence) if name else None
            if name and event and _is_of(reading, sentence, figure, event):
                frame = replace(frame_at(reading, figure), as_of=reading.as_of_figure(figure))
                subject, value = f"event:{event.cluster_id}", number(reading, figure, "1")
                yield claim(reading, figure, subject, name, value, frame)


def leading(reading: Reading, passage: Passage) -> Event | None:
    """The happening that a passage tells of, else the one that its document is about: that with most mentions.

    What a figure counts is no happening of its own: "300 landslides". None where a passage tells of two.
    """
    told = [event for event in reading.events if is_harm(event)]
    here = happening_here([e for e in told if not _is_counted(reading, e)], passage)
    if here:
        return here[0] if len(here) == 1 else None
    most = Counter(event.cluster_id for event in told).most_common(1)
    return next((event for event in told if event.cluster_id == most[0][0]), None)


def is_harm(event: Event) -> bool:
    """Whether an event is an attack, a disaster or a death that is told as having happened."""
    return vocabulary().family(event.type) == HARM and event.status in REALISED


def happening_here(told: Sequence[Event], passage: Passage) -> list[Event]:
    """The first mention of each happening that a passage tells of."""
    inside = [event for event in told if passage.start <= event.start < passage.end]
    return list({event.cluster_id: event for event in reversed(inside)}.values())


def is_more(reading: Reading, figure: Figure) -> bool:
    """Whether a word beside a number says that it comes on top of another, or is one of several: "two more victims"."""
    around = reading.text(max(0, figure.start - BESIDE), figure.end + BESIDE // 2)
    return has_word(around, (*vocabulary().retold.another, *vocabulary().lists.vague))


def _is_counted(reading: Reading, event: Event) -> bool:
    return any(figure.start <= event.start < figure.end for figure in reading.figures)


def _effect(reading: Reading, figure: Figure, around: tuple[int, int]) -> str | None:
    """What a number of things says of them, by the words up to the next number, else by those from the one before.

    None when no effect, or more than one, fits, and for a number of dead or injured.
    """
    noun = (figure.unit_name or "").lower()
    if figure.unit_kind != "count" or figure.part_of or is_part(reading, figure):
        return None
    if vocabulary().measure(figure.measured or ""):
        return None
    known = {name: effect for name, effect in vocabulary().effects.items() if noun in effect.nouns}
    for words in (reading.text(figure.start, around[1]), reading.text(around[0], figure.end)):
        found = [name for name, effect in known.items() if not effect.words or has_word(words, effect.words)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def named_effect(label: str) -> str | None:
    """The effect, or what its victims suffered, that the head of a column names: "People moved", "Dead"."""
    words = label.lower()
    if measure := vocabulary().measure(words):
        return measure
    found = [
        name
        for name, effect in vocabulary().effects.items()
        if has_word(words, tuple(form for noun in effect.nouns for form in (noun, f"{noun}s")))
        and (not effect.words or has_word(words, effect.words))
    ]
    return found[0] if len(found) == 1 else None


def _is_of(reading: Reading, sentence: Passage, figure: Figure, event: Event) -> bool:
    """Whether nothing says that a number is of an earlier day, only feared, one of two, or that it is a change."""
    if has_word(sentence.quote, vocabulary().retold.not_yet) or is_more(reading, figure):
        return False
    dates = [t for t in reading.times if sentence.start <= t.start < sentence.end and t.last and t.type == "DATE"]
    first = min((e.first for e in reading.events if e.cluster_id == event.cluster_id and e.first), default=None)
    return first is None or all(time.last is None or time.last >= first for time in dates)
