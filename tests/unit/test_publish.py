"""A run is published all or nothing, whatever fails and whenever the process is killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from regesta.errors import InvariantError, RunError
from regesta.store import Workspace, publish, read_run
from regesta.tables import SourceDocument

KILLS = 50

PUBLISHER = """
import os, sys
from pathlib import Path
from regesta.store import Workspace, publish

out = Path(sys.argv[1])

def publish_for_ever():
    turn = 0
    while True:
        turn += 1
        workspace = Workspace.create(out / "runs")
        for number in range(4):
            (workspace.path / f"{number}.parquet").write_bytes(str(turn % 2).encode() * 20_000)
        (workspace.path / "report").mkdir()
        (workspace.path / "report" / "index.html").write_text("<p>")
        run_id = f"{os.getpid()}-{turn}" if turn % 4 < 2 else f"again-{turn % 2}"
        publish(workspace, out / "runs", out / "latest", run_id, {})

for line in sys.stdin:  # each line asks for one publisher
    child = os.fork()
    if not child:
        publish_for_ever()
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def out(tmp_path):
    return tmp_path / "data"


def build(out, *doc_ids):
    """A workspace with one table, one page, and rows for the documents."""
    workspace = Workspace.create(out / "runs")
    workspace.write("source_documents", [SourceDocument(source_id="a", doc_id=doc_id) for doc_id in doc_ids])
    (workspace.path / "report").mkdir()
    (workspace.path / "report" / "index.html").write_text("<p>report", encoding="utf-8")
    return workspace


def send(out, run_id, *doc_ids, workspace=None, **manifest):
    return publish(workspace or build(out, *doc_ids), out / "runs", out / "latest", run_id, manifest)


def building(out):
    return sorted(path.name for path in (out / "runs").glob(".building-*"))


class TestFirstTime:
    def test_the_run_stands_under_its_id_and_latest_points_at_it(self, out):
        published = send(out, "run1", "doc_1")
        assert (published.run_id, published.verified) == ("run1", False)
        assert published.path == (out / "runs" / "run1").resolve()
        assert (out / "latest").readlink() == Path("runs/run1")
        assert read_run(out / "latest").rows(SourceDocument) == [SourceDocument(source_id="a", doc_id="doc_1")]
        assert building(out) == []

    def test_the_manifest_lists_every_file_and_what_was_given(self, out):
        path = send(out, "run1", "doc_1", versions={"regesta": "0.1.0"}, lexicon="ab").path
        text = (path / "manifest.json").read_text(encoding="utf-8")
        manifest = json.loads(text)
        assert list(manifest) == sorted(manifest) == ["files", "format", "lexicon", "run_id", "versions"]
        assert list(manifest["files"]) == ["report/index.html", "source_documents.parquet"]
        assert manifest["files"]["report/index.html"] == {
            "bytes": 9,
            "sha256": "26caf0d6c3a735c8edc9b53829b137fa222ced00d612c8aa2701d27a3797c002",
        }

    def test_the_folder_may_be_moved_as_a_whole(self, out, tmp_path):
        send(out, "run1", "doc_1")
        out.rename(tmp_path / "elsewhere")
        assert read_run(tmp_path / "elsewhere" / "latest").verify() == []

    def test_two_runs_stand_beside_each_other(self, out):
        send(out, "run1", "doc_1")
        send(out, "run2", "doc_2")
        assert read_run(out / "latest").run_id == "run2"
        assert read_run(out / "runs" / "run1").verify() == []

    @pytest.mark.parametrize("run_id", ["", ".", "..", "a/b", ".hidden"])
    def test_a_run_id_is_a_plain_name(self, out, run_id):
        with pytest.raises(InvariantError, match="not the name of a run"):
            send(out, run_id, "doc_1")

    def test_a_folder_in_the_place_of_latest_is_not_touched(self, out):
        (out / "latest").mkdir(parents=True)
        with pytest.raises(RunError, match="latest is not a link"):
            send(out, "run1", "doc_1")
        assert not (out / "runs" / "run1").exists()

    def test_a_workspace_is_published_once(self, out):
        workspace = build(out, "doc_1")
        send(out, "run1", workspace=workspace)
        with pytest.raises(RunError, match="nothing to publish"):
            send(out, "run1", workspace=workspace)


class TestAgain:
    def test_the_same_bytes_are_verified(self, out):
        send(out, "run1", "doc_1")
        send(out, "run2", "doc_2")
        inode = (out / "runs" / "run1").stat().st_ino
        assert send(out, "run1", "doc_1").verified
        assert (out / "runs" / "run1").stat().st_ino == inode
        assert read_run(out / "latest").run_id == "run1"
        assert building(out) == []

    def test_other_bytes_are_our_bug_and_change_nothing(self, out):
        send(out, "run1", "doc_1")
        send(out, "run2", "doc_2")
        before = (out / "runs" / "run1" / "manifest.json").read_bytes()
        workspace = build(out, "doc_9")
        (workspace.path / "extra.txt").touch()
        with pytest.raises(InvariantError, match=r"different bytes: extra\.txt, source_documents\.parquet of"):
            send(out, "run1", workspace=workspace)
        assert (out / "runs" / "run1" / "manifest.json").read_bytes() == before
        assert read_run(out / "runs" / "run1").verify() == []
        assert read_run(out / "latest").run_id == "run2"
        assert workspace.path.is_dir()

    @pytest.mark.parametrize("harm", ["manifest gone", "manifest cut", "file gone", "file changed", "folder gone"])
    def test_a_damaged_run_is_replaced(self, out, harm):
        run = send(out, "run1", "doc_1").path
        manifest, table = run / "manifest.json", run / "source_documents.parquet"
        {
            "manifest gone": manifest.unlink,
            "manifest cut": lambda: manifest.write_bytes(manifest.read_bytes()[:40]),
            "file gone": table.unlink,
            "file changed": lambda: table.write_bytes(table.read_bytes()[:-1] + b"2"),
            "folder gone": lambda: shutil.rmtree(run / "report"),
        }[harm]()
        assert not send(out, "run1", "doc_1").verified
        assert read_run(out / "latest").verify() == []
        assert building(out) == []


class StepError(OSError):
    """Raised in the place of a step."""


class Breaker:
    """Lets `left` calls of the file system through, then fails one."""

    def __init__(self, monkeypatch, left):
        self.left = left
        for name in ("fsync", "replace", "symlink", "unlink"):
            monkeypatch.setattr(os, name, self.wrap(getattr(os, name)))

    def wrap(self, call):
        def counted(*args, **kwargs):
            self.left -= 1
            if self.left == -1:
                raise StepError
            return call(*args, **kwargs)

        return counted


@pytest.mark.parametrize("standing", [False, True], ids=["new", "again"])
def test_a_step_that_fails_leaves_the_previous_run(out, monkeypatch, standing):
    if standing:
        send(out, "run1", "doc_1")
    send(out, "run0", "doc_0")
    failed = 0
    for step in range(100):
        workspace = build(out, "doc_1")
        with monkeypatch.context() as patch:
            Breaker(patch, step)
            try:
                send(out, "run1", workspace=workspace)
                break
            except StepError:
                failed += 1
        latest = read_run(out / "latest")
        assert latest.verify() == []
        assert all(read_run(run).verify() == [] for run in (out / "runs").glob("run*"))
        if latest.run_id == "run1":  # only the flush after the last step was left
            send(out, "run0", "doc_0")
        if not standing:
            shutil.rmtree(out / "runs" / "run1", ignore_errors=True)
    assert failed >= 8
    assert read_run(out / "latest").run_id == "run1"


def test_publishers_at_once_do_not_disturb_each_other(out):
    workspaces = [build(out, f"doc_{number % 3}") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(send, out, f"run{n % 3}", workspace=w) for n, w in enumerate(workspaces)]
    assert sorted(job.result().verified for job in jobs) == [False] * 3 + [True] * 9
    assert all(read_run(out / "runs" / f"run{number}").verify() == [] for number in range(3))
    assert read_run(out / "latest").verify() == []
    assert building(out) == []


def timed(out, run_id):
    begun = time.monotonic()
    send(out, run_id, "doc_1")
    return time.monotonic() - begun


def test_a_publisher_killed_at_any_moment_leaves_latest_whole(out):
    took = min(timed(out, f"before-{number}") for number in range(3))
    moments = random.Random(1951)
    interrupted, seen = 0, set()
    command = [sys.executable, "-c", PUBLISHER, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as publishers:
        for _ in range(KILLS):
            print(file=publishers.stdin, flush=True)
            child = int(publishers.stdout.readline())
            time.sleep(moments.uniform(0, 5 * took))
            os.kill(child, signal.SIGKILL)
            assert int(publishers.stdout.readline()) == signal.SIGKILL
            run = read_run(out / "latest")
            assert run.verify() == []
            interrupted += bool(building(out))
            seen.add(run.run_id)
        publishers.stdin.close()
    assert interrupted > KILLS // 10, "the moments must fall into the publishing"
    assert len(seen) > 2, "the publishers must have got somewhere"
    assert all(read_run(run).verify() == [] for run in (out / "runs").glob("[!.]*"))
    mine = Workspace.create(out / "runs")
    assert building(out) == [mine.path.name]
    assert not send(out, "after", workspace=mine).verified
    assert (out / "latest").readlink().name == "after"
