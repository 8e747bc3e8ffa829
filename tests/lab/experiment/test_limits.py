"""The words of a page, its limits and its times."""

from typing import get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from socketlab.lab import experiment
from socketlab.lab.experiment import (
    Between,
    Connection,
    Lab,
    Listener,
    OneOf,
    ms,
    seconds,
)

COUNTS = st.integers(0, 10_000)


def test_the_laboratory_counts_nanoseconds() -> None:
    """Milliseconds and seconds are given in nanoseconds, whole ones."""
    assert 50_000_000 == ms(50)
    assert 1_500 == ms(0.0015)
    assert 5_000_000_000 == seconds(5)
    assert 250_000_000 == seconds(0.25)
    assert isinstance(ms(0.1), int)
    assert isinstance(seconds(0.1), int)


@given(COUNTS)
def test_a_second_is_a_thousand_milliseconds(count: int) -> None:
    """Both words measure the same time."""
    assert seconds(count) == ms(1000 * count)


def test_limits_are_values() -> None:
    """Limits of a parameter compare by what they allow."""
    assert Between(0, 50) == Between(0, 50)
    assert OneOf(("client", "server")) != OneOf(("client",))


def test_words_that_are_system_calls_have_their_names() -> None:
    """A page calls by the name that the manual pages have."""
    for word, page in (
        (Connection.send, "send(2)"),
        (Connection.receive, "recv(2)"),
        (Connection.shutdown, "shutdown(2)"),
        (Connection.close, "close(2)"),
        (Listener.accept, "accept(2)"),
    ):
        assert page in (word.__doc__ or "")


def test_every_word_has_types() -> None:
    """The annotations of the words can be resolved by whoever reads a page."""
    assert experiment.Subject.__name__ in str(get_type_hints(Lab.expect)["subject"])
