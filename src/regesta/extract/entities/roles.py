"""Those who act without a name: `Pakistani police`, `French troops`, `the Turkish foreign minister`, `the government`.

For which state they act is stated by what stands beside the noun (`Kenyan`, `Nairobi`, `Kenya's`, `of Kenya`), or where
the same noun stood so before; else, for people who act where they live, it is inferred from the one place that the
sentence, or the paragraph, says something happens in. Where neither tells, they are no mention.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from regesta.extract.entities.lexicon import LEAF, Entry, Node, Office, Role, names, role_words, slug
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.persons import past_state
from regesta.extract.entities.scan import Hit, Line

__all__ = ["is_role", "link_holders", "stated", "unstated"]

OFFICE_HOLDER = "entities.roles.office_holder"
PLACES = ("country", "division", "place")
ARTICLES = ("the", "The")
JOINED = ("and", "or", ",", "&", "-", "/")


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun for those who act.

    From `first` on with the words that belong to it (`riot police`), from `start` on also with those that only describe
    it (`new riot police`).
    """

    line: Line
    start: int
    first: int
    hit: Hit

    @property
    def entry(self) -> Entry:
        """The role or office."""
        return self.hit.entry

    @property
    def head(self) -> str:
        """The noun itself, as it stands in the lexicon."""
        return " ".join(self.line.words[self.hit.first : self.hit.last]).lower()

    @property
    def is_office(self) -> bool:
        """Whether it is an office, so that one person is meant."""
        return self.entry.role == "office"


def is_role(rule_id: str) -> bool:
    """Whether a mention by this rule is of somebody without a name."""
    return rule_id.startswith("entities.roles.")


def stated(line: Line, persons: Iterable[Mention]) -> Iterator[Mention]:
    """The roles of a line beside which their state is named; `persons` are those whom the line names."""
    held = {offset for person in persons for offset in _office(person)}
    for noun in _nouns(line):
        mention = _with_adjective(noun) or _owned(noun)
        if mention is not None and line.starts[noun.hit.first] not in held:
            yield mention


def unstated(lines: Sequence[Line], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The bare roles of a document whose state, or holder, is told elsewhere; `mentions` are all that is known."""
    taken = {offset for m in mentions for offset in (*range(m.span.start, m.span.end), *_office(m))}
    known = _Known(mentions)
    for _, paragraph in groupby(lines, key=lambda line: line.sentence.paragraph):
        block = [(line, known.sources(line)) for line in paragraph if line.sentence.is_body]
        around = _only([source for _, sources in block for source in sources])
        for line, sources in block:
            source = _only(sources) if sources else around
            for noun in _nouns(line):
                if line.starts[noun.hit.first] not in taken and (made := _bare(noun, known, source)) is not None:
                    yield made


def _office(mention: Mention) -> Iterator[int]:
    """The characters of the office that a named holder has beside the name: it is no mention of its own."""
    return (
        offset for column, span, _ in mention.grounds if column == "office" for offset in range(span.start, span.end)
    )


def _nouns(line: Line) -> Iterator[_Noun]:
    """The nouns of a line; an office that stands beside the name of its holder is none of them."""
    for hit in (*_at_start(line), *line.hits):
        rule = hit.entry.rule
        is_noun = isinstance(rule, Role) or (isinstance(rule, Office) and rule.unnamed)
        after = line.words[hit.last] if hit.last < len(line.words) else ""
        if is_noun and not line.capital(hit.last) and after not in role_words().parts:
            start = _over_modifiers(line, hit.first)
            first = next(i for i in range(start, hit.first + 1) if line.words[i] not in role_words().loose)
            yield _Noun(line, start, first, hit)


def _at_start(line: Line) -> Iterator[Hit]:
    """The role that a sentence begins with, with a capital: `Police closed the road`."""
    first = line.words[0] if line.words else ""
    node: Node | None = names().get(first.lower())
    if node is None or first == first.lower():
        return
    last, found, end = 1, node.get(LEAF), 1
    while last < len(line.words) and (node := node.get(line.words[last])) is not None:
        last += 1
        if LEAF in node:
            found, end = node[LEAF], last
    if found and found[0].role == "actor":
        yield Hit(0, end, found)


def _over_modifiers(line: Line, first: int) -> int:
    small = role_words()
    while first > 0:
        word = line.words[first - 1] if first > 1 else line.words[0].lower()
        if word not in small.modifiers and word not in small.loose:
            break
        first -= 1
    return first


def _with_adjective(noun: _Noun) -> Mention | None:
    """`Pakistani riot police`, `US troops`, `Nairobi police`: one mention with the state in it.

    Of two states before one noun (`Hungarian and Romanian officials`) neither is that of all.
    """
    line = noun.line
    state = line.hit_before(noun.start)
    if state is None or state.entry.country is None or len({e.country for e in state.entries}) > 1:
        return None
    before = line.words[state.first - 1] if state.first else ""
    is_one_of_two = before in JOINED and line.hit_before(state.first - 1) is not None
    is_adjective = _is_adjective(line, state)
    is_place = state.entry.kind in PLACES and not noun.is_office and before not in role_words().locatives
    if is_one_of_two or not (is_adjective or is_place):
        return None
    return _mention(noun, state.first, state.entry.country)


def _is_adjective(line: Line, hit: Hit) -> bool:
    """Whether a state is named by its people or its initials, as it is before a noun."""
    written = tuple(line.words[hit.first : hit.last])
    is_short = hit.entry.kind == "country" and len(written) < 5 and all(len(w) < 4 and w.upper() == w for w in written)
    return is_short or hit.is_adjective(line.words)


def _owned(noun: _Noun) -> Mention | None:
    """`Kenya's police`, `the government of Kenya`: the state is apart."""
    line = noun.line
    after = past_state(line, noun.hit.last)
    state = _owner(line, noun.start) or (line.hit_before(after) if after > noun.hit.last else None)
    if state is None or state.entry.country is None or state.entry.kind not in PLACES:
        return None
    if state.first > noun.start and (line.capital(after) or _is_listed(line, after)):
        return None
    mention = _mention(noun, noun.first, state.entry.country)
    mention.support("country", line.span(state.first, state.last), state.entry.rule_id)
    return mention


def _is_listed(line: Line, after: int) -> bool:
    """Whether more states follow: `the ministers of Egypt, Sudan and Ethiopia`."""
    follows = line.hit_at(after + 1)
    return line.words[after : after + 1] in ([","], ["and"]) and follows is not None and follows.entry.kind in PLACES


def _owner(line: Line, index: int) -> Hit | None:
    """Whose `'s` stands before a word: `Kenya's`, `the United States'`."""
    if line.words[max(0, index - 1) : index] == ["'"] and line.words[max(0, index - 2)].endswith("s"):
        return line.hit_before(index - 1)
    return line.possessor(index)


def _mention(noun: _Noun, first: int, country: str | None) -> Mention:
    line, entry = noun.line, noun.entry
    span = line.span(first, noun.hit.last)
    mention = Mention(span, OFFICE_HOLDER if noun.is_office else entry.rule_id, entry.kind, country=country)
    mention.basis = "stated"
    if noun.is_office:
        mention.office = noun.head
        mention.is_former = not role_words().not_in_office.isdisjoint(line.words[noun.start : noun.hit.first])
    elif entry.kind == "organisation" and country is not None:
        mention.linked_id = f"{country.lower()}-{slug(noun.head)}"
    mention.head = noun.head
    return mention


class _Known:
    """What a document says of states: all mentions by where they start, and the roles by their noun."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._at = {mention.span.start: mention for mention in mentions if mention.country is not None}
        self._by_head: dict[str, list[Mention]] = {}
        for mention in self._at.values():
            if mention.head:
                self._by_head.setdefault(mention.head, []).append(mention)

    def sources(self, line: Line) -> list[Mention]:
        """What tells where a sentence plays: places in which something happens, and bodies of a state.

        The bodies tell of other bodies, but not of people: whom the Thai army fights is from anywhere.
        """
        found = [self._at.get(start) for start in line.starts]
        places = {line.starts[hit.first] for hit in line.hits if _is_located(line, hit)}
        return [m for m in found if m and (m.span.start in places or (m.head and m.kind == "organisation"))]

    def before(self, noun: _Noun) -> Mention | None:
        """The last mention under the same noun before it, when all under that noun are of one state."""
        here = noun.line.starts[noun.hit.first]
        same = self._by_head.get(noun.head, ())
        earlier = [mention for mention in same if mention.span.start < here]
        return earlier[-1] if earlier and len({mention.country for mention in same}) == 1 else None


def _bare(noun: _Noun, known: _Known, place: Mention | None) -> Mention | None:
    """A role alone; an office only with the article: `the president`."""
    line, rule = noun.line, noun.entry.rule
    has_article = noun.start > 0 and line.words[noun.start - 1] in ARTICLES
    if noun.is_office:
        return _mention(noun, noun.first, None) if has_article else None
    if _is_anothers(noun):
        return None
    source = known.before(noun)
    if source is None and isinstance(rule, Role) and rule.at_home:
        source = _beside(noun) or place
        basis = "inferred"
        if source is not None and source.head and noun.entry.kind != "organisation":
            return None
    else:
        basis = "stated"
    if source is None:
        return None
    mention = _mention(noun, noun.first, source.country)
    mention.basis = basis
    mention.support("country", source.span, source.rule_id)
    return mention


def _is_anothers(noun: _Noun) -> bool:
    """Whether what stands beside the noun tells whose it is, though not of which state: `officials of the union`."""
    line = noun.line
    after = line.words[noun.hit.last] if noun.hit.last < len(line.words) else ""
    is_owned = line.hit_before(noun.start) is not None and line.words[noun.start - 1] != "'" and not _after_place(noun)
    return is_owned or after in role_words().owners


def _after_place(noun: _Noun) -> bool:
    """`In Kenya police closed the road`: the place before the noun is no part of it."""
    place = noun.line.hit_before(noun.start)
    return place is not None and place.entry.kind in PLACES and not _is_adjective(noun.line, place)


def _beside(noun: _Noun) -> Mention | None:
    """The place right behind a noun: `police in Kenya`."""
    line, index = noun.line, noun.hit.last
    hit = line.hit_at(index + 1)
    if hit is None or hit.first != index + 1 or line.words[index] not in role_words().locatives:
        return None
    return _as_place(line, hit)


def _as_place(line: Line, hit: Hit) -> Mention | None:
    entry = hit.entry
    if entry.kind not in PLACES or entry.country is None or len(hit.entries) > 1 or _is_adjective(line, hit):
        return None
    return Mention(line.span(hit.first, hit.last), entry.rule_id, entry.kind, country=entry.country)


def _is_located(line: Line, hit: Hit) -> bool:
    """Whether a place stands behind `in`, `near` ..., `in the town of`, or `in Sfax,`."""
    if hit.entry.kind not in PLACES or _is_adjective(line, hit):
        return False
    small, index = role_words(), hit.first
    while index > 0 and (line.words[index - 1] in small.directions or line.words[index - 1] == "the"):
        index -= 1
    before = line.words[index - 1] if index else ""
    if before == ",":
        return line.capital(index - 2) and _begins_place(line, index - 2)
    behind = line.words[index - 2] if index > 1 else ""
    return before in small.locatives or (before == "of" and (behind in small.places or behind in small.directions))


def _begins_place(line: Line, index: int) -> bool:
    """Whether the capitalised words up to `index` stand behind `in`, `near` ..."""
    while line.capital(index):
        index -= 1
    return index >= 0 and line.words[index] in role_words().locatives


def _only(places: Sequence[Mention]) -> Mention | None:
    """The first of the places when all lie in one state."""
    return places[0] if len({place.country for place in places}) == 1 else None


def link_holders(mentions: Sequence[Mention]) -> list[Mention]:
    """Link `the Turkish foreign minister` to the person whom the document names as such; what stays is given back.

    The last holder named before counts, else the first after; of several neither, and they stay candidates. An office
    without state and holder is no mention.
    """
    holders = [m for m in mentions if m.kind == "person" and m.office and m.linked_id and not is_role(m.rule_id)]
    for mention in mentions:
        if mention.rule_id == OFFICE_HOLDER and not mention.is_former:
            _link(mention, [holder for holder in holders if _holds(holder, mention)])
    return [m for m in mentions if m.rule_id != OFFICE_HOLDER or m.country is not None or m.linked_id is not None]


def _holds(holder: Mention, role: Mention) -> bool:
    office, asked = (holder.office or "").lower(), role.office or ""
    same_state = role.country is None or holder.country in (None, role.country)
    return same_state and (office == asked or office.endswith(f" {asked}"))


def _link(mention: Mention, fits: Sequence[Mention]) -> None:
    persons = {holder.linked_id: holder for holder in reversed(fits)}
    if len(persons) != 1:
        mention.candidates = sorted(linked for linked in persons if linked)
        return
    [holder] = persons.values()
    mention.linked_id = holder.linked_id
    mention.support("linked_id", holder.span, holder.rule_id)
    if mention.country is None and holder.country is not None:
        mention.country, mention.basis = holder.country, holder.basis
        mention.support("country", holder.span, holder.rule_id)
