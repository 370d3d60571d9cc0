"""Every rule of every lexicon does what its examples say, and nothing in its counter-examples."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import BUILTIN, extract_document, extractors_for, rules
from regesta.lexicon import Example, Rule
from regesta.tables import Event, EventArgument, Evidence, Fact, Row
from regesta.text.passages import RULES as PASSAGE_RULES

EVERY: Mapping[str, Rule] = {**PASSAGE_RULES, **rules()}
EXAMPLES = [(rule_id, example) for rule_id, rule in EVERY.items() for example in rule.examples]
COUNTER_EXAMPLES = [(rule_id, text) for rule_id, rule in EVERY.items() for text in rule.counter_examples]


def read(rule_id: str, text: str, published: date | None = None) -> Doc:
    """The text with what the rule's extractor, and those that it needs, find in it."""
    gives = {table for extractor in BUILTIN if rule_id in extractor.rules for table in extractor.gives}
    return extract_document(document(text, published, furniture=True), extractors_for(gives))


def made_by(doc: Doc, rule_id: str) -> list[Fact]:
    every: list[Row] = [*doc.passages, *(row for rows in doc.found.values() for row in rows)]
    facts = [row for row in every if isinstance(row, Fact) and not isinstance(row, Evidence | EventArgument)]
    return [row for row in facts if row.rule_id == rule_id]


def value(doc: Doc, row: Fact, column: str) -> Any:
    """A column as text, or for an event the quotes of the arguments that play a role."""
    if isinstance(row, Event) and not hasattr(row, column):
        arguments = [a.quote for a in doc.rows(EventArgument) if a.event_id == row.event_id and a.role == column]
        return arguments[0] if len(arguments) == 1 else arguments
    found = getattr(row, column)
    return [str(item) for item in found] if isinstance(found, list) else str(found)


def matches(doc: Doc, row: Fact, example: Example) -> bool:
    wanted = {c: [str(v) for v in w] if isinstance(w, list) else str(w) for c, w in example.expected.items()}
    return row.quote == example.quote and all(value(doc, row, column) == want for column, want in wanted.items())


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES, ids=[f"{r}-{e.quote[:20]}" for r, e in EXAMPLES])
def test_example(rule_id: str, example: Example) -> None:
    doc = read(rule_id, example.text, example.published)
    found = made_by(doc, rule_id)
    shown = [(row.quote, {c: value(doc, row, c) for c in example.expected}) for row in found]
    assert any(matches(doc, row, example) for row in found), f"wanted {example!r}, found {shown}"


@pytest.mark.parametrize(("rule_id", "text"), COUNTER_EXAMPLES, ids=[f"{r}-{t[:20]}" for r, t in COUNTER_EXAMPLES])
def test_counter_example(rule_id: str, text: str) -> None:
    assert [row.quote for row in made_by(read(rule_id, text), rule_id)] == []
