"""Sizes of structures, off type information written by hand and the kernel's own."""

from struct import pack

import pytest

from socketlab.evidence.collectors import btf
from socketlab.evidence.collectors.btf import sizes
from socketlab.evidence.observation import TYPES

NAMES = b"\0int\0small\0large\0small_pointer\0"
INT, PTR, ARRAY, STRUCT, UNION, ENUM, FUNC_PROTO, VAR = 1, 2, 3, 4, 5, 6, 13, 14
DATASEC, FLOAT, DECL_TAG, ENUM64 = 15, 16, 17, 19


def one(
    kind: int, name: str, number: int, more: bytes = b"", members: int = 0
) -> bytes:
    """A type: its name, its kind and count, its size, and what follows."""
    place = NAMES.find(b"\0" + name.encode() + b"\0") + 1 if name else 0
    return pack("=III", place, kind << 24 | members, number) + more


EVERY_KIND = b"".join(
    [
        one(INT, "int", 4, bytes(4)),
        one(PTR, "", 1),
        one(ARRAY, "", 0, bytes(12)),
        one(STRUCT, "small", 16, bytes(24), members=2),
        one(UNION, "small", 99, bytes(12), members=1),
        one(ENUM, "", 4, bytes(16), members=2),
        one(FUNC_PROTO, "", 1, bytes(8), members=1),
        one(VAR, "", 1, bytes(4)),
        one(DATASEC, "", 8, bytes(12), members=1),
        one(FLOAT, "", 8),
        one(DECL_TAG, "", 1, bytes(4)),
        one(ENUM64, "", 8, bytes(12), members=1),
        one(STRUCT, "large", 2304),
    ]
)


def information(types: bytes = EVERY_KIND, magic: int = 0xEB9F) -> bytes:
    """The header, the types, the names."""
    places = (0, len(types), len(types), len(NAMES))
    return pack("=HBBIIIII", magic, 1, 0, 24, *places) + types + NAMES


def test_a_structure_is_found_behind_every_kind_of_type() -> None:
    """Whatever stands before it, its size is read, a union of its name is not."""
    assert {"small": 16, "large": 2304} == sizes(information(), ["large", "small"])


@pytest.mark.parametrize("name", ["int", "none", "small_pointer"])
def test_what_is_no_structure_is_left_out(name: str) -> None:
    """A name that nobody has, or that something else has, gives nothing."""
    assert {} == sizes(information(), [name])


def test_other_bytes_are_refused() -> None:
    """What does not begin as type information does is none."""
    with pytest.raises(ValueError, match="BTF"):
        sizes(information(magic=0), ["small"])


@pytest.fixture
def _described() -> None:
    """Skip where the kernel does not describe itself."""
    try:
        btf.check()
    except OSError as error:
        pytest.skip(f"no type information: {error}")


@pytest.mark.usefixtures("_described")
def test_a_connection_is_larger_than_what_is_left_of_it() -> None:
    """The kernel keeps less of a connection in TIME-WAIT than of an open one."""
    open_one, waiting = btf.look("tcp_sock"), btf.look("tcp_timewait_sock")

    assert 0 < waiting.size < open_one.size
    assert (TYPES, "tcp_sock") == (open_one.source, open_one.structure)


@pytest.mark.usefixtures("_described")
def test_what_the_kernel_does_not_have_takes_nothing() -> None:
    """An unknown structure has no size."""
    assert 0 == btf.look("no_such_structure").size
