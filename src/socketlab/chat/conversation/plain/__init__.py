"""The client's side of the plain-text form: one datagram, one message."""
