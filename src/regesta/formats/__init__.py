"""The formats that Regesta reads.

To add one: a module here with a class that follows `Format`, and an instance of it in `BUILTIN`.
"""

from pathlib import PurePath

from regesta.errors import DocumentError
from regesta.formats.base import Format, Parsed
from regesta.formats.csv_rows import Csv
from regesta.formats.csv_rows import rules as csv_rules
from regesta.formats.html import Html
from regesta.formats.html_rules import rules as html_rules
from regesta.formats.jsonl import JsonLines
from regesta.formats.markdown import Markdown
from regesta.formats.markdown import rules as markdown_rules
from regesta.formats.plain import Plain
from regesta.lexicon import Rule

__all__ = ["BUILTIN", "Format", "Parsed", "for_file", "rules"]

BUILTIN: tuple[Format, ...] = (Plain(), Markdown(), Html(), Csv(), JsonLines())
"""Every format, in the order in which they are asked."""

_OTHER_FILES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
)
"""First bytes of files that are no text, whatever they are called."""


def for_file(name: str, data: bytes) -> Format:
    """The format of a file, by the end of its name, unless its first bytes say otherwise.

    Raises:
        DocumentError: `unknown_format`.
    """
    suffix = PurePath(name).suffix.casefold()
    found = next((known for known in BUILTIN if suffix in known.suffixes), None)
    if found is None:
        raise DocumentError("unknown_format", f"no format reads files that end in {suffix or 'no suffix'}")
    if data.startswith(_OTHER_FILES):
        raise DocumentError("unknown_format", f"the file is called {suffix} but its first bytes are of another format")
    return found


def rules() -> dict[str, Rule]:
    """Every rule that a block of a built-in format can name, by its full id."""
    return {
        **{f"markdown.{rule.id}": rule for rule in markdown_rules().values()},
        **{rule.rule_id: rule for rule in html_rules()},
        **{f"csv.{rule.id}": rule for rule in csv_rules().values()},
    }
