"""Attributions, and what goes with them: reports inside reports, evidence, issues."""

from bisect import bisect_left
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
    plain = _apart(drafts)
    parents = _parents(plain)
    for draft, parent in zip(plain, parents, strict=True):
        row = _row(doc, draft, _depth(parent, parents), None if parent is None else plain[parent])
        yield row
        if draft.speaker.via is not None:
            yield doc.evidence(row, "speaker", draft.speaker.via, draft.rule_id)
        if draft.said is not None:
            yield doc.evidence(row, "said_first", Span(draft.said.start, draft.said.end), draft.rule_id)
    yield from _issues(doc, plain)


def _apart(drafts: Sequence[Draft]) -> list[Draft]:
    """Each draft without the later speaker around it: in `A said it rained, B said` the words of A end before B."""
    held = set(_held(drafts))
    later: dict[int, int] = {}
    for outer, inner in sorted(held):
        if (inner, outer) in held and drafts[inner].cue.start > drafts[outer].cue.start:
            later.setdefault(outer, inner)
    return [_before(draft, drafts[later[i]]) if i in later else draft for i, draft in enumerate(drafts)]


def _before(draft: Draft, later: Draft) -> Draft:
    start = draft.content.start
    return replace(draft, content=Span(start, max(start + 1, later.content.end)))


def _held(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """The pairs of a draft and one whose cue lies in what the first says, by their places in `drafts`."""
    order = sorted(range(len(drafts)), key=lambda index: drafts[index].cue)
    starts = [drafts[index].cue.start for index in order]
    for outer, draft in enumerate(drafts):
        first, last = bisect_left(starts, draft.content.start), bisect_left(starts, draft.content.end)
        for inner in order[first:last]:
            if inner != outer and draft.content.covers(drafts[inner].cue):
                yield outer, inner


def _parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the one with the smallest content around its cue; it says more than the draft does."""
    parents: list[int | None] = [None] * len(drafts)
    for outer, inner in _held(drafts):
        known = parents[inner]
        is_nearer = known is None or _size(drafts[outer]) < _size(drafts[known])
        if is_nearer and _size(drafts[inner]) < _size(drafts[outer]):
            parents[inner] = outer
    return parents


def _size(draft: Draft) -> tuple[int, Span]:
    return len(draft.content), draft.cue


def _depth(parent: int | None, parents: Sequence[int | None]) -> int:
    depth = 1
    while parent is not None:
        depth += 1
        parent = parents[parent]
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
