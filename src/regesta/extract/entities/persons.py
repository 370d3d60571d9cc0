"""Persons that a sentence makes known: by a list, an office beside the name, a given name, an age, by speaking."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regesta.extract.entities.lexicon import Office, portfolio_words, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.naming import is_elsewhere, is_other, name_end, name_start, person, surname_of
from regesta.extract.entities.scan import Hit, Line

__all__ = ["listed", "named", "past_state"]

SPEAKING = "entities.patterns.speaking_name"
GIVEN = "entities.patterns.given_name"
AGED = "entities.patterns.aged_name"
AGES = range(1, 120)
PLACES = ("country", "division", "place")


def named(line: Line) -> Iterator[Mention]:
    """The persons of a line that the line itself makes known."""
    for hit in line.hits:
        if hit.entry.role == "office":
            yield from _beside_office(line, hit)
    yield from _speaking(line)
    yield from _given(line)
    yield from _aged(line)


def listed(line: Line, hit: Hit) -> Mention:
    """The mention of a person from persons.toml."""
    entry = hit.entry
    mention = Mention(line.span(hit.first, hit.last), entry.rule_id, "person", entry.linked_id, entry.country)
    mention.name = tuple(line.words[hit.first : hit.last])
    mention.surname = surname_of(entry.rule, mention.name, entry.country)
    mention.is_full, mention.is_common = True, entry.is_common
    return mention


def _beside_office(line: Line, hit: Hit) -> Iterator[Mention]:
    """`<state> <office> <name>`, `<office> of <state> <name>`, `<name>, <state> <office>,`."""
    after = past_state(line, _past_portfolio(line, hit), _kinds(hit))
    comma = 1 if line.words[after : after + 1] == [","] and _ends_clause(line, after + 1) else 0
    reached = name_end(line, after + comma)
    if reached > after + comma:
        yield _holder(line, hit, after + comma, reached)
    elif (before := _apposed(line, hit)) is not None:
        yield _holder(line, hit, *before)


def past_state(line: Line, index: int, kinds: Sequence[str] = PLACES) -> int:
    """One past `of <state>` after an office, or after the name of its holder; else `index`."""
    if line.words[index : index + 1] != ["of"]:
        return index
    start = index + 2 if line.words[index + 1 : index + 2] == ["the"] else index + 1
    state = line.hit_at(start)
    return state.last if state is not None and _is_in_state(state, kinds) else index


def _is_in_state(hit: Hit, kinds: Sequence[str]) -> bool:
    return hit.entry.kind in kinds and hit.entry.country is not None and len(hit.entries) == 1


def _kinds(hit: Hit) -> Sequence[str]:
    """Where an office can be held: an office of state in a state, a mayor's in any place."""
    rule = hit.entry.rule
    return ("country",) if isinstance(rule, Office) and rule.unnamed else PLACES


def _past_portfolio(line: Line, hit: Hit) -> int:
    """One past the portfolio behind a minister: `for trade and industry`; else the end of the office."""
    rule, last = hit.entry.rule, hit.last
    if not (isinstance(rule, Office) and rule.of_portfolio) or line.words[last : last + 1] not in (["of"], ["for"]):
        return last
    for index in range(last + 1, min(last + 8, len(line.words))):
        word = line.words[index].lower()
        if word in portfolio_words():
            last = index + 1
        elif word not in ("and", "the", ","):
            break
    return last


def _ends_clause(line: Line, start: int) -> bool:
    """Whether a whole name between commas starts here: `the prime minister, Imran Khan, said`."""
    reached = name_end(line, start)
    return reached - start > 1 and line.words[reached : reached + 1] in ([","], ["."], ["!"], ["?"])


def _apposed(line: Line, hit: Hit) -> tuple[int, int] | None:
    """The name before `, the <state> <office>,`: first and last word."""
    index = _state_before(line, hit)[0]
    if index and line.words[index - 1] in ("the", "a", "an"):
        index -= 1
    if index < 3 or line.words[index - 1] != ",":
        return None
    last = index - 1
    first = name_start(line, last)
    if (known := line.hit_before(last)) is not None and known.entry.kind == "person":
        first = known.first
    return (first, last) if last - first > 1 and not is_other(line, last) else None


def _state_before(line: Line, hit: Hit) -> tuple[int, Hit | None]:
    """The first word of `<state> <modifiers> <body>` before an office, and the state."""
    start = hit.first
    while start > 0 and (width := _width_before(line, start)):
        start -= width
    state = line.hit_before(start)
    if state is not None and _is_in_state(state, _kinds(hit)):
        return state.first, state
    return hit.first, None


def _width_before(line: Line, index: int) -> int:
    """How many words before `index` belong to an office or its body: `former`, `National Assembly`, `miners'`."""
    hit = line.hit_before(index)
    if hit is not None:
        return hit.last - hit.first if hit.entry.role in ("actor", "head") else 0
    return 1 if line.words[index - 1] in words().office_modifiers or line.capital(index - 1) else 0


def _holder(line: Line, hit: Hit, first: int, last: int) -> Mention:
    """The person who holds the office."""
    known = next((h for h in line.hits if first <= h.first and h.last <= last and h.entry.kind == "person"), None)
    mention = person(line, first, last, hit.entry.rule_id)
    if known is not None and known.entry.role == "name":
        mention = replace(listed(line, known), span=mention.span)
    end, rule = _past_portfolio(line, hit), hit.entry.rule
    if not isinstance(rule, Office) or rule.is_title:
        return mention
    mention.office = " ".join(line.words[hit.first : end]).replace(" - ", "-").replace(" .", ".").replace(" ,", ",")
    mention.support("office", line.span(hit.first, end), hit.entry.rule_id)
    mention.is_common = mention.is_common and not rule.unnamed
    mention.holds_state_office = rule.unnamed
    state = _state_of(line, hit, last) if rule.acts_for_state else None
    if state is not None and mention.country is None:
        mention.country, mention.basis = state.entry.country, "stated"
        mention.surname = surname_of(None, mention.name, mention.country)
        mention.support("country", line.span(state.first, state.last), state.entry.rule_id)
    return mention


def _state_of(line: Line, hit: Hit, name_end: int) -> Hit | None:
    """The state of an office: before it, or after `of` behind the office or the name."""
    before = _state_before(line, hit)[1]
    if before is not None:
        return before
    ends = (_past_portfolio(line, hit), name_end)
    return next((line.hit_before(last) for end in ends if (last := past_state(line, end, _kinds(hit))) > end), None)


def _speaking(line: Line) -> Iterator[Mention]:
    """Two or three words of a name right before a verb of speech."""
    if not line.sentence.is_body:
        return
    for index in range(2, len(line.words)):
        if line.words[index] not in words().speaking:
            continue
        first = name_start(line, index)
        before = line.words[first - 1] if first else ""
        is_part = before.lower() in ("the", "-", "'", "s", "of", "&") or line.hit_before(first) is not None
        if 2 <= index - first <= 3 and not is_part and not is_other(line, index):
            yield from _unlisted(line, first, index, SPEAKING)


def _given(line: Line) -> Iterator[Mention]:
    """A given name and what follows it."""
    index = 0
    while index < len(line.words):
        last = _given_end(line, index) if line.words[index] in words().given else index
        first = index - 2 if _has_initial(line, index) else index
        if last > index + 1 and not _goes_before(line, first):
            yield from _unlisted(line, first, last, GIVEN)
        index = max(last, index + 1)


def _has_initial(line: Line, index: int) -> bool:
    return index > 1 and line.words[index - 1] == "." and len(line.words[index - 2]) == 1 and line.capital(index - 2)


def _given_end(line: Line, index: int) -> int:
    """One past the name; a surname may be the name of a place too (`Christine Monaco`)."""
    last = name_end(line, index)
    hit = line.hit_at(index + 1)
    is_place = hit is not None and hit.entry.kind in PLACES and hit.last == hit.first + 1 and not line.capital(hit.last)
    return index + 2 if last == index + 1 and is_place else last


def _goes_before(line: Line, first: int) -> bool:
    """Whether the words before belong to the name, so that it is another one: `San Antonio`, `Blue Martin`."""
    return is_elsewhere(line, first) or (line.capital(first - 1) and line.hit_before(first) is None)


def _aged(line: Line) -> Iterator[Mention]:
    """`Zdravko Ilin, 34,` and `34-year-old Zdravko Ilin`."""
    for index in range(2, len(line.words)):
        if line.words[index - 1 : index] == [","] and _is_age(line, index):
            first, last = name_start(line, index - 1), index - 1
        elif line.words[index] == "old" and line.words[index - 3 : index] == ["-", "year", "-"]:
            first, last = index + 1, name_end(line, index + 1)
        else:
            continue
        if last - first > 1 and not is_other(line, last) and not is_elsewhere(line, first):
            yield from _unlisted(line, first, last, AGED)


def _unlisted(line: Line, first: int, last: int, rule_id: str) -> Iterator[Mention]:
    """A person of at least two names, unless a list knows the words."""
    mention = person(line, first, last, rule_id)
    hits = [hit for index in range(first, last) if (hit := line.hit_at(index)) is not None]
    if mention.is_full and all(hit.entry.kind in PLACES or hit.entry.role == "office" for hit in hits):
        yield mention


def _is_age(line: Line, index: int) -> bool:
    """Whether an age stands between commas, or ends a clause."""
    word = line.words[index]
    closes = line.words[index + 1 : index + 2] in ([","], ["."], [";"], [")"], ["and"])
    return word.isdecimal() and int(word) in AGES and closes
