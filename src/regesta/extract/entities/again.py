"""Persons whom a document has made known, mentioned again: by their full name, or by their surname alone."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from regesta.extract.entities.lexicon import Entry, every, names_of, persons_alone, tokens, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.naming import surname_of
from regesta.extract.entities.scan import Line

__all__ = ["again"]

FULL_NAME = "entities.patterns.full_name"
SURNAME = "entities.patterns.surname"
LISTED = ("entities.persons.", "entities.leaders.")

Surname = tuple[str, ...]


def again(lines: Sequence[Line], mentions: Sequence[Mention]) -> list[Mention]:
    """Further mentions of the persons in `mentions`; those among `mentions` that are a surname only get their link.

    A full name is found anywhere in the document; a surname only after the full name, and it means the last person of
    that surname. A first name alone never links.
    """
    repeated = _full_names(lines, mentions)
    persons = [m for m in (*mentions, *repeated) if m.kind == "person" and not m.head]
    surnames = list(_surnames(lines, persons, _covered((*mentions, *repeated))))
    known: dict[Surname, list[Mention]] = {}
    for mention in sorted((*persons, *surnames), key=lambda m: m.span):
        if mention.is_full:
            _unite(mention, known.get(mention.surname, ()))
            same = [m for m in known.get(mention.surname, ()) if m.linked_id != mention.linked_id]
            known[mention.surname] = [*same, mention]
        else:
            _link(mention, known.get(mention.surname, ()))
    return [*repeated, *(m for m in surnames if m.linked_id is not None or m.candidates)]


def _unite(mention: Mention, same: Sequence[Mention]) -> None:
    """Give a name the id of an earlier one that is the same person's with more or fewer names in the middle."""
    first = _first_name(mention)
    model = next((m for m in reversed(same) if _first_name(m) == first and m.linked_id != mention.linked_id), None)
    if first and model is not None and not mention.rule_id.startswith(LISTED):
        mention.linked_id = model.linked_id
        mention.take_country(model)
        mention.support("linked_id", model.span, model.rule_id)


def _first_name(mention: Mention) -> str:
    """The given name, without initials; nothing where the family stands first."""
    return next((word for word in mention.name if len(word) > 1 and word not in mention.surname), "")


def _link(mention: Mention, same: Sequence[Mention]) -> None:
    """Give a surname the last person who has it and fits; where several do, all stay candidates."""
    fits = [m for m in same if mention.country is None or m.country in (None, mention.country)]
    if not fits:
        _take_listed(mention)
        return
    mention.linked_id = fits[-1].linked_id
    mention.take_country(fits[-1])
    mention.support("linked_id", fits[-1].span, fits[-1].rule_id)
    if len(fits) > 1:
        mention.candidates = sorted({m.linked_id for m in fits if m.linked_id})


def _take_listed(mention: Mention) -> None:
    """Note whom of the list `President Putin`, or `Putin` alone, may mean where the text gives no full name.

    They stay candidates; the state is theirs where all have the same.
    """
    listed = _by_surname().get(mention.surname, ()) if mention.holds_state_office else ()
    found = listed or (persons_alone().get(mention.surname[0], ()) if len(mention.surname) == 1 else ())
    fits = [entry for entry in found if mention.country in (None, entry.country)]
    mention.candidates = sorted({entry.linked_id for entry in fits if entry.linked_id})
    if mention.country is None and len({entry.country for entry in fits}) == 1:
        mention.country = fits[0].country


@cache
def _by_surname() -> Mapping[Surname, Sequence[Entry]]:
    """The listed persons by their surname."""
    found: dict[Surname, list[Entry]] = {}
    for entry in every():
        if entry.kind == "person" and entry.role == "name":
            surname = surname_of(entry.rule, tokens(names_of(entry)[0]), entry.country)
            found.setdefault(surname, []).append(entry)
    return found


def _covered(mentions: Sequence[Mention]) -> set[int]:
    return {offset for m in mentions for offset in range(m.span.start, m.span.end)}


def _full_names(lines: Sequence[Line], mentions: Sequence[Mention]) -> list[Mention]:
    """Every further mention of a name that one sentence made known; listed names were found by the scan."""
    models: dict[str, dict[Surname, Mention]] = {}
    for mention in mentions:
        if mention.is_full and not mention.rule_id.startswith(LISTED):
            name = tuple(mention.name)
            models.setdefault(name[0], {}).setdefault(name, mention)
    covered = _covered(mentions)
    return [mention for line in lines for mention in _occurrences(line, models, covered)]


def _occurrences(line: Line, models: dict[str, dict[Surname, Mention]], covered: set[int]) -> Iterator[Mention]:
    for index, word in enumerate(line.words):
        for name, model in models.get(word, {}).items():
            last = index + len(name)
            is_free = line.starts[index] not in covered and not line.capital(last)
            if is_free and tuple(line.words[index:last]) == name:
                mention = Mention(line.span(index, last), FULL_NAME, model.kind, model.linked_id, model.country)
                mention.name, mention.surname, mention.is_full = model.name, model.surname, True
                mention.basis = model.basis
                mention.support("linked_id", model.span, model.rule_id)
                yield mention


def _surnames(lines: Sequence[Line], persons: Sequence[Mention], covered: set[int]) -> Iterator[Mention]:
    """Words that stand alone and are the surname of somebody in the document, or call somebody of the list."""
    by_head: dict[str, list[Surname]] = {}
    alone = {(word,) for word in persons_alone()}
    for surname in sorted(alone.union(m.surname for m in persons if m.is_full and m.surname)):
        by_head.setdefault(surname[0], []).append(surname)
    for line in lines:
        for index, word in enumerate(line.words):
            for surname in by_head.get(word, ()):
                last = index + len(surname)
                is_there = tuple(line.words[index:last]) == surname and line.starts[index] not in covered
                if is_there and (first := _first_alone(line, index, last)) is not None:
                    yield Mention(line.span(first, last), SURNAME, "person", surname=surname)


def _first_alone(line: Line, index: int, last: int) -> int | None:
    """The first word of a surname that stands alone (`Khan`, `al-Assad`); None in `Genghis Khan` or `Khan Academy`."""
    first = index
    if line.touches(first) and line.words[first - 1] == "-":
        if line.words[first - 2] not in words().particles:
            return None
        first -= 2
    is_followed = line.capital(last) or (last < len(line.words) and line.touches(last) and line.words[last] == "-")
    is_preceded = line.capital(first - 1) and line.hit_before(first) is None
    return None if is_followed or is_preceded else first
