"""From the bytes of a source to documents, passages and metadata; the language of a document.

Nothing here depends on the index but the listed language: what else the index lists (the date, the title) is filled in
afterwards, so that what was read can be kept and used again.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from regesta.errors import DocumentError, InvariantError
from regesta.formats import Format, Parsed, for_file
from regesta.formats.base import Metadatum
from regesta.sources.dating import metadata_days
from regesta.spans import OffsetMap, Segment
from regesta.tables import Document, Issue, MapPiece, Metadata, Row, Source, SourceDocument, content_id
from regesta.text.passages import passages

__all__ = [
    "document_title",
    "is_english",
    "links",
    "map_pieces",
    "read_documents",
    "refusal",
    "refused",
]

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

_DATES = ("published", "updated")
"""What a file may say of itself that is a date."""


def read_documents(
    blob: str, data: bytes, file_name: str, language: str | None, *, code_version: str, charset: str | None = None
) -> list[Row]:
    """The `documents`, `metadata`, `passages` and `issues` rows (stage normalise) of one file.

    Args:
        blob: sha256 of the bytes.
        data: the bytes.
        file_name: its suffix helps to choose the format.
        language: as listed (BCP 47), if it is.
        code_version: hash of the code that reads, for the column of that name.
        charset: the encoding that the server declared, if it was one.

    Raises:
        DocumentError: `unknown_format`, `undecodable`, `empty`, `not_english`, or what else the format refuses.
    """
    form = for_file(file_name, data)
    rows: list[Row] = []
    for parsed in form.read(data, charset):
        document = _document(blob, parsed, form, language, code_version)
        metadata = list(_metadata(document, parsed, data))
        rows.append(document)
        rows.extend(metadata)
        rows.extend(passages(document.doc_id, parsed.text, parsed.offset_map, parsed.blocks))
        rows.extend(_issues(document, parsed, metadata))
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
        language=_language(parsed.text, listed, parsed.language),
        encoding=parsed.encoding,
        encoding_basis=parsed.encoding_basis,
        format=form.name,
        code_version=code_version,
    )


def _metadata(document: Document, parsed: Parsed, data: bytes) -> Iterator[Metadata]:
    """What the file says of the document, the best source of each name first; raises InvariantError."""
    ranks = Counter[str]()
    for said in dict.fromkeys(parsed.metadata):
        days = metadata_days(said.value) if said.name in _DATES else None
        yield Metadata(
            metadata_id=content_id("met", document.doc_id, said.name, said.source, said.value, said.raw),
            doc_id=document.doc_id,
            name=said.name,
            value=said.value,
            source=said.source,
            rank=ranks[said.name],
            first=days and days[0],
            last=days and days[1],
            raw=_raw(said, data, parsed.encoding),
            segments=[Segment("byte", None, said.raw.start, said.raw.end, "verbatim")],
        )
        ranks[said.name] += 1


def _raw(said: Metadatum, data: bytes, encoding: str) -> str:
    """The evidence as it stands in the file."""
    try:
        return data[said.raw.start : said.raw.end].decode(encoding)
    except UnicodeDecodeError as error:
        raise InvariantError(f"metadata {said.name} of {said.source}: {said.raw} is no text of the file") from error


def _issues(document: Document, parsed: Parsed, metadata: Sequence[Metadata]) -> Iterator[Issue]:
    """A guessed encoding is worth knowing (every character of the text rests on it), and what could not be read."""
    for said in metadata:
        if said.name in _DATES and said.first is None:
            message = f"its {said.source} gives {said.value!r} as {said.name}, which is no day that can be known"
            issue = _issue("date_not_read", "info", message, doc_id=document.doc_id)
            yield replace(issue, issue_id=content_id("iss", "normalise", issue.code, said.metadata_id))
    for number, told in enumerate(parsed.unreadable):
        issue = _issue("partly_unreadable", "warning", told, doc_id=document.doc_id)
        yield replace(issue, issue_id=content_id("iss", "normalise", issue.code, document.doc_id, number))
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


def _language(text: str, listed: str | None, declared: str | None) -> str:
    """The language tag of a text; raises DocumentError `not_english`.

    What the index lists is believed. Else the words decide; what the file declares (pages often declare what their
    template does) only names the kind of English, and decides where the words do not.
    """
    tag = listed or declared
    is_declared_english = tag is not None and tag.lower().split("-")[0] in ("en", "eng")
    english = is_english(text) if listed is None else None
    if english is False:
        raise DocumentError("not_english", "the text is not English; list a language if it is")
    if tag is None or (english and not is_declared_english):
        return "en" if english else "und"
    if not is_declared_english:
        raise DocumentError("not_english", f"the language is {tag}; only English is read")
    return tag


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


# Title


def document_title(document: Document, sources: Sequence[Source]) -> Document:
    """The document with its own title, else with that which the source of the smallest id lists."""
    titles = [s.title for s in sorted(sources, key=lambda source: source.source_id) if s.title]
    return document if document.title or not titles else replace(document, title=titles[0])


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
