"""One client's conversation: lines in, room commands and direct replies out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from socketlab.chat.channel import Channel, Member
from socketlab.chat.entry import Kind
from socketlab.chat.irc import wire
from socketlab.chat.irc.commands.messages import speak_at_once
from socketlab.chat.irc.commands.table import COMMANDS, Command
from socketlab.chat.irc.grammar import (
    LineTooLongError,
    MalformedLineError,
    Message,
    NotUtf8Error,
    parse,
)
from socketlab.chat.irc.labels import label_response, read_label
from socketlab.chat.irc.network import Network
from socketlab.chat.irc.numerics import (
    ERR_INPUTTOOLONG,
    ERR_NEEDMOREPARAMS,
    ERR_NOTREGISTERED,
    ERR_UNKNOWNCOMMAND,
    RejectedError,
)
from socketlab.chat.irc.runs import read_run
from socketlab.chat.irc.voice import Voice, frame
from socketlab.chat.log import Reader

NOWHERE: Mapping[bytes, Channel] = MappingProxyType({})


class Session(Voice):
    """One connection, from its first line to its last.

    The transport hands in lines, sends what the reader holds, asks `check_time` now
    and then, and closes the connection once `closing` is set and all is sent.

    Attributes:
        reader: what is to be sent to this client, in order.
        closing: why the connection is to be closed; "" while it goes on.
        member: its seat in the room; None until it is registered.

    """

    def __init__(
        self, network: Network, host: str, reader: Reader | None = None
    ) -> None:
        """Begin with a client of whom only the host is known, an address or a name.

        A transport gives a reader of its own, which hears `wire.shape(name, none)`.
        """
        form = wire.shape(network.name, frozenset())
        super().__init__(network, reader or Reader(network.room.turn, form))
        # A parameter may not begin with a colon: `::1` is written `0::1`.
        self.host = f"0{host}" if host.startswith(":") else host
        self.closing = ""
        self.user = self.realname = self.password = ""  # as announced
        self.negotiating = False
        self.cap_version = 0
        self.invitations: tuple[Channel, ...] = ()  # the latest last
        self.began = self.heard = network.room.now
        self.asked = 0  # when a PING was sent that is not answered; 0: none
        # The channels it speaks in, as it spelled them; most members only listen.
        self.addressed: Mapping[bytes, Channel] = NOWHERE
        self.afterwards: tuple[bytes, ...] = ()  # not part of what has the label
        self.labelled = False  # the line being carried out has a label
        self._batches = 0
        network.sessions[self] = None

    # Lines in

    def receive_lines(self, lines: Iterable[bytes]) -> None:
        """Take the lines of one read, without their CR LF."""
        for line in lines:
            self.receive_line(line)

    def receive_line(self, line: bytes) -> None:
        """Take one line without its CR LF, whatever is in it."""
        if self.closing:
            return
        self.heard, self.asked = self.network.room.now, 0
        if line.startswith(b"PRIVMSG #") and speak_at_once(self, line):
            return
        try:
            message = parse(line)
        except LineTooLongError:
            self.receive_overlong_line()
        except NotUtf8Error as error:
            command = error.command
            self._respond(error.tags, lambda: self._refuse_bytes(command))
        except MalformedLineError:
            self.fail("*", "INVALID_MESSAGE", text="This is not a line of IRC")
        else:
            if message is not None:
                self._respond(message.tags, lambda: self._carry_out(message))

    def receive_run(self, data: bytes, most: float) -> int:
        """Take messages to one channel in one go; give how many there were.

        0: nothing was done. `data` are whole lines with their ends, at most
        `most` of them may be taken.
        """
        member, room = self.member, self.network.room
        if member is None or self.closing or (room.record and self.reader.echo):
            return 0
        words = read_run(data)
        if words is None or len(words.texts) > most:
            return 0
        channel = room.channel(words.channel)
        if channel is None or not channel.may_speak(member):
            return 0
        self.heard, self.asked = room.now, 0
        room.say_run(member, channel, words.texts)
        return len(words.texts)

    def receive_overlong_line(self) -> None:
        """Refuse a line of which only the length is known.

        IRCv3 "message-tags", Size limit; Modern IRC, ERR_INPUTTOOLONG.
        """
        self.reply(ERR_INPUTTOOLONG)

    def _respond(self, tags: Mapping[str, str], answer: Callable[[], None]) -> None:
        """Answer a line; with a label, in one logical message."""
        label = read_label(tags.get("label", ""), self.capabilities)
        self.labelled = bool(label)
        if not label:
            answer()
        else:
            mark = self.reader.mark()
            answer()
            response = self.reader.take_back(mark)
            self._batches += 1
            batch = f"{self._batches:x}"
            self.write(label_response(response, label, self.network.name, batch))
        for line in self.afterwards:
            self.write(line)
        self.afterwards = ()

    def _refuse_bytes(self, command: str) -> None:
        """Refuse what is no UTF-8: it is never relayed (IRCv3 "UTF8ONLY")."""
        text = "Message rejected, your IRC software MUST use UTF-8 encoding here"
        self.send(f"FAIL {command} INVALID_UTF8 :{text}")

    def _carry_out(self, message: Message) -> None:
        try:
            self._find_command(message).carry_out(self, message)
        except RejectedError as error:
            self.reject(error)

    def _find_command(self, message: Message) -> Command:
        """Give the command that a message is, or reject it."""
        command = COMMANDS.get(message.command)
        if self.member is None and not (command and command.before_registration):
            raise RejectedError(ERR_NOTREGISTERED)
        if command is None:  # Modern IRC, ERR_UNKNOWNCOMMAND
            raise RejectedError(ERR_UNKNOWNCOMMAND, message.command)
        if len(message.parameters) < command.parameters:
            raise RejectedError(ERR_NEEDMOREPARAMS, message.command)
        return command

    @contextmanager
    def acknowledging(self, kind: Kind) -> Iterator[None]:
        """Hold back what acknowledges the next entry until the history has it.

        Acknowledged means echoed, or answered with a label. The history lifts the
        hold by the entry's number.
        """
        room = self.network.room
        acknowledged = self.reader.echo or self.labelled
        if room.record is None or kind is Kind.TAGMSG or not acknowledged:
            yield
            return
        ticket = room.number + 1
        self.reader.hold(ticket)
        try:
            yield
        except RejectedError:
            self.reader.release(ticket)  # nothing was said
            raise

    # Capabilities

    def enable(self, capabilities: frozenset[str]) -> None:
        """Read everything from now on as these capabilities say."""
        self.capabilities = capabilities
        self.reader.echo = "echo-message" in capabilities
        form = wire.shape(self.network.name, capabilities)
        if form is not self.reader.form:
            channels = self.member.channels if self.member else []
            self.reader.change_form(form, [channel.log for channel in channels])

    def hear_of_capability(self, change: str, name: str, value: str = "") -> None:
        """Be told that a capability is offered from now on (NEW) or no more (DEL)."""
        if self.cap_version or "cap-notify" in self.capabilities:
            word = f"{name}={value}" if value and self.cap_version else name
            self.send(f"CAP {self.client} {change} :{word}")
        if change == "DEL":
            self.enable(self.capabilities - {name})

    # Time and the end

    def check_time(self) -> None:
        """Ask who is silent, and give up who does not answer or never registers.

        RFC 2812 section 3.7.2; the times are settings.
        """
        now, times = self.network.room.now, self.network.settings.times
        if self.closing:
            return
        if self.member is None:
            if now - self.began > times.registration * 1000:
                self.close("Registration timed out")
        elif self.asked:
            if now - self.asked > times.pong * 1000:
                waited = (now - self.heard) // 1000
                self.close(f"Ping timeout: {waited} seconds")
        elif now - self.heard > times.ping * 1000:
            self.asked = now
            self.write(f"PING :{self.network.name}\r\n".encode())

    def close(self, reason: str) -> None:
        """Say why, leave the room, and let the transport close the connection.

        RFC 2812 section 3.7.4: an ERROR before the connection ends.
        """
        if not self.closing:
            self.write(frame(f"ERROR :Closing Link: {self.host} ({reason})"))
            self.end(reason)

    def end(self, reason: str) -> None:
        """Leave the room: the connection is lost, or about to be closed."""
        for member, why in self.forget(reason):
            self.network.room.quit([(member, why)])

    def forget(self, reason: str) -> list[tuple[Member, str]]:
        """Strike the session out; give what is left to say to `Room.quit`.

        For a storm: collect these of all connections lost in one turn.
        """
        if self.closing:
            return []
        self.closing = reason
        self.network.strike_out(self)
        if self.member is None:
            return []
        return [(self.member, reason)]
