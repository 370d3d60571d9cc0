"""JSON whose values know where they stand, and the characters of its strings one by one."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Node", "parse", "string_runs", "unescaped"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_RUN = re.compile(
    r"(?P<plain>[^\\]+)|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Node:
    """A JSON value and its characters in the source; a string stands between its quotation marks."""

    value: "dict[str, Node] | list[Node] | str | float | bool | None"
    start: int
    end: int

    def get(self, name: str) -> "Node | None":
        """The field of an object; None where it is no object, or has none of that name."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def items(self) -> "list[Node]":
        """The members of an array; of any other value itself."""
        return self.value if isinstance(self.value, list) else [self]


def parse(source: str, start: int = 0, end: int | None = None) -> Node:
    """The JSON value that `source[start:end]` is; of two fields with one name the last counts.

    Control characters in strings are let through.

    Raises:
        ValueError: it is not JSON, or is nested too deeply.
    """
    end = len(source) if end is None else end
    try:
        json.loads(source[start:end], strict=False)
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    builder = _Builder(Node([], start, end))
    for match in _TOKEN.finditer(source, start, end):
        builder.take(match[0], match.start(), match.end())
    return builder.root.items()[0]


class _Builder:
    """Builds the tree of tokens that are known to be JSON."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._open = [root]
        self._key: str | None = None

    def take(self, token: str, start: int, end: int) -> None:
        first = token[0]
        if first in "{[":
            node = Node({} if first == "{" else [], start, end)
            self._attach(node)
            self._open.append(node)
        elif first in "}]":
            self._open.pop().end = end
        elif first == '"' and self._key is None and isinstance(self._open[-1].value, dict):
            self._key = unescaped(token[1:-1])
        elif first == '"':
            self._attach(Node(unescaped(token[1:-1]), start + 1, end - 1))
        elif first not in ",:":
            self._attach(Node(json.loads(token), start, end))

    def _attach(self, node: Node) -> None:
        value = self._open[-1].value
        if isinstance(value, list):
            value.append(node)
        elif isinstance(value, dict) and self._key is not None:
            value[self._key] = node
            self._key = None


def unescaped(written: str) -> str:
    """What the characters between the quotation marks of a JSON string stand for; half a surrogate is U+FFFD."""
    shown = str(json.loads(f'"{written}"', strict=False)) if "\\" in written else written
    return _SURROGATE.sub("\ufffd", shown)


def string_runs(written: str) -> Iterator[tuple[int, int, str | None]]:
    """The runs of a string between its quotation marks: start, end, and what an escape stands for (None: itself)."""
    for match in _RUN.finditer(written):
        yield match.start(), match.end(), None if match["plain"] else unescaped(match[0])
