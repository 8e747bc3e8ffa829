"""The transports: sockets on one side, sessions on the other."""
