"""Processes for the work on batches: one may be killed, and none outlives the run."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from regesta.errors import RunError
from regesta.pipeline import Workers

RUN = """
import os, time
from regesta.pipeline import Workers
if __name__ == "__main__":
    with Workers(2) as workers:
        print(workers.choose(abs, 2)(-1), flush=True)
        workers.each("sleep", time.sleep, [600, 600])
"""


def children(of: int) -> set[int]:
    """The living processes whose parent is or was `of`: spawned ones share its process group."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == of and state != "Z" and int(stat.parent.name) != of:
            found.add(int(stat.parent.name))
    return found


def test_a_killed_worker_fails_its_batch_and_the_next_try_has_new_ones() -> None:
    with Workers(2) as workers:
        with pytest.raises(BrokenExecutor):
            workers.choose(os._exit, 2)(1)  # type: ignore[arg-type]
        assert workers.choose(abs, 2)(-3) == 3


def stopped_at_work() -> None:
    with Workers(2) as workers:
        assert workers.choose(abs, 2)(-3) == 3
        workers._started().submit(time.sleep, 600)
        raise KeyboardInterrupt


def test_work_that_goes_on_is_not_waited_for_when_the_block_ends_by_an_exception() -> None:
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopped_at_work()
    assert time.monotonic() - started < 120


def test_after_the_block_nothing_starts() -> None:
    with Workers(2) as workers:
        pass
    with pytest.raises(RunError, match="stopped"):
        workers.choose(abs, 2)(-3)


def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert parent.stdout
    assert parent.stdout.readline() == "1\n"
    assert children(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 60
    while children(parent.pid):
        assert time.monotonic() < end
        time.sleep(0.1)
    parent.stdout.close()
