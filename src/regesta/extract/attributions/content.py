"""What is said: a quotation, the clause after "that" or the verb, or the clause before the speaker."""

import re

from regesta.extract.attributions.quotations import Scope
from regesta.extract.attributions.subjects import DAY
from regesta.extract.attributions.vocabulary import CueRule, next_speaker
from regesta.spans import Span

__all__ = ["clause_before", "of_verb", "that_clause", "trimmed"]

ASIDE = (
    rf"(?:\s*,?\s*(?:(?:on|in|at|to|during|after|before|through|late|early|earlier|last|this|by|with|from)\b[^“”\"]*?|"
    rf"(?:here\s+|there\s+)?(?:again|publicly|yesterday|today|later|here|{DAY}))\s*,?\s*)"
)
THAT = re.compile(rf"(?:{ASIDE}?|,\s[^“”\".]+,)\s*\bthat\b\s*")
ADDRESSED_THAT = re.compile(r"\s+[^,.;“”\"]{2,60}?(?:,?\s+(?:on|in|at|late|early)\b[^,.;“”\"]{2,40},?)?\s+that\s+")
ADDRESSEE = re.compile(r"\s+(?:(?:the|a|his|her|its|their)\s+)?[\w-]+(?=\s)")
TO_QUOTATION = re.compile(rf"(?:{ASIDE}|\s+[^,.;“”\"]{{0,60}})?[\s,:]*(?:that|is\s+to|is\s+that|:)?\s*")
TRAILING = re.compile(
    rf"(?:\s+(?:here|there|again|publicly|yesterday|today|late|early|{DAY})|\s+(?:on|in|at|late|early|during|after|by)\b"
    r"[^,“”\"]{1,60}?)*[\s.;:!?”\"')]*$"
)
GOES_ON = re.compile(r"\s*,\s*(?:\w+ing\b|quoting|citing)")
DAY_ASIDE = re.compile(rf"\s+(?:(?:here|on|late|early)\s+)*(?:{DAY}|yesterday|today)(?=\s+\w)")
OBJECT = re.compile(r"\s+(?:to|in|at|on|by|for|from|with|about|of|so|as)\b")
DATELINE = re.compile(r"[A-Z][A-Z .'’-]+(?:,[^()]{0,60})?(?:\([^)]*\)\s*)?\s+[-–—]{1,2}\s+")
LONGEST_ASIDE = 120
FEWEST_WORDS = 5


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The characters without space and stops around them; None when nothing is left."""
    while start < end and text[start] in " \t\n\u00a0,;:":
        start += 1
    while end > start and text[end - 1] in " \t\n\u00a0,;:.":
        end -= 1
    return Span(start, end) if end > start else None


def of_verb(scope: Scope, rule: CueRule, subject_start: int, cue_end: int) -> Span | None:
    """What is said with a verb whose subject begins at `subject_start`; None when the verb says nothing here."""
    end = scope.bounds.end
    if quoted := _quoted(scope, cue_end):
        return quoted
    if clause := that_clause(scope, cue_end, addressee=rule.addressee):
        return clause
    rest = scope.text[cue_end:end]
    if TRAILING.match(rest) or GOES_ON.match(rest) or (rule.addressee and _is_last(scope, subject_start, rest)):
        return _before(scope, subject_start)
    if rest.lstrip().startswith(","):
        return _around(scope, subject_start, cue_end)
    return _bare(scope, rule, cue_end)


def _is_last(scope: Scope, subject_start: int, rest: str) -> bool:
    """Whether nothing follows but whom it was said to, as in `..., she told reporters`."""
    return len(rest.split()) <= FEWEST_WORDS and clause_before(scope, subject_start) is not None


def _before(scope: Scope, subject_start: int) -> Span | None:
    """What is said before the speaker: a whole quotation, or a clause, which may hold a few quoted words."""
    quotation = scope.quoted_before(subject_start)
    if quotation is not None and not scope.text[quotation.outer.end : subject_start].strip(" ,\n"):
        is_whole = quotation.outer.start <= scope.bounds.start or not quotation.inner.of(scope.text)[0].islower()
        if is_whole:
            return quotation.inner
    return clause_before(scope, subject_start)


def _bare(scope: Scope, rule: CueRule, cue_end: int) -> Span | None:
    """The clause right after the verb, a day, or whom it is said to."""
    if day := DAY_ASIDE.match(scope.text, cue_end, scope.bounds.end):
        cue_end = day.end()
    if not rule.bare or OBJECT.match(scope.text, cue_end, scope.bounds.end):
        return None
    if rule.addressee and (heard := ADDRESSEE.match(scope.text, cue_end, scope.bounds.end)):
        cue_end = heard.end()
    return _clause(scope, cue_end)


def _quoted(scope: Scope, cue_end: int) -> Span | None:
    """The quotation that follows a verb with nothing but an aside, a colon or "that" before it."""
    quotation = scope.quoted_after(cue_end)
    if quotation is None or quotation.outer.start - cue_end > LONGEST_ASIDE:
        return None
    between = scope.text[cue_end : quotation.outer.start]
    is_introduced = between.strip(" \n")[-1:] in ("", ",", ":") or between.split()[-1] in ("that", "to")
    return quotation.inner if is_introduced and TO_QUOTATION.fullmatch(between) else None


def that_clause(scope: Scope, start: int, *, addressee: bool = False) -> Span | None:
    """The clause after `that`, which may stand behind an aside, or behind whom it is said to."""
    end = min(scope.bounds.end, start + LONGEST_ASIDE)
    match = THAT.match(scope.text, start, end)
    if match is None and addressee:
        match = ADDRESSED_THAT.match(scope.text, start, end)
    return _clause(scope, match.end()) if match else None


def _clause(scope: Scope, start: int) -> Span | None:
    """From `start` to the end of the sentence, or to where another source is named."""
    other = next_speaker().search(scope.text, start, scope.bounds.end)
    return trimmed(scope.text, start, other.start() if other else scope.bounds.end)


def clause_before(scope: Scope, end: int) -> Span | None:
    """The clause that ends before the speaker, without the dateline of a report."""
    if not re.search(r"[,”\"]\s*$", scope.text[scope.bounds.start : end]):
        return None
    dateline = DATELINE.match(scope.text, scope.bounds.start, end)
    return trimmed(scope.text, dateline.end() if dateline else scope.bounds.start, end)


def _around(scope: Scope, subject_start: int, cue_end: int) -> Span | None:
    """What is said around `, officials said,`: the longer part; the one after when little stands before."""
    before = clause_before(scope, subject_start)
    if before is None or len(before.of(scope.text).split()) < FEWEST_WORDS:
        return _clause(scope, cue_end)
    return before
