"""The settings: one file, `regesta.toml`, which options and the environment may override.

Paths in the file are relative to the file; paths in options and in the environment to the working directory.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regesta.errors import ConfigError

__all__ = ["SETTINGS_FILE", "SOURCES_VARIABLE", "Config", "load"]

SETTINGS_FILE = "regesta.toml"
SOURCES_VARIABLE = "REGESTA_SOURCES"
_PATHS = ("index", "review", "out")
C = TypeVar("C", bound="Config")


class Config(BaseModel):
    """The settings of a run.

    `workers` and `batch_characters` never change a result; the other values that do are part of the run's id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: Path = Field(Path("seeds/INDEX.md"), description="the Markdown file that lists the sources")
    sources: tuple[Path, ...] = Field(
        (), description="folders in which listed files are looked for, before the index's own"
    )
    review: Path = Field(
        Path("review.toml"), description="a person's decisions about conflicts and facts; may be missing"
    )
    out: Path = Field(Path("data"), description="folder of runs/, cache/ and latest")
    workers: int = Field(2, ge=1, le=256, description="processes for the work on documents")
    batch_characters: int = Field(500_000, ge=1, description="text of one batch, in characters")
    max_bytes: int = Field(50_000_000, ge=1, description="a larger file is quarantined")
    max_quarantined: float = Field(0.25, ge=0, le=1, description="a larger share of quarantined sources fails the run")
    retry: bool = Field(default=False, description="read and fetch again what an earlier run could not")
    fetch: bool = Field(default=True, description="download the addresses of the index that no earlier run has")
    fetch_seconds: float = Field(30, gt=0, le=3600, description="a download that takes longer is given up")
    allow_private: bool = Field(
        default=False, description="download from addresses of this machine and of local networks too"
    )
    fail_on: Literal["info", "warning", "error", "critical"] | None = Field(
        None, description="open conflicts of this severity or above make the exit code 1"
    )

    @property
    def runs(self) -> Path:
        """Folder of the published runs."""
        return self.out / "runs"

    @property
    def cache(self) -> Path:
        """Folder of what was read and extracted, document by document."""
        return self.out / "cache" / "documents"

    @property
    def blobs(self) -> Path:
        """Folder of the raw bytes, named by their sha256."""
        return self.out / "cache" / "blobs"

    @property
    def pages(self) -> Path:
        """Folder of the report's pages of documents that did not change since."""
        return self.out / "cache" / "pages"

    @property
    def verdicts(self) -> Path:
        """Folder of what validation said of documents that did not change since."""
        return self.out / "cache" / "verdicts"

    @property
    def downloads(self) -> Path:
        """Folder of the records of downloads: which address gave which bytes, and when."""
        return self.out / "cache" / "fetched"

    @property
    def latest(self) -> Path:
        """The link to the newest published run."""
        return self.out / "latest"

    def with_options(self, **options: Any) -> Self:
        """A copy in which every option that is not None replaces the setting; raises ConfigError."""
        given = {name: value for name, value in options.items() if value is not None}
        return self if not given else _checked(type(self), {**self.model_dump(), **given}, None)


def load(file: Path | None = None) -> Config:
    """The settings from `file`, else from ./regesta.toml if it is there, else the defaults; then REGESTA_SOURCES.

    Raises:
        ConfigError: the file is missing, is not TOML, or holds an unknown or impossible setting.
    """
    path = file or Path(SETTINGS_FILE)
    values: dict[str, Any] = {}
    if file is not None or path.exists():
        values = _from_file(path)
    extra = tuple(Path(part) for part in os.environ.get(SOURCES_VARIABLE, "").split(os.pathsep) if part)
    if extra:
        values["sources"] = (*extra, *values.get("sources", ()))
    return _checked(Config, values, path if values else None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"is not TOML: {error}", file=path) from error
    for name in _PATHS:
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    if isinstance(values.get("sources"), list):
        values["sources"] = tuple(path.parent / str(folder) for folder in values["sources"])
    return values


def _checked(kind: type[C], values: dict[str, Any], path: Path | None) -> C:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{name}: {first['msg']}", file=path) from error
