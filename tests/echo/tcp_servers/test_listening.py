"""The listener that models are given, and accepting from it."""

import errno
import os
import socket
from threading import Thread

import pytest

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.listening import accepted, listen, stop_listening


def test_port_0_lets_the_kernel_choose() -> None:
    """The listener knows its port, and listens on loopback if told so."""
    with listen("127.0.0.1", 0) as listener:
        address, port = listener.getsockname()

        assert "127.0.0.1" == address
        assert port > 0
        assert 1 == listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)


def test_two_cannot_listen_on_one_port() -> None:
    """The second is told so, and leaves no descriptor behind."""
    with listen("127.0.0.1", 0) as listener:
        with pytest.raises(OSError, match="in use") as caught:
            listen("127.0.0.1", listener.getsockname()[1])

        assert errno.EADDRINUSE == caught.value.errno


def test_connections_come_in_order_with_their_peers() -> None:
    """Each client's address and port come with its connection."""
    with listen("127.0.0.1", 0) as listener:
        connections = accepted(listener, Service())
        for _ in range(3):
            with socket.create_connection(listener.getsockname()[:2]) as client:
                connection, peer = next(connections)
                connection.close()

                assert client.getsockname()[:2] == peer


@pytest.mark.parametrize("early", [True, False])
def test_a_stop_ends_accepting_before_and_during_the_call(early: bool) -> None:  # noqa: FBT001 a case
    """A stop lasts: accept() returns whether it was called before or after."""
    with listen("127.0.0.1", 0) as listener:
        if early:
            stop_listening(listener)
        waiting = Thread(target=list, args=(accepted(listener, Service()),))
        waiting.start()
        stop_listening(listener)
        waiting.join()


def test_a_listener_may_be_stopped_twice_and_after_its_close() -> None:
    """A second stop finds nothing to do."""
    listener = listen("127.0.0.1", 0)
    stop_listening(listener)
    stop_listening(listener)
    listener.close()
    stop_listening(listener)

    assert [] == list(accepted(listener, Service()))


def test_an_error_that_waiting_does_not_mend_is_raised() -> None:
    """What is no socket at all is not tried again."""
    with socket.socket() as pipe, open(os.devnull) as null:  # noqa: PTH123 a device
        os.dup2(null.fileno(), pipe.fileno())
        with pytest.raises(OSError, match="non-socket"):
            next(accepted(pipe, Service()))
