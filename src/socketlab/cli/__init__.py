"""The command line: commands and their arguments, nothing else.

One file per subject, loaded when its command is called: `--help` and a server's
start stay quick. The language is chosen before any command is loaded, because
help texts are translated when they are read.
"""

import errno
import os
import sys
from gettext import gettext as _
from importlib import import_module

import click

from socketlab import __version__, i18n

# command: (module, short help). The short help stands here so that
# `socketlab --help` loads no subject.
COMMANDS = {
    "lab": lambda: _("Run experiments on real sockets."),
    "echo": lambda: _("The echo service: server, client, models."),
}


class LazyGroup(click.Group):
    """Loads `socketlab.cli.NAME` and takes its `NAME` when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The subjects, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 click's signature
        """Import the subject's file."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"socketlab.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 what each file defines
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter  # noqa: ARG002 click's signature
    ) -> None:
        """List the subjects without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, text()) for name, text in COMMANDS.items()])


def chosen_language(arguments: list[str]) -> str | None:
    """What `--lang` says, wherever it stands before the first command."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if not argument.startswith("-"):
            break
    return None


def main() -> None:
    """Run the command line; every ending has an exit status and no traceback."""
    language = chosen_language(sys.argv[1:])
    i18n.use(language if language in i18n.LANGUAGES else None)
    try:
        root()(prog_name="socketlab")
    except BrokenPipeError:
        leave_closed_pipe()
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        leave_closed_pipe()


def leave_closed_pipe() -> None:
    """End as programs do whose reader went away; no second error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def root() -> click.Group:
    """Build the top command in the chosen language."""

    @click.group(cls=LazyGroup, help=_("See what your sockets really do."))
    @click.option(
        "--lang",
        type=click.Choice(i18n.LANGUAGES),
        help=_("Language; otherwise that of the environment."),
    )
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    @click.version_option(__version__, message="%(version)s")
    @click.pass_context
    def socketlab(ctx: click.Context, lang: str | None, as_json: bool) -> None:  # noqa: FBT001 a flag
        ctx.obj = {"language": lang or i18n.environment_language(), "json": as_json}

    assert isinstance(socketlab, click.Group)  # noqa: S101 what the decorator makes
    return socketlab
