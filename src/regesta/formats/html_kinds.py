"""What each leaf of a page is: title, byline, dateline, a part of the main text, or furniture and which."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from regesta.formats.html_blocks import Leaf, compact
from regesta.formats.html_main import is_links, is_prose
from regesta.formats.html_rules import HtmlRule, by_id
from regesta.text.lines import ends_sentence
from regesta.text.rules import line_rules

__all__ = ["Label", "labels"]

Label = tuple[str, str]
"""The kind of a leaf, and the full id of the rule that says so."""

_CELL = 400
"""A longer cell is a part of a page that is laid out with tables."""
_DATA = 200
"""Characters of prose in a row from which it is no row of data."""
_SHORT = 120
"""Characters of the longest byline or date."""
_BEFORE = 12
"""Leaves before the main text among which the byline and the date are looked for, where there is no title."""
_NAME = 12
"""Compact characters from which a heading that is a part of the declared title is the title."""
_CORRECTION = re.compile(
    r"(?i)(?:corrections?(?: and clarifications?)?|clarification|editor['’]s note)\b ?(?:\([^()]{1,40}\) ?)?[:—–-]"
    r"|(?:this|the) (?:article|story|report|page|headline) (?:was|has been) (?:amended|corrected)\b"
    r"|an earlier version of this (?:article|story|report|page)\b"
)


def labels(leaves: Sequence[Leaf], found: Sequence[bool], titles: Sequence[str]) -> list[Label]:
    """The kind of each leaf.

    Args:
        leaves: all of a page, in order.
        found: for each whether by the layout it is a part of the main text.
        titles: what the metadata of the page give for its title.
    """
    main = [is_found and not leaf.around.certain for is_found, leaf in zip(found, leaves, strict=True)]
    if not any(main):
        main = _without_prose(leaves)
    title = _title(leaves, main, [compact(title) for title in titles])
    first = next((i for i, is_main in enumerate(main) if is_main and i != title and _is_body(leaves[i])), len(main))
    last = max((i for i, is_main in enumerate(main) if is_main), default=-1)
    begin = first - _BEFORE if title is None or title > first else title + 1
    _rescue(leaves, main, max(0, begin), last)
    out: list[Label] = []
    for index, leaf in enumerate(leaves):
        if index == title:
            out.append(("title", by_id()["title"].rule_id))
            continue
        opening = _opening(leaf) if begin <= index <= first + 1 else None
        out.append(opening or _label(leaf, is_main=main[index]))
    return out


def _label(leaf: Leaf, *, is_main: bool) -> Label:
    if not is_main:
        rule = leaf.around.furniture or by_id()["outside"]
    elif _is_correction(leaf):
        rule = by_id()["correction"]
    else:
        rule = _kind(leaf)
    return rule.kind, rule.rule_id


def _kind(leaf: Leaf) -> HtmlRule:
    """What a part of the main text is."""
    rule = leaf.around.kind
    if rule.kind == "title":
        return by_id()["heading"]
    return by_id()["paragraph"] if rule.kind == "table_cell" and len(leaf.text) > _CELL else rule


def _without_prose(leaves: Sequence[Leaf]) -> list[bool]:
    """The main text where the layout shows none: what is no furniture and not mostly links, else all."""
    plain = [leaf.around.furniture is None and not is_links(leaf) for leaf in leaves]
    return plain if any(plain) else [not leaf.around.certain for leaf in leaves]


def _is_body(leaf: Leaf) -> bool:
    return leaf.around.kind.kind not in ("title", "heading") and _opening(leaf) is None


def _is_correction(leaf: Leaf) -> bool:
    words = (leaf.words | leaf.around.words).intersection(by_id()["correction"].words)
    return bool(words) or _CORRECTION.match(leaf.text) is not None


def _title(leaves: Sequence[Leaf], main: Sequence[bool], titles: Sequence[str]) -> int | None:
    """The heading that says what the metadata say; else the only, or the nearest, of the first rank."""
    headings = [i for i, leaf in enumerate(leaves) if leaf.around.kind.kind in ("title", "heading")]
    for known in titles:
        same = [
            i for i in headings if leaves[i].key == known or (len(leaves[i].key) >= _BEFORE and leaves[i].key in known)
        ]
        if same:
            return max(same, key=lambda i: (leaves[i].around.kind.kind == "title", -i))
    ranked = [i for i in headings if leaves[i].around.kind.kind == "title" and not leaves[i].around.certain]
    start = next((i for i, is_main in enumerate(main) if is_main), len(main))
    before = [i for i in ranked if i <= start]
    return before[-1] if before else ranked[0] if ranked else None


def _rescue(leaves: Sequence[Leaf], main: list[bool], begin: int, last: int) -> None:
    """Add what was left out of the stretch that was taken, and every note of correction."""
    rows = _rows_of_data(leaf for leaf, is_main in zip(leaves, main, strict=True) if is_main)
    for index, leaf in enumerate(leaves):
        if main[index] or leaf.around.certain or leaf.around.furniture not in (None, by_id()["page_header"]):
            continue
        heads = leaf.around.kind.kind == "heading" and not is_links(leaf)
        belongs = is_prose(leaf) or leaf.around.row in rows or heads
        main[index] = (begin <= index < last and belongs) or _is_correction(leaf)


def _rows_of_data(leaves: Iterable[Leaf]) -> set[int]:
    """The rows of tables that these leaves stand in, but for those by which a page is laid out."""
    prose: Counter[int] = Counter()
    for leaf in leaves:
        prose[leaf.around.row] += len(leaf.text) if is_prose(leaf) else 0
    return {row for row, length in prose.items() if row and length <= _DATA}


def _opening(leaf: Leaf) -> Label | None:
    """The byline or the date that a leaf is; None for others."""
    beside = leaf.around.furniture not in (None, by_id()["page_header"])
    if len(leaf.text) > _SHORT or leaf.around.kind.kind in ("title", "heading") or beside:
        return None
    known = _by_words(leaf.text)
    if known is not None:
        return known if known[0] != "furniture" else None
    words = leaf.words | leaf.around.words
    for rule in (by_id()["byline"], by_id()["dateline"]):
        says = words.intersection(rule.words) or (rule.kind == "dateline" and leaf.times)
        fits = rule.kind == "byline" or any(character.isdigit() for character in leaf.text)
        if says and fits and not ends_sentence(leaf.text):
            return rule.kind, rule.rule_id
    return None


def _by_words(text: str) -> Label | None:
    """What the rules of plain text say that a line is."""
    matcher = next((m for m in line_rules(alone=True) if m.matches(text)), None)
    return None if matcher is None else (matcher.rule.kind, matcher.rule_id)
