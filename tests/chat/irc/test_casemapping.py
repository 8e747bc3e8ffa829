"""Which names are channels."""

import pytest

from socketlab.chat.irc.casemapping import CHANNEL_BYTES, is_channel


@pytest.mark.parametrize("name", ["#a", "##", "#课堂", "#A-b_c!", "#" + "x" * 63])
def test_a_channel_has_its_type_and_a_name(name: str) -> None:
    """RFC 2812 section 1.3: `#`, then anything that divides nothing."""
    assert is_channel(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "#", "a", "&a", "#a b", "#a,b", "#a:b", "#a\x07", "#a\x1b", "#*", "#a?"),
        *("#a\x7f", "#a\x9b", "#" + "x" * CHANNEL_BYTES, "#" + "课" * 22),
    ],
)
def test_what_divides_lists_or_lines_is_no_channel(name: str) -> None:
    """Spaces, commas, colons, wildcards, control characters, and names too long."""
    assert not is_channel(name)
