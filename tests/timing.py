"""How long something takes, measured so that a busy machine and a large heap do not decide."""

import gc
import math
import time
from collections.abc import Callable

TRIES = 4
"""Another process can only make a measurement longer: the least of a few is the nearest to the truth."""
LEAST = 0.02
"""CPU seconds below which a measurement is noise."""
SQUARE = 2.0
"""The exponent of work that grows with the square of its input."""


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU seconds of one call, without the garbage collector, whose cost is that of all other tests."""
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        work()
        return time.process_time() - before
    finally:
        gc.enable()


def assert_grows_evenly(work: Callable[[int], Callable[[], object]], small: int, large: int, most: float = 1.6) -> None:
    """Fail if the CPU time of ``work(size)()`` grows faster than ``size ** most``, by the least times of several tries.

    ``work`` prepares what is measured. A square has the exponent 2 and work of one pass 1; ``most`` lies between.
    """
    assert most < SQUARE
    ready = [work(size) for size in (small, large)]
    least = [math.inf, math.inf]
    for _ in range(TRIES):
        least = [min(found, cpu_seconds(one)) for found, one in zip(least, ready, strict=True)]
        exponent = math.log(max(least[1], LEAST) / max(least[0], LEAST)) / math.log(large / small)
        if exponent < most:
            return
    raise AssertionError(f"{least} s for sizes {small} and {large}: grows as size ** {exponent:.2f}")


def assert_within(work: Callable[[], object], seconds: float) -> None:
    """Fail if ``work`` takes more CPU seconds than ``seconds`` in each of several tries."""
    found = []
    while not found or (found[-1] > seconds and len(found) < TRIES):
        found.append(cpu_seconds(work))
    assert min(found) <= seconds, f"{found} s, at most {seconds} s expected"
