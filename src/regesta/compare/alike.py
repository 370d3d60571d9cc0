"""Sentences of two reports of one incident that say the same in nearly the same words, and the number of each.

Much that several reports tell belongs to no happening of a known type: how long a sentence was, how many boats there
were, how strong a quake was. Reports of one incident repeat each other's words, so that two sentences which share
nearly all of theirs tell one thing, and their numbers of one unit can be held against each other. Only one number may
differ: where two do, the sentences are about two things of a kind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from regesta.compare.counted import is_part
from regesta.compare.making import claim, frame_at, number
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.tables import Claim, Fact, Figure, Passage, Time

__all__ = ["told_alike"]

STEM = 6
"""Letters of a word by which its forms are one."""

SHORT = 3
"""Words up to this length are grammar."""

COMMON = 40
"""Sentences of one incident that may share a word by which they are looked for."""

LEAST = 4
"""Words that two sentences share at least."""

ALIKE = 0.6
"""The share of its words that the shorter of two sentences has in common with the other."""

NEAR = 0.5
"""The share of the words beside the numbers that must be the same."""

BEFORE, BEHIND = 5, 4
"""How many words before and behind a number stand beside it."""

APART = 15
"""Characters beside a number in which a word (another, the second) makes it a number of something else."""

_OF_NUMBER = re.compile(r"(?:\d of ?|[\d/] ?|\b[A-Z]{2,4}[ -]?)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Unit = tuple[str, str]
Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence with the only number of each unit that it has."""

    reading: Reading
    incident: str
    sentence: Passage
    figures: Mapping[Unit, Figure]
    values: Mapping[Unit, frozenset[Decimal | None]]
    """All numbers of each unit."""
    dates: Sequence[Time]
    words: Words
    names: Words
    changed: Words

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands; no other does."""
        return self.sentence.doc_id, self.sentence.start


Pair = tuple[Telling, Telling, Unit]


def told_alike(
    readings: Iterable[Reading], reported: Mapping[str, str], related: Collection[tuple[str, str]]
) -> Iterator[Claim]:
    """The numbers of sentences that are told alike by two documents that report one incident, or are about one subject.

    `reported` gives the incident of each document, `related` the pairs of documents of one subject, smaller id first.
    The claims of one thing share a subject, which is named by the first of them.
    """
    subjects = _subjects(reported, related)
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[subjects[reading.document.doc_id]].append(reading)
    for _, group in sorted(groups.items()):
        if len(group) > 1:
            tellings = [telling for reading in group for telling in _tellings(reading, reported)]
            yield from (made for thing in _things(_pairs(tellings, related)) for made in _claims(thing))


def _subjects(reported: Mapping[str, str], related: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The smallest document of all that are tied to each by an incident or a subject."""
    of = dict(reported)

    def root(doc_id: str) -> str:
        while of[doc_id] != doc_id:
            doc_id = of[doc_id]
        return doc_id

    for left, right in sorted(related):
        low, high = sorted((root(left), root(right)))
        of[high] = low
    return {doc_id: root(doc_id) for doc_id in reported}


def _tellings(reading: Reading, reported: Mapping[str, str]) -> Iterator[Telling]:
    for sentence in reading.sentences:
        figures = [f for f in reading.figures if sentence.start <= f.start and f.end <= sentence.end]
        units = Counter(_unit(figure) for figure in figures)
        alone = {_unit(f): f for f in figures if units[_unit(f)] == 1 and _is_whole(reading, f)}
        if not alone:
            continue
        dates = [t for t in reading.times if sentence.start <= t.start < sentence.end and t.type == "DATE"]
        quote = sentence.quote.lower()
        yield Telling(
            reading=reading,
            incident=reported[sentence.doc_id],
            sentence=sentence,
            figures=alone,
            values={unit: frozenset(f.low for f in figures if _unit(f) == unit) for unit in units},
            dates=dates,
            words=frozenset(_words(reading, sentence.start, sentence.end, [*figures, *dates])),
            names=_names(reading, sentence.start, sentence.end),
            changed=frozenset(word for word in vocabulary().retold.changed if has_word(quote, (word,))),
        )


def _unit(figure: Figure) -> Unit:
    """What a number is a number of: its kind and unit, or the noun that it counts."""
    unit = figure.unit_name if figure.unit in (None, "1") else figure.unit
    return figure.unit_kind or "", (unit or "").lower()


def _is_whole(reading: Reading, figure: Figure) -> bool:
    """Whether a number has a unit and one value, and is no part of another, or of a name ("six AK 47 rifles")."""
    exact = figure.low is not None and figure.low == figure.high and figure.comparator == "="
    part = figure.part_of or is_part(reading, figure) or _OF_NUMBER.search(reading.text(0, figure.start)[-APART:])
    return exact and bool(figure.unit_kind) and not part


def _words(reading: Reading, start: int, end: int, without: Iterable[Fact]) -> list[str]:
    """The longer words between two characters, in their order, without those of numbers and dates."""
    kept, at = [], start
    for fact in sorted(without, key=lambda fact: fact.start):
        last = fact.value_end if isinstance(fact, Figure) else fact.end
        kept.append(reading.text(at, max(at, min(fact.start, end))))
        at = max(at, min(last, end))
    kept.append(reading.text(at, end))
    return [word.lower()[:STEM] for word in _WORD.findall(" ".join(kept)) if len(word) > SHORT]


def _names(reading: Reading, start: int, end: int) -> Words:
    """The words of names: of entities, and with a capital inside the sentence."""
    named = [e.quote for e in reading.entities if start <= e.start and e.end <= end]
    capitals = [word[0] for word in list(_WORD.finditer(reading.text(start, end)))[1:] if word[0][0].isupper()]
    words = [word for name in named for word in _WORD.findall(name) if word[0].isupper()]
    return frozenset(word.lower()[:STEM] for word in (*words, *capitals))


def _pairs(tellings: Sequence[Telling], related: Collection[tuple[str, str]]) -> Iterator[Pair]:
    """The pairs of sentences of two documents that tell one thing, with the unit of the number; best first."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(tellings):
        for word in telling.words:
            where[word].append(at)
    candidates = {pair for held in where.values() if len(held) <= COMMON for pair in combinations(held, 2)}
    found = ((tellings[a], tellings[b]) for a, b in candidates)
    tied = (pair for pair in found if _are_tied(*pair, related))
    for left, right in sorted((pair for pair in tied if _is_alike(*pair)), key=_best_first):
        yield from ((left, right, unit) for unit in _compared(left, right))


def _best_first(pair: tuple[Telling, Telling]) -> tuple[float, tuple[str, int], tuple[str, int]]:
    return -_share(pair[0].words, pair[1].words), pair[0].place, pair[1].place


def _are_tied(left: Telling, right: Telling, related: Collection[tuple[str, str]]) -> bool:
    low, high = sorted((left.sentence.doc_id, right.sentence.doc_id))
    return low != high and (left.incident == right.incident or (low, high) in related)


def _is_alike(left: Telling, right: Telling) -> bool:
    enough = len(left.words & right.words) >= LEAST and _share(left.words, right.words) >= ALIKE
    others = bool(left.names - right.names) and bool(right.names - left.names)
    return enough and not others and left.changed == right.changed and _may_be_one_day(left.dates, right.dates)


def _share(left: Words, right: Words) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))


def _may_be_one_day(left: Sequence[Time], right: Sequence[Time]) -> bool:
    """Whether two sentences are not each about another day."""
    return not left or not right or any(_overlap(one, other) for one in left for other in right)


def _overlap(left: Time, right: Time) -> bool:
    if left.first and left.last and right.first and right.last:
        return left.first <= right.last and right.first <= left.last
    return left.value == right.value


def _compared(left: Telling, right: Telling) -> list[Unit]:
    """The units of which both have one number of one thing; none where more than one number differs."""
    both = left.values.keys() & right.values.keys()
    if sum(left.values[unit].isdisjoint(right.values[unit]) for unit in both) > 1:
        return []
    alone = sorted(left.figures.keys() & right.figures.keys())
    return [unit for unit in alone if _same_beside(left, right, unit)]


def _same_beside(left: Telling, right: Telling, unit: Unit) -> bool:
    """Whether what stands beside two numbers is nearly the same, and no name or word tells them apart."""
    one, other = left.figures[unit], right.figures[unit]
    if _apart(left.reading, one) != _apart(right.reading, other):
        return False
    if _is_of_another(left, one, right) or _is_of_another(right, other, left):
        return False
    beside = _beside(left, one, BEFORE, BEHIND), _beside(right, other, BEFORE, BEHIND)
    elsewhere = (
        (_beside(left, one, 1, 1) & right.words) - beside[1],
        (_beside(right, other, 1, 1) & left.words) - beside[0],
    )
    return _share(*beside) >= NEAR and not any(elsewhere)


def _is_of_another(telling: Telling, figure: Figure, other: Telling) -> bool:
    """Whether the last name before a number is one that the other sentence, which has names, does not have."""
    before = telling.reading.text(telling.sentence.start, figure.start)
    last = next((w for w in reversed(_WORD.findall(before)) if w.lower()[:STEM] in telling.names), None)
    return last is not None and bool(other.names) and last.lower()[:STEM] not in other.names


def _beside(telling: Telling, figure: Figure, before: int, behind: int) -> Words:
    """The nearest words of a sentence to a number: so many before and so many behind it."""
    reading, sentence = telling.reading, telling.sentence
    without: list[Fact] = [*telling.figures.values(), *telling.dates]
    first = _words(reading, sentence.start, figure.start, without)
    then = _words(reading, figure.end, sentence.end, without)
    return frozenset((*first[-before:], *then[:behind]))


def _apart(reading: Reading, figure: Figure) -> Words:
    around = reading.text(max(0, figure.start - APART), figure.end + APART // 2).lower()
    words = (*vocabulary().retold.another, *vocabulary().lists.vague, *vocabulary().lists.ordinals)
    return frozenset(word for word in words if has_word(around, (word,)))


def _things(pairs: Iterable[Pair]) -> list[list[tuple[Telling, Figure]]]:
    """The numbers that tell one thing: each is alike to every other of its group; best pairs first."""
    found = list(pairs)
    joined = {frozenset((_key(left, unit), _key(right, unit))) for left, right, unit in found}
    groups: dict[str, list[tuple[Telling, Figure]]] = {}
    for left, right, unit in found:
        for telling in (left, right):
            groups.setdefault(_key(telling, unit), [(telling, telling.figures[unit])])
        one, other = groups[_key(left, unit)], groups[_key(right, unit)]
        if one is not other and all(frozenset((a.figure_id, b.figure_id)) in joined for _, a in one for _, b in other):
            both = one + other
            groups.update((figure.figure_id, both) for _, figure in both)
    held = {id(group): group for group in groups.values() if len(group) > 1}
    return list(held.values())


def _key(telling: Telling, unit: Unit) -> str:
    return telling.figures[unit].figure_id


def _claims(thing: Sequence[tuple[Telling, Figure]]) -> Iterator[Claim]:
    subject = f"alike:{min(figure.figure_id for _, figure in thing)}"
    for telling, figure in thing:
        reading = telling.reading
        frame = replace(frame_at(reading, figure), as_of=reading.as_of_figure(figure))
        measure = vocabulary().measure(figure.measured or "")
        yield claim(reading, figure, subject, "told_alike", number(reading, figure), frame, via=measure)
