"""Bytes in, whole answers out: the echo contract for a stream.

A line is the bytes before LF; one CR before the LF does not count. Its answer
is the line reversed, then one LF. `bye` is answered and ends the conversation.
"""

from collections.abc import Iterable

from socketlab.echo.service import MAX_LINE, Ending

BYE = b"bye"


class LineEcho:
    """One conversation, as the server sees it.

    Attributes:
        ending: why the conversation is over; None while it goes on. Once it is
            set, send what was returned last, then close.

    """

    def __init__(self, max_line: int = MAX_LINE) -> None:
        """Start without a byte received; `max_line` is in bytes, without the LF."""
        self.max_line = max_line
        self.ending: Ending | None = None
        self._rest = bytearray()

    def receive_data(self, data: bytes) -> bytes:
        """Take the bytes of one read, cut anywhere; return the answers to send."""
        self._rest += data
        answers = b""
        if b"\n" in data:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            answers = self._answer(line.removesuffix(b"\r") for line in lines)
        begun = len(self._rest) - self._rest.endswith(b"\r")  # LF may be next
        if not self.ending and begun > self.max_line:
            self.ending = Ending.LINE_TOO_LONG
        if self.ending:
            self._rest.clear()
        return answers

    def receive_eof(self) -> bytes:
        """Take the end of input: a last line without LF is answered too."""
        answers = self._answer([bytes(self._rest)] if self._rest else [])
        self.ending = self.ending or Ending.END_OF_INPUT
        self._rest.clear()
        return answers

    def _answer(self, lines: Iterable[bytes]) -> bytes:
        answers = []
        for line in lines:
            if self.ending:
                break
            if len(line) > self.max_line:
                self.ending = Ending.LINE_TOO_LONG
                break
            answers.append(reverse(line))
            if line == BYE:
                self.ending = Ending.BYE
        return b"".join(answer + b"\n" for answer in answers)


def reverse(line: bytes) -> bytes:
    """Reverse by code point what is valid UTF-8 (RFC 3629), by byte what is not."""
    try:
        return line.decode()[::-1].encode()
    except UnicodeDecodeError:
        return line[::-1]
