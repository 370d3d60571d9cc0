"""From the tokens of one sentence to mentions: which form each match has.

A form refuses a match whose numbers make no sense (the fifth quarter, 45 April), and the next longest match is tried.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from regesta.extract.times import heads
from regesta.extract.times.forms import (
    Ambiguous,
    At,
    Base,
    Calendar,
    Form,
    Length,
    Mention,
    Nearest,
    OfEvent,
    Reference,
    Repeated,
    Shift,
    Within,
)
from regesta.extract.times.numbers import amount_of
from regesta.extract.times.patterns import Match, matches
from regesta.extract.times.points import Amount, Point, duration
from regesta.extract.times.tokens import Tokens, kind_code

__all__ = ["read"]

_PIVOT = 50  # a two-digit year from here on is of the 1900s
_QUARTERS = 4
_MONTHS = 12


def read(tokens: Tokens) -> list[Mention]:
    """The mentions of a sentence, in order, without overlaps; ranges are linked."""
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
    return _linked(tokens, out, places)


def _first_made(found: list[Match]) -> tuple[list[Mention], int]:
    for match in found:
        if made := _mentions(match):
            return made, match.last
    return [], 0


def _mentions(match: Match) -> list[Mention]:
    if match.rule.form == "pair":
        return _pair(match)
    form = _FORMS[match.rule.form](match)
    if form is None:
        return []
    span = match.tokens.span(match.first, match.last)
    return [Mention(span, f"times.{match.rule.id}", form, match.word("mod"))]


# --- dates by their own numbers ---------------------------------------------------------------------------------------


def _calendar(match: Match) -> Form | None:
    point = _point(match, "")
    return None if point is None else Calendar(point, match.number("weekday"))


def _point(match: Match, end: str) -> Point | None:
    """The point that the parts of one end (`a_`, `b_`, or empty) name."""
    for part, maker in _COARSE.items():
        if (number := match.number(end + part)) is not None:
            return maker(match, number)
    year, month, day = _year(match, end), match.number(end + "month"), match.number(end + "day")
    if not _is_year(year):
        return None
    if quarter := match.number("quarter"):
        return Point("quarter", year, part=quarter) if quarter <= _QUARTERS else None
    if season := match.number("season"):
        return Point("season", year, part=season)
    if day is not None:
        return Point("day", year, month, day) if 1 <= day <= 31 else None
    return Point("month", year, month) if month else Point("year", year)


def _year(match: Match, end: str) -> int | None:
    short = match.number(end + "short_year")
    if short is not None:
        return short + (1900 if short >= _PIVOT else 2000)
    year = match.number(end + "year")
    return None if year is None else year * (match.number("era") or 1)


def _is_year(year: int | None) -> bool:
    return year is None or 1 <= abs(year) <= date.max.year


def _decade(_match: Match, number: int) -> Point | None:
    return Point("decade", number if number >= 1000 else 1900 + number)


def _century(match: Match, number: int) -> Point | None:
    if not 1 <= number <= 30:
        return None
    era = match.number("era") or 1
    return Point("century", (number - 1) * 100 if era > 0 else -number * 100)


_COARSE: dict[str, Callable[[Match, int], Point | None]] = {"decade": _decade, "century": _century}


def _iso(match: Match) -> Form | None:
    year, month, day = (int(part) for part in str(match.word("date")).split("-"))
    return Calendar(Point("day", year, month, day)) if year else None


def _numeric(match: Match) -> Form | None:
    """Day and month in either order; where both can be, neither is chosen."""
    one, two, last = (int(part) for part in str(match.word("date")).replace(".", "/").split("/"))
    year = last if last >= 100 else last + (1900 if last >= _PIVOT else 2000)
    readings = [
        Point("day", year, month, day)
        for month, day in dict.fromkeys([(one, two), (two, one)])
        if 1 <= month <= _MONTHS and 1 <= day <= 31
    ]
    if len(readings) > 1:
        return Ambiguous(tuple(readings))
    return Calendar(readings[0]) if readings else None


def _year_month(match: Match) -> Form | None:
    """2022-04 is a month; 2009-10 may also be the years 2009 and 2010."""
    year, part = (int(part) for part in str(match.word("date")).split("-"))
    month = Point("month", year, part)
    later = year - year % 100 + part
    return Ambiguous((month,), f"{year:04d}/{later:04d}") if later > year else Calendar(month)


# --- relative to an anchor --------------------------------------------------------------------------------------------


def _base(match: Match) -> Base:
    return "previous" if match.rule.settings.get("base") == "previous" else "now"


def _deictic(match: Match) -> Form | None:
    days = match.number("day") or 0
    return Shift("dct", Amount(abs(days), "D"), -1 if days < 0 else 1)


def _relative(match: Match) -> Form | None:
    which, unit = match.number("which") or 0, match.word("unit")
    return Shift(_base(match), Amount(abs(which), unit), -1 if which < 0 else 1) if unit else None


def _within(match: Match) -> Form | None:
    inner, outer = _point(match, ""), _relative(match)
    if inner is None or not isinstance(outer, Shift) or outer.amount.unit != "Y":
        return None
    return Within(outer, inner)


def _nearest(match: Match) -> Form | None:
    sign = _sign(match)
    if weekday := match.number("weekday"):
        return Nearest(Point("day"), sign, weekday)
    if month := match.number("month"):
        return Nearest(Point("month", None, month), sign)
    return Nearest(Point("season", part=match.number("season")), sign)


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
    unit = match.word("unit")
    return Repeated(duration(Amount(1, unit)) if unit else match.word("value") or "")


def _reference(match: Match) -> Form | None:
    value = match.word("value")
    return Reference(value) if value else None


def _clock(match: Match) -> Form | None:
    if daypart := match.word("daypart"):
        weekday = match.number("weekday")
        days = (match.number("day") or 0) + (match.number("which") or 0)
        return At(daypart, weekday=weekday, days=days)
    clock = _clock_time(str(match.value("clock") or ""), match.number("half"))
    return At(f"T{clock}{match.word('zone') or ''}", clock, _surface(match, "zone")) if clock else None


def _clock_time(written: str, half: int | None) -> str | None:
    """HH:MM (or HH:MM:SS) of 16:08, 4:30 (half 12), 5pm, 12 (half 0)."""
    digits = written.rstrip("amphrs")
    if half is None and written.endswith(("am", "pm")):
        half = 12 if written.endswith("pm") else 0
    hour, _, rest = digits.partition(":")
    number = int(hour)
    if half is not None:
        if not 1 <= number <= _MONTHS:
            return None
        number = number % 12 + half
    return f"{number:02d}:{rest or '00'}"


def _surface(match: Match, part: str) -> str | None:
    place = match.parts.get(part)
    return match.tokens.surface(place[0]) if place else None


_FORMS: dict[str, Callable[[Match], Form | None]] = {
    "calendar": _calendar,
    "iso": _iso,
    "numeric": _numeric,
    "year_month": _year_month,
    "deictic": _deictic,
    "relative": _relative,
    "within": _within,
    "nearest": _nearest,
    "shift": _shift,
    "event_offset": _event_offset,
    "duration": _duration,
    "repeated": _repeated,
    "reference": _reference,
    "clock": _clock,
}


# --- ranges -----------------------------------------------------------------------------------------------------------


def _pair(match: Match) -> list[Mention]:
    """Both ends of a range or list; what only one of them says counts for the other too."""
    made = []
    for end, other, offset in (("a_", "b_", 1), ("b_", "a_", -1)):
        own = _point(match, end)
        rest = _point(match, other)
        if own is None or rest is None:
            return []
        point = _completed(own, rest, match, end)
        if point is None:
            return []
        span = match.tokens.span(*match.parts[end[0]])
        borrowed = match.parts.get(other + "year") if own.year is None else None
        year_span = match.tokens.span(*borrowed) if borrowed else None
        pair = offset if match.rule.settings.get("range") else 0
        made.append(Mention(span, f"times.{match.rule.id}", Calendar(point), None, year_span, pair))
    return made


def _completed(own: Point, rest: Point, match: Match, end: str) -> Point | None:
    year = rest.year if own.year is None else own.year
    if match.number(end + "short_year") is not None and rest.year is not None:
        year = rest.year - rest.year % 100 + (match.number(end + "short_year") or 0)
        return Point("year", year) if year > rest.year else None
    return replace(own, year=year, month=own.month or rest.month)


def _linked(tokens: Tokens, mentions: list[Mention], places: list[tuple[int, int]]) -> list[Mention]:
    """Neighbours that "from ... to", "between ... and" or a dash joins become the two ends of a range."""
    out = list(mentions)
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        dates = isinstance(left.form, Calendar) and isinstance(right.form, Calendar)
        if dates and not left.pair and not right.pair and _joined(tokens, places[index], places[index + 1]):
            out[index], out[index + 1] = replace(_with_year(left, right), pair=1), replace(right, pair=-1)
    return out


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
    return link in {kind_code("TO"), kind_code("UNTIL"), kind_code("THROUGH"), kind_code("DASH")}
