"""What a dependency parse says of a verb or noun: who does it, to whom, what hangs on it.

Relations are those of `extract.parse` (ClearNLP's). Every question is answered by going up or down the tree from one
word, so that the work grows with the sentence.
"""

from collections.abc import Iterable, Iterator

from regesta.extract.events.words import words
from regesta.extract.parse import Parse, Word

__all__ = ["ARGUMENTS", "Tree", "is_verb"]

CLAUSAL = frozenset({"relcl", "advcl", "ccomp", "csubj", "csubjpass", "parataxis", "xcomp", "pcomp", "acl"})
"""Relations behind which another clause begins."""

ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "oprd", "prep", "agent"})
MODIFIERS = frozenset({"compound", "conj", "appos", "poss", "nummod", "npadvmod", "amod", "nmod", "quantmod"})
NOMINAL = ARGUMENTS | MODIFIERS
"""Relations between a word and the clause in which it plays a part."""

RELATIVE = frozenset({"who", "which", "that", "whom"})


def is_verb(word: Word) -> bool:
    """Whether a word is used as a verb."""
    return word.pos in ("VERB", "AUX") or (word.tag.startswith("VB") and word.pos != "ADJ")


class Tree:
    """Questions to one parse.

    `start` is the offset at which what the sentence tells begins; in a title (`titled`) any word may have a capital.
    """

    __slots__ = ("parse", "start", "titled")

    def __init__(self, parse: Parse, start: int, *, titled: bool = False) -> None:
        self.parse = parse
        self.start = start
        self.titled = titled

    def children(self, word: Word, *deps: str) -> list[Word]:
        """The words that `word` governs, of some relations."""
        return self.parse.children(word, *deps)

    def head(self, word: Word) -> Word | None:
        """The word that governs `word`."""
        return self.parse.head(word)

    def joined(self, word: Word) -> list[Word]:
        """A noun with those joined to it: "Kenya, Chile and Palau"."""
        found = [word]
        for each in found:
            found.extend(w for w in self.children(each, "conj") if not is_verb(w))
        return found

    def is_passive(self, verb: Word) -> bool:
        """Whether the surface subject of a verb is what it is done to: "was signed", "a deal signed by"."""
        if self.children(verb, "auxpass", "nsubjpass"):
            return True
        if self.children(verb, "agent"):
            return not (verb.tag == "VBD" and self.children(verb, "nsubj"))
        if verb.tag != "VBN" or self.children(verb, "nsubj", "aux"):
            return False
        if verb.dep in ("acl", "relcl", "amod"):
            return True
        above = self.head(verb)
        return verb.dep == "conj" and above is not None and above.tag == "VBN" and self.is_passive(above)

    def doers(self, verb: Word) -> list[Word]:
        """Who does what the verb says, also in a passive; those joined with "and" are told apart by the caller."""
        if self.is_passive(verb):
            agents = [w for w in self.children(verb, "agent", "prep") if w.text.lower() == "by"]
            return [pobj for agent in agents for pobj in self.children(agent, "pobj")][:1]
        subject = self.subject(verb)
        return [subject] if subject else []

    def undergoers(self, verb: Word) -> list[Word]:
        """What it is done to, also in a passive and in a relative clause."""
        if self.is_passive(verb):
            subject = self.subject(verb)
            return [subject] if subject else []
        objects = [self.resolved(word) for word in self.children(verb, "dobj", "dative", "oprd")]
        if not objects and verb.dep == "relcl" and (noun := self.head(verb)) and self.subject(verb) not in (None, noun):
            return [noun]
        return [word for word in objects if word.dep != "dative" or not self.children(word, "pobj")] or [
            pobj for word in objects for pobj in self.children(word, "pobj")
        ]

    def subject(self, verb: Word) -> Word | None:
        """The surface subject of a verb, its own or the one that it inherits."""
        here: Word | None = verb
        while here is not None:
            own = self.children(here, "nsubj", "nsubjpass")
            if own:
                return self.resolved(own[-1])
            here, subject = self._inherits(here)
            if subject is not None:
                return self.resolved(subject)
        return None

    def _inherits(self, verb: Word) -> tuple[Word | None, Word | None]:
        """Where a verb without a subject of its own gets it: from another verb, or it is a noun."""
        above = self.head(verb)
        if above is None:
            return None, None
        if verb.dep in ("acl", "relcl"):
            return self._of_noun(verb, above)
        if verb.dep == "pcomp":
            return self._behind_preposition(above)
        if verb.dep == "xcomp":
            controlled = self._controlled(above)
            return (None, controlled) if controlled else (above, None)
        if verb.dep in ("advcl", "ccomp", "acomp", "aux", "dep"):
            return above, None
        return (above, None) if verb.dep == "conj" and is_verb(above) else (None, None)

    def _of_noun(self, verb: Word, noun: Word) -> tuple[Word | None, Word | None]:
        """A "plan to attack" is the plan of who plans; "rebels attacking" are who attacks."""
        if not any(w.tag == "TO" for w in self.children(verb, "aux")):
            return None, noun
        owner = next(iter(self.children(noun, "poss")), None)
        if owner is not None:
            return None, owner
        above = self.head(noun)
        return (above, None) if above is not None and is_verb(above) and noun.dep == "dobj" else (None, None)

    def _behind_preposition(self, preposition: Word) -> tuple[Word | None, Word | None]:
        """What is behind "by signing" is done by the subject; what one is accused of, by the object."""
        above = self.head(preposition)
        if above is None:
            return None, None
        if is_verb(above) and preposition.text.lower() in ("of", "for", "from", "with", "into"):
            controlled = self._controlled(above)
            if controlled:
                return None, controlled
        return (above, None) if is_verb(above) else (None, next(iter(self.children(above, "poss")), None))

    def _controlled(self, verb: Word) -> Word | None:
        """The object of "urged the army to withdraw", which is the subject of what it governs."""
        if self.is_passive(verb) or verb.lemma in words("subject_control"):
            return None
        return next(iter(self.children(verb, "dobj", "dative")), None)

    def resolved(self, word: Word) -> Word:
        """The noun that a relative pronoun stands for, and whom "it" and "they" in a reported clause do."""
        if word.text.lower() in RELATIVE and word.pos in ("PRON", "SCONJ", "DET"):
            clause = next((w for w in (word, *self.parse.ancestors(word)) if w.dep in ("relcl", "acl")), None)
            noun = self.head(clause) if clause else None
            return noun or word
        if word.text.lower() in ("it", "they", "he", "she"):
            verb = self.head(word)
            while verb is not None and verb.dep in ("conj", "xcomp"):
                verb = self.head(verb)
            above = self.head(verb) if verb is not None and verb.dep in ("ccomp", "advcl") else None
            subject = self.subject(above) if above is not None and is_verb(above) else None
            if subject is not None and subject.index < word.index:
                return subject
        return word

    def objects_of(self, word: Word, *prepositions: str) -> Iterator[Word]:
        """What stands behind a preposition that hangs on `word`; of any preposition when none is named."""
        for child in self.children(word, "prep", "agent", "dative"):
            if not prepositions or child.text.lower() in prepositions:
                yield from self.children(child, "pobj")
            for inner in self.children(child, "prep"):
                if not prepositions or inner.text.lower() in prepositions:
                    yield from self.children(inner, "pobj")

    def is_name(self, word: Word) -> bool:
        """Whether a word has a capital that its place does not ask for."""
        return word.text[0].isupper() and not self.titled and not self.opens(word)

    def opens(self, word: Word) -> bool:
        """Whether a word opens the sentence or a quotation."""
        before = self.parse.words[word.index - 1] if word.index else None
        if before is None or before.span.start < self.start:
            return True
        return not (before.text[0].isalnum() or before.text in (",", "-", "'s", "’s"))

    def within_clause(self, word: Word, *, participles: bool = False) -> list[Word]:
        """`word` and all that hangs on it without a clause between (but "a bus carrying workers"), in order."""
        apart = CLAUSAL - {"acl"} if participles else CLAUSAL
        found = [word]
        for each in found:
            found.extend(w for w in self.children(each) if w.dep not in apart and not (w.dep == "conj" and is_verb(w)))
        return sorted(found, key=lambda w: w.index)

    def clause_verb(self, word: Word) -> Word | None:
        """The verb in whose clause a noun plays a part; of a verb, itself."""
        here: Word | None = word
        while here is not None and not is_verb(here):
            if here.dep not in NOMINAL:
                return self.head(here) if here.dep == "acomp" else None
            here = self.head(here)
        return here

    def auxiliaries(self, verb: Word) -> list[Word]:
        """Modal and other auxiliary verbs, also those that a joined verb shares."""
        own = self.children(verb, "aux", "auxpass")
        above = self.head(verb)
        if (
            own
            or verb.dep != "conj"
            or above is None
            or not is_verb(above)
            or self.children(verb, "nsubj", "nsubjpass")
        ):
            return own
        return self.auxiliaries(above)

    def is_negated(self, among: Iterable[Word]) -> bool:
        """Whether "not", "never", "no" hang on one of some words."""
        return any(
            below.dep == "neg"
            or (below.dep in ("det", "advmod", "preconj") and below.text.lower() in words("negations"))
            for word in among
            for below in self.children(word)
        )
