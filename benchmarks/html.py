"""Main text of HTML pages against trafilatura's own: F1 by four-word shingles, exactness of the map, pages per second.

    python -m benchmarks.html [FOLDER]

Pages written for this project lie in `benchmarks/pages`, each with its gold text beside it. Others lie in packages'
own test data and in manuals: `html_gold.toml` names them, says how to put them into FOLDER, and where in each page the
main text stands. A set that is not there is named and left out. The title of a page is left out on all sides:
trafilatura gives it apart. Half of the pages, chosen by a hash of their names, are `tune`: rules and weights were made
looking at those; the others are `test`.
"""

import argparse
import gc
import hashlib
import re
import time
import tomllib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from regesta.errors import DocumentError
from regesta.formats.base import Parsed
from regesta.formats.html import Html
from regesta.spans import Span
from regesta.text.encoding import decode

HERE = Path(__file__).parent
WORD = re.compile(r"\w+")
MAIN = {"paragraph", "heading", "list_item", "table_cell"}
NEVER = ".//script | .//style | .//noscript | .//template | .//nav | .//button | .//figcaption"
Scores = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the set it is of and the text that a reader would keep."""

    group: str
    path: Path
    gold: str

    @property
    def half(self) -> str:
        """`tune` or `test`."""
        return ("tune", "test")[hashlib.sha256(self.path.name.encode()).digest()[0] & 1]


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of one page: bytes, code points, those that the map gives back, and both scores."""

    page: Page
    size: int
    characters: int
    exact: int
    ours: Scores
    theirs: Scores


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The overlapping runs of four words (of as many as there are, in a shorter text)."""
    words = WORD.findall(text.casefold())
    size = min(4, max(1, len(words)))
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def f1(found: str, gold: str) -> Scores:
    """F1, precision and recall of a text."""
    a, b = shingles(found), shingles(gold)
    common = sum((a & b).values())
    precision, recall = common / max(1, a.total()), common / max(1, b.total())
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def without_title(text: str, title: str | None) -> str:
    """The text without the lines that say the title."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if title is None or WORD.findall(line) != WORD.findall(title))


# Pages


def pages(folder: Path) -> Iterator[Page]:
    """The pages of all sets that are there, in order; says of each other how to get it."""
    for known in tomllib.loads((HERE / "html_gold.toml").read_text(encoding="utf-8"))["sets"]:
        where = HERE / "pages" if "get" not in known else folder / known["folder"]
        if where.is_dir():
            yield from _set(known, where)
        else:
            print(f"left out: the set {known['name']}, for {where} is no folder. To have it:\n    {known['get']}")


def _set(known: Mapping[str, Any], where: Path) -> Iterator[Page]:
    listed = known.get("pages")
    found = sorted(path for path in where.rglob("*.html") if listed is None or path.stem in listed)
    step = max(1, len(found) // known.get("limit", len(found) or 1))
    for path in found[::step][: known.get("limit")]:
        gold = _beside(path) if "suffix" in known else _inside(path, listed[path.stem] if listed else known)
        if gold is not None and len(WORD.findall(gold)) >= 25:
            yield Page(known["name"], path, gold)


def _beside(path: Path) -> str | None:
    places = (path.with_suffix(".txt"), path.parent.parent / "txt" / f"{path.stem}.txt")
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), None)


def _inside(path: Path, where: Mapping[str, str]) -> str:
    source = decode(path.read_bytes()).text.encode()
    nodes = lxml.html.fromstring(source, parser=lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)).xpath(
        where["keep"]
    )
    if not nodes:
        raise SystemExit(f"{path}: no element is {where['keep']}; is this the version that html_gold.toml names?")
    for node in nodes:
        for other in node.xpath(f"{NEVER} | {where['drop']}" if "drop" in where else NEVER):
            other.drop_tree()
    return "\n".join(" ".join(node.itertext()) for node in nodes)


# Measuring


def measured(page: Page) -> Result | None:
    """Read a page and compare; None, with a line that says why, for a page that is refused."""
    data = page.path.read_bytes()
    try:
        [parsed] = Html().read(data)
    except DocumentError as error:
        print(f"refused {page.path}: {error}")
        return None
    gold = without_title(page.gold, parsed.title)
    told = trafilatura.extract(decode(data).text, include_comments=False) or ""
    return Result(
        page,
        len(data),
        len(parsed.text),
        _exact(parsed, data),
        f1("\n".join(b.span.of(parsed.text) for b in parsed.blocks or () if b.kind in MAIN), gold),
        f1(without_title(told, parsed.title), gold),
    )


def cpu_seconds(chosen: Sequence[Page]) -> float:
    """What reading the pages takes, nothing else in between; of three times the least.

    The garbage collector works as ever, but not on what the benchmark itself holds.
    """
    sources = [page.path.read_bytes() for page in chosen]
    found = []
    gc.collect()
    gc.freeze()
    for _ in range(3):
        before = time.process_time()
        for data in sources:
            deque(Html().read(data), maxlen=0)
        found.append(time.process_time() - before)
    return min(found)


def _exact(parsed: Parsed, data: bytes) -> int:
    """The characters that an independent decoder gives back from the raw ranges."""
    whole = parsed.offset_map.segments(Span(0, len(parsed.text)))
    back = Html().decode_segments(data, parsed.encoding, whole)
    return sum(a == b for a, b in zip(back, parsed.text, strict=False)) if len(back) == len(parsed.text) else 0


def _means(scores: Sequence[Scores]) -> str:
    means = [sum(score[i] for score in scores) / len(scores) for i in range(3)]
    return "F1 {:.4f}  P {:.4f}  R {:.4f}".format(*means)


def _print(name: str, results: Sequence[Result]) -> None:
    if results:
        ours, theirs = _means([r.ours for r in results]), _means([r.theirs for r in results])
        print(f"{name:12} {len(results):4} pages   regesta {ours}   trafilatura {theirs}")


def main() -> None:
    """Measure all pages and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="where the sets of others lie")
    parser.add_argument("--each", action="store_true", help="a line for each page")
    parser.add_argument("--half", choices=["tune", "test"], help="only these pages")
    options = parser.parse_args()
    next(Html().read(b"<p>What is imported when first used is no part of the time of a page.</p>"))
    chosen = [page for page in pages(options.folder) if options.half in (None, page.half)]
    results = [result for result in map(measured, chosen) if result is not None]
    if options.each:
        for r in results:
            print(f"{r.ours[0]:.3f} ({r.ours[1]:.3f} {r.ours[2]:.3f}) {r.theirs[0]:.3f} {r.size:8} {r.page.path}")
    for group in dict.fromkeys(r.page.group for r in results):
        _print(group, [r for r in results if r.page.group == group])
    for half in ("tune", "test"):
        _print(half, [r for r in results if r.page.half == half])
    _print("all", results)
    characters, exact = sum(r.characters for r in results), sum(r.exact for r in results)
    print(f"{len(chosen) - len(results)} refused; map exact for {exact} of {characters} characters")
    # pages of our own are short, and would make it look fast
    timed = [r for r in results if r.page.group != "own"] or results
    seconds, size = cpu_seconds([r.page for r in timed]), sum(r.size for r in timed)
    print(f"{len(timed) / seconds:.0f} pages, {size / seconds / 1e6:.1f} MB per CPU second ({len(timed)} pages)")


if __name__ == "__main__":
    main()
