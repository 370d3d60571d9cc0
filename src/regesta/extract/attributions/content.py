"""What is said: a quotation, the clause after "that" or the verb, or the clause around the speaker.

What is said comes in parts, since a speaker may stand in the middle of it: `“It is late,” she said, “and dark.”`
"""

import re
from functools import cache

from regesta.extract.attributions.quotations import MARKS, Quotation, Scope
from regesta.extract.attributions.subjects import DAY, has_verb
from regesta.extract.attributions.vocabulary import CueRule, any_of, next_speaker, words
from regesta.spans import Span

__all__ = [
    "BEHIND_TAG",
    "Parts",
    "after_clause",
    "clause_around",
    "clause_before",
    "of_verb",
    "quoted_behind",
    "that_clause",
    "trimmed",
    "whether_clause",
]

Parts = tuple[Span, ...]

WITHIN = rf"(?:[^,;{MARKS}]|,(?=\s?\d))"
"""A character inside a phrase; the comma of a date is one."""
PLAIN_ASIDE = (
    rf"(?:\s+(?:(?:on|in|at|to|during|after|before|through|late|early|earlier|last|this|by|with|from)\b{WITHIN}*?|"
    rf"(?:here\s+|there\s+)?(?:again|yesterday|today|later|here|[a-z]+ly|{DAY}))\s*,?\s*)"
)
ASIDE = rf"(?:\s*,)?{PLAIN_ASIDE}"
THAT = re.compile(rf"{PLAIN_ASIDE}?(?:,\s[^{MARKS}.]+,)?\s*\bthat\b(?!['’])\s*")
ADDRESSED_THAT = re.compile(
    rf"\s+[^,.;{MARKS}]{{2,60}}?(?:,?\s+(?:on|in|at|late|early)\b[^,.;{MARKS}]{{2,40}},?)?\s+that\s+"
)
TO_QUOTATION = re.compile(rf"(?:{ASIDE}|\s+[^,.;{MARKS}]{{0,60}})?[\s,:]*(?:that|is\s+to|is\s+that|:)?\s*")
TAG = (
    rf"\s+(?:here|there|again|yesterday|today|later|then|late|early|[a-z]+ly|{DAY})|"
    rf"\s+(?:(?:shortly|soon|just|late|early)\s+)?(?:on|in|at|late|early|during|after|by|before|through|via|last|this|from|"
    rf"with|without|as|when|while)\b"
    rf"{WITHIN}{{1,60}}?"
)
TRAILING = re.compile(rf"(?:{TAG}|,\s+(?:\w+ing)\b[^{MARKS}]*)*\s*(?:;|[\s.:!?’')\]{MARKS}]*$)")
TAG_END = re.compile(rf"(?:{TAG})*\s*(?=,)")
BEHIND_TAG = re.compile(r",\s+(?!(?:cited\s+by|quoted\s+by|carried\s+by|and|who|which|where|when|whose)\b|\w+ing\b)")
DAY_ASIDE = re.compile(rf"\s+(?:(?:here|on|late|early)\s+)*(?:{DAY}|yesterday|today)(?=\s+\w)")
OBJECT = re.compile(
    r"\s+(?:not\s+to|never\s+to|to|in|at|on|by|for|from|with|about|of|so|as|nothing|little|much|more|otherwise|"
    r"is|was|are|were|has|have|had|will|would|can|could|may|goodbye|yes|responsibility|credit|victory|asylum|\d[\d,.]*)\b"
)
WHETHER = re.compile(r"\s+(?=(?:whether|if|how|why|what|when|where|who)\b)")
TO_SPEAKER = re.compile(rf"[\s,—–-]*(?:(?:the|a|an|his|her|its|their)\s+[^,.;:{MARKS}]{{1,60}},\s*)?")
"""What may stand between a quotation and who says it: what the speaker is, in `“...,” the accused, Jan Novak, said`."""
BEFORE_SPEAKER = re.compile(rf"([,{MARKS}])\s*(?:as\s*)?$")
TITLE = 25
BETWEEN_NAMES = re.compile(r"\s+[a-z]+\s+(?:[a-z]+\s+)?")
"""What stands in `the Hill Country Wire columnist Ann Prow`."""
ALL_NAMES = re.compile(r"(?:[A-Z][\w.'’-]*\s+)+[A-Z][\w.'’-]*")
SETTING = re.compile(
    r"(?:in|on|at|after|before|during|for|from|with|by|to|under|over|since|despite|among|when|while|as|although|though|"
    r"if|because|asked|speaking|last|later|meanwhile|however|earlier)\b",
    re.IGNORECASE,
)
"""What opens a phrase before the subject that nobody says: `After the talks, the minister said.`"""
NO_NOUN = re.compile(r"\s+(?:it|this|that|them|him|her|us|me)\b")
NOUN_ENDS = re.compile(r",(?!\d)|\s(?:and|but)\s+(?:[a-z]+ly\s+)?[a-z]+ed\b")
ANYBODY = re.compile(r"\s+(?!that\b)(?:(?:the|a|an|his|her|its|their)\s+)?[\w-]+(?=\s)")
QUANTITY = re.compile(
    r"\s+(?:(?:more|fewer|less)\s+than\s+|at\s+least\s+|about\s+|almost\s+|nearly\s+|some\s+|only\s+)?"
    r"(?:\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|dozens\b|hundreds\b|thousands\b|[a-z]+ty\b)"
)
TO_INFINITIVE = re.compile(rf"(?:{ASIDE})?\s*\bto\s+(?=[a-z])")
EMBEDS = re.compile(r"\b(?:who|which|that|because|if|where|when|what|whose|as|since)\s*,?\s*$")
STARTS = re.compile(r"[;:]\s+(?:that\s+)?")
DATELINE = re.compile(r"[A-Z][A-Z .'’-]+(?:,[^()]{0,60})?(?:\([^)]*\)\s*)?\s+[-–—]{1,2}\s+")
CLAUSE_STARTS = re.compile(r"(?:[;:]|,?\s+(?:but|while|whereas|although|though)|,\s+and)\s+(?:that\s+)?")
ENDS_OPEN = (",", "?", "!", "…", "-", "–", "—")
LONGEST_ASIDE = 120
FEWEST_WORDS = 5
FEWEST_BARE = 2


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The characters without space and stops around them; None when nothing is left."""
    while start < end and text[start] in " \t\n\u00a0,;:":
        start += 1
    while end > start and text[end - 1] in " \t\n\u00a0,;:.":
        end -= 1
    return Span(start, end) if end > start else None


def of_verb(scope: Scope, rule: CueRule, subject_start: int, cue_end: int) -> Parts:
    """What is said with a verb whose subject begins at `subject_start`; nothing when the verb says nothing here."""
    earlier = _quotation_before(scope, subject_start)
    if quoted := _quoted(scope, cue_end):
        return _parts(_joined_part(scope, subject_start, earlier, Span(cue_end, quoted.start)), quoted)
    if rule.direct:
        return _parts(earlier.inner if earlier else None)
    if clause := behind_verb(scope, rule, cue_end):
        return (clause,)
    heard = _heard(scope, cue_end) if rule.addressee else _past_day(scope, cue_end)
    before = _first_part(scope, subject_start, earlier)
    if TRAILING.match(scope.text, heard, scope.bounds.end) or (before and rule.addressee and _is_last(scope, heard)):
        return _parts(before)
    if tag := TAG_END.match(scope.text, heard, scope.bounds.end):
        return _around(scope, rule, subject_start, tag.end(), earlier)
    return _parts(_bare(scope, rule, heard))


def _past_day(scope: Scope, at: int) -> int:
    """Where a date right behind the verb ends: `reported September 26, ...`."""
    day = next((t for t in scope.times if at < t.start <= at + 1 and t.type == "DATE" and t.first), None)
    return day.end if day else at


def _is_last(scope: Scope, at: int) -> bool:
    """Whether nothing follows but whom it was said to, as in `..., she told the Hill Country Wire`."""
    rest = scope.text[at : scope.bounds.end]
    return len(rest.split()) <= FEWEST_WORDS and "," not in rest


def behind_verb(scope: Scope, rule: CueRule, cue_end: int) -> Span | None:
    """The clause that a verb introduces by "that", or by "to" where somebody promises."""
    if clause := that_clause(scope, cue_end, addressee=rule.addressee):
        return clause
    aim = TO_INFINITIVE.match(scope.text, cue_end, scope.bounds.end) if rule.infinitive else None
    if aim is not None:
        return _noun_phrase(scope, aim.end())
    quantity = QUANTITY.match(scope.text, cue_end, scope.bounds.end) if rule.quantity else None
    return _noun_phrase(scope, cue_end, fewest=1) if quantity else None


def _joined_part(scope: Scope, subject_start: int, earlier: Quotation | None, between: Span) -> Span | None:
    """What is said before a speaker behind whom a quotation goes on: a quotation, or a clause that it completes."""
    words_between = scope.text[between.start : between.end - 1]
    if earlier is not None:
        return earlier.inner if "," in words_between or not words_between.strip() else None
    goes_on = words_between.lstrip().startswith(",") and scope.text[between.end].islower()
    return clause_before(scope, subject_start) if goes_on else None


def _parts(*parts: Span | None) -> Parts:
    return tuple(part for part in parts if part is not None)


def _first_part(scope: Scope, subject_start: int, quotation: Quotation | None) -> Span | None:
    """What is said before the speaker: a whole quotation, or a clause, which may hold a few quoted words."""
    if quotation is not None:
        return quotation.inner
    clause = clause_before(scope, subject_start)
    if clause is not None and ALL_NAMES.fullmatch(scope.text, clause.start, clause.end):
        return None
    is_setting = clause is not None and SETTING.match(scope.text, clause.start, clause.end)
    return clause if clause is not None and (not is_setting or has_verb(scope, clause)) else None


def _quotation_before(scope: Scope, subject_start: int) -> Quotation | None:
    """A whole quotation right before the speaker, to which more may be added behind."""
    quotation = scope.quoted_before(subject_start)
    if quotation is None or not TO_SPEAKER.fullmatch(scope.text, quotation.outer.end, subject_start):
        return None
    inner = quotation.inner.of(scope.text)
    is_open = scope.bounds.start <= quotation.outer.start or inner.endswith(ENDS_OPEN)
    is_whole = quotation.outer.start <= scope.bounds.start or not inner[:1].islower()
    return quotation if is_open and is_whole else None


def _around(scope: Scope, rule: CueRule, subject_start: int, tag_end: int, quotation: Quotation | None) -> Parts:
    """What is said around `, officials said on Friday,`: both parts of a clause, or the quotation before it."""
    if quotation is not None:
        return _parts(quotation.inner, quoted_behind(scope, tag_end))
    before = clause_before(scope, subject_start)
    behind = BEHIND_TAG.match(scope.text, tag_end, scope.bounds.end)
    after = after_clause(scope, behind.end()) if behind else None
    if before is None:
        return _parts(after) if rule.bare and not rule.addressee else ()
    is_embedded = EMBEDS.search(scope.text, scope.bounds.start, before.end + 1)
    return _parts(None if is_embedded and after else before, after)


def quoted_behind(scope: Scope, at: int) -> Span | None:
    """The quotation that goes on behind a tag: `..., she said, “and dark.”`."""
    quotation = scope.quoted_after(at)
    is_next = quotation is not None and not scope.text[at : quotation.outer.start].strip(" ,\n—–-")
    return quotation.inner if quotation is not None and is_next else None


def _bare(scope: Scope, rule: CueRule, cue_end: int) -> Span | None:
    """The clause right after the verb, a day, or whom it is said to."""
    if day := DAY_ASIDE.match(scope.text, cue_end, scope.bounds.end):
        cue_end = day.end()
    if not (rule.bare or rule.noun) or OBJECT.match(scope.text, cue_end, scope.bounds.end):
        return None
    if rule.noun:
        return _noun_phrase(scope, cue_end)
    clause = after_clause(scope, cue_end)
    is_enough = clause is not None and len(clause.of(scope.text).split()) >= FEWEST_BARE
    return clause if is_enough else None


def _noun_phrase(scope: Scope, start: int, fewest: int = FEWEST_BARE) -> Span | None:
    """What somebody denies in a noun, or promises to do: to the next comma."""
    clause = after_clause(scope, start)
    if clause is None or NO_NOUN.match(scope.text, start):
        return None
    other = NOUN_ENDS.search(scope.text, clause.start, clause.end)
    found = trimmed(scope.text, clause.start, other.start() if other else clause.end)
    return found if found and len(found.of(scope.text).split()) >= fewest else None


def _heard(scope: Scope, at: int) -> int:
    """Where the words for whom it is said to end: `reporters`, `the court`, `him`, a name."""
    start = at
    if heard := _hearer().match(scope.text, at, scope.bounds.end):
        at = heard.end()
    named = next((e for e in scope.entities if at < e.start <= at + 2 and e.kind != "country"), None)
    if named is not None:
        holder = next((e for e in scope.entities if named.end < e.start <= named.end + TITLE), None)
        is_whole = holder is not None and BETWEEN_NAMES.fullmatch(scope.text, named.end, holder.start)
        return holder.end if holder is not None and is_whole else named.end
    anybody = ANYBODY.match(scope.text, start, scope.bounds.end) if at == start else None
    return anybody.end() if anybody else at


@cache
def _hearer() -> re.Pattern[str]:
    """Whom something is said to, by its noun; what describes a name ("state broadcaster NRK") is passed over, too."""
    hearer = any_of(words().hearers)
    return re.compile(
        rf"\s+(?:(?:the|a|an|his|her|its|their|our|some)\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{hearer})\b(?:\s+(?:{hearer})\b)*"
        r"(?:\s+(?:in|at)\s+[A-Z]\w+)?"
    )


def _quoted(scope: Scope, cue_end: int) -> Span | None:
    """The quotation that follows a verb with nothing but an aside, a colon or "that" before it."""
    quotation = scope.quoted_after(cue_end)
    if quotation is None or quotation.outer.start - cue_end > LONGEST_ASIDE:
        return None
    between = scope.text[cue_end : quotation.outer.start]
    is_introduced = between.strip(" \n")[-1:] in ("", ",", ":") or between.split()[-1] == "that"
    return quotation.inner if is_introduced and TO_QUOTATION.fullmatch(between) else None


def that_clause(scope: Scope, start: int, *, addressee: bool = False) -> Span | None:
    """The clause after `that`, which may stand behind an aside, or behind whom it is said to."""
    end = min(scope.bounds.end, start + LONGEST_ASIDE)
    match = THAT.match(scope.text, start, end)
    if match is None and addressee:
        match = ADDRESSED_THAT.match(scope.text, start, end)
    return after_clause(scope, match.end()) if match else None


def whether_clause(scope: Scope, start: int, *, is_asked: bool) -> Span | None:
    """The clause after `whether` and its like; after `that`, too, unless it is asked; somebody may be asked."""
    heard = _heard(scope, start) if is_asked and not WHETHER.match(scope.text, start) else start
    match = WHETHER.match(scope.text, heard, scope.bounds.end)
    if match is not None:
        return after_clause(scope, match.end())
    return None if is_asked else that_clause(scope, start)


def after_clause(scope: Scope, start: int) -> Span | None:
    """From `start` to the end of the sentence, or to where another source is named."""
    other = next_speaker().search(scope.text, start, scope.bounds.end)
    return trimmed(scope.text, start, other.start() if other else scope.bounds.end)


def clause_before(scope: Scope, end: int) -> Span | None:
    """The clause that ends before the speaker, without the dateline of a report."""
    reached = BEFORE_SPEAKER.search(scope.text[scope.bounds.start : end])
    if reached is None:
        return None
    end = scope.bounds.start + reached.end(1)
    start = max((m.end() for m in STARTS.finditer(scope.text, scope.bounds.start, end)), default=scope.bounds.start)
    dateline = DATELINE.match(scope.text, start, end)
    return trimmed(scope.text, dateline.end() if dateline else start, end)


def clause_around(scope: Scope, cue: Span) -> Span | None:
    """The clause in which a word of hearsay stands: to the next break on either side that divides main clauses."""
    breaks = list(CLAUSE_STARTS.finditer(scope.text, scope.bounds.start, scope.bounds.end))
    start = max((m.end() for m in breaks if m.end() <= cue.start), default=scope.bounds.start)
    end = min((m.start() for m in breaks if m.start() >= cue.end), default=scope.bounds.end)
    dateline = DATELINE.match(scope.text, start, cue.start)
    return trimmed(scope.text, dateline.end() if dateline else start, end)
