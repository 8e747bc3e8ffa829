"""What becomes of packets in one direction of a lossy link."""

import random

from hypothesis import given
from hypothesis import strategies as st

from socketlab.lab.linux.lossy.crossing import Crossing, Fate, Odds, Wish

NEVER = Odds()


def never() -> float:
    """Draw a number that no odds reach."""
    return 1.0


def carry(crossing: Crossing, *packets: bytes) -> list[bytes]:
    """What arrives of some packets, whose payload is all there is of them."""
    return [one for packet in packets for one in crossing.take(packet, packet)]


def test_without_odds_and_wishes_everything_arrives_as_it_was_sent() -> None:
    """Nothing is lost, doubled or overtaken."""
    assert [b"1", b"2", b"1"] == carry(Crossing(NEVER, never), b"1", b"2", b"1")


def test_a_wish_holds_once() -> None:
    """What is sent again is spared."""
    crossing = Crossing(NEVER, never)
    crossing.wishes.append(Wish(Fate.LOST, b"2"))

    assert [b"1", b"3", b"2"] == carry(crossing, b"1", b"2", b"3", b"2")
    assert [] == crossing.wishes


def test_a_doubled_packet_arrives_twice() -> None:
    """One right behind the other."""
    crossing = Crossing(NEVER, never)
    crossing.wishes.append(Wish(Fate.DOUBLED, b"2"))

    assert [b"1", b"2", b"2", b"3"] == carry(crossing, b"1", b"2", b"3")


def test_an_overtaken_packet_waits_for_the_one_that_passes_it() -> None:
    """For that one and no other."""
    crossing = Crossing(NEVER, never)
    crossing.wishes.append(Wish(Fate.OVERTAKEN, b"1", b"4"))

    assert [b"2", b"3", b"4", b"1", b"4"] == carry(
        crossing, b"1", b"2", b"3", b"4", b"4"
    )


def test_odds_of_one_are_certain() -> None:
    """Everything is lost, or doubled, or overtaken by the next."""

    def draw() -> float:
        return 0.0

    assert [] == carry(Crossing(Odds(loss=1.0), draw), b"1", b"2")
    assert [b"1", b"1"] == carry(Crossing(Odds(duplicate=1.0), draw), b"1")
    assert [b"2", b"1"] == carry(Crossing(Odds(reorder=1.0), draw), b"1", b"2", b"3")


def test_silence_lets_a_packet_go_that_nobody_overtakes() -> None:
    """Else the last one would be lost."""
    crossing = Crossing(Odds(reorder=1.0), lambda: 0.0)

    assert [] == carry(crossing, b"1")
    assert [b"1"] == crossing.release()
    assert [] == crossing.release()


@given(
    loss=st.floats(0, 1),
    reorder=st.floats(0, 1),
    duplicate=st.floats(0, 1),
    seed=st.integers(),
    count=st.integers(0, 50),
)
def test_one_seed_gives_one_sequence_of_fates(
    loss: float, reorder: float, duplicate: float, seed: int, count: int
) -> None:
    """Nothing is invented, and nothing arrives three times."""
    odds = Odds(loss, reorder, duplicate)
    packets = [b"%d" % number for number in range(count)]

    def arrived() -> list[bytes]:
        crossing = Crossing(odds, random.Random(seed).random)  # noqa: S311 chance
        return carry(crossing, *packets) + crossing.release()

    once = arrived()
    assert once == arrived()
    assert set(once) <= set(packets)
    assert all(once.count(one) <= 2 for one in packets)
