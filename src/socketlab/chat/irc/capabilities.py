"""The IRCv3 capabilities on offer, and which of them change the bytes of entries.

https://ircv3.net/specs/extensions/capability-negotiation
"""

from collections.abc import Iterable

# Each by its own specification, https://ircv3.net/specs/extensions/NAME
OFFERED: dict[str, str] = {
    "account-notify": "",
    "account-tag": "",
    "away-notify": "",
    "batch": "",
    "cap-notify": "",
    "chghost": "",
    "echo-message": "",
    "extended-join": "",
    "invite-notify": "",
    "labeled-response": "",
    "message-tags": "",
    "multi-prefix": "",
    "server-time": "",
    "setname": "",
    "standard-replies": "",
    "userhost-in-names": "",
}
"""Name of each capability, and its value for clients that know CAP 302."""

# Two members whose sets differ only elsewhere read the same bytes.
SHAPING = frozenset(
    {
        "account-notify",
        "account-tag",
        "away-notify",
        "chghost",
        "extended-join",
        "invite-notify",
        "message-tags",
        "server-time",
        "setname",
    }
)

# Each of these is of use only with tags: who asks for one can read tags.
TAGGING = frozenset({"account-tag", "batch", "labeled-response", "server-time"})

CAP_VERSION = 302


def change(
    enabled: frozenset[str], words: Iterable[str], offered: Iterable[str]
) -> frozenset[str] | None:
    """Give the set after `CAP REQ`; None if any word of it cannot be granted.

    "The capability identifier set must be accepted as a whole, or rejected
    entirely." (The CAP REQ subcommand)
    """
    known, changed = set(offered), set(enabled)
    for word in words:
        name = word.removeprefix("-")
        if name not in known:
            return None
        if name == word:
            changed.add(name)
        else:
            changed.discard(name)
    return frozenset(changed)
