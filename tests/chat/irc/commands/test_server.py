"""What the server says about itself."""

from dataclasses import replace

import pytest

from tests.chat.irc.clients import NAME, SETTINGS, Scene, with_operator


def test_the_message_of_the_day() -> None:
    """375, 372 for each line, 376; 422 without one (RFC 2812 section 3.4.1)."""
    alice = Scene(replace(SETTINGS, motd="Hello\n\x1b[2J好")).enter("alice")

    assert [
        "375 alice :- irc.example Message of the day - ",
        "372 alice :- Hello",
        "372 alice :- \\x1b[2J好",
        "376 alice :End of /MOTD command.",
    ] == alice.say("MOTD")
    assert ["422 bob :MOTD File is missing"] == Scene().enter("bob").say("MOTD")


def test_users_are_counted() -> None:
    """251 to 255, 265, 266: of all transports (RFC 2812 section 3.4.2)."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    scene.seat_plain("plain")
    scene.connect()
    bob.say("MODE bob +i", "OPER root secret")
    scene.network.count_members()

    assert [
        "251 alice :There are 2 users and 1 invisible on 1 servers",
        "252 alice 1 :operator(s) online",
        "253 alice 1 :unknown connection(s)",
        "254 alice 1 :channels formed",
        "255 alice :I have 3 clients and 0 servers",
        "265 alice 3 3 :Current local users 3, max 3",
        "266 alice 3 3 :Current global users 3, max 3",
    ] == alice.say("LUSERS")
    bob.say("QUIT")
    assert "265 alice 2 3 :Current local users 2, max 3" == alice.say("LUSERS")[5]


def test_the_version_comes_with_what_is_supported() -> None:
    """351, then RPL_ISUPPORT with at most 13 tokens a line (Modern IRC)."""
    first, *rest = Scene().enter("alice").say("VERSION")

    assert first.startswith("351 alice socketlab-")
    assert all(line.startswith("005 alice ") for line in rest)
    assert all(line.endswith(" :are supported by this server") for line in rest)
    assert all(len(line.partition(" :")[0].split()) <= 15 for line in rest)


def test_time_is_utc() -> None:
    """391 (RFC 2812 section 3.4.6)."""
    assert ["391 alice irc.example :2023-11-14T22:13:20Z"] == (
        Scene().enter("alice").say("TIME")
    )


def test_who_keeps_order() -> None:
    """256 to 259: the operators who are here (RFC 2812 section 3.4.9)."""
    alice = Scene(with_operator()).enter("alice")

    assert "259 alice :Operators: nobody online" == alice.say("ADMIN")[3]
    alice.say("OPER root secret")
    heard = alice.say("ADMIN")
    assert ["256", "257", "258", "259"] == [line.split()[0] for line in heard]
    assert "259 alice :Operators: alice" == heard[3]


def test_info_and_links() -> None:
    """371 and 374; 364 and 365 with the one server there is."""
    alice = Scene().enter("alice")

    assert ["371", "371", "374"] == [line.split()[0] for line in alice.say("INFO")]
    assert [
        "364 alice irc.example irc.example :0 example",
        "365 alice * :End of /LINKS list",
    ] == alice.say("LINKS")


@pytest.mark.parametrize("command", ["MOTD", "VERSION", "TIME", "ADMIN", "INFO"])
def test_other_servers_are_not_here(command: str) -> None:
    """ERR_NOSUCHSERVER, unless it is meant by its name, a mask, or a user."""
    alice = Scene().enter("alice")

    assert ["402 alice other.example :No such server"] == alice.say(
        f"{command} other.example"
    )
    for target in (NAME, "*.example", "alice"):
        assert "402" != alice.say(f"{command} {target}")[0].split()[0]
