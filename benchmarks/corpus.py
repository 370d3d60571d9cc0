"""`python -m benchmarks.corpus FOLDER`: thousands of documents, made from the shipped sources.

The sources are told again and again, each time of other states, places and people and in other years, so that every
round is a story of its own that its documents tell in agreement or not, as the shipped ones do. Formats, lengths and
kinds stay as they are. The same number of documents always gives the same bytes.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from benchmarks.gold import ROOT
from regesta.lexicon import folder as lexicon_folder
from regesta.lexicon import read
from regesta.sources.index import read_index

__all__ = ["INDEX", "main", "write"]

INDEX = "INDEX.md"
YEARS = 100
"""A round tells of this many years before the sources at most."""

SAYINGS = (
    ("China", "Chinese", "Beijing"),
    ("Pakistan", "Pakistani", "Islamabad"),
    ("Australia", "Australian", "Canberra"),
    ("Britain", "British", "London"),
    ("Italy", "Italian", "Rome"),
)
"""The states of the sources as they name them, their people and their governments; each round has others."""

NAMES = frozenset(
    """
    Adelaide Adria Adriatic Attabad Bellandi Bologna Brent Castel Cesena Chilas Chipping Cotswold Dasu Davide
    Emilia Ettore Faenza Ferrant Ferrara Fontanelice Forlì Galli Gareth Gulmit Gwadar Harriet Imola Karakoram
    Karim Kashgar Kell Khunjerab Khyber Kohistan Lahore Lamone Lanzi Lisle Livia Liverpool Lowe Lugo Marta
    Melbourne Moira Montone Mora Nadia Norton Owen Pakhtunkhwa Peshawar Pryce Ravenna Renzo Rimini Romagna Sartor
    Senio Sillaro Tasman Thames Tilbury Vanni Wakhan
    """.split()  # noqa: SIM905  (a list of them would be as long as the module)
)
"""Names of places and people in the sources."""

SYLLABLES = ("ba", "den", "fol", "gar", "hul", "ist", "jor", "kam", "lin", "mor", "nat", "pel", "ros", "sund")
"""What invented names are made of."""

_QUOTATION = re.compile(r"[\"\u201c](?=[A-Z][a-z]* [a-z])")
"""Where a quotation begins; two worlds do not say the same word for word."""

_YEAR = re.compile(r"(?<![\d.,£$€])(?:18|19|20)\d\d(?![\d%]|[.,]\d)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents and their index."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2_000)
    options = parser.parse_args(arguments)
    write(options.folder, options.documents)
    return 0


def write(folder: Path, documents: int, index: Path = ROOT / "seeds" / INDEX) -> list[Path]:
    """Write so many documents and `INDEX.md` into a folder; returns the documents in the order of the index.

    The sources of `index` whose file is there are told again, in their order, until there are enough.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = [e for e in read_index(index).entries if e.file and (index.parent / e.file).is_file()]
    lines = ["# Index", "", "| id | file | title | publisher | published | language |", "|-|-|-|-|-|-|"]
    written = []
    for number, source in islice(((number, source) for number in count() for source in sources), documents):
        tell = _told(number)
        file = f"{number:04}-{source.file}"
        (folder / file).write_text(tell((index.parent / str(source.file)).read_text("utf-8")), "utf-8")
        title, publisher, published = (tell(cell or "") for cell in (source.title, source.publisher, source.published))
        lines.append(f"| {number:04}-{source.source_id} | {file} | {title} {number} | {publisher} | {published} | en |")
        written.append(folder / file)
    (folder / INDEX).write_text("\n".join([*lines, ""]), "utf-8")
    return written


@cache
def _told(number: int) -> Callable[[str], str]:
    """How a round tells a text; round 0 as it is."""
    words = {name: _invented(f"{number} {name}") for name in sorted(NAMES)}
    states = _states()
    for place, sayings in enumerate(SAYINGS):
        words.update(zip(sayings, states[(number * len(SAYINGS) + place) % len(states)], strict=True))
    spoken = re.compile(rf"\b({'|'.join(map(re.escape, words))})(?!\w)")

    def tell(text: str) -> str:
        if not number:
            return text
        renamed = _QUOTATION.sub(rf"\g<0>{words['Romagna']}: ", spoken.sub(lambda found: words[found[1]], text))
        return _YEAR.sub(lambda found: str(int(found[0]) - number % YEARS), renamed)

    return tell


@cache
def _states() -> tuple[tuple[str, str, str], ...]:
    """Name, people and seat of government of every state whose names are plain words."""
    entries = lexicon_folder() / "entities"
    seats = {rule["country"]: rule["names"][0] for rule in read(entries / "capitals.toml")["rules"]}
    known = [
        (rule["names"][0], rule["demonyms"][0], seats[rule["id"].upper()])
        for rule in read(entries / "countries.toml")["rules"]
        if rule.get("names") and rule.get("demonyms") and rule["id"].upper() in seats
    ]
    return tuple(state for state in known if state not in SAYINGS)


def _invented(name: str) -> str:
    """A name that nobody has, the same for the same name."""
    digest = sha256(name.encode()).digest()
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in digest[:3]).capitalize()


if __name__ == "__main__":
    sys.exit(main())
