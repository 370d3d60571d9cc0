"""Triggers: the words that name an event, found first as plain words, then as verbs and nouns of a parse.

The scan looks every word of a sentence up in one table of inflected forms, so that only sentences with a possible
trigger are parsed. In the parse a form counts with the part of speech that its rule asks for ("March" is no protest),
with the particles and the partner that belong to it, wherever they stand.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from regesta.extract.events.rules import EventRule, EventType
from regesta.extract.events.tree import Tree, is_verb
from regesta.extract.events.words import noun_forms, verb_forms, words
from regesta.extract.parse import Word

__all__ = ["Lexis", "Match", "Trigger"]

WORD = re.compile(r"[a-z]+")
TOKEN = re.compile(r"\w+|[^\w\s]")
BEFORE_PREPOSITION = re.compile(r" (?=(?:of|for|to|in|on)\b)")
REACH = 8
"""Words between a verb and its particle: "put its troops in the north on alert"."""
CHAIN = 3
"""Nouns between a verb and its partner: "held a series of rounds of talks"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a rule: its head, and the words that stand right before and behind it.

    `infinitive`: the head is a verb behind "to", as in the partner "to invest".
    """

    before: tuple[str, ...]
    head: str
    after: tuple[str, ...]
    infinitive: bool = False

    @classmethod
    def of_noun(cls, text: str) -> "Phrase":
        """The head of "vote of no confidence" is the vote, of "car bomb" the bomb, of "plea for" the plea."""
        named, *rest = BEFORE_PREPOSITION.split(text, maxsplit=1)
        *before, head = TOKEN.findall(named)
        return cls(tuple(before), head, tuple(TOKEN.findall(" ".join(rest))))

    @classmethod
    def of_partner(cls, text: str) -> "Phrase":
        """A noun phrase, or an infinitive."""
        infinitive = text.startswith("to ")
        return replace(cls.of_noun(text.removeprefix("to ")), infinitive=infinitive)

    @classmethod
    def of_verb(cls, text: str) -> "Phrase":
        """The first word is inflected, also behind a hyphen ("test-fire"); the others are its particles."""
        first, _, rest = text.partition(" ")
        *before, head = TOKEN.findall(first)
        return cls(tuple(before), head, tuple(rest.split()))

    def stands(self, tree: Tree, word: Word) -> range | None:
        """The words of the phrase around its head; None when they are not all there."""
        first, last = word.index - len(self.before), word.index + len(self.after) + 1
        around = tree.parse.words[max(0, first) : last]
        if first < 0 or len(around) != last - first:
            return None
        texts = [w.text.lower() for w in around]
        behind = len(texts) - len(self.after)
        whole = texts[: len(self.before)] == list(self.before) and texts[behind:] == list(self.after)
        return range(first, last) if whole else None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One phrase of a rule: what it is ("verb", "noun", "adjective") and what belongs to it."""

    rule_id: str
    type: EventType
    rule: EventRule
    pos: str
    phrase: Phrase
    partners: Mapping[str, tuple[Phrase, ...]]
    """The partners that the rule asks for, by the forms of their heads; empty when it asks for none."""
    never: tuple[Phrase, ...]
    """Phrases of the type in which the head means something else ("heart attack")."""
    beside: tuple[frozenset[str], ...]
    """Words without which the trigger cannot be there: one of each set."""

    @property
    def requires(self) -> tuple[str, ...]:
        """What must be there for the trigger to fire."""
        return self.rule.requires or self.type.heading.requires


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger in a parse: its head, the words of its phrase, the head of its partner and the words of that."""

    trigger: Trigger
    head: Word
    phrase: frozenset[int]
    partner: Word | None = None
    partner_phrase: frozenset[int] = frozenset()


class Lexis:
    """All triggers, by the forms of their heads."""

    def __init__(self, types: Iterable[EventType]) -> None:
        self._by_form: dict[str, list[Trigger]] = defaultdict(list)
        for kind in types:
            for rule_id, rule in kind.rules.items():
                self._add(kind, rule_id, rule)

    def _add(self, kind: EventType, rule_id: str, rule: EventRule) -> None:
        partners: dict[str, list[Phrase]] = defaultdict(list)
        for text in rule.partner:
            phrase = Phrase.of_partner(text)
            for form in _unchanged(phrase.head) if phrase.infinitive else noun_forms(phrase.head):
                partners[form].append(phrase)
        known = {form: tuple(phrases) for form, phrases in partners.items()}
        never = tuple(Phrase.of_noun(text) for text in kind.heading.never)
        kinds: tuple[tuple[str, Sequence[str], Callable[[str], Phrase], Callable[[str], Sequence[str]]], ...] = (
            ("verb", rule.verbs, Phrase.of_verb, verb_forms),
            ("noun", rule.nouns, Phrase.of_noun, noun_forms),
            ("adjective", rule.adjectives, Phrase.of_noun, _unchanged),
        )
        for pos, texts, read, forms in kinds:
            for text in texts:
                phrase = read(text)
                beside = tuple(_beside(rule, text, phrase, known))
                self._enter(Trigger(rule_id, kind, rule, pos, phrase, known, never, beside), forms)

    def _enter(self, trigger: Trigger, forms: Callable[[str], Sequence[str]]) -> None:
        for form in dict.fromkeys(forms(trigger.phrase.head)):
            self._by_form[form].append(trigger)

    def may_match(self, sentence: str) -> bool:
        """Whether a sentence holds a trigger's words, whatever part of speech they are."""
        present = dict.fromkeys(WORD.findall(sentence.lower()))
        return any(
            not any(words_.isdisjoint(present) for words_ in trigger.beside)
            for form in present
            if form in self._by_form
            for trigger in self._by_form[form]
        )

    def matches(self, tree: Tree) -> Iterator[Match]:
        """The triggers in a parse, behind its dateline."""
        for word in tree.parse.words:
            if word.span.start < tree.start:
                continue
            for trigger in self._by_form.get(word.text.lower(), ()):
                found = _match(tree, word, trigger) if _is_pos(tree, word, trigger.pos) else None
                if found is not None:
                    yield found


def _beside(rule: EventRule, text: str, phrase: Phrase, partners: Iterable[str]) -> Iterator[frozenset[str]]:
    """The words without which a rule's phrase is not there: its other words, a partner, what its complement needs."""
    yield from (frozenset({word}) for word in WORD.findall(text) if word != phrase.head)
    if heads := frozenset(partners):
        yield frozenset(word for head in heads for word in WORD.findall(head))
    if rule.denied:
        yield words("negations") | {"t"}  # of "won't"
    if rule.complement and set(rule.complement) <= {"duty"}:
        yield words("duty") | {"have", "has", "had", "need", "needs", "needed"}
    if rule.complement and set(rule.complement) <= {"infinitive", "another"}:
        yield frozenset({"to"})


def _unchanged(word: str) -> tuple[str, ...]:
    return (word,)


def _is_pos(tree: Tree, word: Word, pos: str) -> bool:
    """Whether a word is used as the part of speech; with a capital inside a sentence it is a name."""
    if tree.is_name(word) or _is_hyphened(tree, word):
        return False
    if pos == "verb":
        return is_verb(word) and word.dep not in ("amod", "compound", "aux", "auxpass")
    if pos == "adjective":
        return word.pos == "ADJ" or word.tag in ("VBN", "JJ")
    return word.pos in ("NOUN", "PROPN") and word.dep not in ("compound", "nmod", "npadvmod")


def _is_hyphened(tree: Tree, word: Word) -> bool:
    """Whether the word is the first part of a longer one ("agreed-upon")."""
    behind = tree.parse.words[word.index + 1 : word.index + 2]
    return bool(behind) and behind[0].text == "-" and behind[0].span.start == word.span.end


def _match(tree: Tree, word: Word, trigger: Trigger) -> Match | None:
    found = _phrase(tree, word, trigger)
    if found is None or any(phrase.head == word.lemma and phrase.stands(tree, word) for phrase in trigger.never):
        return None
    if not _complemented(tree, word, trigger.rule):
        return None
    if trigger.rule.denied and not _will_not(tree, word):
        return None
    if not trigger.partners:
        return Match(trigger, word, frozenset(found))
    for candidate in _governed(tree, word, trigger.rule.partner_at):
        for phrase in trigger.partners.get(candidate.text.lower(), ()):
            fits = is_verb(candidate) if phrase.infinitive else _is_pos(tree, candidate, "noun")
            if fits and (around := phrase.stands(tree, candidate)) is not None:
                return Match(trigger, word, frozenset(found), candidate, frozenset(around))
    return None


def _phrase(tree: Tree, word: Word, trigger: Trigger) -> Sequence[int] | None:
    """The words of the phrase: of a noun all together, of a verb its particles wherever they hang."""
    phrase = trigger.phrase
    if trigger.pos != "verb" or not phrase.after:
        return phrase.stands(tree, word)
    found, above = [word], word
    for particle in phrase.after:
        beside = tree.parse.words[above.index + 1 : above.index + 2]
        hanging = [w for w in (*tree.children(above), *tree.children(word), *beside) if _is_near(tree, word, w)]
        above = next((w for w in hanging if w.text.lower() == particle), word)
        if above is word:
            return None
        found.append(above)
    return [w.index for w in found]


def _will_not(tree: Tree, verb: Word) -> bool:
    """Whether a verb says what somebody is not willing to do."""
    return tree.is_negated([verb]) and any(w.tag == "MD" for w in tree.auxiliaries(verb))


def _is_near(tree: Tree, verb: Word, particle: Word) -> bool:
    """Whether a word behind a verb can be its particle: no comma between, and no date behind it ("met on Friday")."""
    between = tree.parse.words[verb.index + 1 : particle.index]
    dates = any(w.lemma in words("calendar") or w.tag == "CD" for w in tree.children(particle, "pobj"))
    return (
        particle.index > verb.index and len(between) < REACH and not any(w.text == "," for w in between) and not dates
    )


def _complemented(tree: Tree, word: Word, rule: EventRule) -> bool:
    """Whether the word governs what the rule asks for: "to attack", "that it would attack", "from attacking"."""
    if not rule.complement:
        return True
    return any(not _forms(tree, below).isdisjoint(rule.complement) for below in _complements(tree, word))


def _complements(tree: Tree, word: Word) -> Iterator[Word]:
    yield from tree.children(word, "xcomp", "ccomp", "acl", "pcomp")
    for preposition in tree.children(word, "prep"):
        yield from tree.children(preposition, "pcomp")
    if word.pos == "ADJ" and (above := tree.head(word)) is not None:
        yield from tree.children(above, "xcomp")


def _forms(tree: Tree, verb: Word) -> frozenset[str]:
    auxiliaries, bound = tree.children(verb, "aux"), bool(tree.children(verb, "nsubj", "nsubjpass"))
    if any(w.tag == "TO" for w in auxiliaries):
        return frozenset({"infinitive", "another"} if bound else {"infinitive"})
    if verb.tag == "VBG" and not auxiliaries:
        return frozenset({"gerund"})
    must = any(w.text.lower() in words("duty") for w in auxiliaries)
    must = must or (verb.lemma in ("have", "need") and bool(tree.children(verb, "xcomp")))
    return frozenset({"clause", "duty"} if must and bound else {"clause"})


def _behind(tree: Tree, verb: Word) -> Iterator[Word]:
    """What stands behind the prepositions of a verb, but for those that say when or why."""
    for pobj in tree.objects_of(verb):
        preposition = tree.head(pobj)
        apart = preposition is not None and preposition.text.lower() in words("circumstances")
        if pobj.index > verb.index and not apart:
            yield pobj


def _governed(tree: Tree, word: Word, at: str) -> Iterator[Word]:
    """The words that may be the partner of a trigger, nearest first."""
    if at == "subject":
        subject = tree.subject(word)
        first = [subject] if subject else []
    elif is_verb(word):
        below = tree.children(word, "dobj", "attr", "xcomp")
        first = [*dict.fromkeys([*tree.undergoers(word), *below]), *_behind(tree, word)]
    else:
        first = list(tree.objects_of(word))
    for start in first:
        todo = tree.joined(start)
        for _ in range(CHAIN):
            yield from todo
            todo = [
                each for noun in todo for below in tree.objects_of(noun, "of", "for") for each in tree.joined(below)
            ]
