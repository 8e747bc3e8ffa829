"""The UDP transport of the chat room: one socket, a seat for each address.

Kernel facts. A datagram goes out whole or not at all (udp(7)); when the send
buffer is full sendto(2) fails with EAGAIN, and what is left waits for EPOLLOUT.
An error that a peer's host reports is not told to an unconnected socket, so who
went away without a word is found by its silence.
"""

import socket
from collections import Counter
from collections.abc import Sequence
from secrets import randbelow
from select import EPOLLIN, EPOLLOUT

from socketlab.chat.channel import Member
from socketlab.chat.log import Piece, Reader
from socketlab.chat.plain.challenge import Address, Challenges
from socketlab.chat.plain.session import (
    Lobby,
    PlainSession,
    ends_with_line_feed,
    is_exit,
    read_text,
)
from socketlab.chat.settings import Limits, Times
from socketlab.chat.transports.addresses import Network, is_loopback, is_within
from socketlab.chat.transports.hub import Hub
from socketlab.chat.transports.mailing import Mailing

DATAGRAMS = 256  # read per turn, so that a flood stops nobody
LARGEST = 65536  # bytes; the largest datagram has 65,507 (udp(7))


def bind(address: str, port: int) -> socket.socket:
    """Give a non-blocking socket; 0 lets the kernel choose the port.

    Raises:
        socket.gaierror: the address does not resolve (getaddrinfo(3)).
        OSError: socket(2) or bind(2) failed.

    """
    family, kind, protocol, _name, place = socket.getaddrinfo(
        address, port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE
    )[0]
    bound = socket.socket(family, kind | socket.SOCK_NONBLOCK, protocol)
    try:
        bound.bind(place)
    except OSError:
        bound.close()
        raise
    return bound


class Place(Reader):
    """A reader at an address."""

    __slots__ = (
        "address",
        "label",
        "refilled",
        "session",
        "tokens",
        "transport",
        "warned",
    )
    session: PlainSession

    def __init__(
        self, transport: "Datagrams", address: Address, *, line_feed: bool
    ) -> None:
        """Start without a seat; `session` is set when it gets one."""
        super().__init__(transport.hub.turn, transport.lobby.forms[line_feed])
        self.transport = transport
        self.address = address
        self.label = transport.mailing.address(address)
        self.tokens = float(transport.limits.burst)
        self.refilled = transport.hub.now
        self.warned = False

    def deliver(self, news: list[bytes]) -> None:
        """Send the turn's news, each in a datagram of its own."""
        rest = self.transport.send(news, self.address)
        if rest:
            self.keep(rest)

    def deliver_to(self, readers: Sequence[Reader], news: list[bytes]) -> None:
        """Send the turn's news to many places at once."""
        mailing = self.transport.mailing
        records = [reader.label.record for reader in readers]  # type: ignore[attr-defined]
        for number, piece in enumerate(news):
            reached = mailing.send(piece, records)
            if reached < len(readers):
                self.transport.wait()
                for place, reader in enumerate(readers):
                    reader.keep(news[number + (place < reached) :])
                return

    def drain(self) -> None:
        """Send what is queued."""
        pieces = self.pending()
        if pieces and not self.transport.waiting:
            rest = self.transport.send(pieces, self.address)
            self.advance(sum(map(len, pieces)) - sum(map(len, rest)))
        if not self.settle() and self.queued > self.transport.limits.send_queue:
            self.advance(self.queued)  # datagrams may be lost, members not

    def forget(self, reason: str) -> list[tuple[Member, str]]:
        """Give the address up; gives what the room is to be told."""
        self.transport.forget(self)
        return [(self.session.member, reason)]

    def may_speak(self) -> bool:
        """Count a datagram; False: there were too many."""
        limits, now = self.transport.limits, self.transport.hub.now
        if not limits.rate:
            return True
        self.tokens = min(
            self.tokens + (now - self.refilled) * limits.rate, float(limits.burst)
        )
        self.refilled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        self.warned = False
        return True


class Datagrams:
    """The plain-text room on one UDP socket."""

    def __init__(
        self, hub: Hub, bound: socket.socket, lobby: Lobby, limits: Limits, times: Times
    ) -> None:
        """Serve on a bound socket."""
        self.hub = hub
        self.socket = bound
        self.descriptor = bound.fileno()
        self.mailing = Mailing(bound)
        self.lobby = lobby
        self.limits = limits
        self.times = times
        self.trusted: list[Network] = []
        self.places: dict[Address, Place] = {}
        self.hosts: Counter[str] = Counter()
        self.challenges = Challenges(
            lobby.translate, lambda: f"{randbelow(10**6):06}", limits.pending
        )
        self.buffer = bytearray(LARGEST)
        self.waiting = False  # for room in the send buffer

    def ready(self, events: int) -> None:
        """Take what has come."""
        if events & EPOLLOUT:
            self.waiting = False  # the turn's end sends what is queued
            self.hub.watch(self.descriptor, EPOLLIN)
        view = memoryview(self.buffer)
        for _ in range(DATAGRAMS):
            try:
                count, address = self.socket.recvfrom_into(self.buffer)
            except BlockingIOError:
                return
            except OSError:
                continue  # an error of some datagram sent earlier
            self._receive(bytes(view[:count]), address)

    def _receive(self, datagram: bytes, address: Address) -> None:
        _ = self.lobby.translate
        place = self.places.get(address)
        if place is None:
            self._meet(datagram, address)
        elif not place.may_speak():
            if not place.warned:
                place.warned = True
                place.session.tell(_("Not sent: too many messages at once."))
        elif not place.session.receive(datagram):
            # At once: its name and its address may be somebody's in this very turn.
            self.lobby.room.quit(place.forget("EXIT"))

    def _meet(self, datagram: bytes, address: Address) -> None:
        """Take the first datagram of an address: its nickname."""
        host = str(address[0])
        line_feed = ends_with_line_feed(datagram)
        text = read_text(datagram)
        trusted = is_loopback(host) or is_within(host, self.trusted)
        if is_exit(text):
            return  # one that was refused goes away
        if not trusted:
            admitted, sentence = self.challenges.admit(
                address, text, self.lobby.room.now
            )
            if admitted is None:
                self._answer(sentence, address, line_feed=line_feed)
                return
            text = admitted
        if self.hosts[host] >= self.limits.per_address and not is_within(
            host, self.trusted
        ):
            _ = self.lobby.translate
            sentence = _("Too many members have your address.")
            self._answer(sentence, address, line_feed=line_feed)
            return
        place = Place(self, address, line_feed=line_feed)
        session = self.lobby.enter(text, host, place)
        if isinstance(session, str):
            self._answer(session, address, line_feed=line_feed)
            return
        place.session = session
        self.places[address] = place
        self.hosts[host] += 1

    def _answer(self, sentence: str, address: Address, *, line_feed: bool) -> None:
        if sentence:
            self.send([self.lobby.forms[line_feed].frame(sentence)], address)

    def send(self, pieces: Sequence[Piece], address: Address) -> Sequence[Piece]:
        """Send datagrams; give those for which the send buffer has no room."""
        sendto = self.socket.sendto
        for index, piece in enumerate(pieces):
            try:
                sendto(piece, address)
            except BlockingIOError:
                self.wait()
                return pieces[index:]
            except OSError:
                continue  # this one is lost, as datagrams may be
        return []

    def wait(self) -> None:
        """Send nothing until the send buffer has room again."""
        self.waiting = True
        self.hub.watch(self.descriptor, EPOLLIN | EPOLLOUT)

    def forget(self, place: Place) -> None:
        """Take an address that has left off the books."""
        if self.places.pop(place.address, None):
            host = str(place.address[0])
            self.hosts[host] -= 1
            if not self.hosts[host]:
                del self.hosts[host]

    def check(self) -> None:
        """Ask who is silent; who does not answer leaves."""
        for place in list(self.places.values()):
            if not place.session.check(self.times.silence, self.times.answer):
                self.hub.leave(place, "Silence")

    def fail(self) -> None:
        """Go on: the datagram that led to the mistake is gone."""

    def say_goodbye(self) -> None:
        """Tell every member that the server ends."""
        _ = self.lobby.translate
        for place in self.places.values():
            place.session.tell(_("The chat room closes."))

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()
