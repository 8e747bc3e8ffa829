"""One line of a window, as a person sees it: nothing in it is obeyed."""

import re

import msgspec

from socketlab.chat.entry import Kind
from socketlab.chat.nickname import fold
from socketlab.chat.visible import show

# Modern IRC "Formatting": colour and hex colour with their numbers, then bold,
# monospace, reverse, italics, strikethrough, underline, reset. They are left out.
# https://modern.ircdocs.horse/formatting
_FORMATTING = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
    r"|[\x02\x0f\x11\x16\x1d\x1e\x1f]"
)


class Line(msgspec.Struct, frozen=True):
    """What happened, in one window.

    Args:
        time: milliseconds since the epoch.
        kind: what it tells.
        nick: who did it; nobody for what the server or this client says.
        text: as `Kind` says; visible characters only.
        target: whom a kick puts out.
        identity: the message's id, the same in every client; "" if it has none.
        own: this person did it.
        called: it was said to this person, by name or in private.

    """

    time: int
    kind: Kind
    nick: str = ""
    text: str = ""
    target: str = ""
    identity: str = ""
    own: bool = False
    called: bool = False


def clean(text: str) -> str:
    """Give a text without IRC's formatting, every other control made visible."""
    return show(_FORMATTING.sub("", text))


def calls(text: str, nick: str) -> bool:
    """Whether a text names someone, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(fold(nick))}(?!\w)", fold(text)) is not None
