"""The line that is edited at a terminal: names completed, ESC twice ends it."""

from collections.abc import Callable, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from socketlab.chat.conversation.completion import fitting


class Names(Completer):
    """Completes the names of those who are here."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        """Take where the names come from."""
        self.names = names

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 the same for every key
    ) -> Iterable[Completion]:
        """Give the names that begin like the word before the cursor."""
        word = document.get_word_before_cursor(WORD=True)
        first = document.text_before_cursor == word
        for name in fitting(word, self.names()):
            behind = ": " if first and not name.startswith("#") else " "
            yield Completion(f"{name}{behind}", -len(word), name)


def keys() -> KeyBindings:
    """Give the keys besides those of every edited line."""
    bindings = KeyBindings()

    @bindings.add("escape", "escape")
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @bindings.add("c-c")
    def interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    return bindings
