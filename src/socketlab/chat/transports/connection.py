"""One TCP connection: lines in, what its reader has to hear out.

Kernel facts. A send costs 6 to 10 microseconds whatever it carries, so a turn
ends with one send per member (send(2), or sendmsg(2) for several pieces). The
kernel takes up to some megabytes for a peer that does not read (tcp(7),
tcp_wmem) before send() takes less than it is given; from then on the member is
behind, by bytes and by time, and is dropped at a bound: it costs only itself.
"""

from math import inf
from select import EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT
from socket import socket
from typing import Protocol

from socketlab.chat.channel import Member
from socketlab.chat.log import Form, Reader
from socketlab.chat.settings import Limits
from socketlab.chat.transports.hub import Hub

CHUNK = 65536  # bytes read at once; the others wait no longer than that takes
LONGEST_LINE = 8191 + 512  # bytes: tags and the rest (ircv3.net, message-tags)
MOST_PIECES = 512  # per sendmsg(2), which takes IOV_MAX = 1024


class Session(Protocol):
    """A conversation in a line protocol; it writes to the reader it was given."""

    closing: str  # why it is over; nothing more is read, and what is queued is sent

    def receive_line(self, line: bytes, /) -> None:
        """Take one line, without its end."""

    def receive_run(self, data: bytes, most: float, /) -> int:
        """Take whole lines in one go, if they are at most so many; give how many.

        None: they are to be taken one by one, or they are not whole.
        """

    def receive_overlong_line(self) -> None:
        """Take note of a line that was too long, and was thrown away."""

    def check_time(self) -> None:
        """Do what the time asks for (once a second): pings, time limits."""

    def forget(self, reason: str, /) -> list[tuple[Member, str]]:
        """End it: the connection is lost; gives what the room is to be told."""


class Books(Protocol):
    """Who accepted a connection, and forgets it in the end."""

    hub: Hub
    limits: Limits

    def forget(self, connection: "Connection", /) -> None:
        """Take a connection off the books, before its socket is closed."""


class Connection(Reader):
    """A reader at the other end of a TCP connection."""

    __slots__ = (
        *("address", "books", "descriptor", "events", "partial", "paused"),
        *("refilled", "session", "skipping", "socket", "stuck", "tokens", "waiting"),
    )
    session: Session

    def __init__(
        self, books: Books, connection: socket, address: str, form: Form
    ) -> None:
        """Start with an empty inbox; `session` is set by who accepts."""
        super().__init__(books.hub.turn, form)
        self.books = books
        self.socket = connection
        self.descriptor = connection.fileno()
        self.address = address
        self.partial = b""  # what came after the last end of line
        self.skipping = False  # the rest of a line that was too long
        self.events = EPOLLIN  # what it is watched for
        self.waiting = False  # for the kernel to take more
        self.paused = False  # too many lines: not read for a while
        self.tokens = float(books.limits.burst)
        self.refilled = self.stuck = books.hub.now

    def forget(self, reason: str) -> list[tuple[Member, str]]:
        """End the session; gives what the room is to be told."""
        return self.session.forget(reason)

    def fail(self) -> None:
        """Give up, after a mistake of ours."""
        self.lose("Internal error")

    def ready(self, events: int) -> None:
        """Do what epoll_wait(2) says can be done."""
        if events & (EPOLLERR | EPOLLHUP):
            self.lose("Connection reset")
            return
        if events & EPOLLOUT:
            self.waiting = False  # the turn's end sends what is queued
            self._watch()
        if events & EPOLLIN and not self.session.closing:
            self._read()

    def _read(self) -> None:
        try:
            data = self.socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            self.lose(error.strerror or "Connection lost")
            return
        if not data:
            self.lose("Connection closed")
        elif not self._read_run(data):
            self._receive(data)

    def _read_run(self, data: bytes) -> bool:
        """Give the session a run of lines, if they are one and it may send as many."""
        if self.partial or self.skipping:
            return False
        most = inf
        if self.books.limits.rate:
            self._refill()
            most = self.tokens
        taken = self.session.receive_run(data, most)
        self.tokens -= taken
        return taken > 0

    def _receive(self, data: bytes) -> None:
        """Give the session its complete lines, as many as it may send now."""
        if self.skipping:
            _, found, data = data.partition(b"\n")
            self.skipping = not found
        lines = (self.partial + data).split(b"\n")
        self.partial = lines.pop()
        if self.books.limits.rate:
            self._hold_back(lines)
        receive_line = self.session.receive_line
        for line in lines:
            if len(line) > LONGEST_LINE:
                self.session.receive_overlong_line()
            else:
                receive_line(line[:-1] if line.endswith(b"\r") else line)
        if len(self.partial) > LONGEST_LINE and not self.paused:
            self.partial = b""
            self.skipping = True
            self.session.receive_overlong_line()

    def _hold_back(self, lines: list[bytes]) -> None:
        """Leave lines above the rate for later, and do not read until then."""
        self._refill()
        allowed = int(self.tokens)
        if len(lines) > allowed:
            self.partial = b"\n".join([*lines[allowed:], self.partial])
            del lines[allowed:]
            self.paused = True
            self._watch()
            wait = (1.0 - self.tokens + allowed) / self.books.limits.rate
            self.books.hub.pause(self, self.books.hub.now + wait)
        self.tokens -= len(lines)

    def _refill(self) -> None:
        limits, now = self.books.limits, self.books.hub.now
        self.tokens += (now - self.refilled) * limits.rate
        self.tokens = min(self.tokens, float(limits.burst))
        self.refilled = now

    def resume(self) -> None:
        """Go on with the lines that were too many."""
        self.paused = False
        if self.descriptor < 0:
            return
        if not self.session.closing:
            self._receive(b"")
        self._watch()

    def deliver(self, news: list[bytes]) -> None:
        """Send the turn's news to a reader who is up to date."""
        block = news[0]
        try:
            count = self.socket.send(block)
        except BlockingIOError:
            count = 0
        except OSError as error:
            self.lose(error.strerror or "Connection lost")
            return
        if count < len(block):
            self.keep((memoryview(block)[count:],))
            self._wait()

    def drain(self) -> None:
        """Send what is queued, or drop a member that is too far behind."""
        if self.descriptor < 0:
            self.turn.readers.pop(self, None)
            return
        if self.waiting:
            self._bound()
            return
        pieces = self.pending()
        if pieces:
            try:
                if len(pieces) == 1:
                    count = self.socket.send(pieces[0])
                else:
                    count = self.socket.sendmsg(pieces[:MOST_PIECES])
            except BlockingIOError:
                count = 0
            except OSError as error:
                self.lose(error.strerror or "Connection lost")
                return
            self.advance(count)
            self.stuck = self.books.hub.now
        if not self.settle():
            if self.pending():
                self._wait()
        elif self.session.closing:
            self.shut()

    def _wait(self) -> None:
        self.waiting = True
        self.stuck = self.books.hub.now
        self._watch()

    def _bound(self) -> None:
        """Drop a member by the bounds in bytes and in time."""
        if self.queued > self.books.limits.send_queue:
            self.lose("Send queue exceeded")
        elif self.books.hub.now - self.stuck > self.books.limits.send_time:
            self.lose("Send queue stuck")

    def _watch(self) -> None:
        events = 0 if self.paused or self.session.closing else EPOLLIN
        if self.waiting:
            events |= EPOLLOUT
        if events != self.events:
            self.events = events
            self.books.hub.watch(self.descriptor, events)

    def lose(self, reason: str) -> None:
        """Leave the room: nothing can be sent any more, or nothing is worth it."""
        if self.descriptor >= 0:
            self.books.hub.leave(self, reason)
            self.shut()

    def shut(self) -> None:
        """Close the socket and forget the queue."""
        self.books.forget(self)
        self.socket.close()
        self.descriptor = -1
        self.turn.readers.pop(self, None)
