"""manifest.json: which files a run has, with their hashes, and what the run was made from."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regesta.errors import RunError
from regesta.store.files import sha256_of

__all__ = ["MANIFEST", "Files", "damage", "files_in", "read_manifest", "unlisted", "write_manifest"]

MANIFEST = "manifest.json"

Files = dict[str, dict[str, Any]]
"""By path relative to the run, with `/`: `bytes` and `sha256`."""


def files_in(folder: Path) -> Files:
    """Every file of a run but its manifest, sorted by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return {name: _entry(path) for name, path in named if name != MANIFEST}


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest with its keys sorted, so that the same run has the same bytes."""
    text = json.dumps(dict(about), sort_keys=True, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run, with `files`.

    Raises:
        RunError: it is missing or is no manifest.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RunError(f"{path} is missing: {folder} is not a published run") from error
    except (OSError, ValueError) as error:
        raise RunError(f"{path} cannot be read: {error}") from error
    if not (isinstance(manifest, dict) and isinstance(manifest.get("files"), dict) and "run_id" in manifest):
        raise RunError(f"{path} is not the manifest of a run")
    return manifest


def damage(folder: Path, files: Files) -> dict[str, str]:
    """The listed files that are `missing` or `changed`."""
    states = {name: _state(folder / name, entry) for name, entry in sorted(files.items())}
    return {name: state for name, state in states.items() if state != "whole"}


def unlisted(folder: Path, files: Files) -> list[str]:
    """Files of the run folder that the manifest does not know."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in files and name != MANIFEST)


def _entry(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _state(path: Path, entry: Mapping[str, Any]) -> str:
    if not path.is_file():
        return "missing"
    return "whole" if _entry(path) == entry else "changed"
