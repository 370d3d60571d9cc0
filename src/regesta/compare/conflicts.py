"""From the pairs that checks compared to the tables: every comparison, and every one that does not agree."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from regesta.compare.checks import Check, Pair
from regesta.compare.comparable import shown
from regesta.compare.explain import Around, Difference, Explanation, describe, explain
from regesta.tables import Claim, Comparison, ComparisonClaim, Conflict, Issue, Parameter, Row, Support, content_id

__all__ = ["Ledger", "compared_nothing"]

UNDECIDED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What rows are made from: the compared claims by id, titles of documents and names of subjects by id."""

    claims: Mapping[str, Claim]
    titles: dict[str, str]
    labels: Mapping[str, str]
    rising: frozenset[str] = frozenset()

    def rows(self, check: Check, pairs: Sequence[Pair]) -> Iterator[Row]:
        """The comparisons of one check with their claims, and a conflict for each that does not agree."""
        around = Around(
            claims=tuple(self.claims.values()),
            agreements=frozenset((check.name, pair.left_claim) for pair in pairs if pair.agrees),
            rising=self.rising,
        )
        support = self._support()
        for pair in pairs:
            difference = Difference(check.name, self.claims[pair.left_claim], self.claims[pair.right_claim])
            found = _agreement(difference) if pair.agrees else _verdict(pair, difference, around)
            sentence = " ".join(f"{self._described(pair, difference)}: {found.because}.".split())
            yield from _compared(pair, difference, found, sentence)
            if not pair.agrees:
                yield _conflict(check, difference, found, sentence, support)

    def _described(self, pair: Pair, difference: Difference) -> str:
        label = self.labels[difference.left.subject]
        return describe(difference, pair.expected or "nothing", pair.observed or "nothing", self.titles, label)

    def _support(self) -> dict[tuple[object, ...], set[str]]:
        """The independent sources of each value."""
        groups: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for claim in self.claims.values():
            groups[_value_key(claim)].add(claim.copy_group)
        return groups


def compared_nothing(check: Check) -> Issue:
    """The note that a check found no two claims to compare: its silence means nothing."""
    return Issue(
        issue_id=content_id("iss", "check", "compared_nothing", check.name),
        stage="check",
        severity="info",
        code="compared_nothing",
        message=f"The check {check.name} found nothing to compare.",
        rule_id=check.name,
    )


def _agreement(difference: Difference) -> Explanation:
    left, right = difference.left, difference.right
    if left.property != right.property:
        how = "arithmetic"
    elif shown(left) == shown(right):
        how = "equal"
    else:
        how = "granularity" if left.first or left.last else "rounding"
    return Explanation("agree", "both can be true", (Parameter("agrees_by", how),))


def _verdict(pair: Pair, difference: Difference, around: Around) -> Explanation:
    if pair.agrees is None:
        return Explanation(UNDECIDED, "it is not known from which day it is counted", (Parameter("missing", "as_of"),))
    return explain(difference, around) or Explanation("conflict", "both cannot be true")


def _compared(pair: Pair, difference: Difference, found: Explanation, sentence: str) -> Iterator[Row]:
    key = _key("cmp", difference)
    yield Comparison(
        comparison_id=key,
        check=difference.check,
        subject=difference.left.subject,
        property=difference.property,
        agrees=bool(pair.agrees),
        verdict=found.verdict,
        expected=pair.expected or "",
        observed=pair.observed or "",
        parameters=list(found.parameters),
        explanation=sentence,
    )
    yield ComparisonClaim(comparison_id=key, claim_id=pair.left_claim, role="left")
    yield ComparisonClaim(comparison_id=key, claim_id=pair.right_claim, role="right")


def _conflict(
    check: Check,
    difference: Difference,
    found: Explanation,
    sentence: str,
    support: Mapping[tuple[object, ...], set[str]],
) -> Conflict:
    sides = sorted((difference.left, difference.right), key=lambda claim: (shown(claim), claim.claim_id))
    return Conflict(
        conflict_id=_key("cnf", difference),
        comparison_id=_key("cmp", difference),
        check=check.name,
        severity="info" if found.verdict == UNDECIDED else check.header.severity,
        status="open" if found.verdict in ("conflict", UNDECIDED) else "explained",
        verdict=found.verdict,
        subject=difference.left.subject,
        property=difference.property,
        n_values=len(sides),
        support=[Support(shown(claim), len(support[_value_key(claim)])) for claim in sides],
        explanation=sentence,
    )


def _key(prefix: str, difference: Difference) -> str:
    claims = sorted((difference.left.claim_id, difference.right.claim_id))
    return content_id(prefix, difference.check, difference.property, claims)


def _value_key(claim: Claim) -> tuple[object, ...]:
    return claim.subject, claim.property, claim.scope, claim.unit, shown(claim)
