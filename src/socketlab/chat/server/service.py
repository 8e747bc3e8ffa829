"""The loop of the chat server.

One epoll, level-triggered: who was not read to the end is reported again, and
nobody is starved, for each connection is read once per turn. Whatever a turn
appends to the logs is sent when it ends, one send for each member: under load
the turns grow and the number of sends does not.
"""

import logging
from select import EPOLLIN, epoll
from time import monotonic, time
from types import TracebackType
from typing import TYPE_CHECKING

from socketlab.chat.log import Turn
from socketlab.chat.nickname import LONGEST
from socketlab.chat.room import Room
from socketlab.chat.transports.hub import Handler, Pausing, Seat, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

EVENTS = 4096  # per epoll_wait(2)
MORE = 3  # looks at what has come during a turn, before it ends
SWEEP = 1.0  # seconds between two looks at what the time asks for

logger = logging.getLogger(__name__)


class Service:
    """The room, the transports, and the turns of the loop."""

    def __init__(self, longest: int = LONGEST) -> None:
        """Start with an empty room and no transport; `longest`: of a nickname."""
        self.turn = Turn()
        self.room = Room(self.turn, now=int(time() * 1000), longest=longest)
        self.epoll = epoll()
        self.handlers: dict[int, Handler] = {}
        self.transports: list[Transport] = []
        self.leaving: list[tuple[Seat, str]] = []
        self.paused: dict[Pausing, float] = {}
        self.now = monotonic()
        self.swept = self.now
        self.stopping = False
        self.hand_over: Callable[[], None] = lambda: None  # to the history

    def serve(self, transport: Transport) -> None:
        """Take a transport into the loop."""
        self.transports.append(transport)
        self.add(transport)

    def add(self, handler: Handler) -> None:
        """Wait for what a descriptor brings."""
        self.handlers[handler.descriptor] = handler
        self.epoll.register(handler.descriptor, EPOLLIN)

    def remove(self, handler: Handler) -> None:
        """Wait no more, before the descriptor is closed."""
        del self.handlers[handler.descriptor]
        self.epoll.unregister(handler.descriptor)

    def watch(self, descriptor: int, events: int) -> None:
        """Change what a descriptor is watched for."""
        self.epoll.modify(descriptor, events)

    def leave(self, seat: Seat, reason: str) -> None:
        """Take a member out of the room when the turn ends."""
        self.leaving.append((seat, reason))

    def pause(self, connection: Pausing, until: float) -> None:
        """Wake a connection up at this time, on the monotonic clock."""
        self.paused[connection] = until

    def run(self) -> None:
        """Turn until `stopping` is set; then say goodbye and close everything."""
        while not self.stopping:
            self.take(self.epoll.poll(self._patience(), EVENTS))
        for transport in self.transports:
            transport.say_goodbye()
        self.end_turn()
        self.close()

    def take(self, events: list[tuple[int, int]]) -> None:
        """Run one turn; what has come meanwhile belongs to it too, some times."""
        self.now = monotonic()
        self.room.now = int(time() * 1000)
        self._handle(events)
        for _ in range(MORE):
            events = self.epoll.poll(0, EVENTS)
            if not events:
                break
            self._handle(events)
        if self.paused:
            self._resume()
        if self.now - self.swept >= SWEEP:
            self.swept = self.now
            for transport in self.transports:
                with Blaming(transport):
                    transport.check()
        self.end_turn()

    def _handle(self, events: list[tuple[int, int]]) -> None:
        handlers = self.handlers
        for descriptor, mask in events:
            handler = handlers.get(descriptor)
            if handler is not None:  # it may have gone in this very turn
                with Blaming(handler):
                    handler.ready(mask)

    def end_turn(self) -> None:
        """Take out who left, and send everyone what the turn has appended."""
        turn = self.turn
        while True:
            if self.leaving:
                self._take_out()
            self.hand_over()
            if turn.streams or turn.readers:
                turn.send()
            if not self.leaving:  # nobody was lost while sending
                return

    def close(self) -> None:
        """Close all sockets."""
        for transport in self.transports:
            transport.close()
        self.epoll.close()

    def _take_out(self) -> None:
        """Let the room know at once who left in this turn."""
        leaving, self.leaving = self.leaving, []
        gone = [each for seat, reason in leaving for each in seat.forget(reason)]
        self.room.quit(gone)

    def _patience(self) -> float:
        """Give the seconds until something is to be done in any case."""
        until = min(self.paused.values(), default=self.now + SWEEP)
        return min(max(until - monotonic(), 0.0), SWEEP)

    def _resume(self) -> None:
        due = [each for each, until in self.paused.items() if until <= self.now]
        for each in due:
            del self.paused[each]
            with Blaming(each):
                each.resume()


class Blaming:
    """Lets a mistake of the server's own cost only the connection that found it."""

    __slots__ = ("culprit",)

    def __init__(self, culprit: Handler | Pausing) -> None:
        """Blame what is done next on someone."""
        self.culprit = culprit

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Log a mistake, and let the culprit give up; True: the loop goes on."""
        if not isinstance(error, Exception):
            return False
        logger.error("A mistake of the server's own.", exc_info=error)
        self.culprit.fail()
        return True
