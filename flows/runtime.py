"""Prefect as Regesta uses it: import `flow` and `task` from here, so that the settings below hold before it loads."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

_DEFAULTS = {
    # a temporary server needs 7 to 15 s on two idle cores, and minutes on busy ones; one that dies is not waited for
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "600",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

_ASKED = monotonic()

from prefect import State, Task, flow  # noqa: E402  (the settings above must come first)
from prefect.artifacts import (  # noqa: E402
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import TaskRun  # noqa: E402
from prefect.logging.handlers import PrefectConsoleHandler  # noqa: E402
from prefect.runtime import flow_run as Parameters  # noqa: E402, N812  (a module: what the run was started with)
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

from regesta.errors import RegestaError  # noqa: E402
from regesta.pipeline import Each, Workers  # noqa: E402

__all__ = [
    "Parameters",
    "as_tasks",
    "create_link_artifact",
    "create_markdown_artifact",
    "create_table_artifact",
    "flow",
    "listeners",
    "prefect_seconds",
    "ready",
    "stage_task",
    "stages_of_one_process",
    "tell",
]

B = TypeVar("B")
P = ParamSpec("P")
R = TypeVar("R")

_STEPS = 20
"""How often at most the progress of a stage is told to Prefect: each time is a request."""

_first_line: list[float] = []

listeners: list[Callable[[str, int, int], None]] = []
"""Called with what is going on, batches done, batches in all: the command line shows it as a bar."""


def stage_task(name: str, work: Callable[P, R]) -> Task[P, R]:
    """The work of a stage as a task of that name.

    What a document is to blame for becomes a row in `issues`. What raises is an error of ours, which would come again,
    or the machine (a full disk, a killed process), which may do better the second time. Prefect's own cache is off:
    results live in Regesta's.
    """
    return Task(
        work,
        name=name,
        retries=2,
        retry_delay_seconds=[1, 10],
        retry_condition_fn=_may_go_better,
        cache_policy=NO_CACHE,
    )


def _may_go_better(_task: Task[..., object], _run: TaskRun, state: State) -> bool:
    return not isinstance(state.result(raise_on_failure=False), RegestaError)


def ready() -> None:
    """Called on the first line of a flow: Prefect has started."""
    _first_line.append(monotonic())
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PrefectConsoleHandler):
            handler.addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """What ends in one line of the command line (ours, a full disk) has its traceback on Prefect's own pages only."""
    return not (record.exc_info and isinstance(record.exc_info[1], RegestaError | OSError))


def tell(what: str, done: int = 0, total: int = 0) -> None:
    """Tell who listens what is going on, and how many of how many batches are done."""
    for listener in listeners:
        listener(what, done, total)


def prefect_seconds() -> float:
    """Seconds that Prefect took to load and to start its server in this process; 0 before the first flow."""
    return _first_line[0] - _ASKED if _first_line else 0.0


@contextmanager
def stages_of_one_process() -> Iterator[None]:
    """Flows inside send no heartbeats: the flow around them does, and each heartbeat thread costs a second to end."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def as_tasks(workers: Workers) -> Each[B]:
    """Batches as Prefect tasks, a task each; the work is done by the pool of processes when there are several."""

    def each(what: str, work: Callable[[B], int], batches: Sequence[B]) -> None:
        call = workers.choose(work, len(batches))
        do = stage_task(what, lambda number: call(batches[number]))
        shown = create_progress_artifact(0.0, key=_key(what), description=f"{what}: {len(batches):,} batches")
        for done, future in enumerate([do.submit(number) for number in range(len(batches))], start=1):
            future.result()
            tell(what, done, len(batches))
            if done * _STEPS // len(batches) != (done - 1) * _STEPS // len(batches):
                update_progress_artifact(cast("UUID", shown), 100.0 * done / len(batches))

    return each


def _key(what: str) -> str:
    """The key of the artifact that shows how far something is: lower case letters and dashes."""
    return "progress-" + "".join(c if c.isalnum() else "-" for c in what.lower())
