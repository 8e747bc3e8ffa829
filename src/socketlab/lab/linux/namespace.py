"""A private set of namespaces: own network, own processes, own /proc.

Facts (user_namespaces(7), pid_namespaces(7), measured on Linux 6.18):

- An ordinary user may make a network namespace only together with a user
  namespace; inside it he is root and may set sysctls, capture, and filter.
- When the first process of a PID namespace dies, the kernel kills every other
  process in it. So nothing that an experiment starts can outlive it.
- A parent-death signal is cleared when credentials change, so it is set after
  the user namespace was entered (PR_SET_PDEATHSIG(2const)).
- Whether namespaces work cannot be read from any one sysctl (distributions,
  containers and security modules each refuse in their own way): try it.

Decision: a fresh interpreter calls `enter` and comes back from it as process 1
of new namespaces; the process that called keeps waiting for it outside.
"""

import ctypes
import os
import signal
import sys
from gettext import gettext as _
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_REC = 0x4000
MS_PRIVATE = 1 << 18
MS_NOSUID_NODEV_NOEXEC = 2 | 4 | 8
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4

libc = ctypes.CDLL(None, use_errno=True)


class NoNamespaceError(Exception):
    """This host refuses private namespaces; the text says how to get them."""


def enter(starter: int) -> None:
    """Come back as process 1 of new user, network, PID and mount namespaces.

    Must be called by a process with a single thread (unshare(2)). `starter` is
    the process that started us: when it dies, we die.

    Raises:
        NoNamespaceError: the host refuses; the sentence says what to do.

    """
    try:
        unshare_all()
        die_with_parent(starter)
    except OSError as error:
        raise NoNamespaceError(refusal(error)) from error
    outside = os.getpid()
    if child := os.fork():
        _pid, status = os.waitpid(child, 0)
        sys.stdout.flush()
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    die_with_parent(outside, seen_as=0)


def unshare_all() -> None:
    """Leave the host's namespaces (unshare(2)); map ourselves to root.

    A real root whose host refuses user namespaces can do without one.
    """
    wanted = CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS
    uid, gid = os.geteuid(), os.getegid()
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # else the map files belong to root
    try:
        call("unshare", CLONE_NEWUSER | wanted)
    except OSError:
        if uid != 0:
            raise
        call("unshare", wanted)
        return
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"0 {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"0 {gid} 1", encoding="ascii")


def mount_proc() -> None:
    """Mount a /proc that numbers processes as this namespace does (proc(5)).

    Raises:
        OSError: refused, as in containers that hide parts of /proc.

    """
    call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    call("mount", b"proc", b"/proc", b"proc", MS_NOSUID_NODEV_NOEXEC, None)


def die_with_parent(parent: int, *, seen_as: int | None = None) -> None:
    """Be killed when the parent dies, even by SIGKILL; at once if it is dead.

    `seen_as` is what getppid() shows of a parent outside our PID namespace.
    """
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != (parent if seen_as is None else seen_as):
        os.kill(os.getpid(), signal.SIGKILL)


def call(name: str, *arguments: object) -> None:
    """Call a function of the C library that returns -1 and sets errno.

    Raises:
        OSError: it failed.

    """
    if getattr(libc, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def refusal(error: OSError) -> str:
    """One sentence: what is missing and how to get it."""
    reason = f"{error.filename}: {os.strerror(error.errno or 0)}"
    return _(
        "This host does not let you make a private network namespace ({reason}); "
        "an administrator can allow it with 'sysctl user.max_user_namespaces=10000' "
        "or, on Ubuntu, 'sysctl kernel.apparmor_restrict_unprivileged_userns=0'; "
        "a container needs '--privileged'."
    ).format(reason=reason)
