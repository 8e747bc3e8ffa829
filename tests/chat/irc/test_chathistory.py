"""CHATHISTORY ("chathistory") and HISTORY: what was said before."""

import re

import pytest

from socketlab.chat.irc.clock import write_time
from socketlab.chat.irc.wire import identify
from tests.chat.irc.clients import NOW, Client, Scene
from tests.chat.log.pasts import Past

MODERN = "batch server-time message-tags standard-replies"


class Remembering(Scene):
    """A room with a history."""

    def __init__(self) -> None:
        """Open an empty room."""
        super().__init__()
        self.network.history = self.past = Past(self.room)


@pytest.fixture
def scene() -> Remembering:
    """Give a room with a history: alice has said 1 to 6 in #a, a second apart."""
    scene = Remembering()
    alice = scene.enter("alice", "#a")
    for number in range(1, 7):
        scene.pass_time(1)
        alice.say(f"PRIVMSG #a :{number}")
    return scene


def come(scene: Remembering, *more: str) -> Client:
    """Give a client in #a that knows batches."""
    return scene.enter("bob", "#a", capabilities=" ".join([MODERN, *more]))


def time(number: int) -> str:
    """Give the reference to when alice said a number."""
    return f"timestamp={write_time(NOW + 1000 * number)}"


def texts(lines: list[str]) -> list[str]:
    """Give what is in a batch."""
    head, *inside, tail = lines
    assert re.fullmatch(r"BATCH \+history chathistory #\w+", head), lines
    assert "BATCH -history" == tail
    assert all(line.startswith("@batch=history;time=") for line in inside)
    return [line.rpartition(":")[2] for line in inside]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("LATEST #a * 2", ["5", "6"]),
        ("LATEST #A * 50", ["1", "2", "3", "4", "5", "6"]),
        (f"latest #a {time(4)} 50", ["5", "6"]),
        (f"LATEST #a {time(1)} 2", ["5", "6"]),
        (f"BEFORE #a {time(3)} 50", ["1", "2"]),
        (f"BEFORE #a {time(6)} 2", ["4", "5"]),
        (f"AFTER #a {time(4)} 50", ["5", "6"]),
        (f"AFTER #a {time(1)} 2", ["2", "3"]),
        (f"AFTER #a {time(6)} 2", []),
        (f"AROUND #a {time(3)} 3", ["2", "3", "4"]),
        (f"AROUND #a {time(3)} 1", ["3"]),
        (f"AROUND #a {time(3)} 4", ["1", "2", "3", "4"]),
        (f"BETWEEN #a {time(1)} {time(5)} 50", ["2", "3", "4"]),
        (f"BETWEEN #a {time(1)} {time(5)} 2", ["2", "3"]),
        (f"BETWEEN #a {time(5)} {time(1)} 2", ["3", "4"]),
        (f"BETWEEN #a {time(2)} {time(2)} 2", []),
        ("LATEST #a * 9999999999", ["1", "2", "3", "4", "5", "6"]),
    ],
)
def test_each_subcommand_gives_its_slice(
    scene: Remembering, request_: str, expected: list[str]
) -> None:
    """Bounds are excluded, the limit is kept, the order is that of time."""
    bob = come(scene)

    assert expected == texts(bob.say(f"CHATHISTORY {request_}"))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("BEFORE #a {3} 50", ["1", "2"]),
        ("AFTER #a {3} 50", ["4", "5", "6"]),
        ("LATEST #a {4} 50", ["5", "6"]),
        ("AROUND #a {3} 3", ["2", "3", "4"]),
        ("BETWEEN #a {2} {5} 50", ["3", "4"]),
        ("BETWEEN #a {5} {2} 1", ["4"]),
    ],
)
def test_a_message_id_is_a_place_too(
    scene: Remembering, request_: str, expected: list[str]
) -> None:
    """The ids are those that the messages had when they were said."""
    bob = come(scene)
    entries = [entry for entry, _ in scene.past.entries if entry.text]
    ids = ["", *(f"msgid={identify(entry)}" for entry in entries)]

    assert expected == texts(bob.say(f"CHATHISTORY {request_.format(*ids)}"))


def test_lines_come_as_they_were(scene: Remembering) -> None:
    """With their times, ids and authors; a label is on the batch."""
    bob = come(scene, "labeled-response")
    (entry,) = [each for each, _ in scene.past.entries if each.text == "6"]

    assert [
        "@label=x BATCH +history chathistory #a",
        (
            f"@batch=history;time={write_time(NOW + 6000)};msgid={identify(entry)} "
            ":alice!~alice@198.51.100.7 PRIVMSG #a :6"
        ),
        "BATCH -history",
    ] == bob.say("@label=x CHATHISTORY LATEST #a * 1")


def test_events_come_to_who_can_read_them(scene: Remembering) -> None:
    """With event-playback joins and topics are in it, without they are not."""
    scene.clients[0].say("TOPIC #a :new")
    scene.network.offer("draft/event-playback")
    bob = come(scene, "draft/event-playback")
    events = bob.say("CHATHISTORY LATEST #a * 3")
    words = bob.say("CAP REQ -draft/event-playback", "CHATHISTORY LATEST #a * 3")

    assert ["PRIVMSG", "TOPIC", "JOIN"] == [line.split()[2] for line in events[1:-1]]
    assert ["4", "5", "6"] == texts(words[1:])


def test_who_knows_no_batches_is_told_in_words(scene: Remembering) -> None:
    """Nothing old is taken for new, whatever kind it is."""
    scene.clients[0].say("PRIVMSG #a :\x01ACTION waves\x01", "NOTICE #a :\x1b[1m")
    bob = scene.enter("bob", "#a")

    assert [
        "NOTICE bob :[2023-11-14T22:13:26Z] <alice> 6",
        "NOTICE bob :[2023-11-14T22:13:26Z] * alice waves",
        r"NOTICE bob :[2023-11-14T22:13:26Z] -alice- \x1b[1m",
    ] == bob.say("CHATHISTORY LATEST #a * 3")


def test_the_channels_of_a_client_are_its_targets(scene: Remembering) -> None:
    """In the order of their latest words, if those lie between the times."""
    alice, bob = scene.clients[0], come(scene)
    bob.say("JOIN #b", "JOIN #silent")
    scene.pass_time(1)
    alice.say("JOIN #b", "PRIVMSG #b :x")
    bob.hear()
    found = bob.say(f"CHATHISTORY TARGETS {time(0)} {time(99)} 9")
    first = bob.say(f"CHATHISTORY TARGETS {time(0)} {time(99)} 1")
    last = bob.say(f"CHATHISTORY TARGETS {time(99)} {time(0)} 1")
    early = bob.say(f"CHATHISTORY TARGETS {time(0)} {time(5)} 9")

    a = f"@batch=history CHATHISTORY TARGETS #a {write_time(NOW + 6000)}"
    b = f"@batch=history CHATHISTORY TARGETS #b {write_time(NOW + 7000)}"
    head, tail = "BATCH +history draft/chathistory-targets", "BATCH -history"
    name = f":{scene.network.name} "
    heard = [
        [line.replace(name, "") for line in lines]
        for lines in (found, first, last, early)
    ]
    assert [[head, a, b, tail], [head, a, tail], [head, b, tail], [head, tail]] == heard


def test_targets_without_batches_are_lines(scene: Remembering) -> None:
    """Who knows no batches can read them still."""
    bob = scene.enter("bob", "#a")

    assert [f"CHATHISTORY TARGETS #a {write_time(NOW + 6000)}"] == bob.say(
        f"CHATHISTORY TARGETS {time(0)} {time(99)} 9"
    )


@pytest.mark.parametrize(
    ("request_", "failure"),
    [
        ("NEWEST #a * 1", "INVALID_PARAMS NEWEST :Unknown command"),
        ("LATEST", "INVALID_PARAMS LATEST :Insufficient parameters"),
        ("LATEST #a *", "INVALID_PARAMS LATEST :Insufficient parameters"),
        ("LATEST #a * 1 2", "INVALID_PARAMS LATEST :Too many parameters"),
        ("TARGETS a", "INVALID_PARAMS TARGETS :Insufficient parameters"),
        ("BETWEEN #a * 1 1", "INVALID_MSGREFTYPE BETWEEN #a"),
        ("BEFORE #a * 1", "INVALID_MSGREFTYPE BEFORE #a"),
        ("BEFORE #a id=3 1", "INVALID_MSGREFTYPE BEFORE #a"),
        ("BEFORE #a msgid=x 1", "INVALID_PARAMS BEFORE msgid=x :Invalid msgid"),
        ("AFTER #a timestamp=x 1", "INVALID_PARAMS AFTER timestamp=x :Invalid times"),
        ("LATEST #a * 0", "INVALID_PARAMS LATEST 0 :Invalid limit"),
        ("LATEST #a * -1", "INVALID_PARAMS LATEST -1 :Invalid limit"),
        ("LATEST #a * x", "INVALID_PARAMS LATEST x :Invalid limit"),
        ("LATEST #b * 1", "INVALID_TARGET LATEST #b :Messages could not be retr"),
        ("LATEST #none * 1", "INVALID_TARGET LATEST #none :Messages could not be"),
        ("LATEST alice * 1", "INVALID_TARGET LATEST alice :Messages could not be"),
    ],
)
def test_what_cannot_be_given_is_a_standard_reply(
    scene: Remembering, request_: str, failure: str
) -> None:
    """With the code and the context of the specification."""
    scene.enter("carol", "#b")
    (line,) = come(scene).say(f"CHATHISTORY {request_}")

    assert line.startswith(f"FAIL CHATHISTORY {failure}")


def test_a_history_that_cannot_be_read_is_a_standard_reply(scene: Remembering) -> None:
    """Nobody waits for what does not come."""
    bob = come(scene)
    scene.past.readable = False
    latest = bob.say("CHATHISTORY LATEST #a * 1")
    targets = bob.say(f"CHATHISTORY TARGETS {time(0)} {time(1)} 1")
    spoken = bob.say("HISTORY")
    scene.network.history = None
    without = bob.say("CHATHISTORY LATEST #a * 1")
    unspoken = bob.say("HISTORY")

    sentence = "Messages could not be retrieved"
    assert [f"FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :{sentence}"] == latest
    assert [f"FAIL CHATHISTORY MESSAGE_ERROR TARGETS :{sentence}"] == targets
    assert ["FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :No history is kept"] == without
    assert ["NOTICE bob :The history cannot be read just now."] == spoken
    assert ["NOTICE bob :No history is kept."] == unspoken


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("HISTORY", ["1", "2", "3", "4", "5", "6"]),
        ("HISTORY 2", ["5", "6"]),
        ("HISTORY #A 0", ["6"]),
        ("HISTORY #a 3 x", ["4", "5", "6"]),
        ("HISTORY #a x", ["1", "2", "3", "4", "5", "6"]),
    ],
)
def test_people_ask_with_one_word(
    scene: Remembering, request_: str, expected: list[str]
) -> None:
    """HISTORY tells the last lines in words, and how many there were."""
    *lines, last = come(scene).say(request_)

    assert expected == [line.rpartition("> ")[2] for line in lines]
    assert f"NOTICE bob :{len(expected)} from the history." == last


def test_a_long_line_is_told_in_several(scene: Remembering) -> None:
    """Nothing of it is cut off."""
    scene.clients[0].say(f"PRIVMSG #a :{'x' * 450}")
    *lines, _ = come(scene).say("HISTORY 1")

    assert 2 == len(lines)
    assert 450 == sum(line.partition("NOTICE bob :")[2].count("x") for line in lines)


def test_strangers_are_given_nothing(scene: Remembering) -> None:
    """HISTORY is for those in the channel; who is in none has none."""
    bob = scene.enter("bob")

    assert ["442 bob #a :You're not on that channel"] == bob.say("HISTORY #a")
    assert ["403 bob #b :No such channel"] == bob.say("HISTORY #b")
    assert ["NOTICE bob :No history is kept."] == bob.say("HISTORY")


def test_a_closed_channel_keeps_its_words_to_itself(scene: Remembering) -> None:
    """Who makes a new channel of that name is not given what was said in the old."""
    alice = scene.clients[0]
    alice.say("MODE #a +k secret", "PRIVMSG #a :hidden")
    bob = scene.enter("bob", capabilities=MODERN)
    bob.say("JOIN #a secret")
    inside = bob.say("CHATHISTORY LATEST #a * 1")
    scene.pass_time(1)
    alice.say("PART #a")
    bob.say("PART #a", "JOIN #a")
    outside = bob.say("CHATHISTORY LATEST #a * 1")

    assert ["hidden"] == texts(inside)
    assert ["6"] == texts(outside)
