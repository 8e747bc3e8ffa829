"""Waiting, probing, vanishing: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

SEND = 'talker.send(b"%-1000d" % number)'
READ = 'talker.send(b"%-999d" % number)\nbound.receive()\nbound.send_to(talker, b"7")'
DRAIN = "while bound.receive(wait=False):"
DRAIN_TWICE = "while bound.receive(wait=False) or bound.receive(wait=False):"
DRAINED = 'lab.expect(bound, Returns("recv", "EAGAIN", times=1))'
UNSAID = "lab.expect(far, Carries(times=0))"

FULL = {
    "the server reads at once, and hardly anything is sent": Mutant(
        "full_receive_buffer",
        (
            Change("within", "range(1, datagrams + 1)", "range(1, datagrams)"),
            Change("instead", SEND, READ),
            Change("within", DRAIN, DRAIN_TWICE),
            Change("after", DRAINED, 'talker.send(b"late")'),
            Change("within", "fill(near)", 'near.send(b"x")'),
            Change("within", "(TEXT, may_fail=True)", '(b"")'),
            Change("within", "SOON = seconds(4)", "SOON = seconds(0.1)"),
            Change("within", 'far.send(b"%d" % came)', 'far.send(b"nothing")'),
            Change("after", "near.receive()", 'far.deafen()\nnear.send(b"x")'),
        ),
        (
            'lab.expect(talker, Returns("send", "1000"))',
            "lab.expect(talker, Carries(times=datagrams))",
            'lab.expect(bound, Moves("UdpRcvbufErrors"))',
            "lab.expect(talker.far, Carries(times=0))",
            DRAINED,
            "lab.expect(bound, Waiting(0))",
            "lab.expect(talker, Receives((str(came if fewer else -1),)))",
            'lab.expect(near, Returns("send", "EAGAIN", times=1))',
            'lab.expect(far, Moves("TcpExtTCPToZeroWindowAdv"))',
            'lab.expect(near, Timer("persist"))',
            'lab.expect(near, Returns("send", "EAGAIN", times=1, after=ms(90)))',
            'lab.expect(near, Moves("TcpExtTCPWinProbe", 2), within=SOON)',
            "lab.expect(near, Receives((str(sent),)))",
            'lab.expect(near, Timer(""))',
        ),
    ),
    "the server speaks, and the client leaves": Mutant(
        "full_receive_buffer",
        (
            Change("instead", "pass", 'far.send(b"x")\nnear.close()'),
            Change("within", "SOON = seconds(4)", "SOON = seconds(0.1)"),
            Change("after", UNSAID, "return"),
        ),
        ("lab.expect(near, State.ESTABLISHED)", UNSAID),
    ),
}

NODELAY = ', options={"TCP_NODELAY": 1})'

HELD = {
    "the other one has TCP_NODELAY": Mutant(
        "nagle",
        (
            Change("within", "quick = client.connect(listener" + NODELAY, "QUICK"),
            Change(
                "within",
                "client.connect(listener)",
                "client.connect(listener" + NODELAY,
            ),
            Change("within", "QUICK", "quick = client.connect(listener)"),
            Change("within", "SOON = seconds(2)", "SOON = seconds(0.1)"),
            Change("instead", "far.receive()", "pass"),
        ),
        (
            "lab.expect(far, Waiting(3))",
            'lab.expect(near, Carries("two", times=0), within=ms(30))',
            'lab.expect(near, Carries("three", times=0), within=ms(30))',
            'lab.expect(near, Carries("twothree"), within=SOON)',
            'lab.expect(far, Receives(("one", "twothree")))',
            'lab.expect(quick, Carries("two"))',
            'lab.expect(quick, Carries("three"))',
            'lab.expect(quick, Sends("PSH ACK", times=3))',
            "lab.expect(far, Waiting(11))",
        ),
    ),
    "nothing is asked, then other words, and no TCP_QUICKACK": Mutant(
        "delayed_acknowledgement",
        (
            Change("instead", r'ask(near, far, b"half ", b"a request\n")', "pass"),
            Change("within", r'b"half a request\n"', r'b"all of it\n"'),
            Change("instead", 'far.set("TCP_QUICKACK", 1)', "pass"),
        ),
        (
            'lab.expect(near, Carries("half "))',
            "lab.expect(far, DELAYED)",
            'lab.expect(near, Pauses("PSH", (30,)))',
            r'lab.expect(near, Receives(("answer\n",)))',
            'lab.expect(near, Carries("half a request"))',
            "lab.expect(far, AT_ONCE)",
        ),
    ),
}

ALIVE = "lab.expect(near, State.ESTABLISHED)"
IDLE_TIMER = 'lab.expect(idle, Timer(""))'
IDLE_ALIVE = "lab.expect(idle, State.ESTABLISHED)"
ONE_ALIVE = "lab.expect(one, State.ESTABLISHED)"
NO_RST = 'lab.expect(limited, Sends("RST", times=0))'
FAR_ALIVE = "lab.expect(far, State.ESTABLISHED)"

GONE = {
    "the other client probes, late, and speaks; the first one ends": Mutant(
        "keepalive",
        (
            Change("within", '"TCP_KEEPIDLE": 1', '"TCP_KEEPIDLE": 20'),
            Change("within", "port=0, options=OPTIONS", "port=None"),
            Change("within", "silent.connect(listener, port=0)", "OTHER"),
            Change(
                "within", "OTHER", "silent.connect(listener, port=0, options=OPTIONS)"
            ),
            Change("within", "port=None", "port=0"),
            Change("within", "SOON = seconds(3)", "SOON = seconds(0.1)"),
            Change("instead", "pass", 'idle.send(b"x")'),
            Change("before", ALIVE, "near.shutdown()"),
            Change(
                "instead", "near.receive(may_fail=True)", "near.receive(wait=False)"
            ),
            Change("before", IDLE_ALIVE, "idle.shutdown()"),
        ),
        (
            'lab.expect(near, Timer("keepalive"))',
            IDLE_TIMER,
            'lab.expect(near, Sends("ACK"), within=SOON)',
            'lab.expect(far, Sends("ACK"))',
            'lab.expect(near, Moves("TcpExtTCPKeepAlive"))',
            ALIVE,
            'lab.expect(idle, Sends("ACK", times=0))',
            'lab.expect(near, Returns("recv", "ETIMEDOUT"))',
            'lab.expect(near, Pauses("ACK", (900, 900)))',
            'lab.expect(near, Sends("RST"))',
            "lab.expect(near, State.CLOSED)",
            IDLE_ALIVE,
            FAR_ALIVE,
        ),
    ),
    "the clients leave at once": Mutant(
        "vanished_peer",
        (
            Change("before", ONE_ALIVE, "one.close()"),
            Change("after", ONE_ALIVE, "return"),
        ),
        (ONE_ALIVE,),
    ),
    "the server stays, and the clients leave in the end": Mutant(
        "vanished_peer",
        (
            Change("within", "listener.accept().deafen()", "listener.accept()"),
            Change("within", r'b"hello?\n"', r'b"hello\n"'),
            Change("within", "SOON = seconds(4)", "SOON = seconds(0.1)"),
            Change(
                "instead",
                "limited.receive(may_fail=True)",
                'limited.receive(wait=False)\nidle.send(b"x")',
            ),
            Change("before", NO_RST, 'limited.set("SO_LINGER", 0)\nlimited.close()'),
            Change("before", ALIVE, "near.close()"),
            Change("before", IDLE_ALIVE, "idle.shutdown()"),
            Change("before", IDLE_TIMER, 'idle.set("SO_KEEPALIVE", 1)'),
            Change("within", "near.receive(may_fail=True)", "pass"),
        ),
        (
            'lab.expect(near, Returns("send", "7"))',
            'lab.expect(limited, Returns("send", "7"))',
            'lab.expect(limited, Returns("recv", "ETIMEDOUT"))',
            "lab.expect(limited, Absent())",
            NO_RST,
            'lab.expect(limited, Pauses("PSH", (190, 390)))',
            'lab.expect(near, Pauses("PSH", (190, 390, 790)), within=SOON)',
            'lab.expect(near, Timer("on"))',
            ALIVE,
            IDLE_ALIVE,
            'lab.expect(idle, Sends("ACK", times=0))',
            IDLE_TIMER,
            'lab.expect(near, Returns("recv", "ETIMEDOUT"))',
            "lab.expect(near, Absent())",
        ),
    ),
    "the client ends, and the server resets": Mutant(
        "rebooted_peer",
        (
            Change("before", FAR_ALIVE, "near.shutdown()"),
            Change("instead", "far.forget()", 'far.set("SO_LINGER", 0)\nfar.close()'),
            Change("after", ALIVE, "return"),
        ),
        (FAR_ALIVE, 'lab.expect(far, Sends("RST", times=0))', ALIVE),
    ),
    "the server only ends its input": Mutant(
        "rebooted_peer",
        (
            Change("instead", "far.forget()", "far.shutdown()"),
            Change("within", r'b"hello\n"', 'b"hello"'),
        ),
        (
            'lab.expect(far, Sends("FIN", times=0))',
            "lab.expect(far, Absent())",
            'lab.expect(near, Returns("send", "6"))',
            'lab.expect(far, Sends("RST"))',
            'lab.expect(near, Returns("recv", "ECONNRESET"))',
            "lab.expect(near, State.CLOSED)",
            'lab.expect(near, Returns("send", "EPIPE"))',
        ),
    ),
}

MUTANTS = FULL | HELD | GONE
PAGES = {mutant.page for mutant in MUTANTS.values()}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
