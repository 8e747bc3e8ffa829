"""Plain arguments: numbers, names and flags."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.syscall import table
from socketlab.evidence.syscall.values import (
    choice,
    clone_flags,
    flags,
    load,
    name_flags,
    number,
    pointer,
    size,
    socket_type,
    to_int,
)
from tests.evidence.syscall.calls import BASE, call

THREAD = 0x10100


@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**32 - 1))
def test_an_int_is_the_low_half_of_a_register(expected: int, high: int) -> None:
    """What stands in the upper half means nothing."""
    assert expected == to_int(high << 32 | expected % 2**32)


def test_numbers_are_signed_and_sizes_are_not() -> None:
    """Minus one is a number, and the largest size."""
    assert "-1" == number(call("close", -1), 0)
    assert "18446744073709551615" == size(call("read", -1), 0)


def test_a_pointer_is_there_or_not() -> None:
    """What it points to is left out."""
    assert ["...", "NULL"] == [pointer(call("wait4", one), 0) for one in (BASE, 0)]


def test_a_choice_has_a_name_or_is_a_number() -> None:
    """A value that nobody named is shown as it is."""
    show = choice(table.HOW)

    assert ["SHUT_WR", "9"] == [show(call("shutdown", one), 0) for one in (1, 9)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (0x4000, "MSG_NOSIGNAL"),
        (0x42, "MSG_PEEK|MSG_DONTWAIT"),
        (0x4001000, "0x1000|MSG_ZEROCOPY"),
        (0x10, "0x10"),
        (0x7F, "MSG_OOB|MSG_PEEK|MSG_DONTROUTE|MSG_CTRUNC|MSG_TRUNC|MSG_DONTWAIT|0x10"),
        (0xFF, "0xff"),
    ],
)
def test_flags_are_named_together(value: int, expected: str) -> None:
    """Unknown ones stay a number, and too many become one."""
    found = flags(table.MESSAGE_FLAGS)(call("send", 0, value), 1)

    assert sorted(expected.split("|")) == sorted(found.split("|"))


@given(st.integers(0, 2**32 - 1))
def test_named_flags_give_the_value_again(value: int) -> None:
    """Nothing is lost and nothing is added."""
    bits = {name: bit for bit, name in table.MESSAGE_FLAGS.items()}
    shown = name_flags(value, table.MESSAGE_FLAGS).split("|")

    assert value == sum(bits[one] if one in bits else int(one, 0) for one in shown)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "SOCK_STREAM"),
        (0x80002, "SOCK_DGRAM|SOCK_CLOEXEC"),
        (0x80801, "SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC"),
        (14, "14"),
        (0x31, "SOCK_STREAM|0x30"),
    ],
)
def test_the_type_of_a_socket_carries_flags(value: int, expected: str) -> None:
    """The type stands in the low bits, flags above (socket(2))."""
    assert expected == socket_type(call("socket", 2, value), 1)


def test_a_thread_differs_from_a_process() -> None:
    """Of the many flags of clone those are shown that tell; clone3 points to them."""
    there = call("clone3", BASE, data=pack("=Q", THREAD | 0x3D0000))

    assert "CLONE_VM|CLONE_THREAD" == clone_flags(there, 0)
    assert "CLONE_VM|CLONE_VFORK" == clone_flags(call("clone", 0x4111), 0)
    assert "0" == clone_flags(call("clone3", 1), 0)


def test_a_structure_is_read_whole_or_not_at_all() -> None:
    """At the end of the memory there is no half of it."""
    full = call("bind", data=pack("=II", 5, 6))

    assert (5,) == load(full, BASE, "=I")
    assert () == load(full, BASE + 6, "=I")


def test_a_call_has_succeeded_once_it_returned_without_error() -> None:
    """Before that, and with an error, it has not."""
    assert [False, False, True] == [
        call("read", 3, result=one).succeeded for one in (None, -11, 0)
    ]
    assert 3 == call("read", 3).descriptor
