"""From the bytes of a source to documents and passages; the language and the time of a document.

Nothing here depends on the index but the listed language: what else the index lists (the date, the title) is filled in
afterwards, so that what was read can be kept and used again.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from regesta.errors import DocumentError
from regesta.formats import Format, Parsed, for_file
from regesta.sources.cells import published_interval
from regesta.spans import OffsetMap
from regesta.tables import Document, Issue, MapPiece, Passage, Row, Source, SourceDocument, content_id
from regesta.text.passages import passages

__all__ = [
    "dateline_date",
    "document_time",
    "document_title",
    "is_english",
    "links",
    "map_pieces",
    "read_documents",
    "refusal",
    "refused",
]

Interval = tuple[date, date]

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_WORDS = """
    the of and that with this from were been has their they which would there who its said
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""Common words of English; those that are common in a neighbour too (is, was, for, to, by, have) are left out."""
_FEWEST = 50
"""With fewer words a low share says nothing: headlines leave such words out."""
_LOW, _HIGH = 0.03, 0.08
"""English prose has 0.1 to 0.3 of its words in the list above, other languages of Latin script under 0.02."""
_LETTERS = 20

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b{_MONTH.format('m1')}\.?\s+(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>[0-9]{{4}})\b"
    rf"|\b(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m2')}\.?,?\s+(?P<y2>[0-9]{{4}})\b"
    r"|\b(?P<y3>[0-9]{4})-(?P<m3>[0-9]{2})-(?P<d3>[0-9]{2})\b",
    re.IGNORECASE,
)


def read_documents(blob: str, data: bytes, file_name: str, language: str | None, *, code_version: str) -> list[Row]:
    """The `documents`, `passages` and `issues` rows (stage normalise) of one file.

    Args:
        blob: sha256 of the bytes.
        data: the bytes.
        file_name: its suffix helps to choose the format.
        language: as listed (BCP 47), if it is.
        code_version: hash of the code that reads, for the column of that name.

    Raises:
        DocumentError: `unknown_format`, `undecodable`, `empty`, `not_english`, or what else the format refuses.
    """
    form = for_file(file_name, data)
    rows: list[Row] = []
    for parsed in form.read(data):
        document = _document(blob, parsed, form, language, code_version)
        rows.append(document)
        rows.extend(passages(document.doc_id, parsed.text, parsed.offset_map, parsed.blocks))
        rows.extend(_issues(document))
    if not rows:
        raise DocumentError("empty", "the file has no text")
    return rows


def _document(blob: str, parsed: Parsed, form: Format, listed: str | None, code_version: str) -> Document:
    if not parsed.text.strip():
        raise DocumentError("empty", "the file has no text")
    return Document(
        doc_id=content_id("doc", blob, parsed.part_path),
        blob=blob,
        part_path=parsed.part_path,
        title=parsed.title,
        text=parsed.text,
        text_sha256=hashlib.sha256(parsed.text.encode()).hexdigest(),
        offset_map=map_pieces(parsed.offset_map),
        language=_language(parsed.text, parsed.language or listed),
        encoding=parsed.encoding,
        encoding_basis=parsed.encoding_basis,
        format=form.name,
        code_version=code_version,
    )


def _issues(document: Document) -> Iterator[Issue]:
    """A guessed encoding is worth knowing: every character of the text rests on it."""
    if document.encoding_basis == "detected":
        message = f"the encoding {document.encoding} was guessed: nothing in the file declares it"
        yield _issue("encoding_guessed", "info", message, doc_id=document.doc_id)


def map_pieces(offset_map: OffsetMap) -> list[MapPiece]:
    """An offset map as the column `documents.offset_map` holds it."""
    return [
        MapPiece(p.start, p.end, offset_map.unit, p.page, p.source_start, p.source_end, p.kind)
        for p in offset_map.pieces
    ]


# Language


def _language(text: str, stated: str | None) -> str:
    """The language tag of a text: as stated, else `en` or `und` by its words; raises DocumentError not_english."""
    if stated is not None:
        if stated.lower().split("-")[0] not in ("en", "eng"):
            raise DocumentError("not_english", f"the language is {stated}; only English is read")
        return stated
    english = is_english(text)
    if english is False:
        raise DocumentError("not_english", "the text is not English; list a language if it is")
    return "en" if english else "und"


def is_english(text: str) -> bool | None:
    """Whether the words of a text are those of English; None when it is not clear.

    It is when at least 8 in 100 words are common words of English that its neighbours do not share. It is not when
    less than 3 in 100 of 50 words or more are, or when most of 20 letters or more are not of the Latin alphabet.
    """
    words = _WORD.findall(text.casefold())
    letters = "".join(words)
    if len(letters) >= _LETTERS and sum(letter.isascii() for letter in letters) * 2 < len(letters):
        return False
    common = sum(word in _ENGLISH for word in words)
    if words and common >= _HIGH * len(words):
        return True
    return False if len(words) >= _FEWEST and common < _LOW * len(words) else None


# Time and title


def document_time(
    document: Document, sources: Sequence[Source], passages: Sequence[Passage] = ()
) -> tuple[Document, list[Issue]]:
    """The document with its publication date, and what is doubtful about it.

    The date is what all its sources list (basis `index`; when they contradict each other, all the days that they span,
    and an issue `published_disagrees`), else the one explicit day of its datelines (basis `dateline`), else null.
    """
    listed = sorted({published_interval(source.published) for source in sources if source.published})
    stated = _dateline_days(passages)
    issues: list[Issue] = []
    if listed:
        common = _common(listed)
        interval = common or (min(first for first, _ in listed), max(last for _, last in listed))
        if common is None:
            issues.append(_doubt(document, "published_disagrees", "its sources list different dates", listed))
        elif len(stated) == 1 and _common([common, *stated]) is None:
            issues.append(_doubt(document, "dateline_disagrees", "listed and dateline date differ", [common, *stated]))
        return _published(document, interval, "index"), issues
    if len(stated) > 1:
        return document, [_doubt(document, "dateline_ambiguous", "its datelines give several days", stated)]
    return (_published(document, stated[0], "dateline") if stated else document), issues


def document_title(document: Document, sources: Sequence[Source]) -> Document:
    """The document with its own title, else with that which the source of the smallest id lists."""
    titles = [s.title for s in sorted(sources, key=lambda source: source.source_id) if s.title]
    return document if document.title or not titles else replace(document, title=titles[0])


def dateline_date(passages: Sequence[Passage]) -> Interval | None:
    """The one explicit day (July 14, 2021; 14 July 2021; 2021-07-14) in the datelines; None for none or several."""
    days = _dateline_days(passages)
    return days[0] if len(days) == 1 else None


def _dateline_days(passages: Sequence[Passage]) -> list[Interval]:
    days = {day for passage in passages if passage.kind == "dateline" for day in _days(passage.quote)}
    return [(day, day) for day in sorted(days)]


def _days(text: str) -> Iterator[date]:
    for found in _DATE.finditer(text):
        year, month, day = (next(filter(None, found.group(f"{part}1", f"{part}2", f"{part}3"))) for part in "ymd")
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        try:
            yield date(int(year), number, int(day))
        except ValueError:
            continue


def _common(intervals: Sequence[Interval]) -> Interval | None:
    """The days that lie in all intervals; None when there are none."""
    first, last = max(first for first, _ in intervals), min(last for _, last in intervals)
    return (first, last) if first <= last else None


def _published(document: Document, interval: Interval, basis: Literal["index", "dateline"]) -> Document:
    return replace(document, published_first=interval[0], published_last=interval[1], published_basis=basis)


def _doubt(document: Document, code: str, what: str, intervals: Sequence[Interval]) -> Issue:
    days = ", ".join(str(first) if first == last else f"{first}/{last}" for first, last in intervals)
    name = document.title or document.doc_id
    return _issue(code, "warning", f"{name}: {what}: {days}", doc_id=document.doc_id)


# What became of sources


def links(sources: Sequence[Source], documents: Sequence[Document]) -> list[SourceDocument]:
    """Which source gave which document, by their blobs: a duplicate gives the documents of the source it repeats."""
    by_blob: dict[str, list[str]] = {}
    for document in documents:
        by_blob.setdefault(document.blob, []).append(document.doc_id)
    return [
        SourceDocument(source_id=source.source_id, doc_id=doc_id)
        for source in sources
        if source.blob is not None and source.status in ("ingested", "duplicate")
        for doc_id in by_blob.get(source.blob, [])
    ]


def refusal(blob: str, error: DocumentError) -> Issue:
    """Why the bytes of a blob gave no document: an issue that belongs to no source yet, so that it can be cached."""
    issue = _issue(error.code, "error", str(error))
    return replace(issue, issue_id=content_id("iss", "normalise", error.code, blob))


def refused(source: Source, refusal: Issue) -> tuple[Source, Issue]:
    """The row of a source whose bytes were refused, quarantined, and the issue that says so of this source."""
    message = f"{source.source_id} ({source.file or source.url}): {refusal.message}"
    issue = _issue(refusal.code, refusal.severity, message, source_id=source.source_id)
    return replace(source, status="quarantined", reason=refusal.message), issue


def _issue(code: str, severity: str, message: str, *, source_id: str | None = None, doc_id: str | None = None) -> Issue:
    return Issue(
        issue_id=content_id("iss", "normalise", code, source_id, doc_id),
        stage="normalise",
        severity=severity,
        code=code,
        message=message,
        source_id=source_id,
        doc_id=doc_id,
    )
