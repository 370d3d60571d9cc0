"""The words that name the speaker: the noun phrase before a verb, after it, or at the head of the sentence."""

import re
from dataclasses import dataclass, replace
from functools import cache

from regesta.extract.attributions.quotations import MARKS, Scope
from regesta.extract.attributions.vocabulary import any_of, words
from regesta.spans import Span
from regesta.tables import Entity

__all__ = [
    "DAY",
    "RELATIVE",
    "Phrase",
    "following",
    "has_verb",
    "head_of",
    "is_plural",
    "noun_of",
    "owner",
    "phrase",
    "preceding",
]

MOST_WORDS = 12
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
HELPERS = re.compile(
    rf"(?:(?:^|\s+)(?:has|have|had|also|later|then|again|once|earlier|still|never|ever|since|already|both|all|always|long|often|now|just|only|"
    rf"himself|herself|itself|themselves|[a-z]+ly)|(?:^|[\s,]+)(?:(?:on\s+|late\s+|early\s+)*{DAY}|today|yesterday))+\s*$"
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s+\w+ly|\s+also|\s+not)?\s*$")
NOT_FINITE = re.compile(
    r"(?:\b(?:to|will|would|can|could|may|might|must|shall|should|not|cannot|do|does|did|let|by)|n['’]t)\s*$"
)
BREAK = re.compile(
    rf"[,;:()](?!\d)|\s[-–—]+\s|[{MARKS}]|\b(?:that|but|while|because|when|what|how|why|if|although|though|whereas|where|"
    r"as|since|until|before|after)\b",
    re.IGNORECASE,
)
INSERTED = re.compile(r"(?:\s*\([^()]{1,60}\)|\s+[-–—]\s+[^-–—,;:]{1,80}\s+[-–—])\s*$")
"""What stands between a subject and its verb in brackets or dashes."""
RELATIVE = re.compile(r"[\s,]+(?:who|which)\s*$")
LEADING = re.compile(
    r"(?:\s|\b(?:which|whom|and|but|however|meanwhile|also|then|later|today|yesterday|so|yet|or|now|earlier)\b|,)*",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"(?:in|on|at|after|during|for|from|with|by|to|under|over|since|before|despite|among|into|about|through)\b",
    re.IGNORECASE,
)
INNER_PREPOSITION = re.compile(r"\b(?:of|in|for|from|at|with|to|by|on|near|about|against)\b")
CLAUSE = re.compile(
    r"\s+(?:(?:who|which|whose|whom|published|released|issued|obtained|seen|leaked|posted|filed|presented)\b|"
    r"(?:[a-z]+(?:ed|ing)|sent|held|known|led|run|made|given|written)\s+"
    r"(?:by|on|in|at|to|from|for|with|last|this|earlier|during|near|over|of|as)\b)"
)
DETERMINED = re.compile(
    r"\b(?:the|a|an|his|her|its|their|one|some|many|most|several|other|two|three|four|five)\s+(?:[\w'’-]+\s?){1,5}$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:he|she|it|they|I|we)$", re.IGNORECASE)
ENDS_ARTICLE = re.compile(r"\b(?:the|an?|its|their|as)\s*$", re.IGNORECASE)
"""Before `an alleged confession`, where the cue is no verb."""
ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "it's", "as"))
PREPOSITIONS = frozenset(("of", "in", "to", "by", "for", "with", "on", "at", "from"))
NO_NOUNS = frozenset(
    ("and", "or", "not", "be", "is", "are", "was", "were", "who", "which", "what", "nobody", "nothing", "there")
)
QUANTIFIERS = frozenset(("no", "any", "such", "more", "most"))
NOBODY = frozenset(
    (
        "you",
        "somebody",
        "someone",
        "anyone",
        "no",
        "nobody",
        "none",
        "neither",
        "everything",
        "anything",
        "something",
        "whoever",
        "whatever",
    )
)
POSSESSIVE = ("'s", "’s", "s'", "s’")
NO_HEAD = ARTICLES | PREPOSITIONS | NO_NOUNS | QUANTIFIERS
TITLES = ("Dr", "Mr", "Mrs", "Ms", "Prof", "Gen", "Col", "Sgt", "Sen", "Rep", "Gov", "Lt", "Capt", "St", "[A-Z]")
IN_NAME = "|".join(rf"(?<=\b{title})\." for title in TITLES)
"""The full stop of a title or an initial, which ends nothing."""
NO_TITLE = "".join(rf"(?<!\b{title})" for title in TITLES)
FOLLOWING = re.compile(
    rf"\s*((?:[^,.;:!?(){MARKS}]|{IN_NAME})+?)"
    rf"(?=\s*(?:[,;:!?(){MARKS}]|{NO_TITLE}\.|$|\s(?:on|after|before|during|when|as|who|which|while|because|"
    rf"late|early|{DAY}|told|said|that)\b))"
)
FINITE = re.compile(
    r"\s+(?:\w+ed|is|was|were|are|has|have|had|will|would|made|gave|took|held|met|went|spoke|wrote|set|put|sent|came|"
    r"began|left|won|lost|led|drew|did|does|can|could|may|said|told|fell|rose|fled|ran|stood|broke|cut|hit|grew|shot|saw|"
    r"knew|thought|became|kept|paid|brought|bought|sold|built|drove|flew|fought|chose|spent|sat|heard|stopped|withdrew)\b"
)
ASIDE = re.compile(
    r"\s*(?:who|which|whose|a|an|the|one|now|then|himself|herself|also|in|on|at|for|from|with|[a-z]+ing|[a-z]+ed|"
    r"seen|sent|held|\d+)\b"
)
NAME = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+|al|bin|de|der|van|von|da|di|dos)){0,4}\s+[A-Z][\w'’-]+")
BEFORE_TIME = re.compile(r"\s+(?:(?:in|at|on|by|late|early|since)\s+)*$")
SELF = re.compile(r"\s+(?:himself|herself|itself|themselves)\s*$")
MOST_COMMAS = 3
PLURALS = frozenset(
    ("people", "police", "men", "women", "media", "they", "we", "i", "you", "many", "some", "others", "both", "several")
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
    if NOT_FINITE.search(stretch) or ENDS_ARTICLE.search(stretch):
        return None
    stretch = INSERTED.sub("", stretch)
    relative = RELATIVE.search(stretch)
    stretch = stretch[: relative.start()] if relative else stretch.rstrip()
    if stretch.endswith(","):
        return _apposed(scope, start, start + len(stretch) - 1)
    first, last = start + _last_break(stretch), start + len(stretch)
    found = phrase(scope, _reduced(scope, first, last, whole=first) if relative else first, last)
    return _described(scope, found, first) if found is not None and scope.text[first - 1] == "," else found


def _described(scope: Scope, found: Phrase, start: int) -> Phrase:
    """The person in `Scott Carson, head of Boeing said`, where the comma behind what the person is was forgotten."""
    person = scope.entity_ending(start - 1)
    is_noun = found.entity is None and noun_of(found.span.of(scope.text)) in words().holders | words().people
    if person is None or person.kind != "person" or not is_noun:
        return found
    return Phrase(Span(person.start, found.whole.end), Span(person.start, person.end), person)


def _apposed(scope: Scope, start: int, end: int) -> Phrase | None:
    """The noun phrase before `, a spokesman for the ministry,` that ends at `end`, or the name in `, Ama Serwaa,`."""
    end = start + len(INSERTED.sub("", scope.text[start:end]))
    comma = _aside(scope.text, start, end)
    if comma < 0:
        return None
    before = phrase(scope, start + _last_break(scope.text[start:comma]), comma)
    named = _name(scope, comma + 1, end)
    is_common = before is not None and before.entity is None
    if named is None or not is_common:
        return before
    return replace(named, whole=Span(before.whole.start if before else named.whole.start, end))


def _aside(text: str, start: int, end: int) -> int:
    """The comma that opens what stands between the subject and `end`; -1 when there is none."""
    last = comma = text.rfind(",", start, end)
    for _ in range(MOST_COMMAS):
        if comma < 0 or ASIDE.match(text, comma + 1, end):
            return comma if comma >= 0 else last
        comma = text.rfind(",", start, comma)
    return last


def _name(scope: Scope, start: int, end: int) -> Phrase | None:
    """The characters `[start, end)` as the name of a person or a body."""
    while start < end and scope.text[start].isspace():
        start += 1
    kinds = ("person", "organisation", "group")
    named = next((e for e in scope.entities if e.start >= start and e.end == end and e.kind in kinds), None)
    if named is not None and (named.kind == "person" or named.start == start):
        return _phrase(Span(start, end), named)
    return Phrase(Span(start, end), Span(start, end), None) if NAME.fullmatch(scope.text, start, end) else None


def _last_break(stretch: str) -> int:
    return max((match.end() for match in BREAK.finditer(stretch)), default=0)


def phrase(scope: Scope, start: int, end: int) -> Phrase | None:
    """The words `[start, end)` as a speaker, without conjunctions before it, phrases of time or place, and clauses."""
    start = _trimmed(scope.text, start, end)
    text = SELF.sub("", scope.text[start:end]).rstrip()
    end = start + len(text)
    if (joined := text.rfind(" and ")) > 0 and _is_apart(text[:joined]):
        start += joined + len(" and ")
        text = scope.text[start:end]
    if PREPOSITION.match(text) or len(text.split()) > MOST_WORDS:
        start = _reduced(scope, start, end, whole=end)
        text = scope.text[start:end]
    if clause := CLAUSE.search(text):
        end = start + clause.start()
    end = before_time(scope, start, end)
    text = scope.text[start:end]
    if (pronoun := PRONOUN.search(text)) and " and " not in text:
        start += pronoun.start()
        text = pronoun[0]
    if not _is_noun(text):
        return None
    return _phrase(Span(start, end), _named(scope, Span(start, end)))


def _is_noun(text: str) -> bool:
    parts = text.lower().split()
    is_somebody = bool(parts) and parts[-1] not in NO_HEAD and parts[0] not in NOBODY
    return is_somebody and text[0].isalnum() and not text.endswith(POSSESSIVE)


def _is_apart(before: str) -> bool:
    """Whether what stands before "and" is a clause of its own, and no part of the subject."""
    return len(before.split()) > MOST_WORDS // 2 or FINITE.search(f" {before}") is not None


def _trimmed(text: str, start: int, end: int) -> int:
    match = LEADING.match(text, start, end)
    return match.end() if match else start


def _reduced(scope: Scope, start: int, end: int, *, whole: int) -> int:
    """The start of the pronoun, mention or article noun that ends a long stretch; `whole` when there is none."""
    text = scope.text[start:end]
    if (entity := scope.entity_ending(end)) is not None and entity.start > start:
        return entity.start
    for pattern in (PRONOUN, DETERMINED):
        if match := pattern.search(text):
            return start + match.start()
    return whole


def _named(scope: Scope, span: Span) -> Entity | None:
    """The entity that the phrase is a mention of: the one that ends it or a person in it."""
    last = scope.entity_ending(span.end)
    if last is not None and not INNER_PREPOSITION.search(scope.text, span.start, max(span.start, last.start)):
        return last
    return next((entity for entity in scope.entities_in(span) if _is_head(scope.text, span, entity)), None)


def _is_head(text: str, span: Span, entity: Entity) -> bool:
    """Whether a person is whom the phrase is about, with what belongs to the person behind: `X of the opposition`."""
    if entity.kind != "person" or INNER_PREPOSITION.search(text, span.start, entity.start):
        return False
    return bool(INNER_PREPOSITION.match(text, min(span.end, entity.end + 1), span.end))


def following(scope: Scope, start: int) -> Phrase | None:
    """The subject after a verb: `said a district officer`, `according to the police`."""
    match = FOLLOWING.match(scope.text, start, scope.bounds.end)
    if match is None:
        return None
    first, end = match.span(1)
    end = _before_occasion(scope, first, end)
    is_described = re.search(r"\b[a-z][\w-]*\s*$", scope.text[first:end])
    if is_described and (behind := _name_behind(scope, end)) is not None:
        return Phrase(Span(first, behind.whole.end), behind.span, behind.entity)
    holder = next((entity for entity in scope.entities_in(Span(first, end)) if entity.kind == "person"), None)
    is_holder = holder is not None and not INNER_PREPOSITION.search(scope.text, first, holder.start)
    if holder is not None and is_holder and not scope.text.startswith(POSSESSIVE[:2], holder.end):
        return _phrase(Span(first, max(end, holder.end)), holder)
    return phrase(scope, first, end)


def _name_behind(scope: Scope, end: int) -> Phrase | None:
    """The name in `the head of the office, Davide Mora`."""
    comma = re.compile(r",\s*").match(scope.text, end, scope.bounds.end)
    if comma is None:
        return None
    named = next((entity for entity in scope.entities if entity.start == comma.end()), None)
    if named is not None and named.kind in ("organisation", "person"):
        is_closed = scope.text[named.end : named.end + 1] in (",", ".", ";", "")
        return _phrase(Span(named.start, named.end), named) if is_closed else None
    name = NAME.match(scope.text, comma.end(), scope.bounds.end)
    is_whole = name is not None and scope.text[name.end() : name.end() + 1] in (",", ".", "")
    return Phrase(Span(*name.span()), Span(*name.span()), None) if name is not None and is_whole else None


def _before_occasion(scope: Scope, start: int, end: int) -> int:
    """The end of a noun phrase before `in a statement`, `at a news conference`, `in May`."""
    occasion = _occasion().search(scope.text, start, end)
    return before_time(scope, start, occasion.start() if occasion else end)


def before_time(scope: Scope, start: int, end: int) -> int:
    """The end of a noun phrase before `on Monday` or `last week`."""
    time = next((t for t in scope.times if start < t.start < end and t.type in ("DATE", "TIME")), None)
    return start + len(BEFORE_TIME.sub("", scope.text[start : time.start])) if time else end


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:in|at|on|to)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{any_of(words().occasions)})\b")


def owner(scope: Scope, start: int, end: int) -> Phrase | None:
    """Who owns what stands behind `end`: the noun phrase before `'s`, or the pronoun `his`."""
    text = scope.text[start:end]
    if pronoun := re.search(r"\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s+$", text):
        span = Span(start + pronoun.start(), start + len(text.rstrip()))
        return Phrase(span, span, None)
    mark = re.search(r"(?:['’]s|(?<=s)['’])\s+$", text)
    return phrase(scope, start + _last_break(text[: mark.start()]), start + mark.start()) if mark else None


def noun_of(text: str) -> str:
    """The noun of a noun phrase in lower case: `officer` in `an officer of the guard`."""
    before = INNER_PREPOSITION.split(text.lower())[0].split()
    return before[-1] if before else ""


def is_plural(text: str) -> bool:
    """Whether a noun phrase names several."""
    noun = noun_of(text)
    several = noun in PLURALS or (noun.endswith("s") and not noun.endswith(("ss", "'s", "’s")))
    return several or " and " in text


def has_verb(scope: Scope, span: Span) -> bool:
    """Whether the words hold a finite verb, so that they are a clause and no name of a speaker."""
    return FINITE.search(scope.text, span.start, span.end) is not None


def head_of(scope: Scope) -> Phrase | None:
    """The subject at the head of the sentence, for a participle or a second verb that borrows it."""
    start = scope.bounds.start
    if PREPOSITION.match(scope.text, start):
        comma = scope.text.find(",", start, scope.bounds.end)
        start = comma + 1 if comma > 0 else start
    finite = FINITE.search(scope.text, start, scope.bounds.end)
    if finite is None:
        return None
    subject = HELPERS.sub("", scope.text[start : finite.start()])
    reached = re.search(r"(?<=.),(?!\d)", subject)
    return phrase(scope, start, start + (reached.start() if reached else len(subject)))
