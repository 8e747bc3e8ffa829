"""Who has a new address answers before it hears anything."""

from itertools import count

import pytest

from socketlab.chat.plain.challenge import PAUSE, TRIES, Challenges

HERE = ("192.0.2.1", 4000)
THERE = ("192.0.2.2", 4000)


@pytest.fixture
def challenges() -> Challenges:
    """Give challenges whose codes are 000001, 000002 and so on."""
    numbers = count(1)
    return Challenges(str, lambda: f"{next(numbers):06}", 2)


def test_the_answer_lets_its_address_in(challenges: Challenges) -> None:
    """After the code has come back, the first text counts, and later ones do too."""
    assert challenges.admit(HERE, "alice", 0) == (None, "Send 000001 to come in.")
    assert challenges.admit(HERE, "000001", 10) == ("alice", "")
    assert challenges.admit(HERE, "bob", 20) == ("bob", "")


def test_the_classic_client_can_answer(challenges: Challenges) -> None:
    """A code behind the name that the client puts in front is an answer too."""
    challenges.admit(HERE, "alice", 0)

    assert challenges.admit(HERE, "alice : 000001", 10) == ("alice", "")


def test_the_answer_of_another_address_is_none(challenges: Challenges) -> None:
    """A code is good for the address that was asked."""
    challenges.admit(HERE, "alice", 0)

    assert challenges.admit(THERE, "000001", 10) == (None, "Send 000002 to come in.")


def test_it_is_asked_now_and_then_only(challenges: Challenges) -> None:
    """Whoever sends on and on in another's name hardly has anything sent to it."""
    answers = [challenges.admit(HERE, "", 1 + n * PAUSE // 4)[1] for n in range(5)]

    assert [bool(answer) for answer in answers] == [True, False, False, False, True]


def test_guessing_ends_a_challenge(challenges: Challenges) -> None:
    """After some wrong answers the code is worth nothing; later there is a new one."""
    challenges.admit(HERE, "alice", 1)
    for guess in range(TRIES):
        challenges.admit(HERE, f"{guess + 100:06}", 2)
    late = challenges.admit(HERE, "000001", 3)
    again = challenges.admit(HERE, "alice", 1 + PAUSE * TRIES)

    assert late == (None, "")
    assert again == (None, "Send 000002 to come in.")


def test_only_so_many_are_remembered(challenges: Challenges) -> None:
    """The oldest open challenge makes room for the newest."""
    for host in range(3):
        challenges.admit((f"192.0.2.{host}", 1), "x", 0)

    assert len(challenges.asked) == 2
    assert challenges.admit(("192.0.2.0", 1), "000001", 10)[0] is None
