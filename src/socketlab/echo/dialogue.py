"""The client's half of a conversation: what is typed becomes lines to send.

Every input line is sent with LF and nothing else; `bye` is the last one.
"""

BYE = b"bye"


class Dialogue:
    """What was asked and what was answered.

    Attributes:
        asked: lines to send so far.
        answered: answers received whole.
        over: no further line will be asked: `bye` was, or the input has ended.

    """

    def __init__(self) -> None:
        """Start with nothing asked."""
        self.asked = 0
        self.answered = 0
        self.over = False
        self._rest = b""

    @property
    def complete(self) -> bool:
        """Every line that was asked has its answer, and none will follow."""
        return self.over and self.answered >= self.asked

    def receive_input(self, data: bytes) -> bytes:
        """Take bytes of input, cut anywhere; return what to send."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return b"".join(self._ask(line) for line in lines)

    def receive_input_eof(self) -> bytes:
        """Take the end of input; a last line without LF is sent with one."""
        last = self._ask(self._rest) if self._rest else b""
        self.over = True
        return last

    def receive_data(self, data: bytes) -> None:
        """Take bytes from the server."""
        self.answered += data.count(b"\n")

    def _ask(self, line: bytes) -> bytes:
        if self.over:
            return b""
        self.asked += 1
        self.over = line.removesuffix(b"\r") == BYE
        return line + b"\n"
