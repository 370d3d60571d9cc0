"""The command line."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import regesta
from regesta import config as settings
from regesta.errors import ConfigError, RegestaError, RunError
from regesta.tables import CONFLICT_STATUS, SEVERITIES, VERDICTS, as_plain

if TYPE_CHECKING:
    from regesta.store import Run

__all__ = ["app", "main"]

_STARTED = monotonic()

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Events, dates and figures from documents that disagree, each value tied to the characters that state it.",
)

SettingsFile = Annotated[Path | None, typer.Option("--config", help="Settings file.", show_default="./regesta.toml")]
Index = Annotated[Path | None, typer.Option(help="Markdown file that lists the sources.")]
Sources = Annotated[
    list[Path] | None, typer.Option(help="Folder in which listed files are looked for first; may be repeated.")
]
Out = Annotated[Path | None, typer.Option(help="Folder of runs/, cache/ and latest.")]
RunFolder = Annotated[
    Path | None, typer.Option("--run", help="A published run: its folder or its id.", show_default="the latest")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

REPORT = Path("report") / "index.html"
"""Where the report of a run stands in its folder."""


def main() -> None:
    """Run the command line; our own errors end in one line on standard error and in their exit code."""
    try:
        app()
    except RegestaError as error:
        _complain(f"regesta: {error}")
        sys.exit(error.exit_code)
    except OSError as error:
        _complain(f"regesta: {error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(RunError.exit_code)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version.")] = False,
) -> None:
    """Hold the options that need no command."""
    if version:
        typer.echo(regesta.__version__)
        raise typer.Exit


@app.command()
def run(
    index: Index = None,
    sources: Sources = None,
    out: Out = None,
    workers: Annotated[int | None, typer.Option(help="Processes for the work on documents.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Read and fetch again what an earlier run could not.")] = False,
    fail_on: Annotated[
        str | None, typer.Option(help=f"Exit with 1 on open conflicts of this severity: {', '.join(SEVERITIES)}.")
    ] = None,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Run the Prefect flow on the sources, publish the result, say what was found."""
    chosen = _settings(
        config, index=index, sources=sources, out=out, workers=workers, fail_on=fail_on, retry=retry or None
    )
    with _progress() as show:
        from regesta.pipeline import check_setup

        check_setup(chosen)
        show("start Prefect")
        # Prefect takes 1.5 s to load, which no other command should pay
        from regesta.flows.pipeline import pipeline
        from regesta.flows.runtime import listeners, prefect_seconds
        from regesta.flows.server import reporting
        from regesta.report.summary import render, summary
        from regesta.store import read_run

        listeners.append(show)
        with reporting():
            published = pipeline(chosen)
        found = summary(read_run(published.path), verified=published.verified)
    if as_json:
        _print_json(as_plain(found))
    else:
        console = Console()
        render(found, console)
        console.print(f"Time        {monotonic() - _STARTED:.1f} s, of which Prefect's start {prefect_seconds():.1f} s")
    raise typer.Exit(found.exit_code(chosen.fail_on))


@app.command()
def sources(
    index: Index = None,
    sources: Sources = None,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what the index lists: found, fetched, missing, changed, or without a hash."""
    from regesta.sources.locate import status

    found = status(_settings(config, index=index, sources=sources))
    if as_json:
        _print_json([as_plain(row) for row in found])
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("source", "file", "status", "where, or why not"):
        table.add_column(name, overflow="fold")  # never cut: a hash is to be pasted
    for row in found:
        table.add_row(row.source_id, row.file or row.url or "", row.status, row.detail or "")
    Console().print(table)


@app.command()
def annotate(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; - or none is standard input.")] = None,
    furniture: Annotated[bool, typer.Option("--furniture", help='Leave out lines such as "Share".')] = False,
) -> None:
    """Times, figures, entities and events of texts: JSON Lines in, JSON Lines out, in the same order."""
    from regesta.extract.annotate import annotate_lines, to_json

    bad = False
    for answer in annotate_lines(_lines(file), furniture=furniture):
        bad = bad or "error" in answer
        sys.stdout.write(to_json(answer) + "\n")
    sys.stdout.flush()
    raise typer.Exit(1 if bad else 0)


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(help="Id of a row: evt_..., fig_..., clm_..., cnf_...")],
    run: RunFolder = None,
    review: Annotated[bool, typer.Option("--review", help="Print an entry for review.toml about a conflict.")] = False,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one row of a run in its context, with its rule and its place in the raw file."""
    from regesta.report.show import decision, find
    from regesta.report.show import show as show_row

    opened = _run(config, run)
    if review:
        typer.echo(decision(opened, identifier), nl=False)
    elif as_json:
        _print_json(as_plain(find(opened, identifier)))
    else:
        show_row(opened, identifier, Console())


@app.command()
def conflicts(
    run: RunFolder = None,
    status: Annotated[
        list[str] | None,
        typer.Option(help=f"Which of {', '.join(CONFLICT_STATUS)}.", show_default="open"),
    ] = None,
    check: Annotated[str | None, typer.Option(help="Of this check only.")] = None,
    severity: Annotated[
        str | None,
        typer.Option(help=f"Of this or above: {', '.join(SEVERITIES)}.", show_default="warning; info with --check"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also those of severity info.")] = False,
    verdict: Annotated[str | None, typer.Option(help=f"With this one: {', '.join(VERDICTS[1:])}.")] = None,
    claimed: Annotated[str | None, typer.Option("--property", help="About this: date, killed, age ...")] = None,
    source: Annotated[str | None, typer.Option(help="In which this source states something.")] = None,
    text: Annotated[str | None, typer.Option(help="With these words in a title, statement or reason.")] = None,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what disagrees, every statement beside the others."""
    from regesta.report.cards import cards
    from regesta.report.summary import check_counts, hidden, render_cards

    wanted = status or ["open"]
    least = severity or SEVERITIES[0 if every or check else 1]
    for one in wanted:
        _choose("--status", one, CONFLICT_STATUS)
    _choose("--severity", least, SEVERITIES)
    _choose("--verdict", verdict, VERDICTS[1:])
    opened = _run(config, run)
    _choose("--check", check, [count.check for count in check_counts(opened)])
    _choose("--property", claimed, sorted(set(opened.table("claims")["property"].to_pylist())))
    _choose("--source", source, sorted(opened.table("sources")["source_id"].to_pylist()))
    asked = [
        card
        for card in cards(opened, wanted)
        if card.is_of(check=check, verdict=verdict, claimed=claimed) and card.has(source) and card.says(text or "")
    ]
    found = [card for card in asked if card.severity in SEVERITIES[SEVERITIES.index(least) :]]
    if as_json:
        _print_json([as_plain(card) for card in found])
    else:
        left_out = 0 if severity else len(asked) - len(found)
        render_cards(found, Console(), hidden(left_out))


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="A published run: its folder, its id, or latest.")],
    after: Annotated[Path, typer.Argument(help="The run to compare it with.")],
    examples: Annotated[int, typer.Option(min=0, help="Rows shown of each kind of change.")] = 3,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed from one run to another: sources, documents, facts, conflicts, versions."""
    from regesta.report.diff import diff as compare_runs
    from regesta.report.diff_text import render_diff

    found = compare_runs(_run(config, before), _run(config, after), examples)
    if as_json:
        _print_json(as_plain(found))
    else:
        render_diff(found, Console())


@app.command("open")
def open_report(
    run: RunFolder = None,
    only_print: Annotated[bool, typer.Option("--print", help="Print where it is, without opening it.")] = False,
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Open the report of a run in the browser."""
    import webbrowser

    opened = _run(config, run)
    report = opened.path / REPORT
    if not report.is_file():
        raise RunError(f"run {opened.run_id} has no report: {report} is not there")
    if as_json:
        _print_json({"run_id": opened.run_id, "path": str(report), "url": report.as_uri()})
    else:
        typer.echo(report)
    if not only_print and not webbrowser.open(report.as_uri()):
        _complain("regesta: no browser was found; open the file yourself")


@app.command()
def serve(
    config: SettingsFile = None,
    name: Annotated[str, typer.Option(help="Name of the deployment.")] = "regesta",
    cron: Annotated[str | None, typer.Option(help='Schedule, such as "0 6 * * *".')] = None,
) -> None:
    """Serve the flow as the deployment pipeline/NAME: for Prefect's UI, a schedule or `prefect deployment run`."""
    from regesta.flows.pipeline import pipeline

    chosen = _settings(config)
    pipeline.serve(name=name, cron=cron, parameters={"config": chosen.model_dump(mode="json")})


def _settings(file: Path | None, **options: Any) -> settings.Config:
    chosen = settings.load(file)
    given = options.pop("sources", None)
    if given:
        options["sources"] = (*given, *chosen.sources)
    return chosen.with_options(**options)


@contextmanager
def _progress() -> Iterator[Callable[..., None]]:
    """A line on standard error that says what is going on; gives the function that changes it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        line = progress.add_task("read the settings", total=None)

        def show(what: str, done: int = 0, total: int = 0) -> None:
            progress.update(line, description=what, completed=done, total=total or None)

        yield show


def _run(file: Path | None, named: Path | None) -> "Run":
    """A run by its folder, by its id among the published ones, or the latest."""
    if named is not None and named.is_dir():
        return regesta.read_run(named)
    chosen = settings.load(file)
    if named is None or str(named) == chosen.latest.name:
        return regesta.read_run(chosen.latest)
    published = chosen.runs / named
    return regesta.read_run(published if published.is_dir() else named)


def _choose(option: str, value: str | None, choices: Sequence[str]) -> None:
    if value is not None and value not in choices:
        raise ConfigError(f"{option} {value}: choose among {', '.join(choices)}")


def _lines(file: Path | None) -> Iterator[str]:
    """The lines of a file or of standard input; bytes that are not UTF-8 become lone surrogates, which are refused."""
    if file is None or str(file) == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    try:
        with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as opened:
            yield from opened
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=file) from error


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _complain(message: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False).print(message)
