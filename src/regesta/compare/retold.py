"""What a text says once more of a thing that it points back to: "the contract", "the death toll", "the arrest".

The extractors know the happenings that have a type. Much that is told twice has none, but a text that comes back to a
thing names it with "the", and by the noun that it had before, or that belongs to the verb ("was arrested", "the
arrest"). Such mentions share a subject inside their document, and one check holds their values against each other.
Where the text has two things to which the second mention could point, nothing is claimed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, takewhile

from regesta.compare.counted import is_part
from regesta.compare.making import Value, claim, frame_at, number
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.tables import Claim, Fact, Figure, Passage, Time

__all__ = ["retold"]

REACH = 70
"""Characters between a date and the verb or noun that it dates."""

STEM = 4
"""Letters that a verb and its noun have in common at least."""

RARE = 4
"""Sentences that may share a word by which they are looked for."""

LEAST = 5
"""Words that two sentences share at least to be one that is told twice."""

ALIKE = 0.9
"""The share of its words that the shorter one has in common with the longer."""

_OF_THE = re.compile(r"(?P<head>\w+) of (?P<the>the|this|that) (?P<rest>.+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAYS_NOUN = r"(?:the|this|that) (?P<noun>[a-z]+(?:-[a-z]+)?)(?: (?:of|in|at|by|between|with) (?P<of>[^,.;]{1,60}?))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place where a thing gets a value.

    `back` says that it points to something named before, `near` that it does so by a pronoun.
    """

    fact: Fact
    key: tuple[str, ...]
    value: Value
    name: str
    back: bool
    sentence: Passage
    near: bool = False


def retold(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document; only things of which a text gives a value more than once have any."""
    mentions = [*_sums(reading), *_tolls(reading)]
    for thing in [*_things(reading, mentions), *_dated_again(reading), *_repeated(reading)]:
        first = min(thing, key=lambda mention: mention.fact.start)
        subject = f"retold:{first.name} at {first.fact.start}"
        for mention in thing:
            frame = frame_at(reading, mention.fact)
            yield claim(reading, mention.fact, subject, "told_again", mention.value, frame)


def _things(reading: Reading, mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """The mentions of each thing: one that points back belongs to the only thing that its key names."""
    named: dict[tuple[str, ...], list[list[Mention]]] = {}
    for mention in sorted(mentions, key=lambda m: (m.fact.start, m.fact.end)):
        things = named.setdefault(mention.key, [])
        if not things or not mention.back:
            things.append([mention])
        elif (thing := _meant(reading, things, mention)) and _may_be(reading, thing[0], mention):
            thing.append(mention)
    yield from (thing for things in named.values() for thing in things if len(thing) > 1)


def _meant(reading: Reading, things: list[list[Mention]], again: Mention) -> list[Mention] | None:
    """The thing that a text comes back to: that of the sentence right before, else the only one (by its value)."""
    last = things[-1][-1].sentence
    if _is_next(reading, last, again.sentence):
        return things[-1] if sum(thing[-1].sentence == last for thing in things) == 1 else None
    sizes = {(thing[0].value.low, thing[0].value.high) for thing in things}
    return things[0] if len(sizes) == 1 and not again.near else None


def _is_next(reading: Reading, sentence: Passage, other: Passage) -> bool:
    return sentence.start <= other.start and not any(sentence.start < s.start < other.start for s in reading.sentences)


def _may_be(reading: Reading, first: Mention, again: Mention) -> bool:
    """Whether the second sentence does not speak of another day, or of a change, that the first does not have."""
    if any(has_word(mention.sentence.quote, vocabulary().retold.changed) for mention in (first, again)):
        return False
    days = _dates(reading, again.sentence)
    known = [] if again.sentence == first.sentence else _dates(reading, first.sentence)
    return again.sentence == first.sentence or all(any(_overlap(day, other) for other in known) for day in days)


def _dates(reading: Reading, sentence: Passage) -> list[Time]:
    """The dates of a sentence, but for that of the dateline before it: on that day it is only told."""
    dated = [t for t in reading.times if sentence.start <= t.start < sentence.end and t.type == "DATE"]
    return [t for t in dated if not any(line.start <= t.start < line.end for line in reading.datelines)]


def _overlap(left: Time, right: Time) -> bool:
    if left.first and left.last and right.first and right.last:
        return left.first <= right.last and right.first <= left.last
    return left.value == right.value


# ------------------------------------------------------------------------------------------------ sums and tolls


def _sums(reading: Reading) -> Iterator[Mention]:
    """Sums of money, by the noun that says what they are the worth of."""
    for figure in reading.figures:
        sentence = reading.sentence(figure.start)
        if figure.unit_kind != "currency" or figure.part_of or not figure.measured or sentence is None:
            continue
        named = _named(reading, figure)
        if named is not None:
            noun, back = named
            key = ("sum", noun, figure.unit or "")
            value = number(reading, figure)
            yield Mention(fact=figure, key=key, value=value, name=noun, back=back, sentence=sentence)


def _named(reading: Reading, figure: Figure) -> tuple[str, bool] | None:
    """The noun that a sum is the worth of, and whether it has "the"; None where a word says that it is another one."""
    measured, start = figure.measured or "", figure.measured_start
    if start is None:
        return None
    if (inner := _OF_THE.fullmatch(measured)) and inner["head"].lower() in vocabulary().retold.worth:
        return _head(inner["rest"]), True
    place = min(start, figure.start) if start < figure.end + REACH else start
    the, between = _determined(reading.text(max(0, place - REACH), place))
    head = _head(measured)
    if head in vocabulary().retold.worth or _is_another(f"{between} {measured}"):
        return None
    return head, the in vocabulary().retold.the and between == between.lower()


def _is_another(adjectives: str) -> bool:
    """Whether a word beside a noun tells it from others of the kind: the second contract, the 2002 budget."""
    return has_word(adjectives, vocabulary().retold.another) or any(letter.isdigit() for letter in adjectives)


def _determined(before: str) -> tuple[str, str]:
    """The word "the", "a" or "his" before a noun, and the adjectives between; at most two."""
    words = before.split(" ")[-4:-1] if before.endswith(" ") else []
    known = (*vocabulary().retold.the, *vocabulary().retold.no_the)
    place = max((i for i, word in enumerate(words) if word.lower() in known), default=None)
    return ("", " ".join(words)) if place is None else (words[place].lower(), " ".join(words[place + 1 :]))


def _head(measured: str) -> str:
    """The noun that a phrase is about: "bill" of "spending bill for the army"."""
    words = list(takewhile(lambda word: word not in ("of", "for", "to", "in", "with"), measured.lower().split()))
    return words[-1] if words else measured.lower()


def _tolls(reading: Reading) -> Iterator[Mention]:
    """Numbers of killed or injured, by what they suffered and the noun that is counted."""
    everybody = vocabulary().words.everybody
    for figure in reading.figures:
        sentence = reading.sentence(figure.start)
        whole = not figure.part_of and not is_part(reading, figure) and figure.unit_kind in ("count", None)
        measure = vocabulary().measure(figure.measured or figure.quote)
        if sentence is None or measure is None or not whole or _is_more(reading, figure):
            continue
        noun = (figure.unit_name or "person").lower()
        noun = "person" if noun in everybody or vocabulary().measure(noun) else noun
        before = reading.text(sentence.start, figure.start)
        yield Mention(
            fact=figure,
            key=(measure, noun),
            value=number(reading, figure, "1"),
            name=measure,
            back=_sums_up(before),
            sentence=sentence,
            near=before.startswith("It "),
        )


def _is_more(reading: Reading, figure: Figure) -> bool:
    return has_word(reading.text(max(0, figure.start - 12), figure.end + 8), vocabulary().lists.vague)


def _sums_up(before: str) -> bool:
    """Whether the words before a number say that it is all, or begin with what has happened: "The disaster killed"."""
    return has_word(before, vocabulary().retold.in_all) or _pointing().fullmatch(before) is not None


@cache
def _pointing() -> re.Pattern[str]:
    verbs = "|".join(vocabulary().retold.cost)
    return re.compile(rf"(?:It|(?:The|This|That) [a-z-]+)(?: \w+)? (?:{verbs})(?: the lives of)? ", re.ASCII)


# -------------------------------------------------------------------------------------------------------- dates


def _dated_again(reading: Reading) -> Iterator[list[Mention]]:
    """A date that a sentence gives for "the arrest", and the date of the sentence that tells of the arrest."""
    for sentence, time in ((s, time) for s in reading.sentences for time in _dates(reading, s) if time.value):
        said = _noun_of(reading, time, sentence)
        told = _meant_date(reading, sentence, said) if said else None
        if said and told:
            yield [_dating(reading, told, said["noun"], back=False), _dating(reading, time, said["noun"], back=True)]


def _meant_date(reading: Reading, sentence: Passage, said: re.Match[str]) -> Time | None:
    """The date of what a noun points back to: told right before, else the only one."""
    told = [t for s in reading.sentences if s != sentence for t in _told(reading, s, said["noun"], said["of"])]
    before = [t for t in told if (s := reading.sentence(t.start)) and _is_next(reading, s, sentence)]
    if len(before) == 1:
        return before[0]
    return told[0] if told and all(_overlap(told[0], other) for other in told) else None


def _dating(reading: Reading, time: Time, noun: str, *, back: bool) -> Mention:
    sentence = reading.sentence(time.start)
    assert sentence is not None
    return Mention(fact=time, key=("date", noun), value=_day(time), name=noun, back=back, sentence=sentence)


def _day(time: Time) -> Value:
    """A date; one whose year is not known as it is written."""
    return Value(first=time.first, last=time.last, grain=time.grain, text=None if time.first else time.value)


def _noun_of(reading: Reading, time: Time, sentence: Passage) -> re.Match[str] | None:
    """The noun of which a sentence only says the date: "the arrest took place on", "it was on ... that the arrest"."""
    before, after = reading.text(sentence.start, time.start), reading.text(time.end, sentence.end)
    if _cleft()[0].search(before):
        return _cleft()[1].match(after)
    return _predicate().search(before) or _date_of().search(before)


@cache
def _predicate() -> re.Pattern[str]:
    verbs = "|".join(vocabulary().retold.took_place)
    return re.compile(rf"\b{_SAYS_NOUN} (?:{verbs})(?: \w+)? (?:on|in) $", re.IGNORECASE)


@cache
def _date_of() -> re.Pattern[str]:
    return re.compile(rf"\b(?:date|day) of {_SAYS_NOUN} (?:as|is|was) $", re.IGNORECASE)


@cache
def _cleft() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = "|".join(vocabulary().retold.took_place)
    return re.compile(r"\bit (?:was|is) (?:on|in) $", re.IGNORECASE), re.compile(rf" that {_SAYS_NOUN} (?:{verbs})\b")


def _told(reading: Reading, sentence: Passage, noun: str, of: str | None) -> list[Time]:
    """The dates that a sentence gives what a noun names: each the nearest to the verb, or to the noun itself.

    There are none in a sentence about what is still to come or did not happen, nor in one that does not name whose
    arrest it was. "Two days after the arrest" is the day of something else.
    """
    dates = [time for time in _dates(reading, sentence) if time.value and time.basis != "event"]
    named = not of or has_word(sentence.quote, (of.split()[-1].lower(),))
    if not dates or not named or has_word(sentence.quote, vocabulary().retold.not_yet):
        return []
    found = {}
    for word in _WORD.finditer(sentence.quote):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        nearest = min(dates, key=lambda time: _gap(time, start, end))
        if _gap(nearest, start, end) > REACH or not _akin(noun, word[0].lower()):
            continue
        if not _noun_of(reading, nearest, sentence) and not _is_saying(reading, nearest, start, end):
            found[nearest.time_id] = nearest
    return list(found.values())


def _gap(time: Time, start: int, end: int) -> int:
    return max(time.start - end, start - time.end)


def _is_saying(reading: Reading, time: Time, start: int, end: int) -> bool:
    """Whether a cue of speech stands between a date and a word: it is the day on which it is said."""
    first, last = min(time.end, end), max(time.start, start)
    return any(first <= said.start and said.end <= last for said in reading.attributions)


def _akin(noun: str, word: str) -> bool:
    """Whether a word is the noun, or the verb that it belongs to: arrest, arrested; collision, collided."""
    words = vocabulary().retold
    if word in words.irregular.get(noun, ()) or word == noun:
        return True
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(noun, word, strict=False)))
    return any(noun[cut:] in words.noun_endings and word[cut:] in words.verb_endings for cut in range(STEM, common + 1))


# ------------------------------------------------------------------------------------------- sentences told twice


def _repeated(reading: Reading) -> Iterator[list[Mention]]:
    """The one date, or the one number of a unit, of two sentences that otherwise say the same in the same words."""
    for left, right in _alike(reading):
        for name, pair in _values(reading, left, right):
            yield [
                Mention(fact=fact, key=(name,), value=value, name=name, back=back, sentence=sentence)
                for (fact, value), sentence, back in zip(pair, (left, right), (False, True), strict=True)
            ]


def _alike(reading: Reading) -> Iterator[tuple[Passage, Passage]]:
    """Pairs of sentences of which the shorter has nearly no word that the longer has not."""
    words = {sentence.start: _said_words(reading, sentence) for sentence in reading.sentences}
    where: dict[str, list[Passage]] = {}
    for sentence in reading.sentences:
        for word in sorted(words[sentence.start]):
            where.setdefault(word, []).append(sentence)
    pairs = {
        (left.start, right.start): (left, right)
        for held in where.values()
        if len(held) <= RARE
        for left, right in combinations(held, 2)
    }
    for left, right in (pairs[key] for key in sorted(pairs)):
        a, b = words[left.start], words[right.start]
        if len(a & b) >= max(LEAST, ALIKE * min(len(a), len(b))):
            yield left, right


def _said_words(reading: Reading, sentence: Passage) -> frozenset[str]:
    """The longer words of a sentence, without those of its dates and numbers."""
    text, end = "", sentence.start
    for fact in sorted([*_dates(reading, sentence), *_figures(reading, sentence)], key=lambda fact: fact.start):
        last = fact.value_end if isinstance(fact, Figure) else fact.end
        text, end = text + reading.text(end, fact.start), max(end, last)
    text += reading.text(end, sentence.end)
    return frozenset(word for word in _WORD.findall(text.lower()) if len(word) > len("the"))


def _figures(reading: Reading, sentence: Passage) -> list[Figure]:
    return [f for f in reading.figures if sentence.start <= f.start < sentence.end]


Stated = tuple[Fact, Value]


def _values(reading: Reading, left: Passage, right: Passage) -> Iterator[tuple[str, tuple[Stated, Stated]]]:
    sides = [_by_kind(reading, sentence) for sentence in (left, right)]
    for kind in sorted(sides[0].keys() & sides[1].keys()):
        if len(sides[0][kind]) == len(sides[1][kind]) == 1:
            yield kind, (sides[0][kind][0], sides[1][kind][0])


def _by_kind(reading: Reading, sentence: Passage) -> dict[str, list[Stated]]:
    """The dates and numbers of a sentence, by what they are."""
    found: dict[str, list[Stated]] = {}
    for time in _dates(reading, sentence):
        found.setdefault("day", []).append((time, _day(time)))
    for figure in _figures(reading, sentence):
        if figure.unit_name:
            found.setdefault(f"number of {figure.unit_name}", []).append((figure, number(reading, figure)))
    return found
