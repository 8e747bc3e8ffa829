"""How long to wait before connecting again."""

FIRST = 1.0  # seconds
LONGEST = 60.0


def wait(attempt: int, chance: float) -> float:
    """Give the seconds before an attempt, counted from 0.

    They double, and lie anywhere in the upper half: a thousand clients that lost
    one server do not come back in one moment.

    Args:
        attempt: how many have failed.
        chance: from 0 to 1, drawn anew each time.

    """
    whole: float = min(FIRST * 2 ** min(attempt, 10), LONGEST)
    return whole * (1 + chance) / 2
