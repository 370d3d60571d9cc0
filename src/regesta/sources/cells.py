"""What a person may write in one cell of the index: each function checks a cell and gives its value.

Every one raises ValueError with what is wrong; the caller knows the line.
"""

import calendar
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

__all__ = [
    "Cell",
    "address",
    "identifier",
    "is_address",
    "is_file_name",
    "language",
    "listed_date",
    "path",
    "published_interval",
    "sha256",
    "slug",
    "text",
]

_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:")
_USER = re.compile(r"://[^/?#\s]*@")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/?/?\S*")
_FILE_NAME = re.compile(r".*\.[A-Za-z][A-Za-z0-9]{1,7}")
_ID = re.compile(r"[A-Za-z0-9._-]+")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a table cell or list item without its markup, and the target of the first link in it."""

    text: str
    target: str | None = None


def published_interval(text: str) -> tuple[date, date]:
    """First and last day of a listed date: EDTF level 0, that is YYYY, YYYY-MM, YYYY-MM-DD, or two of them with `/`.

    Raises:
        ValueError: it is none of these, or a day that is in no calendar, or an interval that ends before it begins.
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
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or "1"), int(day or "1"))
    except ValueError as error:
        raise ValueError(f"{text} is in no calendar") from error
    if day:
        return first, first
    last_month = int(month or "12")
    return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def is_file_name(text: str) -> bool:
    """Whether a text looks like a path: it ends with a suffix of two to eight letters and digits."""
    return bool(_FILE_NAME.fullmatch(text)) and not is_address(text)


def is_address(text: str) -> bool:
    """Whether a text is a URL of any scheme (schemes of one letter are drives)."""
    return bool(_ADDRESS.fullmatch(text))


def names_user(text: str) -> bool:
    """Whether a text holds an address with a user in it, and so perhaps a password: https://user:password@host/."""
    return bool(_USER.search(text))


def text(cell: Cell) -> str:
    """The text as it stands."""
    return cell.text


def identifier(cell: Cell) -> str:
    """The id of a source: ASCII letters, digits, dot, underscore, hyphen."""
    if not _ID.fullmatch(cell.text):
        raise ValueError(f"{cell.text!r} may hold only letters a to z and A to Z, digits, and . _ -")
    return cell.text


def listed_date(cell: Cell) -> str:
    """A date as listed, once `published_interval` understands it."""
    published_interval(cell.text)
    return cell.text


def language(cell: Cell) -> str:
    """A BCP 47 language tag."""
    if not _LANGUAGE.fullmatch(cell.text):
        raise ValueError(f"{cell.text!r} is not a language tag: en, en-GB, ur ...")
    return cell.text


def sha256(cell: Cell) -> str:
    """A sha256 in lower case; upper case is accepted."""
    if not _SHA256.fullmatch(cell.text.lower()):
        raise ValueError(f"{cell.text!r} is not 64 hexadecimal digits")
    return cell.text.lower()


def path(cell: Cell) -> str:
    """A path relative to a sources folder, in NFC and without `./`.

    A link gives its target when its text is not a path itself.
    """
    is_title = cell.target is not None and not is_file_name(cell.text)
    written = unicodedata.normalize("NFC", unquote(cell.target or "") if is_title else cell.text)
    if is_address(written):
        raise ValueError(f"{written!r} is an address: it belongs in the column url")
    if _ABSOLUTE.match(written):
        raise ValueError(f"{written!r} is absolute: write it relative to a sources folder")
    if "\\" in written:
        raise ValueError(f"{written!r} holds a backslash: write / between folders")
    if any(unicodedata.category(character) == "Cc" for character in written):
        raise ValueError(f"{written!r} holds a control character")
    parts = [part for part in written.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise ValueError(f"{written!r} leaves the sources folder: no .. in a path")
    if not parts:
        raise ValueError(f"{written!r} names no file")
    return "/".join(parts)


def address(cell: Cell) -> str:
    """An http or https address; a link gives its target when its text is not an address itself."""
    written = cell.text if cell.target is None or is_address(cell.text) else cell.target
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.netloc or not is_address(written):
        raise ValueError(f"{written!r} is not an http or https address")
    return written


def slug(place: str, *, suffix: bool = False) -> str:
    """An id from a path or address, without the suffix of the name unless asked for.

    Letters with no ASCII form leave a short hash behind, so that ids stay apart.
    """
    parts = urlsplit(place) if is_address(place) else None
    path = PurePosixPath(place if parts is None else unquote(parts.path))
    stem = (path.name if suffix else path.stem) or (parts.netloc if parts else place)
    bare = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))
    ascii_part = _NOT_ID.sub("-", bare).strip("-._")
    if ascii_part and not any(c.isalnum() and not c.isascii() for c in bare):
        return ascii_part
    return "-".join(filter(None, [ascii_part or "source", hashlib.sha256(stem.encode()).hexdigest()[:8]]))
