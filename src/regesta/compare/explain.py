"""Why claims may differ without any being wrong: explainers, tried in order before anybody is accused.

An explainer is a function of a difference and what stands around it; it gives a verdict with the parameters that
decided it and half a sentence, or None. The order is that of `EXPLAINERS`; of those that the header of a check names,
the first that answers decides.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from regesta.compare.comparable import shown
from regesta.compare.corrections import Taken
from regesta.compare.extent import EVERYWHERE, EXTENT, SEVERAL, WITH, WITHOUT
from regesta.compare.making import AT_DEATH
from regesta.compare.publication import OtherDay
from regesta.compare.vocabulary import state_name, vocabulary
from regesta.extract.figures.conversion import convert
from regesta.tables import Claim, Parameter

__all__ = ["EXPLAINERS", "UNDECIDED", "Around", "Difference", "Explanation", "explain", "round_to"]

UNDECIDED = "undetermined"
"""The verdict where something that would decide is not known."""

DAYS_OF_A_YEAR = Decimal("365.25")

WORTH = "value"
"""The measure of money: a total may be given beside its parts, a promise beside what was paid."""

SIGNING = "events.deal_signed."
"""How the ids of the rules begin that find the signing of a deal."""

GENERATION = 14
"""Years by which ages of one name may differ before they are taken for those of two persons."""

FEW_YEARS = 3
"""Years by which a person may be older in a document that nobody dates."""

ALWAYS = ("correction", "version")
"""The explainers that may speak for every check: who took something back is accused of it by none."""

FEW = 4
"""So many days apart are the ends of no happening that lasts "some days"."""

ROUND_FROM = 100
"""From here on, zeros at the end of a count are taken as rounding."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Claims that cannot all be true as they stand: mostly two, or one that contradicts itself, or parts of a whole."""

    check: str
    claims: tuple[Claim, ...]
    agrees_elsewhere: bool = False
    """Whether the first claim agrees with another one, by the same check."""

    @property
    def left(self) -> Claim:
        """The first claim."""
        return self.claims[0]

    @property
    def right(self) -> Claim:
        """The last claim: the one that is held against the others."""
        return self.claims[-1]

    @property
    def property(self) -> str:
        """What the first claim is about; all share it, unless a check computes one from the others."""
        return self.left.property


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict, half a sentence that says why, and what decided it."""

    verdict: str
    because: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What an explainer may look at beside the two claims."""

    claims: Sequence[Claim] = ()
    """All claims that are compared."""
    rising: frozenset[str] = frozenset()
    """Facts whose text says that the number went up."""
    taken: Mapping[str, Taken] = field(default_factory=dict)
    """What its own publisher took back, by the id of the claim."""
    other_days: Mapping[str, tuple[OtherDay, ...]] = field(default_factory=dict)
    """By document, when else it was published or updated."""
    by_document: frozenset[str] = frozenset()
    """Events whose day was reckoned from that of their document."""
    _wholes: dict[tuple[str, str, str], set[Decimal]] = field(default_factory=dict)
    _spans: dict[str, list[Claim]] = field(default_factory=dict)
    _extents: dict[tuple[str, str | None, Decimal | None], dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for claim in self.claims:
            if claim.property == "date" and claim.first and claim.last and 0 < (claim.last - claim.first).days < FEW:
                self._spans.setdefault(claim.subject, []).append(claim)
            if claim.property == EXTENT and claim.scope and claim.text:
                self._extents.setdefault((claim.doc_id, claim.via, claim.low), {})[claim.scope] = claim.text
            elif claim.scope is None:
                self._wholes.setdefault((claim.doc_id, claim.subject, claim.property), set()).add(_size(claim))

    def wholes(self, part: Claim) -> set[Decimal]:
        """What the document of a part gives for the whole."""
        return self._wholes.get((part.doc_id, part.subject, part.property), set())

    def extent(self, claim: Claim) -> Mapping[str, str]:
        """What the words beside a number say of its reach, and those words."""
        return self._extents.get((claim.doc_id, claim.subject, claim.low), {})

    def span(self, difference: Difference) -> Claim | None:
        """What says that the happening lasted some days, among them those of all sides of a difference."""
        first = min((claim.first for claim in difference.claims if claim.first), default=date.min)
        last = max((claim.last for claim in difference.claims if claim.last), default=date.max)
        spans = self._spans.get(difference.left.subject, [])
        return next((c for c in spans if c.first and c.last and c.first <= first and last <= c.last), None)


Explainer = Callable[[Difference, Around], Explanation | None]


def explain(difference: Difference, around: Around, allowed: Collection[str]) -> Explanation | None:
    """The first explanation that decides, of the explainers that are allowed or always asked; None is an open conflict.

    Where none decides, the first that says what is not known.
    """
    asked = {*allowed, *ALWAYS}
    tried = (explainer(difference, around) for name, explainer in EXPLAINERS.items() if name in asked)
    doubt = None
    for found in filter(None, tried):
        if found.verdict != UNDECIDED:
            return found
        doubt = doubt or found
    return doubt


def correction(difference: Difference, around: Around) -> Explanation | None:
    """A value that its own publisher took back in a correction note is held against nobody."""
    for claim in difference.claims:
        taken = around.taken.get(claim.claim_id)
        if taken and taken.notice:
            note, rule = taken.notice.sentence, taken.notice.rule_id
            because = f"a correction note takes {shown(claim)} back (“{note.quote}”)"
            return Explanation("correction", because, (Parameter("note", note.passage_id), Parameter("rule", rule)))
    return None


def version(difference: Difference, around: Around) -> Explanation | None:
    """A value that a later version of its own document no longer has is held against nobody."""
    for claim in difference.claims:
        if taken := around.taken.get(claim.claim_id):
            because = f"a later version of the document has another value in place of {shown(claim)}"
            return Explanation("version", because, (Parameter("version", taken.doc_id),))
    return None


def rounding(difference: Difference, _around: Around) -> Explanation | None:
    """A count that ends in zeros (120, 1,300) may stand for one nearby."""
    sides = (difference.left, difference.right)
    exact = [claim.low for claim in sides if claim.low is not None and claim.low == claim.high]
    if len(exact) != len(sides):
        return None
    step = max(round_to(number) for number in exact)
    if abs(exact[0] - exact[1]) * 2 > step:
        return None
    because = f"a number that ends in zeros may be rounded to the nearest {step:,f}"
    return Explanation("rounding", because, (Parameter("rounded_to", f"{step:f}"),))


def unit_conversion(difference: Difference, _around: Around) -> Explanation | None:
    """One quantity in two units: 76 km is 47 miles, within the rounding that the digits of both show."""
    left, right = difference.left, difference.right
    if left.unit is None or right.unit is None or left.unit == right.unit or not _is_exact(left, right):
        return None
    due, step = (convert(amount, right.unit, left.unit) for amount in (_size(right), _half_place(_size(right))))
    if due is None or step is None or abs(due - _size(left)) > max(step, _half_place(_size(left))):
        return None
    because = f"{shown(right)} is {due:.4g} {left.unit}, which is {shown(left)} within the rounding of both"
    units = (Parameter("from", right.unit), Parameter("to", left.unit), Parameter("converted", f"{due:.4g}"))
    return Explanation("unit_conversion", because, (*units, Parameter("rounded_by", f"{step:.4g}")))


def some_days(difference: Difference, around: Around) -> Explanation | None:
    """A happening of some days may be dated by any of them, where somebody says that it lasted so long."""
    span = around.span(difference) if difference.property == "date" else None
    if span is None:
        return None
    because = "it lasted some days, as another statement says, and these are two of them"
    return Explanation("granularity", because, (Parameter("lasted", shown(span)),))


def time_zones(difference: Difference, _around: Around) -> Explanation | None:
    """A deal that two states sign, each at home: it may be morning in one capital before the day ends in the other."""
    left, right = difference.left, difference.right
    days = [claim.first for claim in (left, right) if claim.first and claim.first == claim.last]
    signed = all(claim.rule_id.startswith(SIGNING) for claim in (left, right))
    if difference.property != "date" or not signed or len(days) != len((left, right)):
        return None
    if abs((days[0] - days[1]).days) != 1:
        return None
    because = "it may have been one moment of two days, as far as the two capitals are apart"
    return Explanation("granularity", because, (Parameter("days_apart", "1"),))


def update(difference: Difference, around: Around) -> Explanation | None:
    """A toll that rises: the later statement has the higher number.

    A part of a whole that both documents give alike does not rise. Where it is not known which statement is the later,
    or whether the whole rose, nothing is decided.
    """
    left, right = difference.left, difference.right
    if not {difference.property, left.via} & vocabulary().tolls:
        return None
    if left.doc_id == right.doc_id and _as_of(left) == _as_of(right):
        return _rise_in_text(left, right, around)
    risen = _risen(left, right, around)
    if risen is False:
        return None
    order = _ordered(left, right)
    if order is None:
        return None if _same_day(left, right) else _unknown("it is not known which of the two is the later")
    if _size(order[1]) <= _size(order[0]):
        return None
    if risen is None:
        return _unknown("it is not known whether the number of all victims rose as well")
    days = tuple(Parameter(name, _days(claim)) for name, claim in zip(("earlier", "later"), order, strict=True))
    copied = tuple(Parameter("copied_from", claim.copied_from) for claim in order if claim.copied_from)
    how = ", and one that is copied is as old as its original" if copied else ""
    return Explanation("update", f"the toll rose, and the higher number is the later one{how}", (*days, *copied))


def inclusion(difference: Difference, around: Around) -> Explanation | None:
    """A number with those who did it, and one without them; of the dead, also a driver or a pilot."""
    low, high = sorted((difference.left, difference.right), key=_size)
    apart = _size(high) - _size(low)
    if difference.property not in vocabulary().tolls or low.scope or high.scope or not _is_exact(low, high):
        return None
    within, outside = around.extent(high), around.extent(low)
    who = within.get(f"{WITH} {apart:f}") or outside.get(f"{WITHOUT} {apart:f}")
    if who is None:
        return None
    because = f"the higher number has {apart:f} more, who are counted apart (“{who}”)"
    sides = (Parameter("with", f"{_size(high):f}"), Parameter("without", f"{_size(low):f}"))
    return Explanation("inclusion", because, (Parameter("who", who), *sides))


def composite(difference: Difference, around: Around) -> Explanation | None:
    """A total over several places or happenings, and the number of one of them."""
    low, high = sorted((difference.left, difference.right), key=_size)
    words = around.extent(high).get(SEVERAL)
    if difference.property not in {*vocabulary().tolls, WORTH} or words is None or SEVERAL in around.extent(low):
        return None
    because = f"the higher number is a total (“{words}”), of which the lower one may be a part"
    return Explanation("composite", because, (Parameter("total_over", words), Parameter("total", shown(high))))


def scope_differs(difference: Difference, around: Around) -> Explanation | None:
    """Money that is promised and money that is paid; a number of the whole country and one of a place."""
    low, high = sorted((difference.left, difference.right), key=_size)
    few, many = around.extent(low), around.extent(high)
    if difference.property not in {*vocabulary().tolls, WORTH}:
        return None
    if EVERYWHERE in many and EVERYWHERE not in few:
        because = f"the higher number is one of the whole (“{many[EVERYWHERE]}”)"
        return Explanation("scope_differs", because, (Parameter("whole", many[EVERYWHERE]),))
    stages = [[stage for stage in vocabulary().stages if stage in extent] for extent in (few, many)]
    if difference.property != WORTH or not all(stages) or stages[0] == stages[1]:
        return None
    because = f"the higher number is {stages[1][0]}, the lower one {stages[0][0]}"
    return Explanation("scope_differs", because, (Parameter("stages", ", ".join(stages[0] + stages[1])),))


def milestone_differs(difference: Difference, _around: Around) -> Explanation | None:
    """The start of relations dated by two milestones: each may have its own date."""
    vias = sorted({via for claim in (difference.left, difference.right) if (via := claim.via)})
    if difference.property != "relations_start" or len(vias) != len(("left", "right")):
        return None
    because = f"these are different milestones: {vias[0]} and {vias[1]}".replace("_", " ")
    return Explanation("milestone_differs", because, (Parameter("milestones", ", ".join(vias)),))


def counted_from_another(difference: Difference, _around: Around) -> Explanation | None:
    """Years of a relation that fit another of its starts are counted from that one."""
    if difference.property != "relations_elapsed" or not difference.agrees_elsewhere:
        return None
    because = "the years are counted from another start, with which they agree"
    return Explanation("milestone_differs", because, (Parameter("other_start", "agrees"),))


def ageing(difference: Difference, _around: Around) -> Explanation | None:
    """A person who is older in the later document, by no more years than lie between; the dead do not age.

    Where one document may be later than the day that it gives, a few years are not decided.
    """
    if difference.property != "age" or AT_DEATH in {claim.via for claim in difference.claims}:
        return None
    told = sorted(
        (day, c.low) for c in difference.claims if c.low is not None and (day := c.as_of_first or c.as_of_last)
    )
    if len(told) < len(difference.claims):
        return None
    (first, younger), (last, older) = told
    years = Decimal((last - first).days) / DAYS_OF_A_YEAR
    if first != last and 0 < older - younger <= years + 1:
        because = "the person was that much older by then"
        return Explanation("ageing", because, (Parameter("years_between", f"{years:.1f}"),))
    undated = any(claim.as_of_last is None for claim in difference.claims)
    apart = difference.left.doc_id != difference.right.doc_id
    if undated and apart and abs(older - younger) <= FEW_YEARS:
        return _unknown("it is not known how long one was written after the other")
    return None


def identity_suspect(difference: Difference, _around: Around) -> Explanation | None:
    """Ages of one name that lie a generation apart are those of two persons, mostly of a parent and a child."""
    ages = [claim.low for claim in difference.claims if claim.low is not None]
    if difference.property != "age" or len(ages) < len(difference.claims) or max(ages) - min(ages) <= GENERATION:
        return None
    because = f"more than {GENERATION} years apart, these may be two persons of one name"
    return Explanation("identity_suspect", because, (Parameter("years_apart", f"{max(ages) - min(ages):f}"),))


def metadata_suspect(difference: Difference, around: Around) -> Explanation | None:
    """A document with two dates of its own: by the other one, its "Friday" is another day, and no report too early."""
    for claim in difference.claims:
        for other in around.other_days.get(claim.doc_id, ()):
            if _fits_by(difference, claim, other, around):
                because = f"its document has another date, {other.name}, by which both can be true"
                day = "/".join(dict.fromkeys((f"{other.first}", f"{other.last}")))
                decided = (Parameter("other_date", day), Parameter("later_by_days", f"{other.later_by}"))
                return Explanation("metadata_suspect", because, decided)
    return None


def _fits_by(difference: Difference, claim: Claim, other: OtherDay, around: Around) -> bool:
    """Whether a difference is none if the document of one of its claims has another date."""
    if claim.first is None or claim.last is None:
        return False
    if difference.property == "told_as_past":
        return claim.first <= other.last
    rest = [one for one in difference.claims if one is not claim and one.first and one.last]
    if difference.property != "date" or claim.fact_id not in around.by_document or not rest:
        return False
    first, last = (day.toordinal() + other.later_by for day in (claim.first, claim.last))
    return all(_ordinal(one.first) <= last and first <= _ordinal(one.last) for one in rest)


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


EXPLAINERS: Mapping[str, Explainer] = {
    explainer.__name__: explainer
    for explainer in (
        correction,
        some_days,
        time_zones,
        rounding,
        unit_conversion,
        update,
        version,
        inclusion,
        composite,
        ageing,
        milestone_differs,
        counted_from_another,
        scope_differs,
        identity_suspect,
        metadata_suspect,
    )
}
"""By name, in the order in which they are tried. What granularity explains agrees already: checks compare intervals."""


def describe(difference: Difference, expected: str, observed: str, titles: Mapping[str, str], label: str) -> str:
    """What the claims say, in one sentence without its full stop; `label` names the subject."""
    left, right = difference.left, difference.right
    if len(difference.claims) == 1:
        return f"For {_topic(left, label)}, {_who(left, titles)} gives {observed} (“{left.quote}”), against {expected}"
    if len(difference.claims) > len((left, right)) or left.property != right.property:
        quotes = ", ".join(f"“{claim.quote}”" for claim in difference.claims[:-1])
        said = f"{_who(left, titles)} says {quotes}{_of_days(left)}, from which follows {expected}"
        again = "it" if left.doc_id == right.doc_id else _who(right, titles)
        return f"{said}; {again} gives {observed} (“{right.quote}”) for {_topic(right, label)}"
    first, second = sorted((left, right), key=lambda c: (_days(c), shown(c), c.claim_id))
    again = "and elsewhere" if left.doc_id == right.doc_id else f"and {_who(second, titles)} gives"
    return (
        f"For {_topic(left, label)}, {_who(first, titles)} gives {shown(first)} (“{first.quote}”) "
        f"{again} {shown(second)} (“{second.quote}”)"
    )


def _topic(claim: Claim, label: str) -> str:
    name = vocabulary().names.get(claim.property, claim.property.replace("_", " ") + " of")
    return f"{name} {label}" + (f" (only {state_name(claim.scope)})" if claim.scope else "")


def _who(claim: Claim, titles: Mapping[str, str]) -> str:
    return f"“{titles[claim.doc_id]}”"


def _of_days(claim: Claim) -> str:
    return f" of {_days(claim)}" if claim.as_of_first or claim.as_of_last else ""


def _days(claim: Claim) -> str:
    ends: Iterable[object] = _as_of(claim)
    return "/".join(dict.fromkeys(str(end or "..") for end in ends))


def _as_of(claim: Claim) -> tuple[object, object]:
    return claim.as_of_first, claim.as_of_last


def _size(claim: Claim) -> Decimal:
    number = claim.low if claim.low is not None else claim.high
    return Decimal(0) if number is None else number


def _half_place(number: Decimal) -> Decimal:
    """Half of the place to which a quantity is written: 47 is 46.5 to 47.5, 1,300 is 1,250 to 1,350."""
    exponent = number.normalize().as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return max(round_to(number), Decimal(1).scaleb(places)) / 2


def _is_exact(*claims: Claim) -> bool:
    return all(claim.low is not None and claim.low == claim.high for claim in claims)


def round_to(number: Decimal) -> Decimal:
    """The place to which a count may be rounded: its zeros at the end, but not its first two digits; 0 is none."""
    if number != number.to_integral_value() or number < ROUND_FROM:
        return Decimal(0)
    digits = f"{number:.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
    return Decimal(10) ** zeros if zeros else Decimal(0)


def _rise_in_text(left: Claim, right: Claim, around: Around) -> Explanation | None:
    """In "rose to 13 from 12", the number that is said to have risen is the later one."""
    low, high = sorted((left, right), key=_size)
    if high.fact_id in around.rising and low.fact_id not in around.rising:
        return Explanation("update", "the text says that the number rose", (Parameter("direction", "up"),))
    return None


def _risen(left: Claim, right: Claim, around: Around) -> bool | None:
    """Whether the two can be one toll at two times; None where it is not known."""
    if left.scope is None:
        return True
    wholes = around.wholes(left), around.wholes(right)
    if not wholes[0] and not wholes[1]:
        return True
    if not wholes[0] or not wholes[1]:
        return None
    return wholes[0].isdisjoint(wholes[1])


def _ordered(left: Claim, right: Claim) -> tuple[Claim, Claim] | None:
    for earlier, later in ((left, right), (right, left)):
        if earlier.as_of_last and later.as_of_first and earlier.as_of_last < later.as_of_first:
            return earlier, later
    return None


def _same_day(left: Claim, right: Claim) -> bool:
    return left.as_of_first is not None and {*_as_of(left), *_as_of(right)} == {left.as_of_first}


def _unknown(because: str) -> Explanation:
    return Explanation(UNDECIDED, because, (Parameter("missing", "as_of"),))
