"""The options of the TCP header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.tcp.options import Options, read_options

TIMESTAMP = b"\x08\x0a\x00\x00\x00\x07\x00\x00\x00\x05"


@pytest.mark.parametrize(
    ("field", "options"),
    [
        (b"", Options()),
        (b"\x02\x04\xff\xd7", Options(mss=65495)),
        (b"\x01\x03\x03\x0a", Options(window_scale=10)),
        (b"\x04\x02", Options(sack_permitted=True)),
        (b"\x01\x01" + TIMESTAMP, Options(timestamp=7, timestamp_echo=5)),
        (TIMESTAMP + b"\x00\x00", Options(timestamp=7, timestamp_echo=5)),
        (
            b"\x05\x12" + bytes(range(16)),
            Options(sack=((0x00010203, 0x04050607), (0x08090A0B, 0x0C0D0E0F))),
        ),
    ],
)
def test_each_kind_is_read(field: bytes, options: Options) -> None:
    """Fillers are passed over and the end option ends the reading."""
    assert options == read_options(field)


@pytest.mark.parametrize(
    "field",
    [
        b"\x02",
        b"\x02\x00",
        b"\x02\x01\x00\x00",
        b"\x02\x04\xff",
        b"\x02\x03\xff",
        b"\x03\x04\x00\x00",
        b"\x04\x03\x00",
        b"\x05\x09" + bytes(7),
        b"\x08\x04\x00\x00",
        b"\x00\x02\x04\xff\xd7",
        b"\xfe\x04\x00\x00",
    ],
)
def test_a_malformed_option_is_passed_over(field: bytes) -> None:
    """A wrong length, a cut end or an unknown kind says nothing."""
    assert Options() == read_options(field)


def test_what_follows_an_option_of_wrong_length_is_read() -> None:
    """Its length still says where the next one begins."""
    assert Options(sack_permitted=True) == read_options(b"\x02\x03\xff\x04\x02")


@given(st.binary(max_size=40))
def test_arbitrary_options_never_raise(field: bytes) -> None:
    """Whatever stands in the field, reading it comes to an end."""
    assert isinstance(read_options(field), Options)
