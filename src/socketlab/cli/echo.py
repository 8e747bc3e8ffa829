"""`socketlab echo`: the service, its client, and the list of its models."""

import json
import os
import sys
from gettext import gettext as _
from math import isnan
from socket import gaierror, socket

import click

from socketlab.cli.echo_texts import (
    NORMAL,
    QUIET,
    VERBOSE,
    Report,
    card,
    server_left,
    writer,
)
from socketlab.cli.errors import (
    cannot_bind,
    cannot_connect,
    cannot_listen,
    cannot_resolve,
    place,
)
from socketlab.cli.options import Group
from socketlab.echo.clients.tcp import LocalPortError, ServerLeft, connect, talk
from socketlab.echo.service import GRACE, MAX_LINE, Service
from socketlab.echo.tcp_servers.listening import BACKLOG, listen
from socketlab.echo.tcp_servers.models import DEFAULT, MODELS, serve_of, table
from socketlab.echo.terminal.escape import esc_interrupts
from socketlab.echo.terminal.keyboard import esc_ends_a_read

PORT = 12345
ADDRESS = "127.0.0.1"
LONGEST = 1 << 30  # bytes of a line; beyond it memory is the question, not the line
YEAR = 366 * 24 * 3600  # seconds; as long as a timer can be asked to wait


def finite(
    ctx: click.Context, option: click.Parameter, seconds: float | None
) -> float | None:
    """Refuse nan, which is neither below nor above a limit."""
    if seconds is not None and isnan(seconds):
        raise click.BadParameter(_("It is not a number."), ctx, option)
    return seconds


@click.group(cls=Group, help=_("The echo service: server, client, models."))
def echo() -> None:
    """Group the commands of the echo service."""


@echo.command(help=_("Answer every line with its reversal, until Ctrl-C or ESC."))
@click.argument(
    "port", metavar=_("[PORT]"), type=click.IntRange(0, 65535), default=PORT
)
@click.option(
    "-a",
    "--address",
    metavar=_("ADDRESS"),
    default=ADDRESS,
    show_default=True,
    help=_("Where to listen: a name, an IPv4 or an IPv6 address."),
)
@click.option(
    "--model",
    type=click.Choice(list(MODELS)),
    default=DEFAULT,
    show_default=True,
    help=_("The concurrency model; `socketlab echo models` explains them."),
)
@click.option(
    "--backlog",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=BACKLOG,
    show_default=True,
    help=_("Connections that may wait to be accepted."),
)
@click.option(
    "--max-clients",
    metavar="N",
    type=click.IntRange(1),
    help=_("Clients served at once; more are turned away."),
)
@click.option(
    "--max-line",
    metavar="N",
    type=click.IntRange(1, LONGEST),
    default=MAX_LINE,
    show_default=True,
    help=_("Bytes of the longest line; a longer one ends its connection."),
)
@click.option(
    "--idle",
    type=click.FloatRange(0.001, YEAR),
    callback=finite,
    metavar=_("SECONDS"),
    help=_("Close a connection on which nothing moves for so long."),
)
@click.option(
    "--grace",
    type=click.FloatRange(0, YEAR),
    callback=finite,
    default=GRACE,
    show_default=True,
    metavar=_("SECONDS"),
    help=_("Time to finish what was received, when told to stop."),
)
@click.option(
    "-q", "verbosity", flag_value=QUIET, type=int, help=_("Report only what fails.")
)
@click.option(
    "-v", "verbosity", flag_value=VERBOSE, type=int, help=_("Report every client.")
)
def server(
    *,
    port: int,
    address: str,
    model: str,
    backlog: int,
    max_clients: int | None,
    max_line: int,
    idle: float | None,
    grace: float,
    verbosity: int | None,
) -> None:
    """Run one concurrency model until it is told to stop."""
    report = Report(model, NORMAL if verbosity is None else verbosity)
    service = Service(
        max_line=max_line,
        max_clients=max_clients,
        idle=idle,
        grace=grace,
        events=report,
    )
    address = numeric(address)
    try:
        listener = listen(address, port, backlog)
    except (gaierror, UnicodeError) as error:
        raise cannot_resolve(address, error) from error
    except OSError as error:
        raise cannot_listen(address, port, error) from error
    with listener, esc_interrupts():
        serve_of(model)(listener, service)


@echo.command(help=_("Send lines and show the answers; bye, ESC or Ctrl-D ends it."))
@click.option(
    "-a",
    "--address",
    metavar=_("ADDRESS"),
    required=True,
    help=_("The server: a name, an IPv4 or an IPv6 address."),
)
@click.option(
    "-p",
    "--port",
    metavar=_("PORT"),
    required=True,
    type=click.IntRange(1, 65535),
    help=_("The server's port."),
)
@click.option(
    "--bind",
    "local_port",
    type=click.IntRange(1, 65535),
    metavar=_("PORT"),
    help=_("The client's own port; otherwise the kernel chooses."),
)
def client(address: str, port: int, local_port: int | None) -> None:
    """Talk to an echo server, line by line."""
    address = numeric(address)
    try:
        connection = connect(address, port, local_port or 0)
    except (gaierror, UnicodeError) as error:
        raise cannot_resolve(address, error) from error
    except LocalPortError as error:
        raise cannot_bind(local_port or 0, error) from error
    except OSError as error:
        raise cannot_connect(address, port, error) from error
    if sys.stdin is None:  # it was closed before we began
        converse(connection, None)
        return
    keyboard = sys.stdin.fileno()
    with esc_ends_a_read(keyboard):
        if os.isatty(keyboard):
            hint = _("Connected to {place}. bye, ESC or Ctrl-D ends it.")
            remote = place(*connection.getpeername()[:2])
            click.echo(hint.format(place=remote), err=True)
        converse(connection, keyboard)


def converse(connection: socket, keyboard: int | None) -> None:
    """Talk until one side ends it."""
    try:
        talk(connection, keyboard, writer())
    except ServerLeft as left:
        raise server_left(left.error, left.unanswered) from left


@echo.command(help=_("Compare the concurrency models."))
@click.pass_obj
def models(said: dict[str, object]) -> None:
    """Print what each model's docstring says of it."""
    if said["json"]:
        click.echo(json.dumps([model._asdict() for model in table()], indent=1))
        return
    click.echo("\n\n".join(card(model) for model in table()))


def numeric(address: str) -> str:
    """Take the brackets off an IPv6 address, as it stands in a URL."""
    return address.removeprefix("[").removesuffix("]")
