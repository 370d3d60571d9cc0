"""The word that names an event after "one day after": the head of the noun phrase, found without a parser.

The head of an English noun phrase is its last word before what limits it: the overthrow | of Imran Khan; the Dasu bus
attack | , a spokesman said; Khan's ouster.
"""

from regesta.extract.times.tokens import Tokens, kind_code
from regesta.spans import Span

__all__ = ["event_head"]

_LONGEST = 8  # words of a noun phrase before its head
_NOMINAL = (  # kinds whose words stand inside a noun phrase
    *("WORD", "NAME", "PLURAL", "FALL", "NEW", "GOOD", "LABOR", "CURRENT", "RECENT", "FORMER", "LATEST", "FISCAL"),
    *(
        "ALTERNATE",
        "NEAR",
        "LONG",
        "WHOLE",
        "SET_WORD",
        "TERM",
        "TIMES",
        "BEING",
        "EARLY",
        "REFERENCE",
        "PRESENT",
    ),
)


def event_head(tokens: Tokens, place: int) -> Span | None:
    """The span of the head of the noun phrase that begins at the token `place`; None when there is none.

    A gerund at the beginning is the head ("after taking office"); after a possessive the phrase begins anew.
    """
    first = _skip(tokens, place)
    head: int | None = None
    for index in range(first, min(first + _LONGEST, len(tokens.codes))):
        if _is(tokens, index, "APOSTROPHE") or _is_possessive_s(tokens, index):
            continue
        if not _is(tokens, index, *_NOMINAL) or _is_verb(tokens, index, head):
            break
        head = index
        if index == place and tokens.surface(index).endswith("ing"):
            break
    return None if head is None else tokens.span(head, head + 1)


def _skip(tokens: Tokens, place: int) -> int:
    """Past determiners and ordinals."""
    while place < len(tokens.codes) and _is(tokens, place, "THE", "A", "THIS", "THAT", "DETERMINER", "ORDINAL"):
        place += 1
    return place


def _is(tokens: Tokens, index: int, *kinds: str) -> bool:
    return tokens.codes[index] in {kind_code(kind) for kind in kinds}


def _is_possessive_s(tokens: Tokens, index: int) -> bool:
    return index > 0 and tokens.surface(index) == "s" and _is(tokens, index - 1, "APOSTROPHE")


def _is_verb(tokens: Tokens, index: int, head: int | None) -> bool:
    """A lower-case word in -ed that is not the first word: "the attack killed 13"."""
    return head is not None and _is(tokens, index, "WORD") and tokens.surface(index).endswith("ed")
