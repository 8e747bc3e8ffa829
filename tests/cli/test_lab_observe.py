"""`lab observe`: any program under the microscope."""

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from socketlab.evidence.observation import CallMade, OutputSeen, ProgramSeen
from socketlab.lab.record import Record, from_json
from socketlab.tcp.states import State
from socketlab.workbench.observing import observe
from tests.cli.test_lab_server import IN_C

SERVER = """
import socket, sys
listener = socket.create_server(("", int(sys.argv[1])))
print("ready")
while True:
    connection, peer = listener.accept()
    with connection:
        while line := connection.recv(1000):
            connection.sendall(line.upper())
"""

DATAGRAMS = """
import socket, sys
mailbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mailbox.bind(("", int(sys.argv[1])))
while True:
    data, sender = mailbox.recvfrom(1000)
    mailbox.sendto(data.upper(), sender)
"""

CLIENT = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
    connection.sendall(sys.stdin.readline().encode() or b"nothing")
    print("got", connection.recv(100).decode())
"""


def test_a_server_and_its_client_are_observed(tmp_path: Path) -> None:
    """States, calls, packets, descriptors, output: everything is on the page."""
    (tmp_path / "server.py").write_text(SERVER)
    (tmp_path / "client.py").write_text(CLIENT)

    done = run(
        tmp_path,
        *("--port", "8000", "--client", f"{sys.executable} client.py {{port}}"),
        *("--", sys.executable, "server.py", "{port}"),
        typed="hello\n",
    )

    assert done.returncode == 0, done.stderr
    assert "ready\n" in done.stdout
    assert "got HELLO" in done.stdout
    record = recorded(tmp_path)
    (story,) = record.stories
    assert ["client", "server"] == [story.client.host, story.server.host]
    assert [State.ESTABLISHED, State.TIME_WAIT] == [
        lane.state
        for lane in story.client.lanes
        if lane.state in (State.ESTABLISHED, State.TIME_WAIT)
    ]
    seen = record.observations
    made = {(one.program, one.name) for one in seen if isinstance(one, CallMade)}
    assert {("server.py", "listen"), ("client.py", "connect")} <= made
    wrote = "".join(one.text for one in seen if isinstance(one, OutputSeen))
    assert "ready" in wrote
    assert any(one.sockets for one in seen if isinstance(one, ProgramSeen))
    assert record.findings == ()
    assert [
        "server.py starts.",
        "server.py listens on port 8000.",
        "client.py starts.",
        "client.py has ended with status 0.",
        "server.py is sent SIGTERM.",
        "server.py was ended by SIGTERM.",
    ] == [str(step.sentence) for step in record.steps]
    held = done.stdout.partition("held which socket:\n")[2]
    assert "server.py  0.0.0.0:8000\n" in held
    assert re.search(r"client\.py  127\.0\.0\.1:\d+ - 127\.0\.0\.1:8000", held)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_a_program_in_c_is_observed(tmp_path: Path) -> None:
    """The language does not matter; the program is ended as it should be."""
    (tmp_path / "server.c").write_text(IN_C)
    compiler = shutil.which("gcc") or ""
    command = [compiler, "-w", "-o", "server", "server.c"]
    subprocess.run(command, cwd=tmp_path, check=True)
    (tmp_path / "client.py").write_text(CLIENT)

    done = run(
        tmp_path,
        *("--port", "7", "--client", f"{sys.executable} client.py {{port}}"),
        *("--", "./server", "{port}"),
        typed="hello\n",
    )

    assert done.returncode == 0, done.stderr
    assert "got olleh" in done.stdout
    sentences = [str(step.sentence) for step in recorded(tmp_path).steps]
    assert "server was ended by SIGTERM." in sentences


def test_clients_of_the_host_come_through_the_door(tmp_path: Path) -> None:
    """Bytes, the half-close and the reset of a client outside arrive inside."""
    (tmp_path / "server.py").write_text(SERVER)

    with observing(tmp_path, sys.executable, "server.py", "8000") as (process, port):
        with socket.create_connection(("127.0.0.1", port)) as polite:
            polite.sendall(b"hello")
            answer = polite.recv(100)
            polite.shutdown(socket.SHUT_WR)
            ending = polite.recv(100)
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(b"again")
            rude.recv(100)
            rude.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
        output, _complaint = process.communicate()

    # The server knows nothing of resets: it breaks, and that ends the observation.
    assert process.returncode == 0
    assert [b"HELLO", b""] == [answer, ending]
    record = recorded(tmp_path)
    assert ["outside", "outside"] == [story.client.host for story in record.stories]
    begins = {str(step.sentence): step.began for step in record.steps}
    came = min(story.client.lanes[0].began for story in record.stories)
    assert begins["Client 1 comes from outside."] < came
    assert "ECONNRESET" in {
        one.errno for one in record.observations if isinstance(one, CallMade)
    }
    assert "outside" in output.partition("held which socket:\n")[2]


def test_datagrams_of_the_host_come_through_the_door(tmp_path: Path) -> None:
    """A UDP server is reached as well; Ctrl-C is an end in order."""
    (tmp_path / "server.py").write_text(DATAGRAMS)

    with observing(tmp_path, sys.executable, "server.py", "8000") as (process, port):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mailbox:
            mailbox.connect(("127.0.0.1", port))
            mailbox.send(b"hello")
            answer = mailbox.recv(100)
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert process.returncode == 0
    assert b"HELLO" == answer
    sentences = [str(step.sentence) for step in recorded(tmp_path).steps]
    assert sentences[-2] == "server.py is sent SIGINT."
    assert recorded(tmp_path).stories[0].client.host == "outside"


def test_a_program_without_a_port_is_observed_to_its_end(tmp_path: Path) -> None:
    """What serves nobody needs no port; its input is the user's."""
    code = "import socket; a = socket.create_server(('', 9)); print(input()[::-1])"

    done = run(tmp_path, "--", sys.executable, "-c", code, typed="abc\n")

    assert done.returncode == 0, done.stderr
    assert "cba\n" in done.stdout
    assert "0.0.0.0:9" in done.stdout


def test_what_a_wrapper_does_first_is_left_out(tmp_path: Path) -> None:
    """A script that starts others to find out what to run is not the story."""
    server = "import socket; socket.create_server(('', 9))"
    script = f'(exit 0); (exit 0); exec {sys.executable} -c "{server}"'

    done = run(tmp_path, "--", "sh", "-c", script)

    assert done.returncode == 0, done.stderr
    seen = recorded(tmp_path).observations
    names = [one.name for one in seen if isinstance(one, CallMade)]
    assert "socket" == names[0]
    assert "listen" in names


def test_json_is_all_that_is_printed(tmp_path: Path) -> None:
    """With `--json` the form of a run is printed, and the program speaks elsewhere."""
    done = run(tmp_path, "--json", "--", "echo", "hello")
    schema = Path(__file__).parents[2] / "docs/reference/schemas/lab-run.schema.json"
    form = json.loads(done.stdout)

    assert done.stderr == "hello\n"
    assert (
        list(Draft202012Validator(json.loads(schema.read_text())).iter_errors(form))
        == []
    )
    assert form["experiments"][0]["name"] == "echo"
    assert form["experiments"][0]["parameters"] == {"command": "echo hello"}


def test_a_script_can_observe_too() -> None:
    """What the command does, a function does; its result shows itself."""
    result = observe([sys.executable, "-c", "import socket; socket.socket().listen()"])

    assert "listen" in {
        one.name for one in result.record.observations if isinstance(one, CallMade)
    }
    assert "&lt;html" in result._repr_html_()


def test_a_daemon_is_observed(tmp_path: Path) -> None:
    """A program that goes on in a child of another session is still the program."""
    daemon = "import os\nif os.fork(): os._exit(0)\nos.setsid()\n"
    (tmp_path / "server.py").write_text(daemon + SERVER)
    (tmp_path / "client.py").write_text(CLIENT)

    done = run(
        tmp_path,
        *("--port", "8000", "--client", f"{sys.executable} client.py {{port}}"),
        *("--", sys.executable, "server.py", "{port}"),
        typed="hello\n",
    )

    assert done.returncode == 0, done.stderr
    assert "got HELLO" in done.stdout
    sentences = [str(step.sentence) for step in recorded(tmp_path).steps]
    assert "server.py is sent SIGTERM." in sentences
    assert "server.py goes on; it is killed." not in sentences


def test_time_ends_an_observation(tmp_path: Path) -> None:
    """`--seconds` ends it; a program that ignores the signal is killed."""
    done = run(
        tmp_path, "--seconds", "0.1", "--", "sh", "-c", "trap '' TERM; read x; read x"
    )

    assert done.returncode == 0, done.stderr
    assert "The program had no sockets." in done.stdout


@contextmanager
def observing(
    folder: Path, *command: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Observe a program on port 8000; give the port of the host that leads to it."""
    words = ("lab", "observe", "--port", "8000", "--reach", "0", "--", *command)
    process = subprocess.Popen(
        [sys.executable, "-m", "socketlab", *words],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        assert found, line
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


def run(
    folder: Path, *arguments: str, typed: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Observe, and give all that was said."""
    return subprocess.run(
        [sys.executable, "-m", "socketlab", "lab", "observe", *arguments],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        input=typed,
        capture_output=True,
        check=False,
        text=True,
    )


def recorded(folder: Path) -> Record:
    """Read the record of the observation."""
    (stored,) = folder.glob("socketlab-report/*.record.json")
    return from_json(stored.read_bytes())
