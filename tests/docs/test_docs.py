"""What the documentation says is so."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from regesta.cli import app
from regesta.config import Config
from regesta.report.summary import COUNTED
from regesta.store import Run
from regesta.tables import TABLES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", blocks(ROOT / "README.md", "python"))
def test_python_blocks_of_the_readme_run(block: str, shipped_run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "latest").symlink_to(shipped_run.path)
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in commands if f"regesta {name}" not in readme] == []


def test_make_targets_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"`make ([a-z]+)|^    make ([a-z]+)", page.read_text())
        for name in name
        if name
    }
    assert named <= targets


def test_the_settings_file_names_every_setting_with_its_default() -> None:
    text = (ROOT / "regesta.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    shown = Config().model_dump(mode="json", exclude={"fail_on", "retry"})
    assert {**values, "sources": []} == shown
    assert "fail_on" in text


def test_counted_tables_exist() -> None:
    assert set(COUNTED) <= set(TABLES)


def test_nothing_names_a_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    home = re.compile(r"/(?:home|root|Users)/[A-Za-z0-9_.-]+")
    texts = [
        (name, (ROOT / name).read_text(encoding="utf-8", errors="ignore"))
        for name in tracked
        if (ROOT / name).is_file()
    ]
    assert [name for name, text in texts if name != "tests/docs/test_docs.py" and home.search(text)] == []
