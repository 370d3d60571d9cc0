"""Who says what: the cue, the speaker, the content, the day on which it was said, and reports inside reports.

vocabulary   lexicon/attributions.toml, checked
quotations   quotation marks; the part of a sentence that a cue stands in
subjects     the words that name the speaker
content      what is said
frames       how each kind of cue is read
discourse    whom a pronoun or a description means
rows         attributions, evidence, issues

A sentence of more than `parse.LONGEST` characters is a list or a table: it is not read, and `extract_document` says so.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Generic, TypeVar

from regesta.extract.attributions.discourse import Discourse, Speaker
from regesta.extract.attributions.frames import Reading, enumerated, read
from regesta.extract.attributions.quotations import Quotations, Scope
from regesta.extract.attributions.rows import Draft, rows
from regesta.extract.attributions.vocabulary import Cue, cues, number_of_things, rules
from regesta.extract.base import Doc, Sentence
from regesta.extract.entities import is_role
from regesta.extract.parse import LONGEST
from regesta.lexicon import Rule
from regesta.spans import Span
from regesta.tables import Entity, Fact, Row, Time

__all__ = ["Attributions"]

FactT = TypeVar("FactT", bound=Fact)


class Attributions:
    """The extractor of the table `attributions`."""

    name = "attributions"
    needs = frozenset({"entities", "times"})
    gives = frozenset({"attributions"})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every class of verbs and every frame, by rule id."""
        return rules()

    def extract(self, doc: Doc) -> Iterable[Row]:
        """Rows of `attributions`, evidence for what pronouns mean and for days, issues for unknown speakers."""
        yield from rows(doc, list(_Reader(doc).drafts()))


class _Reader:
    """Goes through a document once, paragraph by paragraph, and remembers who has spoken."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.sentences = doc.sentences()
        entities = doc.rows(Entity)
        self.entities = _Rows([entity for entity in entities if not _is_description(entity)])
        self.times = _Rows(doc.rows(Time))
        self.discourse = Discourse(doc.text, [], {e.end: e for e in entities if _is_description(e)})
        self.listing: str | None = None
        """The section in which somebody has announced a number of things."""

    def drafts(self) -> Iterator[Draft]:
        for paragraph, sentences in groupby(self.sentences, key=lambda sentence: sentence.paragraph):
            quoted = Quotations(self.text, paragraph)
            self.discourse.entities.extend(e for e in self.entities.within(paragraph) if quoted.around(e.start) is None)
            for sentence in sentences:
                if len(sentence.span) <= LONGEST:
                    yield from self._sentence(sentence, quoted)

    def _sentence(self, sentence: Sentence, quoted: Quotations) -> Iterator[Draft]:
        made: list[Draft] = []
        for span, cue in _cues(self.text, sentence.span):
            scope = self._scope(sentence.span, span, quoted)
            scope = replace(scope, floor=max((d.cue.end for d in made if d.is_quoted == scope.is_quoted), default=0))
            reading = read(scope, cue, span)
            if reading is not None and (draft := self._draft(scope, reading, made)) is not None:
                made.append(draft)
        if number_of_things().search(self.text, sentence.span.start, sentence.span.end):
            self.listing = sentence.section or ""
        elif not made and self.listing == (sentence.section or ""):
            made.extend(self._enumerated(self._scope(sentence.span, sentence.span, quoted)))
        return iter(made)

    def _scope(self, sentence: Span, cue: Span, quoted: Quotations) -> Scope:
        """What the cue can reach: the sentence, or what of it lies in the same quotation."""
        around, bounds = quoted.around(cue.start), sentence
        if around is not None:
            bounds = Span(max(sentence.start, around.inner.start), min(sentence.end, around.inner.end))
        others = [quotation for quotation in quoted.near(sentence) if quotation is not around]
        entities, times = self.entities.within(sentence), self.times.within(sentence)
        return Scope(self.text, bounds, others, entities, times, is_quoted=around is not None)

    def _draft(self, scope: Scope, reading: Reading, made: Sequence[Draft]) -> Draft | None:
        before = next((d for d in reversed(made) if d.is_quoted == scope.is_quoted), None)
        if reading.borrows and before is not None:
            speaker = before.speaker
        elif reading.phrase is not None:
            speaker = self.discourse.speaker(reading.phrase)
        else:
            return None
        draft = Draft(reading.cue, reading.rule_id, speaker, reading.content, _said(scope, reading), scope.is_quoted)
        if any(_repeats(draft, earlier) for earlier in made):
            return None
        if not scope.is_quoted:
            self.discourse.speakers.append(speaker)
        return draft

    def _enumerated(self, scope: Scope) -> Iterator[Draft]:
        """`The third is that ...` after somebody named four areas."""
        found = enumerated(scope)
        speaker = self.discourse.speakers[-1] if self.discourse.speakers else None
        if found is not None and speaker is not None:
            yield Draft(found.cue, found.rule_id, _inherited(speaker), found.content, None, scope.is_quoted)


def _is_description(entity: Entity) -> bool:
    """Whether a mention only describes who speaks: `the Chinese minister`, `rebels`; not `Pakistani police`."""
    is_body = entity.kind == "organisation" and entity.country_basis == "stated"
    return is_role(entity.rule_id) and not is_body


def _inherited(speaker: Speaker) -> Speaker:
    """The same speaker for words that do not name it."""
    return replace(speaker, via=None)


def _cues(text: str, sentence: Span) -> list[tuple[Span, Cue]]:
    """The cues of a sentence in order; of those that overlap the longer (`reported by`, not `reported`)."""
    found = [
        (Span(*match.span()), cue)
        for cue in cues()
        for match in cue.pattern.finditer(text, sentence.start, sentence.end)
    ]
    found.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    return [pair for i, pair in enumerate(found) if i == 0 or pair[0].start >= found[i - 1][0].end]


def _said(scope: Scope, reading: Reading) -> Time | None:
    """The date in the sentence nearest to the cue that is not part of what is said."""
    dates = [
        time
        for time in scope.times
        if time.type == "DATE"
        and time.first is not None
        and scope.bounds.covers(Span(time.start, time.end))
        and not reading.content.overlaps(Span(time.start, time.end))
        and not any(quotation.inner.covers(Span(time.start, time.end)) for quotation in scope.quotations)
    ]
    cue = reading.cue
    return min(dates, key=lambda t: max(cue.start - t.end, t.start - cue.end), default=None)


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether the same speaker is only named again: `He added that ..., according to his statements`."""
    same = draft.speaker.linked_id is not None and draft.speaker.linked_id == earlier.speaker.linked_id
    return same and (draft.content.overlaps(earlier.content) or draft.content.covers(earlier.cue))


class _Rows(Generic[FactT]):
    """Rows in the order of the text, handed out by the stretch in which they begin."""

    def __init__(self, found: Sequence[FactT]) -> None:
        self.found = found
        self.starts = [row.start for row in found]

    def within(self, span: Span) -> list[FactT]:
        """The rows that begin in `span`."""
        return list(self.found[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)])
