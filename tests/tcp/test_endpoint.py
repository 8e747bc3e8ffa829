"""Endpoints, and the ends of a connection."""

import pytest

from socketlab.tcp.endpoint import End, Endpoint

NEAR = Endpoint("192.0.2.1", 40000)
FAR = Endpoint("2001:db8::1", 7)


def test_an_endpoint_is_written_as_addresses_are() -> None:
    """An IPv6 address stands in brackets, so that its port can be told."""
    assert ["192.0.2.1:40000", "[2001:db8::1]:7"] == [str(NEAR), str(FAR)]


def test_an_end_is_written_from_its_own_side() -> None:
    """A listener has only its own side."""
    texts = [str(End(NEAR, FAR)), str(End(NEAR))]

    assert ["192.0.2.1:40000 - [2001:db8::1]:7", "192.0.2.1:40000"] == texts


def test_the_peer_of_the_peer_is_the_end_itself() -> None:
    """Both ends know the same two endpoints."""
    assert End(FAR, NEAR) == End(NEAR, FAR).peer
    assert End(NEAR, FAR) == End(NEAR, FAR).peer.peer


def test_a_listener_has_no_peer() -> None:
    """Asking for it is a mistake that names the listener."""
    with pytest.raises(ValueError, match=r"192\.0\.2\.1:40000 listens"):
        _ = End(NEAR).peer
