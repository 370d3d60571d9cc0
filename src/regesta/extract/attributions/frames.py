"""How each kind of cue is read: where its speaker stands, and what it says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from regesta.extract.attributions.content import clause_before, of_verb, that_clause, trimmed
from regesta.extract.attributions.quotations import Quotation, Scope
from regesta.extract.attributions.subjects import Phrase, following, has_verb, head_of, preceding
from regesta.extract.attributions.vocabulary import Cue, CueRule, enumeration, words
from regesta.spans import Span

__all__ = ["Reading", "enumerated", "read"]

ENUMERATION = "attributions.enumeration"
BY = re.compile(r"\s+(?:what\s+(?:was|is|had\s+been)\s+\w+\s+by\s+)?")
POSSESSIVE = re.compile(r"\s+(his|her|its|their)\s+\w+")
NOTHING = re.compile(r"[\s,]*$")
NOUN_FORMS = frozenset(("reports", "claims", "states", "notes", "estimates", "stresses"))
REPORTED_CLAUSE = re.compile(r",?\s*(?:as\b|according\s+to\b)[^,]*$")
SHORT = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """One cue as it was read; `borrows` when the speaker is that of an earlier cue in the sentence, if there is one."""

    cue: Span
    rule_id: str
    phrase: Phrase | None
    content: Span
    borrows: bool = False


def read(scope: Scope, cue: Cue, span: Span) -> Reading | None:
    """The attribution that the cue at `span` makes; None when it makes none."""
    found = FRAMES[cue.rule.frame](scope, cue.rule, span)
    borrows = " ".join(span.of(scope.text).split()) in cue.rule.participles
    return Reading(span, cue.rule_id, *found, borrows) if found else None


def enumerated(scope: Scope) -> Reading | None:
    """`The third is that ...` at the start of the sentence: an item of a list that somebody gives."""
    match = enumeration().match(scope.text, scope.bounds.start)
    if match is None:
        return None
    quotation = scope.quoted_after(match.end())
    is_direct = quotation is not None and not scope.text[match.end() : quotation.outer.start].strip()
    content = quotation.inner if quotation and is_direct else trimmed(scope.text, match.end(), scope.bounds.end)
    return Reading(Span(*match.span()), ENUMERATION, None, content) if content else None


Found = tuple[Phrase | None, Span] | None


def _verb(scope: Scope, rule: CueRule, cue: Span) -> Found:
    word = " ".join(cue.of(scope.text).split())
    if word in rule.participles:
        return _participle(scope, rule, cue)
    quotation = scope.quoted_before(cue.start)
    start = quotation.outer.end if quotation else max(scope.bounds.start, scope.floor)
    before = scope.text[start : cue.start]
    is_inverted = NOTHING.match(before) if quotation else before.rstrip().endswith(",")
    if is_inverted and (found := _inverted(scope, rule, cue, quotation)):
        return found
    subject = preceding(scope, start, cue.start)
    if subject is None or (word in NOUN_FORMS and not _is_definite(scope, subject)):
        return None
    content = of_verb(scope, rule, subject.whole.start, cue.end)
    return (subject, content) if content else None


def _is_definite(scope: Scope, subject: Phrase) -> bool:
    first = subject.whole.of(scope.text).split()[0].lower()
    return subject.entity is not None or first in ("he", "she", "it", "the", "a", "an")


def _inverted(scope: Scope, rule: CueRule, cue: Span, quotation: Quotation | None) -> Found:
    """`“...,” said X` and `..., said X`."""
    after = scope.text[cue.end : scope.bounds.end].lstrip()
    if not after or after.startswith(("that ", ",", ":", "“", '"')):
        return None
    subject = following(scope, cue.end)
    if subject is None:
        return None
    content = quotation.inner if quotation else _clause_before(scope, rule, cue, subject)
    return (subject, content) if content else None


def _clause_before(scope: Scope, rule: CueRule, cue: Span, subject: Phrase) -> Span | None:
    """The clause before `, said X.`; None in `the diplomat, X, said the road was open`."""
    comma = scope.text.rindex(",", 0, cue.start)
    is_apposed = scope.entity_ending(comma) is not None
    goes_on = scope.text[subject.whole.end : scope.bounds.end].lstrip()[:1].isalpha() or has_verb(scope, subject.whole)
    can_invert = rule.bare and not rule.addressee and not is_apposed and not goes_on
    return clause_before(scope, cue.start) if can_invert else None


def _participle(scope: Scope, rule: CueRule, cue: Span) -> Found:
    """`..., noting that ...`: the subject of the sentence speaks."""
    before = scope.text[scope.bounds.start : cue.start].rstrip()
    content = of_verb(scope, rule, cue.start, cue.end)
    if content is None or content.start < cue.start or not before.endswith((",", "”", '"')):
        return None
    return head_of(scope), content


def _according_to(scope: Scope, _rule: CueRule, cue: Span) -> Found:
    by = BY.match(scope.text, cue.end)
    start = by.end() if by else cue.end
    possessive = POSSESSIVE.match(scope.text, cue.end)
    subject = _possessor(possessive) if possessive else following(scope, start)
    if subject is None or subject.span.of(scope.text).split()[-1].lower() in words().not_sources:
        return None
    end = possessive.end() if possessive else subject.whole.end
    content = _sourced(scope, cue, end)
    return (subject, content) if content else None


def _possessor(match: re.Match[str]) -> Phrase:
    span = Span(*match.span(1))
    return Phrase(span, span, None)


def _sourced(scope: Scope, cue: Span, end: int) -> Span | None:
    """What a source named beside it says: the quotation, else what follows, else what stands before."""
    quotation = scope.quoted_after(end)
    if quotation is not None:
        return quotation.inner
    before = scope.text[scope.bounds.start : cue.start]
    after = scope.text[end : scope.bounds.end]
    if len(before.split()) < SHORT and "," in after:
        return trimmed(scope.text, end + after.index(",") + 1, scope.bounds.end)
    return trimmed(scope.text, scope.bounds.start, cue.start)


def _passive(scope: Scope, _rule: CueRule, cue: Span) -> Found:
    """`as was reported by X`: said before it."""
    subject = following(scope, cue.end)
    if subject is None or (subject.entity is None and not _is_definite(scope, subject)):
        return None
    before = REPORTED_CLAUSE.sub("", scope.text[scope.bounds.start : cue.start])
    is_clause = len(before.split()) >= SHORT
    content = trimmed(scope.text, scope.bounds.start, scope.bounds.start + len(before)) if is_clause else None
    return (subject, content) if content else None


def _nominal(scope: Scope, _rule: CueRule, cue: Span) -> Found:
    """`X's statements in May, that ...`."""
    owner_end = cue.start - len("'s ")
    owner = scope.entity_ending(owner_end)
    content = that_clause(scope, cue.end)
    if owner is None or content is None:
        return None
    span = Span(owner.start, owner.end)
    return Phrase(span, span, owner), content


FRAMES: Mapping[str, Callable[[Scope, CueRule, Span], Found]] = {
    "verb": _verb,
    "according_to": _according_to,
    "passive": _passive,
    "nominal": _nominal,
}
