"""The rules, as data: TOML files in this folder, checked when they are loaded.

Every entry that makes a fact is a `Rule`: it has an id, examples and counter-examples, and its full id,
`<file>.<id>`, lands in the `rule_id` of every fact it made. One test runs the examples of all of them.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta.errors import LexiconError

__all__ = ["Example", "Rule", "files", "folder", "load", "version"]


class Example(BaseModel):
    """A text and what the rule must find in it.

    `quote` is the span of the fact; every other key is a column of the fact's table with the value it must have
    (dates, decimals and numbers as text).
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    text: str
    quote: str
    published: date | None = None
    """Publication date of the text, where the reading depends on it."""

    @property
    def expected(self) -> dict[str, Any]:
        """Columns and values beside the quote."""
        return dict(self.model_extra or {})


class Rule(BaseModel):
    """The part that all entries share. A subclass adds the columns of its file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    examples: tuple[Example, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()
    """Texts in which the rule must find nothing."""


R = TypeVar("R", bound=Rule)


def folder() -> Path:
    """The folder of the rule files."""
    return Path(__file__).parent


@cache
def files() -> tuple[Path, ...]:
    """Every rule file, sorted by its path."""
    return tuple(sorted(folder().rglob("*.toml")))


@cache
def version() -> str:
    """Hash of all rule files: changes when any rule does."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(path.relative_to(folder()).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read(path: Path) -> dict[str, Any]:
    """A rule file as it stands; raises LexiconError when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"is not TOML: {error}", file=path) from error


def load(path: Path, model: type[R], section: str = "rules") -> tuple[R, ...]:
    """The entries of `[[<section>]]` in a rule file, in their order.

    Raises:
        LexiconError: not TOML, no entry, an unknown key, a missing example, an id given twice; names file and entry.
    """
    return tuple(_entries(path, model, section))


def _entries(path: Path, model: type[R], section: str) -> Iterator[R]:
    entries = read(path).get(section, [])
    if not entries:
        raise LexiconError(f"has no [[{section}]]", file=path)
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        name = str(entry.get("id", f"number {number}"))
        try:
            rule = model.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise LexiconError(f"[[{section}]] {name}: {where}: {first['msg']}", file=path) from error
        if rule.id in seen:
            raise LexiconError(f"[[{section}]] {name}: the id is given twice", file=path)
        seen.add(rule.id)
        yield rule
