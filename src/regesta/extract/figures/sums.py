"""Sums of people that are listed by kind: "two men and a girl" are three people."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["sums"]

_ANNOUNCED = re.compile(r"\s*(?::|\(|\s[–—-]|—)\s*")
_LIST = 2
"""Kinds of people that make a sum."""

_EXACT = (Decimal(0), Decimal(0))


def sums(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with a figure for the sum of people that are listed by kind: "two men and a girl" are three people.

    The members are parts of the sum, or of the count that announces them ("three people: two men and a girl"); one with
    an article ("a girl") has no figure of its own.
    """
    out: list[Draft] = []
    index = 0
    while index < len(drafts):
        members = _people(scene, drafts, index)
        announced = bool(members and out) and _ANNOUNCED.fullmatch(scene.text, out[-1].span.end, members[0].span.start)
        made = _sum(scene, members) if members else None
        if made is not None and announced and out[-1].unit_kind == "count":
            members = [replace(member, whole=out[-1].span) for member in members]
        elif made is not None:
            out.append(made)
            members = [replace(member, whole=made.span) for member in members]
        out.extend(members or [drafts[index]])
        index += max(1, len(members))
    return out


def _people(scene: Scene, drafts: Sequence[Draft], index: int) -> list[Draft]:
    """The counts of people from `index` on that are one list."""
    members: list[Draft] = []
    for draft in drafts[index:]:
        start = members[-1].span.end if members else draft.span.start
        if not _is_people(draft) or not _listed().fullmatch(scene.text, start, draft.span.start):
            break
        members.append(draft)
    return members


def _is_people(draft: Draft) -> bool:
    exact = draft.unit_kind == "count" and draft.unit == "1" and draft.low is not None and draft.low == draft.high
    own = draft.counted is not None and draft.counted.end == draft.span.end
    listed = draft.rule_id != "figures.casualties" and draft.unit_name in vocabulary().nouns.people
    return exact and own and listed and draft.whole is None


def _sum(scene: Scene, members: Sequence[Draft]) -> Draft | None:
    """The sum of counts with the single people listed beside and between them; None when they are only one kind."""
    first, last = members[0], members[-1]
    ahead = _single_ahead().search(*scene.before(first.span.start, 60))
    behind = _singles().match(scene.text, last.span.end, scene.sentence.end)
    span = Span(ahead.start("one") if ahead else first.span.start, behind.end() if behind else last.span.end)
    between = [Span(left.span.end, right.span.start) for left, right in pairwise(members)]
    aside = [Span(span.start, first.span.start), *between, Span(last.span.end, span.end)]
    singles = sum(len(_single().findall(gap.of(scene.text))) for gap in aside)
    closed = ahead or behind or " and " in f" {scene.text[members[-2:][0].span.end : last.span.start]} "
    if singles + len(members) < _LIST or not closed:
        return None
    total = sum((member.low for member in members if member.low is not None), Decimal(singles))
    return replace(
        first,
        number=replace(first.number, end=last.number.end),
        span=span,
        value=Span(first.value.start, last.value.end),
        low=total,
        high=total,
        off=_EXACT,
        rule_id="figures.sum",
        unit_name="person",
        counted=span,
        unit_span=None,
        evidence=(),
        flags=("sum",),
    )


@cache
def _person() -> str:
    return rf"(?:[^\W\d_]+\s+)?{either(vocabulary().nouns.people)}(?!\w)"


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:an?|another|his|her|their)\s+{_person()}", re.IGNORECASE)


@cache
def _singles() -> re.Pattern[str]:
    """Single people that end a list: ", a child and a nurse"."""
    return re.compile(rf"(?:,\s+{_single().pattern})*,?\s+and\s+{_single().pattern}", re.IGNORECASE)


@cache
def _single_ahead() -> re.Pattern[str]:
    return re.compile(rf"(?P<one>(?:{_single().pattern}(?:,\s+|,?\s+and\s+))+)$", re.IGNORECASE)


@cache
def _listed() -> re.Pattern[str]:
    """What stands between two counts of a list: a comma, "and", single people; nothing before the first."""
    return re.compile(
        rf"(?:(?:,\s+(?:and\s+)?|\s+and\s+){_single().pattern})*(?:,\s+(?:and\s+)?|\s+and\s+)|", re.IGNORECASE
    )
