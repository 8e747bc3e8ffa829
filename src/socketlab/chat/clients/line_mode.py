"""The client line by line: for pipes, screen readers, and hands used to `nc`."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from gettext import gettext as _
from signal import SIGHUP, SIGINT, SIGTERM
from threading import Thread
from typing import Any

from socketlab.chat.clients.session import GOODBYE, Session
from socketlab.chat.conversation.wording import word
from socketlab.chat.entry import WORDS

LINGER = 1.0  # seconds in which answers to the last datagram are still heard
LAST_WORDS = 5.0  # seconds for what was typed to be sent, once the input has ended
READ_SIZE = 1 << 16
STANDARD_INPUT = 0


class LineMode:
    """Prints every new line once, and takes lines until the input ends.

    Attributes:
        signal: the number of the signal that ended it; 0: none did.

    """

    def __init__(self, session: Session, write: Callable[[str], None]) -> None:
        """Take the session, and how a line is printed."""
        self.session = session
        self.write = write
        self.signal = 0
        self.terminal = is_terminal()
        session.changed = self.print_news
        session.in_order = not self.terminal  # nobody waits impatiently at a pipe

    def print_news(self) -> None:
        """Print what has happened; what was typed is seen already, but in a pipe."""
        windows = self.session.dialogue.windows
        while windows.news:
            window, line = windows.news.popleft()
            if line.own and line.kind in WORDS and not self.terminal:
                continue
            place = "" if window is windows.current else f"[{window.name}] "
            self.write(f"{place}{word(line, _)}")

    async def run(self) -> None:
        """Go on until the person leaves.

        Raises:
            SessionError: as `Session.run`.

        """
        self._obey_signals()
        talking = asyncio.ensure_future(self.session.run())
        typing = asyncio.ensure_future(self._take_lines(talking))
        leaving: asyncio.Future[object] = asyncio.ensure_future(
            self.session.left.wait()
        )
        ends: set[asyncio.Future[Any]] = {talking, typing, leaving}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not talking.done():
                self.session.leave()
                nobody = self.signal and self.session.link is None  # is there to tell
                goodbye = 0 if nobody else 2 * GOODBYE
                await asyncio.wait({talking}, timeout=goodbye)
        finally:
            self.print_news()
            for task in (typing, leaving, talking):
                if not task.done():
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
        if not talking.cancelled():
            talking.result()

    def _obey_signals(self) -> None:
        """Leave properly when told to end."""
        loop = asyncio.get_running_loop()
        for number in (SIGINT, SIGTERM, SIGHUP):
            loop.add_signal_handler(number, self._leave_by, number)

    def _leave_by(self, number: int) -> None:
        self.signal = number
        self.session.leave()

    async def _take_lines(self, talking: "asyncio.Future[None]") -> None:
        lines = type_lines(self) if self.terminal else read_lines()
        async for line in lines:
            self.session.type(line)
            if self.session.leaving:
                return
        if not self.terminal:
            await self._send_last_words(talking)

    async def _send_last_words(self, talking: "asyncio.Future[None]") -> None:
        """Let what stood in the pipe go out before leaving."""
        sent: asyncio.Future[object] = asyncio.ensure_future(self.session.up.wait())
        either: set[asyncio.Future[Any]] = {sent, talking}
        await asyncio.wait(
            either, timeout=LAST_WORDS, return_when=asyncio.FIRST_COMPLETED
        )
        sent.cancel()
        if not self.session.dialogue.lines:
            await asyncio.sleep(LINGER)


def is_terminal() -> bool:
    """Whether a person sits at both ends, at a terminal that can move its cursor."""
    return (
        os.isatty(STANDARD_INPUT)
        and sys.stdout.isatty()
        and os.environ.get("TERM", "dumb") != "dumb"
    )


async def read_lines() -> AsyncIterator[str]:
    """Give the lines of a pipe or a file; epoll(7) would refuse a file."""
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        data = b"more"
        while data:
            try:
                data = os.read(STANDARD_INPUT, READ_SIZE)
            except OSError:  # it was closed, or the terminal was hung up (read(2))
                data = b""
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(inbox.put_nowait, data)

    Thread(target=read, daemon=True).start()
    rest = b""
    while data := await inbox.get():
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r").decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


async def type_lines(mode: LineMode) -> AsyncIterator[str]:
    """Give the lines that are edited at a terminal, with what comes above them."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 a pipe needs none of it
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415

    from socketlab.chat.clients.prompt import Names, keys  # noqa: PLC0415

    windows = mode.session.dialogue.windows
    prompt: PromptSession[str] = PromptSession(
        erase_when_done=True,
        completer=Names(windows.names),
        complete_while_typing=False,
        key_bindings=keys(),
    )
    with patch_stdout():
        mode.write(
            _("/help lists the commands; EXIT, /quit, ESC twice or Ctrl-C leaves.")
        )
        while True:
            try:
                yield await prompt.prompt_async("> ", handle_sigint=False)
            except KeyboardInterrupt:
                mode.signal = SIGINT
                return
            except EOFError:
                return
