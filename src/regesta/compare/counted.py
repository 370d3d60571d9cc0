"""Numbers that one passage holds against each other: part and whole, count and list, before and after, two units.

All are closed arithmetic on what stands side by side. Each is a claim only where the words between the numbers leave
one reading; else nothing is claimed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise

from regesta.compare.making import beside, exactly, number
from regesta.compare.reading import Reading, within
from regesta.compare.vocabulary import has_word, vocabulary
from regesta.tables import Claim, Figure, Passage

__all__ = ["changes", "counted", "is_agent", "is_part"]

WHOLE_REACH = 80
"""Characters between a whole and the cue of its part."""

VERB_REACH = 60
"""Characters between a verb of change and the first number."""

ITEM_WORDS = 6
"""Words of an item of a list; what has more is a clause."""

_OPENING = re.compile(r"(?P<mark>:| [\u2013\u2014-]| ?\(|\u2014)\s*")
_CLOSING = {":": r"[.;\n]|$", "(": r"\)"}
_DASH = r"\s[\u2013-]\s|\u2014|[.;\n]|$"
_SEPARATOR = re.compile(r"\s*(?:[,;]\s*(?:and|&|or)?|\band\b|&)\s+")


def counted(reading: Reading) -> Iterator[Claim]:
    """Every claim of this kind in one document, in the order of the text."""
    for sentence in reading.sentences:
        figures = within(reading.figures, sentence)
        for left, right in pairwise(figures):
            yield from _part(reading, left, right)
            yield from _change(reading, sentence, left, right)
            yield from _conversion(reading, left, right)
        for place, figure in enumerate(figures):
            yield from _range(reading, sentence, figure)
            yield from _sum(reading, sentence, figure, figures[place + 1 :])
            yield from _list(reading, sentence, figure, figures[place + 1 :])
            yield from _counted_off(reading, sentence, figure)


def is_part(reading: Reading, figure: Figure) -> bool:
    """Whether the words beside a figure say that it is a part of something: "including 12", "15 of them"."""
    before = reading.text(max(0, figure.start - WHOLE_REACH), figure.start)
    after = reading.text(figure.end, figure.end + WHOLE_REACH)
    return bool(_including().search(before) or _of_them().match(after))


def is_agent(reading: Reading, figure: Figure) -> bool:
    """Whether a number counts those who did something, and not those to whom it was done: "by tens of thousands"."""
    before = reading.text(max(0, figure.start - WHOLE_REACH), figure.start)
    return _agent().search(before) is not None


def _stated(reading: Reading, figure: Figure, whole: Figure, name: str, via: str | None = None) -> Claim:
    return beside(reading, figure, whole, name, number(reading, figure), via)


def _part(reading: Reading, whole: Figure, part: Figure) -> Iterator[Claim]:
    """A part right behind a word that says so, and the count before it: "13 people, including nine drivers"."""
    if part.part_of is not None and part.part_of != whole.figure_id:
        return
    between = reading.text(whole.end, part.start)
    cue = _including().search(between)
    linked = part.part_of == whole.figure_id or (cue is not None and cue.start() <= WHOLE_REACH)
    if linked and _may_contain(whole, part) and not _vague().search(between):
        yield _stated(reading, whole, whole, "whole")
        yield _stated(reading, part, whole, "part")


def _may_contain(whole: Figure, part: Figure) -> bool:
    """Whether both count things of one kind: people and workers, or one noun. An age or a share is no part."""
    if whole.unit_kind != "count" or part.unit_kind != "count" or not whole.unit_name or not part.unit_name:
        return False
    if whole.unit_name == part.unit_name:
        return True
    return whole.unit_name.lower() in vocabulary().words.everybody and "-" not in part.quote


def changes(reading: Reading, sentence: Passage, left: Figure, right: Figure) -> tuple[Figure, Figure, str] | None:
    """What two numbers of one unit were before and after, and which way: "rose to 5 from 7", "7 dead, up from 5"."""
    between, before = reading.text(left.end, right.start), reading.text(sentence.start, left.start)
    if not _same_unit(left, right) or has_word(sentence.quote, vocabulary().changes.upside_down):
        return None
    if compared := _up_from().search(between):
        return right, left, compared["way"].lower()
    how = next((how for how, gap in _to_from().items() if gap.fullmatch(between)), None)
    verb = _verb_before(before, how) if how else None
    return None if verb is None else (right, left, verb) if how == "to" else (left, right, verb)


def _change(reading: Reading, sentence: Passage, left: Figure, right: Figure) -> Iterator[Claim]:
    if found := changes(reading, sentence, left, right):
        old, new, way = found
        yield _stated(reading, old, new, "level_before", way)
        yield _stated(reading, new, new, "level_after", way)


def _range(reading: Reading, sentence: Passage, figure: Figure) -> Iterator[Claim]:
    """A change whose two ends are one figure, which has them in rising order: "rose from 200 to 300"."""
    before = reading.text(sentence.start, figure.start)
    ranged = figure.low is not None and figure.high is not None and figure.low < figure.high and " to " in figure.quote
    verb = _verb_before(before, "from") if ranged else None
    if not verb or not _positive(figure) or has_word(sentence.quote, vocabulary().changes.upside_down):
        return
    ends = (figure.high, figure.low) if figure.direction == "down" else (figure.low, figure.high)
    for name, end in zip(("level_before", "level_after"), ends, strict=True):
        yield beside(reading, figure, figure, name, exactly(end, figure.quote, unit=figure.unit), verb)


def _verb_before(before: str, preposition: str) -> str | None:
    """Up or down, by the last verb of change before "to" or "from" and a number, if nothing else stands between."""
    found = [(match, way) for way in ("up", "down") for match in _verbs(way).finditer(before[-VERB_REACH:])]
    if not found:
        return None
    match, way = max(found, key=lambda pair: pair[0].end())
    gap = before[-VERB_REACH:][match.end() :]
    return way if re.fullmatch(rf"(?:\s\w+){{0,3}}?\s{preposition}\s{_hedges()}", gap) else None


def _same_unit(left: Figure, right: Figure) -> bool:
    bare = left.unit is None or right.unit is None
    return (bare or left.unit == right.unit) and (left.unit_kind == right.unit_kind or bare) and _positive(left, right)


def _positive(*figures: Figure) -> bool:
    return all((figure.low or Decimal(0)) >= 0 and (figure.high or Decimal(0)) >= 0 for figure in figures)


def _conversion(reading: Reading, left: Figure, right: Figure) -> Iterator[Claim]:
    """One quantity in two units: "105 km (65 miles)"."""
    closes = reading.text(right.end, right.end + 1) == ")"
    if reading.text(left.end, right.start).strip() != "(" or not closes or left.unit == right.unit:
        return
    if left.unit_kind == right.unit_kind == "physical" and _positive(left, right):
        yield _stated(reading, left, left, "quantity")
        yield _stated(reading, right, left, "converted")


def _sum(reading: Reading, sentence: Passage, whole: Figure, rest: list[Figure]) -> Iterator[Claim]:
    """Parts that are listed right behind their whole to the last: "12 people: nine drivers and three guards"."""
    segment = _segment(reading, sentence, whole)
    if segment is None or whole.unit_kind != "count":
        return
    start, end = segment
    parts = [figure for figure in rest if start <= figure.start and figure.end <= end]
    gaps = [reading.text(a.end, b.start) for a, b in pairwise(parts)]
    closed = len(parts) > 1 and parts[0].start == start and _is_noun(reading.text(parts[-1].end, end))
    listed = all(_SEPARATOR.search(gap) and _is_noun(_SEPARATOR.sub(" ", gap)) for gap in gaps)
    if closed and listed and all(part.unit_kind in ("count", None) for part in parts):
        yield _stated(reading, whole, whole, "sum_total")
        yield from (_stated(reading, part, whole, "sum_part") for part in parts)


def _is_noun(text: str) -> bool:
    """Whether what follows a number can be the rest of what it counts: at most three words, no verb and no mark."""
    words = text.split()
    return (
        len(words) <= 3
        and all(re.fullmatch(r"[^\W\d]+(?:-\w+)*", word) for word in words)
        and not _vague().search(text)
    )


def _list(reading: Reading, sentence: Passage, announced: Figure, rest: list[Figure]) -> Iterator[Claim]:
    """A count, and the items that follow it: "four areas: trade, science, culture and sport"."""
    segment = _segment(reading, sentence, announced)
    exact = announced.low is not None and announced.low == announced.high and announced.comparator == "="
    if segment is None or not exact or announced.unit_kind != "count":
        return
    start, end = segment
    items = _items(reading.text(start, end))
    if items is None or any(start <= figure.start < end for figure in rest):
        return
    yield _stated(reading, announced, announced, "announced")
    yield beside(reading, announced, announced, "listed", exactly(items[0], reading.text(start, end), high=items[1]))


def _counted_off(reading: Reading, sentence: Passage, announced: Figure) -> Iterator[Claim]:
    """A count of points, and the points that the text then counts off: "four areas ... The first point is ...".

    A text may stop counting, so that fewer points are no claim; more than announced are.
    """
    points = vocabulary().lists.points
    if announced.unit_name not in points or announced.low is None or announced.low != announced.high:
        return
    stop = next((f.start for f in reading.figures if f.start > announced.end and f.unit_name in points), None)
    reached = _last_ordinal(reading.text(announced.end, stop or len(reading.document.text)))
    if reached > 1 and reached >= announced.low:
        yield _stated(reading, announced, announced, "announced")
        yield beside(reading, announced, announced, "listed", exactly(reached, sentence.quote))


def _last_ordinal(text: str) -> int:
    """How far a text counts points off without a gap: "the first is ... The second point ... Third, ..."."""
    reached = place = 0
    for word in vocabulary().lists.ordinals:
        cue = rf"\b{word}(?:ly)?(?: (?:{'|'.join(vocabulary().lists.points)}))?(?:,| is\b| was\b)"
        if (found := re.compile(cue, re.IGNORECASE).search(text, place)) is None:
            break
        reached, place = reached + 1, found.end()
    return reached


def _segment(reading: Reading, sentence: Passage, figure: Figure) -> tuple[int, int] | None:
    """Where the list behind a count begins and ends: after a colon, in brackets, or between dashes."""
    opened = _OPENING.match(reading.text(figure.end, sentence.end))
    if opened is None:
        return None
    start, mark = figure.end + opened.end(), opened["mark"].strip()
    closed = re.search(_CLOSING.get(mark, _DASH), reading.text(start, sentence.end))
    return (start, start + closed.start()) if closed and closed.start() else None


def _items(text: str) -> tuple[int, int] | None:
    """The least and the most items that a list can have; None when it need not be a whole list.

    "research and development" may be one item or two, so every "and" but the last widens the count.
    """
    if has_word(text, vocabulary().lists.open) or re.search(r"\d", text) or not re.search(r"\s(?:and|&)\s", text):
        return None
    parts = re.split(r"\s*;\s*(?:and\s+)?" if ";" in text else r",\s+(?:and\s+)?", text.strip())
    if any(not part or len(part.split()) > ITEM_WORDS for part in parts) or len({p[0].isupper() for p in parts}) > 1:
        return None
    inner = sum(len(re.findall(r"\s(?:and|&)\s", part)) for part in parts)
    closing = not re.search(r"[,;]\s+and\s", text)
    return len(parts) + int(closing and inner > 0), len(parts) + inner


@cache
def _hedges() -> str:
    """What may stand right before a number: a pattern that any number of hedges fits."""
    return rf"(?:(?:{_one_of(vocabulary().lists.hedges)}) )*"


@cache
def _up_from() -> re.Pattern[str]:
    return re.compile(rf"^[^.;:]{{0,60}},? (?P<way>up|down) from {_hedges()}$", re.IGNORECASE)


@cache
def _to_from() -> Mapping[str, re.Pattern[str]]:
    """What stands between two numbers of a change, by the preposition of the second."""
    return {"to": re.compile(rf",? (?:up |down )?from {_hedges()}"), "from": re.compile(",? to ")}


@cache
def _agent() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_one_of(vocabulary().lists.agent)}) {_hedges()}$", re.IGNORECASE)


@cache
def _including() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_one_of(vocabulary().lists.including)})\s+{_hedges()}$")


@cache
def _of_them() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_one_of(vocabulary().lists.of_them)})\b", re.IGNORECASE)


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_one_of(vocabulary().lists.vague)})\b", re.IGNORECASE)


@cache
def _verbs(way: str) -> re.Pattern[str]:
    words = vocabulary().changes.up if way == "up" else vocabulary().changes.down
    return re.compile(rf"\b(?:{_one_of(words)})\b", re.IGNORECASE)


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
