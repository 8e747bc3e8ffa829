"""What the process inside tells the one outside."""

import msgspec
import pytest

from socketlab.evidence.observation import SocketRow
from socketlab.lab.account import (
    Account,
    Asked,
    Message,
    Order,
    Packet,
    Progress,
    Refused,
    StepTaken,
)
from socketlab.lab.expectation import (
    Accepted,
    Expected,
    In,
    Moves,
    Queue,
    Sends,
    Shows,
    Waiting,
)
from socketlab.lab.judgement import Whom
from socketlab.lab.record import Environment, Host, Sentence
from socketlab.tcp.states import State
from tests.evidence.sightings import CLIENT, NEAR, SERVER, handshake

EXPECTED: tuple[Expected, ...] = (
    In(State.TIME_WAIT),
    Queue(1),
    Waiting(6),
    Accepted(yes=False),
    Sends("SYN ACK", times=2),
    Moves("TcpInSegs", 3),
    Shows("olleh\n"),
)

ACCOUNT = Account(
    hosts=(Host("server", "10.1.2.1"),),
    steps=(
        StepTaken(
            1,
            Sentence("{clients} clients connect.", {"clients": 3}),
            10,
            20,
            30,
            (SocketRow(State.ESTABLISHED, CLIENT, SERVER, 0, 0),),
            {"TcpActiveOpens": 3},
        ),
    ),
    asked=tuple(
        Asked(1, Whom("client", (NEAR,), "nc"), one, "/x/page.py", 7, 21, 29)
        for one in EXPECTED
    ),
    observations=tuple(handshake()),
    packets=(Packet(5, 4, outgoing=True, data=b"\x45\x00\xff", length=60),),
    sources={"packets": "used"},
    caveats={"packets": ("It cannot see all.",)},
    environment=Environment("Linux", "3.11", "x86_64", 2, "user", "now"),
    began=1,
    ended=99,
    realtime=-5,
)


@pytest.mark.parametrize(
    "message",
    [
        Progress(Sentence("The server listens.")),
        Refused("No namespaces here."),
        Refused("The page broke.", "Traceback"),
        ACCOUNT,
    ],
)
def test_a_message_arrives_as_it_was_sent(message: Message) -> None:
    """Every message tells its own kind; expectations and bytes come through."""
    sent = msgspec.msgpack.encode(message)

    received = msgspec.msgpack.decode(sent, type=Message)

    assert message == received


def test_an_order_arrives_as_it_was_sent() -> None:
    """The parameters of an order keep their types."""
    order = Order(
        "page.py", {"a": 1, "b": 1.0, "c": True, "d": "1"}, ("calls",), "10.1.2", "zh"
    )

    received = msgspec.json.decode(msgspec.json.encode(order), type=Order)

    assert order == received
    assert [int, float, bool, str] == [
        type(one) for one in received.parameters.values()
    ]


def test_a_step_is_filled_in_while_it_is_done() -> None:
    """A step begins with nothing but its sentence and its time."""
    step = StepTaken(1, Sentence("The server listens."), 10)
    step.ended, step.settled = 20, 30

    assert (10, 20, 30, (), {}) == (
        step.began,
        step.ended,
        step.settled,
        step.table,
        step.counters,
    )
