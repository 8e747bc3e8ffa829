"""The TCP echo client: what is typed goes out line by line, answers come in."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EIO
from os import isatty, read
from select import select
from signal import set_wakeup_fd
from threading import current_thread, main_thread

from socketlab.echo.dialogue import Dialogue
from socketlab.echo.terminal.keyboard import Typed, read_typed

READ_SIZE = 64 * 1024
PATIENCE = 1.0  # seconds for the server to close, once all is answered


class LocalPortError(OSError):
    """bind(2) refused the client's own port."""


class ServerLeft(Exception):  # noqa: N818 it says what happened
    """The server ended the conversation before the client did.

    Attributes:
        error: what a call on the connection failed with; None: the server closed.
        unanswered: lines that were sent, or waited to be, without an answer.

    """

    def __init__(self, error: OSError | None, unanswered: int) -> None:
        """Note how it left."""
        super().__init__(error, unanswered)
        self.error = error
        self.unanswered = unanswered


def connect(address: str, port: int, local_port: int = 0) -> socket.socket:
    """Connect to the first address of a name that answers.

    Args:
        address: a name, an IPv4 or an IPv6 address, with a scope if it needs one.
        port: the server's.
        local_port: the client's own; 0 lets the kernel choose.

    Raises:
        socket.gaierror: the address does not resolve (getaddrinfo(3)).
        LocalPortError: the local port could not be bound (bind(2)).
        OSError: no address answered; the error of the last one (connect(2)).

    """
    failure: OSError | None = None
    for family, kind, protocol, _name, place in socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM
    ):
        with ExitStack() as on_failure:
            try:
                connection = socket.socket(family, kind, protocol)
                on_failure.callback(connection.close)
                if local_port:
                    take_port(connection, local_port)
                connection.connect(place)
            except OSError as error:
                failure = error
            else:
                on_failure.pop_all()
                return connection
    assert failure is not None  # noqa: S101 getaddrinfo(3) gives an address or an error
    raise failure


def take_port(connection: socket.socket, port: int) -> None:
    """bind(2) to a local port, also while an earlier connection is in TIME-WAIT."""
    wildcard = "::" if connection.family == socket.AF_INET6 else "0.0.0.0"  # noqa: S104 a client
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        connection.bind((wildcard, port))
    except OSError as error:
        raise LocalPortError(error.errno, error.strerror) from error


def talk(
    connection: socket.socket, keyboard: int | None, show: Callable[[bytes], None]
) -> None:
    """Send each line that is typed, show each answer, until one side ends it.

    Args:
        connection: connected; it is closed on return.
        keyboard: the descriptor to read lines from; None: there is no input.
        show: takes what the server sent, as received.

    Raises:
        ServerLeft: the server ended it.

    """
    with connection, woken_by_signals() as signals:
        Talk(connection, keyboard, show).run(signals)


@contextmanager
def woken_by_signals() -> Iterator[socket.socket | None]:
    """Give what select(2) finds readable once a signal has come; None: no such thing.

    Python heeds a signal between two instructions of its own. One that comes after
    the last of them and before the system call would be heeded when the call
    returns: never, if nobody sends and nobody types.
    Only the main thread hears of signals.
    """
    if current_thread() is not main_thread():
        yield None
        return
    ear, mouth = socket.socketpair()
    with ear, mouth:
        ear.settimeout(0)
        mouth.settimeout(0)
        former = set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        try:
            yield ear
        finally:
            set_wakeup_fd(former)


class Talk:
    """Both directions at once: neither side waits for the other to read."""

    def __init__(
        self,
        connection: socket.socket,
        keyboard: int | None,
        show: Callable[[bytes], None],
    ) -> None:
        """Take a connection; without a keyboard the input has ended."""
        connection.settimeout(0)
        self.connection = connection
        self.keyboard = keyboard
        self.show = show
        self.dialogue = Dialogue()
        self.outbox = b""
        self.input_ended = False
        self.failure: OSError | None = None
        if keyboard is None:
            self.end_input()

    def run(self, signals: socket.socket | None = None) -> None:
        """Take turns until one side ends it; `signals` wake it up."""
        going_on = True
        while going_on:
            readers: list[socket.socket | int] = [self.connection]
            if signals is not None:
                readers.append(signals)
            if self.keyboard is not None and len(self.outbox) < READ_SIZE:
                readers.append(self.keyboard)
            writers = [self.connection] if self.outbox else []
            patience = PATIENCE if self.dialogue.complete else None
            readable, writable, _ = select(readers, writers, [], patience)
            if signals in readable:
                signals.recv(READ_SIZE)  # one that does not end us, as SIGWINCH
            if writable:
                self.send()
            if self.connection in readable:
                going_on = self.receive()
            elif self.keyboard is not None and self.keyboard in readable:
                going_on = self.take_input(self.keyboard)
            elif not (readable or writable):  # all is answered, and the server stays
                going_on = False

    def send(self) -> None:
        """Send what the kernel has room for."""
        try:
            self.outbox = self.outbox[self.connection.send(self.outbox) :]
            self.half_close()
        except OSError as error:  # what was sent before may still be answered
            self.failure = error
            self.outbox = b""
            self.keyboard = None

    def half_close(self) -> None:
        """Send FIN once the input has ended and all of it is sent."""
        if self.input_ended and not self.outbox:
            self.connection.shutdown(socket.SHUT_WR)

    def receive(self) -> bool:
        """Show what has come; False when it was the last."""
        try:
            data = self.connection.recv(READ_SIZE)
        except OSError as error:
            self.failure, data = error, b""
        if data:
            self.dialogue.receive_data(data)
            self.show(data)
            return True
        if self.dialogue.complete:
            return False
        raise ServerLeft(self.failure, self.dialogue.asked - self.dialogue.answered)

    def take_input(self, keyboard: int) -> bool:
        """Put what was typed into the outbox; False for the ESC key."""
        typed = read_input(keyboard)
        self.outbox += self.dialogue.receive_input(typed.data)
        if self.dialogue.over:  # `bye`: the server closes first
            self.keyboard = None
        elif typed.end:
            self.end_input()
        return not typed.escape

    def end_input(self) -> None:
        """Send the last line, LF or not; then no more."""
        self.keyboard = None
        self.input_ended = True
        self.outbox += self.dialogue.receive_input_eof()
        with suppress(OSError):  # recv() will say what happened
            self.half_close()


def read_input(keyboard: int) -> Typed:
    """Read from a terminal, a pipe or a file."""
    try:
        if isatty(keyboard):
            return read_typed(keyboard)
        data = read(keyboard, READ_SIZE)
    except OSError as error:
        if error.errno == EIO:  # the terminal was hung up (read(2))
            return Typed(b"", end=True)
        raise
    return Typed(data, end=not data)
