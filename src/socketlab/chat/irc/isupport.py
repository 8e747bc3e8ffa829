"""What the server supports and how much of it: RPL_ISUPPORT.

Modern IRC "Feature Advertisement", https://modern.ircdocs.horse/#feature-advertisement
"""

from typing import TYPE_CHECKING

from socketlab.chat.irc import casemapping
from socketlab.chat.settings import Settings

if TYPE_CHECKING:
    from socketlab.chat.log.history import History

# Lengths in bytes, near those of ergo and inspircd; a line has 510 for everything.
AWAY_BYTES = 200
HOST_BYTES = 64
KEY_BYTES = 32
REASON_BYTES = 300
REALNAME_BYTES = 128
TOPIC_BYTES = 390
USER_CHARACTERS = 10

# How much one line may ask for: what it causes is bounded with it.
LIST_MODES = 60  # masks in each of the lists b, e, I of a channel
MODES = 6  # changes with a parameter in one MODE
TARGETS = 4  # of a message, a KICK, a WHOIS
CHANNELS = 10  # of one JOIN, PART, NAMES

# Modern IRC, CHANMODES: lists; always with a parameter; when set; never.
CHANNEL_MODES = "beI,k,l,imnst"
USER_MODES = "iow"


def list_tokens(settings: Settings, history: "History | None" = None) -> list[str]:
    """Give the tokens, each once; `history`: what was said before, if it is kept."""
    limits = settings.limits
    tokens = {
        "AWAYLEN": AWAY_BYTES,
        "CASEMAPPING": casemapping.NAME,
        "CHANLIMIT": f"#:{limits.channels}",
        "CHANMODES": CHANNEL_MODES,
        "CHANNELLEN": casemapping.CHANNEL_BYTES,
        "CHANTYPES": casemapping.TYPES,
        "ELIST": "CMNTU",
        "EXCEPTS": "e",
        "HOSTLEN": HOST_BYTES,
        "INVEX": "I",
        "KEYLEN": KEY_BYTES,
        "KICKLEN": REASON_BYTES,
        "MAXLIST": f"beI:{LIST_MODES}",
        "MAXTARGETS": TARGETS,
        "MODES": MODES,
        "NAMELEN": REALNAME_BYTES,
        "NETWORK": settings.network,
        "NICKLEN": limits.nickname,
        "PREFIX": "(ov)@+",
        "STATUSMSG": "@+",
        "TARGMAX": ",".join(f"{name}:{most}" for name, most in _most_targets().items()),
        "TOPICLEN": TOPIC_BYTES,
        "USERLEN": USER_CHARACTERS,
        "UTF8ONLY": "",
        "WHOX": "",
    }
    if history is not None:  # IRCv3 "chathistory", ISUPPORT Tokens
        tokens |= {"CHATHISTORY": history.page, "MSGREFTYPES": "msgid,timestamp"}
    return [f"{key}={value}" if value != "" else key for key, value in tokens.items()]


def _most_targets() -> dict[str, int]:
    many = dict.fromkeys(("JOIN", "NAMES", "PART"), CHANNELS)
    few = dict.fromkeys(("KICK", "NOTICE", "PRIVMSG", "TAGMSG", "WHOIS"), TARGETS)
    return many | few | {"INVITE": 1, "KILL": 1, "LIST": CHANNELS, "WHOWAS": 1}
