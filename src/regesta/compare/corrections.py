"""What a text takes back: by a correction note, or by a later version that has another value in its place.

A note says which of its words are taken back (`lexicon/corrections.toml`). A claim is taken back when it stands in
those words, or when its value does and the note is about the same thing: it names the person or the states, or the
value in its place is claimed of that thing by the same publisher. So a note about another figure takes nothing back. A
publisher takes back its own statements and copies of them, never those of others.

A later version of a document takes back the values of the earlier ones that it no longer has, where it has another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta import lexicon
from regesta.compare.comparable import shown
from regesta.compare.reading import Reading
from regesta.compare.vocabulary import has_word, state_name, subject_name, vocabulary
from regesta.errors import LexiconError
from regesta.spans import Span
from regesta.tables import Claim, Copy, Document, Fact, Figure, Passage

__all__ = ["Notice", "Taken", "notices", "read", "rules", "taken_back"]

_FULL_NAME = re.compile(r"\b[A-Z][\w'\u2019-]+(?:\s[A-Z][\w'\u2019-]+)+")

GOES_ON = 2
"""Sentences after the first that a note may have."""


class CorrectionRule(lexicon.Rule):
    """How a note says what it takes back; `pattern` has the groups `wrong` and `right`."""

    pattern: str


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a sentence the first of a note, and how a note says what it takes back, in the order of trying."""

    cue: re.Pattern[str]
    rules: Mapping[str, CorrectionRule]
    patterns: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction note: its first sentence, the words that are taken back, and those that stand in their place."""

    sentence: Passage
    rule_id: str
    wrong: Span
    right: Span | None


@dataclass(frozen=True, slots=True)
class Taken:
    """Which document takes a claim back, and the note that does so; a later version needs none."""

    doc_id: str
    notice: Notice | None = None


@cache
def rules() -> Rules:
    """The rules that ship with the project, read once; raises what `read` raises."""
    return read(lexicon.folder() / "corrections.toml")


def read(path: Path) -> Rules:
    """The rules of a file.

    Raises:
        LexiconError: an entry is malformed, or a pattern is none or lacks a group; names file and entry.
    """
    loaded = {f"corrections.{rule.id}": rule for rule in lexicon.load(path, CorrectionRule)}
    try:
        words = _Words.model_validate(lexicon.read(path).get("words", {}))
    except ValidationError as error:
        raise LexiconError(f"[words] cues: {error.errors()[0]['msg']}", file=path) from error
    patterns = {name: _compiled(rule.pattern, name, path) for name, rule in loaded.items()}
    for name, pattern in patterns.items():
        if set(pattern.groupindex) != {"wrong", "right"}:
            raise LexiconError(f"{name}: the pattern must have the groups wrong and right", file=path)
    return Rules(_compiled("|".join(words.cues), "[words] cues", path), loaded, patterns)


def notices(reading: Reading) -> Iterator[Notice]:
    """The correction notes of a document."""
    known = rules()
    for place, sentence in enumerate(reading.sentences):
        if not _begins(reading, sentence):
            continue
        text = reading.text(sentence.start, _end(reading, place))
        found = ((rule_id, pattern.search(text)) for rule_id, pattern in known.patterns.items())
        rule_id, match = next(((rule_id, match) for rule_id, match in found if match), ("", None))
        if match and (wrong := _span(match, "wrong", sentence.start)):
            yield Notice(sentence, rule_id, wrong, _span(match, "right", sentence.start))


def taken_back(
    claims: Sequence[Claim], readings: Mapping[str, Reading], groups: Mapping[str, str], copies: Iterable[Copy]
) -> dict[str, Taken]:
    """The claims that their own publisher took back, by id.

    Args:
        claims: all claims, with their copy groups.
        readings: the documents by id.
        groups: the copy group of each document.
        copies: the copied sentences: they say which documents are versions of one.
    """
    out = dict(_replaced(claims, {doc: reading.document for doc, reading in readings.items()}, copies))
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        said[claim.copy_group].append(claim)
    for doc_id, reading in readings.items():
        for notice in notices(reading):
            note = _Note(reading, notice)
            out.update((claim.claim_id, Taken(doc_id, notice)) for claim in note.takes_back(said[groups[doc_id]]))
    return out


@dataclass(frozen=True, slots=True)
class _Note:
    """A note in its document."""

    reading: Reading
    notice: Notice

    def takes_back(self, said: Sequence[Claim]) -> Iterator[Claim]:
        """Of the claims of one publisher, those that it takes back."""
        wrong, right = self.notice.wrong, self.notice.right
        kept = [claim for claim in said if right and self._holds(right, claim)]
        put, stays = {_what(claim) for claim in kept}, {claim.claim_id for claim in kept}
        for claim in said:
            own = claim.doc_id == self.reading.document.doc_id and _inside(claim, wrong)
            about = self._is_about(claim.subject, in_place=_what(claim) in put) and self._holds(wrong, claim)
            if (own or about) and claim.claim_id not in stays:
                yield claim

    def _is_about(self, subject: str, *, in_place: bool) -> bool:
        """Whether the note is about the subject of a claim: it names it, or has a value that is claimed of it in place.

        Where the note gives full names, the person is one of them.
        """
        kind, _, name = subject.partition(":")
        if kind not in ("person", "rel"):
            return in_place
        end = (self.notice.right or self.notice.wrong).end
        text = self.reading.text(self.notice.sentence.start, max(end, self.notice.sentence.end))
        if kind == "rel":
            return in_place or all(has_word(text, (state_name(state).lower(),)) for state in name.split("-"))
        named = [" ".join(found.lower().split()) for found in _FULL_NAME.findall(text)]
        return any(one.endswith(subject_name(subject).lower()) for one in named) or (in_place and not named)

    def _holds(self, span: Span, claim: Claim) -> bool:
        """Whether the value of a claim stands in some words of the note."""
        if claim.first or claim.last:
            times = (time for time in self.reading.times if _inside(time, span))
            return any((time.first, time.last) == (claim.first, claim.last) for time in times)
        if claim.low is not None or claim.high is not None:
            figures = (figure for figure in self.reading.figures if _inside(figure, span))
            return any(_is_of(figure, claim) for figure in figures)
        return bool(claim.text) and has_word(self.reading.text(span.start, span.end), (str(claim.text).lower(),))


def _is_of(figure: Figure, claim: Claim) -> bool:
    """Whether a figure can be the number of a claim: one value, and no other unit or noun."""
    if (figure.low, figure.high) != (claim.low, claim.high):
        return False
    if figure.unit_kind == "count" and claim.unit == "1":
        noun = (figure.unit_name or "").lower()
        return not noun or noun == claim.scope or noun in vocabulary().words.everybody
    return figure.unit in (None, claim.unit)


def _what(claim: Claim) -> tuple[str | None, ...]:
    return claim.subject, claim.property, claim.via, claim.scope


def _inside(fact: Fact, span: Span) -> bool:
    return span.start <= fact.start and fact.end <= span.end


def _replaced(
    claims: Iterable[Claim], documents: Mapping[str, Document], copies: Iterable[Copy]
) -> Iterator[tuple[str, Taken]]:
    """The claims of which a later version of their document says something else."""
    families = _families(copies)
    held: dict[tuple[str, tuple[str | None, ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.doc_id in families:
            held[families[claim.doc_id], _what(claim)].append(claim)
    for same in held.values():
        for claim in same:
            later = {c.doc_id for c in same if _is_later(documents[c.doc_id], documents[claim.doc_id])}
            last = max(later, key=lambda doc: (_days(documents[doc]), doc), default=None)
            if last and all(shown(c) != shown(claim) for c in same if c.doc_id == last):
                yield claim.claim_id, Taken(last)


def _families(copies: Iterable[Copy]) -> dict[str, str]:
    """The oldest version of each document that has versions."""
    of = {row.doc_id: row.of_doc_id for row in copies if row.kind == "version"}
    root = {doc: doc for doc in of.values() if doc not in of}
    for doc in of:
        at = doc
        while at in of:
            at = of[at]
        root[doc] = at
    return root


def _days(document: Document) -> tuple[date, date]:
    """When a document got the words that it has; later than any day when that is not known."""
    first, last = document.updated_first or document.published_first, document.updated_last or document.published_last
    return first or date.max, last or date.max


def _is_later(document: Document, other: Document) -> bool:
    first, (_, last) = _days(document)[0], _days(other)
    return last < first < date.max


def _begins(reading: Reading, sentence: Passage) -> bool:
    """Whether a sentence is the first of a note: by its words, or because the file marks what it begins as one."""
    marked = any(text.startswith(" ".join(sentence.quote.split())) for text in reading.corrections)
    return marked or rules().cue.search(sentence.quote) is not None


def _end(reading: Reading, place: int) -> int:
    """Where a note ends whose first sentence is known: with its paragraph, or its third sentence."""
    end = reading.sentences[place].end
    for sentence in reading.sentences[place + 1 : place + 1 + GOES_ON]:
        if "\n\n" in reading.text(end, sentence.start) or _begins(reading, sentence):
            break
        end = sentence.end
    return end


def _span(found: re.Match[str], group: str, offset: int) -> Span | None:
    start, end = found.span(group)
    return Span(offset + start, offset + end) if start >= 0 else None


def _compiled(pattern: str, name: str, path: Path) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise LexiconError(f"{name}: no regular expression: {error}", file=path) from error
