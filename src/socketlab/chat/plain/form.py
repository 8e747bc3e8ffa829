"""How entries read in plain text: one datagram each, `NAME : text`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from socketlab.chat.entry import Entry, Kind, Run
from socketlab.chat.visible import show

Translator = Callable[[str], str]


@dataclass(frozen=True)
class PlainForm:
    """Plain text for a program that ends its own datagrams with LF, or does not.

    Args:
        line_feed: `nc -u` sends and expects LF; the classic client does neither.
        translate: the server's language.

    """

    line_feed: bool
    translate: Translator = field(compare=False)

    framed = True  # each entry is one datagram
    hears_itself = False  # notices go to the others

    def encode(self, entry: Entry) -> bytes:
        """Give the entry's datagram; none for what plain text does not show."""
        text = self.word(entry)
        return self.frame(text) if text else b""

    def encode_run(self, run: Run) -> list[bytes]:
        """Give the datagrams of what one author said in one go."""
        return [self.encode(entry) for entry in run.entries]

    def frame(self, text: str) -> bytes:
        """Give a text's datagram: one line, whatever is in it."""
        data = show(text).encode("utf-8", "backslashreplace")
        return data + b"\n" if self.line_feed else data

    def quote(self, entry: Entry) -> str:
        """Give what someone says; what nobody else hears does not look the same."""
        name, text = entry.author.nick, entry.text
        if "#" not in entry.channel:
            _ = self.translate
            return _("{name}, to you alone: {text}").format(name=name, text=text)
        if entry.kind is Kind.SAY:
            return f"{name} : {text}"
        return f"* {name} {text}" if entry.kind is Kind.ACTION else f"-{name}- {text}"

    def word(self, entry: Entry) -> str:
        """Give the entry's sentence."""
        _ = self.translate
        match entry.kind:
            case Kind.SAY | Kind.ACTION | Kind.NOTICE:
                return self.quote(entry)
            case Kind.JOIN:
                sentence = _("{name} has joined the chat room...")
            case Kind.LEAVE | Kind.QUIT:
                sentence = _("{name} has left the chat room...")
            case Kind.NICK:
                sentence = _("{name} is now called {text}.")
            case Kind.TOPIC:
                sentence = _("{name} has set the topic: {text}")
            case Kind.KICK:
                sentence = _("{name} has put {target} out of the chat room: {text}")
            case Kind.SYSTEM:
                return entry.text
            case _:
                return ""
        return sentence.format(
            name=entry.author.nick, text=entry.text, target=entry.target
        )
