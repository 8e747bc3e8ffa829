"""What was seen, by which source, when, and how sure of it we are."""
