"""The tasks of a traced program: every stop is answered, every end is taken.

A task is a thread; a process has at least one (ptrace(2), *tracee*). Each child and
thread that a task starts is attached before it runs its first instruction, with the
same options, so nothing of a tree is missed.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from time import monotonic_ns

from socketlab.evidence.collectors import tracee
from socketlab.evidence.collectors.calls import Calls
from socketlab.evidence.collectors.tracee import read_process, request

STOPPING = (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
OURS = 0x40000000 | 0x20000000  # __WALL, __WNOTHREAD


class Tree:
    """The tasks that the calling thread traces.

    `tasks` maps each to the process it is part of; any thread may copy it, and
    `kill` may be called from any; all else belongs to the thread that traces.
    """

    def __init__(
        self, calls: Calls, begin: Callable[[], None], end: Callable[[int, int], None]
    ) -> None:
        """Begin without tasks.

        Args:
            calls: takes down what they call, once the program itself runs.
            begin: called when a task has become another program (execve(2)).
            end: called with the process and its wait status when it has ended.

        """
        self.tasks: dict[int, int] = {}
        self.calls = calls
        self.begin = begin
        self.end = end
        self.recording = False
        self.killing = False
        self.dead: set[int] = set()

    def follow(self) -> None:
        """Stay until no task is left."""
        with suppress(ChildProcessError):
            while True:
                tid, status = os.waitpid(-1, OURS)
                now = monotonic_ns()
                if not os.WIFSTOPPED(status):
                    self.bury(tid, status)
                    continue
                if tid not in self.tasks:
                    self.tasks[tid] = read_process(tid)
                if self.killing:
                    self.kill()
                else:
                    self.answer(tid, status, now)
        self.adopt()

    def answer(self, tid: int, status: int, now: int) -> None:
        """Let a stopped task go on, with the signal it stopped for."""
        event, number = status >> 16, os.WSTOPSIG(status)
        passed = 0
        if event == tracee.EVENT_SECCOMP:
            if self.recording:
                self.calls.enter(tid, self.tasks[tid])
        elif event == tracee.EVENT_EXEC:
            self.become(tid)
        elif number == tracee.CALL_LEFT:
            self.calls.leave(tid, now)
        elif event == 0:
            passed = number
        if event == tracee.EVENT_STOP and number in STOPPING:
            request(tracee.LISTEN, tid)
        else:
            again = tid in self.calls.inside
            request(tracee.SYSCALL if again else tracee.CONT, tid, passed)

    def become(self, pid: int) -> None:
        """A process runs another program: its other threads are gone."""
        for tid in [tid for tid, whose in self.tasks.items() if whose == pid]:
            self.calls.forget(tid)
            if tid != pid:
                del self.tasks[tid]
        self.recording = True
        self.begin()

    def bury(self, tid: int, status: int) -> None:
        """A task has ended."""
        pid = self.tasks.pop(tid, None)
        self.calls.forget(tid)
        if pid == tid:
            self.dead.add(tid)
            self.end(tid, status)

    def adopt(self) -> None:
        """Reap what the program left unreaped, if its orphans are ours.

        They are where we are the first process (pid_namespaces(7)).
        """
        if os.getpid() == 1:
            for pid in self.dead:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)

    def kill(self) -> None:
        """Kill every process that is left; a stop does not keep it from dying."""
        self.killing = True
        for pid in set(self.tasks.copy().values()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
