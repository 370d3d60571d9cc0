"""Where the tokens of a page stand: the tokenizer gives lines and columns, and sees a line end as one line feed."""

import re
from bisect import bisect_left
from functools import cached_property
from io import StringIO
from itertools import accumulate

from turbohtml import Token

from regesta.errors import DocumentError

__all__ = ["Places"]


class Places:
    """Lines and columns of the tokenizer, which sees every line end as one line feed, as offsets of the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._returns = "\r" in source
        # with no translation, the lines of StringIO end as the tokenizer's: at LF, CR and CRLF
        self._lines = list(accumulate(map(len, StringIO(source, newline="")), initial=0))

    def of(self, token: Token, normal: str) -> tuple[int, int]:
        """Where a token begins, and where the characters that the tokenizer gives as `normal` end."""
        start = self._lines[token.line - 1] + token.col
        end = start + len(normal)
        if self.source.startswith(normal, start):
            return start, end
        if self._returns and "\n" in normal:
            end = self._stretched(start, end)
        if self.source[start:end].replace("\r\n", "\n").replace("\r", "\n") != normal:
            raise DocumentError("misaligned", f"the tokenizer has other text than the page at character {start}")
        return start, end

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
