"""The chat server: one loop over all transports, and its clean end."""
