"""Interviews and minutes: `Mora: We have asked for help.` A paragraph that opens with a speaker's name and a colon."""

import re
from collections.abc import Sequence

from regesta.extract.attributions.subjects import Phrase, noun_of
from regesta.extract.attributions.vocabulary import words
from regesta.spans import Span
from regesta.tables import Entity

__all__ = ["TURN", "turn"]

TURN = "attributions.turn"
LABEL = re.compile(r"((?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*)(?:\s*\([^()]{1,40}\))?\s*(:)\s+(?=\S)")


def turn(text: str, paragraph: Span, entities: Sequence[Entity]) -> tuple[Phrase, Span] | None:
    """Who speaks in a whole paragraph, and the colon behind the name; None when it opens with no speaker.

    Args:
        text: the whole text.
        paragraph: the paragraph in it.
        entities: the mentions up to the end of the paragraph. A label is a speaker when it is a person's name or
            surname, in capitals or not, or the office of somebody; `Note:` and `Rome:` are none.
    """
    label = LABEL.match(text, paragraph.start, paragraph.end)
    if label is None:
        return None
    span = Span(*label.span(1))
    named = next((e for e in reversed(entities) if e.kind == "person" and _is_name_of(span.of(text), e.quote)), None)
    if named is None and noun_of(span.of(text)) not in words().holders | words().people:
        return None
    whole = named if named is not None and named.start == span.start else None
    return Phrase(span, span, whole), Span(*label.span(2))


def _is_name_of(label: str, name: str) -> bool:
    """Whether a label is the whole name, or its last part."""
    return f" {name.casefold()}".endswith(f" {label.casefold()}")
