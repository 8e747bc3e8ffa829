"""A trace of every change of state: tracefs, sock:inet_sock_set_state.

Sees every transition of every full TCP socket, stamped when it happened, on the
same clock as all else (`trace_clock` mono). Needs root on the host: tracefs can
neither be mounted nor read from a user namespace, so a helper process outside
does it and is spoken to over its standard input and output.

Misses SYN-RECEIVED while it is only a request, and TIME-WAIT and orphans in
FIN-WAIT-2: `socketlab.evidence.tracepoint` says how these are printed.
A record names no network namespace: a run's own are known by its addresses, so
a listener on the wildcard address is left out.

Costs (Linux 6.18): well under 1 us for each transition; 8 MiB for each
processor; 60 to 100 ms to start the helper, as much to stop it.

Decision: the helper (`socketlab.evidence.collectors.trace_instance`) traces into
an instance of our own, so nothing the host traces is touched. It ends when it
is told to, or when its standard input closes because the laboratory died.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable
from gettext import gettext as _
from types import TracebackType
from typing import Self

import msgspec

from socketlab.evidence.collectors.trace_instance import READY
from socketlab.evidence.observation import StateChanged

CAVEATS: tuple[str, ...] = (
    "The entry to TIME-WAIT or to an orphan's FIN-WAIT-2 is traced as CLOSED.",
    "The end of TIME-WAIT and of an orphan's FIN-WAIT-2 is not traced.",
    "SYN-RECEIVED is traced only when the handshake ends, with ESTABLISHED.",
    "A listener on the wildcard address is not traced as one of ours.",
)
LOST_CAVEATS: tuple[str, ...] = (
    "The trace is incomplete: the kernel overwrote records not yet read.",
)

LONGEST_STOP = 60.0
"""Seconds: what the helper may take to hand over what it has."""


class Tracefs:
    """A trace that a helper process makes for one run.

    Attributes:
        reason: why there is no trace; empty while there is one.

    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self.reason = _("the trace was not started")
        self.helper: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Trace from now on; otherwise give the reason why not.

        Never raises: without this source the laboratory goes on.
        """
        if os.geteuid() != 0:
            self.reason = _("tracing needs root")
            return self.reason
        try:
            # A session of its own: Ctrl-C is for whoever controls it to handle.
            self.helper = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "socketlab.evidence.collectors.trace_instance",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            answer = os.strerror(error.errno or 0)
        else:
            assert self.helper.stdout is not None  # noqa: S101 a pipe was asked for
            answer = self.helper.stdout.readline().decode().rstrip("\n")
        self.reason = "" if answer == READY else self.explain(answer)
        if self.reason:
            self.close()
        return self.reason

    def explain(self, answer: str) -> str:
        """Why there is no trace, in a sentence."""
        return _("tracefs cannot be used ({error})").format(
            error=answer or _("its helper ended")
        )

    def stop(
        self, addresses: Iterable[str]
    ) -> tuple[tuple[StateChanged, ...], tuple[str, ...]]:
        """End the trace; give the changes of these addresses, and the caveats.

        If the helper was killed meanwhile, there are none, and `reason` says so.
        """
        if self.helper is None:
            return (), ()
        order = " ".join(["stop", *addresses]) + "\n"
        try:
            answer, _nothing = self.helper.communicate(order.encode(), LONGEST_STOP)
            changes, lost = msgspec.msgpack.decode(
                answer, type=tuple[tuple[StateChanged, ...], bool]
            )
        except (subprocess.TimeoutExpired, msgspec.DecodeError):
            self.reason = self.explain("")
            return (), ()
        finally:
            self.close()
        return changes, CAVEATS + (LOST_CAVEATS if lost else ())

    def close(self) -> None:
        """End the helper, which removes its instance; twice does no harm."""
        if self.helper is None:
            return
        helper, self.helper = self.helper, None
        with contextlib.suppress(subprocess.TimeoutExpired, BrokenPipeError):
            # Its standard input ends, and so does it.
            helper.communicate(timeout=LONGEST_STOP)
            return
        helper.kill()
        helper.communicate()

    def __enter__(self) -> Self:
        """Trace inside a `with` statement."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the helper."""
        self.close()
