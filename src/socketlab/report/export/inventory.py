"""What an earlier report left in a folder, and which of it may go.

A folder may hold files of its owner. So each report writes down the names of its
files; the next one removes those of them that it has not written anew, and
nothing else.
"""

import contextlib
from collections.abc import Collection, Iterable
from pathlib import Path

from socketlab.report.export.put import put

NAME = "socketlab-files.txt"
HEAD = "# The next socketlab report in this folder removes those it does not write."
"""A file of this name without this line is not ours, whatever it lists."""


def read_inventory(folder: Path) -> list[str]:
    """Give the names of the files that earlier reports wrote; no others' paths."""
    try:
        head, *lines = (folder / NAME).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    if head != HEAD:
        return []
    return [line for line in lines if line and line == Path(line).name]


def write_inventory(folder: Path, names: Iterable[str]) -> Path:
    """Write down which files are ours.

    Raises:
        OSError: it cannot be written.

    """
    text = "".join(f"{line}\n" for line in (HEAD, *sorted({*names, NAME})))
    return put(folder / NAME, text.encode())


def remove_stale(folder: Path, names: Collection[str]) -> None:
    """Remove what an earlier report wrote and this one, made of `names`, has not."""
    for name in read_inventory(folder):
        if name not in names and name != NAME:
            with contextlib.suppress(OSError):  # gone already, or not ours to remove
                (folder / name).unlink()
