"""Stage 2: from bytes to texts with a map back to the bytes, a batch of documents a task."""

from pathlib import Path

from regesta import pipeline as stages
from regesta.config import Config
from regesta.flows.runtime import as_tasks, flow
from regesta.store import Workspace

__all__ = ["normalise"]


@flow(name="normalise", flow_run_name="normalise {config.index}")
def normalise(config: Config, work: Path) -> None:
    """Fill `documents`, `passages` and `source_documents` of the run that is being built in the folder `work`."""
    with stages.Workers(config.workers) as workers:
        stages.normalise(config, Workspace(work), as_tasks(workers))
