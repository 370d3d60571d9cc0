"""The report's pages without a browser: cutting, encoding, choosing, and that the same run gives the same bytes."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.report.cards import days
from regesta.report.html import build as building
from regesta.report.html import build_report
from regesta.report.html.leaves import Marked, leaves, markup
from regesta.report.html.payload import encoded, payload, place
from regesta.store import Run, Texts

CHARACTERS = st.text(alphabet=st.sampled_from(list("ab <>&\"'\n🎉’\r")), max_size=30)


class Text(HTMLParser):
    """What a parser reads: the text, and the characters inside `mark`, by class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked: dict[str, list[int]] = {}
        self._kinds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("mark", "span")
        self._kinds = (dict(attrs).get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        self._kinds = []

    def handle_data(self, data: str) -> None:
        for kind in self._kinds:
            self.marked.setdefault(kind, []).extend(range(len(self.text), len(self.text) + len(data)))
        self.text += data


def read(html: str) -> Text:
    parser = Text()
    parser.feed(html)
    parser.close()
    return parser


def test_spans_that_nest_cross_and_coincide() -> None:
    marks = [Marked(0, 6, "e"), Marked(2, 4, "n"), Marked(3, 8, "t"), Marked(3, 8, "t"), Marked(9, 9, "f")]
    found = [(leaf.start, leaf.end, "".join(leaf.kinds)) for leaf in leaves(0, 10, marks)]
    assert found == [(0, 2, "e"), (2, 3, "en"), (3, 4, "ent"), (4, 6, "et"), (6, 8, "t"), (8, 9, ""), (9, 10, "")]


def test_marks_are_cut_at_the_ends_of_what_is_shown() -> None:
    assert [(leaf.start, leaf.end, leaf.kinds) for leaf in leaves(4, 8, [Marked(0, 6, "t"), Marked(8, 9, "f")])] == [
        (4, 6, ("t",)),
        (6, 8, ()),
    ]


@given(CHARACTERS, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from(["t", "f", ""]))))
def test_the_page_holds_the_text_and_marks_exactly_the_spans(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Marked(start, start + length, kind) for start, length, kind in spans]
    parsed = read(markup(text, leaves(0, len(text), marks)))
    assert parsed.text == text
    for kind in ("t", "f"):
        wanted = {at for m in marks if m.kind == kind for at in range(m.start, min(m.end, len(text)))}
        assert set(parsed.marked.get(kind, [])) == wanted


def test_what_no_page_can_hold_is_replaced_one_for_one() -> None:
    assert read(markup("a\x00\ud800b", leaves(0, 4, []))).text == "a␀�b"


def test_json_cannot_leave_its_element() -> None:
    value = {"text": "</script><!--<script>\u2028\ud800"}
    written = encoded(value)
    assert "<" not in written
    assert json.loads(written) == value
    written.encode("utf-8")


def test_values_stand_once_and_empty_columns_are_left_out() -> None:
    segment = {"unit": "byte", "page": None, "start": 2, "end": 4, "kind": "verbatim"}
    rows = [
        {"start": 0, "end": 2, "kind": "date", "unit": None, "first": date(2021, 5, 1), "segments": [segment]},
        {"start": 5, "end": 9, "kind": "date", "unit": None, "first": None, "segments": [segment, segment]},
    ]
    data = payload({"times": rows, "figures": []})
    assert data["tables"] == {
        "times": {"columns": ["kind", "first", "place"], "rows": [[0, 2, 1, 2, 3], [5, 4, 1, 0, 4]]}
    }
    assert data["values"] == [None, "date", "2021-05-01", 2, "bytes 2–4; bytes 2–4"]


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ({"unit": "byte", "page": None, "start": 12, "end": 14, "kind": "verbatim"}, 2),
        ({"unit": "byte", "page": None, "start": 12, "end": 16, "kind": "verbatim"}, [12, 16]),
        ({"unit": "byte", "page": None, "start": 12, "end": 16, "kind": "transformed"}, "bytes 12–16 (transformed)"),
        ({"unit": "pdf_char", "page": 3, "start": 1, "end": 2, "kind": "verbatim"}, "page 3, pdf chars 1–2"),
    ],
)
def test_places(segment: dict[str, object], expected: object) -> None:
    assert place({"start": 10, "end": 12, "segments": [segment]}) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 2, 1), date(2022, 2, 28), "2022-02"),
        (date(2022, 2, 1), date(2022, 2, 1), "2022-02-01"),
        (date(2022, 2, 1), date(2022, 3, 31), "2022-02-01/2022-03-31"),
        (None, None, ""),
    ],
)
def test_days_no_finer_than_they_are(first: date | None, last: date | None, expected: str) -> None:
    assert days(first, last) == expected


def test_the_same_run_gives_the_same_bytes(shipped_run: Run, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        build_report(shipped_run, tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append({path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files})
    assert contents[0] == contents[1]
    documents = shipped_run.table("documents")["doc_id"].to_pylist()
    pages = {"index.html", "conflicts.html", "timeline.html", "sources.html", "report.css", "report.js"}
    assert set(contents[0]) == pages | {f"documents/{doc_id}.html" for doc_id in documents}


def test_pages_ask_nothing_of_the_network_and_stay_small(shipped_run: Run, tmp_path: Path) -> None:
    build_report(shipped_run, tmp_path)
    for path in sorted(tmp_path.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
        assert not re.search(r"<[^>]+ (?:style|on[a-z]+)=", page)
    texts = {row["doc_id"]: len(row["text"]) for row in shipped_run.table("documents").to_pylist()}
    for doc_id, length in texts.items():
        # 2,000 pages must stay under 40 MB
        assert (tmp_path / "documents" / f"{doc_id}.html").stat().st_size < 4_000 + 14 * length


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.html")}


def test_pages_that_are_kept_are_those_that_would_be_made(
    shipped_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Texts(tmp_path / "pages")
    build_report(shipped_run, tmp_path / "plain")
    build_report(shipped_run, tmp_path / "first", pages)
    monkeypatch.setattr(building, "_document", lambda *_: pytest.fail("a page was made again"))
    build_report(shipped_run, tmp_path / "second", pages)
    assert files(tmp_path / "plain") == files(tmp_path / "first") == files(tmp_path / "second")
