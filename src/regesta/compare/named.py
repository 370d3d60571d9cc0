"""What is said of persons and names: how old one is, who holds an office, who said a sentence, how a place is spelt.

A person is one only by a full name. A last name alone is that of the one full name in the document that ends with it;
where two do, nothing is claimed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import takewhile

from regesta.compare.making import AT_DEATH, Frame, Value, claim, frame_at, number
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.compare.wordings import ELIDED, WORDING, words_of
from regesta.tables import Attribution, Claim, Entity, Event, Figure, Time

__all__ = ["named"]

BESIDE = 40
"""Characters beside a mention in which a word (former, when he was) changes what is meant."""

SLIP = 4
"""Letters that a name has at least of which one may be wrong."""

QUOTED = 6
"""Words of a quotation that two speakers do not say by chance."""

_FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:\s(?:[a-z]{2,3}\s|al-|d')?[^\W\d_a-z][\w'’.-]*){1,4}")
_LOCATED = re.compile(r"\b(?:in|near|at|outside) (?P<name>[A-Z][a-zà-ÿ'’-]{3,})(?![\w ]* (?:Times|Post|News))")
_WORD = re.compile(r"[\w'’]+")
_NAME = re.compile(r"[A-Z]\w{3,}")
_GAP = re.compile(r"\.\.|…|[\[\]()]")
_MARKS = "“”\"‘’'`"


def named(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document."""
    yield from _ages(reading)
    yield from _offices(reading)
    yield from _speakers(reading)
    yield from _cited(reading)
    yield from _places(reading)
    yield from _last_names(reading)


def _ages(reading: Reading) -> Iterator[Claim]:
    """How old a person is on the day of the document; not how old somebody was at some other time."""
    found = [(figure, figure.measured) for figure in reading.figures if figure.unit_kind == "age" and figure.measured]
    names = {name for _, name in found if _FULL_NAME.fullmatch(name)}
    names |= {e.quote for e in reading.entities if e.kind == "person" and _FULL_NAME.fullmatch(e.quote)}
    for figure, name in found:
        whose = _full_name(name, names)
        if whose is None or figure.low is None or figure.low != figure.high or _was_once(reading, figure):
            continue
        frame = frame_at(reading, figure, reading.as_of())
        via = AT_DEATH if _dead().match(reading.text(figure.end, figure.end + BESIDE)) else None
        yield claim(reading, figure, _person(whose), "age", number(reading, figure, "a"), frame, via=via)


def _full_name(name: str, names: set[str]) -> str | None:
    """The longest name of the only person who may be meant: by the last name alone, or without a middle name."""
    words = name.split()
    may_be = sorted(full for full in names if full.split()[-1] == words[-1] and {*words} <= {*full.split()})
    whole = [full for full in may_be if all({*other.split()} <= {*full.split()} for other in may_be)]
    return whole[0] if whole else name if _FULL_NAME.fullmatch(name) else None


def _person(name: str) -> str:
    """The subject of claims about a person: all of the name, so that a junior is not his father."""
    return "person:" + "-".join(_WORD.findall(name.lower()))


def _was_once(reading: Reading, figure: Figure) -> bool:
    """Whether an age is that of another day than the document's: beside "when he was", or a date of another year."""
    sentence = reading.sentence(figure.start)
    around = reading.text(max(0, figure.start - BESIDE), figure.end + BESIDE)
    return sentence is None or has_word(around, vocabulary().words.another_time) or _is_past(reading, figure.start)


def _is_past(reading: Reading, at: int) -> bool:
    """Whether the sentence is dated in an earlier year than the latest that the document is about."""
    sentence = reading.sentence(at)
    years = [time.last.year for time in reading.times if time.last and time.type in ("DATE", "TIME")]
    now = reading.as_of()[1]
    latest = now.year if now else max(years, default=date.min.year)
    dated = [t for t in reading.times if sentence and sentence.start <= t.start < sentence.end and t.last]
    return any(time.last is not None and (time.last.year < latest or _is_looked_back(time, now)) for time in dated)


def _is_looked_back(time: Time, now: date | None) -> bool:
    """Whether a text that nobody dates tells of a whole year: "in 2006"."""
    return now is None and time.grain == "year" and time.basis == "explicit"


def _offices(reading: Reading) -> Iterator[Claim]:
    """Who holds an office of which a state has one. A document about a change in office is about two holders."""
    if any(event.type in vocabulary().words.handover for event in reading.events):
        return
    for entity in reading.entities:
        office = (entity.office or "").lower()
        if (
            entity.kind != "person"
            or not entity.linked_id
            or not entity.country
            or _FULL_NAME.fullmatch(entity.quote) is None
        ):
            continue
        if office in vocabulary().words.sole_office and not _not_in_office(reading, entity):
            frame = frame_at(reading, entity, reading.as_of())
            subject = f"office:{office} of {entity.country}"
            yield claim(reading, entity, subject, "holder", Value(text=entity.linked_id), frame)


def _not_in_office(reading: Reading, entity: Entity) -> bool:
    around = reading.text(max(0, entity.start - BESIDE), entity.end + BESIDE)
    return has_word(around, vocabulary().words.not_in_office) or _is_past(reading, entity.start)


def _speakers(reading: Reading) -> Iterator[Claim]:
    """Who said a sentence that is quoted word for word."""
    passed_on = {attribution.parent_id for attribution in reading.attributions}
    for attribution in reading.attributions:
        words = _WORD.findall(reading.text(attribution.content_start, attribution.content_end).lower())
        if len(words) < QUOTED or not _is_quoted(reading, attribution):
            continue
        if attribution.speaker is None or attribution.attribution_id in passed_on or _is_no_voice(reading, attribution):
            continue
        value = Value(text=attribution.speaker)
        frame = Frame(status="reported", attribution_id=attribution.attribution_id, as_of=reading.as_of())
        yield claim(reading, attribution, f"quote:{' '.join(words)}", "speaker", value, frame)
        said = reading.text(attribution.content_start, attribution.content_end)
        via = ELIDED if _GAP.search(said) else None
        yield claim(
            reading, attribution, _voice(attribution.speaker), WORDING, Value(text=words_of(said)), frame, via=via
        )


def _is_no_voice(reading: Reading, attribution: Attribution) -> bool:
    """Whether a speaker is a pronoun, nobody in particular, or passes on what somebody else said: a paper, a record."""
    speaker, known = (attribution.speaker or "").lower(), vocabulary()
    if (
        speaker in known.words.pronoun
        or has_word(speaker, known.telling.relays)
        or has_word(speaker, known.telling.nobody)
    ):
        return True
    papers = {e.start for e in reading.entities if "publication" in e.rule_id}
    return any((attribution.speaker_start or 0) <= at < (attribution.speaker_end or 0) for at in papers)


def _voice(speaker: str) -> str:
    """The subject of claims about the words of a speaker: the last name in it, else all of it."""
    names = _NAME.findall(speaker)
    return f"words:{(names[-1] if names else speaker).lower()}"


def _is_quoted(reading: Reading, attribution: Attribution) -> bool:
    start, end = attribution.content_start, attribution.content_end
    return bool({*reading.text(start - 1, start + 1)} & {*_MARKS} and {*reading.text(end - 1, end + 1)} & {*_MARKS})


def _cited(reading: Reading) -> Iterator[Claim]:
    """Whom a document gives as its source for a happening: an agency, a paper, an office; no person."""
    organisations = {entity.start for entity in reading.entities if entity.kind == "organisation"}
    for attribution in reading.attributions:
        start, end = attribution.speaker_start, attribution.speaker_end
        if start is None or end is None or not any(start <= at < end for at in organisations):
            continue
        told = [e for e in reading.events if attribution.content_start <= e.start and e.end <= attribution.content_end]
        for cluster in dict.fromkeys(event.cluster_id for event in told):
            value = Value(text=attribution.speaker)
            frame = Frame(status="reported", attribution_id=attribution.attribution_id, as_of=reading.as_of())
            yield claim(reading, attribution, f"event:{cluster}", "cited", value, frame, via=f"event:{cluster}")


def _places(reading: Reading) -> Iterator[Claim]:
    """How the place of a happening is called: by its name before the trigger, or in the slot for it."""
    for event in reading.events:
        subject, frame = f"event:{event.cluster_id}", frame_at(reading, event)
        for name in dict.fromkeys([*_before(reading, event), *_slots(reading, event)]):
            yield claim(reading, event, subject, "place_name", Value(text=name), frame)


def _last_names(reading: Reading) -> Iterator[Claim]:
    """The two spellings of the last name of one person; who is spelt in one way only has no such claim.

    A full name is that of another with the same first name when their last names are one slip of the pen apart; a last
    name alone, when it is one slip from that of one person only, and nobody's own. Where a text has both spellings
    more than once, they are two persons.
    """
    mentions = [(entity, entity.quote.split()) for entity in reading.entities if entity.kind == "person"]
    full = [(entity, words) for entity, words in mentions if _FULL_NAME.fullmatch(entity.quote)]
    names = {word for _, words in full for word in words}
    spelt = Counter(words[-1] for _, words in mentions)
    alone = [(e, words) for e, words in mentions if len(words) == 1 and words[0] not in names]
    for first in {(words[0], words[-1]): entity for entity, words in reversed(full)}.values():
        *given, last = first.quote.split()
        told = [(e, words) for e, words in full if {*words[:-1]} & {*given}]
        wrong = {words[-1]: e for e, words in reversed([*told, *alone]) if _is_slip(last, words[-1])}
        others = {words[-1] for _, words in full if not {*words[:-1]} & {*given}}
        for word, entity in sorted(wrong.items()):
            near = any(_is_slip(other, word) or other == word for other in others)
            if entity.start > first.start and not near and min(spelt[last], spelt[word]) == 1:
                for mention, name in ((first, last), (entity, word)):
                    subject, frame = _person(first.quote), frame_at(reading, mention)
                    yield claim(reading, mention, subject, "last_name", Value(text=name), frame)


def _is_slip(name: str, other: str) -> bool:
    """Whether two longer words are one letter apart: another one, one more, one less, or two that changed places.

    A plural is no slip.
    """
    if name.rstrip("s") == other.rstrip("s") or min(len(name), len(other)) < SLIP or name[0] != other[0]:
        return False
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))
    left, right = name[head:], other[head:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _before(reading: Reading, event: Event) -> Iterator[str]:
    """The "Ambleside" of "the Ambleside floods" or "the Ambleside bus crash"."""
    found = _modifier().search(reading.text(max(0, event.start - BESIDE), event.start))
    if found and not has_word(found["name"], vocabulary().words.no_place):
        yield found["name"]


def _slots(reading: Reading, event: Event) -> Iterator[str]:
    """The places in the slots of a mention, and names after a word of place right behind it, known or not."""
    for entity in reading.fillers(event, ("place",)):
        if entity.kind == "place":
            yield entity.quote.split()[0]
    sentence = reading.sentence(event.start)
    for found in _LOCATED.finditer(reading.text(event.end, sentence.end) if sentence else ""):
        if not has_word(found["name"], vocabulary().words.no_place):
            yield found["name"]


@cache
def _modifier() -> re.Pattern[str]:
    return re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ll]ast \w+'s) (?P<name>[A-Z][a-zà-ÿ'’-]{3,})(?: [a-z]+){0,2} $")


@cache
def _dead() -> re.Pattern[str]:
    words = "|".join(vocabulary().measures["killed"])
    return re.compile(rf",?\s(?:of [A-Z]\w+,? )?(?:was |were |had |has |been |shot |found )*(?:{words})\b")
