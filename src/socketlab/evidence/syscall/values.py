"""A system call, and how its plain arguments are written.

All of it comes from the observed program, which may be hostile: any pointer may be
bad and any length huge. Nothing in this folder raises, and what is read and written
stays short.
"""

from collections.abc import Callable, Mapping
from struct import calcsize, unpack
from typing import NamedTuple, TypeAlias

from socketlab.evidence.syscall import table

UNKNOWN = "..."
"""What the kernel has not filled in yet, or what cannot be read."""

FLAGS = 6
"""Flags that are shown by their names."""

Memory: TypeAlias = Callable[[int, int], bytes]
"""Reads the program's memory: (address, length) gives at most that many bytes,
fewer or none where the pointer is bad."""


class Call(NamedTuple):
    """A system call as it was handed to the kernel.

    Attributes:
        name: the kernel's name of it, `recvfrom`.
        arguments: the six registers, unsigned.
        memory: reads what pointers point to.
        result: what came back, negative for an error; None: nothing yet.

    """

    name: str
    arguments: tuple[int, ...]
    memory: Memory
    result: int | None = None

    @property
    def descriptor(self) -> int:
        """The first argument, which for most calls is a descriptor."""
        return to_int(self.arguments[0])

    @property
    def succeeded(self) -> bool:
        """It has returned, and not with an error."""
        return self.result is not None and self.result >= 0


Show: TypeAlias = Callable[[Call, int], str]


def to_int(register: int) -> int:
    """Take the C int in a register: its low 32 bits, signed."""
    return ((register & 0xFFFFFFFF) ^ 0x80000000) - 0x80000000


def name_flags(value: int, names: Mapping[int, str]) -> str:
    """Write `A|B|0x40`; `0` for none, and a number for too many."""
    found = [name for bit, name in names.items() if value & bit]
    if len(found) > FLAGS:
        return hex(value)
    rest = value & ~sum(names)
    return "|".join(found + [hex(rest)] * (rest != 0)) or "0"


def number(call: Call, at: int) -> str:
    """A C int."""
    return str(to_int(call.arguments[at]))


def size(call: Call, at: int) -> str:
    """A size_t."""
    return str(call.arguments[at])


def pointer(call: Call, at: int) -> str:
    """A pointer to what is not shown."""
    return UNKNOWN if call.arguments[at] else "NULL"


def choice(names: Mapping[int, str]) -> Show:
    """One of these."""

    def show(call: Call, at: int) -> str:
        value = to_int(call.arguments[at])
        return names.get(value, str(value))

    return show


def flags(names: Mapping[int, str]) -> Show:
    """Any of these together."""

    def show(call: Call, at: int) -> str:
        return name_flags(call.arguments[at] & 0xFFFFFFFF, names)

    return show


def load(call: Call, address: int, form: str) -> tuple[int, ...]:
    """Read one C structure; empty where it cannot be read whole."""
    data = call.memory(address, calcsize(form))
    return unpack(form, data) if len(data) == calcsize(form) else ()


def socket_type(call: Call, at: int) -> str:
    """`SOCK_STREAM|SOCK_CLOEXEC` (socket(2))."""
    value = call.arguments[at] & 0xFFFFFFFF
    kind = table.TYPES.get(value & 0xF, str(value & 0xF))
    rest = value & ~0xF
    return f"{kind}|{name_flags(rest, table.TYPE_FLAGS)}" if rest else kind


def clone_flags(call: Call, at: int) -> str:
    """The flags of clone(2) that tell a thread from a process.

    clone3 has them at the beginning of a structure.
    """
    value = call.arguments[at]
    if call.name == "clone3":
        value = next(iter(load(call, value, "=Q")), 0)
    return name_flags(value & sum(table.CLONE_FLAGS), table.CLONE_FLAGS)
