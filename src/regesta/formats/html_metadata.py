"""What a page says about itself: in JSON-LD, in `meta` and `html` tags, in `time` elements and on the page.

Values are as written, references and escapes resolved: no date is read here, and sources that disagree all stay.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from regesta.formats.base import MetadataName, MetadataSource, Metadatum
from regesta.formats.html_blocks import Leaf, Page, Tag
from regesta.formats.html_rules import metadata_names
from regesta.formats.json_spans import Node, parse
from regesta.spans import OffsetMap, Span

__all__ = ["Told", "declared_metadata", "shown_metadata"]

_SOURCES: tuple[MetadataSource, ...] = ("json-ld", "opengraph", "meta", "time", "page")
"""Best first."""
_NAMES: tuple[MetadataName, ...] = (
    *("title", "byline", "published", "updated", "correction", "language", "site", "url"),
)
_OPENING = re.compile(r"[\[{]")
_ADDRESS = re.compile(r"(?i)(?:https?:)?//|@")
_BY = re.compile(r"(?i)(?:(?:written|reported|story|words|analysis|report) )?by:? +")
_DATE_LABEL = re.compile(
    r"(?i)(?P<updated>(?:last |first )?(?:updated|modified|revised|amended))(?: on| at)?\s*:?\s*"
    r"|(?P<published>(?:first |originally )?(?:published|posted|issued|released))(?: on| at)?\s*:?\s*"
)
_DIGIT = re.compile(r"\d")
_RELATIVE = re.compile(r"(?i)\b(?:ago|just now|today|yesterday)\b")
_UPDATED_WORDS = frozenset({"updated", "update", "modified", "modification", "revised"})
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """A metadatum whose evidence is characters `start` to `end` of the decoded page."""

    name: MetadataName
    value: str
    source: MetadataSource
    start: int
    end: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sorts by name, the better source first, then as the page has them."""
        return _NAMES.index(self.name), _SOURCES.index(self.source), self.start

    def in_bytes(self, to_bytes: OffsetMap) -> Metadatum:
        """The same with the bytes of its evidence."""
        segments = to_bytes.segments(Span(self.start, self.end))
        return Metadatum(self.name, self.value, self.source, Span(segments[0].start, segments[-1].end))


def declared_metadata(page: Page) -> Iterator[Told]:
    """What the page declares out of sight."""
    for start, end in page.json_ld:
        yield from _json_ld(page.source, start, end)
    for tag in page.tags:
        yield from _tag(tag)
    if page.title is not None:
        start, end = page.title
        yield from _told("title", unescape(page.source[start:end]), "meta", start, end)


def shown_metadata(leaves: Sequence[Leaf], kinds: Sequence[tuple[str, str]]) -> Iterator[Told]:
    """What the page shows: its title, byline, datelines (with their `time` elements) and corrections."""
    for leaf, (kind, rule_id) in zip(leaves, kinds, strict=True):
        start, end = leaf.source
        if kind == "title":
            yield from _told("title", leaf.text, "page", start, end)
        elif kind == "byline":
            yield from _told("byline", _BY.sub("", leaf.text, count=1), "page", start, end)
            yield from _times(leaf)
        elif kind == "dateline":
            yield from _times(leaf)
            yield from _dateline(leaf)
        elif rule_id == "html.correction":
            yield from _told("correction", leaf.text, "page", start, end)


def _told(name: str, value: str, source: MetadataSource, start: int, end: int) -> Iterator[Told]:
    """The metadatum, unless it is empty, overlong or an address where a name is wanted."""
    value = " ".join(value.split())
    known = next((known for known in _NAMES if known == name), None)
    if known is None or not value or len(value) > _LONGEST or start >= end:
        return
    if name in ("byline", "site") and _ADDRESS.match(value):
        return
    yield Told(known, value, source, start, end)


# JSON-LD


def _json_ld(source: str, start: int, end: int) -> Iterator[Told]:
    opening = _OPENING.search(source, start, end)
    closing = max(source.rfind("]", start, end), source.rfind("}", start, end))
    if opening is None or closing < opening.start():
        return
    try:
        root = parse(source, opening.start(), closing + 1)
    except ValueError:
        return
    nodes = [part for node in root.items() for part in (node, *_graph(node))]
    articles = [node for node in nodes if _is_a(node, "article")]
    for node in articles or [node for node in nodes if _is_a(node, "page")]:
        for key, name in metadata_names()["json_ld"].items():
            yield from _json_ld_values(name, node.get(key))


def _graph(node: Node) -> list[Node]:
    graph = node.get("@graph")
    return [] if graph is None else graph.items()


def _is_a(node: Node, family: str) -> bool:
    types = node.get("@type")
    endings = tuple(metadata_names()["types"][family])
    return types is not None and any(isinstance(t.value, str) and t.value.endswith(endings) for t in types.items())


def _json_ld_values(name: str, node: Node | None) -> Iterator[Told]:
    """A text, an object with a name or a text, or several of them."""
    for item in [] if node is None else node.items():
        value = item
        if isinstance(item.value, dict):
            value = item.get("name") or item.get("text") or item
        if isinstance(value.value, str):
            yield from _told(name, unescape(value.value), "json-ld", value.start, value.end)


# Tags


def _tag(tag: Tag) -> Iterator[Told]:
    given = tag.attributes
    if tag.name == "html":
        yield from _told("language", given.get("lang") or given.get("xml:lang", ""), "meta", tag.start, tag.end)
    elif tag.name == "link":
        if given.get("rel", "").lower() == "canonical":
            yield from _told("url", given.get("href", ""), "meta", tag.start, tag.end)
    elif tag.name == "meta":
        yield from _meta(given, tag)
    elif given.get("itemprop") in metadata_names()["itemprop"]:
        name = metadata_names()["itemprop"][given["itemprop"]]
        source: MetadataSource = "time" if tag.name == "time" else "meta"
        yield from _told(name, given.get("datetime") or given.get("content", ""), source, tag.start, tag.end)


def _meta(given: Mapping[str, str], tag: Tag) -> Iterator[Told]:
    content = given.get("content", "")
    for attribute in ("property", "name", "http-equiv", "itemprop"):
        key = given.get(attribute, "")
        if (name := metadata_names()["opengraph"].get(key.lower())) is not None:
            yield from _told(name, content, "opengraph", tag.start, tag.end)
            return
        place = "itemprop" if attribute == "itemprop" else "meta"
        if (name := metadata_names()[place].get(key if attribute == "itemprop" else key.lower())) is not None:
            yield from _told(name, content, "meta", tag.start, tag.end)
            return


# The page


def _times(leaf: Leaf) -> Iterator[Told]:
    """The `time` elements of a leaf; the label before one says whether it is of the update."""
    for time in leaf.times:
        labels = list(_DATE_LABEL.finditer(time.before))
        is_updated = bool(time.words & _UPDATED_WORDS) or (bool(labels) and labels[-1]["updated"] is not None)
        name = "updated" if is_updated else "published"
        if time.value is not None:
            yield from _told(name, time.value, "time", time.start, time.end)


def _dateline(leaf: Leaf) -> Iterator[Told]:
    """The dates of a dateline, as its labels name them."""
    start, end = leaf.source
    for name, value in _labelled(leaf.text):
        if _DIGIT.search(value) and not _RELATIVE.search(value):
            yield from _told(name, value, "page", start, end)


def _labelled(text: str) -> Iterator[tuple[MetadataName, str]]:
    """The parts of a dateline, each with what its label says that it is; one without label is of publication."""
    labels = list(_DATE_LABEL.finditer(text))
    first = text[: labels[0].start()] if labels else text
    yield "published", first.strip(" |·•,;-–—\n")
    for index, match in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        name: MetadataName = "updated" if match["updated"] else "published"
        yield name, text[match.end() : end].strip(" |·•,;-–—\n")
