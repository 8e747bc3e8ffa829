"""All windows of one person: which is looked at, and what is unread in the others."""

from collections import deque
from collections.abc import Iterable

from socketlab.chat.conversation.line import Line, clean
from socketlab.chat.conversation.window import MOST, Window
from socketlab.chat.entry import WORDS, Kind
from socketlab.chat.nickname import fold


class Windows:
    """The windows in the order in which they were opened.

    Attributes:
        nick: what this person is called now.
        now: milliseconds since the epoch, set by whoever runs it.
        current: the window that is looked at.
        watched: somebody looks: the terminal has the focus.
        news: each line with its window, as it came; for who prints every line once.

    """

    def __init__(self, nick: str, name: str) -> None:
        """Begin with one window for the server's own words, called `name`."""
        self.nick = nick
        self.now = 0
        self.server = self.current = Window(name)
        self.all: dict[str, Window] = {"": self.server}
        self.watched = True
        self.news: deque[tuple[Window, Line]] = deque(maxlen=MOST)

    @property
    def opened(self) -> list[Window]:
        """The windows in order."""
        return list(self.all.values())

    def find(self, name: str) -> Window | None:
        """Give the window of this name."""
        return self.all.get(fold(name)) if name else None

    def open(self, name: str, *, channel: bool = False) -> Window:
        """Give the window of this name, a new one if there is none."""
        return self.all.setdefault(fold(name), Window(clean(name), channel=channel))

    def close(self, window: Window) -> None:
        """Take a window away; the server's own stays."""
        if window is self.server:
            return
        if window is self.current:
            self.step(-1)
        self.all = {key: each for key, each in self.all.items() if each is not window}

    def rename(self, window: Window, name: str) -> None:
        """Give a private conversation its partner's new name."""
        if fold(name) in self.all:
            return
        window.name = clean(name)
        self.all = {
            fold(name) if each is window else key: each
            for key, each in self.all.items()
        }

    def show(self, window: Window) -> None:
        """Look at a window."""
        if window is not self.current:
            self.current.read = self.current.end
            self.current = window
        window.unread, window.called = 0, False

    def step(self, by: int) -> None:
        """Look at the next window, or at one before."""
        windows = self.opened
        self.show(windows[(windows.index(self.current) + by) % len(windows)])

    def show_unread(self) -> None:
        """Look where something is unread, at what calls this person first."""
        unread = [each for each in self.opened if each.unread]
        if unread:
            self.show(min(unread, key=lambda each: not each.called))

    def watch(self, *, watched: bool) -> None:
        """Note that somebody looks from now on, or nobody."""
        if self.watched and not watched:
            self.current.read = self.current.end
        self.watched = watched
        if watched:
            self.show(self.current)

    def add(self, window: Window, line: Line) -> None:
        """Put a line into a window, unread if nobody looks at it."""
        window.add(line)
        self.news.append((window, line))
        seen = window is self.current and self.watched
        if line.kind in WORDS and not line.own and not seen:
            window.unread += 1
            window.called = window.called or line.called

    def insert(self, window: Window, number: int, lines: Iterable[Line]) -> list[Line]:
        """Put older lines into a window, before a line; give those that were new."""
        fresh = window.insert(number, lines)
        self.news.extend((window, line) for line in fresh)
        return fresh

    def note(self, text: str, window: Window | None = None) -> None:
        """Say something to this person, here or in a window."""
        line = Line(self.now, Kind.SYSTEM, text=clean(text))
        self.add(window or self.current, line)

    def names(self) -> list[str]:
        """Give what a name may be completed to: who else is here, then windows."""
        members = self.current.members.values()
        here = [nick for nick, _ in members if fold(nick) != fold(self.nick)]
        others = [each.name for each in self.opened if each is not self.server]
        return [*here, *(name for name in others if name not in here)]
