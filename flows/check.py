"""Stage 4: claims, comparisons and conflicts, then the expectations on every table."""

from pathlib import Path

from regesta import pipeline as stages
from regesta.config import Config
from regesta.flows.runtime import flow, stage_task
from regesta.store import Workspace

__all__ = ["check"]


@flow(name="check", flow_run_name="check {config.index}")
def check(config: Config, work: Path) -> None:
    """Fill `claims` and what follows of the run that is being built in the folder `work`, and validate it."""
    stage_task("compare", stages.compare_claims)(config, Workspace(work))
    stage_task("validate", stages.validate_tables)(config, Workspace(work))
