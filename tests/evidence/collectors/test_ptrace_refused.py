"""What a host refuses is said; the program runs all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
ANY = -1
NUMBERS = {
    "x86_64": {"ptrace": 101, "prctl": 157, "process_vm_readv": 310},
    "aarch64": {"ptrace": 117, "prctl": 167, "process_vm_readv": 270},
}
PR_SET_SECCOMP = 22

# A seccomp filter refuses one system call (or one with this first argument) to a
# process, as containers do; then it traces a program.
REFUSING = f"""
import ctypes, json, struct, sys
sys.path.insert(0, {str(CHECKOUT)!r})
from tests.evidence.collectors.programs import *
from tests.evidence.collectors.programs import SERVER

number, first = int(sys.argv[1]), int(sys.argv[2])
code = [(0x20, 0, 0, 0), (0x15, 0, 3 if first >= 0 else 1, number)]
if first >= 0:
    code += [(0x20, 0, 0, 16), (0x15, 0, 1, first)]
code += [(6, 0, 0, 0x50001), (6, 0, 0, 0x7FFF0000)]  # EPERM; allowed
packed = b"".join(struct.pack("=HBBI", *one) for one in code)
buffer = ctypes.create_string_buffer(packed)
program = struct.pack("=H6xQ", len(code), ctypes.addressof(buffer))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0) == 0

with trace(python(SERVER, "fork_per_client", "2")) as tracer:
    port = int(read_line(tracer))
    for _ in range(2):
        visit(port)
    end_input(tracer)
    status = tracer.wait()
print(json.dumps([tracer.refused, status, write(tracer.calls())]))
with trace(["cat"]) as tracer:
    pass
print(json.dumps([tracer.returncode, tracers(), letter(tracer.pid)]))
"""


def refuse(name: str, first: int = ANY) -> tuple[str, list[str]]:
    """Trace a server where a call is refused: the reason, and the calls seen."""
    machine = os.uname().machine
    if machine not in NUMBERS:
        pytest.skip(f"the numbers of calls on {machine} are unknown")
    numbers = NUMBERS[machine] | {"pidfd_getfd": 438}
    done = subprocess.run(
        [sys.executable, "-c", REFUSING, str(numbers[name]), str(first)],
        check=True,
        capture_output=True,
        text=True,
    )
    served, ended = map(json.loads, done.stdout.splitlines())

    assert 0 == served[1]
    assert [-9, [], "X"] == ended
    return served[0], served[2]


def test_without_ptrace_the_program_runs_unobserved() -> None:
    """The reason is the kernel's."""
    assert ("ptrace: Operation not permitted", []) == refuse("ptrace")


def test_without_a_filter_the_program_runs_unobserved() -> None:
    """A host may trace, and still refuse the filter that chooses the calls."""
    assert ("seccomp: Operation not permitted", []) == refuse("prctl", PR_SET_SECCOMP)


def test_without_its_memory_calls_are_recorded() -> None:
    """What arguments point to is unknown then; the calls are not."""
    reason, calls = refuse("process_vm_readv")

    assert "" == reason
    assert "bind(3, ...) = 0" in calls
    assert "recv(4, ..., 100, 0) = 6" in calls


def test_without_copies_of_sockets_calls_are_recorded() -> None:
    """Their ends are unknown then; the calls are not."""
    reason, calls = refuse("pidfd_getfd")

    assert "" == reason
    assert 'send(4, "\\nolleh", 6, 0) = 6' in calls
