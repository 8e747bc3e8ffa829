"""`socketlab chat client`: one seat in the room."""

import os
import pwd
from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from socket import gaierror

import click

from socketlab.chat.nickname import MalformedError, parse
from socketlab.cli.errors import Failure, cannot_connect, cannot_resolve
from socketlab.cli.options import Command

HOST = "127.0.0.1"
IRC_PORT, UDP_PORT = 6667, 9998
GUEST = "guest"


class PlaceType(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An address, a port, or both."""

    name = "place"

    def convert(
        self,
        value: str | tuple[str, int | None],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int | None]:
        """Read `ADDRESS`, `ADDRESS:PORT`, `[IPV6]:PORT`, `IPV6` or `:PORT`."""
        if isinstance(value, tuple):
            return value
        address, colon, port = value.rpartition(":")
        if not colon or (address.count(":") and not address.endswith("]")):
            address, port = value, ""
        if address.endswith("]"):
            address = address.removeprefix("[").removesuffix("]")
        elif value.startswith("["):
            address = value.strip("[]")
        if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16):
            self.fail(_("Write ADDRESS:PORT, as in 127.0.0.1:6667."), param, ctx)
        return address or HOST, int(port) if port else None


class NickType(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """A nickname under the one rule."""

    name = "nickname"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read a nickname, normalised."""
        try:
            return parse(value)
        except MalformedError:
            sentence = _(
                "A nickname has 1 to 30 characters, without spaces "
                "or any of : , * ? ! @."
            )
            self.fail(sentence, param, ctx)


@click.command(
    cls=Command,
    help=_(
        "Take a seat in a room: over IRC, or over plain UDP. "
        "EXIT, /quit, ESC twice or Ctrl-C leaves."
    ),
)
@click.argument("place", metavar=_("[ADDRESS:PORT]"), type=PlaceType(), default=HOST)
@click.option(
    "--nick",
    metavar=_("NAME"),
    type=NickType(),
    help=_("What you want to be called; otherwise your login name."),
)
@click.option(
    "--udp", is_flag=True, help=_("Plain text over UDP, port 9998 by default.")
)
@click.option(
    "--plain",
    is_flag=True,
    help=_("Line by line: for pipes and screen readers, as with nc."),
)
@click.option(
    "--password",
    default="",
    envvar="SOCKETLAB_CHAT_PASSWORD",
    metavar=_("PASSWORD"),
    help=_("The server's; better in SOCKETLAB_CHAT_PASSWORD, which nobody sees."),
)
def client(
    *,
    place: tuple[str, int | None],
    nick: str | None,
    udp: bool,
    plain: bool,
    password: str,
) -> int:
    """Talk until the person leaves."""
    from socketlab.chat.clients.session import SessionError
    from socketlab.chat.clients.start import converse, open_session

    address, port = place
    port = port or (UDP_PORT if udp else IRC_PORT)
    prepare = partial(
        open_session,
        address,
        port,
        nick or login_name(),
        explainer(address, port),
        udp=udp,
        password=password,
    )
    try:
        number = converse(prepare, plain=plain)
    except SessionError as error:
        raise Failure(str(error)) from error
    return 128 + number if number else 0


def explainer(address: str, port: int) -> Callable[[OSError | UnicodeError], str]:
    """Give the function that says why a connection failed, or was lost."""

    def explain(error: OSError | UnicodeError) -> str:
        if isinstance(error, gaierror | UnicodeError):
            return cannot_resolve(address, error).message
        return cannot_connect(address, port, error).message

    return explain


def login_name() -> str:
    """Give a nickname for who does not choose one."""
    try:
        return parse(pwd.getpwuid(os.getuid()).pw_name)
    except (KeyError, MalformedError):
        return GUEST
