"""`python -m benchmarks`: scores on the shipped sources and news paragraphs, held against the floors of floors.json."""

import argparse
import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks import gold
from benchmarks.score import Outcome, measure
from benchmarks.tally import Score
from regesta.errors import RegestaError

__all__ = ["FLOORS", "main", "raised", "sunk"]

FLOORS = Path(__file__).with_name("floors.json")
STEP = 50
"""Floors are multiples of 1/50: a measure may sink a little before anybody is told."""

Figures = Mapping[str, Mapping[str, float]]


def main(arguments: list[str] | None = None) -> int:
    """Print scores and speeds; 1 when a score is below its floor, 2 when gold is wrong."""
    options = _options(arguments)
    try:
        if options.place:
            for source_id, text in gold.texts(gold.sources()).items():
                gold.place(source_id, text)
            gold.place_paragraphs()
            gold.place_accounts()
            return 0
        outcome = measure()
    except RegestaError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    _print(outcome)
    if options.errors:
        print("\n" + "\n".join(outcome.errors))
    return _hold(outcome, raise_floors=options.raise_floors)


def sunk(figures: Figures, floors: Figures) -> list[str]:
    """A sentence for each measure below its floor, or that is no longer measured."""
    return [
        f"{group} {name}: {figures.get(group, {}).get(name, 0.0):.3f} is below its floor {floor:.2f}"
        for group, named in floors.items()
        for name, floor in named.items()
        if figures.get(group, {}).get(name, 0.0) < floor
    ]


def raised(figures: Figures, floors: Figures) -> dict[str, dict[str, float]]:
    """The floors, each raised to the measure rounded down; none is lowered."""
    return {
        group: {
            name: max(floors.get(group, {}).get(name, 0.0), math.floor(f1 * STEP) / STEP) for name, f1 in named.items()
        }
        for group, named in figures.items()
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what is wrong in open sources and paragraphs")
    parser.add_argument(
        "--raise-floors", action="store_true", help="raise floors to what is measured; never lowers one"
    )
    parser.add_argument("--place", action="store_true", help="find the offsets of gold again from its quotes, and stop")
    return parser.parse_args(arguments)


def _print(outcome: Outcome) -> None:
    for groups in (outcome.scores, outcome.checks, outcome.events, outcome.accounts):
        _print_table(groups)
    print(f"{outcome.characters:,} characters; characters per CPU second:")
    for stage, seconds in outcome.seconds.items():
        print(f"  {stage:10} {outcome.characters / seconds:10,.0f}")


def _print_table(groups: Mapping[str, Mapping[str, Score]]) -> None:
    print(f"{'':16}" + "".join(f"{group:^36}" for group in groups))
    print(f"{'':16}" + "     P      R     F1  of (gold)      " * len(groups))
    for name in dict.fromkeys(name for named in groups.values() for name in named):
        print(f"{name:16}" + "".join(_cell(named.get(name)) for named in groups.values()).rstrip())
    print()


def _cell(score: Score | None) -> str:
    if score is None:
        return f"{'':36}"
    numbers = f"{score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f}"
    return f"{numbers}  {score.right:4}/{score.found:4} ({score.expected:3})  "


def _hold(outcome: Outcome, *, raise_floors: bool) -> int:
    figures = outcome.figures()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if below := sunk(figures, floors):
        print("\n" + "\n".join(below), file=sys.stderr)
        return 1
    if raise_floors:
        FLOORS.write_text(json.dumps(raised(figures, floors), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
