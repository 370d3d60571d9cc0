"""Who and where: countries, divisions, places, organisations, groups, persons.

One pass over the words of the document against a trie of every name in `lexicon/entities` (longest match from the
left, whole words, case as written), then patterns for what no list holds, then persons again by surname. Nothing is
linked by a first name alone; a surface with several readings that the document does not settle keeps candidates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from regesta.extract.base import Doc
from regesta.extract.entities.again import again
from regesta.extract.entities.lexicon import Name, entries, rules
from regesta.extract.entities.mention import Mention, longest
from regesta.extract.entities.patterns import abbreviations, by_head
from regesta.extract.entities.persons import listed, named
from regesta.extract.entities.roles import is_role, link_holders, stated, unstated
from regesta.extract.entities.scan import Hit, Line, lines
from regesta.extract.entities.shared import decide
from regesta.extract.entities.tagged import tagged
from regesta.lexicon import Rule
from regesta.tables import Entity, Issue, Row

__all__ = ["Entities", "is_role"]

ABBREVIATION = "entities.patterns.abbreviation"


class Entities:
    """The extractor of the table `entities`."""

    name = "entities"
    needs: frozenset[str] = frozenset()
    gives = frozenset({"entities"})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule of the lists, offices and patterns, by rule id."""
        return rules()

    def extract(self, doc: Doc) -> Iterable[Row]:
        """Rows of `entities` in the order of the text; evidence for cells that other words gave; open readings."""
        found = lines(doc)
        mentions = longest([mention for line in found for mention in _of_line(line)])
        mentions = longest([*_abbreviated(found, mentions), *mentions])
        mentions = longest([*mentions, *tagged(doc, found, mentions)])
        mentions = longest([*mentions, *again(found, mentions)])
        undecided = decide(mentions)
        _share_countries(mentions)
        mentions = link_holders(longest([*mentions, *unstated(found, mentions)]))
        yield from _rows(doc, mentions)
        yield from (_issue(doc, mention) for mention in undecided)


def _of_line(line: Line) -> Iterator[Mention]:
    persons = list(named(line))
    yield from persons
    yield from by_head(line)
    yield from stated(line, persons)
    yield from (_by_list(line, hit) for hit in line.hits if hit.entry.role == "name")


def _by_list(line: Line, hit: Hit) -> Mention:
    entry = hit.entry
    if entry.kind == "person":
        return listed(line, hit)
    mention = Mention(line.span(hit.first, hit.last), entry.rule_id, entry.kind, entry.linked_id, entry.country)
    mention.options, mention.basis = hit.entries, entry.basis
    return mention


def _abbreviated(found: Sequence[Line], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Abbreviations where they are defined, and wherever they stand after that."""
    ends = {mention.span.end: mention for mention in mentions}
    defined: dict[str, Mention] = {}
    for line in found:
        for letters, mention in abbreviations(line, ends):
            defined[letters] = mention
            yield mention
        yield from _uses(line, defined)


def _uses(line: Line, defined: Mapping[str, Mention]) -> Iterator[Mention]:
    for index, word in enumerate(line.words):
        model = defined.get(word)
        if model is not None and line.starts[index] >= model.span.end:
            span = line.span(index, index + 1)
            mention = Mention(span, ABBREVIATION, model.kind, model.linked_id, model.country, model.basis)
            mention.support("linked_id", model.span, model.rule_id)
            yield mention


def _share_countries(mentions: Sequence[Mention]) -> None:
    """A person or body acts for the same state wherever the document mentions it."""
    known: dict[str | None, Mention] = {m.linked_id: m for m in reversed(mentions) if m.linked_id and m.country}
    for mention in mentions:
        source = known.get(mention.linked_id)
        if mention.country is None and source is not None:
            mention.take_country(source)
            mention.support("country", source.span, source.rule_id)


def _rows(doc: Doc, mentions: Sequence[Mention]) -> Iterator[Row]:
    for mention in mentions:
        row = Entity(
            entity_id=doc.fact_id("entities", mention.span, mention.rule_id, mention.linked_id),
            kind=mention.kind,
            linked_id=mention.linked_id,
            country=mention.country,
            country_basis=mention.basis if mention.country else None,
            place_type=_type(mention),
            office=mention.office,
            candidates=mention.candidates,
            **doc.provenance(mention.span, mention.rule_id),
        )
        yield row
        yield from (doc.evidence(row, column, span, rule_id) for column, span, rule_id in mention.grounds)


def _type(mention: Mention) -> str | None:
    """What the gazetteer says that a division is."""
    entry = entries().get(mention.rule_id)
    return entry.rule.type if entry is not None and isinstance(entry.rule, Name) else None


def _issue(doc: Doc, mention: Mention) -> Issue:
    name = mention.span.of(doc.text)
    message = f"{name!r} can be {' or '.join(mention.candidates)}; the document does not say which"
    return doc.issue("info", "entity_ambiguous", message, mention.span, mention.rule_id)
