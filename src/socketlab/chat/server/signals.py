"""Signals as events of the loop: the handler itself only leaves a byte behind.

signal.set_wakeup_fd: the byte is the signal's number, written as the signal
arrives; epoll_wait(2) sees it, and the turn in progress is never torn apart.
"""

import signal
import socket
from collections.abc import Callable, Mapping
from types import FrameType


class Signals:
    """Calls a function, in a turn of its own, for each signal that arrives."""

    def __init__(self, actions: Mapping[signal.Signals, Callable[[], None]]) -> None:
        """Take over these signals until `close`; only in the main thread."""
        self.actions = actions
        self.end, self.wakeup = socket.socketpair()
        self.end.settimeout(0)
        self.wakeup.settimeout(0)
        self.descriptor = self.end.fileno()
        self.former_wakeup = signal.set_wakeup_fd(self.wakeup.fileno())
        self.former = {number: signal.signal(number, ignore) for number in actions}

    def ready(self, events: int) -> None:  # noqa: ARG002 only EPOLLIN is watched
        """Act on what has arrived."""
        for number in self.end.recv(4096):
            action = self.actions.get(signal.Signals(number))
            if action:
                action()

    def fail(self) -> None:
        """Go on: the signal was taken."""

    def close(self) -> None:
        """Give the signals back."""
        for number, handler in self.former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self.former_wakeup)
        self.end.close()
        self.wakeup.close()


def ignore(number: int, frame: FrameType | None) -> None:
    """Do nothing: the wakeup descriptor has the signal."""
