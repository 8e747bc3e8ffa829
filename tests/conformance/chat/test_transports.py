"""Nothing that anyone sends ends the server, or speaks for another member."""

from contextlib import suppress
from socket import SHUT_WR

import pytest

from tests.chat.server.running import PlainClient
from tests.conformance.chat.attacks import conversations, volleys
from tests.conformance.chat.room_under_fire import connect, drain, search, under_fire

pytestmark = pytest.mark.long


def test_no_datagram_harms_anyone() -> None:
    """Any datagrams from three addresses leave the room as it is to the others."""
    with under_fire() as room:

        def fire(volley: list[tuple[int, bytes]]) -> None:
            senders = [PlainClient(room.running.udp) for _ in range(3)]
            for sender, datagram in volley:
                senders[sender].send(datagram)
            room.check()
            for one in senders:
                one.socket.settimeout(0)
                list(drain(one))
                one.send("EXIT")
                one.close()

        tried = search(fire, volleys)

    assert tried > 0


def test_no_line_harms_anyone() -> None:
    """Any bytes on a connection leave the room as it is to the others."""
    with under_fire() as room:

        def fire(conversation: tuple[bytes, list[bytes]]) -> None:
            registration, pieces = conversation
            attacker = connect(room.running)
            with suppress(OSError), attacker:  # the server may hang up first
                attacker.sendall(registration)
                for piece in pieces:
                    attacker.sendall(piece)
                attacker.shutdown(SHUT_WR)
                while attacker.recv(1 << 16):
                    pass  # until everything was taken: a reset would discard it
            room.check()

        tried = search(fire, conversations)

    assert tried > 0
