"""What the server's sentences mean, in whichever of our languages it speaks.

The templates are those of `chat.plain`; a sentence of another server means
nothing, and is shown as it is.
"""

import re
from collections.abc import Callable, Iterable
from enum import Enum, auto

Translator = Callable[[str], str]


class Meaning(Enum):
    """What a datagram tells."""

    SAID = auto()  # name, text
    ACTED = auto()  # name, text
    NOTICED = auto()  # name, text
    JOINED = auto()  # name
    LEFT = auto()  # name
    RENAMED = auto()  # name, text
    PUT_OUT = auto()  # name, target, text
    NAME_FIRST = auto()  # this address has no seat
    NAME_TAKEN = auto()
    NAME_LONG = auto()
    STILL_THERE = auto()
    CODE = auto()  # code
    CLOSING = auto()
    KEPT = auto()  # there is a history
    PAST = auto()  # time, text: a line of it


WRITTEN = [
    (Meaning.PAST, re.compile(r"\[(?P<time>\S+Z)\] (?P<text>.*)", re.DOTALL)),
    (Meaning.SAID, re.compile(r"(?P<name>\S+) : (?P<text>.*)", re.DOTALL)),
    (Meaning.ACTED, re.compile(r"\* (?P<name>\S+) (?P<text>.*)", re.DOTALL)),
    (Meaning.NOTICED, re.compile(r"-(?P<name>\S+)- (?P<text>.*)", re.DOTALL)),
]


def templates(_: Translator) -> Iterable[tuple[Meaning, str]]:
    """Give the server's sentences in a language."""
    yield from {
        Meaning.JOINED: _("{name} has joined the chat room..."),
        Meaning.LEFT: _("{name} has left the chat room..."),
        Meaning.RENAMED: _("{name} is now called {text}."),
        Meaning.PUT_OUT: _("{name} has put {target} out of the chat room: {text}"),
        Meaning.NAME_FIRST: _(
            "Send your nickname first: without spaces or any of : , * ? ! @."
        ),
        Meaning.NAME_TAKEN: _("This nickname is taken: choose another one."),
        Meaning.NAME_LONG: _("A nickname has at most {count} characters."),
        Meaning.STILL_THERE: _(
            "Are you still there? Send anything within {count} seconds, "
            "an empty line will do, or you leave the chat room."
        ),
        Meaning.CODE: _("Send {code} to come in."),
        Meaning.CLOSING: _("The chat room closes."),
        Meaning.KEPT: _(
            "What is said here is kept in a history that members can read."
        ),
    }.items()
    yield (
        Meaning.KEPT,
        _(
            "What is said here is kept for {days} days "
            "in a history that members can read."
        ),
    )


class Phrases:
    """Reads sentences in several languages."""

    def __init__(self, translators: Iterable[Translator]) -> None:
        """Take the languages a server may speak."""
        self.patterns = WRITTEN + [
            (meaning, compile_template(template))
            for translate in translators
            for meaning, template in templates(translate)
        ]

    def read(self, text: str) -> tuple[Meaning | None, dict[str, str]]:
        """Give what a text means, and its values; None: it means nothing known."""
        for meaning, pattern in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                return meaning, found.groupdict()
        return None, {}


def compile_template(template: str) -> re.Pattern[str]:
    """Give the pattern of a template: a name has no space, a text may have any."""
    pieces = re.split(r"\{(\w+)\}", template)
    pattern = "".join(
        (rf"(?P<{piece}>.*)" if piece == "text" else rf"(?P<{piece}>\S+?)")
        if number % 2
        else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
    return re.compile(pattern, re.DOTALL)
