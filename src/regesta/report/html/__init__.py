"""The report of a run as static pages, which need no network, no server and no build step."""

from regesta.report.html.build import build_report

__all__ = ["build_report"]
