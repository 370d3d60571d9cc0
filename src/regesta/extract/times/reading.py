"""From the tokens of one sentence to mentions: which form each match has.

A form refuses a match whose numbers make no sense (the fifth quarter, 45 April), and the next longest match is tried.
"""

from collections.abc import Callable, Mapping

from regesta.extract.times import heads
from regesta.extract.times.dates import (
    calendar_form,
    iso_form,
    iso_moment_form,
    month_quarter_form,
    numeric_form,
    part_of_year,
    point_of,
    year_month_of,
)
from regesta.extract.times.forms import (
    At,
    Base,
    Calendar,
    Edge,
    Form,
    Length,
    Mention,
    Named,
    Nearest,
    OfEvent,
    Reference,
    Repeated,
    Reported,
    Same,
    Shift,
    Within,
)
from regesta.extract.times.joins import joined, lengths_of, pair_of
from regesta.extract.times.names import NAMES
from regesta.extract.times.numbers import amount_of
from regesta.extract.times.patterns import Match, matches
from regesta.extract.times.points import Amount, Grain, Point, duration, timex
from regesta.extract.times.tense import tense_at
from regesta.extract.times.tokens import Tokens, Value, kind_code
from regesta.spans import Span

__all__ = ["read"]

_HOURS, _NOON = 24, 12
_MORNING, _NIGHT = "TMO", "TNI"
_DAWN = 6  # the hours of a night before this one are of its morning
_HALF = 0.5


def read(tokens: Tokens) -> list[Mention]:
    """The mentions of a sentence, in order, without overlaps; ranges, and clock times with their days, are joined."""
    out: list[Mention] = []
    places: list[tuple[int, int]] = []
    search = matches(tokens)
    found = next(search, None)
    while found is not None:
        made, last = _first_made(found)
        out += made
        places += [(found[0].first, last)] * len(made)
        try:
            found = search.send(last if made else None)
        except StopIteration:
            break
    return joined(tokens, out, places)


def _first_made(found: list[Match]) -> tuple[list[Mention], int]:
    for match in found:
        if made := _mentions(match):
            return made, match.last
    return [], 0


def _mentions(match: Match) -> list[Mention]:
    several = _SEVERAL.get(match.rule.form)
    if several is not None:
        return several(match)
    form = _FORMS[match.rule.form](match)
    if form is None:
        return []
    scope = match.rule.settings.get("scope")
    mention = Mention(
        match.tokens.span(match.first, match.last),
        f"times.{match.rule.id}",
        form,
        match.word("mod"),
        tense=_tense(match, form),
        scope=scope if isinstance(scope, str) else None,
        aside=_is_aside(match),
        partial=bool(match.rule.settings.get("partial")),
        weekday_span=_part_span(match, "weekday") if isinstance(form, Calendar) else None,
        fiscal=kind_code("FISCAL") in match.tokens.codes[match.first : match.last],
    )
    return [mention]


def _tense(match: Match, form: Form) -> int:
    """The tense beside a form that may lie before or behind its anchor."""
    if isinstance(form, At) and form.on is not None:
        form = form.on
    either_way = (
        isinstance(form, Nearest | Named | Reported) or getattr(getattr(form, "point", None), "year", 0) is None
    )
    return tense_at(match.tokens, match.first, match.last) if either_way else 0


def _is_aside(match: Match) -> bool:
    """Whether the date only says since when: the text does not go there."""
    return match.first > 0 and match.tokens.codes[match.first - 1] == kind_code("SINCE")


# --- relative to an anchor --------------------------------------------------------------------------------------------


def _base(match: Match) -> Base:
    return "previous" if match.rule.settings.get("base") == "previous" else "now"


def _deictic(match: Match) -> Form | None:
    days = (match.number("day") or 0) + (match.number("which") or 0)
    return Shift("dct", Amount(abs(days), "D"), -1 if days < 0 else 1)


def _relative(match: Match) -> Form | None:
    which, unit = (match.number("which") or 0) + (match.number("beyond") or 0), match.word("unit")
    return Shift(_base(match), Amount(abs(which), unit), -1 if which < 0 else 1) if unit else None


def _within(match: Match) -> Form | None:
    inner, outer = point_of(match, ""), _relative(match)
    if inner is None or not isinstance(outer, Shift) or outer.amount.unit != "Y":
        return None
    return Within(outer, inner)


def _period(match: Match) -> Form | None:
    return Reported("quarter" if match.word("unit") == "Q" else None)


_PERIODS: Mapping[str, Grain] = {"Q": "quarter", "M": "month"}


def _parallel(match: Match) -> Form | None:
    """The same quarter a year ago; without a quarter, a year ago."""
    if year := match.number("year"):
        return Within(Calendar(Point("year", year)), Reported(_PERIODS.get(match.word("unit") or "")))
    outer = match.word("outer")
    if not outer:
        return None
    shift = Shift(_base(match), Amount(1, outer), -1, counted=True)
    return Within(shift, Reported(_PERIODS.get(match.word("unit") or ""))) if outer == "Y" else shift


def _edge(match: Match) -> Form | None:
    """The first two weeks (of ...): not yet joined with what follows."""
    amount, place = amount_of(match), match.number("edge")
    if amount is None or place is None:
        return None
    last = match.is_kind("edge", "LAST") or match.is_kind("edge", "FINAL")
    if match.parts.get("count") and not last and place != 1:
        return None
    outer = match.word("outer")
    return Edge(amount, -1 if last else place, Shift("now", Amount(0, outer), 1) if outer else None)


def _edge_unit(match: Match) -> Form | None:
    """The fiscal year (ended ...)."""
    unit = match.word("unit")
    return Edge(Amount(1, unit), -1) if unit else None


def _edge_weekday(match: Match) -> Form | None:
    """The first Monday (of ...)."""
    place = match.number("edge")
    last = match.is_kind("edge", "LAST") or match.is_kind("edge", "FINAL")
    weekday, outer = match.number("weekday"), match.word("outer")
    if outer:  # Wednesday last week
        which = match.number("which") or 0
        week = Shift("now", Amount(abs(which), outer), -1 if which < 0 else 1)
        return Edge(Amount(1, "D"), 1, week, weekday=weekday) if outer == "W" else None
    return Edge(Amount(1, "D"), -1 if last else place, weekday=weekday) if place else None


def _week_of(match: Match) -> Form | None:
    """The week (of 2 May)."""
    return Edge(Amount(1, "W"), 0) if match.word("unit") == "W" else None


def _weekend(match: Match) -> Form | None:
    which = match.number("which")
    if which is None:
        return Nearest(Point("week", daytime="-WE"), None, base=_base(match))
    return Within(Shift(_base(match), Amount(abs(which), "W"), -1 if which < 0 else 1), Point("week", daytime="-WE"))


def _same(match: Match) -> Form | None:
    unit = match.word("unit")
    if unit == "Y":
        return Reported("year")
    if unit and unit != "D":  # "for the year": the one of the writing, as a whole
        return Shift("now", Amount(0, unit), 1)
    return Same(_base(match), "PRESENT_REF" if match.parts.get("now") else None)


def _named(match: Match) -> Form | None:
    name = f"{match.rule.settings.get('name') or match.word('name')}{'_eve' if match.parts.get('eve') else ''}"
    return Named(name, match.number("year"), match.number("day")) if name in NAMES else None


def _nearest(match: Match) -> Form | None:
    sign = _sign(match)
    if weekday := match.number("weekday"):
        return Nearest(Point("day"), sign, weekday, _base(match))
    part = point_of(match, "")
    return Nearest(part, sign, base=_base(match)) if part else None


def _sign(match: Match) -> int | None:
    sign = match.rule.settings.get("sign")
    return sign if isinstance(sign, int) else match.number("which")


def _shift(match: Match) -> Form | None:
    amount = amount_of(match)
    sign = match.number("which") or 1
    return Shift(_base(match), amount, sign, counted=True) if amount else None


def _event_offset(match: Match) -> Form | None:
    amount = amount_of(match)
    sign = match.number("which") or 1
    return OfEvent(amount, sign, heads.event_head(match.tokens, match.last)) if amount else None


# --- durations, sets, references, clocks ------------------------------------------------------------------------------


def _duration(match: Match) -> Form | None:
    amount = amount_of(match)
    return Length(amount, match.number("which") or 0) if amount else None


def _repeated(match: Match) -> Form | None:
    if weekday := match.number("weekday"):
        return Repeated(f"XXXX-WXX-{weekday}")
    if daypart := match.word("daypart"):
        return Repeated(f"XXXX-XX-XX{daypart}")
    if part := part_of_year(match):
        return Repeated(timex(part))
    amount = amount_of(match)
    return Repeated(duration(amount) if amount else match.word("value") or "")


def _reference(match: Match) -> Form | None:
    value = match.word("value") or match.rule.settings.get("value")
    return Reference(str(value)) if value else None


def _any_daypart(match: Match) -> Form | None:
    return Reference(f"XXXX-XX-XX{match.word('daypart')}", "TIME")


def _part_of_day(match: Match) -> Form | None:
    return At(match.word("daypart") or str(match.rule.settings.get("daypart", _NIGHT)), on=_day(match))


def _day(match: Match) -> Nearest | Shift | Same | None:
    """The day that is named with a part of the day: Friday, yesterday, this, the next; None when none is."""
    if weekday := match.number("weekday"):
        return Nearest(Point("day"), match.number("which"), weekday)
    if (days := match.number("day")) is not None or match.parts.get("tonight"):
        days = days or 0
        return Shift("dct", Amount(abs(days), "D"), -1 if days < 0 else 1)
    if (which := match.number("which")) is not None:
        base = _base(match)
        if base == "previous" and which == 0:
            return Same()
        return Shift("dct" if base == "now" else base, Amount(abs(which), "D"), -1 if which < 0 else 1)
    return None


def _clock(match: Match) -> Form | None:
    clock = _clock_time(str(match.value("clock") or ""), _half(match))
    if clock and match.parts.get("past"):
        clock = _beside_hour(clock, match.value("past"), before=match.is_kind("toward", "TO"))
    return At(f"T{clock}{match.word('zone') or ''}", clock, _surface(match, "zone")) if clock else None


def _half(match: Match) -> int | None:
    """0 before noon, 12 after it: of 4 p.m., of 8 in the morning, of one in the night."""
    daypart, hour = match.word("halfday"), match.number("clock")
    if daypart is None:
        return match.number("half")
    early = daypart == _MORNING or (daypart == _NIGHT and hour is not None and (hour < _DAWN or hour == _NOON))
    return 0 if early else _NOON


def _beside_hour(clock: str, part: Value | None, *, before: bool) -> str:
    """Half past or a quarter to an hour."""
    minutes = 60 * int(clock[:2]) + (-1 if before else 1) * (30 if part == _HALF else 15)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _clock_time(written: str, half: int | None) -> str | None:
    """HH:MM (or HH:MM:SS) of 16:08, 4:30 (half 12), 5pm, 12 (half 0), 800 (0800 UTC)."""
    digits = written.lower().rstrip("amphrs").replace(".", ":")
    if half is None and written.lower().endswith(("am", "pm")):
        half = _NOON if written.lower().endswith("pm") else 0
    hour, _, rest = digits.partition(":")
    number = int(hour)
    if half is None and not rest and number >= _HOURS:
        number, minute = divmod(number, 100)
        rest = f"{minute:02d}"
    if half is not None:
        if not 1 <= number <= _NOON:
            return None
        number = number % _NOON + half
    return f"{number:02d}:{rest or '00'}" if number <= _HOURS and rest[:2] < "60" else None


def _part_span(match: Match, part: str) -> Span | None:
    place = match.parts.get(part)
    return match.tokens.span(*place) if place else None


def _surface(match: Match, part: str) -> str | None:
    place = match.parts.get(part)
    return match.tokens.surface(place[0]) if place else None


_FORMS: dict[str, Callable[[Match], Form | None]] = {
    "calendar": calendar_form,
    "iso": iso_form,
    "iso_moment": iso_moment_form,
    "numeric": numeric_form,
    "deictic": _deictic,
    "relative": _relative,
    "within": _within,
    "weekend": _weekend,
    "nearest": _nearest,
    "shift": _shift,
    "same": _same,
    "period": _period,
    "parallel": _parallel,
    "month_quarter": month_quarter_form,
    "edge": _edge,
    "edge_unit": _edge_unit,
    "edge_weekday": _edge_weekday,
    "week_of": _week_of,
    "named": _named,
    "event_offset": _event_offset,
    "duration": _duration,
    "repeated": _repeated,
    "reference": _reference,
    "any_daypart": _any_daypart,
    "part_of_day": _part_of_day,
    "clock": _clock,
}
_SEVERAL: dict[str, Callable[[Match], list[Mention]]] = {
    "pair": pair_of,
    "lengths": lengths_of,
    "year_month": year_month_of,
}
