"""Stage 3: from texts to facts, a batch of documents a task."""

from pathlib import Path

from regesta import pipeline as stages
from regesta.config import Config
from regesta.flows.runtime import as_tasks, flow
from regesta.store import Workspace

__all__ = ["extract"]


@flow(name="extract", flow_run_name="extract {config.index}")
def extract(config: Config, work: Path) -> None:
    """Fill the tables of facts of the run that is being built in the folder `work`."""
    with stages.Workers(config.workers) as workers:
        stages.extract(config, Workspace(work), as_tasks(workers))
