"""One datagram to many addresses, over the real kernel."""

import socket
from contextlib import ExitStack

import pytest

from socketlab.chat.transports.mailing import Mailing


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_every_address_gets_the_text(family: socket.AddressFamily, host: str) -> None:
    """Each of many hears each text once, from the mailing's own address."""
    with ExitStack() as stack:
        try:
            sockets = [
                stack.enter_context(socket.socket(family, socket.SOCK_DGRAM))
                for _ in range(6)
            ]
            for each in sockets:
                each.bind((host, 0))
                each.settimeout(20)
        except OSError:
            pytest.skip(f"this host has no {host}")
        sender, *ears = sockets
        mailing = Mailing(sender)
        labels = [mailing.address(ear.getsockname()) for ear in ears]
        texts = [b"", b"hello", b"x" * 8000, "你好\n".encode()]
        reached = [mailing.send(text, [x.record for x in labels]) for text in texts]
        heard = [[ear.recvfrom(65536) for _ in texts] for ear in ears]
        here = sender.getsockname()

    assert reached == [len(ears)] * len(texts)
    assert heard == [[(text, here) for text in texts]] * len(ears)


def test_an_address_that_cannot_be_sent_to_costs_only_itself() -> None:
    """What fails for one address is lost for it, and sent to the others."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
    ):
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(20)
        mailing = Mailing(sender)
        nowhere, here = ("127.0.0.1", 0), ear.getsockname()
        labels = [mailing.address(each) for each in (nowhere, here, nowhere, here)]
        reached = mailing.send(b"hello", [label.record for label in labels])
        heard = [ear.recv(100) for _ in range(2)]

    assert reached == len(labels)
    assert heard == [b"hello"] * 2


def test_a_thousand_and_more_are_several_calls() -> None:
    """The kernel's limit of messages per call is no limit of the room's."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
    ):
        ear.bind(("127.0.0.1", 0))
        mailing = Mailing(sender)
        label = mailing.address(ear.getsockname())

        assert mailing.send(b"x", [label.record] * 2500) == 2500
