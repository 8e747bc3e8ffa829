"""The experiments: one page per phenomenon."""
