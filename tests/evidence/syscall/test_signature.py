"""How whole calls read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.syscall.signature import (
    FILLED_IN,
    SIGNATURES,
    WITHOUT_SOCKET,
    find_address,
    show_arguments,
    show_name,
    show_result,
)
from socketlab.evidence.syscall.table import names
from socketlab.evidence.syscall.values import Call
from socketlab.evidence.syscall.watching import find_watched
from socketlab.tcp.endpoint import Endpoint
from tests.evidence.syscall.calls import BASE, arguments, call, ipv4, memory


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            call("socket", 2, 0x80001, 6),
            "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP)",
        ),
        (call("bind", 3, BASE, 16, data=ipv4("0.0.0.0")), "bind(3, 0.0.0.0:7)"),  # noqa: S104
        (call("connect", 3, BASE, 16, data=ipv4()), "connect(3, 10.1.2.3:7)"),
        (call("accept4", 3, BASE, BASE, 0x80000), "accept4(3, ..., SOCK_CLOEXEC)"),
        (call("accept4", 3, 0, 0, 0), "accept(3, NULL)"),
        (
            call("sendto", 4, BASE, 2, 0x4000, data=b"hi"),
            'send(4, "hi", 2, MSG_NOSIGNAL)',
        ),
        (
            call("sendto", 4, BASE, 2, 0, BASE, 16, data=ipv4()),
            r'sendto(4, "\x02\x00", 2, 0, 10.1.2.3:7)',
        ),
        (call("recvfrom", 4, BASE, 100), "recv(4, ..., 100, 0)"),
        (
            call("recvfrom", 4, BASE, 100, 0, BASE, BASE),
            "recvfrom(4, ..., 100, 0, ...)",
        ),
        (call("shutdown", 4, 1), "shutdown(4, SHUT_WR)"),
        (call("close", 4), "close(4)"),
        (call("clone", 0x1200011), "fork()"),
        (call("clone", 0x4111), "clone(CLONE_VM|CLONE_VFORK)"),
        (call("wait4", -1, 0, 1), "wait4(-1, NULL, WNOHANG)"),
        (call("ppoll", 0, 0, 0), "poll([], NULL)"),
        (call("ppoll", 0, 0, 0, BASE), "ppoll([], NULL, ...)"),
        (call("pselect6", 0, 0, 0, 0, 0, 0), "select(0, NULL, NULL, NULL, NULL)"),
        (call("epoll_pwait", 5, BASE, 64, -1), "epoll_wait(5, ..., 64, -1)"),
    ],
)
def test_a_call_reads_as_it_was_written(made: Call, expected: str) -> None:
    """As a program writes it, which the kernel may know under another name."""
    assert expected == f"{show_name(made)}({show_arguments(made)})"


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (0, ("0", "")),
        (6, ("6", "")),
        (-111, ("-1", "ECONNREFUSED")),
        (-4000, ("-1", "error 4000")),
        (-4096, ("-4096", "")),
    ],
)
def test_a_result_is_a_number_or_an_error(
    result: int, expected: tuple[str, str]
) -> None:
    """The last 4095 negative numbers are errors."""
    assert expected == show_result(result)


def test_the_address_of_connect_is_found() -> None:
    """It is the second argument; a bad one is none."""
    made = call("connect", 3, BASE, 16, data=ipv4())

    assert Endpoint("10.1.2.3", 7) == find_address(made)
    assert None is find_address(call("connect", 3, 1, 16))


@given(
    st.sampled_from(sorted(SIGNATURES)),
    arguments(),
    st.binary(max_size=512),
    st.none() | st.integers(-(2**63), 2**63 - 1),
)
def test_whatever_a_program_hands_over_is_shown_shortly(
    name: str, registers: tuple[int, ...], data: bytes, result: int | None
) -> None:
    """No register and no memory makes it fail, long, or dangerous to print."""
    made = Call(name, registers, memory(data), result)
    shown = f"{show_name(made)}({show_arguments(made)})"

    assert len(shown) < 1000
    assert shown.isascii()
    assert shown.isprintable()
    assert len(find_watched(made)) <= 64


@given(st.sampled_from(sorted(SIGNATURES)), arguments(), st.integers(0, 9000))
def test_little_is_read(name: str, registers: tuple[int, ...], result: int) -> None:
    """A huge length is never believed."""
    asked = []

    def read(_address: int, length: int) -> bytes:
        asked.append(length)
        return bytes(min(length, 4096))

    show_arguments(Call(name, registers, read, result))

    assert sum(asked) < 4096


def test_every_followed_call_has_a_signature() -> None:
    """All that stops can be shown, except what only goes on with another call."""
    followed = {
        name for machine in ("x86_64", "aarch64") for name in names(machine).values()
    }

    assert followed - {"restart_syscall"} == set(SIGNATURES)
    assert {"accept", "recvfrom", "read", "getsockopt"} < FILLED_IN < set(SIGNATURES)
    assert {"fork", "exit_group"} < WITHOUT_SOCKET < set(SIGNATURES)
