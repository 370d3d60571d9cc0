"""Conflicts for the report: each statement in its sentence, with the characters that give the value marked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from regesta.compare.vocabulary import state_name
from regesta.report.cards import Card, Deck, Reader, Statement, days
from regesta.report.html.leaves import Leaf, Marked, leaves, markup
from regesta.store import Run, among
from regesta.tables import CONFLICT_STATUS, Claim, Document, Evidence

__all__ = ["CardView", "Said", "anchors", "card_views"]

CARDS_SHOWN = 1500
"""The gravest cards that a page shows; the table has all."""

STATEMENTS_SHOWN = 12
"""Statements of one card, of as many different values as there are."""

_AROUND = 160
"""Characters of a sentence that are shown before its first mark and after its last."""

_DATES = ("first", "last")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: `context` is its sentence, `dated` the sentences that give its date when they are others."""

    value: str
    via: str | None
    taken_back: bool
    speaker: str | None
    titles: tuple[str, ...]
    published: str
    context: Markup
    dated: tuple[Markup, ...]
    href: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as a page shows it."""

    card: Card
    anchor: str
    statements: tuple[Said, ...]
    more: int

    @property
    def values(self) -> tuple[str, ...]:
        """Its different values, in their order."""
        return tuple(dict.fromkeys(s.value for s in self.card.statements))


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    title: str
    published: str


class _Book:
    """Looks up what a statement needs."""

    def __init__(self, run: Run, needed: set[str], titles: Mapping[str, tuple[str, ...]]) -> None:
        claims = run.rows(Claim, among("claim_id", needed))
        self.claims = {claim.claim_id: claim for claim in claims}
        self.titles = titles
        documents = among("doc_id", (claim.doc_id for claim in claims))
        self.pages = {
            d.doc_id: _Page(d.text, d.title or d.doc_id, days(d.published_first, d.published_last))
            for d in run.rows(Document, documents)
        }
        dates = among("fact_id", (claim.fact_id for claim in claims)) & among("column", _DATES)
        self.evidence: dict[str, list[Evidence]] = defaultdict(list)
        for row in run.rows(Evidence, dates):
            self.evidence[row.fact_id].append(row)


def card_views(run: Run, reader: Reader, titles: Mapping[str, tuple[str, ...]]) -> tuple[list[CardView], int]:
    """The cards to show, open ones first, and how many more there are; `titles` names the sources of a document."""
    decks = [Deck(run, (status,), reader) for status in CONFLICT_STATUS]
    made = [card for deck in decks for card in deck.draw(CARDS_SHOWN)][:CARDS_SHOWN]
    shown = [(card, _chosen(card.statements)) for card in made]
    book = _Book(run, {s.claim_id for _, statements in shown for s in statements}, titles)
    views = [
        CardView(
            card=card,
            anchor=card.conflicts[0].conflict_id,
            statements=tuple(_of_one_passage([_said(reader, book, statement) for statement in statements])),
            more=len(card.statements) - len(statements),
        )
        for card, statements in shown
    ]
    return views, sum(len(deck.groups) for deck in decks) - len(shown)


def anchors(views: Sequence[CardView]) -> dict[str, dict[str, tuple[str, str]]]:
    """For each claim, the cards in which it is stated: status and title by anchor."""
    out: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for view in views:
        for statement in view.card.statements:
            out[statement.claim_id][view.anchor] = (view.card.status, view.card.title)
    return out


def _chosen(statements: Sequence[Statement]) -> list[Statement]:
    """As many as are shown: of each value the first, then of each the second, and so on; in their order."""
    if len(statements) <= STATEMENTS_SHOWN:
        return list(statements)
    seen: dict[str, int] = defaultdict(int)
    ranked: list[tuple[int, int]] = []
    for index, statement in enumerate(statements):
        ranked.append((seen[statement.value], index))
        seen[statement.value] += 1
    return [statements[index] for index in sorted(index for _, index in sorted(ranked)[:STATEMENTS_SHOWN])]


def _of_one_passage(said: Sequence[Said]) -> Iterator[Said]:
    """Statements that the same characters make, one after the other, as one with their values."""
    for _, same in groupby(said, lambda s: (s.context, s.titles, s.speaker, s.dated)):
        first, *others = same
        yield replace(first, value=" / ".join(dict.fromkeys([first.value, *(s.value for s in others)])))


def _said(reader: Reader, book: _Book, statement: Statement) -> Said:
    claim = book.claims[statement.claim_id]
    page = book.pages[claim.doc_id]
    start, end = reader.bounds(claim.doc_id, claim.start, claim.end)
    marks = list(_marks(claim, book.evidence[claim.fact_id]))
    inside = [m for m in marks if start <= m.start < end]
    return Said(
        value=statement.value,
        via=claim.via and state_name(claim.via),
        taken_back=claim.superseded_by is not None,
        speaker=claim.speaker,
        titles=book.titles.get(claim.doc_id, (page.title,)),
        published=page.published,
        context=_context(page.text, start, end, inside),
        dated=tuple(
            _context(page.text, *reader.bounds(claim.doc_id, m.start, m.end), [m]) for m in marks if m not in inside
        ),
        href=f"documents/{claim.doc_id}.html#{claim.claim_id}",
    )


def _marks(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[Marked]:
    """The value is in the claim's own words, or for the date of an event in the words that date it."""
    dated = claim.first is not None or claim.last is not None
    yield Marked(claim.start, claim.end, "said" if dated and evidence else "value")
    if dated:
        yield from (Marked(row.start, row.end, "value") for row in evidence)


def _context(text: str, start: int, end: int, marks: Sequence[Marked]) -> Markup:
    first = min(m.start for m in marks)
    last = min(end, max(m.end for m in marks))
    left, before = _left(text, start, first)
    right, after = _right(text, last, end)
    # white space of a sentence that runs over lines is for the browser to fold
    cut: Iterator[Leaf] = leaves(left, right, marks)
    return Markup(f"{before}{markup(text, cut)}{after}")  # noqa: S704 - `markup` escapes


def _left(text: str, start: int, first: int) -> tuple[int, str]:
    if first - start <= _AROUND:
        return start, ""
    space = text.find(" ", first - _AROUND, first)
    return (first - _AROUND if space < 0 else space + 1), "… "


def _right(text: str, last: int, end: int) -> tuple[int, str]:
    if end - last <= _AROUND:
        return end, ""
    space = text.rfind(" ", last, last + _AROUND)
    return (last + _AROUND if space < 0 else space), " …"
