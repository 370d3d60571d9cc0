"""By what values of one thing are ranked: the criteria of `lexicon/resolution.toml`, measured.

A criterion gives a value an interval of scores, the more the better; None is not known. A value is as good as the best
of the claims that state it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regesta.compare.comparable import bounds, shown, supporters, value_key
from regesta.compare.explain import round_to
from regesta.compare.policies import Criterion, Step
from regesta.compare.reading import Days
from regesta.tables import Attribution, Claim, Document

__all__ = ["CRITERIA", "Record", "Score", "Value", "precision", "score", "stated", "written"]

WIDTHS = (3, 31, 92, 366)
"""Days that a date may have to say some days, a month, a quarter, a year."""
_EXACT = 4
"""The precision of a number without hedge and zeros at its end."""

Score = tuple[int | None, int | None]
"""The least and the most that a value scores."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with the claims that state it, and those of less precise values that agree with it alone."""

    shown: str
    states: tuple[Claim, ...]
    backs: tuple[Claim, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What it is, of what."""
        return value_key(self.states[0])

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims for it."""
        return self.states + self.backs


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of claims beside themselves."""

    hops: Mapping[str, int]
    """How many speakers stand before what is attributed, by the id of the attribution."""
    published: Mapping[str, Days]
    """The days on which each document was published."""
    sources: Mapping[tuple[object, ...], Collection[str]]
    """Who states each value, independently of each other."""

    @classmethod
    def of(cls, claims: Iterable[Claim], said: Iterable[Attribution], documents: Iterable[Document]) -> "Record":
        """The record of all compared claims, from what is attributed and the documents."""
        return cls(
            hops={attribution.attribution_id: attribution.depth for attribution in said},
            published={d.doc_id: (d.published_first, d.published_last) for d in documents},
            sources=supporters(claim for claim in claims if claim.superseded_by is None),
        )

    def told(self, claim: Claim) -> Days:
        """When a claim was written: the day for which it speaks, else that of the document that has it first."""
        if claim.as_of_first or claim.as_of_last:
            return claim.as_of_first, claim.as_of_last
        return self.published.get(claim.copied_from or claim.doc_id, (None, None))


def precision(claim: Claim) -> int:
    """How precise a value is, in steps: a date by its length, a number by its bounds and its zeros at the end."""
    if claim.first or claim.last:
        days = (claim.last - claim.first).days + 1 if claim.first and claim.last else max(WIDTHS) + 1
        return sum(days <= width for width in WIDTHS)
    least, most = bounds(claim)
    if least is None or least != most:
        return (least is not None) + (most is not None)
    return _EXACT - 1 if round_to(least) else _EXACT


def written(by: Criterion, score: Score) -> str:
    """A score as people read it: days as dates, the rest as a number, "?" for what is not known."""
    least, most = ("?" if end is None else _readable(by, end) for end in score)
    return least if least == most else f"{least} to {most}"


def _readable(by: Criterion, score: int) -> str:
    size = abs(score)
    return date.fromordinal(size).isoformat() if by in ("earliest", "latest") else str(size)


@dataclass(frozen=True, slots=True)
class _Question:
    """A value among the others of one thing, and the step of the policy that asks about it."""

    step: Step
    record: Record
    value: Value
    among: Sequence[Value]


def _standing(asked: _Question) -> Score:
    return _exact(int(claim.superseded_by is None) for claim in asked.value.states)


def _sureness(asked: _Question) -> Score:
    return _exact(int(claim.status != "alleged") for claim in asked.value.states)


def _hops(asked: _Question) -> Score:
    return _exact(-asked.record.hops.get(claim.attribution_id or "", 0) for claim in asked.value.states)


def _specificity(asked: _Question) -> Score:
    return _exact(map(_beside_another, asked.value.states))


def _beside_another(claim: Claim) -> int:
    """How precise a value is beside one that disagrees: the zeros at the end of a number may be its own."""
    is_exact = claim.low is not None and claim.low == claim.high and claim.comparator in (None, "=")
    return _EXACT if is_exact and not (claim.first or claim.last) else precision(claim)


def _support(asked: _Question) -> Score:
    behind = {source for claim in asked.value.claims for source in asked.record.sources.get(value_key(claim), ())}
    return len(behind), len(behind)


def _earliest(asked: _Question) -> Score:
    days = map(asked.record.told, asked.value.states)
    return _best_of((_day(last, -1), _day(first, -1)) for first, last in days)


def _latest(asked: _Question) -> Score:
    """By the days for which the claims speak; one that looks back from long after may speak for any day before."""
    known = [claim.as_of_first for value in asked.among for claim in value.states if claim.as_of_first]
    end = min(known) + timedelta(days=asked.step.within) if known and asked.step.within else date.max
    days = ((claim.as_of_first, claim.as_of_last) for claim in asked.value.states)
    return _best_of((_day(first if first and first <= end else None), _day(last)) for first, last in days)


def _day(day: date | None, sign: int = 1) -> int | None:
    return None if day is None else sign * day.toordinal()


def _best_of(scores: Iterable[Score]) -> Score:
    leasts, mosts = zip(*scores, strict=True)
    known = [least for least in leasts if least is not None]
    return max(known, default=None), None if None in mosts else max(most for most in mosts if most is not None)


def _exact(scores: Iterable[int]) -> Score:
    best = max(scores)
    return best, best


_CRITERIA: Mapping[Criterion, Callable[[_Question], Score]] = {
    "standing": _standing,
    "sureness": _sureness,
    "hops": _hops,
    "specificity": _specificity,
    "support": _support,
    "earliest": _earliest,
    "latest": _latest,
}

CRITERIA: Collection[Criterion] = tuple(_CRITERIA)
"""The names of the criteria that are measured."""


def score(step: Step, record: Record, value: Value, among: Sequence[Value]) -> Score:
    """What a criterion finds for a value among all values of one thing."""
    return _CRITERIA[step.by](_Question(step, record, value, among))


def stated(claims: Iterable[Claim]) -> list[Value]:
    """The values that claims state, sorted as people write them."""
    held: dict[str, list[Claim]] = {}
    for claim in claims:
        held.setdefault(shown(claim), []).append(claim)
    return [Value(name, tuple(same)) for name, same in sorted(held.items())]
