"""The full screen: one window's lines, its members, and the line that is typed."""

import asyncio
from signal import SIGHUP, SIGINT, SIGTERM
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import AppBlur, AppFocus
from textual.widgets import Static

from socketlab.chat.clients.screen import lettering
from socketlab.chat.clients.screen.transcript import Transcript
from socketlab.chat.clients.screen.typing_line import TypingLine
from socketlab.chat.clients.session import GOODBYE, Session, SessionError

FRAME = 0.03  # seconds; what comes within them is drawn at once
NARROW = 60  # columns; below, the members make room for the lines


class ChatApp(App[None]):
    """Shows one session until the person leaves.

    Attributes:
        failure: why the session ended, if not by the person.
        signal: the number of the signal that ended it; 0: none did.

    """

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen, Transcript, TypingLine { background: ansi_default; color: ansi_default; }
    #title, #windows, #help, #entry { height: 1; }
    #middle { height: 1fr; }
    Transcript { width: 1fr; scrollbar-size: 0 0; }
    #members { width: 18; border-left: ascii ansi_default; padding: 0 0 0 1; }
    #members.narrow { display: none; }
    #nick { width: auto; padding: 0 1 0 0; text-style: bold; }
    TypingLine { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", priority=True, show=False),
        Binding("ctrl+q", "leave", priority=True, show=False),
        Binding("escape", "escape", priority=True, show=False),
        Binding("ctrl+n", "step(1)", priority=True, show=False),
        Binding("ctrl+p", "step(-1)", priority=True, show=False),
        Binding("ctrl+g", "go_unread", priority=True, show=False),
        Binding("pageup", "scroll(-1)", priority=True, show=False),
        Binding("pagedown", "scroll(1)", priority=True, show=False),
        Binding("f1", "explain", priority=True, show=False),
    ]

    def __init__(self, session: Session) -> None:
        """Show a session that has not begun."""
        super().__init__(ansi_color=True)  # those of the terminal, whatever they are
        self.session = session
        self.talk = session.dialogue.windows
        self.failure: SessionError | None = None
        self.signal = 0
        self.escaped = False
        self.drawing = False
        self.called = 0
        self.talking: asyncio.Future[None] | None = None
        session.changed = self.draw_soon

    def compose(self) -> ComposeResult:
        """Put the parts in their places, top to bottom."""
        yield Static(id="title")
        with Horizontal(id="middle"):
            yield Transcript()
            yield Static(id="members")
        yield Static(id="windows")
        with Horizontal(id="entry"):
            yield Static(id="nick")
            yield TypingLine(self.talk.names)
        yield Static(id="help")

    def on_mount(self) -> None:
        """Begin to talk."""
        self.query_one(TypingLine).focus()
        loop = asyncio.get_running_loop()
        for number in (SIGTERM, SIGHUP):
            loop.add_signal_handler(number, self.leave, number)
        self.talking = asyncio.ensure_future(self.session.run())
        self.talking.add_done_callback(self._end)
        self.draw()

    def _end(self, talking: "asyncio.Future[None]") -> None:
        """Close the screen; what went wrong is said on the terminal below it."""
        if not talking.cancelled():
            error = talking.exception()
            if isinstance(error, SessionError):
                self.failure = error
            elif error is not None:
                self._handle_exception(error)  # type: ignore[arg-type] # it is one
        self.exit()

    # Drawing

    def draw_soon(self) -> None:
        """Draw once for all that comes in this moment."""
        if not self.drawing and self.is_running:
            self.drawing = True
            self.set_timer(FRAME, self.draw)

    def draw(self) -> None:
        """Show how things are."""
        self.drawing = False
        if not self.is_running or not self.query("#help"):
            return
        window = self.talk.current
        self.query_one(Transcript).show(window)
        members = self.query_one("#members", Static)
        members.set_class(self.size.width < NARROW or not window.members, "narrow")
        members.update(lettering.draw_members(window, self.size.height - 4))
        title = lettering.draw_title(window, self.session.status, self.size.width)
        self.query_one("#title", Static).update(title)
        row = lettering.draw_windows(self.talk.opened, window)
        self.query_one("#windows", Static).update(row)
        self.query_one("#nick", Static).update(lettering.draw_nick(self.talk.nick))
        help_row = lettering.draw_help(escaped=self.escaped)
        self.query_one("#help", Static).update(help_row)
        calling = sum(each.called for each in self.talk.opened)
        if calling > self.called:
            self.bell()
        self.called = calling

    def on_resize(self) -> None:
        """Make room, or use it."""
        self.draw_soon()

    def on_app_blur(self, event: AppBlur) -> None:  # noqa: ARG002 textual's signature
        """Note that nobody looks: what comes now is unread."""
        self.talk.watch(watched=False)

    def on_app_focus(self, event: AppFocus) -> None:  # noqa: ARG002 textual's signature
        """Note that somebody looks again."""
        self.talk.watch(watched=True)
        self.draw_soon()

    # What the person does

    def on_typing_line_typed(self, event: TypingLine.Typed) -> None:
        """Send the line."""
        if event.text.strip():
            self.session.type(event.text)
            self.query_one(Transcript).scroll_end(animate=False)
        if self.session.leaving:
            self.leave(0)

    def on_input_changed(self) -> None:
        """Stay, whatever ESC was pressed for."""
        self.stay()

    def stay(self) -> None:
        """Forget an ESC."""
        if self.escaped:
            self.escaped = False
            self.draw_soon()

    def action_escape(self) -> None:
        """Leave at the second ESC."""
        if self.escaped:
            self.leave(0)
        self.escaped = True
        self.draw_soon()

    def action_interrupt(self) -> None:
        """Leave by Ctrl-C."""
        self.leave(SIGINT)

    def action_leave(self) -> None:
        """Leave by another key."""
        self.leave(0)

    def leave(self, number: int) -> None:
        """Tell the server, and end even if it does not answer."""
        self.signal = self.signal or number
        self.session.leave()
        if self.talking is not None:
            self.set_timer(2 * GOODBYE, self.talking.cancel)
        if self.session.link is None and self.talking is not None:
            self.talking.cancel()

    def action_step(self, by: int) -> None:
        """Look at another window."""
        self.stay()
        self.talk.step(by)
        self.draw_soon()

    def action_go_unread(self) -> None:
        """Look where something is unread."""
        self.stay()
        self.talk.show_unread()
        self.draw_soon()

    def action_scroll(self, by: int) -> None:
        """Look further up, or down again."""
        self.stay()
        transcript = self.query_one(Transcript)
        if by < 0:
            transcript.go_up()
        else:
            transcript.scroll_page_down(animate=False)

    def action_explain(self) -> None:
        """Show the commands."""
        self.stay()
        self.session.type("/help")
