import hashlib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from regesta.errors import DocumentError, InvariantError
from regesta.formats.base import Metadatum
from regesta.formats.plain import Plain
from regesta.sources.documents import document_title, is_english, links, read_documents, refusal, refused
from regesta.spans import Segment, Span
from regesta.store import Blobs, to_arrow
from regesta.tables import TABLES, Document, Issue, Metadata, Passage, Row, Source, content_id, sort_key
from regesta.validate.quotes import against_documents

ENGLISH = (
    "The bus of the company fell into the river, and the people who were on board swam to the shore. "
    "They said that the driver has been seen with a map from 1950, which was out of date.\n"
)
GERMAN = (
    "Der Bus der Firma fiel in den Fluss, und die Leute an Bord schwammen ans Ufer. Sie sagten, man habe den Fahrer "
    "mit einer Karte von 1950 gesehen, die veraltet war. Die Polizei sucht nun nach Zeugen, denn es ist noch nicht "
    "klar, warum der Wagen auf der langen Brücke plötzlich nach links zog und das alte Geländer durchbrach.\n"
)
CHINESE = "袭击发生在2021年7月14日，一辆载有工人的巴士正前往工地。十三人遇难，其中九人是中国人。\n"
WIRE = "Bus falls\n\nPESHAWAR, Pakistan, July 14, 2021 (Hill Country Wire) - " + ENGLISH


def read(text: str | bytes, name: str = "a.txt", language: str | None = None) -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    return read_documents(hashlib.sha256(data).hexdigest(), data, name, language, code_version="v1")


def split(rows: list[Row]) -> tuple[Document, list[Passage], list[Issue]]:
    (document,) = [row for row in rows if isinstance(row, Document)]
    passages = [row for row in rows if isinstance(row, Passage)]
    return document, passages, [row for row in rows if isinstance(row, Issue)]


def source(source_id: str, published: str | None = None, **columns: object) -> Source:
    row = Source(source_id=source_id, file=f"{source_id}.txt", published=published, extra=[], status="ingested")
    return replace(row, **columns)


def test_a_plain_file_is_one_document_with_a_map_and_passages() -> None:
    document, passages, issues = split(read("A café\n\n" + ENGLISH))
    blob = hashlib.sha256(("A café\n\n" + ENGLISH).encode()).hexdigest()
    assert document.doc_id == content_id("doc", blob, "")
    assert (document.blob, document.part_path, document.format, document.code_version) == (blob, "", "plain", "v1")
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert (document.published_first, document.published_last, document.published_basis) == (None, None, None)
    assert document.offset_map[0].start == 0
    assert document.offset_map[-1].end == len(document.text)
    assert {piece.unit for piece in document.offset_map} == {"byte"}
    assert all(left.end == right.start for left, right in pairwise(document.offset_map))
    assert passages
    assert all(p.doc_id == document.doc_id and p.quote == document.text[p.start : p.end] for p in passages)
    assert issues == []


def test_markdown_is_read_by_its_format() -> None:
    document, passages, _ = split(read("# A title\n\n- **one** item\n\n" + ENGLISH, "notes.md", "en-GB"))
    assert (document.format, document.title, document.language) == ("markdown", "A title", "en-GB")
    assert any(p.kind == "list_item" for p in passages)


def test_the_same_bytes_give_the_same_rows() -> None:
    assert read(WIRE) == read(WIRE)


def test_a_guessed_encoding_is_an_issue() -> None:
    document, _, issues = split(read((ENGLISH + "Café, “naïve”\n").encode("cp1252")))
    assert document.encoding_basis == "detected"
    (issue,) = issues
    assert (issue.stage, issue.code, issue.severity, issue.doc_id) == (
        "normalise",
        "encoding_guessed",
        "info",
        document.doc_id,
    )


@pytest.mark.parametrize(
    ("data", "name", "language", "code"),
    [
        (b"", "a.txt", "en", "empty"),
        (b" \n\n\t", "a.txt", None, "empty"),
        ("\u00a0\n".encode(), "a.txt", None, "empty"),
        (ENGLISH.encode(), "a.xyz", "en", "unknown_format"),
        (ENGLISH.encode(), "a.txt", "ur", "not_english"),
        (GERMAN.encode(), "a.txt", "de-AT", "not_english"),
        (GERMAN.encode(), "a.txt", None, "not_english"),
        (CHINESE.encode(), "a.txt", None, "not_english"),
    ],
)
def test_what_is_refused(data: bytes, name: str, language: str | None, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, name, language)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "listed", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "en-US", "en-US"),
        ("Imran Khan\n", None, "und"),
        # what a person lists is believed
        (GERMAN, "EN", "EN"),
    ],
)
def test_language(text: str, listed: str | None, language: str) -> None:
    assert split(read(text, language=listed))[0].language == language


DECLARED = [
    # text, listed, declared by the file -> language, or a refusal
    (ENGLISH, None, "en-GB", "en-GB"),
    # what pages declare is often what their template declares: clear words decide
    (ENGLISH, None, "de", "en"),
    (GERMAN, None, "en", None),
    (GERMAN, "en", "de", "en"),
    (ENGLISH, "ur", "en", None),
    # where they are not clear, the file does
    ("Imran Khan\n", None, "en", "en"),
    ("Imran Khan\n", None, "ur", None),
]


@pytest.mark.parametrize(("text", "listed", "declared", "language"), DECLARED)
def test_the_language_that_a_file_declares(
    monkeypatch: pytest.MonkeyPatch, text: str, listed: str | None, declared: str, language: str | None
) -> None:
    telling(monkeypatch, language=declared)
    if language is None:
        with pytest.raises(DocumentError) as caught:
            read(text, language=listed)
        assert caught.value.code == "not_english"
    else:
        assert split(read(text, language=listed))[0].language == language


def telling(monkeypatch: pytest.MonkeyPatch, **told: object) -> None:
    """Plain text whose files say these things of themselves."""
    plain = Plain.read
    monkeypatch.setattr(Plain, "read", lambda *given: (replace(parsed, **told) for parsed in plain(*given)))


def test_what_a_file_says_of_itself_is_kept_with_its_place_in_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Café: posted 2021-07-14, or &quot;2 years ago&quot;, by Jane Doe\n\n" + ENGLISH
    data = text.encode()

    def said(name: str, source: str, value: str, raw: str) -> Metadatum:
        start = data.index(raw.encode())
        return Metadatum(name, value, source, Span(start, start + len(raw.encode())))  # type: ignore[arg-type]

    told = (
        said("published", "json-ld", "2021-07-14", "2021-07-14"),
        said("published", "page", '"2 years ago"', "&quot;2 years ago&quot;"),
        said("byline", "page", "Jane Doe", "Jane Doe"),
        said("title", "page", "2021-07-14", "Café: posted"),
    )
    telling(monkeypatch, metadata=(*told, told[0]))
    rows = [row for row in read(text) if isinstance(row, Metadata)]
    assert [(row.name, row.rank, row.first, row.raw) for row in rows] == [
        ("published", 0, date(2021, 7, 14), "2021-07-14"),
        ("published", 1, None, "&quot;2 years ago&quot;"),
        ("byline", 0, None, "Jane Doe"),
        # only what is said of the time is read as a date
        ("title", 0, None, "Café: posted"),
    ]
    assert rows[0].last == rows[0].first
    assert all(data[row.segments[0].start : row.segments[0].end].decode() == row.raw for row in rows)
    assert rows[0].segments == [Segment("byte", None, 14, 24, "verbatim")]
    assert len({row.metadata_id for row in rows}) == len(rows)
    document, _, issues = split(read(text))
    assert {row.doc_id for row in rows} == {document.doc_id}
    assert [(issue.code, issue.severity, issue.message) for issue in issues] == [
        ("date_not_read", "info", "its page gives '\"2 years ago\"' as published, which is no day that can be known")
    ]


def test_evidence_outside_the_text_is_held_against_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = Blobs(tmp_path)
    blobs.put(WIRE.encode())
    telling(monkeypatch, metadata=(Metadatum("title", "Bus falls", "page", Span(0, 9)),))
    rows = read(WIRE)
    (said,) = [row for row in rows if isinstance(row, Metadata)]
    rows += [replace(said, raw="Bus fell", metadata_id="met_1"), replace(said, doc_id="doc_1", metadata_id="met_2")]
    tables = {
        name: to_arrow(name, sorted((row for row in rows if type(row) is row_class), key=sort_key))
        for name, row_class in TABLES.items()
    }
    (frame,) = [frame for frame in against_documents(tables, blobs) if frame.suite == "metadata"]
    assert (frame.expectation, frame.column) == ("raw_gives_quote", "raw")
    verdicts = dict(zip(frame.ids, frame.ok, strict=True))
    assert verdicts == {said.metadata_id: True, "met_1": False, "met_2": False}


def test_evidence_that_is_no_text_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    telling(monkeypatch, metadata=(Metadatum("byline", "é", "page", Span(4, 5)),))
    with pytest.raises(InvariantError, match="is no text of the file"):
        read("Café\n\n" + ENGLISH)


def test_what_could_not_be_read_of_a_file_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    telling(monkeypatch, unreadable=("line 3 is not JSON", "line 7 is not JSON"))
    issues = split(read(ENGLISH))[2]
    assert [(issue.code, issue.severity, issue.message) for issue in issues] == [
        ("partly_unreadable", "warning", "line 3 is not JSON"),
        ("partly_unreadable", "warning", "line 7 is not JSON"),
    ]
    assert len({issue.issue_id for issue in issues}) == 2


def test_the_charset_that_a_server_declares_counts_where_the_bytes_do_not_decide() -> None:
    data = (ENGLISH + "Nové, “café”, Łódź\n").encode("cp1250")
    blob = hashlib.sha256(data).hexdigest()
    document, _, issues = split(read_documents(blob, data, "a.txt", None, code_version="v1", charset="windows-1250"))
    assert (document.encoding, document.encoding_basis, issues) == ("cp1250", "declared", [])
    assert "“café”, Łódź" in document.text
    wrong = read_documents(blob, ("Łódź " + ENGLISH).encode(), "a.txt", None, code_version="v1", charset="cp1250")
    assert split(wrong)[0].encoding_basis == "utf-8"


def test_is_english_abstains_from_headlines_and_short_texts() -> None:
    assert is_english(ENGLISH) is True
    assert is_english(GERMAN) is False
    assert is_english(CHINESE) is False
    assert is_english("") is None
    assert is_english("Khan out, Sharif in: Pakistan votes again") is None
    assert is_english("Ankunft Montag um acht Uhr am alten Bahnhof") is None


# Title


def test_the_title_of_the_index_stands_in_for_a_missing_one() -> None:
    document, _, _ = split(read(ENGLISH))
    untitled = replace(document, title=None)
    sources = [source("b", title="B"), source("a"), source("c", title="C")]
    assert document_title(untitled, sources).title == "B"
    assert document_title(replace(document, title="Own"), sources).title == "Own"
    assert document_title(untitled, []).title is None


# What became of sources


def test_a_duplicate_is_linked_to_the_document_of_the_source_it_repeats() -> None:
    document, _, _ = split(read(ENGLISH))
    sources = [
        source("a", blob=document.blob),
        source("b", blob=document.blob, status="duplicate"),
        source("c", status="missing"),
        source("d", blob=document.blob, status="quarantined"),
        source("e", blob="0" * 64),
    ]
    assert [(link.source_id, link.doc_id) for link in links(sources, [document])] == [
        ("a", document.doc_id),
        ("b", document.doc_id),
    ]


def test_a_refusal_is_an_issue_of_every_source_of_the_blob() -> None:
    why = refusal("0" * 64, DocumentError("not_english", "the language is ur; only English is read"))
    assert (why.source_id, why.doc_id, why.stage, why.code) == (None, None, "normalise", "not_english")
    row, issue = refused(source("a"), why)
    assert (row.status, row.reason) == ("quarantined", "the language is ur; only English is read")
    assert (issue.source_id, issue.severity) == ("a", "error")
    assert issue.message == "a (a.txt): the language is ur; only English is read"
    assert refused(source("b"), why)[1].issue_id != issue.issue_id


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "seeds").glob("[!I]*.*")), ids=lambda path: path.name
)
def test_the_shipped_sources_are_read_as_english_without_being_told(path: Path) -> None:
    rows = read(path.read_bytes(), path.name)
    assert {row.language.partition("-")[0] for row in rows if isinstance(row, Document)} == {"en"}
    assert [row.message for row in rows if isinstance(row, Issue) and row.severity != "info"] == []
    assert sum(isinstance(row, Passage) for row in rows) > 10
