"""What is typed becomes lines to send, each once."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.echo.dialogue import Dialogue

TYPED = st.lists(st.sampled_from([b"\n", b"\r", b"bye", b"bye\n", b"a", b"\0"])).map(
    b"".join
)


def sent(pieces: list[bytes]) -> tuple[bytes, int]:
    """Give all that is sent for this input and its end, and the number of lines."""
    dialogue = Dialogue()
    data = b"".join(dialogue.receive_input(piece) for piece in pieces)
    return data + dialogue.receive_input_eof(), dialogue.asked


@given(data=TYPED, cuts=st.lists(st.integers(0, 60)))
def test_it_does_not_matter_where_the_input_is_cut(
    data: bytes, cuts: list[int]
) -> None:
    """Cut anywhere, the same lines are sent, and each ends with one LF."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(places)]
    whole, asked = sent([data])

    assert (whole, asked) == sent(pieces)
    assert asked == whole.count(b"\n")
    assert data.startswith(whole.removesuffix(b"\n"))


@pytest.mark.parametrize("bye", [b"bye\n", b"bye\r\n"])
def test_bye_is_the_last_line(bye: bytes) -> None:
    """Nothing is sent behind `bye`, not even when the input ends."""
    dialogue = Dialogue()

    assert b"a\n" + bye == dialogue.receive_input(b"a\n" + bye + b"b\n")
    assert dialogue.over
    assert b"" == dialogue.receive_input(b"c\n")
    assert b"" == dialogue.receive_input_eof()
    assert 2 == dialogue.asked


def test_a_last_line_without_lf_is_sent_with_one() -> None:
    """Every line is sent with LF and nothing else."""
    dialogue = Dialogue()

    assert b"" == dialogue.receive_input(b"abc")
    assert not dialogue.over
    assert b"abc\n" == dialogue.receive_input_eof()
    assert dialogue.over


def test_it_is_complete_when_all_is_asked_and_answered() -> None:
    """An answer counts when its LF has come."""
    dialogue = Dialogue()
    dialogue.receive_input(b"ab\ncd\n")
    dialogue.receive_data(b"ba\nd")
    dialogue.receive_input_eof()
    begun = dialogue.complete
    dialogue.receive_data(b"c\n")

    assert not begun
    assert dialogue.complete
