"""Everything that watches a run from inside the namespace.

Each source may be left out on request or refused by the host; then the record
says so, and what only it could see is *not observed*.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from gettext import gettext as _
from socket import if_nametoindex
from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.evidence.collectors import btf, counters, packet_socket, proc, sock_diag
from socketlab.evidence.inferring import infer_states
from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    DESTROY,
    OUTPUT,
    PACKETS,
    PROC,
    SOCK_DIAG,
    TRACEPOINT,
    TYPES,
    CallMade,
    CounterMoved,
    Deafened,
    SocketRow,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.account import Packet
from socketlab.lab.expectation import Expected, In, Moves, Returns, Shows, Takes
from socketlab.lab.judgement import Whom
from socketlab.lab.linux import namespace
from socketlab.lab.linux.journal import Journal
from socketlab.tcp.endpoint import End

if TYPE_CHECKING:
    from socketlab.lab.linux.process import LinuxProgram


class Watch:
    """The sources, and the timeline that they fill."""

    def __init__(self, without: Sequence[str], *, traced: bool = False) -> None:
        """`without` names sources to leave out; `traced`: somebody outside traces."""
        self.without = without
        self.traced = traced
        self.timeline = Timeline()
        self.journal = Journal()
        self.programs: list[LinuxProgram] = []
        self.sources: dict[str, str] = {}
        self.packets: list[Packet] = []
        self.diag: sock_diag.SockDiag | None = None
        self.destroyed: sock_diag.Destroyed | None = None
        self.capture: packet_socket.PacketSocket | None = None
        self.counters: dict[str, int] = {}
        self.settled: dict[str, int] = {}
        self.taken = 0
        self.began = self.ended = self.realtime = 0

    def start(self) -> None:
        """Start every source."""
        self.open(SOCK_DIAG, self.open_diag)
        self.open(DESTROY, self.open_destroyed)
        self.open(PACKETS, self.open_capture)
        self.open(COUNTERS, self.read_counters)
        self.open(PROC, namespace.mount_proc)
        self.open(CALLS, lambda: None)
        self.open(OUTPUT, lambda: None)
        self.settled = dict(self.counters)
        self.realtime, _doubt = packet_socket.compare_clocks()
        self.began = monotonic_ns()

    def open(self, source: str, begin: Callable[[], None]) -> None:
        """Start one source, or note the reason why not."""
        if source in self.without:
            self.sources[source] = _("left out on request")
            return
        try:
            begin()
        except OSError as error:
            self.sources[source] = error.strerror or str(error)
        else:
            self.sources[source] = "used"

    def open_diag(self) -> None:
        """Open the socket for look-ups and dumps."""
        self.diag = sock_diag.SockDiag()

    def open_destroyed(self) -> None:
        """Listen for ends of sockets."""
        self.destroyed = sock_diag.Destroyed()

    def open_capture(self) -> None:
        """Capture packets."""
        self.capture = packet_socket.PacketSocket()
        self.capture.start()

    def ignore(self, devices: Sequence[str]) -> None:
        """Capture nothing on devices that are none of a host's own."""
        if self.capture:
            self.capture.ignored.update(map(if_nametoindex, devices))

    def read_counters(self) -> None:
        """Take the counters as they are now."""
        self.counters = counters.read()

    def used(self, source: str) -> bool:
        """Whether a source is at work."""
        return self.sources.get(source) == "used"

    def can_see(self, expected: Expected) -> bool:
        """Whether any source could ever see this, be it from outside."""
        if self.traced and TRACEPOINT in expected.sources:
            return True
        return any(self.used(source) for source in expected.sources)

    def look(self, whom: Whom, expected: Expected) -> None:
        """Ask now whatever can tell of this expectation."""
        if isinstance(expected, Moves):
            self.look_at_counter(expected.counter)
        elif isinstance(expected, Shows):
            self.look_at_output(whom.program)
        elif isinstance(expected, Takes):
            self.look_at_structure(expected.structure)
        elif PROC in expected.sources:
            self.look_at_programs(whom.program)
        elif isinstance(expected, Returns) and whom.program:
            self.look_at_calls()
        elif self.diag and SOCK_DIAG in expected.sources:
            self.timeline.add(self.diag.look_up(end) for end in whom.ends)
        else:
            self.gather_packets()
            self.gather_journal()
            if isinstance(expected, In) and self.used(PACKETS):
                self.timeline.inferred.clear()
                self.timeline.add(infer_states(self.timeline))

    def look_at(self, end: End) -> StateSeen | None:
        """Look at one end now; None where nobody can."""
        if not self.diag:
            return None
        look = self.diag.look_up(end)
        self.timeline.add([look])
        return look

    def look_at_programs(self, name: str = "") -> None:
        """Look at programs in /proc; at all, or at one."""
        if self.used(PROC):
            self.timeline.add(
                proc.look(program.name, program.pid)
                for program in self.programs
                if name in ("", program.name)
            )

    def look_at_structure(self, name: str) -> None:
        """Look a structure of the kernel up; few pages ask for any."""
        if TYPES not in self.sources:
            self.open(TYPES, btf.check)
        if self.used(TYPES):
            self.timeline.add([btf.look(name)])

    def look_at_counter(self, name: str) -> None:
        """Note what one counter moved since the last look; 0 counts as a look."""
        if self.used(COUNTERS):
            self.note_counters(always=name)

    def note_counters(self, always: str = "") -> None:
        """Note what every counter moved since the last look."""
        before, now = self.counters, monotonic_ns()
        self.read_counters()
        self.timeline.add(
            CounterMoved(source=COUNTERS, time=now, name=name, by=value - old)
            for name, value in self.counters.items()
            if value != (old := before.get(name, 0)) or name == always
        )

    def counters_since_settled(self) -> dict[str, int]:
        """What moved since the last step was settled."""
        moved = {
            name: value - self.settled.get(name, 0)
            for name, value in self.counters.items()
            if value != self.settled.get(name, 0)
        }
        self.settled = dict(self.counters)
        return moved

    def look_at_calls(self) -> None:
        """Take the programs' calls anew: some have returned since the last look."""
        others = self.timeline.others
        others[:] = [
            one for one in others if not (isinstance(one, CallMade) and one.program)
        ]
        if self.used(CALLS):
            for program in self.programs:
                self.timeline.add(program.process.calls())

    def look_at_output(self, name: str = "") -> None:
        """Take what programs wrote; of all, or of one."""
        if self.used(OUTPUT):
            self.timeline.add(
                program.look_at_output()
                for program in self.programs
                if name in ("", program.name)
            )

    def gather(self) -> None:
        """Take in what all sources have seen so far."""
        self.gather_packets()
        self.look_at_output()
        if self.used(COUNTERS):
            self.note_counters()
        if self.destroyed:
            self.timeline.add(self.destroyed.drain())
        self.look_at_programs()
        self.gather_journal()

    def gather_packets(self) -> None:
        """Take the packets captured so far."""
        if self.capture:
            self.timeline.add(self.capture.drain())

    def gather_journal(self) -> None:
        """Take the page's calls; what it deafened counts even without them."""
        new = self.journal.observations[self.taken :]
        self.taken += len(new)
        self.timeline.add(
            one for one in new if self.used(CALLS) or isinstance(one, Deafened)
        )

    def table(self) -> tuple[SocketRow, ...]:
        """The socket table; whose sockets they are, where /proc tells.

        Every row of it is a look at one end, too.
        """
        if not self.diag:
            return ()
        began = monotonic_ns()
        rows = self.diag.table(proc.owners() if self.used(PROC) else None)
        doubt = (monotonic_ns() - began + 1) // 2
        self.timeline.add(
            StateSeen(
                source=SOCK_DIAG,
                time=began + doubt,
                doubt=doubt,
                end=End(row.local, row.remote),
                state=row.state,
                receive_queue=row.receive_queue,
                send_queue=row.send_queue,
                timer=row.timer,
                inode=row.inode,
                protocol=row.protocol,
            )
            for row in rows
        )
        return rows

    def stop(self) -> None:
        """Take in what is left; the sources end with the process."""
        self.gather()
        if self.used(CALLS):
            self.look_at_calls()
        self.ended = monotonic_ns()
        if self.capture:
            with suppress(OSError):
                self.timeline.add(self.capture.stop())
            self.packets = [
                Packet(one.realtime, one.time, one.outgoing, one.data, one.length)
                for one in self.capture.packets
            ]
            if self.capture.incomplete:  # what it lacks must not refute anything
                self.sources[PACKETS] = _("the capture is incomplete")

    @property
    def caveats(self) -> dict[str, tuple[str, ...]]:
        """What each source that was used cannot tell."""
        told: dict[str, tuple[str, ...]] = {}
        if self.used(SOCK_DIAG):
            told[SOCK_DIAG] = sock_diag.CAVEATS
        if self.destroyed:
            told[DESTROY] = self.destroyed.caveats
        if self.capture:
            told[PACKETS] = self.capture.caveats
        if self.used(COUNTERS):
            told[COUNTERS] = counters.CAVEATS
        if self.used(PROC):
            told[PROC] = proc.CAVEATS
        if self.used(CALLS):
            told[CALLS] = tuple(
                dict.fromkeys(
                    caveat
                    for program in self.programs
                    for caveat in program.call_caveats()
                )
            )
        return told
