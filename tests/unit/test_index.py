import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regesta.errors import SourceIndexError
from regesta.sources.index import Entry, published_interval, read_index, row_with_hash
from regesta.tables import Parameter

SHA = "0123456789abcdef" * 4


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "INDEX.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def entries(folder: Path, text: str) -> tuple[Entry, ...]:
    return read_index(write(folder, text)).entries


def only(folder: Path, text: str) -> Entry:
    (entry,) = entries(folder, text)
    return entry


def refused(folder: Path, text: str | bytes) -> SourceIndexError:
    path = write(folder, text)
    with pytest.raises(SourceIndexError) as caught:
        read_index(path)
    error = caught.value
    assert error.file == path
    assert error.exit_code == 2
    assert str(error).startswith(f"{path}: " if error.line is None else f"{path}:{error.line}: ")
    return error


def test_a_full_table_with_prose_around_it(tmp_path: Path) -> None:
    text = f"""# Sources

Some prose, with a [link](https://example.org) and a list:

- put the file beside this page
- run it

| ID | File | Title | Publisher | Published | Language | License | SHA256 | URL | Checked by |
|:---|-----:|---|---|---|---|---|---|---|---|
| b | docs/b.md | Second | The Paper | 2021-05 | en-GB | CC0 | {SHA.upper()} | https://example.org/b?x=1 | Ada |
| a | a.txt | | | | | | | | |

More prose.
"""
    first, second = entries(tmp_path, text)
    assert first == Entry("a", "a.txt", None, None, None, None, None, None, None, (), 11)
    assert second == Entry(
        "b",
        "docs/b.md",
        "https://example.org/b?x=1",
        "Second",
        "The Paper",
        "2021-05",
        "en-GB",
        "CC0",
        SHA,
        (Parameter("Checked by", "Ada"),),
        10,
    )


def test_cells_give_their_text_without_the_markup(tmp_path: Path) -> None:
    text = r"""| id | file | title | publisher |
|---|---|---|---|
| `a` | `my_file_one.txt` | A \| B, *so* **it** goes, &amp; \*on\* | ![Logo](logo.png) [The Paper](https://a.org)<br> |
"""
    entry = only(tmp_path, text)
    assert (entry.source_id, entry.file) == ("a", "my_file_one.txt")
    assert (entry.title, entry.publisher) == ("A | B, so it goes, & *on*", "Logo The Paper")


@pytest.mark.parametrize(
    ("cell", "file"),
    [
        ("[The report](docs/a.txt)", "docs/a.txt"),
        ("[The report](<docs/a b.txt>)", "docs/a b.txt"),
        ("[The report](docs/a%20b.txt)", "docs/a b.txt"),
        ("[docs/a.txt](../sources/docs/a.txt)", "docs/a.txt"),
        ("[a.txt](https://example.org/a.txt)", "a.txt"),
        ("./docs//a.txt", "docs/a.txt"),
        ("a b, c.txt", "a b, c.txt"),
        (unicodedata.normalize("NFD", "Café Zürich.txt"), unicodedata.normalize("NFC", "Café Zürich.txt")),
        ("报告.txt", "报告.txt"),
    ],
)
def test_file_cells(tmp_path: Path, cell: str, file: str) -> None:
    assert only(tmp_path, f"| id | file |\n|---|---|\n| a | {cell} |\n").file == file


@pytest.mark.parametrize(
    ("cell", "url"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("[The paper](http://example.org/a)", "http://example.org/a"),
        ("[a.txt](https://example.org/a.txt)", "https://example.org/a.txt"),
    ],
)
def test_url_cells(tmp_path: Path, cell: str, url: str) -> None:
    assert only(tmp_path, f"| url |\n|---|\n| {cell} |\n").url == url


@pytest.mark.parametrize(
    ("file", "source_id"),
    [
        ("news/000_70436040ae9e7bba.txt", "000_70436040ae9e7bba"),
        ("Annual report (2021).final.md", "Annual-report-2021-.final"),
        ("Café.txt", "Cafe"),
    ],
)
def test_a_missing_id_comes_from_the_file_name(tmp_path: Path, file: str, source_id: str) -> None:
    assert only(tmp_path, f"| file | id |\n|---|---|\n| {file} | |\n").source_id == source_id


def test_names_without_ascii_letters_get_different_ids(tmp_path: Path) -> None:
    found = entries(tmp_path, "| file |\n|---|\n| 报告 2021.txt |\n| 报道 2021.txt |\n| Москва.txt |\n")
    ids = [entry.source_id for entry in found]
    assert len(set(ids)) == 3
    assert sum(source_id.startswith("2021-") for source_id in ids) == 2
    assert sum(source_id.startswith("source-") for source_id in ids) == 1


def test_an_id_from_an_address(tmp_path: Path) -> None:
    found = entries(tmp_path, "| url |\n|---|\n| https://example.org/news/fall.html?p=1 |\n| https://example.org/ |\n")
    assert [entry.source_id for entry in found] == ["example.org", "fall"]


@pytest.mark.parametrize(
    "text",
    [
        "| url |\n|---|\n| https://mk:secret@example.org/a.txt |\n",
        "| url |\n|---|\n| ftp://mk:secret@example.org/a.txt |\n",
        "| file |\n|---|\n| https://mk:secret@example.org/a.txt |\n",
        "| file | mirror |\n|---|---|\n| a.txt | https://secret@example.org/ |\n",
        "- [The page](https://mk:secret@example.org/a.txt)\n",
    ],
)
def test_an_address_with_a_user_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert "names a user" in str(error)
    assert "secret" not in str(error)


def test_an_at_sign_in_a_path_is_no_user(tmp_path: Path) -> None:
    assert only(tmp_path, "| url |\n|---|\n| https://example.org/@mk/a.txt |\n").url == "https://example.org/@mk/a.txt"


def test_a_plain_list(tmp_path: Path) -> None:
    text = """# What we read

- This page is prose
- and so is this list

News:

1. dasu wire.txt
2. [A chronology](notes/chronology.md)
3. `note_1.txt`

On the web:

* <https://example.org/a>
* https://example.org/b.html
* [The paper](https://example.org/c)
* [d.txt](https://example.org/d)
"""
    found = {entry.source_id: entry for entry in entries(tmp_path, text)}
    assert sorted(found) == ["a", "b", "c", "chronology", "d", "dasu-wire", "note_1"]
    assert [(e.file, e.url, e.title, e.line) for e in found.values() if e.file] == [
        ("notes/chronology.md", None, "A chronology", 9),
        ("d.txt", "https://example.org/d", None, 17),
        ("dasu wire.txt", None, None, 8),
        ("note_1.txt", None, None, 10),
    ]
    assert (found["a"].url, found["a"].title) == ("https://example.org/a", None)
    assert (found["c"].url, found["c"].title) == ("https://example.org/c", "The paper")


def test_a_table_of_contents_and_nested_prose_are_no_sources(tmp_path: Path) -> None:
    text = "- [News](#news)\n- [Notes](#notes)\n\n# News\n\n- Wires\n  - a.txt\n  - b.txt\n"
    assert [entry.file for entry in entries(tmp_path, text)] == ["a.txt", "b.txt"]


def test_tables_and_examples_that_are_prose(tmp_path: Path) -> None:
    text = """| word | meaning |
|---|---|
| file | ../not/a/path |

```
| file |
|---|
| example.txt |
```

<!--
| file |
|---|
| old.txt |
-->

> | file |
> |---|
> | quoted.txt |

| file |
|------|
| a.txt |
"""
    assert [(entry.file, entry.line) for entry in entries(tmp_path, text)] == [("a.txt", 23)]


def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    text = "| id | file |\n|---|---|\n| a | a.txt |\n"
    plain = entries(tmp_path, text)
    for other in ("\ufeff" + text, text.replace("\n", "\r\n"), text.replace("\n", "\r")):
        assert entries(tmp_path, other) == plain


def test_the_shipped_index() -> None:
    index = read_index(Path(__file__).parents[2] / "seeds" / "INDEX.md")
    assert [entry.source_id for entry in index.entries] == sorted(entry.source_id for entry in index.entries)
    article = next(entry for entry in index.entries if entry.file == "000_70436040ae9e7bba.txt")
    assert article.sha256 == "134c555b509af335c25061598b165c750dbca7d4138308648cd5ea767e6ae595"
    assert article.published is None
    assert len(index.entries) == 21


# What is refused, with the line


def row(column: str, value: str) -> str:
    """An index whose only row, in line 5, has `value` in `column`."""
    name, cells = ("id", "a") if column == "file" else ("file", "a.txt")
    return f"# Sources\n\n| {name} | {column} |\n|---|---|\n| {cells} | {value} |\n"


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(SourceIndexError, match=r"nowhere\.md: cannot be read: No such file"):
        read_index(tmp_path / "nowhere.md")


def test_not_utf_8(tmp_path: Path) -> None:
    error = refused(tmp_path, b"\xef\xbb\xbf# Sources\r\n\r\n| file |\r\n|---|\r\n| caf\xe9.txt |\r\n")
    assert error.line == 5
    assert "is not UTF-8" in str(error)


@pytest.mark.parametrize("text", ["", "# Sources\n\nNothing yet.\n", "- one thing\n- another thing\n"])
def test_nothing_listed(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert error.line is None
    assert "lists nothing" in str(error)


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert refused(tmp_path, "# Sources\n\n| id | file |\n|---|---|\n").line == 3


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("| a | a.txt |\n| a | b.txt |", "id 'a' is given twice (first in line 3)"),
        ("| | x/a.txt |\n| | y/a.md |", "id 'a' is given twice"),
        ("| a | docs/a.txt |\n| b | ./docs//a.txt |", "file 'docs/a.txt' is given twice"),
        ("| a | caf\u00e9.txt |\n| b | cafe\u0301.txt |", "file 'café.txt' is given twice"),
    ],
)
def test_duplicates(tmp_path: Path, rows: str, what: str) -> None:
    error = refused(tmp_path, f"| id | file |\n|---|---|\n{rows}\n")
    assert error.line == 4
    assert what in str(error)


def test_a_row_with_neither_file_nor_url(tmp_path: Path) -> None:
    error = refused(tmp_path, "| id | file | url |\n|---|---|---|\n| a | a.txt | |\n| b | | |\n")
    assert error.line == 4
    assert "neither a file nor a url" in str(error)


@pytest.mark.parametrize("value", [SHA[:-1], SHA + "0", "g" * 64, f"sha256:{SHA}"])
def test_a_malformed_hash(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, row("sha256", value))
    assert error.line == 5
    assert "sha256: " in str(error)


@pytest.mark.parametrize(
    "value", ["14 July 2021", "2021-7-14", "21-07-14", "2021-02-30", "2021-13", "0000", "2022/2021"]
)
def test_a_malformed_date(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, row("published", value))
    assert error.line == 5
    assert "published: " in str(error)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("../a.txt", "leaves the sources folder"),
        ("docs/../../a.txt", "leaves the sources folder"),
        ("[A title](../a.txt)", "leaves the sources folder"),
        ("/etc/passwd", "is absolute"),
        (r"C:\\docs\\a.txt", "is absolute"),
        ("C:/docs/a.txt", "is absolute"),
        (r"\\\\server\\a.txt", "is absolute"),
        ("~/a.txt", "is absolute"),
        ("~", "is absolute"),
        (r"docs\\a.txt", "holds a backslash"),
        ("./", "names no file"),
        ("[x](a%00.txt)", "control character"),
        ("https://example.org/a.txt", "belongs in the column url"),
        ("[A title](https://example.org/a.txt)", "belongs in the column url"),
    ],
)
def test_paths_that_are_refused(tmp_path: Path, value: str, what: str) -> None:
    error = refused(tmp_path, row("file", value))
    assert error.line == 5
    assert what in str(error)


@pytest.mark.parametrize("value", ["a b", "ä", "a/b", "a:b"])
def test_a_malformed_id(tmp_path: Path, value: str) -> None:
    assert refused(tmp_path, row("id", value)).line == 5


@pytest.mark.parametrize(
    "value", ["ftp://example.org/a", "example.org/a", "file:///a.txt", "https://", "https://a b.org/", "http://[::1/a"]
)
def test_a_url_that_is_not_http(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, row("url", value))
    assert error.line == 5
    assert "url: " in str(error)


@pytest.mark.parametrize("value", ["English", "en_GB", "e"])
def test_a_malformed_language(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, row("language", value))
    assert error.line == 5
    assert "language: " in str(error)


@pytest.mark.parametrize("header", ["| file | File |", "| file | licence | license |", "| file | note | Note |"])
def test_two_columns_of_one_name(tmp_path: Path, header: str) -> None:
    rule = "|" + "---|" * (header.count("|") - 1)
    error = refused(tmp_path, f"# Sources\n\n{header}\n{rule}\n| a.txt | |\n")
    assert error.line == 3
    assert "is given twice" in str(error)


def test_a_second_table_of_sources(tmp_path: Path) -> None:
    error = refused(tmp_path, "| file |\n|---|\n| a.txt |\n\nAnd\n\n| id | url |\n|---|---|\n| b | https://b.org |\n")
    assert error.line == 7
    assert "second table" in str(error)


def test_rows_cut_off_by_a_blank_line_are_not_lost(tmp_path: Path) -> None:
    error = refused(tmp_path, "| file |\n|---|\n| a.txt |\n\nprose\n| b.txt |\n")
    assert error.line == 6
    assert "outside a table" in str(error)


def test_a_header_with_the_wrong_number_of_dashes(tmp_path: Path) -> None:
    assert refused(tmp_path, "| id | file |\n|---|\n| a | a.txt |\n").line == 1


def test_an_unescaped_pipe_does_not_shift_cells(tmp_path: Path) -> None:
    error = refused(tmp_path, "| file | title | url |\n|---|---|---|\n| a.txt | A \\| B | |\n| b.txt | A | B | |\n")
    assert error.line == 4
    assert "more cells than the header" in str(error)


def test_a_list_that_mixes_files_and_prose(tmp_path: Path) -> None:
    error = refused(tmp_path, "- a.txt\n- b.txt\n- and some more\n")
    assert error.line == 3
    assert "neither a file name nor a link" in str(error)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-07-14", date(2021, 7, 14), date(2021, 7, 14)),
        ("2021-07-14/2022", date(2021, 7, 14), date(2022, 12, 31)),
        ("2021/2021-03", date(2021, 1, 1), date(2021, 3, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_published_interval(text: str, first: date, last: date) -> None:
    assert published_interval(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2021/", "/2021", "2021/..", "2021?", "2021-00", "٢٠٢١", "2021-07-14T10:00:00Z", "2021 "]
)
def test_published_interval_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|is in no calendar"):
        published_interval(text)


def test_names_that_differ_only_in_their_suffix_keep_it(tmp_path: Path) -> None:
    (tmp_path / "INDEX.md").write_text("- report.txt\n- report.md\n- [ ] other.txt\n")
    index = read_index(tmp_path / "INDEX.md")
    assert [entry.source_id for entry in index.entries] == ["other", "report.md", "report.txt"]
    assert [entry.file for entry in index.entries] == ["other.txt", "report.md", "report.txt"]


def test_the_row_to_paste_reads_back_with_the_hash(tmp_path: Path) -> None:
    head = "| id | file | title | publisher | published | language | licence | sha256 | url |\n" + "|---" * 9 + "|\n"
    (tmp_path / "INDEX.md").write_text(head + "| a | a.txt | One \\| two | | 2022 | en | | | |\n")
    (entry,) = read_index(tmp_path / "INDEX.md").entries
    (tmp_path / "INDEX.md").write_text(head + row_with_hash(entry, "0" * 64) + "\n")
    assert read_index(tmp_path / "INDEX.md").entries == (replace(entry, sha256="0" * 64),)
