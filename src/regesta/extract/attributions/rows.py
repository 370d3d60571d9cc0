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
    """An attribution before it has a place in a chain.

    `speaker` is None where nobody is named; `content` holds the parts of what is said; `said` is the time at which it
    was said; `under` is the cue of the attribution that passes it on, where the text says so outright.
    """

    cue: Span
    rule_id: str
    speaker: Speaker | None
    content: tuple[Span, ...]
    said: Time | None
    is_quoted: bool
    under: Span | None = None

    def holds(self, span: Span) -> bool:
        """Whether a span lies in what is said."""
        return any(part.covers(span) for part in self.content)


def rows(doc: Doc, drafts: Sequence[Draft]) -> Iterator[Row]:
    """The rows of the drafts of a document, with `depth` and `parent_id` from what lies inside what.

    Each part of what is said has a row of its own, with the same cue.
    """
    plain = _apart(drafts)
    parents = _parents(plain)
    for draft, parent in zip(plain, parents, strict=True):
        for part in draft.content:
            row = _row(doc, draft, part, len(_chain(parent, parents)) + 1, None if parent is None else plain[parent])
            yield row
            if draft.speaker is not None and draft.speaker.via is not None:
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
    return replace(draft, content=tuple(_cut(part, later) for part in draft.content))


def _cut(part: Span, later: Draft) -> Span:
    end = later.content[0].end
    return Span(part.start, end) if part.covers(later.cue) and part.start < end else part


def _held(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """The pairs of a draft and one whose cue lies in what the first says, by their places in `drafts`."""
    order = sorted(range(len(drafts)), key=lambda index: drafts[index].cue)
    starts = [drafts[index].cue.start for index in order]
    for outer, draft in enumerate(drafts):
        for part in draft.content:
            for inner in order[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                if inner != outer and part.covers(drafts[inner].cue):
                    yield outer, inner


def _parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the one that passes it on: with the smallest content around its cue, and saying more than it."""
    parents: list[int | None] = [None] * len(drafts)
    for outer, inner in _held(drafts):
        known = parents[inner]
        is_nearer = known is None or _size(drafts[outer]) < _size(drafts[known])
        if is_nearer and _size(drafts[inner]) < _size(drafts[outer]):
            parents[inner] = outer
    by_cue = {draft.cue: index for index, draft in enumerate(drafts)}
    for index, draft in enumerate(drafts):
        above = by_cue.get(draft.under) if draft.under is not None else None
        if above is not None and index not in _chain(above, parents):
            parents[index] = above
    return parents


def _size(draft: Draft) -> tuple[int, bool, Span]:
    """What is said in fewer characters is inside; of the same characters, hearsay is."""
    return sum(map(len, draft.content)), draft.speaker is not None, draft.cue


def _chain(parent: int | None, parents: Sequence[int | None]) -> list[int]:
    """A draft and those around it, outwards."""
    chain = []
    while parent is not None:
        chain.append(parent)
        parent = parents[parent]
    return chain


def _row(doc: Doc, draft: Draft, part: Span, depth: int, parent: Draft | None) -> Attribution:
    speaker = draft.speaker
    return Attribution(
        attribution_id=_id(doc, draft, part),
        speaker=speaker.span.of(doc.text) if speaker else None,
        speaker_start=speaker.span.start if speaker else None,
        speaker_end=speaker.span.end if speaker else None,
        speaker_id=speaker.linked_id if speaker else None,
        content_start=part.start,
        content_end=part.end,
        said_first=draft.said.first if draft.said else None,
        said_last=draft.said.last if draft.said else None,
        depth=depth,
        parent_id=_parent_id(doc, draft, parent) if parent else None,
        **doc.provenance(draft.cue, draft.rule_id),
    )


def _parent_id(doc: Doc, draft: Draft, parent: Draft) -> str:
    """The row of the part in which the draft stands; of the first part, when it stands in none."""
    around = next((part for part in parent.content if part.covers(draft.cue)), parent.content[0])
    return _id(doc, parent, around)


def _id(doc: Doc, draft: Draft, part: Span) -> str:
    speaker = draft.speaker.span if draft.speaker else None
    return doc.fact_id("attributions", draft.cue, draft.rule_id, (speaker, part))


def _issues(doc: Doc, drafts: Sequence[Draft]) -> Iterator[Row]:
    unknown = {(d.speaker.span, d.rule_id) for d in drafts if d.speaker is not None and not d.speaker.resolved}
    for span, rule_id in sorted(unknown):
        message = f"nobody before {span.of(doc.text)!r} fits it"
        yield doc.issue("info", "speaker_unresolved", message, span, rule_id)
