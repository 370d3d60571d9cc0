"""The generated documents are told anew each round, and always the same."""

from pathlib import Path

from benchmarks.corpus import NAMES, write

from regesta.sources.index import read_index


def test_rounds_tell_of_other_names_and_years(tmp_path: Path) -> None:
    files = write(tmp_path / "a", 45)
    again = write(tmp_path / "b", 45)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    entries = read_index(tmp_path / "a" / "INDEX.md").entries
    assert sorted(str(entry.file) for entry in entries) == sorted(file.name for file in files)
    first, second = (sorted(file for file in files if file.name.startswith(number)) for number in ("0000", "0001"))
    assert [file.name[4:] for file in first] == [file.name[4:] for file in second]
    for here, there in zip(first, second, strict=True):
        assert here.read_text("utf-8") != there.read_text("utf-8")
        assert not set(there.read_text("utf-8").replace(".", " ").split()) & NAMES
