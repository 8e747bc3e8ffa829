"""What one end has received in order."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from socketlab.tcp.reassembly import MOST_WAITING, Reassembly


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(0, 200), min_size=2, max_size=12, unique=True).map(sorted),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_pieces_in_any_order_make_the_same_stream(
    start: int,
    cuts: list[int],
    random: Random,
    fin: bool,  # noqa: FBT001 drawn
) -> None:
    """Cut anywhere, shuffled and doubled, everything arrives, the FIN last."""
    pieces = [
        ((start + here) % 2**32, there - here, fin and there == cuts[-1])
        for here, there in pairwise([0, *cuts])
    ]
    shuffled = random.sample(pieces + pieces, 2 * len(pieces))
    incoming = Reassembly(start)
    for sequence, length, last in shuffled:
        incoming.take(sequence, length, fin=last)

    assert start + cuts[-1] + fin == incoming.next == incoming.furthest
    assert fin == incoming.finished


def test_a_gap_holds_back_what_follows_it() -> None:
    """Text and FIN behind it wait; the furthest end is known."""
    incoming = Reassembly(100)
    incoming.take(110, 5, fin=True)

    assert (100, 116, False) == (incoming.next, incoming.furthest, incoming.finished)
    incoming.take(100, 10, fin=False)
    assert (116, 116, True) == (incoming.next, incoming.furthest, incoming.finished)


def test_a_fin_alone_waits_for_all_the_text_before_it() -> None:
    """Up to the last byte."""
    incoming = Reassembly(100)
    incoming.take(105, 0, fin=True)
    incoming.take(100, 4, fin=False)

    assert (104, False) == (incoming.next, incoming.finished)
    incoming.take(104, 1, fin=False)
    assert (106, True) == (incoming.next, incoming.finished)


def test_pieces_that_overlap_count_once() -> None:
    """A retransmission may be cut otherwise."""
    incoming = Reassembly(100)
    for sequence, length in ((105, 5), (103, 4), (100, 4), (98, 3)):
        incoming.take(sequence, length, fin=False)

    assert 110 == incoming.next


def test_the_ends_own_acknowledgment_leads() -> None:
    """It knows better than the capture what arrived."""
    incoming = Reassembly(100)
    incoming.take(120, 5, fin=False)

    assert 20 == incoming.acknowledge(120)
    assert (125, 120) == (incoming.next, incoming.acknowledged)
    assert -10 == incoming.acknowledge(115)
    assert (125, 120) == (incoming.next, incoming.acknowledged)


def test_a_fin_before_what_has_arrived_is_none() -> None:
    """The end of a stream lies behind all of it."""
    incoming = Reassembly(100)
    incoming.take(100, 10, fin=False)
    incoming.take(100, 5, fin=True)

    assert (110, False) == (incoming.next, incoming.finished)


def test_what_waits_is_bounded() -> None:
    """Pieces beyond the bound are forgotten until the end acknowledges them."""
    incoming = Reassembly(0)
    for place in range(MOST_WAITING + 7):
        incoming.take(10 + 10 * place, 5, fin=False)

    assert 10 + 10 * (MOST_WAITING - 1) + 5 == incoming.furthest
