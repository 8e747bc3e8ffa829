"""Everything that can be configured, with its default and the reason."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """What one member or one address may use up; nothing here limits the room."""

    nickname: int = 30  # characters: as the one rule says
    message: int = 2048  # bytes of a plain message; IRC lines are 512 anyway
    per_address: int = 32  # connections: a household, not a flood (inspircd: 3)
    channels: int = 50  # per member
    burst: int = 40  # lines at once: a client that connects, or a pasted verse
    rate: float = 5.0  # lines per second after that; 0: any number
    send_queue: int = 1 << 20  # bytes that a member may be behind (inspircd: 1 MiB)
    send_time: float = 60.0  # seconds in which a member that is behind takes nothing
    pending: int = 1024  # addresses that have been asked a challenge


@dataclass(frozen=True)
class Times:
    """How long the server waits, seconds."""

    registration: float = 60.0  # from the connection to the end of its registration
    ping: float = 120.0  # silence on IRC until the server asks
    pong: float = 20.0  # until the answer must have come
    silence: float = 600.0  # silence of a plain member until it is asked
    answer: float = 60.0  # until it must have sent anything


@dataclass(frozen=True)
class Operator:
    """Who may become an operator (OPER), with which password."""

    name: str  # what OPER is given first
    password: str  # and then; keep the file readable to the server alone


@dataclass(frozen=True)
class History:
    """What is kept of what was said, where and how long."""

    keep: bool = True  # members are told so; false: nothing is written
    path: str = ""  # the file; empty: chat.sqlite in the user's data folder
    days: float = 30.0  # older entries are forgotten; 0: never
    megabytes: float = 1024.0  # the oldest are forgotten beyond it; 0: any size
    power_safe: bool = False  # true: survives power loss too, one fsync per commit
    page: int = 100  # entries that one request gets at most, as ISUPPORT tells
    queue: int = 8 << 20  # bytes that wait for the disk; beyond it senders wait
    patience: float = 2.0  # seconds a commit may take until history is suspended
    retry: float = 1.0  # seconds between two tries while it is suspended


@dataclass(frozen=True)
class Settings:
    """The server's settings; the defaults are open to this host only."""

    name: str = "socketlab.local"  # how the server calls itself
    network: str = "socketlab"  # the name that IRC clients show
    udp: tuple[str, int] | None = ("127.0.0.1", 9998)  # plain text; false: not served
    irc: tuple[str, int] | None = ("127.0.0.1", 6667)  # IRC; false: not served
    trust: tuple[str, ...] = ()  # networks without challenge and limit per address
    password: str = ""  # what PASS must give; empty: none is asked for
    operators: tuple[Operator, ...] = ()  # tables that begin with [[operators]]
    motd: str = ""  # the message of the day, of any number of lines
    limits: Limits = field(default_factory=Limits)
    times: Times = field(default_factory=Times)
    history: History = field(default_factory=History)
