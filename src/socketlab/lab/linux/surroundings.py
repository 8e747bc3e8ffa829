"""Where a run happens: the kernel, the machine, the sysctls."""

import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from socketlab.lab.defaults import SYSCTLS
from socketlab.lab.record import Environment

FOLDER = Path("/proc/sys")


def apply_defaults() -> None:
    """Set what experiments rely on, in this namespace only.

    What this kernel does not have stays away; the record shows what was found.
    """
    for name, (value, _reason) in SYSCTLS.items():
        with suppress(OSError):
            path(name).write_text(value, encoding="ascii")


def look_around() -> Environment:
    """The surroundings, for the record."""
    sysctls = {}
    for name in SYSCTLS:
        with suppress(OSError):
            sysctls[name] = " ".join(path(name).read_text(encoding="ascii").split())
    return Environment(
        kernel=f"Linux {platform.release()}",
        python=platform.python_version(),
        machine=platform.machine(),
        processors=os.cpu_count() or 1,
        privilege=privilege(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        sysctls=sysctls,
    )


def privilege() -> str:
    """Who runs this outside its user namespace (user_namespaces(7))."""
    inner, outer = Path("/proc/self/uid_map").read_text(encoding="ascii").split()[:2]
    del inner
    return "root" if outer == "0" else "user"


def path(name: str) -> Path:
    """The file of a sysctl (proc_sys(5))."""
    return FOLDER / name.replace(".", "/")
