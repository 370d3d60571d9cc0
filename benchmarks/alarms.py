"""`python -m benchmarks.alarms FILE`: the open conflicts of texts that are each taken alone.

FILE holds JSON Lines with `id`, `text` and perhaps `published`, as `regesta annotate` reads them. A single report
rarely contradicts itself, so what is listed is to be read by a person: how many of a hundred texts are accused, and how
often rightly, decides whether a check is on.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regesta.compare import NEEDS, compare
from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.tables import SEVERITIES, Claim, Comparison, ComparisonClaim, Conflict, Document, Row

__all__ = ["Alarm", "alarms", "main", "tables_of"]

AROUND = 100
"""Characters that are shown before and after the claims of an alarm."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open conflict of one text: the check, its severity, what it says, and the passage around its claims."""

    text_id: str
    check: str
    severity: str
    explanation: str
    passages: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    """List the alarms of a file, then count them and the comparisons by check."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alarms", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON Lines with id, text and perhaps published")
    parser.add_argument("--severity", choices=SEVERITIES[:-1], default="warning", help="the least severity to list")
    parser.add_argument("--limit", type=int, help="read only so many texts")
    options = parser.parse_args(arguments)
    wanted = SEVERITIES[SEVERITIES.index(options.severity) :]
    lines = options.file.read_text(encoding="utf-8").splitlines()[: options.limit]
    begin, compared, found = time.process_time(), Counter[str](), Counter[str]()
    for number, alarm in enumerate(alarms(lines, wanted, compared), start=1):
        found[alarm.check] += 1
        print(f"{number}. {alarm.text_id} [{alarm.check}, {alarm.severity}] {alarm.explanation}")
        for passage in alarm.passages:
            print(f"     {passage}")
    print(f"\n{found.total()} alarms in {len(lines)} texts; {time.process_time() - begin:.0f} CPU seconds")
    for check in sorted(compared):
        print(f"  {check:24} {compared[check]:6} compared {found[check]:4} open")
    return 0


def alarms(lines: Iterable[str], severities: Iterable[str], compared: Counter[str] | None = None) -> Iterator[Alarm]:
    """The open conflicts of some severities in each text alone; `compared` counts the comparisons of each check."""
    wanted = set(severities)
    for line in lines:
        told = json.loads(line)
        published = date.fromisoformat(told["published"]) if told.get("published") else None
        doc = extract_document(document(told["text"], published))
        rows = compare(tables_of([doc]))
        if compared is not None:
            compared.update(row.check for row in rows if isinstance(row, Comparison))
        yield from _alarms(str(told["id"]), doc.text, rows, wanted)


def tables_of(docs: Iterable[Doc]) -> dict[str, list[Row]]:
    """What `compare` needs of texts from which facts were extracted, without files and caches."""
    tables: dict[str, list[Row]] = {name: [] for name in NEEDS}
    for doc in docs:
        tables["documents"].append(_document(doc))
        for name in NEEDS:
            tables[name] += doc.passages if name == "passages" else doc.found.get(name, [])
    return tables


def _document(doc: Doc) -> Document:
    first, last = doc.published or (None, None)
    return Document(
        doc_id=doc.doc_id,
        blob=doc.text_sha256,
        part_path="",
        text=doc.text,
        text_sha256=doc.text_sha256,
        offset_map=[],
        language="en",
        encoding="utf-8",
        encoding_basis="utf-8",
        published_first=first,
        published_last=last,
        published_basis=doc.published_basis,
        format="text",
        code_version="",
    )


def _alarms(text_id: str, text: str, rows: list[Row], wanted: set[str]) -> Iterator[Alarm]:
    claims = {row.claim_id: row for row in rows if isinstance(row, Claim)}
    behind: dict[str, list[Claim]] = {}
    for row in rows:
        if isinstance(row, ComparisonClaim):
            behind.setdefault(row.comparison_id, []).append(claims[row.claim_id])
    for row in rows:
        if isinstance(row, Conflict) and row.status == "open" and row.severity in wanted:
            around = (text[max(0, c.start - AROUND) : c.end + AROUND] for c in behind[row.comparison_id])
            passages = tuple(dict.fromkeys(" ".join(passage.split()) for passage in around))
            yield Alarm(text_id, row.check, row.severity, row.explanation, passages)


if __name__ == "__main__":
    sys.exit(main())
