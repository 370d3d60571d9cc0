"""Twins of a text that contradict it in one value, and innocent twins that only say the same thing again.

Everything here is made with regular expressions, word lists and sentence templates of its own: it shares nothing with
the extractors, their lexicons or the checks, so that what it measures is not the reading of its own handwriting. What
it finds in a text is small and sure (a date right behind "was arrested", an age right behind a full name); what it
writes is plain news English. Everything is decided by hashes of the text's id, so that two runs make the same twins.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

__all__ = ["KINDS", "Span", "Twin", "twins"]

T = TypeVar("T")
Span = tuple[int, int]
MOST = 2
"""Occasions of one kind that are taken from one text, and ways of each."""
Words = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A text in which one value is stated twice.

    `told` is where the value of the text stands, `retold` where it is stated once more: changed, or (`innocent`) so
    that both can be true. `form` names the template. The values are what a reader understands: an ISO date whose year
    may be "XXXX" and whose day may be missing, a weekday, a number, a number with its currency, a name.
    """

    text_id: str
    kind: str
    form: str
    innocent: bool
    text: str
    told: Span
    retold: Span
    told_value: str
    retold_value: str


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a text: where, what, and the words around it that sentences need."""

    start: int
    end: int
    value: str
    words: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One way to state a value again: a sentence with "{v}" for `written`, which means `value`.

    With `at`, the value stands in the text and is only rewritten there.
    """

    form: str
    sentence: str
    written: str
    value: str
    at: Span | None = None


Occasion = tuple[Found, Sequence[Said], Sequence[Said]]
"""A value with the ways to contradict it, and the innocent ways to say it again."""


def twins(text_id: str, text: str) -> Iterator[Twin]:
    """For occasions of every kind that the text gives: a twin that contradicts it there, and an innocent twin."""
    for kind, occasions in KINDS.items():
        for found, wrong, innocent in _chosen(list(occasions(text)), text_id, kind):
            for ways in (wrong, innocent):
                for said in sorted(ways, key=lambda way: _draw(text_id, kind, way.form, way.value))[:MOST]:
                    yield _written(text_id, kind, text, found, said, innocent=ways is innocent)


def _chosen(made: list[Occasion], *key: str) -> list[Occasion]:
    """At most `MOST` occasions of a text."""
    return sorted(made, key=lambda occasion: _draw(*key, str(occasion[0].start)))[:MOST]


def _draw(*key: str) -> int:
    return int.from_bytes(hashlib.sha256("|".join(key).encode("utf-8")).digest()[:8], "big")


def _pick(options: Sequence[T], *key: str) -> T:
    return options[_draw(*key) % len(options)]


def _written(text_id: str, kind: str, text: str, found: Found, said: Said, *, innocent: bool) -> Twin:
    """The text with the new sentence behind the line of the value or at its end, or with the value rewritten."""
    if said.at is not None:
        place, before, after, resume = said.at[0], "", "", said.at[1]
    else:
        before, after = said.sentence.split("{v}")
        break_ = text.find("\n", found.end) if _pick((True, False), text_id, kind, "place") else -1
        place = resume = break_ if break_ >= 0 else len(text.rstrip())
        before = " " + before
    start = place + len(before)
    shift = len(before) + len(said.written) + len(after) - (resume - place)
    told = (found.start, found.end) if found.start < place else (found.start + shift, found.end + shift)
    return Twin(
        text_id=text_id,
        kind=kind,
        form=said.form,
        innocent=innocent,
        text=text[:place] + before + said.written + after + text[resume:],
        told=told,
        retold=(start, start + len(said.written)),
        told_value=found.value,
        retold_value=said.value,
    )


def _said(forms: Iterable[tuple[str, str]], written: str, value: str, words: Words) -> list[Said]:
    """Every template that the words of the value fill, for one value."""
    return [
        Said(form, _fill(sentence, words), written, value)
        for form, sentence in forms
        if set(re.findall(r"{(\w+)}", sentence)) - {"v"} <= set(words)
    ]


def _fill(sentence: str, words: Words) -> str:
    return re.sub(r"{(\w+)}", lambda slot: words.get(slot[1], slot[0]), sentence)


_STOP = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.!?]['\"”’` ]*(?=\s|$)|\n|$")


def _sentences(text: str) -> Iterator[Span]:
    """Lines, cut where a full stop does not look like that of an abbreviation; only those that end with one."""
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start() : stop.start() + 1] in (".", "!", "?") and stop.start() > start:
            yield start, stop.end()
        start = stop.end()


# ------------------------------------------------------------------------------------------------------------ dates

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_MONTH = "|".join(name if len(name) < 4 else f"{name[:3]}(?:{name[3:]}|t)?" for name in MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?"
    rf"(?P<date>(?:(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH}))\b"
    r"(?!:| ?[-–/]|\.\d| and \d| to \d)(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    rf"|(?<=\bin )(?:(?P<month3>{_MONTH})\.? (?:of )?)?(?P<year2>(?:19|20)\d\d)\b(?! ?[-–/]))"
)
_HAPPENED = {
    "killing": "killed|slain|murdered",
    "shooting": "shot|gunned down",
    "stabbing": "stabbed",
    "arrest": "arrested|detained|taken into custody",
    "death": "died|passed away",
    "crash": "crashed",
    "collision": "collided|rammed",
    "blast": "exploded|blew up|detonated",
    "attack": "attacked|ambushed|bombed",
    "resignation": "resigned|stepped down",
    "signing": "signed",
    "election": "elected",
    "conviction": "convicted|found guilty",
    "sentencing": "sentenced",
    "launch": "launched|unveiled|introduced",
    "sinking": "sank|capsized",
    "dismissal": "fired|sacked|dismissed",
    "appointment": "appointed",
    "purchase": "acquired|bought|purchased",
    "meeting": "met with",
    "robbery": "robbed",
    "abduction": "kidnapped|abducted",
    "wedding": "married|wed",
    "release": "released|freed",
    "earthquake": "shook|rattled",
    "escape": "escaped",
    "disappearance": "disappeared|vanished|went missing",
    "hijacking": "hijacked|seized",
    "fire": "burned|caught fire",
    "announcement": "announced",
    "indictment": "indicted",
    "birth": "born",
    "retirement": "retired",
    "departure": "left office|left the",
    "reversal": "overturned|reversed",
    "founding": "founded",
    "move": "moved to",
    "injury": "injured",
    "outbreak": "broke out",
    "opening": "opened",
    "closure": "closed|shut down",
    "testimony": "testified",
    "approval": "approved",
    "rejection": "rejected",
    "suspension": "suspended",
    "return": "returned to",
    "creation": "begun|established|set up",
    "victory": "won",
    "defeat": "lost",
    "visit": "visited",
    "rescue": "rescued",
    "discovery": "discovered",
    "hiring": "hired",
    "publication": "published",
}
_VERB = re.compile("|".join(rf"(?P<{noun}>\b(?:{verbs})\b)" for noun, verbs in _HAPPENED.items()))
_VICTIM = re.compile(r"(?P<who>(?:[A-Z][\w'-]+ )*[A-Z][\w'-]+) (?:was|were) (?:\w+ )?$")
_AHEAD = re.compile(r"\b(?:will|would|to be|is due|are due|expected|scheduled|plans?|planned|if|until|since|before)\b")
"""What lies ahead, and dates that are ends of a stretch, are left alone."""
_OTHER_VERB = re.compile(r"\b(?:[a-z]{2,}(?:ed|ing)|was|were|is|are|had|has|who|which|that|to|and|said)\b")
_DATE_REACH = 70
"""Characters between a verb and its date."""
_LATE = 28
Day = tuple[int | None, int | None, int | None]

_DATE_FORMS = (
    ("the noun, date last", "The {noun}{of} took place {on} {v}."),
    ("the noun in a cleft", "It was {on} {v} that the {noun}{of} happened."),
    ("the date of the noun", "Records give the date of the {noun}{of} as {v}."),
    ("the sentence, date first", "{On} {v}, {rest}."),
)


def _dates(text: str) -> Iterator[Occasion]:
    """A date with a verb of happening near it that is said to have happened, the only date of its sentence."""
    for start, end in _sentences(text):
        sentence = text[start:end]
        dates = list(_DATE.finditer(sentence))
        if len(dates) != 1 or _AHEAD.search(sentence) or (day := _read(dates[0])) is None:
            continue
        near = (verb for verb in _VERB.finditer(sentence) if _is_dated_by(sentence, verb, dates[0]))
        verb = min(near, key=lambda verb: _gap(dates[0], verb), default=None)
        if verb is None or _is_told_again(text, str(verb.lastgroup), (start, end)):
            continue
        words = {"noun": str(verb.lastgroup), "of": _of(sentence, verb), **_without_date(sentence, dates[0])}
        found = Found(start + dates[0].start("date"), start + dates[0].end("date"), _iso(*day), words)
        yield found, _other_days(day, words), _same_day(day, words)


def _is_dated_by(sentence: str, verb: re.Match[str], day: re.Match[str]) -> bool:
    """Whether a date is near a verb, and no other verb form or clause stands between."""
    start, end = min(verb.end(), day.end()), max(verb.start(), day.start())
    return _gap(verb, day) <= _DATE_REACH and not _OTHER_VERB.search(sentence[start:end])


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end())


def _is_told_again(text: str, noun: str, sentence: Span) -> bool:
    """Whether another sentence may speak of the same, or of another happening of the kind."""
    again = re.compile(rf"\b(?:{noun}s?|{_HAPPENED[noun]})\b")
    return any(not sentence[0] <= found.start() < sentence[1] for found in again.finditer(text))


def _read(found: re.Match[str]) -> Day | None:
    """Year, month and day; None where the day is late in the month, so that other days of it can be named."""
    name = found["month"] or found["month2"] or found["month3"]
    month = next((i for i, known in enumerate(MONTHS, start=1) if name and known[:3] == name[:3]), None)
    day = found["day"] or found["day2"]
    year = found["year"] or found["year2"]
    return (int(year) if year else None, month, int(day) if day else None) if int(day or 1) <= _LATE else None


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    return f"{year or 'XXXX'}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _of(sentence: str, verb: re.Match[str]) -> str:
    """ " of Name" where the sentence says that Name was arrested."""
    victim = _VICTIM.search(sentence[: verb.start()])
    return f" of {victim['who']}" if victim and not _DATE.search(victim["who"]) else ""


def _without_date(sentence: str, found: re.Match[str]) -> Words:
    """What is left of a sentence whose only clause ends with the date, without the "X said" behind it."""
    before = re.search(r" (?:on|in) $", sentence[: found.start()])
    if before is None or not re.match(r"[.,]", sentence[found.end() :]):
        return {}
    rest = sentence[: before.start()]
    if re.match(r"(?:The|An?|He|She|They|It|Police|Officials|Two|Three|His|Her) ", rest):
        rest = rest[0].lower() + rest[1:]
    plain = not re.search(r"[\"`“,]|^(?:After|When|While|Before|Since|In|On|At|As|If|But|And|Then)\b", rest)
    return {"rest": rest} if plain and len(rest.split()) > 3 else {}


def _other_days(day: Day, words: Words) -> list[Said]:
    year, month, number = day
    if number is not None:
        number += 6 if number <= _LATE - 6 else -5
    elif month is not None:
        month += 3 if month <= 9 else -2
    elif year is not None:
        year += 2 if year % 2 else -3
    other = (year, month, number)
    return [said for written in _dates_written(*other) for said in _dated(other, written, words)]


def _same_day(day: Day, words: Words) -> list[Said]:
    year, month, number = day
    coarse = (year, month, None) if number else day
    same = _dates_written(*day)[-1]
    return [*_dated(day, same, words), *_dated(coarse, _dates_written(*coarse)[0], words)[:1]]


def _dated(day: Day, written: str, words: Words) -> list[Said]:
    on = "on" if day[2] else "in"
    return _said(_DATE_FORMS, written, _iso(*day), {**words, "on": on, "On": on.title()})


def _dates_written(year: int | None, month: int | None, day: int | None) -> list[str]:
    """The American way, and the British one where it differs."""
    if month is None or day is None:
        return [" ".join(part for part in (MONTHS[month - 1] if month else "", str(year or "")) if part)]
    name = MONTHS[month - 1]
    return [f"{name} {day}" + (f", {year}" if year else ""), f"{day} {name}" + (f" {year}" if year else "")]


# --------------------------------------------------------------------------------------------------------- weekdays


def _weekdays(text: str) -> Iterator[Occasion]:
    """A full date, which is given a weekday (another one, if it has one)."""
    for found in _DATE.finditer(text):
        day = _read(found)
        if day is None or day[0] is None or day[1] is None or day[2] is None:
            continue
        right = date(day[0], day[1], day[2]).weekday()
        wrong = WEEKDAYS[(right + 1 + day[2] % 6) % 7]
        for_date = Found(*found.span("date"), _iso(*day))
        yield for_date, _with_weekday(found, wrong), _with_weekday(found, WEEKDAYS[right])


def _with_weekday(found: re.Match[str], name: str) -> list[Said]:
    if found["weekday"]:
        return [Said("weekday rewritten", "", name, name, found.span("weekday"))]
    start, end = found.span("date")
    closed = found.string[end : end + 1] not in (",", ".", ";", ":")
    return [
        Said("weekday before the date", "", f"{name}, ", name, (start, start)),
        Said("weekday behind the date", "", f", a {name}" + ("," if closed else ""), name, (end, end)),
    ]


# ----------------------------------------------------------------------------------------------------------- counts

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_N = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|{'|'.join(SMALL[2:])})"
_NO_UNIT = r"\b(?! ?%|-|[.:]\d| (?:years?|months?|days?|hours?|minutes?|others|more|points?|yards?|percent|miles?)\b)"
_HEDGED = re.compile(
    r"\b(?:at least|at most|more|less|fewer|than|about|some|nearly|over|almost|up to|around|approximately|estimated"
    r"|as many as|of|another|other|roughly|close to|only|first|last|of the|all|possibly|perhaps|maybe|or|to)\s*$",
    re.IGNORECASE,
)
_WERE = r"(?:were|have been|had been|are) (?:[a-z]+ly )?"
_HEDGE = r"(?:(?P<hedge>at least|more than|about|some|nearly|over|up to|around|another|an estimated) )?"
_WHO = r"(?P<who>[a-z]+s|people|men|women|children|police)\b(?!-|')"
_TOLLS = {
    "killed": (
        rf"\b(?:kill(?:ed|ing|s)|the (?:lives|deaths?) of) {_HEDGE}{_N}{_NO_UNIT}(?: {_WHO}| (?=and|in|when))",
        rf"\b{_HEDGE}{_N} {_WHO} (?:{_WERE}killed|(?:have )?died|lost their lives)\b",
        rf"\bdeath toll (?:[a-z]+ ){{0,3}}{_N}{_NO_UNIT}",
        rf"\b{_HEDGE}{_N} (?:(?:people|were|are) )*dead\b",
        rf"\bclaim(?:ed|ing) {_HEDGE}{_N} lives\b",
    ),
    "injured": (
        rf"\b(?:injur|wound)(?:ed|ing) {_HEDGE}{_N}{_NO_UNIT}(?: {_WHO}| (?=and|in|when))",
        rf"\b{_HEDGE}{_N} {_WHO} {_WERE}(?:injured|wounded|hurt)\b",
        rf"\b{_HEDGE}{_N} (?:(?:people|were|are) )*(?:injured|wounded|hurt)\b",
    ),
}
_NEAR_TOLL = {
    "killed": re.compile(rf"\b(?:kill|dead|die|death|toll|lives)\w*\W+(?:[a-z]+\W+){{0,4}}?{_N}\b"),
    "injured": re.compile(rf"\b(?:injur|wound|hurt)\w*\W+(?:[a-z]+\W+){{0,4}}?{_N}\b"),
}
"""Any number near such a word: where one is another, the text may have several tolls."""
_EVERYBODY = frozenset(
    ["people", "persons", "person", "victims", "dead", "and", "in", "when", "near", "on", "at", "after", "as", "with"]
)
_TOLL_FORMS = {
    "killed": (
        ("lost their lives", "In all, {v} {who} lost their lives."),
        ("the number of", "The number of {who} killed was {v}."),
        ("it claimed", "The tragedy claimed the lives of {v} {who}."),
        ("active, noun", "The disaster killed {v} {who}."),
        ("passive", "A total of {v} {who} were killed, officials confirmed."),
        ("the toll", "The death toll was {v}{everybody}."),
        ("the dead", "Officials put the number of dead at {v}{everybody}."),
    ),
    "injured": (
        ("were hurt", "In all, {v} {who} were hurt."),
        ("the number of", "The number of {who} injured was {v}."),
        ("it left", "The incident left {v} {who} wounded."),
        ("passive", "A total of {v} {who} were injured, officials confirmed."),
        ("treated", "The number of injured stood at {v}{everybody}."),
    ),
}


def _counts(text: str) -> Iterator[Occasion]:
    """The killed, or the injured, where the text gives one number of them only, flat or with "at least"."""
    for measure, patterns in _TOLLS.items():
        found = {hit.span("n"): hit for pattern in patterns for hit in re.finditer(pattern, text)}
        hits = [hit for _, hit in sorted(found.items())]
        if not hits or len({_number(hit["n"]) for hit in [*hits, *_NEAR_TOLL[measure].finditer(text)]}) > 1:
            continue
        first, hedges = hits[0], {hit.groupdict().get("hedge") for hit in hits}
        number, words = _number(first["n"]), _who(first)
        if number < 2 or not hedges <= {None, "at least"} or any(_is_hedged(text, hit) for hit in hits):
            continue
        flat = hedges == {None}
        value = Found(*first.span("n"), str(number) if first.groupdict().get("hedge") is None else f">={number}", words)
        again = [hit.span("n") for hit in hits[1:] if _who(hit) == words]
        yield value, _other_tolls(measure, number, words, again, flat=flat), _same_toll(measure, number, words)


def _is_hedged(text: str, hit: re.Match[str]) -> bool:
    return not hit.groupdict().get("hedge") and bool(_HEDGED.search(text[max(0, hit.start("n") - 20) : hit.start("n")]))


def _number(written: str) -> int:
    return SMALL.index(written) if written in SMALL else int(written.replace(",", ""))


def _who(hit: re.Match[str]) -> Words:
    who = hit.groupdict().get("who") or "people"
    return {"who": "people", "everybody": ""} if who in _EVERYBODY else {"who": who}


def _other_tolls(measure: str, number: int, words: Words, again: list[Span], *, flat: bool) -> list[Said]:
    """Another number; a lower one where the text only says how many there are at least."""
    higher = flat and (number % 2 == 1 or number < 8)
    other = number + 2 + number % 4 if higher else max(number - 3, number // 2)
    ways = _said(_TOLL_FORMS[measure], _count(other), str(other), words)
    return [*ways, *(Said("number rewritten", "", _count(other), str(other), place) for place in again if flat)]


def _same_toll(measure: str, number: int, words: Words) -> list[Said]:
    forms = _TOLL_FORMS[measure]
    part = max(1, number // 2)
    return [
        *_said(forms, _count(number), str(number), words),
        *_said(forms[:2], f"at least {number - 1:,}", f">={number - 1}", words),
        *_said([("a part", "Of these, {v} had only arrived that day.")], _count(part), str(part), {}),
    ]


def _count(number: int) -> str:
    return SMALL[number] if number < 10 else f"{number:,}"


# ------------------------------------------------------------------------------------------------------------- ages

_NAME = r"(?P<first>[A-Z][a-z]+(?: [A-Z]\.)?) (?P<last>(?:Mc|O'|Mac)?[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)"
_NO_TITLE = r"(?:in|into|at|from|of|to|for|by|near|with|who|and|was|is|on|when)\b"
_AGES = (
    re.compile(rf"\b{_NAME}, (?:aged? )?(?P<n>\d{{1,2}})(?=[,.;]| of\b)(?!, \d{{4}}|[.,]\d)"),
    re.compile(rf"\b(?P<n>\d{{1,2}})-year-old (?:(?!\w+(?:ed|ing)\b|{_NO_TITLE})[a-z]+ ){{0,2}}{_NAME}\b(?! [A-Z])"),
    re.compile(rf"\b{_NAME} (?:is|was) (?P<n>\d{{1,2}})(?: years old)?(?=[,.;])(?!\.\d)"),
)
_NO_NAME = frozenset(
    [
        "The",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Their",
        "Its",
        "And",
        "But",
        "When",
        "After",
        "Before",
        "While",
        "Since",
        "Police",
        "Officer",
        "Judge",
        "President",
        "Sheriff",
        "Deputy",
        "Senator",
        "Governor",
        "Mayor",
        "New",
        "North",
        "South",
        "East",
        "West",
        "Saint",
        "San",
        "Los",
        "Las",
        "Santa",
        "Fort",
        "Mount",
        "Lake",
        "Port",
        "Actor",
        "Actress",
        "Star",
        "Former",
        "County",
        "Street",
        "Avenue",
        "Road",
        "University",
        "Center",
        "Hospital",
        "Party",
        "Department",
        "Ministry",
        "Agency",
        "Commission",
        "Committee",
        "Council",
        "Congress",
        "Senate",
        "Court",
        "Office",
        "Board",
        "Bank",
        "Church",
        "School",
        "College",
        "League",
        "Association",
        "Institute",
        "Company",
        "Airport",
        "River",
        "Beach",
        "Park",
        "Island",
        "Southern",
        "Northern",
        "Eastern",
        "Western",
        "Central",
        "States",
        "Kingdom",
        "Republic",
        "Democratic",
        "National",
        "Federal",
        "Navy",
        "Army",
        "Air",
        "Force",
    ]
) | {*MONTHS, *WEEKDAYS, *(name[:3] for name in MONTHS)}
_AGE_FORMS = (
    ("is N years old", "{full} is {v} years old."),
    ("last name, N", "{last}, {v}, could not be reached for comment."),
    ("N-year-old last name", "Friends of the {v}-year-old {last} were surprised."),
    ("full name, aged N", "{full}, aged {v}, has no other convictions."),
    ("full name, N", "Neighbours said that {full}, {v}, kept to himself."),
    ("the age of", "Court papers give the age of {full} as {v}."),
)
_OTHER_FIRST = ("Leonard", "Marjorie", "Desmond", "Harriet")


def _ages(text: str) -> Iterator[Occasion]:
    """The age of somebody with first and last name, where the text gives one age for that last name only."""
    hits = sorted(
        (hit for pattern in _AGES for hit in pattern.finditer(text) if not {hit["first"], hit["last"]} & _NO_NAME),
        key=lambda hit: hit.start(),
    )
    for hit in hits:
        same = [other for other in hits if other["last"] == hit["last"]]
        if hit is not same[0] or len({other["n"] for other in same}) > 1 or int(hit["n"]) < 3:
            continue
        words = {"full": f"{hit['first']} {hit['last']}", "last": hit["last"]}
        yield Found(*hit.span("n"), hit["n"], words), _other_ages(int(hit["n"]), words, same), _same_age(hit, words)


def _other_ages(age: int, words: Words, same: list[re.Match[str]]) -> list[Said]:
    other = str(age + 4 + age % 5 if age < 80 else age - 7)
    rewritten = [Said("age rewritten", "", other, other, hit.span("n")) for hit in same[1:]]
    return [*_said(_AGE_FORMS, other, other, words), *rewritten]


def _same_age(hit: re.Match[str], words: Words) -> list[Said]:
    age = int(hit["n"])
    next_year = [("next year", "{last} will turn {v} next year.")]
    namesake = [
        ("somebody else of the name", f"A cousin, {_pick(_OTHER_FIRST, hit[0])} {{last}}, {{v}}, lives abroad.")
    ]
    return [
        *_said(_AGE_FORMS, str(age), str(age), words),
        *_said(next_year, str(age + 1), str(age + 1), words),
        *_said(namesake, str(age + 11), str(age + 11), words),
    ]


# ---------------------------------------------------------------------------------------------------------- amounts

_MONEY = re.compile(
    r"(?P<sign>US\$|A\$|\$|£|€) ?(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?:(?: |-)?(?P<scale>thousand|million|billion|m\b|bn\b))?\b(?!\s?(?:[-–]\d|to |a |per |an |each))"
)
_SUMS = (
    "deal|contract|bid|offer|fine|bail|settlement|acquisition|takeover|merger|purchase|sale|budget|loan|grant|ransom"
    "|prize|reward|investment|bailout|package|agreement|damages|fee|salary|debt|donation|fund|project|plan|bond|cost"
    "|price|payment|raise|compensation|claim|lawsuit|franchise|campaign|programme|program|bill|extension|pact|hoard"
)
_SUM_AFTER = re.compile(rf"^[- ](?:[a-z-]+ ){{0,2}}(?P<noun>{_SUMS})\b")
_SUM_BEFORE = re.compile(rf"\b(?P<noun>{_SUMS}) (?:is |was )?(?:[a-z]+ ){{0,2}}(?:worth|of|for|at|is|was|totall?ing) $")
_BOUGHT = re.compile(r"\b(?:buy|buys|bought|acquire[sd]?|purchased?|sold|sell) (?:[\w.'-]+ ){1,8}for $")
_CURRENCY = {"US$": "USD", "A$": "AUD", "$": "USD", "£": "GBP", "€": "EUR"}
_SCALE = {None: 1, "thousand": 1000, "million": 10**6, "billion": 10**9, "m": 10**6, "bn": 10**9}
_SUM_FORMS = (
    ("the noun was put at", "The {noun} was put at {v}."),
    ("the noun is worth", "The {noun} is worth {v}."),
    ("the noun of", "The {noun} of {v} was confirmed by two people."),
    ("the attributive", "Lawyers had prepared the {v} {noun} for weeks."),
    ("the value of", "The value of the {noun} is {v}."),
)


def _amounts(text: str) -> Iterator[Occasion]:
    """A sum beside the noun that it is the worth of, where no other sum is said of that noun."""
    hits = [(hit, noun) for hit in _MONEY.finditer(text) if (noun := _sum_noun(text, hit))]
    for hit, noun in hits:
        same = [other for other, its in hits if its == noun]
        if hit is not same[0] or len({_money(other) for other in same}) > 1:
            continue
        if _is_only_sum(text, hit) and not _HEDGED.search(text[max(0, hit.start() - 20) : hit.start()]):
            words = {"noun": noun}
            yield Found(*hit.span(), _money(hit), words), _other_sums(hit, words, same), _same_sum(hit, words)


def _is_only_sum(text: str, hit: re.Match[str]) -> bool:
    """Whether no other sum stands in its sentence, which could be another deal."""
    return all(
        len(_MONEY.findall(text, start, end)) == 1 for start, end in _sentences(text) if start <= hit.start() < end
    )


def _sum_noun(text: str, hit: re.Match[str]) -> str | None:
    before, after = text[max(0, hit.start() - 80) : hit.start()], text[hit.end() : hit.end() + 50]
    if found := _SUM_AFTER.search(after) or _SUM_BEFORE.search(before):
        return found["noun"]
    return "deal" if _BOUGHT.search(before) else None


def _money(hit: re.Match[str]) -> str:
    amount = Decimal(hit["n"].replace(",", "")) * _SCALE[hit["scale"]]
    return f"{amount.normalize():f} {_CURRENCY[hit['sign']]}"


def _other_sums(hit: re.Match[str], words: Words, same: list[re.Match[str]]) -> list[Said]:
    written = _scaled(hit, Decimal(_pick(("1.5", "2", "0.6", "3"), hit[0])))
    value = _money(_money_match(written))
    rewritten = [Said("sum rewritten", "", written, value, other.span()) for other in same[1:]]
    return [*_said(_SUM_FORMS, written, value, words), *rewritten]


def _same_sum(hit: re.Match[str], words: Words) -> list[Said]:
    less = _scaled(hit, Decimal("0.9"))
    return [
        *_said(_SUM_FORMS, hit[0], _money(hit), words),
        *_said(_SUM_FORMS[:2], f"more than {less}", f">{_money(_money_match(less))}", words),
    ]


def _scaled(hit: re.Match[str], by: Decimal) -> str:
    """The sum times a number, written with as many decimals."""
    places = len(hit["n"].partition(".")[2])
    number = (Decimal(hit["n"].replace(",", "")) * by).quantize(Decimal(1).scaleb(-places))
    gap = "" if hit["scale"] in ("m", "bn") else " "
    return hit["sign"] + f"{number:,}" + (f"{gap}{hit['scale']}" if hit["scale"] else "")


def _money_match(written: str) -> re.Match[str]:
    found = _MONEY.match(written)
    assert found is not None
    return found


# ------------------------------------------------------------------------------------------------------------ names

_FULL = re.compile(rf"\b{_NAME}\b(?! [A-Z])")
_PLACED = re.compile(rf"\bthe (?P<noun>{'|'.join(_HAPPENED)}) (?:in|at|near) (?P<place>[A-Z][a-z]{{3,}})\b(?! [A-Z])")
_NAME_FORMS = (
    ("first name, misspelt", "Reporters waited for {first} {v} outside."),
    ("full name, subject", "{first} {v} had been mentioned before."),
)
_PLACE_FORMS = (
    ("the same happening in", "The aforementioned {noun} in {v} drew wide attention."),
    ("that happening in", "The {noun} in {v} shocked many people."),
)


def _names(text: str) -> Iterator[Occasion]:
    """A person with first and last name, or the place of "the crash in", which is then misspelt."""
    for hit in (hit for start, end in _sentences(text) for hit in _FULL.finditer(text, start, end)):
        later = list(re.finditer(rf"(?<![A-Z][a-z] )\b{hit['last']}\b", text[hit.end() :]))
        if len(hit["last"]) < 5 or {hit["first"], hit["last"]} & _NO_NAME or not later:
            continue
        wrong = _misspelt(hit["last"])
        if wrong in text or text.find(hit[0]) != hit.start():
            continue
        words = {"first": hit["first"], "last": hit["last"]}
        spans = [(hit.end() + match.start(), hit.end() + match.end()) for match in later[:1]]
        rewritten = [Said("last name rewritten", "", wrong, wrong, span) for span in spans]
        found = Found(*hit.span("last"), hit["last"], words)
        yield found, [*_said(_NAME_FORMS, wrong, wrong, words), *rewritten], _same_name(hit, words)
    for hit in _PLACED.finditer(text):
        wrong, words = _misspelt(hit["place"]), {"noun": hit["noun"]}
        found = Found(*hit.span("place"), hit["place"], words)
        yield found, _said(_PLACE_FORMS, wrong, wrong, words), _said(_PLACE_FORMS, hit["place"], hit["place"], words)


def _same_name(hit: re.Match[str], words: Words) -> list[Said]:
    other = [("somebody else of the name", f"A cousin, {_pick(_OTHER_FIRST, hit[0])} {{v}}, lives abroad.")]
    short = [("title and last name", "Reporters waited for Mr. {v} outside.")]
    return _said([*_NAME_FORMS, *other, *short], hit["last"], hit["last"], words)


def _misspelt(name: str) -> str:
    """One slip of the pen: a double letter written once, two letters swapped, or one letter written for another."""
    if double := re.search(r"([a-z])\1", name):
        return name[: double.start()] + name[double.start() + 1 :]
    middle = len(name) // 2
    if _pick((True, False), name) and name[middle] != name[middle + 1 : middle + 2] and middle + 1 < len(name):
        return name[:middle] + name[middle + 1] + name[middle] + name[middle + 2 :]
    swap = {"a": "e", "e": "a", "i": "y", "o": "u", "u": "o"}
    place = next((i for i, letter in enumerate(name) if i and letter in swap), middle)
    return name[:place] + swap.get(name[place], "h") + name[place + 1 :]


KINDS: dict[str, Callable[[str], Iterator[Occasion]]] = {
    "date": _dates,
    "weekday": _weekdays,
    "count": _counts,
    "age": _ages,
    "amount": _amounts,
    "name": _names,
}
