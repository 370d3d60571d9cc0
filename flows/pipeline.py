"""All stages in their order: what `make run`, `regesta run`, a deployment and `python flows/pipeline.py` start."""

import sys

from rich.console import Console

from regesta import config as settings
from regesta import pipeline as stages
from regesta.config import Config
from regesta.errors import RegestaError
from regesta.flows.artifacts import publish_artifacts
from regesta.flows.check import check
from regesta.flows.extract import extract
from regesta.flows.ingest import ingest
from regesta.flows.normalise import normalise
from regesta.flows.runtime import Parameters, flow, ready, stages_of_one_process, tell
from regesta.flows.server import reporting
from regesta.report.summary import render, summary
from regesta.store import Published, read_run

__all__ = ["pipeline"]


def _run_name() -> str:
    """What is run: the index, where the run was told one."""
    given = Parameters.parameters.get("config")
    return f"regesta {given.index}" if isinstance(given, Config) else "regesta as its settings file says"


@flow(name="pipeline", flow_run_name=_run_name)
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


def main() -> int:
    """Run the flow as ./regesta.toml says and print the summary; returns the exit code."""
    try:
        config = settings.load()
        stages.check_setup(config)
        with reporting():
            published = pipeline(config)
    except RegestaError as error:
        sys.stderr.write(f"regesta: {error}\n")
        return error.exit_code
    found = summary(read_run(published.path), verified=published.verified)
    render(found, Console())
    return found.exit_code(config.fail_on)


if __name__ == "__main__":
    sys.exit(main())
