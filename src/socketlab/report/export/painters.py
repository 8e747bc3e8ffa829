"""Processes that draw pictures side by side: `python -m` this, and SVG files.

Fact: resvg takes a quarter of a second for a ladder and holds the interpreter's
lock all that time. Decision: one process for each processor draws its share.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from socketlab.report.export.put import put
from socketlab.report.export.raster import draw_png


class Painters:
    """Draws a PNG beside each SVG file while others are still being written."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Begin."""
        self.paths = paths
        count = min(len(paths), os.cpu_count() or 1)
        self.processes = [
            subprocess.Popen(  # noqa: S603 our own interpreter
                [sys.executable, "-P", "-m", __name__, *paths[first::count]]
            )
            for first in range(count)
        ]

    def finish(self) -> list[Path]:
        """Wait for the pictures.

        Raises:
            OSError: one could not be written.

        """
        for process in self.processes:
            if status := process.wait():
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
            process.wait()


def main() -> int:
    """Draw the files named; the exit status is the errno of what failed."""
    for name in sys.argv[1:]:
        path = Path(name)
        try:
            put(path.with_suffix(".png"), draw_png(path.read_text(encoding="utf-8")))
        except OSError as error:
            return error.errno or 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
