"""Attributions, and what goes with them: reports inside reports, evidence, issues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from regesta.extract.attributions.discourse import Speaker
from regesta.extract.base import Doc
from regesta.spans import Span
from regesta.tables import Attribution, Row, Time

__all__ = ["Draft", "rows"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it has a place in a chain. `said` is the time at which it was said."""

    cue: Span
    rule_id: str
    speaker: Speaker
    content: Span
    said: Time | None
    is_quoted: bool


def rows(doc: Doc, drafts: Sequence[Draft]) -> Iterator[Row]:
    """The rows of the drafts of a document, with `depth` and `parent_id` from what lies inside what."""
    plain = [_apart(draft, drafts) for draft in drafts]
    parents = [_parent(draft, plain) for draft in plain]
    for draft, parent in zip(plain, parents, strict=True):
        row = _row(doc, draft, _depth(parent, plain, parents), parent)
        yield row
        if draft.speaker.via is not None:
            yield doc.evidence(row, "speaker", draft.speaker.via, draft.rule_id)
        if draft.said is not None:
            yield doc.evidence(row, "said_first", Span(draft.said.start, draft.said.end), draft.rule_id)
    yield from _issues(doc, plain)


def _apart(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """A draft without the later speaker around it: in `A said it rained, B said` the words of A end before B."""
    for other in drafts:
        if other.cue.start > draft.cue.start and _holds(draft, other) and _holds(other, draft):
            content = Span(draft.content.start, max(draft.content.start + 1, other.content.end))
            return replace(draft, content=content)
    return draft


def _holds(outer: Draft, inner: Draft) -> bool:
    return outer.content.covers(inner.cue)


def _parent(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The attribution with the smallest content around the cue."""
    around = [other for other in drafts if other is not draft and _holds(other, draft)]
    return min(around, key=lambda other: (len(other.content), other.cue), default=None)


def _depth(parent: Draft | None, drafts: Sequence[Draft], parents: Sequence[Draft | None]) -> int:
    depth = 1
    while parent is not None:
        depth += 1
        parent = next(above for draft, above in zip(drafts, parents, strict=True) if draft is parent)
    return depth


def _row(doc: Doc, draft: Draft, depth: int, parent: Draft | None) -> Attribution:
    return Attribution(
        attribution_id=_id(doc, draft),
        speaker=draft.speaker.span.of(doc.text),
        speaker_start=draft.speaker.span.start,
        speaker_end=draft.speaker.span.end,
        speaker_id=draft.speaker.linked_id,
        content_start=draft.content.start,
        content_end=draft.content.end,
        said_first=draft.said.first if draft.said else None,
        said_last=draft.said.last if draft.said else None,
        depth=depth,
        parent_id=_id(doc, parent) if parent else None,
        **doc.provenance(draft.cue, draft.rule_id),
    )


def _id(doc: Doc, draft: Draft) -> str:
    return doc.fact_id("attributions", draft.cue, draft.rule_id, (draft.speaker.span, draft.content))


def _issues(doc: Doc, drafts: Sequence[Draft]) -> Iterator[Row]:
    unknown = {(d.speaker.span, d.rule_id): d for d in drafts if not d.speaker.resolved}
    for (span, rule_id), _ in sorted(unknown.items(), key=lambda item: item[0]):
        message = f"nobody before {span.of(doc.text)!r} fits it"
        yield doc.issue("info", "speaker_unresolved", message, span, rule_id)
