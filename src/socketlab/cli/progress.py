"""What runs now, on one line of a terminal; nothing into a pipe."""

import shutil
import sys
from collections.abc import Sequence
from gettext import gettext as _
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from socketlab.report.lettering import shorten

if TYPE_CHECKING:
    from socketlab.lab.record import Sentence

WIPE = "\r\x1b[K"
LEAST = 20


class Progress:
    """The line; it is told of steps by the threads that run pages."""

    def __init__(self, names: Sequence[str]) -> None:
        """Begin with the names of all that will run."""
        self.names = names
        self.running: dict[int, str] = {}
        self.done = 0
        self.shown = sys.stderr is not None and sys.stderr.isatty()

    def tell(self, place: int, sentence: "Sentence") -> None:
        """Show that a page has come to a step."""
        from socketlab.report.wording import say

        if self.shown:
            self.running[place] = say(sentence, _)
            self.draw()

    def finish(self, place: int) -> None:
        """Show that a page has ended."""
        self.running.pop(place, None)
        self.done += 1
        self.draw()

    def draw(self) -> None:
        """Write the line anew, no wider than the terminal."""
        if not self.shown:
            return
        now = dict(self.running)  # other threads go on telling
        words = ", ".join(self.names[place] for place in sorted(now))
        if len(self.names) == 1:
            words = "".join(now.values())
        else:
            counted = _("{done} of {count} done")
            counted = counted.format(done=self.done, count=len(self.names))
            words = f"{counted} · {words}" if words else counted
        across = max(LEAST, shutil.get_terminal_size().columns - 1)
        click.echo(WIPE + shorten(words, across), nl=False, err=True)

    def wipe(self) -> None:
        """Make room for something that stays."""
        if self.shown:
            click.echo(WIPE, nl=False, err=True)

    def __enter__(self) -> Self:
        """Show during a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no line behind."""
        self.shown, shown = False, self.shown
        if shown:
            click.echo(WIPE, nl=False, err=True)
