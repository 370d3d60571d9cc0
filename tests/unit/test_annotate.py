"""The exchange format of `regesta annotate`."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest

import regesta
from regesta.errors import InputLineError
from regesta.extract.annotate import annotate, annotate_lines, to_json

TEXT = "Thirteen people were killed in the attack on July 14, 2021, officials said, including nine Chinese."


def test_spans_are_code_points_of_the_text_as_given() -> None:
    text = "“🙂 Çok”\r\n\r\n" + TEXT
    found = regesta.annotate(text)
    for kind in ("times", "figures", "entities", "events"):
        assert found[kind], kind
        for row in found[kind]:
            assert text[row["start"] : row["end"]] == row["text"]


def test_shifting_the_text_shifts_the_spans_and_nothing_else() -> None:
    plain, shifted = regesta.annotate(TEXT), regesta.annotate("🙂 Look.\n\n" + TEXT)
    by = len("🙂 Look.\n\n")
    for kind in ("times", "figures"):
        assert [(r["start"] + by, r["end"] + by, r["text"]) for r in plain[kind]] == [
            (r["start"], r["end"], r["text"]) for r in shifted[kind]
        ]


def test_references_are_indices() -> None:
    found = regesta.annotate(TEXT)
    parts = [figure for figure in found["figures"] if figure["part_of"] is not None]
    assert [(figure["low"], found["figures"][figure["part_of"]]["low"]) for figure in parts] == [(9, 13)]


def test_kinds_are_a_subset() -> None:
    assert set(regesta.annotate(TEXT, kinds=["times"])) == {"times"}
    with pytest.raises(InputLineError, match="unknown kinds: dates"):
        regesta.annotate(TEXT, kinds=["dates"])


def test_dateline_gives_the_dct_when_nothing_is_published() -> None:
    text = "Head of mission leaves\n\nMarch 3, 2020\n\nThe envoy left yesterday.\n"
    assert [t["value"] for t in regesta.annotate(text)["times"] if t["text"] == "yesterday"] == ["2020-03-02"]
    later = regesta.annotate(text, published="2020-05-10")["times"]
    assert [t["value"] for t in later if t["text"] == "yesterday"] == ["2020-05-09"]


def test_without_any_date_yesterday_stays_unknown() -> None:
    (time,) = [t for t in regesta.annotate("The envoy left yesterday.")["times"] if t["text"] == "yesterday"]
    assert (time["first"], time["basis"]) == (None, "unresolved")


BAD_LINES = {
    "{": "not JSON",
    "[1]": "not a JSON object",
    '{"text": "x"}': "no id",
    '{"id": true, "text": "x"}': "no id",
    '{"id": "a"}': "no text",
    '{"id": "a", "text": 3}': "no text",
    '{"id": "a", "text": "x", "published": "2020-02-30"}': "YYYY-MM-DD",
    '{"id": "a", "text": "x", "published": "20200203"}': "YYYY-MM-DD",
    '{"id": "a", "text": "x", "published": 2020}': "YYYY-MM-DD",
    '{"id": "a", "text": "x", "kinds": ["figure"]}': "unknown kinds",
    '{"id": "a", "text": "x", "kinds": "times"}': "kinds is not a list",
    '{"id": "a", "text": "\\ud800"}': "lone surrogate",
    '{"id": "\\ud800", "text": "x"}': "the id has a lone surrogate",
    '{"id": NaN, "text": "x"}': "NaN is no JSON value",
    '{"id": ' + "1" * 5000 + ', "text": "x"}': "not JSON",
    '{"id": "a", "text": "\udcff"}': "lone surrogate",
}


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_answered_and_the_others_are_not_lost(line: str) -> None:
    good = '{"id": "good", "text": "In May 1951."}'
    first, second = annotate_lines([line + "\n", good + "\n"])
    assert BAD_LINES[line] in first["error"]
    assert first["error"].startswith("line 1: ")
    assert second["id"] == "good"
    assert second["times"][0]["value"] == "1951-05"


def test_an_id_given_twice() -> None:
    answers = list(annotate_lines(['{"id": 1, "text": "a"}', '{"id": 1, "text": "b"}', '{"id": "1", "text": "c"}']))
    assert ["error" in answer for answer in answers] == [False, True, False]


def test_empty_text_has_no_facts() -> None:
    assert regesta.annotate("") == {"times": [], "figures": [], "entities": [], "events": []}


def test_numbers_are_exact() -> None:
    value = {
        "a": [Decimal(6400000000), Decimal("0.1"), Decimal("12345678901234567890.123456789"), None, True, 1],
        "é": "“",
    }
    assert to_json(value) == '{"a": [6400000000, 0.1, 12345678901234567890.123456789, null, true, 1], "é": "“"}'
    assert json.loads(to_json(value))["é"] == "“"


def test_command_line() -> None:
    lines = '{"id": 1, "text": "In May 1951."}\nnonsense\n'
    done = subprocess.run(
        [sys.executable, "-m", "regesta", "annotate"], input=lines.encode(), capture_output=True, check=False
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 1
    assert done.stderr == b""
    assert (answers[0]["id"], answers[1]["id"]) == (1, None)
    assert answers[0]["times"][0]["text"] == "May 1951"


def test_annotate_is_light() -> None:
    code = (
        "import sys, regesta; regesta.annotate('In May 1951.');"
        "print([m for m in ('pandas', 'prefect', 'great_expectations', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_byte_order_mark_before_the_first_line() -> None:
    (answer,) = annotate_lines(['\ufeff{"id": 1, "text": "In May 1951."}\n'])
    assert answer["times"][0]["value"] == "1951-05"


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("President Amina Wekesa resigned on 3 May 2021.", "Amina Wekesa", "Amina Wekesa"),
        ("The army ousted President Amina Wekesa on 3 May 2021.", "army", "Amina Wekesa"),
        ("President Amina Wekesa was ousted on 3 May 2021.", None, "Amina Wekesa"),
    ],
)
def test_who_resigns_acts(text: str, actor: str | None, recipient: str) -> None:
    [event] = annotate(text, kinds=["events"])["events"]
    assert [filler and filler["text"] for filler in (event["actor"], event["recipient"])] == [actor, recipient]
