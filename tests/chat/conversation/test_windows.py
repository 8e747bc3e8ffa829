"""All windows: what is looked at, and what is unread."""

from socketlab.chat.conversation.line import Line
from socketlab.chat.conversation.window import Window
from socketlab.chat.conversation.windows import Windows
from socketlab.chat.entry import Kind


def open_three() -> tuple[Windows, Window, Window]:
    """Give windows with two channels besides the server's."""
    windows = Windows("ann", "host:1")
    return windows, windows.open("#a", channel=True), windows.open("#b", channel=True)


def say(windows: Windows, window: Window, *, called: bool = False) -> None:
    """Let somebody speak."""
    windows.add(window, Line(0, Kind.SAY, "bob", "hi", called=called))


def test_what_is_not_looked_at_is_unread() -> None:
    """Words elsewhere count until the window is shown; joins and own words do not."""
    windows, first, second = open_three()
    windows.show(first)
    say(windows, first)
    say(windows, second)
    say(windows, second, called=True)
    windows.add(second, Line(0, Kind.JOIN, "eve"))
    windows.add(second, Line(0, Kind.SAY, "ann", "hi", own=True))
    counts = [(each.unread, each.called) for each in windows.opened]
    windows.show(second)

    assert [(0, False), (0, False), (2, True)] == counts
    assert (0, False) == (second.unread, second.called)
    assert 1 == first.read


def test_what_calls_is_shown_first() -> None:
    """The key for unread windows goes to the one that calls, then to others."""
    windows, first, second = open_three()
    say(windows, first)
    say(windows, second, called=True)
    shown = []
    for _ in range(3):
        windows.show_unread()
        shown.append(windows.current.name)

    assert ["#b", "#a", "#a"] == shown


def test_windows_are_a_ring() -> None:
    """Stepping goes round in both directions."""
    windows, _, second = open_three()
    windows.step(-1)
    last = windows.current
    windows.step(1)

    assert (second, windows.server) == (last, windows.current)


def test_nobody_looks_at_a_terminal_without_focus() -> None:
    """What comes meanwhile is unread, and marked until somebody looks again."""
    windows, first, _ = open_three()
    windows.show(first)
    say(windows, first)
    windows.watch(watched=False)
    windows.watch(watched=False)
    say(windows, first)
    unread = first.unread
    windows.watch(watched=True)

    assert (1, 0, 1) == (unread, first.unread, first.read)


def test_closing_shows_the_neighbour_and_never_the_end() -> None:
    """A closed window goes; the server's own stays."""
    windows, first, second = open_three()
    windows.show(second)
    windows.close(second)
    windows.close(windows.server)
    after = windows.current
    windows.show(windows.server)
    windows.close(first)

    assert (first, [windows.server]) == (after, windows.opened)
    assert (None, None) == (windows.find("#a"), windows.find(""))


def test_a_conversation_follows_its_partner() -> None:
    """A private window takes the new name, unless there is one of that name."""
    windows, first, second = open_three()
    windows.rename(first, "#b")
    windows.rename(first, "#c")

    assert (first, second) == (windows.find("#C"), windows.find("#b"))
    assert ["host:1", "#c", "#b"] == [each.name for each in windows.opened]


def test_names_are_those_here_then_windows() -> None:
    """A name is completed from who else is in this window and from all windows."""
    windows, first, _ = open_three()
    windows.show(first)
    first.seat("bob", "@")
    first.seat("ann")

    assert ["bob", "#a", "#b"] == windows.names()


def test_news_tell_every_line_once() -> None:
    """Who prints lines one after the other gets inserted ones, too."""
    windows, first, _ = open_three()
    windows.note("hello", first)
    windows.insert(first, 0, [Line(0, Kind.SAY, "bob", "earlier")])

    assert [(first, "hello"), (first, "earlier")] == [
        (window, line.text) for window, line in windows.news
    ]
