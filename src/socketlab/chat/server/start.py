"""From settings to a server that listens."""

import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

from socketlab.chat.irc import wire
from socketlab.chat.irc.chathistory import CAPABILITIES
from socketlab.chat.irc.network import Network
from socketlab.chat.irc.session import Session
from socketlab.chat.log.history import tell_rules
from socketlab.chat.plain.session import Lobby
from socketlab.chat.server.service import Service
from socketlab.chat.server.signals import Signals
from socketlab.chat.settings import Settings
from socketlab.chat.transports import tcp, udp
from socketlab.chat.transports.connection import Connection

if TYPE_CHECKING:
    from socketlab.chat.server.keeper import Keeper

Endpoint = tuple[str, int]


class Server:
    """A service with its transports, by settings that may change while it runs."""

    def __init__(self, settings: Settings, translate: Callable[[str], str]) -> None:
        """Bind nothing yet, but take the signals: they count from now on.

        `translate`: the language of plain members.
        """
        allow_descriptors()
        self.service = Service(settings.limits.nickname)
        self.network = Network(self.service.room, settings)
        self.lobby = Lobby(self.service.room, translate, settings.limits.message)
        self.datagrams: udp.Datagrams | None = None
        self.listener: tcp.Listener | None = None
        self.settings = settings
        self.keeper: Keeper | None = None
        self.reload: Callable[[], None] = lambda: None
        self.signals = Signals(
            {
                signal.SIGTERM: self.stop,
                signal.SIGINT: self.stop,
                signal.SIGHUP: self.read_again,
            }
        )
        self.service.add(self.signals)

    def keep_history(self, path: Path) -> None:
        """Keep what is said in a file; before anything is said.

        Raises:
            AnotherServerError: another server keeps its history there.

        """
        from socketlab.chat.server.keeper import Keeper  # noqa: PLC0415 of use to who keeps one
        from socketlab.chat.stores.sqlite import SqliteHistory  # noqa: PLC0415 likewise

        history = SqliteHistory(path, self.settings.history)
        keeper = Keeper(
            history, self.service.room, self.settings.name, self.lobby.translate
        )
        self.service.serve(keeper)
        self.keeper = keeper
        self.service.hand_over = keeper.end_turn
        self.network.history = self.lobby.history = history
        for name in CAPABILITIES:
            self.network.offer(name)
        self._greet()

    def _greet(self) -> None:
        """Tell newcomers in plain text how long the history is kept."""
        days = self.settings.history.days
        self.lobby.greeting = tell_rules(days, self.lobby.translate)

    def listen_udp(self, address: str, port: int) -> Endpoint:
        """Serve plain text over UDP; gives where.

        Raises:
            OSError: as `udp.bind`.

        """
        bound = udp.bind(address, port)
        settings = self.settings
        self.datagrams = udp.Datagrams(
            self.service, bound, self.lobby, settings.limits, settings.times
        )
        self.datagrams.trusted = [ip_network(each) for each in settings.trust]
        self.service.serve(self.datagrams)
        place: Endpoint = bound.getsockname()[:2]
        return place

    def listen_irc(self, address: str, port: int) -> Endpoint:
        """Serve IRC over TCP; gives where.

        Raises:
            OSError: as `tcp.listen`.

        """
        listener = tcp.listen(address, port)
        form = wire.shape(self.network.name, frozenset())
        self.listener = tcp.Listener(
            self.service, listener, self._open, form, self.settings.limits
        )
        self.listener.trusted = [ip_network(each) for each in self.settings.trust]
        self.service.serve(self.listener)
        place: Endpoint = listener.getsockname()[:2]
        return place

    def _open(self, connection: Connection) -> Session:
        return Session(self.network, connection.address, connection)

    def apply(self, settings: Settings) -> None:
        """Go on by other settings; addresses stay as they are."""
        self.settings = self.network.settings = settings
        self.lobby.longest = settings.limits.message
        self.service.room.longest = settings.limits.nickname
        trusted = [ip_network(each) for each in settings.trust]
        if self.keeper:
            self.keeper.history.apply(settings.history)
            self._greet()
        if self.datagrams:
            self.datagrams.trusted = trusted
            self.datagrams.limits = settings.limits
            self.datagrams.times = settings.times
        if self.listener:
            self.listener.trusted = trusted
            self.listener.limits = settings.limits

    @property
    def lost(self) -> int:
        """How many entries the history did not take in the end."""
        return self.keeper.lost if self.keeper else 0

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; SIGHUP calls `reload`."""
        try:
            self.service.run()
        finally:
            self.signals.close()

    def read_again(self) -> None:
        """Do what SIGHUP asks for."""
        self.reload()

    def stop(self) -> None:
        """End after this turn."""
        self.service.stopping = True


def allow_descriptors() -> None:
    """Raise the limit of descriptors as far as it goes (getrlimit(2))."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
