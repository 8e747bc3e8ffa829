"""The whole state diagram."""
