"""What an attacker sends: garbage, near misses, and commands with garbage in them."""

from hypothesis import strategies as st

COMMANDS = (
    *("PASS", "NICK", "USER", "CAP", "PING", "PONG", "JOIN", "PART", "PRIVMSG"),
    *("NOTICE", "TAGMSG", "QUIT", "TOPIC", "NAMES", "LIST", "WHO", "WHOIS"),
    *("WHOWAS", "MODE", "KICK", "INVITE", "AWAY", "LUSERS", "MOTD", "VERSION"),
    *("USERHOST", "ISON", "OPER", "KILL", "SETNAME", "BATCH", "CHATHISTORY"),
    *("ERROR", "STATS", "TIME", "INFO", "ADMIN", "SERVER", "001", "nonsense"),
)
WORDS = (
    *("witness", "listener", "#lobby", "#a", "#", "*", "", "0", ":", "a", "b"),
    *("+o", "-o", "+k", "+l", "+b", "+imnst", "LS", "302", "REQ", "END", "ACK"),
    *("echo-message", "labeled-response", "batch", "server-time", "root", "secret"),
    *("message-tags", "multi-prefix", "extended-join", "setname", "away-notify"),
    *("w\u0456tness", "witness : hello", "EXIT", "%tcuhnfar,42", "*!*@*", "LATEST"),
    *("#a,#b,#lobby", "BEFORE", "msgid=x", "timestamp=2020-01-01T00:00:00.000Z"),
    *("\x1b[2J", "\u202e", "\x00", "\r", "\x01ACTION x\x01", "x" * 300, "\U0001f600"),
)

garbage = st.binary(max_size=600)
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=40))
keys = st.sampled_from(("label", "+draft/reply", "msgid", "time", "account", "a/b", ""))


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """A line of IRC, more or less; it may be much too long."""
    tags = draw(st.lists(st.tuples(keys, words), max_size=3))
    head = "@" + ";".join(f"{key}={value}" for key, value in tags) + " " if tags else ""
    source = draw(st.sampled_from(("", "", "", ":witness ", ":witness!u@h ", ": ")))
    command = draw(st.sampled_from(COMMANDS))
    middles = draw(st.lists(words, max_size=4))
    last = draw(st.one_of(st.just(""), words.map(" :".__add__)))
    end = draw(st.sampled_from(("\r\n", "\r\n", "\r\n", "\n", "\r", "")))
    line = head + source + " ".join([command, *middles]) + last + end
    data = line.encode("utf-8", "surrogatepass")
    return data * draw(st.sampled_from((1, 1, 1, 1, 2, 40)))


registration = st.sampled_from(
    (
        b"",
        b"NICK evil\r\nUSER u 0 * :r\r\nJOIN #lobby\r\n",
        (
            b"CAP REQ :echo-message labeled-response batch message-tags\r\n"
            b"NICK evil\r\nUSER u 0 * :r\r\nCAP END\r\nJOIN #lobby,#a\r\n"
        ),
    )
)
pieces = st.one_of(messages(), messages(), garbage)
conversations = st.tuples(registration, st.lists(pieces, min_size=1, max_size=12))

# Who sends what: each sender of a list of datagrams is one of three addresses.
datagrams = st.one_of(
    words.map(lambda word: word.encode("utf-8", "surrogatepass")),
    st.tuples(words, words).map(
        lambda pair: " : ".join(pair).encode("utf-8", "ignore")
    ),
    garbage,
    st.sampled_from(
        (b"", b"EXIT", b"exit\n", b"evil", b"evil\n", b"a\nwitness : b", b"\0" * 1000)
    ),
    st.integers(60_000, 65_507).map(lambda size: b"x" * size),
)
volleys = st.lists(st.tuples(st.integers(0, 2), datagrams), min_size=1, max_size=15)
