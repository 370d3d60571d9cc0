"""Gold fits its texts, and the loader refuses what does not."""

import re
import shutil
from pathlib import Path

import pytest
from benchmarks import gold
from benchmarks.gold import GoldError

ONE = "romagna-flood-wire"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return gold.texts(gold.sources())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(gold.FOLDER, tmp_path / "gold"))


def change(folder: Path, old: str, new: str) -> Path:
    path = folder / f"{ONE}.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


def test_every_shipped_source_has_gold_that_fits(texts: dict[str, str]) -> None:
    known = gold.load(texts)
    assert len(known) >= 18
    assert all(len(annotated.times) and len(tuple(annotated.places())) >= 6 for annotated in known.values())


def test_every_gold_file_belongs_to_a_listed_source(texts: dict[str, str]) -> None:
    files = {path.stem for path in gold.FOLDER.glob("*.toml")}
    assert files == {*texts, "conflicts", "khan-fall-article"}


def test_half_of_the_sources_are_held_out(texts: dict[str, str]) -> None:
    held_out = [annotated.holdout for annotated in gold.load(texts).values()]
    assert abs(2 * sum(held_out) - len(held_out)) <= 1


def test_sources_are_as_long_as_they_should_be(texts: dict[str, str]) -> None:
    words = {source_id: len(text.split()) for source_id, text in texts.items()}
    first = {"chronology", "anniversary-note", "dasu-wire", "dasu-wire-update"}
    assert {source_id: n for source_id, n in words.items() if not 150 <= n <= 900 and source_id not in first} == {}


def test_annotations_do_not_repeat(texts: dict[str, str]) -> None:
    for annotated in gold.load(texts).values():
        for section in gold.SECTIONS:
            spans = [entry.span for entry in getattr(annotated, section)]
            assert len(spans) == len(set(spans)), (annotated.source_id, section)


def test_a_speaker_of_an_event_is_named_in_the_text(texts: dict[str, str]) -> None:
    for source_id, annotated in gold.load(texts).items():
        for event in annotated.events:
            assert event.status != "reported" or event.speaker, (source_id, event.quote)
            assert (event.speaker or "") in " ".join(texts[source_id].split())


def test_conflicts_name_known_sources_and_no_pair_twice(texts: dict[str, str]) -> None:
    conflicts = gold.load_conflicts(gold.load(texts))
    pairs = [(p.property, p.left, p.right) for p in (*conflicts.expected, *conflicts.lookalikes)]
    assert len(pairs) == len(set(pairs))
    assert {pair.verdict for pair in conflicts.expected} >= {"conflict", "update", "milestone_differs"}
    kinds = {pair.kind for pair in conflicts.lookalikes}
    assert kinds >= {"granularity", "unit_conversion", "planned_or_spent", "fiscal_year", "other_happening"}


def test_placing_changes_nothing_when_nothing_moved(texts: dict[str, str], folder: Path) -> None:
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.toml")}
    for source_id, text in texts.items():
        gold.place(source_id, text, folder)
    gold.place_paragraphs(folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.toml")} == before


def test_placing_follows_a_text_that_moved(texts: dict[str, str], folder: Path) -> None:
    moved = {ONE: "A new first line.\n\n" + texts[ONE]}
    with pytest.raises(GoldError, match=re.escape(f"{ONE}.toml: times[1]: 'May 17, 2023' is not at")):
        gold.load(moved, folder)
    gold.place(ONE, moved[ONE], folder)
    assert gold.load(moved, folder)[ONE].times[0].start == gold.load({ONE: texts[ONE]})[ONE].times[0].start + 19


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('quote = "May 17, 2023"', 'quote = "May 18, 2023"', "times[1]: 'May 18, 2023' is not at"),
        ('value = "2023-05-17"', 'valve = "2023-05-17"', "times[1].value: Field required"),
        ('status = "reported"', 'status = "rumoured"', "events[1].status"),
        ("times = [", "times = [[", "is not TOML"),
        (f'"{ONE}"', '"another"', "source_id: is 'another'"),
    ],
)
def test_refused(texts: dict[str, str], folder: Path, old: str, new: str, message: str) -> None:
    path = change(folder, old, new)
    with pytest.raises(GoldError) as refused:
        gold.load({ONE: texts[ONE]}, folder)
    assert str(refused.value).startswith(str(path))
    assert message in str(refused.value)


def test_a_quote_that_is_gone_cannot_be_placed(texts: dict[str, str], folder: Path) -> None:
    with pytest.raises(GoldError, match="does not occur"):
        gold.place(ONE, texts[ONE].replace("Wednesday evening", "Wednesday night"), folder)


def test_missing_gold_is_refused(texts: dict[str, str], folder: Path) -> None:
    (folder / f"{ONE}.toml").unlink()
    with pytest.raises(GoldError, match="cannot be read"):
        gold.load({ONE: texts[ONE]}, folder)


def test_a_conflict_of_a_stranger_is_refused(texts: dict[str, str]) -> None:
    known = gold.load(texts)
    with pytest.raises(GoldError, match="no such source: dasu-wire"):
        gold.load_conflicts({name: annotated for name, annotated in known.items() if name != "dasu-wire"})
