"""The recipes of docs/how-to-add.md, followed in a copy of the package as somebody would who adds something."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

FORMAT = '''
"""Logs: text whose lines begin with a time of the machine."""

from regesta.formats.plain import Plain


class Log(Plain):
    """Log files."""

    name = "log"
    suffixes: tuple[str, ...] = (".log",)
    media_type = "text/x-log"
'''

IMPORT = "from regesta.formats.log import Log"

UNIT = """
[[rules]]
id = "smoot"
code = "[smoot]"
name = "smoot"
kind = "physical"
surfaces = ["smoot"]
examples = [{ text = "The bridge is 364 smoots long.", quote = "364 smoots", low = "364", unit = "[smoot]" }]
counter_examples = ["Oliver Smoot lay down on the bridge."]
"""

EVENT = """
type = "X:LAUNCH"
plover = ""
family = "launch"
note = "A ship or a satellite is launched. Not a campaign, not a missile."
kinds = { actor = ["person", "organisation", "state", "people"] }

[[rules]]
id = "launch_verb"
verbs = ["launch"]
slots = { actor = ["subject"], object = ["object"] }
requires = ["actor"]
examples = [{ text = "Pakistan launched a satellite in March 2022.", quote = "launched", actor = "Pakistan" }]
counter_examples = ["The launch window was short."]
"""

ENTITY = """
[[rules]]
id = "zembla"
names = ["Zembla"]
examples = [{ text = "The journey to Zembla was long.", quote = "Zembla" }]
"""

CHECK = """-- severity = "info"
-- why = "Where more people die than are hurt, one of the numbers is often that of another happening."
-- description = "Of one happening in one document, not more people are killed than injured."
-- guards = "Numbers of a part of the victims are not compared."
-- measured = { read = 0, real = 0, on = "nothing yet" }
SELECT
    [a.claim_id, b.claim_id] AS claims,
    'at least ' || b.value AS expected,
    a.value AS observed,
    a.most >= b.least AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.doc_id = b.doc_id
 AND a.subject = b.subject
 AND a.property = 'injured'
 AND b.property = 'killed'
 AND a.scope IS NULL
 AND b.scope IS NULL
"""

TEXT = "A blast in Zembla on 3 June 2021 killed 13 people and injured 5 people. The bridge there is 364 smoots long."
TEXT += " Pakistan launched a satellite on 2 June 2021.\n"

SCRIPT = """
import json, sys
from pathlib import Path
from regesta import pipeline
from regesta.config import Config
from regesta.tables import Comparison, Document, Entity, Event, Figure

config = Config(index=Path(sys.argv[1]), out=Path(sys.argv[2]), workers=1)
with pipeline.building(config) as work, pipeline.Workers(1) as workers:
    pipeline.ingest(config, work)
    pipeline.normalise(config, work, workers.each)
    pipeline.extract(config, work, workers.each)
    pipeline.compare_claims(config, work)
    print(json.dumps({
        "formats": [row.format for row in work.read(Document)],
        "units": [(row.quote, row.unit) for row in work.read(Figure)],
        "events": [(row.quote, row.type) for row in work.read(Event)],
        "entities": [(row.quote, row.linked_id) for row in work.read(Entity)],
        "checks": [(row.check, row.agrees, row.expected, row.observed) for row in work.read(Comparison)],
    }))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run finds once every recipe was followed."""
    home = tmp_path_factory.mktemp("clone")
    package = home / "src" / "regesta"
    shutil.copytree(ROOT / "src" / "regesta", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "formats" / "log.py").write_text(FORMAT, encoding="utf-8")
    replace_in(package / "formats" / "__init__.py", "(Plain(), ", "(Plain(), Log(), ")
    replace_in(
        package / "formats" / "__init__.py", "from regesta.formats.plain", f"{IMPORT}\nfrom regesta.formats.plain"
    )
    append(package / "lexicon" / "units.toml", UNIT)
    append(package / "lexicon" / "entities" / "places.toml", ENTITY)
    (package / "lexicon" / "events" / "launch.toml").write_text(EVENT, encoding="utf-8")
    (package / "expectations" / "consistency" / "more_dead_than_hurt.sql").write_text(CHECK, encoding="utf-8")
    (home / "blast.log").write_text(TEXT, encoding="utf-8")
    (home / "INDEX.md").write_text("| file | published |\n|---|---|\n| blast.log | 2021-06-04 |\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, home / "INDEX.md", home / "out"],
        env={**os.environ, "PYTHONPATH": str(home / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, entry: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")


def test_an_input_format(found: dict[str, Any]) -> None:
    assert found["formats"] == ["log"]


def test_a_unit(found: dict[str, Any]) -> None:
    assert ["364 smoots", "[smoot]"] in found["units"]


def test_an_event_type(found: dict[str, Any]) -> None:
    assert ["launched", "X:LAUNCH"] in found["events"]


def test_a_place(found: dict[str, Any]) -> None:
    assert ["Zembla", "zembla"] in found["entities"]


def test_a_check(found: dict[str, Any]) -> None:
    assert ["more_dead_than_hurt", False, "at least 13", "5"] in found["checks"]


def test_every_place_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "how-to-add.md").read_text(encoding="utf-8")
    named = [part for part in page.split("`") if part.startswith(("src/", "expectations/", "tests/"))]
    assert len(named) >= 8
    for place in named:
        pattern = place.partition("<")[0].partition("*")[0]
        assert (ROOT / pattern).exists() or (ROOT / pattern).parent.exists(), place
