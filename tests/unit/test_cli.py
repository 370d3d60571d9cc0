"""Every command as a person types it: what it prints, where, and with which exit code it ends."""

import io
import json
import sys
import webbrowser
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import regesta as library
from regesta import cli
from regesta.config import Config
from regesta.errors import QuarantineError, SourceIndexError
from regesta.store import Published, Run
from regesta.tables import TABLES, Claim, Conflict, Resolution, key_column


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Ended]


@pytest.fixture
def regesta(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command line in this process."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["regesta", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def home(seeds: Path, shipped_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of somebody who has run Regesta on the shipped sources."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "latest").symlink_to(shipped_run.path)
    (tmp_path / "data" / "runs").symlink_to(shipped_run.path.parent)
    (tmp_path / "regesta.toml").write_text(f'index = "{seeds / "INDEX.md"}"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REGESTA_SOURCES", raising=False)
    return tmp_path


def one_line(ended: Ended) -> str:
    """What a command says on standard error when it fails: one line, and nothing on standard output."""
    assert ended.out == ""
    (line,) = ended.err.splitlines()
    assert line.startswith("regesta: ")
    return line


class TestCommandLine:
    def test_version(self, regesta: Command) -> None:
        assert regesta("--version") == Ended(0, f"{library.__version__}\n", "")

    def test_help_names_every_command(self, regesta: Command) -> None:
        shown = regesta("--help")
        assert shown.code == 0
        for name in ("run", "sources", "annotate", "show", "conflicts", "diff", "open", "serve"):
            assert f" {name} " in shown.out

    @pytest.mark.parametrize(
        "words",
        [("fly",), ("conflicts", "--colour"), ("show",), ("diff", "one"), ("diff", "a", "b", "--examples", "-1")],
    )
    def test_what_is_no_command_or_option(self, regesta: Command, words: tuple[str, ...]) -> None:
        ended = regesta(*words)
        assert (ended.code, ended.out) == (2, "")
        assert "Usage" in ended.err

    @pytest.mark.parametrize("command", [("sources",), ("conflicts",), ("show", "fig_1"), ("open",)])
    def test_settings_that_are_wrong(
        self, regesta: Command, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "regesta.toml").write_text("workers = 0\n")
        ended = regesta(*command)
        assert ended.code == 2
        assert one_line(ended).startswith("regesta: regesta.toml: workers: ")
        ended = regesta(*command, "--config", "other.toml")
        assert ended.code == 2
        assert one_line(ended).startswith("regesta: other.toml: cannot be read")

    @pytest.mark.parametrize("command", [("conflicts",), ("show", "fig_1"), ("open",), ("diff", "latest", "latest")])
    def test_without_a_run(
        self, regesta: Command, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ended = regesta(*command)
        assert ended.code == 2
        assert one_line(ended) == "regesta: there is no run at data/latest"


class TestSources:
    def test_what_is_listed(self, regesta: Command, home: Path) -> None:
        ended = regesta("sources")
        assert (ended.code, ended.err) == (0, "")
        lines = ended.out.splitlines()
        assert any("chronology" in line and "found" in line for line in lines)
        assert any("khan-fall-article" in line and "missing" in line for line in lines)

    def test_as_json(self, regesta: Command, home: Path) -> None:
        listed = {row["source_id"]: row["status"] for row in regesta("sources", "--json").json}
        assert listed["khan-fall-article"] == "missing"
        assert listed["chronology"] == "found"

    def test_a_file_that_changed(self, regesta: Command, home: Path, seeds: Path, tmp_path: Path) -> None:
        text = (seeds / "dasu-bus-wire-report.txt").read_bytes()
        (tmp_path / "dasu-bus-wire-report.txt").write_bytes(text + b"More.\n")
        listed = {row["source_id"]: row["status"] for row in regesta("sources", "--sources", tmp_path, "--json").json}
        assert listed["dasu-wire"] == "changed"

    def test_an_index_that_is_wrong(self, regesta: Command, home: Path) -> None:
        (home / "LIST.md").write_text("| id | file |\n|---|---|\n| a | ../secret.txt |\n")
        ended = regesta("sources", "--index", "LIST.md")
        assert ended.code == 2
        assert one_line(ended).startswith("regesta: LIST.md:3: ")

    def test_an_index_that_is_not_there(self, regesta: Command, home: Path) -> None:
        ended = regesta("sources", "--index", "nowhere.md")
        assert ended.code == 2
        assert "nowhere.md" in one_line(ended)


# the key of these is the id of a row of another table
NAMED_BY_OTHERS = ("sources", "clusters", "incidents", "copies", "resolution_claims", "claim_counts")
KEYED = [name for name, row_class in TABLES.items() if key_column(row_class) and name not in NAMED_BY_OTHERS]


class TestShow:
    @pytest.mark.parametrize("table", KEYED)
    def test_a_row_of_every_table(self, regesta: Command, home: Path, shipped_run: Run, table: str) -> None:
        key = str(key_column(TABLES[table]))
        ids = shipped_run.table(table).column(key).to_pylist()
        if not ids:
            pytest.skip(f"the shipped sources give no {table}")
        ended = regesta("show", ids[0])
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.splitlines()[0].split() == [ids[0], table]
        assert regesta("show", ids[0], "--json").json[key] == ids[0]

    def test_a_fact_is_shown_in_its_context(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        claim = next(c for c in shipped_run.rows(Claim) if "\n" not in c.quote)
        shown = regesta("show", claim.claim_id).out
        assert claim.quote in shown
        assert f"characters {claim.start} to {claim.end}" in shown
        assert f"rule {claim.rule_id}" in shown
        assert f"bytes {claim.segments[0].start} to {claim.segments[0].end}" in shown

    def test_a_conflict_is_shown_with_the_value_that_comes_first(
        self, regesta: Command, home: Path, shipped_run: Run
    ) -> None:
        view = next(row for row in shipped_run.rows(Resolution) if row.property == "recognition")
        conflict = next(row for row in shipped_run.rows(Conflict) if row.property == "recognition")
        shown = " ".join(regesta("show", conflict.conflict_id).out.split())
        assert f"Which value, and why {view.resolution_id} {view.explanation} This is a view" in shown
        [card] = [c for c in regesta("conflicts", "--json").json if c["claimed"] == "recognition"]
        assert [held["value"] for held in card["resolutions"]] == [view.value] == ["1950-01-04"]

    def test_a_resolution_is_shown_with_the_rank_of_each_claim(
        self, regesta: Command, home: Path, shipped_run: Run
    ) -> None:
        view = next(row for row in shipped_run.rows(Resolution) if row.property == "recognition")
        shown = regesta("show", view.resolution_id).out
        assert shown.index("preferred: standing 1, sureness 1, hops ") < shown.index("deprecated: ")

    def test_a_conflict_is_shown_with_both_sides(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        conflict = shipped_run.rows(Conflict)[0]
        shown = " ".join(regesta("show", conflict.conflict_id).out.split())
        assert shown.count("raw file: ") == 2
        assert conflict.explanation in shown

    @pytest.mark.parametrize(
        ("identifier", "message"),
        [
            ("fig_nope", "fig_nope is not in the figures of run"),
            ("nonsense", "nonsense is no"),
            ("rel:CHN-PAK", "rel:CHN-PAK is no"),
        ],
    )
    def test_a_row_that_is_not_there(self, regesta: Command, home: Path, identifier: str, message: str) -> None:
        ended = regesta("show", identifier)
        assert ended.code == 2
        assert message in one_line(ended)
        assert regesta("show", identifier, "--json").code == 2


class TestConflicts:
    def test_open_ones_unless_asked_otherwise(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        wanted = {row.conflict_id for row in shipped_run.rows(Conflict) if row.status == "open"}
        cards = regesta("conflicts", "--all", "--json").json
        assert {conflict["conflict_id"] for card in cards for conflict in card["conflicts"]} == wanted != set()

    def test_those_of_severity_info_are_hidden_unless_asked_for(
        self, regesta: Command, home: Path, shipped_run: Run
    ) -> None:
        every = regesta("conflicts", "--all", "--json").json
        assert every == regesta("conflicts", "--severity", "info", "--json").json
        told = [card for card in every if card["severity"] != "info"]
        assert regesta("conflicts", "--json").json == told
        quiet = len(every) - len(told)
        assert (f"{quiet} of severity info not shown: regesta conflicts --all" in regesta("conflicts").out) == bool(
            quiet
        )
        assert "not shown" not in regesta("conflicts", "--all").out
        for check in {card["check"] for card in every}:
            assert regesta("conflicts", "--check", check, "--json").json == [c for c in every if c["check"] == check]

    def test_by_status(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        cards = regesta("conflicts", "--status", "explained", "--status", "open", "--json").json
        assert {card["status"] for card in cards} == {row.status for row in shipped_run.rows(Conflict)}
        assert regesta("conflicts", "--status", "suppressed", "--json").json == []

    def test_by_check(self, regesta: Command, home: Path) -> None:
        cards = regesta("conflicts", "--check", "date_conflict", "--json").json
        assert {card["check"] for card in cards} == {"date_conflict"}

    def test_by_verdict_and_property(self, regesta: Command, home: Path) -> None:
        shown = ("conflicts", "--status", "open", "--status", "explained", "--all", "--json")
        every = regesta(*shown).json
        for option, column in (("--verdict", "verdict"), ("--property", "claimed")):
            named = {card[column] for card in every}
            assert len(named) > 1
            for value in named:
                assert regesta(*shown, option, value).json == [card for card in every if card[column] == value]
        assert regesta(*shown, "--verdict", "ageing").json == []

    def test_json_has_what_a_person_asks_of_a_statement(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        claims = {claim.claim_id: claim for claim in shipped_run.rows(Claim)}
        cards = regesta("conflicts", "--status", "open", "--status", "explained", "--all", "--json").json
        for said in (said for card in cards for said in card["statements"]):
            claim = claims[said["claim_id"]]
            told = (
                said["quote"],
                said["via"],
                said["claimed_as"],
                said["superseded_by"],
                said["start"],
                said["doc_id"],
            )
            assert told == (claim.quote, claim.via, claim.status, claim.superseded_by, claim.start, claim.doc_id)

    def test_they_are_narrowed_by_source_severity_and_words(self, regesta: Command, home: Path) -> None:
        shown = ("conflicts", "--status", "open", "--status", "explained", "--json")
        every = regesta(*shown).json
        named = every[0]["statements"][0]["sources"][0]
        of_source = regesta(*shown, "--source", named).json
        assert of_source == [card for card in every if any(named in said["sources"] for said in card["statements"])]
        assert len(of_source) < len(every)
        assert regesta(*shown, "--severity", "critical").json == []
        assert regesta(*shown, "--severity", "info").json[: len(every)] == every
        words = every[0]["statements"][0]["sentence"]
        assert 0 < len(regesta(*shown, "--text", words.upper()).json) < len(every)
        assert regesta(*shown, "--text", "no such words").json == []

    @pytest.mark.parametrize("option", ["--severity", "--source", "--check", "--status", "--verdict", "--property"])
    def test_a_filter_that_is_none_says_what_there_is(self, regesta: Command, home: Path, option: str) -> None:
        ended = regesta("conflicts", option, "green")
        assert (ended.code, ended.out) == (2, "")
        assert f"{option} green: choose among" in " ".join(ended.err.split())

    def test_every_statement_is_printed_with_its_source(self, regesta: Command, home: Path) -> None:
        (card, *_) = regesta("conflicts", "--json").json
        shown = " ".join(regesta("conflicts").out.split())
        for statement in card["statements"]:
            assert statement["value"] in shown
            assert statement["sources"][0] in shown
        assert "OPEN" in shown

    def test_when_there_are_none_it_says_so(self, regesta: Command, home: Path) -> None:
        assert regesta("conflicts", "--status", "suppressed") == Ended(0, "No conflicts.\n", "")

    def test_a_status_that_is_none(self, regesta: Command, home: Path) -> None:
        ended = regesta("conflicts", "--status", "closed")
        assert ended.code == 2
        assert one_line(ended) == "regesta: --status closed: choose among open, explained, accepted, suppressed"

    def test_of_another_run(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        by_folder = regesta("conflicts", "--run", shipped_run.path, "--json")
        assert (
            by_folder == regesta("conflicts", "--run", shipped_run.run_id, "--json") == regesta("conflicts", "--json")
        )
        ended = regesta("conflicts", "--run", "run_0")
        assert (ended.code, one_line(ended)) == (2, "regesta: there is no run at run_0")


LINE = json.dumps({"id": "a", "text": "Thirteen people were killed on July 14, 2021."})


class TestAnnotate:
    def test_lines_of_standard_input(self, regesta: Command) -> None:
        ended = regesta("annotate", stdin=LINE.encode())
        assert (ended.code, ended.err) == (0, "")
        assert ended.json["times"][0]["value"] == "2021-07-14"
        assert regesta("annotate", "-", stdin=LINE.encode()).out == ended.out

    def test_lines_of_a_file_in_their_order(self, regesta: Command, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text("".join(LINE.replace('"a"', f'"{name}"') + "\n" for name in "cab"))
        answers = [json.loads(line) for line in regesta("annotate", tmp_path / "in.jsonl").out.splitlines()]
        assert [answer["id"] for answer in answers] == ["c", "a", "b"]

    def test_a_bad_line_does_not_lose_the_others(self, regesta: Command) -> None:
        ended = regesta("annotate", stdin=b"{not json\n" + LINE.encode() + b"\n\xff\n")
        answers = [json.loads(line) for line in ended.out.splitlines()]
        assert ended.code == 1
        assert ["error" in answer for answer in answers] == [True, False, True]

    def test_furniture_is_left_out_when_asked(self, regesta: Command) -> None:
        line = json.dumps({"id": "a", "text": "Share\n2 years ago\n\nTwo men met.\n"}).encode()
        told, asked = regesta("annotate", stdin=line).json, regesta("annotate", "--furniture", stdin=line).json
        assert len(told["times"]) > len(asked["times"])

    def test_a_file_that_is_not_there(self, regesta: Command) -> None:
        ended = regesta("annotate", "nowhere.jsonl")
        assert ended.code == 2
        assert one_line(ended) == "regesta: nowhere.jsonl: cannot be read: No such file or directory"


class TestDiff:
    def test_a_run_and_itself(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        ended = regesta("diff", shipped_run.run_id, "latest")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.endswith("The tables are the same.\n")

    def test_as_json(self, regesta: Command, home: Path, shipped_run: Run) -> None:
        found = regesta("diff", shipped_run.path, "latest", "--json").json
        assert found["before"] == found["after"] == shipped_run.run_id
        assert {table["what"] for table in found["tables"]} == set(TABLES)
        assert found["open_conflicts"]["before"] > 0

    def test_a_run_that_is_not_there(self, regesta: Command, home: Path) -> None:
        ended = regesta("diff", "latest", "run_0")
        assert (ended.code, one_line(ended)) == (2, "regesta: there is no run at run_0")


class TestOpen:
    @pytest.fixture
    def report(self, home: Path, shipped_run: Run) -> Path:
        """A run that has a report."""
        folder = home / "reported"
        (folder / "report").mkdir(parents=True)
        (folder / "report" / "index.html").write_text("<!doctype html>")
        (folder / "manifest.json").write_text(json.dumps({"run_id": "run_1", "files": {}}))
        return folder / "report" / "index.html"

    @pytest.fixture
    def browser(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        opened: list[str] = []
        monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)
        return opened

    def test_it_is_opened_and_its_path_printed(self, regesta: Command, report: Path, browser: list[str]) -> None:
        assert regesta("open", "--run", "reported") == Ended(0, f"{report}\n", "")
        assert browser == [report.as_uri()]

    def test_it_is_only_printed(self, regesta: Command, report: Path, browser: list[str]) -> None:
        assert regesta("open", "--run", "reported", "--print") == Ended(0, f"{report}\n", "")
        assert browser == []

    def test_as_json(self, regesta: Command, report: Path, browser: list[str]) -> None:
        told = regesta("open", "--run", "reported", "--print", "--json").json
        assert told == {"run_id": "run_1", "path": str(report), "url": report.as_uri()}

    def test_without_a_browser_it_says_so(
        self, regesta: Command, report: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(webbrowser, "open", lambda url: False)
        ended = regesta("open", "--run", "reported")
        assert ended == Ended(0, f"{report}\n", "regesta: no browser was found; open the file yourself\n")

    def test_a_run_without_a_report(self, regesta: Command, report: Path, browser: list[str]) -> None:
        report.unlink()
        ended = regesta("open", "--run", "reported")
        assert ended.code == 2
        assert one_line(ended) == f"regesta: run run_1 has no report: {report} is not there"
        assert browser == []


class TestRun:
    """Prefect itself is started by tests/flows; here only what the command makes of it."""

    @pytest.fixture
    def asked(self, shipped_run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Config]:
        """The settings that the flow was called with; it answers with the run on the shipped sources."""
        settings: list[Config] = []

        def pipeline(config: Config) -> Published:
            settings.append(config)
            return Published(shipped_run.path, shipped_run.run_id, verified=True)

        self.flow(monkeypatch, pipeline)
        return settings

    def flow(self, monkeypatch: pytest.MonkeyPatch, pipeline: Callable[[Config], Published]) -> None:
        flow, runtime, server = (ModuleType(f"regesta.flows.{name}") for name in ("pipeline", "runtime", "server"))
        flow.pipeline = pipeline  # type: ignore[attr-defined]
        runtime.prefect_seconds = lambda: 1.5  # type: ignore[attr-defined]
        runtime.listeners = []  # type: ignore[attr-defined]
        server.reporting = nullcontext  # type: ignore[attr-defined]
        for module in (flow, runtime, server):
            monkeypatch.setitem(sys.modules, module.__name__, module)

    def test_the_summary(self, regesta: Command, home: Path, asked: list[Config], shipped_run: Run) -> None:
        ended = regesta("run")
        assert ended.code == 0
        assert f"Regesta run {shipped_run.run_id}" in ended.out
        assert "of which Prefect's start 1.5 s" in ended.out

    def test_as_json_standard_output_is_json_alone(
        self, regesta: Command, home: Path, asked: list[Config], shipped_run: Run
    ) -> None:
        told = regesta("run", "--json").json
        assert (told["run_id"], told["verified"]) == (shipped_run.run_id, True)
        assert told["counts"]["events"] == shipped_run.table("events").num_rows
        assert told["sources"]["missing"] == 1
        assert {card["status"] for card in told["open"]} == {"open"}

    def test_options_come_before_the_settings_file(self, regesta: Command, home: Path, asked: list[Config]) -> None:
        (home / "regesta.toml").write_text('workers = 5\nsources = ["listed"]\nout = "data"\n')
        (home / "my.md").write_text("- a.txt\n")
        for folder in ("given", "listed"):
            (home / folder).mkdir()
        regesta(
            "run", "--workers", "3", "--sources", "given", "--index", "my.md", "--out", "there", "--retry", "--json"
        )
        (config,) = asked
        assert (config.workers, config.index, config.out, config.retry) == (3, Path("my.md"), Path("there"), True)
        assert config.sources == (Path("given"), Path("listed"))

    def test_open_conflicts_make_it_fail_only_when_asked(
        self, regesta: Command, home: Path, asked: list[Config]
    ) -> None:
        assert regesta("run", "--json").code == 0
        assert regesta("run", "--json", "--fail-on", "info").code == 1
        assert regesta("run", "--json", "--fail-on", "critical").code == 0

    @pytest.mark.parametrize("options", [("--workers", "0"), ("--fail-on", "sometimes")])
    def test_options_that_are_wrong(
        self, regesta: Command, home: Path, asked: list[Config], options: tuple[str, str]
    ) -> None:
        ended = regesta("run", *options)
        assert ended.code == 2
        assert options[0].strip("-").replace("-", "_") in one_line(ended)
        assert asked == []

    @pytest.mark.parametrize(
        ("error", "code"),
        [(SourceIndexError("nothing is listed", file="INDEX.md", line=3), 2), (QuarantineError("3 of 4 sources"), 3)],
    )
    def test_what_stops_a_run(
        self, regesta: Command, home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
    ) -> None:
        def pipeline(config: Config) -> Published:
            raise error

        self.flow(monkeypatch, pipeline)
        ended = regesta("run", "--json")
        assert ended.code == code
        assert one_line(ended) == f"regesta: {error}"
