"""The colours of every picture: light, dark, and the page that follows the reader.

Exported figures carry literal colours; inside the page the same names are CSS
variables, so that one drawing follows `prefers-color-scheme`. White text on a
state's colour, and every ink on its ground, has a contrast of at least 4.5
(WCAG 2.2, 1.4.3).
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from socketlab.tcp.states import State

Theme: TypeAlias = Literal["light", "dark", "page"]

STATES = {
    State.LISTEN: "#3f6fd1",
    State.SYN_SENT: "#96650f",
    State.SYN_RECEIVED: "#8a6d00",
    State.ESTABLISHED: "#1f7a53",
    State.FIN_WAIT_1: "#c0431c",
    State.FIN_WAIT_2: "#a85628",
    State.CLOSE_WAIT: "#b83227",
    State.CLOSING: "#a13d6b",
    State.LAST_ACK: "#7b3f61",
    State.TIME_WAIT: "#7d5a9e",
}
ON_STATE = "#ffffff"


@dataclass(frozen=True)
class Palette:
    """One theme's colours, as CSS knows them."""

    paper: str
    ink: str
    quiet: str
    line: str
    band: str
    agrees: str
    agrees_ink: str
    disagrees: str
    disagrees_ink: str
    unseen: str
    unseen_ink: str
    payload: str
    lost: str
    client: str
    server: str
    green: str
    violet: str
    rose: str
    tints: dict[State, str]


def blend(colour: str, ground: str, part: float) -> str:
    """Mix `part` (0 to 1) of a colour into a ground; all as `#rrggbb`."""
    pairs = (
        (int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)
    )
    return "#" + "".join(
        f"{round(above * part + below * (1 - part)):02x}" for above, below in pairs
    )


LIGHT = Palette(
    paper="#ffffff",
    ink="#1c2430",
    quiet="#5a6575",
    line="#c3cad4",
    band="#eef2f7",
    agrees="#dcf2e6",
    agrees_ink="#115c3b",
    disagrees="#fbe0db",
    disagrees_ink="#94231a",
    unseen="#fdf0cf",
    unseen_ink="#6e4d00",
    payload="#6a3fa0",
    lost="#c0291c",
    client="#1d5fc4",
    server="#ad4a00",
    green="#1f7a53",
    violet="#7a3fae",
    rose="#b3256b",
    tints={state: blend(colour, "#ffffff", 0.28) for state, colour in STATES.items()},
)
DARK = Palette(
    paper="#12161c",
    ink="#e6eaf0",
    quiet="#9ba7b7",
    line="#3c4756",
    band="#1e2630",
    agrees="#173a29",
    agrees_ink="#8fdcb3",
    disagrees="#47201b",
    disagrees_ink="#ffb3a6",
    unseen="#3d3212",
    unseen_ink="#f2d489",
    payload="#c9a8f5",
    lost="#ff7a68",
    client="#82b4ff",
    server="#ffb26b",
    green="#6fd3a2",
    violet="#c9a8f5",
    rose="#ff8fc0",
    tints={state: blend(colour, "#12161c", 0.38) for state, colour in STATES.items()},
)


VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")


def variable(name: str) -> str:
    """Name the CSS variable of a colour: `agrees_ink` is `--agrees-ink`."""
    return "--" + name.lower().replace("_", "-")


def list_colours(palette: Palette) -> dict[str, str]:
    """Give every colour of a palette by the name of its CSS variable."""
    plain = {
        variable(name): value
        for name, value in vars(palette).items()
        if isinstance(value, str)
    }
    tints = {variable(f"tint_{state}"): tint for state, tint in palette.tints.items()}
    return plain | tints


PAGE = Palette(
    **{name: f"var({variable(name)})" for name in vars(LIGHT) if name != "tints"},
    tints={state: f"var({variable(f'tint_{state}')})" for state in STATES},
)
PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK, "page": PAGE}


def recolour(svg: str, theme: Theme) -> str:
    """Give a figure drawn in the page's colours those of a theme."""
    colours = {} if theme == "page" else list_colours(PALETTES[theme])
    return VARIABLE.sub(lambda found: colours.get(found[1], found[0]), svg)
