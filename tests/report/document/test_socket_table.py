"""The socket table, as ss prints it."""

from socketlab.evidence.observation import UDP, SocketRow
from socketlab.report.document.socket_table import socket_table
from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.states import State
from tests.report.stored.words import client_end, row

LISTENER = 'users:(("echo server",pid=12,fd=3))'
HERE, THERE = Endpoint("192.0.2.1", 7), Endpoint("192.0.2.2", 40000)


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_a_table_looks_as_ss_prints_it() -> None:
    """States, queues, endpoints, process and timer stand in the columns of ss."""
    rows = (
        SocketRow(State.LISTEN, HERE, None, 2, 5, owner="echo server 12 3"),
        SocketRow(State.ESTABLISHED, HERE, THERE, 0, 12, timer="on,200ms,0"),
        SocketRow(State.TIME_WAIT, THERE, HERE, 0, 0, owner="a page\x1b"),
        SocketRow(State.LISTEN, Endpoint("::", 0), None, 0, 1, owner="x 1 y"),
    )

    lines = socket_table(rows, same)

    assert lines[0] == (
        "State      Recv-Q  Send-Q  Local Address:Port  Peer Address:Port  Process"
    )
    assert [line.split(None, 5) for line in lines[1:]] == [
        ["LISTEN", "2", "5", "192.0.2.1:7", "0.0.0.0:*", LISTENER],
        ["ESTAB", "0", "12", "192.0.2.1:7", "192.0.2.2:40000", "timer:(on,200ms,0)"],
        ["TIME-WAIT", "0", "0", "192.0.2.2:40000", "192.0.2.1:7", "a page\\x1b"],
        ["LISTEN", "0", "1", "[::]:*", "0.0.0.0:*", "x 1 y"],
    ]
    assert {line.index(line.split()[3]) for line in lines[1:]} == {27}


def test_udp_sockets_bring_a_column_for_the_protocol() -> None:
    """With both protocols it is the table of `ss -tuan`; a bound socket is UNCONN."""
    rows = (
        SocketRow(State.LISTEN, HERE, None, 0, 5),
        SocketRow(State.CLOSED, HERE, None, 768, 0, protocol=UDP),
    )

    assert [
        ["Netid", "State", "Recv-Q"],
        ["tcp", "LISTEN", "0"],
        ["udp", "UNCONN", "768"],
    ] == [line.split()[:3] for line in socket_table(rows, same)]


def test_very_many_sockets_are_counted() -> None:
    """Those that differ by their ports only stand for each other."""
    rows = tuple(
        row(state, client_end(number))
        for number in range(6)
        for state in (State.ESTABLISHED, State.SYN_SENT)
    )
    most = socket_table(rows, same)
    many = socket_table((*rows, row(State.TIME_WAIT, client_end(9))), same)

    assert 13 == len(most)
    assert [
        *["State", "ESTAB", "ESTAB", "… ESTAB: 4 more such sockets"],
        *["SYN-SENT", "SYN-SENT", "… SYN-SENT: 4 more such sockets", "TIME-WAIT"],
    ] == [line if line.startswith("…") else line.split()[0] for line in many]
