"""The committed suites as files."""

import json
from pathlib import Path
from typing import Any

import regesta
from regesta.errors import CheckError

__all__ = ["FOLDER", "encoded", "read_suite"]

FOLDER = Path(regesta.__file__).parent / "expectations" / "suites"
"""`expectations/suites` at the root of a clone; package data in an installed library."""


def encoded(value: object) -> str:
    """JSON for people and for diffs: keys sorted, a line break at the end."""
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def read_suite(path: Path) -> dict[str, Any]:
    """A suite as it stands in its file, with its list of `expectations`.

    Raises:
        CheckError: the file is missing, or is no suite.
    """
    try:
        suite = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CheckError("is missing; python -m regesta.validate.suites writes it", file=path) from error
    except ValueError as error:
        raise CheckError(f"is not JSON: {error}", file=path) from error
    if not (isinstance(suite, dict) and isinstance(suite.get("expectations"), list)):
        raise CheckError("is not a suite: it has no list of expectations", file=path)
    return suite
