r"""How a system call reads: `accept4(3, 10.1.2.3:40000, SOCK_CLOEXEC) = 4`.

Almost as strace(1) prints it, but short: an address without its length, text
cut after 32 bytes, an option with its value (`SO_REUSEADDR=1`). What the kernel
has not filled in yet, or what cannot be read, is `...`.
"""

from errno import errorcode

from socketlab.evidence.syscall import table
from socketlab.evidence.syscall.memory import (
    SOCKADDR,
    address,
    address_back,
    decode_endpoint,
    message,
    message_back,
    option,
    pieces,
    pieces_back,
    text,
    text_back,
)
from socketlab.evidence.syscall.values import (
    Call,
    Show,
    choice,
    clone_flags,
    flags,
    number,
    pointer,
    size,
    socket_type,
)
from socketlab.evidence.syscall.watching import (
    epoll_event,
    polled,
    selected,
    timeout,
)
from socketlab.tcp.endpoint import Endpoint

MOST_ERRORS = 4096
"""Results from -4095 to -1 are errors (linux/err.h)."""


ALIASES = {
    "accept4": (3, "accept"),
    "epoll_pwait": (4, "epoll_wait"),
    "epoll_pwait2": (4, "epoll_wait"),
    "ppoll": (3, "poll"),
    "pselect6": (5, "select"),
    "recvfrom": (4, "recv"),
    "sendto": (4, "send"),
}
"""With zero as this argument, the call is the one of that name."""


def show_name(call: Call) -> str:
    """Name the call as a program writes it.

    With no address sendto is send(2), with no flags accept4 is accept(2), with no
    signal mask ppoll is poll(2), with its memory copied clone is fork(2).
    """
    if is_fork(call):
        return "fork"
    at, name = ALIASES.get(call.name, (0, call.name))
    return call.name if call.arguments[at] else name


def is_fork(call: Call) -> bool:
    """The C library makes fork(2) of a clone that shares no memory."""
    return call.name == "clone" and not call.arguments[0] & table.CLONE_VM


def show_arguments(call: Call) -> str:
    """Write the arguments, without the parentheses."""
    if is_fork(call):
        return ""
    end, _name = ALIASES.get(call.name, (0, ""))
    if not end or call.arguments[end]:
        end = len(call.arguments)
    signature = SIGNATURES[call.name]
    return ", ".join(show(call, at) for at, show in signature.items() if at < end)


def show_result(result: int) -> tuple[str, str]:
    """Write the result as the C library returns it, and the error's name."""
    if -MOST_ERRORS < result < 0:
        return "-1", errorcode.get(-result, f"error {-result}")
    return str(result), ""


def find_address(call: Call) -> Endpoint | None:
    """Give the endpoint that bind or connect was handed; None if it is none."""
    return decode_endpoint(call.memory(call.arguments[1], SOCKADDR))


DESCRIPTOR: dict[int, Show] = {0: number}
MESSAGE_FLAGS = flags(table.MESSAGE_FLAGS)
OPTION: dict[int, Show] = {0: number, 1: choice(table.LEVELS), 2: option}
NOTHING: dict[int, Show] = {}
EPOLL: dict[int, Show] = {0: number, 1: pointer, 2: number, 3: number}
SELECT: dict[int, Show] = {0: number, 1: selected, 2: selected, 3: selected}
SECONDS = timeout(10**9)

SIGNATURES: dict[str, dict[int, Show]] = {
    "accept": {0: number, 1: address_back},
    "accept4": {0: number, 1: address_back, 3: flags(table.TYPE_FLAGS)},
    "bind": {0: number, 1: address},
    "clone": {0: clone_flags},
    "clone3": {0: clone_flags},
    "close": DESCRIPTOR,
    "connect": {0: number, 1: address},
    "dup": DESCRIPTOR,
    "dup2": {0: number, 1: number},
    "dup3": {0: number, 1: number, 2: flags(table.DUP_FLAGS)},
    "epoll_ctl": {0: number, 1: choice(table.EPOLL_CTL), 2: number, 3: epoll_event},
    "epoll_pwait": {**EPOLL, 4: pointer},
    "epoll_pwait2": {0: number, 1: pointer, 2: number, 3: SECONDS, 4: pointer},
    "epoll_wait": EPOLL,
    "exit_group": DESCRIPTOR,
    "fork": NOTHING,
    "getsockopt": OPTION,
    "listen": {0: number, 1: number},
    "poll": {0: polled, 2: number},
    "ppoll": {0: polled, 2: SECONDS, 3: pointer},
    "pselect6": {**SELECT, 4: SECONDS, 5: pointer},
    "read": {0: number, 1: text_back, 2: size},
    "readv": {0: number, 1: pieces_back, 2: size},
    "recvfrom": {0: number, 1: text_back, 2: size, 3: MESSAGE_FLAGS, 4: address_back},
    "recvmmsg": {0: number, 1: pointer, 2: number, 3: MESSAGE_FLAGS},
    "recvmsg": {0: number, 1: message_back, 2: MESSAGE_FLAGS},
    "select": {**SELECT, 4: timeout(10**6)},
    "sendfile": {0: number, 1: number, 2: pointer, 3: size},
    "sendmmsg": {0: number, 1: pointer, 2: number, 3: MESSAGE_FLAGS},
    "sendmsg": {0: number, 1: message, 2: MESSAGE_FLAGS},
    "sendto": {0: number, 1: text, 2: size, 3: MESSAGE_FLAGS, 4: address},
    "setsockopt": OPTION,
    "shutdown": {0: number, 1: choice(table.HOW)},
    "socket": {0: choice(table.FAMILIES), 1: socket_type, 2: choice(table.PROTOCOLS)},
    "vfork": NOTHING,
    "wait4": {0: number, 1: pointer, 2: flags(table.WAIT_FLAGS)},
    "write": {0: number, 1: text, 2: size},
    "writev": {0: number, 1: pieces, 2: size},
}

FILLED_IN = frozenset(
    name
    for name, signature in SIGNATURES.items()
    if {address_back, message_back, option, pieces_back, text_back}
    & set(signature.values())
)
"""Calls whose arguments say more once they have returned."""

WITHOUT_SOCKET = frozenset(("clone", "clone3", "exit_group", "fork", "vfork", "wait4"))
"""Calls that concern the whole process: its children and its end."""
