"""The wheel is complete: an installed Regesta works outside a clone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_flows_expectations_and_lexicons(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "flows", "expectations", "src/regesta"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    wanted = {f"regesta/{name.removeprefix('src/regesta/')}" for name in tracked}
    links = {"regesta/flows", "regesta/expectations"}
    assert sorted(wanted - links - names) == []


def test_it_works_where_there_is_no_clone(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    (tmp_path / "INDEX.md").write_text("- note.txt\n")
    (tmp_path / "note.txt").write_text("Nine people were killed in the attack on 3 May 2020, the police said.\n")
    code = (
        "from pathlib import Path; import regesta; from regesta.config import Config; from regesta.pipeline import run;"
        "assert 'site' in regesta.__file__, regesta.__file__;"
        "published = run(Config(index=Path('INDEX.md'), out=Path('data')));"
        "print(regesta.read_run(published.path).table('figures').num_rows)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1"
