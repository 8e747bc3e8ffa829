"""How the server ends, and reads its settings again."""

import signal
import socket
from pathlib import Path

from tests.chat.server.running import LineClient, PlainClient, serving


def test_a_terminated_server_says_goodbye() -> None:
    """On SIGTERM every client is told, the status is 0, and the ports are free."""
    with serving() as server:
        irc, udp = server.join_irc("irc"), server.join_udp("udp")
        ports = server.irc, server.udp
        irc.expect("JOIN")
        server.process.send_signal(signal.SIGTERM)
        farewell, end, closes = irc.receive(), irc.receive(), udp.receive()
        server.process.wait()
    irc.close()
    udp.close()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", ports[0]))

    assert farewell == "ERROR :Closing link: (The server ends)"
    assert (end, closes) == ("", "The chat room closes.")


def test_settings_are_read_again(tmp_path: Path) -> None:
    """After SIGHUP the new settings count, also for who is here already."""
    config = tmp_path / "chat.toml"
    config.write_text('motd = "first"\n')
    with serving("--config", config) as server:
        client: LineClient = server.join_irc("alice")
        config.write_text('motd = "second"\n')
        server.process.send_signal(signal.SIGHUP)
        answer = ""
        while "second" not in answer:  # the signal may arrive after the question
            client.send("MOTD")
            answer = client.expect(" 372 ")
        client.close()


def test_the_room_is_the_same_after_reading_again(tmp_path: Path) -> None:
    """Members keep their seats when settings change."""
    config = tmp_path / "chat.toml"
    config.write_text("")
    with serving("--config", config) as server:
        alice: PlainClient = server.join_udp("alice")
        server.process.send_signal(signal.SIGHUP)
        bob = server.join_udp("bob")
        joined = alice.receive()
        alice.close()
        bob.close()

    assert joined == "bob has joined the chat room..."
