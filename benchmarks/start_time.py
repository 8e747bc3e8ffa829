"""How soon `socketlab --help` is done, and how soon a server accepts.

Help is measured in processor time, a server in the time from starting the program
to the first connection it answers; the chat server also with a new history. Prints
one JSON object; exits 1 if a median is over its budget.

    python benchmarks/start_time.py [RUNS]
"""

# ruff: noqa: INP001 - a program, not a package

import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from socketlab.echo.tcp_servers.models import MODELS

HELP_BUDGET, SERVER_BUDGET = 0.15, 0.3  # seconds
USUAL_RUNS = 21
COMMAND = [sys.executable, "-m", "socketlab"]


def main() -> int:
    """Measure; an exit status."""
    runs = int(sys.argv[1]) if sys.argv[1:] else USUAL_RUNS
    helped = [help_time() for _ in range(runs)]
    served = {name: [accept_time(name) for _ in range(runs)] for name in MODELS}
    with tempfile.TemporaryDirectory() as place:
        chats = {
            "without history": [chat_time("--no-history") for _ in range(runs)],
            "with a new history": [
                chat_time("--history", f"{place}/{number}") for number in range(runs)
            ],
        }
    report = {
        "runs": runs,
        "help_cpu_s": summary(helped),
        "server_accepts_s": {name: summary(times) for name, times in served.items()},
        "chat_server_accepts_s": {
            name: summary(times) for name, times in chats.items()
        },
        "budgets_s": {"help_cpu": HELP_BUDGET, "server_accepts": SERVER_BUDGET},
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    every = [*served.values(), *chats.values()]
    slowest = max(statistics.median(times) for times in every)
    within = statistics.median(helped) <= HELP_BUDGET and slowest <= SERVER_BUDGET
    return 0 if within else 1


def summary(times: list[float]) -> dict[str, float]:
    """Give the middle and both ends."""
    return {
        "median": round(statistics.median(times), 4),
        "least": round(min(times), 4),
        "most": round(max(times), 4),
    }


def help_time() -> float:
    """Give the processor time of `socketlab --help`, in seconds."""
    before = children_time()
    subprocess.run([*COMMAND, "--help"], stdout=subprocess.DEVNULL, check=True)  # noqa: S603 our own command
    return children_time() - before


def children_time() -> float:
    """Give the processor time of all children that have ended (getrusage(2))."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def accept_time(model: str) -> float:
    """Give the seconds until a server that was just started answers a line."""
    port = free_port()
    options = ["echo", "server", str(port), "--model", model, "-q"]
    return answer_time(options, port, b"x\n")


def chat_time(*options: str) -> float:
    """Give the seconds until a chat server that was just started answers a line."""
    port = free_port()
    places = ["--udp", "127.0.0.1:0", "--irc", f"127.0.0.1:{port}"]
    return answer_time(["chat", "server", *places, *options], port, b"CAP LS\r\n")


def answer_time(options: list[str], port: int, line: bytes) -> float:
    """Give the seconds from the start of a server to its answer to a line."""
    began = time.perf_counter()
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.DEVNULL) as server:  # noqa: S603 our own command
        answer(port, line)
        ended = time.perf_counter()
        server.terminate()
    return ended - began


def answer(port: int, line: bytes) -> None:
    """Return when the server on this port has answered."""
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(line)
                client.recv(2)
                return
        except ConnectionRefusedError:
            time.sleep(0.001)


def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
