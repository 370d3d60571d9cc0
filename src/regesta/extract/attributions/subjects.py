"""The words that name the speaker: the noun phrase before a verb, after it, or at the head of the sentence."""

import re
from dataclasses import dataclass

from regesta.extract.attributions.quotations import Scope
from regesta.spans import Span
from regesta.tables import Entity

__all__ = ["Phrase", "apposed", "following", "has_verb", "head_of", "phrase", "preceding"]

MOST_WORDS = 12
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
HELPERS = re.compile(
    rf"(?:(?:^|[\s,]+)(?:has|have|had|also|later|then|again|repeatedly|reportedly|publicly|once|earlier|still|never|"
    rf"did\s+not|does\s+not|(?:on\s+|late\s+|early\s+)*{DAY}|today|yesterday))+\s*$"
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s+\w+ly|\s+also|\s+not)?\s*$")
BREAK = re.compile(
    r"[,;:()](?!\d)|\s[-–—]+\s|[“”\"]|\b(?:that|but|while|because|when|what|how|why|if|although|though|whereas|where|as|since|until|"
    r"before|after)\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"[\s,]+(?:who|which)\s*$")
LEADING = re.compile(
    r"(?:\s|\b(?:and|but|however|meanwhile|also|then|later|today|yesterday|so|yet|or|now|earlier)\b|,)*", re.IGNORECASE
)
PREPOSITION = re.compile(
    r"(?:in|on|at|after|during|for|from|with|by|to|under|over|since|before|despite|among|into|about|through)\b",
    re.IGNORECASE,
)
INNER_PREPOSITION = re.compile(r"\b(?:of|in|for|from|at|with|to|by|on|near|about|against)\b")
DETERMINED = re.compile(r"\b(?:the|a|an|his|her|its|their|one|some|many)\s+(?:[\w'’-]+\s?){1,5}$", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:he|she|it|they|I|we)$", re.IGNORECASE)
ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "it's", "as"))
PREPOSITIONS = frozenset(("of", "in", "to", "by", "for", "with", "on", "at", "from"))
NO_NOUNS = frozenset(
    ("and", "or", "not", "be", "is", "are", "was", "were", "who", "which", "what", "nobody", "nothing")
)
QUANTIFIERS = frozenset(("no", "any", "such", "more", "most", "some"))
POSSESSIVE = ("'s", "’s")
NO_HEAD = ARTICLES | PREPOSITIONS | NO_NOUNS | QUANTIFIERS
FOLLOWING = re.compile(
    r"\s*([^,.;:!?()“”\"]+?)(?=\s*(?:[,.;:!?()“”\"]|$|\s(?:on|in|at|after|before|during|when|as|who|which|while|because|"
    rf"late|early|{DAY}|told|said|that)\b))"
)
FINITE = re.compile(
    r"\s+(?:\w+ed|is|was|were|are|has|have|had|will|would|made|gave|took|held|met|went|spoke|wrote|set|put|sent|came|"
    r"began|left|won|lost|led|drew|did|does|can|could|may|said|told)\b"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name a speaker, as a whole and (`span`) without what only describes it.

    `entity` when they are a mention of it; then the span is that of the mention.
    """

    whole: Span
    span: Span
    entity: Entity | None


def _phrase(whole: Span, entity: Entity | None) -> Phrase:
    return Phrase(whole, Span(entity.start, entity.end) if entity else whole, entity)


def preceding(scope: Scope, start: int, end: int) -> Phrase | None:
    """The subject that ends at a verb: the noun phrase at the end of `[start, end)`; None when there is none."""
    stretch = scope.text[start:end]
    if PASSIVE.search(stretch):
        return None
    if helpers := HELPERS.search(stretch):
        stretch = stretch[: helpers.start()]
    if relative := RELATIVE.search(stretch):
        stretch = stretch[: relative.start()]
    stretch = stretch.rstrip()
    if stretch.endswith(","):
        return apposed(scope, start, start + len(stretch) - 1)
    return phrase(scope, start + _last_break(stretch), start + len(stretch))


def apposed(scope: Scope, start: int, end: int) -> Phrase | None:
    """The noun phrase before `, a spokesman for the ministry,` that ends at `end`."""
    stretch = scope.text[start:end]
    comma = stretch.rfind(",")
    if comma < 0:
        return None
    return phrase(scope, start + _last_break(stretch[:comma]), start + comma)


def _last_break(stretch: str) -> int:
    return max((match.end() for match in BREAK.finditer(stretch)), default=0)


def phrase(scope: Scope, start: int, end: int) -> Phrase | None:
    """The words `[start, end)` as a speaker, without conjunctions before it and phrases of time or place."""
    start = _trimmed(scope.text, start, end)
    text = scope.text[start:end].rstrip()
    end = start + len(text)
    if " and " in text and len(text.rpartition(" and ")[0].split()) > MOST_WORDS // 2:
        start += text.rindex(" and ") + len(" and ")
        text = scope.text[start:end]
    if PREPOSITION.match(text) or len(text.split()) > MOST_WORDS:
        start = _reduced(scope, start, end)
        text = scope.text[start:end]
    if not text or not text[0].isalpha() or text.endswith(POSSESSIVE) or text.split()[-1].lower() in NO_HEAD:
        return None
    entity = _named(scope, Span(start, end))
    return _phrase(Span(start, end), entity)


def _trimmed(text: str, start: int, end: int) -> int:
    match = LEADING.match(text, start, end)
    return match.end() if match else start


def _reduced(scope: Scope, start: int, end: int) -> int:
    """The start of the pronoun, mention or article noun that ends a long stretch; `end` when there is none."""
    text = scope.text[start:end]
    if (entity := scope.entity_ending(end)) is not None and entity.start > start:
        return entity.start
    for pattern in (PRONOUN, DETERMINED):
        if match := pattern.search(text):
            return start + match.start()
    return end


def _named(scope: Scope, span: Span) -> Entity | None:
    """The entity that the phrase is a mention of: the one that ends it with no preposition before, or begins it."""
    last = scope.entity_ending(span.end)
    if last is not None and not INNER_PREPOSITION.search(scope.text, span.start, max(span.start, last.start)):
        return last
    inside = scope.entities_in(span)
    if inside and inside[0].kind == "person" and inside[0].start == span.start:
        return inside[0]
    return None


def following(scope: Scope, start: int) -> Phrase | None:
    """The subject after a verb: `said a district officer`, `according to the police`."""
    match = FOLLOWING.match(scope.text, start, scope.bounds.end)
    if match is None:
        return None
    end = match.end(1)
    rest = re.compile(r",\s*").match(scope.text, end, scope.bounds.end)
    named = next((e for e in scope.entities if rest and e.start == rest.end()), None)
    if named is not None and named.kind in ("organisation", "person"):
        return _phrase(Span(match.start(1), named.end), named)
    inside = scope.entities_in(Span(match.start(1), end))
    holder = next((entity for entity in inside if entity.kind == "person"), None)
    if holder is not None and not INNER_PREPOSITION.search(scope.text, match.start(1), holder.start):
        return _phrase(Span(match.start(1), max(end, holder.end)), holder)
    return phrase(scope, match.start(1), end)


def has_verb(scope: Scope, span: Span) -> bool:
    """Whether the words hold a finite verb, so that they are a clause and no name of a speaker."""
    return FINITE.search(scope.text, span.start, span.end) is not None


def head_of(scope: Scope) -> Phrase | None:
    """The subject at the head of the sentence, for a participle that borrows it."""
    start = scope.bounds.start
    if PREPOSITION.match(scope.text, start):
        comma = scope.text.find(",", start, scope.bounds.end)
        start = comma + 1 if comma > 0 else start
    finite = FINITE.search(scope.text, start, scope.bounds.end)
    return phrase(scope, start, finite.start()) if finite else None
