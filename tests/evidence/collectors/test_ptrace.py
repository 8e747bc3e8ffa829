"""A traced program lives and ends as if nobody watched, and leaves nothing."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from socketlab.evidence.collectors.ptrace import Tracer
from tests.evidence.collectors.programs import (
    end_input,
    python,
    read_line,
    run,
    trace,
    tracers,
)

INPUT = "import sys; print('ready', flush=True); sys.stdin.read()"


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
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: os.write(1, b"heard\\n"))
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
os.setpgid(child, child)  # an orphaned group would ignore SIGTSTP (setpgid(2))
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
    if line.startswith(("SigB", "SigI", "SigC", "Cpus_allowed:", "CapEff")):
        print(line.split())
print(sorted(os.environb.items()), os.getcwd(), os.listdir("/proc/self/fd"))
print(os.getpriority(os.PRIO_PROCESS, 0), os.umask(0))
"""


def test_the_program_finds_what_it_would_find_untraced() -> None:
    """Signals, environment, folder and descriptors are those of subprocess."""
    environment = {"A": "1", "ODD": "=\n\udcff", "PYTHONHASHSEED": "0"}
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


@pytest.mark.parametrize("command", [["/nowhere"], ["no-such-program"]])
def test_a_missing_program_is_an_error(command: list[str]) -> None:
    """What cannot be started raises what subprocess raises, and leaves nothing."""
    with pytest.raises(OSError, match=command[0]) as expected:
        subprocess.Popen(command)
    with pytest.raises(OSError, match=command[0]) as caught:
        trace(command)

    assert expected.type is caught.type
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
