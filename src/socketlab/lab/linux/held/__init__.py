"""The sockets that a page holds."""
