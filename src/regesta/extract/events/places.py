"""Where an event happened: the places of its clause."""

from collections.abc import Sequence

from regesta.extract.events.anaphora import Mention
from regesta.extract.events.scene import HARD, Token
from regesta.extract.events.slots import Hit
from regesta.extract.events.words import words

__all__ = ["PLACES", "places"]

PLACES = ("country", "capital", "division", "place")
"""Kinds of mention that can be where something happens."""

ENDS_PLACE = HARD | {"to", "targeted"}


def places(hit: Hit) -> list[Mention]:
    """Every place of the clause behind "in", "at", "near" ..., with those that it lies in; behind the trigger first.

    A clause that "when" or "where" joins tells of the same place.
    """
    scene, clause = hit.scene, hit.scene.clause(hit.extent)
    left, right = scene.first_at(clause.start), scene.first_at(clause.end)
    while right < len(scene.tokens) and scene.tokens[right].word in ("when", "where"):
        right = scene.first_at(scene.clause(scene.tokens[right].span).end)
    return _places(scene.tokens, range(hit.after, right)) or _places(scene.tokens, range(left, hit.before + 1))


def _places(tokens: Sequence[Token], where: range) -> list[Mention]:
    found: list[Mention] = []
    inside = False
    for index in where:
        token = tokens[index]
        if token.word in words("places"):
            inside = True
        elif inside and token.mention and token.mention.kind in PLACES and not token.mention.anaphoric:
            found.append(token.mention)
        elif token.masked or token.word in ENDS_PLACE or token.word in words("prepositions") - {"of"}:
            inside = False
    return found
