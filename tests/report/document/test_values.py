"""Values in the reader's language."""

import pytest

from socketlab.report.document.values import tell_value


def shout(text: str) -> str:
    """Translate into capitals, placeholders aside."""
    return "".join(
        part if part.startswith("{") else part.upper()
        for part in text.replace("{", "\0{").replace("}", "}\0").split("\0")
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("queue 2", "QUEUE 2"),
        ("6 bytes", "6 BYTES"),
        (">= 3 sockets", ">= 3 SOCKETS"),
        ("2 children, 0 zombies", "2 CHILDREN, 0 ZOMBIES"),
        ("tcp_sock 1024-8192 bytes", "tcp_sock 1024-8192 BYTES"),
        ("tcp_sock 2304 bytes", "tcp_sock 2304 BYTES"),
        ("no SYN ACK", "NO SYN ACK"),
        ("recv success", "recv SUCCEEDS"),
        ("not accepted", "NOT ACCEPTED"),
        ("FIN_WAIT_2", "FIN-WAIT-2"),
        ("'queue 2'", "'queue 2'"),
        ("send EPIPE", "send EPIPE"),
    ],
)
def test_what_the_laboratory_says_is_translated(value: str, told: str) -> None:
    """What a program wrote, a call's answer and a state's name are not."""
    assert told == tell_value(value, shout)
