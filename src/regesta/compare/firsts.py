"""Who or what is called the first of a kind: "the first woman to sail around the Cape".

The kind is what stands behind "the first", to the end of the clause, word for word. It must say what the first did, or
where it is the first; "the first time", "the first of the year" and the like are no kinds.
"""

import re
from collections.abc import Iterator
from functools import cache

from regesta.compare.making import Value, claim, frame_at
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim

__all__ = ["ANYWHERE", "firsts"]

ANYWHERE, HERE = "anywhere", "here"
"""Where the words of a kind mean the same (`via`): "the strait" is another strait in another document."""

REACH = 160
"""Characters in which "the first" and its kind must stand beside a name."""

_KIND = r"(?P<kind>[a-z][\w'’ -]{5,90}?)"
_BEHIND = re.compile(
    rf"(?:,? (?:who |which |that )?(?:is|was|were|became|becomes|had become|has become|remains)(?: also| thus)?|,)"
    rf" the (?:very )?first (?:ever )?{_KIND}(?=[,.;:!?()\n“”\"]|$)"
)
_BEFORE = re.compile(rf"\b[Tt]he (?:very )?first (?:ever )?{_KIND} (?:is|was|were|became)(?: the| a)? $")
_SAID = re.compile(r"\bto [a-z]+ \w+|\b(?:of|in|on|from|at) (?:the )?[A-Z]")
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their|his|her) [a-z]")


def firsts(reading: Reading) -> Iterator[Claim]:
    """What a document calls the first of each kind."""
    for entity in reading.entities:
        sentence = reading.sentence(entity.start)
        if sentence is None:
            continue
        behind = _BEHIND.match(reading.text(entity.end, min(sentence.end, entity.end + REACH)))
        before = _BEFORE.search(reading.text(max(sentence.start, entity.start - REACH), entity.start))
        found = behind or before
        if found is None or not _SAID.search(found["kind"]) or _no_kind().search(found["kind"]):
            continue
        kind = found["kind"]
        value = Value(text=entity.quote)
        via = HERE if _DEFINITE.search(kind) else ANYWHERE
        yield claim(
            reading,
            entity,
            f"first:{' '.join(kind.split())}",
            "first_of_kind",
            value,
            frame_at(reading, entity),
            via=via,
        )


@cache
def _no_kind() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{'|'.join(vocabulary().telling.no_first)})\b|\d|\b(?:since|this|year|season|decades?|today|half)\b"
    )
