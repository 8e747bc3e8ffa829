"""What happens on one connection: receive, answer, close."""

import socket
from contextlib import suppress
from fcntl import ioctl
from sys import byteorder
from termios import TIOCOUTQ
from time import monotonic, sleep

from socketlab.echo.line import LineEcho
from socketlab.echo.service import Ending, Service

READ_SIZE = 64 * 1024
ESTABLISHED, CLOSE_WAIT = OPEN = 1, 8  # include/net/tcp_states.h
A_MOMENT = 0.005  # seconds between two looks at what is acknowledged


def converse(connection: socket.socket, service: Service) -> Ending:
    """Answer one client to the end, close the connection, and say why it ended.

    No error leaves here: it is the ending of this connection and of no other.
    """
    with connection:
        try:
            if service.idle is not None:
                connection.settimeout(service.idle)
            ending = answer_lines(connection, service)
            if ending is Ending.STOPPED:
                deliver(connection)
            if ending is not Ending.END_OF_INPUT:  # more may come, or is unread
                close_gently(connection, service.linger)
        except ConnectionError:
            return Ending.RESET
        except TimeoutError as error:  # without errno: our limit, not the kernel's
            return Ending.LOST if error.errno else Ending.IDLE
        except OSError:
            return Ending.LOST
    return ending


def answer_lines(connection: socket.socket, service: Service) -> Ending:
    """Answer every complete line, in order, until the conversation is over."""
    echo = LineEcho(service.max_line)
    while not echo.ending:
        data = connection.recv(READ_SIZE)
        if data:
            send(connection, echo.receive_data(data))
        elif input_ended(connection):
            send(connection, echo.receive_eof())
        else:
            return Ending.STOPPED
    return echo.ending


def input_ended(connection: socket.socket) -> bool:
    """Tell the client's FIN from our own shutdown(SHUT_RD): both give b""."""
    return state_of(connection) == CLOSE_WAIT


def state_of(connection: socket.socket) -> int:
    """Ask the kernel for the TCP state (tcp(7): TCP_INFO begins with it)."""
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]


def send(connection: socket.socket, answers: bytes) -> None:
    """Send all of it; the idle limit counts anew with every byte taken.

    (sendall() has one limit for the whole: a slow reader is not an idle one.)
    """
    rest = memoryview(answers)
    while rest:
        rest = rest[connection.send(rest) :]


def deliver(connection: socket.socket) -> None:
    """Wait until the client has acknowledged every answer, or we are cut.

    The connection is shut for reading. Once our FIN is out too, whatever the
    client still sends would reset it (RFC 1122, section 4.2.2.13), and the
    answers on their way with it; until then it is merely not answered.
    """
    while state_of(connection) in OPEN and unacknowledged(connection):
        connection.recv(READ_SIZE)
        sleep(A_MOMENT)


def unacknowledged(connection: socket.socket) -> int:
    """Count the bytes not yet acknowledged (tcp(7): SIOCOUTQ, known as TIOCOUTQ)."""
    return int.from_bytes(ioctl(connection, TIOCOUTQ, bytes(4)), byteorder)


def close_gently(connection: socket.socket, linger: float) -> None:
    """Send FIN, then read what still comes until the client's FIN, or `linger` seconds.

    A close() with bytes unread would send RST, which may overtake the answers.
    """
    with suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_WR)
        deadline = monotonic() + linger
        while (left := deadline - monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(READ_SIZE):
                break
