"""Where the room's entries are kept: `sqlite` writes and reads one file."""
