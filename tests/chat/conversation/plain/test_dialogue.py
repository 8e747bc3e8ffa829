"""A person in the plain room."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.plain.dialogue import TRIES, PlainDialogue, frame
from socketlab.chat.conversation.plain.phrases import Phrases
from socketlab.chat.conversation.windows import Windows

FIRST = "Send your nickname first: without spaces or any of : , * ? ! @."
TAKEN = "This nickname is taken: choose another one."
KEPT = "What is said here is kept in a history that members can read."


class Person:
    """Somebody in the room, and what was sent."""

    def __init__(self) -> None:
        """Come in as ann."""
        windows = Windows("ann", "host:9998")
        windows.now = 1_000_000
        self.dialogue = PlainDialogue(windows, Phrases([str]), str)
        self.sent = self.dialogue.open()

    def hear(self, *texts: str) -> list[bytes]:
        """Receive datagrams; gives the answers."""
        return [
            answer
            for text in texts
            for answer in self.dialogue.receive(text.encode() + b"\n")
        ]

    def shown(self) -> list[str]:
        """Give the lines of the window."""
        return [f"{each.nick}|{each.text}" for each in self.dialogue.window.lines]


def test_the_name_comes_first_and_messages_carry_it() -> None:
    """A message can never be taken for a name, and is shown at once."""
    ann = Person()
    said = ann.dialogue.type("hello 你好")

    assert ([b"ann\n"], ["ann : hello 你好\n"]) == (
        ann.sent,
        [each.decode() for each in said],
    )
    assert ["ann|hello 你好"] == ann.shown()
    assert ann.dialogue.ready


def test_members_are_those_who_were_heard_of() -> None:
    """Who comes, speaks, is renamed, is put out or goes, is noted."""
    ann = Person()
    ann.hear("bob has joined the chat room...", "eve : hi ann", "* joe waves")
    ann.hear("eve is now called eva.", "bob has left the chat room...")
    ann.hear("eva has put joe out of the chat room: why")

    assert ["ann", "eva"] == ann.dialogue.window.roster()
    assert [False, True, False, False, False, False] == [
        each.called for each in ann.dialogue.window.lines
    ]


def test_a_taken_name_is_changed_a_little() -> None:
    """Another name is tried, and another; at last the person chooses."""
    ann = Person()
    answers = ann.hear(*[TAKEN] * (TRIES + 1))
    chosen = ann.dialogue.type("/nick eve")

    assert [f"ann{'_' * n}\n".encode() for n in range(1, TRIES + 1)] == answers
    assert [b"EXIT\n", b"eve\n"] == chosen
    assert "|/nick NAME chooses a name." in ann.shown()


def test_what_was_said_too_early_is_said_again() -> None:
    """A slow refusal costs no word: all is said under the next name, in order."""
    ann = Person()
    early = [*ann.dialogue.type("one"), *ann.dialogue.type("two")]
    again = ann.hear(TAKEN)
    refused = ann.hear(FIRST, FIRST)
    ann.hear("bob : hi")
    forgotten = [*ann.dialogue.type("three"), *ann.hear(FIRST)]

    assert [b"ann : one\n", b"ann : two\n"] == early
    assert [b"ann_\n", b"ann_ : one\n", b"ann_ : two\n"] == again
    assert [] == refused
    assert [b"ann_ : three\n", b"ann_\n", b"ann_ : three\n"] == forgotten


def test_what_was_said_before_the_challenge_is_said_behind_its_answer() -> None:
    """A challenge that comes late is answered all the same."""
    ann = Person()
    ann.dialogue.type("one")

    assert [b"012345\n", b"ann : one\n"] == ann.hear("Send 012345 to come in.")


def test_a_server_that_forgot_us_is_told_again() -> None:
    """After a restart of the server, the name is sent again, and what was said."""
    ann = Person()
    ann.dialogue.type("hello")

    assert [b"ann\n", b"ann : hello\n"] == ann.hear(FIRST)
    assert [] == ann.hear(FIRST)


def test_questions_of_the_server_are_answered() -> None:
    """A challenge while coming in, and the question whether we are still there."""
    ann = Person()
    still = (
        "Are you still there? Send anything within 60 seconds, "
        "an empty line will do, or you leave the chat room."
    )

    assert [b"012345\n"] == ann.hear("Send 012345 to come in.")
    assert [b"\n"] == ann.hear(still)
    ann.dialogue.type("x")
    assert [] == ann.hear("Send 012345 to come in.")


def test_what_was_missed_is_asked_for_and_filled_in() -> None:
    """Only what came after the loss is taken, once, in its place."""
    ann = Person()
    ann.hear("bob : before")
    ann.dialogue.lose("Lost.")
    again = ann.dialogue.open()
    asked = ann.hear(KEPT)
    past = ["00:16:39Z] bob : old", "00:16:40Z] bob : before"]
    past += ["00:16:41Z] bob : missed", "00:16:41Z] * bob waves"]
    past += ["00:16:42Z] ann : mine", "00:16:43Z] bob has joined the chat room..."]
    ann.hear(*(f"[1970-01-01T{text}" for text in past), "eve : now")

    assert ([b"ann\n"], [b"ann : /history 100\n"]) == (again, asked)
    assert [
        "bob|before",
        "|Lost.",
        "bob|missed",
        "bob|waves",
        "ann|mine",
        "|bob has joined the chat room...",
        "eve|now",
    ] == ann.shown()
    assert ann.dialogue.window.gap is None


def test_what_came_while_we_slept_is_missed_too() -> None:
    """What is read late was sent at any time since the reading before it."""
    ann = Person()
    ann.dialogue.windows.now = 1_090_000  # a minute and a half later
    ann.hear("bob : one", "The chat room closes.")
    ann.dialogue.lose("Lost.")
    ann.dialogue.open()
    ann.hear(KEPT, "[1970-01-01T00:16:50Z] bob : one")
    ann.hear("[1970-01-01T00:17:00Z] bob : two", "eve : now")

    assert ["bob|one", "|Lost.", "bob|two", "eve|now"] == ann.shown()


def test_a_server_that_ends_says_so() -> None:
    """On its last word the connection is over, until another begins."""
    ann = Person()
    ann.hear("The chat room closes.")
    closed = ann.dialogue.closed
    ann.dialogue.open()

    assert (True, False) == (closed, ann.dialogue.closed)


def test_a_second_loss_does_not_move_the_gap() -> None:
    """Whatever was missed since the first loss is missing still."""
    ann = Person()
    ann.dialogue.lose("Lost.")
    ann.dialogue.lose("Lost again.")

    assert 1 == ann.dialogue.window.gap


def test_history_on_request_comes_at_the_end() -> None:
    """What the person asks for is shown as it comes, even at an odd time."""
    ann = Person()
    ann.dialogue.lose("Lost.")
    asked = ann.dialogue.type("/history 5")
    ann.hear("[1970Z] bob : old")

    assert [b"ann : /history 5\n"] == asked
    assert ["|Lost.", "bob|old"] == ann.shown()


def test_commands_of_the_client_are_not_sent() -> None:
    """Names, help and clearing are the client's own; unknown commands are told."""
    ann = Person()
    sent = [ann.dialogue.type(text) for text in ("/names", "/help", "/dance", " ")]
    shown = ann.shown()
    ann.dialogue.type("/clear")

    assert [[], [], [], []] == sent
    assert ("|ann", "|There is no command /dance; /help lists them.") == (
        shown[0],
        shown[-1],
    )
    assert [] == ann.shown()


def test_leaving_is_the_classic_word() -> None:
    """The server is told EXIT; silence is not asked about."""
    ann = Person()

    assert ([b"EXIT\n"], []) == (ann.dialogue.leave("bye"), ann.dialogue.check())


def test_what_means_nothing_is_shown() -> None:
    """A sentence of another server is shown, its escapes visible."""
    ann = Person()
    ann.hear("Welcome!\x1b[2J", KEPT)

    assert [r"|Welcome!\x1b[2J", f"|{KEPT}"] == ann.shown()


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_no_datagram_ends_the_client(datagrams: list[bytes]) -> None:
    """Whatever comes is shown or answered, and nothing shown is obeyed."""
    ann = Person()
    for datagram in datagrams:
        ann.dialogue.receive(datagram)

    assert all(c.isprintable() or c.isspace() for c in "".join(ann.shown()))


@given(st.text())
def test_a_datagram_is_one_line(text: str) -> None:
    """What is sent ends with LF, and has no other."""
    assert frame(text).count(b"\n") == 1
