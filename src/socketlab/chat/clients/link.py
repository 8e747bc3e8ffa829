"""The connection of a client: lines over TCP, datagrams over UDP."""

import asyncio
import contextlib
import socket
from collections.abc import Iterable
from typing import Protocol, cast

LONGEST = 1 << 16  # bytes of a line; IRC has 8703 with tags
WAITING = 1024  # datagrams that wait to be read


class Link(Protocol):
    """A connection."""

    def send(self, pieces: Iterable[bytes]) -> None:
        """Send lines with their ends, or datagrams."""

    async def receive(self) -> bytes | None:
        """Wait for a line without its end, or a datagram; None: the server closed.

        Raises:
            OSError: the connection is lost (recv(2)).

        """

    async def finish(self) -> None:
        """Send what is left, and close."""


class Stream:
    """Lines over TCP."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take a connection."""
        self.reader = reader
        self.writer = writer

    def send(self, pieces: Iterable[bytes]) -> None:
        """Put lines into the send buffer."""
        self.writer.writelines(pieces)

    async def receive(self) -> bytes | None:
        """Wait for a line; a line without an end is the connection's end."""
        try:
            line = await self.reader.readline()
        except ValueError as error:  # longer than LONGEST
            raise ConnectionResetError from error
        return line.rstrip(b"\r\n") if line.endswith(b"\n") else None

    async def finish(self) -> None:
        """Send FIN behind the last line; wait until all is taken."""
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


class Datagrams(asyncio.DatagramProtocol):
    """Datagrams over a connected UDP socket, so that a refusal is heard (udp(7))."""

    transport: asyncio.DatagramTransport

    def __init__(self) -> None:
        """Begin with nothing received."""
        self.inbox: asyncio.Queue[bytes | OSError | None] = asyncio.Queue(WAITING)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002 it is connected
        """Keep a datagram, or lose it as the kernel would."""
        with contextlib.suppress(asyncio.QueueFull):
            self.inbox.put_nowait(data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 it was ours
        """Wake up who waits: the socket is closed."""
        if self.inbox.full():
            self.inbox.get_nowait()
        self.inbox.put_nowait(None)

    def error_received(self, exc: Exception) -> None:
        """Keep what the kernel says: ECONNREFUSED, nobody listens there."""
        if isinstance(exc, OSError):
            with contextlib.suppress(asyncio.QueueFull):
                self.inbox.put_nowait(exc)

    def send(self, pieces: Iterable[bytes]) -> None:
        """Send each piece in a datagram of its own."""
        for piece in pieces:
            self.transport.sendto(piece)

    async def receive(self) -> bytes | None:
        """Wait for a datagram."""
        found = await self.inbox.get()
        if isinstance(found, OSError):
            raise found
        return found

    async def finish(self) -> None:
        """Close the socket; what was sent is with the kernel."""
        self.transport.close()


async def connect_tcp(host: str, port: int) -> Link:
    """Connect to the first address of a name that answers.

    Raises:
        OSError: none does (getaddrinfo(3), connect(2)); the last one's error.

    """
    loop = asyncio.get_running_loop()
    failure = OSError()
    for family, kind, protocol, _, place in await loop.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        connection = socket.socket(family, kind | socket.SOCK_NONBLOCK, protocol)
        try:
            await loop.sock_connect(connection, place)
            return Stream(
                *await asyncio.open_connection(sock=connection, limit=LONGEST)
            )
        except OSError as error:
            connection.close()
            failure = error
        except asyncio.CancelledError:
            connection.close()
            raise
    raise failure


async def connect_udp(host: str, port: int) -> Link:
    """Choose an address of a name, IPv4 if there is one; nothing is sent yet.

    Raises:
        OSError: there is none (getaddrinfo(3), connect(2)).

    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    family, kind, protocol, _, place = min(found, key=lambda each: each[0])
    connected = socket.socket(family, kind | socket.SOCK_NONBLOCK, protocol)
    try:
        connected.connect(place)
        _, link = await loop.create_datagram_endpoint(Datagrams, sock=connected)
    except BaseException:
        connected.close()
        raise
    return link
