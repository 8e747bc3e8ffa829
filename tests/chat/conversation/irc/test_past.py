"""What was missed."""

from tests.chat.conversation.irc.talking import MSGID, Person


def said(identity: str, line: str) -> str:
    """Give a line with a message's id."""
    return MSGID.format(id=identity, line=line)


def batch(*messages: str, name: str = "#lobby", kind: str = "chathistory") -> list[str]:
    """Give lines as a batch."""
    inside = [line.replace("@", "@batch=1;", 1) for line in messages]
    return [f":s BATCH +1 {kind} {name}", *inside, ":s BATCH -1"]


def come_back(ann: Person) -> list[str]:
    """Lose the connection and make another."""
    ann.dialogue.lose("Lost.")
    ann.dialogue.open()
    return ann.register()


def test_a_gap_is_filled_where_it_is() -> None:
    """What was said meanwhile comes between the loss and the return, once each."""
    ann = Person()
    ann.hear(said("1", "bob!b@h PRIVMSG #lobby :one"))
    asked = come_back(ann)[-1]
    ann.hear(said("3", "bob!b@h PRIVMSG #lobby :three"))
    ann.hear(
        *batch(
            said("2", "bob!b@h PRIVMSG #lobby :two"),
            said("2b", "bob!b@h PRIVMSG #lobby :\x01VERSION\x01"),
            said("2c", "bob!b@h JOIN #lobby"),
            said("3", "bob!b@h PRIVMSG #lobby :three"),
        )
    )

    assert "CHATHISTORY AFTER #lobby msgid=1 100" == asked
    assert ["bob|one", "|Lost.", "bob|two", "bob|three"] == ann.shown()


def test_a_full_page_is_followed_by_the_next() -> None:
    """As long as pages are full, there may be more; in other windows it is unread."""
    ann = Person()
    ann.hear(said("1", "bob!b@h PRIVMSG #lobby :one"))
    come_back(ann)
    ann.hear(":s 005 ann CHATHISTORY=1 :are supported")
    ann.windows.show(ann.windows.server)
    asked = ann.hear(*batch(said("2", "bob!b@h PRIVMSG #lobby :ann!")))
    ended = ann.hear(*batch())
    window = ann.windows.find("#lobby")
    assert window

    assert ["CHATHISTORY AFTER #lobby msgid=2 1"] == asked
    assert ([], None, 1, True) == (ended, window.gap, window.unread, window.called)


def test_without_history_a_gap_stays() -> None:
    """Nothing is asked of a server that keeps nothing, or where nothing was said."""
    ann = Person(offered="batch")
    ann.dialogue.lose("Lost.")
    ann.dialogue.open()
    answers = ann.register("batch")
    other = Person()
    again = come_back(other)

    assert not [line for line in answers + again if line.startswith("CHATHISTORY")]


def test_older_lines_come_before_all_others() -> None:
    """What is asked for goes to the beginning; that there is nothing older is told."""
    ann = Person()
    asked = ann.type("/history")
    ann.hear(*batch(said("1", "bob!b@h PRIVMSG #lobby :one")))
    more = ann.type("/history 5")
    ann.hear(*batch())

    assert ["CHATHISTORY LATEST #lobby * 50"] == asked
    assert ["CHATHISTORY BEFORE #lobby msgid=1 5"] == more
    assert ["bob|one", "|There is nothing older in the history."] == ann.shown()


def test_other_batches_are_as_if_there_were_none() -> None:
    """Lines of an unknown batch are taken as they are; what is no batch is nothing."""
    ann = Person()
    ann.hear(*batch(said("1", "bob!b@h PRIVMSG #lobby :one"), kind="netjoin"))
    ann.hear(":s BATCH -7", *batch(name="#other"))

    assert ["bob|one"] == ann.shown()


def test_a_refusal_ends_the_asking() -> None:
    """A server that cannot give what was missed is not asked for ever."""
    ann = Person()
    ann.hear(said("1", "bob!b@h PRIVMSG #lobby :one"))
    come_back(ann)
    ann.hear(":s FAIL CHATHISTORY MESSAGE_ERROR #lobby :Not now")

    assert set() == ann.dialogue.filling
    assert "|Not now" in ann.shown()
