"""Who says what: the cue, the speaker, the content, the day on which it was said, and reports inside reports.

vocabulary   lexicon/attributions.toml, checked
quotations   quotation marks; the part of a sentence that a cue stands in
subjects     the words that name the speaker
content      what is said
frames       how each kind of cue is read
turns        paragraphs that open with who speaks in them
discourse    whom a pronoun or a description means
rows         attributions, evidence, issues

A sentence of more than `parse.LONGEST` characters is a list or a table: it is not read, and `extract_document` says so.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, groupby
from typing import Generic, TypeVar

from regesta.extract.attributions.content import trimmed
from regesta.extract.attributions.discourse import PRONOUNS, REACH, Discourse, Speaker
from regesta.extract.attributions.frames import Reading, enumerated, read
from regesta.extract.attributions.quotations import Quotation, Quotations, Scope
from regesta.extract.attributions.rows import Draft, rows
from regesta.extract.attributions.subjects import Phrase, has_verb, head_of
from regesta.extract.attributions.turns import TURN, turn
from regesta.extract.attributions.vocabulary import cues, number_of_things, rules
from regesta.extract.base import Doc, Sentence
from regesta.extract.entities import is_role
from regesta.extract.parse import LONGEST
from regesta.lexicon import Rule
from regesta.spans import Span
from regesta.tables import Entity, Fact, Row, Time

__all__ = ["Attributions"]

FactT = TypeVar("FactT", bound=Fact)

TAG = 120
"""Characters between a cue and the day behind it."""
CLOSED_ASIDE = re.compile(r",\s+(?:who|which)\b[^,]*,")
OTHER_CLAUSE = re.compile(r"[;:]|\b(?:who|which|that|when|after|before|since|but|while|and|because)\b")
"""What stands between a cue and a day that is not the day of the saying."""
LAST_MARKS = 2
"""Characters between the last words of a quotation and the end of a paragraph that it ends: a stop and a mark."""


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
        yield from rows(doc, _Reader(doc).drafts())


class _Reader:
    """Goes through a document once, paragraph by paragraph, and remembers who has spoken."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.parses = doc.parses
        self.sentences = doc.sentences()
        entities = doc.rows(Entity)
        self.entities = _Rows([entity for entity in entities if not _is_description(entity)])
        self.times = _Rows(doc.rows(Time))
        self.discourse = Discourse(doc.text, [], {e.end: e for e in entities if _is_description(e)})
        self.listing: str | None = None
        """The section in which somebody has announced a number of things."""
        self.before: Span | None = None
        """The sentence before in the paragraph."""
        self.made: list[Draft] = []
        self.more: defaultdict[int, list[Span]] = defaultdict(list)
        """Quotations that go on, by the place in `made` of the draft that they belong to."""
        self.speaking: int | None = None
        """The draft of who speaks on in the next paragraph, if that goes on with a quotation."""

    def drafts(self) -> list[Draft]:
        """Every attribution of the document, in the order of the cues."""
        for paragraph, of_paragraph in groupby(self.sentences, key=lambda sentence: sentence.paragraph):
            quoted, first, sentences = Quotations(self.text, paragraph), len(self.made), list(of_paragraph)
            self.discourse.entities.extend(e for e in self.entities.within(paragraph) if quoted.around(e.start) is None)
            self.made.extend(self._turn(sentences[0], paragraph))
            self.before = None
            for sentence in sentences:
                if len(sentence.span) <= LONGEST:
                    self.made.extend(self._sentence(sentence, quoted))
                    self.before = sentence.span
            self._go_on(first, quoted.alone([sentence.span for sentence in sentences]), paragraph)
        return [
            replace(draft, content=(*draft.content, *self.more[index])) if index in self.more else draft
            for index, draft in enumerate(self.made)
        ]

    def _turn(self, sentence: Sentence, paragraph: Span) -> Iterator[Draft]:
        """The whole paragraph as what somebody says whose name opens it."""
        found = turn(self.text, paragraph, self.discourse.entities[-REACH:]) if sentence.is_body else None
        self.discourse.myself = None
        if found is not None and (content := trimmed(self.text, found[1].end, paragraph.end)) is not None:
            speaker = self.discourse.speaker(found[0])
            self.discourse.speakers.append(speaker)
            self.discourse.myself = speaker
            yield Draft(found[1], TURN, speaker, (content,), None, is_quoted=False)

    def _sentence(self, sentence: Sentence, quoted: Quotations) -> list[Draft]:
        made: list[Draft] = []
        for span, candidates in cues(self.text, sentence.span):
            scope = self._scope(sentence.span, span, quoted, made)
            for reading in read(scope, candidates, span):
                if (draft := self._draft(scope, reading, made)) is not None:
                    made.append(draft)
        if number_of_things().search(self.text, sentence.span.start, sentence.span.end):
            self.listing = sentence.section or ""
        elif not made and self.listing == (sentence.section or ""):
            made.extend(self._enumerated(self._scope(sentence.span, sentence.span, quoted, ())))
        return made

    def _scope(self, sentence: Span, cue: Span, quoted: Quotations, made: Sequence[Draft]) -> Scope:
        """What the cue can reach: the sentence, or what of it lies in the same quotation."""
        around, bounds = quoted.around(cue.start), sentence
        if around is not None:
            bounds = Span(max(sentence.start, around.inner.start), min(sentence.end, around.inner.end))
        others = [quotation for quotation in quoted.near(sentence) if quotation is not around]
        entities, times = self.entities.within(sentence), self.times.within(sentence)
        is_quoted = around is not None
        floor = max((d.cue.end for d in made if d.speaker is not None and d.is_quoted == is_quoted), default=0)
        return Scope(self.text, sentence, self.parses, bounds, others, entities, times, is_quoted, floor)

    def _draft(self, scope: Scope, reading: Reading, made: Sequence[Draft]) -> Draft | None:
        before = next((d for d in reversed(made) if d.is_quoted == scope.is_quoted and d.speaker), None)
        if reading.repeats and before is None:
            return None
        speaker = self._speaker(scope, reading, before)
        if speaker is None and (reading.borrows or reading.phrase is not None):
            return None
        content = reading.content or (before.content if before else ())
        if speaker is None:
            content = _inside(content, reading.cue, made)
        under = before.cue if before is not None and reading.repeats else None
        draft = Draft(reading.cue, reading.rule_id, speaker, content, _said(scope, reading), scope.is_quoted, under)
        if under is None and any(_repeats(draft, earlier) for earlier in made):
            return None
        if speaker is not None and not scope.is_quoted:
            if not reading.aside:
                self.discourse.speakers.append(speaker)
            self.discourse.said.extend(content)
        return draft

    def _speaker(self, scope: Scope, reading: Reading, before: Draft | None) -> Speaker | None:
        if reading.borrows and before is not None:
            return before.speaker
        if reading.phrase is None:
            return None
        is_tag = scope.text[scope.bounds.start : reading.phrase.whole.start].rstrip().endswith(",")
        subject = self._subject_before(scope, reading.phrase.span.of(self.text).lower())
        return self.discourse.speaker(reading.phrase, head_of(scope) if is_tag else None, subject)

    def _subject_before(self, scope: Scope, pronoun: str) -> Phrase | None:
        """The subject of the last clause of the sentence before, in the same paragraph, which a pronoun may mean."""
        if self.before is None or pronoun not in PRONOUNS:
            return None
        end = self.text.rfind("; ", self.before.start, self.before.end)
        clause = Span(self.before.start if end < 0 else end + 2, self.before.end)
        return head_of(replace(scope, bounds=clause, entities=self.entities.within(clause)))

    def _enumerated(self, scope: Scope) -> Iterator[Draft]:
        """`The third is that ...` after somebody named four areas."""
        found = enumerated(scope)
        speaker = self.discourse.speakers[-1] if self.discourse.speakers else None
        if found is not None and speaker is not None:
            yield Draft(found.cue, found.rule_id, _inherited(speaker), found.content, None, scope.is_quoted)

    def _go_on(self, first: int, alone: Sequence[Quotation], paragraph: Span) -> None:
        """Give the quotations that nobody says to who was speaking before them; `first` is the paragraph's first draft.

        A quotation that is a sentence of its own is said by who spoke before it in the paragraph. A paragraph that
        opens with one goes on with the paragraph before, if that ended in a quotation.
        """
        plain = [i for i in range(first, len(self.made)) if not self.made[i].is_quoted and self.made[i].speaker]
        cues_before = [self.made[index].cue.start for index in plain]
        taken = sorted(part for index in plain for part in self.made[index].content)
        reached = list(accumulate((part.end for part in taken), max))
        for quotation in alone:
            until = bisect_left(taken, quotation.inner.end, key=lambda part: part.start)
            if until and reached[until - 1] > quotation.inner.start:
                continue
            before = bisect_left(cues_before, quotation.outer.start)
            index = plain[before - 1] if before else self.speaking
            if index is not None:
                self.more[index].append(quotation.inner)
        if plain:
            ends = max(part.end for part in (*self.made[plain[-1]].content, *self.more.get(plain[-1], ())))
            self.speaking = plain[-1] if paragraph.end - ends <= LAST_MARKS else None
        elif not alone or alone[-1].outer.end < paragraph.end:
            self.speaking = None


def _is_description(entity: Entity) -> bool:
    """Whether a mention only describes who speaks: `the Chinese minister`, `rebels`; not `Pakistani police`."""
    is_body = entity.kind == "organisation" and entity.country_basis == "stated"
    return is_role(entity.rule_id) and not is_body


def _inherited(speaker: Speaker) -> Speaker:
    """The same speaker for words that do not name it."""
    return replace(speaker, via=None)


def _inside(content: tuple[Span, ...], cue: Span, made: Sequence[Draft]) -> tuple[Span, ...]:
    """Hearsay without what stands outside the words of who passes it on."""
    around = next((part for draft in reversed(made) for part in draft.content if part.covers(cue)), None)
    if around is None:
        return content
    return tuple(Span(max(part.start, around.start), min(part.end, around.end)) for part in content)


def _said(scope: Scope, reading: Reading) -> Time | None:
    """The date nearest to the cue that is not part of what is said, and stands where a saying is dated.

    That is behind the cue, with nothing but the tag between ("told the court on Monday"), or at the head of the clause
    ("On 3 May, after talks, China announced"), or between a noun of saying and what is said ("his claim in May that").
    """
    start = reading.phrase.whole.start if reading.phrase else reading.cue.start
    dates = [
        time
        for time in scope.times
        if time.type == "DATE" and time.first is not None and _is_beside(scope, reading, start, _place(time))
    ]
    return min(dates, key=lambda t: max(reading.cue.start - t.end, t.start - reading.cue.end), default=None)


def _place(time: Time) -> Span:
    return Span(time.start, time.end)


def _is_beside(scope: Scope, reading: Reading, start: int, time: Span) -> bool:
    if not scope.bounds.covers(time) or any(part.overlaps(time) for part in reading.content):
        return False
    if any(quotation.inner.covers(time) for quotation in scope.quotations):
        return False
    if time.start >= reading.cue.end:
        between = Span(reading.cue.end, time.start)
        return len(between) <= TAG and not OTHER_CLAUSE.search(CLOSED_ASIDE.sub("", between.of(scope.text)))
    if time.start >= start:
        return "," not in Span(start, time.start).of(scope.text)
    head = Span(scope.bounds.start, start)
    return not has_verb(scope, head) and not any(part.end <= time.start for part in reading.content)


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether the same speaker is only named again: `He added that ..., according to his statements`."""
    if draft.speaker is None or earlier.speaker is None or draft.speaker.linked_id is None:
        return False
    overlaps = any(part.overlaps(other) for part in draft.content for other in earlier.content)
    return draft.speaker.linked_id == earlier.speaker.linked_id and (overlaps or draft.holds(earlier.cue))


class _Rows(Generic[FactT]):
    """Rows in the order of the text, handed out by the stretch in which they begin."""

    def __init__(self, found: Sequence[FactT]) -> None:
        self.found = found
        self.starts = [row.start for row in found]

    def within(self, span: Span) -> list[FactT]:
        """The rows that begin in `span`."""
        return list(self.found[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)])
