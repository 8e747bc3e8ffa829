"""How the server speaks to one client."""

import pytest

from socketlab.chat.irc.numerics import ERR_NOSUCHNICK, RPL_LIST, RejectedError
from socketlab.chat.irc.voice import Voice
from socketlab.chat.irc.wire import shape
from tests.chat.irc.clients import Ear, Scene


def speak() -> tuple[Voice, Ear]:
    """Give a voice, and the ear that hears it."""
    network = Scene().network
    ear = Ear(network.room.turn, shape(network.name, frozenset()))
    return Voice(network, ear), ear


def hear(ear: Ear) -> str:
    """Give what it has heard."""
    ear.turn.send()
    heard, ear.heard = ear.heard.decode(), b""
    return heard


def test_a_client_is_called_by_its_name() -> None:
    """`*` before it has announced a nickname."""
    voice, _ = speak()

    assert "*" == voice.client
    voice.nick = "alice"
    assert "alice" == voice.client
    assert "bob" == Scene().enter("bob").session.client


def test_a_stranger_has_no_seat() -> None:
    """Only who is registered has one."""
    voice, _ = speak()

    with pytest.raises(RejectedError):
        _ = voice.seat
    assert not voice.operator


def test_a_reply_has_a_number_a_name_and_words() -> None:
    """The numeric's words, or those given, or none."""
    voice, ear = speak()
    voice.reply(ERR_NOSUCHNICK, "bob")
    voice.reply(ERR_NOSUCHNICK, "bob", text="Gone")
    voice.reply(RPL_LIST, "#a", "1")
    voice.reject(RejectedError(ERR_NOSUCHNICK, "bob"))

    assert [
        ":irc.example 401 * bob :No such nick/channel",
        ":irc.example 401 * bob :Gone",
        ":irc.example 322 * #a 1",
        ":irc.example 401 * bob :No such nick/channel",
    ] == hear(ear).splitlines()


@pytest.mark.parametrize("parameter", ["", "a b", ":a"])
def test_what_cannot_be_a_parameter_is_a_star(parameter: str) -> None:
    """A reply never has more parameters than it should."""
    voice, ear = speak()
    voice.reply(ERR_NOSUCHNICK, parameter)

    assert ":irc.example 401 * * :No such nick/channel\r\n" == hear(ear)


def test_no_line_is_longer_than_512_bytes() -> None:
    """What is too long is cut between characters (RFC 2812 section 2.3)."""
    voice, ear = speak()
    voice.reply(ERR_NOSUCHNICK, "好" * 300)
    heard = hear(ear)

    assert 509 < len(heard.encode()) <= 512
    assert heard.endswith("好\r\n")


def test_failures_are_standard_replies_or_notices() -> None:
    """As "standard-replies" says: FAIL, command, code, context, then a text."""
    voice, ear = speak()
    voice.fail("SETNAME", "INVALID_REALNAME", "a b", text="Not valid")
    voice.capabilities = frozenset({"standard-replies"})
    voice.fail("SETNAME", "INVALID_REALNAME", "a b", text="Not valid")

    assert [
        ":irc.example NOTICE * :Not valid (SETNAME INVALID_REALNAME *)",
        ":irc.example FAIL SETNAME INVALID_REALNAME * :Not valid",
    ] == hear(ear).splitlines()
