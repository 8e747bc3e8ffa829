"""What an observation says by itself."""

from socketlab.evidence.observation import SOCK_DIAG, UDP, StateSeen
from socketlab.tcp.states import State


def test_only_tcp_tells_a_missing_socket_by_its_state() -> None:
    """A UDP socket has no state: CLOSED does not mean that it is gone."""
    gone = StateSeen(source=SOCK_DIAG, time=1, state=State.CLOSED)
    there = StateSeen(source=SOCK_DIAG, time=1, state=State.LISTEN)
    datagrams = StateSeen(source=SOCK_DIAG, time=1, state=State.CLOSED, protocol=UDP)

    assert [True, False, False] == [gone.gone, there.gone, datagrams.gone]
