"""What a number counts, where only the dependency parse can say: nouns without a plural ending, and shares.

A share counts its noun ("a third of voters"): its name is "share of voters", its unit 1, its kind percent. Of a count
in the same sentence it is a part ("half of the 1,200 homes").
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regesta.extract.figures.drafts import Draft, Scene, counting
from regesta.extract.figures.vocabulary import vocabulary
from regesta.extract.parse import Parse, Word
from regesta.spans import Span

__all__ = ["counted", "unnamed"]

_SHARES = frozenset({"figures.fraction", "figures.share"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_MODIFIES = frozenset({"nummod", "quantmod", "compound", "nmod", "amod"})
_INNER = frozenset({"compound", "amod", "nmod", "punct"})
_SHORTEST = 3
"""Characters of a noun: what is shorter is rather a unit that is not known."""

_FEW, _THOUSANDS = 100, 10_000
_MOST = 5
"""Words that a counted noun may have with its modifiers."""


def counted(scene: Scene, parse: Parse | None, drafts: Sequence[Draft], index: int) -> Draft:
    """The draft at `index` with the noun that it counts, if it has none yet and the parse gives one."""
    draft = drafts[index]
    if parse is not None and draft.counted is not None and draft.low == draft.high == 1:
        return _trimmed(scene, parse, draft, draft.counted)
    if parse is None or not draft.bare:
        return draft
    if draft.rule_id in _SHARES:
        return _share(scene, parse, drafts, draft)
    noun = _headed(parse, draft)
    part = draft.low is None or draft.low != draft.low.to_integral_value()
    if (
        noun is None
        or part
        or draft.number.form == "fraction"
        or any(d.span.overlaps(noun) for d in drafts if d is not draft)
    ):
        return draft
    return counting(scene, replace(draft, span=Span(draft.span.start, noun.end)), noun)


def _trimmed(scene: Scene, parse: Parse, draft: Draft, noun: Span) -> Draft:
    """A count of one without the words behind the noun that "one" belongs to: "one person threw"."""
    top = parse.top(draft.value)
    head = parse.head(top) if top is not None and top.dep == "nummod" else None
    if head is None or head.pos not in _NOUNS or not noun.start <= head.span.start < head.span.end < noun.end:
        return draft
    end = head.span.end if draft.span.end == noun.end else draft.span.end
    return counting(scene, replace(draft, span=Span(draft.span.start, end)), Span(noun.start, head.span.end))


def unnamed(scene: Scene, parse: Parse | None, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without the numbers that are part of a name.

    Such are digits right behind the noun that they belong to ("Windows 10 was sold"), and those between a number and
    the noun that it counts, which then counts the whole ("two new 737 Max jets").
    """
    if parse is None:
        return list(drafts)
    out: list[Draft] = []
    for draft in drafts:
        if _is_behind_its_noun(scene, parse, draft):
            continue
        whole = _counting_named(parse, out[-1], draft) if out else None
        if whole is None:
            out.append(draft)
        else:
            out[-1] = counting(scene, replace(out[-1], span=Span(out[-1].span.start, whole.end)), whole)
    return out


def _is_behind_its_noun(scene: Scene, parse: Parse, draft: Draft) -> bool:
    top = parse.top(draft.span)
    head = parse.head(top) if top is not None and top.dep == "nummod" else None
    plain = draft.bare and draft.comparator == "=" and draft.whole is None and draft.value.of(scene.text).isdigit()
    return plain and head is not None and head.pos == "PROPN" and head.span.end == draft.span.start - 1


def _counting_named(parse: Parse, left: Draft, right: Draft) -> Span | None:
    """The phrase that a number counts, with a number in it that is part of a name; None where the second counts too."""
    plain = right.number.form == "digits" and right.unit_kind == "count" and right.counted is not None
    few = left.bare and left.low is not None and left.low == left.high and left.low < _FEW
    if not plain or not few or right.low is None or not _FEW <= right.low < _THOUSANDS or right.number.scale != 1:
        return None
    tops = [parse.top(draft.value) for draft in (left, right)]
    heads = [parse.head(top) for top in tops if top is not None and top.dep in _MODIFIES]
    if len(heads) < len(tops) or heads[0] is None or heads[0] is not heads[1]:
        return None
    between = parse.within(Span(left.span.end, right.span.start))
    return Span(between[0].span.start if between else right.span.start, right.span.end)


def _headed(parse: Parse, draft: Draft) -> Span | None:
    """The noun right of a number that the number modifies, with what stands between: "11 member trade agreement"."""
    top = parse.top(draft.span)
    head = parse.head(top) if top is not None and top.dep in _MODIFIES else None
    if head is None or head.pos not in _NOUNS or head.span.start < draft.span.end or len(head.span) < _SHORTEST:
        return None
    between = parse.within(Span(draft.span.end, head.span.end))
    plain = all(word is head or (word.dep in _INNER and word.text[0].isalnum()) for word in between)
    named = head.lemma in vocabulary().nouns.calendar or head.lemma in vocabulary().nouns.weak
    return Span(between[0].span.start, head.span.end) if plain and not named and len(between) <= _MOST else None


def _share(scene: Scene, parse: Parse, drafts: Sequence[Draft], draft: Draft) -> Draft:
    noun = next(_of(parse, draft), None) or _right(parse, draft)
    if noun is None or noun.pos not in _NOUNS:
        return draft
    whole = next((d for d in drafts if d.unit_kind == "count" and d.counted and d.counted.overlaps(noun.span)), None)
    start = min([noun, *(child for child in parse.children(noun) if child.dep in _INNER)], key=lambda w: w.index)
    phrase = whole.counted if whole and whole.counted else Span(start.span.start, noun.span.end)
    return replace(
        draft,
        unit="1",
        unit_name=f"share of {noun.span.of(scene.text)}",
        unit_kind="percent",
        counted=phrase,
        measured=None,
        whole=whole.span if whole else None,
    )


def _of(parse: Parse, draft: Draft) -> Iterator[Word]:
    """The nouns after "of": "a third of voters"."""
    for word in parse.within(draft.span):
        for prep in parse.children(word, "prep"):
            if prep.text.lower() == "of" and prep.span.start >= draft.span.end:
                yield from parse.children(prep, "pobj")


def _right(parse: Parse, draft: Draft) -> Word | None:
    """The noun right of a share: "one in five voters"."""
    heads = (parse.head(word) for word in parse.within(draft.span) if word.dep in _MODIFIES)
    return next((head for head in heads if head is not None and head.span.start >= draft.span.end), None)
