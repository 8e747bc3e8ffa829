"""What a stopped task of a traced program tells: its call, memory and sockets.

Facts:

- GET_SYSCALL_INFO (Linux 5.3) gives number, arguments and result of a call
  in one form on all machines (ptrace(2)).
- pidfd_getfd (Linux 5.6) copies a descriptor of a process that may be traced, so
  that its socket can be asked for its addresses (pidfd_getfd(2)). The copy is held
  for microseconds, while the task is stopped; only another task that closes the
  same socket in that time could have its FIN delayed by them.
- A task can be killed at any moment, also while it is stopped: then every request
  fails with ESRCH, and nothing is left to be known.

Decision: the ptrace requests are made with the interpreter's lock held (PyDLL),
because they never wait, and taking the lock back costs more than they do. Reading
memory can wait (for a page, or for whoever provides it): there it is released.
"""

import ctypes
import os
from struct import Struct
from typing import NamedTuple

from socketlab.evidence.syscall.memory import decode_endpoint
from socketlab.evidence.syscall.table import INTERNET
from socketlab.tcp.endpoint import End, Endpoint

CONT = 7
SYSCALL = 24
SEIZE = 0x4206
LISTEN = 0x4208
GET_SYSCALL_INFO = 0x420E
OPTIONS = (
    1  # TRACESYSGOOD: a stop behind a call differs from SIGTRAP
    | 1 << 1  # TRACEFORK
    | 1 << 2  # TRACEVFORK
    | 1 << 3  # TRACECLONE
    | 1 << 4  # TRACEEXEC
    | 1 << 7  # TRACESECCOMP
    | 1 << 20  # EXITKILL
)
EVENT_EXEC, EVENT_SECCOMP, EVENT_STOP = 4, 7, 128
CALL_LEFT = 5 | 0x80  # SIGTRAP, marked by TRACESYSGOOD
INFO = Struct("=B23xq6Q8x")  # struct ptrace_syscall_info (linux/ptrace.h)
FILTERED = 3  # PTRACE_SYSCALL_INFO_SECCOMP

MOST = 4096
"""Bytes of memory that are read at once, at most."""

KNOWN = 10_000
"""Sockets that are remembered, at most."""

SYS_PIDFD_GETFD = 438  # the same on all machines
SOCKADDR_STORAGE = 128
LINK = 64

quick = ctypes.PyDLL(None, use_errno=True)
quick.ptrace.restype = ctypes.c_long
quick.ptrace.argtypes = (
    ctypes.c_long,
    ctypes.c_long,
    ctypes.c_void_p,
    ctypes.c_void_p,
)
slow = ctypes.CDLL(None, use_errno=True)
slow.process_vm_readv.restype = ctypes.c_ssize_t
slow.process_vm_readv.argtypes = (
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_ulong,
)


class Vector(ctypes.Structure):
    """struct iovec."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class Stop(NamedTuple):
    """A call at which a task stopped; behind it, `number` is its result."""

    op: int
    number: int
    arguments: tuple[int, ...]


def request(what: int, tid: int, data: int = 0) -> int:
    """Make a ptrace request; 0, or the error's number."""
    if quick.ptrace(what, tid, None, data) == -1:
        return ctypes.get_errno()
    return 0


def read_stop(tid: int) -> Stop | None:
    """Ask at which call a task has stopped; None: it is gone, or cannot be asked."""
    info = ctypes.create_string_buffer(INFO.size)
    if quick.ptrace(GET_SYSCALL_INFO, tid, INFO.size, info) < 0:
        return None
    op, number, *arguments = INFO.unpack_from(info)
    return Stop(op, number, tuple(arguments))


def read_memory(tid: int, address: int, length: int) -> bytes:
    """Read the memory of a task: what can be read of it, up to the first gap."""
    length = min(length, MOST)
    buffer = ctypes.create_string_buffer(length)
    here = Vector(ctypes.addressof(buffer), length)
    there = Vector(address, length)
    got = slow.process_vm_readv(tid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return buffer.raw[: max(got, 0)]


def can_look() -> bool:
    """Tell whether /proc numbers processes as we do (pid_namespaces(7))."""
    return read_link(b"/proc/self") == b"%d" % os.getpid()


def read_process(tid: int) -> int:
    """Give the process that a task belongs to; its own number if it is gone."""
    try:
        with open(f"/proc/{tid}/status", "rb") as file:  # noqa: PTH123 often called
            for line in file:
                if line.startswith(b"Tgid:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return tid


def read_link(path: bytes) -> bytes:
    """Read the beginning of a symbolic link (readlink(2)); empty on any error."""
    buffer = ctypes.create_string_buffer(LINK)
    length = quick.readlink(path, buffer, LINK)
    return buffer.raw[: max(length, 0)]


class Socket(NamedTuple):
    """A socket of a program: whether it is an internet socket, and whose end."""

    internet: bool
    end: End | None


class Sockets:
    """The sockets of traced programs, remembered by their inodes."""

    def __init__(self) -> None:
        """Begin with none."""
        self.known: dict[bytes, Socket] = {}

    def find(
        self,
        tid: int,
        pid: int,
        fd: int,
        *,
        anew: bool = False,
        remote: Endpoint | None = None,
    ) -> Socket | None:
        """Tell what a descriptor is; None when it is no internet socket.

        `anew`: a call may have changed its addresses, so ask again. `remote` is the
        other endpoint where the socket does not know it yet.
        """
        inode = read_link(b"/proc/%d/fd/%d" % (tid, fd))
        if not inode.startswith(b"socket:"):
            return None
        if anew or inode not in self.known:
            if len(self.known) >= KNOWN:
                self.known.clear()
            self.known[inode] = ask_socket(pid, fd, remote)
        found = self.known[inode]
        return found if found.internet else None


def ask_socket(pid: int, fd: int, remote: Endpoint | None) -> Socket:
    """Ask the socket itself; where that is refused, count it as an internet one."""
    try:
        process = os.pidfd_open(pid)
    except OSError:
        return Socket(internet=True, end=None)
    copy = quick.syscall(SYS_PIDFD_GETFD, process, fd, 0)
    os.close(process)
    if copy < 0:
        return Socket(internet=True, end=None)
    local = read_name(quick.getsockname, copy)
    there = decode_endpoint(read_name(quick.getpeername, copy)) or remote
    os.close(copy)
    here = decode_endpoint(local)
    if here is None or not here.port:
        return Socket(int.from_bytes(local[:2], "little") in INTERNET, end=None)
    return Socket(internet=True, end=End(here, there))


def read_name(ask: "ctypes._FuncPointer", fd: int) -> bytes:
    """Read an address of a socket with getsockname(2) or getpeername(2)."""
    buffer = ctypes.create_string_buffer(SOCKADDR_STORAGE)
    length = ctypes.c_uint32(SOCKADDR_STORAGE)
    if ask(fd, buffer, ctypes.byref(length)):
        return b""
    return buffer.raw[: length.value]
