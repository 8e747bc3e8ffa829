"""A person on IRC, from the first line to the last."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.irc.dialogue import IrcDialogue, user_name
from socketlab.chat.conversation.windows import Windows
from tests.chat.conversation.irc.talking import Person, text


def test_registration_begins_with_capabilities() -> None:
    """CAP, the password if there is one, the name, and who it is."""
    dialogue = IrcDialogue(Windows("小明", "h:1"), "#lobby", str, "secret")

    assert ["CAP LS 302", "NICK ann", "USER ann 0 * ann"] == Person(
        registered=False
    ).opened
    assert [
        "CAP LS 302",
        "PASS secret",
        "NICK 小明",
        "USER user 0 * 小明",
    ] == text(dialogue.open())


def test_a_changed_name_is_told() -> None:
    """Where the server, or we, had to change the name, the person is told."""
    ann = Person(registered=False)
    ann.hear(":s 001 ann2 :Welcome")

    assert ann.shown("")[0].startswith("|The name ann is taken; you are called ann2.")


def test_coming_back_joins_what_was_joined() -> None:
    """After a loss the same channels are joined, and the window stays."""
    ann = Person()
    ann.hear(":ann!a@h JOIN #b")
    ann.type("/msg bob hi")
    ann.dialogue.lose("Lost.")
    ready = ann.dialogue.ready
    ann.dialogue.open()
    answers = ann.register()
    ann.dialogue.lose("Lost.")

    assert ["JOIN #lobby", "JOIN #b"] == answers[2:4]
    assert [] == ann.hear(":ann!a@h JOIN #b", ":s 366 ann #b :End")
    assert (False, "bob") == (ready, ann.windows.current.name)
    assert [] == ann.shown("bob")


def test_a_loss_before_any_channel_is_told_too() -> None:
    """The sentence stands in the server's window while there is no other."""
    ann = Person(registered=False)
    ann.dialogue.lose("Lost.")

    assert ["|Lost."] == ann.shown("")


def test_a_silent_server_is_asked_once() -> None:
    """A PING that nothing follows means the connection is dead."""
    ann = Person()
    asked = ann.dialogue.check()
    given_up = ann.dialogue.check()
    ann.hear(":s PONG s socketlab")

    assert (["PING socketlab"], None) == (text(asked or []), given_up)
    assert ann.dialogue.check() is not None


def test_leaving_has_a_reason_or_none() -> None:
    """QUIT carries what was typed, and no line's end."""
    assert ["QUIT"] == text(Person().dialogue.leave())
    assert ["QUIT :see you  soon"] == text(Person().dialogue.leave("see you\r\nsoon"))


def test_a_strange_line_is_shown() -> None:
    """What is no message, lacks parameters or is not UTF-8 is shown, not obeyed."""
    ann = Person()
    ann.hear("!!", ":x JOIN", ":s 353 ann", "")
    ann.dialogue.receive(b":bob!b@h PRIVMSG #lobby :\xff\x1b[2J")

    assert ["|!!", "|JOIN", "|353 ann"] == ann.shown("")[1:]
    assert ["bob|\ufffd\\x1b[2J"] == ann.shown()


def test_a_user_name_is_plain() -> None:
    """Only letters and digits that every server takes, and never nothing."""
    assert ("ann1", "user", "abcdefghij") == (
        user_name("a-n_n1"),
        user_name("小明"),
        user_name("abcdefghijk"),
    )


COMMANDS = st.sampled_from(
    [
        *("PRIVMSG", "NOTICE", "JOIN", "PART", "KICK", "MODE", "NICK", "QUIT", "TOPIC"),
        *("BATCH", "CAP", "FAIL", "INVITE", "PING", "001", "005", "353", "366", "433"),
    ]
)
WORDS = st.lists(
    st.sampled_from(["ann", "bob", "#lobby", "+1", "-1", "+o", "*", "LS", "ACK", "=x"]),
    max_size=4,
)


@given(st.lists(st.tuples(COMMANDS, WORDS) | st.binary(max_size=30), max_size=8))
def test_no_line_ends_the_client(
    lines: list[tuple[str, list[str]] | bytes],
) -> None:
    """Whatever a server sends, the client goes on, and shows nothing to be obeyed."""
    ann = Person()
    for line in lines:
        if isinstance(line, bytes):
            ann.dialogue.receive(line.replace(b"\n", b""))
        else:
            ann.hear(f":bob!b@h {line[0]} {' '.join(line[1])}")
    shown = "".join(
        each.text + each.nick for window in ann.windows.opened for each in window.lines
    )

    assert all(c.isprintable() or c.isspace() for c in shown)
