"""IRC connections against a server in a process of its own: limits and storms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat.server.running import LineClient, Running, serving

GENEROUS = "[limits]\nrate = 0.0\nper_address = 1000\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """Give a server without limits on lines and connections."""
    config = tmp_path / "chat.toml"
    config.write_text(GENEROUS)
    with serving("--config", config) as running:
        yield running


def test_a_line_may_come_in_pieces(server: Running) -> None:
    """Bytes that are sent one by one are the same line."""
    alice, bob = server.join_irc("alice"), server.join_irc("bob")
    for byte in "PRIVMSG #lobby :grüß dich\r\n".encode():
        alice.socket.send(bytes([byte]))
    heard = bob.expect("PRIVMSG")
    alice.close()
    bob.close()

    assert heard.endswith("PRIVMSG #lobby :grüß dich")


@pytest.mark.parametrize("length", [513, 9000, 100_000])
def test_a_line_that_is_too_long_is_thrown_away(server: Running, length: int) -> None:
    """Who sends it is told so, and what comes after it is heard."""
    alice, bob = server.join_irc("alice"), server.join_irc("bob")
    alice.send(b"PRIVMSG #lobby :" + b"x" * length, "PRIVMSG #lobby :short")
    answer, heard = alice.expect(" 417 "), bob.expect("PRIVMSG")
    alice.close()
    bob.close()

    assert " 417 alice " in answer
    assert heard.endswith(":short")


def test_bytes_that_are_no_irc_end_nothing(server: Running) -> None:
    """NUL, bad UTF-8, empty lines and a thousand PINGs leave everyone where it is."""
    alice, bob = server.join_irc("alice"), server.join_irc("bob")
    alice.send(b"\0", b"\xff\xfe", b"", b"::::", b"PRIVMSG", b"@" * 5000, b"\r")
    alice.send(*[b"PING x"] * 1000)
    alice.send("PRIVMSG #lobby :still here")
    heard = bob.expect("PRIVMSG")
    alice.close()
    bob.close()

    assert heard.endswith(":still here")


def test_who_does_not_read_is_dropped(tmp_path: Path) -> None:
    """Beyond the bound a member is dropped with a reason; the others go on."""
    config = tmp_path / "chat.toml"
    config.write_text(GENEROUS + "send_queue = 65536\n")
    with serving("--config", config) as server:
        slow, talker = server.join_irc("slow"), server.join_irc("talker")
        talker.send("CAP REQ :echo-message", "CAP END")
        line, reason = "PRIVMSG #lobby :" + "x" * 400, ""
        while not reason:
            talker.send(*[line] * 1000)
            for _ in range(1000):
                while " PRIVMSG " not in (heard := talker.receive()):
                    reason = heard if " QUIT " in heard else reason
        talker.send("PRIVMSG #lobby :goodbye")
        last = talker.expect("goodbye")
        slow.close()
        talker.close()

    assert reason.startswith(":slow!")
    assert reason.endswith("QUIT :Send queue exceeded")
    assert last.endswith("PRIVMSG #lobby :goodbye")


def test_who_takes_nothing_for_too_long_is_dropped(tmp_path: Path) -> None:
    """A member that is behind, though not far, is dropped when its time is over."""
    config = tmp_path / "chat.toml"
    config.write_text(GENEROUS + "send_time = 1.0\nsend_queue = 100000000\n")
    with serving("--config", config) as server:
        slow, talker = server.join_irc("slow"), server.join_irc("talker")
        talker.sync()
        for _ in range(20):  # more than any buffer of the kernel holds for it
            talker.send(*["PRIVMSG #lobby :" + "x" * 400] * 1000)
        reason = ""
        while not reason:
            reason = "".join(line for line in talker.sync() if " QUIT " in line)
        slow.close()
        talker.close()

    assert reason.endswith("QUIT :Send queue stuck")


def test_one_address_has_so_many_connections(tmp_path: Path) -> None:
    """One too many is told so and let go; when one leaves there is room again."""
    config = tmp_path / "chat.toml"
    config.write_text("[limits]\nper_address = 2\n")
    with serving("--config", config) as server:
        first, second = server.join_irc("first"), server.join_irc("second")
        third = server.connect()
        refusal, end = third.receive(), third.receive()
        second.send("QUIT")
        while second.receive():
            pass
        fourth = server.join_irc("fourth")
        for client in (first, second, third, fourth):
            client.close()

    assert refusal == "ERROR :Closing link: (Too many connections from 127.0.0.1)"
    assert end == ""


def test_a_trusted_network_has_no_such_limit(tmp_path: Path) -> None:
    """`--trust` lifts the limit per address."""
    config = tmp_path / "chat.toml"
    config.write_text("[limits]\nper_address = 1\n")
    with serving("--config", config, "--trust", "127.0.0.0/8") as server:
        clients = [server.join_irc(f"client{n}") for n in range(3)]
        for client in clients:
            client.close()


def test_a_flood_is_slowed_down_and_loses_nothing(tmp_path: Path) -> None:
    """Lines above the rate come later, in order; the others are not held up."""
    config = tmp_path / "chat.toml"
    config.write_text("[limits]\nburst = 4\nrate = 200.0\n")
    with serving("--config", config) as server:
        flooder, other = server.join_irc("flooder"), server.join_irc("other")
        flooder.send(*(f"PRIVMSG #lobby :{n}" for n in range(60)))
        before = other.sync()
        heard = [line for line in before if "PRIVMSG" in line]
        while len(heard) < 60:
            heard.append(other.expect("PRIVMSG"))
        flooder.close()
        other.close()

    assert [line.rpartition(":")[2] for line in heard] == [str(n) for n in range(60)]


def test_without_descriptors_newcomers_are_told() -> None:
    """Who comes when all descriptors are used hears so; who is in talks on."""
    with serving("--trust", "127.0.0.0/8", descriptors=40) as server:
        members = [server.join_irc("alice"), server.join_irc("bob")]
        crowd: list[LineClient] = []
        refusal = ""
        while not refusal:
            crowd.append(server.connect())
            crowd[-1].send("JOIN #x")
            answer = crowd[-1].receive()
            refusal = answer if answer.startswith("ERROR") else ""
        members[0].send("PRIVMSG #lobby :still here")
        heard = members[1].expect("PRIVMSG")
        crowd.pop().close()
        crowd.pop().close()
        late = server.join_irc("late")
        for client in (*members, *crowd, late):
            client.close()

    assert refusal == (
        "ERROR :Closing link: (No room: the server has no descriptor left)"
    )
    assert heard.endswith(":still here")


def test_a_storm_of_resets_is_heard_by_who_stays(server: Running) -> None:
    """A hundred connections reset at once are a hundred quits, each heard once."""
    stays = server.join_irc("stays")
    storm = [server.join_irc(f"storm{n:03}") for n in range(100)]
    stays.sync()
    for client in storm:
        client.reset()
    gone = [stays.expect(" QUIT ") for _ in storm]
    stays.close()

    assert sorted(line[1:9] for line in gone) == [f"storm{n:03}" for n in range(100)]


def test_members_with_different_capabilities_hear_the_same(server: Running) -> None:
    """Each sees one order; who asked for tags has them, who asked for echo hears it."""
    plain, tagged, echoed = (server.join_irc(n) for n in ("plain", "tagged", "echoed"))
    tagged.send("CAP REQ :message-tags server-time", "CAP END")
    echoed.send("CAP REQ :echo-message", "CAP END")
    for client in (plain, tagged, echoed):
        client.sync()
    echoed.send(*(f"PRIVMSG #lobby :{n}" for n in range(10)))
    lines = {
        name: [client.expect("PRIVMSG") for _ in range(10)]
        for name, client in [("plain", plain), ("tagged", tagged), ("echoed", echoed)]
    }
    for client in (plain, tagged, echoed):
        client.close()

    assert lines["plain"] == lines["echoed"]
    assert [line.partition(" ")[2] for line in lines["tagged"]] == lines["plain"]
    assert all(line.startswith("@time=") for line in lines["tagged"])
