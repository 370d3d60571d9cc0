"""Persons and organisations that no list and no pattern knows: what the tagger of the language model sees.

The tagger is dear, and errs on single words, on headlines and on words that only look like names. So it is asked about
sentences alone that hold two capitalised words in a row which nothing else explains, about each such pair once in a
document; and it is believed where its name fills words of such a run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regesta.extract.base import Doc
from regesta.extract.entities.lexicon import slug, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.naming import is_name_word, is_other, person
from regesta.extract.entities.scan import Line
from regesta.extract.parse import Name

__all__ = ["tagged"]

PERSON = "entities.patterns.tagged_person"
ORGANISATION = "entities.patterns.tagged_organisation"
HEADLINE = 0.6
"""A sentence with a larger share of capitalised words is a headline: a capital says nothing in it."""

PLACED = frozenset(("in", "In", "at", "At", "near", "Near"))
"""After one of these a name is that of a place."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row that nothing explains."""

    first: int
    last: int


def tagged(doc: Doc, lines: Sequence[Line], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Persons and organisations of at least two words beside those in `mentions`."""
    covered = {offset for mention in mentions for offset in (mention.span.start, mention.span.end - 1)}
    seen = {tuple(mention.name) for mention in mentions}
    asked: list[tuple[Line, list[_Run]]] = []
    for line in lines:
        runs = list(_runs(line, covered)) if line.sentence.is_body else []
        new = {tuple(line.words[run.first : run.last]) for run in runs} - seen
        if new and not _is_headline(line):
            asked.append((line, runs))
            seen |= new
    names = doc.parses.names([line.sentence.span for line, _ in asked])
    for (line, runs), found in zip(asked, names, strict=True):
        yield from _believed(line, runs, found)


def _runs(line: Line, covered: set[int]) -> Iterator[_Run]:
    index = 0
    while index < len(line.words):
        first = index
        while index < len(line.words) and _belongs(line, first, index, covered):
            index += 1
        if sum(len(word) > 1 for word in line.words[first:index]) > 1:
            yield _Run(first, index)
        index = max(index, first + 1)


def _belongs(line: Line, first: int, index: int, covered: set[int]) -> bool:
    if line.words[index] == "." and index > first:
        return line.touches(index) and len(line.words[index - 1]) == 1
    return is_name_word(line, index) and line.starts[index] not in covered


def _is_headline(line: Line) -> bool:
    letters = [word for word in line.words if word[0].isalpha()]
    return sum(word[0].isupper() for word in letters) > HEADLINE * len(letters)


def _believed(line: Line, runs: Sequence[_Run], found: Sequence[Name]) -> Iterator[Mention]:
    starts = {start: index for index, start in enumerate(line.starts)}
    for name in found:
        first = starts.get(name.span.start)
        if first is None or name.label not in ("PERSON", "ORG"):
            continue
        if line.words[first].lower() == "the":
            first += 1
        run = next((run for run in runs if run.first <= first < run.last), None)
        if run is not None and line.ends[run.last - 1] >= name.span.end - len("'s"):
            last = max(index for index in range(first, run.last) if line.ends[index] <= name.span.end) + 1
            yield from _mention(line, first, last, name.label)


def _mention(line: Line, first: int, last: int, label: str) -> Iterator[Mention]:
    made = person(line, first, last, PERSON)
    if not made.is_full:
        return
    if label == "PERSON":
        if not is_other(line, last) and line.words[first - 1 if first else 0] not in PLACED:
            yield made
    elif line.words[first] not in words().given:
        mention = Mention(made.span, ORGANISATION, "organisation", slug(" ".join(made.name)))
        mention.name, mention.is_full = made.name, True
        yield mention
