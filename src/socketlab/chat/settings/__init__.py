"""What can be configured: `values`, and how a file says it: `reading`.

The loop's start does not pay for reading TOML: `reading` is imported when a file
is given.
"""

from socketlab.chat.settings.values import History, Limits, Operator, Settings, Times

__all__ = ["History", "Limits", "Operator", "Settings", "Times"]
