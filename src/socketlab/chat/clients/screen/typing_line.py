"""The line that is typed: names are completed, earlier lines called back."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input

from socketlab.chat.conversation.completion import Completion
from socketlab.chat.conversation.recall import Recall


class TypingLine(Input):
    """One row, without a frame."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", show=False),
        Binding("shift+tab", "complete(-1)", show=False),
        Binding("up", "recall(-1)", show=False),
        Binding("down", "recall(1)", show=False),
    ]

    class Typed(Message):
        """A line was typed."""

        def __init__(self, text: str) -> None:
            """Carry the line."""
            super().__init__()
            self.text = text

    def __init__(self, names: Callable[[], list[str]]) -> None:
        """Take where the names come from."""
        super().__init__(compact=True, select_on_focus=False)
        self.names = names
        self.completion = Completion()
        self.lines = Recall()

    async def _on_key(self, event: Key) -> None:
        """Act on a key in its turn; a binding would be looked up only behind others.

        Fact: Input inserts what is printable at once, and lets every other key rise
        to the application, which finds the binding. Consequence: of keys that come
        in one read, as over a slow line, ENTER is acted on behind the next letters.
        """
        bindings = self._bindings.key_to_bindings.get(event.key, [])
        if event.is_printable or not bindings:
            return
        event.prevent_default()
        event.stop()
        await self.app.run_action(bindings[0].action, self)

    async def action_submit(self) -> None:
        """Hand the line over, and begin anew."""
        text = self.value
        self.lines.add(text)
        self.value = ""
        self.post_message(self.Typed(text))

    def action_complete(self, by: int) -> None:
        """Complete the name before the cursor."""
        self.value, self.cursor_position = self.completion.complete(
            self.value, self.cursor_position, self.names(), by
        )

    def action_recall(self, by: int) -> None:
        """Show an earlier line."""
        self.value = self.lines.step(self.value, by)
        self.cursor_position = len(self.value)

    def _on_paste(self, event: Paste) -> None:
        """Take several lines as one: what is sent is seen before."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.splitlines()))
