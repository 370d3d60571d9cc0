"""Copies and origins: whose words a claim is, and for which day they speak."""

from collections.abc import Callable
from typing import Any

import pytest

from regesta.compare import compare
from regesta.compare.copies import find_copies
from regesta.compare.reading import Reading
from regesta.tables import Claim, Conflict, Copy, Row, Source, SourceDocument

Tables = dict[str, list[Row]]
Build = Callable[..., Tables]

DISPATCH = (
    "A ferry with pilgrims sank off the island of Sel on Monday after a fire in its engine room, and 20 people died, "
    "the harbour office said."
)
OWN = "We spent the week on the quay of Port Amund, where the nets dry and nobody likes to talk about the sea."


def report(title: str, published: str | None, text: str, toll: str = "20") -> dict[str, Any]:
    """A document on the sinking that gives a toll."""
    made: dict[str, Any] = {
        "title": title,
        "text": text,
        "entities": {"Sel": {"kind": "place", "id": "sel"}},
        "figures": [{"quote": f"{toll} people", "measured": "died", "noun": "person"}],
        "events": [
            {"quote": "sank", "type": "X:DISASTER", "date": "2031-03-03", "place": "Sel", "victims": f"{toll} people"}
        ],
    }
    return made | ({"published": published} if published else {})


WIRE = report("Wire", "2031-03-03", DISPATCH)
NEWSLETTER = report("Newsletter", "2031-03-09", f"{OWN} {DISPATCH} Write to us.")
UPDATE = report(
    "Update", "2031-03-05", "The ferry that sank off Sel on Monday had no second boat. 24 people died.", "24"
)


def groups(rows: list[Row]) -> dict[str, set[str]]:
    """The documents of the claims of each copy group."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if isinstance(row, Claim):
            found.setdefault(row.copy_group, set()).add(row.doc_id)
    return found


def published(tables: Tables, **publishers: str) -> Tables:
    """The tables, with the publisher of each document by its title."""
    ids = {row.title: row.doc_id for row in tables["documents"]}  # type: ignore[attr-defined]
    tables["sources"] = [
        Source(source_id=title, publisher=publisher, status="ingested", extra=[])
        for title, publisher in publishers.items()
    ]
    tables["source_documents"] = [SourceDocument(source_id=title, doc_id=ids[title]) for title in publishers]
    return tables


def test_a_sentence_inside_a_longer_page_is_found_and_says_whose_it_is(tables: Build) -> None:
    built = tables([NEWSLETTER, WIRE])
    wire = next(row.doc_id for row in built["documents"] if row.title == "Wire")  # type: ignore[attr-defined]
    rows = compare(built)
    copies = [row for row in rows if isinstance(row, Copy)]
    assert [(row.of_doc_id, row.kind, float(row.share)) for row in copies] == [(wire, "copy", 1.0)]
    assert all(len(documents) == 2 for documents in groups(rows).values())
    copied = [row for row in rows if isinstance(row, Claim) and row.copied_from]
    assert copied
    assert {row.copied_from for row in copied} == {wire}


def test_what_is_copied_late_is_as_old_as_its_original_and_no_second_source(tables: Build) -> None:
    rows = compare(tables([UPDATE, NEWSLETTER, WIRE]))
    conflicts = [row for row in rows if isinstance(row, Conflict) and row.property == "killed"]
    assert len(conflicts) == 2
    for conflict in conflicts:
        assert (conflict.status, conflict.verdict) == ("explained", "update")
        assert {(held.value, held.sources) for held in conflict.support} == {("20", 1), ("24", 1)}


def test_a_later_report_in_other_words_is_no_copy(tables: Build) -> None:
    rows = compare(tables([WIRE, UPDATE]))
    assert [row for row in rows if isinstance(row, Copy)] == []
    assert all(len(documents) == 1 for documents in groups(rows).values())


def test_one_publisher_is_one_source(tables: Build) -> None:
    rows = compare(published(tables([WIRE, UPDATE]), Wire="The Sel Wire", Update="the  sel wire"))
    assert [len(documents) for documents in groups(rows).values()] == [2]
    rows = compare(published(tables([WIRE, UPDATE]), Wire="The Sel Wire", Update="The Amund Gazette"))
    assert [len(documents) for documents in groups(rows).values()] == [1, 1]


def test_an_agency_is_behind_what_is_credited_to_it(tables: Build) -> None:
    dateline = "PORT AMUND, March 5, 2031 (Reuters) - "
    credited = [
        report(name, "2031-03-05", f"{dateline}{text}", toll)
        for name, text, toll in [("A", DISPATCH, "20"), ("B", UPDATE["text"], "24")]
    ]
    rows = compare(published(tables(credited), A="The Sel Gazette", B="The Amund Gazette"))
    assert [len(documents) for documents in groups(rows).values()] == [2]


def test_who_copies_two_agencies_does_not_make_one_of_them(tables: Build) -> None:
    other = report("Other", "2031-03-04", UPDATE["text"], "24")
    both = report("Both", "2031-03-09", f"{DISPATCH} {UPDATE['text']}")
    built = published(tables([WIRE, other, both]), Wire="The Sel Wire", Other="Amund News", Both="Week")
    found = find_copies(list(Reading.of_all(built)), built)
    assert len({row.of_doc_id for row in found.rows}) == 2
    assert len(set(found.groups.values())) == 3


def test_later_versions_of_one_publisher_are_versions(tables: Build) -> None:
    second = report("Second", "2031-03-04", f"{DISPATCH} The search goes on.")
    built = published(tables([second, WIRE]), Wire="The Sel Wire", Second="The Sel Wire")
    assert [row.kind for row in find_copies(list(Reading.of_all(built)), built).rows] == ["version"]


@pytest.mark.parametrize("published_", [None, "2031-03-03"])
def test_the_order_of_documents_changes_nothing(tables: Build, published_: str | None) -> None:
    made = [NEWSLETTER, report("Twin", published_, DISPATCH), WIRE, UPDATE]
    assert compare(tables(made)) == compare(tables(made[::-1]))


def test_without_text_there_are_no_copies(tables: Build) -> None:
    empty = tables([])
    assert list(find_copies([], empty).rows) == []
