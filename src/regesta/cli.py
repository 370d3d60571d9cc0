"""The command line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

import regesta
from regesta import config as settings
from regesta.errors import ConfigError, RegestaError
from regesta.tables import CONFLICT_STATUS, SEVERITIES, as_plain

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
RunFolder = Annotated[Path | None, typer.Option("--run", help="A published run.", show_default="the latest")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Run the command line; our own errors end in one line on standard error and in their exit code."""
    try:
        app()
    except RegestaError as error:
        _complain(f"regesta: {error}")
        sys.exit(error.exit_code)


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
    retry: Annotated[bool, typer.Option("--retry", help="Read again what an earlier run quarantined.")] = False,
    fail_on: Annotated[
        str | None, typer.Option(help=f"Exit with 1 on open conflicts of this severity: {', '.join(SEVERITIES)}.")
    ] = None,
    config: SettingsFile = None,
) -> None:
    """Run the Prefect flow on the sources, publish the result, say what was found."""
    chosen = _settings(
        config, index=index, sources=sources, out=out, workers=workers, fail_on=fail_on, retry=retry or None
    )
    console = Console()
    with console.status("Starting Prefect ..."):
        # Prefect takes 1.5 s to load, which no other command should pay
        from regesta.flows.pipeline import pipeline
        from regesta.flows.runtime import prefect_seconds
        from regesta.report.summary import render, summary
        from regesta.store import read_run

        published = pipeline(chosen)
        found = summary(read_run(published.path), verified=published.verified)
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
    """Show what the index lists: found, missing, changed, or without a hash."""
    from regesta.sources.locate import status

    found = status(_settings(config, index=index, sources=sources))
    if as_json:
        _print_json([as_plain(row) for row in found])
        return
    table = Table("source", "file", "status", "where, or why not", box=None, padding=(0, 2, 0, 0), header_style="dim")
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
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one row of a run in its context, with its rule and its place in the raw file."""
    from regesta.report.show import show as show_row

    opened = _run(config, run)
    if as_json:
        _print_json(as_plain(opened.find(identifier)))
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
    config: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what disagrees, every statement beside the others."""
    from regesta.report.cards import cards
    from regesta.report.summary import render_cards

    wanted = status or ["open"]
    if unknown := sorted(set(wanted) - set(CONFLICT_STATUS)):
        raise ConfigError(f"--status {unknown[0]}: choose among {', '.join(CONFLICT_STATUS)}")
    found = [card for card in cards(_run(config, run), wanted) if check in (None, card.check)]
    if as_json:
        _print_json([as_plain(card) for card in found])
    else:
        render_cards(found, Console())


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


def _run(file: Path | None, folder: Path | None) -> "Run":
    return regesta.read_run(folder or settings.load(file).latest)


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
