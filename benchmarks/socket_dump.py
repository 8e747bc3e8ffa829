"""How fast a whole dump of the socket table is, compared with `ss -tanH`.

In a private network namespace with about 10 000 sockets (TIME-WAIT one third,
200 listeners, the rest connections) both take turns, in one run. Ours dumps and
decodes every column, addresses as text too; `ss` writes into a pipe that is
read. Prints one JSON object; exits 1 if the median ratio is over the budget.

    python benchmarks/socket_dump.py [PAIRS]
"""

# ruff: noqa: INP001 - a program, not a package

import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

from socketlab.evidence.collectors.sock_diag import SockDiag
from socketlab.lab.linux import link, namespace
from socketlab.tcp.kernel_states import from_kernel

CONNECTED, WAITING, LISTENING = 3300, 3300, 200
BUDGET = 0.4
FEWEST_PAIRS, USUAL_PAIRS = 9, 21


def main() -> int:
    """Measure; an exit status."""
    pairs = max(FEWEST_PAIRS, int(sys.argv[1]) if sys.argv[1:] else USUAL_PAIRS)
    ss = shutil.which("ss")
    if ss is None:
        sys.exit("ss is not installed (Debian package iproute2)")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    namespace.enter(os.getppid())
    link.bring_up_loopback()
    kept = populate()
    command = [ss, "-tanH"]
    with SockDiag() as diag:
        states = Counter(from_kernel(number) for number in diag.dump().states)
        times = [
            (clock(lambda: decode(diag)), clock(lambda: listing(command)))
            for _ in range(pairs)
        ]
        rows = (decode(diag), len(listing(command).splitlines()))
    ratio = statistics.median(ours / theirs for ours, theirs in times)
    report = {
        "open": len(kept),
        "rows": rows,
        "states": states,
        "pairs": pairs,
        "ours_ms": statistics.median(ours for ours, _ in times) * 1000,
        "ss_ms": statistics.median(theirs for _, theirs in times) * 1000,
        "ratios": sorted(round(ours / theirs, 3) for ours, theirs in times),
        "ratio": round(ratio, 3),
        "budget": BUDGET,
    }
    sys.stdout.write(json.dumps(report) + "\n")
    return ratio > BUDGET


def populate() -> list[socket.socket]:
    """Fill the namespace; what must stay open."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    kept = [listener]
    for number in range(CONNECTED + WAITING):
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        if number % 2:
            client.close()
            server.close()
        else:
            kept += [client, server]
    kept += [socket.create_server(("127.0.0.1", 0)) for _ in range(LISTENING)]
    return kept


def decode(diag: SockDiag) -> int:
    """Dump everything and use every column; how many sockets there are."""
    columns = diag.dump()
    lengths = {
        len(columns.local_addresses),
        len(columns.remote_addresses),
        len(columns.local_ports),
        len(columns.remote_ports),
        len(columns.states),
        len(columns.receive_queues),
        len(columns.send_queues),
        len(columns.inodes),
    }
    (length,) = lengths
    return length


def listing(command: list[str]) -> bytes:
    """Let ss write its table into a pipe, and read it."""
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return done.stdout


def clock(work: Callable[[], object]) -> float:
    """How long it takes, seconds of wall time."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
