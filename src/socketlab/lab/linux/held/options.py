"""Socket options by the names that manual pages use.

socket(7), tcp(7), ip(7), udp(7) name them; the prefix tells the level.
"""

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from socketlab.lab.linux.hosts import LinuxHost
    from socketlab.tcp.endpoint import End

LEVELS = {
    "SO": socket.SOL_SOCKET,
    "TCP": socket.IPPROTO_TCP,
    "UDP": socket.IPPROTO_UDP,
    "IP": socket.IPPROTO_IP,
}

NEWER = {
    "IP_RECVERR": 11,
    "IP_BIND_ADDRESS_NO_PORT": 24,
    "UDP_SEGMENT": 103,
    "TCP_INQ": 36,
    "TCP_REPAIR": 19,
}
"""Options that not every Python names (linux/in.h, linux/udp.h, linux/tcp.h)."""

LINGER, TIME = struct.Struct("ii"), struct.Struct("ll")
TIMES = {"SO_SNDTIMEO", "SO_RCVTIMEO"}


def set_option(held: socket.socket, name: str, value: int) -> None:
    """setsockopt(2); `SO_LINGER` is switched on, with `value` in seconds.

    Of the time limits `SO_SNDTIMEO` and `SO_RCVTIMEO` the value is in milliseconds.

    Raises:
        ValueError: nobody knows an option of this name.
        OSError: the kernel refused it.

    """
    level = LEVELS.get(name.partition("_")[0])
    number = getattr(socket, name, NEWER.get(name))
    if level is None or not isinstance(number, int):
        raise ValueError(f"there is no socket option {name}")
    if name == "SO_LINGER":
        held.setsockopt(level, number, LINGER.pack(1, value))
    elif name in TIMES:
        seconds, rest = divmod(value, 1000)
        held.setsockopt(level, number, TIME.pack(seconds, rest * 1000))
    else:
        held.setsockopt(level, number, value)


def note_option(
    host: "LinuxHost",
    held: socket.socket,
    option: str,
    value: int,
    *,
    end: "Callable[[], End | None]" = lambda: None,
) -> None:
    """setsockopt(2), written down by the name of the option."""
    host.lab.journal.call(
        host.name,
        "setsockopt",
        f"fd {held.fileno()}, {option}, {value}",
        lambda: set_option(held, option, value),
        end=end,
    )
