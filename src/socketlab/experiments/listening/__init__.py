"""How listeners take connections in."""
