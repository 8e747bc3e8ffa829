"""Masks with `*` and `?`, as bans and searches use them.

RFC 2812 section 2.5: `*` stands for any number of characters, `?` for one.
"""

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
    """Whether a text is what a mask means, without regard to case.

    Takes at most len(mask) * len(text) steps, whatever the mask: after a mismatch
    only the last `*` takes one character more.
    """
    mask, text = fold(mask), fold(text)
    at = 0
    star, taken = -1, 0
    for_mask = 0
    while at < len(text):
        if for_mask < len(mask) and mask[for_mask] == "*":
            star, taken = for_mask, at
            for_mask += 1
        elif for_mask < len(mask) and mask[for_mask] in ("?", text[at]):
            for_mask += 1
            at += 1
        elif star >= 0:
            taken += 1
            for_mask, at = star + 1, taken
        else:
            return False
    return not mask[for_mask:].strip("*")
