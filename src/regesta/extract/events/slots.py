"""Who and what fills the slots of a trigger, by plain positions in the sentence.

A position is a place relative to the trigger: `subject` (before the verb in its clause, past auxiliaries, inherited
over "and signed", "by signing"), `object` (after it, before any preposition), a preposition (`of`, `by`, `with` ...),
`between` (X and Y), `possessive` (X's fall), `modifier` (Chinese aid), `pair` (two in subject, between, or possessive
position), `partner` (the second part of a two-part trigger). In a passive, subject and object change places.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from regesta.extract.events.anaphora import Mention
from regesta.extract.events.rules import ACTING, Trigger
from regesta.extract.events.scene import HARD, Scene, Token
from regesta.extract.events.words import participles, words
from regesta.spans import Span

__all__ = ["Hit", "mentions_at"]

REACH = 7
"""Tokens between a preposition and the head of its phrase, and between the parts of one noun phrase."""

SOFT = ("of", "from", "in", "at")
"""A state behind one of these may still be who acts: "officials in Kabul", "a delegation from China"."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found in a scene.

    `extent` is all that matched, `span` what the event's row shows, `head` the first part (a verb if `verbal`).
    """

    trigger: Trigger
    scene: Scene
    extent: Span
    head: Span
    span: Span
    partner: Span | None = None
    groups: tuple[tuple[str, Span], ...] = ()
    passive: bool = field(default=False)

    @property
    def verbal(self) -> bool:
        """Whether the first part is a verb."""
        return self.trigger.verbal

    @property
    def before(self) -> int:
        """Index of the token right before the trigger; -1 at the start of the sentence."""
        return self.scene.last_before(self.extent.start)

    @property
    def after(self) -> int:
        """Index of the token right after the trigger."""
        return self.scene.first_at(self.extent.end)


def with_voice(hit: Hit) -> Hit:
    """The hit with its voice: "was recognised by", "a deal signed by"."""
    if not hit.verbal:
        return hit
    if hit.trigger.reversed:
        return replace(hit, passive=True)
    tokens = hit.scene.tokens
    form = hit.head.of(hit.scene.doc.text).lower()
    if not participles(form):
        return hit
    index = hit.before
    while index >= 0 and (tokens[index].word.endswith("ly") or tokens[index].word in ("not", "also", "being", "been")):
        if tokens[index].word in words("passive"):
            return replace(hit, passive=True)
        index -= 1
    auxiliary = index >= 0 and tokens[index].word in words("passive")
    follows = hit.after < len(tokens) and tokens[hit.after].word == "by"
    return replace(hit, passive=auxiliary or follows)


def mentions_at(hit: Hit, position: str, kinds: Sequence[str]) -> list[Mention]:
    """The mentions of the given kinds in a position; more than one when they are joined by "and"."""
    find = POSITIONS.get(position, _after_preposition(position))
    if hit.passive:
        find = {"subject": _after_preposition("by"), "object": POSITIONS["subject"]}.get(position, find)
    if hit.passive and hit.trigger.reversed and position == "object":
        return []
    return find(hit, kinds or ACTING)


Finder = Callable[[Hit, Sequence[str]], list[Mention]]


def _subject(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    """The nearest phrase before the verb that no preposition governs; the first in the sentence for a joined verb."""
    tokens, verb = hit.scene.tokens, _verb_phrase(hit)
    free, soft = ([], []) if _unnamed(hit, verb) else _subjects(hit, verb, kinds)
    if not (free or soft):
        return []
    inherits = verb > 0 and tokens[verb - 1].word in words("inheriting")
    opening = next((index for index in free if _opens_clause(hit, index)), free[-1]) if free and inherits else None
    chosen = opening if opening is not None else (free or soft[-1:])[0]
    if inherits and (_possessor(tokens, chosen) or _of_kind(tokens[chosen], ("demonym",))):
        chosen = _head(tokens, chosen, kinds) or chosen
    return _joined(tokens, chosen, kinds)


def _subjects(hit: Hit, verb: int, kinds: Sequence[str]) -> tuple[list[int], list[int]]:
    """The mentions that may be the subject, nearest first: ungoverned ones, and those behind a soft preposition."""
    tokens = hit.scene.tokens
    free: list[int] = []
    soft: list[int] = []
    for index in range(min(hit.before, verb - 1), -1, -1):
        if _closes(tokens, index, verb, found=bool(free or soft)):
            break
        mention = tokens[index].mention
        if mention is None or mention.kind not in kinds:
            continue
        governor = _governor(tokens, index)
        if governor is None:
            free.append(index)
        elif governor in SOFT and mention.kind in ACTING and not _of_happening(tokens, index):
            soft.append(index)
    return free, soft


def _unnamed(hit: Hit, verb: int) -> bool:
    """Whether right before the verb stands a subject without a name: "the parties signed", not "a note demanding"."""
    tokens = hit.scene.tokens
    if verb > hit.before and hit.head.of(hit.scene.doc.text).endswith("ing"):
        return False
    for index in range(verb - 1, -1, -1):
        word = tokens[index].word
        if word in words("articles"):
            return index < verb - 1 and (index == 0 or tokens[index - 1].word not in words("prepositions"))
        if not word[:1].isalpha() or word in words("no_heads"):
            return False
    return False


def _of_happening(tokens: Sequence[Token], index: int) -> bool:
    """Whether the mention says where a happening was: nobody acts in "a fire in Kenya killed twelve"."""
    before = (tokens[at].word for at in range(index - 1, max(-1, index - REACH), -1))
    return not words("happenings").isdisjoint(before)


def _opens_clause(hit: Hit, index: int) -> bool:
    """Whether the phrase of a mention stands first in its clause, where subjects do; titles and "the" belong to it."""
    tokens, text = hit.scene.tokens, hit.scene.doc.text
    at = index - 1
    while at >= 0 and (
        tokens[at].mention or tokens[at].word in words("articles") or text[tokens[at].span.start].isupper()
    ):
        at -= 1
    return at < 0 or tokens[at].word in HARD | words("openers") | words("coordinators") | {","}


def _verb_phrase(hit: Hit) -> int:
    """Index behind the subject: the first token of the verb with its auxiliaries, adverbs and any aside before it."""
    tokens, index = hit.scene.tokens, hit.before
    while index >= 0 and (tokens[index].word in words("auxiliaries") or tokens[index].word.endswith("ly")):
        index -= 1
    aside = hit.scene.aside(index) if index >= 0 and tokens[index].word == "," else None
    return index + 1 if aside is None else aside


def _closes(tokens: Sequence[Token], index: int, verb: int, *, found: bool) -> bool:
    """Whether the search for a subject ends at `index`.

    It does at a hard mark, and at a clause opener when a subject was found, or stands there unnamed:
    "who signed" and "after signing" take theirs from before the opener; "which the authorities signed" has its own.
    """
    if tokens[index].word not in words("openers"):
        return tokens[index].word in HARD
    overt = any(token.word[:1].isalpha() for token in tokens[index + 1 : verb])
    return overt or (found and tokens[index].word not in words("relatives"))


def _governor(tokens: Sequence[Token], index: int) -> str | None:
    """The preposition before the phrase that the mention at `index` belongs to."""
    for at in range(index - 1, max(-1, index - 4), -1):
        token = tokens[at]
        if token.word in words("prepositions"):
            return token.word
        if token.word == "and" and at > 0 and tokens[at - 1].mention:
            return _governor(tokens, at - 1)
        if token.masked or token.word in words("coordinators") or not token.word[:1].isalnum():
            return None
    return None


def _possessor(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].word in ("'s", "’s")


def _object(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    return _phrase(hit.scene.tokens, hit.after, kinds, stop=words("prepositions"))


def _after_preposition(preposition: str) -> Finder:
    allowed = words("prepositions") - {"of"}

    def find(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
        tokens = hit.scene.tokens
        for index in range(hit.after, len(tokens)):
            word = tokens[index].word
            if word in HARD or word in words("openers") or (preposition == "of" and index > hit.after):
                return []
            if word == preposition and (found := _phrase(tokens, index + 1, kinds, stop=allowed)):
                return found
        return []

    return find


def _phrase(tokens: Sequence[Token], start: int, kinds: Sequence[str], stop: Iterable[str]) -> list[Mention]:
    """The mentions of the noun phrase that begins at `start`."""
    for index in range(start, min(start + REACH, len(tokens))):
        token = tokens[index]
        if token.mention:
            head = _head(tokens, index, kinds)
            return _joined(tokens, head, kinds) if head is not None else []
        if token.masked and index > start:
            return []
        if token.word in stop or token.word in HARD or token.word in words("openers") or token.word == ",":
            return []
    return []


def _head(tokens: Sequence[Token], index: int, kinds: Sequence[str]) -> int | None:
    """The head of a phrase that begins with a mention: the person in "Pakistani Prime Minister Imran Khan"."""
    head = index if _of_kind(tokens[index], kinds) else None
    for later in range(index + 1, min(index + 1 + REACH, len(tokens))):
        token = tokens[later]
        if token.mention and token.mention.kind in ("person", "organisation") and _of_kind(token, kinds):
            return later
        if token.word == "," and tokens[index].mention and _apposed(tokens, index, later):
            continue
        if token.masked or not (token.word[0].isalpha() or token.word in ("'s", "’s")):
            break
        if token.word in words("prepositions") or token.word in words("coordinators") or token.word in words("openers"):
            break
    return head


def _apposed(tokens: Sequence[Token], index: int, comma: int) -> bool:
    """Whether a name stands right behind the comma after "the French magazine"."""
    mention = tokens[index].mention
    return mention is not None and mention.kind == "demonym" and comma + 1 < len(tokens) and tokens[comma + 1].masked


def _of_kind(token: Token, kinds: Sequence[str]) -> bool:
    return token.mention is not None and token.mention.kind in kinds


def _joined(tokens: Sequence[Token], index: int, kinds: Sequence[str]) -> list[Mention]:
    """The mention at `index` with those joined to it by "and", a comma or a hyphen, in the order of the text."""
    chosen = [index]
    for step in (-1, 1):
        at = index
        while (other := _neighbour(tokens, at, step, kinds)) is not None:
            chosen.append(other)
            at = other
    found = [tokens[i].mention for i in sorted(chosen)]
    return [mention for mention in found if mention is not None]


def _neighbour(tokens: Sequence[Token], index: int, step: int, kinds: Sequence[str]) -> int | None:
    """The mention that stands beside the one at `index`, with at most a title between them and "and"."""
    at, joined = index + step, False
    while 0 <= at < len(tokens) and abs(at - index) <= REACH:
        token = tokens[at]
        if token.word in ("and", "-", "–"):
            joined = True
        elif token.mention:
            return at if joined and _of_kind(token, kinds) else None
        elif token.masked or not (joined and step > 0 and token.word in ("the", "then", "its", "former")):
            return None
        at += step
    return None


def _between(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    """The two after "between", behind the trigger or before it ("relations between X and Y began")."""
    tokens = hit.scene.tokens
    ahead = range(hit.after, min(hit.after + 2 * REACH, len(tokens)))
    for index in [*ahead, *range(hit.before, max(-1, hit.before - 2 * REACH), -1)]:
        if tokens[index].word == "between":
            found = _phrase(tokens, index + 1, kinds, stop=words("prepositions"))
            if sum(len(m.entities) for m in found) > 1:
                return found
    return []


def _possessive(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    """X in "X's sudden fall", "the X regime's recognition", "his ouster"."""
    tokens, owned = hit.scene.tokens, False
    for index in range(hit.before, max(-1, hit.before - REACH), -1):
        token = tokens[index]
        owned = owned or token.word in ("'s", "’s")
        if token.mention:
            return [token.mention] if (owned or token.mention.anaphoric) and _of_kind(token, kinds) else []
        if token.masked or token.word in words("prepositions") or token.word in HARD or token.word == ",":
            return []
    return []


def _modifier(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    """X right before the trigger, with at most two words between: "Chinese military aid"."""
    tokens = hit.scene.tokens
    for index in range(hit.before, max(-1, hit.before - 3), -1):
        token = tokens[index]
        if token.mention:
            return _joined(tokens, index, kinds) if _of_kind(token, kinds) else []
        if not token.word[:1].isalpha() or token.word in words("prepositions") | words("determiners"):
            return []
    return []


def _pair(hit: Hit, kinds: Sequence[str]) -> list[Mention]:
    """Two or more that do something together, from the first position that holds them."""
    for find in (_between, _subject if not hit.passive else _after_preposition("by"), _possessive, _modifier):
        found = find(hit, kinds)
        if sum(len(m.entities) for m in found) > 1:
            return found
    return []


POSITIONS: dict[str, Finder] = {
    "subject": _subject,
    "object": _object,
    "pair": _pair,
    "between": _between,
    "possessive": _possessive,
    "modifier": _modifier,
}
