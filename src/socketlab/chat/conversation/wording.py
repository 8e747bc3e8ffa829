"""A line as a sentence, for the eye and for a screen reader."""

from collections.abc import Callable

from socketlab.chat.conversation.line import Line
from socketlab.chat.entry import Kind


def word(line: Line, _: Callable[[str], str]) -> str:
    """Give a line's text; what is said reads as it does on plain UDP."""
    match line.kind:
        case Kind.SAY:
            return f"{line.nick} : {line.text}"
        case Kind.ACTION:
            return f"* {line.nick} {line.text}"
        case Kind.NOTICE:
            return f"-{line.nick}- {line.text}"
        case Kind.SYSTEM:
            return line.text
    return tell(line.kind, _, text=bool(line.text)).format(
        name=line.nick, text=line.text, target=line.target
    )


def tell(kind: Kind, _: Callable[[str], str], *, text: bool) -> str:
    """Give the sentence for what someone did, with or without a text."""
    left = _("{name} has left the chat room...")
    sentences = {
        (Kind.LEAVE, True): _("{name} has left the chat room: {text}"),
        (Kind.QUIT, True): _("{name} has left the chat room: {text}"),
        (Kind.TOPIC, True): _("{name} has set the topic: {text}"),
        (Kind.TOPIC, False): _("{name} has taken the topic away."),
    }
    always = {
        Kind.JOIN: _("{name} has joined the chat room..."),
        Kind.NICK: _("{name} is now called {text}."),
        Kind.KICK: _("{name} has put {target} out of the chat room: {text}"),
        Kind.MODE: _("{name} has set the mode {text}."),
    }
    return sentences.get((kind, text)) or always.get(kind, left)
