"""sock_diag(7), asked about UDP sockets."""

import socket
from typing import TYPE_CHECKING

from socketlab.evidence.collectors.sock_diag import SockDiag
from socketlab.evidence.observation import StateSeen
from socketlab.lab.judgement import is_gone
from socketlab.tcp.endpoint import End, Endpoint

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

LOOPBACK = "127.0.0.1"


def tell(look: StateSeen) -> list[object]:
    """What matters of a look."""
    return [look.protocol, look.state, is_gone(look), look.receive_queue > 0]


def exchange() -> dict[str, list[object]]:
    """Send one byte to a bound socket; look at it, at the sender, at nobody."""
    kinds = socket.AF_INET, socket.SOCK_DGRAM
    with SockDiag() as diag, socket.socket(*kinds) as bound, socket.socket(*kinds) as u:
        bound.bind((LOOPBACK, 0))
        u.connect(bound.getsockname())
        home = End(Endpoint(*bound.getsockname()))
        near = End(Endpoint(*u.getsockname()), home.local)
        looks = {"empty": tell(diag.look_up(home))}
        u.send(b"x")
        looks["full"] = tell(diag.look_up(home))
        looks["connected"] = tell(diag.look_up(near))
        looks["far"] = tell(diag.look_up(near.peer))
        looks["table"] = [
            [row.protocol, row.state, row.remote is not None] for row in diag.table()
        ]
    return looks


def test_udp_sockets_are_found_by_their_endpoints(inside: "Inside") -> None:
    """One byte fills the queue; a bound socket is nobody's far end."""
    assert {
        "empty": ["udp", "CLOSED", False, False],
        "full": ["udp", "CLOSED", False, True],
        "connected": ["udp", "ESTABLISHED", False, False],
        "far": ["tcp", "CLOSED", True, False],
        "table": [["udp", "CLOSED", False], ["udp", "ESTABLISHED", True]],
    } == inside(exchange)


def forget_udp() -> list[object]:
    """Ask as on a kernel whose module for UDP is missing."""
    with SockDiag() as diag, socket.socket(type=socket.SOCK_DGRAM) as bound:
        bound.bind((LOOPBACK, 0))
        diag.knows_udp = False
        look = diag.look_up(End(Endpoint(*bound.getsockname())))
        return [len(diag.table()), is_gone(look)]


def test_without_the_module_for_udp_there_is_tcp(inside: "Inside") -> None:
    """Then nothing of UDP is seen, and nothing fails."""
    assert [0, True] == inside(forget_udp)
