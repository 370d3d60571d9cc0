"""What a publisher takes back accuses nobody: correction notes, later versions, and what only looks like them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regesta import lexicon
from regesta.compare import compare
from regesta.compare.comparable import shown
from regesta.compare.corrections import notices, read, rules
from regesta.compare.reading import Reading
from regesta.errors import LexiconError
from regesta.lexicon import Example
from regesta.tables import Claim, Comparison, Conflict, Metadata, Resolution, Row, Source, SourceDocument

Build = Callable[..., dict[str, list[Row]]]
EXAMPLES = [(name, example) for name, rule in rules().rules.items() for example in rule.examples]
COUNTER_EXAMPLES = [(name, text) for name, rule in rules().rules.items() for text in rule.counter_examples]


def found(tables: Build, text: str) -> list[tuple[str, str, str | None]]:
    """The notes of a text: the rule, what is taken back, what stands in its place."""
    [reading] = Reading.of_all(tables([{"title": "A", "read": True, "text": text}]))
    return [
        (
            note.rule_id,
            reading.text(note.wrong.start, note.wrong.end).strip(),
            reading.text(note.right.start, note.right.end).strip() if note.right else None,
        )
        for note in notices(reading)
    ]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{n}: {e.quote[:30]}" for n, e in EXAMPLES])
def test_a_rule_does_what_its_examples_say(tables: Build, name: str, example: Example) -> None:
    assert found(tables, example.text) == [(name, example.quote, example.expected.get("right"))]


@pytest.mark.parametrize(("name", "text"), COUNTER_EXAMPLES, ids=[f"{n}: {t[:30]}" for n, t in COUNTER_EXAMPLES])
def test_a_rule_finds_nothing_in_its_counter_examples(tables: Build, name: str, text: str) -> None:
    assert name not in {rule for rule, _, _ in found(tables, text)}


@pytest.mark.parametrize("cue", lexicon.read(lexicon.folder() / "corrections.toml")["words"]["cues"])
def test_every_cue_begins_the_note_of_an_example(cue: str) -> None:
    assert any(re.search(cue, example.text, re.IGNORECASE) for _, example in EXAMPLES)


def report(title: str, published: str, text: str) -> dict[str, Any]:
    return {"title": title, "published": published, "read": True, "text": text}


def of_one_publisher(tables: Build, *documents: dict[str, Any], publisher: str = "The Post") -> list[Row]:
    built = tables(list(documents))
    rows = built["documents"]
    built["sources"] = [
        Source(source_id=row.title, publisher=publisher, status="ingested", extra=[])  # type: ignore[attr-defined]
        for row in rows
    ]
    built["source_documents"] = [
        SourceDocument(source_id=row.title, doc_id=row.doc_id)  # type: ignore[attr-defined]
        for row in rows
    ]
    return compare(built)


def verdicts(rows: list[Row]) -> set[tuple[str, str, str]]:
    """The disagreements: their verdict with both values in their order."""
    pairs = {row.comparison_id: sorted((row.expected, row.observed)) for row in rows if isinstance(row, Comparison)}
    return {(row.verdict, *pairs[row.comparison_id]) for row in rows if isinstance(row, Conflict)}  # type: ignore[misc]


def superseded(rows: list[Row]) -> set[str]:
    return {shown(row) for row in rows if isinstance(row, Claim) and row.superseded_by}


AGED = report("Monday", "2012-03-05", "Marta Quiroga, 34, was pulled from the river by the crew of a barge.")
OTHER = report("Elsewhere", "2012-03-05", "Marta Quiroga, 34, is well and will go home soon, says her sister.")

NOTES = {
    "an age": [
        AGED,
        report(
            "Tuesday",
            "2012-03-06",
            "The river is high. Marta Quiroga, 43, is well.\n\n"
            "Correction: An earlier version of this report gave the age of Marta Quiroga as 34. She is 43.",
        ),
    ],
    "an age, by another way to say it": [
        AGED,
        report(
            "Tuesday",
            "2012-03-06",
            "The river is high. Marta Quiroga, 43, is well.\n\n(Corrects age of Quiroga to 43 from 34 in paragraph 1)",
        ),
    ],
    "an age, in a note that stands alone": [
        AGED,
        report("Later", "2012-03-07", "The barge was sold. Marta Quiroga, 43, bought it."),
        report("Note", "2012-03-08", "Our report on Monday misstated the age of Marta Quiroga as 34. She is 43."),
    ],
    "a toll inside one note": [
        report(
            "Ferry",
            "2031-03-05",
            "A ferry sank off Sel on Monday.\n\n"
            "Correction: An earlier version of this report said 14 people had died; the number is 12.",
        )
    ],
    "a day": [
        report("Vote", "2019-04-15", "Parliament dismissed Prime Minister Aino Salo on 10 April 2019."),
        report(
            "Vote again",
            "2019-04-17",
            "Parliament dismissed Prime Minister Aino Salo on 9 April 2019.\n\n"
            "This article was amended on 17 April 2019 to correct the date, which was 9 April 2019, not 10 April 2019.",
        ),
    ],
    "a name": [
        report(
            "Dam",
            "2021-07-16",
            "The Ambleside attack killed 13 people on 14 July 2021.\n\n"
            "The aforementioned attack hit a bus in the Amblesyde dam area.\n\n"
            "Correction: An earlier version of this report misspelt the place as Amblesyde. It is Ambleside.",
        )
    ],
}


@pytest.mark.parametrize("documents", NOTES.values(), ids=NOTES)
def test_what_a_note_takes_back_is_explained(tables: Build, documents: list[dict[str, Any]]) -> None:
    rows = of_one_publisher(tables, *documents)
    assert {verdict for verdict, *_ in verdicts(rows)} == {"correction"}
    assert len(superseded(rows)) == 1
    [view] = [row for row in rows if isinstance(row, Resolution)]
    assert (view.decided_by, view.value in superseded(rows)) == ("standing", False)


EARLIER = "Correction: An earlier version of this report"


def test_a_note_that_only_the_file_marks_as_one(tables: Build) -> None:
    note = "Twelve people died, not 14."
    built = tables([report("Ferry", "2031-03-05", f"A ferry sank off Sel on Monday.\n\n{note}")])
    assert superseded(compare(built)) == set()
    [document] = built["documents"]
    told = {"metadata_id": "met_1", "name": "correction", "value": note, "source": "page", "rank": 0, "raw": note}
    built["metadata"] = [Metadata(doc_id=document.doc_id, segments=[], **told)]  # type: ignore[attr-defined, arg-type]
    assert superseded(compare(built)) == {"14"}


def test_what_both_sides_of_a_note_have_is_not_taken_back(tables: Build) -> None:
    text = "Correction: an earlier version of this article had Saturday, 5 May 2016; it was Thursday, 5 May 2016."
    rows = compare(tables([report("A", "2016-12-20", text)]))
    assert superseded(rows) == {"Saturday"}


LOOK_ALIKES = {
    "a note about another figure": f"{EARLIER} said that 14 houses stood there. It is 12.",
    "a note about another age": f"{EARLIER} gave the age of Owen Hartigan as 29. He is 31.",
    "a note with another value in its place": f"{EARLIER} gave the age as 34. She is 41.",
    "a note about somebody of the same name as part": f"{EARLIER} gave the age of Ana Quiroga as 34. She is 43.",
    "no note": "An earlier version of the barge was 34 years old. The new one is 43 metres long.",
}


@pytest.mark.parametrize("note", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_no_note_takes_back_stays_open(tables: Build, note: str) -> None:
    later = report("Tuesday", "2012-03-06", f"The river is high. Marta Quiroga, 43, is well.\n\n{note}")
    rows = of_one_publisher(tables, AGED, later)
    assert ("conflict", "34 a", "43 a") in verdicts(rows)
    assert "34 a" not in superseded(rows)


def test_a_publisher_takes_nothing_back_for_another(tables: Build) -> None:
    documents = [OTHER, *NOTES["an age"][1:]]
    rows = compare(tables(documents))
    assert ("conflict", "34 a", "43 a") in verdicts(rows)
    assert superseded(rows) == set()


def test_every_claim_stays(tables: Build) -> None:
    rows = of_one_publisher(tables, *NOTES["an age"])
    assert {shown(row) for row in rows if isinstance(row, Claim) and row.property == "age"} == {"34 a", "43 a"}


BODY = (
    "The barge left the quay of Sel before dawn with eleven hands on board, and a cook who had never been at sea. "
    "Nobody on the shore saw how it came too near to the weir, where the water runs fast after rain in the hills."
)


def versions(*told: tuple[str, str]) -> list[dict[str, Any]]:
    return [report(day, day, f"{BODY} Marta Quiroga, {age}, was pulled from the river.") for day, age in told]


def test_a_later_version_takes_back_what_it_no_longer_says(tables: Build) -> None:
    rows = of_one_publisher(tables, *versions(("2012-03-05", "34"), ("2012-03-06", "43")))
    assert verdicts(rows) == {("version", "34 a", "43 a")}
    assert superseded(rows) == {"34 a"}


def test_of_two_versions_of_one_day_none_is_the_later(tables: Build) -> None:
    rows = of_one_publisher(
        tables,
        *[
            {**one, "title": name}
            for name, one in zip("ab", versions(*[("2012-03-05", a) for a in ("34", "43")]), strict=True)
        ],
    )
    assert verdicts(rows) == {("conflict", "34 a", "43 a")}


def test_who_returns_to_the_first_value_takes_only_the_second_back(tables: Build) -> None:
    rows = of_one_publisher(tables, *versions(("2012-03-05", "34"), ("2012-03-06", "43"), ("2012-03-08", "34")))
    assert superseded(rows) == {"43 a"}


def test_another_text_of_the_publisher_is_no_version(tables: Build) -> None:
    rows = of_one_publisher(
        tables, AGED, report("Late", "2012-03-06", "In the choir sings Marta Quiroga, 43, since May.")
    )
    assert verdicts(rows) == {("conflict", "34 a", "43 a")}


GOOD = (lexicon.folder() / "corrections.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[rules]]", "[[rules]", "not TOML"),
        ("cues = [", "cues = []\nmore = [", r"\[words\] cues"),
        ("(?P<wrong>", "(?P<false>", r"corrections\.\w+: the pattern must have the groups wrong and right"),
        ("pattern = '", "pattern = '(", r"corrections\.to_from: no regular expression"),
        ("pattern = ", "regex = ", "to_from"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_entry(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"corrections\.toml.*{message}"):
        read(path)
