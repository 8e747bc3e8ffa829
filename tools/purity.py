"""Which files are pure: the same input always gives the same output."""

from pathlib import Path

SUBJECTS = {"chat", "check", "echo", "evidence", "lab", "report", "tcp"}

# The only folders of these subjects that touch the kernel.
TOUCHING = {
    *("clients", "collectors", "export", "linux", "probes", "server", "stores"),
    *("tcp_servers", "terminal", "transports", "udp_servers"),
}


def is_pure(path: Path) -> bool:
    """Whether a file is pure, by its place in the package."""
    subject, *folders, _ = path.parts if len(path.parts) > 1 else ("", "")
    return subject in SUBJECTS and not TOUCHING & set(folders)
