"""The settings of a service, and what it reports."""

import dataclasses

import pytest

from socketlab.echo.service import Ending, Events, Refusal, Service, Silence


def test_settings_cannot_be_changed_while_a_server_runs() -> None:
    """A service is frozen: threads and children may share it."""
    service = Service()

    with pytest.raises(dataclasses.FrozenInstanceError):
        service.idle = 1.0  # type: ignore[misc]


def test_by_default_no_client_is_hurried() -> None:
    """Without settings a silent client may stay, and the longest line is 64 KiB."""
    service = Service()

    assert service.idle is None
    assert service.max_clients is None
    assert 65536 == service.max_line


def test_by_default_nothing_is_reported() -> None:
    """`Silence` takes every event and says nothing."""
    events: Events = Silence()
    peer = ("127.0.0.1", 7)
    events.listening(peer)
    events.opened(peer)
    events.closed(peer, Ending.BYE)
    events.refused(peer, Refusal.FULL)
    events.exhausted("Too many open files")

    assert isinstance(Service().events, Silence)
