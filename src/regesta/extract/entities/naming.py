"""The shape of names of persons: where one ends, which of its words is the surname, which id it gives."""

from collections.abc import Sequence

from regesta.extract.entities.lexicon import Name, slug, tokens, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.scan import Line

__all__ = ["is_elsewhere", "is_full", "is_name_word", "is_other", "name_end", "name_start", "person", "surname_of"]

LONGEST_NAME = 5
ELSEWHERE = ("St", "San", "Santa", "Saint", "Fort", "Port", "Mount", "Mt")
"""Before one of these words a given name is that of a place."""

QUOTES = ('"', "“", "”")


def name_end(line: Line, start: int) -> int:
    """One past the last word of the name of a person that begins at `start`; `start` when none does."""
    index = start
    while index < len(line.words) and index - start < 2 * LONGEST_NAME:
        step = _name_step(line, start, index)
        if step == 0:
            break
        index += step
    while index > start and line.words[index - 1] in words().particles:
        index -= 1
    return _past_suffix(line, index) if index > start and not is_other(line, index) else start


def name_start(line: Line, last: int) -> int:
    """The first of the words of a name that end just before `last`; `last` when there are none."""
    first = last
    while first > 0 and last - first < LONGEST_NAME and is_name_word(line, first - 1):
        first -= 1
    return first


def _past_suffix(line: Line, index: int) -> int:
    """One past `Jr.` or `III` after a name, when one stands there."""
    after = index + 1 if line.words[index : index + 1] == [","] else index
    suffix = line.words[after] if after < len(line.words) else ""
    if suffix not in words().suffixes:
        return index
    return after + 2 if suffix in ("Jr", "Sr") and line.words[after + 1 : after + 2] == ["."] else after + 1


def _name_step(line: Line, start: int, index: int) -> int:
    """How many words further the name goes at `index`."""
    word = line.words[index]
    joined = line.touches(index) and index > start
    if word in QUOTES and index > start:
        return _nickname_step(line, index)
    if word in ("-", "'"):
        follows = line.words[index + 1 : index + 2]
        is_part = bool(follows) and line.touches(index + 1) and follows[0][0].isalpha()
        return 2 if joined and is_part and (word == "-" or follows[0][0].isupper()) else 0
    if word == ".":
        return 1 if joined and len(line.words[index - 1]) == 1 else 0
    if word in words().particles:
        return 1 if line.capital(index + 1) or line.words[index + 1 : index + 2] == ["-"] else 0
    return 1 if is_name_word(line, index) else 0


def _nickname_step(line: Line, index: int) -> int:
    """The words of a nickname in quotation marks between two names."""
    for last in range(index + 2, index + 5):
        if line.words[last : last + 1] and line.words[last] in QUOTES:
            return last + 1 - index if line.capital(last + 1) and is_name_word(line, last + 1) else 0
    return 0


def is_name_word(line: Line, index: int) -> bool:
    """Whether the word is capitalised as names are (`Khan`, `J`; not `NATO`) and begins nothing else that we know."""
    word = line.words[index]
    if not line.capital(index) or not word.isalpha() or (len(word) > 1 and word.isupper()) or word in words().suffixes:
        return False
    hit = line.hit_at(index)
    if hit is None or (hit.entry.kind == "person" and hit.entry.role == "name"):
        return True
    return word in words().surnames_too and line.capital(index - 1) and line.hit_at(index - 1) is None


def is_other(line: Line, last: int) -> bool:
    """Whether the words before `last` are those of a body or a street rather than of a person."""
    if line.words[last - 1] in words().not_persons:
        return True
    hit = line.hit_at(last) if last < len(line.words) else None
    return hit is not None and hit.entry.role == "head" and line.words[last][0].isupper()


def is_elsewhere(line: Line, first: int) -> bool:
    """Whether the word before makes a name of a place of it: `San Antonio`, `St. Louis`."""
    before = first - 2 if line.words[max(0, first - 1) : first] == ["."] else first - 1
    return before >= 0 and line.words[before] in ELSEWHERE


def surname_of(rule: object, name: Sequence[str], country: str | None) -> tuple[str, ...]:
    """The words of the surname in a full name.

    What the list says; else the first word for states where the family stands first; else the last before `Jr.`, with
    a capital particle (`Del Giudice`). `O'Brien` is one word, and `al-Assad` is found as `Assad`.
    """
    if isinstance(rule, Name) and rule.surname:
        return tuple(tokens(rule.surname))
    if country in words().family_name_first:
        return (name[0],)
    end = len(name)
    while end > 2 and (name[end - 1] in words().suffixes or name[end - 1] in (".", ",")):
        end -= 1
    start = end - 1
    while start > 1 and name[start - 1] in ("-", "'") and name[start - 2] not in words().particles:
        start -= 2
    while start > 1 and name[start - 1][0].isupper() and name[start - 1].lower() in words().particles:
        start -= 1
    return tuple(name[start:end])


def is_full(name: Sequence[str]) -> bool:
    """Whether a name has more than one word that is no initial."""
    return sum(word[0].isupper() and word not in words().suffixes for word in name) > 1


def person(line: Line, first: int, last: int, rule_id: str) -> Mention:
    """A person by the words of a name. One word alone is too weak for an id.

    The id leaves out initials and nicknames, which one text gives and the next does not.
    """
    name = tuple(_without_nickname(line.words[first:last]))
    mention = Mention(line.span(first, last), rule_id, "person", name=name, surname=surname_of(None, name, None))
    mention.is_full = is_full(name)
    if mention.is_full:
        mention.linked_id = slug(" ".join(_without_initials(name)).replace(" ' ", ""))
    return mention


def _without_nickname(name: Sequence[str]) -> list[str]:
    """`Vincent "The Chin" Gigante` without what stands in quotation marks."""
    marks = [index for index, word in enumerate(name) if word in QUOTES]
    return [*name[: marks[0]], *name[marks[1] + 1 :]] if len(marks) == 2 else list(name)


def _without_initials(name: Sequence[str]) -> list[str]:
    """The name without initials, when two whole words are left: `W. Mark Felt`, but `J. K. Rowling`."""
    initials = {i for i in range(len(name) - 1) if _is_initial(name[i]) and name[i + 1] != "'"}
    stops = {i + 1 for i in initials if name[i + 1] == "."}
    whole = [word for i, word in enumerate(name) if i not in initials | stops]
    return whole if is_full(whole) else list(name)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()
