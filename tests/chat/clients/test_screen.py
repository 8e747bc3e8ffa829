"""The full-screen client in a real terminal, against the real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat.clients.screens import needs_tmux, screen
from tests.chat.clients.seats import Room, room, watching

pytestmark = needs_tmux
ROWS, TITLE, WINDOWS, ENTRY, HELP = 24, 0, -3, -2, -1


@pytest.fixture
def lobby() -> Iterator[Room]:
    """A room for one test: what a killed terminal leaves behind is in nobody's way."""
    with room() as found:
        yield found


def test_an_evening_in_the_room(lobby: Room, tmp_path: Path) -> None:
    """Words, Chinese ones too, members, topics, unread windows and a resize fit."""
    place = lobby.place(udp=False)
    with (
        watching(lobby, "bob") as other,
        screen(tmp_path, *place, "--nick", "小明") as seen,
    ):
        seen.wait_for("2 here")
        other.expect("JOIN")
        other.send("PRIVMSG #lobby :你好，世界 \x1b[2J小明", "TOPIC #lobby :今天的主题")
        other.send("PRIVMSG 小明 :psst")
        seen.wait_for("3 bob (1!)")
        seen.press("大家好", "BSpace", "吗", "Left", "x", "Enter")
        said = other.expect("PRIVMSG #lobby").partition(" :")[2]
        rows = seen.wait_for("小明: 大家x吗")
        seen.press("C-n")
        private = seen.wait_for("bob: psst")
        seen.run("resize-window", "-x", "40", "-y", "10")
        small = seen.wait(lambda each: len(each) == 10 and "bob: psst" in each[1])
        seen.press("C-p", "bo", "Tab", "hi", "Enter", "Up")
        small_lobby = seen.wait(lambda each: each[ENTRY] == "[小明] bob: hi")

    assert "大家x吗" == said
    assert (ROWS, " #lobby: 今天的主题") == (len(rows), rows[TITLE])
    assert r"bob: 你好，世界 \x1b[2J小明" in "".join(rows)
    assert ["2 here", "bob", "小明"] == [row.rpartition("| ")[2] for row in rows[1:4]]
    assert "F1 help" in rows[HELP]
    assert "3 bob (1!)" in rows[WINDOWS]
    assert "(1" not in private[WINDOWS]
    assert "bob: psst" in small[1]
    assert all("|" not in row for row in small_lobby)


@pytest.mark.parametrize(
    ("keys", "status"),
    [(["Escape", "Escape"], 0), (["C-c"], 130), (["/quit", "Enter"], 0)],
)
def test_each_way_out_tells_the_server(
    lobby: Room, tmp_path: Path, keys: list[str], status: int
) -> None:
    """ESC twice, Ctrl-C and /quit leave, and the others see it."""
    place = lobby.place(udp=False)
    with (
        watching(lobby, "bob") as other,
        screen(tmp_path, *place, "--nick", "ann") as seen,
    ):
        seen.wait_for("2 here")
        for key in keys:
            seen.press(key)
        other.expect(":ann!~ann@127.0.0.1 QUIT")
        seen.wait_for(f"status={status}")


def test_one_escape_only_asks(lobby: Room, tmp_path: Path) -> None:
    """After one ESC any other key stays, and what is typed is typed."""
    with screen(tmp_path, *lobby.place(udp=False), "--nick", "ann") as seen:
        seen.wait_for("1 here")
        seen.press("Escape")
        seen.wait_for("ESC once more leaves")
        seen.press("hi")
        rows = seen.wait(lambda each: each[HELP].startswith("F1 help"))

    assert "[ann] hi" == rows[ENTRY]


def test_without_colour_nothing_is_lost(lobby: Room, tmp_path: Path) -> None:
    """NO_COLOR leaves bold and reverse, and no colour at all, over UDP too."""
    with (
        watching(lobby, "bob") as other,
        screen(
            tmp_path, *lobby.place(udp=True), "--nick", "ann", settings="NO_COLOR=1"
        ) as seen,
    ):
        other.expect(":ann!udp@127.0.0.1 JOIN")
        other.send("PRIVMSG #lobby :hi ann")
        seen.wait_for("bob: hi ann")
        codes = {
            int(code)
            for part in seen.styled().split("\x1b[")[1:]
            for code in part.partition("m")[0].split(";")
            if code.isdigit()
        }

    assert codes <= {0, 1, 2, 4, 7, 22, 24, 27, 39, 49}
    assert {1, 7} <= codes


def test_a_server_that_goes_is_told_in_the_title(tmp_path: Path) -> None:
    """The connection's state stands in the title, and lines wait for it."""
    with room() as first:
        place = first.place(udp=False)
        with screen(tmp_path, *place, "--nick", "ann") as seen:
            seen.wait_for("1 here")
            first.stop()
            seen.wait_for("[connection lost] #lobby")
            seen.press("hello", "Enter")
            seen.wait_for("This will be sent once we are connected.")
            with room(None, first.udp, first.irc):
                rows = seen.wait_for("ann: hello")

    assert rows[TITLE] == " #lobby"


def test_nobody_there_is_one_sentence_on_the_terminal(tmp_path: Path) -> None:
    """Without a server the screen closes, and the sentence stands below."""
    with screen(tmp_path, "127.0.0.1:1") as seen:
        rows = seen.wait_for("status=1")

    text = "".join(rows)
    assert "socketlab: Nobody listens on 127.0.0.1:1: start the server" in text
    assert "Traceback" not in text
