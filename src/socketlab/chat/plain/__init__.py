"""The plain-text form: `NAME : text`, one datagram for each message."""
