"""TCP as a subject of its own: states, segments, and what segments imply."""
