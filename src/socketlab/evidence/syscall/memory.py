"""How arguments are written that point into the memory of the program."""

from struct import iter_unpack, unpack, unpack_from

from socketlab.evidence.address import IPV4, IPV6, from_bytes
from socketlab.evidence.syscall import table
from socketlab.evidence.syscall.values import UNKNOWN, Call, load, to_int
from socketlab.tcp.endpoint import Endpoint

TEXT = 32
"""Bytes of a buffer that are shown."""

PIECES = 4
"""Pieces of a scattered buffer that are shown."""

SOCKADDR = 28
"""The length of a sockaddr_in6, the longest address that is decoded."""

MESSAGE = "=QI4xQQQQi4x"
"""struct msghdr (recvmsg(2)) on a 64-bit machine."""


def decode_endpoint(data: bytes) -> Endpoint | None:
    """Decode a sockaddr_in or sockaddr_in6 (ip(7), ipv6(7)); None for others."""
    family = int.from_bytes(data[:2], "little")
    start, stop = {IPV4: (4, 8), IPV6: (8, 24)}.get(family, (0, SOCKADDR + 1))
    if len(data) < stop:
        return None
    return Endpoint(from_bytes(family, data[start:stop]), unpack_from(">H", data, 2)[0])


def quote(data: bytes, *, more: bool = False) -> str:
    r"""Write bytes as a C string, `"hello\n"`; `...` follows when there is more."""
    text = "".join(escape(byte) for byte in data[:TEXT])
    return f'"{text}"{UNKNOWN if more or len(data) > TEXT else ""}'


ESCAPES = {9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"}


def escape(byte: int) -> str:
    """Write one byte so that a terminal can do nothing but show it."""
    if byte in ESCAPES:
        return ESCAPES[byte]
    return chr(byte) if ord(" ") <= byte <= ord("~") else f"\\x{byte:02x}"


def show_sockaddr(call: Call, address: int, length: int) -> str:
    """Write an address: `10.1.2.3:7`, or the family of what is no endpoint."""
    if not address:
        return "NULL"
    data = call.memory(address, min(length, SOCKADDR))
    if endpoint := decode_endpoint(data):
        return str(endpoint)
    family = int.from_bytes(data[:2], "little") if len(data) > 1 else -1
    return table.FAMILIES.get(family, UNKNOWN)


def address(call: Call, at: int) -> str:
    """An address that the program hands over."""
    return show_sockaddr(call, call.arguments[at], call.arguments[at + 1])


def address_back(call: Call, at: int) -> str:
    """An address that the kernel fills in: its length is filled in too."""
    if not call.arguments[at]:
        return "NULL"
    length = load(call, call.arguments[at + 1], "=I")
    if not call.succeeded or not length:
        return UNKNOWN
    return show_sockaddr(call, call.arguments[at], length[0])


def show_bytes(call: Call, address: int, length: int) -> str:
    """Write the beginning of a buffer of this length."""
    wanted = min(length, TEXT)
    data = call.memory(address, wanted) if wanted else b""
    return UNKNOWN if len(data) < wanted else quote(data, more=length > TEXT)


def text(call: Call, at: int) -> str:
    """A buffer that the program hands over, its size after it."""
    return show_bytes(call, call.arguments[at], call.arguments[at + 1])


def text_back(call: Call, at: int) -> str:
    """A buffer that the kernel fills: the result says how far (recv(2))."""
    if not call.succeeded:
        return UNKNOWN
    length = min(call.result or 0, call.arguments[at + 1])
    return show_bytes(call, call.arguments[at], length)


def show_pieces(call: Call, address: int, count: int, length: int | None) -> str:
    """Write a scattered buffer (struct iovec), of which `length` bytes count."""
    data = call.memory(address, 16 * min(count, PIECES))
    shown = []
    for base, whole in iter_unpack("=QQ", data[: len(data) & ~0xF]):
        part = whole if length is None else min(whole, length)
        shown.append(show_bytes(call, base, part))
        length = None if length is None else length - part
    shown += [UNKNOWN] * (count > len(shown))
    return f"[{', '.join(shown)}]"


def pieces(call: Call, at: int) -> str:
    """A scattered buffer that the program hands over."""
    return show_pieces(call, call.arguments[at], call.arguments[at + 1], None)


def pieces_back(call: Call, at: int) -> str:
    """A scattered buffer that the kernel fills."""
    if not call.succeeded:
        return UNKNOWN
    return show_pieces(call, call.arguments[at], call.arguments[at + 1], call.result)


def message(call: Call, at: int) -> str:
    """A struct msghdr that the program hands over: address and pieces."""
    return show_message(call, call.arguments[at], None)


def message_back(call: Call, at: int) -> str:
    """A struct msghdr that the kernel fills."""
    if not call.succeeded:
        return UNKNOWN
    return show_message(call, call.arguments[at], call.result)


def show_message(call: Call, address: int, length: int | None) -> str:
    """Write a struct msghdr: `10.1.2.3:7, ["hello"]`."""
    if not (header := load(call, address, MESSAGE)):
        return UNKNOWN
    who, who_length, where, count = header[:4]
    to = show_sockaddr(call, who if who_length else 0, who_length)
    return f"{to}, {show_pieces(call, where, count, length)}"


def option(call: Call, at: int) -> str:
    """An option by its level (the argument before), with its value if known.

    `SO_REUSEADDR=1`; getsockopt(2) knows it once it has returned.
    """
    level, code = to_int(call.arguments[at - 1]), to_int(call.arguments[at])
    name = table.OPTIONS.get((level, code), str(code))
    value, length = call.arguments[at + 1 : at + 3]
    if call.name == "getsockopt":
        found = load(call, length, "=I") if call.succeeded else ()
        length = found[0] if found else 0
    data = call.memory(value, min(length, TEXT)) if length else b""
    if length in (4, 8, 16) and len(data) == length:
        width = {4: "=i", 8: "=ii", 16: "=qq"}[length]  # an int, a linger, a timeval
        return f"{name}={'/'.join(map(str, unpack(width, data)))}"
    return f"{name}={quote(data, more=length > TEXT)}" if data else name
