"""What a datagram of the chat room costs, beside a loop of sendto(2) in C.

One member of the UDP room speaks and all the others listen; then the same with a
room in C that knows addresses and nothing else (it needs a C compiler, `cc`). CPU
is the server's, by the kernel's own clock of it (/proc/PID/schedstat). In turns;
prints one JSON object. The notices of some hundred joins fit into a member's buffer.

    python benchmarks/chat_datagrams.py [MEMBERS] [ROUNDS]
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

LIMIT = r"""
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
static struct { struct sockaddr_in at; socklen_t length; } member[65536];
int main(void) {
    static char in[65536], out[65600] = "n0 : ";
    int count = 0, s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in from = {.sin_family = AF_INET};
    socklen_t length = sizeof from;
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(s, (void *)&from, length);
    getsockname(s, (void *)&from, &length);
    printf("127.0.0.1:%d \n", ntohs(from.sin_port));
    fflush(stdout);
    for (;;) {
        length = sizeof from;
        ssize_t n = recvfrom(s, in, sizeof in, 0, (void *)&from, &length);
        int known = 0;
        for (int i = 0; i < count && !known; i++)
            known = !memcmp(&from, &member[i].at, sizeof from);
        if (!known) {
            member[count].at = from;
            member[count++].length = length;
            continue;
        }
        memcpy(out + 5, in, n);
        for (int i = 0; i < count; i++)
            if (memcmp(&from, &member[i].at, sizeof from))
                sendto(s, out, n + 5, 0, (void *)&member[i].at, member[i].length);
    }
}
"""
SECONDS = 2.0
USUAL_MEMBERS, USUAL_ROUNDS = 100, 5
TEXT = b"sixty bytes, as many as the other measurements of the chat\n"
BUFFER = 1 << 22  # bytes: of the listeners, so that nothing is lost
WINDOW = 8  # messages before everybody is listened to
SETTINGS = "[limits]\nrate = 0\nper_address = 100000\n"


def main() -> int:
    """Measure; an exit status."""
    members = int(sys.argv[1]) if sys.argv[1:] else USUAL_MEMBERS
    rounds = int(sys.argv[2]) if sys.argv[2:] else USUAL_ROUNDS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        commands = {"socketlab": ours(folder), "sendto in C": limit(folder)}
        costs: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                costs[name].append(measure(command, members))
    pairs = [mine / theirs for mine, theirs in zip(*costs.values(), strict=True)]
    report = {
        "members": members,
        "cpu_us_per_datagram": {
            name: round(statistics.median(each), 3) for name, each in costs.items()
        },
        "ratio": round(statistics.median(pairs), 3),
        "ratios": [round(each, 2) for each in pairs],
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


def ours(folder: Path) -> list[str]:
    """Give the command of our server, without limits on rate and address."""
    (folder / "chat.toml").write_text(SETTINGS)
    return [
        *(sys.executable, "-m", "socketlab", "chat", "server", "--no-history"),
        *("--udp", "127.0.0.1:0", "--irc", "off"),
        *("--config", str(folder / "chat.toml")),
    ]


def limit(folder: Path) -> list[str]:
    """Give the command of the room in C."""
    source, program = folder / "limit.c", folder / "limit"
    source.write_text(LIMIT)
    subprocess.run(["cc", "-O2", "-w", "-o", program, source], check=True)  # noqa: S603, S607 the compiler of this host
    return [str(program)]


@contextmanager
def running(command: list[str]) -> Iterator[tuple[int, int]]:
    """Run a server; gives its process and its port, which it prints."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 our own commands
        assert process.stdout  # noqa: S101 it is a pipe
        line = process.stdout.readline()
        try:
            yield process.pid, int(line.partition("127.0.0.1:")[2].split()[0])
        finally:
            process.terminate()


def measure(command: list[str], members: int) -> float:
    """Give the server's microseconds per datagram that it sends."""
    with ExitStack() as stack:
        process, port = stack.enter_context(running(command))
        sockets = []
        for number in range(members):
            member = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
            member.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            member.connect(("127.0.0.1", port))
            member.send(b"n%d\n" % number)
            member.settimeout(5)
            sockets.append(member)
        speaker, *listeners = sockets
        say(speaker, listeners, 1)  # what comes before it are joins
        sent, before, until = 0, cpu(process), time.monotonic() + SECONDS
        while time.monotonic() < until:
            say(speaker, listeners, WINDOW)
            sent += WINDOW * len(listeners)
        return (cpu(process) - before) / sent / 1000


def say(speaker: socket.socket, listeners: list[socket.socket], count: int) -> None:
    """Say something so many times, and wait until all have heard all of it."""
    for _ in range(count):
        speaker.send(TEXT)
    for listener in listeners:
        heard = 0
        while heard < count:
            heard += listener.recv(1024).endswith(TEXT)


def cpu(process: int) -> int:
    """Give the nanoseconds that a process has run (proc(5), schedstat)."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


if __name__ == "__main__":
    sys.exit(main())
