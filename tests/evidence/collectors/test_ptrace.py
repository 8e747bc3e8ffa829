"""A traced program lives and ends as if nobody watched, and leaves nothing."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from socketlab.evidence.collectors.ptrace import Tracer
from tests.evidence.collectors.programs import (
    SERVER,
    end_input,
    letter,
    python,
    read_line,
    trace,
    visit,
    wait_until,
    write,
)

INPUT = "import sys; print('ready', flush=True); sys.stdin.read()"


def run(command: list[str]) -> Tracer:
    """Trace a program to its end."""
    with trace(command) as tracer:
        tracer.wait()
    return tracer


def tracers() -> list[str]:
    """Give the threads that trace."""
    return [one.name for one in threading.enumerate() if one.name.startswith("trace")]


def test_the_exit_status_is_the_programs() -> None:
    """A status, and a signal that kills, are told as subprocess tells them."""
    assert 23 == run(python("raise SystemExit(23)")).returncode
    assert -9 == run(python("import os; os.kill(os.getpid(), 9)")).returncode


def test_streams_are_pipes() -> None:
    """What is written to the program comes back from it."""
    with trace(["cat"]) as tracer:
        assert tracer.stdin
        assert tracer.stdout
        tracer.stdin.write(b"hello\n")
        tracer.stdin.close()
        answer = tracer.stdout.read()
        status = tracer.wait()

    assert (b"hello\n", 0, 0) == (answer, status, tracer.poll())


def test_waiting_has_a_limit() -> None:
    """A program that still runs after the time is said to."""
    with trace(python(INPUT)) as tracer, pytest.raises(subprocess.TimeoutExpired):
        tracer.wait(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
def test_a_deadly_signal_kills(number: int) -> None:
    """Without a handler each signal does what it does to an untraced program."""
    with trace(["cat"]) as tracer:
        tracer.send_signal(number)
        status = tracer.wait()
        tracer.send_signal(number)  # nobody is there any more

    assert -number == status


HANDLER = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: print("heard", flush=True))
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_handler_hears_its_signal() -> None:
    """The program runs its handler and goes on."""
    with trace(python(HANDLER)) as tracer:
        read_line(tracer)
        tracer.send_signal(signal.SIGTERM)
        heard = read_line(tracer)
        end_input(tracer)
        status = tracer.wait()

    assert ("heard", 0) == (heard, status)


JOBS = """
import os, signal, sys
if (child := os.fork()) == 0:
    while True:
        signal.pause()
def wait(options):
    status = os.waitpid(child, options)[1]
    if os.WIFSTOPPED(status): return "stopped", os.WSTOPSIG(status)
    if os.WIFCONTINUED(status): return "continued", 0
    return "killed", os.WTERMSIG(status)
for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGTSTP, signal.SIGCONT):
    os.kill(child, number)
    print(*wait(os.WUNTRACED | os.WCONTINUED))
os.kill(child, signal.SIGTERM)
print(*wait(0))
"""


def test_stopping_keeps_its_meaning() -> None:
    """A program that stops and continues its child sees it stop and continue."""
    with trace(python(JOBS)) as tracer:
        assert tracer.stdout
        said = tracer.stdout.read().decode().splitlines()
        tracer.wait()

    assert [
        f"stopped {signal.SIGSTOP:d}",
        "continued 0",
        f"stopped {signal.SIGTSTP:d}",
        "continued 0",
        f"killed {signal.SIGTERM:d}",
    ] == said


STATUS = """
import os
for line in open("/proc/self/status"):
    if line.startswith(("Sig", "Shd", "Cpus_allowed:", "CapEff")):
        print(line.split())
print(sorted(os.environb.items()), os.getcwd(), os.listdir("/proc/self/fd"))
print(os.getpriority(os.PRIO_PROCESS, 0), os.umask(0))
"""


def test_the_program_finds_what_it_would_find_untraced() -> None:
    """Signals, environment, folder and descriptors are those of subprocess."""
    environment = {"A": "1", "": "", "ODD": "=\n\udcff", "PYTHONHASHSEED": "0"}
    del environment[""]
    options = {"env": environment, "cwd": "/", "stdout": subprocess.PIPE}
    expected = subprocess.run(python(STATUS), check=True, **options).stdout  # type: ignore[call-overload]
    with Tracer(
        python(STATUS),
        program="subject",
        host="server",
        environment=environment,
        cwd="/",
        stdout=subprocess.PIPE,
    ) as tracer:
        assert tracer.stdout
        found = tracer.stdout.read()

    assert expected.decode() == found.decode()


def test_descriptors_and_sessions_are_handed_on() -> None:
    """A descriptor is inherited under its number; a new session can be asked for."""
    source = "import os; os.write(int({}), str(os.getsid(0) == os.getpid()).encode())"
    reading, writing = os.pipe()
    with Tracer(
        python(source.format(writing)),
        program="subject",
        host="server",
        pass_fds=(writing,),
        start_new_session=True,
    ) as tracer:
        os.close(writing)
        tracer.wait()
    with os.fdopen(reading) as said:
        assert "True" == said.read()


@pytest.mark.parametrize("command", [["/nowhere"], ["no-such-program"], [""]])
def test_a_missing_program_is_an_error(command: list[str]) -> None:
    """What cannot be started raises what subprocess raises, and leaves nothing."""
    with pytest.raises(FileNotFoundError):
        trace(command)

    assert [] == tracers()


def test_a_forbidden_program_is_an_error(tmp_path: Path) -> None:
    """A file that may not be executed is named in the error."""
    program = tmp_path / "text"
    program.touch(0o644)

    with pytest.raises(PermissionError) as caught:
        trace([str(program)])
    assert str(program) == caught.value.filename


def test_a_missing_folder_is_an_error() -> None:
    """The folder must be there before the program is."""
    with pytest.raises(FileNotFoundError):
        Tracer(["cat"], program="subject", host="server", cwd="/nowhere")


@pytest.mark.parametrize("command", [["cat", "\0"], ["cat", "a\0b"]])
def test_what_no_program_can_be_told_is_an_error(command: list[str]) -> None:
    """A NUL ends a string: it cannot be inside one."""
    with pytest.raises(ValueError, match="null byte"):
        trace(command)

    assert [] == tracers()


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
        wait_until(lambda: len(set(tracer._tasks.values())) == 5)  # noqa: SLF001
        pids = set(tracer._tasks.values())  # noqa: SLF001

    assert [] == tracers()
    wait_until(lambda: {letter(pid) for pid in pids} == {"X"})
    assert -signal.SIGKILL == tracer.returncode


def test_a_second_stop_does_nothing() -> None:
    """It can be stopped at any time, also after it has ended."""
    tracer = run(["true"])
    tracer.stop()

    assert 0 == tracer.returncode


WATCHER = f"""
import sys, time
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from tests.evidence.collectors.programs import *
tracer = trace(python(SERVER, "fork_per_client", "1"))
visitor = __import__("socket").create_connection(("127.0.0.1", int(read_line(tracer))))
wait_until(lambda: tracer.calls()[-1].name == "recv")
print(*set(tracer._tasks.values()), flush=True)
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
    wait_until(lambda: {letter(pid) for pid in pids} <= {"X", "Z"})


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
            with subprocess.Popen(["sh", "-c", f"exit {number}"]) as child:
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
    """A shell's child is followed across execve; an exec'd thread becomes the program."""
    source = "import socket; socket.socket().close()"
    shell = ["sh", "-c", f"'{sys.executable}' -I -S -c '{source}'; true"]
    thread = (
        "import os, sys, threading; arguments = ['python', '-I', '-S', '-c', sys.argv[1]];"
        "threading.Thread(target=os.execv, args=(sys.executable, arguments)).start();"
        "threading.Event().wait()"
    )
    expected = ["socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3", "close(3) = 0"]
    for command in (shell, python(thread, source)):
        tracer = run(command)
        calls = [call for call in tracer.calls() if call.name in ("socket", "close")]

        assert expected == write(calls)
        assert 0 == tracer.returncode


NAMESPACE = f"""
import json, os, sys
from socketlab.lab.linux.link import *
from socketlab.lab.linux import namespace
namespace.enter()
namespace.mount_proc()
os.system
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from tests.evidence.collectors.programs import *
"""


def test_it_works_as_the_first_process_of_a_namespace() -> None:
    """In namespaces of its own, numbers are those of the namespace."""
    print(json, NAMESPACE)
