"""A chat server that cannot run says so in one sentence, and has a status."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str) -> tuple[int, str]:
    """Run `socketlab chat server`; give its status and what it says on stderr."""
    command = [sys.executable, "-m", "socketlab", "--lang", "en", "chat", "server"]
    done = subprocess.run(
        [*command, "--no-history", *arguments],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--udp", "9998"], "It reads ADDRESS:PORT, or off."),
        (["--udp", "127.0.0.1:99999"], "It reads ADDRESS:PORT, or off."),
        (["--irc", "127.0.0.1:irc"], "It reads ADDRESS:PORT, or off."),
        (["--trust", "everyone"], "It reads like 192.0.2.0/24."),
        (["--udp", "off", "--irc", "off"], "Nothing is served: "),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    arguments: list[str], sentence: str
) -> None:
    """Wrong usage is told with status 2, before anything is opened."""
    status, error = run(*arguments)

    assert (status, sentence in error) == (2, True), error


@pytest.mark.parametrize(
    ("option", "kind"), [("--udp", socket.SOCK_DGRAM), ("--irc", socket.SOCK_STREAM)]
)
def test_a_port_in_use_is_named(option: str, kind: socket.SocketKind) -> None:
    """Who has the port already is not disturbed; the sentence says what to do."""
    other = {"--udp": "--irc", "--irc": "--udp"}[option]
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            holder.listen()
        port = holder.getsockname()[1]
        status, error = run(option, f"127.0.0.1:{port}", other, "off")

    assert status == 1
    assert error.startswith(f"socketlab: Port {port} on 127.0.0.1 is in use: ")
    assert error.count("\n") == 1


def test_a_mistake_in_the_settings_has_a_line_and_a_key(tmp_path: Path) -> None:
    """The sentence names the file, the line and the key."""
    config = tmp_path / "chat.toml"
    config.write_text("[limits]\nburst = -1\n")
    status, error = run("--config", str(config))

    assert status == 1
    assert error.startswith(f"socketlab: {config}: line 2: ")
    assert "burst" in error


def test_settings_that_are_not_there_are_named(tmp_path: Path) -> None:
    """A file that does not exist is named with the reason."""
    config = tmp_path / "none.toml"

    assert run("--config", str(config)) == (
        1,
        f"socketlab: {config}: No such file or directory.\n",
    )
