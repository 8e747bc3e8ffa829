"""A conversation on the network: connects, comes back, and says goodbye."""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from gettext import gettext as _

from socketlab.chat.clients.link import Link
from socketlab.chat.conversation.backoff import wait
from socketlab.chat.conversation.dialogue import Dialogue
from socketlab.chat.conversation.farewell import read_farewell

SILENCE = 60.0  # seconds until a silent server is asked; as many again to answer
GOODBYE = 1.5  # seconds for the server to close, once it knows that we leave
NO_NEWS = 0.25  # seconds in which a refusal of the first datagram has come back
MOST_WAITING = 200  # lines that wait for the connection


class SessionError(Exception):
    """The server cannot be reached at all, or does not want us; says which."""


class Session:
    """Runs one dialogue until the person leaves.

    Attributes:
        changed: called when there is something new to see.
        in_order: a farewell waits its turn, behind lines that are not sent yet.
        status: what the connection does just now; "" while it is up.

    """

    def __init__(
        self,
        dialogue: Dialogue,
        connect: Callable[[], Awaitable[Link]],
        explain: Callable[[OSError | UnicodeError], str],
        changed: Callable[[], None],
    ) -> None:
        """Take what to say, how to connect, and how errors are explained."""
        self.dialogue = dialogue
        self.connect = connect
        self.explain = explain
        self.changed = changed
        self.link: Link | None = None
        self.met = False  # there was a connection
        self.leaving = False
        self.left = asyncio.Event()
        self.up = asyncio.Event()  # what was typed has been sent
        self.goodbye: asyncio.Future[None] | None = None
        self.waiting: list[str] = []
        self.in_order = False
        self.status = ""

    async def run(self) -> None:
        """Connect, and connect again whenever the connection is lost.

        Raises:
            SessionError: the first connection fails, or the server refuses us.

        """
        attempt = 0
        while not self.leaving:
            try:
                sentence = await self._connect_once()
            except (OSError, UnicodeError) as error:
                sentence = self.explain(error)
            if self.dialogue.ended:
                raise SessionError(self.dialogue.ended)
            if self.leaving:
                return
            if self.dialogue.settled:
                attempt, self.met = 0, True
            if not self.met:
                raise SessionError(sentence)
            await self._pause(sentence, attempt)
            attempt += 1

    async def _connect_once(self) -> str:
        """Talk on one connection; gives the sentence on how it ended."""
        self.status = _("connecting")
        self.changed()
        link = self.link = await self.connect()
        try:
            self._now()
            self._send(self.dialogue.open())
            if self.leaving:
                self._send(self.dialogue.leave())
            await self._listen(link)
        except (ConnectionResetError, BrokenPipeError):
            return _("The connection to the server broke.")
        finally:
            self.link = None
            await link.finish()
        return _("The server closed the connection.")

    async def _listen(self, link: Link) -> None:
        dialogue = self.dialogue
        while not (dialogue.ended or dialogue.closed):
            patience = SILENCE if dialogue.lines or dialogue.settled else NO_NEWS
            try:
                data = await asyncio.wait_for(link.receive(), patience)
            except TimeoutError:
                dialogue.settled = dialogue.settled or not dialogue.lines
                question = dialogue.check()
                if question is None:
                    raise ConnectionAbortedError(0, _("the server is silent")) from None
                self._send(question)
            else:
                if data is None:
                    return
                self._now()
                self._send(dialogue.receive(data))
            if dialogue.ready:
                self.status = ""
                self._send_waiting()
            self.changed()

    async def _pause(self, sentence: str, attempt: int) -> None:
        """Wait before the next attempt; leaving ends the wait."""
        seconds = wait(attempt, random.random())  # noqa: S311 no secret
        again = _("Connecting again in {seconds} s.").format(seconds=round(seconds))
        self._now()
        self.dialogue.lose(f"{sentence} {again}")
        self.status = _("connection lost")
        self.up.clear()
        self.changed()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.left.wait(), seconds)

    def type(self, text: str) -> None:
        """Take a line that was typed; while there is no connection it waits."""
        self._now()
        farewell = read_farewell(text)
        dialogue = self.dialogue
        at_once = dialogue.ready or not self.in_order
        if farewell is not None and at_once:
            self.leave(farewell)
        elif dialogue.ready or text.startswith(("/help", "/win", "/clear")):
            self._send(dialogue.type(text))
        elif len(self.waiting) < MOST_WAITING:
            self.waiting.append(text)
            if self.met and not self.link:
                dialogue.windows.note(_("This will be sent once we are connected."))
        self.changed()

    def leave(self, reason: str = "") -> None:
        """Tell the server; `run` ends when it has closed, or after a moment."""
        if self.leaving:
            return
        self.leaving = True
        self.left.set()
        if self.link is None:
            return  # nobody to tell
        self._send(self.dialogue.leave(reason))
        self.goodbye = asyncio.ensure_future(self._close(self.link))

    async def _close(self, link: Link) -> None:
        if self.dialogue.lines:
            await asyncio.sleep(GOODBYE)
        await link.finish()

    def _send_waiting(self) -> None:
        waiting, self.waiting = self.waiting, []
        for text in waiting:
            self.type(text)
        self.up.set()

    def _send(self, pieces: Iterable[bytes]) -> None:
        if self.link is not None:
            self.link.send(pieces)

    def _now(self) -> None:
        self.dialogue.windows.now = int(time.time() * 1000)
