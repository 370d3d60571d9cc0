"""Events: what happened, or is said to, with who, whom, when, where and how much.

The way: body sentences are masked and searched for triggers (`find`), the slots of each are filled by plain positions
(`fill`, `slots`), dates and status are read around it (`dates`, `status`), mentions of one happening are put together
(`clusters`). Which words name which type, and which slots they need, stands in `lexicon/events/<type>.toml`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from regesta.extract.base import Doc
from regesta.extract.events.clusters import grouped
from regesta.extract.events.find import Draft, drafts
from regesta.extract.events.rows import rows_of
from regesta.extract.events.rules import Trigger, event_rules, event_types, triggers
from regesta.extract.events.scene import scenes
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
    def _triggers(self) -> tuple[Trigger, ...]:
        return triggers(event_types(self._folder))

    def extract(self, doc: Doc) -> Iterable[Row]:
        """Rows of events, event_arguments and evidence."""
        found: list[Draft] = []
        earlier: frozenset[str] = frozenset()
        for scene in scenes(doc):
            here = drafts(scene, self._triggers, earlier)
            found += here
            earlier |= {draft.type for draft in here}
        return [row for group in grouped(found) for row in rows_of(doc, group)]
