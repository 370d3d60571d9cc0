"""When a document was published, last updated, and downloaded.

Published is what the index lists, else what the file's metadata say, else the one date of its datelines; what its
events tell is only known later (`regesta.extract.bounds`). The first of these that speaks is believed, and every other
that contradicts it is an issue. `updated` is beside it and never in its place. An age relative to an unknown day
("2 years ago") is no date, wherever it stands, and no clock is asked: `retrieved` is what the download wrote down.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from regesta.sources.cells import published_interval
from regesta.tables import Document, Issue, Metadata, Passage, Source, content_id

__all__ = ["DATING_KINDS", "Interval", "dateline_date", "document_time", "metadata_days"]

_BODY = ("paragraph", "list_item", "table_cell")
DATING_KINDS = ("dateline", *_BODY)
"""The kinds of passages that `document_time` looks at."""
"""Passages of the body; what stands before the first is the head of the document."""

Interval = tuple[date, date]

_DAY = timedelta(days=1)

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b{_MONTH.format('m1')}\.?\s+(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>[0-9]{{4}})\b"
    rf"|\b(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m2')}\.?,?\s+(?P<y2>[0-9]{{4}})\b"
    r"|\b(?P<y3>[0-9]{4})-(?P<m3>[0-9]{2})-(?P<d3>[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:updated?|modified|revised|amended|corrected)\b", re.IGNORECASE)
_ISSUED = re.compile(r"\b(?:published|posted|issued|released|first)\b", re.IGNORECASE)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?=T|$)")
_ZONED = re.compile(r"[0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:Z|[A-Z]{3}|[+-][0-9]{2}:?[0-9]{2})$")
_UNSET = frozenset({date(1, 1, 1), date(1970, 1, 1)})
"""What systems write when they were told no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """The days that one row gives, and how to speak of the row.

    Statements of one `voice` are believed or doubted together; `slack` is for clocks in other time zones.
    """

    days: Interval
    row_id: str
    basis: str
    voice: str
    who: str
    slack: timedelta = timedelta()


def document_time(
    document: Document, sources: Sequence[Source], passages: Sequence[Passage] = (), metadata: Sequence[Metadata] = ()
) -> tuple[Document, list[Issue]]:
    """The document with the days of publication, update and download, and what is doubtful about them.

    Where the sources that list it, or the best of its metadata, contradict each other, publication is somewhere in the
    days that they span, and an issue names them (`published_disagrees`). Several days in datelines give none
    (`dateline_ambiguous`): a chronology has many. `updated_before_published` speaks for itself.
    """
    datelines = _of_datelines(passages, updated=False)
    is_ambiguous = len({stated.days for stated in datelines}) > 1
    stated = [*_listed(sources), *_of_metadata(metadata, "published"), *([] if is_ambiguous else datelines)]
    dated, doubts = _published(document, stated) if stated else (document, [])
    if is_ambiguous and not stated:
        doubts.append(_doubt(document, "dateline_ambiguous", _shown(datelines)))
    dated = _updated(dated, metadata, passages)
    if dated.published_first and dated.updated_last and dated.updated_last < dated.published_first - _DAY:
        what = f"published {dated.published_first}, but last updated {dated.updated_last}"
        doubts.append(_doubt(document, "updated_before_published", what))
    return _retrieved(dated, sources), doubts


def dateline_date(passages: Sequence[Passage]) -> Interval | None:
    """The one explicit day (July 14, 2021; 14 July 2021; 2021-07-14) in the datelines; None for none or several.

    A day behind "updated" or the like does not count.
    """
    days = sorted({stated.days for stated in _of_datelines(passages, updated=False)})
    return days[0] if len(days) == 1 else None


def metadata_days(value: str) -> Interval | None:
    """The days that a date in metadata means: ISO 8601, whole or a part, or a day written out; else None.

    The day is the one that is written, in whatever time zone. What means "not set" (year 1, 1970-01-01) is no date.
    """
    day = _COMPACT.match(value)
    text = "-".join(day.groups()) if day else value.strip()
    try:
        days = published_interval(text)
    except ValueError:
        written = sorted(set(_days(text)))
        if len(written) != 1:
            return None
        days = written[0], written[0]
    return None if days[0] in _UNSET else days


def _published(document: Document, stated: Sequence[_Stated]) -> tuple[Document, list[Issue]]:
    """Publication by the first voice, and an issue for each basis with a statement that contradicts it."""
    said = _of_first_voice(stated)
    days, doubts = _common(said), list[Issue]()
    if days is None:
        days = min(one.days[0] for one in said), max(one.days[1] for one in said)
        doubts.append(_doubt(document, "published_disagrees", _shown(said)))
    finest = replace(min(said, key=lambda one: one.days[1] - one.days[0]), days=days)
    against = [one for one in stated if one not in said and _common([finest, one]) is None]
    for basis in dict.fromkeys(one.basis for one in against):
        others = [one for one in against if one.basis == basis]
        doubts.append(_doubt(document, f"{basis}_disagrees", _shown([finest, *others])))
    dated = replace(
        document,
        published_first=days[0],
        published_last=days[1],
        published_basis=finest.basis,
        published_from=finest.row_id,
    )
    return dated, doubts


def _updated(document: Document, metadata: Sequence[Metadata], passages: Sequence[Passage]) -> Document:
    """The latest day of an update that the best of the metadata give, else the datelines."""
    stated = _of_metadata(metadata, "updated") or _of_datelines(passages, updated=True)
    if not stated:
        return document
    latest = max(_of_first_voice(stated), key=lambda one: one.days)
    first, last = latest.days
    return replace(
        document, updated_first=first, updated_last=last, updated_basis=latest.basis, updated_from=latest.row_id
    )


def _retrieved(document: Document, sources: Sequence[Source]) -> Document:
    """The days between the first and the last download of it."""
    days = sorted(source.retrieved for source in sources if source.retrieved)
    if not days:
        return document
    return replace(document, retrieved_first=days[0], retrieved_last=days[-1], retrieved_basis="download")


def _listed(sources: Sequence[Source]) -> list[_Stated]:
    return [
        _Stated(
            days=published_interval(source.published),
            row_id=source.source_id,
            basis="index",
            voice="index",
            who=f"the index ({source.source_id})",
        )
        for source in sorted(sources, key=lambda source: source.source_id)
        if source.published
    ]


def _of_metadata(metadata: Sequence[Metadata], name: str) -> list[_Stated]:
    return [
        _Stated(
            days=(row.first, row.last),
            row_id=row.metadata_id,
            basis="metadata",
            voice=row.source,
            who=f"its {row.source}",
            slack=_DAY if _ZONED.search(row.value) else timedelta(),
        )
        for row in sorted(metadata, key=lambda row: row.rank)
        if row.name == name and row.first and row.last
    ]


def _of_first_voice(stated: Sequence[_Stated]) -> list[_Stated]:
    return [one for one in stated if one.voice == stated[0].voice]


def _of_datelines(passages: Sequence[Passage], *, updated: bool) -> list[_Stated]:
    """The days of datelines. Of publication only those above the body or at its opening: below, a date is a topic."""
    head = min((passage.start for passage in passages if passage.kind in _BODY), default=0)
    return [
        _Stated(days=(day, day), row_id=passage.passage_id, basis="dateline", voice="dateline", who="its dateline")
        for passage in passages
        if passage.kind == "dateline" and (updated or passage.start <= head)
        for day, is_update in _days_of_dateline(passage.quote)
        if is_update is updated
    ]


def _days_of_dateline(text: str) -> Iterator[tuple[date, bool]]:
    """Each day of a dateline, and whether the last word before it that says so says "updated"."""
    for found in _DATE.finditer(text):
        changed, issued = (_last(pattern, text[: found.start()]) for pattern in (_CHANGED, _ISSUED))
        for day in _day(found):
            yield day, changed > issued


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.end() for found in pattern.finditer(text)), default=-1)


def _days(text: str) -> Iterator[date]:
    for found in _DATE.finditer(text):
        yield from _day(found)


def _day(found: re.Match[str]) -> Iterator[date]:
    """The day that a match of `_DATE` means; nothing where it is in no calendar."""
    year, month, day = (next(filter(None, found.group(f"{part}1", f"{part}2", f"{part}3"))) for part in "ymd")
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        yield date(int(year), number, int(day))
    except ValueError:
        return


def _common(said: Sequence[_Stated]) -> Interval | None:
    """The days that all mean; None when there are none. Slack excuses a difference, it does not widen the days."""
    first, last = max(one.days[0] for one in said), min(one.days[1] for one in said)
    if first <= last:
        return first, last
    slack = max(one.slack for one in said)
    return said[0].days if first - slack <= last else None


def _shown(said: Sequence[_Stated]) -> str:
    """Who says which days, each once: "the index (a) says 2021-07-14, its dateline 2021-07-16"."""
    told = dict.fromkeys((one.who, _text(one.days)) for one in said)
    return ", ".join(f"{who} says {days}" for who, days in told)


def _text(days: Interval) -> str:
    return str(days[0]) if days[0] == days[1] else f"{days[0]}/{days[1]}"


def _doubt(document: Document, code: str, what: str) -> Issue:
    return Issue(
        issue_id=content_id("iss", "normalise", code, None, document.doc_id),
        stage="normalise",
        severity="warning",
        code=code,
        message=f"{document.title or document.doc_id}: {what}",
        doc_id=document.doc_id,
    )
