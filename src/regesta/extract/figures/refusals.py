"""Numbers that are no figures: parts of dates and names, years, labels, telephone numbers, "one" as a pronoun."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.marks import in_address
from regesta.extract.figures.nouns import is_stop
from regesta.extract.figures.vocabulary import either, vocabulary
from regesta.spans import Span
from regesta.tables import Time

__all__ = ["Calendar", "no_figure", "not_a_number", "says_nothing"]

_PHONE = re.compile(r"(?<![\w.])(?:\+\d{1,3}[ -]?)?(?:\(\d{2,4}\)[ -]?|\d{2,4}[ -])\d{3,4}[ -]\d{3,4}(?![\w-])")
_CLOCK = re.compile(r":\d\d|\s?[ap]\.?\s?m\b", re.IGNORECASE)
_SLASH_AFTER, _SLASH_BEFORE = re.compile(r"\s?/\s?\d"), re.compile(r"\d\s?/\s?$")
_YEARS = re.compile(r"['’]s\b")
_EMERGENCY = re.compile(r"\b(?:call|dial)(?:s|ed|led|ing|ling)?\s+$", re.IGNORECASE)
_EMERGENCIES = frozenset({"911", "999", "112", "110", "119"})
_BLOCK = re.compile(r"\s+block\s+of\b")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w&'’.-]*)[ \u00a0]$")
_ARTICLE = re.compile(r"\b(?:the|an?|this|that|each|every|its|their|his|her|our|my|no|one)\s+$", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(r"\b(?:up|down) from $", re.IGNORECASE)
_LIST_MARK = re.compile(r"[.)](?:\s|$)")
_NOT_TIME = ("with", "to", "has", "had", "have", "are", "were")
_NAME_AFTER = re.compile(r"[ \u00a0-][A-Z][\w]*")
_LARGE = 100
_FIRST_RECENT, _LAST_RECENT = 1900, 2035
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


class Calendar:
    """The times of a document: a number inside a date or a clock time is none; a duration is a figure too."""

    def __init__(self, times: Sequence[Time]) -> None:
        lasting = ("DURATION", "SET")
        self._dates = sorted((t.start, t.end) for t in times if t.type not in lasting)
        self._durations = sorted((t.start, t.end) for t in times if t.type in lasting)

    def in_date(self, span: Span) -> bool:
        """Whether a span shares characters with a date or a clock time."""
        return _overlaps(self._dates, span)

    def in_duration(self, span: Span) -> bool:
        """Whether a span shares characters with a duration or what recurs after one ("every 33 years")."""
        return _overlaps(self._durations, span)


def _overlaps(ranges: Sequence[tuple[int, int]], span: Span) -> bool:
    index = bisect_left(ranges, (span.end, 0))
    return any(start < span.end and end > span.start for start, end in ranges[max(0, index - 2) : index])


def not_a_number(scene: Scene, draft: Draft, calendar: Calendar) -> bool:
    """Whether the number is something else by its form or place, whatever stands around it."""
    text, span = scene.text, draft.value
    before, after = text[max(scene.sentence.start, span.start - 1) : span.start], text[span.end : span.end + 1]
    return (
        (calendar.in_date(draft.value) and not _measures(draft))
        or (draft.unit_kind == "count" and draft.low is not None and draft.low < 0)
        or before in (":", "#")
        or _CLOCK.match(text, span.end, scene.sentence.end) is not None
        or (span.start == scene.sentence.start and _LIST_MARK.match(text, span.end) is not None and draft.bare)
        or (after == "/" and draft.bare)
        or _in_phone(scene, span)
        or in_address(text, span)
        or _street().match(text, span.end, scene.sentence.end) is not None
        or (text[span.end - 2 : span.end] == "00" and _BLOCK.match(text, span.end) is not None)
    )


def _measures(draft: Draft) -> bool:
    """Whether four digits that could be a year stand right before a unit in words: "1520 sq m"."""
    return draft.unit_kind in ("physical", "percent") and draft.number.form == "digits" and "." not in str(draft.low)


def no_figure(scene: Scene, draft: Draft, calendar: Calendar) -> bool:
    """Whether a draft, after all has been joined that belongs together, is not worth a row."""
    if draft.number.form == "words" and draft.number.low == 1 and _is_pronoun(scene, draft, calendar):
        return True
    if _is_year(scene, draft):
        return True
    if draft.rule_id == "figures.fraction":
        return _is_which_half(scene, draft)
    if not draft.bare:
        return draft.unit_kind == "count" and (_is_camel(scene, draft) or _is_label_of_count(scene, draft))
    return _is_label(scene, draft) or _is_of_date(scene, draft) or _is_called(scene, draft)


def _in_phone(scene: Scene, span: Span) -> bool:
    text, sentence = scene.text, scene.sentence
    around = _PHONE.finditer(text, max(sentence.start, span.start - 20), min(sentence.end, span.end + 20))
    return any(match.start() <= span.start and span.end <= match.end() for match in around)


def _is_pronoun(scene: Scene, draft: Draft, calendar: Calendar) -> bool:
    """Whether "one" counts nothing: "one of its allies", "no one", "one day"."""
    if draft.unit_kind == "duration":
        return not calendar.in_duration(draft.span)
    if draft.bare:
        return True
    before = _WORD_BEFORE.search(*scene.before(draft.span.start, 24))
    noun = draft.counted.of(scene.text).split()[0].lower() if draft.counted else ""
    words = vocabulary().refusals
    return noun in words.pronoun_nouns or (before is not None and before[1].lower() in words.pronoun_before)


def _is_year(scene: Scene, draft: Draft) -> bool:
    """Four digits that can be a year; a counted noun saves them unless a preposition or an article stands before."""
    number = draft.number
    if number.form != "digits" or number.end - number.start != len("2022") or draft.span.start != number.start:
        return False
    if draft.high is not None and draft.high > _LAST_YEAR:
        return False
    if not _FIRST_YEAR <= number.low <= _LAST_YEAR or number.low != number.low.to_integral_value():
        return False
    before = _WORD_BEFORE.search(*scene.before(draft.span.start, 24))
    led = before is not None and is_stop(before[1]) and before[1].lower() not in _NOT_TIME
    recent = _FIRST_RECENT <= number.low <= _LAST_RECENT
    return draft.bare or (draft.unit_kind == "count" and draft.comparator == "=" and (led or recent))


def _is_label(scene: Scene, draft: Draft) -> bool:
    """Whether a label or a name stands before, and nothing counted after: "section 427", "Fortune 100"."""
    if _label().search(*scene.before(draft.span.start, 24)):
        return True
    if draft.measured is not None or draft.comparator != "=":
        return False
    plain = scene.text[draft.number.start : draft.number.end].isdigit()
    if plain and draft.number.scale == 1 and _NAME_AFTER.match(scene.text, draft.span.end, scene.sentence.end):
        return True
    before = _WORD_BEFORE.search(*scene.before(draft.span.start, 24))
    if before is None or before.start() == scene.sentence.start or is_stop(before[1]):
        return False
    return any(letter.isupper() for letter in before[1])


def _is_label_of_count(scene: Scene, draft: Draft) -> bool:
    """Whether a label without an article stands before digits and a noun: "Table 5 shows", but "in the room 12 men"."""
    if draft.number.form != "digits" or draft.number.scale != 1:
        return False
    match = _label().search(*scene.before(draft.span.start, 24))
    if match is None or match[1].lower() in vocabulary().refusals.labels_with_counts:
        return False
    return _ARTICLE.search(*scene.before(match.start(), 8)) is None


def _is_camel(scene: Scene, draft: Draft) -> bool:
    """Whether the number goes with a product's name, a word with a capital inside: "iPhone 12 deals"."""
    before = _WORD_BEFORE.search(*scene.before(draft.span.start, 24))
    return before is not None and before[1][0].islower() and not before[1].islower()


def _is_which_half(scene: Scene, draft: Draft) -> bool:
    before = _WORD_BEFORE.search(*scene.before(draft.span.start, 24))
    return before is not None and before[1].lower() in vocabulary().refusals.half_before


def _is_of_date(scene: Scene, draft: Draft) -> bool:
    """Whether it is of a decade, or between slashes as in a date with spaces: "his early 20's", "12 / 16 / 2008"."""
    text, span, sentence = scene.text, draft.value, scene.sentence
    if (
        _YEARS.match(text, span.end)
        or "/" in span.of(text)
        or _SLASH_AFTER.match(text, span.end, sentence.end) is not None
    ):
        return True
    return _SLASH_BEFORE.search(*scene.before(span.start, 4)) is not None


def _is_called(scene: Scene, draft: Draft) -> bool:
    """Whether it is the number of the police or the fire brigade: "she dialled 999"."""
    known = draft.value.of(scene.text) in _EMERGENCIES
    return known and _EMERGENCY.search(*scene.before(draft.span.start, 12)) is not None


def says_nothing(scene: Scene, draft: Draft) -> bool:
    """Whether it is a small number in words with nothing counted, hedged or measured: "the two".

    What a number was before says something: "14, up from nine".
    """
    small = draft.bare and draft.number.form == "words" and draft.number.scale == 1 and 0 <= draft.number.low < _LARGE
    small = small and draft.span.start == draft.number.start
    alone = draft.comparator == "=" and draft.measured is None and draft.whole is None
    return small and alone and _LEVEL_BEFORE.search(*scene.before(draft.span.start, 40)) is None


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({either(vocabulary().refusals.labels)})[.\s#-]*$", re.IGNORECASE)


@cache
def _street() -> re.Pattern[str]:
    return re.compile(rf"(?:[-–]\d{{1,4}})?(?:\s[A-Z][\w.]*){{1,4}}?\s{either(vocabulary().refusals.streets)}\b")
