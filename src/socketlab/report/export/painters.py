"""Processes that draw pictures beside everything else: `python -m` this.

Fact: resvg takes a tenth of a second for a million pixels and holds the
interpreter's lock all that time. Decision: one process for each processor draws
what it is told, a path on each line of its standard input, at low priority: what
runs beside it, perhaps an experiment, goes first. It ends with its input.
"""

import contextlib
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Self

from socketlab.report.export.put import put
from socketlab.report.export.raster import draw_png

NICE = 5


class Painters:
    """Draws a PNG beside each SVG file while others are still being written."""

    def __init__(self, count: int = 0) -> None:
        """Begin with nobody; `count` 0 is one painter for each processor."""
        self.paths: list[Path] = []
        self.count = count or os.cpu_count() or 1
        self.processes: list[subprocess.Popen[bytes]] = []
        self.turns = cycle(range(self.count))

    def draw(self, path: Path) -> None:
        """Have an SVG file drawn; give it to whoever's turn it is."""
        self.paths.append(path)
        if len(self.processes) < self.count:
            self.processes.append(
                subprocess.Popen(  # noqa: S603 our own interpreter
                    [sys.executable, "-P", "-m", __name__],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for us to handle
                )
            )
        painter = self.processes[next(self.turns)]
        assert painter.stdin is not None  # noqa: S101 a pipe was asked for
        # Who has failed is found out at the end.
        with contextlib.suppress(BrokenPipeError):
            painter.stdin.write(os.fsencode(path) + b"\n")
            painter.stdin.flush()

    def finish(self) -> list[Path]:
        """Wait for the pictures.

        Raises:
            OSError: one could not be written.

        """
        for process in self.processes:
            with contextlib.suppress(BrokenPipeError):
                process.communicate()
            if status := process.returncode:
                folder = str(self.paths[0].parent)
                raise OSError(abs(status), os.strerror(abs(status)), folder)
        return [path.with_suffix(".png") for path in self.paths]

    def __enter__(self) -> Self:
        """Draw during a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nobody drawing."""
        for process in self.processes:
            process.kill()
            process.communicate()


def main() -> int:
    """Draw the files named; the exit status is the errno of what failed."""
    os.nice(NICE)
    for line in sys.stdin.buffer:
        path = Path(os.fsdecode(line.removesuffix(b"\n")))
        try:
            put(path.with_suffix(".png"), draw_png(path.read_text(encoding="utf-8")))
        except OSError as error:
            return error.errno or 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
