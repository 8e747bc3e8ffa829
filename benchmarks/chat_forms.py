"""What a delivery costs where members have different IRCv3 capabilities.

Each entry is written once for each form in use, not once for each member: so a room
of three kinds of clients should cost what the three kinds cost on the average. One
member speaks, all others listen and check what they hear. CPU is the server's, by
the kernel's own clock of it (/proc/PID/schedstat). In turns; prints one JSON object.

    python benchmarks/chat_forms.py [MEMBERS] [ROUNDS]
"""

# ruff: noqa: INP001 - a program, not a package

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SETS = {
    "none, as nc and ii": "",
    "with times, as irssi": "server-time extended-join away-notify invite-notify",
    "with tags, as ours": "message-tags server-time account-tag batch setname",
}
MIXED = "all three mixed"
SECONDS = 2.0
USUAL_MEMBERS, USUAL_ROUNDS = 300, 5
WINDOW = 64  # lines in one go
TEXT = "sixty bytes, as many as in the other measurements, {:09d}"
CHUNK = 1 << 18
SETTINGS = "[limits]\nrate = 0\nper_address = 100000\nsend_queue = 67108864\n"


def main() -> int:
    """Measure; an exit status."""
    members = int(sys.argv[1]) if sys.argv[1:] else USUAL_MEMBERS
    rounds = int(sys.argv[2]) if sys.argv[2:] else USUAL_ROUNDS
    kinds = {name: [words] for name, words in SETS.items()}
    kinds[MIXED] = list(SETS.values())
    costs: dict[str, list[float]] = {name: [] for name in kinds}
    with tempfile.TemporaryDirectory() as place:
        settings = Path(place) / "chat.toml"
        settings.write_text(SETTINGS)
        for _ in range(rounds):
            for name, sets in kinds.items():
                costs[name].append(measure(settings, members, sets))
    pairs = [
        each / statistics.mean(costs[name][turn] for name in SETS)
        for turn, each in enumerate(costs[MIXED])
    ]
    report = {
        "members": members,
        "cpu_us_per_delivery": {
            name: round(statistics.median(each), 4) for name, each in costs.items()
        },
        "mixed_to_mean": round(statistics.median(pairs), 3),
        "ratios": [round(each, 2) for each in pairs],
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


@contextmanager
def running(settings: Path) -> Iterator[tuple[int, int]]:
    """Run our server; gives its process and its port."""
    command = [
        *(sys.executable, "-m", "socketlab", "chat", "server", "--no-history"),
        *("--udp", "off", "--irc", "127.0.0.1:0", "--config", str(settings)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 our own command
        assert process.stdout  # noqa: S101 it is a pipe
        line = process.stdout.readline()
        try:
            yield process.pid, int(line.partition("127.0.0.1:")[2].split()[0])
        finally:
            process.terminate()


def measure(settings: Path, members: int, sets: list[str]) -> float:
    """Give the server's microseconds per delivery; the sets go round."""
    with ExitStack() as stack:
        process, port = stack.enter_context(running(settings))
        sockets = [
            stack.enter_context(join(port, number, sets[number % len(sets)]))
            for number in range(members)
        ]
        speaker, *listeners = sockets
        said = say(speaker, listeners, 0)  # what comes before it are joins
        sent, before, until = 0, cpu(process), time.monotonic() + SECONDS
        while time.monotonic() < until:
            said = say(speaker, listeners, said)
            sent += WINDOW * len(listeners)
        return (cpu(process) - before) / sent / 1000


def join(port: int, number: int, words: str) -> socket.socket:
    """Join with a set of capabilities; returns when the names have come."""
    member = socket.create_connection(("127.0.0.1", port), timeout=10)
    asked = f"CAP REQ :{words}\r\n" if words else ""
    member.sendall(
        f"{asked}NICK n{number}\r\nUSER u 0 * :u\r\nCAP END\r\nJOIN #room\r\n".encode()
    )
    heard = b""
    while b" 366 " not in heard:
        heard = heard[-8:] + member.recv(CHUNK)
    return member


def say(speaker: socket.socket, listeners: list[socket.socket], said: int) -> int:
    """Say so many lines in one go, and wait until all have heard each in order."""
    texts = [TEXT.format(number) for number in range(said, said + WINDOW)]
    speaker.sendall("".join(f"PRIVMSG #room :{text}\r\n" for text in texts).encode())
    end = f" PRIVMSG #room :{texts[-1]}\r\n".encode()
    for listener in listeners:
        heard = b""
        while not heard.endswith(end):
            heard += listener.recv(CHUNK)
        lines = [line for line in heard.decode().split("\r\n") if " PRIVMSG " in line]
        if [line.rpartition(" :")[2] for line in lines] != texts:
            raise SystemExit("A line was lost, or out of order.")
    return said + WINDOW


def cpu(process: int) -> int:
    """Give the nanoseconds that a process has run (proc(5), schedstat)."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


if __name__ == "__main__":
    sys.exit(main())
