"""What is typed."""

import pytest

from tests.chat.conversation.irc.talking import Person


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("hello 你好", ["PRIVMSG #lobby :hello 你好"]),
        ("//slash", ["PRIVMSG #lobby /slash"]),
        ("/me waves", ["PRIVMSG #lobby :\x01ACTION waves\x01"]),
        ("a\nb", ["PRIVMSG #lobby a", "PRIVMSG #lobby b"]),
        ("/msg bob hi", ["PRIVMSG bob hi"]),
        ("/query bob", []),
        ("/msg", []),
        ("/join #b key", ["JOIN #b key"]),
        ("/join b", ["JOIN #b"]),
        ("/join #lobby", []),
        ("/join", []),
        ("/part see you", ["PART #lobby :see you"]),
        ("/part", ["PART #lobby"]),
        ("/nick eve", ["NICK eve"]),
        ("/topic birds and fish", ["TOPIC #lobby :birds and fish"]),
        ("/topic", ["TOPIC #lobby"]),
        ("/names", []),
        ("/win 1", []),
        ("/win #lobby", []),
        ("/win 7", []),
        ("/win", []),
        ("/clear", []),
        ("/history", ["CHATHISTORY LATEST #lobby * 50"]),
        ("/history 7", ["CHATHISTORY LATEST #lobby * 7"]),
        ("/away lunch", ["AWAY lunch"]),
        ("/away", ["AWAY"]),
        ("/whois bob", ["WHOIS bob"]),
        ("/whois", ["WHOIS ann"]),
        ("/list", ["LIST"]),
        ("/kick bob go away", ["KICK #lobby bob :go away"]),
        ("/kick bob", ["KICK #lobby bob bob"]),
        ("/kick", []),
        ("/invite eve", ["INVITE eve #lobby"]),
        ("/mode +o bob", ["MODE #lobby +o bob"]),
        ("/mode", ["MODE #lobby"]),
        ("/mode ann +i", ["MODE ann +i"]),
        ("/raw WHO #lobby :a b", ["WHO #lobby :a b"]),
        ("/raw VERSION", ["VERSION"]),
        ("/raw ", []),
        ("/HELP", []),
        ("/dance", []),
    ],
)
def test_a_command_sends_its_message(typed: str, sent: list[str]) -> None:
    """Each command becomes the message that the server knows, or none."""
    assert sent == Person().type(typed)


def test_a_usage_is_explained() -> None:
    """A command that lacks something says how it is written; help lists all."""
    ann = Person()
    for typed in ("/kick", "/dance", "/names"):
        ann.type(typed)
    shown = ann.shown()
    ann.type("/help")

    assert [
        "|It is written /kick NAME [REASON].",
        "|There is no command /dance; /help lists them.",
        "|@bob ann",
    ] == shown
    assert "|/quit" in ann.shown()


def test_without_echo_own_words_are_shown_at_once() -> None:
    """What was said is seen, whether or not the server repeats it."""
    plain, echoing = Person(offered="batch"), Person()
    plain.type("/me waves")
    echoing.type("hello")

    assert (["ann|waves"], []) == (plain.shown(), echoing.shown())


def test_a_long_text_becomes_several_messages() -> None:
    """No message is longer than its line allows, and nothing is lost."""
    said = "长" * 400
    lines = Person().type(said)

    assert said == "".join(line.removeprefix("PRIVMSG #lobby ") for line in lines)
    assert all(len(line.encode()) < 450 for line in lines)


def test_windows_are_shown_and_closed() -> None:
    """A private window opens, is selected, and closes with /part."""
    ann = Person()
    ann.type("/query bob")
    opened = ann.windows.current.name
    ann.type("/part")
    ann.type("/win 1")
    ann.type("nobody hears this")

    assert ("bob", None) == (opened, ann.windows.find("bob"))
    assert "|Nobody hears you here: /join #CHANNEL or /msg NAME TEXT." in ann.shown("")


def test_history_needs_a_server_that_keeps_it() -> None:
    """A server without history is not asked."""
    ann = Person(offered="batch")
    sent = ann.type("/history")

    assert ([], ["|This server keeps no history."]) == (sent, ann.shown())
