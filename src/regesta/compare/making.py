"""How a claim is made: a value with who says it, of a subject, at the characters of a fact."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from regesta.compare.reading import Days, Reading
from regesta.tables import Claim, Event, Fact, Figure, columns, content_id, key_column

__all__ = [
    "AT_DEATH",
    "NEVER",
    "Frame",
    "Value",
    "beside",
    "claim",
    "exactly",
    "frame_at",
    "frame_of",
    "number",
    "passage_subject",
]

AT_DEATH = "at_death"
"""How an age is claimed that its bearer did not outlive (`via`)."""

NEVER: Days = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The value of a claim: an interval of days, an interval of numbers as written in `text`, or a text."""

    first: date | None = None
    last: date | None = None
    grain: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rounds_from: Decimal | None = None
    rounds_to: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who says it, how surely, and of which days."""

    status: str = "asserted"
    polarity: str = "positive"
    attribution_id: str | None = None
    as_of: Days = NEVER


_OF_VALUE = tuple(field.name for field in fields(Value))
_OF_FACT = tuple(column.name for column in columns(Fact))


def frame_at(reading: Reading, fact: Fact, as_of: Days = NEVER) -> Frame:
    """Who says what stands at a fact: the innermost speaker whose words it is in, else the document itself."""
    said = [a for a in reading.attributions if a.content_start <= fact.start and fact.end <= a.content_end]
    speech = max(said, key=lambda a: (a.depth, a.start), default=None)
    if speech is None:
        return Frame(as_of=as_of)
    return Frame(status="reported", attribution_id=speech.attribution_id, as_of=as_of)


def frame_of(event: Event, as_of: Days = NEVER) -> Frame:
    """Who says that something happened, and how surely."""
    return Frame(status=event.status, polarity=event.polarity, attribution_id=event.attribution_id, as_of=as_of)


def exactly(
    low: int | Decimal | None, text: str, *, high: int | None = None, unit: str | None = "1", comparator: str = "="
) -> Value:
    """A number that was reckoned, or a range of whole numbers; `text` says from what."""
    least = None if low is None else Decimal(low)
    most = least if high is None else Decimal(high)
    return Value(low=least, high=most, comparator=comparator, unit=unit, text=text)


def number(reading: Reading, figure: Figure, unit: str | None = None) -> Value:
    """The value of a figure, in its own unit unless another is given."""
    return Value(
        low=figure.low,
        high=figure.high,
        rounds_from=figure.rounds_from,
        rounds_to=figure.rounds_to,
        comparator=figure.comparator,
        unit=unit or figure.unit,
        text=reading.text(figure.value_start, figure.value_end),
    )


def claim(
    reading: Reading,
    fact: Fact,
    subject: str,
    name: str,
    value: Value,
    frame: Frame,
    *,
    via: str | None = None,
    scope: str | None = None,
) -> Claim:
    """A claim of the property `name`, stated where `fact` stands.

    Its id depends on the fact, the property and the value, not on the subject: a cluster may grow.
    """
    fact_id = _id(fact)
    speaker = reading.attribution(frame.attribution_id)
    return Claim(
        claim_id=content_id("clm", fact_id, name, via, scope, value),
        fact_id=fact_id,
        subject=subject,
        property=name,
        **{name: getattr(value, name) for name in _OF_VALUE},
        via=via,
        scope=scope,
        as_of_first=frame.as_of[0],
        as_of_last=frame.as_of[1],
        status=frame.status,
        polarity=frame.polarity,
        attribution_id=frame.attribution_id,
        speaker=speaker.speaker if speaker else None,
        copy_group=fact.doc_id,
        **{name: getattr(fact, name) for name in _OF_FACT},
    )


def beside(reading: Reading, fact: Fact, of: Fact, name: str, value: Value, via: str | None = None) -> Claim:
    """A claim that is only held against others about the same fact `of`, where it stands."""
    return claim(reading, fact, passage_subject(of), name, value, frame_at(reading, fact), via=via)


def passage_subject(fact: Fact) -> str:
    """The subject of claims that are only held against each other where they stand, not against other passages."""
    return f"text:{_id(fact)}"


def _id(fact: Fact) -> str:
    return str(getattr(fact, key_column(type(fact)) or ""))
