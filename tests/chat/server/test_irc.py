"""IRC through a running server and real sockets: registration, two clients, Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat.server.running import Running, serving

CONFIG = """
name = "irc.example"
motd = "你好"
[[operators]]
name = "root"
password = "secret"
[limits]
rate = 0.0
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """Give a server with an operator and a message of the day."""
    config = tmp_path / "chat.toml"
    config.write_text(CONFIG, encoding="utf-8")
    with serving("--config", config) as running:
        yield running


def test_two_clients_talk_in_a_channel(server: Running) -> None:
    """Registration, JOIN, Chinese text both ways, PART, QUIT, as `nc` would show it."""
    alice = server.connect()
    alice.send("NICK alice", "USER alice 0 * :Alice", "JOIN #课堂")
    assert ":irc.example 372 alice :- 你好" == alice.expect(" 372 ")
    assert ":irc.example 353 alice = #课堂 :@alice" == alice.expect(" 353 ")
    bob = server.join_irc("小明", "#课堂")
    alice.expect(" 366 ")
    assert ":小明!~小明@127.0.0.1 JOIN #课堂" == alice.receive()

    bob.send("PRIVMSG #课堂 :你好，世界")
    assert ":小明!~小明@127.0.0.1 PRIVMSG #课堂 :你好，世界" == alice.receive()
    alice.send("PRIVMSG 小明 :欢迎")
    assert ":alice!~alice@127.0.0.1 PRIVMSG 小明 :欢迎" == bob.receive()
    bob.send("PART #课堂 :再见", "QUIT :走了")
    assert ":小明!~小明@127.0.0.1 PART #课堂 :再见" == alice.receive()
    assert "ERROR :Closing Link: 127.0.0.1 (Quit: 走了)" == bob.expect("ERROR")
    assert "" == bob.receive()
    assert [] == alice.sync()
    alice.close()
    bob.close()


def test_clients_of_different_capabilities_hear_one_entry(server: Running) -> None:
    """Each in its form: with time and id, with time, and bare."""
    listeners = []
    for number, words in enumerate(
        ("message-tags server-time", "server-time", "batch")
    ):
        client = server.connect()
        client.send(f"CAP REQ :{words}", f"NICK n{number}", f"USER n{number} 0 * :n")
        client.send("CAP END", "JOIN #a")
        client.expect(" 366 ")
        listeners.append(client)
    alice = server.join_irc("alice", "#a")
    alice.send("PRIVMSG #a :hi")

    heard = [client.expect("PRIVMSG") for client in listeners]
    line = ":alice!~alice@127.0.0.1 PRIVMSG #a :hi"
    assert [True, True, False] == ["@time=" in each for each in heard]
    assert [True, False, False] == [";msgid=" in each for each in heard]
    assert all(each.endswith(line) for each in heard)
    for client in (*listeners, alice):
        client.close()


def test_a_label_comes_back_with_the_echo(server: Running) -> None:
    """Acknowledged at once where no history is kept."""
    alice = server.connect()
    alice.send("CAP REQ :labeled-response batch echo-message", "NICK alice")
    alice.send("USER alice 0 * :Alice", "CAP END", "@label=1 JOIN #a")
    assert "@label=1 :irc.example BATCH +1 labeled-response" == alice.expect("@label")
    alice.expect("BATCH -1")
    alice.send("@label=2 PRIVMSG #a :hi")

    assert "@label=2 :alice!~alice@127.0.0.1 PRIVMSG #a :hi" == alice.receive()
    alice.close()


def test_an_operator_ends_a_connection(server: Running) -> None:
    """KILL closes the other's socket, and the room goes on."""
    alice, bob = server.join_irc("alice"), server.join_irc("bob")
    alice.send("OPER root secret", "KILL bob :out")

    assert "ERROR :Closing Link: 127.0.0.1 (Killed (alice (out)))" == bob.expect(
        "ERROR"
    )
    assert "" == bob.receive()
    assert ":bob!~bob@127.0.0.1 QUIT :Killed (alice (out))" == alice.expect("QUIT")
    alice.close()
    bob.close()


def test_whatever_is_sent_the_server_goes_on(server: Running) -> None:
    """No UTF-8, NUL, lines too long by one and by 64 KiB, tags too long, many PINGs."""
    alice = server.join_irc("alice")
    alice.send(
        b"PRIVMSG #lobby :\xff\xfe", b"\x00" * 10, b"PRIVMSG #lobby :" + b"x" * 511
    )
    alice.send(b"y" * 65536, b"@" + b"a" * 8192 + b" PRIVMSG #lobby :x")
    alice.send(*([b"PING 1"] * 2000))
    alice.send("PING last")

    while "PONG" not in (line := alice.receive()):
        assert any(
            word in line for word in ("INVALID_UTF8", "INVALID_MESSAGE", " 417 ")
        )
    alice.expect(":last")
    alice.close()


def test_plain_members_and_irc_share_the_lobby(server: Running) -> None:
    """Both hear each other; a plain member that was killed may come again."""
    alice = server.join_irc("alice")
    carol = server.join_udp("carol")
    assert ":carol!udp@127.0.0.1 JOIN #lobby" == alice.expect("JOIN")
    carol.send("大家好")
    assert ":carol!udp@127.0.0.1 PRIVMSG #lobby :大家好" == alice.receive()
    alice.send("PRIVMSG #lobby :欢迎", "PRIVMSG carol :psst")
    assert ["alice : 欢迎", "alice, to you alone: psst"] == [
        carol.receive(),
        carol.receive(),
    ]
    alice.send("OPER root secret", "KILL carol :out")
    assert "Killed (alice (out))" == carol.receive()
    alice.expect("QUIT")
    carol.send("is anybody here", "carol")

    assert ":carol!udp@127.0.0.1 JOIN #lobby" == alice.receive()
    carol.close()
    alice.close()
