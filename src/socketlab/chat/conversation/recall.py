"""What was typed before, called back line by line."""

MOST = 500  # lines


class Recall:
    """The lines typed, and the one being typed as the last."""

    def __init__(self) -> None:
        """Begin with nothing typed."""
        self.lines: list[str] = []
        self.place = 0  # the line shown; len(lines): the one being typed
        self.draft = ""

    def add(self, text: str) -> None:
        """Keep a line that was entered."""
        if text and self.lines[-1:] != [text]:
            self.lines.append(text)
            del self.lines[:-MOST]
        self.place = len(self.lines)
        self.draft = ""

    def step(self, text: str, by: int) -> str:
        """Give the line before (-1) or after (1) the one that is shown.

        Args:
            text: what is shown now; the line being typed is not lost.
            by: the direction.

        """
        if self.place == len(self.lines):
            self.draft = text
        self.place = min(max(self.place + by, 0), len(self.lines))
        return [*self.lines, self.draft][self.place]
