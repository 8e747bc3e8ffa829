"""Who comes, goes and changes."""

from tests.chat.conversation.irc.talking import Person


def test_a_channel_fills_and_empties() -> None:
    """Joins, parts, quits and kicks change the members; each is a line."""
    ann = Person()
    ann.hear(":eve!e@h JOIN #lobby", ":joe!e@h JOIN #lobby", ":kim!e@h JOIN #lobby")
    ann.hear(":eve!e@h PART #lobby :bye", ":joe!e@h QUIT :gone", ":x!x@h QUIT")
    ann.hear(":bob!b@h KICK #lobby kim :why", ":bob!b@h KICK #other kim")
    window = ann.windows.find("#lobby")
    assert window

    assert ["@bob", "ann"] == window.roster()
    assert ["eve|bye", "joe|gone", "bob|why"] == ann.shown()


def test_names_follow_their_owners() -> None:
    """A new name is known in every window; one's own, too."""
    ann = Person()
    ann.hear(":bob!b@h PRIVMSG ann :psst", ":bob!b@h NICK :rob")
    ann.hear(":ann!a@h NICK :anna", ":rob!b@h QUIT :bye")
    window = ann.windows.find("#lobby")
    assert window

    assert ("anna", ["anna"]) == (ann.windows.nick, window.roster())
    assert ["bob|psst", "bob|rob", "rob|bye"] == ann.shown("rob")
    assert "ann|anna" in ann.shown("")


def test_status_is_shown_as_modes_change() -> None:
    """Operators and voices get their sign and lose it; other modes are told."""
    ann = Person()
    ann.hear(":bob!b@h MODE #lobby +vo ann ann", ":bob!b@h MODE #lobby -o+b bob x")
    ann.hear(":bob!b@h MODE #lobby +o nobody", ":ann MODE ann +i")
    window = ann.windows.find("#lobby")
    assert window

    assert ["@ann", "bob"] == window.roster()
    assert "ann|+i" in ann.shown("")


def test_topics_are_shown() -> None:
    """The topic of a channel is known when one comes, and as it changes."""
    ann = Person()
    ann.hear(":s 332 ann #lobby :birds", ":s 332 ann #other :no")
    window = ann.windows.find("#lobby")
    assert window
    before = window.topic
    ann.hear(":bob!b@h TOPIC #lobby :fish", ":bob!b@h TOPIC #other :no")

    assert ("birds", "fish") == (before, window.topic)


def test_coming_back_changes_no_window() -> None:
    """A first join shows the channel, a later one leaves the person where it looks."""
    ann = Person()
    ann.windows.show(ann.windows.server)
    ann.hear(":ann!a@h JOIN #lobby")

    assert ann.windows.server is ann.windows.current


def test_leaving_closes_and_being_put_out_does_not() -> None:
    """One's own part closes the window; a kick leaves it to be read."""
    ann = Person()
    ann.hear(":ann!a@h JOIN #b", ":bob!b@h KICK #lobby ann", ":ann!a@h PART #b")
    ann.hear(":ann!a@h PART #b", ":s 353 ann = #b :ann", ":s 366 ann #b :End")
    window = ann.windows.find("#lobby")
    assert window

    assert (False, {}, None) == (
        window.joined,
        window.members,
        ann.windows.find("#b"),
    )


def test_a_name_that_a_ghost_held_is_taken_back() -> None:
    """When our lost connection is gone at last, we take our name again."""
    ann = Person(registered=False)
    tried = ann.hear(":s 433 * ann :Nickname is already in use")
    ann.hear(":s 001 ann_ :Welcome")

    assert ["NICK ann_"] == tried
    assert ["NICK ann"] == ann.hear(":ann!a@h QUIT :Ping timeout")
