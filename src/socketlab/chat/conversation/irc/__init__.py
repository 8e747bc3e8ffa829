"""The client's side of IRC (Modern IRC, https://modern.ircdocs.horse)."""
