"""The room's entries as lines of IRC, by kind and by capability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.entry import Author, Entry, Kind, Run
from socketlab.chat.irc.capabilities import OFFERED
from socketlab.chat.irc.grammar import TAG_BYTES, parse
from socketlab.chat.irc.wire import IrcForm, identify, shape, show_text

ALICE = Author("alice", "~al", "h.example", realname="Alice A")
KNOWN = Author("alice", "~al", "h.example", account="al", realname="Alice A")
SERVER = "irc.example"
NOW = 1_319_042_451_620
ALL = frozenset(OFFERED)


def happen(kind: Kind, text: str = "", **rest: object) -> Entry:
    """Give an entry of alice's in #a."""
    facts: dict[str, object] = {"author": ALICE, "channel": "#a"} | rest
    return Entry(number=7, time=NOW, kind=kind, text=text, **facts)  # type: ignore[arg-type]


def encode(entry: Entry, *capabilities: str) -> str:
    """Give what clients with these capabilities read."""
    return shape(SERVER, frozenset(capabilities)).encode(entry).decode()


SOURCE = ":alice!~al@h.example"


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (happen(Kind.SAY, "hello 世界"), "PRIVMSG #a :hello 世界"),
        (happen(Kind.ACTION, "waves"), "PRIVMSG #a :\x01ACTION waves\x01"),
        (happen(Kind.NOTICE, "psst"), "NOTICE #a :psst"),
        (happen(Kind.JOIN), "JOIN #a"),
        (happen(Kind.LEAVE), "PART #a"),
        (happen(Kind.LEAVE, "bye now"), "PART #a :bye now"),
        (happen(Kind.QUIT, "Quit"), "QUIT :Quit"),
        (happen(Kind.NICK, "al"), "NICK al"),
        (happen(Kind.TOPIC, ""), "TOPIC #a :"),
        (happen(Kind.TOPIC, "new s"), "TOPIC #a :new s"),
        (happen(Kind.MODE, "+o bob"), "MODE #a +o bob"),
        (happen(Kind.KICK, "out", target="bob"), "KICK #a bob :out"),
    ],
)
def test_every_client_reads_this(entry: Entry, line: str) -> None:
    """RFC 2812 section 3: the source, the command, the parameters."""
    assert f"{SOURCE} {line}\r\n" == encode(entry)


@pytest.mark.parametrize(
    ("entry", "capability", "line"),
    [
        (happen(Kind.AWAY, "lunch"), "away-notify", "AWAY :lunch"),
        (happen(Kind.AWAY), "away-notify", "AWAY"),
        (happen(Kind.ACCOUNT, "al"), "account-notify", "ACCOUNT al"),
        (happen(Kind.ACCOUNT), "account-notify", "ACCOUNT *"),
        (happen(Kind.CHGHOST, "u h.example"), "chghost", "CHGHOST u h.example"),
        (happen(Kind.SETNAME, "New N"), "setname", "SETNAME :New N"),
        (happen(Kind.INVITE, target="bob"), "invite-notify", "INVITE bob #a"),
    ],
)
def test_only_clients_that_know_it_read_this(
    entry: Entry, capability: str, line: str
) -> None:
    """Without the capability the entry has no bytes."""
    assert "" == encode(entry)
    assert f"{SOURCE} {line}\r\n" == encode(entry, capability)


def test_extended_join_tells_account_and_real_name() -> None:
    """With "extended-join" come the account or `*`, then the real name."""
    known = happen(Kind.JOIN, author=KNOWN)

    assert f"{SOURCE} JOIN #a * :Alice A\r\n" == encode(
        happen(Kind.JOIN), "extended-join"
    )
    assert f"{SOURCE} JOIN #a al :Alice A\r\n" == encode(known, "extended-join")


def test_tags_come_with_their_capabilities() -> None:
    """`time`, `msgid`, `account`, then the client's own tags ("message-tags")."""
    entry = happen(Kind.SAY, "x", author=KNOWN, tags="+a=b")
    line = f"{SOURCE} PRIVMSG #a :x\r\n"

    assert line == encode(entry)
    assert f"@time=2011-10-19T16:40:51.620Z {line}" == encode(entry, "server-time")
    assert f"@msgid={identify(entry)};+a=b {line}" == encode(entry, "message-tags")
    assert f"@account=al {line}" == encode(entry, "account-tag")
    everything = encode(entry, *OFFERED)
    assert everything.startswith("@time=2011-10-19T16:40:51.620Z;msgid=")
    assert everything.endswith(f";account=al;+a=b {line}")
    assert f"@account=al {SOURCE} JOIN #a\r\n" == encode(
        happen(Kind.JOIN, author=KNOWN), "account-tag"
    )


def test_a_message_of_tags_is_for_those_who_read_them() -> None:
    """Servers "MUST NOT deliver TAGMSG" to others ("message-tags")."""
    entry = happen(Kind.TAGMSG, tags="+typing=active")

    assert "" == encode(entry, "server-time")
    assert f"@msgid={identify(entry)};+typing=active {SOURCE} TAGMSG #a\r\n" == encode(
        entry, "message-tags"
    )


def test_the_server_speaks_in_its_own_name() -> None:
    """A system entry is a notice from its author, or else from the server."""
    nobody, named = Author(""), Author("keeper.example")

    assert ":irc.example NOTICE #a :hello\r\n" == encode(
        happen(Kind.SYSTEM, "hello", author=nobody)
    )
    assert ":keeper.example NOTICE #a :hello\r\n" == encode(
        happen(Kind.SYSTEM, "hello", author=named)
    )


def test_who_comes_from_plain_text_has_a_full_name_too() -> None:
    """Where user and host are unknown they are `~plain` and `plain`."""
    entry = happen(Kind.SAY, "x", author=Author("bob"))

    assert ":bob!~plain@plain PRIVMSG #a :x\r\n" == encode(entry)


def test_a_text_of_several_lines_is_several_messages() -> None:
    """What is too long for one line is cut between characters; the id stands once."""
    text = "好" * 400
    lines = encode(happen(Kind.SAY, text), "server-time", "message-tags").splitlines()

    assert 3 == len(lines)
    assert [True, False, False] == ["msgid=" in line for line in lines]
    assert all("time=" in line for line in lines)
    messages = [parse(line.encode()) for line in lines]
    assert text == "".join(each.parameters[1] for each in messages if each)
    two = encode(happen(Kind.NOTICE, "a\r\nb\nc")).splitlines()
    assert ["a", "b", "c"] == [line.partition(" :")[2] for line in two]


def test_nothing_is_obeyed_by_a_terminal() -> None:
    """Escape sequences are shown, colours and CTCP are left ("Formatting")."""
    assert "\\x1b[2J\\x9b" == show_text("\x1b[2J\x9b")
    assert "\x02bold\x0f\x0304red" == show_text("\x02bold\x0f\x0304red")
    assert "a\\x00" == show_text("a\x00")


@pytest.mark.parametrize("kind", list(Kind))
def test_no_text_brings_a_second_line_or_command(kind: Kind) -> None:
    """Whatever a text holds, each line is one message of the same source."""
    entry = happen(kind, "a\r\nQUIT :x\n\x00\x85\u2028b", target="bob")

    for line in shape(SERVER, ALL).encode(entry).decode().split("\r\n")[:-1]:
        message = parse(line.encode(), TAG_BYTES)
        assert message is not None
        assert "QUIT" != message.command or kind is Kind.QUIT
        assert message.source in {"alice!~al@h.example", "alice"}


@given(
    st.sampled_from(list(Kind)),
    st.text(),
    st.frozensets(st.sampled_from(sorted(OFFERED))),
)
def test_every_entry_is_whole_lines_of_512_bytes(
    kind: Kind, text: str, capabilities: frozenset[str]
) -> None:
    """Without its tags no line is longer than RFC 2812 allows."""
    data = shape(SERVER, capabilities).encode(happen(kind, text, target="bob"))

    *lines, rest = data.split(b"\r\n")
    assert b"" == rest
    for line in lines:
        bare = line.partition(b" ")[2] if line.startswith(b"@") else line
        assert len(bare) <= 510
        assert not {b"\n", b"\r", b"\0", b"\x1b"} & {bytes([c]) for c in line}


def test_equal_capabilities_are_one_form() -> None:
    """Capabilities that change no entry's bytes make no other form."""
    plain = shape(SERVER, frozenset())

    assert plain is shape(SERVER, frozenset({"echo-message", "batch", "multi-prefix"}))
    assert plain is not shape(SERVER, frozenset({"server-time"}))
    assert (False, True) == (IrcForm.framed, IrcForm.hears_itself)


@pytest.mark.parametrize("capabilities", [(), ("server-time",), ("message-tags",)])
@pytest.mark.parametrize("texts", [["a", "你好"], ["x" * 470, "y"]])
def test_a_run_reads_like_its_entries(
    capabilities: tuple[str, ...], texts: list[str]
) -> None:
    """Said in one go or one by one, the bytes are the same."""
    form = shape(SERVER, frozenset(capabilities))
    run = Run(3, NOW, "#a", ALICE, [text.encode() for text in texts])

    assert [b"".join(map(form.encode, run.entries))] == form.encode_run(run)
