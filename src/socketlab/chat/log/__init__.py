"""The append-only log of a channel, and how far each reader is in it.

An entry is encoded once for each wire form in use, not once per member. What was
appended since the last turn of the loop is the stream's news; a reader who is up
to date has no state to touch: the turn's news go to it in one send.

A reader who is not (it has a direct reply to hear, must not hear its own words,
or takes less than it is sent) gets a queue of its own. The queue holds
references to the same blocks of bytes that all others are sent, so ten slow
members cost one copy; what all have taken is given back by Python's counting of
references, which trims the log below its slowest cursor.

One turn, as the server's loop runs it::

    ... any number of append, write, follow, leave ...
    turn.send()

where a transport's reader says how: `drain` sends what is `pending` and calls
`advance` and `settle`, `deliver` sends the news and calls `keep` with what was not
taken.
"""

from socketlab.chat.log.form import Form, Piece
from socketlab.chat.log.reader import Reader
from socketlab.chat.log.stream import Log, Stream, Turn

__all__ = ["Form", "Log", "Piece", "Reader", "Stream", "Turn"]
