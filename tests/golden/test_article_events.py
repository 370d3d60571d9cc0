"""How the article's events hang together: parties, clusters, speakers. Places by offset and hash, no sentences."""

import hashlib
from dataclasses import replace

import pytest

from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.spans import Span
from regesta.tables import TABLES, Attribution, Entity, Event, EventArgument, Figure

pytestmark = pytest.mark.article

FALL = (
    (18, "e85a6413c1bd537b"),
    (115, "2dc46af1b78c32df"),
    (2738, "e23033d355f8471a"),
    (5025, "39a375ee58ff25ac"),
    (9605, "e23033d355f8471a"),
)
ATTACK = ((8808, "fca30679635be3bb"), (8937, "fca30679635be3bb"))
QUOTED_ATTACK, DATED_ATTACK = ATTACK
MEETINGS = ((1911, None), (2244, None))


@pytest.fixture(scope="module")
def doc(article_doc: Doc) -> Doc:
    # the fixture is shared, and extractors fill the document that they are given
    return extract_document(replace(article_doc, found={name: [] for name in TABLES}))


def at(doc: Doc, start: int, digest: str | None = None) -> Event:
    found = [event for event in doc.rows(Event) if event.start == start]
    assert found, f"no event begins at {start}"
    if digest:
        assert hashlib.sha256(found[0].quote.encode()).hexdigest()[:16] == digest
    return found[0]


def states(doc: Doc, event: Event, role: str) -> set[str | None]:
    named = {row.entity_id: row.country for row in doc.rows(Entity)}
    return {
        named[a.entity_id]
        for a in doc.rows(EventArgument)
        if a.event_id == event.event_id and a.role == role and a.entity_id
    }


@pytest.mark.parametrize("mentions", [FALL, ATTACK, MEETINGS], ids=["fall", "attack", "meetings"])
def test_mentions_of_one_happening_are_one_cluster(doc: Doc, mentions: tuple[tuple[int, str | None], ...]) -> None:
    found = [at(doc, *mention) for mention in mentions]
    assert len({event.cluster_id for event in found}) == 1
    assert len({(event.first, event.last) for event in found}) == 1
    assert found[0].cluster_id == min(e.event_id for e in doc.rows(Event) if e.cluster_id == found[0].cluster_id)


def test_the_overthrow_is_not_dated_by_what_came_a_day_after_it(doc: Doc) -> None:
    overthrow, announcement = at(doc, *FALL[-1]), at(doc, 9636)
    assert (str(overthrow.first), overthrow.time_basis) == ("2022-04-10", "event")
    assert str(announcement.first) == "2022-04-11"


def test_other_attacks_are_other_clusters(doc: Doc) -> None:
    accused = at(doc, 2583)
    assert accused.status == "alleged"
    assert accused.cluster_id != at(doc, *DATED_ATTACK).cluster_id


@pytest.mark.parametrize(
    ("start", "pair"),
    [
        (814, {"CHN", "PAK"}),
        (905, {"CHN", "PAK"}),
        (7167, {"CHN", "PAK"}),
        (3913, {"PAK", "RUS"}),
        (4016, {"PAK", "CHN"}),
    ],
)
def test_the_parties(doc: Doc, start: int, pair: set[str]) -> None:
    event = at(doc, start)
    assert states(doc, event, "actor") | states(doc, event, "recipient") | states(doc, event, "participant") == pair


def test_the_attack_has_its_place_and_its_victims(doc: Doc) -> None:
    attack = at(doc, *DATED_ATTACK)
    arguments = [a for a in doc.rows(EventArgument) if a.event_id == attack.event_id]
    places = {row.entity_id: row.linked_id for row in doc.rows(Entity)}
    figures = {row.figure_id: row for row in doc.rows(Figure)}
    assert "PK-KP" in {places[a.entity_id] for a in arguments if a.role == "place" and a.entity_id}
    victims = [figures[a.figure_id] for a in arguments if a.role == "victims" and a.figure_id]
    assert [int(figure.low or 0) for figure in victims] == [13, 10]
    assert victims[1].part_of == victims[0].figure_id


def test_what_a_magazine_reports_is_reported(doc: Doc) -> None:
    meetings = at(doc, MEETINGS[0][0])
    assert meetings.status == "reported"
    assert meetings.attribution_id in {row.attribution_id for row in doc.rows(Attribution)}


def test_outside_the_body_stands_only_what_the_body_tells(doc: Doc) -> None:
    outside = [Span(p.start, p.end) for p in doc.passages if p.kind in ("title", "heading", "furniture", "byline")]
    found = [e for e in doc.rows(Event) if any(span.overlaps(Span(e.start, e.end)) for span in outside)]
    assert [e.start for e in found] == [FALL[0][0]]


def test_the_fall_has_five_mentions(doc: Doc) -> None:
    cluster = at(doc, *FALL[0]).cluster_id
    assert [e.start for e in doc.rows(Event) if e.cluster_id == cluster] == [start for start, _ in FALL]


def test_a_crossing_that_might_be_allowed_is_hypothetical(doc: Doc) -> None:
    crossing = at(doc, 2450)
    assert (crossing.type, crossing.status) == ("MOBILIZE", "hypothetical")
