"""Every transition of 1009 short connections back to back, from two sources.

What a source cannot see is stated here as it is in its caveats: the tracepoint
prints the entry to TIME-WAIT as CLOSED with a note, and SYN-RECEIVED only when
the handshake ends; packets do not show the listener.
"""

import secrets
import socket
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from socketlab.evidence.collectors.packet_socket import PacketSocket
from socketlab.evidence.collectors.tracefs import CAVEATS, Tracefs
from socketlab.evidence.inferring import infer_states
from socketlab.evidence.observation import MINI_SOCKET, StateChanged
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CONNECTIONS = 1009

CLIENT = ["SYN_SENT", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT"]
SERVER = ["SYN_RECEIVED", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSED"]

Lives = dict[str, list[str]]


class Step(NamedTuple):
    """One end came into a state."""

    end: End
    state: str


def lives(steps: Iterable[Step]) -> Lives:
    """The states of each end, in order."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for step in steps:
        told[str(step.end)].append(step.state)
    return told


def work(address: str) -> list[object]:
    """Live 1009 short lives; give the port, what packets tell, and their caveats."""
    with (
        socket.create_server((address, 0)) as listener,
        PacketSocket() as capture,
    ):
        port = listener.getsockname()[1]
        for _ in range(CONNECTIONS):
            client = socket.create_connection((address, port))
            server, _ = listener.accept()
            client.send(b"hello")
            server.send(server.recv(5))
            client.recv(5)
            client.close()
            assert b"" == server.recv(1)
            server.close()
        seen = Timeline(capture.drain())
        steps = [
            Step(one.end, one.new) for one in infer_states(seen) if one.end is not None
        ]
        return [port, lives(steps), capture.caveats]


def check(found: Lives, address: str, port: int) -> None:
    """Compare with the known life of both ends of every connection."""
    servers = {end for end in found if end.startswith(f"{address}:{port} ")}
    clients = found.keys() - servers
    wrong = {end: found[end] for end in servers if found[end] != SERVER}
    wrong |= {end: found[end] for end in clients if found[end] != CLIENT}

    assert (CONNECTIONS, CONNECTIONS) == (len(servers), len(clients))
    assert {} == wrong


@pytest.fixture
def address() -> str:
    """An address of this run alone: a trace tells runs apart by nothing else."""
    return ".".join(map(str, (127, *(secrets.randbelow(254) + 1 for _ in range(3)))))


def test_packets_tell_every_life(inside: "Inside", address: str) -> None:
    """Without privilege, the packets imply every state of both ends."""
    port, told, caveats = inside(work, address)

    check(told, address, port)
    assert 3 == len(caveats)  # none of them about something lost


def told_by_trace(change: StateChanged) -> Step:
    """What a record says, with its blind spot read as what this workload does."""
    assert change.end is not None
    mini = change.note == MINI_SOCKET
    return Step(change.end, State.TIME_WAIT if mini else change.new)


def test_the_trace_and_the_packets_tell_the_same_lives(
    inside: "Inside", address: str
) -> None:
    """As root, the kernel's own trace has every transition that packets imply."""
    with Tracefs() as trace:
        if trace.reason:
            pytest.skip(trace.reason)
        port, told, _caveats = inside(work, address)
        changes, caveats = trace.stop([address])

    listener = [one for one in changes if one.end and one.end.remote is None]
    connections = [one for one in changes if one.end and one.end.remote is not None]
    traced = lives(map(told_by_trace, connections))

    check(traced, address, port)
    assert told == traced
    assert CONNECTIONS == sum(one.note == MINI_SOCKET for one in connections)
    assert [State.LISTEN, State.CLOSED] == [one.new for one in listener]
    assert 2 * CONNECTIONS == len({one.socket for one in connections})
    assert [one.time for one in changes] == sorted(one.time for one in changes)
    assert CAVEATS == caveats  # none of them about something lost
