"""Plain UDP against a server in a process of its own."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chat.server.running import Running, serving


@pytest.fixture
def server() -> Iterator[Running]:
    """Give a running server."""
    with serving() as running:
        yield running


def test_the_classic_conversation() -> None:
    """In Chinese, the classic client's whole conversation reads as it always did."""
    with serving(language="zh") as server:
        zhang, li = server.join_udp("张三"), server.join_udp("李四")
        joined = zhang.receive()
        zhang.send("张三 : 你好")
        said = li.receive()
        li.send("李四 : EXIT")
        left = zhang.receive()
        zhang.close()
        li.close()

    assert joined == "李四 进入聊天室..."
    assert said == "张三 : 你好"
    assert left == "李四 离开了聊天室..."


def test_a_taken_name_has_no_seat(server: Running) -> None:
    """Who is refused hears one sentence, and what it sends next is no nickname."""
    alice, second, watcher = (server.join_udp(n) for n in ("alice", "a1ice", "bob"))
    sentences = [second.receive()]
    second.send("a1ice : hello")
    sentences.append(second.receive())
    second.send("EXIT", "carol")
    received = [alice.receive(), alice.receive(), watcher.receive()]
    for client in (alice, second, watcher):
        client.close()

    assert sentences == [
        "This nickname is taken: choose another one.",
        "Send your nickname first: without spaces or any of : , * ? ! @.",
    ]
    assert received == [
        "bob has joined the chat room...",
        "carol has joined the chat room...",
        "carol has joined the chat room...",
    ]


def test_both_transports_share_the_room(server: Running) -> None:
    """A line typed over UDP is heard on IRC, and the other way round."""
    alice, bob = server.join_udp("alice\n"), server.join_irc("bob")
    joined = alice.receive()
    alice.send("你好\n")
    heard = bob.expect("PRIVMSG")
    bob.send("PRIVMSG #lobby :hello")
    answer = alice.receive()
    bob.send("QUIT")
    left = alice.receive()
    refused = server.join_irc("carol")
    refused.send("NICK ALICE")
    taken = refused.receive()
    for client in (alice, bob, refused):
        client.close()

    assert joined == "bob has joined the chat room...\n"
    assert heard.endswith(" PRIVMSG #lobby :你好")
    assert heard.startswith(":alice!")
    assert (answer, left) == ("bob : hello\n", "bob has left the chat room...\n")
    assert " 433 " in taken


def test_what_is_said_at_once_is_apart(server: Running) -> None:
    """A run of IRC lines is a datagram each, in order."""
    alice, bob = server.join_udp("alice"), server.join_irc("bob")
    alice.receive()
    bob.send(*(f"PRIVMSG #lobby :{n}" for n in range(20)))
    received = [alice.receive() for _ in range(20)]
    alice.close()
    bob.close()

    assert received == [f"bob : {n}" for n in range(20)]


def test_the_largest_datagram_is_too_long(server: Running) -> None:
    """A message of 65,507 bytes is refused with a sentence."""
    alice = server.join_udp("alice")
    alice.send(b"x" * 65507)
    sentence = alice.receive()
    alice.close()

    assert sentence == "Not sent: a message has at most 2048 bytes."


# Few and small enough that no receive buffer overflows: what is lost is not tested.
DATAGRAMS = st.lists(
    st.binary(max_size=200)
    | st.text(max_size=50).map(str.encode)
    | st.sampled_from(
        ["\0", "\n", "bob : hi", ":bob!b@h PRIVMSG #lobby :x", "/history"]
    ).map(str.encode)
    | st.integers(2000, 4000).map(lambda size: b"x" * size),
    max_size=6,
)


@pytest.fixture(scope="module")
def lasting() -> Iterator[Running]:
    """Give a server that sees all the examples, and takes any number of datagrams."""
    with serving("--config", "/dev/null") as running:
        yield running


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(datagrams=DATAGRAMS)
def test_no_datagram_ends_the_server_or_speaks_for_another(
    lasting: Running, datagrams: list[bytes]
) -> None:
    """Whatever a stranger sends, bob is heard afterwards, and only what bob said."""
    watcher, stranger, bob = (
        lasting.join_udp("watcher\n"),
        lasting.join_udp("stranger"),
        lasting.join_udp("bob"),
    )
    stranger.send(*datagrams)
    stranger.send("EXIT")
    bob.send("done")
    lines: list[str] = []
    while "bob : done\n" not in lines:
        lines.append(watcher.receive())
    others = [
        line
        for line in lines
        if not line.startswith(("stranger : ", "stranger has ", "bob has "))
    ]
    for client in (watcher, bob):
        client.send("EXIT")
    for client in (watcher, stranger, bob):
        client.close()

    assert others == ["bob : done\n"]
