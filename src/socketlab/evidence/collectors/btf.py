"""Look up structures in the running kernel's type information, /sys/kernel/btf.

Sees how many bytes a structure takes. Needs no privilege.

Misses what the allocator adds, and kernels built without CONFIG_DEBUG_INFO_BTF.

Costs: 5 MB are read and searched, about 0.2 s, once for each structure.

Facts (Documentation/bpf/btf.rst, include/uapi/linux/btf.h): a header, then the types
one after the other, then their names. A type is three words: the place of its name,
its kind with a count, its size or another type. What follows depends on the kind.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from struct import Struct as Layout
from time import monotonic_ns

from socketlab.evidence.observation import TYPES, StructureSeen

PATH = Path("/sys/kernel/btf/vmlinux")

HEADER = Layout("=HBBIIIII")
TYPE = Layout("=III")
MAGIC = 0xEB9F
STRUCTURE = 4

# What follows a type: so many bytes, and so many for each of its members.
FIXED = {1: 4, 3: 12, 14: 4, 17: 4}
MEMBERS = {4: 12, 5: 12, 6: 8, 13: 8, 15: 12, 19: 12}


def check() -> None:
    """See whether it is there.

    Raises:
        OSError: the kernel was built without it, or hides it.

    """
    PATH.open("rb").close()


@cache
def look(structure: str) -> StructureSeen:
    """Look one structure up; its size is 0 where the kernel has none of this name.

    Raises:
        OSError: there is no type information.

    """
    size = sizes(PATH.read_bytes(), [structure]).get(structure, 0)
    return StructureSeen(
        source=TYPES, time=monotonic_ns(), structure=structure, size=size
    )


def sizes(data: bytes, names: Collection[str]) -> dict[str, int]:
    """The sizes of these structures in bytes; what is not there is left out.

    Raises:
        ValueError: this is no type information.

    """
    magic, _version, _flags, length, types, size, strings, _rest = HEADER.unpack_from(
        data
    )
    if magic != MAGIC:
        raise ValueError("no type information (BTF)")
    wanted = {}
    for name in names:
        place = data.find(b"\0" + name.encode() + b"\0", length + strings)
        if place >= 0:
            wanted[place + 1 - length - strings] = name
    found: dict[str, int] = {}
    at = length + types
    while at < length + types + size and len(found) < len(wanted):
        named, info, number = TYPE.unpack_from(data, at)
        kind, members = info >> 24 & 31, info & 0xFFFF
        if kind == STRUCTURE and named in wanted:
            found[wanted[named]] = number
        at += TYPE.size + FIXED.get(kind, 0) + members * MEMBERS.get(kind, 0)
    return found
