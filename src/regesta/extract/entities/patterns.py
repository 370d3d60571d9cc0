"""Names that no list holds: known by their head noun, or by an abbreviation that the text defines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regesta.extract.entities.lexicon import Entry, Pattern, slug, words
from regesta.extract.entities.mention import Mention
from regesta.extract.entities.scan import Hit, Line

__all__ = ["abbreviations", "by_head"]

ABBREVIATION = "entities.patterns.abbreviation"
LINKERS = ("of", "for")
SMALL = ("of", "for", "and", "the")
JOINERS = ("-", "&", "'")
ABBREVIATION_LENGTH = range(2, 9)


@dataclass(frozen=True, slots=True)
class _Home:
    """The state that an organisation or a place belongs to, and the hit that says so."""

    country: str
    hit: Hit
    inside: bool


def by_head(line: Line) -> Iterator[Mention]:
    """Organisations, groups and places of a line that are known by their head noun."""
    for hit in line.hits:
        rule = hit.entry.rule
        if not isinstance(rule, Pattern) or not (line.sentence.is_body or rule.in_headings):
            continue
        if (found := _named(line, hit, rule)) is not None:
            yield found


def _named(line: Line, hit: Hit, rule: Pattern) -> Mention | None:
    first = _left(line, hit.first)
    last = _tail(line, hit.last) if rule.tail else hit.last
    has_modifier = first < hit.first or last > hit.last or hit.last - hit.first > 1
    goes_on = last == hit.last and line.capital(last) and not _is_office(line, last)
    if not has_modifier or goes_on or _only_lists(line, first, hit):
        return None
    return _mention(line, first, last, hit.entry)


def _is_office(line: Line, index: int) -> bool:
    hit = line.hit_at(index)
    return hit is not None and hit.entry.role == "office"


def _left(line: Line, index: int) -> int:
    """The first of the capitalised words that run up to `index`."""
    while True:
        if line.capital(index - 1):
            index -= 1
        elif index >= 2 and line.words[index - 1] in JOINERS and line.capital(index - 2):
            index -= 2
        else:
            break
    return _over_possessive(line, index) if line.words[max(0, index - 2) : index] == ["'", "s"] else index


def _over_possessive(line: Line, index: int) -> int:
    """A possessive belongs to the name unless it is that of something we know: `River People's Front`."""
    owner = index - 3
    if not line.capital(owner) or line.possessor(index) is not None:
        return index
    return _left(line, owner)


def _tail(line: Line, index: int) -> int:
    """One past the `of ...` or `for ...` that belongs to the name, else `index`; a person is no part of it."""
    if index + 1 >= len(line.words) or line.words[index] not in LINKERS:
        return index
    start = index + 2 if line.words[index + 1] == "the" else index + 1
    if line.words[start : start + 1] and line.words[start] in words().given:
        return index
    reached = start
    while line.capital(reached) or _joins(line, reached):
        reached += 1
    return reached if reached > start else index


def _joins(line: Line, index: int) -> bool:
    """Whether a name goes on over `and` or a hyphen."""
    word, follows = line.words[index : index + 1], line.words[index + 1 : index + 2]
    if word == ["and"]:
        return line.capital(index + 1)
    is_inside = line.touches(index) and bool(follows) and line.touches(index + 1) and follows[0].isalpha()
    is_second_part = index > 1 and line.words[index - 1] == "-" and line.touches(index) and line.touches(index - 1)
    return (word == ["-"] and is_inside) or (bool(word) and word[0].isalpha() and is_second_part)


def _only_lists(line: Line, first: int, head: Hit) -> bool:
    """Whether a head written small has no name of its own before it.

    What stands there is the first word of the sentence, or a name from a list that needs no head ("Sindh province").
    """
    if line.words[head.first][0].isupper():
        return False
    if line.words[max(0, head.first - 2) : head.first] == ["'", "s"]:
        return True
    listed = line.hit_before(head.first)
    if listed is None:
        return first == 0 and head.first == 1
    return listed.first == first and listed.entry.kind != "place"


def _mention(line: Line, first: int, last: int, entry: Entry) -> Mention:
    span = line.span(first, last)
    home = _home(line, first, last)
    mention = Mention(span, entry.rule_id, entry.kind, country=home.country if home else None)
    mention.basis = "stated"
    mention.linked_id = _linked(line, first, last, home)
    if home is not None and not home.inside:
        mention.support("country", line.span(home.hit.first, home.hit.last), home.hit.entry.rule_id)
    return mention


def _linked(line: Line, first: int, last: int, home: _Home | None) -> str | None:
    """A slug; `<state>-<name>` when the state is not part of the name. Null for a bare head without a state."""
    begins = home is not None and home.inside and home.hit.first == first and home.hit.entry.kind == "country"
    rest = slug(" ".join(line.words[home.hit.last if begins and home else first : last]).replace(" ' ", ""))
    if home is not None and (begins or not home.inside):
        return f"{home.country.lower()}-{rest}"
    return rest if last - first > 2 or not _is_head(line, first, last) else None


def _is_head(line: Line, first: int, last: int) -> bool:
    hit = line.hit_at(first)
    return hit is not None and (hit.first, hit.last) == (first, last)


def _home(line: Line, first: int, last: int) -> _Home | None:
    inside = [
        h for h in line.hits if first <= h.first and h.last <= last and h.entry.role == "name" and h.entry.country
    ]
    if inside:
        countries = {h.entry.country for h in inside}
        return _Home(inside[0].entry.country or "", inside[0], inside=True) if len(countries) == 1 else None
    owner = line.possessor(first) or _its(line, first)
    if owner is not None and owner.entry.kind == "country" and owner.entry.country:
        return _Home(owner.entry.country, owner, inside=False)
    return None


def _its(line: Line, first: int) -> Hit | None:
    """The one state that a sentence has named before `its Foreign Ministry`; None when there are several."""
    if first == 0 or line.words[first - 1] != "its":
        return None
    states = [hit for hit in line.hits if hit.last < first and hit.entry.kind == "country"]
    return states[-1] if len({hit.entry.country for hit in states}) == 1 else None


def abbreviations(line: Line, ends: Mapping[int, Mention]) -> Iterator[tuple[str, Mention]]:
    """Abbreviations that the line defines, with the mention in brackets; `ends` are mentions by where they end."""
    for index in range(1, len(line.words) - 2):
        letters = line.words[index + 1]
        if line.words[index] != "(" or line.words[index + 2] != ")" or not _is_abbreviation(letters):
            continue
        known = ends.get(line.ends[index - 1])
        if known is not None and known.kind == "country":
            continue
        long = known or _spelled_out(line, index, letters)
        if long is not None:
            yield (
                letters,
                Mention(line.span(index + 1, index + 2), ABBREVIATION, long.kind, long.linked_id, long.country),
            )


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and word.isalnum() and len(word) in ABBREVIATION_LENGTH


def _spelled_out(line: Line, index: int, letters: str) -> Mention | None:
    """The capitalised words before a bracket whose initials are the letters in it."""
    first = index
    while first > 0 and (line.capital(first - 1) or line.words[first - 1] in (*SMALL, "-")):
        first -= 1
    while first < index:
        initials = "".join(word[0] for word in line.words[first:index] if word[0].isupper())
        if initials == letters and line.capital(first):
            span = line.span(first, index)
            return Mention(span, ABBREVIATION, "organisation", slug(" ".join(line.words[first:index])))
        first += 1
    return None
