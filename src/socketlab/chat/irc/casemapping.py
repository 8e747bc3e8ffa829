"""Which names are channels, and which case counts in names."""

import re

# Modern IRC, CASEMAPPING parameter: clients fold the ASCII letters. The room folds
# more (`nickname.fold`) and answers with the name as it was first written, so a
# client that folds less never sees two spellings of one name.
# https://modern.ircdocs.horse/#casemapping-parameter
NAME = "ascii"

# chanstring (RFC 2812 section 2.3.1) is any octet but NUL, BEL, CR, LF, space,
# comma and colon; here no other control character either, nor `*` and `?`, so that
# a mask never is a name, and `#` alone is none.
# https://datatracker.ietf.org/doc/html/rfc2812#section-2.3.1
TYPES = "#"
CHANNEL_BYTES = 64
_CHANNEL = re.compile(r"#[^\x00-\x20\x7f-\xa0,:*?]+")


def is_channel(name: str) -> bool:
    """Whether a text is the name of a channel that can exist."""
    return len(name.encode()) <= CHANNEL_BYTES and bool(_CHANNEL.fullmatch(name))
