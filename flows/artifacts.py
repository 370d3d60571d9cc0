"""What Prefect's pages show of a run: the summary, the conflicts side by side, sources that failed, and the report."""

from regesta.flows.runtime import create_link_artifact, create_markdown_artifact, create_table_artifact
from regesta.report.summary import conflict_rows, markdown, summary
from regesta.store import Published, Run, read_run
from regesta.tables import Source

__all__ = ["failed_rows", "publish_artifacts"]


def publish_artifacts(published: Published) -> None:
    """Create the artifacts `summary`, `conflicts`, `failed-sources` and `report` of the flow run that is going on."""
    run = read_run(published.path)
    found = summary(run, verified=published.verified)
    create_markdown_artifact(markdown(found), key="summary", description=f"Regesta run {found.run_id}")
    create_table_artifact(conflict_rows(found), key="conflicts", description="Open conflicts, then explained ones")
    create_table_artifact(failed_rows(run), key="failed-sources", description="Sources that gave no document, and why")
    report = (published.path / "report" / "index.html").resolve()
    create_link_artifact(report.as_uri(), link_text=str(report), key="report", description="Opens without a network")


def failed_rows(run: Run) -> list[dict[str, str]]:
    """The sources that were not read, each with its status and the reason."""
    return [
        {"source": row.source_id, "status": row.status, "reason": row.reason or "", "file": row.file or row.url or ""}
        for row in run.rows(Source)
        if row.status in ("missing", "quarantined")
    ]
