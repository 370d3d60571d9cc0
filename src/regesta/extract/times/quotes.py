"""Quotations: which expressions lie in one, and the day on which it was spoken.

What a speaker calls "today" is the day of the speech. The text dates it beside the quotation, in the sentence that
names the speaking: "...," he said on Monday; On Monday he told reporters: "...".
"""

import re
from collections.abc import Sequence
from functools import cache

from regesta.extract.times.forms import Calendar, Mention, Nearest, Shift
from regesta.extract.times.vocabulary import vocabulary
from regesta.spans import Span

__all__ = ["Quotes"]

_MARKS = re.compile('["“”]')
_LONGEST = 1000  # characters of a quotation; an odd mark further off opens nothing here
_REACH = 160  # characters between a quotation and the day of the speech
_STOP = re.compile(r"[.!?][\s\"“”]+(?=[A-Z\"“”])")


class Quotes:
    """The quotations of a document, seen from its mentions (each with the span of its paragraph)."""

    def __init__(self, mentions: Sequence[tuple[Mention, Span]], text: str) -> None:
        self._mentions = mentions
        self._text = text

    def around(self, index: int) -> Span | None:
        """The quotation in which a mention lies, from mark to mark; None outside."""
        mention, paragraph = self._mentions[index]
        before = max(paragraph.start, mention.span.start - _LONGEST)
        marks = list(_MARKS.finditer(self._text, before, mention.span.start))
        if len(marks) % 2 == 0:
            return None
        closing = _MARKS.search(self._text, mention.span.end, paragraph.end)
        return Span(marks[-1].start(), closing.end() if closing else paragraph.end)

    def day_of_speech(self, index: int, quote: Span) -> Mention | None:
        """The mention of the day on which the quotation around a mention was spoken, where one stands beside it."""
        paragraph = self._mentions[index][1]
        behind, ahead = index + 1, index - 1
        while behind < len(self._mentions) and self._mentions[behind][0].span.start < quote.end:
            behind += 1
        while ahead >= 0 and self._mentions[ahead][0].span.end > quote.start:
            ahead -= 1
        for place in (behind, ahead):
            if 0 <= place < len(self._mentions) and self._mentions[place][1] == paragraph:
                mention = self._mentions[place][0]
                if _is_day(mention) and self._tells(quote, mention.span):
                    return mention
        return None

    def _tells(self, quote: Span, day: Span) -> bool:
        """Whether a day stands beside a quotation, with a word of saying, in one sentence."""
        if day.start >= quote.end:
            between = self._text[quote.end : day.start]
            return len(between) <= _REACH and not _STOP.search(between) and bool(_saying().search(between))
        between = self._text[day.end : quote.start]
        opening = max(self._text.rfind(". ", 0, day.start), self._text.rfind("\n", 0, day.start)) + 1
        told = _saying().search(self._text, max(opening, day.start - _REACH), quote.start)
        return len(between) <= _REACH and not _STOP.search(between) and bool(told)


def _is_day(mention: Mention) -> bool:
    match mention.form:
        case Calendar():
            return mention.form.point.grain == "day"
        case Nearest():
            return mention.form.weekday is not None
        case Shift():
            return mention.form.amount.unit == "D" and mention.form.base == "dct"
    return False


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(vocabulary().saying) + r")\b")
