"""From the stops of traced tasks to observations of their calls.

Facts:

- A call that a signal interrupts leaves with a code that no program ever sees
  (ERESTARTSYS and its kin, linux/errno.h); the kernel then starts it again or turns
  it into EINTR. Decision: it stays open, and if the very same call comes next, it is
  the same call; if another one comes, it ended with EINTR.
- poll(2) and its kin go on with restart_syscall(2), which means the same.
"""

import os
from errno import EINPROGRESS, EINTR
from functools import partial
from time import monotonic_ns
from typing import NamedTuple

from msgspec import structs

from socketlab.evidence.collectors.tracee import (
    FILTERED,
    Sockets,
    read_memory,
    read_stop,
)
from socketlab.evidence.observation import CALLS, CallMade
from socketlab.evidence.syscall.signature import (
    FILLED_IN,
    WITHOUT_SOCKET,
    find_address,
    show_arguments,
    show_name,
    show_result,
)
from socketlab.evidence.syscall.table import INTERNET, names
from socketlab.evidence.syscall.values import Call
from socketlab.evidence.syscall.watching import find_watched
from socketlab.tcp.endpoint import End

RESTARTS = (-512, -513, -514, -516)


ACCEPTING = ("accept", "accept4")
NAMING = ("bind", "connect", "listen")
SENDING = ("sendmsg", "sendto")
EPOLL_WAITS = ("epoll_wait", "epoll_pwait", "epoll_pwait2")


class Open(NamedTuple):
    """A call that has not returned: its place in the list, and when it stopped."""

    place: int
    pid: int
    call: Call
    interrupted: int = 0


class Calls:
    """The calls of one program and its descendants, in the order they were entered.

    Only the thread that traces may use the methods; `made` may be copied by any.
    """

    def __init__(self, program: str, host: str, limit: int) -> None:
        """Begin with none; at most `limit` are kept."""
        self.made: list[CallMade] = []
        self.dropped = 0
        self.program = program
        self.host = host
        self.limit = limit
        self.names = names(os.uname().machine)
        self.sockets = Sockets()
        self.polls = False  # an epoll instance has watched one of these sockets
        self.inside: dict[int, Open] = {}
        self.interrupted: dict[int, Open] = {}

    def enter(self, tid: int, pid: int) -> None:
        """A task stopped before a call; if it is recorded, it is then inside."""
        stop = read_stop(tid)
        name = self.names.get(stop.number) if stop and stop.op == FILTERED else None
        if stop is None or name is None:
            return
        call = Call(name, stop.arguments, partial(read_memory, tid))
        if before := self.interrupted.pop(tid, None):
            if name == "restart_syscall" or before.call[:2] == call[:2]:
                self.inside[tid] = before
                return
            self.finish(tid, before, -EINTR, before.interrupted)
        concerned, end = self.concern(tid, pid, call)
        if not concerned:
            return
        if len(self.made) >= self.limit:
            self.dropped += 1
            return
        self.inside[tid] = Open(len(self.made), pid, call)
        self.made.append(self.describe(pid, call, end))

    def describe(self, pid: int, call: Call, end: End | None) -> CallMade:
        """Write down a call that is entered now."""
        arguments = show_arguments(call)
        return CallMade(
            source=CALLS,
            end=end,
            host=self.host,
            program=self.program,
            pid=pid,
            name=show_name(call),
            arguments=arguments,
            time=monotonic_ns(),
        )

    def concern(self, tid: int, pid: int, call: Call) -> tuple[bool, End | None]:
        """Tell whether a call is one of ours, and whose end it works on.

        A call that waits for several sockets works on no one end.
        """
        if call.name in WITHOUT_SOCKET:
            return True, None
        if call.name == "socket":
            return call.descriptor in INTERNET, None
        if call.name in EPOLL_WAITS:
            return self.polls, None
        look = partial(self.sockets.find, tid, pid)
        found = [one for one in map(look, find_watched(call)) if one]
        self.polls |= call.name == "epoll_ctl" and bool(found)
        return bool(found), found[0].end if len(found) == 1 else None

    def leave(self, tid: int, returned: int) -> None:
        """A task stopped behind a call."""
        stop = read_stop(tid)
        entry = self.inside.pop(tid, None)
        if stop is None or entry is None:
            return
        if stop.number in RESTARTS:
            self.interrupted[tid] = entry._replace(interrupted=returned)
        else:
            self.finish(tid, entry, stop.number, returned)

    def finish(self, tid: int, entry: Open, result: int, returned: int) -> None:
        """Write down what came back."""
        call = entry.call._replace(result=result)
        made = self.made[entry.place]
        text, error = show_result(result)
        self.made[entry.place] = structs.replace(
            made,
            arguments=show_arguments(call)
            if call.name in FILLED_IN
            else made.arguments,
            result=text,
            errno=error,
            returned=returned,
            end=self.find_end(tid, entry.pid, call, made.end),
        )

    def find_end(self, tid: int, pid: int, call: Call, end: End | None) -> End | None:
        """Find whose end it is now: some calls name a socket, or connect it."""
        fd, result = call.descriptor, call.result or 0
        if result < 0 and result != -EINPROGRESS:
            return end
        if call.name in ACCEPTING:
            fd = result
        elif call.name not in NAMING and (end or call.name not in SENDING):
            return end
        remote = find_address(call) if call.name == "connect" else None
        found = self.sockets.find(tid, pid, fd, anew=True, remote=remote)
        return found.end if found else end

    def forget(self, tid: int) -> None:
        """A task is gone: what it was inside of never returns."""
        self.inside.pop(tid, None)
        self.interrupted.pop(tid, None)
