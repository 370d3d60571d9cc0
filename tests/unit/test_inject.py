"""The benchmark of injected contradictions: its twins, and how it tells what became of them."""

import json
from pathlib import Path

import pytest
from benchmarks import inject, twins
from benchmarks.twins import Twin

TEXT = """Ferry fire off Harwick
March 3, 2011
A fire on a ferry off Harwick killed 14 people and injured nine passengers, the coast guard said.
The captain, Edgar Molloy, 51, was arrested on March 4, 2011, after the ship had been towed to port.
Molloy had signed a $2.4 million contract with the owners.
Harbour officials met with the owners. They declined to comment."""


def made(kind: str, *, innocent: bool = False) -> list[Twin]:
    return [t for t in twins.twins("ferry", TEXT) if t.kind == kind and t.innocent is innocent]


@pytest.mark.parametrize("innocent", [False, True])
@pytest.mark.parametrize("kind", list(twins.KINDS))
def test_a_twin_of_every_kind_says_where_its_two_values_stand(kind: str, *, innocent: bool) -> None:
    found = made(kind, innocent=innocent)
    assert found
    for twin in found:
        told, retold = (twin.text[slice(*span)] for span in (twin.told, twin.retold))
        assert told in TEXT
        assert told != retold or innocent
        assert twin.text.replace("\n", " ") != TEXT.replace("\n", " ")


@pytest.mark.parametrize(
    ("kind", "told", "changed"),
    [
        ("date", "2011-03-04", {"2011-03-10"}),
        ("count", "14", {"11"}),
        ("age", "51", {"56"}),
        ("amount", "2400000 USD", {"3600000 USD", "4800000 USD", "1400000 USD", "7200000 USD"}),
        ("name", "Molloy", {"Moloy"}),
    ],
)
def test_the_changed_value_is_another(kind: str, told: str, changed: set[str]) -> None:
    found = [twin for twin in made(kind) if twin.told_value == told]
    assert found
    assert {twin.retold_value for twin in found} <= changed


def test_an_injected_weekday_does_not_fit_its_date() -> None:
    right = {"2011-03-03": "Thursday", "2011-03-04": "Friday"}
    assert {twin.told_value for twin in made("weekday")} == set(right)
    assert all(twin.retold_value != right[twin.told_value] for twin in made("weekday"))
    assert all(twin.retold_value == right[twin.told_value] for twin in made("weekday", innocent=True))


def test_innocent_twins_can_be_true() -> None:
    assert {twin.retold_value for twin in made("date", innocent=True)} <= {"2011-03-04", "2011-03"}
    assert {twin.retold_value for twin in made("count", innocent=True)} <= {"14", ">=13", "7", "9", ">=8", "4"}


def test_the_same_twins_come_again() -> None:
    assert list(twins.twins("ferry", TEXT)) == list(twins.twins("ferry", TEXT))
    assert [t.form for t in twins.twins("other", TEXT)] != [t.form for t in twins.twins("ferry", TEXT)]


def test_what_is_uncertain_gives_no_twin() -> None:
    text = "About 20 people were killed and more than 30 people died. He will be arrested on May 3. About $5 was paid."
    assert [twin for twin in twins.twins("vague", text) if twin.kind != "name"] == []


def test_the_generator_shares_nothing_with_what_it_measures() -> None:
    source = Path(twins.__file__).read_text(encoding="utf-8")
    assert "regesta" not in source


def test_a_wrong_weekday_is_found_and_a_right_one_left_alone() -> None:
    wrong, right = made("weekday")[0], made("weekday", innocent=True)[0]
    assert inject.examined(wrong).result == inject.FOUND
    assert inject.examined(right).result == "left alone"


def test_what_was_not_read_is_said_so() -> None:
    twin = Twin(
        text_id="x",
        kind="count",
        form="made up",
        innocent=False,
        text="Many were killed. In all, five people were killed.",
        told=(0, 4),
        retold=(26, 30),
        told_value="4",
        retold_value="5",
    )
    assert not inject.examined(twin).read
    assert inject.examined(twin).result == "not read: the value of the text"


def test_the_report_counts_kinds_and_says_what_stood_in_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"id": "ferry", "text": TEXT}) + "\n", encoding="utf-8")
    assert inject.main([str(file), "--kind", "weekday", "age", "--per-kind", "1", "--misses"]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[1].split() == ["weekday", "1", "1", "1", "1.00", "1.00", "1", "0"]
    assert "1 texts, 4 twins" in printed


def test_texts_of_one_topic_stay_together() -> None:
    halves = {inject.half({"id": str(number), "topic": "7"}) for number in range(20)}
    assert len(halves) == 1
    assert {inject.half({"id": str(number)}) for number in range(20)} == {"dev", "held"}
