import hashlib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from regesta.errors import DocumentError
from regesta.sources.documents import (
    dateline_date,
    document_time,
    document_title,
    is_english,
    links,
    read_documents,
    refusal,
    refused,
)
from regesta.tables import Document, Issue, Passage, Row, Source, content_id

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


def test_is_english_abstains_from_headlines_and_short_texts() -> None:
    assert is_english(ENGLISH) is True
    assert is_english(GERMAN) is False
    assert is_english(CHINESE) is False
    assert is_english("") is None
    assert is_english("Khan out, Sharif in: Pakistan votes again") is None
    assert is_english("Ankunft Montag um acht Uhr am alten Bahnhof") is None


# The time of a document


def test_the_listed_date_comes_first() -> None:
    document, passages, _ = split(read(WIRE))
    dated, issues = document_time(document, [source("a", "2021-07")], passages)
    assert (dated.published_first, dated.published_last) == (date(2021, 7, 1), date(2021, 7, 31))
    assert (dated.published_basis, issues) == ("index", [])
    assert replace(dated, published_first=None, published_last=None, published_basis=None) == document


def test_listed_dates_that_agree_give_the_finest() -> None:
    document, _, _ = split(read(ENGLISH))
    dated, issues = document_time(document, [source("a", "2021"), source("b"), source("c", "2021-07-14/2022")])
    assert (dated.published_first, dated.published_last, issues) == (date(2021, 7, 14), date(2021, 12, 31), [])


def test_listed_dates_that_disagree_give_their_hull_and_an_issue() -> None:
    document, _, _ = split(read(ENGLISH))
    sources = [source("a", "2021-07-16"), source("b", "2021-07-14")]
    dated, issues = document_time(document, sources)
    assert (dated.published_first, dated.published_last) == (date(2021, 7, 14), date(2021, 7, 16))
    (issue,) = issues
    assert (issue.stage, issue.code, issue.doc_id) == ("normalise", "published_disagrees", document.doc_id)
    assert issue.message.endswith("its sources list different dates: 2021-07-14, 2021-07-16")
    assert document_time(document, sources[::-1]) == (dated, issues)


def test_a_dateline_gives_the_date_when_none_is_listed() -> None:
    document, passages, _ = split(read(WIRE))
    dated, issues = document_time(document, [source("a")], passages)
    assert (dated.published_first, dated.published_last) == (date(2021, 7, 14), date(2021, 7, 14))
    assert (dated.published_basis, issues) == ("dateline", [])


def test_a_dateline_that_contradicts_the_listed_date_is_an_issue() -> None:
    document, passages, _ = split(read(WIRE))
    dated, issues = document_time(document, [source("a", "2021-08")], passages)
    assert dated.published_basis == "index"
    assert [issue.code for issue in issues] == ["dateline_disagrees"]


def datelines(*quotes: str) -> list[Passage]:
    _, passages, _ = split(read(WIRE))
    return [replace(passages[0], kind="dateline", quote=quote) for quote in quotes]


@pytest.mark.parametrize(
    ("quote", "day"),
    [
        ("July 14, 2021", date(2021, 7, 14)),
        ("14 July 2021", date(2021, 7, 14)),
        ("Published on 2021-07-14", date(2021, 7, 14)),
        ("BEIJING, Sept. 3rd, 2021 (Wire) -", date(2021, 9, 3)),
        ("Friday, 21\u00a0MAY, 2021", date(2021, 5, 21)),
        ("July 14", None),
        ("14/07/2021", None),
        ("2 years ago", None),
        ("31 June 2021", None),
        ("114 July 2021", None),
        ("14 July 20211", None),
        ("Maybe 14, 2021", None),
    ],
)
def test_dateline_date(quote: str, day: date | None) -> None:
    assert dateline_date(datelines(quote)) == (None if day is None else (day, day))


def test_only_datelines_are_read() -> None:
    passages = [replace(row, kind="paragraph") for row in datelines("14 July 2021")]
    assert dateline_date(passages) is None


def test_datelines_that_differ_give_no_date_but_an_issue() -> None:
    document, _, _ = split(read(ENGLISH))
    two = datelines("14 July 2021", "Updated July 16, 2021")
    assert dateline_date(two) is None
    dated, issues = document_time(document, [], two)
    assert dated == document
    assert [issue.code for issue in issues] == ["dateline_ambiguous"]
    assert document_time(document, [], datelines("14 July 2021", "2021-07-14"))[0].published_basis == "dateline"


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
    "path", sorted((Path(__file__).parents[2] / "seeds").glob("[!I]*")), ids=lambda path: path.name
)
def test_the_shipped_sources_are_read_as_english_without_being_told(path: Path) -> None:
    document, passages, issues = split(read(path.read_bytes(), path.name))
    assert (document.language, issues) == ("en", [])
    assert len(passages) > 10
