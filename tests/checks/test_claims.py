"""From the facts of documents to claims, and what a further document changes: nothing that was there."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from regesta.compare import compare
from regesta.tables import Claim, Cluster, Comparison, Conflict, Merge, Row

Build = Callable[..., dict[str, list[Row]]]
PAIR = {"Finland": "FIN", "Estonia": "EST"}

HISTORY: dict[str, Any] = {
    "title": "Two Shores",
    "text": (
        "The ties between Finland and Estonia began with the founding of Estonia in 1918, and Finland's recognition of "
        "it in 1920.\n"
        "On 1 June 1991, Anna Kask said that Finland and Estonia established relations in 1921.\n"
        "She said that the friendship between the two countries has lasted for the past 70 years."
    ),
    "entities": PAIR,
    "times": [{"quote": "the past 70 years", "duration": "P70Y", "offset": "-P70Y"}],
    "attributions": [
        {
            "quote": "said",
            "speaker": "Anna Kask",
            "speaker_id": "anna-kask",
            "content": "Finland and Estonia established relations in 1921",
            "said": "1991-06-01",
        },
        {
            "quote": "said",
            "after": "She ",
            "speaker": "She",
            "content": "the friendship between the two countries has lasted for the past 70 years",
        },
    ],
    "events": [
        {"quote": "began", "type": "X:RELATIONS_BEGIN", "date": "1918", "participant": ["Finland", "Estonia"]},
        {
            "quote": "ties",
            "type": "X:RELATIONS_BEGIN",
            "date": "1920",
            "participant": ["Finland", "Estonia"],
        },
        {"quote": "founding", "type": "X:STATE_FOUNDED", "date": "1918", "object": "Estonia"},
        {"quote": "recognition", "type": "X:RECOGNITION", "date": "1920", "actor": "Finland", "recipient": "Estonia"},
        {
            "quote": "established",
            "type": "X:RELATIONS_ESTABLISHED",
            "date": "1921",
            "participant": ["Finland", "Estonia"],
            "status": "reported",
            "said": "said",
        },
    ],
}

NOTE: dict[str, Any] = {
    "title": "A Note",
    "published": "1991-03",
    "text": "Finland recognised Estonia in 1919.",
    "entities": PAIR,
    "events": [
        {"quote": "recognised", "type": "X:RECOGNITION", "date": "1919", "actor": "Finland", "recipient": "Estonia"}
    ],
}


def attack(title: str, published: str | None, toll: str, part: str | None = None) -> dict[str, Any]:
    figures = [{"quote": toll, "measured": "killed", "noun": "person"}]
    if part:
        figures.append({"quote": part, "noun": "norwegian", "part_of": toll})
    return {
        "title": title,
        "published": published,
        "text": f"In the attack on a bus near Sella on 4 May 2001 {toll} were killed"
        + (f", including {part}." if part else "."),
        "entities": {
            "Sella": {"kind": "place", "id": "sella", "country": "ITA"},
            "Norwegians": {"kind": "group", "id": "NOR", "country": "NOR"},
        },
        "figures": figures,
        "events": [
            {
                "quote": "attack",
                "type": "ASSAULT",
                "date": "2001-05-04",
                "place": "Sella",
                "victims": [toll, *([part] if part else [])],
            }
        ],
    }


def of(rows: list[Row], kind: type[Any]) -> list[Any]:
    return [row for row in rows if type(row) is kind]


def test_the_start_of_relations_has_one_claim_for_each_way_of_dating_it(tables: Build) -> None:
    rows = compare(tables([HISTORY]))
    starts = [c for c in of(rows, Claim) if c.subject == "rel:EST-FIN" and c.property == "relations_start"]
    assert sorted((c.first.year, c.via or "") for c in starts) == [
        (1918, ""),
        (1920, "recognition"),
        (1921, "diplomatic_relations"),
    ]
    verdicts = {
        (*sorted((c.expected, c.observed)), c.verdict) for c in of(rows, Comparison) if c.check == "date_conflict"
    }
    assert verdicts == {
        ("1920", "1921", "milestone_differs"),
        ("1918", "1920", "conflict"),
        ("1918", "1921", "conflict"),
    }


def test_a_pronoun_has_the_day_on_which_its_speaker_last_spoke(tables: Build) -> None:
    rows = compare(tables([HISTORY]))
    (elapsed,) = (c for c in of(rows, Claim) if c.property == "relations_elapsed")
    assert (elapsed.subject, elapsed.low, elapsed.unit) == ("rel:EST-FIN", Decimal(70), "a")
    assert (elapsed.as_of_first, elapsed.as_of_last) == (date(1991, 6, 1), date(1991, 6, 1))
    assert (elapsed.status, elapsed.speaker) == ("reported", "She")
    found = {c.observed: c.verdict for c in of(rows, Comparison) if c.check == "relative_date"}
    assert found == {"1921": "agree", "1920": "agree", "1918": "milestone_differs"}


def test_a_statement_without_a_day_speaks_not_before_the_latest_thing_that_it_reports(tables: Build) -> None:
    claims = of(compare(tables([attack("Undated", None, "9 people")])), Claim)
    (killed,) = (claim for claim in claims if claim.property == "killed")
    assert (killed.as_of_first, killed.as_of_last) == (date(2001, 5, 4), None)


def test_a_part_has_the_code_of_its_state_as_scope(tables: Build) -> None:
    rows = compare(tables([attack("Wire", "2001-05-04", "9 people", "2 Norwegians")]))
    killed = {(c.low, c.scope, c.text) for c in of(rows, Claim) if c.property == "killed"}
    assert killed == {(Decimal(9), None, "9"), (Decimal(2), "NOR", "2")}


def test_a_part_of_unknown_wholes_is_not_decided(tables: Build) -> None:
    early, late = (
        attack("Wire", "2001-05-04", "9 people", "2 Norwegians"),
        attack("Update", "2001-05-06", "9 people", "3 Norwegians"),
    )
    late["figures"] = [{"quote": "3 Norwegians", "noun": "norwegian", "measured": "killed"}]
    late["events"][0]["victims"] = ["3 Norwegians"]
    assert [c.verdict for c in of(compare(tables([early, late])), Conflict)] == ["undetermined"]


def test_another_document_joins_but_renames_nothing(tables: Build) -> None:
    some = [HISTORY, attack("Wire", "2001-05-04", "9 people", "2 Norwegians")]
    more = [*some, NOTE, attack("Update", "2001-05-06", "11 people", "3 Norwegians")]
    before, after = compare(tables(some)), compare(tables(more))
    for kind, key in ((Claim, "claim_id"), (Comparison, "comparison_id"), (Conflict, "conflict_id")):
        assert {getattr(row, key) for row in of(before, kind)} < {getattr(row, key) for row in of(after, kind)}
    accused = {(c.property, *sorted(s.value for s in c.support)) for c in of(after, Conflict) if c.status == "open"}
    assert ("recognition", "1919", "1920") in accused
    updates = {(*sorted(s.value for s in c.support),) for c in of(after, Conflict) if c.verdict == "update"}
    assert updates == {("11", "9"), ("2", "3")}
    assert any("same place: sella" in merge.reasons for merge in of(after, Merge))


def test_the_order_of_rows_and_documents_changes_nothing(tables: Build) -> None:
    documents = [HISTORY, NOTE, attack("Wire", "2001-05-04", "9 people"), attack("Update", "2001-05-06", "11 people")]
    expected = compare(tables(documents))
    for seed in range(3):
        shuffled = tables(documents)
        for rows in shuffled.values():
            random.Random(seed).shuffle(rows)
        assert compare(shuffled) == expected


def test_every_claim_points_at_its_fact_and_every_comparison_at_its_claims(tables: Build) -> None:
    built = tables([HISTORY, NOTE, attack("Wire", "2001-05-04", "9 people", "2 Norwegians")])
    rows = compare(built)
    facts = {getattr(row, f"{name[:-1]}_id") for name in ("events", "figures", "times") for row in built[name]}
    claims = of(rows, Claim)
    assert {claim.fact_id for claim in claims} <= facts
    assert len({claim.claim_id for claim in claims}) == len(claims)
    assert all(
        claim.quote == next(d.text for d in built["documents"] if d.doc_id == claim.doc_id)[claim.start : claim.end]
        for claim in claims
    )


@pytest.mark.parametrize(
    ("day", "place", "joined"),
    [("2001-05-04", "Sella", True), ("2001-05-05", "Sella", False), ("2001-05-04", "Turin", False)],
)
def test_happenings_join_only_when_day_and_place_fit(tables: Build, day: str, place: str, joined: bool) -> None:
    other = attack("Other", "2001-05-07", "9 people")
    other["text"] = other["text"].replace("Sella", place)
    other["entities"] = {place: {"kind": "place", "id": place.lower(), "country": "ITA"}}
    other["events"][0] |= {"date": day, "place": place}
    rows = compare(tables([attack("Wire", "2001-05-04", "9 people"), other]))
    assert (len({c.cluster_id for c in of(rows, Cluster)}) == 1) == joined


def test_no_two_happenings_of_one_document_join_through_another(tables: Build) -> None:
    first = attack("Two Attacks", "2001-06-01", "9 people")
    first["text"] += " Another attack hit Sella in May 2001."
    first["events"].append(
        {
            "quote": "attack",
            "name": "second",
            "after": "Another ",
            "type": "ASSAULT",
            "date": "2001-05",
            "place": "Sella",
        }
    )
    rows = compare(tables([first, attack("Wire", "2001-05-04", "9 people")]))
    clusters: dict[str, list[str]] = {}
    for row in of(rows, Cluster):
        clusters.setdefault(row.cluster_id, []).append(row.doc_id)
    assert sorted(len(held) for held in clusters.values()) == [1, 2]
    assert all(len(set(held)) == len(held) for held in clusters.values())
