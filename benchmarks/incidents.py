"""`python -m benchmarks.incidents FILE`: how well documents are put to the incidents that they report.

FILE is JSON Lines, a document a line: `id`, `text`, `incident` (the incident that it reports) and `topic` (a kind of
incident). Topics are numbered in the order of their names, shorter ones first; thresholds were fixed on those with even
numbers, and the others tell what they are worth. Printed are B3 precision, recall and F1 (A. Bagga and B. Baldwin,
1998) of both halves and of all.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scale import facts
from regesta.compare.incidents import find_incidents
from regesta.compare.reading import Reading
from regesta.errors import RegestaError

__all__ = ["b3", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Print the scores; 1 when FILE cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incidents", description=__doc__)
    parser.add_argument("file", type=Path)
    file = parser.parse_args(arguments).file
    try:
        told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        readings = _readings(file)
    except (OSError, ValueError, RegestaError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 1
    topics = {topic: number for number, topic in enumerate(sorted({row["topic"] for row in told}, key=_natural))}
    for name, half in (("even topics", (0,)), ("odd topics", (1,)), ("all topics", (0, 1))):
        chosen = {key: reading for key, reading in readings.items() if topics[told[key]["topic"]] % 2 in half}
        precision, recall, f1 = _score(chosen, told)
        print(f"{name:12} {len(chosen):5} documents   P {precision:.3f}   R {recall:.3f}   F1 {f1:.3f}")
    return 0


def _natural(name: str) -> tuple[int, str]:
    return len(name), name


def b3(expected: Mapping[Any, str], found: Mapping[Any, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of groups of the same things, given as the name of the group of each."""
    wanted, made = _groups(expected), _groups(found)
    shared = {key: len(wanted[expected[key]] & made[found[key]]) for key in expected}
    precision = sum(shared[key] / len(made[found[key]]) for key in expected) / len(expected)
    recall = sum(shared[key] / len(wanted[expected[key]]) for key in expected) / len(expected)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _groups(of: Mapping[Any, str]) -> dict[str, set[Any]]:
    held: dict[str, set[Any]] = defaultdict(set)
    for key, group in of.items():
        held[group].add(key)
    return held


def _score(readings: Mapping[int, Reading], told: Sequence[Mapping[str, str]]) -> tuple[float, float, float]:
    found = find_incidents(list(readings.values()))
    expected = {key: told[key]["incident"] for key in readings}
    return b3(expected, {key: found[reading.document.doc_id] for key, reading in readings.items()})


def _readings(file: Path) -> dict[int, Reading]:
    """The documents of the file as the pipeline reads them, by line."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "INDEX.md"
        (Path(folder) / "reports.jsonl").write_bytes(file.read_bytes())
        index.write_text("| id | file |\n|---|---|\n| reports | reports.jsonl |\n", encoding="utf-8")
        return {int(reading.document.part_path) - 1: reading for reading in Reading.of_all(facts(index))}


if __name__ == "__main__":
    sys.exit(main())
