"""The same input gives the same bytes; a new source renames nothing."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from regesta.config import Config
from regesta.pipeline import run
from regesta.store import Run
from regesta.tables import TABLES, key_column

SCRIPT = """
import sys
from pathlib import Path
from regesta.config import Config
from regesta.pipeline import run
if __name__ == "__main__":
    index, out, workers = sys.argv[1:]
    print(run(Config(index=Path(index), out=Path(out), workers=int(workers), batch_characters=500)).path)
"""


def run_in_process(index: Path, out: Path, seed: str, workers: int) -> dict[str, str]:
    out.parent.mkdir()
    script = out.parent / "run_once.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, str(script), str(index), str(out), str(workers)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


@pytest.fixture(scope="module")
def shuffled(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped sources, listed in another order."""
    folder = tmp_path_factory.mktemp("shuffled")
    for path in seeds.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    index = folder / "INDEX.md"
    lines = index.read_text().splitlines()
    rows = [line for line in lines if line.startswith("|")]
    rest = [line for line in lines if not line.startswith("|")]
    index.write_text("\n".join([*rest, "", *rows[:2], *reversed(rows[2:])]) + "\n")
    return index


def test_seeds_workers_and_order_change_no_byte(seeds: Path, shuffled: Path, tmp_path: Path) -> None:
    first = run_in_process(seeds / "INDEX.md", tmp_path / "a" / "out", "0", 1)
    assert set(first) == {f"{name}.parquet" for name in TABLES}
    assert run_in_process(shuffled, tmp_path / "b" / "out", "1", 2) == first


def ids(run: Run, table: str) -> set[str]:
    key = key_column(TABLES[table])
    return set(run.table(table).column(key).to_pylist()) if key else set()


@pytest.mark.article
@pytest.mark.parametrize(
    "table", ["documents", "times", "figures", "entities", "events", "claims", "comparisons", "conflicts"]
)
def test_adding_a_source_renames_nothing(shipped_run: Run, full_run: Run, table: str) -> None:
    assert ids(shipped_run, table) <= ids(full_run, table)


@pytest.mark.article
def test_the_article_keeps_its_ids_among_others(article_run: Run, full_run: Run) -> None:
    for table in ("times", "figures", "events", "claims", "comparisons", "conflicts"):
        assert ids(article_run, table) <= ids(full_run, table)


def test_a_run_that_uses_what_an_earlier_one_kept_gives_the_bytes_of_a_fresh_one(seeds: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(seeds, tmp_path / "seeds")) / "INDEX.md"
    before = run(Config(index=index, out=tmp_path / "warm", workers=1))
    changed = next(path for path in sorted(index.parent.glob("*.txt")))
    changed.write_text(f"{changed.read_text('utf-8')}\nOn 3 June 2021 another 14 people were hurt.\n", "utf-8")
    warm = run(Config(index=index, out=tmp_path / "warm", workers=1))
    cold = run(Config(index=index, out=tmp_path / "cold", workers=1))
    assert warm.run_id == cold.run_id != before.run_id
    files = [sorted(p.relative_to(r.path) for p in r.path.rglob("*") if p.is_file()) for r in (warm, cold)]
    assert files[0] == files[1]
    assert [name for name in files[0] if (warm.path / name).read_bytes() != (cold.path / name).read_bytes()] == []
