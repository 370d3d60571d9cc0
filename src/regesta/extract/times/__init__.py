"""Temporal expressions: one scan into typed tokens, patterns over their kinds, a form, then the value.

vocabulary   lexicon/times.toml, checked
tokens       characters to typed tokens, with their offsets
patterns     rules as patterns over kinds of token, longest match
reading      a match to a form: what the words say
anchors      a form to a value: what they mean in this document
place        where the text has got to, for the anchors
rows         times, evidence, issues
points       stretches of the calendar; TIMEX3, EDTF, intervals
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from regesta.extract.base import Doc
from regesta.extract.times.anchors import Anchor, is_narrative, resolve
from regesta.extract.times.forms import At, Calendar, Mention
from regesta.extract.times.points import of_dates, timex
from regesta.extract.times.reading import read
from regesta.extract.times.rows import rows
from regesta.extract.times.tokens import scan
from regesta.extract.times.vocabulary import rules
from regesta.lexicon import Rule
from regesta.spans import Span
from regesta.tables import Row, Time

__all__ = ["Times", "range_days"]

_IN_TEXT = frozenset({"dateline", "content"})
"""Bases of the publication date that have a place in the text."""


class Times:
    """Fills `times`, and `evidence` and `issues` for them."""

    name = "times"
    needs: frozenset[str] = frozenset()
    gives = frozenset({"times"})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its full id."""
        return {f"times.{rule.id}": rule for rule in rules()}

    def extract(self, doc: Doc) -> Iterable[Row]:
        """The temporal expressions of all sentences outside furniture."""
        mentions: list[tuple[Mention, Span]] = []
        for sentence in doc.sentences():
            tokens = scan(doc.text, sentence.span)
            if tokens is not None:
                mentions += [(mention, sentence.paragraph) for mention in read(tokens)]
        written = _document_time(doc, [mention for mention, _ in mentions])
        mentions = _in_scope(mentions, written)
        found = [mention for mention, _ in mentions]
        return rows(doc, found, resolve(mentions, written, doc.text))


def _in_scope(mentions: Sequence[tuple[Mention, Span]], written: Anchor | None) -> list[tuple[Mention, Span]]:
    """Without those that count only in the other kind of document."""
    narrative = is_narrative([mention for mention, _ in mentions], written.point if written else None)
    kind = "narrative" if narrative else "news"
    return [(mention, paragraph) for mention, paragraph in mentions if mention.scope in (None, kind)]


def _document_time(doc: Doc, mentions: Sequence[Mention]) -> Anchor | None:
    """The document's time as an anchor, with its place in the text where it has one."""
    first, last = doc.published or (None, None)
    point = of_dates(first, last) if first and last else None
    if point is None:
        return None
    forms = ((m.span, m.form.on if isinstance(m.form, At) else m.form) for m in mentions)
    places = (span for span, form in forms if isinstance(form, Calendar) and timex(form.point) == timex(point))
    span = next(places, None) if doc.published_basis in _IN_TEXT else None
    return Anchor(point, "dct", span, span)


def range_days(times: Iterable[Time]) -> dict[str, tuple[date | None, date | None]]:
    """The days from the first of the first end to the last of the last, for each `range_id` among `times`."""
    days: dict[str, tuple[date | None, date | None]] = {}
    for time in sorted((t for t in times if t.range_id), key=lambda t: t.start):
        range_id = str(time.range_id)
        days[range_id] = (days[range_id][0] if range_id in days else time.first, time.last)
    return days
