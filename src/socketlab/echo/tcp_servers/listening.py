"""The listener that every model is given, and accept(2) with its errors."""

import errno
import socket
from collections.abc import Iterator
from time import sleep

from socketlab.echo.service import Address, Service

BACKLOG = 128
PAUSE = 0.1  # seconds until the next try, when there is nothing to accept with

NOT_LISTENING = {errno.EINVAL, errno.EBADF}
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
# Errors of the new connection, which Linux passes on: try again (accept(2)).
# EPERM: a firewall rule forbids this connection.
PASSING = {
    errno.ECONNABORTED,
    errno.EHOSTDOWN,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.ENETUNREACH,
    errno.ENONET,
    errno.ENOPROTOOPT,
    errno.EOPNOTSUPP,
    errno.EPERM,
    errno.EPROTO,
    errno.ETIMEDOUT,
}


def listen(address: str, port: int, backlog: int = BACKLOG) -> socket.socket:
    """Give a socket that listens on the first address that `address` resolves to.

    Args:
        address: a name, an IPv4 or an IPv6 address; `::` takes IPv4 too.
        port: 0 lets the kernel choose.
        backlog: established connections that may wait for accept(); the kernel
            caps it at net.core.somaxconn (listen(2)).

    Raises:
        socket.gaierror: the address does not resolve (getaddrinfo(3)).
        OSError: socket(2), bind(2) or listen(2) failed.

    """
    family, kind, protocol, _name, place = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Connections of an earlier run in TIME-WAIT must not keep the port
        # (socket(7)): a restart works at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit both (tcp(7)): a client that vanished is
        # noticed in the end, and no answer waits for an acknowledgment.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(place)
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener


def stop_listening(listener: socket.socket) -> None:
    """Stop the listener; a blocked accept() returns at once.

    On Linux shutdown(2) takes a listening socket out of LISTEN, in every
    process that shares it, and accept(2) then fails with EINVAL. So a stop is
    noticed whether it comes before, during or after the call.
    """
    try:
        listener.shutdown(socket.SHUT_RDWR)
    except OSError as error:
        if error.errno not in {errno.ENOTCONN, errno.EBADF}:
            raise


def accepted(
    listener: socket.socket, service: Service
) -> Iterator[tuple[socket.socket, Address]]:
    """Give each connection and its peer, until the listener stops listening.

    Without descriptors or memory accept(2) fails, and the connection stays in
    the accept queue: say it once, and try again after a pause.
    """
    exhausted = False
    while True:
        try:
            connection, (address, port, *_scope) = listener.accept()
        except OSError as error:
            if error.errno in NOT_LISTENING:
                return
            if error.errno in EXHAUSTED:
                if not exhausted:
                    service.events.exhausted(str(error.strerror))
                exhausted = True
                sleep(PAUSE)
            elif error.errno not in PASSING:
                raise
        else:
            exhausted = False
            yield connection, (address, port)
