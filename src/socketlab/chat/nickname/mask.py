"""Masks with `*` and `?`, as bans and searches use them.

RFC 2812 section 2.5: `*` stands for any number of characters, `?` for one.
"""

import re
from functools import lru_cache

from socketlab.chat.entry import Author
from socketlab.chat.nickname.rule import fold


def complete(mask: str) -> str:
    """Give a mask all three parts: `bob` is `bob!*@*`, `u@h` is `*!u@h`."""
    nick, exclamation, rest = mask.partition("!")
    if not exclamation and "@" in mask:
        nick, rest = "*", mask
    user, _, host = rest.partition("@")
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"


def describe(author: Author) -> str:
    """Give `nick!user@host`, as others see it."""
    return f"{author.nick}!{author.user or '~plain'}@{author.host or 'plain'}"


def matches(mask: str, text: str) -> bool:
    """Whether a text is what a mask means, without regard to case."""
    return compile_mask(mask).fullmatch(fold(text)) is not None


@lru_cache(maxsize=1024)
def compile_mask(mask: str) -> re.Pattern[str]:
    """Give the pattern of a mask.

    Between two stars the first fit is as good as any, so it is not tried again: an
    atomic group. No mask takes more than len(mask) * len(text) steps.
    """
    parts = (re.escape(part) for part in re.split(r"\*+", fold(mask)))
    first, *middle = (part.replace(r"\?", ".") for part in parts)
    last = f".*{middle.pop()}" if middle else ""
    groups = (f"(?>.*?{part})" for part in middle)
    return re.compile(f"{first}{''.join(groups)}{last}", re.DOTALL)
