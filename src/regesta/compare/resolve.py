"""Which of several values of one thing comes first: a view by the policies of `lexicon/resolution.toml`.

Claims are of one thing when checks compared them as that: in conflict, undecided, equal, or of a toll that rose. What
an explainer found to be of two things (two ages of a person who grew older, two milestones) is never put against each
other. A value that agrees with just one more precise value stands behind that one ("1951" behind "21 May 1951").

A policy asks its criteria in their order. A value whose best score stays below the best by the margin or more falls;
one whose score is not known cannot fall. Where one value is left, it comes first and the criterion has decided; where
several are, none does. So no criterion is weighed against another, and each answer names the one reason for it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regesta.compare.comparable import value_key
from regesta.compare.policies import Criterion, Policy, policies
from regesta.compare.ranking import Record, Score, Value, precision, score, stated, written
from regesta.tables import Claim, Comparison, Parameter, Resolution, ResolutionClaim, Row, content_id

__all__ = ["resolutions"]

TOGETHER = ("agree", "granularity", "rounding", "unit_conversion")
"""Verdicts of values that can both be true."""

OF_ONE_THING = (*TOGETHER, "correction", "version", "update", "conflict", "undetermined")
"""Verdicts of values that are of one thing."""

Agreeing = Collection[frozenset[tuple[object, ...]]]
"""Pairs of values, by their keys, that can both be true."""


def resolutions(
    claims: Mapping[str, Claim], compared: Iterable[tuple[Comparison, Sequence[str]]], record: Record
) -> Iterator[Row]:
    """The rows of `resolutions` and `resolution_claims`.

    Args:
        claims: those that were compared, by id.
        compared: the comparisons, each with the ids of its claims. Their order does not matter.
        record: what is known of the claims beside themselves.
    """
    keys = {claim_id: value_key(claim) for claim_id, claim in claims.items()}
    pairs: list[tuple[str, str]] = []
    agreeing: set[frozenset[tuple[object, ...]]] = set()
    for row, ids in compared:
        both = frozenset(keys[one] for one in ids)
        if row.verdict not in OF_ONE_THING or not _are_of_one_thing([claims[one] for one in ids]):
            continue
        if row.verdict not in TOGETHER:
            pairs.append((ids[0], ids[1]))
        elif len(both) == 1 or not _is_name(claims[ids[0]]):
            pairs.append((ids[0], ids[1]))
            agreeing.add(both)
    for group in _connected(pairs):
        held = [claims[one] for one in group]
        policy = policies().of(held[0].property)
        if policy and len(stated(held)) > 1:
            yield from _Choice.of(policy, held, agreeing, record).rows()


def _are_of_one_thing(sides: Sequence[Claim]) -> bool:
    """Whether two claims, and no more, give one property of one subject."""
    if len(sides) != len(("left", "right")):
        return False
    left, right = sides
    return (left.subject, left.property) == (right.subject, right.property)


def _is_name(claim: Claim) -> bool:
    """Whether a value is a text: two texts that may both stand are names of two things."""
    return {claim.first, claim.last, claim.low, claim.high} == {None}


def _connected(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """What hangs together by pairs, each sorted, in the order of their first."""
    held: dict[str, list[str]] = {}
    for pair in pairs:
        left, right = (held.setdefault(one, [one]) for one in pair)
        if left is not right:
            small, large = sorted((left, right), key=len)
            large += small
            held.update((one, large) for one in small)
    return sorted(sorted(group) for group in {id(group): group for group in held.values()}.values())


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is left, and when it is one: the criterion that left it, and by how much; else why it is several."""

    left: Sequence[Value]
    by: Criterion | None = None
    margin: int | None = None
    reason: str | None = None

    @property
    def first(self) -> Value | None:
        return self.left[0] if self.by else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """The values of one thing, and what became of them under a policy."""

    policy: Policy
    values: Sequence[Value]
    agreeing: Agreeing
    record: Record
    outcome: _Outcome

    @classmethod
    def of(cls, policy: Policy, claims: Sequence[Claim], agreeing: Agreeing, record: Record) -> "_Choice":
        values = _merged(stated(claims), agreeing)
        if policy.one_milestone and len({claim.via for claim in claims}) > 1:
            outcome = _Outcome(values, reason="milestones")
        elif len(values) == 1:
            outcome = _Outcome(values, "specificity", _steps_to(values[0]))
        else:
            outcome = _sieved(policy, values, record)
        return cls(policy, values, agreeing, record, outcome)

    def rows(self) -> Iterator[Row]:
        claims = sorted((claim for value in self.values for claim in value.claims), key=lambda c: c.claim_id)
        key = content_id("res", self.policy.id, claims[0].property, [claim.claim_id for claim in claims])
        first = self.outcome.first
        yield Resolution(
            resolution_id=key,
            subject=claims[0].subject,
            property=claims[0].property,
            policy=self.policy.id,
            verdict="resolved" if first else "undetermined",
            value=first.shown if first else None,
            claim_id=self._best(first) if first else None,
            decided_by=self.outcome.by,
            margin=self.outcome.margin,
            reason=self.outcome.reason,
            n_values=len(stated(claims)),
            explanation=_explained(self.policy, self.values, self.outcome),
        )
        for value in self.values:
            ranks = [Parameter(by, written(by, found)) for by, found in self._scores(value)]
            for claim in value.claims:
                yield ResolutionClaim(resolution_id=key, claim_id=claim.claim_id, rank=self._rank(claim), ranks=ranks)

    def _scores(self, value: Value) -> Iterator[tuple[Criterion, Score]]:
        return ((step.by, score(step, self.record, value, self.values)) for step in self.policy.order)

    def _best(self, value: Value) -> str:
        """Of the claims that state a value, the one that the criteria put first; the smaller id of equals."""

        def worth(claim: Claim) -> tuple[int, ...]:
            return tuple(-(least or 0) for _, (least, _) in self._scores(Value(value.shown, (claim,))))

        return min(value.states, key=lambda claim: (worth(claim), claim.claim_id)).claim_id

    def _rank(self, claim: Claim) -> str:
        first = self.outcome.first
        if claim.superseded_by:
            return "deprecated"
        if first is None:
            return "normal"
        if claim in first.states:
            return "preferred"
        both = claim in first.backs or frozenset((value_key(claim), first.key)) in self.agreeing
        return "normal" if both else "deprecated"


def _merged(values: Sequence[Value], agreeing: Agreeing) -> list[Value]:
    """The values, without those that agree with just one more precise value, behind which their claims stand."""
    out = {value.shown: value for value in values}
    for value in sorted(values, key=_precision):
        finer = [other for other in values if _is_finer(other, value, agreeing)]
        finest = [one for one in finer if not any(_is_finer(other, one, agreeing) for other in finer)]
        if len(finest) == 1:
            gone, into = out.pop(value.shown), out[finest[0].shown]
            out[into.shown] = replace(into, backs=into.backs + gone.claims)
    return list(out.values())


def _is_finer(value: Value, other: Value, agreeing: Agreeing) -> bool:
    return frozenset((value.key, other.key)) in agreeing and _precision(value) > _precision(other)


def _precision(value: Value) -> int:
    return max(map(precision, value.states))


def _steps_to(value: Value) -> int:
    """By how much a value is more precise than the ones that stand behind it."""
    return _precision(value) - max(map(precision, value.backs))


def _sieved(policy: Policy, values: Sequence[Value], record: Record) -> _Outcome:
    left = values
    for step in policy.order:
        scores = {value.shown: score(step, record, value, values) for value in left}
        best = max((least for least, _ in scores.values() if least is not None), default=None)
        if best is None:
            continue
        behind = {name: best - most for name, (_, most) in scores.items() if most is not None}
        kept = [value for value in left if behind.get(value.shown, 0) < step.margin]
        if len(kept) == 1:
            return _Outcome(kept, step.by, min(behind[value.shown] for value in left if value not in kept))
        left = kept
    return _Outcome(left, reason="margin")


def _explained(policy: Policy, values: Sequence[Value], outcome: _Outcome) -> str:
    """Which value comes first and why, or between which nothing decides, for a person."""
    rule = f"By the policy “{policy.id.replace('_', ' ')}”"
    first = outcome.first
    if first is None or outcome.by is None:
        why = "they are of different milestones" if outcome.reason == "milestones" else "too little tells them apart"
        return f"{rule}, nothing decides between {_listed(value.shown for value in outcome.left)}: {why}."
    words = policies().criteria[outcome.by]
    others = [value.shown for value in values if value is not first]
    less = [value.shown for value in stated(first.backs)]
    counted = f"{outcome.margin} {words.counts}{'s' if outcome.margin != 1 else ''}"
    agreeing = f"; {_listed(less)} may be true as well" if others and less else ""
    return f"{rule}, {first.shown} comes before {_listed(others or less)}: {words.says} (by {counted}){agreeing}."


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
