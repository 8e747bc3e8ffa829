"""All that a program starts is traced, and nothing else; nothing is left of it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.collectors.programs import (
    SERVER,
    end_input,
    ended,
    python,
    read_line,
    run,
    trace,
    tracers,
    visit,
    wait_until,
    write,
)

CHECKOUT = Path(__file__).parents[3]

TREE = """
import os, signal, subprocess, sys, threading
subprocess.Popen(["sh", "-c", "sleep 1000 & sleep 1000; true"])
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGSTOP)
threading.Thread(target=sys.stdin.read).start()
print(os.getpid(), flush=True)
while True:
    signal.pause()
"""


def test_a_stop_ends_the_whole_tree() -> None:
    """Children, grandchildren, daemons and stopped processes all end."""
    with trace(python(TREE)) as tracer:
        read_line(tracer)
        wait_until(lambda: len(set(tracer._tree.tasks.values())) == 5)  # noqa: SLF001
        pids = set(tracer._tree.tasks.values())  # noqa: SLF001

    assert [] == tracers()
    assert all(ended(pid) for pid in pids)
    assert -signal.SIGKILL == tracer.returncode


def test_a_second_stop_does_nothing() -> None:
    """It can be stopped at any time, also after it has ended."""
    tracer = run(["true"])
    tracer.stop()

    assert 0 == tracer.returncode


WATCHER = f"""
import sys, time
sys.path.insert(0, {str(CHECKOUT)!r})
from tests.evidence.collectors.programs import *
tracer = trace(python(SERVER, "fork_per_client", "1"))
visitor = __import__("socket").create_connection(("127.0.0.1", int(read_line(tracer))))
wait_until(lambda: tracer.calls()[-1].name == "recv")
print(*set(tracer._tree.tasks.values()), flush=True)
time.sleep(1000)
"""


def test_nothing_survives_the_death_of_the_tracer() -> None:
    """When the tracing process is killed, the kernel kills what it traced."""
    with subprocess.Popen(
        [sys.executable, "-c", WATCHER], stdout=subprocess.PIPE
    ) as watcher:
        assert watcher.stdout
        pids = [int(pid) for pid in watcher.stdout.readline().split()]
        watcher.kill()

    assert 2 == len(pids)
    wait_until(lambda: all(ended(pid) for pid in pids))


def test_other_children_keep_their_exit_statuses() -> None:
    """While programs are traced, other threads start and await their own children."""
    expected = list(range(31))
    with (
        trace(python(SERVER, "fork_per_client", "31")) as one,
        trace(python(SERVER, "thread_per_client", "31")) as two,
    ):
        ports = [int(read_line(tracer)) for tracer in (one, two)]
        statuses = []
        for number in expected:
            with subprocess.Popen(["/bin/sh", "-c", f"exit {number}"]) as child:
                for port in ports:
                    visit(port)
            statuses.append(child.returncode)
        for tracer in (one, two):
            end_input(tracer)

        assert expected == statuses
        assert (0, 0) == (one.wait(), two.wait())
    for tracer in (one, two):
        accepted = [call for call in tracer.calls() if call.name == "accept4"]
        assert 31 == len(accepted)


def test_programs_that_a_program_runs_are_traced() -> None:
    """A shell's child is followed across execve, and so is a thread that calls it."""
    source = "import socket; socket.socket().close()"
    shell = ["sh", "-c", f"'{sys.executable}' -I -S -c '{source}'; true"]
    thread = (
        "import os, sys, threading\n"
        "command = ['python', '-I', '-S', '-c', sys.argv[1]]\n"
        "threading.Thread(target=os.execv, args=(sys.executable, command)).start()\n"
        "threading.Event().wait()"
    )
    expected = ["socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3", "close(3) = 0"]
    for command in (shell, python(thread, source)):
        tracer = run(command)
        calls = [call for call in tracer.calls() if call.name in ("socket", "close")]

        assert expected == write(calls)
        assert 0 == tracer.returncode


NAMESPACE = f"""
import os, sys
sys.path.insert(0, {str(CHECKOUT)!r})
from socketlab.lab.linux import link, namespace
from tests.evidence.collectors.programs import *
namespace.enter(os.getppid())
namespace.mount_proc()
link.bring_up_loopback()
with trace(python(SERVER.replace("os.wait()", ""), "fork_per_client", "3")) as tracer:
    port = int(read_line(tracer))
    for _ in range(3):
        visit(port)
    wait_until(lambda: [call.name for call in tracer.calls()].count("exit_group") == 3)
print(repr(tracer.refused), os.getpid())
calls = tracer.calls()
print(sorted(one.pid - tracer.pid for one in calls if one.name == "exit_group"))
print(sorted(int(one.result) - tracer.pid for one in calls if one.name == "fork"))
print([name for name in os.listdir("/proc") if name.isdigit()])
"""


def test_it_works_as_the_first_process_of_a_namespace() -> None:
    """In namespaces of its own pids are the namespace's, and no zombie stays."""
    done = subprocess.run(
        [sys.executable, "-c", NAMESPACE], check=False, capture_output=True, text=True
    )
    if "NoNamespaceError" in done.stderr:
        pytest.skip("this host refuses private namespaces")

    assert ["'' 1", "[1, 2, 3]", "[1, 2, 3]", "['1']"] == (done.stdout.splitlines()), (
        done.stderr
    )
