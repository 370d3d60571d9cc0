"""What kind of place a text says that a place is ("the state of ..."), and what the gazetteer says.

The gazetteer holds not every division, and a city may share its name with one: "the province of Kabul" is no mistake.
So a city is only held against the kinds of divisions that its country has.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from regesta import lexicon
from regesta.compare.making import Value, claim, frame_at, passage_subject
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Entity

__all__ = ["places"]

_JOINED = re.compile(r"['’-]\w")
REACH = 40
"""Characters before a name in which its kind stands."""


def places(reading: Reading) -> Iterator[Claim]:
    """The kinds that a document gives to places, each with what the gazetteer knows."""
    for entity in reading.entities:
        if entity.kind not in ("country", "division", "place") or entity.candidates or not entity.country:
            continue
        told = _told(reading, entity)
        known = _known(entity) if told else None
        if told and known:
            name, allowed = known
            subject, frame = passage_subject(entity), frame_at(reading, entity)
            value = Value(text=name)
            yield claim(reading, entity, subject, "kind_listed", value, frame, via=" ".join(sorted(allowed)))
            yield claim(reading, entity, subject, "kind_told", Value(text=told), frame)


def _told(reading: Reading, entity: Entity) -> str | None:
    """The "state" of "the state of Bihar", the "province" of "Bihar province"."""
    after = reading.text(entity.end, entity.end + REACH)
    found = _before().search(reading.text(max(0, entity.start - REACH), entity.start))
    if _JOINED.match(after):
        return None
    if found is None and entity.kind != "country":  # "the Chinese province of ..." is none of China
        found = _behind().match(after)
    return found["kind"].lower() if found else None


def _known(entity: Entity) -> tuple[str, frozenset[str]] | None:
    """What the gazetteer calls a place, and the words that may be used of it; None when it does not decide."""
    kinds = vocabulary().kinds_of_places
    if entity.kind == "country":
        towns = () if entity.country not in vocabulary().named_like_their_capital else kinds["city"].words
        return "country", frozenset((*kinds["country"].words, *kinds["state"].words, *towns))
    if entity.kind == "division":
        if entity.place_type is None:
            return None
        named = [kind.words for kind in kinds.values() if entity.place_type in kind.types]
        shared = kinds["city"].words  # a division may be called like its chief town
        return entity.place_type, frozenset(word for words in (*named, shared) for word in words)
    had = _types_of_divisions().get(entity.country or "", frozenset())
    if not had:
        return None
    fitting = [kind.words for name, kind in kinds.items() if name != "country" and not had.isdisjoint(kind.types)]
    allowed = (*fitting, kinds["city"].words)
    return f"place in a country of {', '.join(sorted(had))}", frozenset(word for words in allowed for word in words)


@cache
def _types_of_divisions() -> dict[str, frozenset[str]]:
    """The types of divisions that each country has."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in lexicon.read(lexicon.folder() / "entities" / "divisions.toml")["rules"]:
        if "type" in entry:
            found[entry["country"]].add(entry["type"])
    return {country: frozenset(types) for country, types in found.items()}


@cache
def _before() -> re.Pattern[str]:
    """What stands before a name: "the dry state of", but "the city of" alone, since a country has a capital city."""
    words = "|".join(word for kind in vocabulary().kinds_of_places.values() if kind.types for word in kind.words)
    cities = "|".join(vocabulary().kinds_of_places["city"].words)
    return re.compile(rf"\bthe (?:[\w-]+ ){{0,2}}?(?P<kind>{words}|(?<=the )(?:{cities})) of $", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf" (?P<kind>{'|'.join(vocabulary().kinds_of_places['province'].words)})\b")
