"""How long, high or wide a thing is that has a name, or the border of two states.

A thing without a name (the dam, the road) is another one in another sentence; nothing is claimed of it.
"""

import re
from collections.abc import Iterator
from functools import cache

from regesta.compare.making import claim, frame_at, number
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Figure

__all__ = ["SIZE", "sizes"]

SIZE = "size"
"""The property; `via` is the dimension."""

BESIDE = 30
"""Characters beside a quantity in which stands what it is: long, high, a length of."""

_NAME = re.compile(r"(?:[A-Z][\w'’-]+ )+[A-Z][\w'’-]+")


def sizes(reading: Reading) -> Iterator[Claim]:
    """Every size that a document gives of such a thing."""
    for figure in reading.figures:
        if figure.unit_kind != "physical" or figure.unit is None or figure.low is None or figure.part_of:
            continue
        thing, dimension = _thing(reading, figure), _dimension(reading, figure)
        if thing and dimension:
            value, frame = number(reading, figure), frame_at(reading, figure)
            yield claim(reading, figure, f"thing:{thing}", SIZE, value, frame, via=dimension)


def _thing(reading: Reading, figure: Figure) -> str | None:
    """What has the size: its full name, or "border of" two states."""
    measured = figure.measured or ""
    if _NAME.fullmatch(measured):
        return measured
    sentence = reading.sentence(figure.start)
    if sentence is None or measured.lower() not in vocabulary().sizes.borders:
        return None
    states = reading.states(sentence.start, sentence.end)
    return f"border of {' and '.join(states)}" if len(states) == len(("one", "other")) else None


def _dimension(reading: Reading, figure: Figure) -> str | None:
    """Which size it is, by the word beside it; a border has only a length."""
    around = reading.text(max(0, figure.start - BESIDE), figure.start), reading.text(figure.end, figure.end + BESIDE)
    for dimension, words in _dimensions().items():
        if words[0].search(around[0]) or words[1].match(around[1]):
            return dimension
    return "length" if (figure.measured or "").lower() in vocabulary().sizes.borders else None


@cache
def _dimensions() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each dimension what stands before a quantity ("a length of") and behind it ("long", "in height")."""
    return {
        name: (
            re.compile(rf"\b(?:{'|'.join(words.nouns)}) (?:of|is|was) (?:about |some |only |nearly )*$", re.IGNORECASE),
            re.compile(rf"[\s-](?:(?:{'|'.join(words.adjectives)})|in (?:{'|'.join(words.nouns)}))\b", re.IGNORECASE),
        )
        for name, words in vocabulary().sizes.dimensions.items()
    }
