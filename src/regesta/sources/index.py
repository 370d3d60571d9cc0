"""The index of the sources: a Markdown file that a person edits.

It holds prose around one table (a column `file` or `url` makes it the table of the sources) or, for the lazy, plain
lists of file names and links. Lines are counted from 1.
"""

import calendar
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from regesta.errors import SourceIndexError
from regesta.tables import Parameter

__all__ = ["COLUMNS", "Entry", "SourceIndex", "published_interval", "read_index"]

COLUMNS = ("id", "file", "title", "publisher", "published", "language", "licence", "sha256", "url")
"""The columns that Regesta knows; others are kept as they are."""

_SPELLINGS = {"license": "licence"}
_NEWLINE = re.compile(r"\r\n?|\n")
_PIPE = re.compile(r"(?<!\\)\|")
_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:(?!//)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/?/?\S*")
_FILE_NAME = re.compile(r"[^|]*\.[A-Za-z][A-Za-z0-9]{1,7}")
_ID = re.compile(r"[A-Za-z0-9._-]+")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed source.

    `file` is relative to a sources folder, in NFC, without `./`; `published` is EDTF level 0; `sha256` is lower case;
    `extra` holds the cells of unknown columns that are not empty, sorted by column; `line` is where it is listed.
    """

    source_id: str
    file: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    licence: str | None
    sha256: str | None
    extra: tuple[Parameter, ...]
    line: int


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """An index that was read: its file and what it lists, sorted by id."""

    path: Path
    entries: tuple[Entry, ...]


class _LineError(ValueError):
    """What is wrong, and in which line of the index, if it is one line."""

    def __init__(self, message: str, line: int | None) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Cell:
    """The text of a cell or list item without its markup, and the target of the first link in it."""

    text: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class _Listed:
    """The cells of one source by column, as written; unknown columns beside them."""

    cells: dict[str, _Cell]
    extra: tuple[Parameter, ...]
    line: int


def read_index(path: Path) -> SourceIndex:
    """What the Markdown file `path` lists.

    Raises:
        SourceIndexError: the file cannot be read or lists nothing, or a line is wrong; names the file and the line.
    """
    try:
        text = _decoded(path)
        root = SyntaxTreeNode(_markdown().parse(text))
        _refuse_stray_rows(root)
        listed = _from_table(root, _NEWLINE.split(text)) or list(_from_lists(root))
        if not listed:
            raise _LineError("lists nothing: it needs a table with a column file or url, or a list of files", None)
        entries = [_entry(source) for source in listed]
        _refuse_twice("id", ((entry.source_id, entry.line) for entry in entries))
        _refuse_twice("file", ((entry.file, entry.line) for entry in entries if entry.file))
    except _LineError as error:
        raise SourceIndexError(str(error), file=path, line=error.line) from error
    return SourceIndex(path, tuple(sorted(entries, key=lambda entry: entry.source_id)))


def published_interval(text: str) -> tuple[date, date]:
    """First and last day of a listed date: EDTF level 0, that is YYYY, YYYY-MM, YYYY-MM-DD, or two of them with `/`.

    Raises:
        ValueError: it is none of these, or a day that no calendar has, or an interval that ends before it begins.
    """
    begin, slash, end = text.partition("/")
    first, last = _calendar_interval(begin)
    if slash:
        last = _calendar_interval(end)[1]
    if last < first:
        raise ValueError(f"{text} ends before it begins")
    return first, last


def _calendar_interval(text: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM, YYYY-MM-DD, or two of them with / between")
    year, month, day = (None if group is None else int(group) for group in found.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValueError(f"{text} is in no calendar") from error
    if day is not None:
        return first, first
    end = 12 if month is None else month
    return first, date(first.year, end, calendar.monthrange(first.year, end)[1])


# The Markdown: what is listed, as cells


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _LineError(f"cannot be read: {error.strerror}", None) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.start` counts from after a byte order mark; a mark holds no line ends, so counting them is right still
        before = data[: error.start].decode("utf-8", "replace")
        raise _LineError("is not UTF-8", len(_NEWLINE.split(before))) from error


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _cell(node: SyntaxTreeNode) -> _Cell:
    """The text of a node: code spans, links, emphasis and images give their text, HTML tags nothing."""
    words: list[str] = []
    targets: list[str] = []
    for child in node.walk():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "link":
            targets.append(str(child.attrs["href"]))
    return _Cell("".join(words).strip(), targets[0] if targets else None)


def _refuse_stray_rows(root: SyntaxTreeNode) -> None:
    """A row that a blank line cut off its table would be lost without a word: it is an error."""
    for node in root.walk():
        if node.type != "paragraph":
            continue
        for number, line in enumerate(node.children[0].content.splitlines(), start=_line(node)):
            if len(line) > 1 and line.startswith("|") and line.endswith("|"):
                raise _LineError(
                    "is a row outside a table: a blank line above it, or no |---| below the header", number
                )


def _from_table(root: SyntaxTreeNode, lines: list[str]) -> list[_Listed]:
    """The rows of the one table of sources; none when there is no such table."""
    found: list[_Listed] | None = None
    for table in (node for node in root.walk() if node.type == "table"):
        header, *rows = [row for part in table.children for row in part.children]
        names = [_cell(cell).text for cell in header.children]
        known = [_SPELLINGS.get(name.lower(), name.lower()) for name in names]
        if not {"file", "url"} & set(known):
            continue
        if found is not None:
            raise _LineError("is a second table of sources: one index has one", _line(header))
        _refuse_twice("column", ((name, _line(header)) for name in known))
        found = [_from_row(row, names, known, lines[_line(row) - 1]) for row in rows]
        if not found:
            raise _LineError("lists nothing: the table has no row", _line(header))
    return found or []


def _from_row(row: SyntaxTreeNode, names: list[str], known: list[str], line: str) -> _Listed:
    if any(cell.strip() for cell in _PIPE.split(line.strip().removeprefix("|"))[len(names) :]):
        raise _LineError("has more cells than the header; inside a cell, | is written \\|", _line(row))
    cells = [_cell(cell) for cell in row.children]
    extra = [
        Parameter(name, cell.text)
        for name, column, cell in zip(names, known, cells, strict=True)
        if column not in COLUMNS and cell.text
    ]
    listed = {column: cell for column, cell in zip(known, cells, strict=True) if column in COLUMNS}
    return _Listed(listed, tuple(sorted(extra, key=lambda parameter: parameter.name)), _line(row))


def _from_lists(root: SyntaxTreeNode) -> Iterator[_Listed]:
    """The items of every list that lists sources; a list in which no item is a file name or a link is prose."""
    for node in root.walk():
        if node.type not in ("bullet_list", "ordered_list"):
            continue
        items = [(_from_item(item), item) for item in node.children]
        if not any(listed for listed, _ in items):
            continue
        for listed, item in items:
            if listed is None:
                raise _LineError("is neither a file name nor a link, in a list of sources", _line(item))
            yield listed


def _from_item(item: SyntaxTreeNode) -> _Listed | None:
    """A list item as a source, when all of its first paragraph is a file name, an address or one link."""
    if not item.children or item.children[0].type != "paragraph":
        return None
    inline = item.children[0].children[0]
    cell = _cell(inline)
    is_link = len(inline.children) == 1 and inline.children[0].type == "link"
    place = cell.target if is_link and cell.target and not _FILE_NAME.fullmatch(cell.text) else cell.text
    if not is_link and not _FILE_NAME.fullmatch(place) and not _ADDRESS.fullmatch(place):
        return None
    cells = {"url" if _ADDRESS.fullmatch(place) else "file": _Cell(cell.text, cell.target)}
    if is_link and cell.text not in (place, unquote(place)):
        cells["title"] = _Cell(cell.text)
    return _Listed(cells, (), _line(item))


def _refuse_twice(what: str, values: Iterable[tuple[str, int]]) -> None:
    seen: dict[str, int] = {}
    for value, line in values:
        if value in seen:
            raise _LineError(f"{what} {value!r} is given twice (first in line {seen[value]})", line)
        seen[value] = line


# The cells: what each must be


def _entry(listed: _Listed) -> Entry:
    """The source that the cells list; raises _LineError for the first cell that is wrong."""

    def cell(column: str, check: Callable[[_Cell], str]) -> str | None:
        written = listed.cells.get(column)
        if written is None or not written.text:
            return None
        try:
            return check(written)
        except ValueError as error:
            raise _LineError(f"{column}: {error}", listed.line) from error

    file, url = cell("file", _file), cell("url", _url)
    place = file or url
    if place is None:
        raise _LineError("has neither a file nor a url", listed.line)
    return Entry(
        source_id=cell("id", _source_id) or _slug(place),
        file=file,
        url=url,
        title=cell("title", _text),
        publisher=cell("publisher", _text),
        published=cell("published", _published),
        language=cell("language", _language),
        licence=cell("licence", _text),
        sha256=cell("sha256", _sha256),
        extra=listed.extra,
        line=listed.line,
    )


def _text(cell: _Cell) -> str:
    return cell.text


def _source_id(cell: _Cell) -> str:
    if not _ID.fullmatch(cell.text):
        raise ValueError(f"{cell.text!r} may hold only letters a to z and A to Z, digits, and . _ -")
    return cell.text


def _published(cell: _Cell) -> str:
    published_interval(cell.text)
    return cell.text


def _language(cell: _Cell) -> str:
    if not _LANGUAGE.fullmatch(cell.text):
        raise ValueError(f"{cell.text!r} is not a language tag: en, en-GB, ur ...")
    return cell.text


def _sha256(cell: _Cell) -> str:
    if not _SHA256.fullmatch(cell.text.lower()):
        raise ValueError(f"{cell.text!r} is not 64 hexadecimal digits")
    return cell.text.lower()


def _file(cell: _Cell) -> str:
    """The path, relative and in one spelling; a link gives its target when its text is not a path itself."""
    is_title = cell.target is not None and not _FILE_NAME.fullmatch(cell.text)
    path = unicodedata.normalize("NFC", unquote(cell.target or "") if is_title else cell.text)
    if _ABSOLUTE.match(path):
        raise ValueError(f"{path!r} is absolute: write it relative to a sources folder")
    if "://" in path:
        raise ValueError(f"{path!r} is an address: it belongs in the column url")
    if "\\" in path:
        raise ValueError(f"{path!r} holds a backslash: write / between folders")
    if any(unicodedata.category(character) == "Cc" for character in path):
        raise ValueError(f"{path!r} holds a control character")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        raise ValueError(f"{path!r} leaves the sources folder" if parts else f"{path!r} names no file")
    return "/".join(parts)


def _url(cell: _Cell) -> str:
    address = cell.text if cell.target is None or _ADDRESS.fullmatch(cell.text) else cell.target
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", address):
        raise ValueError(f"{address!r} is not an http or https address")
    return address


def _slug(place: str) -> str:
    """An id from a file name or address; letters with no ASCII form leave a short hash behind, so ids stay apart."""
    path = unquote(urlsplit(place).path or urlsplit(place).netloc) if "://" in place else place
    stem = PurePosixPath(path).stem or urlsplit(place).netloc
    ascii_only = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))
    slug = _NOT_ID.sub("-", ascii_only).strip("-._")
    lost = any(c.isalnum() and not c.isascii() for c in ascii_only)
    if slug and not lost:
        return slug
    return "-".join(filter(None, [slug or "source", hashlib.sha256(stem.encode()).hexdigest()[:8]]))
