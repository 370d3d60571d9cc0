"""What neighbouring mentions make together: edges of stretches, ranges, and clock times on their days."""

from dataclasses import replace

from regesta.extract.times.dates import point_of
from regesta.extract.times.forms import (
    At,
    Calendar,
    Edge,
    Form,
    Length,
    Mention,
    Named,
    Nearest,
    Reported,
    Same,
    Shift,
    Within,
)
from regesta.extract.times.numbers import number
from regesta.extract.times.patterns import Match
from regesta.extract.times.points import Amount, Point
from regesta.extract.times.tokens import Tokens, kind_code
from regesta.spans import Span

__all__ = ["joined", "lengths_of", "pair_of"]

_LINKS = frozenset(kind_code(kind) for kind in ("TO", "UNTIL", "THROUGH", "DASH", "SPACED_DASH"))
_OF, _IN, _ENDED = kind_code("OF"), kind_code("IN"), kind_code("ENDED")
_ENDS = frozenset({_ENDED, _ENDED + kind_code("ON"), _ENDED + _IN, kind_code("TO"), kind_code("THROUGH")})
_ON = frozenset(kind_code(kind) for kind in ("ON", "AT", "COMMA"))
_Places = list[tuple[int, int]]


def joined(tokens: Tokens, mentions: list[Mention], places: _Places) -> list[Mention]:
    """The mentions of a sentence with their joints; what needs a neighbour and has none is left out."""
    edges, places = _edges(tokens, mentions, places)
    return [whole for mention in _days(tokens, _ranges(tokens, edges, places), places) if (whole := _whole(mention))]


def _whole(mention: Mention) -> Mention | None:
    """The mention, if it does not miss what it needs beside it."""
    form = mention.form
    if isinstance(form, Edge):
        if form.of is None:
            return None if mention.partial else replace(mention, form=Length(form.amount))
        return mention
    return mention if not mention.partial or (isinstance(form, At) and form.on) else None


def pair_of(match: Match) -> list[Mention]:
    """Both ends of a range or list; what only one of them says counts for the other too."""
    made: list[Mention] = []
    if match.word("unit") not in (None, "CE"):
        return made
    for end, other, offset in (("a_", "b_", 1), ("b_", "a_", -1)):
        own = point_of(match, end)
        rest = point_of(match, other)
        if own is None or rest is None:
            return []
        point = _completed(own, rest, match, end)
        if point is None or not _goes_back(match, end, own, rest):
            return []
        span = match.tokens.span(*match.parts[end[0]])
        borrowed = match.parts.get(other + "year") if own.year is None else None
        year_span = match.tokens.span(*borrowed) if borrowed else None
        pair = offset if match.rule.settings.get("range") else 0
        made.append(Mention(span, f"times.{match.rule.id}", Calendar(point), None, year_span, pair))
    return made


def _goes_back(match: Match, end: str, own: Point, rest: Point) -> bool:
    """Whether years before Christ, which count down, are in the order of time."""
    if match.number("era") != -1 or own.year is None or rest.year is None:
        return True
    return own.year < rest.year if end == "a_" else own.year > rest.year


def _completed(own: Point, rest: Point, match: Match, end: str) -> Point | None:
    year = rest.year if own.year is None else own.year
    if own.year is None and year and end == "a_" and match.rule.settings.get("range") and _is_later(own, rest):
        year -= 1
    if match.number(end + "short_year") is not None and rest.year is not None:
        year = rest.year - rest.year % 100 + (match.number(end + "short_year") or 0)
        return Point("year", year) if year > rest.year else None
    return replace(own, year=year, month=own.month or rest.month)


def _is_later(own: Point, rest: Point) -> bool:
    """Whether a month is the later one of a year: from December to February."""
    return own.month is not None and rest.month is not None and own.month > rest.month


def _ranges(tokens: Tokens, mentions: list[Mention], places: list[tuple[int, int]]) -> list[Mention]:
    """Neighbours that "from ... to", "between ... and" or a dash joins become the two ends of a range."""
    out = list(mentions)
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        dates = all(isinstance(end.form, Calendar) or _is_weekday(end.form) for end in (left, right))
        if dates and not left.pair and not right.pair and _joined(tokens, places[index], places[index + 1]):
            out[index], out[index + 1] = replace(_with_year(left, right), pair=1), replace(right, pair=-1)
    return out


def _is_weekday(form: Form) -> bool:
    return isinstance(form, Nearest) and form.weekday is not None


def _with_year(left: Mention, right: Mention) -> Mention:
    """The first end of a range with the year that only the second names: 26 June to 4 August 1952."""
    if not isinstance(left.form, Calendar) or not isinstance(right.form, Calendar):
        return left
    one, two = left.form.point, right.form.point
    if one.year is not None or two.year is None:
        return left
    year = two.year - (1 if one.month and two.month and one.month > two.month else 0)
    return replace(left, form=replace(left.form, point=replace(one, year=year)), year_span=right.span)


def _joined(tokens: Tokens, left: tuple[int, int], right: tuple[int, int]) -> bool:
    if right[0] != left[1] + 1:
        return False
    link = tokens.codes[left[1]]
    before = tokens.codes[left[0] - 1] if left[0] else ""
    if link == kind_code("AND"):
        return before == kind_code("BETWEEN")
    return link in _LINKS


# --- edges of stretches -----------------------------------------------------------------------------------------------


def _edges(tokens: Tokens, mentions: list[Mention], places: _Places) -> tuple[list[Mention], _Places]:
    """The first nine months | of 1989 as one; the nine months | ended Sept. 30 as two, the second dating the first."""
    out: list[Mention] = []
    kept: _Places = []
    for mention, place in zip(mentions, places, strict=True):
        between = tokens.codes[kept[-1][1] : place[0]] if out else ""
        if between in (_OF, _IN) and (inside := _edge_of(out[-1], mention, between)):
            out[-1], kept[-1] = inside, (kept[-1][0], place[1])
            continue
        if between in _ENDS and (ended := _ended_by(out[-1], mention, between)):
            out[-1] = ended
        out.append(mention)
        kept.append(place)
    return out, kept


def _edge_of(left: Mention, right: Mention, link: str) -> Mention | None:
    """Both as one mention, where the left is an edge and the right a stretch."""
    form = left.form
    if isinstance(form, Length) and form.sign < 0:
        form = Edge(form.amount, -1)
    if not isinstance(form, Edge) or form.of is not None or right.pair or not _is_stretch(right.form, form):
        return None
    if link == _IN and form.weekday is None:
        return None
    span, fiscal = Span(left.span.start, right.span.end), left.fiscal or right.fiscal
    return replace(left, span=span, form=replace(form, of=right.form), tense=right.tense, partial=False, fiscal=fiscal)


def _ended_by(left: Mention, right: Mention, link: str) -> Mention | None:
    """The left as the stretch that ends with the right."""
    if isinstance(left.form, Calendar):
        return _year_ended_by(left, left.form.point, right, link)
    amount = left.form.amount if isinstance(left.form, Length | Edge) else None
    if left.form == Reported("quarter"):
        amount = Amount(1, "Q")
    if amount is None or not isinstance(right.form, Calendar | Nearest):
        return None
    if link[0] != _ENDED and not isinstance(left.form, Length):
        return None
    form = Edge(amount, -1, right.form, ends=True)
    return replace(left, form=form, year_span=right.span, tense=right.tense, partial=False)


def _year_ended_by(left: Mention, year: Point, right: Mention, link: str) -> Mention | None:
    """Fiscal 1989 ended Sept. 30: the year that ends on that day of 1989."""
    if not left.fiscal or year.grain != "year" or link[0] != _ENDED or not isinstance(right.form, Calendar):
        return None
    end = replace(right.form, point=replace(right.form.point, year=year.year))
    return replace(left, form=Edge(Amount(1, "Y"), -1, end, ends=True), year_span=right.span)


def _is_stretch(form: Form, edge: Edge) -> bool:
    """Whether an edge can lie in it: it is longer than a day, save for the week of one."""
    return isinstance(form, Calendar | Shift | Within | Nearest | Same) and (edge.nth == 0 or not _is_day(form))


# --- clock times on their days ----------------------------------------------------------------------------------------


def _days(tokens: Tokens, mentions: list[Mention], places: _Places) -> list[Mention]:
    """Clock times with the day that stands beside them: in one expression, or as two with "on", "at" or a comma."""
    out: list[Mention] = []
    last: tuple[int, int] | None = None
    for mention, place in zip(mentions, places, strict=True):
        between = tokens.codes[last[1] : place[0]] if last else "?"
        made = _day_joint(out[-1], mention, between) if out and set(between) <= _ON else None
        if made:
            out[-1:] = made
        else:
            out.append(mention)
        last = place
    return out


def _day_joint(left: Mention, right: Mention, between: str) -> list[Mention] | None:
    """Both as one mention (nothing between them), or the clock time with the form of its day; None: no joint."""
    if left.pair or right.pair:
        return None
    for clock, day in ((left, right), (right, left)):
        on = _day_of(day.form)
        if not isinstance(clock.form, At) or clock.form.on is not None or on is None:
            continue
        if between and not clock.partial:
            dated = replace(clock, form=replace(clock.form, on=on, day_span=day.span), tense=day.tense)
            return [dated, right] if clock is left else [left, dated]
        span = Span(left.span.start, right.span.end)
        return [replace(clock, span=span, form=replace(clock.form, on=on), tense=day.tense, partial=False)]
    return None


def _day_of(form: Form) -> Form | None:
    """The form, if it is a day; of a part of a day, its day: at 8 o'clock yesterday morning."""
    if isinstance(form, At) and form.clock is None:
        return form.on
    return form if _is_day(form) else None


def _is_day(form: Form) -> bool:
    match form:
        case Calendar():
            return form.point.grain == "day"
        case Nearest():
            return form.weekday is not None
        case Shift():
            return form.amount.unit == "D"
        case Named() | Same():
            return True
    return False


# --- two lengths of one unit ------------------------------------------------------------------------------------------


def lengths_of(match: Match) -> list[Mention]:
    """Between 60 and 90 days: the first number has the unit of the second."""
    unit = match.word("unit")
    first, second = match.parts["a"], match.parts["count"]
    if unit is None:
        return []
    counts = [number(match.tokens.values[slice(*place)]) for place in (first, second)]
    spans = [match.tokens.span(*first), match.tokens.span(second[0], match.last)]
    rule_id = f"times.{match.rule.id}"
    return [Mention(span, rule_id, Length(Amount(count, unit))) for span, count in zip(spans, counts, strict=True)]
