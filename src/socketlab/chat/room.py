"""The room: members with unique nicknames, channels, commands in, entries out.

No sockets and no wire forms: who a member is to the outside world is its reader.
The time is set by whoever runs the room (`room.now`), once per turn.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from socketlab.chat.channel import Channel, Member, Refusal, RefusedError
from socketlab.chat.entry import WORDS, Author, Entry, Kind, Run, Said
from socketlab.chat.log import Reader, Turn
from socketlab.chat.nickname import LONGEST, fold, parse, skeleton

LOBBY = "#lobby"  # where plain UDP is
UNHEARD = frozenset({Kind.AWAY})  # what tells its doer nothing


class Room:
    """Everything that is shared by the members of all transports."""

    def __init__(
        self, turn: Turn, *, now: int = 0, number: int = 0, longest: int = LONGEST
    ) -> None:
        """Start empty.

        Args:
            turn: where what is to be sent is noted.
            now: milliseconds since the epoch.
            number: the last entry's number, where a history is continued.
            longest: nickname length, characters.

        """
        self.turn = turn
        self.now = now
        self.number = number
        self.longest = longest
        self.members: dict[str, Member] = {}  # by folded nickname
        self.shapes: dict[str, Member] = {}  # by skeleton
        self.channels: dict[str, Channel] = {}  # by folded name
        self.record: Callable[[Said], None] | None = None  # the history, if kept

    def find(self, nick: str) -> Member | None:
        """Give the member of this name, compared without case."""
        return self.members.get(fold(nick))

    def has(self, member: Member) -> bool:
        """Whether someone has a seat still: an operator may have taken it away."""
        return self.members.get(fold(member.nick)) is member

    def channel(self, name: str) -> Channel | None:
        """Give the channel of this name, compared without case."""
        return self.channels.get(fold(name))

    def check_nick(self, text: str, own: Member | None = None) -> str:
        """Give the nickname that a text is, if it is free or looks like one's own.

        Raises:
            MalformedError: it is no nickname.
            RefusedError: it is taken, or looks like a member's.

        """
        nick = parse(text, self.longest)
        if self.members.get(fold(nick), own) is not own:
            raise RefusedError(Refusal.TAKEN)
        if self.shapes.get(skeleton(nick), own) is not own:
            raise RefusedError(Refusal.TAKEN)
        return nick

    def enter(self, author: Author, reader: Reader) -> Member:
        """Give a seat to someone whose nickname is free.

        Raises:
            MalformedError, RefusedError: as `check_nick`; nothing has changed.

        """
        nick = self.check_nick(author.nick)
        member = Member(replace(author, nick=nick), reader, self.now)
        self.members[fold(nick)] = self.shapes[skeleton(nick)] = member
        return member

    def rename(self, member: Member, text: str) -> None:
        """Give a member another nickname, and tell all who can see it.

        Raises:
            MalformedError, RefusedError: as `check_nick`; nothing has changed.

        """
        nick = self.check_nick(text, member)
        if nick == member.nick:
            return
        self.announce(member, Kind.NICK, nick)
        self._forget(member)
        member.author = replace(member.author, nick=nick)
        for channel in member.channels:
            channel.version += 1
        self.members[fold(nick)] = self.shapes[skeleton(nick)] = member

    def quit(self, leavers: Iterable[tuple[Member, str]]) -> None:
        """Take members and their reasons out of the room; a storm is one call.

        Who is already gone is passed over.
        """
        groups: dict[tuple[Channel, ...], list[tuple[Member, str]]] = {}
        for member, reason in leavers:
            if self.has(member):
                self._forget(member)
                groups.setdefault(tuple(member.channels), []).append((member, reason))
                for channel in member.channels:
                    channel.remove(member)
        for channels, gone in groups.items():
            self._spread(
                channels,
                [(Kind.QUIT, member.author, reason) for member, reason in gone],
            )
            for member, _ in gone:
                member.channels.clear()
            self._close_empty(channels)

    def join(self, member: Member, name: str, status: str = "") -> Channel:
        """Seat a member in a channel, which is created if nobody is there.

        It hears its own join first (if its form shows it), and nothing from before.
        Whether it may join is for the caller to ask (`Channel`).
        """
        channel = self.channel(name)
        if channel is None:
            channel = Channel(name, self.turn, self.now)
            self.channels[fold(name)] = channel
        if member in channel.members:
            return channel
        channel.add(member, status)
        member.channels.append(channel)
        self.tell(channel, Kind.JOIN, member)
        return channel

    def leave(self, member: Member, channel: Channel, reason: str = "") -> None:
        """Take a member out of one channel; it hears so itself, if its form shows it.

        Raises:
            RefusedError: it is not there.

        """
        self._require(member, channel)
        self.tell(channel, Kind.LEAVE, member, reason)
        self._unseat(member, channel)

    def kick(
        self, author: Author, channel: Channel, target: Member, reason: str = ""
    ) -> None:
        """Put a member out of a channel.

        Raises:
            RefusedError: it is not there.

        """
        self._require(target, channel)
        self._append(
            channel,
            self.entry(Kind.KICK, channel.name, author, reason, target=target.nick),
        )
        self._unseat(target, channel)

    def say(
        self,
        member: Member,
        channel: Channel,
        text: str,
        kind: Kind = Kind.SAY,
        tags: str = "",
    ) -> Entry:
        """Let a member speak to a channel.

        Raises:
            RefusedError: it may not.

        """
        if not channel.may_speak(member):
            raise RefusedError(Refusal.MAY_NOT_SPEAK)
        member.spoke = self.now
        return self.tell(channel, kind, member, text, tags)

    def say_run(self, member: Member, channel: Channel, texts: list[bytes]) -> None:
        """Let a member say several things at once; `texts` as in `Run`.

        Raises:
            RefusedError: it may not.

        """
        if not channel.may_speak(member):
            raise RefusedError(Refusal.MAY_NOT_SPEAK)
        member.spoke = self.now
        run = Run(self.number + 1, self.now, channel.name, member.author, texts)
        self.number += len(texts)
        if self.record:
            self.record(run)
        hears = member.reader.echo or member not in channel.members
        channel.log.append_run(run, () if hears else (member.reader,))

    def tell(
        self,
        channel: Channel,
        kind: Kind,
        member: Member,
        text: str = "",
        tags: str = "",
    ) -> Entry:
        """Append what a member did to one channel's log."""
        entry = self.entry(kind, channel.name, member.author, text, tags=tags)
        reader = member.reader
        hears = reader.echo if kind in WORDS else reader.form.hears_itself
        self._append(
            channel, entry, () if hears or member not in channel.members else (reader,)
        )
        return entry

    def announce(self, member: Member, kind: Kind, text: str) -> None:
        """Tell everyone who shares a channel with a member what it did, once each."""
        self._spread(tuple(member.channels), [(kind, member.author, text)], member)

    def entry(
        self,
        kind: Kind,
        channel: str,
        author: Author,
        text: str = "",
        *,
        target: str = "",
        tags: str = "",
    ) -> Entry:
        """Make the next entry."""
        self.number += 1
        return Entry(self.number, self.now, kind, channel, author, text, target, tags)

    def _append(
        self, channel: Channel, entry: Entry, skipping: Iterable[Reader] = ()
    ) -> None:
        if self.record:
            self.record(entry)
        channel.log.append(entry, skipping)

    def _spread(
        self,
        channels: tuple[Channel, ...],
        facts: list[tuple[Kind, Author, str]],
        member: Member | None = None,
    ) -> None:
        """Append the same facts to several channels; each reader hears them once.

        Who reads several channels takes the news of all of them first: what was
        said there before stays before, what comes after stays after.
        """
        heard: set[Reader] = set()
        silent = all(kind in UNHEARD for kind, _, _ in facts)
        if member and (silent or not member.reader.form.hears_itself):
            heard.add(member.reader)
        for channel in channels:
            for each in channel.members:
                if len(each.reader.streams) > 1:
                    each.reader.catch_up()
        for channel in channels:
            readers = {each.reader for each in channel.members}
            again = heard & readers
            for kind, author, text in facts:
                self._append(
                    channel, self.entry(kind, channel.name, author, text), again
                )
            heard |= readers

    def _require(self, member: Member, channel: Channel) -> None:
        if member not in channel.members:
            raise RefusedError(Refusal.NOT_HERE)

    def _unseat(self, member: Member, channel: Channel) -> None:
        channel.remove(member)
        member.channels.remove(channel)
        self._close_empty((channel,))

    def _close_empty(self, channels: Iterable[Channel]) -> None:
        for channel in channels:
            if not channel.members:
                self.channels.pop(fold(channel.name), None)

    def _forget(self, member: Member) -> None:
        del self.members[fold(member.nick)]
        del self.shapes[skeleton(member.nick)]
