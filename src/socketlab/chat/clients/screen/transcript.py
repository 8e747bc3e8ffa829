"""The lines of the window that is looked at."""

from textual.events import Resize
from textual.widgets import RichLog

from socketlab.chat.clients.screen.lettering import draw_divider, draw_line
from socketlab.chat.conversation.window import Window

TAIL = 300  # lines drawn at once; scrolling up draws more


class Transcript(RichLog, can_focus=False):
    """Shows a window's last lines; follows new ones unless scrolled up."""

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        super().__init__(wrap=True, auto_scroll=False, min_width=1)
        self.window: Window | None = None
        self.state: tuple[int, int] = (0, 0)  # what was drawn: changes, mark
        self.drawn = 0  # lines up to this number are drawn
        self.tail = TAIL

    def on_resize(self, event: Resize) -> None:
        """Break the lines anew."""
        if event.size.width and self.window is not None:
            self._draw_all(self.window)
            # Once more when the new height is known: an end that was reckoned with
            # the height in between lies below the last line, and all looks empty.
            self.call_after_refresh(self.scroll_end, animate=False)

    def show(self, window: Window) -> None:
        """Draw what is new, or everything if more than that has changed."""
        if window is not self.window:
            self.tail = TAIL
        if window is not self.window or self.state != (window.changed, window.read):
            self._draw_all(window)
            return
        follow = self.is_vertical_scroll_end
        self._draw(window, self.drawn)
        if follow:
            self.scroll_end(animate=False)

    def go_up(self) -> None:
        """Scroll a page up; at the top, draw older lines first."""
        window = self.window
        if window is not None and self.scroll_y == 0 and self.tail < len(window.lines):
            self.tail *= 2
            height = self.virtual_size.height
            self._draw_all(window)
            self.call_after_refresh(
                lambda: self.scroll_to(
                    y=self.virtual_size.height - height - self.size.height,
                    animate=False,
                )
            )
            return
        self.scroll_page_up(animate=False)

    def _draw_all(self, window: Window) -> None:
        self.clear()
        self.window = window
        self.state = (window.changed, window.read)
        self._draw(window, max(window.start, window.end - self.tail))
        self.scroll_end(animate=False)

    def _draw(self, window: Window, start: int) -> None:
        width = max(self.scrollable_content_region.width, 1)
        for number in range(start, window.end):
            if number == window.read and number > window.start:
                self.write(draw_divider(), width=width, scroll_end=False)
            line = window.lines[number - window.start]
            self.write(draw_line(line), width=width, scroll_end=False)
        self.drawn = window.end
