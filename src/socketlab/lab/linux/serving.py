"""A function of a page as a program: `python -m socketlab.lab.linux.serving ...`.

Arguments: the page's file, the function's name, `ADDRESS:PORT`, the backlog. The
function is called with a socket that listens.
"""

import socket
import sys

from socketlab.lab.linux.inside import load


def main() -> None:
    """Listen, and hand the listener to the function."""
    place, function, at, backlog = sys.argv[1:]
    address, _colon, port = at.rpartition(":")
    serve = getattr(load(place), function)
    listener = socket.create_server((address, int(port)), backlog=int(backlog))
    serve(listener)


if __name__ == "__main__":
    main()
