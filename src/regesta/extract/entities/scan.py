"""One pass over the words of a document: which surfaces of the lexicon stand where."""

from collections.abc import Iterator
from dataclasses import dataclass

from regesta.extract.base import Doc, Sentence
from regesta.extract.entities.lexicon import LEAF, SAME, TOKEN, Entry, Leaf, Name, Node, adjectives, names, words
from regesta.spans import Span

__all__ = ["Hit", "Line", "lines"]


ETHNIC = ("ethnic", "Ethnic")
"""After one of these a people is not that of its state: ethnic Russians in Latvia."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` (half-open) of a line are a surface of the entries; longest match from the left."""

    first: int
    last: int
    entries: Leaf

    @property
    def entry(self) -> Entry:
        """The first of the entries: the only one unless the surface is shared."""
        return self.entries[0]

    def is_adjective(self, words_: list[str]) -> bool:
        """Whether the words are those for the people of a state or division, which are also its adjectives."""
        return tuple(words_[self.first : self.last]) in adjectives()


@dataclass(slots=True)
class Line:
    """The words of one sentence with their places in the text, and the hits in it, in order and by word."""

    sentence: Sentence
    words: list[str]
    starts: list[int]
    ends: list[int]
    hits: list[Hit]
    owners: dict[int, Hit]

    def span(self, first: int, last: int) -> Span:
        """The characters of the words `first` to `last` (half-open)."""
        return Span(self.starts[first], self.ends[last - 1])

    def touches(self, index: int) -> bool:
        """Whether there is a word at `index` with nothing between it and the one before it."""
        return 0 < index < len(self.words) and self.ends[index - 1] == self.starts[index]

    def capital(self, index: int) -> bool:
        """Whether there is a word at `index` that has a capital and is no function word, as words of names are."""
        return (
            0 <= index < len(self.words)
            and self.words[index][0].isupper()
            and (self.words[index] not in words().function)
        )

    def hit_at(self, index: int) -> Hit | None:
        """The hit that holds a word."""
        return self.owners.get(index)

    def hit_before(self, last: int) -> Hit | None:
        """The hit that ends just before a word."""
        hit = self.owners.get(last - 1)
        return hit if hit is not None and hit.last == last else None

    def possessor(self, index: int) -> Hit | None:
        """The hit before `'s` that ends just before a word."""
        if index >= 3 and self.words[index - 2 : index] == ["'", "s"]:
            return self.hit_before(index - 2)
        return None


def lines(doc: Doc) -> list[Line]:
    """Every sentence outside furniture with its words and hits."""
    root = names()
    return [_line(doc.text, sentence, root) for sentence in doc.sentences()]


def _line(text: str, sentence: Sentence, root: Node) -> Line:
    line = Line(sentence, [], [], [], [], {})
    for match in TOKEN.finditer(text, sentence.span.start, sentence.span.end):
        token = match.group()
        line.words.append(SAME.get(token, token))
        line.starts.append(match.start())
        line.ends.append(match.end())
    line.hits = list(_hits(line.words, root))
    line.owners = _owners(line.hits)
    line.hits = [hit for hit in line.hits if not _refused(line, hit)]
    line.owners = _owners(line.hits)
    return line


def _owners(hits: list[Hit]) -> dict[int, Hit]:
    return {index: hit for hit in hits for index in range(hit.first, hit.last)}


def _hits(tokens: list[str], root: Node) -> Iterator[Hit]:
    index, count = 0, len(tokens)
    while index < count:
        node: Node | None = root.get(tokens[index])
        found, reached = None, index
        while node is not None:
            reached += 1
            if LEAF in node:
                found = Hit(index, reached, node[LEAF])
            node = node.get(tokens[reached]) if reached < count else None
        if found is None:
            index += 1
        else:
            yield found
            index = found.last


def _refused(line: Line, hit: Hit) -> bool:
    """Whether the words beside a name say that it means something else."""
    before = line.words[hit.first - 1] if hit.first else ""
    after = line.words[hit.last] if hit.last < len(line.words) else ""
    for entry in hit.entries:
        rule = entry.rule
        if not isinstance(rule, Name):
            return False
        if before in ETHNIC and hit.is_adjective(line.words):
            return True
        if before in rule.not_after or after in rule.not_before or (rule.personal and _is_person(line, hit, before)):
            return True
    return False


def _is_person(line: Line, hit: Hit, before: str) -> bool:
    """Whether the surface is part of the name of a person: another word of a name stands beside it."""
    if before in words().place_prepositions:
        return False
    follows = line.capital(hit.last) and line.hit_at(hit.last) is None
    precedes = line.capital(hit.first - 1) and line.hit_before(hit.first) is None
    return follows or precedes
