"""The states as Linux numbers and names them: the one place that maps them.

Numbers are those of `include/net/tcp_states.h`, which sock_diag(7) and
`TCP_INFO` of tcp(7) report; names are those that the tracepoint
`sock:inet_sock_set_state` prints.
"""

from typing import Final

from socketlab.tcp.states import State

_KERNEL: Final = (
    (1, "TCP_ESTABLISHED", State.ESTABLISHED),
    (2, "TCP_SYN_SENT", State.SYN_SENT),
    (3, "TCP_SYN_RECV", State.SYN_RECEIVED),
    (4, "TCP_FIN_WAIT1", State.FIN_WAIT_1),
    (5, "TCP_FIN_WAIT2", State.FIN_WAIT_2),
    (6, "TCP_TIME_WAIT", State.TIME_WAIT),
    (7, "TCP_CLOSE", State.CLOSED),
    (8, "TCP_CLOSE_WAIT", State.CLOSE_WAIT),
    (9, "TCP_LAST_ACK", State.LAST_ACK),
    (10, "TCP_LISTEN", State.LISTEN),
    (11, "TCP_CLOSING", State.CLOSING),
    # A request that waits for the third segment of the handshake, since 4.4.
    (12, "TCP_NEW_SYN_RECV", State.SYN_RECEIVED),
    # bind() alone, since 6.8: only a name for a row of a dump, never a state.
    (13, "TCP_BOUND_INACTIVE", State.CLOSED),
)

KERNEL: Final[dict[int, State]] = {number: state for number, _, state in _KERNEL}
KERNEL_NAMES: Final[dict[str, State]] = {name: state for _, name, state in _KERNEL}


def from_kernel(number: int) -> State:
    """Give the state that a number of the kernel stands for.

    Raises:
        ValueError: no kernel that we know has such a state.

    """
    try:
        return KERNEL[number]
    except KeyError:
        raise ValueError(f"the kernel's TCP state {number} is unknown") from None


def from_kernel_name(name: str) -> State:
    """Give the state that a name in a trace stands for: `TCP_FIN_WAIT1`.

    Raises:
        ValueError: no kernel that we know has such a state.

    """
    try:
        return KERNEL_NAMES[name]
    except KeyError:
        raise ValueError(f"the kernel's TCP state {name} is unknown") from None
