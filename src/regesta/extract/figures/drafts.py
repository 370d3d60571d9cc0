"""Makes a draft figure of a number: its sign, its unit or the noun that it counts, and the span of both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from regesta.extract.figures.grammar import Number
from regesta.extract.figures.marks import closes_quotation
from regesta.extract.figures.nouns import noun_phrase, singular
from regesta.extract.figures.units import Chooser, Unit, UnitTable
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span

__all__ = ["Draft", "Scene", "counting", "draft", "stands_alone", "unrepeated"]

_AROUND = 400
"""Characters on each side in which a sentence is searched for what decides a currency."""

_NEAR = 25
"""Characters on each side in which what decides between two units that the sentence speaks for is looked for."""

_SIGN = re.compile(r"(?:(?<![\w)%.])(?P<sign>[-−+])|\b(?P<word>minus|plus)[\s-]+)$", re.IGNORECASE)
_NOT_RATE = re.compile(r"\s+(?:earlier|ago|later|before|after|old|on)\b", re.IGNORECASE)
_OF_US = re.compile(r"\s(US|U\.S\.)(?=\s(?:per|an?|in|on)\b|[.,;)]|$)")
_PER = re.compile(r"(?P<per>\s+per\s+|\s*/\s*|-per-)|\s+(?:an?|each|every)\s+|\s?-\s?an?\s?-\s?", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:(?:the|its|his|her|their|our|these|those|his|all)\s+)?", re.IGNORECASE)
_OF_ONE = re.compile(r"\s+(?:of\s+)?an?\b(?=\s)", re.IGNORECASE)
_OF_MANY = re.compile(r"\s+of(?=\s)", re.IGNORECASE)
_ONE_OF = re.compile(r"\s+of\s+(?:the|its|his|her|their|our|my)\s+(?=(?P<most>\w+)\s)", re.IGNORECASE)
_HYPHENED = re.compile(r"-([^\W\d_]{3,})(?![^\W_])")
_AGAIN = re.compile(r"\s?\(")
_IN_BRACKETS = re.compile(r"\s?[(\[{]([^()\[\]{}\s]{1,12})[)\]}]")
_CAPITALS = re.compile(r"[ \u00a0]([A-Z]{2,5})(?![\w-])")
_NOUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence of a text, with the units to look for."""

    text: str
    sentence: Span
    units: UnitTable
    chooser: Chooser

    def before(self, start: int, width: int) -> tuple[str, int, int]:
        """The text and the bounds of up to `width` characters before an offset, for `Pattern.search`."""
        return self.text, max(self.sentence.start, start - width), start

    def within(self, start: int, end: int) -> "Scene":
        """The scene as if its sentence were the characters `start` to `end`."""
        return replace(self, sentence=Span(start, end))

    def first_of(self, number: Number) -> int:
        """Where a number begins with the currency sign that is written onto it, if one is."""
        ahead = self.units.ahead(self.text, number.start, self.sentence.start)
        return ahead[1].start if ahead is not None and ahead[1].end == number.start else number.start

    def around(self, span: Span, width: int = _AROUND) -> Span:
        """The sentence around a span, cut where it is very long."""
        start, end = max(self.sentence.start, span.start - width), min(self.sentence.end, span.end + width)
        return Span(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A figure before it becomes a row; the columns have the meaning of `tables.Figure`.

    `off` is how far rounding may have moved the lower and the upper bound; `whole` is the span of the figure that it is
    a part of; `evidence` are columns with the span they come from, where that is not the figure's own.
    """

    number: Number
    span: Span
    value: Span
    low: Decimal | None
    high: Decimal | None
    off: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    rule_id: str = "figures.number"
    unit: str | None = None
    unit_name: str | None = None
    unit_kind: str | None = None
    unit_span: Span | None = None
    counted: Span | None = None
    comparator: str = "="
    direction: str | None = None
    measured: Span | None = None
    whole: Span | None = None
    alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Span], ...] = ()

    @property
    def bare(self) -> bool:
        """Whether the number has neither unit nor counted noun."""
        return self.unit_name is None

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """What two figures share that measure in the same unit."""
        return self.unit_kind, self.unit, self.unit_name


def stands_alone(scene: Scene, number: Number) -> bool:
    """Whether no letters are written onto the front of a number, as in "A2" or "m2", but those of a currency."""
    start, factor = _sign(scene, number)
    if not _glued_before(scene, number.start if factor == 1 else start):
        return True
    return scene.units.ahead(scene.text, start, scene.sentence.start) is not None


def unrepeated(scene: Scene, found: Sequence[Number]) -> list[Number]:
    """The numbers without those that say the one before again in brackets, with which it then ends: "12 (twelve)"."""
    out: list[Number] = []
    for number in found:
        if out and _is_again(scene, out[-1], number):
            out[-1] = replace(out[-1], end=number.end + 1)
        else:
            out.append(number)
    return out


def _is_again(scene: Scene, before: Number, number: Number) -> bool:
    same = before.low == number.low and {before.form, number.form} == {"words", "digits"}
    opened = _AGAIN.fullmatch(scene.text, before.end, number.start) is not None
    return same and opened and scene.text.startswith(")", number.end)


def draft(scene: Scene, number: Number) -> Draft | None:
    """The draft of a number that stands alone, or None when letters that are no unit follow it, as in "70th"."""
    start, factor = _sign(scene, number)
    ahead = scene.units.ahead(scene.text, start, scene.sentence.start)
    number = _with_letters(scene, number, money=ahead is not None)
    made = Draft(
        number=number,
        span=Span(start if factor < 0 else number.start, number.end),
        value=Span(start if factor < 0 else number.start, number.end),
        low=min(number.low * factor, number.high * factor),
        high=max(number.low * factor, number.high * factor),
        off=(number.half, number.half),
        rule_id="figures.fraction" if number.form == "fraction" else "figures.number",
        direction="up" if factor > 0 and start < number.start else None,
    )
    after = _unit_after(scene, number)
    if ahead is not None:
        return _rate(scene, _money(scene, made, ahead, after))
    if after is not None:
        return _rate(scene, _measure(scene, made, *after))
    return None if _glued_after(scene, number.end) else _rate(scene, _count(scene, made))


def _unit_after(scene: Scene, number: Number) -> tuple[Unit, Span] | None:
    """The unit after a number; after a fraction it may be said to be of one: "a quarter of an inch", "half a mile"."""
    text, end = scene.text, scene.sentence.end
    of_one = _OF_ONE.match(text, number.end, end) if number.form == "fraction" else None
    if number.form == "plural" or number.scale > 1:
        of_one = _OF_MANY.match(text, number.end, end)  # hundreds of miles
    found = scene.units.after(text, of_one.end(), end) if of_one else None
    found = found or scene.units.after(text, number.end, end)
    if found is None and (bracket := _IN_BRACKETS.match(text, number.end, end)):
        inside = scene.units.after(text, bracket.start(1), bracket.end(1))
        found = (inside[0], Span(*bracket.span())) if inside and inside[1].end == bracket.end(1) else None
    if found is None and number.form == "digits" and (letter := scene.units.letter(text, number.end, end)):
        member = scene.chooser.spoken(letter[0], scene.around(letter[1]))
        return (member, letter[1]) if member else None
    return None if found and closes_quotation(text, found[1]) else found


def _sign(scene: Scene, number: Number) -> tuple[int, int]:
    """Where the number starts with its sign, and the sign as a factor."""
    match = _SIGN.search(*scene.before(number.start, 7)) if number.form in ("digits", "words", "fraction") else None
    if match is None:
        return number.start, 1
    minus = match["sign"] in ("-", "−") if match["sign"] else match["word"].lower() == "minus"
    return match.start(), -1 if minus else 1


def _glued_before(scene: Scene, start: int) -> bool:
    """Whether letters are written onto the front of a number: "XC40", "COVID-19"; not "sub-7"."""
    at = start - 1
    if at < scene.sentence.start:
        return False
    if scene.text[at] != "-":
        return scene.text[at].isalnum() or scene.text[at] in "_@^" or (scene.text[at] in "./" and _touches(scene, at))
    if not _touches(scene, at) or scene.text[at - 1].isdigit():
        return False
    return _prefix().search(*scene.before(start, 10)) is None and not _magnified().search(*scene.before(start, 8))


def _touches(scene: Scene, at: int) -> bool:
    return at > scene.sentence.start and scene.text[at - 1].isalnum()


def _glued_after(scene: Scene, end: int) -> bool:
    """Whether letters are written onto the end of a number, as in "70th"."""
    return end < scene.sentence.end and (scene.text[end].isalnum() or scene.text[end] == "_")


def _with_letters(scene: Scene, number: Number, *, money: bool) -> Number:
    """The number with a magnitude of letters ("5bn"); one that is also a unit ("5m") needs money or a counted noun."""
    match = _letters().match(scene.text, number.end, scene.sentence.end)
    if match is None or number.form != "digits" or number.scale != 1:
        return number
    words = vocabulary().numerals
    start, end = match.span(1)
    if match[1] in words.short:
        return number.scaled(words.short[match[1]], start, end)
    if money or _followed_by_count(scene, end) or _is_said_of_many(scene, number, end):
        return number.scaled(words.short_ambiguous[match[1]], start, end)
    return number


def _is_said_of_many(scene: Scene, number: Number, end: int) -> bool:
    """Whether words around a number with a letter speak of money or people, and none of lengths: "paid 2.5m"."""
    around = scene.around(Span(number.start, end))
    if _lengths().search(scene.text, around.start, around.end):
        return False
    return bool(_money_words().search(*scene.before(number.start, 60)) or _many().match(scene.text, end, around.end))


def _followed_by_count(scene: Scene, end: int) -> bool:
    after = scene.units.after(scene.text, end, scene.sentence.end)
    if after is not None:
        return after[0].kind == "currency" or bool(after[0].members)
    noun = noun_phrase(scene.text, end, scene.sentence.end)
    first = noun.of(scene.text).split()[0].lower() if noun else ""
    return noun is not None and noun.start > end and first not in vocabulary().nouns.dimensions


def _money(scene: Scene, made: Draft, ahead: tuple[Unit, Span], after: tuple[Unit, Span] | None) -> Draft:
    """An amount with its sign before it; the same currency may be named again after it."""
    unit, sign = ahead
    span = Span(sign.start, made.span.end)
    if after is not None and (after[0].kind == "currency" or after[0].members):
        span = Span(sign.start, after[1].end)
        unit = after[0] if unit.members and not after[0].members else unit
    elif unit.code == "USD" and (of_us := _OF_US.match(scene.text, made.span.end, scene.sentence.end)):
        span = Span(sign.start, of_us.end(1))
        unit = replace(unit, members=(), kind="currency")
    return _with_unit(scene, replace(made, span=span), unit, sign)


def _measure(scene: Scene, made: Draft, unit: Unit, surface: Span) -> Draft:
    """The number with the unit after it, and the magnitude that a currency may have behind it: "75 USD million"."""
    made = replace(made, span=Span(made.span.start, surface.end))
    later = _scale_after().match(scene.text, surface.end, scene.sentence.end)
    if later is None or unit.kind != "currency" or made.number.scale != 1:
        return _with_unit(scene, made, unit, surface)
    words = vocabulary().numerals
    scale = {**words.scales, **words.short}[later[1]]
    made = replace(
        _times(made, scale),
        span=Span(made.span.start, later.end(1)),
        evidence=(*made.evidence, ("low", Span(*later.span(1)))),
    )
    return _with_unit(scene, made, unit, surface)


def _times(made: Draft, factor: Decimal) -> Draft:
    """The draft with its number times a factor."""
    if factor == 1 or made.low is None or made.high is None:
        return made
    half = made.number.last * factor / 2
    return replace(made, low=made.low * factor, high=made.high * factor, off=(half, half))


def _with_unit(scene: Scene, made: Draft, unit: Unit, surface: Span) -> Draft:
    unit = scene.chooser.resolved(unit, scene.around(surface), scene.around(surface, _NEAR))
    return replace(
        _times(made, unit.factor),
        rule_id=unit.rule_id,
        unit=unit.code,
        unit_name=unit.name,
        unit_kind=unit.kind,
        unit_span=surface,
        alternatives=unit.alternatives,
        flags=unit.flags,
    )


def _count(scene: Scene, made: Draft) -> Draft:
    """The number with the noun that it counts, if one follows."""
    text, number = scene.text, made.number
    if number.form == "fraction":
        return made
    one = number.low == number.high == 1
    start = number.end if one and number.form != "words" else _after_of_the(scene, number)
    picked = start > number.end
    if (
        not picked
        and (number.form == "plural" or number.scale > 1)
        and (of := _OF.match(text, start, scene.sentence.end))
    ):
        start = of.end()
    hyphened = _HYPHENED.match(text, start, scene.sentence.end)
    if hyphened:
        noun = _hyphened_noun(hyphened)
    else:
        alone = one and number.form == "words" and start == number.end
        noun = noun_phrase(text, start, scene.sentence.end, one=alone)
    noun = noun or _abbreviation(scene, number)
    if noun is None or (noun.start == start == number.end):
        return made
    return counting(scene, made if picked else replace(made, span=Span(made.span.start, noun.end)), noun)


def _abbreviation(scene: Scene, number: Number) -> Span | None:
    """Capitals after a number with a decimal point, which no label has: "0.5 WAR"."""
    match = _CAPITALS.match(scene.text, number.end, scene.sentence.end)
    return Span(match.start(1), match.end(1)) if match and "." in scene.text[number.start : number.end] else None


def _after_of_the(scene: Scene, number: Number) -> int:
    """Where the noun may begin: past "of the", after "one" only before a superlative ("one of the largest banks")."""
    match = _ONE_OF.match(scene.text, number.end, scene.sentence.end)
    if match is None or number.low != 1:
        return number.end if match is None else match.end()
    word = match["most"].lower()
    nouns = vocabulary().nouns
    most = word in nouns.superlatives or (word.endswith("est") and word not in nouns.not_superlative)
    return match.end() if most else number.end


def _hyphened_noun(match: re.Match[str]) -> Span | None:
    word = match[1].lower()
    if word.endswith("ed") or word in vocabulary().refusals.hyphened:
        return None
    return Span(match.start(1), match.end(1))


def counting(scene: Scene, made: Draft, noun: Span) -> Draft:
    """The draft as a count of a noun; its own rule stays with a count that has one."""
    name = singular(noun.of(scene.text).split()[-1])
    rule_id = "figures.count" if made.rule_id == "figures.number" else made.rule_id
    return replace(made, rule_id=rule_id, unit="1", unit_name=name, unit_kind="count", unit_span=noun, counted=noun)


def _rate(scene: Scene, made: Draft) -> Draft:
    """The figure with what it is per: "$58 per barrel", "3,000 tests a day", "50 km/h" as far as no unit says it."""
    per = _PER.match(scene.text, made.span.end, scene.sentence.end)
    if per is None or made.unit is None or made.unit_kind in ("duration", "age"):
        return made
    found = _denominator(scene, per.end(), any_noun=per["per"] is not None and "/" not in per["per"])
    if found is None:
        return made
    code, name, end = found
    if _NOT_RATE.match(scene.text, end, scene.sentence.end):
        return made
    return replace(
        made,
        rule_id="figures.rate",
        unit=f"{made.unit}/{code}",
        unit_name=f"{made.unit_name} per {name}",
        span=Span(made.span.start, end),
    )


def _denominator(scene: Scene, start: int, *, any_noun: bool) -> tuple[str, str, int] | None:
    """Code, name and end of what a rate is per: a unit, or a noun that rates are often per."""
    after = scene.units.after(scene.text, start, scene.sentence.end)
    if after is not None and after[0].code and after[1].start == start:
        return after[0].code, after[0].name, after[1].end
    noun = _NOUN.match(scene.text, start, scene.sentence.end)
    if noun and (any_noun or noun[0].lower() in vocabulary().refusals.rate_nouns):
        return "{" + noun[0].lower() + "}", noun[0].lower(), noun.end()
    return None


@cache
def _letters() -> re.Pattern[str]:
    words = vocabulary().numerals
    return re.compile(rf"[ \u00a0]?({either([*words.short, *words.short_ambiguous])})(?!\w)")


@cache
def _scale_after() -> re.Pattern[str]:
    words = vocabulary().numerals
    return re.compile(rf"[ \u00a0]({either([*words.scales, *words.short])})(?!\w)")


@cache
def _money_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(vocabulary().numerals.money)}(?!\w)", re.IGNORECASE)


@cache
def _many() -> re.Pattern[str]:
    return re.compile(rf"\s+{either(vocabulary().numerals.counted)}(?!\w)")


@cache
def _lengths() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(vocabulary().numerals.lengths)}(?!\w)", re.IGNORECASE)


@cache
def _magnified() -> re.Pattern[str]:
    """What a hyphen may join a number to: the first end of a range with its magnitude ("5k-20k"), feet ("5-foot-8")."""
    words = vocabulary().numerals
    return re.compile(rf"\d(?:{either([*words.short, *words.short_ambiguous])}|[ -]?(?:foot|ft))-$")


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(vocabulary().refusals.prefixes)}-$", re.IGNORECASE)
