"""The real flow under a real Prefect server, as `regesta run`, the deployment and the file itself start it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from regesta.store import Run, read_run

ROOT = Path(__file__).parents[2]
REGESTA = [sys.executable, "-m", "regesta"]
PREFECT = [str(Path(sys.executable).parent / "prefect")]

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("server")]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A Prefect home of its own, and no server unless a test starts one."""
    home = tmp_path_factory.mktemp("prefect")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**mine, "PREFECT_HOME": str(home)}


def test_run_ends_with_a_summary_and_a_second_run_verifies(environment: dict[str, str], tmp_path: Path) -> None:
    command = [*REGESTA, "run", "--index", str(ROOT / "seeds" / "INDEX.md"), "--out", str(tmp_path)]
    first = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    for words in (
        "Sources",
        "claims",
        "date_conflict",
        "recognition",
        "anniversary-note",
        "Validation",
        "of which Prefect",
    ):
        assert words in first.stdout
    second = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "every byte verified" in second.stdout
    assert len(list((tmp_path / "runs").iterdir())) - len(list((tmp_path / "runs").glob(".*"))) == 1


def test_an_error_in_the_index_stops_with_its_place(environment: dict[str, str], tmp_path: Path) -> None:
    index = tmp_path / "INDEX.md"
    index.write_text("# Sources\n\n| id | file |\n|---|---|\n| a | ../up.txt |\n")
    done = subprocess.run(
        [*REGESTA, "run", "--index", str(index)], env=environment, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 2
    assert f"{index}:5: " in done.stderr
    assert not (tmp_path / "data" / "latest").exists()


def processes(home: str) -> list[int]:
    """The processes that have this Prefect home: a run, its workers, its server."""
    mark, found = f"PREFECT_HOME={home}".encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_is_stopped_leaves_the_last_one_whole_and_nothing_behind(
    environment: dict[str, str], shipped_run: Run, tmp_path: Path, how: signal.Signals
) -> None:
    last = tmp_path / "runs" / shipped_run.run_id
    shutil.copytree(shipped_run.path, last)
    (tmp_path / "latest").symlink_to(last)
    mine = {**environment, "PREFECT_HOME": str(tmp_path / "prefect")}
    command = [*REGESTA, "run", "--index", str(ROOT / "seeds" / "INDEX.md"), "--out", str(tmp_path)]
    with (tmp_path / "told").open("wb") as told:
        started = subprocess.Popen(command, env=mine, stdout=subprocess.DEVNULL, stderr=told, cwd=tmp_path)
    wait_until(lambda: list((tmp_path / "runs").glob(".building-*/documents.parquet")), 600)
    started.send_signal(how)
    assert started.wait(600) != 0
    wait_until(lambda: not processes(mine["PREFECT_HOME"]), 240)
    assert "Traceback" not in (tmp_path / "told").read_text()
    assert read_run(tmp_path / "latest").verify() == []
    # who is killed cannot tidy up: the next run does
    assert how == signal.SIGKILL or list((tmp_path / "runs").glob(".building-*")) == []


@pytest.fixture(scope="module")
def server(environment: dict[str, str], unused_port: int) -> Iterator[dict[str, str]]:
    """A running Prefect server; gives the environment that reaches it."""
    api = f"http://127.0.0.1:{unused_port}/api"
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(unused_port), "--no-ui"]
    quiet = {**environment, "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    process = subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: healthy(api), 180)
        yield {**quiet, "PREFECT_API_URL": api}
    finally:
        process.terminate()
        process.wait(30)


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def wait_until(true: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.5)


def test_deployment_run_publishes_and_leaves_artifacts(server: dict[str, str], tmp_path: Path) -> None:
    settings = tmp_path / "regesta.toml"
    settings.write_text(f'index = "{ROOT / "seeds" / "INDEX.md"}"\nout = "{tmp_path / "out"}"\n')
    serving = subprocess.Popen(
        [*REGESTA, "serve", "--config", str(settings)], env=server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        api = server["PREFECT_API_URL"]
        wait_until(lambda: httpx.get(f"{api}/deployments/name/pipeline/regesta").status_code == 200, 120)
        done = subprocess.run(
            [*PREFECT, "deployment", "run", "pipeline/regesta", "--watch"], env=server, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        serving.terminate()
        serving.wait(30)
    manifest = json.loads((tmp_path / "out" / "latest" / "manifest.json").read_text())
    assert "conflicts.parquet" in manifest["files"]
    artifacts = httpx.post(f"{api}/artifacts/filter", json={}).json()
    keys = {artifact["key"] for artifact in artifacts}
    assert keys >= {"summary", "conflicts", "failed-sources", "report", "progress-extract"}


def test_the_file_itself_runs(server: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "regesta.toml").write_text(f'index = "{ROOT / "seeds" / "INDEX.md"}"\nout = "out"\n')
    done = subprocess.run(
        [sys.executable, str(ROOT / "flows" / "pipeline.py")], env=server, capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "latest" / "events.parquet").exists()
