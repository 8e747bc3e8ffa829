"""From what was asked for on the command line to a conversation."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING

from socketlab import i18n
from socketlab.chat.clients.line_mode import LineMode, is_terminal
from socketlab.chat.clients.link import connect_tcp, connect_udp
from socketlab.chat.clients.session import Session
from socketlab.chat.conversation.irc.dialogue import IrcDialogue
from socketlab.chat.conversation.plain.dialogue import PlainDialogue
from socketlab.chat.conversation.plain.phrases import Phrases
from socketlab.chat.conversation.windows import Windows
from socketlab.chat.room import LOBBY

if TYPE_CHECKING:
    from socketlab.chat.conversation.dialogue import Dialogue

Explain = Callable[[OSError | UnicodeError], str]


def open_session(
    address: str, port: int, nick: str, explain: Explain, *, udp: bool, password: str
) -> Session:
    """Prepare a conversation; nothing is connected yet.

    Args:
        address: a name, an IPv4 or an IPv6 address.
        port: the server's.
        nick: what the person wants to be called.
        explain: gives a failed call's sentence.
        udp: plain text over UDP; otherwise IRC over TCP.
        password: the server's; "" if it has none.

    """
    windows = Windows(nick, f"{address}:{port}")
    dialogue: Dialogue
    if udp:
        translators = map(i18n.translator, i18n.LANGUAGES)
        dialogue = PlainDialogue(windows, Phrases(translators), _)
    else:
        dialogue = IrcDialogue(windows, LOBBY, _, password)
    connect = partial(connect_udp if udp else connect_tcp, address, port)
    return Session(dialogue, connect, explain, lambda: None)


def converse(prepare: Callable[[], Session], *, plain: bool) -> int:
    """Talk until the person leaves; gives the number of the signal that ended it.

    Args:
        prepare: gives the session, once there is an event loop.
        plain: line by line, also where a full screen could be shown.

    Raises:
        SessionError: the server cannot be reached, or does not want us.

    """
    run = run_lines if plain or not is_terminal() else run_screen
    return asyncio.run(run(prepare()))


async def run_lines(session: Session) -> int:
    """Talk line by line."""
    mode = LineMode(session, print_line)
    await mode.run()
    return mode.signal


async def run_screen(session: Session) -> int:
    """Talk on the full screen."""
    from socketlab.chat.clients.screen.app import ChatApp  # noqa: PLC0415 it is heavy

    app = ChatApp(session)
    await app.run_async(mouse=False)
    if app.failure is not None:
        raise app.failure
    return app.signal


def print_line(text: str) -> None:
    """Print a line at once; a reader that has gone away ends the program."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
