"""Clients that others have written, each driven as its users drive it.

Each class starts one program, lets it join #lobby and speak, and tells what it has
shown. Programs that draw on a terminal are read by the log that they keep.
"""

import fcntl
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

SAYS = "说：你好"  # what everybody says after the own name


class Client:
    """A program with pipes: what is typed, and what is shown."""

    program: ClassVar[str]
    package: ClassVar[str]
    greeting: ClassVar[tuple[str, ...]] = ()
    speech: ClassVar[str] = "{name} {says}\n"

    def __init__(self, folder: Path, udp: int, irc: int) -> None:
        """Start it in a folder of its own, and join."""
        self.name = type(self).__name__.lower()
        self.folder = folder
        self.folder.mkdir()
        self.shown = folder / "shown"
        with self.shown.open("wb") as shown:
            self.process = subprocess.Popen(
                self.command(udp, irc),
                stdin=subprocess.PIPE,
                stdout=shown,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(folder)},
            )
        for line in self.greeting:
            self.type(line.format(name=self.name))

    def command(self, udp: int, irc: int) -> Sequence[str]:
        """Give its words."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Type something."""
        assert self.process.stdin
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def is_ready(self) -> bool:
        """Whether it can be told to speak."""
        return True

    def speak(self) -> None:
        """Say the sentence."""
        self.type(self.speech.format(name=self.name, says=SAYS))

    def heard(self) -> str:
        """Give what it has shown."""
        return self.shown.read_text(errors="replace")

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()


class Nc(Client):
    """OpenBSD's netcat on UDP."""

    program, package = "nc", "netcat-openbsd"
    greeting = ("{name}\n",)

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002 one of both
        """A line typed is a datagram."""
        return ["nc", "-u", "127.0.0.1", str(udp)]


class Socat(Client):
    """Socat on UDP."""

    program, package = "socat", "socat"
    greeting = ("{name}\n",)

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """What one read gives is a datagram."""
        return ["socat", "-", f"UDP:127.0.0.1:{udp}"]

    def is_ready(self) -> bool:
        """Whether its name was read alone, and so is a datagram of its own."""
        assert self.process.stdin
        left = bytearray(4)
        fcntl.ioctl(self.process.stdin, termios.FIONREAD, left)
        return not any(left)


class Ncat(Client):
    """Nmap's netcat, with IRC typed by hand."""

    program, package = "ncat", "ncat"
    greeting = ("NICK {name}\n", "USER {name} 0 * :{name}\n", "JOIN #lobby\n")
    speech = "PRIVMSG #lobby :{name} {says}\n"

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """Lines end with LF alone."""
        return ["ncat", "127.0.0.1", str(irc)]


class Sic(Client):
    """Suckless's simple IRC client."""

    program, package = "sic", "sic"
    greeting = (":j #lobby\n",)

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """What is typed goes to the channel joined last."""
        return ["sic", "-h", "127.0.0.1", "-p", str(irc), "-n", self.name]


class Ii(Client):
    """Suckless's client made of files."""

    program, package = "ii", "ii"

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """It makes a folder for the server and one for each channel."""
        return [
            *("ii", "-s", "127.0.0.1", "-p", str(irc)),
            *("-n", self.name, "-i", str(self.folder)),
        ]

    def is_ready(self) -> bool:
        """Join once its folder is there; give whether it has joined."""
        server = self.folder / "127.0.0.1"
        if (server / "#lobby/in").exists():
            return True
        out = server / "out"  # it comes a little after "in"
        if out.exists() and "Welcome" in out.read_text():
            (server / "in").write_text("/j #lobby\n", encoding="utf-8")
        return False

    def speak(self) -> None:
        """Write into the channel's file."""
        (self.folder / "127.0.0.1/#lobby/in").write_text(f"{self.name} {SAYS}\n")

    def heard(self) -> str:
        """Read the channel's file."""
        self.is_ready()
        out = self.folder / "127.0.0.1/#lobby/out"
        return out.read_text(errors="replace") if out.exists() else ""


IRSSI = """
servers = ({{ address = "127.0.0.1"; chatnet = "here"; port = "{irc}";
  autoconnect = "yes"; }});
chatnets = {{ here = {{ type = "IRC"; nick = "irssi"; }}; }};
channels = ({{ name = "#lobby"; chatnet = "here"; autojoin = "yes"; }});
settings = {{
  core = {{ nick = "irssi"; }};
  "fe-common/core" = {{ autolog = "yes"; autolog_path = "{folder}/log.$0"; }};
}};
"""


class Irssi(Client):
    """Irssi, on a terminal that nobody sees."""

    program, package = "irssi", "irssi"

    def __init__(self, folder: Path, udp: int, irc: int) -> None:
        """Start it with a configuration that connects, joins and logs."""
        self.name = "irssi"
        folder.mkdir()
        self.folder = folder
        (folder / "config").write_text(IRSSI.format(irc=irc, folder=folder))
        del udp
        self.terminal, slave = pty.openpty()
        self.process = subprocess.Popen(
            [self.program, f"--home={folder}"],
            stdin=slave,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"TERM": "vt100", "LC_ALL": "C.UTF-8"},
        )
        os.close(slave)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.terminal, text.encode())

    def speak(self) -> None:
        """Say it in the channel, whatever window is shown."""
        self.type(f"/msg #lobby {self.name} {SAYS}\r")

    def heard(self) -> str:
        """Read its log."""
        logs = sorted(self.folder.glob("log.*"))
        return "".join(log.read_text(errors="replace") for log in logs)

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


class Weechat(Client):
    """WeeChat without its screen; it speaks every second, for nobody can type."""

    program, package = "weechat-headless", "weechat-headless"

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """Commands run when it starts."""
        words = ["weechat-headless", "-d", str(self.folder / "home")]
        for line in (
            f"/server add here 127.0.0.1/{irc} -notls",
            "/set irc.server.here.nicks weechat",
            "/set irc.server.here.autojoin #lobby",
            "/set logger.file.flush_delay 0",
            "/connect here",
            f"/repeat -interval 1s 100 /msg -server here #lobby {self.name} {SAYS}",
        ):
            words += ["-r", line]
        return words

    def speak(self) -> None:
        """It does so by itself."""

    def heard(self) -> str:
        """Read its log of the channel."""
        logs = sorted(self.folder.glob("home/**/*lobby*"))
        return "".join(log.read_text(errors="replace") for log in logs)


class Ours(Client):
    """Our own client, line by line."""

    program, package = sys.executable, "socketlab"

    def command(self, udp: int, irc: int) -> Sequence[str]:  # noqa: ARG002
        """It joins #lobby by itself."""
        return [
            *(sys.executable, "-m", "socketlab", "--lang", "en", "chat", "client"),
            *(f"127.0.0.1:{irc}", "--plain", "--nick", self.name),
        ]


CLIENTS: tuple[type[Client], ...] = (*(Nc, Socat, Ncat, Sic, Ii, Irssi, Weechat, Ours),)
