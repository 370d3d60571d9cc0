import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from regesta.config import Config
from regesta.errors import ConfigError, SourceIndexError
from regesta.sources.index import Entry
from regesta.sources.locate import Ingested, folders, ingest, locate, status
from regesta.tables import Source, as_plain


class Kept(dict[str, bytes]):
    """Blobs in memory."""

    def put(self, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        self[sha] = data
        return sha


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry(file: str | None, sha256: str | None = None, url: str | None = None) -> Entry:
    return Entry("a", file, url, None, None, None, None, None, sha256, (), 3)


def project(folder: Path, table: str, **options: object) -> Config:
    """A project in `folder`: an index in seeds/, and first/ and second/ as folders of sources."""
    for name in ("seeds", "first", "second"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "seeds" / "INDEX.md").write_text(table, encoding="utf-8")
    return Config(
        index=folder / "seeds" / "INDEX.md",
        sources=(folder / "first", folder / "second"),
        out=folder / "data",
        max_bytes=100,
        fetch=False,
    ).with_options(**options)


def table(*rows: tuple[str, str, str]) -> str:
    return "| id | file | sha256 | url |\n|---|---|---|---|\n" + "".join(
        f"| {name} | {file} | {sha} | {'' if file else 'https://example.org/'} |\n" for name, file, sha in rows
    )


EVERYTHING = table(
    ("unhashed", "docs/plain note.txt", ""),
    ("hashed", "hashed.txt", sha_of(b"two")),
    ("absent", "absent.txt", sha_of(b"zero")),
    ("web", "", ""),
    ("changed", "changed.txt", sha_of(b"before")),
    ("large", "large.txt", ""),
    ("empty", "empty.txt", ""),
    ("folder", "docs", ""),
    ("again", "again.txt", ""),
)


def tree(folder: Path) -> Config:
    config = project(folder, EVERYTHING)
    (folder / "first" / "docs").mkdir()
    (folder / "first" / "docs" / "plain note.txt").write_bytes(b"one")
    (folder / "second" / "hashed.txt").write_bytes(b"two")
    (folder / "second" / "again.txt").write_bytes(b"two")
    (folder / "seeds" / "changed.txt").write_bytes(b"after")
    (folder / "seeds" / "large.txt").write_bytes(b"x" * 101)
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    return config


def test_the_first_folder_that_has_it_wins_and_the_index_is_last(tmp_path: Path) -> None:
    config = project(tmp_path, table(("a", "a.txt", "")))
    assert folders(config) == (tmp_path / "first", tmp_path / "second", tmp_path / "seeds")
    for name in ("seeds", "second", "first"):
        (tmp_path / name / "a.txt").write_text(name)
        found = locate(entry("a.txt"), folders(config))
        assert (found.state, found.path, found.data) == ("found", tmp_path / name / "a.txt", name.encode())
        assert (found.size, found.sha256) == (len(name), sha_of(name.encode()))


def test_a_folder_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    config = project(tmp_path, table(("a", "a.txt", "")), sources=(tmp_path / "nowhere",))
    for use in (folders, status, lambda settings: ingest(settings, Kept())):
        with pytest.raises(ConfigError, match="nowhere is not a folder"):
            use(config)


@pytest.mark.parametrize(("limit", "state"), [(2, "too_large"), (3, "found"), (None, "found")])
def test_the_size_limit(tmp_path: Path, limit: int | None, state: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert locate(entry("a.txt"), [tmp_path], max_bytes=limit).state == state


def test_a_name_is_found_in_any_unicode_form(tmp_path: Path) -> None:
    name = "Café Zürich.txt"
    (tmp_path / unicodedata.normalize("NFD", name)).write_bytes(b"x")
    found = locate(entry(unicodedata.normalize("NFC", name)), [tmp_path])
    assert found.state == "found"
    assert locate(entry(unicodedata.normalize("NFC", "Café.txt")), [tmp_path]).state == "missing"


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").write_bytes(b"x")
    assert locate(entry("docs/a.txt"), [tmp_path]).state == "missing"
    assert locate(entry("docs/é.txt"), [tmp_path]).state == "missing"


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert locate(entry("a.txt"), [tmp_path]).state == "unreadable"


def test_a_name_that_no_file_system_takes(tmp_path: Path) -> None:
    found = locate(entry("a" * 300 + ".txt"), [tmp_path])
    assert (found.state, found.reason) == ("unreadable", "cannot be read: File name too long")


@pytest.mark.parametrize("how", ["file", "folder", "dangling"])
def test_symbolic_links_are_refused(tmp_path: Path, how: str) -> None:
    config = project(tmp_path, "# S\n\n" + table(("a", "a.txt", ""), ("b", "docs/b.txt", "")))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.txt").write_bytes(b"x")
    link = tmp_path / "second" / "docs"
    if how == "folder":
        link.symlink_to(tmp_path / "outside", target_is_directory=True)
    else:
        link.mkdir()
        (link / "b.txt").symlink_to(tmp_path / "outside" / ("b.txt" if how == "file" else "c.txt"))
    found = locate(entry("docs/b.txt"), folders(config))
    assert (found.state, found.data) == ("link", None)
    for use in (status, lambda settings: ingest(settings, Kept())):
        with pytest.raises(SourceIndexError, match="is a symbolic link") as caught:
            use(config)
        assert (caught.value.file, caught.value.line) == (config.index, 6)


def test_the_sources_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert locate(entry("a.txt"), [tmp_path / "link"]).state == "found"


def test_status_says_what_became_of_every_line(tmp_path: Path) -> None:
    found = {row.source_id: row for row in status(tree(tmp_path))}
    assert list(found) == sorted(found)
    assert {name: row.status for name, row in found.items()} == {
        "absent": "missing",
        "again": "no_hash",
        "changed": "changed",
        "empty": "empty",
        "folder": "unreadable",
        "hashed": "found",
        "large": "too_large",
        "unhashed": "no_hash",
        "web": "not_fetched",
    }
    assert found["hashed"].detail == str(tmp_path / "second" / "hashed.txt")
    assert sha_of(b"one") in (found["unhashed"].detail or "")
    assert sha_of(b"after") in (found["changed"].detail or "")
    assert as_plain(found["web"]) == {
        "source_id": "web",
        "file": None,
        "url": "https://example.org/",
        "status": "not_fetched",
        "detail": "the address was not fetched yet",
        "line": 6,
    }


def rows(found: Ingested) -> dict[str, Source]:
    return {row.source_id: row for row in found.sources}


def test_ingest_keeps_the_bytes_of_what_can_be_used(tmp_path: Path) -> None:
    blobs = Kept()
    found = ingest(tree(tmp_path), blobs)
    sources = rows(found)
    assert [row.source_id for row in found.sources] == sorted(sources)
    assert {name: row.status for name, row in sources.items()} == {
        "absent": "missing",
        "again": "ingested",
        "changed": "quarantined",
        "empty": "quarantined",
        "folder": "quarantined",
        "hashed": "duplicate",
        "large": "quarantined",
        "unhashed": "ingested",
        "web": "missing",
    }
    assert sorted(blobs.values()) == [b"one", b"two"]
    assert {name for name, row in sources.items() if row.blob} == {"again", "hashed", "unhashed"}
    assert (sources["hashed"].blob, sources["hashed"].reason) == (sha_of(b"two"), "has the same bytes as again")
    assert (sources["unhashed"].bytes, sources["unhashed"].reason) == (3, None)
    assert (sources["large"].bytes, sources["large"].reason) == (101, "has 101 bytes, more than max_bytes = 100")


def test_ingest_has_an_issue_for_all_that_a_person_should_know(tmp_path: Path) -> None:
    found = ingest(tree(tmp_path), Kept())
    assert [(issue.source_id, issue.code, issue.severity) for issue in found.issues] == [
        ("absent", "missing", "warning"),
        ("again", "no_hash", "info"),
        ("changed", "changed", "error"),
        ("empty", "empty", "error"),
        ("folder", "unreadable", "error"),
        ("hashed", "duplicate", "info"),
        ("large", "too_large", "error"),
        ("unhashed", "no_hash", "info"),
        ("web", "not_fetched", "warning"),
    ]
    assert {issue.stage for issue in found.issues} == {"ingest"}
    assert len({issue.issue_id for issue in found.issues}) == len(found.issues)
    assert found.notes[0] == "absent (absent.txt): the file is in no sources folder"
    assert found.notes[7] == (
        "unhashed (docs/plain note.txt): no sha256 is listed; paste into the index: "
        f"| unhashed | docs/plain note.txt |  |  |  |  |  | {sha_of(b'one')} |  |"
    )
    assert not any(str(tmp_path) in note for note in found.notes)


def test_a_changed_copy_does_not_make_a_good_one_a_duplicate(tmp_path: Path) -> None:
    config = project(tmp_path, table(("a", "a.txt", sha_of(b"other")), ("b", "b.txt", "")))
    for name in ("a.txt", "b.txt"):
        (tmp_path / "first" / name).write_bytes(b"same")
    found = rows(ingest(config, Kept()))
    assert (found["a"].status, found["b"].status) == ("quarantined", "ingested")


def test_the_order_and_the_lines_of_the_index_change_nothing(tmp_path: Path) -> None:
    config = tree(tmp_path)
    before = ingest(config, Kept())
    header, rule, *lines = EVERYTHING.splitlines()
    config.index.write_text("\n".join(["Prose.", "", header, rule, *reversed(lines)]) + "\n", encoding="utf-8")
    assert ingest(config, Kept()) == before


def test_the_folder_in_which_a_file_lies_changes_nothing(tmp_path: Path) -> None:
    config = tree(tmp_path)
    before = ingest(config, Kept())
    (tmp_path / "second" / "hashed.txt").rename(tmp_path / "first" / "hashed.txt")
    assert ingest(config, Kept()) == before
