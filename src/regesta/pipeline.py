"""The pipeline: the stages in their order, in plain Python. `flows/` runs the same functions under Prefect.

    seeds/INDEX.md ─▶ ingest ─▶ normalise ─▶ extract ─▶ check ─▶ publish ─▶ data/latest

A stage reads tables of the run that is being built (a `Workspace`) and writes tables. The work on documents is cut
into batches, which any process can do in any order: their results go to the cache, from where one process gathers
them in one order.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any, Self, TypeVar

import regesta
from regesta import compare, lexicon, validate
from regesta.compare import review
from regesta.config import Config
from regesta.errors import ConfigError
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
    compare.checks.load()
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
    facts = {name: work.rows(name) for name in compare.NEEDS}
    judged = review.judge(review.read(config.review), compare.compare(facts))
    work.append("reviews", [row for row in judged if isinstance(row, Review)])
    work.write_all(compare.GIVES, [row for row in judged if not isinstance(row, Review)])


def validate_tables(config: Config, work: Workspace) -> None:
    """Judge every table; the verdicts go beside the tables, and into the manifest in one line."""
    validation = validate.validate(work, Blobs(config.blobs))
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
    """A pool of processes for the work on batches; none starts before there are two batches to do."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def choose(self, work: Callable[[B], int], batches: int) -> Callable[[B], int]:
        """`work`, or the same done in another process when there are several batches and workers."""
        return work if batches < 2 or self.count < 2 else lambda batch: self._started().submit(work, batch).result()

    def each(self, _name: str, work: Callable[[B], int], batches: Sequence[B]) -> None:
        """Do all batches; raises what the first failing one raised."""
        if batches:
            with ThreadPoolExecutor(self.count) as threads:
                list(threads.map(self.choose(work, len(batches)), batches))

    def _started(self) -> Executor:
        # spawn, not fork: Prefect has threads, and a forked child could inherit a lock that nobody will release
        self._pool = self._pool or ProcessPoolExecutor(self.count, mp_context=get_context("spawn"))
        return self._pool
