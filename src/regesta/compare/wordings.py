"""Quotations that are nearly the same: one sentence of one speaker, printed in other words.

Spelling, contractions (don't, do not), what was cut at the ends and what is marked as cut inside make no other wording.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from regesta.tables import Claim

__all__ = ["ELIDED", "WORDING", "wordings", "words_of"]

WORDING = "wording"
"""The property: what a speaker said, word for word."""

ELIDED = "elided"
"""How a quotation is claimed (`via`) that says itself that words are missing or were put in."""

ALIKE = 0.8
"""The share of words that two wordings of one sentence have in common."""

SPELT_ALIKE = 0.8
"""The share of letters that two spellings of one word have in common."""

GRAM = 3
COMMON = 64
"""Words in a row by which quotations are found; those of more speeches than this are mere phrases."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NUMBERS = {word: f"{number}" for number, word in enumerate(_CARDINALS, start=1)} | {
    word: f"{number}{_ENDINGS.get(number, 'th')}"
    for number, word in enumerate((*_ORDINALS, "eleventh", "twelfth"), start=1)
}
_CONTRACTED = (
    (re.compile(r"\b(\d{1,2}):00\b"), r"\1"),
    (re.compile(r"\bcan[’']t\b|\bcannot\b"), "can not"),
    (re.compile(r"\bwon[’']t\b"), "will not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)nt\b"), r"\1 not"),
    (re.compile(r"\bcant\b"), "can not"),
    (re.compile(r"n[’']t\b"), " not"),
    (re.compile(r"[’']re\b"), " are"),
    (re.compile(r"[’']ve\b"), " have"),
    (re.compile(r"[’']ll\b"), " will"),
    (re.compile(r"[’']m\b"), " am"),
    (re.compile(r"\b(it|that|he|she|there|what)[’']s\b"), r"\1 is"),
)

Compared = tuple[list[str], str, str, bool]
"""What a check selects: the claims, the one wording, the other, and whether they are one."""


def words_of(text: str) -> str:
    """The words of a quotation, without marks; contractions are written out, small numbers in digits."""
    out = text.lower()
    for contracted, full in _CONTRACTED:
        out = contracted.sub(full, out)
    return " ".join(_NUMBERS.get(word, word) for word in _WORD.findall(out))


def wordings(claims: Iterable[Claim]) -> list[Compared]:
    """Each two quotations of one speaker, in two documents, that are the same or nearly so."""
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.claim_id):
        if claim.property == WORDING and claim.via != ELIDED:
            said[claim.subject].append(claim)
    return [row for held in said.values() for left, right in _near(held) for row in _compared(left, right)]


def _near(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The pairs of two documents that have some words in a row in common."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        words = (claim.text or "").split()
        for gram in dict.fromkeys(tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)):
            holders[gram].append(place)
    pairs = {pair for held in holders.values() if len(held) <= COMMON for pair in combinations(held, 2)}
    for left, right in sorted(pairs):
        if claims[left].doc_id != claims[right].doc_id:
            yield claims[left], claims[right]


def _compared(left: Claim, right: Claim) -> Iterator[Compared]:
    one, other = (left.text or "").split(), (right.text or "").split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() >= ALIKE:
        steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
        inner = [step for step in steps if not _is_end(step, len(one), len(other))]
        same = all(_same_words(one[a:b], other[c:d]) for _, a, b, c, d in inner)
        yield [left.claim_id, right.claim_id], left.text or "", right.text or "", same


def _is_end(step: tuple[str, int, int, int, int], length: int, other: int) -> bool:
    """Whether words are only missing at the beginning or the end of one of the two."""
    kind, a, b, c, d = step
    return kind != "replace" and ((a == 0 and c == 0) or (b == length and d == other))


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether words differ only in their spelling; numbers, and words of less than four letters, have one."""
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    return all(a == b or _same_word(a, b) for a, b in zip(one, other, strict=True))


def _same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) < len("four") or any(character.isdigit() for character in one + other):
        return False
    return one[0] == other[0] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELT_ALIKE
