"""Streams and datagrams: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

CONNECT = "near = client.datagrams(9999, server)"
BOUND = 'curious = client.bind(options={"IP_RECVERR": 1})'
FREE = 'free = client.bind(options={"IP_RECVERR": 1})'
LOOK = "free.receive(wait=False, may_fail=True)"
LOOK_LONGER = 'free.send_to(nobody, b"x")\nfree.receive(may_fail=True)'
SEND = 'near.send(b"{}", may_fail=True)'

MUTANTS = {
    "two writes of one byte": Mutant(
        "message_boundaries",
        (
            Change("within", '(b"one", b"two", b"three")', '(b"1", b"2")'),
            Change(
                "instead", "far.receive(wait=False)", 'near.send(b"x")\nfar.receive()'
            ),
            Change("within", 'b"hello"', 'b"help!"'),
        ),
        (
            "lab.expect(far, Waiting(11))",
            'lab.expect(far, Receives(("onetwothree",)))',
            'lab.expect(far, Returns("recv", "EAGAIN"))',
            'lab.expect(far, Receives(("hel", "lo")))',
            'lab.expect(talker, Carries("", times=3))',
            'lab.expect(bound, Receives(("one",)))',
            'lab.expect(bound, Receives(("two", "three")))',
        ),
    ),
    "longer writes, and one read is left out": Mutant(
        "truncated_datagram",
        (
            Change("within", 'near.send(b"next")', 'near.send(b"more!")'),
            Change("within", 'talker.send(b"0123456789")', 'talker.send(b"98765" * 4)'),
            Change("instead", "bound.receive(65536)", "pass"),
            Change("instead", "bound.measure()", "bound.receive()"),
        ),
        (
            "lab.expect(far, Waiting(14))",
            'lab.expect(far, Receives(("0123", "456789next")))',
            'lab.expect(talker, Returns("send", "10", times=1))',
            'lab.expect(bound, Receives(("0123", "next")))',
            'lab.expect(bound, Moves("UdpInDatagrams", 2))',
            "lab.expect(bound, Waiting(0))",
            'lab.expect(bound, Returns("recv", "10"))',
        ),
    ),
    "one byte less, both times": Mutant(
        "largest_datagram",
        (
            Change("within", 'b"x" * size', 'b"y" * (size - 1)'),
            Change("within", 'b"x" * (LARGEST + 1)', 'b"x" * LARGEST'),
        ),
        (
            'lab.expect(near, Returns("send", str(size)))',
            'lab.expect(near, Carries("x"))',
            "lab.expect(near, Receives((str(size),)))",
            'lab.expect(near, Returns("send", "EMSGSIZE"))',
            "lab.expect(near, Carries(times=0))",
            "lab.expect(bound, Waiting(0))",
        ),
    ),
    "something instead of nothing, read one step late": Mutant(
        "empty_datagram",
        (
            Change("within", '.send(b"")', '.send(b"x")'),
            Change("instead", "bound.receive()", "pass"),
            Change("instead", "talker.close()", 'talker.send(b"x")'),
        ),
        (
            'lab.expect(near, Returns("send", "0"))',
            'lab.expect(near, Sends("ACK", times=0))',
            'lab.expect(far, Receives(("after", "")))',
            'lab.expect(talker, Returns("send", "0"))',
            'lab.expect(bound, Moves("UdpInDatagrams"))',
            'lab.expect(bound, Receives(("",)))',
            'lab.expect(bound, Receives(("after",)))',
            'lab.expect(bound, Returns("recv", "EAGAIN"))',
            "lab.expect(talker, Carries(times=0))",
        ),
    ),
    "somebody listens": Mutant(
        "nobody_listens",
        (
            Change("within", "server.listener(9999)", "server.bind(9999)"),
            Change("after", BOUND, 'curious.send_to(nobody, b"")'),
        ),
        (
            "lab.expect(nobody, Refuses())",
            'lab.expect(near, Moves("IcmpInDestUnreachs"))',
            'lab.expect(near, Returns("send", "ECONNREFUSED"))',
            "lab.expect(near, Carries(times=0))",
            'lab.expect(near, Returns("recv", "ECONNREFUSED"))',
            'lab.expect(free, Moves("IcmpInDestUnreachs"))',
            'lab.expect(curious, Returns("sendto", "3"))',
            'lab.expect(curious, Moves("IcmpInDestUnreachs"))',
            'lab.expect(curious, Returns("sendto", "ECONNREFUSED"))',
            "lab.expect(curious, Carries(times=0))",
        ),
    ),
    "early datagrams, and IP_RECVERR from the start": Mutant(
        "nobody_listens",
        (
            Change("after", CONNECT, 'near.send(b"early")'),
            Change("within", 'near.send(b"one")', SEND.format("ones")),
            Change("within", 'near.send(b"three")', SEND.format("four")),
            Change("within", "free = client.bind()", FREE),
            Change("instead", LOOK, LOOK_LONGER),
        ),
        (
            "lab.expect(nobody, Refuses(0))",
            'lab.expect(near, Returns("send", "3"))',
            'lab.expect(near, Returns("send", "5"))',
            'lab.expect(free, Returns("sendto", "3"))',
            'lab.expect(free, Returns("recv", "EAGAIN"))',
        ),
    ),
}

PAGES = {mutant.page for mutant in MUTANTS.values()}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
