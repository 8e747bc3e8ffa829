"""A program that keeps entries as fast as it can, and prints what is acknowledged.

Each number it prints was committed when it was printed.
"""

import sys
from pathlib import Path
from select import select

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.chat.stores.histories import keep, opened, say

PENDING = 1000  # entries that are not acknowledged yet, at most


def main(path: Path) -> None:
    """Say things until somebody ends it."""
    with opened(path) as history:
        number = acknowledged = history.last or 0
        while True:
            for _ in range(7):
                number += 1
                history.keep(say(number, f"entry {number}"))
            keep(history)
            select([history.descriptor], (), (), 0 if history.pending else 1)
            assert not history.take()
            if min(history.released, number) > acknowledged:
                acknowledged = min(history.released, number)
                print(acknowledged, flush=True)  # noqa: T201 a program's report
            while len(history.pending) > PENDING:
                select([history.descriptor], (), (), 1)
                history.take()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
