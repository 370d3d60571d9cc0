"""How long something takes, measured so that a busy machine and a large heap do not decide."""

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU seconds of several tries, without the garbage collector, whose cost is that of all other tests."""
    found = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        try:
            before = time.process_time()
            work()
            found.append(time.process_time() - before)
        finally:
            gc.enable()
    return min(found)
