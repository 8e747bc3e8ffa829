"""What a server answers: messages and numerics, each to what it means here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from socketlab.chat.conversation.irc import past, presence
from socketlab.chat.conversation.irc.speech import nick_of, read_line
from socketlab.chat.conversation.line import clean
from socketlab.chat.irc.grammar import Message

if TYPE_CHECKING:
    from socketlab.chat.conversation.irc.dialogue import IrcDialogue

# What this client makes use of, if the server offers it (ircv3.net).
WANTED = frozenset(
    {
        "batch",
        "cap-notify",
        "echo-message",
        "message-tags",
        "multi-prefix",
        "server-time",
        *past.CAPABILITIES,
    }
)
# Said at the beginning, and of no interest: how many are there, what is supported.
SILENT = frozenset({"002", "003", "004", "329", "333", "375", "376", "422"}) | {
    *("250", "251", "252", "253", "254", "255", "265", "266")
}
MOTD = "372"
CANNOT_JOIN = frozenset(["403", "405", "437", "471", "473", "474", "475", "476", "477"])
TAKEN = "433"
ERRONEOUS = "432"


def speak(dialogue: "IrcDialogue", message: Message) -> None:
    """PRIVMSG, NOTICE <target> <text>."""
    windows, target = dialogue.windows, message.parameters[0]
    line = read_line(message, windows.nick, windows.now)
    if line is None:
        return
    name = target.lstrip("".join(dialogue.support.prefixes.values()))
    if dialogue.support.is_channel(name):
        window = windows.find(name) or windows.server
    elif line.own:
        window = windows.open(target)
    elif message.command == "NOTICE" or "." in line.nick:
        window = windows.find(line.nick) or windows.current
        if "." in line.nick or not line.nick:  # a server's name
            windows.note(line.text)
            return
    else:
        window = windows.open(nick_of(message))
    windows.add(window, line)


def ping(dialogue: "IrcDialogue", message: Message) -> None:
    """PING <token>."""
    dialogue.send("PONG", *message.parameters[-1:])


def capability(dialogue: "IrcDialogue", message: Message) -> None:
    """CAP * LS/ACK/NAK/NEW/DEL: IRCv3 "capability-negotiation"."""
    command, words = message.parameters[1].upper(), message.parameters[-1].split()
    names = {word.partition("=")[0] for word in words}
    if command == "LS":
        dialogue.offered |= names
        if message.parameters[2] != "*" or len(message.parameters) < 4:  # noqa: PLR2004 `*`: more follow
            wanted = sorted(WANTED & dialogue.offered)
            if wanted:
                dialogue.send("CAP", "REQ", " ".join(wanted))
            else:
                dialogue.send("CAP", "END")
    elif command in {"ACK", "NAK"}:
        if command == "ACK":
            dialogue.capabilities |= {each for each in names if each[0] != "-"}
        if not dialogue.settled:
            dialogue.send("CAP", "END")
    elif command == "NEW" and WANTED & names:
        dialogue.send("CAP", "REQ", " ".join(sorted(WANTED & names)))
    elif command == "DEL":
        dialogue.capabilities -= names


def welcome(dialogue: "IrcDialogue", message: Message) -> None:
    """RPL_WELCOME."""
    dialogue.welcome(message.parameters[0])
    dialogue.windows.note(message.parameters[-1], dialogue.windows.server)


def support(dialogue: "IrcDialogue", message: Message) -> None:
    """RPL_ISUPPORT."""
    dialogue.support.read(message.parameters[1:-1])


def error(dialogue: "IrcDialogue", message: Message) -> None:
    """ERROR <reason>: the server is about to close the connection."""
    if not dialogue.leaving:
        dialogue.windows.note(message.parameters[-1], dialogue.windows.server)


def invite(dialogue: "IrcDialogue", message: Message) -> None:
    """INVITE <nickname> <channel>."""
    _ = dialogue.translate
    sentence = _("{name} invites you: /join {channel}")
    dialogue.windows.note(
        sentence.format(name=nick_of(message), channel=message.parameters[1])
    )


def refuse_nick(dialogue: "IrcDialogue", message: Message) -> None:
    """ERR_NICKNAMEINUSE, ERR_ERRONEUSNICKNAME: before registration, try another."""
    windows = dialogue.windows
    if dialogue.settled:
        windows.note(" ".join(message.parameters[1:]))
    elif message.command == TAKEN and windows.nick.count("_") < 5:  # noqa: PLR2004
        windows.nick += "_"
        dialogue.send("NICK", windows.nick)
    else:
        _ = dialogue.translate
        dialogue.ended = _("The server refuses the name {name}: {reason}.").format(
            name=windows.nick, reason=clean(message.parameters[-1]).rstrip(".")
        )


def refuse_us(dialogue: "IrcDialogue", message: Message) -> None:
    """ERR_PASSWDMISMATCH, ERR_YOUREBANNEDCREEP: connecting again would not help."""
    if dialogue.settled:
        reply(dialogue, message)
        return
    _ = dialogue.translate
    dialogue.ended = _("The server does not let you in: {reason}.").format(
        reason=clean(message.parameters[-1]).rstrip(".")
    )


def standard(dialogue: "IrcDialogue", message: Message) -> None:
    """FAIL, WARN, NOTE <command> <code> [<context>] <text>: "standard-replies"."""
    if message.parameters[0] == "CHATHISTORY":
        past.give_up(dialogue)
    dialogue.windows.note(message.parameters[-1])


def reply(dialogue: "IrcDialogue", message: Message) -> None:
    """Show every other reply where the person looks, without its first parameter."""
    if message.command in SILENT:
        return
    words = " ".join(message.parameters[1:])
    if message.command == MOTD:
        dialogue.windows.note(words, dialogue.windows.server)
    elif message.command.isdigit():
        dialogue.windows.note(words)
        if message.command in CANNOT_JOIN:
            dialogue.settle(message.parameters[1])


def ignore(dialogue: "IrcDialogue", message: Message) -> None:
    """Say nothing of it."""


Event = Callable[["IrcDialogue", Message], None]
EVENTS: dict[str, Event] = {
    "001": welcome,
    "005": support,
    "332": presence.show_topic,
    "353": presence.names,
    "366": presence.end_of_names,
    ERRONEOUS: refuse_nick,
    TAKEN: refuse_nick,
    "464": refuse_us,
    "465": refuse_us,
    "BATCH": past.batch,
    "CAP": capability,
    "ERROR": error,
    "FAIL": standard,
    "INVITE": invite,
    "JOIN": presence.join,
    "KICK": presence.kick,
    "MODE": presence.mode,
    "NICK": presence.nick,
    "NOTE": standard,
    "NOTICE": speak,
    "PART": presence.part,
    "PING": ping,
    "PONG": ignore,
    "PRIVMSG": speak,
    "QUIT": presence.quit_,
    "TAGMSG": ignore,
    "TOPIC": presence.topic,
    "WARN": standard,
}
