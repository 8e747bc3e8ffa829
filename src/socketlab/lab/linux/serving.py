"""A function of a page as a program: `python -m socketlab.lab.linux.serving ...`.

Arguments: the page's file, the function's name, `ADDRESS:PORT`, the backlog, and
`OPTION=VALUE` for each socket option. The function is called with a socket that
listens.
"""

import socket
import sys

from socketlab.lab.linux.held.options import set_option
from socketlab.lab.linux.inside import load


def main() -> None:
    """Listen, and hand the listener to the function."""
    place, function, at, backlog, *options = sys.argv[1:]
    address, _colon, port = at.rpartition(":")
    serve = getattr(load(place), function)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for option in options:
            name, _equals, value = option.partition("=")
            set_option(listener, name, int(value))
        listener.bind((address, int(port)))
        listener.listen(int(backlog))
        serve(listener)


if __name__ == "__main__":
    main()
