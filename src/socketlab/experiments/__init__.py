"""The experiments: one page per phenomenon, a folder for each chapter."""

CHAPTERS = (
    "closing",
    "listening",
    "concurrent",
    "ports",
    "compared",
    "diagram",
    "chat",
)
"""The folders of pages, in the order in which they are told."""
