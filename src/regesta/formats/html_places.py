"""Where the tokens of a page stand: the tokenizer gives lines and columns, and sees a line end as one line feed."""

import re
from bisect import bisect_left
from functools import cached_property

from turbohtml import Token

from regesta.errors import DocumentError

__all__ = ["Places"]


class Places:
    """Lines and columns of the tokenizer, which sees every line end as one line feed, as offsets of the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._returns = "\r" in source
        ends = re.compile(r"\r\n?|\n") if self._returns else re.compile("\n")
        self._lines = [0, *(match.end() for match in ends.finditer(source))]

    def at(self, token: Token) -> int:
        """Where a token begins."""
        return self._lines[token.line - 1] + token.col

    def after(self, start: int, normal: str) -> int:
        """Where the characters that the tokenizer gives as `normal` end in the source."""
        end = start + len(normal)
        if self.source[start:end] == normal:
            return end
        if self._returns and "\n" in normal:
            end = self._stretched(start, end)
        if self.source[start:end].replace("\r\n", "\n").replace("\r", "\n") != normal:
            raise DocumentError("misaligned", f"the tokenizer has other text than the page at character {start}")
        return end

    def _stretched(self, start: int, end: int) -> int:
        """The end, moved by one for each line end of two characters on the way."""
        index = bisect_left(self._pairs, start)
        while index < len(self._pairs) and self._pairs[index] < end:
            end += 1
            index += 1
        return end

    @cached_property
    def _pairs(self) -> list[int]:
        return [match.start() for match in re.finditer("\r\n", self.source)]
