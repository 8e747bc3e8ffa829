"""The echo contract, asked of a real server of every model over real connections."""

import socket
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from socketlab.echo.line import LineEcho
from tests.conformance.echo_programs import Server, read_all, read_exactly, wait_until

LIMIT = 64 * 1024


def test_a_line_is_answered_by_its_reversal(server: Server) -> None:
    """The answer is the line reversed, then one LF."""
    assert b"olleh\n" == server.ask(b"hello\n")


def test_one_cr_before_lf_does_not_count(server: Server) -> None:
    """CR LF ends a line as LF does; a second CR belongs to the line."""
    assert b"olleh\n\rx\n\n" == server.ask(b"hello\r\nx\r\r\n\r\n")


def test_valid_utf8_is_reversed_by_character(server: Server) -> None:
    """A line in UTF-8 stays UTF-8; any other is reversed by byte."""
    asked = "héllo 你好\n".encode() + b"\xff\xc3\xa9\n"

    assert "好你 olléh\n".encode() + b"\xa9\xc3\xff\n" == server.ask(asked)


def test_no_nul_is_added_and_none_is_lost(server: Server) -> None:
    """Bytes are bytes: a NUL is answered where the line had one, and nowhere else."""
    assert b"olleh\nb\0a\n" == server.ask(b"hello\na\0b\n")


def test_bye_ends_the_connection_and_not_the_server(server: Server) -> None:
    """`bye` is answered `eyb`; then that connection is closed, and the next served."""
    with server.connect() as client:
        client.sendall(b"bye\n")
        answers = read_all(client)

    assert b"eyb\n" == answers
    assert b"x\n" == server.ask(b"x\n")


def test_what_follows_bye_does_not_destroy_its_answer(server: Server) -> None:
    """Input behind `bye` is not answered, and brings no reset on the answer."""
    with server.connect() as client:
        client.sendall(b"one\nbye\ntwo\n" * 1000)
        answers = read_all(client)

    assert b"eno\neyb\n" == answers


def test_a_line_in_many_segments_is_one_line(server: Server) -> None:
    """Every byte in a segment of its own gives the same answer."""
    with server.connect() as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"slowly\n":
            client.sendall(bytes([byte]))
        answer = read_exactly(client, 7)

    assert b"ylwols\n" == answer


def test_many_lines_in_one_segment_are_answered_in_order(server: Server) -> None:
    """Every complete line is answered, in order."""
    asked = b"".join(b"line %d\n" % number for number in range(1009))
    expected = LineEcho().receive_data(asked)

    assert expected == server.ask(asked)


def test_a_last_line_without_lf_is_answered(server: Server) -> None:
    """At end of input what was begun counts as a line, `bye` included."""
    assert b"a\ncba\n" == server.ask(b"a\nabc")
    assert b"eyb\n" == server.ask(b"bye")
    assert b"" == server.ask(b"")


def test_the_longest_line_is_answered(server: Server) -> None:
    """A line of exactly the limit is a line, with CR LF too."""
    line = b"a" * (LIMIT - 1) + b"z"

    assert line[::-1] + b"\n" == server.ask(line + b"\n")
    assert line[::-1] + b"\n" == server.ask(line + b"\r\n")
    assert line[::-1] + b"\n" == server.ask(line)


def test_a_line_too_long_costs_only_its_connection(
    model: str, start: Callable[..., Server]
) -> None:
    """One byte more ends the connection, behind the answers before it, with a note."""
    server = start("--model", model)
    with server.connect() as client:
        client.sendall(b"first\n" + b"x" * (LIMIT + 1))
        answers = read_all(client)

    assert b"tsrif\n" == answers
    assert b"x\n" == server.ask(b"x\n")
    wait_until(lambda: "a line that is too long" in server.reported(), "it is noted")


def test_the_limit_can_be_set(model: str, start: Callable[..., Server]) -> None:
    """`--max-line` moves the limit."""
    server = start("--model", model, "--max-line", "3")

    assert b"cba\n" == server.ask(b"abc\nabcd\nabc\n")


def test_two_megabytes_pass_while_the_client_reads(server: Server) -> None:
    """A client that sends and reads at once is answered whole, at any length."""
    asked = b"".join(b"%015d\n" % number for number in range(1 << 17))
    answers = b""
    with server.connect() as client:
        for start in range(0, len(asked), 1 << 16):
            client.sendall(asked[start : start + (1 << 16)])
            answers += read_exactly(client, 1 << 16)

    assert LineEcho().receive_data(asked) == answers


@given(pieces=st.lists(st.binary(max_size=40), max_size=8))
@settings(max_examples=25)
def test_the_wire_says_what_the_core_says(
    pieces_server: Server, pieces: list[bytes]
) -> None:
    """Whatever is sent, in whatever pieces, a server answers as `LineEcho` does."""
    core = LineEcho()
    expected = core.receive_data(b"".join(pieces)) + core.receive_eof()
    with pieces_server.connect() as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
        answers = read_all(client)

    assert expected == answers
