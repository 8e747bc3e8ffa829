"""`/history`: what was said in the lobby before, in plain text."""

import re

from socketlab.chat.irc.clock import write_date
from socketlab.chat.log.history import History, Slice, UnreadableError, circle_of
from socketlab.chat.plain.form import PlainForm
from socketlab.chat.room import LOBBY, Room

FEW = 20  # entries, where nobody says how many

_REQUEST = re.compile(r"/history(?: +([0-9]{1,6}))? *", re.ASCII | re.IGNORECASE)


def read_request(text: str) -> int:
    """Give how many entries are asked for; 0: it is no such request."""
    found = _REQUEST.fullmatch(text)
    if not found:
        return 0
    return max(int(found[1] or FEW), 1)


def recall(
    history: History | None, room: Room, count: int, form: PlainForm
) -> list[str]:
    """Give the last lines of the lobby with their times, or a sentence why not."""
    _ = form.translate
    if history is None:
        return [_("No history is kept here.")]
    most = min(count, history.page)
    wanted = Slice(LOBBY, circle_of(room.channel(LOBBY)), most)
    try:
        entries = history.cut(wanted)
    except UnreadableError:
        return [_("The history cannot be read just now.")]
    lines = [
        f"[{write_date(entry.time // 1000)}Z] {form.word(entry)}" for entry in entries
    ]
    return lines or [_("Nothing has been said here yet.")]
