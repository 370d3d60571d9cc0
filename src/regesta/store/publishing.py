"""Publishing a run, all or nothing.

The folder is built beside the runs, flushed, renamed to its id, and only then does the link `latest` point at it. A
process that is killed at any of these steps leaves the run that `latest` points at whole.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regesta.errors import InvariantError, RunError
from regesta.store.files import locked, sync, sync_tree
from regesta.store.manifest import MANIFEST, Files, damage, files_in, read_manifest, write_manifest
from regesta.store.rows import FORMAT
from regesta.store.workspace import Workspace

__all__ = ["Published", "publish"]


@dataclass(frozen=True, slots=True)
class Published:
    """A run that stands: `verified` when it stood before and was made again with the same bytes."""

    path: Path
    run_id: str
    verified: bool


def publish(workspace: Workspace, runs: Path, latest: Path, run_id: str, manifest: Mapping[str, Any]) -> Published:
    """Make the workspace the run `runs/<run_id>` and let the link `latest` point at it.

    Args:
        workspace: what to publish; its folder becomes the run, or is removed when the run stands already.
        runs: the folder of all runs, on the file system of the workspace.
        latest: the link to switch; relative, so that the folder around may be moved.
        run_id: hash of what the run was made from; the name of its folder.
        manifest: what manifest.json says beside `files`, `format` and `run_id` (versions, inputs, settings): no clock.

    Raises:
        InvariantError: the run stands already, whole, and its files have other bytes; nothing was changed.
        RunError: the workspace is gone, or `latest` is something that is not a link.
    """
    _check(workspace, latest, run_id)
    files = files_in(workspace.path)
    write_manifest(workspace.path, {**manifest, "files": files, "format": FORMAT, "run_id": run_id})
    sync_tree(workspace.path)
    run = runs.resolve() / run_id
    with locked(runs):
        verified = _place(workspace, run, files)
        _point(latest, run)
    return Published(run, run_id, verified)


def _check(workspace: Workspace, latest: Path, run_id: str) -> None:
    if not run_id or run_id.startswith(".") or Path(run_id).name != run_id:
        raise InvariantError(f"not the name of a run: {run_id!r}")
    if not workspace.path.is_dir():
        raise RunError(f"{workspace.path} is gone: there is nothing to publish")
    if latest.exists() and not latest.is_symlink():
        raise RunError(f"{latest} is not a link to a run; move it away first")


def _place(workspace: Workspace, run: Path, files: Files) -> bool:
    """Bring the workspace to its place; returns whether the run stood there already with the same bytes."""
    if not run.exists():
        workspace.path.replace(run)
        sync(run.parent)
        workspace.release()
        return False
    standing = _whole(run)
    if standing is None:
        _repair(workspace.path, run, files)
    elif different := sorted(name for name in {*standing, *files} if standing.get(name) != files.get(name)):
        raise InvariantError(f"same inputs gave different bytes: {', '.join(different)} of {run} and {workspace.path}")
    workspace.discard()
    return standing is not None


def _whole(run: Path) -> Files | None:
    """The files of a run that are as its manifest says, or None when they are not."""
    try:
        files: Files = read_manifest(run)["files"]
    except RunError:
        return None
    return None if damage(run, files) else files


def _repair(building: Path, run: Path, files: Files) -> None:
    """Replace the files of a damaged run one by one, the manifest last: `latest` may point at it all the while."""
    for name in [*files, MANIFEST]:
        (run / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).replace(run / name)
    sync_tree(run)


def _point(latest: Path, run: Path) -> None:
    """Switch the link, in one step."""
    home = latest.parent.resolve()
    aside = home / f".{latest.name}.new"
    aside.unlink(missing_ok=True)
    aside.symlink_to(os.path.relpath(run, home), target_is_directory=True)
    aside.replace(home / latest.name)
    sync(home)
