"""Deaf sockets: a TCP socket that drops the segments that arrive for it.

Facts (socket(7), SO_ATTACH_FILTER; measured): a classic BPF program sees a TCP
socket's segments from the TCP header on, before the state machine does. What
it drops was never received: the other side retransmits. The filter outlives
the descriptor. It needs CAP_NET_ADMIN in the network namespace.
"""

import ctypes
import socket
import struct
from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.evidence.observation import CALLS, Deafened
from socketlab.tcp.segment import Flag

if TYPE_CHECKING:
    from socketlab.lab.linux.held.sockets import LinuxConnection, LinuxListener

SO_ATTACH_FILTER, SO_DETACH_FILTER = 26, 27
LOAD_BYTE, JUMP_IF_SET, RETURN = 0x30, 0x45, 0x06
FLAGS_OFFSET = 13  # RFC 9293, section 3.1: the control bits
EVERYTHING = 0xFFFFFFFF


def attach(held: socket.socket, mask: Flag) -> None:
    """Drop segments with any flag of the mask; with an empty mask, all."""
    if mask:
        program = [
            (LOAD_BYTE, 0, 0, FLAGS_OFFSET),
            (JUMP_IF_SET, 0, 1, int(mask)),
            (RETURN, 0, 0, 0),
            (RETURN, 0, 0, EVERYTHING),
        ]
    else:
        program = [(RETURN, 0, 0, 0)]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    held.setsockopt(
        socket.SOL_SOCKET,
        SO_ATTACH_FILTER,
        struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer)),
    )


def detach(held: socket.socket) -> None:
    """Hear again."""
    held.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)


def deafen(who: "LinuxConnection | LinuxListener", flags: str) -> None:
    """Make a socket deaf, to everything or to segments with any of these flags."""
    mask = Flag(0)
    for name in flags.split():
        mask |= Flag[name]
    attach(who.held, mask)
    note_deafness(who, deaf=True, mask=mask, time=monotonic_ns())


def hear(who: "LinuxConnection | LinuxListener") -> None:
    """Let a socket hear again."""
    note_deafness(who, deaf=False, mask=Flag(0), time=monotonic_ns())
    detach(who.held)


def note_deafness(
    who: "LinuxConnection | LinuxListener", *, deaf: bool, mask: Flag, time: int
) -> None:
    """Record it: the capture still sees what a deaf socket drops."""
    who.host.lab.journal.note(
        Deafened(source=CALLS, time=time, end=who.end, deaf=deaf, flags=int(mask))
    )
