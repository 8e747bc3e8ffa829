"""One person's side of the chat: lines in, what is to be seen, lines out."""
