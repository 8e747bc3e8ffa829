"""`socketlab chat`: the room for everyone."""

from dataclasses import replace
from gettext import gettext as _
from ipaddress import ip_network
from pathlib import Path
from socket import gaierror
from typing import TYPE_CHECKING

import click

from socketlab.chat.settings import Settings
from socketlab.cli.chat_client import client
from socketlab.cli.chat_history import keep_history, search, tell_history
from socketlab.cli.errors import Failure, cannot_listen, cannot_resolve, place
from socketlab.cli.options import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from socketlab.chat.server.start import Endpoint, Server

OFF = "off"


class EndpointType(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An address and a port, or `off`."""

    name = "endpoint"

    def convert(
        self,
        value: "str | Endpoint | None",
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> "Endpoint | None":
        """Read `ADDRESS:PORT`, `[IPV6]:PORT` or `off`."""
        if not isinstance(value, str):
            return value
        if value == OFF:
            return None
        address, colon, port = value.rpartition(":")
        if not (colon and port.isascii() and port.isdigit() and int(port) <= 65535):  # noqa: PLR2004 the largest port
            self.fail(_("It reads ADDRESS:PORT, or off."), param, ctx)
        return address.removeprefix("[").removesuffix("]"), int(port)


class NetworkType(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """A network such as `192.0.2.0/24`."""

    name = "network"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read a network; an address alone is one of itself."""
        try:
            return str(ip_network(value, strict=False))
        except ValueError:
            self.fail(_("It reads like 192.0.2.0/24."), param, ctx)


@click.group(cls=Group, help=_("The chat room: server, client, search."))
def chat() -> None:
    """Group the commands of the chat room."""


chat.add_command(client)


@chat.command(help=_("Open a room for plain UDP and IRC clients, until Ctrl-C."))
@click.option(
    "--udp",
    type=EndpointType(),
    metavar=_("ADDRESS:PORT"),
    help=_("Where plain UDP is served, 127.0.0.1:9998 by default; or off."),
)
@click.option(
    "--irc",
    type=EndpointType(),
    metavar=_("ADDRESS:PORT"),
    help=_("Where IRC is served, 127.0.0.1:6667 by default; or off."),
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("A file with settings (TOML); SIGHUP reads it again."),
)
@click.option(
    "--trust",
    multiple=True,
    type=NetworkType(),
    metavar=_("NETWORK"),
    help=_("A network without challenge and limit per address; may be repeated."),
)
@click.option(
    "--history",
    metavar=_("FILE"),
    help=_("Where what is said is kept; chat.sqlite among this user's data."),
)
@click.option("--no-history", is_flag=True, help=_("Keep nothing of what is said."))
@click.pass_context
def server(
    ctx: click.Context,
    /,
    *,
    config: Path | None,
    **options: object,  # noqa: ARG001 `override` reads them from the context
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    from socketlab.chat.server.start import Server

    def read() -> Settings:
        return override(read_file(config), ctx)

    settings = read()
    if not (settings.udp or settings.irc):
        sentence = _("Nothing is served: turn --udp or --irc on.")
        raise click.UsageError(sentence)
    running = Server(settings, _)
    keep_history(running)
    if running.settings.udp:
        listen(running.listen_udp, running.settings.udp, _("plain UDP"))
    if running.settings.irc:
        listen(running.listen_irc, running.settings.irc, _("IRC"))
    tell_history(running)
    running.reload = lambda: reload(running, read)
    running.run()
    if running.lost:
        sentence = _("{count} entries could not be written to the history.")
        raise Failure(sentence.format(count=running.lost))


chat.add_command(search)


def override(settings: Settings, ctx: click.Context) -> Settings:
    """Let what was said on the command line count more than the file."""
    said = {
        name: ctx.params[name]
        for name in ("udp", "irc")
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    trust = (*settings.trust, *ctx.params["trust"])
    history = settings.history
    if ctx.params["history"] and ctx.params["no_history"]:
        raise click.UsageError(_("Say either --history or --no-history."), ctx)
    if ctx.params["history"]:
        history = replace(history, keep=True, path=ctx.params["history"])
    if ctx.params["no_history"]:
        history = replace(history, keep=False)
    return replace(settings, trust=trust, history=history, **said)


def read_file(config: Path | None) -> Settings:
    """Read the settings; the defaults if there is no file."""
    if config is None:
        return Settings()
    from socketlab.chat.settings.reading import SettingsError, read_settings

    try:
        return read_settings(config.read_text(encoding="utf-8"), _)
    except SettingsError as error:
        raise Failure(f"{config}: {error}") from error
    except UnicodeDecodeError as error:
        raise Failure(_("{file}: it is not UTF-8.").format(file=config)) from error


def reload(running: "Server", read: "Callable[[], Settings]") -> None:
    """Read the settings again; a mistake in them changes nothing."""
    try:
        running.apply(read())
    except (Failure, OSError) as error:
        click.echo(f"socketlab: {error}", err=True)


def listen(
    begin: "Callable[[str, int], Endpoint]", endpoint: "Endpoint", what: str
) -> None:
    """Listen, and say where."""
    address, port = endpoint
    try:
        at = begin(address, port)
    except (gaierror, UnicodeError) as error:
        raise cannot_resolve(address, error) from error
    except OSError as error:
        raise cannot_listen(address, port, error) from error
    sentence = _("Listening on {place} ({what}). Ctrl-C ends it.")
    click.echo(sentence.format(place=place(*at), what=what))
