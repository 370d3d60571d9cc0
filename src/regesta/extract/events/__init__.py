"""Events: what happened, or is said to, with who, whom, when, where and how much.

The way: sentences that hold all words of a trigger are parsed (`triggers`, `scene`); a trigger counts with the part of
speech, particles and partner that its rule asks for; its slots are filled from the tree (`slots`, `named`, `tolls`, on
the questions of `tree`); status and dates are read from the tree (`status`, `dates`, `ties`); mentions of one happening
are put together, with those of titles and headings (`clusters`). Which words name which type, and which slots they
need, stands in `lexicon/events/<type>.toml`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from regesta.extract.base import Doc
from regesta.extract.events.clusters import grouped
from regesta.extract.events.find import Draft, drafts
from regesta.extract.events.rows import rows_of
from regesta.extract.events.rules import event_rules, event_types
from regesta.extract.events.scene import scenes
from regesta.extract.events.triggers import Lexis
from regesta.lexicon import Rule
from regesta.tables import Row

__all__ = ["Events"]


class Events:
    """The extractor of events and their arguments. `folder` holds the type files (default: the shipped ones)."""

    name = "events"
    needs = frozenset({"times", "figures", "entities", "attributions"})
    gives = frozenset({"events", "event_arguments"})

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its id; raises LexiconError for a file that does not follow the form."""
        return event_rules(event_types(self._folder))

    @cached_property
    def _lexis(self) -> Lexis:
        return Lexis(event_types(self._folder))

    def extract(self, doc: Doc) -> Iterable[Row]:
        """Rows of events, event_arguments and evidence."""
        told: list[Draft] = []
        headed: list[Draft] = []
        earlier: frozenset[str] = frozenset()
        for scene in scenes(doc, self._lexis.may_match):
            here = drafts(scene, self._lexis, earlier)
            if scene.sentence.is_body:
                told += here
                earlier |= {draft.type for draft in here}
            else:
                headed += here
        return [row for group in grouped(told, headed) for row in rows_of(doc, group)]
