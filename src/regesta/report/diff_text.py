"""The difference of two runs for a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from regesta.report.diff import Changes, Diff, Example

__all__ = ["render_diff"]

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_SHOWN = 12
"""Characters of a hash that tell it from another."""


def render_diff(found: Diff, console: Console) -> None:
    """Print what the runs were made from, then counts and examples of every table that changed."""
    console.print(Text.assemble((found.before, "bold cyan"), " → ", (found.after, "bold cyan")))
    for setting in found.settings:
        console.print(
            Text.assemble((f"  {setting.name}  ", "dim"), f"{_short(setting.before)} → {_short(setting.after)}")
        )
    if not found.any:
        console.print("The tables are the same.")
        return
    shown = [changes for changes in (found.open_conflicts, *found.tables) if changes.any]
    console.print(Padding(_counts(shown), (1, 0, 0, 0)))
    for changes in shown:
        _examples(changes, console)


def _counts(shown: list[Changes]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", "before", "after", "added", "removed", "changed"):
        table.add_column(name, justify="right" if name else "left")
    for changes in shown:
        numbers = (changes.before, changes.after, changes.added, changes.removed, changes.changed)
        table.add_row(changes.what, *(f"{number:,}" for number in numbers))
    return table


def _examples(changes: Changes, console: Console) -> None:
    """Those that say something to a person: of rows that only link others there are none."""
    lines = [_line(example) for example in changes.examples if example.about]
    if lines:
        console.print(Text.assemble("\n", (changes.what, "bold")), *lines, sep="\n")


def _line(example: Example) -> Text:
    sign, colour = _SIGNS[example.change]
    which = f" ({', '.join(example.columns)})" if example.columns else ""
    about = " ".join(example.about.split())
    return Text.assemble((f"  {sign} ", colour), (example.id, "cyan"), f"  {about}", (which, "dim"))


def _short(value: str | None) -> str:
    return "none" if value is None else value[:_SHOWN]
