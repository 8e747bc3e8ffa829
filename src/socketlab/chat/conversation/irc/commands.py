"""What is typed: text for the window, or a command behind `/`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from socketlab.chat.conversation.irc import past
from socketlab.chat.conversation.irc.speech import ACTION, CTCP, TEXT_BYTES
from socketlab.chat.conversation.line import Line, clean
from socketlab.chat.conversation.window import Window
from socketlab.chat.conversation.windows import Windows
from socketlab.chat.entry import Kind
from socketlab.chat.irc.grammar import cut_into_lines

if TYPE_CHECKING:
    from socketlab.chat.conversation.irc.dialogue import IrcDialogue

OLDER = 50  # messages that /history asks for


def carry_out(dialogue: "IrcDialogue", text: str) -> None:
    """Do what a typed line asks for; `//text` says `/text`."""
    if not text.startswith("/") or text.startswith("//"):
        say(dialogue, text.removeprefix("/") if text.startswith("//") else text)
        return
    name, _, rest = text[1:].partition(" ")
    command = COMMANDS.get(name.lower())
    if command is not None:
        command(dialogue, rest.strip())
        return
    windows, _ = dialogue.windows, dialogue.translate
    windows.note(
        _("There is no command /{name}; /help lists them.").format(name=clean(name))
    )


def say(dialogue: "IrcDialogue", text: str, kind: Kind = Kind.SAY) -> None:
    """Speak in the current window."""
    windows = dialogue.windows
    if windows.current is windows.server:
        _ = dialogue.translate
        windows.note(_("Nobody hears you here: /join #CHANNEL or /msg NAME TEXT."))
    else:
        speak(dialogue, windows.current, text, kind)


def speak(dialogue: "IrcDialogue", window: Window, text: str, kind: Kind) -> None:
    """Say something in a window: a message for each line, and for what is too long."""
    windows = dialogue.windows
    for line in text.splitlines():
        for piece in cut_into_lines(line, TEXT_BYTES):
            action = kind is Kind.ACTION
            sent = f"{ACTION}{piece}{CTCP}" if action else piece
            dialogue.send("PRIVMSG", window.name, sent)
            if "echo-message" not in dialogue.capabilities:
                said = Line(windows.now, kind, windows.nick, clean(piece), own=True)
                windows.add(window, said)


def act(dialogue: "IrcDialogue", text: str) -> None:
    """/me TEXT."""
    say(dialogue, text, Kind.ACTION)


def message(dialogue: "IrcDialogue", text: str) -> None:
    """/msg NAME [TEXT]: opens the conversation, too."""
    name, _, said = text.partition(" ")
    if not name:
        explain(dialogue, "msg")
        return
    channel = dialogue.support.is_channel(name)
    window = dialogue.windows.open(name, channel=channel)
    dialogue.windows.show(window)
    if said:
        speak(dialogue, window, said, Kind.SAY)


def join(dialogue: "IrcDialogue", text: str) -> None:
    """/join #CHANNEL [KEY]."""
    words = text.split()
    if not words:
        explain(dialogue, "join")
        return
    if not dialogue.support.is_channel(words[0]):
        words[0] = f"#{words[0]}"
    window = dialogue.windows.find(words[0])
    if window is not None and window.joined:
        dialogue.windows.show(window)
    else:
        dialogue.send("JOIN", *words)


def part(dialogue: "IrcDialogue", text: str) -> None:
    """/part [REASON]: leaves the channel, or closes the private conversation."""
    window = dialogue.windows.current
    if window.channel and window.joined:
        dialogue.send("PART", window.name, *([text] if text else []))
    else:
        dialogue.windows.close(window)


def nick(dialogue: "IrcDialogue", text: str) -> None:
    """/nick NAME."""
    dialogue.wanted = text
    dialogue.send("NICK", text)


def topic(dialogue: "IrcDialogue", text: str) -> None:
    """/topic [TEXT]."""
    dialogue.send("TOPIC", dialogue.windows.current.name, *([text] if text else []))


def names(dialogue: "IrcDialogue", text: str) -> None:  # noqa: ARG001 takes no words
    """/names: who is here."""
    windows = dialogue.windows
    windows.note(" ".join(windows.current.roster()) or "-")


def history(dialogue: "IrcDialogue", text: str) -> None:
    """/history [COUNT]: what was said before the first line here."""
    windows, _ = dialogue.windows, dialogue.translate
    if not past.is_offered(dialogue):
        windows.note(_("This server keeps no history."))
    else:
        count = int(text) if text.isascii() and text.isdigit() else OLDER
        past.ask_for_older(dialogue, windows.current, count)


def show_window(dialogue: "IrcDialogue", text: str) -> None:
    """/win NUMBER or NAME."""
    select(dialogue.windows, text)


def select(windows: Windows, text: str) -> None:
    """Look at a window by its number, counted from 1, or its name."""
    found = windows.find(text) if text else None
    if text.isascii() and text.isdigit() and 0 < int(text) <= len(windows.opened):
        found = windows.opened[int(text) - 1]
    if found:
        windows.show(found)


def clear(dialogue: "IrcDialogue", text: str) -> None:  # noqa: ARG001 takes no words
    """/clear: empties the window."""
    dialogue.windows.current.clear()


def here(dialogue: "IrcDialogue", text: str, command: str) -> None:
    """/kick, /invite, /mode: about the channel that is looked at."""
    words, window = text.split(), dialogue.windows.current
    if command == "MODE" and (not words or words[0][0] in "+-"):
        dialogue.send("MODE", window.name, *words)
    elif command == "MODE":
        dialogue.send("MODE", *words)
    elif not words:
        explain(dialogue, command.lower())
    elif command == "INVITE":
        dialogue.send("INVITE", words[0], window.name)
    else:
        dialogue.send("KICK", window.name, words[0], " ".join(words[1:]) or words[0])


def raw(dialogue: "IrcDialogue", text: str) -> None:
    """/raw LINE: sends it as it is."""
    first, _, rest = text.partition(" :")
    words = first.split()
    if words and words[0].isascii() and words[0].isalpha():
        dialogue.send(*words, *([rest] if rest else []))
    else:
        explain(dialogue, "raw")


def away(dialogue: "IrcDialogue", text: str) -> None:
    """/away [TEXT]."""
    dialogue.send("AWAY", *([text] if text else []))


def whois(dialogue: "IrcDialogue", text: str) -> None:
    """/whois NAME."""
    dialogue.send("WHOIS", text or dialogue.windows.nick)


def list_channels(dialogue: "IrcDialogue", text: str) -> None:
    """/list [#CHANNEL]."""
    dialogue.send("LIST", *text.split()[:1])


def help_(dialogue: "IrcDialogue", text: str) -> None:  # noqa: ARG001 takes no words
    """/help."""
    _ = dialogue.translate
    for usage in [*USAGE.values(), "/quit"]:
        dialogue.windows.note(usage)
    dialogue.windows.note(
        _("What does not begin with / is said to everyone in the window.")
    )


def explain(dialogue: "IrcDialogue", name: str) -> None:
    """Say how a command is written."""
    _ = dialogue.translate
    dialogue.windows.note(_("It is written {usage}.").format(usage=USAGE[name]))


USAGE = {
    "me": "/me TEXT",
    "msg": "/msg NAME [TEXT]",
    "join": "/join #CHANNEL [KEY]",
    "part": "/part [REASON]",
    "nick": "/nick NAME",
    "topic": "/topic [TEXT]",
    "names": "/names",
    "history": "/history [COUNT]",
    "win": "/win NUMBER",
    "clear": "/clear",
    "away": "/away [TEXT]",
    "whois": "/whois NAME",
    "list": "/list",
    "kick": "/kick NAME [REASON]",
    "invite": "/invite NAME",
    "mode": "/mode +o NAME",
    "raw": "/raw LINE",
}
Command = Callable[["IrcDialogue", str], None]
COMMANDS: dict[str, Command] = {
    "away": away,
    "clear": clear,
    "help": help_,
    "history": history,
    "invite": lambda dialogue, text: here(dialogue, text, "INVITE"),
    "join": join,
    "kick": lambda dialogue, text: here(dialogue, text, "KICK"),
    "list": list_channels,
    "me": act,
    "mode": lambda dialogue, text: here(dialogue, text, "MODE"),
    "msg": message,
    "names": names,
    "nick": nick,
    "part": part,
    "query": message,
    "raw": raw,
    "topic": topic,
    "whois": whois,
    "win": show_window,
}
