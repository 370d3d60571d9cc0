"""When a document was published, updated and downloaded, and who says so."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from regesta.extract.batches import doc_of
from regesta.extract.bounds import bounded, content_bound
from regesta.sources.dating import dateline_date, document_time, metadata_days
from regesta.sources.documents import read_documents
from regesta.tables import Document, Event, Metadata, Passage, Source

BODY = "The bus of the company fell into the river, and the people who were on board swam to the shore.\n"
WIRE = "Bus falls\n\nPESHAWAR, Pakistan, July 14, 2021 (Hill Country Wire) - " + BODY


def read(text: str) -> tuple[Document, list[Passage]]:
    data = text.encode()
    rows = read_documents(sha256(data).hexdigest(), data, "a.txt", "en", code_version="v1")
    (document,) = [row for row in rows if isinstance(row, Document)]
    return document, [row for row in rows if isinstance(row, Passage)]


def source(source_id: str, published: str | None = None, **columns: object) -> Source:
    row = Source(source_id=source_id, file=f"{source_id}.txt", published=published, extra=[], status="ingested")
    return replace(row, **columns)


def said(name: str, value: str, source: str = "json-ld", rank: int = 0) -> Metadata:
    days = metadata_days(value)
    return Metadata(
        metadata_id=f"met_{name}_{source}_{rank}",
        doc_id="doc_1",
        name=name,
        value=value,
        source=source,
        rank=rank,
        first=days and days[0],
        last=days and days[1],
        raw=value,
        segments=[],
    )


def datelines(*quotes: str) -> list[Passage]:
    _, passages = read(WIRE)
    return [replace(passages[0], kind="dateline", quote=quote, passage_id=f"psg_{quote}") for quote in quotes]


def days(document: Document) -> tuple[date | None, date | None, str | None, str | None]:
    return document.published_first, document.published_last, document.published_basis, document.published_from


def one(iso: str) -> tuple[date, date]:
    return date.fromisoformat(iso), date.fromisoformat(iso)


# Precedence


def test_the_index_comes_first_then_metadata_then_the_dateline() -> None:
    document, passages = read(WIRE)
    (dateline,) = [row for row in passages if row.kind == "dateline"]
    listed, metadata = [source("a", "2021-07")], [said("published", "2021-07-14T09:30:00+05:00")]
    for given, expected in (
        ((listed, passages, metadata), (date(2021, 7, 1), date(2021, 7, 31), "index", "a")),
        (([source("a")], passages, metadata), (*one("2021-07-14"), "metadata", "met_published_json-ld_0")),
        (([source("a")], passages, []), (*one("2021-07-14"), "dateline", dateline.passage_id)),
        (([source("a")], [], []), (None, None, None, None)),
    ):
        dated, issues = document_time(document, *given)
        assert (days(dated), issues) == (expected, [])
        undated = replace(dated, published_first=None, published_last=None, published_basis=None, published_from=None)
        assert undated == document


def test_listed_dates_that_agree_give_the_finest() -> None:
    document, _ = read(BODY)
    dated, issues = document_time(document, [source("a", "2021"), source("b"), source("c", "2021-07-14/2022")])
    assert (days(dated), issues) == ((date(2021, 7, 14), date(2021, 12, 31), "index", "a"), [])


def test_listed_dates_that_disagree_give_all_days_between_and_an_issue() -> None:
    document, _ = read(BODY)
    sources = [source("a", "2021-07-16"), source("b", "2021-07-14")]
    dated, issues = document_time(document, sources)
    assert days(dated)[:3] == (date(2021, 7, 14), date(2021, 7, 16), "index")
    (issue,) = issues
    assert (issue.stage, issue.severity, issue.code) == ("normalise", "warning", "published_disagrees")
    assert issue.doc_id == document.doc_id
    assert issue.message.endswith(": the index (a) says 2021-07-16, the index (b) says 2021-07-14")
    assert document_time(document, sources[::-1]) == (dated, issues)


@pytest.mark.parametrize(
    ("metadata", "code", "message"),
    [
        ("2021-08-02", "metadata_disagrees", "the index (a) says 2021-07-14, its json-ld says 2021-08-02"),
        ("2021-07", None, None),
        ("2021-07-14", None, None),
        ("2021-07-16T00:30:00Z", "metadata_disagrees", "the index (a) says 2021-07-14, its json-ld says 2021-07-16"),
        # the same moment, on the other side of midnight
        ("2021-07-15T00:30:00Z", None, None),
        ("2021-07-15", "metadata_disagrees", "the index (a) says 2021-07-14, its json-ld says 2021-07-15"),
    ],
)
def test_metadata_beside_the_index(metadata: str, code: str | None, message: str | None) -> None:
    document, _ = read(BODY)
    dated, issues = document_time(document, [source("a", "2021-07-14")], [], [said("published", metadata)])
    assert days(dated) == (*one("2021-07-14"), "index", "a")
    assert [issue.code for issue in issues] == ([code] if code else [])
    assert all(issue.message.endswith(f": {message}") for issue in issues)


def test_a_dateline_that_contradicts_is_an_issue_that_names_both() -> None:
    document, passages = read(WIRE)
    dated, issues = document_time(document, [source("a", "2021-08")], passages)
    assert dated.published_basis == "index"
    assert [(issue.code, issue.message.partition(": ")[2]) for issue in issues] == [
        ("dateline_disagrees", "the index (a) says 2021-08-01/2021-08-31, its dateline says 2021-07-14")
    ]
    beside_metadata = document_time(document, [], passages, [said("published", "2021-07-20")])
    assert [issue.code for issue in beside_metadata[1]] == ["dateline_disagrees"]


def test_the_best_of_the_metadata_is_believed_and_a_worse_one_is_an_issue() -> None:
    document, _ = read(BODY)
    metadata = [said("published", "2019-01-02", "time", 1), said("published", "2021-07-14", "json-ld", 0)]
    dated, issues = document_time(document, [], [], metadata)
    assert days(dated) == (*one("2021-07-14"), "metadata", "met_published_json-ld_0")
    assert [(issue.code, issue.message.partition(": ")[2]) for issue in issues] == [
        ("metadata_disagrees", "its json-ld says 2021-07-14, its time says 2019-01-02")
    ]
    agreeing = [said("published", "2021-07"), said("published", "2021-07-14", "meta", 1)]
    assert document_time(document, [], [], agreeing)[1] == []


def test_metadata_that_contradict_themselves_give_all_days_between() -> None:
    document, _ = read(BODY)
    metadata = [said("published", "2021-07-14"), said("published", "2021-07-16", rank=1)]
    dated, issues = document_time(document, [], [], metadata)
    assert days(dated)[:3] == (date(2021, 7, 14), date(2021, 7, 16), "metadata")
    assert [issue.code for issue in issues] == ["published_disagrees"]


# What is a date


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021-07-14", "2021-07-14", "2021-07-14"),
        ("2021-07-14T23:59:59.123-04:00", "2021-07-14", "2021-07-14"),
        ("2021-07-14 10:00", "2021-07-14", "2021-07-14"),
        ("20210714", "2021-07-14", "2021-07-14"),
        ("20210714T100000Z", "2021-07-14", "2021-07-14"),
        ("2021-07", "2021-07-01", "2021-07-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("Wed, 14 Jul 2021 10:00:00 GMT", "2021-07-14", "2021-07-14"),
        ("Published: July 14th, 2021 at 10 a.m.", "2021-07-14", "2021-07-14"),
    ],
)
def test_dates_of_metadata(value: str, first: str, last: str) -> None:
    assert metadata_days(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    [
        "2 years ago",
        "yesterday",
        "",
        "1626249600",
        "07/04/2021",
        "2021-02-30",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00+00:00",
        "14 July 2021 and 16 July 2021",
    ],
)
def test_no_dates_of_metadata(value: str) -> None:
    assert metadata_days(value) is None


def test_a_relative_age_never_counts() -> None:
    document, passages = read("Bus falls\n\n2 years ago\n\nUpdated: 3 hours ago\n\n" + BODY)
    assert {row.quote for row in passages if row.kind == "furniture"} == {"2 years ago", "Updated: 3 hours ago"}
    metadata = [said("published", "2 years ago", "page"), said("updated", "3 hours ago", "page")]
    dated, issues = document_time(document, [source("a")], [*passages, *datelines("2 years ago")], metadata)
    assert (dated, issues) == (document, [])


@pytest.mark.parametrize(
    ("quote", "day"),
    [
        ("July 14, 2021", date(2021, 7, 14)),
        ("14 July 2021", date(2021, 7, 14)),
        ("Published on 2021-07-14", date(2021, 7, 14)),
        ("2021-07-14T10:00", date(2021, 7, 14)),
        ("BEIJING, Sept. 3rd, 2021 (Wire) -", date(2021, 9, 3)),
        ("Friday, 21\u00a0MAY, 2021", date(2021, 5, 21)),
        ("July 14", None),
        ("14/07/2021", None),
        ("2 years ago", None),
        ("31 June 2021", None),
        ("114 July 2021", None),
        ("14 July 20211", None),
        ("2021-07-145", None),
        ("Maybe 14, 2021", None),
        ("Updated July 14, 2021", None),
    ],
)
def test_dateline_date(quote: str, day: date | None) -> None:
    assert dateline_date(datelines(quote)) == (None if day is None else (day, day))


def test_only_datelines_are_read() -> None:
    passages = [replace(row, kind="paragraph") for row in datelines("14 July 2021")]
    assert dateline_date(passages) is None


def test_datelines_that_differ_give_no_date_but_an_issue() -> None:
    document, _ = read(BODY)
    two = datelines("14 July 2021", "July 16, 2021")
    assert dateline_date(two) is None
    dated, issues = document_time(document, [], two)
    assert dated == document
    assert [(issue.code, issue.message.partition(": ")[2]) for issue in issues] == [
        ("dateline_ambiguous", "its dateline says 2021-07-14, its dateline says 2021-07-16")
    ]
    # the dates of a chronology do not make a listed date doubtful
    assert document_time(document, [source("a", "2022")], two)[1] == []
    assert document_time(document, [], datelines("14 July 2021", "2021-07-14"))[0].published_basis == "dateline"


# Updates


@pytest.mark.parametrize(
    ("quotes", "published", "updated"),
    [
        (("14 July 2021", "Updated July 16, 2021"), "2021-07-14", "2021-07-16"),
        (("Published: 14 July 2021, updated: 16 July 2021",), "2021-07-14", "2021-07-16"),
        (("Last modified 2021-07-16; first published 2021-07-14",), "2021-07-14", "2021-07-16"),
        (("Updated 15 July 2021", "Updated 16 July 2021"), None, "2021-07-16"),
    ],
)
def test_updated_by_datelines_never_replaces_published(
    quotes: tuple[str, ...], published: str | None, updated: str
) -> None:
    document, _ = read(BODY)
    dated, issues = document_time(document, [], datelines(*quotes))
    assert issues == []
    assert dated.published_first == (date.fromisoformat(published) if published else None)
    assert (dated.updated_first, dated.updated_last) == one(updated)
    assert dated.updated_basis == "dateline"


def test_updated_by_metadata() -> None:
    document, _ = read(BODY)
    metadata = [said("updated", "2021-07-16T08:00:00Z"), said("updated", "2022-01-01", "time", 1)]
    dated, issues = document_time(document, [source("a", "2021-07-14")], datelines("Updated 17 July 2021"), metadata)
    assert (dated.updated_first, dated.updated_last) == one("2021-07-16")
    assert (dated.updated_basis, dated.updated_from) == ("metadata", "met_updated_json-ld_0")
    assert days(dated) == (*one("2021-07-14"), "index", "a")
    assert issues == []


def test_an_update_before_publication_is_an_issue() -> None:
    document, _ = read(BODY)
    for updated, codes in (("2021-07-10", ["updated_before_published"]), ("2021-07-13", []), ("2021-07", [])):
        _, issues = document_time(document, [source("a", "2021-07-14")], [], [said("updated", updated)])
        assert [issue.code for issue in issues] == codes


# Downloads


def test_retrieved_is_what_the_downloads_wrote_down() -> None:
    document, _ = read(BODY)
    sources = [source("a", retrieved=date(2024, 5, 2)), source("b"), source("c", retrieved=date(2024, 5, 1))]
    dated, _ = document_time(document, sources)
    assert (dated.retrieved_first, dated.retrieved_last) == (date(2024, 5, 1), date(2024, 5, 2))
    assert dated.retrieved_basis == "download"
    assert days(dated) == (None, None, None, None)
    assert document_time(document, [source("b")])[0].retrieved_basis is None


# Content


def event(first: str | None, status: str = "reported", start: int = 4) -> Event:
    return Event(
        doc_id="doc_1",
        start=start,
        end=start + 3,
        quote="bus",
        prefix="The ",
        suffix="",
        segments=[],
        rule_id="events.visit.visit",
        event_id=f"evt_{first}_{start}",
        type="X:VISIT",
        first=date.fromisoformat(first) if first else None,
        status=status,
        polarity="positive",
        cluster_id="evt_1",
    )


def test_the_content_bounds_a_document_that_nothing_else_dates() -> None:
    document, _ = read(BODY)
    told = [event("2021-07-14"), event("2022-04-10"), event("2022-04-10", start=9), event(None)]
    told += [event("2030-01-01", status) for status in ("planned", "promised", "hypothetical", "alleged")]
    dated, issue = bounded(document, told)
    assert days(dated) == (date(2022, 4, 10), None, "content", "evt_2022-04-10_4")
    assert issue is None
    assert bounded(dated, told) == (dated, None)
    assert bounded(dated, []) == (document, None)
    assert content_bound([event(None), event("2030-01-01", "planned")]) is None


def test_a_bound_by_content_is_no_document_creation_time() -> None:
    document, passages = read(BODY)
    dated, _ = bounded(document, [event("2022-04-10")])
    assert (doc_of(dated, passages).published, doc_of(dated, passages).published_basis) == (None, None)
    assert doc_of(dated, passages) == doc_of(document, passages)


@pytest.mark.parametrize(
    ("told", "updated", "is_issue"),
    [
        ("2021-07-14", None, False),
        ("2021-07-15", None, False),
        ("2021-07-20", None, True),
        ("2021-07-20", "2021-07-21", False),
        ("2021-07-25", "2021-07-21", True),
    ],
)
def test_news_from_after_publication_is_an_issue(told: str, updated: str | None, *, is_issue: bool) -> None:
    document, _ = read(BODY)
    metadata = [said("updated", updated)] if updated else []
    dated, _ = document_time(document, [source("a", "2021-07-14")], [], metadata)
    same, issue = bounded(dated, [event(told), event("2030-01-01", "planned")])
    assert same == dated
    assert (issue is not None) is is_issue
    if issue:
        assert (issue.code, issue.severity, issue.quote) == ("content_disagrees", "warning", "bus")
        assert issue.message.endswith(f": published 2021-07-14 by its index, but tells of {told} as past")


def test_a_date_below_the_first_paragraph_is_no_dateline_of_publication() -> None:
    head, body = "A Short Note\n\n", "The envoys met in the capital and spoke at length about the road.\n\n"
    assert dateline_date(read(head + "4 January 1950\n\n" + body)[1]) == (date(1950, 1, 4), date(1950, 1, 4))
    assert dateline_date(read(head + body + "4 January 1950\n\n" + body)[1]) is None
