"""Become another program whose socket calls stop for its tracer.

Run as a script by a fresh interpreter, as `python -I -S ptrace_launcher.py FD`.
Through the socket FD it first greets whoever started it, who then traces it, sends
its orders and ends them. What goes wrong is told through the same socket; that closes
by itself at the moment the other program begins.

Facts: a seccomp filter stays across execve, and an unprivileged process may
install one only after it gave up new privileges (seccomp(2)). Stops without a
tracer turn into ENOSYS, so the filter comes last. Python ignores SIGPIPE and
SIGXFSZ at start, and ignored signals stay ignored across execve (signal(7)).
"""

import ctypes
import os
import sys

PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
IGNORED = (13, 25)  # SIGPIPE, SIGXFSZ
NOT_STARTED = 127
EINVAL = 22

libc = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    """struct sock_fprog: a classic BPF program."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def main() -> None:
    """Take the orders and follow them."""
    channel = int(sys.argv[1])
    os.write(channel, b".")
    orders = b"".join(iter(lambda: os.read(channel, 65536), b""))
    code, count, *fields = orders.split(b"\0")
    command = fields[: int(count)]
    environment = dict(pair.split(b"=", 1) for pair in fields[int(count) :])
    os.set_inheritable(channel, False)  # noqa: FBT003 its only form
    for number in IGNORED:
        libc.signal(number, None)
    if code and not install(bytes.fromhex(code.decode())):
        os.write(channel, b"filter %d\n" % ctypes.get_errno())
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606 that is its task
    except OSError as error:
        os.write(channel, b"program %d\n" % (error.errno or EINVAL))
    except ValueError:  # an environment that no program can have
        os.write(channel, b"program %d\n" % EINVAL)
    os._exit(NOT_STARTED)


def install(code: bytes) -> bool:
    """Install a seccomp filter for this process and all that it starts."""
    filtering = Program(len(code) // 8, code)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filtering), 0, 0
    )
    return bool(done == 0)


if __name__ == "__main__":
    main()
