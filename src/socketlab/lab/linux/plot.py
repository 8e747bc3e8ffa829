"""A chart that a page draws while it runs."""

from socketlab.lab.record import Chart, Sentence, Series


class Plot:
    """Series of points, in the order in which the page named them."""

    def __init__(self, title: str, x: str, y: str) -> None:
        """Begin with no points."""
        self.title = title
        self.x = x
        self.y = y
        self.series: dict[str, list[tuple[float, float]]] = {}

    def point(self, series: str, x: float, y: float) -> None:
        """Add a point; what nobody could see, a negative one, is left out."""
        points = self.series.setdefault(series, [])
        if y >= 0:
            points.append((x, y))

    def chart(self) -> Chart:
        """The chart for the record."""
        return Chart(
            Sentence(self.title),
            Sentence(self.x),
            Sentence(self.y),
            tuple(
                Series(Sentence(name), tuple(points))
                for name, points in self.series.items()
            ),
        )
