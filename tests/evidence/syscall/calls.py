"""Calls of an imagined program whose memory is known."""

from struct import pack

from hypothesis import strategies as st

from socketlab.evidence.syscall.values import Call, Memory

BASE = 0x1000


def memory(data: bytes) -> Memory:
    """Hold these bytes at `BASE`; any other address is bad."""

    def read(address: int, length: int) -> bytes:
        at = address - BASE
        return data[at : at + length] if 0 <= at < len(data) else b""

    return read


def call(
    name: str, *arguments: int, data: bytes = b"", result: int | None = None
) -> Call:
    """Make a call; the arguments are filled up with zeros."""
    registers = (*(one % 2**64 for one in arguments), 0, 0, 0, 0, 0, 0)[:6]
    return Call(name, registers, memory(data), result)


def ipv4(address: str = "10.1.2.3", port: int = 7) -> bytes:
    """Give a struct sockaddr_in (ip(7))."""
    return pack("=H", 2) + pack("!H4B8x", port, *map(int, address.split(".")))


# Registers are often small, or point near the memory, or are anything at all.
registers = st.one_of(
    st.integers(0, 64),
    st.integers(BASE - 8, BASE + 512),
    st.sampled_from([2**31 - 1, 2**32 - 1, 2**63 - 1, 2**64 - 1]),
    st.integers(0, 2**64 - 1),
)


def arguments() -> st.SearchStrategy[tuple[int, ...]]:
    """Give the six registers of a hostile call."""
    return st.tuples(*[registers] * 6)
