"""What the steps of the entity extractor pass on: a mention that is still being worked on."""

from dataclasses import dataclass, field

from regesta.extract.entities.lexicon import Leaf
from regesta.spans import Span

__all__ = ["Mention", "longest"]


@dataclass(slots=True)
class Mention:
    """A mention before it becomes a row.

    Of a person: the words of the name, those of the surname, and whether the name is whole (`is_full`) and so common
    that the list may mean somebody else (`is_common`). Of somebody
    without a name: the noun (`head`), and whether the office was held once (`is_former`). `basis` says how `country`
    is known. `options` are the entries of a shared surface. `grounds` are the spans of derived cells: column, span,
    rule id.
    """

    span: Span
    rule_id: str
    kind: str
    linked_id: str | None = None
    country: str | None = None
    basis: str = "listed"
    office: str | None = None
    name: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    is_full: bool = False
    head: str = ""
    is_former: bool = False
    is_common: bool = False
    holds_state_office: bool = False
    options: Leaf = ()
    candidates: list[str] = field(default_factory=list)
    grounds: list[tuple[str, Span, str]] = field(default_factory=list)

    def support(self, column: str, span: Span, rule_id: str) -> None:
        """Note the characters behind a cell, when they are not the mention's own."""
        self.grounds.append((column, span, rule_id))

    def take_country(self, other: "Mention") -> None:
        """Take over the state of another mention, where none is known."""
        if self.country is None:
            self.country, self.basis, self.is_common = other.country, other.basis, other.is_common


def longest(mentions: list[Mention]) -> list[Mention]:
    """The mentions in the order of the text without those that overlap an earlier or longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept
