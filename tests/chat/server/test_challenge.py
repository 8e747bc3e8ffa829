"""Plain UDP beyond loopback, in a private namespace with an address of its own."""

import json
import os
import re
import socket
import subprocess
import sys

import pytest

REFUSED = 77
HERE = "192.0.2.1"  # RFC 5737: nobody has it

INSIDE = """
import json, os, runpy, sys
from socketlab.lab.linux import link, namespace
try:
    namespace.enter(os.getppid())
except namespace.NoNamespaceError as error:
    print(error, file=sys.stderr)
    raise SystemExit(77)
link.bring_up_loopback()
link.add_address("192.0.2.1")
print(json.dumps(runpy.run_path(sys.argv[1])["converse"](sys.argv[2:])))
"""


def converse(options: list[str]) -> list[str]:
    """Serve on an address that is not loopback; give what a newcomer is sent."""
    command = [
        *(sys.executable, "-m", "socketlab", "--lang", "en", "chat", "server"),
        *("--udp", f"{HERE}:0", "--irc", "off", "--no-history", *options),
    ]
    received: list[str] = []
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as alice,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bob,
    ):
        assert process.stdout
        found = re.search(rf"{HERE}:(\d+)", process.stdout.readline())
        assert found
        for client in (alice, bob):
            client.settimeout(20)
            client.connect((HERE, int(found[1])))
        for client, name in ((alice, b"alice"), (bob, b"bob")):
            client.send(name)
            if not options:
                received.append(client.recv(1000).decode())
                code = re.search(r"[0-9]+", received[-1])
                assert code
                client.send(b"wrong")
                client.send(code[0].encode())
        received.append(alice.recv(1000).decode())
        process.terminate()
    return received


def run_inside(*options: str) -> list[str]:
    """Run `converse` in a fresh namespace."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", INSIDE, __file__, *options],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env=os.environ | {"NO_COLOR": "1"},
    )
    if done.returncode == REFUSED:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    received: list[str] = json.loads(done.stdout)
    return received


def test_a_new_address_answers_before_it_hears_anything() -> None:
    """Beyond loopback the first datagram is a challenge, and its answer a seat."""
    first, second, joined = run_inside()

    assert re.fullmatch(r"Send [0-9]{6} to come in\.", first)
    assert re.fullmatch(r"Send [0-9]{6} to come in\.", second)
    assert joined == "bob has joined the chat room..."


def test_a_trusted_network_is_not_asked() -> None:
    """`--trust` exempts a classroom from the challenge."""
    assert run_inside("--trust", "192.0.2.0/24") == ["bob has joined the chat room..."]
