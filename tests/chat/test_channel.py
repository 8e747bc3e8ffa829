"""Who may speak in a channel."""

import pytest

from socketlab.chat.channel import Channel, Member, Refusal, RefusedError
from socketlab.chat.entry import Author
from socketlab.chat.log import Turn
from tests.chat.ears import Ear

TURN = Turn()


def member(nick: str) -> Member:
    """Make a member who is nowhere yet."""
    return Member(Author(nick, "user", "host"), Ear(TURN), 0)


@pytest.mark.parametrize(
    ("modes", "status", "may"),
    [
        ("", "", True),
        ("", None, True),
        ("n", "", True),
        ("n", None, False),
        ("m", "", False),
        ("m", "v", True),
        ("m", "o", True),
        ("m", None, False),
    ],
)
def test_modes_say_who_speaks(modes: str, status: str | None, *, may: bool) -> None:
    """`n` keeps out who is not here (status None), `m` who has no voice."""
    channel, alice = Channel("#room", TURN, 0), member("alice")
    channel.modes = dict.fromkeys(modes, "")
    if status is not None:
        channel.add(alice, status)

    assert channel.may_speak(alice) is may


@pytest.mark.parametrize("here", [False, True])
def test_who_is_banned_is_silent(*, here: bool) -> None:
    """A ban silences inside and outside; an exception, or a voice, lifts it."""
    channel, alice = Channel("#room", TURN, 0), member("alice")
    channel.modes.clear()
    channel.lists["b"] = {"al*!*@*": ("bob", 0)}
    if here:
        channel.add(alice)
    assert not channel.may_speak(alice)
    channel.lists["e"] = {"*!user@*": ("bob", 0)}
    assert channel.may_speak(alice)


def test_a_channel_counts_its_changes() -> None:
    """Its version changes with every member who comes or goes."""
    channel, alice = Channel("#room", TURN, 0), member("alice")
    channel.add(alice)
    channel.remove(alice)

    assert channel.version == 2
    assert (alice.nick, channel.members) == ("alice", {})


def test_a_refusal_says_why() -> None:
    """The error keeps the reason, in words too."""
    error = RefusedError(Refusal.MAY_NOT_SPEAK)

    assert (error.refusal, str(error)) == (Refusal.MAY_NOT_SPEAK, "may not speak")
