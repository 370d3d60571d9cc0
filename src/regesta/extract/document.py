"""From passages to facts: the extractors, in the order in which they run.

Everything here depends on one document alone.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise

from regesta.errors import InvariantError
from regesta.extract.attributions import Attributions
from regesta.extract.base import Doc, Extractor, check_order
from regesta.extract.entities import Entities
from regesta.extract.events import Events
from regesta.extract.figures import Figures
from regesta.extract.parse import LONGEST
from regesta.extract.times import Times
from regesta.extract.times.by_events import dated_by_events
from regesta.lexicon import Rule
from regesta.tables import TABLES, Fact, Issue, Row, sort_key

__all__ = ["BUILTIN", "extract_document", "extractors_for", "rules"]

BUILTIN: tuple[Extractor, ...] = (Times(), Figures(), Entities(), Attributions(), Events())

check_order(BUILTIN)

_TABLE_NAMES = {row_class: name for name, row_class in TABLES.items()}

_BY_SENTENCE = frozenset({"attributions", "events"})
"""The tables for which sentences are read as wholes, and so not those of more than `parse.LONGEST` characters."""


def extract_document(doc: Doc, extractors: Collection[Extractor] = BUILTIN) -> Doc:
    """Run the extractors over `doc`; its `found` then holds their rows, sorted.

    A sentence of more than `parse.LONGEST` characters, which is a list or a table, gives no attribution and no event,
    but one row of `issues` for all who do not read it.

    Raises:
        InvariantError: a row was made by a rule that its extractor does not name, or two rows share an id.
    """
    for extractor in extractors:
        for row in sorted(extractor.extract(doc), key=sort_key):
            _check_rule(row, extractor)
            doc.found[_TABLE_NAMES[type(row)]].append(row)
    if any(extractor.gives & _BY_SENTENCE for extractor in extractors):
        doc.found["issues"].extend(_unread(doc))
    dated_by_events(doc)
    for name, rows in doc.found.items():
        rows.sort(key=sort_key)
        for left, right in pairwise(rows):
            if sort_key(left) == sort_key(right):
                raise InvariantError(f"{name}: two rows have the id {sort_key(left)[-1]}")
    return doc


def extractors_for(tables: Collection[str]) -> tuple[Extractor, ...]:
    """The built-in extractors that are needed to fill `tables`, in their order."""
    wanted, chosen = set(tables), []
    for extractor in reversed(BUILTIN):
        if extractor.gives & wanted:
            chosen.append(extractor)
            wanted |= extractor.needs
    return tuple(reversed(chosen))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that may stand in a `rule_id` of an extracted fact, by that id."""
    return {rule_id: rule for extractor in BUILTIN for rule_id, rule in extractor.rules.items()}


def _unread(doc: Doc) -> Iterator[Issue]:
    for sentence in doc.sentences():
        if len(sentence.span) > LONGEST:
            message = f"a sentence of {len(sentence.span):,} characters is not read for attributions and events"
            yield doc.issue("warning", "sentence_too_long", message, sentence.span)


def _check_rule(row: Row, extractor: Extractor) -> None:
    if isinstance(row, Fact) and row.rule_id not in extractor.rules:
        raise InvariantError(f"{extractor.name} made a row with the unknown rule {row.rule_id!r} at {row.start}")
