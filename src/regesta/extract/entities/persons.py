"""Persons that a sentence makes known: by a list, by the office before or after the name, by speaking."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regesta.extract.entities.lexicon import Name, Office, slug, tokens, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.scan import Hit, Line

__all__ = ["listed", "named", "surname_of"]

SPEAKING = "entities.patterns.speaking_name"
LONGEST_NAME = 5


def named(line: Line) -> Iterator[Mention]:
    """The persons of a line that the line itself makes known."""
    for hit in line.hits:
        if hit.entry.role == "office":
            yield from _beside_office(line, hit)
    yield from _speaking(line)


def listed(line: Line, hit: Hit) -> Mention:
    """The mention of a person from persons.toml."""
    entry = hit.entry
    mention = Mention(line.span(hit.first, hit.last), entry.rule_id, "person", entry.linked_id, entry.country)
    mention.name = tuple(line.words[hit.first : hit.last])
    mention.surname = surname_of(entry.rule, mention.name, entry.country)
    mention.is_full = True
    return mention


def surname_of(rule: object, name: Sequence[str], country: str | None) -> tuple[str, ...]:
    """The words of the surname in a full name.

    What the list says; else the first word for states where the family stands first; else the last (`O'Brien` is one
    word, and `al-Assad` is found as `Assad`).
    """
    if isinstance(rule, Name) and rule.surname:
        return tuple(tokens(rule.surname))
    if country in words().family_name_first:
        return (name[0],)
    start = len(name) - 1
    while start > 1 and name[start - 1] in ("-", "'") and name[start - 2] not in words().particles:
        start -= 2
    return tuple(name[start:])


def _beside_office(line: Line, hit: Hit) -> Iterator[Mention]:
    """`<state> <office> <name>`, `<office> of <state> <name>`, `<name>, <state> <office>,`."""
    after = _past_state(line, hit.last)
    comma = 1 if line.words[after : after + 1] == [","] and _ends_clause(line, after + 1) else 0
    reached = _name_end(line, after + comma)
    if reached > after + comma:
        yield _holder(line, hit, after + comma, reached)
    elif (before := _apposed(line, hit)) is not None:
        yield _holder(line, hit, *before)


def _past_state(line: Line, index: int) -> int:
    """One past `of <state>` after an office, when a name or a comma follows; else `index`."""
    if line.words[index : index + 1] != ["of"]:
        return index
    start = index + 2 if line.words[index + 1 : index + 2] == ["the"] else index + 1
    state = line.hit_at(start)
    return state.last if state is not None and state.entry.kind == "country" else index


def _ends_clause(line: Line, start: int) -> bool:
    """Whether a whole name between commas starts here: `the prime minister, Imran Khan, said`."""
    reached = _name_end(line, start)
    return reached - start > 1 and line.words[reached : reached + 1] in ([","], ["."], ["!"], ["?"])


def _name_end(line: Line, start: int) -> int:
    """One past the last word of the name of a person that begins at `start`; `start` when none does."""
    index = start
    while index < len(line.words) and index - start < 2 * LONGEST_NAME:
        step = _name_step(line, start, index)
        if step == 0:
            break
        index += step
    while index > start and line.words[index - 1] in words().particles:
        index -= 1
    return index if index > start and not _is_other(line, index) else start


def _name_step(line: Line, start: int, index: int) -> int:
    """How many words further the name goes at `index`."""
    word = line.words[index]
    joined = line.touches(index) and index > start
    if word in ("-", "'"):
        follows = line.words[index + 1 : index + 2]
        is_part = bool(follows) and line.touches(index + 1) and follows[0][0].isalpha()
        return 2 if joined and is_part and (word == "-" or follows[0][0].isupper()) else 0
    if word == ".":
        return 1 if joined and len(line.words[index - 1]) == 1 else 0
    if word in words().particles:
        return 1 if line.capital(index + 1) or line.words[index + 1 : index + 2] == ["-"] else 0
    return 1 if _is_name_word(line, index) else 0


def _is_name_word(line: Line, index: int) -> bool:
    """Whether the word is capitalised as names are (`Khan`, `J`; not `NATO`) and begins nothing else that we know."""
    word = line.words[index]
    if not line.capital(index) or not word.isalpha() or (len(word) > 1 and word.isupper()):
        return False
    hit = line.hit_at(index)
    return hit is None or (hit.entry.kind == "person" and hit.entry.role == "name")


def _is_other(line: Line, last: int) -> bool:
    """Whether the words are those of a body or a street rather than of a person."""
    return line.words[last - 1] in words().not_persons or (
        last < len(line.words) and line.hit_at(last) is not None and _heads_other(line, last)
    )


def _heads_other(line: Line, index: int) -> bool:
    hit = line.hit_at(index)
    return hit is not None and hit.entry.role == "head" and line.words[index][0].isupper()


def _apposed(line: Line, hit: Hit) -> tuple[int, int] | None:
    """The name before `, the <state> <office>,`: first and last word."""
    index = _state_before(line, hit.first)[0]
    if index and line.words[index - 1] in ("the", "a", "an"):
        index -= 1
    if index < 3 or line.words[index - 1] != ",":
        return None
    first = last = index - 1
    while first > 0 and last - first < LONGEST_NAME and _is_name_word(line, first - 1):
        first -= 1
    if (known := line.hit_before(last)) is not None and known.entry.kind == "person":
        first = known.first
    return (first, last) if last - first > 1 and not _is_other(line, last) else None


def _state_before(line: Line, index: int) -> tuple[int, Hit | None]:
    """The first word of `<state> <modifiers>` before an office, and the state."""
    start = index
    while start > 0 and line.words[start - 1] in words().office_modifiers:
        start -= 1
    state = line.hit_before(start)
    if state is not None and state.entry.kind == "country":
        return state.first, state
    return index, None


def _holder(line: Line, hit: Hit, first: int, last: int) -> Mention:
    """The person who holds the office."""
    known = next((h for h in line.hits if first <= h.first and h.last <= last and h.entry.kind == "person"), None)
    mention = _person(line, first, last, hit.entry.rule_id)
    if known is not None and known.entry.role == "name":
        mention = replace(listed(line, known), span=mention.span)
    office, rule = line.span(hit.first, hit.last), hit.entry.rule
    if not isinstance(rule, Office) or rule.is_title:
        return mention
    mention.office = " ".join(line.words[hit.first : hit.last]).replace(" - ", "-").replace(" .", ".")
    mention.support("office", office, hit.entry.rule_id)
    state = _state_of(line, hit) if rule.acts_for_state else None
    if state is not None and mention.country is None:
        mention.country = state.entry.country
        mention.surname = surname_of(None, mention.name, mention.country)
        mention.support("country", line.span(state.first, state.last), state.entry.rule_id)
    return mention


def _state_of(line: Line, hit: Hit) -> Hit | None:
    """The state of an office: before it, or after `of`."""
    before = _state_before(line, hit.first)[1]
    if before is not None:
        return before
    last = _past_state(line, hit.last)
    return line.hit_before(last) if last > hit.last else None


def _person(line: Line, first: int, last: int, rule_id: str) -> Mention:
    """A person by the words of a name. One word alone is too weak for an id."""
    name = tuple(line.words[first:last])
    mention = Mention(line.span(first, last), rule_id, "person", name=name, surname=surname_of(None, name, None))
    mention.is_full = sum(word[0].isupper() for word in name) > 1
    if mention.is_full:
        mention.linked_id = slug(" ".join(name).replace(" ' ", ""))
    return mention


def _speaking(line: Line) -> Iterator[Mention]:
    """Two or three words of a name right before a verb of speech."""
    if not line.sentence.is_body:
        return
    for index in range(2, len(line.words)):
        if line.words[index] not in words().speaking:
            continue
        first = index
        while first > 0 and _is_name_word(line, first - 1):
            first -= 1
        before = line.words[first - 1] if first else ""
        is_name = 2 <= index - first <= 3 and before.lower() not in ("the", "-", "'", "s", "of", "&")
        if is_name and not _is_other(line, index):
            yield _person(line, first, index, SPEAKING)
