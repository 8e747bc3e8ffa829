"""Which ports a client and a server can have, and when again."""
