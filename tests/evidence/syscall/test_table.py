"""The calls that are followed, and the filter that stops them."""

from struct import iter_unpack, pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.syscall.table import names, seccomp_filter

ALLOW, TRACE = 0x7FFF0000, 0x7FF00000
NATIVE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
machines = st.sampled_from(sorted(NATIVE))


def judge(code: bytes, number: int, architecture: int) -> int:
    """Run a classic BPF program as the kernel would (seccomp(2))."""
    instructions = list(iter_unpack("=HBBI", code))
    data = pack("=iI", number, architecture)
    loaded = at = 0
    while True:
        what, yes, no, value = instructions[at]
        at += 1
        if what == 0x20:
            loaded = int.from_bytes(data[value : value + 4], "little")
        elif what == 0x15:
            at += yes if loaded == value else no
        else:
            assert what == 0x06
            return int(value)


@given(machines, st.integers(0, 600))
def test_exactly_the_named_calls_stop(machine: str, number: int) -> None:
    """The filter stops a call if and only if it has a name."""
    expected = TRACE if number in names(machine) else ALLOW

    assert expected == judge(seccomp_filter(machine), number, NATIVE[machine])


@given(machines, st.integers(0, 600), st.integers(0, 2**32 - 1))
def test_calls_of_other_architectures_pass(
    machine: str, number: int, architecture: int
) -> None:
    """There the same number means another call."""
    expected = ALLOW
    if architecture == NATIVE[machine] and number in names(machine):
        expected = TRACE

    assert expected == judge(seccomp_filter(machine), number, architecture)


@pytest.mark.parametrize(
    ("machine", "number", "name"),
    [
        ("x86_64", 42, "connect"),
        ("x86_64", 0, "read"),
        ("aarch64", 203, "connect"),
        ("aarch64", 63, "read"),
    ],
)
def test_numbers_differ_between_machines(machine: str, number: int, name: str) -> None:
    """The same call has another number elsewhere."""
    assert name == names(machine)[number]


def test_an_unknown_machine_has_no_names() -> None:
    """Nothing can be followed there."""
    assert {} == names("pdp11")


def test_every_call_has_one_number() -> None:
    """No two calls share one, and aarch64 has only some of them."""
    ours, theirs = names("x86_64"), names("aarch64")

    assert len(ours) == len(set(ours.values()))
    assert set(theirs.values()) < set(ours.values())
