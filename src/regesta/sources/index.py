"""The index of the sources: a Markdown file that a person edits.

It holds prose around one table (a column `file` or `url` makes it the table of the sources) or, for the lazy, plain
lists of file names and links. Lines are counted from 1.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from regesta.errors import SourceIndexError
from regesta.sources import cells
from regesta.sources.cells import Cell, published_interval
from regesta.tables import Parameter

__all__ = ["COLUMNS", "Entry", "SourceIndex", "published_interval", "read_index", "row_with_hash"]

COLUMNS = ("id", "file", "title", "publisher", "published", "language", "licence", "sha256", "url")
"""The columns that Regesta knows; others are kept as they are."""

_SPELLINGS = {"license": "licence"}
_NEWLINE = re.compile(r"\r\n?|\n")
_TASK_MARK = re.compile(r"^\[[ xX]\]\s+")
_PIPE = re.compile(r"(?<!\\)\|")
_OUTER_PIPES = re.compile(r"^\||(?<!\\)\|$")


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
class _Listed:
    """The cells of one source by column, as written; unknown columns beside them."""

    cells: dict[str, Cell]
    extra: tuple[Parameter, ...]
    line: int


def row_with_hash(entry: Entry, sha256: str) -> str:
    """The row of an entry, in the order of COLUMNS, with the hash of its file: to be pasted into the table."""
    cells_of = {"id": entry.source_id, "sha256": sha256}
    values = [cells_of.get(column) or getattr(entry, column, None) or "" for column in COLUMNS]
    return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"


def read_index(path: Path) -> SourceIndex:
    """What the Markdown file `path` lists.

    Raises:
        SourceIndexError: the file cannot be read or lists nothing, or a line is wrong; names the file and the line.
    """
    try:
        return SourceIndex(path, _entries(_decoded(path)))
    except _LineError as error:
        raise SourceIndexError(str(error), file=path, line=error.line) from error


@lru_cache(maxsize=1)
def _entries(text: str) -> tuple[Entry, ...]:
    """What a text lists, sorted by id. A run asks three times, and thousands of lines take half a second to parse."""
    entries = _told_apart(_listed(text))
    _refuse_twice("id", ((entry.source_id, entry.line) for entry in entries))
    _refuse_twice("file", ((entry.file, entry.line) for entry in entries if entry.file))
    return tuple(sorted(entries, key=lambda entry: entry.source_id))


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _LineError(f"cannot be read: {error.strerror}", None) from error
    try:
        # not utf-8-sig, whose errors count from after the mark
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _LineError("is not UTF-8", len(_NEWLINE.split(data[: error.start].decode("utf-8")))) from error


def _listed(text: str) -> list[_Listed]:
    """What a Markdown text lists: the rows of its table of sources, else the items of its lists."""
    root = SyntaxTreeNode(_markdown().parse(text))
    _refuse_stray_rows(root)
    listed = _from_table(root, _NEWLINE.split(text)) or list(_from_lists(root))
    if not listed:
        raise _LineError("lists nothing: it needs a table with a column file or url, or a list of files", None)
    return listed


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _cell(node: SyntaxTreeNode) -> Cell:
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
    return Cell("".join(words).strip(), targets[0] if targets else None)


def _refuse_stray_rows(root: SyntaxTreeNode) -> None:
    """A row that a blank line cut off its table would be lost without a word: it is an error."""
    for node in root.walk():
        if node.type != "paragraph":
            continue
        for number, line in enumerate(node.children[0].content.split("\n"), start=_line(node)):
            if len(line) > 1 and line.startswith("|") and line.rstrip().endswith("|"):
                raise _LineError(
                    "is a row outside a table: a blank line above it, or no |---| below the header", number
                )


def _from_table(root: SyntaxTreeNode, lines: list[str]) -> list[_Listed]:
    """The rows of the one table of sources; none when there is no such table. A quoted table is prose."""
    found: list[_Listed] | None = None
    for table in (node for node in root.children if node.type == "table"):
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
    if len(_PIPE.findall(_OUTER_PIPES.sub("", line.strip()))) >= len(names):
        raise _LineError("has more cells than the header; inside a cell, | is written \\|", _line(row))
    values = [_cell(cell) for cell in row.children]
    extra = [
        Parameter(name, cell.text)
        for name, column, cell in zip(names, known, values, strict=True)
        if column not in COLUMNS and cell.text
    ]
    listed = {column: cell for column, cell in zip(known, values, strict=True) if column in COLUMNS}
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
    """A list item as a source, when its first paragraph is nothing but a file name, an address or a link."""
    if not item.children or item.children[0].type != "paragraph":
        return None
    inline = item.children[0].children[0]
    cell = _cell(inline)
    cell = replace(cell, text=_TASK_MARK.sub("", cell.text))
    if [child.type for child in inline.children] == ["link"]:
        return _from_link(cell, _line(item))
    if cells.is_address(cell.text):
        return _Listed({"url": cell}, (), _line(item))
    return _Listed({"file": cell}, (), _line(item)) if cells.is_file_name(cell.text) else None


def _from_link(cell: Cell, line: int) -> _Listed | None:
    """A link as a source: its target is the address or the file; a text that is neither is the title."""
    target = unquote(cell.target or "")
    if target.startswith("#"):
        return None
    is_file, is_address = cells.is_file_name(cell.text), cells.is_address(target)
    listed: dict[str, Cell] = {}
    if is_address:
        listed["url"] = cell
    if is_file or not is_address:
        listed["file"] = cell
    if not is_file and not cells.is_address(cell.text) and cell.text != target:
        listed["title"] = Cell(cell.text)
    return _Listed(listed, (), line)


def _told_apart(listed: Sequence[_Listed]) -> list[Entry]:
    """The sources; where ids made from file names would be one (a.txt, a.md), those keep the suffix."""
    entries = [_entry(item) for item in listed]
    made = [None if item.cells.get("id") else entry.source_id for item, entry in zip(listed, entries, strict=True)]
    crowded = {name for name, times in Counter(made).items() if name and times > 1}
    return [
        replace(entry, source_id=cells.slug(entry.file or entry.url or "", suffix=True)) if name in crowded else entry
        for name, entry in zip(made, entries, strict=True)
    ]


def _refuse_twice(what: str, values: Iterable[tuple[str, int]]) -> None:
    seen: dict[str, int] = {}
    for value, line in values:
        if value in seen:
            raise _LineError(f"{what} {value!r} is given twice (first in line {seen[value]})", line)
        seen[value] = line


def _refuse_users(listed: _Listed) -> None:
    """No table, report or message ever holds a password: an address with a user is refused, and not shown."""
    written = [part or "" for cell in listed.cells.values() for part in (cell.text, cell.target)]
    if any(map(cells.names_user, [*written, *(named.value for named in listed.extra)])):
        raise _LineError("an address names a user: take it out (no user or password is ever sent)", listed.line)


def _entry(listed: _Listed) -> Entry:
    """The source that the cells list; raises _LineError for a cell that is wrong."""

    def value(column: str, check: Callable[[Cell], str]) -> str | None:
        cell = listed.cells.get(column)
        if cell is None or not (cell.text or cell.target):
            return None
        try:
            return check(cell)
        except ValueError as error:
            raise _LineError(f"{column}: {error}", listed.line) from error

    _refuse_users(listed)
    file, url = value("file", cells.path), value("url", cells.address)
    place = file or url
    if place is None:
        raise _LineError("has neither a file nor a url", listed.line)
    return Entry(
        source_id=value("id", cells.identifier) or cells.slug(place),
        file=file,
        url=url,
        title=value("title", cells.text),
        publisher=value("publisher", cells.text),
        published=value("published", cells.listed_date),
        language=value("language", cells.language),
        licence=value("licence", cells.text),
        sha256=value("sha256", cells.sha256),
        extra=listed.extra,
        line=listed.line,
    )
