"""The command line: commands and their arguments, nothing else.

One file per subject, loaded when its command is called: `--help` and a server's
start stay quick. The language is chosen before any command is loaded, because
help texts are translated when they are read.
"""

import errno
import os
import sys
from collections.abc import Callable
from gettext import gettext as _
from importlib import import_module

import click

from socketlab import __version__, i18n
from socketlab.cli.errors import broken
from socketlab.cli.options import Group, chosen_language

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it

# command: its short help. It stands here so that `socketlab --help` loads no subject.
COMMANDS: dict[str, Callable[[], str]] = {
    "lab": lambda: _("Run experiments on real sockets."),
    "echo": lambda: _("The echo service: server, client, models."),
    "chat": lambda: _("The chat room: server, client, search."),
    "bench": lambda: _("Compare servers under one load."),
}


class LazyGroup(Group):
    """Loads `socketlab.cli.NAME` and takes its `NAME` when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """Give the subjects, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 click's signature
        """Import the subject's file."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"socketlab.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 what each file defines
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """List the subjects without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, text()) for name, text in COMMANDS.items()])


def main() -> None:
    """Run the command line; every ending has an exit status and no traceback."""
    open_standard_streams()
    language = chosen_language(sys.argv[1:])
    i18n.use(language if language in i18n.LANGUAGES else None)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a character the terminal lacks ends nothing
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run())


def open_standard_streams() -> None:
    """Let no file or pipe take the place of a standard stream that is closed."""
    for fd in range(3):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: fd


def run() -> int:
    """Run the command of `sys.argv` and give its exit status."""
    try:
        status = root().main(prog_name="socketlab", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        drop_output()
        if error.errno != errno.EPIPE:
            broken(error).show()
        return 1
    return status if isinstance(status, int) else 0


def drop_output() -> None:
    """Let what is still to be written go nowhere: its reader went away."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def root() -> click.Group:
    """Build the top command in the chosen language."""

    @click.group(cls=LazyGroup, help=_("See what your sockets really do."))
    @click.version_option(__version__, message="%(version)s")
    def socketlab() -> None:
        pass

    assert isinstance(socketlab, click.Group)  # noqa: S101 what the decorator makes
    return socketlab
