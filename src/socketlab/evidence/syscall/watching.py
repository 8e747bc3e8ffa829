"""How calls that wait for several descriptors are written: poll(2) and its kin."""

from struct import iter_unpack

from socketlab.evidence.syscall import table
from socketlab.evidence.syscall.values import (
    UNKNOWN,
    Call,
    Show,
    load,
    name_flags,
    to_int,
)

WATCHED = 64
"""Descriptors of one call that are looked at."""

SHOWN = 8
"""Descriptors of one call that are shown."""

FD_SETSIZE = 1024


def find_polled(call: Call) -> list[tuple[int, int]]:
    """Give the descriptors of poll(2) and the events they wait for."""
    count = min(call.arguments[1], WATCHED)
    data = call.memory(call.arguments[0], 8 * count)
    return [(fd, events) for fd, events in iter_unpack("=iH2x", data[: len(data) & ~7])]


def find_selected(call: Call, at: int) -> list[int]:
    """Give the descriptors in a set of select(2)."""
    count = min(max(to_int(call.arguments[0]), 0), FD_SETSIZE)
    pointer = call.arguments[at]
    data = call.memory(pointer, (count + 7) // 8) if pointer and count else b""
    bits = int.from_bytes(data, "little")
    return [fd for fd in range(count) if bits >> fd & 1]


def find_watched(call: Call) -> tuple[int, ...]:
    """Give the descriptors that a call works on: for most, the first argument."""
    if call.name in ("poll", "ppoll"):
        return tuple(fd for fd, _events in find_polled(call))
    if call.name in ("select", "pselect6"):
        sets = (find_selected(call, at) for at in (1, 2, 3))
        return tuple({fd: None for found in sets for fd in found})[:WATCHED]
    return (to_int(call.arguments[2 if call.name == "epoll_ctl" else 0]),)


def bracket(shown: list[str], count: int) -> str:
    """Write a list, cut after `SHOWN`, that has `count` entries."""
    return f"[{', '.join(shown[:SHOWN] + [UNKNOWN] * (count > len(shown[:SHOWN])))}]"


def polled(call: Call, _at: int) -> str:
    """The descriptors of poll(2): `[4 POLLIN]`."""
    found = find_polled(call)
    shown = [f"{fd} {name_flags(events, table.POLL)}" for fd, events in found[:SHOWN]]
    return bracket(shown, call.arguments[1])


def selected(call: Call, at: int) -> str:
    """A set of select(2): `[3, 4]`."""
    if not call.arguments[at]:
        return "NULL"
    found = find_selected(call, at)
    return bracket([str(fd) for fd in found[:SHOWN]], len(found))


def epoll_event(call: Call, at: int) -> str:
    """The events of a struct epoll_event: they come first in it."""
    found = load(call, call.arguments[at], "=I")
    return name_flags(found[0], table.EPOLL) if found else UNKNOWN


def timeout(fraction: int) -> Show:
    """A pointer to seconds and a fraction of a second; NULL waits for ever."""

    def show(call: Call, at: int) -> str:
        if not call.arguments[at]:
            return "NULL"
        found = load(call, call.arguments[at], "=qq")
        return f"{found[0] + found[1] / fraction:.6g} s" if found else UNKNOWN

    return show
