"""Writing reports to files."""
