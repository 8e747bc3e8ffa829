"""Every command the server knows."""

from pathlib import Path

import pytest

from socketlab.chat.irc.capabilities import OFFERED
from socketlab.chat.irc.commands.table import COMMANDS, describe
from tests.chat.irc.clients import Scene

PAGE = Path(__file__).parents[4] / "docs/reference/irc.md"

SPECIFIED = {
    *("PASS", "NICK", "USER", "PING", "PONG", "JOIN", "PART", "PRIVMSG", "NOTICE"),
    *("QUIT", "TOPIC", "NAMES", "LIST", "WHO", "WHOIS", "WHOWAS", "MODE", "KICK"),
    *("INVITE", "AWAY", "LUSERS", "MOTD", "VERSION", "USERHOST", "ISON", "OPER"),
    *("KILL", "CAP", "TAGMSG", "SETNAME"),
}


def test_no_command_is_missing() -> None:
    """What the room promises is in the table."""
    assert set(COMMANDS) >= SPECIFIED


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_says_where_it_is_specified(name: str) -> None:
    """Its first sentence begins with its form."""
    assert describe(name).startswith(name)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_can_be_said_bare(name: str) -> None:
    """Without a parameter, before and after registration, nothing goes wrong."""
    scene = Scene()

    assert len(scene.connect().say(name)) <= 1
    scene.enter("alice", "#a").say(name)


def test_the_page_names_all_commands_and_capabilities() -> None:
    """docs/reference/irc.md has a row for each, in the words of its function."""
    rows = []
    for name in sorted(COMMANDS):
        form, _, source = describe(name).removesuffix(".").partition(": ")
        rows.append(f"| `{form}` | {source} |")
    page = PAGE.read_text()

    assert rows == [line for line in page.splitlines() if line.startswith("| `")]
    assert [] == [name for name in OFFERED if f"`{name}`" not in page]


def test_help_tells_the_commands() -> None:
    """704, 705, 706, or 524 for what is no subject (Modern IRC, HELP)."""
    alice = Scene().enter("alice")

    assert [
        "704 alice KILL :KILL <nickname> [<reason>]: RFC 2812 section 3.7.1.",
        "706 alice KILL :End of /HELP",
    ] == alice.say("HELP kill")
    assert ["524 alice X :No help available on this topic"] == alice.say("HELP X")
    index = alice.say("HELP")
    assert set(COMMANDS) <= set(" ".join(index).replace(":", "").split())
    assert "706 alice index :End of /HELP" == index[-1]


def test_modes_are_of_channels_or_users() -> None:
    """What begins with `#` is a channel."""
    alice = Scene().enter("alice", "#a")

    assert ["324", "329", "221"] == [
        line.split()[0] for line in alice.say("MODE #a", "MODE alice")
    ]
