"""The parse layer: words keep their place in the document, sentences are parsed once, long ones are not."""

import pytest

from regesta.extract import parse
from regesta.extract.annotate import document
from regesta.spans import Span

TEXT = "“Ja” \U0001f600.\n\nThe minister of Peru signed the deal in Lima. Rain fell."


def test_words_are_at_their_place_in_the_document() -> None:
    doc = document(TEXT)
    for sentence, found in zip(doc.sentences(), doc.parses.of([s.span for s in doc.sentences()]), strict=True):
        assert found is not None
        assert all(word.span.of(TEXT) == word.text for word in found.words)
        assert found.span == sentence.span


def test_the_tree_is_walked_up_and_down() -> None:
    doc = document(TEXT)
    span = next(s.span for s in doc.sentences() if "signed" in s.span.of(TEXT))
    [found] = doc.parses.of([span])
    assert found is not None
    signed = found.at(TEXT.index("signed"))
    assert signed is not None
    [subject] = found.children(signed, "nsubj")
    assert (signed.lemma, subject.text) == ("sign", "minister")
    assert [w.text for w in found.subtree(subject)] == ["The", "minister", "of", "Peru"]
    peru = found.at(TEXT.index("Peru"))
    assert peru is not None
    assert [w.text for w in found.ancestors(peru)] == ["of", "minister", "signed"]
    start = TEXT.index("The minister")
    assert found.top(Span(start, start + len("The minister of Peru"))) == subject
    assert found.head(signed) is None


def test_a_sentence_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = document(TEXT)
    spans = [s.span for s in doc.sentences()]
    first = doc.parses.of(spans)
    monkeypatch.setattr(parse, "_pipeline", lambda: pytest.fail("parsed again"))
    assert doc.parses.of(spans) == first
    assert doc.parses.names([spans[0]]) == doc.parses.names([spans[0]])


def test_names_are_at_their_place() -> None:
    doc = document(TEXT)
    names = [name for found in doc.parses.names([s.span for s in doc.sentences()]) for name in found]
    assert ("Peru", "GPE") in [(name.span.of(TEXT), name.label) for name in names]


def test_blank_and_endless_sentences_get_no_parse() -> None:
    text = "word " * 1_000
    doc = document(text)
    assert doc.parses.of([Span(4, 5), Span(0, len(text))]) == [None, None]
    assert doc.parses.names([Span(0, len(text))]) == [[]]
