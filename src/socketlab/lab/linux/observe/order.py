"""What is to be observed, and what the programs are called."""

from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct

INTERPRETERS = ("python", "node", "ruby", "perl", "java", "bash", "sh", "php", "lua")
"""Programs whose first argument says what runs."""

OUTSIDE = "outside"
"""Who stands behind a client that came through the door."""


class Observing(Struct, frozen=True):
    """An observation that somebody asked for.

    Attributes:
        command: the program, its words as given.
        clients: programs that run beside it, once it listens.
        port: where it listens; 0 if it need not.
        seconds: when to end; 0 for no limit.
        stop: a descriptor on which a byte means: end now.
        door: a TCP listener of the outside, -1 for none.
        mailbox: a UDP socket of the outside, -1 for none.
        streams: standard input, output and error of the user.

    """

    command: tuple[str, ...]
    clients: tuple[tuple[str, ...], ...] = ()
    port: int = 0
    seconds: float = 0
    stop: int = -1
    door: int = -1
    mailbox: int = -1
    streams: tuple[int, int, int] = (0, 1, 2)


def filled(words: Sequence[str], port: int, address: str) -> list[str]:
    """Put port and address into a command; other braces mean nothing."""
    return [
        word.replace("{port}", str(port)).replace("{address}", address)
        for word in words
    ]


def name(words: Sequence[str]) -> str:
    """What a person would call a command: `server.py` for `python3 server.py 7`."""
    program, *rest = words
    short = PurePath(program).name
    if {"-c", "-e"} & set(rest[:1]):
        return short
    if not short.rstrip("0123456789.").startswith(INTERPRETERS):
        return short
    if "-m" in rest[:-1]:
        return rest[rest.index("-m") + 1]
    for word in rest:
        if not word.startswith("-"):
            return PurePath(word).name
    return short


def names(commands: Sequence[Sequence[str]]) -> list[str]:
    """Name several commands; the second of one name is numbered."""
    given: list[str] = []
    for words in commands:
        called = short = name(words)
        count = 1
        while called in given:
            count += 1
            called = f"{short} {count}"
        given.append(called)
    return given
