"""Surfaces that several entries have: Georgia the state or the division, Punjab here or there.

The rest of the document decides: the reading whose state it names most, by other words, wins; a tie stays open.
A generic name (the House of Representatives) is that of its state only where the document is about that state or none;
a common one (John Howard) is that of a listed person only where the document names the state.
"""

from collections import Counter
from collections.abc import Sequence

from regesta.extract.entities.lexicon import Name
from regesta.extract.entities.mention import Mention

__all__ = ["decide"]


def decide(mentions: Sequence[Mention]) -> list[Mention]:
    """Give every mention of a shared surface its reading; the mentions that stay open, which keep their candidates."""
    named: Counter[str | None] = Counter(m.country for m in mentions if len(m.options) < 2 and _tells(m))
    for mention in mentions:
        if mention.is_common and not named[mention.country]:
            mention.country = None
        if _is_generic(mention) and named and named[mention.country] < max(named.values()):
            mention.linked_id = mention.country = None
    return [mention for mention in mentions if len(mention.options) > 1 and not _settle(mention, named)]


def _tells(mention: Mention) -> bool:
    """Whether a mention says which states the document is about."""
    return (
        mention.country is not None and mention.basis != "home" and not mention.is_common and not _is_generic(mention)
    )


def _is_generic(mention: Mention) -> bool:
    rule = mention.options[0].rule if len(mention.options) == 1 else None
    return isinstance(rule, Name) and rule.generic


def _settle(mention: Mention, named: Counter[str | None]) -> bool:
    scores = [named[option.country] for option in mention.options]
    best = max(scores)
    if scores.count(best) > 1:
        states = {option.country for option in mention.options}
        mention.linked_id, mention.country = None, states.pop() if len(states) == 1 else None
        mention.candidates = sorted(option.linked_id for option in mention.options if option.linked_id)
        return False
    chosen = mention.options[scores.index(best)]
    mention.rule_id, mention.kind = chosen.rule_id, chosen.kind
    mention.linked_id, mention.country = chosen.linked_id, chosen.country
    return True
