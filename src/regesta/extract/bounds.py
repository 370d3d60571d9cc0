"""What the content of a document says of its date: it is not older than the latest thing that it tells of.

Only this lower bound is certain, so it is all that is said (basis `content`: a first day and no last). It orders
documents; it is no document creation time, and no relative date is counted from it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from regesta.tables import Document, Event, Issue, content_id

__all__ = ["CONTENT", "bounded", "content_bound"]

CONTENT = "content"

_TOLD = ("asserted", "reported")
_SLACK = timedelta(days=1)
"""What happens today is already tomorrow's news elsewhere."""


def content_bound(events: Iterable[Event]) -> Event | None:
    """The event with the latest first day among those that are told as having happened; None when none has a date."""
    told = [event for event in events if event.first and event.status in _TOLD]
    return max(told, key=lambda event: (event.first, -event.start), default=None)


def bounded(document: Document, events: Iterable[Event]) -> tuple[Document, Issue | None]:
    """The document, with the bound as its date if it has no other, and what is doubtful about the date it has.

    An event that is told as past and lies after publication, and after the last update, is an issue
    (`content_disagrees`, at the event's trigger).
    """
    if document.published_basis == CONTENT:
        document = replace(document, published_first=None, published_basis=None, published_from=None)
    latest = content_bound(events)
    if latest is None or latest.first is None:
        return document, None
    if document.published_basis is None:
        dated = replace(document, published_first=latest.first, published_basis=CONTENT, published_from=latest.event_id)
        return dated, None
    known = max(day for day in (document.published_last, document.updated_last) if day)
    return document, _issue(document, latest) if latest.first > known + _SLACK else None


def _issue(document: Document, event: Event) -> Issue:
    published = document.published_last
    said = f"published {published} by its {document.published_basis}, but tells of {event.first} as past"
    return Issue(
        issue_id=content_id("iss", "extract", "content_disagrees", document.doc_id),
        stage="extract",
        severity="warning",
        code="content_disagrees",
        message=f"{document.title or document.doc_id}: {said}",
        doc_id=document.doc_id,
        start=event.start,
        end=event.end,
        quote=event.quote,
        rule_id=event.rule_id,
    )
