"""The paragraphs in which people speak are good gold, and what is found in them is counted rightly."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks import gold
from benchmarks.accounts import MEASURES, score_account
from benchmarks.gold import Account, GoldError
from benchmarks.tally import Score

from regesta.extract.annotate import document
from regesta.extract.document import extract_document
from regesta.tables import Attribution

TEXT = "The mayor said on Monday that the road was shut. “Go home,” he said, “and wait.”"


@pytest.fixture(scope="module")
def known() -> tuple[Account, ...]:
    return gold.load_accounts()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(gold.FOLDER, tmp_path / "gold"))


def test_there_are_enough_paragraphs_and_half_are_held_out(known: tuple[Account, ...]) -> None:
    assert len(known) >= 24
    assert 2 * sum(account.holdout for account in known) == len(known)
    assert {account.id: n for account in known if not 60 <= (n := len(account.text.split())) <= 150} == {}


def test_every_kind_of_saying_occurs_in_both_halves(known: tuple[Account, ...]) -> None:
    for holdout in (False, True):
        said = [spoken for account in known if account.holdout == holdout for spoken in account.said]
        assert len(said) >= 80
        assert any(spoken.speaker is None for spoken in said)
        assert any(len(spoken.content) > 1 for spoken in said)
        assert {spoken.depth for spoken in said} == {1, 2}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('quote = "announced"', 'quote = "announces"', "island-vote: said[1]: cue: 'announces' is not at"),
        ('quote = "Critics"', 'quote = "Critic"', "water-bill: said[3]: speaker: 'Critic' is not at"),
        ('id = "census-study"', 'id = "water-bill"', "water-bill: is the id of two paragraphs"),
        ("depth = 2", "depth = 0", "greater than or equal to 1"),
        ("content = [{", "content = []\nother = [{", "content"),
    ],
)
def test_a_bad_paragraph_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "accounts" / "papers.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(GoldError) as refused:
        gold.load_accounts(folder)
    assert str(refused.value).startswith(str(path))
    assert message in str(refused.value)


def test_offsets_are_found_again_from_quotes(folder: Path) -> None:
    path = folder / "accounts" / "papers.toml"
    before = path.read_text()
    path.write_text(
        before.replace("The bill says that", "The new bill says that", 1).replace('"The bill"', '"The new bill"')
    )
    with pytest.raises(GoldError):
        gold.load_accounts(folder)
    gold.place_accounts(folder)
    assert any(spoken.speaker and spoken.speaker.quote == "The new bill" for spoken in _of(folder, "water-bill").said)
    path.write_text(before)
    gold.place_accounts(folder)
    assert path.read_text() == before


def _of(folder: Path, name: str) -> Account:
    return next(account for account in gold.load_accounts(folder) if account.id == name)


def account(*said: dict[str, object]) -> Account:
    return Account.model_validate(
        {"id": "road", "published": "2021-05-04", "holdout": False, "text": TEXT, "said": [_placed(s) for s in said]}
    )


def _placed(value: object) -> object:
    if isinstance(value, list):
        return [_placed(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _placed(one) for key, one in value.items()}
    start = TEXT.index(inner["quote"])
    return {"start": start, "end": start + len(inner["quote"]), **inner}


SAID = {
    "quote": "said",
    "speaker": {"quote": "The mayor"},
    "content": [{"quote": "the road was shut"}],
    "first": "2021-05-03",
    "last": "2021-05-03",
}


def scored(wanted: Account, rows: Sequence[Attribution] | None = None) -> tuple[dict[str, Score], list[str]]:
    scores, notes = {name: Score() for name in MEASURES}, list[str]()
    found = extract_document(document(TEXT, wanted.published)).rows(Attribution) if rows is None else rows
    score_account(scores, wanted, found, lambda kind, what, text: notes.append(f"{kind} {what} {text}"))
    return scores, notes


def test_what_is_right_is_counted() -> None:
    first = [row for row in extract_document(document(TEXT)).rows(Attribution) if row.start < 20]
    scores, notes = scored(account({**SAID, "first": None, "last": None}), first)
    assert scores == {name: Score(1, 1, 1) if name != "day" else Score(0, 0, 0) for name in MEASURES}
    assert notes == []


def test_a_wrong_speaker_content_depth_and_day_are_told() -> None:
    wrong = {**SAID, "speaker": None, "content": [{"quote": "on Monday"}], "depth": 2, "first": "2021-05-02"}
    rows = [row for row in extract_document(document(TEXT)).rows(Attribution) if row.start < 20]
    scores, notes = scored(account(wrong), rows)
    assert scores["cue"] == Score(1, 1, 1)
    assert [scores[name].right for name in ("speaker", "content", "depth", "day")] == [0, 0, 0, 0]
    assert [note.split()[0] for note in notes] == ["speaker", "content", "depth", "day"]


def test_what_is_missed_spurious_or_optional() -> None:
    assert scored(account(SAID), [])[0]["cue"] == Score(0, 0, 1)
    rows = [row for row in extract_document(document(TEXT)).rows(Attribution) if row.start < 20]
    assert scored(account(), rows)[0]["cue"] == Score(0, 1, 0)
    assert scored(account({**SAID, "optional": True}), rows)[0]["cue"] == Score(0, 0, 0)
