"""Many messages to one channel in one read: recognised and said in one go.

Whoever pastes a text, or is a program, sends many lines that differ in their text
only. Such a run takes a fifteenth of the time that its lines would take one by
one. What is not plainly a run is none: each line then goes its usual way, so that
this file decides nothing about what is allowed.
"""

from typing import NamedTuple

from socketlab.chat.irc.grammar import MESSAGE_BYTES

COMMAND = b"PRIVMSG "
END = b"\r\n"
CHANNELS = b"#"
LISTS = b","


class Words(NamedTuple):
    """The channel's name as it was written, and what was said."""

    channel: str
    texts: list[bytes]


def read_run(data: bytes) -> Words | None:
    """Give what whole lines say, if they are a run.

    Every line, the last too, is `PRIVMSG <channel> :<text>` CR LF with the same
    channel, without tags and source; no text is empty or long, or has a character
    that is not printable.
    """
    if not (data.startswith(COMMAND) and data.endswith(END)):
        return None
    head, found, _ = data.partition(b" :")
    name = head.removeprefix(COMMAND)
    head += found
    if not (name.startswith(CHANNELS) and found) or LISTS in name or b" " in name:
        return None
    texts = data[len(head) : -len(END)].split(END + head)
    if b"" in texts or len(head) + max(map(len, texts)) > MESSAGE_BYTES:
        return None
    try:
        channel = name.decode()
        printable = channel.isprintable() and b" ".join(texts).decode().isprintable()
    except UnicodeDecodeError:
        return None
    return Words(channel, texts) if printable else None
