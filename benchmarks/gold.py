"""Gold: what a careful reader finds in the shipped sources, as stand-off annotations.

One file for each source in data/gold, and `conflicts.toml` for what the sources say of each other; data/README.md says
how they were made. An annotation is a half-open span of code points of the canonical text together with its quote, and
is refused when the two do not match.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta.errors import RegestaError
from regesta.formats import for_file
from regesta.sources.index import read_index
from regesta.spans import Span
from regesta.tables import VERDICTS

__all__ = [
    "ROOT",
    "SHIPPED",
    "Conflicts",
    "Event",
    "Expected",
    "Figure",
    "Gold",
    "GoldError",
    "LookAlike",
    "Place",
    "Side",
    "Speaker",
    "Time",
    "check",
    "load",
    "load_conflicts",
    "place",
    "sources",
    "texts",
]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "gold"
CONFLICTS = "conflicts.toml"
SHIPPED = "Apache-2.0"
"""The licence of the sources that come with the project: only these are scored, so that all get the same figures."""

SECTIONS = ("times", "figures", "events", "speakers")
M = TypeVar("M", bound=BaseModel)


class GoldError(RegestaError):
    """Gold that does not fit its text, or is not written as it should be; the message names file and entry."""

    exit_code = 2


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Model):
    """Characters of the canonical text; `nth` tells which occurrence of the quote it is, when it is not the first."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str = Field(min_length=1)
    nth: int = Field(1, ge=1)

    @property
    def span(self) -> Span:
        """The characters."""
        return Span(self.start, self.end)


class Time(Place):
    """A temporal expression with its TIMEX3 value."""

    value: str


class Figure(Place):
    """A number with its bounds (no bound: open) and its unit: UCUM, ISO 4217, or the noun counted in the singular."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None


class Event(Place):
    """A happening of one of the event types: trigger, days (none: the text does not say), status, who says it."""

    type: str
    first: date | None = None
    last: date | None = None
    status: Literal["asserted", "reported", "alleged", "promised", "planned", "hypothetical"] = "asserted"
    polarity: Literal["positive", "negative"] = "positive"
    speaker: str | None = None


class Speaker(Place):
    """Somebody who is named as saying something."""


class Gold(_Model):
    """The annotations of one source; `holdout`: scored apart, looked at only after a change is finished."""

    source_id: str
    holdout: bool
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    speakers: tuple[Speaker, ...] = ()

    def places(self) -> Iterator[tuple[str, Place]]:
        """Every annotation with a name for messages."""
        for section in SECTIONS:
            for number, entry in enumerate(getattr(self, section), start=1):
                yield f"{section}[{number}]", entry


class Side(_Model):
    """One value that sources give for a property. It is written as a conflict card writes it: 13, 1951, 2021-05-21."""

    value: str
    sources: tuple[str, ...] = Field(min_length=1)


class _Pair(_Model):
    about: str
    property: str
    left: Side
    right: Side
    why: str

    def names(self) -> frozenset[str]:
        """The sources of both sides."""
        return frozenset((*self.left.sources, *self.right.sources))


class Expected(_Pair):
    """Two values that do not agree, with the verdict that a careful reader gives; `conflict` is an open one."""

    verdict: str = Field(pattern=f"^(?:{'|'.join(VERDICTS[1:])})$")


class LookAlike(_Pair):
    """Two values that only look as if they disagree: nobody may be accused for them."""

    kind: str


class Conflicts(_Model):
    """What the sources say of each other."""

    expected: tuple[Expected, ...]
    lookalikes: tuple[LookAlike, ...]


def sources(index: Path | None = None) -> dict[str, Path]:
    """The files of the shipped sources by source id."""
    listed = read_index(index or ROOT / "seeds" / "INDEX.md")
    return {
        entry.source_id: listed.path.parent / entry.file
        for entry in listed.entries
        if entry.licence == SHIPPED and entry.file
    }


def texts(files: Mapping[str, Path]) -> dict[str, str]:
    """The canonical text of each file."""
    found = {}
    for source_id, path in files.items():
        data = path.read_bytes()
        [parsed] = for_file(path.name, data).read(data)
        found[source_id] = parsed.text
    return found


def load(texts_by_source: Mapping[str, str], folder: Path = FOLDER) -> dict[str, Gold]:
    """The gold of every source, by its id, each annotation checked against the text.

    Raises:
        GoldError: a file is missing or malformed, names another source, or an annotation is not what the text says.
    """
    return {source_id: check(_read(folder, source_id), text, folder) for source_id, text in texts_by_source.items()}


def load_conflicts(known: Mapping[str, Gold], folder: Path = FOLDER) -> Conflicts:
    """What is expected of comparing; raises GoldError for a malformed file or a source that has no gold."""
    path = folder / CONFLICTS
    found = _model(Conflicts, path)
    for pair in (*found.expected, *found.lookalikes):
        if strangers := sorted(pair.names() - set(known)):
            raise GoldError(f"{path}: {pair.about}: no such source: {', '.join(strangers)}")
    return found


def check(gold: Gold, text: str, folder: Path = FOLDER) -> Gold:
    """`gold` itself; raises GoldError at the first annotation whose quote is not what stands there."""
    for name, entry in gold.places():
        if (stands := entry.span.of(text)) != entry.quote:
            file = _path(folder, gold.source_id)
            raise GoldError(f"{file}: {name}: {entry.quote!r} is not at {entry.start}-{entry.end}: {stands!r} is")
    return gold


def place(source_id: str, text: str, folder: Path = FOLDER) -> None:
    """Write the gold file of a source again, with the offsets that its quotes now have in `text`.

    Raises:
        GoldError: a quote does not occur in the text as often as its `nth` says.
    """
    gold, path = _read(folder, source_id), _path(folder, source_id)
    lines = [
        "# Made by reading the text: see data/README.md. Offsets are code points of the canonical text;",
        "# `python -m benchmarks --place` finds them again from the quotes.",
        f"source_id = {json.dumps(gold.source_id)}",
        f"holdout = {json.dumps(gold.holdout)}",
    ]
    for section in SECTIONS:
        placed = [_placed(entry, text, path, name) for name, entry in gold.places() if name.startswith(section)]
        lines += ["", f"{section} = [", *(f"    {{ {_inline(entry)} }}," for entry in placed), "]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _placed(entry: Place, text: str, path: Path, name: str) -> Place:
    start = -1
    for _ in range(entry.nth):
        start = text.find(entry.quote, start + 1)
        if start < 0:
            raise GoldError(f"{path}: {name}: {entry.quote!r} does not occur {entry.nth} times")
    return entry.model_copy(update={"start": start, "end": start + len(entry.quote)})


def _inline(entry: Place) -> str:
    """An annotation as the inside of a TOML inline table, without what has its default value."""
    fields = entry.model_dump(exclude_defaults=True)
    return ", ".join(f"{name} = {_toml(value)}" for name, value in fields.items())


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return json.dumps(value if isinstance(value, str) else str(value), ensure_ascii=False)


def _path(folder: Path, source_id: str) -> Path:
    return folder / f"{source_id}.toml"


def _read(folder: Path, source_id: str) -> Gold:
    path = _path(folder, source_id)
    gold = _model(Gold, path)
    if gold.source_id != source_id:
        raise GoldError(f"{path}: source_id: is {gold.source_id!r}, not that of the file")
    return gold


def _model(kind: type[M], path: Path) -> M:
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return kind.model_validate(values)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise GoldError(f"{path}: is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        raise GoldError(f"{path}: {where}: {first['msg']}") from error
