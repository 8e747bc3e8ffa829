"""The terminal of the person who runs a server or a client."""
