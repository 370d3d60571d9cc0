"""Scores on the shipped sources do not sink below their floors."""

import json
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks.gold import Conflicts, Gold
from benchmarks.score import GROUPS, MEASURES, Accusation, Outcome, measure, score_conflicts
from benchmarks.tally import Score

KNOWN = {name: Gold(source_id=name, holdout=name == "secret") for name in ("first", "second", "secret")}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return measure()


def test_no_measure_is_below_its_floor(outcome: Outcome) -> None:
    floors = json.loads(bench.FLOORS.read_text())
    assert set(floors) >= set(GROUPS)
    assert all(set(floors[group]) == set(MEASURES) for group in GROUPS)
    assert bench.sunk(outcome.figures(), floors) == []


def test_everything_is_counted(outcome: Outcome) -> None:
    assert all(score.expected > 0 for named in outcome.scores.values() for score in named.values())
    assert set(outcome.seconds) == {"normalise", "extract", "- parse", "compare"}
    assert outcome.characters > 20_000


def test_errors_of_held_out_sources_are_not_listed(outcome: Outcome) -> None:
    assert outcome.errors
    assert not any(name in error for error in outcome.errors for name in ("pact-wire", "romagna-interview"))


def test_a_score() -> None:
    score = Score()
    score.add(3, 4, 6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, pytest.approx(0.6))
    assert (Score().precision, Score().f1) == (1.0, 1.0)
    assert Score(0, 2, 2).f1 == 0.0


def test_a_figure_that_sinks_or_is_gone_is_named() -> None:
    floors = {"open": {"times.span": 0.9, "conflicts": 0.5}}
    assert bench.sunk({"open": {"times.span": 0.9, "conflicts": 0.5}}, floors) == []
    assert bench.sunk({"open": {"times.span": 0.89}}, floors) == [
        "open times.span: 0.890 is below its floor 0.90",
        "open conflicts: 0.000 is below its floor 0.50",
    ]


def test_floors_are_only_raised() -> None:
    floors = {"open": {"times.span": 0.9, "conflicts": 0.5}}
    measured = {"open": {"times.span": 0.8, "conflicts": 0.599}}
    assert bench.raised(measured, floors) == {"open": {"times.span": 0.9, "conflicts": 0.58}}


def outcome_of(*accusations: tuple[str, str, str, str, str]) -> Outcome:
    """The outcome of comparing when these open or explained conflicts were found, and 12 and 13 are an update."""
    sides = {"left": {"value": "12", "sources": ["first"]}, "right": {"value": "13", "sources": ["second", "secret"]}}
    about = {"about": "an attack", "property": "killed", "check": "figure_conflict", "why": "It rose.", **sides}
    year = {"about": "a pact", "property": "date", "check": "date_conflict", "why": "One is wrong."}
    year |= {
        "verdict": "conflict",
        "left": {"value": "1950", "sources": ["first"]},
        "right": {"value": "1951", "sources": ["second"]},
    }
    conflicts = Conflicts.model_validate({"expected": [{**about, "verdict": "update"}, year], "lookalikes": []})
    made = Outcome({group: {"conflicts": Score()} for group in GROUPS}, 0, {})
    rows = [
        Accusation(frozenset({(a, one), (b, two)}), verdict, "date_conflict") for a, one, b, two, verdict in accusations
    ]
    score_conflicts(made, rows, conflicts, KNOWN)
    return made


def test_a_conflict_is_found_with_its_values_sources_and_verdict() -> None:
    scores = outcome_of(
        ("12", "first", "13", "secret", "update"),
        ("1950", "first", "1951", "second", "conflict"),
    ).scores
    assert scores["holdout"]["conflicts"] == Score(1, 1, 1)
    assert scores["open"]["conflicts"] == Score(1, 1, 1)


def test_the_score_of_conflicts_is_also_told_by_check() -> None:
    checks = outcome_of(("12", "first", "14", "second", "conflict"), ("12", "first", "13", "secret", "update")).checks
    assert checks["open"] == {"date_conflict": Score(0, 1, 1)}
    assert checks["holdout"] == {"figure_conflict": Score(1, 1, 1)}


@pytest.mark.parametrize(
    ("accusation", "group", "score"),
    [
        (("12", "first", "13", "second", "conflict"), "open", Score(0, 1, 1)),
        (("12", "first", "14", "secret", "conflict"), "holdout", Score(0, 1, 1)),
        (("12", "first", "13", "second", "rounding"), "open", Score(0, 0, 1)),
        (("1951", "first", "1950", "second", "conflict"), "open", Score(0, 1, 1)),
    ],
    ids=["wrong verdict", "not expected", "another explanation", "sides changed"],
)
def test_a_false_accusation_is_an_open_conflict_that_is_not_expected_as_one(
    accusation: tuple[str, str, str, str, str], group: str, score: Score
) -> None:
    assert outcome_of(accusation).scores[group]["conflicts"] == score


def test_the_command_fails_below_a_floor_and_raises_floors_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Outcome({group: {"conflicts": Score(3, 4, 4)} for group in GROUPS}, 1000, {"extract": 0.5})
    monkeypatch.setattr(bench, "measure", lambda: made)
    monkeypatch.setattr(bench, "FLOORS", tmp_path / "floors.json")
    assert bench.main([]) == 0
    assert not bench.FLOORS.exists()
    assert bench.main(["--raise-floors"]) == 0
    assert json.loads(bench.FLOORS.read_text()) == {group: {"conflicts": 0.74} for group in GROUPS}
    made.scores["open"]["conflicts"].add(0, 4, 0)
    assert bench.main(["--raise-floors"]) == 1
    assert "open conflicts: 0.500 is below its floor 0.74" in capsys.readouterr().err
