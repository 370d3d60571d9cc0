"""What a figure is a quantity of, found by position: no parser, and null where the evidence is weak.

The ways, the strongest first: a word of the lexicon near by ("deal", "killed"); what follows "of" ("13% of sales");
the noun that the amount stands before ("a 6.1-inch screen"); the noun that leads to it ("a speed of", "the border
(76 km", "a grant worth"); the object that the verb moves ("raise the range by"); the subject of the governing verb.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from regesta.extract.figures.clauses import Word, tagged
from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.nouns import phrase_after
from regesta.extract.figures.vocabulary import Measured, either, vocabulary
from regesta.spans import Span

__all__ = ["measured", "named"]

_NEAR = 70
"""Characters in which a word of the lexicon that names the measure may stand."""

_REACH = 60
"""Words before a figure in which its verb and subject are looked for."""

_STEPS = 6
"""Verbs and phrases that the way from a figure to its subject may pass."""

_CLAUSE = re.compile(r"[.;:!?]\s|[“”\"]")
_OF = re.compile(r"\s+of\s+(?:(?:the|its|his|her|their|our|these|those|this|that|all|an?)\s+)*", re.IGNORECASE)
_JOINED = re.compile(r",?\s+(?:and|but|while|whereas)\s")
_OWN_VERB = re.compile(
    r"(?:\s+(?:others|more|of\s+them|people))?\s+(?:have|has|had|are|is|were|was|will)\s", re.IGNORECASE
)
_BRACKET = re.compile(r"\s\([^()]{1,40}\)|\)")
_IN = re.compile(r"\s+in\s+(?=[a-z])")
_ATTRIBUTE = re.compile(r"[ \u00a0-]")
_BOUND = re.compile(r"(?:over|above|under|below|exceeding|up\s+to)\b", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:an?|the|its|his|her|their)\s+(?=\S|$)", re.IGNORECASE)
_COMPARING = frozenset({"as", "than", "like", "including", "despite", "versus", "vs"})
_SMALL = frozenset({"adverb", "comma", "conjunction", "stop", "to", "preposition", "close", "determiner"})
_HEDGES = frozenset({"adverb", "determiner"})
_SKIPPED = frozenset({"auxiliary", "adverb", "verb", "to"})
_MOVED = re.compile(r"\s+(?:higher|lower|up|down)\b")


def named(scene: Scene, drafts: Sequence[Draft], index: int) -> Draft:
    """The draft at `index` with the word of the lexicon that names its measure, if one is near: "deal", "killed"."""
    draft = drafts[index]
    previous = drafts[index - 1].span.end if index else scene.sentence.start
    following = drafts[index + 1].span.start if index + 1 < len(drafts) else scene.sentence.end
    span = _cue(scene, draft, draft.unit_kind or "none", previous, following)
    return replace(draft, measured=span) if span else draft


def measured(scene: Scene, words: Sequence[Word], drafts: Sequence[Draft], index: int) -> Draft:
    """The draft at `index` with the words that say by their place what it is a quantity of, if any do.

    `words` are those of the sentence; the drafts before it are done. A part of a whole measures what the whole does,
    and a count of people in a sentence about victims what the event says: both stay without.
    """
    draft = drafts[index]
    if draft.measured is not None or draft.whole is not None or _of_people_harmed(scene, draft):
        return draft
    walk = _Walk(scene, words, drafts, index)
    span = walk.beside() or _after(scene, draft) or walk.found()
    return replace(draft, measured=span) if span else draft


def _of_people_harmed(scene: Scene, draft: Draft) -> bool:
    """Whether it may count victims that only the event can name."""
    if draft.unit_kind not in ("count", None):
        return False
    around = scene.around(draft.span)
    return _harm().search(scene.text, around.start, around.end) is not None


def _cue(scene: Scene, draft: Draft, kind: str, previous: int, following: int) -> Span | None:
    """The nearest word of the lexicon that names a measure of this kind, between the neighbouring figures."""
    text, span = scene.text, draft.span
    floor = max(scene.sentence.start, previous, span.start - _NEAR)
    roof = min(scene.sentence.end, following, span.end + _NEAR)
    breaks = list(_CLAUSE.finditer(text, floor, span.start))
    floor = breaks[-1].end() if breaks else floor
    stop = _CLAUSE.search(text, span.end, roof)
    before, after = _measures().get(kind, (None, None))
    last = list(before.finditer(text, floor, span.start))[-1:] if before else []
    if last and _JOINED.search(text, last[0].end(), span.start) and _has_own_verb(scene, draft):
        last = []  # "20 were killed, and some 300 have fled": the second figure has a clause of its own
    first = after.search(text, span.end, stop.start() if stop else roof) if after else None
    found = [(span.start - match.end(), Span(*match.span())) for match in last]
    found += [(first.start() - span.end, Span(*first.span()))] if first else []
    return min(found)[1] if found else None


def _has_own_verb(scene: Scene, draft: Draft) -> bool:
    end = max(draft.span.end, draft.counted.end if draft.counted else 0)
    return _OWN_VERB.match(scene.text, end, scene.sentence.end) is not None


def _after(scene: Scene, draft: Draft) -> Span | None:
    """What the words after a figure say: "13% of the economy", "$5m in gains", "a 6.1-inch screen"."""
    text, end, limit = scene.text, draft.span.end, scene.sentence.end
    if draft.bare and draft.rule_id != "figures.fraction":
        return None
    bracket = _BRACKET.match(text, end, limit)
    of = _OF.match(text, bracket.end() if bracket else end, limit)
    if of:
        return _noun_after(text, of.end(), limit)
    within = _IN.match(text, end, limit) if draft.unit_kind == "currency" else None
    gains = _noun_after(text, within.end(), limit) if within else None
    if gains and gains.of(text).endswith("s"):
        return gains
    return _attribute(scene, draft) if draft.unit_kind in ("percent", "currency", "physical", "age") else None


def _noun_after(text: str, start: int, limit: int) -> Span | None:
    """The words of the noun phrase that begins at `start`: up to the first that can only be a verb or an adverb."""
    phrase = phrase_after(text, start, limit)
    words = tagged(text, phrase.start, phrase.end, ()) if phrase else []
    lists = vocabulary().clauses
    ended = (i for i, word in enumerate(words) if word.text.lower() in (*lists.irregular, *lists.adverbs))
    words = words[: next(ended, len(words))]
    return Span(words[0].span.start, words[-1].span.end) if words and words[0].tag != "determiner" else None


def _attribute(scene: Scene, draft: Draft) -> Span | None:
    """The noun that an amount stands before: "a 6.1-inch screen", "$800 rebates"."""
    if not _ATTRIBUTE.match(scene.text, draft.span.end, scene.sentence.end):
        return None
    phrase = _noun_after(scene.text, draft.span.end, scene.sentence.end)
    if phrase is None:
        return None
    first = phrase.of(scene.text).split()[0].lower()
    words = vocabulary()
    lists = (words.nouns.dimensions, words.clauses.calendar, words.clauses.adverbs, words.clauses.irregular)
    if any(first in listed for listed in lists) or first.endswith(("ed", "ing", "ly")):
        return None
    led = _DETERMINER.search(scene.text, max(scene.sentence.start, draft.span.start - 8), draft.span.start + 2)
    if first in words.clauses.verbs and " " not in phrase.of(scene.text) and not led:
        return None
    plural_unit = draft.unit_kind == "physical" and draft.unit_span and draft.unit_span.of(scene.text).endswith("s")
    return None if plural_unit else phrase


class _Walk:
    """Goes left from a figure over the words of its sentence, to what leads to it or to its subject."""

    def __init__(self, scene: Scene, words: Sequence[Word], drafts: Sequence[Draft], index: int) -> None:
        draft = drafts[index]
        self.text = scene.text
        self.draft = draft
        self.previous = drafts[index - 1].measured if index else None
        self.end = min([draft.span.start, *(cue.start for column, cue in draft.evidence if column == "comparator")])
        self.words = words
        self.last = bisect_left(words, self.end, key=lambda word: word.span.start) - 1
        self.floor = max(0, self.last - _REACH)
        self.steps = _STEPS

    def beside(self) -> Span | None:
        """The noun right before a share with a sign ("Nasdaq +0.8%"), or moved by it ("pulled the sector 2% lower")."""
        if self.draft.unit_kind != "percent" or self._tag(self.last) != "noun":
            return None
        signed = self.text[self.draft.span.start] in "+-−" or self.text[self.draft.span.start - 1] in "+-−"
        moved = _MOVED.match(self.text, self.draft.span.end)
        return self._phrase(self.last) if signed or moved else None

    def found(self) -> Span | None:
        """The span of what is measured, or None."""
        last = self.last
        at = self._back(last, _HEDGES)
        if self._goes_on(last):
            return self.previous
        if self.draft.unit_kind == "age" and self._tag(at) == "comma":
            return self._phrase(at - 1)
        return self._leading(at, last) or self._subject_of(at)

    def _tag(self, at: int) -> str:
        return self.words[at].tag if self.floor <= at <= self.last else "start"

    def _low(self, at: int) -> str:
        return self.words[at].text.lower() if self.floor <= at <= self.last else ""

    def _back(self, at: int, tags: frozenset[str]) -> int:
        while self._tag(at) in tags:
            at -= 1
        return at

    def _goes_on(self, last: int) -> bool:
        """Whether only marks and small words part it from a figure of the same: "rose 5%, up $3", "5%, 6% and 7%"."""
        at = self._back(last, _SMALL)
        same = self.draft.unit_kind not in ("count", None)
        return same and at < last and self._tag(at) == "figure" and self.previous is not None

    def _leading(self, at: int, last: int) -> Span | None:
        """The noun right before: "a speed of", "the border (", "a grant worth", "shares up", "investments over"."""
        if self._low(at) == "of":
            return None if self._low(at - 1) in vocabulary().nouns.weak else self._phrase(at - 1)
        if self._tag(at) == "open" and self._tag(at - 1) == "noun":
            return self._phrase(at - 1)
        bounded = _BOUND.match(self.text, self.end) is not None
        if (bounded or self._low(last) in ("up", "down")) and self._tag(at) == "noun":
            return self._phrase(at)
        if self._low(at) in vocabulary().clauses.leading:
            return self._phrase(self._back(at - 1, frozenset({"comma"})))
        return None

    def _subject_of(self, last: int) -> Span | None:
        """What the governing verb left of `last` moves, or its subject; without a verb, the noun that leads to it."""
        obj: Span | None = None
        last -= self._low(last) in vocabulary().clauses.leading
        for at in range(last, self.floor - 1, -1):
            tag = self._tag(at)
            if tag in ("verb", "auxiliary"):
                return obj or self._subject(at)
            if tag == "participle":
                return obj or self._owner(at)
            if tag in ("stop", "subordinator", "relative") or (tag == "pronoun" and not self._is_object(at)):
                return None
            obj = obj or self._object(at)
        return None if self.floor else obj or self._phrase(last)

    def _is_object(self, at: int) -> bool:
        return self._tag(at - 1) in ("verb", "preposition", "participle")

    def _object(self, at: int) -> Span | None:
        """The phrase that ends at `at`, if a preposition but "of" ties the figure to it: "raise the range by"."""
        tied = self._tag(at + 1) in ("preposition", "to") and self._low(at + 1) != "of"
        return self._phrase(at) if tied and self._tag(at) == "noun" else None

    def _owner(self, at: int) -> Span | None:
        """Of a participle, the noun right before it ("a man paying $5"), else the subject of the verb before."""
        if self._tag(at - 1) == "noun":
            return self._phrase(at - 1)
        return self._earlier(at - 1) if self._tag(at - 1) == "preposition" else self._subject(at)

    def _subject(self, verb: int) -> Span | None:
        """The subject of the verb at `verb`: over its auxiliaries, asides in commas, and verbs that it depends on."""
        self.steps -= 1
        at = self._when(self._back(verb - 1, _SKIPPED))
        tag = self._tag(at)
        if self.steps < 0:
            return None
        if tag == "relative":
            return self._phrase(self._back(at - 1, frozenset({"comma", "preposition"})), alone=True)
        if tag == "figure":
            return self._phrase(at - 1, alone=True)
        if tag == "comma":
            return self._beyond_aside(at)
        if tag == "pronoun" and self._tag(at - 1) == "preposition":
            return self._phrase(at - 2)
        if tag in ("conjunction", "pronoun", "preposition", "determiner"):
            return self._earlier(at - 1)
        noun = self._phrase(at) if tag in ("noun", "close") else None
        infinitive = self._tag(at + 1) == "to" and not self._moves(verb)
        return (self._earlier(at) or noun) if infinitive else noun

    def _when(self, at: int) -> int:
        """Left over words of the calendar with their preposition: "sales in the year 2020 rose"."""
        end = self._back(at, frozenset({"when"}))
        if end == at:
            return at
        led = self._back(end, frozenset({"determiner"}))
        return self._back(led, frozenset({"preposition", "when"})) if self._tag(led) in ("preposition", "when") else led

    def _moves(self, verb: int) -> bool:
        """Whether the verb says that something goes up or down: in "expects sales to rise" it is the sales that do."""
        words = vocabulary().directions
        return self._low(verb) in (*words.up, *words.down)

    def _beyond_aside(self, comma: int) -> Span | None:
        """The noun before an aside in commas, else the subject of the verb before ("rose, adding 5%")."""
        at = comma - 1
        while self._tag(at) not in ("comma", "stop", "start"):
            at -= 1
        if self._tag(at) == "comma" and self._tag(at - 1) in ("noun", "close"):
            return self._phrase(at - 1)
        return self._earlier(comma - 1)

    def _earlier(self, at: int) -> Span | None:
        """The subject of the nearest verb left of `at` in the sentence."""
        while self._tag(at) not in ("verb", "auxiliary", "stop", "start"):
            at -= 1
        return self._subject(at) if self._tag(at) in ("verb", "auxiliary") else None

    def _phrase(self, at: int, *, alone: bool = False) -> Span | None:
        """The noun phrase that ends at `at`, with what stands after "of" in it; without what other words tie on.

        With `alone`, only the words right before.
        """
        last = at
        while self._tag(at) == "close":
            at = self._before_bracket(at)
            last = at
        first = self._back(at, frozenset({"noun"})) + 1
        if first > at:
            return None
        before = self._back(first - 1, frozenset({"determiner", "figure", "when", "adverb"}))
        ties = not alone and self._tag(before) == "preposition" and self._low(before) not in _COMPARING
        if ties and self._tag(before - 1) in ("noun", "close"):
            whole = self._phrase(before - 1)
            if whole is not None:
                joined = self._low(before) == "of"
                return Span(whole.start, self.words[last].span.end) if joined else whole
        return Span(self.words[first].span.start, self.words[last].span.end)

    def _before_bracket(self, at: int) -> int:
        while self._tag(at) not in ("open", "start"):
            at -= 1
        return at - 1


@cache
def _harm() -> re.Pattern[str]:
    words = {*vocabulary().nouns.casualties}
    for entry in vocabulary().measured:
        if "count" in entry.kinds:
            words |= {*entry.before, *entry.after}
    return re.compile(rf"(?<!\w){either(words)}(?!\w)", re.IGNORECASE)


@cache
def _measures() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """By kind of figure, what to look for before and after it."""
    by_kind: dict[str, Measured] = {kind: entry for entry in vocabulary().measured for kind in entry.kinds}
    return {kind: (_any(entry.before), _any(entry.after)) for kind, entry in by_kind.items()}


def _any(cues: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w){either(cues)}(?!\w)", re.IGNORECASE) if cues else None
