"""Names that stand for several experiments which belong together."""

from collections.abc import Iterable

SETS: dict[str, tuple[str, ...]] = {
    "state_machine": (
        "held_handshake",
        "held_close",
        "simultaneous_open",
        "early_close",
        "abandoned_request",
        "listener_that_asks",
        "simultaneous_close",
    ),
}
"""`state_machine`: every state and every arrow of figure 5 of RFC 9293."""


def expand(names: Iterable[str]) -> list[str]:
    """Put the experiments of a set in the place of its name, each once."""
    return list(dict.fromkeys(one for name in names for one in SETS.get(name, (name,))))
