"""Which system calls are followed, and what their numbers mean.

Numbers of calls differ between machines (arch/x86/entry/syscalls/syscall_64.tbl,
include/uapi/asm-generic/unistd.h); the numbers of flags and options below are
the same on both (include/uapi/asm-generic, linux/tcp.h, linux/sched.h).
"""

from struct import pack

_NUMBERS = {  # x86_64, aarch64 (None: the machine has no such call)
    "accept": (43, 202),
    "accept4": (288, 242),
    "bind": (49, 200),
    "clone": (56, 220),
    "clone3": (435, 435),
    "close": (3, 57),
    "connect": (42, 203),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "epoll_ctl": (233, 21),
    "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441),
    "epoll_wait": (232, None),
    "exit_group": (231, 94),
    "fork": (57, None),
    "getsockopt": (55, 209),
    "listen": (50, 201),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pselect6": (270, 72),
    "read": (0, 63),
    "readv": (19, 65),
    "recvfrom": (45, 207),
    "recvmmsg": (299, 243),
    "recvmsg": (47, 212),
    "restart_syscall": (219, 128),
    "select": (23, None),
    "sendfile": (40, 71),
    "sendmmsg": (307, 269),
    "sendmsg": (46, 211),
    "sendto": (44, 206),
    "setsockopt": (54, 208),
    "shutdown": (48, 210),
    "socket": (41, 198),
    "vfork": (58, None),
    "wait4": (61, 260),
    "write": (1, 64),
    "writev": (20, 66),
}

_AUDIT = (("x86_64", 0xC000003E), ("aarch64", 0xC00000B7))  # linux/audit.h
_CALLS = {
    machine: {numbers[i]: name for name, numbers in _NUMBERS.items()}
    for i, (machine, _) in enumerate(_AUDIT)
}


def names(machine: str) -> dict[int, str]:
    """Name the followed calls of a machine (uname(2)) by number; else nothing."""
    calls = _CALLS.get(machine, {})
    return {number: name for number, name in calls.items() if number is not None}


def seccomp_filter(machine: str) -> bytes:
    """Write the classic BPF program that stops exactly these calls for a tracer.

    Calls of another architecture on the same machine (32-bit programs) pass
    unseen: their numbers mean other calls (seccomp(2), *Caveats*).
    """
    load, equal, give = 0x20, 0x15, 0x06
    allow, trace = 0x7FFF0000, 0x7FF00000
    numbers = sorted(names(machine))
    code = [(load, 0, 0, 4), (equal, 0, len(numbers) + 1, dict(_AUDIT)[machine])]
    code.append((load, 0, 0, 0))
    code += [(equal, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    code += [(give, 0, 0, allow), (give, 0, 0, trace)]
    return b"".join(pack("=HBBI", *instruction) for instruction in code)


FAMILIES = {
    0: "AF_UNSPEC",
    1: "AF_UNIX",
    2: "AF_INET",
    10: "AF_INET6",
    16: "AF_NETLINK",
    17: "AF_PACKET",
}
INTERNET = (2, 10)

TYPES = {1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW", 5: "SOCK_SEQPACKET"}
TYPE_FLAGS = {0x800: "SOCK_NONBLOCK", 0x80000: "SOCK_CLOEXEC"}
PROTOCOLS = {
    0: "0",
    1: "IPPROTO_ICMP",
    6: "IPPROTO_TCP",
    17: "IPPROTO_UDP",
    58: "IPPROTO_ICMPV6",
    132: "IPPROTO_SCTP",
    262: "IPPROTO_MPTCP",
}
HOW = {0: "SHUT_RD", 1: "SHUT_WR", 2: "SHUT_RDWR"}
MESSAGE_FLAGS = {
    0x1: "MSG_OOB",
    0x2: "MSG_PEEK",
    0x4: "MSG_DONTROUTE",
    0x8: "MSG_CTRUNC",
    0x20: "MSG_TRUNC",
    0x40: "MSG_DONTWAIT",
    0x80: "MSG_EOR",
    0x100: "MSG_WAITALL",
    0x800: "MSG_CONFIRM",
    0x2000: "MSG_ERRQUEUE",
    0x4000: "MSG_NOSIGNAL",
    0x8000: "MSG_MORE",
    0x10000: "MSG_WAITFORONE",
    0x4000000: "MSG_ZEROCOPY",
    0x20000000: "MSG_FASTOPEN",
    0x40000000: "MSG_CMSG_CLOEXEC",
}
DUP_FLAGS = {0x80000: "O_CLOEXEC"}
WAIT_FLAGS = {
    1: "WNOHANG",
    2: "WUNTRACED",
    8: "WCONTINUED",
    0x40000000: "__WALL",
    0x80000000: "__WCLONE",
}
POLL = {
    0x1: "POLLIN",
    0x2: "POLLPRI",
    0x4: "POLLOUT",
    0x8: "POLLERR",
    0x10: "POLLHUP",
    0x20: "POLLNVAL",
    0x40: "POLLRDNORM",
    0x80: "POLLRDBAND",
    0x100: "POLLWRNORM",
    0x200: "POLLWRBAND",
    0x2000: "POLLRDHUP",
}
EPOLL = {bit: f"E{name}" for bit, name in POLL.items()} | {
    1 << 28: "EPOLLEXCLUSIVE",
    1 << 29: "EPOLLWAKEUP",
    1 << 30: "EPOLLONESHOT",
    1 << 31: "EPOLLET",
}
EPOLL_CTL = {1: "EPOLL_CTL_ADD", 2: "EPOLL_CTL_DEL", 3: "EPOLL_CTL_MOD"}
CLONE_VM = 0x100
CLONE_FLAGS = {CLONE_VM: "CLONE_VM", 0x4000: "CLONE_VFORK", 0x10000: "CLONE_THREAD"}

LEVELS = {
    0: "IPPROTO_IP",
    1: "SOL_SOCKET",
    6: "IPPROTO_TCP",
    17: "IPPROTO_UDP",
    41: "IPPROTO_IPV6",
}
OPTIONS = {
    (0, 1): "IP_TOS",
    (0, 2): "IP_TTL",
    (0, 8): "IP_PKTINFO",
    (0, 11): "IP_RECVERR",
    (0, 24): "IP_BIND_ADDRESS_NO_PORT",
    (1, 2): "SO_REUSEADDR",
    (1, 3): "SO_TYPE",
    (1, 4): "SO_ERROR",
    (1, 6): "SO_BROADCAST",
    (1, 7): "SO_SNDBUF",
    (1, 8): "SO_RCVBUF",
    (1, 9): "SO_KEEPALIVE",
    (1, 13): "SO_LINGER",
    (1, 15): "SO_REUSEPORT",
    (1, 18): "SO_RCVLOWAT",
    (1, 20): "SO_RCVTIMEO",
    (1, 21): "SO_SNDTIMEO",
    (1, 26): "SO_ATTACH_FILTER",
    (1, 27): "SO_DETACH_FILTER",
    (1, 30): "SO_ACCEPTCONN",
    (1, 38): "SO_PROTOCOL",
    (1, 39): "SO_DOMAIN",
    (6, 1): "TCP_NODELAY",
    (6, 2): "TCP_MAXSEG",
    (6, 3): "TCP_CORK",
    (6, 4): "TCP_KEEPIDLE",
    (6, 5): "TCP_KEEPINTVL",
    (6, 6): "TCP_KEEPCNT",
    (6, 7): "TCP_SYNCNT",
    (6, 8): "TCP_LINGER2",
    (6, 9): "TCP_DEFER_ACCEPT",
    (6, 10): "TCP_WINDOW_CLAMP",
    (6, 11): "TCP_INFO",
    (6, 12): "TCP_QUICKACK",
    (6, 13): "TCP_CONGESTION",
    (6, 18): "TCP_USER_TIMEOUT",
    (6, 23): "TCP_FASTOPEN",
    (41, 26): "IPV6_V6ONLY",
}
