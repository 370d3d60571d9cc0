"""One row in its context: the passage around it, the rule that made it, where it stands in the raw file."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import zip_longest

from rich.console import Console
from rich.table import Table
from rich.text import Text

from regesta.compare.review import entry
from regesta.errors import RunError
from regesta.report.cards import Reader, claim_value, resolved, views_of
from regesta.store import Run, table_name
from regesta.tables import (
    RANKS,
    Claim,
    Comparison,
    ComparisonClaim,
    Conflict,
    Document,
    Fact,
    Resolution,
    ResolutionClaim,
    Review,
    Row,
    Source,
    Support,
    as_plain,
    table_of,
)

__all__ = ["decision", "find", "show"]

_AROUND = 120
"""Characters of the text that are shown before and after a quote."""

_SHOWN_OTHERWISE = ("quote", "prefix", "suffix", "segments", "text", "offset_map", "doc_id", "start", "end", "rule_id")


def show(run: Run, identifier: str, console: Console) -> None:
    """Print the row that `identifier` names; for a conflict or comparison, every claim behind it in its context.

    Raises:
        RunError: the id is none of this run's.
    """
    row, reader = find(run, identifier), Reader(run)
    console.print(Text.assemble((identifier, "bold cyan"), f"  {table_name(type(row))}"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    for name, value in _cells(row):
        grid.add_row(f"  {name}", Text(value))
    console.print(grid)
    for said in run.rows(Review):
        if said.row_id == identifier:
            by = f", {said.by}" if said.by else ""
            console.print(Text(f"  {said.column} was {said.before}: reviewed{by}: {said.reason}", style="italic"))
    if isinstance(row, Fact):
        _in_context(run, reader, row, console)
    elif isinstance(row, Conflict | Comparison):
        _sides(run, reader, _linked(run, row.comparison_id), console)
        _view(run, _linked(run, row.comparison_id), console)
    elif isinstance(row, Resolution):
        _ranked(run, reader, row, console)


def decision(run: Run, identifier: str) -> str:
    """An entry for `review.toml` about a conflict, to be filled in; raises RunError when the id is no conflict's."""
    conflict = find(run, identifier)
    if not isinstance(conflict, Conflict):
        raise RunError(f"{identifier} is not a conflict: for facts, docs/review.md shows an entry")
    claims = {claim.claim_id: claim for claim in run.rows(Claim)}
    return entry(conflict, [claims[claim].quote for claim in _linked(run, conflict.comparison_id)])


def find(run: Run, identifier: str) -> Row:
    """The row of an id, or the source of that name; raises RunError when the run has neither."""
    source = next((source for source in run.rows(Source) if source.source_id == identifier), None)
    if source is not None:
        return source
    if table_of(identifier) is None:
        raise RunError(
            f"{identifier} is no source and no id of a row: ids look like evt_..., fig_..., clm_..., cnf_..."
        )
    return run.find(identifier)


def _cells(row: Row) -> Iterator[tuple[str, str]]:
    """The columns that hold something, without those that the context shows."""
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in _SHOWN_OTHERWISE and value not in (None, []):
            yield field.name, _text(value)


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, Support):
        return f"{value.value} (in {value.sources} {'document' if value.sources == 1 else 'documents'})"
    return str(as_plain(value))


def _linked(run: Run, comparison_id: str) -> list[str]:
    """The ids of the claims that were compared."""
    return [link.claim_id for link in run.rows(ComparisonClaim) if link.comparison_id == comparison_id]


def _sides(run: Run, reader: Reader, compared: Sequence[str], console: Console, notes: Sequence[str] = ()) -> None:
    """Claims, each in its context, with what is noted of them."""
    claims = {claim.claim_id: claim for claim in run.rows(Claim)}
    for claim_id, note in zip_longest(compared, notes, fillvalue=""):
        claim = claims[claim_id]
        via = f" via {claim.via}" if claim.via else ""
        via += ", taken back" if claim.superseded_by else ""
        console.print()
        console.print(Text.assemble((f"{claim_value(claim)}{via}", "bold"), f"  {claim_id}", (f"  {note}", "italic")))
        _in_context(run, reader, claim, console)


def _view(run: Run, compared: Sequence[str], console: Console) -> None:
    """Which value comes first, and why."""
    for view in views_of(compared, resolved(run)):
        console.print()
        console.print(Text.assemble(("Which value, and why", "bold"), f"  {view.resolution_id}"))
        console.print(Text(f"  {view.explanation} This is a view by a stated rule; nobody says that it is true."))


def _ranked(run: Run, reader: Reader, view: Resolution, console: Console) -> None:
    """The claims of a resolution, those that state its value first, each with what it was ranked by."""
    rows = [row for row in run.rows(ResolutionClaim) if row.resolution_id == view.resolution_id]
    rows.sort(key=lambda row: (RANKS.index(row.rank), row.claim_id))
    notes = [f"{row.rank}: " + ", ".join(f"{one.name} {one.value}" for one in row.ranks) for row in rows]
    _sides(run, reader, [row.claim_id for row in rows], console, notes)


def _in_context(run: Run, reader: Reader, fact: Fact, console: Console) -> None:
    text = next(document.text for document in run.rows(Document) if document.doc_id == fact.doc_id)
    before, after = text[max(0, fact.start - _AROUND) : fact.start], text[fact.end : fact.end + _AROUND]
    sources = ", ".join(reader.sources(fact.doc_id))
    console.print(Text.assemble("  ", (sources, "cyan"), f"  characters {fact.start} to {fact.end}"))
    console.print(Text.assemble("  … ", _line(before), (_line(fact.quote), "bold reverse"), _line(after), " …"))
    places = ", ".join(f"{s.unit}s {s.start} to {s.end} ({s.kind})" for s in fact.segments)
    console.print(Text(f"  raw file: {places}; rule {fact.rule_id}", style="dim"))


def _line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ")
