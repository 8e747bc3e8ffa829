"""Who takes part, and that nothing of it stays."""

import re
import sys

import pytest

from socketlab.bench.contestant import Contestant, read_peer
from socketlab.bench.process import StartError

LISTEN = """
import socket, sys, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print(open(sys.argv[2]).read(), flush=True)
time.sleep(60)
"""


def test_a_program_runs_while_it_takes_part() -> None:
    """It listens on the port it was given, is seen in /proc, and is gone after."""
    listener = Contestant(
        "a", [sys.executable, "-c", LISTEN, "{port}", "{folder}/settings"], "{port}"
    )

    with listener.run() as (place, server):
        assert server is not None
        seen = ("127.0.0.1" == place[0], server.cpu() > 0, server.rss_kb() > 0)
    assert (True, True, True) == seen
    assert server.process.returncode is not None


def test_a_program_that_ends_says_why() -> None:
    """The last line it wrote is the reason."""
    broken = Contestant("a", [sys.executable, "-c", "raise SystemExit('no port')"])

    with pytest.raises(StartError, match="no port"), broken.run():
        pass


@pytest.mark.parametrize(
    ("text", "contestant"),
    [
        ("a=b -p {port}", Contestant("a", ["b", "-p", "{port}"])),
        ("a=127.0.0.1:6667", Contestant("a", place=("127.0.0.1", 6667))),
        ("a=[::1]:6667", Contestant("a", place=("::1", 6667))),
    ],
)
def test_a_peer_is_a_command_or_a_place(text: str, contestant: Contestant) -> None:
    """What holds {port} is a command; the rest is where a server runs."""
    assert contestant == read_peer(text)


@pytest.mark.parametrize("text", ["", "a", "a=", "=b {port}", "a=b", "a=b:c", "a=:1"])
def test_what_is_neither_is_refused(text: str) -> None:
    """A peer without a name, a port or an address is none."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_peer(text)
