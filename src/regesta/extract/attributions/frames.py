"""How each kind of cue is read: where its speaker stands, and what it says."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from regesta.extract.attributions.content import (
    BEHIND_TAG,
    Parts,
    after_clause,
    clause_around,
    clause_before,
    of_verb,
    quoted_behind,
    that_clause,
    trimmed,
    whether_clause,
)
from regesta.extract.attributions.quotations import MARKS, Quotation, Scope
from regesta.extract.attributions.subjects import (
    RELATIVE,
    Phrase,
    following,
    has_verb,
    head_of,
    is_plural,
    noun_of,
    owner,
    phrase,
    preceding,
)
from regesta.extract.attributions.vocabulary import Cue, CueRule, any_of, enumeration, words
from regesta.spans import Span

__all__ = ["Reading", "enumerated", "read"]

ENUMERATION = "attributions.enumeration"
BY = re.compile(r"\s+(?:what\s+(?:was|is|had\s+been)\s+\w+\s+by\s+)?")
NOTHING = re.compile(r"[\s,]*$")
NOUN_FORMS = frozenset(("reports", "claims", "states", "notes", "estimates", "stresses", "reveals", "shows", "finds"))
REPORTED_CLAUSE = re.compile(r",?\s*(?:as\b|according\s+to\b)[^,]*$")
JOINED = re.compile(r"(?:^|[\s,])(?:and|but|or)(?:\s+(?:also|then|later|have|has|\w+ly))*\s*$")
BE = re.compile(r"\s+(?:is|are|was|were|be|been|being)(?:\s+(?:widely|also|still|now|long|generally|\w+ly))*\s*$")
IMPERSONAL = re.compile(r"\b[Ii]t$")
HEARSAY_FOLLOWS = re.compile(r"\s+(?:by\s+(?P<by>[^,.;]{2,60}?)\s+)?(?P<that>to|that)\s")
AS_SAYING = re.compile(
    r"(?P<by>\s+(?:by|in)\s+)?(?P<whom>[^.;]{0,80}?)\s+as\s+(?P<saying>saying|writing|claiming|warning|adding|stating|"
    r"noting|telling\s+\w+)\b"
)
AS_WAS = re.compile(r"\b(?:as|what)\s+(?:(?:is|was|were|has\s+been|had\s+been)\s+)?(?:\w+ly\s+)?$")
PASSIVE_BY = re.compile(r"\s+by\b")
OWNED = re.compile(r"(?:['’]s|(?<=s)['’]|\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir))\s+(?P<between>(?:[\w-]+\s+){0,2})$")
OWNER_BEHIND = re.compile(
    r"\s+(?:(?:issued|released|published|prepared|compiled|written|signed|provided|given|made)\s+)?(?:by|from|of)\s+"
)
PAPER_IN = re.compile(r"\s+in\s+")
AS_BEFORE = re.compile(r"\b[Aa]s\s[^,]*$")
IS_TO = re.compile(r"\s*,?\s+(?:is\s+)?(?:to|that)\s+")
WHAT = re.compile(r"\b(?:[Ww]hat|[Ww]hatever|[Ee]verything|[Aa]nything)\s*$")
WHICH = re.compile(r"\b(?:who|which|that)$")
APPOSED = re.compile(r",(\s+(?:(?:an?|the)\s)?[a-z][^,]*),")
COMMA = re.compile(r",(?!\d)")
ATTRIBUTIVE = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]h[ei]se?|of|for|in|with)$")
"""Before `the allegedly drunk driver`, where only a word is hearsay."""
SUBJECT = re.compile(r"(?:^|[,;:]\s)(?:[^,;:]{0,60})$")
CALLED_FOR = re.compile(r"\s*(?:[,.;:]|(?:for|off|on|in|by|up|to|out|upon|from|at|an?|the\s+police|elections?)\b)")
GOES_ON = re.compile(r"\s*,?\s+(?:and|but|which|who|after|before|as|when|while|because)\b")
"""What follows a few quoted words when the writer speaks again."""
MODAL = re.compile(r"\s+(?:would|could|did|does|do|can|will|has|have|had|so\s+far|also)\s*$")
ACCUSED_OF = re.compile(
    rf"(?P<by>\s+by\s+)?(?P<whom>[^.;:{MARKS}]{{0,80}}?)\s+of\s+(?=(?:\w+ly\s+)?\w+ing\b|[{MARKS}])"
)
SHORT = 4
LONGEST_OBJECT = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """One cue as it was read.

    `phrase` is None where nobody is named. `borrows` when the speaker is that of an earlier cue in the sentence, if
    there is one; `repeats` when it names whose words the earlier cue passes on; `aside` when it names a speaker in
    passing, who is not the one that speaks on.
    """

    cue: Span
    rule_id: str
    phrase: Phrase | None
    content: Parts
    borrows: bool = False
    repeats: bool = False
    aside: bool = False


Found = tuple[Phrase | None, Parts] | None


def read(scope: Scope, cues: Sequence[Cue], span: Span) -> list[Reading]:
    """The attributions that the words at `span` make, in the first of their readings that makes one."""
    for cue in cues:
        if found := [reading for reading in READERS[cue.rule.frame](scope, cue, span) if _says(reading)]:
            return found
    return []


def _says(reading: Reading) -> bool:
    return reading.repeats or bool(reading.content)


def enumerated(scope: Scope) -> Reading | None:
    """`The third is that ...` at the start of the sentence: an item of a list that somebody gives."""
    match = enumeration().match(scope.text, scope.bounds.start)
    if match is None:
        return None
    quotation = scope.quoted_after(match.end())
    is_direct = quotation is not None and not scope.text[match.end() : quotation.outer.start].strip()
    content = quotation.inner if quotation and is_direct else trimmed(scope.text, match.end(), scope.bounds.end)
    return Reading(Span(*match.span()), ENUMERATION, None, (content,)) if content else None


def _verb(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    rule = cue.rule
    if cue.form in rule.participles and cue.form not in rule.verbs:
        yield from _participle(scope, cue, span)
        return
    quotation = scope.quoted_before(span.start)
    start = quotation.outer.end if quotation else max(scope.bounds.start, scope.floor)
    before = scope.text[start : span.start]
    if rule.direct and before.rstrip().endswith(("who", "which")):
        return
    is_inverted = NOTHING.match(before) if quotation else before.rstrip().endswith(",")
    if is_inverted and (found := _inverted(scope, rule, span, quotation)):
        yield Reading(span, cue.rule_id, *found)
    elif JOINED.search(before):
        yield from _borrowed(scope, cue, span)
    elif subject := _subject(scope, cue, start, span.start):
        content = of_verb(scope, rule, subject.whole.start, span.end)
        if RELATIVE.search(before):
            content = tuple(_to_comma(scope.text, part) for part in content)
        yield Reading(span, cue.rule_id, subject, content)


def _to_comma(text: str, part: Span) -> Span:
    """What is said in a relative clause: `residents, who say they are thirsty, left`."""
    comma = COMMA.search(text, part.start, part.end)
    return Span(part.start, comma.start()) if comma else part


def _subject(scope: Scope, cue: Cue, start: int, end: int) -> Phrase | None:
    """The subject of a verb; a form that is also a noun needs one that shows it to be the verb."""
    subject = preceding(scope, start, end)
    if subject is None or WHAT.search(scope.text[scope.bounds.start : subject.whole.start]):
        return None
    text = subject.whole.of(scope.text)
    if cue.form in cue.rule.plurals:
        return subject if is_plural(text) else None
    return subject if cue.form not in NOUN_FORMS or _is_definite(scope, subject) else None


def _is_definite(scope: Scope, subject: Phrase) -> bool:
    """Whether a subject has an article, is a name, or stands behind a comma with a capital (`, Rumo reports`)."""
    first = subject.whole.of(scope.text).split()[0]
    determined = first.lower() in ("he", "she", "it", "the", "a", "an", "his", "her", "its", "their", "one", "this")
    is_behind = scope.text[scope.bounds.start : subject.whole.start].rstrip().endswith((",", *MARKS))
    return subject.entity is not None or determined or (is_behind and first[0].isupper())


def _inverted(scope: Scope, rule: CueRule, cue: Span, quotation: Quotation | None) -> Found:
    """`“...,” said X` and `..., said X`, after which what is said may go on."""
    after = scope.text[cue.end : scope.bounds.end].lstrip()
    if not after or after.startswith(("that ", ",", ":", *MARKS)):
        return None
    subject = following(scope, cue.end)
    if subject is None:
        return None
    if quotation:
        again = scope.quoted_after(subject.whole.end)
        is_open = again is not None and scope.text[subject.whole.end : again.outer.start].rstrip().endswith(",")
        return subject, (quotation.inner, *((again.inner,) if again is not None and is_open else ()))
    content = _clause_before(scope, rule, cue, subject)
    return (subject, content) if content else None


def _clause_before(scope: Scope, rule: CueRule, cue: Span, subject: Phrase) -> Parts:
    """The clause around `, said X,`; nothing in `the diplomat, X, said the road was open`."""
    comma = scope.text.rindex(",", 0, cue.start)
    is_apposed = scope.entity_ending(comma) is not None and not has_verb(scope, Span(scope.bounds.start, comma))
    rest = scope.text[subject.whole.end : scope.bounds.end]
    goes_on = rest.lstrip()[:1].isalpha() or has_verb(scope, subject.whole)
    if not rule.bare or rule.addressee or is_apposed or goes_on:
        return ()
    before = clause_before(scope, cue.start)
    behind = BEHIND_TAG.match(scope.text, subject.whole.end, scope.bounds.end)
    after = after_clause(scope, behind.end()) if before and behind else None
    return tuple(part for part in (before, after) if part)


def _participle(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`..., noting that ...`: the subject of the sentence speaks."""
    before = scope.text[scope.bounds.start : span.start].rstrip()
    if before.endswith((",", "and", "but", *MARKS)):
        yield from _borrowed(scope, cue, span)


def _borrowed(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """What is said behind a verb whose subject is that of the sentence."""
    content = tuple(part for part in of_verb(scope, cue.rule, span.start, span.end) if part.start > span.end)
    yield Reading(span, cue.rule_id, head_of(scope), content, borrows=True)


def _according_to(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    by = BY.match(scope.text, span.end)
    subject, end = _source(scope, by.end() if by else span.end)
    if subject is not None and noun_of(subject.span.of(scope.text)) not in words().not_sources:
        yield Reading(span, cue.rule_id, subject, _sourced(scope, span, end))


def _source(scope: Scope, start: int) -> tuple[Phrase | None, int]:
    """Whose words they are, and where the phrase ends: X in `a statement from X`, `X's figures`, `his report`."""
    paper = _paper().match(scope.text, start, scope.bounds.end)
    if paper is None:
        subject = following(scope, start)
        return subject, subject.whole.end if subject else start
    if issued := OWNER_BEHIND.match(scope.text, paper.end()) or PAPER_IN.match(scope.text, paper.end()):
        subject = following(scope, issued.end())
        if subject is not None and _can_speak(scope, subject):
            return subject, subject.whole.end
    if paper["owner"]:
        return owner(scope, start, paper.end("owner")), paper.end()
    subject = following(scope, start)
    return subject, subject.whole.end if subject else paper.end()


def _can_speak(scope: Scope, subject: Phrase) -> bool:
    """Whether a phrase names somebody or a body, so that a paper `from` it is what it says: not `from the scene`."""
    text = subject.span.of(scope.text)
    noun = noun_of(text)
    known = words().people | words().holders | words().bodies | words().publications
    return (
        subject.entity is not None
        or text[0].isupper()
        or text.split()[-1][0].isupper()
        or (not {noun, noun.removesuffix("s")}.isdisjoint(known))
    )


@cache
def _paper() -> re.Pattern[str]:
    """A statement, a report, with whose it is."""
    return re.compile(
        rf"\s*(?:(?P<owner>(?:(?:[\w-]+\s+){{0,4}}?[\w-]+(?:['’]s|(?<=s)['’])|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s+)|"
        rf"(?:a|an|the)\s+)?(?:[\w-]+\s+){{0,3}}?(?:{any_of(words().papers)})\b"
    )


def _sourced(scope: Scope, cue: Span, end: int) -> Parts:
    """What a source named beside it says: a quotation beside it, else what follows, else what stands around it."""
    before, after = scope.text[scope.bounds.start : cue.start], scope.text[end : scope.bounds.end]
    behind = quoted_behind(scope, end) or _completed(scope, end)
    earlier = scope.quoted_before(cue.start)
    if earlier is not None and not scope.text[earlier.outer.end : cue.start].strip(" ,"):
        return (earlier.inner, *((behind,) if behind else ()))
    if behind:
        return (behind,)
    if len(before.split()) < SHORT and "," in after:
        aside = APPOSED.match(after)
        is_aside = aside is not None and not has_verb(scope, Span(end + aside.start(1), end + aside.end(1)))
        rest = trimmed(
            scope.text, end + (aside.end() if aside and is_aside else after.index(",") + 1), scope.bounds.end
        )
        return (rest,) if rest else ()
    around = trimmed(scope.text, scope.bounds.start, cue.start)
    goes_on = re.match(r",\s+(?!(?:and|but|who|which|while)\b|\w+ing\b)", after)
    rest = after_clause(scope, end + goes_on.end()) if goes_on and before.rstrip().endswith(",") else None
    return tuple(part for part in (around, rest) if part)


def _completed(scope: Scope, end: int) -> Span | None:
    """The quotation in `The fourth, according to X, is to “build.”`."""
    quotation = scope.quoted_after(end)
    is_next = quotation is not None and IS_TO.fullmatch(scope.text, end, quotation.outer.start)
    return quotation.inner if quotation is not None and is_next else None


def _words_of(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`in the words of X, ...` and `..., in his words, ...`."""
    if cue.form.endswith(" of"):
        subject = following(scope, span.end)
        end = subject.whole.end if subject else span.end
    else:
        owned = re.search(r"\b[Ii]n\s+(?:[\w’'-]+\s+){1,4}$", scope.text[scope.bounds.start : span.start])
        if owned is None or not scope.text.startswith(",", span.end):
            return
        start = scope.bounds.start + owned.start()
        subject, end = owner(scope, start + len("in "), span.start), span.end
        span = Span(start, span.end)
    if subject is not None:
        yield Reading(span, cue.rule_id, subject, _sourced(scope, span, end))


def _put_it(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`As X put it, ...`."""
    before = AS_BEFORE.search(scope.text[scope.bounds.start : span.start])
    subject = preceding(scope, scope.bounds.start, span.start) if before else None
    if before is not None and subject is not None:
        whole = Span(scope.bounds.start + before.start(), span.end)
        yield Reading(span, cue.rule_id, subject, _sourced(scope, whole, whole.end))


def _passive(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`as was reported by X`: said before it."""
    by = PASSIVE_BY.match(scope.text, span.end, scope.bounds.end)
    if not AS_WAS.search(scope.text[scope.bounds.start : span.start]):
        return
    subject = following(scope, by.end()) if by else None
    if by is None or subject is None or not (subject.entity or _is_definite(scope, subject)):
        return
    before = REPORTED_CLAUSE.sub("", scope.text[scope.bounds.start : span.start])
    content = trimmed(scope.text, scope.bounds.start, scope.bounds.start + len(before))
    if content and len(before.split()) >= SHORT:
        yield Reading(Span(span.start, by.end()), cue.rule_id, subject, (content,))


def _quoted_as(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X was quoted as saying that ...`; with `by Y`, or in `Y quoted X as saying`, Y says that X says it."""
    saying = AS_SAYING.match(scope.text, span.end, scope.bounds.end)
    if saying is None:
        return
    before = scope.text[scope.bounds.start : span.start]
    be = BE.search(before)
    start, end = scope.bounds.start, scope.bounds.start + (be.start() if be else len(before))
    quotation = scope.quoted_before(end)
    subject = preceding(scope, quotation.outer.end if quotation else start, end)
    passed_on, said_by = _passing(scope, subject, saying, passive=be is not None)
    if subject is None or said_by is None:
        return
    content = of_verb(scope, cue.rule, subject.whole.start, saying.end())
    if passed_on is None:
        yield Reading(Span(span.start, saying.end()), cue.rule_id, said_by, content)
    else:
        reach = saying.end("by") - 1 if saying["by"] else span.end
        yield Reading(Span(span.start, reach), cue.rule_id, passed_on, content)
        yield Reading(Span(*saying.span("saying")), cue.rule_id, said_by, content, repeats=bool(content))


def _passing(
    scope: Scope, subject: Phrase | None, saying: re.Match[str], *, passive: bool
) -> tuple[Phrase | None, Phrase | None]:
    """Who passes the words on, if that is told, and whose words they are."""
    if passive:
        return (following(scope, saying.end("by")) if saying["by"] else None), subject
    quoted = re.sub(r",\s*$", "", saying["whom"])
    start = saying.start("whom")
    if quoted.strip() in ("him", "her", "them", "it"):
        span = Span(start + len(quoted) - len(quoted.strip()), start + len(quoted))
        return subject, Phrase(span, span, None)
    return subject, phrase(scope, start, start + len(quoted)) if quoted.strip() else None


def _hearsay(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X is believed to ...`, `it is said that ...`: somebody says it, who is not named unless `by Y` stands there."""
    before = scope.text[scope.bounds.start : span.start]
    follows = HEARSAY_FOLLOWS.match(scope.text, span.end, scope.bounds.end)
    be = BE.search(before)
    if be is None or follows is None:
        return
    is_impersonal = IMPERSONAL.search(before[: be.start()]) is not None
    if not (is_impersonal if follows["that"] == "that" else cue.rule.infinitive):
        return
    by = phrase(scope, *follows.span("by")) if follows["by"] else None
    if WHICH.search(before[: be.start()]):
        comma = COMMA.search(scope.text, follows.end(), scope.bounds.end)
        content = trimmed(scope.text, follows.end(), comma.start() if comma else scope.bounds.end)
        yield Reading(span, cue.rule_id, by, (content,) if content else ())
        return
    content = after_clause(scope, follows.end()) if is_impersonal else clause_around(scope, span)
    yield Reading(span, cue.rule_id, by, (content,) if content else ())


def _adverb(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    before = scope.text[scope.bounds.start : span.start].rstrip()
    if ATTRIBUTIVE.search(before):
        return
    is_apart = before.endswith(",") and scope.text[span.end : span.end + 1] != ","
    content = clause_around(scope, span)
    if is_apart:
        comma = COMMA.search(scope.text, span.end, scope.bounds.end)
        content = trimmed(scope.text, span.end, comma.start() if comma else scope.bounds.end)
    if content is not None and (is_apart or len(content.of(scope.text).split()) >= SHORT):
        yield Reading(span, cue.rule_id, None, (content,))


def _passed_on(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`..., citing two officials`: whose words the one before passes on."""
    before = scope.text[scope.bounds.start : span.start].rstrip()
    subject, _ = _source(scope, span.end)
    if not before or subject is None:
        return
    noun = noun_of(subject.span.of(scope.text))
    speaks = {noun, noun.removesuffix("s")} & (words().people | words().holders | words().papers)
    is_body = subject.entity is not None and subject.entity.kind in ("person", "organisation", "group")
    if speaks or is_body:
        yield Reading(span, cue.rule_id, subject, (), repeats=True, aside=True)


def _nominal(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X's claim in May that ...`, `his assertion that ...`, `the claim by X that ...`."""
    before = scope.text[scope.bounds.start : span.start]
    if owned := OWNED.search(before):
        subject = owner(scope, scope.bounds.start, scope.bounds.start + owned.start("between"))
        end = span.end
    elif behind := OWNER_BEHIND.match(scope.text, span.end, scope.bounds.end):
        subject = following(scope, behind.end())
        end = subject.whole.end if subject else span.end
    else:
        return
    content = that_clause(scope, end) if subject else None
    if content is not None:
        yield Reading(span, cue.rule_id, subject, (_within_noun(scope, span, content),), aside=True)


def _within_noun(scope: Scope, noun: Span, content: Span) -> Span:
    """A that-clause without the verb whose subject its noun is: `X's claim that it was shut | was false`.

    Where it ends is told by the parse; only a noun at the head of its clause can have such a verb. Such sentences are
    rare, and those with an event are parsed for the events anyway.
    """
    parse = scope.parse() if SUBJECT.search(scope.text[scope.bounds.start : noun.start]) else None
    word = parse.at(noun.start) if parse else None
    if parse is None or word is None or not (clauses := parse.children(word, "acl", "relcl", "ccomp")):
        return content
    end = max(w.span.end for w in parse.subtree(clauses[-1]) if w.dep != "punct")
    return Span(content.start, min(content.end, end)) if end > content.start else content


def _naming(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X called the plan “silly”`, `X described it as a trap`: by what somebody calls it."""
    subject = _subject(scope, cue, max(scope.bounds.start, scope.floor), span.start)
    if subject is None or PASSIVE_BY.match(scope.text, span.end):
        return
    quotation = scope.quoted_after(span.end)
    as_what = re.compile(rf"[^,.;:]{{0,{LONGEST_OBJECT}}}?\s(?:as|at)\s").match(scope.text, span.end, scope.bounds.end)
    is_quoted = quotation is not None and not re.search(
        r"[,.;:]\s", scope.text[span.end : min(quotation.outer.start, span.end + LONGEST_OBJECT + 1)]
    )
    if is_quoted or (as_what and not cue.rule.direct) or (cue.rule.direct and _is_named(scope, span)):
        content = after_clause(scope, span.end)
        if content and is_quoted and quotation and GOES_ON.match(scope.text, quotation.outer.end):
            content = Span(content.start, quotation.outer.end)
        yield Reading(span, cue.rule_id, subject, (content,) if content else ())


def _accusation(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X accused Y of lying`, `Y was accused by X of lying`; a noun names what is known to have happened, or may be."""
    of = ACCUSED_OF.match(scope.text, span.end, scope.bounds.end)
    if of is None or not (of["by"] or of["whom"].strip()):
        return
    start = max(scope.bounds.start, scope.floor)
    subject = phrase(scope, *of.span("whom")) if of["by"] else _subject(scope, cue, start, span.start)
    quotation = quoted_behind(scope, of.end())
    content = quotation or after_clause(scope, of.end())
    if subject is not None and content is not None:
        yield Reading(span, cue.rule_id, subject, (content,))


def _is_named(scope: Scope, verb: Span) -> bool:
    """Whether the verb says what something is: `called the charge baseless`, not `called a meeting`, by the parse."""
    if CALLED_FOR.match(scope.text, verb.end):
        return False
    parse = scope.parse()
    word = parse.at(verb.start) if parse else None
    return parse is not None and word is not None and bool(parse.children(word, "oprd", "ccomp", "acomp"))


def _whether(scope: Scope, cue: Cue, span: Span) -> Iterator[Reading]:
    """`X refused to say whether ...`, `X asked if ...`: what somebody leaves open."""
    start = max(scope.bounds.start, scope.floor)
    subject = preceding(scope, start, start + len(MODAL.sub("", scope.text[start : span.start])))
    content = whether_clause(scope, span.end, is_asked=cue.form in cue.rule.verbs)
    if subject is not None and content is not None:
        yield Reading(span, cue.rule_id, subject, (content,))


READERS: Mapping[str, Callable[[Scope, Cue, Span], Iterator[Reading]]] = {
    "verb": _verb,
    "according_to": _according_to,
    "words_of": _words_of,
    "put_it": _put_it,
    "passive": _passive,
    "quoted_as": _quoted_as,
    "hearsay": _hearsay,
    "adverb": _adverb,
    "source": _passed_on,
    "nominal": _nominal,
    "naming": _naming,
    "accusation": _accusation,
    "whether": _whether,
}
