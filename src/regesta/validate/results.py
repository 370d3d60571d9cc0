"""What came out of judging the tables."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from regesta.tables import SEVERITIES
from regesta.validate.files import encoded

__all__ = ["CheckResult", "Validation"]

_SHOWN = 3
"""Failed expectations that the summary names, and ids that it gives of each."""


@dataclass(frozen=True, slots=True, order=True)
class CheckResult:
    """What one expectation found.

    `suite` is the table; `column` the column that would be wrong (several, with commas; empty for the table as a
    whole). `checked` counts the rows that could have failed: those where the column has a value. `failing_ids` are
    all the rows that failed, each once and sorted: the values of their key columns, joined by a space. `error` says why
    the expectation could not be judged, which is a failure.
    """

    suite: str
    expectation: str
    column: str
    severity: str
    success: bool
    checked: int
    failing: int
    failing_ids: tuple[str, ...] = ()
    error: str | None = None

    def __str__(self) -> str:
        place = f"{self.suite}.{self.column}" if self.column else self.suite
        if self.error:
            return f"{place} {self.expectation} (not judged: {self.error})"
        ids = ", ".join(self.failing_ids[:_SHOWN]) + (", ..." if len(self.failing_ids) > _SHOWN else "")
        return f"{place} {self.expectation} ({self.failing} of {self.checked}{': ' if ids else ''}{ids})"


@dataclass(frozen=True, slots=True)
class Validation:
    """Every expectation on the tables of a run with its result, sorted."""

    results: tuple[CheckResult, ...]

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The results that are failures, the gravest first."""
        return tuple(sorted((r for r in self.results if not r.success), key=lambda r: (-_gravity(r), r)))

    @property
    def worst(self) -> str | None:
        """The gravest severity among the failures; None when all hold."""
        return self.failed[0].severity if self.failed else None

    def summary_line(self) -> str:
        """One line for a person: how many expectations, which failed, on which rows."""
        total, failed = f"{len(self.results)} expectations", self.failed
        if not failed:
            return f"{total}, all hold"
        counts = Counter(result.severity for result in failed)
        grave = ", ".join(name if n == len(failed) else f"{n} {name}" for name, n in counts.items())
        more = f"; and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
        return f"{total}, {len(failed)} failed ({grave}): {'; '.join(map(str, failed[:_SHOWN]))}{more}"

    def to_json(self) -> str:
        """All results with the summary; the same text for the same tables."""
        return encoded(
            {"summary": self.summary_line(), "worst": self.worst, "results": list(map(_plain, self.results))}
        )


def _gravity(result: CheckResult) -> int:
    return SEVERITIES.index(result.severity)


def _plain(result: CheckResult) -> dict[str, Any]:
    return {**asdict(result), "failing_ids": list(result.failing_ids)}
