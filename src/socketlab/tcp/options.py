"""The options of the TCP header."""

from struct import Struct as Layout
from typing import Final

from msgspec import Struct


class _Kind:
    """RFC 9293, section 3.2; RFC 2018; RFC 7323."""

    END = 0
    FILLER = 1
    MSS = 2
    WINDOW_SCALE = 3
    SACK_PERMITTED = 4
    SACK = 5
    TIMESTAMP = 8


_PAIR = Layout("!II")
# Two fillers and a timestamp: the options of almost every segment on Linux.
_USUAL = b"\x01\x01\x08\x0a"
_USUAL_SIZE = 12


class Options(Struct, frozen=True, omit_defaults=True):
    """The TCP options this laboratory reads (RFC 9293, RFC 7323, RFC 2018)."""

    mss: int | None = None
    window_scale: int | None = None
    sack_permitted: bool = False
    timestamp: int | None = None
    timestamp_echo: int | None = None
    sack: tuple[tuple[int, int], ...] = ()


NONE: Final = Options()


def read_options(field: bytes) -> Options:
    """Read the options field of a TCP header; malformed ones are passed over.

    Never raises. Reading ends at the first length that cannot be, as everything
    behind it is guesswork; an option of a wrong length for its kind is ignored.
    """
    if len(field) == _USUAL_SIZE and field.startswith(_USUAL):
        value, echo = _PAIR.unpack_from(field, 4)
        return Options(timestamp=value, timestamp_echo=echo)
    mss = scale = value = echo = None
    sack_permitted = False
    sack: tuple[tuple[int, int], ...] = ()
    at = 0
    while at < len(field) and field[at] != _Kind.END:
        if field[at] == _Kind.FILLER:
            at += 1
            continue
        size = field[at + 1] if at + 1 < len(field) else 0
        content = field[at + 2 : at + size]
        if size < 2 or len(content) < size - 2:  # noqa: PLR2004 kind and length
            break
        match field[at], len(content):
            case (_Kind.MSS, 2):
                mss = int.from_bytes(content)
            case (_Kind.WINDOW_SCALE, 1):
                scale = content[0]
            case (_Kind.SACK_PERMITTED, 0):
                sack_permitted = True
            case (_Kind.SACK, _) if len(content) % 8 == 0:
                sack = tuple(_PAIR.iter_unpack(content))
            case (_Kind.TIMESTAMP, 8):
                value, echo = _PAIR.unpack(content)
            case _:
                pass
        at += size
    return Options(mss, scale, sack_permitted, value, echo, sack)
