"""The end of a run in a few lines that a person wants to read, for the terminal and for Prefect's page."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.compute as pc
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from regesta.report.cards import Card, Deck, Reader
from regesta.store import Run
from regesta.tables import SEVERITIES, Issue, Source

__all__ = [
    "CheckCount",
    "Summary",
    "check_counts",
    "conflict_rows",
    "hidden",
    "markdown",
    "render",
    "render_cards",
    "summary",
]

VALIDATION = "validation.json"
"""The file of a run that holds what every expectation found."""

SOURCE_STAGES = ("ingest", "normalise")
NOTES_SHOWN = 20

CARDS_TOLD = 25
"""Conflicts of a status in a summary; `regesta conflicts` and the report have all."""

COUNTED = ("documents", "times", "figures", "entities", "attributions", "events", "claims")


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many comparisons a check made, and what came of them."""

    check: str
    compared: int
    agree: int
    explained: int
    open: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, as plain values. Of conflicts it tells the gravest, `CARDS_TOLD` of each status."""

    run_id: str
    path: str
    verified: bool
    sources: dict[str, int]
    notes: tuple[str, ...]
    counts: dict[str, int]
    checks: tuple[CheckCount, ...]
    open: tuple[Card, ...]
    explained: tuple[Card, ...]
    severities: dict[str, int]
    """How many open conflicts there are of each severity."""
    validation: str
    broken: bool

    @property
    def told(self) -> tuple[Card, ...]:
        """The open conflicts that a summary tells: those above info."""
        return tuple(card for card in self.open if not card.quiet)

    @property
    def hidden(self) -> str:
        """How many open conflicts it does not tell, and how they are seen; empty when there are none."""
        quiet = self.severities.get(SEVERITIES[0], 0)
        more = sum(self.severities.values()) - quiet - len(self.told)
        grave = [f"{more:,} more: regesta conflicts"] if more else []
        return "\n".join([*grave, *filter(None, [hidden(quiet)])])

    def exit_code(self, fail_on: str | None) -> int:
        """1 when an expectation of severity critical failed, or a conflict as grave as `fail_on` is open; else 0."""
        grave = fail_on is not None and any(name in self.severities for name in SEVERITIES[SEVERITIES.index(fail_on) :])
        return 1 if grave or self.broken else 0


def summary(run: Run, *, verified: bool = False) -> Summary:
    """Sources by status, rows by table, checks with their denominators, conflicts with their statements."""
    sources, reader = run.rows(Source), Reader(run)
    opened, explained = (Deck(run, (status,), reader) for status in ("open", "explained"))
    validation = json.loads((run.path / VALIDATION).read_text(encoding="utf-8"))
    return Summary(
        run_id=run.run_id,
        path=str(run.path),
        verified=verified,
        sources=dict(sorted(Counter(source.status for source in sources).items())),
        notes=tuple(
            issue.message for issue in sorted(run.rows(Issue), key=_by_gravity) if issue.stage in SOURCE_STAGES
        ),
        counts={name: run.table(name).num_rows for name in COUNTED},
        checks=check_counts(run),
        open=tuple(opened.draw(CARDS_TOLD)),
        explained=tuple(explained.draw(CARDS_TOLD)),
        severities=dict(Counter(opened.severities())),
        validation=validation["summary"],
        broken=validation["worst"] == "critical",
    )


def render(found: Summary, console: Console) -> None:
    """Print a summary to a terminal."""
    console.print()
    console.print(Text.assemble(("Regesta run ", "bold"), (found.run_id, "bold cyan")))
    if found.verified:
        console.print(Text("The same inputs as before: every byte verified", style="green"))
    console.print(_facts(found))
    for note in _some(found.notes):
        console.print(Text(f"  ! {note}", style="yellow"), soft_wrap=True)
    console.print(_checks(found))
    render_cards(found.told, console, found.hidden)
    console.print(Text(f"Validation  {found.validation}"))
    console.print(Text(f"Run folder  {found.path}"), soft_wrap=True)
    console.print(Text(f"Report      {found.path}/report/index.html"), soft_wrap=True)


def hidden(count: int) -> str:
    """What is said of conflicts of severity info that are not shown; nothing of none."""
    return f"{count:,} of severity info not shown: regesta conflicts --all" if count else ""


def render_cards(found: Sequence[Card], console: Console, left_out: str = "") -> None:
    """Print conflicts to a terminal, every statement beside the others, then what was left out."""
    for card in found:
        console.print(_card(card))
    if not found:
        console.print("No conflicts.")
    if left_out:
        console.print(Text(left_out, style="dim"))


def markdown(found: Summary) -> str:
    """The same summary as Markdown, for an artifact."""
    counts = ", ".join(f"{count:,} {name}" for name, count in found.counts.items())
    lines = [f"# Regesta run {found.run_id}", "", f"{_sources(found)}. {counts}.", ""]
    lines += [f"- {_escaped(note)}" for note in _some(found.notes)]
    lines += ["", "| check | compared | agree | explained | open |", "|---|---|---|---|---|"]
    lines += [f"| {c.check} | {c.compared} | {c.agree} | {c.explained} | {c.open} |" for c in found.checks]
    lines += ["", f"## Open conflicts: {sum(found.severities.values())}", *(["", found.hidden] if found.hidden else [])]
    for card in found.told:
        lines += ["", f"### {_escaped(card.title)} ({card.severity})", ""]
        lines += [f"- **{s.value}** {', '.join(s.sources)}: {_escaped(s.sentence)}" for s in card.statements]
    return "\n".join([*lines, "", f"Validation: {found.validation}", ""])


def conflict_rows(found: Summary) -> list[dict[str, str]]:
    """Open conflicts, then explained ones, a row for each statement: for a table artifact."""
    return [
        {
            "status": card.status,
            "verdict": card.verdict,
            "severity": card.severity,
            "what": card.title,
            "value": statement.value,
            "sources": ", ".join(statement.sources),
            "speaker": statement.speaker or "",
            "sentence": statement.sentence,
        }
        for card in (*found.open, *found.explained)
        for statement in card.statements
    ]


def _by_gravity(issue: Issue) -> tuple[int, str, str]:
    return -SEVERITIES.index(issue.severity), issue.source_id or "", issue.message


def _some(notes: Sequence[str]) -> list[str]:
    """The first notes, and how many more there are."""
    more = len(notes) - NOTES_SHOWN
    return [*notes[:NOTES_SHOWN], *([f"and {more:,} more: see the table issues"] if more > 0 else [])]


def check_counts(run: Run) -> tuple[CheckCount, ...]:
    """Every check that ran with its denominator, also one that compared nothing; sorted by name."""
    made: dict[str, Counter[str]] = {}
    counted = run.table("comparisons").group_by(["check", "verdict"]).aggregate([([], "count_all")])
    for row in counted.to_pylist():
        verdict = row["verdict"] if row["verdict"] in ("agree", "conflict", "undetermined") else "explained"
        made.setdefault(row["check"], Counter())[verdict] += row["count_all"]
    silent = {issue.rule_id: Counter[str]() for issue in run.rows(Issue, pc.field("code") == "compared_nothing")}
    every = {**{check: count for check, count in silent.items() if check}, **made}
    return tuple(
        CheckCount(check, count.total(), count["agree"], count["explained"], count["conflict"] + count["undetermined"])
        for check, count in sorted(every.items())
    )


def _sources(found: Summary) -> str:
    total = sum(found.sources.values())
    return f"{total} sources: " + ", ".join(f"{count} {status}" for status, count in found.sources.items())


def _facts(found: Summary) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_row("Sources", _sources(found).partition(": ")[2])
    grid.add_row("Found", ", ".join(f"{count:,} {name}" for name, count in found.counts.items()))
    return grid


def _checks(found: Summary) -> RenderableType:
    table = Table("check", "compared", "agree", "explained", "open", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for c in found.checks:
        compared = str(c.compared) if c.compared else "nothing"
        table.add_row(c.check, compared, str(c.agree), str(c.explained), str(c.open), style="bold" if c.open else "")
    return Padding(table, (1, 0, 1, 0))


def _card(card: Card) -> RenderableType:
    colour = "bold red" if card.status == "open" else "green"
    mark = "OPEN" if card.status == "open" else f"{card.status.upper()} ({card.verdict.replace('_', ' ')})"
    head = Text.assemble((f"{mark} ", colour), (card.title, "bold"), (f"  {card.severity}", "dim"))
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style="bold")
    rows.add_column()
    for statement in card.statements:
        said = f" ({statement.speaker})" if statement.speaker else ""
        text = Text.assemble((f"{', '.join(statement.sources)}{said}: ", "cyan"), f"“{statement.sentence}”")
        rows.add_row(f"  {statement.value}", text)
    why = [Text(f"  {sentence}", style="dim") for sentence in card.explanations if card.status != "open"]
    views = [Text(f"  {view.explanation}", style="dim") for view in card.resolutions]
    reviewed = [Text(f"  reviewed: {reason}", style="italic") for reason in card.reviews]
    return Padding(Group(head, rows, *why, *views, *reviewed), (0, 0, 1, 0))


def _escaped(text: str) -> str:
    """Text of a document in Markdown: what could be markup is not."""
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text
