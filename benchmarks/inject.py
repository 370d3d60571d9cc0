"""`python -m benchmarks.inject FILE`: how many injected contradictions the checks find, and what hides the others.

FILE holds texts as JSON Lines with `id`, `text`, perhaps `published` (YYYY-MM-DD) and `topic`. `benchmarks.twins` makes
twins of each text: one value is stated once more, changed or (innocently) not. Each twin is read and compared alone. An
injection is found when an open conflict, warning or above, has a claim at the value of the text and one at the changed
value. An innocent twin is accused when such a conflict has a claim at what was added. The texts are never stored.

With `--half`, texts are parted by topic (by id, where there is none): study the misses of one half, and report the
other.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.alarms import tables_of
from benchmarks.twins import KINDS, Span, Twin, twins
from regesta.compare import compare
from regesta.compare.comparable import shown
from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.tables import (
    SEVERITIES,
    Claim,
    Comparison,
    ComparisonClaim,
    Conflict,
    Entity,
    EventArgument,
    Evidence,
    Fact,
    Figure,
    Row,
    Time,
)

__all__ = ["FOUND", "Outcome", "examined", "half", "main"]

FOUND = "found"
ACCUSED = "accused"
SEVERE = SEVERITIES[SEVERITIES.index("warning") :]
AROUND = 90
"""Characters that are shown before and after a value."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a twin: whether both values were read, and FOUND or ACCUSED or what stood in the way."""

    twin: Twin
    read: bool
    result: str


def main(arguments: list[str] | None = None) -> int:
    """Print recall by kind, what stood in the way, and the false alarms on innocent twins."""
    options = _options(arguments)
    begin = time.process_time()
    lines = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    told = [line for line in lines if options.half in (None, half(line))]
    published = {str(line["id"]): line.get("published") for line in told}
    made = [twin for line in told for twin in twins(str(line["id"]), line["text"]) if twin.kind in options.kind]
    outcomes = [examined(twin, published[twin.text_id]) for twin in _drawn(made, options.per_kind)]
    _print(outcomes, options.kind)
    if options.misses:
        _list([outcome for outcome in outcomes if _is_wrong(outcome)])
    print(f"{len(told)} texts, {len(outcomes)} twins; {time.process_time() - begin:.0f} CPU seconds")
    return 0


def half(line: Mapping[str, Any]) -> str:
    """The half of the texts that one belongs to; texts of one topic are never parted."""
    key = str(line.get("topic", line["id"])).encode("utf-8")
    return "dev" if hashlib.sha256(key).digest()[0] % 2 else "held"


def examined(twin: Twin, published: str | None = None) -> Outcome:
    """Read the twin, compare its claims, and see whether its two values are held against each other."""
    day = date.fromisoformat(published) if published else None
    doc = extract_document(document(twin.text, day))
    rows = compare(tables_of([doc]))
    look = _Look(doc, rows)
    read = _is_read(doc, twin, twin.told, twin.told_value) and _is_read(doc, twin, twin.retold, twin.retold_value)
    if twin.innocent:
        return Outcome(twin, read, ACCUSED if look.accused(twin.retold) else "left alone")
    return Outcome(twin, read, look.result(twin) if read or look.found(twin) else _unread(doc, twin))


# --------------------------------------------------------------------------------------------------- was it read?


def _is_read(doc: Doc, twin: Twin, span: Span, value: str) -> bool:
    """Whether a time, figure or entity stands at the place with the value that a reader understands."""
    if twin.kind in ("date", "weekday"):
        value = twin.told_value if twin.kind == "weekday" else value
        span = span if twin.kind == "date" else twin.told
        return any(_is_day(time, value) for time in doc.rows(Time) if _meet(time, span))
    if twin.kind == "name":
        return any(_meet(entity, span) and value in entity.quote for entity in doc.rows(Entity))
    return any(_is_number(figure, twin.kind, value) for figure in doc.rows(Figure) if _meet(figure, span))


def _is_day(time: Time, value: str) -> bool:
    """Whether a time has the year, month and day that are known of the value."""
    parts = [None if part.startswith("X") else int(part) for part in value.split("-")]
    if time.first is None:
        return (time.value or "").startswith(value)
    known = (time.first.year, time.first.month, time.first.day)
    return all(part is None or part == has for part, has in zip(parts, known, strict=False))


def _is_number(figure: Figure, kind: str, value: str) -> bool:
    number, _, currency = value.lstrip(">=").partition(" ")
    unit = {"age": figure.unit_kind == "age", "amount": figure.unit == currency}
    return Decimal(number) in (figure.low, figure.high) and unit.get(kind, True)


def _unread(doc: Doc, twin: Twin) -> str:
    at_text = _is_read(doc, twin, twin.told, twin.told_value)
    at_change = _is_read(doc, twin, twin.retold, twin.retold_value)
    where = "of the text" if at_change else "changed" if at_text else "of the text nor the changed one"
    return f"not read: the value {where}"


def _meet(fact: Fact, span: Span) -> bool:
    return fact.start < span[1] and span[0] < fact.end


# ------------------------------------------------------------------------------------------------ was it compared?


class _Look:
    """The claims, comparisons and conflicts of one text, by place."""

    def __init__(self, doc: Doc, rows: Iterable[Row]) -> None:
        self._claims: dict[str, Claim] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        self._comparisons: dict[str, Comparison] = {}
        self._open: set[str] = set()
        for row in rows:
            self._take(row)
        times = {time.time_id: time for time in doc.rows(Time)}
        self._dated: dict[str, list[Fact]] = defaultdict(list)
        for argument in doc.rows(EventArgument):
            if argument.time_id:
                self._dated[argument.event_id].append(times[argument.time_id])
        for evidence in doc.rows(Evidence):
            self._dated[evidence.fact_id].append(evidence)

    def _take(self, row: Row) -> None:
        if isinstance(row, Claim):
            self._claims[row.claim_id] = row
        elif isinstance(row, ComparisonClaim):
            self._members[row.comparison_id].add(row.claim_id)
        elif isinstance(row, Comparison):
            self._comparisons[row.comparison_id] = row
        elif isinstance(row, Conflict) and row.status == "open" and row.severity in SEVERE:
            self._open.add(row.comparison_id)

    def found(self, twin: Twin) -> bool:
        """Whether an open conflict holds the two places against each other."""
        return any(comparison in self._open for comparison in self._between(twin))

    def accused(self, span: Span) -> bool:
        """Whether an open conflict has a claim at a place."""
        here = set(self._at(span))
        return any(self._members[comparison] & here for comparison in self._open)

    def result(self, twin: Twin) -> str:
        """FOUND, or what stood in the way of two values that were read."""
        if self.found(twin):
            return FOUND
        if compared := self._between(twin):
            return f"compared, verdict {self._comparisons[compared[0]].verdict}"
        return self._apart(list(self._at(twin.told).values()), list(self._at(twin.retold).values()))

    def _apart(self, told: list[Claim], retold: list[Claim]) -> str:
        """Why the claims of two places were not compared: the first thing that keeps the nearest pair apart."""
        if not told or not retold:
            return f"no claim: {'of the text' if retold else 'of the change' if told else 'of either'}"
        same = [(a, b) for a in told for b in retold if a.property == b.property]
        if not same:
            return "not compared: other property"
        for name in ("subject", "status", "scope", "via", "unit"):
            same, before = [pair for pair in same if getattr(pair[0], name) == getattr(pair[1], name)], same
            if not same:
                return f"not compared: other {name} ({before[0][0].property})"
        return f"not compared: {same[0][0].property}"

    def _between(self, twin: Twin) -> list[str]:
        """The comparisons with a claim at either place, those that are open first."""
        told, retold = set(self._at(twin.told)), set(self._at(twin.retold))
        joined = [key for key, members in sorted(self._members.items()) if members & told and members & retold]
        return sorted(joined, key=lambda key: key not in self._open)

    def _at(self, span: Span) -> dict[str, Claim]:
        """The claims that stand at a place, or whose date does, and those that the same text says elsewhere alike."""
        here = [claim for claim in self._claims.values() if any(_meet(place, span) for place in self._places(claim))]
        alike = {_said(claim) for claim in here}
        return {claim.claim_id: claim for claim in self._claims.values() if _said(claim) in alike}

    def _places(self, claim: Claim) -> Iterator[Fact]:
        yield claim
        yield from self._dated.get(claim.fact_id, ())


def _said(claim: Claim) -> tuple[object, ...]:
    return (claim.subject, claim.property, claim.via, claim.scope, claim.unit, shown(claim))


# ------------------------------------------------------------------------------------------------------ the report


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inject", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON Lines with id, text, perhaps published and topic")
    parser.add_argument("--kind", nargs="+", choices=list(KINDS), default=list(KINDS), help="what is changed")
    parser.add_argument("--half", choices=("dev", "held"), help="only one half of the texts")
    parser.add_argument("--per-kind", type=int, metavar="N", help="draw so many injections of each kind, by hash")
    parser.add_argument("--misses", action="store_true", help="list every miss and every false alarm")
    return parser.parse_args(arguments)


def _drawn(made: list[Twin], most: int | None) -> list[Twin]:
    """So many twins of each kind, changed and innocent, drawn by hash; in the order of the texts."""
    if most is None:
        return made
    groups: dict[tuple[str, bool], list[Twin]] = defaultdict(list)
    for twin in sorted(made, key=lambda twin: hashlib.sha256(f"{twin.text_id}|{twin.told}".encode()).digest()):
        groups[twin.kind, twin.innocent].append(twin)
    kept = {id(twin) for group in groups.values() for twin in group[:most]}
    return [twin for twin in made if id(twin) in kept]


def _is_wrong(outcome: Outcome) -> bool:
    return outcome.result == ACCUSED if outcome.twin.innocent else outcome.result != FOUND


def _print(outcomes: list[Outcome], kinds: Iterable[str]) -> None:
    print(f"{'kind':10}{'injected':>9}{'read':>6}{'found':>7}{'of read':>9}{'of all':>8}{'innocent':>10}{'accused':>9}")
    for kind in kinds:
        of = [outcome for outcome in outcomes if outcome.twin.kind == kind]
        wrong = [outcome for outcome in of if not outcome.twin.innocent]
        read = [outcome for outcome in wrong if outcome.read]
        found = [outcome for outcome in read if outcome.result == FOUND]
        anyhow = [outcome for outcome in wrong if outcome.result == FOUND]
        accused = [outcome for outcome in of if outcome.result == ACCUSED]
        print(
            f"{kind:10}{len(wrong):9}{len(read):6}{len(anyhow):7}{_share(found, read):>9}{_share(anyhow, wrong):>8}"
            f"{len(of) - len(wrong):10}{len(accused):9}"
        )
    print("\nwhat stood in the way:")
    ways = Counter((o.twin.kind, o.result) for o in outcomes if not o.twin.innocent and o.result != FOUND)
    for (kind, way), number in sorted(ways.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        print(f"  {kind:8} {number:4}  {way}")


def _share(part: list[Outcome], whole: list[Outcome]) -> str:
    return f"{len(part) / len(whole):.2f}" if whole else "-"


def _list(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        twin = outcome.twin
        print(f"\n{twin.text_id} [{twin.kind}, {twin.form}] {twin.told_value} / {twin.retold_value}: {outcome.result}")
        for start, end in (twin.told, twin.retold):
            passage = (
                f"{twin.text[max(0, start - AROUND) : start]}[{twin.text[start:end]}]{twin.text[end : end + AROUND]}"
            )
            print("     " + " ".join(passage.split()))


if __name__ == "__main__":
    sys.exit(main())
