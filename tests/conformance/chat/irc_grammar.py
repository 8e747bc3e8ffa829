"""Fuzz the IRC grammar and sessions with atheris, guided by coverage.

    pip install atheris
    python tests/conformance/chat/irc_grammar.py -max_total_time=600

It is a tool for developers, not a dependency; hypothesis does without it in
`tests/conformance/chat/test_transports.py`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

sys.path.insert(0, str(Path(__file__).parents[3]))
with atheris.instrument_imports(include=["socketlab.chat"]):
    from socketlab.chat.irc import grammar
    from tests.chat.irc.clients import Scene
from tests.conformance.chat.attacks import COMMANDS, WORDS

WITNESS = "witness"


def read_line(data: bytes) -> None:
    """A line is refused in the ways that are told, or written again as it was read."""
    try:
        message = grammar.parse(data)
    except grammar.MalformedLineError:
        return
    if message is None:
        return
    again = grammar.parse(grammar.serialise(message)[:-2], 1 << 20)
    assert again == message, (data, message, again)


def talk(data: bytes) -> None:
    """Whatever one client says, another one hears whole lines of IRC, and no lies."""
    scene = Scene()
    witness = scene.enter(WITNESS, "#lobby")
    attacker = scene.enter("evil", "#lobby")
    witness.hear()
    for line in data.split(b"\n"):
        attacker.say(line)
    for heard in witness.hear():
        assert not heard.startswith(f":{WITNESS}!"), line
        assert grammar.parse(heard.encode(), grammar.TAG_BYTES)


def check(data: bytes) -> None:
    """Look at one input in both ways."""
    if b"\n" not in data:
        read_line(data)
    talk(data)


def plant(folder: Path) -> None:
    """Give it commands to begin with: it would not guess their names."""
    for number, command in enumerate(COMMANDS):
        for place, word in enumerate(WORDS):
            line = f"{command} {WORDS[(place + number) % len(WORDS)]} {word}"
            file = folder / f"{number}-{place}"
            file.write_bytes(f"{line}\n{command} {word} :{line}".encode())


if __name__ == "__main__":
    with TemporaryDirectory() as seeds:
        plant(Path(seeds))
        atheris.Setup([*sys.argv, seeds], check)
        atheris.Fuzz()
