"""The socket table as `ss -tan` prints it, so that the reader knows both.

Where there are UDP sockets, it is what `ss -tuan` prints: a column more.
"""

from socketlab.evidence.observation import UDP, SocketRow
from socketlab.report.lettering import pad
from socketlab.report.wording import Translate, plain
from socketlab.tcp.endpoint import Endpoint

HEAD = (
    "State",
    "Recv-Q",
    "Send-Q",
    "Local Address:Port",
    "Peer Address:Port",
    "Process",
)
RIGHT = {1, 2}
MOST, FEW = 12, 2


def cells(row: SocketRow) -> tuple[str, ...]:
    """Give the cells of one socket; the last holds its owner and timer."""
    more = [name_owner(row.owner)] if row.owner else []
    if row.timer:
        more.append(f"timer:({plain(row.timer)})")
    return (
        row.state.ss,
        str(row.receive_queue),
        str(row.send_queue),
        name_endpoint(row.local),
        name_endpoint(row.remote),
        " ".join(more),
    )


def name_owner(owner: str) -> str:
    """Write a process as ss does; the record says `python3 12 7`."""
    name, pid, descriptor = (*owner.rsplit(" ", 2), "", "")[:3]
    if pid.isdecimal() and descriptor.isdecimal():
        return f'users:(("{plain(name)}",pid={pid},fd={descriptor}))'
    return plain(owner)


def name_endpoint(endpoint: Endpoint | None) -> str:
    """Write an endpoint as ss does; a listener's peer is `0.0.0.0:*`."""
    if endpoint is None:
        return "0.0.0.0:*"
    return str(endpoint) if endpoint.port else f"{endpoint}".removesuffix("0") + "*"


def socket_table(rows: tuple[SocketRow, ...], _: Translate) -> list[str]:
    """Write a socket table as lines of text, its columns no wider than needed.

    Of very many sockets those that differ by their ports only are counted.
    """
    kinds = sort(rows) if len(rows) > MOST else [[row] for row in rows]
    shown = [row for kind in kinds for row in kind[:FEW]]
    table = [HEAD, *(cells(row) for row in shown)]
    right = RIGHT
    if any(row.protocol == UDP for row in shown):
        names = ["Netid", *(row.protocol for row in shown)]
        table = [(name, *line) for name, line in zip(names, table, strict=True)]
        right = {index + 1 for index in RIGHT}
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        "  ".join(
            pad(cell, size, right=index in right)
            for index, (cell, size) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]
    written = [lines.pop(0)]
    for kind in kinds:
        written += [lines.pop(0) for _row in kind[:FEW]]
        if len(kind) > FEW:
            more = _("{state}: {count} more such sockets")
            count = len(kind) - FEW
            written.append("… " + more.format(state=kind[0].state.ss, count=count))
    return written


def sort(rows: tuple[SocketRow, ...]) -> list[list[SocketRow]]:
    """Put sockets together that differ by their ports and timers only."""
    kinds: dict[tuple[object, ...], list[SocketRow]] = {}
    for row in rows:
        where = row.local.address, row.remote and row.remote.address
        queues = row.receive_queue, row.send_queue
        kinds.setdefault((row.state, *queues, where), []).append(row)
    return list(kinds.values())
