"""What the echo commands tell the user, in whole sentences."""

import sys
from collections.abc import Callable
from contextlib import suppress
from gettext import gettext as _
from gettext import ngettext

from socketlab.cli.errors import Failure, place
from socketlab.cli.layout import Layout
from socketlab.echo.service import Address, Ending, Refusal
from socketlab.echo.tcp_servers.models import Model
from socketlab.echo.visible import Visible

QUIET, NORMAL, VERBOSE = range(3)


def card(model: Model) -> str:
    """Lay one model out under 80 columns, its labels aligned."""
    rows = [
        (_("Waiting"), model.waiting),
        (_("Cost"), model.cost),
        (_("Stopped by"), model.stopped_by),
        (_("Breaks when"), model.breaks_when),
        (_("See"), model.see),
    ]
    formatter = Layout(width=79)
    title = model.name if model.available else _("{model} (not available here)")
    with formatter.section(title.format(model=model.name)):
        formatter.write_dl([(label, _(text)) for label, text in rows if text])
    return formatter.getvalue().rstrip()


def writer() -> Callable[[bytes], None]:
    """Give what shows an answer: as text that is safe on a terminal, else as it is."""
    screen = sys.stdout
    if screen is None:
        return lambda _answer: None
    visible = Visible()

    def show(answer: bytes) -> None:
        if screen.isatty():
            screen.write(visible.receive_data(answer))
        else:
            screen.buffer.write(answer)
        screen.flush()

    return show


def server_left(error: OSError | None, unanswered: int) -> Failure:
    """Say how the server ended the conversation, and what it owes."""
    if error is None:
        sentence = _("The server closed the connection.")
    elif isinstance(error, ConnectionError):
        sentence = _("The server broke the connection off.")
    else:
        sentence = _("The connection was lost: {reason}.").format(reason=error.strerror)
    if unanswered <= 0:
        return Failure(sentence)
    owed = ngettext("{n} line has no answer.", "{n} lines have no answer.", unanswered)
    return Failure(f"{sentence} {owed.format(n=unanswered)}")


class Report:
    """Tells the user of a server what happens; whole lines, also from children."""

    def __init__(self, model: str, verbosity: int) -> None:
        """Report for a model, as much as was asked for."""
        self.model = model
        self.verbosity = verbosity

    def listening(self, address: Address) -> None:
        """Print the one line a program may wait for."""
        if self.verbosity > QUIET:
            sentence = _("Listening on {place} ({model}). Ctrl-C or ESC ends it.")
            print(  # noqa: T201 the line is the output
                sentence.format(place=place(*address), model=self.model), flush=True
            )

    def opened(self, peer: Address) -> None:
        """Tell of a client."""
        if self.verbosity >= VERBOSE:
            note(_("{peer} connected.").format(peer=place(*peer)))

    def closed(self, peer: Address, ending: Ending) -> None:
        """Tell why a client is no longer served; a fault is told in any case."""
        if self.verbosity >= VERBOSE or (
            ending is Ending.LINE_TOO_LONG and self.verbosity > QUIET
        ):
            note(ending_sentence(ending).format(peer=place(*peer)))

    def refused(self, peer: Address, refusal: Refusal) -> None:
        """Tell of a client that was turned away."""
        sentence = {
            Refusal.FULL: _("{peer} was turned away: all places are taken."),
            Refusal.NO_WORKER: _(
                "{peer} was turned away: nothing is left to serve it."
            ),
        }[refusal]
        note(sentence.format(peer=place(*peer)))

    def exhausted(self, reason: str) -> None:
        """Tell that clients wait in the accept queue."""
        note(_("Cannot accept for now: {reason}.").format(reason=reason))


def ending_sentence(ending: Ending) -> str:
    """Say why a connection ended; `{peer}` stands for the client."""
    return {
        Ending.BYE: _("{peer} said bye."),
        Ending.END_OF_INPUT: _("{peer} ended its input."),
        Ending.LINE_TOO_LONG: _("{peer} sent a line that is too long; closed."),
        Ending.RESET: _("{peer} reset the connection."),
        Ending.IDLE: _("{peer} was idle for too long; closed."),
        Ending.LOST: _("{peer} was lost."),
        Ending.STOPPED: _("{peer} was closed as the server stopped."),
    }[ending]


def note(sentence: str) -> None:
    """Write a line to standard error; a reader that went away ends no server."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{sentence}\n")
