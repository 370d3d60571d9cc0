"""A report in a real browser with the network off: a run on texts that are hard to show, and Debian's Chromium."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest

from regesta.config import Config
from regesta.pipeline import run
from regesta.store import Run, read_run

CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("REGESTA_REQUIRE_BROWSER") == "1"

INDEX = """\
# Sources

| id | file | title | publisher | published | language |
|----|------|-------|-----------|-----------|----------|
| emoji | emoji.txt | 🎉 The “Pact” | Emoji Wire | 2021-07-21 | en |
| plain | plain.txt | A plain note | Plain Wire | 2021-07-22 | en |
| hostile | hostile.txt | Hostile </title><script>document.title = "pwned"</script> | <b>Bad</b> | 2021-07-23 | en |
| gone | gone.txt | Not there | Nobody | 2021 | en |
"""

TEXTS = {
    "emoji.txt": """\
🎉 The “Pact” 👩‍👩‍👧

Share

💥💥 “Curly” quotes — and 🇵🇰🇨🇳 flags — come first. Pakistan and China established diplomatic relations on 21 May 1951.

The bus attack of 14 July 2021 in Khyber Pakhtunkhwa killed 13 people, “among them” 9 Chinese workers 😢, police said.

“Nobody will cross that bridge before the autumn,” said Marco Galli, the mayor of Lodi.
""",
    "plain.txt": """\
A plain note

Pakistan and China established diplomatic relations on 3 June 1952, the ministry said.

The bus attack of 14 July 2021 in Khyber Pakhtunkhwa killed 15 people, police said.

“Nobody will cross that bridge before the autumn,” said Carla Neri, a road engineer.
""",
    "hostile.txt": """\
Hostile

<script>document.title = "pwned"</script> </script><script>window.pwned = true</script> <img src=x onerror="pwned = 1">

Pakistan and China established diplomatic relations on 4 July 1953 <!-- and --> & "so" on.
""",
}


def address(site: Path, name: str) -> str:
    """The file URL of a page of the report; a fragment may follow its name."""
    file, _, fragment = name.partition("#")
    return (site / file).as_uri() + (f"#{fragment}" if fragment else "")


def missing(what: str) -> NoReturn:
    """Fail where a browser is required, else skip."""
    if REQUIRED:
        pytest.fail(f"{what} is needed by these tests")
    pytest.skip(f"{what} is not there (REGESTA_REQUIRE_BROWSER=1 makes this a failure)")


@pytest.fixture(scope="session")
def hard_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the texts above."""
    folder = tmp_path_factory.mktemp("hard")
    (folder / "INDEX.md").write_text(INDEX, encoding="utf-8")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_run(run(Config(index=folder / "INDEX.md", out=folder / "data", max_quarantined=1)).path)


@pytest.fixture(scope="session")
def site(hard_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of that run, in a folder whose name a URL must escape."""
    folder = tmp_path_factory.mktemp("the report #1") / "run"
    shutil.copytree(hard_run.path, folder)
    return folder / "report"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=list(quiet))
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any, site: Path) -> Iterator[Callable[..., Any]]:
    """`open_page("index.html", width=390)`: a page from disk; at the end no error was told and no request left."""
    told: list[str] = []
    left: list[str] = []
    contexts = []

    def opened(name: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: left.append(request.url))
        page.goto(address(site, name))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []
    assert [url for url in left if not url.startswith((site.as_uri(), "data:"))] == []


@pytest.fixture(scope="session")
def url_of(site: Path) -> Callable[[str], str]:
    """The address of a page, for a browser that is open already."""
    return partial(address, site)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core (MPL-2.0, so not kept in this repository): REGESTA_AXE names it, else npm fetches it."""
    if given := os.environ.get("REGESTA_AXE"):
        return Path(given).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        missing("npm")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "pack", "--silent", "axe-core@4.14.1"]
    fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    if fetched.returncode:
        missing(f"axe-core from npm ({fetched.stderr.strip()[:200]})")
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        script = packed.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode("utf-8")
