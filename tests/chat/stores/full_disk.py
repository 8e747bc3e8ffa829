"""A program: fill the file system of a folder with a history, then make room.

It prints what was told, and the numbers of what was said, acknowledged and kept.
"""

import json
import os
import sys
from pathlib import Path
from select import select

sys.path.insert(0, str(Path(__file__).parents[3]))

from typing import TYPE_CHECKING

from tests.chat.stores.histories import (
    keep,
    opened,
    say,
    texts,
    wait_for,
    wait_for_change,
)

if TYPE_CHECKING:
    from socketlab.chat.log.history import Change

FILLER = 700_000  # bytes of the 1 MB


def main(folder: Path) -> None:
    """Say things until the disk is full, and then some more."""
    filler = folder / "filler"
    filler.write_bytes(os.urandom(FILLER))
    with opened(folder / "h") as history:
        changes: list[Change] = []
        acknowledged = number = 0
        while not changes:
            number += 1
            keep(history, say(number, "x" * 500))
            select([history.descriptor], (), (), 1.0)
            changes += history.take()
            if not changes:
                acknowledged = min(history.released, number)
        number += 1
        keep(history, say(number))
        filler.unlink()
        changes.append(wait_for_change(history))
        number += 1
        keep(history, say(number))
        wait_for(history, number)
        kept = len(texts(history, most=number + 1))
    facts = {"said": number, "acknowledged": acknowledged, "kept": kept}
    print(json.dumps({"changes": changes} | facts))  # noqa: T201 a program's report


if __name__ == "__main__":
    main(Path(sys.argv[1]))
