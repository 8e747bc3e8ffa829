"""One end's segments, told as packetdrill scripts tell them.

`>` was sent by the end, `<` arrived at it, `!` arrived while it was deaf. Then
come the flags (`.` is ACK), the sequence number with the length of the text
behind a colon, and the number acknowledged.
"""

from socketlab.tcp.belief import Belief
from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.segment import Flag, Segment

NEAR, FAR = Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 7)
LETTERS = {
    "S": Flag.SYN,
    "F": Flag.FIN,
    "R": Flag.RST,
    "P": Flag.PSH,
    ".": Flag.ACK,
}

ACTIVE = ("> S 100", "< S. 500 101", "> . 101 501")
PASSIVE = ("< S 500", "> S. 100 501", "< . 501 101")
BOTH = ("> S 100", "< S 500", "> S. 100 501", "< S. 500 101")
UP = "CLOSED SYN_SENT ESTABLISHED"


def read(line: str) -> tuple[str, Segment]:
    """Read one line of a script."""
    way, letters, place, *acknowledged = line.split()
    sequence, _, length = place.partition(":")
    flags = Flag(0)
    for letter in letters:
        flags |= LETTERS[letter]
    segment = Segment(
        NEAR,
        FAR,
        int(sequence) % 2**32,
        int(acknowledged[0]) % 2**32 if acknowledged else 0,
        flags,
        512,
        int(length or 0),
    )
    return way, segment


def live(*script: str) -> Belief:
    """Show a script to one end's belief."""
    belief = Belief()
    for line in script:
        way, segment = read(line)
        {">": belief.send, "<": belief.receive, "!": belief.miss}[way](segment)
    return belief


def walk(*script: str) -> str:
    """Tell the states an end went through; `-` where one is not known."""
    path: list[str] = []
    for old, new, _ in live(*script).changes:
        name = old.value if old else "-"
        if not path or path[-1] != name:
            path.append(name)
        path.append(new.value)
    return " ".join(path)


def notes(*script: str) -> list[str]:
    """Give what was noted on the way."""
    return [note for _, _, note in live(*script).changes if note]
