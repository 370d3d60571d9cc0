"""What Prefect's pages show of a run: the summary, and the conflicts side by side."""

from regesta.flows.runtime import create_markdown_artifact, create_table_artifact
from regesta.report.summary import conflict_rows, markdown, summary
from regesta.store import Published, read_run

__all__ = ["publish_artifacts"]


def publish_artifacts(published: Published) -> None:
    """Create the artifacts `summary` and `conflicts` of the flow run that is going on."""
    found = summary(read_run(published.path), verified=published.verified)
    create_markdown_artifact(markdown(found), key="summary", description=f"Regesta run {found.run_id}")
    create_table_artifact(conflict_rows(found), key="conflicts", description="Open conflicts, then explained ones")
