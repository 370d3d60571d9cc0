"""Fixtures that several tests share: the article, the shipped sources, finished runs."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from regesta.config import Config
from regesta.extract.annotate import document
from regesta.extract.base import Doc
from regesta.pipeline import run
from regesta.store import Run, read_run

# in CI the same examples every time: a red run is never chance; elsewhere each run looks for new ones.
# How long one example takes says how busy the machine is; tests.timing measures what grows.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

ROOT = Path(__file__).parents[1]
ARTICLE = "000_70436040ae9e7bba.txt"
FIRST = 5
"""The first rows of the index: the article, and four sources on its subject, whose conflicts are known by heart."""


@pytest.fixture(scope="session")
def article_folder() -> Path:
    """A folder that holds the article, which is not ours to ship: one of REGESTA_SOURCES, or seeds/.

    Where it is absent the test is skipped; with REGESTA_REQUIRE_ARTICLE=1 it fails.
    """
    listed = [Path(part) for part in os.environ.get("REGESTA_SOURCES", "").split(os.pathsep) if part]
    for folder in (*listed, ROOT / "seeds"):
        if (folder / ARTICLE).is_file():
            return folder
    if os.environ.get("REGESTA_REQUIRE_ARTICLE") == "1":
        pytest.fail(f"{ARTICLE} is in no folder of REGESTA_SOURCES")
    pytest.skip(f"{ARTICLE} is not ours to ship; name its folder in REGESTA_SOURCES")


@pytest.fixture(scope="session")
def article(article_folder: Path) -> bytes:
    """The bytes of the article."""
    return (article_folder / ARTICLE).read_bytes()


@pytest.fixture(scope="module")
def article_doc(article: bytes) -> Doc:
    """The article as extractors see it, before they run (they fill it: each module has its own)."""
    return document(article.decode("utf-8"), furniture=True)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first shipped sources with an index of their own, without the article."""
    folder = tmp_path_factory.mktemp("seeds")
    lines = first_rows()
    (folder / "INDEX.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for path in sorted((ROOT / "seeds").iterdir()):
        if path.name != ARTICLE and any(f"| {path.name} |" in line for line in lines):
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


def first_rows() -> list[str]:
    """The head of the shipped index's table and its first rows."""
    lines = (ROOT / "seeds" / "INDEX.md").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("|")][: 2 + FIRST]


@pytest.fixture(scope="session")
def shipped_run(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the first shipped sources alone."""
    return finished(seeds / "INDEX.md", (), tmp_path_factory)


@pytest.fixture(scope="session")
def full_run(seeds: Path, article_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the first shipped sources and the article."""
    return finished(seeds / "INDEX.md", (article_folder,), tmp_path_factory)


@pytest.fixture(scope="session")
def article_run(article_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the article alone."""
    folder = tmp_path_factory.mktemp("alone")
    rows = first_rows()
    (folder / "INDEX.md").write_text("\n".join([*rows[:2], *(row for row in rows if ARTICLE in row)]) + "\n")
    return finished(folder / "INDEX.md", (article_folder,), tmp_path_factory)


def finished(index: Path, sources: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A published run of these sources, without Prefect."""
    out = tmp_path_factory.mktemp("data")
    return read_run(run(Config(index=index, sources=sources, out=out)).path)


@pytest.fixture(scope="session")
def unused_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
