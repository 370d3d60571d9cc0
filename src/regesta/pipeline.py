"""The pipeline: the stages in their order, in plain Python. `flows/` runs the same functions under Prefect.

    seeds/INDEX.md ─▶ ingest ─▶ normalise ─▶ extract ─▶ check ─▶ publish ─▶ data/latest

A stage reads tables of the run that is being built (a `Workspace`) and writes tables. The work on documents is cut
into batches, which any process can do in any order: their results go to the cache, from where one process gathers
them in one order.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any, Self, TypeVar

import regesta
from regesta import compare, lexicon, validate
from regesta.compare import review
from regesta.config import Config
from regesta.errors import ConfigError, RunError
from regesta.extract import batches as extraction
from regesta.extract import document
from regesta.report.datapackage import run_id
from regesta.report.html import build_report
from regesta.report.packages import write_packages
from regesta.report.summary import VALIDATION
from regesta.report.validation_page import write_validation_page
from regesta.sources import batches as reading
from regesta.sources.index import read_index
from regesta.sources.locate import folders
from regesta.store import Blobs, Published, Texts, Workspace, code_version, library_versions
from regesta.store import publish as publish_workspace
from regesta.tables import Review, Source, as_plain

__all__ = [
    "Each",
    "Workers",
    "building",
    "check_setup",
    "compare_claims",
    "extract",
    "ingest",
    "normalise",
    "publish",
    "run",
    "validate_tables",
]

B = TypeVar("B")
Each = Callable[[str, Callable[[B], int], Sequence[B]], None]
"""How a stage has its batches done: `each(name, work_on_one, batches)` returns when all are done."""


def run(config: Config) -> Published:
    """Run all stages and publish; raises the errors of `regesta.errors`, and then publishes nothing."""
    with building(config) as work, Workers(config.workers) as workers:
        ingest(config, work)
        normalise(config, work, workers.each)
        extract(config, work, workers.each)
        compare_claims(config, work)
        validate_tables(config, work)
        return publish(config, work)


def check_setup(config: Config) -> None:
    """Read all that people write before any work is done: the index, the rules, the checks; and try the out folder.

    Raises:
        SetupError: one of them is wrong; the message names file and line.
    """
    read_index(config.index)
    folders(config)
    document.rules()
    compare.checks.check_rules()
    review.read(config.review)
    try:
        config.runs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"out: nothing can be written there: {error.strerror}", file=config.out) from error


@contextmanager
def building(config: Config) -> Iterator[Workspace]:
    """A fresh, empty run to build; what was not published is removed at the end. Raises what `check_setup` raises."""
    check_setup(config)
    work = Workspace.create(config.runs)
    try:
        yield work
    finally:
        work.discard()


def ingest(config: Config, work: Workspace) -> None:
    """Read the index, find its files, keep their bytes: `sources`."""
    reading.ingest_sources(config, work)


def normalise(config: Config, work: Workspace, each: Each[Any]) -> None:
    """From bytes to texts with a map back: `documents`, `passages`, `source_documents`."""
    each("read", partial(reading.read_batch, config), reading.plan(config, work))
    reading.gather(config, work)


def extract(config: Config, work: Workspace, each: Each[Any]) -> None:
    """From texts to facts: `times`, `figures`, `entities`, `attributions`, `events`, `event_arguments`, `evidence`.

    What a person corrected stands corrected from here on; `reviews` keeps what was found.
    """
    each("extract", partial(extraction.extract_batch, config, work), extraction.plan(config, work))
    extraction.gather(config, work)
    decisions = review.read(config.review)
    facts = {name: work.rows(name) for name in review.CORRECTABLE} if decisions.facts else {}
    corrected, told = review.correct(decisions, facts)
    for name, rows in corrected.items():
        work.write(name, rows)
    work.write_all(["reviews"], told)


def compare_claims(config: Config, work: Workspace) -> None:
    """From facts to `claims`, `comparisons` and `conflicts`, these as a person judged them."""
    judged = review.judge(review.read(config.review), compare.compare(compare.facts(work.arrow)))
    work.append("reviews", [row for row in judged if isinstance(row, Review)])
    work.write_all(compare.GIVES, [row for row in judged if not isinstance(row, Review)])


def validate_tables(config: Config, work: Workspace) -> None:
    """Judge every table; the verdicts go beside the tables, and into the manifest in one line."""
    validation = validate.validate(work, Blobs(config.blobs), Texts(config.verdicts))
    work.write_file(VALIDATION, validation.to_json())
    validate.write_data_docs(work, validation)


def publish(config: Config, work: Workspace) -> Published:
    """Name the run by the hash of its inputs, write its report, and make it `data/latest`, all or nothing."""
    inputs = {
        "sources": [as_plain(source) for source in work.read(Source)],
        "settings": {"max_bytes": config.max_bytes},
        "lexicon": lexicon.version(),
        "review": review.read(config.review).as_input(),
        "code": code_version("regesta"),
        "versions": {"regesta": regesta.__version__, **library_versions()},
    }
    name = run_id(inputs)
    build_report(work.as_run(name), work.path / "report", Texts(config.pages))
    write_validation_page(work)
    write_packages(work, inputs)
    return publish_workspace(work, config.runs, config.latest, name, inputs)


class Workers:
    """A pool of processes for the work on batches; none starts before there are two batches to do.

    A process that is killed fails its batch, which can be tried again: another pool then takes the place of the broken
    one. All processes end at once when this one does, or leaves the block by an exception.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Executor | None = None
        self._lifeline: Connection | None = None
        self._lock, self._ended = Lock(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._ended = True
        self._drop(self._pool, at_once=failure is not None)

    def choose(self, work: Callable[[B], int], batches: int) -> Callable[[B], int]:
        """`work`, or the same done in another process when there are several batches and workers."""
        return work if batches < 2 or self.count < 2 else partial(self._elsewhere, work)

    def each(self, _name: str, work: Callable[[B], int], batches: Sequence[B]) -> None:
        """Do all batches; raises what the first failing one raised."""
        if batches:
            with ThreadPoolExecutor(self.count) as threads:
                list(threads.map(self.choose(work, len(batches)), batches))

    def _elsewhere(self, work: Callable[[B], int], batch: B) -> int:
        pool = self._started()
        try:
            return pool.submit(work, batch).result()
        except BrokenExecutor:
            self._drop(pool, at_once=True)
            raise

    def _started(self) -> Executor:
        # spawn, not fork: Prefect has threads, and a forked child could inherit a lock that nobody will release
        with self._lock:
            if self._ended:
                raise RunError("the run was stopped")
            if self._pool is None:
                context = get_context("spawn")
                theirs, self._lifeline = context.Pipe(duplex=False)
                self._pool = ProcessPoolExecutor(self.count, context, _end_with, (theirs,))
            return self._pool

    def _drop(self, pool: Executor | None, *, at_once: bool) -> None:
        """Give up a pool, unless another thread did; what it works on is not waited for when it is to end at once."""
        with self._lock:
            if pool is None or pool is not self._pool or self._lifeline is None:
                return
            lifeline, self._pool = self._lifeline, None
        if at_once:
            lifeline.close()
        pool.shutdown(cancel_futures=True)
        lifeline.close()


def _end_with(lifeline: Connection) -> None:
    """Have this process end when nobody holds the other end of a pipe any more: its parent was killed, or wants it."""

    def watch() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv_bytes()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
