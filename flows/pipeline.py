"""All stages in their order: what `make run`, `regesta run`, a deployment and `python flows/pipeline.py` start."""

from regesta import config as settings
from regesta import pipeline as stages
from regesta.config import Config
from regesta.flows.artifacts import publish_artifacts
from regesta.flows.check import check
from regesta.flows.extract import extract
from regesta.flows.ingest import ingest
from regesta.flows.normalise import normalise
from regesta.flows.runtime import flow, ready, stages_of_one_process, tell
from regesta.store import Published

__all__ = ["pipeline"]


@flow(name="pipeline", flow_run_name="regesta")
def pipeline(config: Config | None = None) -> Published:
    """Run Regesta on the sources that `config.index` lists; without `config`, as ./regesta.toml says."""
    ready()
    config = config or settings.load()
    with stages.building(config) as work, stages_of_one_process():
        for stage in (ingest, normalise, extract, check):
            tell(stage.name)
            stage(config, work.path)
        tell("publish")
        published = stages.publish(config, work)
    publish_artifacts(published)
    return published


if __name__ == "__main__":
    pipeline()
