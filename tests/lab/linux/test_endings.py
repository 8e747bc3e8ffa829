"""However a run ends, nothing of it is left and nothing outside has changed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

LONG = 60
"""Seconds after which something that should happen has not happened."""

PAGE = '''"""Does anything stay behind?

Hypothesis: no.
"""

import os
import time
from pathlib import Path

from socketlab.lab.experiment import seconds
from socketlab.tcp.states import State


def run(lab):
    (server,) = lab.hosts("server")
    with lab.step("A program listens and so does the page."):
        server.run("server", "echo server 7 -a {{server}} --model fork_per_client")
        held = server.listen(8)
    lab.expect(server.listener(7), State.LISTEN, within=seconds(20))
    Path({mark!r}).write_text(os.readlink("/proc/self/ns/net"))
    while not Path({go!r}).exists():
        time.sleep(0.001)
    {ending}
'''

ENDINGS = {
    "normal": ("pass", None, 0),
    "a failed expectation": (
        "lab.expect(server.listener(9), State.LISTEN, within=1)",
        None,
        1,
    ),
    "an exception in the page": ("raise RuntimeError('the page breaks')", None, 1),
    "Ctrl-C": ("held.accept()", signal.SIGINT, 130),
    "kill -9": ("held.accept()", signal.SIGKILL, -signal.SIGKILL),
}

LIST_INSTANCES = """
from socketlab.evidence.collectors.trace_instance import HOME, find_tracefs
find_tracefs()
print(*(one.name for one in (HOME / "instances").glob("socketlab-*")))
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left(ending: str, tmp_path: Path) -> None:
    """No process, network namespace or trace instance outlives its run."""
    code, number, status = ENDINGS[ending]
    mark, go, page = tmp_path / "mark", tmp_path / "go", tmp_path / "page.py"
    page.write_text(
        PAGE.format(mark=str(mark), go=str(go), ending=code), encoding="utf-8"
    )
    before = outside()

    process = subprocess.Popen(
        [sys.executable, "-m", "socketlab", "lab", "run", str(page)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(lambda: mark.exists() and mark.read_text() != "")
        namespace, children = mark.read_text(), children_of(process.pid)
        traced = instances_of(children)
        go.touch()
        if number:
            process.send_signal(number)
        ended = process.wait(LONG)
    finally:
        process.kill()  # nothing, where it has ended

    wait_until(lambda: not processes_in(namespace))
    wait_until(lambda: not instances_of(children))
    assert len(traced) == (1 if os.geteuid() == 0 else 0)
    assert status == ended
    assert before == outside()


def wait_until(holds: Callable[[], bool]) -> None:
    """Fail if it does not hold in time."""
    deadline = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        os.sched_yield()


def children_of(parent: int) -> list[str]:
    """The children of a process, whichever thread started them (proc_pid_task(5))."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]


def processes_in(namespace: str) -> list[str]:
    """The processes that are in a network namespace."""
    found = []
    for link in Path("/proc").glob("[0-9]*/ns/net"):
        with suppress(OSError):
            if str(link.readlink()) == namespace:
                found.append(link.parts[2])
    return found


def instances_of(makers: list[str]) -> list[str]:
    """The trace instances that these processes made; none without root."""
    if os.geteuid() != 0:
        return []
    listed = subprocess.run(
        [sys.executable, "-c", LIST_INSTANCES],
        capture_output=True,
        check=True,
        text=True,
    )
    return [name for name in listed.stdout.split() if name.split("-")[1] in makers]


def outside() -> dict[str, str]:
    """What a run must not change: sysctls, links, routes and mounts of the host."""
    found = {}
    for path in [
        *Path("/proc/sys/net").rglob("*"),
        Path("/proc/self/mountinfo"),
        Path("/proc/net/fib_trie"),
        Path("/proc/net/if_inet6"),
        Path("/proc/net/route"),
    ]:
        with suppress(OSError, UnicodeDecodeError):
            if path.is_file():
                found[str(path)] = path.read_text(encoding="utf-8")
    return found
