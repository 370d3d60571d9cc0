"""The picture of the report in the README, from a run on the shipped sources: `python docs/picture.py`.

Needs Debian's Chromium and playwright. The network is off, animations are still; letters are drawn as the machine's
fonts draw them, so the picture is made again only when the report looks different.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from regesta.config import Config
from regesta.pipeline import run

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "report.png"
CHROMIUM = "/usr/bin/chromium"
LARGEST = 200_000
"""Bytes that a picture in a README may have."""


def main() -> int:
    """Write the picture; 1 when it is too large."""
    with TemporaryDirectory() as folder:
        published = run(Config(index=ROOT / "seeds" / "INDEX.md", out=Path(folder)))
        page = (published.path / "report" / "conflicts.html").as_uri()
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            view = browser.new_page(viewport={"width": 1280, "height": 880}, color_scheme="light", offline=True)
            view.goto(page)
            PICTURE.parent.mkdir(exist_ok=True)
            view.screenshot(path=str(PICTURE), animations="disabled", caret="hide")
            browser.close()
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}: {size:,} bytes")
    return int(size > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
