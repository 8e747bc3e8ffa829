"""Programs in /proc, looked at while they live and when they are gone."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from socketlab.evidence.collectors import proc

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CHILDREN, ZOMBIES, SOCKETS = 3, 2, 5

FAMILY = f"""
import os, signal, socket, sys
for _ in range({CHILDREN}):
    if not os.fork():
        signal.pause()
for _ in range({ZOMBIES}):
    if not os.fork():
        os._exit(0)
for _ in range({ZOMBIES}):
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
while sum(os.times()[:2]) < 0.03:
    pass
kept = [socket.socket() for _ in range({SOCKETS})]
print("ready", flush=True)
signal.pause()
"""


def see() -> list[object]:
    """Look at a program with children, zombies and sockets, and at its death."""
    with subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        limit = time.monotonic() + 10
        while proc.look("family", program.pid).state != "S":
            assert time.monotonic() < limit
        began = time.monotonic_ns()
        seen = proc.look("family", program.pid)
        assert began <= seen.time - seen.doubt
        assert seen.time + seen.doubt <= time.monotonic_ns() + 1
        owners = proc.owners()
        names = {owners[inode] for _, inode in seen.sockets}
        descriptors = [descriptor for descriptor, _ in seen.sockets]
        name = proc.read_name(program.pid)
        assert name != "?"
        expected = {f"{name} {program.pid} {number}" for number in descriptors}
        assert expected == names
        program.kill()
        program.wait()
        gone = proc.look("family", program.pid)
        for child in seen.children:
            os.kill(child, signal.SIGKILL)
        return [
            (seen.program, seen.pid == program.pid, seen.state),
            (len(seen.children), len(seen.zombies), len(seen.sockets)),
            seen.cpu > 0,
            (gone.state, gone.children, gone.zombies, gone.sockets, gone.cpu),
        ]


def test_a_program_is_seen_with_all_it_has(inside: "Inside") -> None:
    """Its children, zombies and sockets are counted; when it is gone, nothing is."""
    expected = [
        ["family", True, "S"],
        [CHILDREN, ZOMBIES, SOCKETS],
        True,
        ["X", [], [], [], 0],
    ]

    assert expected == inside(see)


def test_a_socket_in_two_processes_has_two_owners() -> None:
    """A descriptor that a child inherited is named for both processes."""
    with (
        socket.socket() as one,
        subprocess.Popen(
            [sys.executable, "-c", "input()"],
            stdin=subprocess.PIPE,
            pass_fds=(one.fileno(),),
        ) as child,
    ):
        inode = os.fstat(one.fileno()).st_ino
        holders = [
            f"{proc.read_name(pid)} {pid} {one.fileno()}"
            for pid in sorted((os.getpid(), child.pid))
        ]
        owners = proc.owners()
        child.communicate()

    assert ", ".join(holders) == owners[inode]


@pytest.mark.parametrize("pid", [2**22, 0, -1])
def test_what_does_not_exist_is_gone(pid: int) -> None:
    """A process that vanished is no error."""
    assert ("X", ()) == (proc.look("none", pid).state, proc.look("none", pid).sockets)
    assert "?" == proc.read_name(pid)


def test_a_name_may_hold_anything() -> None:
    """A program that calls itself `) R 1` does not confuse the fields behind it."""
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "open('/proc/self/comm', 'w').write(') R 1 (') and input()",
        ],
        stdin=subprocess.PIPE,
    ) as child:
        limit = time.monotonic() + 10
        while proc.read_name(child.pid) != ") R 1 (":
            assert time.monotonic() < limit
        living, _zombies = proc.find_children(os.getpid())
        child.communicate()

    assert child.pid in living
