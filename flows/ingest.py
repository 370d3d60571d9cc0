"""Stage 1: read the index, find its files, keep their bytes."""

from pathlib import Path

from regesta import pipeline as stages
from regesta.config import Config
from regesta.flows.runtime import flow, stage_task
from regesta.store import Workspace

__all__ = ["ingest"]


@flow(name="ingest", flow_run_name="ingest {config.index}")
def ingest(config: Config, work: Path) -> None:
    """Fill `sources` of the run that is being built in the folder `work`."""
    stage_task("read the index", stages.ingest)(config, Workspace(work))
