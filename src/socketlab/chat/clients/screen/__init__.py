"""The full-screen client; textual draws it."""
