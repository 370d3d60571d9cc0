"""Any table of valid rows reads back, whatever the order of its columns and rows."""

import string
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.sources.cells import published_interval
from regesta.sources.index import COLUMNS, Entry, SourceIndex, read_index
from regesta.tables import Parameter

PUNCTUATION = frozenset(string.punctuation)

words = st.text(st.characters(categories=("L", "Mn", "N", "P", "S"), include_characters=" "), max_size=12).map(
    str.strip
)
names = st.text(string.ascii_letters + string.digits + "éß報-_ ", min_size=1, max_size=8).map(str.strip).filter(bool)
days = st.dates().map(str) | st.sampled_from(
    ["0001", "2021", "2024-02", "9999-12", "2021/2022-03-04", "1950-01/1950-02"]
)
optional_words = words.map(lambda text: text or None)


@st.composite
def tables(draw: st.DrawFn) -> list[Entry]:
    """Valid rows, sorted by id, as they must be read back; the line is 0."""
    ids = draw(
        st.lists(st.text(string.ascii_letters + string.digits + "._-", min_size=1), min_size=1, max_size=5, unique=True)
    )
    entries = []
    for number, source_id in enumerate(sorted(ids)):
        file = f"{draw(names)}/{number}.txt" if draw(st.booleans()) else None
        url = f"https://example.org/{number}?q=a_b*c" if file is None or draw(st.booleans()) else None
        notes = draw(optional_words)
        entries.append(
            Entry(
                source_id=source_id,
                file=file,
                url=url,
                title=draw(optional_words),
                publisher=draw(optional_words),
                published=draw(st.none() | days),
                language=draw(st.sampled_from([None, "en", "en-GB"])),
                licence=draw(optional_words),
                sha256=draw(st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)),
                extra=(Parameter("Notes | kept", notes),) if notes else (),
                line=0,
            )
        )
    return entries


def escaped(text: str | None) -> str:
    return "".join(f"\\{c}" if c in PUNCTUATION else c for c in text or "")


def written(entries: list[Entry], columns: list[str]) -> str:
    """The Markdown of a table with a row for each entry, in the order given."""

    def cell(entry: Entry, column: str) -> str:
        if column == "Notes | kept":
            return escaped(entry.extra[0].value if entry.extra else None)
        return escaped(getattr(entry, "source_id" if column == "id" else column))

    lines = [columns, ["---"] * len(columns), *([cell(entry, column) for column in columns] for entry in entries)]
    lines[0] = [escaped(column) for column in columns]
    return "# Sources\n\nProse.\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\nMore prose.\n"


def read(text: str) -> SourceIndex:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "INDEX.md"
        path.write_text(text, encoding="utf-8", newline="")
        return read_index(path)


orders = st.permutations([*COLUMNS, "Notes | kept"])


@given(tables(), orders, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_table_reads_back_in_any_order(entries, columns, random):
    shuffled = random.sample(entries, len(entries))
    read_back = read(written(shuffled, columns)).entries
    assert [replace(entry, line=0) for entry in read_back] == entries
    assert {entry.source_id: entry.line for entry in read_back} == {
        entry.source_id: line for line, entry in enumerate(shuffled, start=7)
    }


@given(days)
def test_a_listed_date_is_an_interval(text):
    first, last = published_interval(text)
    assert first <= last
    assert text.startswith(str(first)[: len(text.partition("/")[0])])
