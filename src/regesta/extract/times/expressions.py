"""The form of an expression as one line of text, and back: so that a date can be counted again from another day.

    yesterday                           last(D, dct)
    two years ago                       shift(now, -P2Y)
    Friday (of a verb in the past)      past(nearest(XXXX-WXX-5, now))
    the third quarter of last year      intersect(last(Y, now), XXXX-Q3)
    the same quarter a year ago         intersect(shift(now, -P1Y), reported(quarter))
    the last week of March 2009         nth(-1, P1W, 2009-03)
    the fiscal year ended June 30       fiscal(until(P1Y, past(XXXX-06-30)))
    the past 70 years                   between(shift(now, -P70Y), now)
    15:00 GMT Saturday                  past(intersect(nearest(XXXX-WXX-6, now), T15:00Z))
    one day after the overthrow         shift(event, P1D)

The operators are those of SCATE (this, last, next, nth, shift, between, intersect) with what anchors need: `dct` is the
day of writing, `previous` the date that the text has got to, `now` whichever of them the document counts from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from regesta.errors import InputLineError
from regesta.extract.times.forms import (
    Ambiguous,
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
from regesta.extract.times.points import Amount, Grain, Point, amount_of_iso, duration, minus, point_of_timex, timex

__all__ = ["Expression", "expression_of", "written"]

_TENSES = {-1: "past", 1: "future"}
_SIDES = {-1: "last", 0: "this", 1: "next"}
_TOKEN = re.compile(r"[^(),\s]+|[(),]")
_WEEKDAY = "XXXX-WXX-"
_NONE = "-"


def written(mention: Mention) -> str:
    """The expression of a mention."""
    text = _written(mention.form)
    if mention.tense:
        text = f"{_TENSES[mention.tense]}({text})"
    return f"fiscal({text})" if mention.fiscal else text


def _written(form: Form) -> str:
    match form:
        case Calendar() | Ambiguous() | Repeated() | Reference() | Named() | Reported() | Same():
            return _absolute(form)
        case Length():
            far = f"shift(now, {minus(duration(form.amount), form.sign)})"
            return {0: duration(form.amount), -1: f"between({far}, now)", 1: f"between(now, {far})"}[form.sign]
        case Edge():
            return _edge(form)
        case Shift():
            return _shift(form)
        case OfEvent():
            return f"shift(event, {minus(duration(form.amount), form.sign)})"
        case Nearest():
            named = f"{_WEEKDAY}{form.weekday}" if form.weekday else timex(form.point)
            return f"{'nearest' if form.sign is None else _SIDES[form.sign]}({named}, {form.base})"
        case Within():
            inner = timex(form.inner) if isinstance(form.inner, Point) else _written(form.inner)
            return f"intersect({_written(form.outer)}, {inner})"
    return f"intersect({_written(form.on)}, {form.daytime})" if form.on else f"at({form.daytime})"


def _absolute(form: Calendar | Ambiguous | Repeated | Reference | Named | Reported | Same) -> str:
    match form:
        case Calendar():
            point = timex(form.point)
            return f"intersect({point}, {_WEEKDAY}{form.weekday})" if form.weekday else point
        case Ambiguous():
            return f"either({', '.join(map(timex, form.readings))})"
        case Repeated():
            return f"every({form.value})"
        case Reference():
            return f"any({form.value})" if form.type == "TIME" else form.value
        case Named():
            return f"named({form.name}, {form.year or _NONE}, {form.day or _NONE})"
        case Reported():
            return f"reported({form.grain or 'period'})"
    return f"same({form.base}, {form.otherwise})" if form.otherwise else f"same({form.base})"


def _shift(form: Shift) -> str:
    if form.counted:
        return f"shift({form.base}, {minus(duration(form.amount), form.sign)})"
    return f"{_SIDES[form.sign if form.amount.count else 0]}({form.amount.unit}, {form.base})"


def _edge(form: Edge) -> str:
    of = _written(form.of) if form.of else "now"
    length = duration(form.amount)
    if form.weekday:
        length = f"{_WEEKDAY}{form.weekday}"
    return f"until({length}, {of})" if form.ends else f"nth({form.nth}, {length}, {of})"


# --- and back ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expression:
    """A form with the tense beside it (-1 past, 1 future, 0 unknown), and whether its year is a fiscal one."""

    form: Form
    tense: int = 0
    fiscal: bool = False


_Tree = str | tuple[str, list["_Tree"]]
"""A word, or an operator with what it is applied to."""


def expression_of(text: str) -> Expression:
    """What `written` wrote, without the places in the text; raises InputLineError for anything else."""
    tense, fiscal = 0, False
    try:
        tree, end = _tree(_TOKEN.findall(text), 0)
        while isinstance(tree, tuple) and tree[0] in ("fiscal", "past", "future"):
            fiscal, tense = fiscal or tree[0] == "fiscal", {"past": -1, "future": 1}.get(tree[0], tense)
            (tree,) = tree[1]
        if end == len(_TOKEN.findall(text)):
            return Expression(_form(tree), tense, fiscal)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise InputLineError(f"not an expression: {text!r}") from error
    raise InputLineError(f"not an expression: {text!r}")


def _tree(tokens: list[str], place: int) -> tuple[_Tree, int]:
    """What begins at a token, and where it ends."""
    name = tokens[place]
    if tokens[place + 1 : place + 2] != ["("]:
        return name, place + 1
    inside: list[_Tree] = []
    place += 1
    while tokens[place] != ")":
        tree, place = _tree(tokens, place + 1)
        inside.append(tree)
    return (name, inside), place + 1


def _form(tree: _Tree) -> Form:
    if isinstance(tree, tuple):
        return _OPERATORS[tree[0]](*tree[1])
    if tree.endswith("_REF"):
        return Reference(tree)
    if tree.startswith("P"):
        return Length(amount_of_iso(tree)[0])
    return Calendar(point_of_timex(tree))


def _word(tree: _Tree) -> str:
    if isinstance(tree, str):
        return tree
    raise ValueError(tree[0])


def _base(tree: _Tree) -> Base:
    return _BASES[_word(tree)]


def _shifted(base: _Tree, far: _Tree) -> Form:
    amount, sign = amount_of_iso(_word(far))
    if base == "event":
        return OfEvent(amount, sign, None)
    return Shift(_base(base), amount, sign, counted=True)


def _beside(sign: int | None) -> Callable[..., Form]:
    """The reader of last, this, next, nearest."""

    def read(named: _Tree, base: _Tree) -> Form:
        name = _word(named)
        if name.startswith(_WEEKDAY) and name[-1].isdigit():
            return Nearest(Point("day"), sign, int(name[-1]), _base(base))
        if "-" in name:
            return Nearest(point_of_timex(name), sign, base=_base(base))
        return Shift(_base(base), Amount(abs(sign or 0), name), sign or 1)

    return read


def _intersected(outer: _Tree, inner: _Tree) -> Form:
    whole = _form(outer)
    if isinstance(inner, tuple):
        part = _form(inner)
        if isinstance(whole, Shift | Calendar) and isinstance(part, Reported):
            return Within(whole, part)
        raise ValueError(inner[0])
    if inner.startswith("T"):
        return At(inner, on=whole)
    if isinstance(whole, Calendar) and inner.startswith(_WEEKDAY) and inner[-1].isdigit():
        return Calendar(whole.point, int(inner[-1]))
    if isinstance(whole, Shift | Calendar):
        return Within(whole, point_of_timex(inner))
    raise ValueError(inner)


def _between(left: _Tree, right: _Tree) -> Form:
    sign = -1 if right == "now" else 1
    shift = _form(left if sign < 0 else right)
    if isinstance(shift, Shift):
        return Length(shift.amount, sign)
    raise ValueError(sign)


def _named(name: _Tree, year: _Tree, day: _Tree) -> Form:
    numbers = [None if number == _NONE else int(_word(number)) for number in (year, day)]
    return Named(_word(name), *numbers)


def _edge_of(length: _Tree, of: _Tree, nth: _Tree = "-1", *, ends: bool) -> Form:
    name, outer = _word(length), None if of == "now" else _form(of)
    if name.startswith(_WEEKDAY):
        return Edge(Amount(1, "D"), int(_word(nth)), outer, ends, int(name[-1]))
    return Edge(amount_of_iso(name)[0], int(_word(nth)), outer, ends)


_BASES: dict[str, Base] = {base: base for base in get_args(Base)}
_GRAINS: dict[str, Grain | None] = {"period": None, **{grain: grain for grain in get_args(Grain)}}
_OPERATORS: dict[str, Callable[..., Form]] = {
    "shift": _shifted,
    **{name: _beside(sign) for sign, name in (*_SIDES.items(), (None, "nearest"))},
    "intersect": _intersected,
    "between": _between,
    "nth": lambda number, length, of: _edge_of(length, of, number, ends=False),
    "until": lambda length, of: _edge_of(length, of, ends=True),
    "at": lambda daytime: At(_word(daytime)),
    "any": lambda value: Reference(_word(value), "TIME"),
    "every": lambda value: Repeated(_word(value)),
    "either": lambda *readings: Ambiguous(tuple(point_of_timex(_word(reading)) for reading in readings)),
    "named": _named,
    "reported": lambda grain: Reported(_GRAINS[_word(grain)]),
    "same": lambda base, otherwise=None: Same(_base(base), _word(otherwise) if otherwise else None),
}
