"""Prefect as Regesta uses it: import `flow` and `task` from here, so that the settings below hold before it loads."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import ParamSpec, TypeVar

_DEFAULTS = {
    # a temporary server needs 7 to 15 s on two cores, and now and then more than Prefect's 20 s
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

_ASKED = monotonic()

from prefect import Task, flow  # noqa: E402  (the settings above must come first)
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

from regesta.pipeline import Each, Workers  # noqa: E402

__all__ = [
    "as_tasks",
    "create_markdown_artifact",
    "create_table_artifact",
    "flow",
    "prefect_seconds",
    "ready",
    "stage_task",
    "stages_of_one_process",
]

B = TypeVar("B")
P = ParamSpec("P")
R = TypeVar("R")

_first_line: list[float] = []


def stage_task(name: str, work: Callable[P, R]) -> Task[P, R]:
    """The work of a stage as a task of that name.

    What a document is to blame for becomes a row in `issues`. What raises is the machine (a full disk, a killed
    process), and may go better the second time. Prefect's own cache is off: results live in Regesta's.
    """
    return Task(work, name=name, retries=2, retry_delay_seconds=[1, 10], cache_policy=NO_CACHE)


def ready() -> None:
    """Called on the first line of a flow: Prefect has started."""
    _first_line.append(monotonic())


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
        for future in [do.submit(number) for number in range(len(batches))]:
            future.result()

    return each
