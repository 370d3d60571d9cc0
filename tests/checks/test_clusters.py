"""Which happenings of different documents are one, and which look-alikes stay apart."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from regesta.compare import compare
from regesta.tables import Claim, Cluster, Conflict, Event, Incident, Merge, Passage, Row

Tables = dict[str, list[Row]]
Build = Callable[..., Tables]

PLACE = {"kind": "place"}


def attack(title: str, text: str, day: str | None, place: str | None = None, **told: Any) -> dict[str, Any]:
    """A document in which something is attacked, and whatever else is told."""
    made: dict[str, Any] = {"title": title, "text": text, "entities": dict(told.pop("entities", {}))}
    event = {"quote": told.pop("quote", "attacked"), "type": told.pop("type", "ASSAULT")}
    event |= {"date": day} if day else {}
    event |= {key: told.pop(key) for key in ("actor", "recipient", "victims", "object") if key in told}
    if place:
        made["entities"][place] = {**PLACE, "id": place.lower()}
        event["place"] = place
    return made | told | {"events": [event]}


def apart(tables: Build, *documents: dict[str, Any]) -> int:
    """How many happenings there are; the same for every order of the documents."""
    made = compare(tables(list(documents)))
    assert made == compare(tables(list(documents[::-1])))
    return len({row.cluster_id for row in made if isinstance(row, Cluster)})


def test_one_attack_in_two_papers_is_one_and_says_why(tables: Build) -> None:
    one = attack("A", "Gunmen attacked a bus near Korin on Monday.", "2031-03-03", "Korin")
    two = attack("B", "A depot burned when masked men struck at Korin.", "2031-03-03", "Korin", quote="struck")
    assert apart(tables, one, two) == 1
    merges = [row for row in compare(tables([one, two])) if isinstance(row, Merge)]
    assert [(float(row.score), row.reasons) for row in merges] == [(3.5, ["same day: 2031-03-03", "same place: korin"])]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2031-03-19", "Korin"),  # another day
        ("2031-03-03", "Velm"),  # another town
        ("2031-03-04", "Korin"),  # the next day
        (None, "Korin"),  # nobody says when
    ],
)
def test_look_alikes_stay_apart(tables: Build, day: str | None, place: str) -> None:
    country = {"Ostland": "OST"}
    one = attack("A", "Gunmen attacked a bus near Korin in Ostland.", "2031-03-03", "Korin", entities=country)
    two = attack("B", f"Gunmen attacked a bus near {place} in Ostland.", day, place, entities=country)
    assert apart(tables, one, two) == 2


def test_the_place_of_a_dateline_is_not_where_it_happened(tables: Build) -> None:
    place = {"Korin": {**PLACE, "id": "korin"}}
    texts = {
        "A": "Korin, March 3 - Rebels attacked a mill whose owner, Bela Ost, had left for the Amber Coast.",
        "B": "Korin, March 3 - Soldiers say that a school bus was attacked far north of the Sarn Hills by Red Column.",
    }
    built = tables([attack(title, text, "2031-03-03", entities=place) for title, text in texts.items()])
    assert len({row.cluster_id for row in compare(built) if isinstance(row, Cluster)}) == 1
    sentences = [row for row in built["passages"] if isinstance(row, Passage)]
    built["passages"] += [
        replace(row, passage_id=f"{row.passage_id}d", kind="dateline", end=len("Korin, March 3"))
        for row in sentences
        if row.start == 0
    ]
    assert len({row.cluster_id for row in compare(built) if isinstance(row, Cluster)}) == 2


def test_reports_of_one_incident_need_no_place(tables: Build) -> None:
    text = "The bridge of Saltmere collapsed under the Harvest Train on Friday, engineer Odo Brandt said."
    other = "Nobody had closed the bridge of Saltmere before the Harvest Train came, engineer Odo Brandt admitted."
    noise = [
        {"title": str(number), "text": f"{word} prices rose again in {town}, said {name}."}
        for number, (word, town, name) in enumerate(
            [("Corn", "Aster", "Pia Lund"), ("Wool", "Bodmer", "Jan Krol"), ("Salt", "Cale", "Ute Marz")]
        )
    ]
    told = {"quote": "Harvest Train", "type": "X:DISASTER"}
    one, two = attack("A", text, "2031-03-03", **told), attack("B", other, "2031-03-03", **told)
    rows = compare(tables([one, two, *noise]))
    assert len({row.incident_id for row in rows if isinstance(row, Incident)}) == 1 + len(noise)
    assert [row.reasons[0] for row in rows if isinstance(row, Merge)] == ["same day: 2031-03-03"]


def test_a_figure_ties_days_that_nearly_fit(tables: Build) -> None:
    def flood(title: str, day: str, toll: str) -> dict[str, Any]:
        return attack(
            title,
            f"The flood at Korin killed {toll} people.",
            day,
            "Korin",
            quote="flood",
            type="X:DISASTER",
            victims=f"{toll} people",
            figures=[{"quote": f"{toll} people", "measured": "killed", "noun": "person"}],
        )

    assert apart(tables, flood("A", "2031-03-03", "214"), flood("B", "2031-03-04", "214")) == 1
    assert apart(tables, flood("A", "2031-03-03", "214"), flood("B", "2031-03-04", "98")) == 2
    assert apart(tables, flood("A", "2031-03-03", "2"), flood("B", "2031-03-04", "2")) == 2
    assert apart(tables, flood("A", "2031-03-03", "214"), flood("B", "2031-03-14", "214")) == 2


def test_a_happening_of_some_days_may_be_dated_by_any_of_them(tables: Build) -> None:
    days = ["2031-03-03", "2031-03-04", "2031-03-03/2031-03-04"]
    storms = [
        attack(str(n), f"The storm over Korin broke mast {n}.", day, "Korin", quote="storm", type="X:DISASTER")
        for n, day in enumerate(days)
    ]
    rows = compare(tables(storms))
    assert [(row.verdict, row.status) for row in rows if isinstance(row, Conflict)] == [("granularity", "explained")]


def test_what_happens_seldom_is_one_although_the_dates_differ(tables: Build) -> None:
    def deal(title: str, day: str, other: str = "Westland") -> dict[str, Any]:
        return attack(
            title,
            f"Ostland signed a fishing pact with {other}.",
            day,
            quote="signed",
            type="X:DEAL_SIGNED",
            actor="Ostland",
            recipient=other,
            entities={"Ostland": "OST", "Westland": "WES", "Northland": "NOR"},
        )

    assert apart(tables, deal("A", "2031-03-28"), deal("B", "2031-04")) == 1
    assert apart(tables, deal("A", "2031-03-28"), deal("B", "2032-04")) == 2
    assert apart(tables, deal("A", "2031-03-28"), deal("B", "2031-04", "Northland")) == 2


def test_a_new_document_changes_no_id_of_a_claim(tables: Build) -> None:
    one = attack("A", "Gunmen attacked a bus near Korin on Monday.", "2031-03-03", "Korin")
    two = attack("B", "A bus was attacked at Korin.", "2031-03-03", "Korin")

    def ids(*documents: dict[str, Any]) -> set[str]:
        return {row.claim_id for row in compare(tables(list(documents))) if isinstance(row, Claim)}

    assert ids(one) | ids(two) == ids(one, two)


def test_two_happenings_of_one_document_stay_two(tables: Build) -> None:
    both = attack("A", "Gunmen attacked Korin. They struck Korin again.", "2031-03-03", "Korin")
    both["events"].append({"quote": "struck", "type": "ASSAULT", "date": "2031-03-03", "place": "Korin"})
    one = attack("B", "A bus was attacked at Korin.", "2031-03-03", "Korin")
    built = tables([both, one])
    assert len([row for row in built["events"] if isinstance(row, Event)]) == 3
    assert apart(tables, both, one) == 2
