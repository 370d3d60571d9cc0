"""From the groups of claims that checks compared to the tables: every comparison, and every one that does not agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

from regesta.compare.checks import Check, Group
from regesta.compare.comparable import shown, supporters, value_key
from regesta.compare.explain import UNDECIDED, Around, Difference, Explanation, describe, explain
from regesta.compare.vocabulary import subject_name
from regesta.tables import Claim, Comparison, ComparisonClaim, Conflict, Issue, Parameter, Row, Support, content_id

__all__ = ["Ledger", "compared_nothing"]


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What rows are made from: the compared claims by id, titles of documents, names of subjects."""

    claims: Mapping[str, Claim]
    titles: Mapping[str, str]
    labels: Mapping[str, str]
    around: Around

    @cached_property
    def support(self) -> Mapping[tuple[object, ...], set[str]]:
        """The independent sources of each value."""
        return supporters(self.claims.values())

    def rows(self, check: Check, groups: Sequence[Group]) -> Iterator[Row]:
        """The comparisons of one check with their claims, and a conflict for each that does not agree."""
        agreeing = {group.claims[0] for group in groups if group.agrees}
        for group in groups:
            claims = tuple(self.claims[claim] for claim in group.claims)
            difference = Difference(check.name, claims, group.claims[0] in agreeing)
            found = _agreement(difference) if group.agrees else _verdict(check, group, difference, self.around)
            sentence = " ".join(f"{self._described(group, difference)}: {found.because}.".split())
            yield from _compared(check, group, difference, found, sentence)
            if not group.agrees:
                yield _conflict(check, difference, found, sentence, self.support)

    def _described(self, group: Group, difference: Difference) -> str:
        subject = difference.left.subject
        label = self.labels.get(subject) or subject_name(subject)
        return describe(difference, group.expected or "nothing", group.observed or "nothing", self.titles, label)


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
    if left.property != right.property or len(difference.claims) != len((left, right)):
        how = "arithmetic"
    elif shown(left) == shown(right):
        how = "equal"
    else:
        how = "granularity" if left.first or left.last else "rounding"
    return Explanation("agree", "both can be true", (Parameter("agrees_by", how),))


def _verdict(check: Check, group: Group, difference: Difference, around: Around) -> Explanation:
    if group.agrees is None:
        return Explanation(UNDECIDED, check.header.undecided, (Parameter("missing", check.header.undecided),))
    found = explain(difference, around, check.header.explained_by)
    two = len(group.claims) == len(check.header.roles) == len(("left", "right"))
    return found or Explanation("conflict", check.header.wrong or ("both cannot be true" if two else "this cannot be"))


def _compared(check: Check, group: Group, difference: Difference, found: Explanation, sentence: str) -> Iterator[Row]:
    key = _key("cmp", difference)
    yield Comparison(
        comparison_id=key,
        check=difference.check,
        subject=difference.left.subject,
        property=difference.property,
        agrees=bool(group.agrees),
        verdict=found.verdict,
        expected=group.expected or "",
        observed=group.observed or "",
        parameters=list(found.parameters),
        explanation=sentence,
    )
    more = len(group.claims) - len(check.header.roles)
    roles = (*repeat(check.header.roles[0], more), *check.header.roles)
    for claim, role in zip(group.claims, roles, strict=True):
        yield ComparisonClaim(comparison_id=key, claim_id=claim, role=role)


def _conflict(
    check: Check,
    difference: Difference,
    found: Explanation,
    sentence: str,
    support: Mapping[tuple[object, ...], set[str]],
) -> Conflict:
    stated: dict[str, Claim] = {shown(claim): claim for claim in difference.claims}
    return Conflict(
        conflict_id=_key("cnf", difference),
        comparison_id=_key("cmp", difference),
        check=check.name,
        severity="info" if found.verdict == UNDECIDED else check.header.severity,
        status="open" if found.verdict in ("conflict", UNDECIDED) else "explained",
        verdict=found.verdict,
        subject=difference.left.subject,
        property=difference.property,
        n_values=len(stated),
        support=[Support(value, len(support[value_key(claim)])) for value, claim in sorted(stated.items())],
        measured=str(check.header.measured),
        explanation=sentence,
    )


def _key(prefix: str, difference: Difference) -> str:
    claims = sorted(claim.claim_id for claim in difference.claims)
    return content_id(prefix, difference.check, difference.property, claims)
