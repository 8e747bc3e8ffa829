"""The states as Linux numbers and names them."""

import socket

import pytest

from socketlab.tcp.kernel_states import (
    KERNEL,
    KERNEL_NAMES,
    from_kernel,
    from_kernel_name,
)
from socketlab.tcp.states import State


def test_the_kernel_has_a_number_and_a_name_for_every_state() -> None:
    """Thirteen of each, as a request and a bound socket have their own."""
    assert list(range(1, 14)) == list(KERNEL)
    assert list(KERNEL.values()) == list(KERNEL_NAMES.values())
    assert set(State) == set(KERNEL.values())


@pytest.mark.parametrize(
    ("number", "name", "state"),
    [
        (1, "TCP_ESTABLISHED", State.ESTABLISHED),
        (5, "TCP_FIN_WAIT2", State.FIN_WAIT_2),
        (7, "TCP_CLOSE", State.CLOSED),
        (12, "TCP_NEW_SYN_RECV", State.SYN_RECEIVED),
        (13, "TCP_BOUND_INACTIVE", State.CLOSED),
    ],
)
def test_number_and_name_stand_for_the_same_state(
    number: int, name: str, state: State
) -> None:
    """The kernel's spelling becomes the RFC's."""
    assert (state, state) == (from_kernel(number), from_kernel_name(name))


def test_the_running_kernel_agrees() -> None:
    """tcp_info of tcp(7) gives this machine's own numbers, state first."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as connection,
    ):
        states = [
            from_kernel(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0])
            for each in (listener, connection)
        ]

    assert [State.LISTEN, State.ESTABLISHED] == states


def test_an_unknown_number_or_name_is_an_error() -> None:
    """A newer kernel's state is not taken for another."""
    with pytest.raises(ValueError, match="state 99 is unknown"):
        from_kernel(99)
    with pytest.raises(ValueError, match="state TCP_NEW is unknown"):
        from_kernel_name("TCP_NEW")
