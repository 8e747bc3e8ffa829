"""The loop goes on, whatever happens to one of its handlers."""

import logging
import socket
from collections.abc import Iterator

import pytest

from socketlab.chat.server.service import Service


class Clumsy:
    """A handler with a mistake in it."""

    def __init__(self, end: socket.socket) -> None:
        """Wait for what the other end of a socket pair sends."""
        self.descriptor = end.fileno()
        self.end = end
        self.failures = 0

    def ready(self, events: int) -> None:
        """Read, then stumble."""
        self.end.recv(100)
        raise ValueError(events)

    def resume(self) -> None:
        """Stumble."""
        raise ValueError("resumed")

    def fail(self) -> None:
        """Count."""
        self.failures += 1


@pytest.fixture
def service() -> Iterator[Service]:
    """Give a service that is closed in the end."""
    service = Service()
    yield service
    service.close()


def test_a_mistake_costs_only_its_handler(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception in one handler is logged and ends that handler; the turn goes on."""
    near, far = socket.socketpair()
    with near, far:
        clumsy = Clumsy(near)
        service.add(clumsy)
        service.pause(clumsy, 0.0)
        far.send(b"hello")
        with caplog.at_level(logging.ERROR):
            service.take(service.epoll.poll(20))
        service.remove(clumsy)

    assert clumsy.failures == 2
    assert len(caplog.records) == 2
    assert service.paused == {}


def test_who_interrupts_is_obeyed(service: Service) -> None:
    """What is no mistake, as KeyboardInterrupt, ends the loop."""

    class Interrupted(Clumsy):
        def ready(self, events: int) -> None:
            raise KeyboardInterrupt(events)

    near, far = socket.socketpair()
    with near, far:
        service.add(Interrupted(near))
        far.send(b"hello")
        with pytest.raises(KeyboardInterrupt):
            service.take(service.epoll.poll(20))
