"""The page about reviewing shows a file that can be read."""

import re
from pathlib import Path

from regesta.compare import review

PAGE = Path(__file__).parents[2] / "docs" / "review.md"


def test_the_example_is_a_review_file(tmp_path: Path) -> None:
    [example] = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    path = tmp_path / "review.toml"
    path.write_text(example, encoding="utf-8")
    found = review.read(path)
    assert [entry.status for entry in found.conflicts] == ["accepted"]
    assert [entry.set for entry in found.facts] == [{"low": 12, "high": 12}]
