"""How a happening is told, whatever is told of it: as past, as alleged, as certain, as known from before.

Each is a claim about the mention itself, so that one telling can be held against another, against the day of the
document, or against its silence: a certainty without a source, a reference to what nobody mentioned.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from regesta.compare.making import Frame, Value, claim, frame_at, passage_subject
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.extract.times.tense import told_as_past
from regesta.spans import Span
from regesta.tables import Claim, Event, Fact, Time, sort_key

__all__ = ["told"]

TOLD = ("asserted", "reported")
NOBODY = "nobody"
BY_OTHERS = ("index", "metadata", "dateline")
"""What says when a document was published, apart from what it tells."""

_MARK = re.compile(r"[“”\"«»]|''|``")
_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}(?![\d,])")


def told(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document."""
    yield from _as_past(reading)
    yield from _as_alleged(reading)
    yield from _as_certain(reading)
    yield from _as_known(reading)


def _as_past(reading: Reading) -> Iterator[Claim]:
    """The day of what a document tells in a past tense and dates with its year, as of the day of the document."""
    document = reading.document
    if document.published_basis not in BY_OTHERS or document.published_last is None:
        return
    dates = {time.time_id: time for time in reading.times if time.basis == "explicit" and _YEAR.search(time.quote)}
    published = (document.published_first, document.published_last)
    for event in reading.events:
        if event.status not in TOLD or event.polarity != "positive" or event.time_basis != "clause":
            continue
        held = [dates[a.time_id] for a in reading.arguments.get(event.event_id, []) if a.time_id in dates]
        if held and all(_is_past(reading, event, time) for time in held):
            value = Value(first=event.first, last=event.last, grain=event.grain)
            frame = Frame(status=event.status, attribution_id=event.attribution_id, as_of=published)
            yield claim(reading, event, passage_subject(event), "told_as_past", value, frame)


def _is_past(reading: Reading, event: Event, time: Time) -> bool:
    sentence = reading.sentence(event.start)
    if sentence is None or not sentence.start <= time.start < sentence.end:
        return False
    return told_as_past(reading.document.text, Span(sentence.start, sentence.end), Span(time.start, time.end))


def _as_alleged(reading: Reading) -> Iterator[Claim]:
    """Whether a deed of somebody who is named is told as alleged. Where a court or the doer decided, it is settled."""
    if has_word(reading.document.text, vocabulary().telling.settled):
        return
    for event in reading.events:
        if event.type not in vocabulary().telling.deeds or event.polarity != "positive":
            continue
        for doer in reading.fillers(event, ("actor",)):
            if event.status in (*TOLD, "alleged"):
                value = Value(text="alleged" if _is_alleged(reading, event) else "a fact")
                frame = Frame(status=event.status, attribution_id=event.attribution_id, as_of=reading.as_of())
                via = doer.linked_id or doer.quote.lower()
                yield claim(reading, event, f"event:{event.cluster_id}", "told_as", value, frame, via=via)


def _is_alleged(reading: Reading, event: Event) -> bool:
    """Whether the mention, or a word of its sentence, says that it is only alleged."""
    sentence = reading.sentence(event.start)
    return event.status == "alleged" or (
        sentence is not None and has_word(sentence.quote.lower(), vocabulary().telling.alleging)
    )


def _as_certain(reading: Reading) -> Iterator[Claim]:
    """A sentence that says how certain a deed or a number is ("beyond doubt"), and who says so."""
    for sentence in reading.sentences:
        cue = _certain().search(sentence.quote)
        if cue is None:
            continue
        start = sentence.start + cue.start()
        facts: list[Fact] = [*reading.events, *reading.figures]
        said = min((f for f in facts if start <= f.start and f.end <= sentence.end), key=sort_key, default=None)
        if said is None:
            continue
        value = Value(text=_source(reading, said))
        if value.text != NOBODY or not _MARK.search(sentence.quote):  # who is quoted is somebody, found or not
            yield claim(reading, sentence, passage_subject(sentence), "certainty", value, frame_at(reading, said))


def _source(reading: Reading, fact: Fact) -> str:
    """Who says what stands at a fact; nobody where it is the text itself, or people without a name."""
    speakers = [a.speaker for a in reading.speech(Span(fact.start, fact.end)) if a.speaker]
    return next((name for name in reversed(speakers) if not _nobody().fullmatch(name)), NOBODY)


def _as_known(reading: Reading) -> Iterator[Claim]:
    """A reference back ("the aforementioned attack"), and how many words stand before it that it may mean."""
    for sentence in reading.sentences:
        for found in _back().finditer(sentence.quote):
            at = sentence.start + found.start()
            before = sum(_known_before(reading, kind, at) for kind in vocabulary().happenings_called(found["noun"]))
            value = Value(low=Decimal(before), high=Decimal(before), comparator="=", unit="1", text=found[0])
            subject = passage_subject(sentence)
            yield claim(reading, sentence, subject, "mentions_before", value, frame_at(reading, sentence))


def _known_before(reading: Reading, kind: str, at: int) -> int:
    """How many words before a place can mean a happening of some kind, and how many mentions of one were found."""
    family = vocabulary().family(kind)
    events = sum(event.end <= at and vocabulary().family(event.type) == family for event in reading.events)
    return events + len(_called(kind).findall(reading.document.text, 0, at))


@cache
def _certain() -> re.Pattern[str]:
    return re.compile(rf"(?<!not )(?<!n't )\b(?:{'|'.join(vocabulary().telling.certain)})\b", re.IGNORECASE)


@cache
def _nobody() -> re.Pattern[str]:
    words = "|".join(vocabulary().telling.nobody)
    return re.compile(rf"(?:(?:the|some|many|most|several|all|other)\s)*(?:{words})", re.IGNORECASE)


@cache
def _back() -> re.Pattern[str]:
    nouns = "|".join(noun for kind in vocabulary().happenings.values() for noun in kind.nouns)
    cues = "|".join(vocabulary().telling.back)
    return re.compile(rf"\b(?:the|this|that|these|those)\s(?:{cues})\s(?:\w+\s)?(?P<noun>{nouns})s?\b", re.IGNORECASE)


@cache
def _called(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().happenings[kind].words)})", re.IGNORECASE)
