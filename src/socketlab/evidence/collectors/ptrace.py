"""The socket calls of a program and of all that it starts (ptrace(2)).

Facts, and what follows from them:

- All requests must come from the thread that attached, and its waits must not
  take what belongs to other threads: one thread for each program starts it, waits
  with __WNOTHREAD and ends with it. No other part of this process may wait for
  just any child (waitpid(-1)) without __WNOTHREAD: it would take our stops.
- A seccomp filter chooses the calls that stop; every other one runs at full
  speed. The filter is inherited, so each descendant is followed as well.
- tracee.SEIZE, unlike TRACEME, leaves SIGSTOP and SIGCONT their meaning, and with
  EXITKILL the kernel kills what is traced when the tracing thread is gone.

`time` is taken just before the kernel goes on with the call and `returned` just
after it was seen to have stopped behind it: what the call did lies between the two.
A return is seen late when other threads of this process keep the interpreter busy
(measured: a recorded call takes 0.07 ms more on an idle machine, 0.6 ms beside one
busy thread, and 0.2 ms with sys.setswitchinterval(0.0005)).
"""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from gettext import gettext as _
from threading import Event, Thread
from types import TracebackType
from typing import IO, Self, TypeAlias

from socketlab.evidence.collectors import tracee
from socketlab.evidence.collectors.calls import Calls
from socketlab.evidence.collectors.launch import Launch, Spawn
from socketlab.evidence.collectors.tree import Tree
from socketlab.evidence.observation import CallMade
from socketlab.evidence.syscall.table import names, seccomp_filter

CAVEATS: tuple[str, ...] = (
    "Tracing slows a recorded call by about 0.1 ms, a read of a file by 0.03 ms.",
    "Not recorded: fcntl, ioctl, getsockname, io_uring, and 32-bit programs.",
    "Sockets that the kernel closes when a process ends show no close.",
)
FULL_CAVEATS: tuple[str, ...] = (
    "A program made more calls than are recorded: its later calls are missing.",
)

LIMIT = 10_000
"""Calls of one program that are recorded."""

Stream: TypeAlias = IO[bytes] | int | None


class Tracer:
    """A program that runs, and its calls so far.

    What it starts is traced as well. If the host refuses to trace, it runs all the
    same, and `refused` says why its calls are not observed.

    Attributes:
        pid: its process.
        refused: a clause; empty when it is traced.
        returncode: as in subprocess.Popen; None while it runs.
        stdin, stdout, stderr: our ends of its pipes, where PIPE was asked for.

    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        program: str,
        host: str,
        environment: Mapping[str, str] | None = None,
        stdin: Stream = None,
        stdout: Stream = None,
        stderr: Stream = None,
        cwd: str | None = None,
        pass_fds: Sequence[int] = (),
        start_new_session: bool = False,
        limit: int = LIMIT,
    ) -> None:
        """Start it; back when it runs.

        Everything is as for subprocess.Popen, `environment` is its `env`; `program`
        and `host` name it in the record, which holds at most `limit` calls.

        Raises:
            OSError: it could not be started.

        """
        self.command = list(command)
        self.refused = ""
        self.returncode: int | None = None
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = None
        self.stderr: IO[bytes] | None = None
        self._environment = os.environ if environment is None else environment
        self._session = start_new_session
        self._calls = Calls(program, host, limit)
        self._tree = Tree(self._calls, self._begin, self._end)
        self._failure: Exception | None = None
        self._started, self._ended = Event(), Event()

        def spawn(launcher: list[str], channel: int) -> "subprocess.Popen[bytes]":
            return subprocess.Popen(  # noqa: S603 the page says what to run
                launcher,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                cwd=cwd,
                pass_fds=(*pass_fds, channel),
                start_new_session=start_new_session,
            )

        self._thread = Thread(
            target=self._live,
            args=(spawn,),
            name=f"trace {program}",
            daemon=True,  # if we end first, EXITKILL ends the program
        )
        self._thread.start()
        self._started.wait()
        if self._failure:
            self.stop()

    def calls(self) -> tuple[CallMade, ...]:
        """Give the calls so far, in the order they were entered.

        One that has not returned has `returned` None; later it stands at the same
        place with its result.
        """
        return tuple(self._calls.made)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What these calls cannot tell."""
        return CAVEATS + (FULL_CAVEATS if self._calls.dropped else ())

    def poll(self) -> int | None:
        """Tell how it ended; None while it runs."""
        return self.returncode

    @property
    def left(self) -> set[int]:
        """Its processes that still run: itself, and what it started if it is traced."""
        return set(self._tree.tasks.copy().values())

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it still runs after `timeout` seconds.

        """
        if not self._ended.wait(timeout) or self.returncode is None:
            raise subprocess.TimeoutExpired(self.command, timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal (kill(2)); nothing if it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def stop(self) -> None:
        """Kill it and all that it started; back when nothing of it is left."""
        self._tree.kill()
        if self.refused and self._session:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self._thread.join()
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream:
                with suppress(OSError):  # what was still to be written is lost
                    stream.close()
        if self._failure:
            raise self._failure

    def __enter__(self) -> Self:
        """Use it in a `with` statement, which stops it at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    def _live(self, spawn: Spawn) -> None:
        """Start the program and follow it until nothing of it is left."""
        try:
            self._launch(spawn)
            self._tree.follow()
        except Exception as error:  # noqa: BLE001 raised where somebody hears it
            self._failure = error
        finally:
            self._tree.kill()
            self._tree.follow()
            self._started.set()
            self._ended.set()

    def _launch(self, spawn: Spawn) -> None:
        """Start the launcher, trace it, and then tell it what to become."""
        self._start = Launch(spawn)
        process = self._start.process
        self.pid = process.pid
        self.stdin, self.stdout, self.stderr = (
            process.stdin,
            process.stdout,
            process.stderr,
        )
        self._tree.tasks[self.pid] = self.pid
        self._start.meet()
        machine = os.uname().machine
        if not names(machine):
            self.refused = _("the calls of {machine} are unknown").format(
                machine=machine
            )
        elif not tracee.can_look():
            self.refused = _("/proc is not that of this process's namespace")
        elif error := tracee.request(tracee.SEIZE, self.pid, tracee.OPTIONS):
            self.refused = f"ptrace: {os.strerror(error)}"
        code = b"" if self.refused else seccomp_filter(machine)
        self._start.order(self.command, self._environment, code)
        if self.refused:
            self._begin()

    def _begin(self) -> None:
        """The launcher has become the program, or has ended without."""
        if self._started.is_set():
            return
        errors = self._start.hear(wait=bool(self.refused))
        if number := errors.get("filter"):
            self.refused = f"seccomp: {os.strerror(number)}"
        if number := errors.get("program"):
            self._failure = OSError(number, os.strerror(number), self.command[0])
        self._started.set()

    def _end(self, pid: int, status: int) -> None:
        """A process of the tree has ended."""
        if pid == self.pid:
            self._begin()  # it may have ended before it became the program
            self.returncode = os.waitstatus_to_exitcode(status)
            self._start.process.returncode = self.returncode
            self._ended.set()
