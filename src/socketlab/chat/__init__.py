"""The chat room: a room is an append-only log, a member is a cursor in it.

`entry` says what can happen, `log` keeps it in order and knows how far each
reader is, `room` turns commands into entries, `nickname` holds the one rule for
names. `plain` and `irc` are wire forms; none of them knows a socket.
"""
