"""What a figure is a quantity of: by a word of the lexicon near by, else by the dependency parse of its sentence.

The ways over the tree, in their order: the noun that the amount stands before ("a 6.1-inch screen"); what follows
"of" ("13% of sales"); the noun that the amount hangs on ("a speed of", "a grant worth", "the border (76 km"); what the
governing verb moves ("raise the range by"), else its subject, which a verb without one takes from what stands right
before it or from the verb that it depends on. Null where the tree leads to a pronoun that nothing in the sentence
explains, or nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from regesta.extract.figures.drafts import Draft, Scene
from regesta.extract.figures.phrases import antecedent, before, gapped, is_noun
from regesta.extract.figures.vocabulary import Measured, either, vocabulary
from regesta.extract.parse import Parse, Word
from regesta.spans import Span

__all__ = ["measured", "named"]

_NEAR = 70
"""Characters in which a word of the lexicon that names the measure may stand."""

_BESIDE = 8
"""Figures on each side among which the neighbours are looked for: a sum overlaps its parts."""

_STEPS = 8
"""Words that the way from a figure to what it measures may pass."""

_CLAUSE = re.compile(r"[.;:!?]\s|[“”\"]")
_JOINED = re.compile(r",?\s+(?:and|but|while|whereas)\s")
_OWN_VERB = re.compile(
    r"(?:\s+(?:others|more|of\s+them|people))?\s+(?:have|has|had|are|is|were|was|will)\s", re.IGNORECASE
)

_EVERY = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
_OF_AGE = re.compile(r"\s+(?:(?:over|under|above|below|at|of|aged|between)\s+)+(?:the\s+ages?\s+of\s+|age\s+)?")
_BRACKET = re.compile(r"\s\(\s?[^\w)]?(?:about |around |some )?")
_BY = re.compile(r"\bby\s+(?:\w+\s+)?$", re.IGNORECASE)

_NOUNS = frozenset({"NOUN", "PROPN"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBS = frozenset({"VERB", "AUX"})
_BEFORE_NOUN = frozenset({"compound", "nummod", "nmod", "amod", "npadvmod", "quantmod", "poss", "advmod"})
_LEFT = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NAMELESS = frozenset({"PRON", "DET", "ADV", "PUNCT", "SYM", "ADP"})
_PLACING = frozenset({"at", "on", "near", "across", "outside", "inside", "around"})
_LIMITING = frozenset({"in", "within", "over", "during"})
_NO_VERBS = frozenset({"deal", "trade", "price", "contract"})
"""Nouns of the lexicon that are no measure where they are verbs: "to deal a blow"."""

_EXPLAINED = frozenset({"it", "he", "she", "they"})
"""Pronouns that stand for the subject of the clause above: "the bank said it would"."""


def named(scene: Scene, drafts: Sequence[Draft], index: int) -> Draft:
    """The draft at `index` with the word of the lexicon that names its measure, if one is near: "deal", "killed"."""
    draft = drafts[index]
    around = drafts[max(0, index - _BESIDE) : index + _BESIDE + 1]
    apart = [other.span for other in around if not other.span.overlaps(draft.span)]
    previous = max((span.end for span in apart if span.end <= draft.span.start), default=scene.sentence.start)
    following = min((span.start for span in apart if span.start >= draft.span.end), default=scene.sentence.end)
    span = _cue(scene, draft, draft.unit_kind or "none", previous, following)
    return replace(draft, measured=span) if span else draft


def measured(scene: Scene, parse: Parse | None, drafts: Sequence[Draft], index: int) -> Draft:
    """The draft at `index` with the words that its place in the tree makes the measure, if there are any.

    The drafts before it are done. A part of a whole measures what the whole does, and a count of people in a sentence
    about victims what the event says: both stay without.
    """
    draft = drafts[index]
    if parse is None or (draft.whole is not None and draft.unit_kind in ("count", None)):
        return draft
    way = _Way(parse, drafts, index)
    if draft.measured is not None and _is_verb(parse, draft.measured):
        draft = replace(draft, measured=None)
    if _one_of_many(scene, draft) or _recurs(scene, draft):
        return replace(draft, measured=None)
    if draft.measured is not None:
        return replace(draft, measured=None) if draft.unit_kind == "count" and way.is_scene() else draft
    if index and (noun := _aged(scene, drafts[index - 1], draft) or _bracketed(scene, drafts[index - 1], draft)):
        return replace(draft, measured=noun)
    if (own := gapped(parse, drafts, index)) is not None:
        return _of_gap(scene, replace(draft, measured=own), drafts[index - 1])
    span = None if _of_people_harmed(scene, draft) else way.found()
    itself = span is not None and draft.counted is not None and draft.counted.overlaps(span)
    return replace(draft, measured=span) if span and not itself else draft


def _is_verb(parse: Parse, span: Span) -> bool:
    word = parse.at(span.start)
    return word is not None and word.pos == "VERB" and word.lemma in _NO_VERBS


def _one_of_many(scene: Scene, draft: Draft) -> bool:
    """Whether it picks one out: "one of the best screens" measures nothing."""
    if draft.counted is None or draft.low != 1:
        return False
    return " of " in scene.text[draft.value.end : draft.counted.start]


def _aged(scene: Scene, told: Draft, draft: Draft) -> Span | None:
    """The noun that the figure before counts, if an age right behind it is theirs: "17 players over the age of 21"."""
    behind = (
        told.counted is not None
        and draft.unit_kind == "age"
        and _OF_AGE.fullmatch(scene.text, told.span.end, draft.span.start)
    )
    return told.counted if behind else None


def _bracketed(scene: Scene, told: Draft, draft: Draft) -> Span | None:
    """The noun that the figure before counts, if an amount of it follows in brackets: "four fillets (1 kg)"."""
    opened = draft.unit_kind in ("physical", "currency") and told.unit_kind == "count"
    return told.counted if opened and _BRACKET.fullmatch(scene.text, told.span.end, draft.span.start) else None


def _recurs(scene: Scene, draft: Draft) -> bool:
    """Whether it says how often something happens: "every 33 years"."""
    return draft.unit_kind == "duration" and _EVERY.search(*scene.before(draft.span.start, 10)) is not None


def _of_gap(scene: Scene, draft: Draft, told: Draft) -> Draft:
    """The figure of a clause without a verb, which went where the one before went: "A fell 5%, B by 6%"."""
    moved = draft.direction is None and told.direction is not None and draft.key == told.key
    if not moved or not _BY.search(*scene.before(draft.span.start, 20)):
        return draft
    cue = [pair for pair in told.evidence if pair[0] == "direction"]
    return replace(draft, direction=told.direction, evidence=(*draft.evidence, *cue))


class _Way:
    """Goes over the tree of a sentence from a figure to what it measures."""

    def __init__(self, parse: Parse, drafts: Sequence[Draft], index: int) -> None:
        self.parse = parse
        self.draft = drafts[index]
        self.drafts = drafts
        self.steps = _STEPS

    def is_scene(self) -> bool:
        """Whether what is counted is where something happened: "killed in attacks on two hotels"."""
        top = self.parse.top(self.draft.span)
        prep = self.parse.head(top) if top is not None and top.dep == "pobj" else None
        return prep is not None and prep.text.lower() in _PLACING

    def found(self) -> Span | None:
        """The span of what is measured, or None."""
        top = self.parse.top(self.draft.span)
        if top is None:
            return None
        return (
            self._modified(top) or self._of() or self._beside() or self._up(top) or self._by_place() or self._bought()
        )

    def _by_place(self) -> Span | None:
        """What stands right before the form of "be" that stands right before the figure: "the price is $5"."""
        first = self.parse.at(self.draft.span.start)
        at = first.index - 1 if first is not None else -1
        while at >= 0 and self.parse.words[at].pos in ("ADV", "SYM", "ADP"):
            at -= 1
        word = self.parse.words[at] if at >= 0 else None
        return before(self.parse, self.drafts, word) if word is not None and word.lemma == "be" else None

    def _bought(self) -> Span | None:
        """What an amount of money is given for: "paid $5 million for the licence"."""
        inside = self.parse.within(self.draft.span)
        verbs = [head for word in inside if word.dep == "dobj" and (head := self.parse.head(word)) is not None]
        if self.draft.unit_kind != "currency" or not verbs:
            return None
        preps = [w for word in (*inside, verbs[0]) for w in self.parse.children(word, "prep", "dative")]
        behind = [w for w in preps if w.text.lower() == "for" and w.span.start >= self.draft.span.end]
        nouns = [noun for prep in behind[:1] for noun in self.parse.children(prep, "pobj")]
        return self._phrase(nouns[0]) if nouns else None

    def _modified(self, top: Word) -> Span | None:
        """The noun right of the figure that it stands before: "a 6.1-inch screen", "a 6 ft tall man"."""
        word: Word | None = top
        while word is not None and word.dep in _BEFORE_NOUN:
            word = self.parse.head(word)
            right = word is not None and word.span.start >= self.draft.span.end and word.pos in _NOUNS
            if word is not None and right and (phrase := self._phrase(word)):
                return None if word.lemma in vocabulary().nouns.calendar else phrase
        return None

    def _of(self) -> Span | None:
        """What follows "of", or "in" after an amount of money: "13% of the economy", "$5m in gains"."""
        if self.draft.bare and self.draft.rule_id != "figures.fraction":
            return None
        money = self.draft.unit_kind == "currency"
        inside = self.parse.within(self.draft.span)
        for prep in (child for word in inside for child in self.parse.children(word, "prep")):
            low = prep.text.lower()
            if prep.span.start >= self.draft.span.end and (low == "of" or (low == "in" and money)):
                for noun in self.parse.children(prep, "pobj"):
                    if low == "of" or noun.tag == "NNS":
                        return self._phrase(noun) or self._of_count(noun)
        return None

    def _of_count(self, noun: Word) -> Span | None:
        """The noun that another figure counts, of which this is a share: "90 percent of the 288 candidates"."""
        other = self._figure_at(noun) if self.draft.unit_kind == "percent" else None
        return other.counted if other is not None and other.unit_kind == "count" else None

    def _beside(self) -> Span | None:
        """The noun that is written right before an amount without a verb: "Nasdaq +0.8%"."""
        if self.draft.bare or self.draft.unit_kind == "count":
            return None
        inside = self.parse.within(self.draft.span)
        below = [child for word in inside for child in self.parse.children(word, "compound", "nmod", "nsubj")]
        left = [w for w in below if w.pos in _NOUNS and is_noun(w) and w.span.end <= self.draft.span.start]
        return self._phrase(left[-1]) if left else None

    def _up(self, word: Word) -> Span | None:
        """The measure of what governs `word`."""
        self.steps -= 1
        head = self.parse.head(word)
        if head is None or self.steps < 0:
            return None
        if (other := self._figure_at(head)) is not None and (own := self._counted_by(other, head) or other.measured):
            return own
        if word.dep in ("pobj", "pcomp"):
            return self._by_preposition(head)
        if head.pos in _NOUNS:
            return self._up(head) if word.dep == "conj" else self._noun(head)
        if head.pos in _VERBS:
            return None if word.dep in _SUBJECTS else self._by_verb(head, word)
        return self._up(head)

    def _figure_at(self, word: Word) -> Draft | None:
        """The other figure that a word belongs to: "5%, 6% and 7%", "rose 5%, or $3"."""
        others = (draft for draft in self.drafts if draft is not self.draft)
        return next((other for other in others if other.span.overlaps(word.span)), None)

    def _counted_by(self, other: Draft, noun: Word) -> Span | None:
        """The noun that another figure counts, for an amount that hangs on it: "17 players over the age of 21"."""
        own = self.draft.unit_kind not in (None, "count", "percent", "duration") and other.unit_kind == "count"
        return other.counted if own and other.counted and other.counted.overlaps(noun.span) else None

    def _by_preposition(self, prep: Word) -> Span | None:
        governor = self.parse.head(prep)
        if governor is None:
            return None
        if (other := self._figure_at(governor)) is not None:
            own = self._counted_by(other, governor)
            return own or other.measured or self._up(governor)
        if self.draft.unit_kind == "duration" and prep.text.lower() in _LIMITING and governor.pos in _NOUNS:
            return self._governing(governor)
        if governor.pos in _NOUNS:
            return self._noun(governor)
        return self._by_verb(governor, prep) if governor.pos in _VERBS else self._up(prep)

    def _noun(self, noun: Word) -> Span | None:
        """A noun that the figure hangs on, but for those that only lead to it: "a total of"."""
        nouns = vocabulary().nouns
        return self._up(noun) if noun.lemma in (*nouns.weak, *nouns.calendar) else self._phrase(noun)

    def _by_verb(self, verb: Word, word: Word) -> Span | None:
        """What a verb moves by the figure ("raise the range by 35 miles"), else its subject.

        What stands before the subject only sets the scene: "in two years the bank grew".
        """
        subject = next(iter(self.parse.children(verb, *_SUBJECTS)), None)
        if subject is not None and word.dep in ("prep", "npadvmod", "advcl") and word.index < subject.index:
            return None
        lasting = self.draft.unit_kind == "duration" and word.text.lower() in _LIMITING
        moved = self._object(verb) if word.dep in ("prep", "npadvmod", "advmod") and not lasting else None
        return moved if moved and moved.end <= word.span.start else self._subject(verb)

    def _object(self, verb: Word) -> Span | None:
        return next((self._phrase(moved) for moved in self.parse.children(verb, "dobj")), None)

    def _subject(self, verb: Word) -> Span | None:
        """The subject of a verb; one without, or with a pronoun, takes that of the clause that it hangs on."""
        self.steps -= 1
        subject = next(iter(self.parse.children(verb, *_SUBJECTS, "expl")), None)
        named = self._named(subject) if subject else None
        head = self.parse.head(verb)
        if named or head is None or self.steps < 0 or (subject and subject.dep == "expl") or _is_dummy(verb, subject):
            return named
        placed = self._placed(verb, subject)
        if placed is not None:
            return placed
        if verb.dep in ("relcl", "acl"):
            return self._of_noun_clause(verb, head, subject)
        if subject is not None and subject.text.lower() not in _EXPLAINED:
            return None
        if verb.dep == "xcomp" and (moved := self._object(head)) is not None:
            return moved
        found = self._governing(verb)
        return found if subject is None or self._agrees(subject, found) else None

    def _agrees(self, pronoun: Word, found: Span | None) -> bool:
        """Whether a pronoun can stand for a phrase by its number: "they" for no single thing."""
        head = self.parse.top(found) if found is not None else None
        if head is None or pronoun.text.lower() != "they" or self.parse.children(head, "conj"):
            return True
        return head.tag != "NN"

    def _placed(self, verb: Word, subject: Word | None) -> Span | None:
        """The noun right before a relative pronoun that is the subject, or right before a finite verb without one."""
        if subject is not None:
            return antecedent(self.parse, self.drafts, subject)
        finite = verb.tag in _FINITE or any(word.tag in _FINITE for word in self.parse.children(verb, "aux", "auxpass"))
        ranging = verb.lemma == "range" and self.parse.words[verb.index - 1].text == ","
        if ranging:
            return before(self.parse, self.drafts, self.parse.words[verb.index - 1])
        return before(self.parse, self.drafts, verb) if finite else None

    def _named(self, subject: Word) -> Span | None:
        """A subject that is a noun; where it is a figure, what that measures."""
        other = self._figure_at(subject)
        return other.measured if other else self._phrase(subject)

    def _of_noun_clause(self, verb: Word, noun: Word, subject: Word | None) -> Span | None:
        """The noun of a relative clause; but of "plans to build ten" and "plants where it builds ten" who does so."""
        infinitive = any(word.text.lower() == "to" for word in self.parse.children(verb, "aux"))
        if (subject is None and infinitive) or (subject is not None and subject.text.lower() in _EXPLAINED):
            return self._governing(noun) or self._phrase(noun)
        return self._phrase(noun)

    def _governing(self, word: Word) -> Span | None:
        """The subject of the clause above a word; a noun on the way that the word hangs on is taken before it."""
        for above in self.parse.ancestors(word):
            if above.pos in _VERBS:
                return self._subject(above)
            if above.pos in _NOUNS and word.pos in _VERBS:
                return self._phrase(above)
        return None

    def _phrase(self, noun: Word) -> Span | None:
        """A noun with the modifiers before it and what follows "of"; None where a figure stands."""
        own = self.draft.counted is not None and self.draft.counted.overlaps(noun.span)
        own = own or (noun.pos == "VERB" and bool(self.parse.children(noun, *_SUBJECTS)))  # "what followed was"
        if (
            own
            or not any(letter.isalnum() for letter in noun.text)
            or noun.pos in _NAMELESS
            or any(draft.span.overlaps(noun.span) for draft in self.drafts)
        ):
            return None
        first = noun
        for child in reversed(self.parse.children(noun)):
            if child.index < noun.index and child.dep in _LEFT and child.tag != "PRP$":
                tree = self.parse.subtree(child)
                if any(draft.span.overlaps(Span(tree[0].span.start, tree[-1].span.end)) for draft in self.drafts):
                    break
                first = tree[0]
        while first.pos in ("DET", "PUNCT", "PRON", "PART") and first.index < noun.index:
            first = self.parse.words[first.index + 1]
        return self._hyphenated(Span(first.span.start, self._end_of(noun)))

    def _hyphenated(self, span: Span) -> Span:
        """The span with the rest of a word that hyphens join to its first or last: "all-weather", "Ben-Moshe"."""
        words, start, end = self.parse.words, span.start, span.end
        first, last = self.parse.at(start), self.parse.at(end - 1)
        at = first.index if first is not None else 0
        while at > 1 and words[at - 1].text == "-" and words[at - 2].span.end == words[at].span.start - 1:
            at -= 2
            start = words[at].span.start
        at = last.index if last is not None else len(words)
        while at + 2 < len(words) and words[at + 1].text == "-" and words[at + 2].span.start == words[at].span.end + 1:
            at += 2
            end = words[at].span.end
        return Span(start, end)

    def _end_of(self, noun: Word) -> int:
        """Where a noun ends with what follows "of"."""
        preps = [w for w in self.parse.children(noun, "prep") if w.index == noun.index + 1 and w.text.lower() == "of"]
        owned = next((w for prep in preps for w in self.parse.children(prep, "pobj")), None)
        inner = self._phrase(owned) if owned is not None else None
        return inner.end if inner else noun.span.end


def _is_dummy(verb: Word, subject: Word | None) -> bool:
    """Whether "it" stands for nothing: "it will cost"."""
    return subject is not None and subject.text.lower() == "it" and verb.lemma in ("cost", "take")


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
