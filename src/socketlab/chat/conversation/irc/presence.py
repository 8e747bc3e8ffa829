"""Who comes, goes and changes: RFC 2812 section 3.2."""

from typing import TYPE_CHECKING

from socketlab.chat.conversation.irc import past
from socketlab.chat.conversation.irc.speech import nick_of, time_of
from socketlab.chat.conversation.line import Line, clean
from socketlab.chat.conversation.window import Window
from socketlab.chat.entry import Kind
from socketlab.chat.irc.grammar import Message
from socketlab.chat.nickname import fold

if TYPE_CHECKING:
    from socketlab.chat.conversation.irc.dialogue import IrcDialogue


def join(dialogue: "IrcDialogue", message: Message) -> None:
    """JOIN <channel>."""
    nick, windows = nick_of(message), dialogue.windows
    window = windows.open(message.parameters[0], channel=True)
    if fold(nick) == fold(windows.nick):
        new = not window.joined and window.gap is None
        window.joined = True
        window.members.clear()
        if new:
            windows.show(window)
    window.seat(nick)
    windows.add(window, tell(dialogue, message, Kind.JOIN))


def part(dialogue: "IrcDialogue", message: Message) -> None:
    """PART <channel> [<reason>]."""
    window = dialogue.windows.find(message.parameters[0])
    if window is None:
        return
    nick, reason = nick_of(message), "".join(message.parameters[1:2])
    window.unseat(nick)
    if fold(nick) == fold(dialogue.windows.nick):
        dialogue.windows.close(window)
    else:
        line = tell(dialogue, message, Kind.LEAVE, reason)
        dialogue.windows.add(window, line)


def quit_(dialogue: "IrcDialogue", message: Message) -> None:
    """QUIT [<reason>]: seen once in each window that the leaver was in."""
    nick, line = nick_of(message), None
    for window in dialogue.windows.opened:
        private = not window.channel and fold(window.name) == fold(nick)
        if window.unseat(nick) or private:
            line = tell(dialogue, message, Kind.QUIT, "".join(message.parameters[:1]))
            dialogue.windows.add(window, line)
    if fold(nick) == fold(dialogue.wanted):
        dialogue.send("NICK", dialogue.wanted)  # the ghost of our lost connection


def nick(dialogue: "IrcDialogue", message: Message) -> None:
    """NICK <nickname>."""
    windows, old, new = dialogue.windows, nick_of(message), message.parameters[0]
    own = fold(old) == fold(windows.nick)
    line = tell(dialogue, message, Kind.NICK, new)
    if own:
        windows.nick = new
        windows.add(windows.server, line)
    for window in windows.opened:
        private = not window.channel and fold(window.name) == fold(old)
        if private and window is not windows.server:
            windows.rename(window, new)
        if window.rename(old, new) or private:
            windows.add(window, line)


def kick(dialogue: "IrcDialogue", message: Message) -> None:
    """KICK <channel> <nickname> [<reason>]."""
    window = dialogue.windows.find(message.parameters[0])
    if window is None:
        return
    target = message.parameters[1]
    window.unseat(target)
    if fold(target) == fold(dialogue.windows.nick):
        window.joined = False
        window.members.clear()
    line = tell(dialogue, message, Kind.KICK, "".join(message.parameters[2:3]), target)
    dialogue.windows.add(window, line)


def topic(dialogue: "IrcDialogue", message: Message) -> None:
    """TOPIC <channel> <topic>."""
    window = dialogue.windows.find(message.parameters[0])
    if window is not None:
        window.topic = clean(message.parameters[-1])
        line = tell(dialogue, message, Kind.TOPIC, message.parameters[-1])
        dialogue.windows.add(window, line)


def mode(dialogue: "IrcDialogue", message: Message) -> None:
    """MODE <target> <change> <parameters>."""
    target, *words = message.parameters
    window = dialogue.windows.find(target)
    line = tell(dialogue, message, Kind.MODE, " ".join(words))
    if window is None:
        dialogue.windows.add(dialogue.windows.server, line)
        return
    for given, sign, who in dialogue.support.status_changes(words[0], words[1:]):
        if window.has(who):
            seat, status = window.members[fold(who)]
            window.seat(seat, sign if given else status.replace(sign, ""))
    dialogue.windows.add(window, line)


def names(dialogue: "IrcDialogue", message: Message) -> None:
    """RPL_NAMREPLY: `<client> <symbol> <channel> :[prefix]nick ...`."""
    window = dialogue.windows.find(message.parameters[-2])
    for word in message.parameters[-1].split():
        status, who = dialogue.support.split_status(word)
        if window is not None:
            window.seat(who, status)


def end_of_names(dialogue: "IrcDialogue", message: Message) -> None:
    """RPL_ENDOFNAMES: the join is complete; now what was missed can be asked for."""
    window = dialogue.windows.find(message.parameters[1])
    if window is not None and window.joined:
        dialogue.settle(window.name)
        past.ask_for_gap(dialogue, window)


def show_topic(dialogue: "IrcDialogue", message: Message) -> None:
    """RPL_TOPIC: `<client> <channel> :<topic>`."""
    window = dialogue.windows.find(message.parameters[1])
    if window is not None:
        window.topic = clean(message.parameters[-1])


def tell(
    dialogue: "IrcDialogue", message: Message, kind: Kind, text: str = "", who: str = ""
) -> Line:
    """Give the line for what someone did."""
    windows, author = dialogue.windows, nick_of(message)
    return Line(
        time=time_of(message, windows.now),
        kind=kind,
        nick=clean(author),
        text=clean(text),
        target=clean(who),
        identity=message.tags.get("msgid", ""),
        own=fold(author) == fold(windows.nick),
    )


def rejoined(window: Window) -> bool:
    """Whether a window is a channel to come back to after a lost connection."""
    return window.channel and (window.joined or window.gap is not None)
