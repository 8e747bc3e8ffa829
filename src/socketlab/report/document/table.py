"""A table that every form of a report can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from socketlab.lab.record import Outcome
from socketlab.report.lettering import columns, pad, wrap
from socketlab.report.wording import MARKS

GAP = 2
FIRST, LEAST = 28, 8


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, and what became of an expectation, if it is one."""

    words: str
    outcome: Outcome | None = None

    @property
    def marked(self) -> str:
        """What it says, behind the mark of its outcome."""
        return f"{MARKS[self.outcome]} {self.words}" if self.outcome else self.words


@dataclass(frozen=True)
class Row:
    """A row of a table; one that has a single cell is a heading of those below."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table: the names of its columns, and its rows."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


def write_table(table: Table, across: int) -> list[str]:
    """Write a table as lines of text, at most `across` columns wide.

    What is too wide is broken within its cell.
    """
    lines = [table.head, *(cells(row) for row in table.rows if len(row.cells) > 1)]
    sizes = share(
        [max(map(columns, each)) for each in zip(*lines, strict=True)], across
    )
    written = [*lay(table.head, sizes), "  ".join("─" * size for size in sizes)]
    for row in table.rows:
        if len(row.cells) == 1:
            written += wrap(row.cells[0].marked, across)
        else:
            written += lay(cells(row), sizes)
    return [line.rstrip() for line in written]


def cells(row: Row) -> tuple[str, ...]:
    """Give the words of a row's cells."""
    return tuple(cell.marked for cell in row.cells)


def share(sizes: Sequence[int], across: int) -> list[int]:
    """Make columns narrower, the widest first, until all fit side by side.

    The first one, which says what the others are about, gives way last.
    """
    shared = list(sizes)
    for least in ([FIRST, *[LEAST] * (len(sizes) - 1)], [LEAST] * len(sizes)):
        while sum(shared) + GAP * (len(shared) - 1) > across:
            wide = [n for n, size in enumerate(shared) if size > least[n]]
            if not wide:
                break
            shared[max(wide, key=lambda n: shared[n])] -= 1
    return shared


def lay(words: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Lay the cells of one row side by side, each in lines of its column."""
    broken = [wrap(text, max(size, 2)) for text, size in zip(words, sizes, strict=True)]
    return [
        (" " * GAP).join(pad(line, size) for line, size in zip(row, sizes, strict=True))
        for row in zip_longest(*broken, fillvalue="")
    ]
