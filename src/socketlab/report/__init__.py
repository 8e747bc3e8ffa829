"""A record becomes a picture or a text."""
