"""How lines, members and windows look; nothing is told by colour alone.

Only ASCII is drawn around texts: arrows and boxes are as wide as two letters on
some Chinese terminals (UAX 11, East Asian Ambiguous).
"""

import os
import time
from collections.abc import Sequence
from gettext import gettext as _
from zlib import crc32

from rich.table import Table
from rich.text import Text

from socketlab.chat.conversation.line import Line
from socketlab.chat.conversation.window import Window
from socketlab.chat.conversation.wording import word
from socketlab.chat.entry import Kind
from socketlab.chat.nickname import fold

COLOURS = ("cyan", "green", "yellow", "magenta", "bright_blue", "bright_red")
SIGNS = {Kind.JOIN: "-->", Kind.LEAVE: "<--", Kind.QUIT: "<--", Kind.KICK: "<--"}
SPOKEN = frozenset({Kind.SAY, Kind.ACTION, Kind.NOTICE})


def draw_line(line: Line) -> Table:
    """Give a line with its time; what does not fit hangs below its beginning."""
    row = Table.grid(padding=(0, 1, 0, 0), expand=True)
    row.add_column(width=5)
    row.add_column(ratio=1, overflow="fold")
    clock = time.strftime("%H:%M", time.localtime(line.time / 1000))
    row.add_row(Text(clock, "dim"), draw_text(line))
    return row


def draw_text(line: Line) -> Text:
    """Give what happened."""
    if line.kind not in SPOKEN:
        sign = SIGNS.get(line.kind, "--")
        return Text(f"{sign} {word(line, _)}", "dim")
    name = Text(line.nick, style_of(line))
    text = Text(line.text, "bold" if line.called else "")
    if line.kind is Kind.ACTION:
        return Text.assemble("* ", name, " ", text)
    if line.kind is Kind.NOTICE:
        return Text.assemble("-", name, "- ", text)
    return Text.assemble(name, ": ", text)


def style_of(line: Line) -> str:
    """Give the style of a name: one's own, one that calls, or its own colour."""
    if line.own:
        return "bold"
    weight = "bold reverse" if line.called else "bold"
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        return weight
    return f"{weight} {COLOURS[crc32(fold(line.nick).encode()) % len(COLOURS)]}"


def draw_divider() -> Text:
    """Give the mark between what was read and what is new."""
    return Text("---- {new} ----".format(new=_("new")), "bold")


def draw_members(window: Window, height: int) -> Text:
    """Give as many members as there is room for."""
    roster = window.roster()
    rows = [_("{count} here").format(count=len(roster)), *roster]
    if len(rows) > height > 1:
        hidden = len(rows) - height + 1
        rows = [*rows[: height - 1], _("and {count} more").format(count=hidden)]
    text = Text("\n".join(rows), no_wrap=True, overflow="ellipsis")
    text.stylize("bold", 0, len(rows[0]))
    return text


def draw_windows(windows: Sequence[Window], current: Window) -> Text:
    """Give the row of windows: `2 #lobby (3!)` has three unread lines, one for you."""
    row = Text(no_wrap=True, overflow="ellipsis")
    for number, window in enumerate(windows, 1):
        mark = "!" if window.called else ""
        unread = f" ({window.unread}{mark})" if window.unread else ""
        style = "bold" if window.unread else ""
        style = "reverse" if window is current else style
        row.append(f" {number} {window.name}{unread} ", style)
    return row


def draw_title(window: Window, status: str, width: int) -> Text:
    """Give the bar with what the window is about, and how the connection is."""
    title = f"{window.name}: {window.topic}" if window.topic else window.name
    text = f"[{status}] {title}" if status else title
    bar = Text(f" {text}", "bold reverse", no_wrap=True, overflow="ellipsis")
    bar.truncate(width, overflow="ellipsis", pad=True)
    return bar


def draw_nick(nick: str) -> Text:
    """Give what stands before the line that is typed."""
    return Text(f"[{nick}]", no_wrap=True)


def draw_help(*, escaped: bool) -> Text:
    """Give the row of keys."""
    sentence = (
        _("ESC once more leaves; any other key stays.")
        if escaped
        else _("F1 help  Tab name  ^N ^P window  PgUp PgDn scroll  ESC ESC leave")
    )
    return Text(sentence, "bold" if escaped else "dim", no_wrap=True)
