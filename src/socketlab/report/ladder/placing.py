"""From times to heights: events in order, gaps compressed.

Microseconds and seconds must fit one picture, so heights follow the order of
events; what happened close together may stand at one height, and whatever
needs room (a label, an arrow's slant, a state's name) keeps others away.
"""

from dataclasses import dataclass, field

Key = tuple[str, int]

TOGETHER = 100_000
STEPS = ((1_000_000, 4.0), (10_000_000, 10.0), (100_000_000, 16.0))
LONG = 100_000_000
LONG_GAP = 34.0


def give_room(gap: int) -> float:
    """Give the pixels between two neighbours `gap` nanoseconds apart."""
    if gap < TOGETHER:
        return 0.0
    return next((room for limit, room in STEPS if gap < limit), LONG_GAP)


@dataclass
class Placing:
    """Collects points in time and what must lie between them."""

    points: list[tuple[int, int, int, Key]] = field(default_factory=list)
    apart: dict[Key, list[tuple[Key, float]]] = field(default_factory=dict)
    tails: dict[Key, float] = field(default_factory=dict)
    heads: dict[Key, float] = field(default_factory=dict)

    def add(
        self,
        key: Key,
        time: int,
        *,
        order: int = 2,
        head: float = 0.0,
        tail: float = 0.0,
    ) -> None:
        """Add a point; `order` decides between points of one time.

        No point before it comes closer than `head`, none after it than `tail`.
        """
        self.points.append((time, order, len(self.points), key))
        self.heads[key] = head
        self.tails[key] = tail

    def keep_apart(self, above: Key, below: Key, distance: float) -> None:
        """Ask for a distance, if `above` indeed comes before `below`."""
        self.apart.setdefault(below, []).append((above, distance))

    def solve(self) -> dict[Key, float]:
        """Give each point the least height that all demands allow."""
        heights: dict[Key, float] = {}
        last: tuple[int, Key] | None = None
        for time, _order, _index, key in sorted(self.points, key=lambda one: one[:3]):
            height = 0.0
            if last:
                then, before = last
                room = max(give_room(time - then), self.tails[before], self.heads[key])
                height = heights[before] + room
            for above, distance in self.apart.get(key, ()):
                if above in heights:
                    height = max(height, heights[above] + distance)
            heights[key] = height
            last = time, key
        return heights
