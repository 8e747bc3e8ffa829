"""Whatever clients send: no line stops a session, or speaks for another member."""

from hypothesis import given, settings
from hypothesis import strategies as st

from socketlab.chat.irc.capabilities import OFFERED
from socketlab.chat.irc.commands.table import COMMANDS
from socketlab.chat.irc.grammar import TAG_BYTES, parse
from socketlab.chat.irc.wire import show_text
from socketlab.chat.nickname import fold
from tests.chat.irc.clients import Client, Scene, with_operator

NAMES = ["alice", "bob", "carol", "plain", "ALICE", "al\u0456ce", "*", "a!b@c", ""]
PLACES = ["#a", "#A", "#b", "#lobby", "#", "@#a", "+#b", "#a,#b", "0", "#x y", "#\x07"]
TEXTS = [":hello world", ":\x01ACTION x\x01", ":\x1b[2J", ":好", ":", ":a\x00b", ":-)"]
MODES = [
    "+o",
    "-o",
    "+v",
    "+b",
    "b",
    "+eI",
    "+k",
    "-k",
    "+l",
    "+imnst",
    "-n",
    "+xyz",
    "+",
]
WORDS = st.sampled_from(
    [
        *(
            *NAMES,
            *PLACES,
            *TEXTS,
            *MODES,
            "LS",
            "302",
            "REQ",
            "END",
            "LIST",
            "5",
            "9999",
        ),
        *(
            "%tcuihsnflar,7",
            "root",
            "secret",
            "*!*@*",
            "!*",
            ">0",
            "<9",
            "LATEST",
            "-1",
        ),
        *(
            ":" + " ".join(OFFERED),
            ":-echo-message",
            "a,b,c,d,e,f",
            "*" * 50,
            "x" * 300,
        ),
    ]
)
TAGS = st.sampled_from(
    [
        *("", "", "", "@label=x ", "@+a=b;c=d ", "@label=\\s ", "@ ", "@;;= "),
        *(f"@label={'x' * 65} ", ":bob!bob@198.51.100.7 ", ":irc.example ", " "),
    ]
)
COMMAND = st.sampled_from([*COMMANDS, "privmsg", "001", "433", "NONSENSE"]).filter(
    lambda name: name != "QUIT"
)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Give lines that nearly mean something."""
    words = [draw(COMMAND), *draw(st.lists(WORDS, max_size=4))]
    return (draw(TAGS) + " ".join(words)).encode()


ANY_LINE = lines() | st.binary(max_size=80) | st.just(b"PRIVMSG #a :" + b"x" * 900)


def open_scene() -> Scene:
    """Give a scene with three clients of different capabilities and a plain member."""
    scene = Scene(with_operator())
    scene.enter("alice", "#a", "#b", capabilities=" ".join(OFFERED))
    scene.enter("bob", "#a", "#lobby")
    scene.enter("carol", "#a", capabilities="message-tags echo-message server-time")
    plain, _ = scene.seat_plain("plain")
    scene.room.join(plain, "#lobby")
    scene.forget()
    return scene


def check_members(scene: Scene) -> None:
    """See that everyone is one member, and sits where the channels say so."""
    room = scene.room
    members = list(room.members.values())
    assert len(members) == len(set(members)) == len(room.shapes)
    assert all(room.members[fold(each.nick)] is each for each in members)
    for channel in room.channels.values():
        assert channel.members
        assert all(channel in each.channels for each in channel.members)
    for each in members:
        assert len(each.channels) == len(set(each.channels))
        assert all(each in channel.members for channel in each.channels)
    seats = scene.network.seats
    assert all(session.member is member for member, session in seats.items())


def check_heard(scene: Scene, sender: Client, heard: dict[Client, list[str]]) -> None:
    """See that all lines are lines, and name nobody as source but who spoke."""
    own = {each.author.nick for each in scene.room.members.values()}
    for client, received in heard.items():
        for line in received:
            bare = line.partition(" ")[2] if line.startswith("@") else line
            assert len(f":irc.example {bare}".encode()) <= 510 + len(":irc.example ")
            message = parse(line.encode(), TAG_BYTES)
            assert message is not None
            assert show_text(bare) == bare  # nothing that a terminal would obey
            spoken = message.command in {"PRIVMSG", "NOTICE", "TAGMSG", "TOPIC", "MODE"}
            if client is not sender and spoken and message.source:
                nick = message.source.partition("!")[0]
                assert nick in {sender.session.client, "irc.example"} | ALIASES
                assert nick in own | ALIASES


ALIASES = {"alice", "bob", "carol"}  # what a sender was called when it spoke


@given(st.lists(st.tuples(st.integers(0, 2), ANY_LINE), max_size=12))
def test_no_line_stops_anything(script: list[tuple[int, bytes]]) -> None:
    """Three clients say anything; every one of them is still one member."""
    scene = open_scene()
    for number, line in script:
        sender = scene.clients[number]
        sender.session.receive_line(line)
        heard = {client: client.hear() for client in scene.clients}
        check_members(scene)
        check_heard(scene, sender, heard)
    for client in scene.clients:
        answer = client.say("PING still")
        closing = client.session.closing
        assert closing or answer[-1].endswith("PONG irc.example :still")


@given(st.lists(st.binary(max_size=100) | lines(), max_size=8))
def test_no_stranger_stops_anything(script: list[bytes]) -> None:
    """A client that is not registered may say anything too."""
    scene = open_scene()
    stranger = scene.connect()
    for line in script:
        stranger.session.receive_line(line)
        stranger.hear()
        check_members(scene)
    stranger.session.close("end")
    check_members(scene)

    assert {"alice", "bob", "carol"} <= set(scene.room.members)


@given(ANY_LINE, ANY_LINE)
@settings(max_examples=120)
def test_an_answer_is_bounded(first: bytes, second: bytes) -> None:
    """One line brings no more than a few kilobytes in a small room."""
    scene = open_scene()
    for line in (first, second):
        heard = scene.clients[0].say(line)
        assert len(heard) <= 80
        assert sum(map(len, heard)) <= 8192


def test_a_line_of_every_size_is_answered() -> None:
    """Up to 64 KiB: said, refused, or ignored."""
    scene = open_scene()
    for size in (0, 1, 497, 498, 499, 510, 511, 512, 4096, 8191, 8192, 65536):
        scene.clients[1].say(
            b"PRIVMSG #a :" + b"x" * size, b"@" + b"a" * size + b" PING 1"
        )
        scene.clients[1].say(b"x" * size, b"\x00" * size, b"NICK " + b"x" * size)
    check_members(scene)

    assert ["PONG irc.example :1"] == scene.clients[1].say("PING 1")


def test_nothing_that_others_keep_is_obeyed() -> None:
    """Real names, topics, reasons, keys and masks with escapes in them are shown."""
    scene = open_scene()
    alice, bob = scene.clients[:2]
    escape = "\x1b[2J\x9b1m"
    dan = scene.connect()
    dan.say("NICK dan", f"USER dan 0 * :{escape}", f"AWAY :{escape}", "JOIN #d")
    dan.say(
        f"TOPIC #d :{escape}", "MODE #d +b \x9bx", "MODE #d +k \x9bx", "INVITE bob #d"
    )
    alice.say("OPER root secret")
    asked = ("WHOIS dan", "WHO dan", "LIST", "PRIVMSG dan :x", "MODE #d b", "JOIN #d")
    heard = bob.say(*asked, "MODE #d", "TOPIC #d")
    alice.say(f"KILL dan :{escape}", f"WALLOPS :{escape}")

    for line in [*heard, *dan.hear(), *bob.hear()]:
        assert show_text(line) == line
    assert any("\\x1b[2J\\x9b1m" in line for line in heard)


def test_nobody_speaks_for_another() -> None:
    """A source that a client sends is not believed (RFC 2812 section 2.3)."""
    scene = open_scene()
    bob, carol = scene.clients[1:]
    carol.say(":alice!~alice@198.51.100.7 PRIVMSG #a :it was not me")

    assert [":carol!~carol@198.51.100.7 PRIVMSG #a :it was not me"] == bob.hear()
