"""Regesta: events, dates and figures from documents that disagree, each value tied to the characters that state it.

    regesta.annotate(text, published="2022-04-06")   the facts of one text, as `regesta annotate` gives them
    regesta.read_run("data/latest")                  the tables of a published run

Importing this package is light: what a name needs is loaded when the name is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regesta.extract.annotate import annotate
    from regesta.store import read_run

__all__ = ["__version__", "annotate", "read_run"]

__version__ = "0.1.0"

_PLACES = {"annotate": "regesta.extract.annotate", "read_run": "regesta.store"}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'regesta' has no attribute {name!r}")
