"""Gold: what a careful reader finds in the shipped sources, as stand-off annotations.

One file for each source in data/gold, `conflicts.toml` for what the sources say of each other, and
`paragraphs/<subject>.toml` and `accounts/<kind>.toml` for news paragraphs that carry their own text, with their events
or with who says what in them; data/README.md says how they were made.
An annotation is a half-open span of code points of the canonical text together with its quote, and is refused when the
two do not match. The article that is not ours to ship has hashes instead of quotes.
"""

import hashlib
import json
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
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
    "Account",
    "Argument",
    "Article",
    "Conflicts",
    "Event",
    "Expected",
    "Figure",
    "Gold",
    "GoldError",
    "LookAlike",
    "Mention",
    "Paragraph",
    "Place",
    "Saying",
    "Side",
    "Speaker",
    "Spoken",
    "Time",
    "check",
    "load",
    "load_accounts",
    "load_article",
    "load_conflicts",
    "load_paragraphs",
    "place",
    "place_accounts",
    "place_paragraphs",
    "sources",
    "texts",
]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "gold"
CONFLICTS = "conflicts.toml"
PARAGRAPHS = "paragraphs"
ACCOUNTS = "accounts"
ARTICLE = "khan-fall-article"
SHIPPED = "Apache-2.0"
"""The licence of the sources that come with the project: only these are scored, so that all get the same figures."""

SECTIONS = ("times", "figures", "events", "speakers")
PARTIES = ("actor", "recipient", "participant")
SLOTS = (*PARTIES, "place", "victims", "value")
TEXT_WIDTH = 116
M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound="Place")
N = TypeVar("N", bound="_News")


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


class _Happening(Place):
    type: str
    first: date | None = None
    last: date | None = None
    status: Literal["asserted", "reported", "alleged", "promised", "planned", "hypothetical"] = "asserted"
    polarity: Literal["positive", "negative"] = "positive"


class Event(_Happening):
    """A happening of one of the event types: trigger, days (none: the text does not say), status, who says it."""

    speaker: str | None = None


class Argument(Place):
    """Who or what fills a slot: the head mention; the linked id and the state acted for where it is or serves one."""

    id: str | None = None
    country: str | None = Field(None, pattern="^[A-Z]{3}$")


class Mention(_Happening):
    """An event with its slots, who says it, and which mentions are one happening.

    `also` are types that would do as well. `cluster` is a name that mentions of one happening share. `optional`: a
    careful reader may leave it out, so it is neither missed nor spurious.
    """

    also: tuple[str, ...] = ()

    actor: tuple[Argument, ...] = ()
    recipient: tuple[Argument, ...] = ()
    participant: tuple[Argument, ...] = ()
    place: tuple[Argument, ...] = ()
    victims: tuple[Argument, ...] = ()
    value: tuple[Argument, ...] = ()
    speaker: Argument | None = None
    cluster: str | None = None
    optional: bool = False

    def arguments(self) -> Iterator[tuple[str, Argument]]:
        """Every filler of a slot with the name of the slot; the speaker is none."""
        for role in SLOTS:
            for argument in getattr(self, role):
                yield role, argument

    def places(self) -> Iterator[tuple[str, Place]]:
        """Trigger, slots and speaker, each with a name for messages."""
        yield "trigger", self
        yield from self.arguments()
        if self.speaker:
            yield "speaker", self.speaker


class _News(_Model):
    id: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
    published: date
    holdout: bool
    text: str


class Paragraph(_News):
    """A news paragraph with its text, the day on which it was published, and the events of it."""

    events: tuple[Mention, ...] = ()


class Spoken(Place):
    """Somebody says something: the cue, who speaks (nobody where only hearsay is told), what is said, in its parts.

    `first` and `last` are the days on which it was said, where the text tells. `optional`: a careful reader may leave
    it out.
    """

    speaker: Place | None = None
    content: tuple[Place, ...] = Field(min_length=1)
    depth: int = Field(1, ge=1)
    first: date | None = None
    last: date | None = None
    optional: bool = False

    def places(self) -> Iterator[tuple[str, Place]]:
        """Cue, speaker and content, each with a name for messages."""
        yield "cue", self
        yield from (("content", part) for part in self.content)
        if self.speaker:
            yield "speaker", self.speaker


class Account(_News):
    """A news paragraph in which people speak, with everything that is said in it."""

    said: tuple[Spoken, ...] = ()


class _Accounts(_Model):
    accounts: tuple[Account, ...] = Field(min_length=1)


class _Paragraphs(_Model):
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)


class Saying(Place):
    """A place inside something that is said, and who says it."""

    speaker: Argument

    def places(self) -> Iterator[tuple[str, Place]]:
        """The place and the speaker, each with a name for messages."""
        yield from (("place", self), ("speaker", self.speaker))


class Article(_Model):
    """What a careful reading finds in the article: its events, and who says what."""

    reading: tuple[Mention, ...]
    said: tuple[Saying, ...]


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
    """Two values that do not agree, the check that compares them, and the verdict of a careful reader."""

    check: str
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


def load_paragraphs(folder: Path = FOLDER) -> tuple[Paragraph, ...]:
    """The news paragraphs of every file, in the order of the files and within them.

    Raises:
        GoldError: a file is malformed, an id is used twice, or an annotation is not what the text says.
    """
    found: dict[str, Paragraph] = {}
    for path in _files(folder, PARAGRAPHS):
        for paragraph in _model(_Paragraphs, path).paragraphs:
            _keep(found, paragraph, path)
            for number, event in enumerate(paragraph.events, start=1):
                _check_places(event.places(), paragraph.text, f"{path}: {paragraph.id}: events[{number}]")
    return tuple(found.values())


def load_accounts(folder: Path = FOLDER) -> tuple[Account, ...]:
    """The paragraphs in which people speak, as `load_paragraphs` gives those with events."""
    found: dict[str, Account] = {}
    for path in _files(folder, ACCOUNTS):
        for account in _model(_Accounts, path).accounts:
            _keep(found, account, path)
            for number, spoken in enumerate(account.said, start=1):
                _check_places(spoken.places(), account.text, f"{path}: {account.id}: said[{number}]")
    return tuple(found.values())


def _keep(found: dict[str, N], news: N, path: Path) -> None:
    if news.id in found:
        raise GoldError(f"{path}: {news.id}: is the id of two paragraphs")
    found[news.id] = news


def load_article(text: str, folder: Path = FOLDER) -> Article:
    """The careful reading of the article, each place checked against `text` by its hash.

    Raises:
        GoldError: the file is malformed, or a place of the text has another hash.
    """
    path = _path(folder, ARTICLE)
    values = _toml_values(path)
    return _validated(Article, {name: _quoted(values.get(name), text, path) for name in Article.model_fields}, path)


def place_paragraphs(folder: Path = FOLDER) -> None:
    """Write every file of news paragraphs again, with the offsets that its quotes now have in the texts.

    Raises:
        GoldError: a quote does not occur in its text as often as its `nth` says.
    """
    for path in _files(folder, PARAGRAPHS):
        _rewrite(path, [_paragraph_lines(paragraph, path) for paragraph in _model(_Paragraphs, path).paragraphs])


def place_accounts(folder: Path = FOLDER) -> None:
    """Write every file of paragraphs in which people speak again, as `place_paragraphs` does those with events."""
    for path in _files(folder, ACCOUNTS):
        _rewrite(path, [_account_lines(account, path) for account in _model(_Accounts, path).accounts])


def _rewrite(path: Path, parts: Iterable[Iterable[str]]) -> None:
    title = path.read_text(encoding="utf-8").partition("\n")[0]
    path.write_text("\n".join([title, *(line for part in parts for line in part)]) + "\n", encoding="utf-8")


def _files(folder: Path, kind: str) -> list[Path]:
    return sorted((folder / kind).glob("*.toml"))


def _check_places(places: Iterable[tuple[str, Place]], text: str, where: str) -> None:
    for name, entry in places:
        if (stands := entry.span.of(text)) != entry.quote:
            raise GoldError(f"{where}: {name}: {entry.quote!r} is not at {entry.start}-{entry.end}: {stands!r} is")


def _news_lines(news: _News, name: str) -> Iterator[str]:
    yield from ("", f"[[{name}]]", f'id = "{news.id}"', f"published = {news.published}")
    yield f"holdout = {json.dumps(news.holdout)}"
    yield from _text_lines(news.text)


def _account_lines(account: Account, path: Path) -> Iterator[str]:
    yield from _news_lines(account, ACCOUNTS)
    for spoken in account.said:
        name = f"{account.id}: {spoken.quote}"
        yield from ("", f"[[{ACCOUNTS}.said]]")
        for key, value in _placed(spoken, account.text, path, name).model_dump(exclude_defaults=True).items():
            if key not in ("speaker", "content"):
                yield f"{key} = {_toml(value)}"
        if spoken.speaker:
            yield f"speaker = {{ {_inline(_placed(spoken.speaker, account.text, path, name))} }}"
        parts = [_inline(_placed(part, account.text, path, name)) for part in spoken.content]
        yield f"content = [{', '.join(f'{{ {part} }}' for part in parts)}]"


def _paragraph_lines(paragraph: Paragraph, path: Path) -> Iterator[str]:
    yield from _news_lines(paragraph, PARAGRAPHS)
    for event in paragraph.events:
        name = f"{paragraph.id}: {event.quote}"
        placed = _placed(event, paragraph.text, path, name)
        yield from ("", "[[paragraphs.events]]")
        for key, value in placed.model_dump(exclude_defaults=True).items():
            if key not in (*SLOTS, "speaker"):
                yield f"{key} = {_toml(value)}"
        for role in SLOTS:
            fillers = [_inline(_placed(one, paragraph.text, path, name)) for one in getattr(event, role)]
            if fillers:
                yield f"{role} = [{', '.join(f'{{ {filler} }}' for filler in fillers)}]"
        if event.speaker:
            yield f"speaker = {{ {_inline(_placed(event.speaker, paragraph.text, path, name))} }}"


def _text_lines(text: str) -> Iterator[str]:
    """A text as a TOML string whose lines are folded: a backslash at the end joins a line to the next."""
    yield 'text = """\\'
    *blocks, last = text.split("\n\n")
    for block in blocks:
        yield from _folded(block)[:-1]
        yield _folded(block)[-1] + "\n"
    *lines, end = _folded(last)
    yield from lines
    yield end + '"""'


def _folded(block: str) -> list[str]:
    *lines, last = textwrap.wrap(block, TEXT_WIDTH, break_on_hyphens=False)
    return [*(line + " \\" for line in lines), last]


def _quoted(value: Any, text: str, path: Path) -> Any:
    """The same values with the quote of each place instead of its hash."""
    if isinstance(value, list):
        return [_quoted(one, text, path) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _quoted(one, text, path) for key, one in value.items() if key != "sha256"}
    if "sha256" in value:
        quote = text[value["start"] : value["end"]]
        if hashlib.sha256(quote.encode()).hexdigest()[:16] != value["sha256"]:
            raise GoldError(f"{path}: the text at {value['start']}-{value['end']} is not the one that was annotated")
        inner["quote"] = quote
    return inner


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


def _placed(entry: P, text: str, path: Path, name: str) -> P:
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
    """A value as TOML; a date is written as a string."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool | int):
        return str(value).lower()
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
    return _validated(kind, _toml_values(path), path)


def _toml_values(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise GoldError(f"{path}: is not TOML: {error}") from error


def _validated(kind: type[M], values: Mapping[str, Any], path: Path) -> M:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        raise GoldError(f"{path}: {where}: {first['msg']}") from error
