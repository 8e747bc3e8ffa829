"""Colours that everybody can read."""

import pytest

from socketlab.report.palette import (
    DARK,
    LIGHT,
    ON_STATE,
    PAGE,
    PALETTES,
    STATES,
    Palette,
    blend,
    list_colours,
    recolour,
    variable,
)
from socketlab.tcp.states import State

ENOUGH = 4.5
INKS = [
    ("ink", "paper"),
    ("ink", "band"),
    ("quiet", "paper"),
    ("quiet", "band"),
    ("agrees_ink", "agrees"),
    ("disagrees_ink", "disagrees"),
    ("unseen_ink", "unseen"),
    ("payload", "paper"),
    ("lost", "paper"),
    ("client", "paper"),
    ("server", "paper"),
    ("green", "paper"),
    ("violet", "paper"),
    ("rose", "paper"),
]


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize(("ink", "ground"), INKS)
def test_every_ink_can_be_read_on_its_ground(
    palette: Palette, ink: str, ground: str
) -> None:
    """Text has a contrast of at least 4.5 in both themes."""
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= ENOUGH


@pytest.mark.parametrize("state", STATES)
def test_a_states_name_can_be_read_in_its_lane(state: State) -> None:
    """White on every state's colour has a contrast of at least 4.5."""
    assert contrast(ON_STATE, STATES[state]) >= ENOUGH


def test_every_state_but_closed_has_a_colour() -> None:
    """CLOSED is drawn as an outline, since there is no socket."""
    assert set(State) - {State.CLOSED} == set(STATES)


def test_a_blend_lies_between_colour_and_ground() -> None:
    """Half of black in white is grey, all and nothing are the two themselves."""
    assert ["#808080", "#000000", "#ffffff"] == [
        blend("#000000", "#ffffff", part) for part in (0.5, 1, 0)
    ]


def test_the_page_names_a_variable_for_every_colour() -> None:
    """The page's palette is made of the variables that the themes define."""
    assert "--agrees-ink" == variable("agrees_ink")
    assert [f"var({name})" for name in list_colours(LIGHT)] == list(
        list_colours(PAGE).values()
    )
    assert list(list_colours(LIGHT)) == list(list_colours(DARK))
    assert {"light": LIGHT, "dark": DARK, "page": PAGE} == PALETTES


def test_a_figure_of_the_page_can_take_on_literal_colours() -> None:
    """What is no colour of ours stays as it is."""
    drawn = f'<a b="{PAGE.ink}" c="{PAGE.tints[State.SYN_SENT]}" d="var(--other)"/>'

    assert f'<a b="{DARK.ink}" c="{DARK.tints[State.SYN_SENT]}" d="var(--other)"/>' == (
        recolour(drawn, "dark")
    )
    assert drawn == recolour(drawn, "page")
