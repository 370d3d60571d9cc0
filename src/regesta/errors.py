"""Every error that Regesta raises on purpose.

    RegestaError
    ├── SetupError                 stops before any work          exit 2
    │   ├── ConfigError            settings
    │   ├── SourceIndexError       seeds/INDEX.md
    │   ├── LexiconError           a rule file
    │   ├── CheckError             a consistency check
    │   └── ReviewError            review.toml
    ├── DocumentError              one source is left out         a row in `issues`
    ├── InputLineError             one line of `annotate`         the line's answer
    ├── RunError                   a run or a row is not there    exit 2
    ├── QuarantineError            too many sources left out      exit 3
    └── InvariantError             our bug: publish nothing       exit 70

What documents say is never an error: it is a row in `issues` or `conflicts`.
"""

from pathlib import Path

__all__ = [
    "CheckError",
    "ConfigError",
    "DocumentError",
    "InputLineError",
    "InvariantError",
    "LexiconError",
    "QuarantineError",
    "RegestaError",
    "ReviewError",
    "RunError",
    "SetupError",
    "SourceIndexError",
]


class RegestaError(Exception):
    """The root: `exit_code` is what the command line returns for it."""

    exit_code = 1


class SetupError(RegestaError):
    """Something a person wrote is wrong; nothing was done.

    The message begins with the file, and the line where one is known: `seeds/INDEX.md:12: ...`.
    """

    exit_code = 2

    def __init__(self, message: str, *, file: Path | str | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        place = "" if file is None else f"{file}: " if line is None else f"{file}:{line}: "
        super().__init__(place + message)


class ConfigError(SetupError):
    """The settings (regesta.toml, the environment or an option) are wrong."""


class SourceIndexError(SetupError):
    """The index of the sources is wrong."""


class LexiconError(SetupError):
    """A rule file is wrong; the message names the entry."""


class CheckError(SetupError):
    """The file of a consistency check is wrong."""


class ReviewError(SetupError):
    """The file of a person's decisions is wrong."""


class DocumentError(RegestaError):
    """One document cannot be read. `code` is what `issues.code` will hold."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class InputLineError(RegestaError):
    """One line given to `annotate` cannot be used; the other lines are not lost."""


class RunError(RegestaError):
    """A published run, or the row asked for, is not there or not whole."""

    exit_code = 2


class QuarantineError(RegestaError):
    """More sources were quarantined than the settings allow."""

    exit_code = 3


class InvariantError(RegestaError):
    """A promise of ours is broken (a quote differs from its text, an unknown rule): nothing is published."""

    exit_code = 70
