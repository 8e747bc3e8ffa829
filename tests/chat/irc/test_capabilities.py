"""What `CAP REQ` grants ("capability-negotiation")."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.irc.capabilities import OFFERED, SHAPING, change


def test_what_is_asked_for_is_on_and_what_has_a_dash_is_off() -> None:
    """A dash disables, and asking again for what is on changes nothing."""
    enabled = frozenset({"batch", "setname"})

    assert frozenset({"batch", "chghost"}) == change(
        enabled, ["-setname", "chghost", "batch", "-away-notify"], OFFERED
    )


def test_a_request_is_granted_as_a_whole_or_not_at_all() -> None:
    """One unknown capability refuses all."""
    assert change(frozenset(), ["batch", "sasl"], OFFERED) is None
    assert change(frozenset(), ["-sasl"], OFFERED) is None


@given(st.lists(st.sampled_from([*OFFERED, *(f"-{name}" for name in OFFERED)])))
def test_a_later_word_counts_more(words: list[str]) -> None:
    """Words are carried out from left to right."""
    changed = change(frozenset(), words, OFFERED)

    last = {word.removeprefix("-"): not word.startswith("-") for word in words}
    assert frozenset(name for name, on in last.items() if on) == changed


def test_only_what_is_offered_changes_bytes() -> None:
    """Every capability that shapes entries can be asked for."""
    assert set(OFFERED) >= SHAPING
