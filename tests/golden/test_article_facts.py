"""The article's facts against gold that was made by reading it: places by offset and hash, never its sentences."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.spans import Span
from regesta.tables import Entity, Event, EventArgument, Fact, Figure, Time

pytestmark = pytest.mark.article

GOLD = tomllib.loads((Path(__file__).parents[2] / "data" / "gold" / "khan-fall-article.toml").read_text())
PLACE = ("start", "end", "sha256", "overlap")


@pytest.fixture(scope="module")
def doc(article_doc: Doc) -> Doc:
    return extract_document(article_doc)


def cases(section: str) -> Any:
    return pytest.mark.parametrize(
        "gold", GOLD[section], ids=lambda g: f"{g['start']}-{g.get('type', g.get('value', ''))}"
    )


def at(doc: Doc, gold: dict[str, Any], rows: list[Any]) -> list[Any]:
    """The rows at a place of the gold, which must still be the place that was annotated."""
    place = Span(gold["start"], gold["end"])
    assert hashlib.sha256(place.of(doc.text).encode()).hexdigest()[:16] == gold["sha256"], "the gold's place has moved"
    spans = [(Span(row.start, row.end), row) for row in rows]
    return [row for span, row in spans if (span.overlaps(place) if gold.get("overlap") else span == place)]


def columns(gold: dict[str, Any], *derived: str) -> dict[str, str]:
    return {name: str(value) for name, value in gold.items() if name not in (*PLACE, *derived)}


def as_text(row: Fact, names: dict[str, str]) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in names}


@cases("furniture")
def test_furniture_is_labelled_and_gives_no_fact(doc: Doc, gold: dict[str, Any]) -> None:
    assert [passage.kind for passage in at(doc, gold, list(doc.passages))] == ["furniture"]
    place = Span(gold["start"], gold["end"])
    facts = [row for rows in doc.found.values() for row in rows if isinstance(row, Fact)]
    assert [row for row in facts if Span(row.start, row.end).overlaps(place)] == []


@cases("passages")
def test_title_and_headings(doc: Doc, gold: dict[str, Any]) -> None:
    assert gold["kind"] in [passage.kind for passage in at(doc, gold, list(doc.passages))]


def test_there_are_no_other_headings(doc: Doc) -> None:
    assert sum(passage.kind == "heading" for passage in doc.passages) == 4


@cases("times")
def test_times(doc: Doc, gold: dict[str, Any]) -> None:
    wanted = columns(gold)
    assert wanted in [as_text(row, wanted) for row in at(doc, gold, doc.rows(Time))]


@cases("figures")
def test_figures(doc: Doc, gold: dict[str, Any]) -> None:
    figures = {row.figure_id: row for row in doc.rows(Figure)}
    wanted = columns(gold, "part_of_low")
    found = [row for row in at(doc, gold, list(figures.values())) if as_text(row, wanted) == wanted]
    assert found
    if "part_of_low" in gold:
        assert [str(figures[row.part_of].low) for row in found if row.part_of] == [gold["part_of_low"]]


@cases("events")
def test_events(doc: Doc, gold: dict[str, Any]) -> None:
    wanted = columns(gold, "actor_country", "recipient_country", "value_low", "victims", "cluster")
    found = [row for row in at(doc, gold, doc.rows(Event)) if as_text(row, wanted) == wanted]
    assert found, [as_text(row, wanted) for row in at(doc, gold, doc.rows(Event))]
    for role in ("actor", "recipient"):
        if want := gold.get(f"{role}_country"):
            assert want in countries(doc, found, role)
    for role, key in (("value", "value_low"), ("victims", "victims")):
        if want := gold.get(key):
            assert set(want.split()) <= amounts(doc, found, role)


def test_the_fall_is_one_cluster(doc: Doc) -> None:
    mentions = [gold for gold in GOLD["events"] if gold.get("cluster") == "fall"]
    found = [row for gold in mentions for row in at(doc, gold, doc.rows(Event)) if row.type == gold["type"]]
    assert len(found) == len(mentions)
    assert len({row.cluster_id for row in found}) == 1


def countries(doc: Doc, events: list[Event], role: str) -> set[str | None]:
    entities = {row.entity_id: row for row in doc.rows(Entity)}
    return {entities[a.entity_id].country for a in arguments(doc, events, role) if a.entity_id}


def amounts(doc: Doc, events: list[Event], role: str) -> set[str]:
    figures = {row.figure_id: row for row in doc.rows(Figure)}
    return {str(figures[a.figure_id].low) for a in arguments(doc, events, role) if a.figure_id}


def arguments(doc: Doc, events: list[Event], role: str) -> list[EventArgument]:
    ids = {event.event_id for event in events}
    return [row for row in doc.rows(EventArgument) if row.event_id in ids and row.role == role]
