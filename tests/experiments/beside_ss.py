"""A laboratory in which ss(8) looks at every table, too, and must see the same."""

import subprocess
from typing import Any

from socketlab.evidence.observation import SocketRow

PATIENCE = 20
"""Looks until the sockets stand still; they do once a page's step is settled."""

Line = tuple[str, ...]


def beside(lab: Any, ss: str) -> Any:  # noqa: ANN401 the laboratory, seen from within
    """Give the same laboratory; what differs from ss breaks the page."""
    settle = lab.settle

    def settle_and_compare() -> None:
        step = lab.open_step
        settle()
        if step is None:
            return
        for _attempt in range(PATIENCE):
            before = list_ours(lab.table())
            theirs = list_theirs(ss)
            if before == list_ours(lab.table()):
                break
        else:
            raise AssertionError("the sockets never stood still")
        if before != theirs:
            raise AssertionError(
                f"only we: {before - theirs}; only ss: {theirs - before}"
            )

    lab.settle = settle_and_compare
    return lab


def list_ours(rows: tuple[SocketRow, ...]) -> set[Line]:
    """Our table, a line for each socket."""
    return {
        (
            row.protocol,
            "UNCONN" if row.protocol == "udp" and not row.remote else row.state.ss,
            str(row.receive_queue),
            str(row.send_queue),
            str(row.local),
            str(row.remote) if row.remote else "anyone",
        )
        for row in rows
    }


def list_theirs(ss: str) -> set[Line]:
    """The table of ss, in the same form."""
    listing = subprocess.run(
        [ss, "-H", "-t", "-u", "-a", "-n"], check=True, capture_output=True, text=True
    ).stdout
    lines: set[Line] = set()
    for line in listing.splitlines():
        protocol, state, receive, send, local, remote = line.split()[:6]
        anyone = remote.endswith(":*")
        lines.add(
            (protocol, state, receive, send, local, "anyone" if anyone else remote)
        )
    return lines
