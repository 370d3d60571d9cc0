"""What a person decides: conflicts judged, facts corrected, and the guard that fails when the text behind changes."""

import sys
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

import regesta
from regesta.cli import main
from regesta.compare import review
from regesta.config import Config
from regesta.errors import ReviewError
from regesta.pipeline import run
from regesta.report.cards import cards
from regesta.report.show import decision
from regesta.report.summary import render_cards
from regesta.store import Run
from regesta.tables import Claim, Conflict, Figure, Issue, Resolution, Review, Time

FIRST = "The bomb attack on a bus near Dasu, Pakistan, on 14 July 2021 killed {} people, the police said."
SECOND = "The bomb attack on a bus near Dasu, Pakistan, on 14 July 2021 killed 19 people, the mayor said."


@pytest.fixture
def made(tmp_path: Path) -> Config:
    (tmp_path / "first.txt").write_text(FIRST.format("twelve"), encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    rows = "| first | first.txt | 2021-07-15 |\n| second | second.txt | 2021-07-15 |\n"
    (tmp_path / "INDEX.md").write_text(f"| id | file | published |\n|-|-|-|\n{rows}", encoding="utf-8")
    return Config(index=tmp_path / "INDEX.md", out=tmp_path / "data", workers=1, review=tmp_path / "review.toml")


def ran(config: Config) -> Run:
    return regesta.read_run(run(config).path)


def only(found: Run) -> Conflict:
    [conflict] = [row for row in found.rows(Conflict) if row.check == "figure_conflict"]
    return conflict


def figure(found: Run, quote: str) -> Figure:
    return next(row for row in found.rows(Figure) if row.quote == quote)


def decide(config: Config, text: str) -> None:
    config.review.write_text(text, encoding="utf-8")


def stale(found: Run) -> list[str]:
    return [issue.message for issue in found.rows(Issue) if issue.code == "review_stale"]


def test_a_conflict_is_judged_and_keeps_what_it_was(made: Config) -> None:
    before = ran(made)
    assert only(before).status == "open"
    entry = decision(before, only(before).conflict_id).replace('reason = ""', 'reason = "Two counts."\nby = "mk"')
    decide(made, entry)
    after = ran(made)
    assert after.run_id != before.run_id
    assert (only(after).status, only(after).review) == ("accepted", "Two counts.")
    assert only(after).conflict_id == only(before).conflict_id
    [said] = after.rows(Review)
    assert (said.row_id, said.column, said.before, said.after, said.by) == (
        only(after).conflict_id,
        "status",
        "open",
        "accepted",
        "mk",
    )
    assert stale(after) == []
    assert len(after.rows(Claim)) == len(before.rows(Claim))


@pytest.mark.parametrize("status", ["accepted", "explained", "suppressed"])
def test_what_a_person_says_of_a_conflict_reaches_every_view(
    made: Config, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ran(made)
    entry = decision(before, only(before).conflict_id).replace("accepted", status)
    decide(made, entry.replace('reason = ""', 'reason = "Two counts of one day."'))
    after = ran(made)
    [reviewed] = [card for card in cards(after, [status]) if card.check == "figure_conflict"]
    assert reviewed.reviews == ("Two counts of one day.",)
    assert [card.check for card in cards(after, ["open"]) if card.check == "figure_conflict"] == []
    assert after.rows(Resolution) == before.rows(Resolution)
    render_cards([reviewed], Console())
    assert f"{status.upper()} (conflict)" in capsys.readouterr().out
    page = (after.path / "report" / "conflicts.html").read_text(encoding="utf-8")
    assert "Reviewed: Two counts of one day." in page
    [view] = reviewed.resolutions
    assert f"<b>Which value, and why:</b> {view.explanation} <small>A view by a stated rule" in page


def test_the_command_line_names_file_and_line_of_a_wrong_entry(
    made: Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(made, '[[conflicts]]\nid = "cnf_1"\nstatus = "solved"\nreason = "r"\nexpect = ["q"]\n')
    settings = made.index.parent / "regesta.toml"
    settings.write_text(f'index = "INDEX.md"\nout = "data"\nreview = "{made.review.name}"\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["regesta", "run", "--config", str(settings)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 2
    assert "review.toml:1: cnf_1: status:" in told
    assert not list(made.out.glob("runs/*"))


def test_a_date_is_corrected_and_one_column_is_emptied(made: Config) -> None:
    before = ran(made)
    wrong = next(row for row in before.rows(Time) if row.quote == "14 July 2021")
    decide(
        made,
        f'[[facts]]\nid = "{wrong.time_id}"\nset = {{ first = 2021-07-15, last = 2021-07-15, edtf = "2021-07-15" }}\n'
        'unset = ["mod", "value"]\nreason = "It was the day after."\nexpect = "14 July 2021"\n',
    )
    after = ran(made)
    found = next(row for row in after.rows(Time) if row.time_id == wrong.time_id)
    assert (found.first, found.edtf, found.value) == (date(2021, 7, 15), "2021-07-15", None)
    assert (wrong.value, wrong.start, wrong.quote) == ("2021-07-14", found.start, found.quote)
    assert stale(after) == []
    told = {(row.column, row.before, row.after) for row in after.rows(Review)}
    assert {("first", "2021-07-14", "2021-07-15"), ("value", "2021-07-14", None)} <= told


def test_the_guard_fails_when_the_text_behind_a_conflict_changes(made: Config) -> None:
    entry = decision(before := ran(made), only(before).conflict_id).replace('reason = ""', 'reason = "Two counts."')
    decide(made, entry)
    (made.index.parent / "first.txt").write_text(FIRST.format("fourteen"), encoding="utf-8")
    after = ran(made)
    assert only(after).status == "open"
    [message] = stale(after)
    assert "line 1" in message
    assert "no such row" in message


def test_the_guard_fails_when_other_words_are_expected(made: Config) -> None:
    conflict = only(ran(made)).conflict_id
    decide(
        made, f'\n[[conflicts]]\nid = "{conflict}"\nstatus = "suppressed"\nreason = "No."\nexpect = ["eleven people"]\n'
    )
    after = ran(made)
    assert only(after).status == "open"
    assert "line 2" in stale(after)[0]
    assert "“19 people”" in stale(after)[0]
    assert after.rows(Review) == []


def test_a_corrected_fact_is_what_is_compared(made: Config) -> None:
    before = ran(made)
    wrong = figure(before, "19 people")
    decide(
        made,
        f'[[facts]]\nid = "{wrong.figure_id}"\nset = {{ low = 12, high = 12.0 }}\nreason = "A misprint."\n'
        'expect = "19 people"\n',
    )
    after = ran(made)
    assert figure(after, "19 people").low == 12
    assert [row for row in after.rows(Conflict) if row.check == "figure_conflict"] == []
    assert sorted((row.column, row.before, row.after) for row in after.rows(Review)) == [
        ("high", "19", "12"),
        ("low", "19", "12"),
    ]


def test_a_correction_of_other_words_is_not_applied(made: Config) -> None:
    wrong = figure(ran(made), "19 people")
    decide(
        made,
        f'[[facts]]\nid = "{wrong.figure_id}"\nunset = ["low"]\nreason = "A misprint."\nexpect = "20 people"\n',
    )
    after = ran(made)
    assert figure(after, "19 people").low == 19
    assert "“19 people”" in stale(after)[0]


GOOD = 'id = "cnf_1"\nstatus = "accepted"\nreason = "r"\nexpect = ["q"]\n'
FACT = 'id = "fig_1"\nreason = "r"\nexpect = "q"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[conflicts]\n", ":1: is not TOML"),
        ("x = 1\n", r"there is no \[\[x\]\]"),
        ("conflicts = 1\n", "lists of tables"),
        (f"[[conflicts]]\n{GOOD}\n\n[[conflicts]]\nid = 'cnf_2'\n", ":8: cnf_2: reason: Field required"),
        (f"[[conflicts]]\n{GOOD}x = 1\n", ":1: cnf_1: x: Extra inputs"),
        (f"[[conflicts]]\n{GOOD}".replace("accepted", "open"), ":1: cnf_1: status:"),
        (f"[[conflicts]]\n{GOOD}[[conflicts]]\n{GOOD}", ":6: cnf_1 is decided in line 1 already"),
        (f"[[conflicts]]\n{GOOD}".replace("cnf_1", "fig_1"), "not the id of a conflict"),
        (f"[[facts]]\n{FACT}", "neither set nor unset"),
        (f"[[facts]]\n{FACT}set = {{ start = 3 }}", "start cannot be corrected; of figures, low, high"),
        (f"[[facts]]\n{FACT}set = {{ low = 'x' }}", "low = 'x' is not of type Decimal"),
        (f"[[facts]]\n{FACT}set = {{ comparator = 'x' }}", "comparator = 'x' is none of"),
        (f"[[facts]]\n{FACT}unset = ['comparator']", "comparator cannot be unset"),
        (f"[[facts]]\n{FACT}set = {{ low = 1 }}\nunset = ['low']", "low cannot be unset"),
        ("[[facts]]\nid = 'doc_1'\nreason = 'r'\nexpect = 'q'\nset = { low = 1 }", "not the id of a fact in times"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "review.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError, match=message):
        review.read(path)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert review.read(tmp_path / "review.toml") == review.Decisions()


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        review.read(tmp_path)
