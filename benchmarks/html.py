"""Main text of HTML pages against trafilatura's own: F1 by four-word shingles, exactness of the map, pages per second.

    python -m benchmarks.html FOLDER FOLDER=XPATH ...

Every page `NAME.html` of a folder is measured. Its gold is the text of the element that XPATH finds (the container that
the maker of the page wrote the text into), without one the file `NAME.txt` (beside it, or in the folder `txt` beside
its folder). The title of a page is left out on all sides: trafilatura gives it apart. Pages are read where they lie;
those of packages' own test data and of manuals do well. `--limit` takes every n-th page of a large folder.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import trafilatura

from regesta.errors import DocumentError
from regesta.formats.html import Html
from regesta.spans import Span
from regesta.text.encoding import decode

WORD = re.compile(r"\w+")
MAIN = {"paragraph", "heading", "list_item", "table_cell"}
Scores = tuple[float, float, float]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    size = min(4, max(1, len(words)))
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def f1(found: str, gold: str) -> Scores:
    a, b = shingles(found), shingles(gold)
    common = sum((a & b).values())
    precision, recall = common / max(1, a.total()), common / max(1, b.total())
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def without_title(text: str, title: str | None) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if title is None or WORD.findall(line) != WORD.findall(title))


def gold_of(page: Path, xpath: str | None) -> str | None:
    if xpath is None:
        places = (page.with_suffix(".txt"), page.parent.parent / "txt" / f"{page.stem}.txt")
        return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), None)
    nodes = lxml.html.fromstring(
        decode(page.read_bytes()).text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    ).xpath(xpath)
    for node in nodes:
        for hidden in node.xpath(".//script | .//style | .//noscript | .//template | .//nav | .//button"):
            hidden.drop_tree()
    return "\n".join(" ".join(node.itertext()) for node in nodes) if nodes else None


def pages(folders: list[str], limit: int, largest: int) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        where, _, xpath = folder.partition("=")
        every = sorted(
            path for path in Path(where).rglob("*.htm*") if path.is_file() and path.stat().st_size <= largest
        )
        step = max(1, len(every) // limit)
        for page in every[::step][:limit]:
            gold = gold_of(page, xpath or None)
            if gold is not None and len(WORD.findall(gold)) >= 40:
                yield page, gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", metavar="FOLDER[=XPATH]")
    parser.add_argument("--limit", type=int, default=30, help="pages of a folder")
    parser.add_argument("--largest", type=int, default=10**9, help="bytes of the largest page")
    parser.add_argument("--each", action="store_true", help="a line for each page")
    options = parser.parse_args()
    ours: list[Scores] = []
    theirs: list[Scores] = []
    seconds = characters = exact = read = 0.0
    refused = 0
    next(Html().read(b"<p>What is imported when first used is no part of the time of a page.</p>"))
    for page, whole_gold in pages(options.folders, options.limit, options.largest):
        data = page.read_bytes()
        read += len(data)
        before = time.process_time()
        try:
            [parsed] = Html().read(data)
        except DocumentError as error:
            refused += 1
            print(f"refused {page}: {error}")
            continue
        finally:
            seconds += time.process_time() - before
        whole = parsed.offset_map.segments(Span(0, len(parsed.text)))
        back = Html().decode_segments(data, parsed.encoding, whole)
        characters += len(parsed.text)
        exact += sum(a == b for a, b in zip(back, parsed.text, strict=False)) if len(back) == len(parsed.text) else 0
        inside = [b for b in parsed.blocks or () if b.kind in MAIN]
        gold = without_title(whole_gold, parsed.title)
        ours.append(f1("\n".join(b.span.of(parsed.text) for b in inside), gold))
        source = decode(data).text
        theirs.append(f1(without_title(trafilatura.extract(source, include_comments=False) or "", parsed.title), gold))
        if options.each:
            print(f"{ours[-1][0]:.3f} {theirs[-1][0]:.3f} {len(data):8} {page}")
    for name, scores in (("regesta", ours), ("trafilatura", theirs)):
        means = [sum(score[i] for score in scores) / len(scores) for i in range(3)]
        print("{:12} F1 {:.4f}  P {:.4f}  R {:.4f}".format(name, *means))
    print(f"{len(ours)} pages, {refused} refused; map exact for {exact:.0f} of {characters:.0f} characters")
    print(f"{(len(ours) + refused) / seconds:.0f} pages, {read / seconds / 1e6:.1f} MB per CPU second")


if __name__ == "__main__":
    main()
