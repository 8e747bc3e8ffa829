"""`lab observe`: run any program in a private network, and see what its sockets do."""

import os
import signal
import socket
import sys
import termios
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from gettext import gettext as _
from math import isnan
from typing import TYPE_CHECKING, Any

import click

from socketlab import workbench
from socketlab.cli.errors import Failure, cannot_listen
from socketlab.cli.lab_report import (
    FOLDER,
    check_command,
    check_folder,
    command_words,
    report,
    sentences,
    tell_story,
)
from socketlab.cli.options import Command
from socketlab.workbench.observing import observe as look_at

if TYPE_CHECKING:
    from socketlab.lab.record import Sentence

LOOPBACK = "127.0.0.1"
MOST = 10  # sockets of one program that are listed
YEAR = 366 * 24 * 3600  # seconds; as long as a timer can be asked to wait


@click.command(
    cls=Command,
    short_help=_("Run a program in a private network; write down what its sockets do."),
    help=_(
        "Run a program in a private network; write down what its sockets do.\n\n"
        "Without --client the program can be reached from outside, at the same port "
        "of 127.0.0.1. In the commands {port} and {address} stand for where it listens."
    ),
)
@click.argument("command", nargs=-1, required=True, metavar=_("COMMAND..."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help=_("The port on which the program listens, with TCP or UDP."),
)
@click.option(
    "--client",
    "clients",
    multiple=True,
    metavar=_("COMMAND"),
    help=_(
        "Run this beside the program once it listens; may be repeated. When all "
        "clients have ended, the observation ends."
    ),
)
@click.option(
    "--reach",
    type=click.IntRange(0, 65535),
    metavar="N",
    help=_("The port of 127.0.0.1 that leads to the program; 0 for any that is free."),
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.001, YEAR),
    metavar=_("SECONDS"),
    help=_("End the observation after so long."),
)
@click.option(
    "--out",
    default=FOLDER,
    show_default=True,
    metavar=_("FOLDER"),
    help=_("Where the report is written."),
)
@click.option("--open", "open_page", is_flag=True, help=_("Open the report."))
@click.pass_context
def observe(
    ctx: click.Context,
    *,
    command: tuple[str, ...],
    port: int | None,
    clients: tuple[str, ...],
    reach: int | None,
    seconds: float | None,
    out: str,
    open_page: bool,
) -> int:
    """Observe until the end, then tell and report; give the exit status."""
    said = ctx.find_root().obj
    parts = [command_words("--client", client) for client in clients]
    if clients and not port:
        raise click.UsageError(_("--client needs --port: where shall it connect?"))
    if reach is not None and not port:
        raise click.UsageError(_("--reach needs --port: where does it lead?"))
    if seconds is not None and isnan(seconds):
        raise click.UsageError(_("It is not a number."))
    check_command(command[0])
    check_folder(out)
    with ExitStack() as held:
        door = mailbox = None
        if port and (reach is not None or not clients):
            door, mailbox = held.enter_context(opened(port if reach is None else reach))
        stop = held.enter_context(stopping())
        held.enter_context(keeping_terminal())
        with sentences():
            result = look_at(
                command,
                clients=parts,
                port=port or 0,
                seconds=seconds or 0,
                door=door,
                mailbox=mailbox,
                stop=stop,
                # Nothing but the JSON is printed to standard output.
                output=sys.stderr if said["json"] else sys.stdout,
                language=said["language"],
                progress=lambda sentence: tell(sentence, door),
            )
    if not said["json"]:
        tell_story(result.record)
        click.echo(holders(result, visited=door is not None))
    report([result], out, said, open_page=open_page)
    return 0


@contextmanager
def opened(port: int) -> "Iterator[tuple[socket.socket, socket.socket]]":
    """Open the door: a TCP listener and a UDP socket of the host's loopback."""
    with ExitStack() as held:
        try:
            door = held.enter_context(socket.create_server((LOOPBACK, port)))
            mailbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            held.enter_context(mailbox)
            mailbox.bind((LOOPBACK, door.getsockname()[1]))
        except OSError as error:
            sentence = cannot_listen(LOOPBACK, port, error).message
            raise Failure(
                _("{sentence} --reach 0 takes any free port.").format(sentence=sentence)
            ) from error
        yield door, mailbox


@contextmanager
def stopping() -> Iterator[int]:
    """Turn the first Ctrl-C into a byte that ends the observation in order.

    The second one breaks it off, as Ctrl-C does elsewhere.
    """
    reader, writer = os.pipe()
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: Any) -> None:  # noqa: ANN401 signal's signature
        os.write(writer, b".")
        signal.signal(number, before[signal.Signals(number)])
        del frame

    for number in before:
        signal.signal(number, stop)
    try:
        yield reader
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


@contextmanager
def keeping_terminal() -> Iterator[None]:
    """Leave the terminal as it was: a program that is killed cannot (termios(3))."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def tell(sentence: "Sentence", door: socket.socket | None) -> None:
    """Say that the program can be reached now, and where."""
    if "port" not in sentence.values or sys.stderr is None:
        return
    if door is not None:
        line = _("{program} listens; reach it at {place}. Ctrl-C ends the observation.")
    else:
        line = _("{program} listens.")
    where = f"{LOOPBACK}:{door.getsockname()[1]}" if door else ""
    told = line.format(program=sentence.values["program"], place=where)
    click.echo(f"socketlab: {told}", err=True)


def holders(result: workbench.Result, *, visited: bool) -> str:
    """Say which program held which socket."""
    from socketlab.lab.linux.observe.naming import find_holders
    from socketlab.lab.linux.observe.order import OUTSIDE
    from socketlab.report.lettering import columns, pad

    held = find_holders(result.record, OUTSIDE if visited else "")
    for story in result.record.stories:
        if story.client.host == OUTSIDE:
            held.setdefault(story.client.end, OUTSIDE)
    width = max((columns(name) for name in held.values()), default=0)
    lines = []
    outside = _("outside")
    for name in dict.fromkeys(held.values()):
        ends = [end for end, holder in held.items() if holder == name]
        shown = pad(outside if name == OUTSIDE else name, width)
        lines += [f"  {shown}  {end}" for end in ends[:MOST]]
        if more := len(ends[MOST:]):
            many = _("and {n} more").format(n=more)
            lines.append(f"  {shown}  {many}")
    if not lines:
        return _("The program had no sockets.")
    return "\n".join([_("Which program held which socket:"), *lines])
