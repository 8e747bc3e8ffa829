"""Crowds: the room goes on, and who is affected is told."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from select import EPOLLIN, epoll
from time import monotonic

import pytest

from socketlab.bench.chat.load import Load
from socketlab.bench.chat.workload import Workload
from tests.chat.server.running import LineClient, Running, serving

pytestmark = pytest.mark.long

CROWD = 5000
LIMITS = "[limits]\nrate = 0.0\nsend_queue = {queue}\n"
RESET = (1).to_bytes(4, sys.byteorder) + bytes(4)  # SO_LINGER (socket(7))


@pytest.fixture(autouse=True)
def _descriptors() -> Iterator[None]:
    """Allow as many descriptors as the system does; skip where that is too few."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    if hard < CROWD + 200:
        pytest.skip(f"{hard} descriptors are allowed, {CROWD + 200} needed")
    setrlimit(RLIMIT_NOFILE, (hard, hard))
    yield
    setrlimit(RLIMIT_NOFILE, (soft, hard))


@contextmanager
def room(folder: Path, queue: int = 1 << 25, descriptors: int = 0) -> Iterator[Running]:
    """Serve without limits on rates and addresses."""
    config = folder / "chat.toml"
    config.write_text(LIMITS.format(queue=queue), encoding="utf-8")
    arguments = ("--config", config, "--trust", "127.0.0.0/8")
    with serving(*arguments, descriptors=descriptors) as running:
        yield running


def enter(running: Running, count: int) -> Load:
    """Let so many members join #room in one storm."""
    load = Load(Workload(members=count, senders=1), ("127.0.0.1", running.irc))
    load.join()
    return load


def test_five_thousand_members_hear_everything(tmp_path: Path) -> None:
    """A join storm of 5,000, then messages: each comes to each, in order."""
    work = Workload(members=CROWD, senders=10, window=4, seconds=5)
    with room(tmp_path) as running, Load(work, ("127.0.0.1", running.irc)) as load:
        figures = load.measure(None)

    assert (0, 0) == (figures.wrong, figures.lost)
    assert figures.rate > 0


def test_half_of_the_room_is_reset_at_once(tmp_path: Path) -> None:
    """2,500 resets: each is told to those who stay, and they go on talking."""
    with room(tmp_path) as running, enter(running, CROWD) as load:
        load.settle()
        witness = running.join_irc("witness", "#room")
        members = list(load.members.values())
        for member in members[: CROWD // 2]:
            member.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            member.socket.close()
        gone = {f"n{number:05d}" for number in range(CROWD // 2)}
        while gone:
            line = witness.receive()
            assert line
            if " QUIT " in line:
                gone.discard(line[1:].partition("!")[0])
        witness.send("PRIVMSG #room :still here")
        assert hear(members[-1].socket, b"still here")
        witness.close()


def hear(listener: socket.socket, text: bytes) -> bool:
    """Read until a text comes; False: it does not."""
    listener.settimeout(20)
    data = b""
    while text not in data:
        more = listener.recv(1 << 20)
        if not more:
            return False
        data = data[-len(text) :] + more
    return True


def test_a_hundred_slow_members_cost_only_themselves(tmp_path: Path) -> None:
    """Who does not read is dropped, which the others are told; they hear all."""
    line = "PRIVMSG #room :" + "x" * 400
    with room(tmp_path, queue=1 << 17) as running:
        speaker, reader = (running.join_irc(name, "#room") for name in ("ann", "bob"))
        slow = []
        for number in range(100):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", running.irc))
            connection.sendall(b"NICK s%d\r\nUSER u 0 * :u\r\nJOIN #room\r\n" % number)
            slow.append(connection)
        heard, gone, said = 0, set[str](), 0
        until = monotonic() + 60
        while len(gone) < 100 and monotonic() < until:
            speaker.send(*[line] * 50)
            said += 50
            while heard < said:
                got = reader.receive()
                heard += " PRIVMSG " in got
                if " QUIT :Send queue" in got:
                    gone.add(got[1:].partition("!")[0])
        for connection in slow:
            connection.close()
        speaker.close()
        reader.close()

    assert 100 == len(gone)
    assert said == heard


def test_descriptors_run_out_while_many_join(tmp_path: Path) -> None:
    """Who finds no room is told so; who is in stays, and there is room again later."""
    with room(tmp_path, descriptors=128) as running:
        first = running.join_irc("first", "#room")
        crowd = [LineClient(running.irc) for _ in range(200)]
        told = [client for client in crowd if was_refused(client)]
        first.send("PING here")
        first.expect("PONG")
        for client in crowd:
            client.close()
        last = running.join_irc("last", "#room")
        first.expect("last")
        last.close()
        first.close()

    assert len(told) >= 200 - 128


def was_refused(client: LineClient) -> bool:
    """Whether the server has hung up with its reason."""
    poller = epoll()
    poller.register(client.socket, EPOLLIN)
    refused = bool(poller.poll(0.05)) and "ERROR" in client.receive()
    poller.close()
    return refused


def test_a_million_pings_are_answered(tmp_path: Path) -> None:
    """One member's flood is answered in full while another one talks."""
    with room(tmp_path) as running:
        flood, other = running.join_irc("flood"), running.join_irc("other")
        answered = 0
        for _ in range(1000):
            flood.send(*["PING x"] * 1000)
            while answered % 1000 != 999:
                answered += "PONG" in flood.receive()
            answered += "PONG" in flood.receive()
        other.sync()
        flood.close()
        other.close()

    assert answered == 1_000_000
