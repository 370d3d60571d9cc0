"""Marks around a number that are no units and no parts of it: closing quotation marks, addresses, names of files."""

import re

from regesta.spans import Span

__all__ = ["closes_quotation", "in_address"]

_FAR = 400
"""Characters in which the mark that opened a quotation is looked for."""

_LONG = 120
"""Characters on each side to which an address is read."""

_OPENING = {'"': '"', "'": "'", "”": "“", "’": "‘"}
_ADDRESS = re.compile(
    r"\w://|\bwww\.|\w@\w[\w-]*\.\w|%[0-9A-Fa-f]{2}\w"
    r"|\.(?:com|org|net|gov|edu|int|html?|php|aspx?|pdf|docx?|xlsx?|pptx?|csv|tsv|json|xml|txt|md|zip|gz|tar|exe|jpe?g"
    r"|png|gif|svg|tiff?|webp|mp[34]|avi|mov|wav|py|js)\b(?!\.?\w)|\w\.(?:com|org|net|gov|edu|co\.\w\w)/",
    re.IGNORECASE,
)


def closes_quotation(text: str, mark: Span) -> bool:
    """Whether a mark that could be inches or feet closes a quotation that was opened before it: '"it is 40"'."""
    sign = mark.of(text)
    if sign not in _OPENING:
        return False
    floor = max(0, mark.start - _FAR)
    floor = max(floor, text.rfind("\n\n", floor, mark.start))
    opened = text.rfind(_OPENING[sign], floor, mark.start)
    if opened < 0:
        return False
    if sign != _OPENING[sign]:
        return text.rfind(sign, floor, mark.start) < opened
    before, after = text[opened - 1 : opened] if opened else "", text[opened + 1 : opened + 2]
    return not (before.isalnum() or before in ",.!?") and not after.isspace()


def in_address(text: str, span: Span) -> bool:
    """Whether a span stands in an address of the web or of mail, or in the name of a file."""
    start, end = span.start, span.end
    floor, roof = max(0, start - _LONG), min(len(text), end + _LONG)
    while start > floor and not text[start - 1].isspace():
        start -= 1
    while end < roof and not text[end].isspace():
        end += 1
    return end - start > len(span) and _ADDRESS.search(text, start, end) is not None
