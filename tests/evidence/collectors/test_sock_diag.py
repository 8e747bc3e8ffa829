"""sock_diag(7), asked in a namespace where we know every socket."""

import shutil
import socket
import struct
import subprocess
import time
from ctypes import addressof, create_string_buffer
from typing import TYPE_CHECKING

import pytest

from socketlab.evidence.collectors.sock_diag import Destroyed, SockDiag
from socketlab.evidence.inet_diag import Refused
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CONNECTIONS = 23
SO_ATTACH_FILTER = 26
ENOENT = 2


def endpoint(address: tuple[str, int]) -> Endpoint:
    """The endpoint that a socket call names."""
    return Endpoint(address[0].removeprefix("::ffff:"), address[1])


def end(one: socket.socket) -> End:
    """The end that a connected socket is."""
    return End(endpoint(one.getsockname()[:2]), endpoint(one.getpeername()[:2]))


def listen(address: str = "127.0.0.1", backlog: int = 7) -> socket.socket:
    """Listen at any port of an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family)
    listener.bind((address, 0))
    listener.listen(backlog)
    return listener


def connect(listener: socket.socket) -> tuple[socket.socket, socket.socket]:
    """Connect: the client's socket and the server's."""
    client = socket.socket(listener.family)
    client.connect(listener.getsockname())
    return client, listener.accept()[0]


def settle(diag: SockDiag, one: End, state: State) -> None:
    """Wait, 10 s at most, until an end is in a state."""
    limit = time.monotonic() + 10
    while (seen := diag.look_up(one)).state is not state:
        assert time.monotonic() < limit, seen


def live(address: str) -> list[tuple[str, int, int]]:
    """Take one connection through its life; what each look at it saw."""
    looks: list[tuple[str, int, int]] = []
    with SockDiag() as diag, listen(address) as listener:
        home = End(endpoint(listener.getsockname()[:2]))

        def look(one: End) -> None:
            began = time.monotonic_ns()
            seen = diag.look_up(one)
            assert began <= seen.time - seen.doubt
            assert seen.time + seen.doubt <= time.monotonic_ns() + 1
            assert one == seen.end
            looks.append((seen.state, seen.receive_queue, seen.send_queue))

        look(home)
        client = socket.create_connection(listener.getsockname()[:2])
        near = end(client)
        settle(diag, near.peer, State.ESTABLISHED)
        look(home)
        server, _ = listener.accept()
        look(home)
        client.send(b"seven b")
        look(near)
        look(near.peer)
        client.close()
        settle(diag, near, State.FIN_WAIT_2)
        look(near.peer)
        server.recv(7)
        server.close()
        settle(diag, near.peer, State.CLOSED)
        look(near)
        listener.close()
        look(home)
    return looks


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_every_state_of_a_life_is_seen(inside: "Inside", address: str) -> None:
    """Listeners, connections and what is left of them are found by their 4-tuple."""
    expected = [
        ["LISTEN", 0, 7],
        ["LISTEN", 1, 7],
        ["LISTEN", 0, 7],
        ["ESTABLISHED", 0, 0],
        ["ESTABLISHED", 7, 0],
        ["CLOSE_WAIT", 8, 0],
        ["TIME_WAIT", 0, 0],
        ["CLOSED", 0, 0],
    ]

    assert expected == inside(live, address)


def half_open() -> list[str]:
    """Connect a client that is deaf; look at both ends."""
    with SockDiag() as diag, listen() as listener, socket.socket() as client:
        client.bind(("127.0.0.1", 0))
        nothing = create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
        program = struct.pack("HL", 1, addressof(nothing))
        client.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
        client.setblocking(False)  # noqa: FBT003
        client.connect_ex(listener.getsockname())
        near = End(endpoint(client.getsockname()), endpoint(listener.getsockname()))
        settle(diag, near.peer, State.SYN_RECEIVED)
        rows = {row.local: row for row in diag.table()}
        return [
            diag.look_up(near).state,
            diag.look_up(near.peer).timer.partition(",")[0],
            diag.look_up(End(near.local, Endpoint("127.0.0.1", 9))).state,
            diag.look_up(End(near.peer.local, Endpoint("127.0.0.1", 9))).state,
            rows[near.local].state,
            str(len(rows)),
        ]


def test_a_request_is_found_and_a_listener_is_no_connection(inside: "Inside") -> None:
    """SYN-RECEIVED is found exactly; what does not exist is CLOSED."""
    expected = ["SYN_SENT", "on", "CLOSED", "CLOSED", "SYN_SENT", "2"]

    assert expected == inside(half_open)


def compare(ss: str) -> list[list[list[str]]]:
    """Dump a known workload, and let ss(8) dump it too."""
    kept = [listen("127.0.0.1"), listen("::1")]
    names = {
        "ESTAB": "ESTABLISHED",
        "TIME-WAIT": "TIME_WAIT",
        "FIN-WAIT-2": "FIN_WAIT_2",
        "CLOSE-WAIT": "CLOSE_WAIT",
    }
    with SockDiag() as diag:
        for number in range(CONNECTIONS):
            client, server = connect(kept[number % 2])
            near = end(client)
            if number % 3:
                client.close()
                settle(diag, near, State.FIN_WAIT_2)
            if number % 3 == 2:
                server.close()
                settle(diag, near, State.TIME_WAIT)
            kept += [client, server]
        ours = [
            [
                row.state,
                *map(str, (row.receive_queue, row.send_queue, row.local)),
                str(row.remote or ""),
            ]
            for row in diag.table()
        ]
        columns = diag.dump()
    listing = subprocess.run(
        [ss, "-tanH"], check=True, capture_output=True, text=True, timeout=60
    )
    theirs = [line.split()[:5] for line in listing.stdout.splitlines()]
    for line in theirs:
        line[0] = names.get(line[0], line[0])
        line[4] = "" if line[4].endswith(":*") else line[4]
    for one in kept:
        one.close()
    addresses = {*columns.local_addresses, *columns.remote_addresses}
    assert {"127.0.0.1", "::1", "0.0.0.0", "::"} == addresses  # noqa: S104
    return [sorted(ours), sorted(theirs)]


def test_the_table_is_the_one_of_ss(inside: "Inside") -> None:
    """States, queues and endpoints of 23 connections agree with ss(8)."""
    if not (ss := shutil.which("ss")):
        pytest.skip("ss is not installed (Debian package iproute2)")
    ours, theirs = inside(compare, ss)

    # 16 connections have two full ends or mini-sockets, 7 have only TIME-WAIT left.
    assert 2 + 2 * 16 + 7 == len(ours)
    assert theirs == ours


def choose() -> list[int]:
    """Dump by family and by state."""
    with SockDiag() as diag, listen("127.0.0.1") as four, listen("::1") as six:
        kept = [*connect(four), *connect(four), *connect(six)]
        counts = [
            len(diag.dump()),
            len(diag.dump(socket.AF_INET)),
            len(diag.dump(socket.AF_INET6)),
            len(diag.dump(states=1 << 10)),
        ]
        owners = {kept[0].fileno(): "nobody"}
        assert all(row.owner == "" for row in diag.table(owners))
        for one in kept:
            one.close()
    return counts


def test_a_dump_can_be_of_one_family_or_state(inside: "Inside") -> None:
    """Six connected ends and two listeners are told apart."""
    assert [8, 5, 3, 2] == inside(choose)


def abort() -> list[object]:
    """Destroy one end of a connection, twice."""
    with SockDiag() as diag, listen() as listener:
        client, server = connect(listener)
        near = end(client)
        diag.destroy(near)
        errors: list[object] = []
        for one in (client, server):
            try:
                one.recv(1)
            except OSError as error:
                errors.append(type(error).__name__)
        with pytest.raises(Refused) as refusal:
            diag.destroy(near)
        client.close()
        server.close()
        return [*errors, refusal.value.errno]


def test_a_connection_can_be_destroyed(inside: "Inside") -> None:
    """The end that is destroyed hears ECONNABORTED, the other ECONNRESET."""
    expected = ["ConnectionAbortedError", "ConnectionResetError", ENOENT]

    assert expected == inside(abort)


def hear() -> list[int]:
    """Live 1009 short lives, and listen for their ends."""
    lives = 1009
    with Destroyed() as destroyed, listen() as listener:
        expected = set()
        began = time.monotonic_ns()
        for _ in range(lives):
            client, server = connect(listener)
            expected |= {end(client), end(server)}
            client.close()
            server.close()
        heard = destroyed.drain()
        limit = time.monotonic() + 10
        while len(heard) < 2 * lives and time.monotonic() < limit:
            heard += destroyed.drain()
        assert expected == {one.end for one in heard}
        assert all(began <= one.time + one.doubt for one in heard)
        assert all(one.time <= time.monotonic_ns() for one in heard)
        return [len(heard), len(destroyed.caveats)]


def test_every_end_is_announced(inside: "Inside") -> None:
    """Of 1009 connections, the ends of both sockets are announced once each."""
    assert [2018, 2] == inside(hear)


def overflow() -> str:
    """Never read the announcements, and leave little room for them."""
    with Destroyed() as destroyed, listen() as listener:
        destroyed.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        limit = time.monotonic() + 10
        while len(destroyed.caveats) < 3 and time.monotonic() < limit:
            for _ in range(CONNECTIONS):
                for one in connect(listener):
                    one.close()
            destroyed.drain()
        return destroyed.caveats[-1]


def test_announcements_that_were_dropped_are_reported(inside: "Inside") -> None:
    """When the kernel could not deliver some, a caveat says so."""
    assert "dropped" in inside(overflow)
