"""What is asked of a chat room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    """Members in one room, some of whom speak.

    Attributes:
        members: all who join.
        senders: those who speak; at least one member only listens.
        window: messages that each sender has in flight.
        rate: messages per second of all senders together; 0: as the window allows.
        seconds: how long they speak.
        size: bytes of a message.
        joins: how many join at once.

    """

    members: int = 100
    senders: int = 10
    window: int = 64
    rate: float = 0.0
    seconds: float = 3.0
    size: int = 60
    joins: int = 64


HEAD = 2 + 4 + 9  # `M~`, the sender, the sequence number


def compose(sender: int, number: int, size: int) -> bytes:
    """Give a message that says whose it is and which one."""
    return b"M~%04d%09d" % (sender, number) + b"x" * (size - HEAD)


def recognise(line: bytes) -> tuple[int, int] | None:
    """Give the sender and the number of a message in a line; None: another line."""
    at = line.find(b" :M~")
    if at < 0:
        return None
    try:
        return int(line[at + 4 : at + 8]), int(line[at + 8 : at + 17])
    except ValueError:
        return None
