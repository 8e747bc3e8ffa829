"""What was missed: IRCv3 "batch" and "chathistory".

https://ircv3.net/specs/extensions/chathistory
"""

from typing import TYPE_CHECKING, NamedTuple

from socketlab.chat.conversation.irc.speech import read_line
from socketlab.chat.conversation.window import Window
from socketlab.chat.irc.grammar import Message
from socketlab.chat.nickname import fold

if TYPE_CHECKING:
    from socketlab.chat.conversation.irc.dialogue import IrcDialogue

CAPABILITIES = ("chathistory", "draft/chathistory")


class Batch(NamedTuple):
    """Messages that belong together, from `BATCH +reference` to `BATCH -reference`."""

    kind: str
    target: str
    messages: list[Message]


def batch(dialogue: "IrcDialogue", message: Message) -> None:
    """BATCH +<reference> <type> [<parameters>], BATCH -<reference>."""
    reference, *words = message.parameters
    if reference.startswith("+"):
        kind, target, *_ = [*words, "", ""]
        dialogue.batches[reference[1:]] = Batch(kind, target, [])
        return
    done = dialogue.batches.pop(reference[1:], None)
    if done is None:
        return
    if done.kind == "chathistory":
        fill(dialogue, done)
        return
    for each in done.messages:
        dialogue.take(each)


def collect(dialogue: "IrcDialogue", message: Message) -> bool:
    """Keep a message of an open batch; False: it belongs to none."""
    reference = message.tags.get("batch", "")
    if reference not in dialogue.batches or message.command == "BATCH":
        return False
    dialogue.batches[reference].messages.append(message)
    return True


def is_offered(dialogue: "IrcDialogue") -> bool:
    """Whether this server gives history."""
    return any(name in dialogue.capabilities for name in CAPABILITIES)


def ask_for_gap(dialogue: "IrcDialogue", window: Window) -> None:
    """Ask for what was said while the connection was lost."""
    if window.gap is None:
        return
    last = window.identity_before(window.gap)
    if not (is_offered(dialogue) and last):
        window.gap = None
        return
    dialogue.filling.add(fold(window.name))
    page = str(dialogue.support.page)
    dialogue.send("CHATHISTORY", "AFTER", window.name, f"msgid={last}", page)


def ask_for_older(dialogue: "IrcDialogue", window: Window, count: int) -> None:
    """Ask for what was said before the oldest line of a window."""
    first = window.first_identity()
    place = ("BEFORE", window.name, f"msgid={first}")
    if not first:
        place = ("LATEST", window.name, "*")
    page = str(min(count, dialogue.support.page))
    dialogue.send("CHATHISTORY", *place, page)


def fill(dialogue: "IrcDialogue", done: Batch) -> None:
    """Put what was said into its place: the gap, or before everything else."""
    windows, _ = dialogue.windows, dialogue.translate
    window = windows.find(done.target)
    if window is None:
        return
    lines = [
        line
        for message in done.messages
        if message.command in {"PRIVMSG", "NOTICE"}
        and (line := read_line(message, windows.nick, windows.now))
    ]
    key = fold(window.name)
    if key not in dialogue.filling or window.gap is None:
        if not windows.insert(window, window.start, lines):
            windows.note(_("There is nothing older in the history."), window)
        return
    fresh = windows.insert(window, window.gap, lines)
    if fresh and window is not windows.current:
        window.unread += sum(not line.own for line in fresh)
        window.called = window.called or any(line.called for line in fresh)
    window.gap += len(fresh)
    if fresh and len(done.messages) >= dialogue.support.page:
        ask_for_gap(dialogue, window)  # there may be more
    else:
        dialogue.filling.discard(key)
        window.gap = None


def give_up(dialogue: "IrcDialogue") -> None:
    """End all asking: the server refused, or the connection is lost."""
    dialogue.filling.clear()
    dialogue.batches.clear()
