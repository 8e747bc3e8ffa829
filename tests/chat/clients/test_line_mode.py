"""The client line by line, against the real server."""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.chat.clients.seats import Room, room, seated, talk, watching
from tests.chat.stores.histories import wait_until

SYN_SENT = "02"  # as /proc/net/tcp writes it
TRANSPORTS = pytest.mark.parametrize("udp", [False, True], ids=["irc", "udp"])


@pytest.fixture(scope="module")
def lobby() -> Iterator[Room]:
    """One room for tests that leave it as it was."""
    with room() as found:
        yield found


@TRANSPORTS
def test_what_stands_in_a_pipe_is_said(lobby: Room, udp: bool) -> None:  # noqa: FBT001 a parameter of the test
    """All lines are said in order, and the room sees who came and left."""
    nick = "pan" if udp else "piper"  # nobody has to wait until the other has left
    with watching(lobby) as watcher:
        done = talk("one\n两 two\nlast", *lobby.place(udp=udp), "--nick", nick)
        seen = [watcher.expect(nick).split(":", 2)[-1] for _ in range(5)]

    assert (0, "") == (done.returncode, done.stderr)
    assert ["one", "两 two", "last"] == seen[1:4]


@TRANSPORTS
def test_the_room_is_heard(lobby: Room, udp: bool) -> None:  # noqa: FBT001 a parameter of the test
    """Joins and words of others are printed, and no escape of theirs is obeyed."""
    with (
        watching(lobby) as watcher,
        seated(*lobby.place(udp=udp), "--nick", "hearer") as seat,
    ):
        seat.type("here")
        watcher.expect(":here")
        with watching(lobby, "speaker") as other:
            other.send("PRIVMSG #lobby :红 \x1b[31mred\x07")
            heard = [seat.expect("speaker") for _ in range(2)]
        seat.type("EXIT")
        ended = seat.end()
        watcher.expect(":hearer!")

    assert [
        "speaker has joined the chat room...",
        r"speaker : 红 \x1b[31mred\x07",
    ] == heard
    assert (0, "") == ended


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_leaves_properly(
    lobby: Room, number: signal.Signals, status: int
) -> None:
    """However it is ended, the server is told, and the others see it at once."""
    with (
        watching(lobby) as watcher,
        seated(*lobby.place(udp=False), "--nick", "signalled") as seat,
    ):
        seat.type("here")
        watcher.expect(":here")
        seat.interrupt(number)
        ended = seat.end()
        watcher.expect(":signalled!~signalled@127.0.0.1 QUIT")

    assert (status, "") == ended


def test_a_signal_ends_the_wait_for_a_server() -> None:
    """Where nobody answers yet, there is nobody to tell: it ends at once."""
    with ExitStack() as ends, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)  # and nobody accepts: the third SYN waits for ever
        place = listener.getsockname()
        for _ in range(3):
            early = ends.enter_context(socket.socket())
            early.setblocking(False)  # noqa: FBT003 the socket's own word
            early.connect_ex(place)
        seat = ends.enter_context(seated(f"127.0.0.1:{place[1]}", "--nick", "late"))
        wait_until(lambda: is_connecting(seat.process.pid))
        seat.interrupt(signal.SIGINT)

        assert (130, "") == seat.end()


def is_connecting(process: int) -> bool:
    """Whether a process of this host waits for an answer to its SYN."""
    table = Path(f"/proc/{process}/net/tcp").read_text().splitlines()
    rows = [row.split() for row in table[1:]]
    connecting = {f"socket:[{row[9]}]" for row in rows if row[3] == SYN_SENT}
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # it has just been closed
            if str(each.readlink()) in connecting:
                return True
    return False


def test_a_reason_is_given(lobby: Room) -> None:
    """What stands behind /quit is told to the others, after what stands before it."""
    with watching(lobby) as watcher:
        talk("hi\n/quit 再见\n", *lobby.place(udp=False), "--nick", "leaver")
        watcher.expect(":hi")
        line = watcher.expect("QUIT")

    assert "再见" in line


@TRANSPORTS
def test_a_taken_name_is_changed_a_little(lobby: Room, udp: bool) -> None:  # noqa: FBT001 a parameter of the test
    """Who finds the name taken is told what it is called now, and can speak."""
    with watching(lobby, "first") as watcher:
        done = talk("hi\n", *lobby.place(udp=udp), "--nick", "first")
        line = watcher.expect(":hi")

    assert line.startswith(":first_!")
    assert "The name first is taken; you are called first_." in done.stdout


@TRANSPORTS
def test_a_server_that_comes_back_is_found_again(tmp_path: Path, udp: bool) -> None:  # noqa: FBT001 a parameter of the test
    """The client comes back by itself, and shows what was said without it."""
    history = tmp_path / "chat.sqlite"
    with (
        room(history) as first,
        seated(*first.place(udp=udp), "--nick", "stayer") as seat,
    ):
        with watching(first) as watcher:
            seat.type("before")
            watcher.expect(":before")
            watcher.send("PRIVMSG #lobby :heard")
            seat.expect("heard")
        # Fallen silent, it misses the end of the server, and what comes after.
        seat.interrupt(signal.SIGSTOP)
        first.stop()
        with room(history, first.udp, first.irc) as second:
            talk("missed 错过\n", *second.place(udp=False), "--nick", "other")
            seat.interrupt(signal.SIGCONT)
            missed = seat.expect("missed")
            seat.type("/quit")
            ended = seat.end()

    assert "other : missed 错过" == missed
    assert (0, "") == ended


@TRANSPORTS
def test_nobody_there_is_one_sentence(udp: bool) -> None:  # noqa: FBT001 a parameter of the test
    """Where no server is, one sentence says what to do."""
    words = ["127.0.0.1:1", *(["--udp"] if udp else [])]
    done = talk("hi\n", *words, "--nick", "ann")

    assert (1, "") == (done.returncode, done.stdout)
    assert (
        "socketlab: Nobody listens on 127.0.0.1:1: "
        "start the server, or check the port.\n"
    ) == done.stderr


@pytest.mark.parametrize(
    ("words", "status", "part"),
    [
        (["--nick", "a b"], 2, "without spaces"),
        (["127.0.0.1:x"], 2, "Write ADDRESS:PORT, as in 127.0.0.1:6667."),
        (["a..b"], 1, "does not resolve to an address"),
    ],
)
def test_a_mistake_is_one_sentence(words: list[str], status: int, part: str) -> None:
    """A name or an address that cannot be is told before anything is sent."""
    done = talk("", *words)

    assert status == done.returncode
    assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_is_asked_for_by_the_server(tmp_path: Path) -> None:
    """A server with a password lets in who gives it, and tells the others."""
    config = tmp_path / "chat.toml"
    config.write_text('password = "sesame"\n')
    with room(config=config) as closed:
        place = closed.place(udp=False)
        right = talk("hi\n", *place, "--password", "sesame")
        wrong = talk("hi\n", *place)

    assert (0, 1) == (right.returncode, wrong.returncode)
    assert "The server does not let you in: Password incorrect." in wrong.stderr
