"""Decode trace records by the kernel's own description of them.

Facts (Documentation/trace/ring-buffer-map.rst, include/linux/ring_buffer.h and
sock:inet_sock_set_state, measured on Linux 6.18):

- `trace_pipe_raw` gives one page after the other of one processor: a time, a
  length, then events whose 32-bit head holds 5 bits of type or length and 27
  bits of time since the event before. Little-endian only (x86, ARM, RISC-V).
- A record is complete only once the socket is: `sport` is 0 in CLOSED ->
  SYN-SENT of an automatically bound socket, and the child of a listener has no
  remote end yet in LISTEN -> SYN-RECEIVED. Later records of that socket have.
- The memory of a socket is used again; a new life begins at CLOSED or, for the
  child of a listener, at LISTEN -> SYN-RECEIVED.
- TIME-WAIT and an orphan in FIN-WAIT-2 are no full sockets: their entry is
  printed as a change to CLOSED. A reset in those states prints the same, but
  after tcp:tcp_receive_reset of that socket.
- A SYN-RECEIVED request is none either: LISTEN -> SYN-RECEIVED -> ESTABLISHED
  of the child are both printed when the third segment of the handshake arrives.

Decision: read binary pages (the text has only microseconds), put those of all
processors in order of time, then give every record of a life its complete end.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter
from struct import Struct as Layout
from typing import NamedTuple

from socketlab.evidence.address import IPV6, from_bytes
from socketlab.evidence.observation import MINI_SOCKET, TRACEPOINT, StateChanged
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.kernel_states import from_kernel
from socketlab.tcp.states import State

FIELDS = {
    "inet_sock_set_state": (
        "skaddr", "oldstate", "newstate", "sport", "dport", "family", "protocol",
        "saddr", "daddr", "saddr_v6", "daddr_v6",
    ),
    "tcp_receive_reset": ("skaddr",),
}  # fmt: skip
"""What is read of each event."""

TCP = 6
NUMBER_IN_RECORD = Layout("<H")

FIELD = re.compile(
    r"field:[^;]*?(?P<name>\w+)(?P<array>\[\d+\])?;"
    r"\s*offset:(?P<offset>\d+);\s*size:(?P<size>\d+);"
)
NAME = re.compile(r"^name: (\w+)$", re.MULTILINE)
NUMBER = re.compile(r"^ID: (\d+)$", re.MULTILINE)
CODES = {1: "B", 2: "H", 4: "I", 8: "Q"}

PADDING, TIME_EXTEND, TIME_STAMP = 29, 30, 31
WORD = Layout("<I")
TYPE_BITS, DELTA_BITS, STAMP_BITS = 5, 27, 59
TYPE_MASK, STAMP_MASK = (1 << TYPE_BITS) - 1, (1 << STAMP_BITS) - 1
LENGTH_MASK = (1 << 20) - 1
MISSED = 1 << 31
"""In a page's length: events were overwritten before this page."""


class Format:
    """How the kernel lays out the records of one event.

    Attributes:
        name: the event's name, `inet_sock_set_state`; empty for a page's header.
        number: what a record of it begins with (`common_type`).

    """

    def __init__(self, text: str) -> None:
        """Read a `format` file, or `events/header_page`."""
        name, number = NAME.search(text), NUMBER.search(text)
        self.name = name[1] if name else ""
        self.number = int(number[1]) if number else 0
        self.places = {
            field["name"]: (
                int(field["offset"]),
                int(field["size"]),
                "" if field["array"] else CODES.get(int(field["size"]), ""),
            )
            for field in FIELD.finditer(text)
        }

    def layout(self, *names: str) -> Layout:
        """How to unpack these fields, which stand in this order.

        Raises:
            KeyError: this kernel's records have no such field.

        """
        code, end = "<", 0
        for name in names:
            offset, size, number = self.places[name]
            code += f"{offset - end}x{number or f'{size}s'}"
            end = offset + size
        return Layout(code)


class Change(NamedTuple):
    """One record of inet_sock_set_state, and which life of a socket it is in."""

    time: int
    life: int
    end: End
    old: State
    new: State
    reset: bool


class Trace:
    """All records of a run, from every processor.

    Attributes:
        lost: the kernel overwrote records before they were read.

    """

    def __init__(self, header: str, formats: Iterable[str]) -> None:
        """Take the texts of `events/header_page` and of each event's `format`."""
        page = Format(header)
        self.page_head = page.layout("timestamp", "commit")
        self.page_data = page.places["data"][0]
        events = [Format(text) for text in formats]
        self.readers = {one.number: one.layout(*FIELDS[one.name]) for one in events}
        self.records: list[tuple[int, bytes]] = []
        self.lost = False

    def feed(self, page: bytes) -> None:
        """Take one page of one processor; its pages must come in order."""
        time, commit = self.page_head.unpack_from(page)
        self.lost = self.lost or bool(commit & MISSED)
        data = page[self.page_data : self.page_data + (commit & LENGTH_MASK)]
        self.records += read_events(time, data)

    def observe(self, addresses: AbstractSet[str]) -> list[StateChanged]:
        """The changes of every socket that has one of these addresses, in order.

        `socket` numbers lives: two that share a 4-tuple have different numbers.
        """
        changes = list(self.changes())
        ends: dict[int, End] = {}
        for change in changes:
            if is_complete(change):
                ends.setdefault(change.life, change.end)
        seen = []
        for change in changes:
            end = ends.get(change.life, change.end)
            far = end.remote.address if end.remote else ""
            if addresses.isdisjoint((end.local.address, far)):
                continue
            seen.append(
                StateChanged(
                    source=TRACEPOINT,
                    time=change.time,
                    end=end,
                    old=change.old,
                    new=change.new,
                    socket=change.life,
                    note=MINI_SOCKET if is_mini(change) else "",
                )
            )
        return seen

    def changes(self) -> Iterator[Change]:
        """The changes of all TCP sockets, in order of time."""
        lives: dict[int, int] = {}
        resets: set[int] = set()
        born = 0
        for time, data in sorted(self.records, key=itemgetter(0)):
            (number,) = NUMBER_IN_RECORD.unpack_from(data)
            socket, *fields = self.readers[number].unpack_from(data)
            if not fields:
                resets.add(socket)
                continue
            before, after, near, far, family, protocol, *addresses = fields
            if protocol != TCP:
                continue
            old, new = from_kernel(before), from_kernel(after)
            if old is State.CLOSED or is_child(old, new) or socket not in lives:
                born += 1
                lives[socket] = born
            local, remote = addresses[2:] if family == IPV6 else addresses[:2]
            end = End(
                Endpoint(from_bytes(family, local), near),
                Endpoint(from_bytes(family, remote), far) if far else None,
            )
            yield Change(time, lives[socket], end, old, new, socket in resets)
            resets.discard(socket)


def is_child(old: State, new: State) -> bool:
    """A listener's child is born: a copy of it with another state."""
    return old is State.LISTEN and new is State.SYN_RECEIVED


def is_complete(change: Change) -> bool:
    """Both ports are known, or it is a listener, which has only one."""
    listens = State.LISTEN in (change.old, change.new)
    listens = listens and not is_child(change.old, change.new)
    return change.end.local.port != 0 and (listens or change.end.remote is not None)


def is_mini(change: Change) -> bool:
    """A change to CLOSED that may be one to TIME-WAIT or an orphan's FIN-WAIT-2."""
    left = change.old in (State.FIN_WAIT_2, State.CLOSING)
    return left and change.new is State.CLOSED and not change.reset


def read_events(time: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a page's data into its events: time and record."""
    at = 0
    while at < len(data):
        (head,) = WORD.unpack_from(data, at)
        kind, delta = head & TYPE_MASK, head >> TYPE_BITS
        at += WORD.size
        if 0 < kind < PADDING:
            time += delta
            size = kind * WORD.size
            yield time, data[at : at + size]
        elif kind == PADDING and not delta:
            return  # the rest of the page is empty
        else:
            (word,) = WORD.unpack_from(data, at)
            size = WORD.size
            if kind == TIME_EXTEND:
                time += (word << DELTA_BITS) + delta
            elif kind == TIME_STAMP:  # absolute, except for the top bits
                time = (time & ~STAMP_MASK) | (word << DELTA_BITS) + delta
            else:
                size = word
                if not kind:
                    time += delta
                    yield time, data[at + WORD.size : at + size]
        at += size
