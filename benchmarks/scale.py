"""`python -m benchmarks.scale`: what comparing costs when there are many documents.

The shipped sources are read and their facts extracted once; then they are told again and again, each time with other
names, words, dates and numbers, so that every round holds happenings of its own, some of them on neighbouring days of
those of another round. Words are replaced by invented ones of the same length: every offset stays true. The same number
of documents always gives the same rows.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from re import Match
from re import compile as pattern
from typing import Any

from benchmarks.gold import ROOT
from regesta import compare, pipeline
from regesta.config import Config
from regesta.tables import Claim, Comparison, Conflict, Document, Fact, Merge, Row, content_id

__all__ = ["facts", "main", "retold"]

Tables = dict[str, list[Row]]

STEP = 5
"""Days between the happenings of one round and those of the next."""

KEPT = 4
"""Words up to this length stay as they are: most of them are grammar."""

_WORD = pattern(r"[^\W\d_]+|\d")
_CODE = pattern(r"[A-Z]{3}")
_NAME = pattern(r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)+")
_ID = pattern(r"[a-z]{3}_[0-9a-f]{20}")


def main(arguments: list[str] | None = None) -> int:
    """Print what comparing `--documents` with `--claims` costs; 1 when it costs more than a limit."""
    options = _options(arguments)
    told = facts()
    tables = retold(told, max(options.documents, _documents(told, options.claims)))
    before = time.process_time()
    rows = compare.compare(tables)
    seconds = time.process_time() - before
    measured = {
        "documents": len(tables["documents"]),
        "claims": sum(isinstance(row, Claim) for row in rows),
        "merges": sum(isinstance(row, Merge) for row in rows),
        "comparisons": sum(isinstance(row, Comparison) for row in rows),
        "conflicts": sum(isinstance(row, Conflict) for row in rows),
        "largest_block": max(
            Counter((r.subject, r.property) for r in rows if isinstance(r, Claim)).values(), default=0
        ),
        "cpu_seconds": round(seconds, 1),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(measured))
    return int(measured["cpu_seconds"] > options.seconds or measured["megabytes"] > options.megabytes)


def _documents(told: Tables, claims: int) -> int:
    """How many documents claim so much: invented words leave fewer claims in a later round than in the first."""
    size = len(told["documents"])
    first, two = (sum(isinstance(row, Claim) for row in compare.compare(retold(told, n * size))) for n in (1, 2))
    return (1 + -(-(claims - first) // (two - first))) * size


def facts(index: Path = ROOT / "seeds" / "INDEX.md") -> Tables:
    """The tables that comparing needs, of the sources of an index."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(index=index, sources=(), out=Path(folder), workers=1)
        with pipeline.building(config) as work, pipeline.Workers(1) as workers:
            pipeline.ingest(config, work)
            pipeline.normalise(config, work, workers.each)
            pipeline.extract(config, work, workers.each)
            return compare.facts(work.arrow)


def retold(tables: Mapping[str, Sequence[Row]], documents: int) -> Tables:
    """At least so many documents, the given ones told again with other names, words, dates and numbers."""
    texts = {row.doc_id: row.text for row in tables["documents"] if isinstance(row, Document)}
    rounds = -(-documents // len(texts))
    out: Tables = {name: [] for name in tables}
    for number in range(rounds):
        teller = _Teller(number, {doc_id: _Words(number)(text) for doc_id, text in texts.items()})
        for name, rows in tables.items():
            out[name].extend(map(teller.row, rows))
    return out


@dataclass(frozen=True, slots=True)
class _Words:
    """A text with invented words in place of its longer ones, and other digits, character for character."""

    number: int

    def __call__(self, text: str) -> str:
        return _WORD.sub(self._other, text) if self.number else text

    def _other(self, match: Match[str]) -> str:
        word = match[0]
        if word.isdigit():
            return str((int(word) + self.number) % 10)
        if len(word) <= KEPT:
            return word
        digest = sha256(f"{self.number} {word.lower()}".encode()).digest()
        letters = "".join(chr(ord("a") + byte % 26) for byte in digest)[: len(word)].ljust(len(word), "x")
        return letters.capitalize() if word[0].isupper() else letters


@dataclass(frozen=True, slots=True)
class _Teller:
    """The rows of one round. Round 0 is the sources themselves."""

    number: int
    texts: Mapping[str, str]

    def row(self, row: Row) -> Row:
        """The row as this round tells it."""
        if not self.number:
            return row
        changed = {field.name: self._value(getattr(row, field.name)) for field in fields(row)}
        made = replace(row, **changed)
        if isinstance(row, Document):
            return replace(made, text=self.texts[row.doc_id])
        if isinstance(row, Fact):
            text = self.texts[row.doc_id]
            prefix, suffix = text[max(row.start - 32, 0) : row.start], text[row.end : row.end + 32]
            return replace(made, quote=text[row.start : row.end], prefix=prefix, suffix=suffix)
        return made

    def _value(self, value: Any) -> Any:
        change = _CHANGES.get(type(value))
        return change(value, self) if change else value

    def text(self, text: str) -> str:
        """An id, the code of a state, or a name becomes another one."""
        if _ID.fullmatch(text):
            return content_id(text[:3], text, self.number)
        if _CODE.fullmatch(text) and text.isalpha():
            return f"{text}{self.number}"
        return _Words(self.number)(text) if _NAME.fullmatch(text) else text

    def day(self, day: date) -> date:
        """The same day of another happening."""
        return day + timedelta(days=STEP * self.number) if day.year > 1 else day


_CHANGES: Mapping[type, Callable[[Any, _Teller], Any]] = {
    str: lambda value, teller: teller.text(value),
    date: lambda value, teller: teller.day(value),
    Decimal: lambda value, teller: value + teller.number,
    list: lambda value, teller: [teller._value(item) for item in value],
}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=100_000, help="at least so many, by more documents if need be")
    parser.add_argument("--seconds", type=float, default=60, help="limit of CPU seconds")
    parser.add_argument("--megabytes", type=int, default=2_048, help="limit of memory")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
