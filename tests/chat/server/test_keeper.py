"""The history in a server that runs: told, acknowledged, given back, in trouble."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from socketlab.chat.entry import Author
from socketlab.chat.log import Turn
from socketlab.chat.room import LOBBY, Room
from socketlab.chat.server.keeper import interject
from tests.chat.ears import enter
from tests.chat.server.running import (
    PATIENCE,
    SILENCE,
    LineClient,
    PlainClient,
    Running,
)


class Plain(PlainClient):
    """A UDP client that waits for what it expects."""

    def expect(self, part: str) -> None:
        """Read until a datagram has this in it."""
        while part not in self.receive():
            pass


class Keeping(Running):
    """A server that keeps a history; its clients go when it goes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Read where it listens."""
        super().__init__(process)
        self.clients: list[PlainClient | LineClient] = []

    def seat(self, nick: str) -> Plain:
        """Join in plain text."""
        client = Plain(self.udp)
        self.clients.append(client)
        client.send(nick)
        return client

    def connect(self) -> LineClient:
        """Connect to the IRC port."""
        client = super().connect()
        self.clients.append(client)
        return client


@contextmanager
def keeping(*arguments: str | Path, **variables: str) -> Iterator[Keeping]:
    """Run a server that keeps its history."""
    command: list[str | Path] = [
        *(sys.executable, "-m", "socketlab", "--lang", "en", "chat", "server"),
        *("--udp", SILENCE, "--irc", SILENCE, *arguments),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | variables,
    ) as process:
        running = Keeping(process)
        try:
            yield running
        finally:
            for client in running.clients:
                client.close()
            process.terminate()
            process.wait(timeout=PATIENCE)


def join(running: Keeping, nick: str, capabilities: str = "echo-message") -> LineClient:
    """Join the lobby as an IRC client."""
    client = running.connect()
    client.send(
        f"CAP REQ :{capabilities}",
        f"NICK {nick}",
        f"USER {nick} 0 * :{nick}",
        "CAP END",
        f"JOIN {LOBBY}",
    )
    client.expect(" 366 ")
    return client


def test_who_comes_is_told_that_a_history_is_kept(tmp_path: Path) -> None:
    """In plain text and on IRC; where none is kept, nobody is told."""
    with keeping("--history", tmp_path / "h") as running:
        running.seat("alice").expect("kept for 30 days")
        client = running.connect()
        client.send("NICK bob", "USER b 0 * :b")
        client.expect("kept in a history")


def test_what_was_said_on_any_transport_is_given_on_any_other(tmp_path: Path) -> None:
    """Also by the next server, after the first was killed."""
    with keeping("--history", tmp_path / "h") as running:
        plain = running.seat("alice")
        plain.send("from nc, 你好")
        speaker = join(running, "bob")
        speaker.send("PRIVMSG #lobby :from irssi")
        speaker.expect("bob!~bob@127.0.0.1 PRIVMSG #lobby :from irssi")
        running.process.kill()
    with keeping("--history", tmp_path / "h") as running:
        plain = running.seat("carol")
        plain.send("/history 2")
        plain.expect("] alice : from nc, 你好")
        plain.expect("] bob : from irssi")
        reader = join(running, "dave", "draft/chathistory batch")
        reader.send("CHATHISTORY LATEST #lobby * 2")
        reader.expect(":alice!udp@127.0.0.1 PRIVMSG #lobby :from nc, 你好")
        reader.expect("BATCH -")


def test_a_locked_history_is_told_and_stops_nobody(tmp_path: Path) -> None:
    """Everyone hears it, before anything is acknowledged; then that it goes on."""
    config = tmp_path / "toml"
    config.write_text("[history]\npatience = 0.2\nretry = 0.1\n")
    with keeping("--history", tmp_path / "h", "--config", config) as running:
        plain, speaker = running.seat("alice"), join(running, "bob")
        with closing(sqlite3.connect(tmp_path / "h", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            speaker.send("PRIVMSG #lobby :are you there?")
            plain.expect("bob : are you there?")
            plain.expect("The history is suspended: another program keeps")
            speaker.expect("The history is suspended: another program keeps")
            speaker.expect("PRIVMSG #lobby :are you there?")
        speaker.expect("The history is kept again; nothing is missing.")
        plain.expect("The history is kept again; nothing is missing.")


def test_the_last_words_are_acknowledged_before_the_end(tmp_path: Path) -> None:
    """SIGTERM right after a line: it is echoed, and it is in the file."""
    with keeping("--history", tmp_path / "h") as running:
        speaker = join(running, "bob")
        speaker.send("PRIVMSG #lobby :last words")
        speaker.expect("PRIVMSG #lobby :last words")
        running.process.send_signal(signal.SIGTERM)
        assert 0 == running.process.wait(PATIENCE)
    found = find("last", "--history", tmp_path / "h")

    assert "#lobby <bob> last words" in found.stdout


def test_more_than_the_disk_takes_makes_senders_wait(tmp_path: Path) -> None:
    """With the smallest queue everything is still said, heard, and kept, in order."""
    config = tmp_path / "toml"
    config.write_text("[history]\nqueue = 1024\n[limits]\nrate = 0\n")
    with keeping("--history", tmp_path / "h", "--config", config) as running:
        speaker, hearer = join(running, "bob"), join(running, "carol", "batch")
        speaker.send(*(f"PRIVMSG #lobby :{number}" for number in range(500)))
        heard = [hearer.expect("PRIVMSG") for _ in range(500)]
        echoed = [speaker.expect("PRIVMSG") for _ in range(500)]
        hearer.send("HISTORY #lobby 100")
        kept = [hearer.expect("NOTICE carol :[") for _ in range(100)]

    expected = [str(number) for number in range(500)]
    assert expected == [line.rpartition(":")[2] for line in heard]
    assert expected == [line.rpartition(":")[2] for line in echoed]
    assert expected[-100:] == [line.rpartition("> ")[2] for line in kept]


def test_sighup_changes_what_is_kept_of_the_history(tmp_path: Path) -> None:
    """How long it is kept, as newcomers are told, and how much one request gets."""
    config = tmp_path / "toml"
    config.write_text("[history]\ndays = 30\npage = 2\n")
    with keeping("--history", tmp_path / "h", "--config", config) as running:
        alice = running.seat("alice")
        alice.expect("kept for 30 days")
        alice.send("one", "two", "three", "/history 9")
        first = [alice.receive().partition("] ")[2] for _ in range(2)]
        config.write_text("[history]\ndays = 7\npage = 1\n")
        running.process.send_signal(signal.SIGHUP)
        greeting, comers = "", 0
        while "for 7 days" not in greeting:  # the signal may arrive after a newcomer
            comers += 1
            greeting = running.seat(f"comer{comers}").receive()
        alice.expect(f"comer{comers} has joined")
        alice.send("/history 9")
        second = alice.receive().partition("] ")[2]

    assert ["alice : two", "alice : three"] == first
    assert "alice : three" == second


def find(
    *arguments: str | Path, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run a search."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "socketlab",
            "--lang",
            "en",
            "chat",
            "search",
            *arguments,
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | variables,
    )


def test_a_user_has_one_history_and_may_search_it_at_any_time(tmp_path: Path) -> None:
    """Without a file it lies among the user's data; a second server keeps none."""
    place = {"XDG_DATA_HOME": str(tmp_path), "TZ": "UTC"}
    with keeping(**place) as running:
        speaker = join(running, "bob")
        speaker.send("PRIVMSG #lobby :in\x1bs the file")
        speaker.expect("PRIVMSG #lobby :in")
        found = find("file", **place)
        with keeping(**place) as second:
            plain = second.seat("alice")
            plain.send("/history")
            plain.expect("No history is kept here.")
            second.process.terminate()
            assert second.process.stderr
            said = second.process.stderr.read()

    assert (tmp_path / "socketlab/chat.sqlite").exists()
    assert found.stdout.endswith(" #lobby <bob> in\\x1bs the file\n")
    assert "Another server keeps its history in " in said


def test_a_named_file_is_one_servers(tmp_path: Path) -> None:
    """Who names the file of another server is refused, with what to do."""
    with keeping("--history", tmp_path / "h") as running:
        second = subprocess.run(
            [
                *(sys.executable, "-m", "socketlab", "--lang", "en", "chat", "server"),
                *("--udp", "off", "--irc", SILENCE, "--history", tmp_path / "h"),
            ],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert running.process.poll() is None

    assert 1 == second.returncode
    assert "choose another file with --history, or --no-history." in second.stderr


def test_to_keep_and_not_to_keep_is_wrong_usage() -> None:
    """Nobody has to guess which of the two counts."""
    both = ("--history", "h", "--no-history")
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", "en", "chat", "server", *both],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert 2 == done.returncode
    assert "Say either --history or --no-history." in done.stderr


@pytest.mark.parametrize("held", [1, 2])
def test_what_must_be_said_first_is_said_before_what_is_held(held: int) -> None:
    """A sentence goes before everything that waits for a commit, after all else."""
    room = Room(Turn())
    (_, ear), (bob, _) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(bob, "#a")
    ear.write(b"one\n")
    room.say(bob, channel, "x")
    for ticket in range(held):
        ear.hold(ticket + 1)
        ear.write(f"held {ticket + 1}\n".encode())
    interject(ear, b"first\n")
    room.turn.send()
    before = ear.lines()
    ear.release(1)
    room.turn.send()
    between = ear.lines()
    ear.release(2)
    room.turn.send()

    assert ["one", "first"] == before
    assert ["held 1"] == between
    assert ["held 2"][: held - 1] == ear.lines()
    assert Author("bob") == bob.author
