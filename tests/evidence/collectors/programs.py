"""Programs that are traced, with workloads that are known."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from socket import SHUT_WR, create_connection
from time import monotonic, sleep

import pytest

from socketlab.evidence.collectors.ptrace import LIMIT, Tracer
from socketlab.evidence.observation import CallMade
from socketlab.tcp.endpoint import End, Endpoint

PATIENCE = 20

# Serves argv[2] clients, one after the other or at once, and tells its port.
SERVER = """
import os, socket, sys, threading

def converse(connection):
    with connection:
        while data := connection.recv(100):
            connection.sendall(data[::-1])

model, count = sys.argv[1], int(sys.argv[2])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
for _ in range(count):
    connection, _ = listener.accept()
    if model == "iterative":
        converse(connection)
    elif model == "thread_per_client":
        threading.Thread(target=converse, args=(connection,)).start()
    elif os.fork() == 0:
        listener.close()
        converse(connection)
        os._exit(0)
    else:
        connection.close()
        os.wait()
sys.stdin.read()
"""

ECHO_IN_C = r"""
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t length = sizeof here;
    char buffer[100];
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener, (struct sockaddr *)&here, sizeof here);
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *)&here, &length);
    printf("%d\n", ntohs(here.sin_port));
    fflush(stdout);
    for (int i = 0; i < atoi(argv[1]); i++) {
        int connection = accept(listener, NULL, NULL);
        ssize_t size = read(connection, buffer, sizeof buffer);
        write(connection, buffer, size);
        close(connection);
    }
    close(listener);
    return 7;
}
"""


def python(source: str, *arguments: str) -> list[str]:
    """Give the command that runs this program."""
    return [sys.executable, "-I", "-S", "-c", source, *arguments]


def trace(command: list[str], limit: int = LIMIT) -> Tracer:
    """Trace a program whose input and output are pipes."""
    return Tracer(
        command,
        program="subject",
        host="server",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        limit=limit,
    )


def run(command: list[str]) -> Tracer:
    """Trace a program to its end."""
    with trace(command) as tracer:
        tracer.wait()
    return tracer


def tracers() -> list[str]:
    """Give the threads that trace."""
    return [one.name for one in threading.enumerate() if one.name.startswith("trace")]


def compile_c(source: str, folder: Path) -> str:
    """Compile a program; the test is skipped where no compiler is."""
    if not (compiler := shutil.which("gcc")):
        pytest.skip("gcc is not installed")
    program = folder / "program"
    (folder / "program.c").write_text(source)
    subprocess.run([compiler, "-o", program, folder / "program.c"], check=True)
    return str(program)


def read_line(tracer: Tracer) -> str:
    """Read a line that the program prints."""
    assert tracer.stdout
    return tracer.stdout.readline().decode().rstrip("\n")


def end_input(tracer: Tracer) -> None:
    """Tell the program that there is no more input."""
    assert tracer.stdin
    tracer.stdin.close()


def visit(port: int) -> Endpoint:
    """Be a client: send a line, take the answer to its end, give one's endpoint."""
    with create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"hello\n")
        client.shutdown(SHUT_WR)
        while client.recv(100):
            pass
        return Endpoint(*client.getsockname())


def between(port: int, client: Endpoint) -> End:
    """Give the server's end of a connection."""
    return End(Endpoint("127.0.0.1", port), client)


def write(calls: Iterable[CallMade]) -> list[str]:
    """Write calls as strace would."""
    return [
        f"{call.name}({call.arguments}) = {call.result or '?'}"
        + (f" {call.errno}" if call.errno else "")
        for call in calls
    ]


def wait_until(condition: Callable[[], object]) -> None:
    """Come back once the condition holds."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline, "it never happened"
        sleep(0.001)


def letter(pid: int) -> str:
    """Give the state of a process (proc_pid_stat(5)); X when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def ended(pid: int) -> bool:
    """Tell whether a process has ended; its orphans wait for init to reap them."""
    return letter(pid) in "XZ"
