"""In which line of a TOML text a key stands, which tomllib does not tell."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

# What takes several lines ends with one that holds one of these.
ENDS = ('"""', "'''", "]", "}")


class Lines:
    """The line of each key, table and element of a text that is TOML."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self.places: dict[Path, int] = {}

    def get(self, path: Path) -> int:
        """Give the line, from 1; of an element in a list, that of the list."""
        while path not in self.places:
            if not path:
                return 1
            path = path[:-1]
        return self.places[path]


def find_lines(text: str) -> Lines:
    """Find where everything stands in a text that tomllib reads.

    A statement is the fewest lines that are TOML on their own: a key and its
    value, the head of a table, a comment.
    """
    found = Lines()
    lines = text.replace("\r\n", "\n").split("\n")
    tables: Counter[Path] = Counter()
    head: Path = ()
    start = 0
    while start < len(lines):
        end, part = first_statement(lines, start)
        if lines[start].lstrip().startswith("["):
            head = max(keys(part), key=len)
            if head[-1] == 0:  # one more table of an array
                head = (*head[:-1], tables[head])
                tables[(*head[:-1], 0)] += 1
            found.places.setdefault(head, start + 1)
        else:
            for path in keys(part):
                found.places.setdefault((*head, *path), start + 1)
        start = end
    return found


def first_statement(lines: list[str], start: int) -> tuple[int, dict[str, Any]]:
    """Read the statement that begins in a line; give where the next one begins."""
    for end in range(start + 1, len(lines) + 1):
        if end == start + 1 or any(each in lines[end - 1] for each in ENDS):
            try:
                return end, tomllib.loads("\n".join(lines[start:end]))
            except tomllib.TOMLDecodeError:
                continue
    raise ValueError(lines[start])  # only a text that is no TOML comes here


def keys(value: object, path: Path = ()) -> Iterator[Path]:
    """Give the paths to everything in a value, tables and elements included."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, each in value.items():
            yield from keys(each, (*path, name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from keys(each, (*path, place))
