"""CAP: which extensions of the protocol a client speaks.

https://ircv3.net/specs/extensions/capability-negotiation
"""

from typing import TYPE_CHECKING

from socketlab.chat.irc.capabilities import CAP_VERSION, change
from socketlab.chat.irc.commands.registration import register
from socketlab.chat.irc.grammar import Message, is_middle, wrap_words
from socketlab.chat.irc.numerics import ERR_INVALIDCAPCMD, RejectedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def cap(session: "Session", message: Message) -> None:
    """CAP <subcommand> [<parameter>]: IRCv3 "capability-negotiation"."""
    subcommand, *rest = message.parameters
    match subcommand.upper():
        case "LS":
            list_offered(session, rest[0] if rest else "")
        case "LIST":
            answer(session, "LIST", sorted(session.capabilities))
        case "REQ":
            request(session, (rest or [""])[-1].split())
        case "END":
            # "If the client is already registered, this command MUST be ignored"
            session.negotiating = False
            register(session)
        case _:
            word = subcommand if is_middle(subcommand) else "*"
            raise RejectedError(ERR_INVALIDCAPCMD, word)


def list_offered(session: "Session", version: str) -> None:
    """CAP LS [version]: what is offered, with values for version 302 and later.

    "If a client sends a higher CAP version at any time, the server MUST store the
    higher version"; the reply is the one for the version asked for.
    """
    session.negotiating = session.member is None
    asked = int(version) if version.isascii() and version.isdigit() else 0
    if asked >= CAP_VERSION:
        session.cap_version = CAP_VERSION
        session.enable(session.capabilities | {"cap-notify"})
    offered = session.network.list_capabilities(with_values=asked >= CAP_VERSION)
    answer(session, "LS", offered)


def request(session: "Session", words: list[str]) -> None:
    """CAP REQ: all that is asked for is granted (ACK), or nothing is (NAK).

    "cap-notify" comes with version 302 and stays.
    """
    session.negotiating = session.member is None
    changed = change(session.capabilities, words, session.network.offered)
    refused = changed is None or (session.cap_version and "-cap-notify" in words)
    for line in wrap_words(words, 400) or [""]:
        verb = "NAK" if refused else "ACK"
        session.send(f"CAP {session.client} {verb} :{line}")
    if changed is not None and not refused:
        session.enable(changed)


def answer(session: "Session", subcommand: str, words: list[str]) -> None:
    """Answer LS or LIST; "all but the last reply MUST have" an asterisk."""
    *lines, last = wrap_words(words, 400) or [""]
    for line in lines:
        session.send(f"CAP {session.client} {subcommand} * :{line}")
    session.send(f"CAP {session.client} {subcommand} :{last}")
