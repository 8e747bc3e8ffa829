"""The reception of a server, where no client of a real one can lead it."""

import signal
import socket
from collections.abc import Iterator

import pytest

from socketlab.echo.service import Address, Refusal, Service, Silence
from socketlab.echo.tcp_servers.blocking.reception import Reception
from socketlab.echo.tcp_servers.listening import listen, stop_listening


class Refusals(Silence):
    """Remembers who was refused."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.seen: list[tuple[Address, Refusal]] = []

    def refused(self, peer: Address, refusal: Refusal) -> None:
        """Remember a refusal."""
        self.seen.append((peer, refusal))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A listener on loopback."""
    with listen("127.0.0.1", 0) as listener:
        yield listener


@pytest.mark.parametrize(
    "error", [RuntimeError("can't start new thread"), BlockingIOError(11, "fork")]
)
def test_a_client_without_a_worker_is_refused(
    listener: socket.socket, error: Exception
) -> None:
    """When no thread or process can be had, one client is closed, and no more."""
    events = Refusals()
    reception = Reception(listener, Service(events=events))
    with socket.create_connection(listener.getsockname()) as client:
        connection, peer = next(iter(reception))
        with reception.or_refuse(connection, peer):
            raise error

        assert b"" == client.recv(1)
        assert [(client.getsockname(), Refusal.NO_WORKER)] == events.seen
    assert set() == reception.open


def test_an_error_in_a_model_stops_the_service(listener: socket.socket) -> None:
    """Whatever leaves the loop, the listener is stopped and the mask as it was."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set())
    with (
        pytest.raises(ZeroDivisionError),
        Reception(listener, Service()) as reception,
    ):
        raise ZeroDivisionError

    assert reception.stopping
    assert before == signal.pthread_sigmask(signal.SIG_BLOCK, set())
    assert 0 == listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)


def test_a_listener_stopped_by_somebody_else_ends_the_service(
    listener: socket.socket,
) -> None:
    """Without a signal, too, the service ends when nobody listens any more."""
    with Reception(listener, Service()) as reception:
        stop_listening(listener)

        assert [] == list(reception)
    assert not reception.doorkeeper.is_alive()
