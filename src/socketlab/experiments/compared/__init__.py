"""TCP and UDP compared: what each keeps, loses and tells."""
