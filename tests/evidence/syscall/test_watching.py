"""Calls that wait for several descriptors."""

from struct import pack

import pytest

from socketlab.evidence.syscall.watching import (
    epoll_event,
    find_watched,
    polled,
    selected,
    timeout,
)
from tests.evidence.syscall.calls import BASE, call


def watch(*wanted: tuple[int, int]) -> bytes:
    """Give an array of struct pollfd (poll(2))."""
    return b"".join(pack("=iHH", fd, events, 0) for fd, events in wanted)


def bits(*descriptors: int) -> bytes:
    """Give a set of select(2)."""
    return sum(1 << fd for fd in descriptors).to_bytes(128, "little")


def test_poll_says_what_it_waits_for() -> None:
    """Each descriptor with its events; what cannot be read is missing."""
    data = watch((4, 1), (-1, 0x2005))

    assert "[4 POLLIN, -1 POLLIN|POLLOUT|POLLRDHUP]" == polled(
        call("poll", BASE, 2, 0, data=data), 0
    )
    assert "[4 POLLIN, ...]" == polled(call("poll", BASE, 2, 0, data=data[:15]), 0)
    assert "[]" == polled(call("poll", 0, 0, 5), 0)


def test_poll_shows_eight_descriptors() -> None:
    """The others are there, and not shown."""
    made = call("poll", BASE, 9, 0, data=watch(*[(5, 1)] * 9))

    assert f"[{'5 POLLIN, ' * 8}...]" == polled(made, 0)
    assert (5,) * 9 == find_watched(made)


def test_a_set_of_select_is_shown() -> None:
    """Up to its first argument, which is one more than the highest."""
    data = bits(3, 5, 64)

    assert "[3, 5]" == selected(call("select", 6, BASE, data=data), 1)
    assert "[3, 5, 64]" == selected(call("select", 65, BASE, data=data), 1)
    assert "NULL" == selected(call("select", 6, 0), 1)
    assert "[]" == selected(call("select", -1, BASE, data=data), 1)
    full = call("select", 2**31 - 1, BASE, data=bits(*range(100)))
    assert "[0, 1, 2, 3, 4, 5, 6, 7, ...]" == selected(full, 1)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (call("poll", BASE, 2, data=watch((4, 1), (7, 1))), (4, 7)),
        (call("ppoll", BASE, 10**9, data=watch((4, 1))), (4,)),
        (
            call("select", 9, BASE, BASE + 128, 0, data=bits(3, 5) + bits(5, 7)),
            (3, 5, 7),
        ),
        (call("pselect6", 9, 0, 0, BASE, data=bits(8)), (8,)),
        (call("epoll_ctl", 4, 1, 6), (6,)),
        (call("recvfrom", 5), (5,)),
    ],
)
def test_the_watched_descriptors_are_found(
    made: object, expected: tuple[int, ...]
) -> None:
    """Most calls work on their first argument, these on others."""
    assert expected == find_watched(made)  # type: ignore[arg-type]


def test_the_events_of_epoll_come_first_in_their_structure() -> None:
    """They have the names of poll, and some more."""
    made = call("epoll_ctl", 4, 1, 6, BASE, data=pack("=I", 1 << 31 | 1))

    assert "EPOLLIN|EPOLLET" == epoll_event(made, 3)
    assert "..." == epoll_event(call("epoll_ctl", 4, 2, 6, 0), 3)


def test_a_time_limit_is_in_seconds() -> None:
    """A structure of seconds and fractions; none waits for ever."""
    data = pack("=qq", 2, 500_000)

    assert "2.5 s" == timeout(10**6)(call("select", 0, 0, 0, 0, BASE, data=data), 4)
    assert "2.0005 s" == timeout(10**9)(call("ppoll", 0, 0, BASE, data=data), 2)
    assert "NULL" == timeout(10**9)(call("ppoll", 0, 0, 0), 2)
    assert "..." == timeout(10**9)(call("ppoll", 0, 0, 1), 2)
